"""A shift of virtual people on a running Pickface, and the reckoning of what became of their scans."""

from __future__ import annotations

import random
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

from pickface.scans.barcodes import parse
from pickface.simulate.client import Client, Refused
from pickface.simulate.handheld import Handheld
from pickface.simulate.person import VirtualPerson

ROLES = ("picker", "picker", "packer", "picker", "receiver")
"""Who is who among five."""
KINDS = {
    "picker": ["pick", "putaway", "count", "move"],
    "packer": ["check", "pack", "ship"],
    "receiver": ["putaway", "receive"],
}
LOGIN, PASSWORD = "maria", "maria-pickface-4329"
"""The demo site's manager, as ``make demo`` prints it."""
STALL_S = 45
"""Without any finished task for so long, the shift is over."""


@dataclass
class Outcome:
    """The line that ``pickface simulate --json`` prints."""

    people: int = 0
    orders: int = 0
    sent: int = 0
    booked: int = 0
    refused: int = 0
    set_aside: int = 0
    repeated: int = 0
    lost: int = 0
    twice: int = 0
    wrong_author: int = 0
    orders_shipped: int = 0
    tasks_done: int = 0
    stuck: int = 0
    seconds: float = 0.0
    verdict_ms: dict[str, float] = field(default_factory=dict)
    push_ms: dict[str, float] = field(default_factory=dict)
    set_aside_codes: dict[str, int] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    @property
    def good(self) -> bool:
        """Nothing was lost, counted twice or put on the wrong person, and the orders went out."""
        return not (self.lost or self.twice or self.wrong_author or self.stuck) and (
            self.orders_shipped >= self.orders * 0.9
        )

    def as_json(self) -> dict[str, Any]:
        """Plain data, rounded for reading."""
        return {
            key: round(value, 1) if isinstance(value, float) else value
            for key, value in self.__dict__.items()
        }

    def sentence(self) -> str:
        """The same for people."""
        return (
            f"{self.people} people sent {self.sent} scans in {self.seconds:.0f} s: {self.booked} booked, "
            f"{self.refused} refused, {self.set_aside} set aside, {self.lost} lost, {self.twice} twice; "
            f"{self.orders_shipped} of {self.orders} orders shipped."
        )


@dataclass(frozen=True)
class Wanted:
    """What kind of shift: how many people and orders, scans a second and person (0: no pause), share of errors."""

    url: str
    people: int = 10
    orders: int = 50
    seed: int = 1
    rate: float = 0.0
    errors: float = 0.02
    login: str = LOGIN
    password: str = PASSWORD


def simulate(wanted: Wanted) -> Outcome:
    """Hire people, place and release orders, work until all is shipped, then compare journal and intent."""
    return Shift(wanted).run()


