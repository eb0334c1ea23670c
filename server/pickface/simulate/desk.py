"""The office of a shift: takes people on, places orders or finds those that are open, buys what they need, releases."""

from __future__ import annotations

import random
import time
from collections import Counter
from collections.abc import Iterable, Mapping
from heapq import nsmallest
from itertools import islice
from typing import Any

from pickface.scans.barcodes import parse
from pickface.simulate.client import Client, Refused
from pickface.simulate.wishes import Wanted

DAY_MS = 86_400_000
LINES_A_PURCHASE = 40
"""As many lines as a delivery has that one receiver takes in."""
PIN = "2580"
AT_HOME = {"postcode": "10115", "city": "Berlin", "country": "Germany"}
ABROAD = {"postcode": "1010", "city": "Vienna", "country": "Austria"}
"""Other carriers may be the cheapest there: some of them come with trucks, others take parcels at the dock."""


class Desk:
    """A manager at a desk, who does through the API what a person would do at ``/office``."""

    def __init__(self, wanted: Wanted) -> None:
        self.wanted = wanted
        self.run_id = f"{wanted.seed}-{int(time.time())}"
        self.chance = random.Random(wanted.seed)
        self.client = Client(wanted.url)
        self.client.reach()
        self.client.post("/session", {"login": wanted.login, "password": wanted.password})

    def hire(self, number: int) -> tuple[str, str]:
        """Take a person on; answers badge and PIN."""
        badge = f"S-{self.run_id}-{number}"
        person = {"name": f"Sim {number:03d}", "badge": badge, "pin": PIN}
        self.client.make("/people", {**person, "role": self.wanted.role(number)}, "badge_taken")
        return badge, PIN

    def catalogue(self) -> dict[str, dict[str, Any]]:
        """The local catalogue of a device: key -> thing, as docs/scripts.md describes."""
        return _things(self.client.get("/catalogue"))

    def place_orders(self) -> list[dict[str, Any]]:
        """New orders for goods that are there."""
        stock = dict(self._stocked(min(300, max(20, self.wanted.orders))))
        placed = []
        for number in range(self.wanted.orders):
            choice = [item for item, left in stock.items() if left >= 3]
            if not choice:
                break
            lines = []
            for item in self.chance.sample(choice, min(len(choice), self.chance.randint(1, 4))):
                qty = self.chance.randint(1, 3)
                stock[item] -= qty
                lines.append({"item": item, "qty": qty})
            placed.append(self._place_order(number, lines))
        return placed

    def _place_order(self, number: int, lines: list[dict[str, int]]) -> dict[str, Any]:
        order: dict[str, Any] = self.client.post(
            "/orders",
            {
                "number": f"SO-{self.run_id}-{number}",
                "channel": "simulate",
                "ship_by": int(time.time() * 1000) + DAY_MS,
                "customer": f"Customer {number}",
                "street": "Main street 1",
                **(ABROAD if number % 3 == 2 else AT_HOME),
                "lines": lines,
            },
        )
        return order

    def _stocked(self, want: int) -> list[tuple[int, int]]:
        """Items with what is available of them."""
        items = list(islice(self.client.pages("/items"), want * 3))
        self.chance.shuffle(items)
        found: list[tuple[int, int]] = []
        for item in items:
            available = self.client.get("/stock", item=item["id"])["available"]
            if available >= 10:
                found.append((item["id"], available))
            if len(found) >= want:
                break
        return found

    def open_orders(self) -> list[dict[str, Any]]:
        """The open orders of the site that get goods first when some come in, with their lines."""
        found = nsmallest(
            self.wanted.existing,
            self.client.pages("/orders", state="open"),
            key=lambda order: (order["priority"], order["ship_by"], order["id"]),
        )
        return [self.client.get(f"/orders/{order['id']}") for order in found]

    def buy(self, needs: Mapping[int, int]) -> list[str]:
        """Purchase orders for so many units by item; answers their numbers."""
        return self._buy(sorted(needs.items()), LINES_A_PURCHASE)

    def buy_some(self) -> list[str]:
        """A few purchase orders, so that receiving and putting away go on beside the picking."""
        items = self.client.get("/items", limit=200)["items"]
        lines = [
            (item["id"], self.chance.randint(2, 24))
            for _ in range(max(1, self.wanted.orders // 25))
            for item in self.chance.sample(items, min(3, len(items)))
        ]
        return self._buy(lines, 3)

    def _buy(self, lines: list[tuple[int, int]], at_once: int) -> list[str]:
        supplier = self._supplier()
        numbers = []
        for first in range(0, len(lines), at_once):
            number = f"SP-{self.run_id}-{first // at_once}"
            body = {
                "number": number,
                "supplier": supplier,
                "lines": [{"item": i, "qty": q} for i, q in lines[first : first + at_once]],
            }
            self.client.make("/purchase-orders", body, "purchase_order_exists")
            numbers.append(number)
        return numbers

    def _supplier(self) -> Any:
        """Who delivers: the first supplier, or a new one where there is none."""
        known = self.client.get("/suppliers", limit=1)["items"]
        if known:
            return known[0]["id"]
        self.client.make("/suppliers", {"code": "SIM", "name": "Sim supplies"}, "supplier_taken")
        return "SIM"

    def release(self, order: dict[str, Any]) -> str:
        """Release an order; answers what kept it from that, or ``''``."""
        try:
            self.client.post(f"/orders/{order['id']}/release?partial=true")
        except Refused as why:
            # Asked again after an answer that was lost, it is no longer open.
            if self.order(order)["state"] == "open":
                return f"not released: {why.code} {why.params}"
        return ""

    def release_together(self, orders: list[dict[str, Any]]) -> list[str]:
        """Release orders as a wave; answers what kept some of them from that."""
        wanted = {"orders": [order["id"] for order in orders], "partial": True}
        return [
            f"order {one['number']} was not released: {one['code']}"
            for one in self.client.post("/orders/release", wanted)["orders"]
            if one["state"] == "open"
        ]

    def pick_together(self, method: str, size: int) -> None:
        """Have orders that are released together picked on carts of so many totes, or in batches of so many."""
        size_of = {"cluster": "cart_totes", "batch": "batch_orders"}[method]
        self.client.patch("/site/settings", {"pick_method": method, size_of: size})

    def walked_m(self) -> int:
        """How many metres all picks of the site are long, as they were planned."""
        metres, cursor = 0, None
        while True:
            page = self.client.get("/tasks", kind="pick", state="done", limit=200, cursor=cursor)
            metres += sum(task["walk_mm"] or 0 for task in page["items"]) // 1_000
            cursor = page["next"]
            if cursor is None:
                return metres

    def order(self, order: dict[str, Any]) -> dict[str, Any]:
        """An order as it is now."""
        found: dict[str, Any] = self.client.get(f"/orders/{order['id']}")
        return found

    def waiting(self, kind: str) -> int:
        """How much work of a kind nobody has yet."""
        return int(self.client.get("/me/choices")["waiting"].get(kind, 0))

    def any_task(self, *states: str, kind: str = "") -> bool:
        """Whether there is a task in one of these states."""
        asked = {"kind": kind} if kind else {}
        return any(
            self.client.get("/tasks", state=state, limit=1, **asked)["items"] for state in states
        )


def needs_of(orders: Iterable[Mapping[str, Any]]) -> Counter[int]:
    """What the orders need by item and nobody has promised them."""
    needs: Counter[int] = Counter()
    for order in orders:
        for line in order["lines"]:
            needs[line["item"]] += line["qty"] - line["given_up"] - line["reserved"]
    return +needs


def _things(catalogue: Any) -> dict[str, dict[str, Any]]:
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