class Shift:
    """One run. ``office`` is the manager's desk."""

    def __init__(self, wanted: Wanted) -> None:
        self.wanted = wanted
        self.url, self.count, self.order_count = wanted.url, wanted.people, wanted.orders
        self.run_id = f"{wanted.seed}-{int(time.time())}"
        self.office = Client(wanted.url)
        self.office.post("/session", {"login": wanted.login, "password": wanted.password})
        self.chance = random.Random(wanted.seed)
        self.released: dict[str, float] = {}
        self.notes: list[str] = []
        self.orders: list[dict[str, Any]] = []
        self.over = threading.Event()

    def run(self) -> Outcome:
        """The whole shift."""
        outcome = Outcome(people=self.count, orders=self.order_count, notes=self.notes)
        staff = self._hire()
        self._order_goods()
        self._place_orders()
        started = time.monotonic()
        threads = [
            threading.Thread(target=self._work, args=(person, role), daemon=True)
            for person, role in staff
        ]
        for thread in threads:
            thread.start()
        self._release_orders()
        self._wait(staff)
        self.over.set()
        for thread in threads:
            thread.join(timeout=120)
        outcome.seconds = time.monotonic() - started
        self._reckon(outcome, [person for person, _ in staff])
        for person, _ in staff:
            person.handheld.close()
        return outcome

    def _hire(self) -> list[tuple[VirtualPerson, str]]:
        catalogue = _things(self.office.get("/catalogue"))

        def hire(number: int) -> tuple[VirtualPerson, str]:
            role = ROLES[number % len(ROLES)]
            badge = f"S-{self.run_id}-{number}"
            self.office.post(
                "/people",
                {"name": f"Sim {number:03d}", "badge": badge, "pin": "2580", "role": role},
            )
            handheld = Handheld(self.url, f"sim-{number:03d}")
            handheld.sign_in(badge, "2580")
            handheld.learn(catalogue)
            return VirtualPerson(handheld, number, self.wanted), role

        return [hire(number) for number in range(self.count)]

    def _stocked(self, want: int) -> list[tuple[int, int]]:
        """Items with what is available of them."""
        items: list[Any] = []
        cursor = None
        while len(items) < want * 3:
            page = self.office.get("/items", limit=200, **({"cursor": cursor} if cursor else {}))
            items += page["items"]
            cursor = page["next"]
            if not cursor:
                break
        self.chance.shuffle(items)
        found = []
        for item in items:
            available = self.office.get("/stock", item=item["id"])["available"]
            if available >= 10:
                found.append((item["id"], available))
            if len(found) >= want:
                break
        return found

    def _order_goods(self) -> None:
        """A few purchase orders, so that receiving and putting away go on beside the picking."""
        supplier = self.office.get("/suppliers", limit=1)["items"][0]
        items = self.office.get("/items", limit=200)["items"]
        self.purchase_orders = []
        for number in range(max(1, self.order_count // 25)):
            lines = [
                {"item": item["id"], "qty": self.chance.randint(2, 24)}
                for item in self.chance.sample(items, min(3, len(items)))
            ]
            name = f"SP-{self.run_id}-{number}"
            self.office.post(
                "/purchase-orders", {"number": name, "supplier": supplier["id"], "lines": lines}
            )
            self.purchase_orders.append(name)

    def _place_orders(self) -> None:
        stock = dict(self._stocked(min(300, max(20, self.order_count))))
        for number in range(self.order_count):
            choice = [item for item, left in stock.items() if left >= 3]
            if not choice:
                break
            lines = []
            for item in self.chance.sample(choice, min(len(choice), self.chance.randint(1, 4))):
                qty = self.chance.randint(1, 3)
                stock[item] -= qty
                lines.append({"item": item, "qty": qty})
            order = self.office.post(
                "/orders",
                {
                    "number": f"SO-{self.run_id}-{number}",
                    "channel": "simulate",
                    "ship_by": int(time.time() * 1000) + 86_400_000,
                    "customer": f"Customer {number}",
                    "street": "Main street 1",
                    "postcode": "10115",
                    "city": "Berlin",
                    "country": "Germany",
                    "lines": lines,
                },
            )
            self.orders.append(order)

    def _release_orders(self) -> None:
        """Release as the floor can take it, as a supervisor would."""
        pickers = sum(1 for number in range(self.count) if ROLES[number % len(ROLES)] == "picker")
        for order in self.orders:
            while not self.over.is_set() and self._waiting("pick") > pickers * 2:
                time.sleep(0.1)
            self.released[f"Order {order['number']}"] = time.monotonic()
            try:
                self.office.post(f"/orders/{order['id']}/release", {"partial": True})
            except Refused as why:
                self.released.pop(f"Order {order['number']}", None)
                self.notes.append(f"not released: {why.code} {why.params}")

    def _waiting(self, kind: str) -> int:
        return int(self.office.get("/me/choices")["waiting"].get(kind, 0))

    def _work(self, person: VirtualPerson, role: str) -> None:
        if role == "receiver":
            self._receive(person)
        person.work(KINDS[role], lambda: not self.over.is_set())

    def _receive(self, person: VirtualPerson) -> None:
        """Open this receiver's share of the deliveries by scanning their numbers."""
        receivers = [n for n in range(self.count) if ROLES[n % len(ROLES)] == "receiver"]
        mine = self.purchase_orders[receivers.index(person.number) :: len(receivers)]
        for number in mine:
            opened = person.handheld.client.post("/me/work/open", {"code": number})
            person.handheld.pull(opened)
            person.finish_all()

    def _wait(self, staff: list[tuple[VirtualPerson, str]]) -> None:
        """Until every order has shipped, or nothing has been finished for a while."""
        done, since = -1, time.monotonic()
        while time.monotonic() - since < STALL_S:
            now = sum(person.tasks_done for person, _ in staff)
            if now != done:
                done, since = now, time.monotonic()
            waiting = self.office.get("/tasks", state="ready", limit=1)["items"]
            busy = any(person.handheld.tasks for person, _ in staff)
            if not waiting and not busy and self._all_shipped():
                return
            time.sleep(0.5)

    def _all_shipped(self) -> bool:
        """Looks at orders only up to the first that has not shipped."""
        return all(self._has_shipped(order) for order in self.orders)

    def _has_shipped(self, order: dict[str, Any]) -> bool:
        if order.get("state") != "shipped":
            order["state"] = self.office.get(f"/orders/{order['id']}")["state"]
        return bool(order["state"] == "shipped")

    def _shipped(self) -> int:
        return sum(self._has_shipped(order) for order in self.orders)

    def _reckon(self, outcome: Outcome, people: list[VirtualPerson]) -> None:
        """Compare the journal with what was meant: each event once, under its author, with one verdict."""
        outcome.orders_shipped = self._shipped()
        verdict_ms: list[float] = []
        pushed: list[tuple[str, float, float]] = []
        with ThreadPoolExecutor(4) as pool:
            journals = list(pool.map(self._journal, people))
        for person, journal in zip(people, journals, strict=True):
            tally = person.handheld.tally
            outcome.sent += len(tally.meant)
            outcome.repeated += tally.repeated
            outcome.tasks_done += person.tasks_done
            outcome.stuck += len(person.stuck)
            outcome.notes += person.stuck[:3]
            verdict_ms += tally.verdict_ms
            pushed += tally.pushed
            for event_id, accepted in tally.meant.items():
                times = journal[event_id]
                outcome.lost += times == 0 or event_id not in tally.verdicts
                outcome.twice += times > 1
                word, code = tally.verdicts.get(event_id, ("lost", ""))
                if word == "booked":
                    outcome.booked += 1
                elif word == "refused":
                    outcome.refused += 1
                elif word == "set_aside":
                    outcome.set_aside += 1
                    outcome.set_aside_codes[code] = outcome.set_aside_codes.get(code, 0) + 1
                if accepted and word == "refused":
                    outcome.lost += 1
        outcome.verdict_ms = _spread(verdict_ms)
        outcome.push_ms = _spread(
            [
                (at - self.released[title]) * 1000
                for title, at, idle_since in pushed
                if title in self.released and 0.0 < idle_since <= self.released[title] < at
            ]
        )

    def _journal(self, person: VirtualPerson) -> Counter[str]:
        """How often each of this person's events is in the journal."""
        found: Counter[str] = Counter()
        desk = Client(self.url)
        desk.http.cookies.update(self.office.http.cookies)
        cursor: dict[str, Any] = {}
        while True:
            page = desk.get("/scans", person=person.handheld.person, limit=200, **cursor)
            found.update(row["id"] for row in page["items"])
            if not page["next"]:
                return found
            cursor = {"cursor": page["next"]}


def _things(catalogue: Any) -> dict[str, dict[str, Any]]:
    """The local catalogue of a device: key -> thing, as docs/scripts.md describes."""
    items = {row[0]: row for row in catalogue["items"]}
    things: dict[str, dict[str, Any]] = {}
    for key, item, qty, pack in catalogue["codes"]:
        _, sku, name, tracking, zone = items[item][:5]
        things[key] = {
            "item": item,
            "qty": qty,
            "pack": pack,
            "sku": sku,
            "name": name,
            "tracking": tracking,
            "zone": zone,
        }
    for place, code, kind, zone, *_ in catalogue["places"]:
        things[parse(code)["key"]] = {"place": place, "code": code, "kind": kind, "zone": zone}
    return things


def _spread(values: list[float]) -> dict[str, float]:
    if not values:
        return {}
    ordered = sorted(values)
    return {
        name: round(ordered[min(len(ordered) - 1, int(len(ordered) * share))], 1)
        for name, share in (("p50", 0.5), ("p95", 0.95), ("p99", 0.99))
    }
