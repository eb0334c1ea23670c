"""A shift through the scan door: zones picked at once, handhelds that die and are heard of late, goods looked at."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from typing import Any

from apiflask import APIFlask
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from pickface.errors import PickfaceError
from pickface.inspections import deciding
from pickface.workflows.pick.zones import TotesOnTheWay
from tests.scenarios.floor import Floor, Person

who = st.integers(0, 2)
units = st.integers(1, 4)
BINS = {"TEA": "A-01-01", "RICE": "B-02-01"}
ASIDE, DOCK, STATION = "QUAR-1", "DOCK-1", "PACK-1"
ON_THE_WAY = "('ready', 'offered', 'begun', 'parked', 'held')"


class Shift(RuleBasedStateMachine):
    """Three people who do everything; a colleague goes on where somebody's handheld does not answer any more."""

    opened: Callable[[], tuple[APIFlask, Callable[[], None]]]

    def __init__(self) -> None:
        super().__init__()
        app, self.close = type(self).opened()
        self.floor = Floor(app, pick_by_zone=True, consolidate_at=STATION, alone_may=False)
        for sku, place in BINS.items():
            self.floor.item(sku, zone_code=place[0])
            self.floor.stock(place, sku, 12)
        self.floor.item("MILK", inspection="all")
        self.people = [self.floor.person(f"P{n}", "supervisor") for n in range(3)]
        self.there: Counter[tuple[str, str]] = Counter({(BINS[sku], sku): 12 for sku in BINS})
        self.totes: dict[int, str] = {}
        self.dead: list[Person] = []
        self.orders = self.plates = 0

    @initialize(tea=units, rice=units)
    def begin(self, tea: int, rice: int) -> None:
        """Some orders are there in the morning."""
        for _ in range(2):
            self.order(tea, rice)

    # What people do.

    @rule(tea=units, rice=units)
    def order(self, tea: int, rice: int) -> None:
        """A customer orders of both zones."""
        self.orders += 1
        self.floor.order(f"SO-{self.orders}", release=False, TEA=tea, RICE=rice)
        self.floor.release(f"SO-{self.orders}", partial=True)

    @rule(n=who, kind=st.sampled_from(["pick", "inspect"]))
    def next(self, n: int, kind: str) -> None:
        if (person := self.idle(n)) and person.next(kind) and n in self.totes:
            del self.totes[n]

    @rule(n=who, grade=st.sampled_from(["pass", "hold", "reject"]), times=st.integers(1, 8))
    def work(self, n: int, grade: str, times: int) -> None:
        """Do what the screen says."""
        person = self.people[n]
        for _ in range(times):
            if person.task is None or person.done:
                return
            if person.task["kind"] == "inspect":
                self.look(person, grade)
            else:
                self.walk(n, person)

    @rule(n=who)
    def lose_the_network(self, n: int) -> None:
        self.people[n].go_offline()

    @rule(n=who)
    def come_back(self, n: int) -> None:
        """What was scanned is heard of: all of it is booked, late as it is."""
        assert set(self.people[n].come_back()) <= {"booked", "refused"}

    @rule(n=who, times=st.integers(1, 4))
    def pick(self, n: int, times: int) -> None:
        """Most of the time somebody has a pick."""
        self.next(n, "pick")
        self.work(n, "pass", times)

    @rule(n=who, grade=st.sampled_from(["pass", "hold", "reject"]))
    def inspect(self, n: int, grade: str) -> None:
        """Goods are looked at that came in."""
        self.next(n, "inspect")
        self.work(n, grade, 8)

    @rule(n=who, other=who, times=st.integers(0, 5))
    def go_on_for(self, n: int, other: int, times: int) -> None:
        """A handheld loses its network and then dies: a colleague, or its person at another one, goes on."""
        walking = [
            k for k, one in enumerate(self.people) if one.task and k in self.totes and not one.done
        ]
        if not walking:
            return
        other = walking[other % len(walking)]
        dead = self.people[other]
        dead.go_offline()
        self.work(other, "pass", times)
        if dead.done or dead.task["kind"] != "pick":  # type: ignore[index]
            return
        n = n if n != other and self.idle(n) else other
        person = dead.at_another_device() if n == other else self.people[n]
        try:
            person.start("takeover", self.totes[other])
        except AssertionError:
            return  # Nobody knows yet that this tote is of that work.
        self.count(person, self.totes[other])
        self.dead.append(dead)
        if n != other:
            # Its person gets another handheld, and has no work in hand.
            self.people[other] = dead.at_another_device()
        self.people[n] = person
        self.totes[n] = self.totes.pop(other)
        mine = [task for task in person.holds().values() if task["kind"] == "pick"]
        person.task = mine[0] if mine else None

    def count(self, person: Person, code: str) -> None:
        """Say what is in a tote: the books follow."""
        for sku, there in self.really_in(code).items():
            person.scan(sku)
            if there > 1:
                person.quantity(there)
        person.act("done")
        person.confirm()
        assert self.floor.inside(code) == self.really_in(code)

    @rule()
    def dead_handhelds_are_charged(self) -> None:
        """What they had not sent comes in, and moves nothing: it was counted."""
        for dead in self.dead:
            assert set(dead.come_back()) <= {"set_aside", "refused"}
        self.dead.clear()

    @rule(n=who, qty=units)
    def receive(self, n: int, qty: int) -> None:
        """Milk comes in, which somebody has to look at."""
        person = self.idle(n)
        if person is None:
            return
        self.plates += 1
        self.floor.purchase(f"PO-{self.plates}", MILK=qty)
        plate = f"LP{self.plates:06}"
        person.open(f"PO-{self.plates}").scan("MILK")
        person.quantity(qty)
        if not person.done and person.task["task_state"]["steps"]["receive"]["pending"]:  # type: ignore[index]
            person.scan(plate)
        if not person.done:
            person.act("done")
        self.there[plate, "MILK"] += qty

    @rule(n=st.integers(0, 9), follow=st.sampled_from(["pass", "reject", "supplier", "scrap"]))
    def decide(self, n: int, follow: str) -> None:
        """The office decides about what lies apart."""
        found = self.floor.read("SELECT * FROM inspection_verdict WHERE undecided > 0 ORDER BY id")
        if not found:
            return
        goods = found[n % len(found)]
        engine, by = self.floor.engine, {"id": self.people[0].id, "site_id": self.floor.site.id}
        wish = deciding.Decision(goods["id"], follow)
        try:
            self.floor.write(lambda tx: deciding.decide(tx, engine.world, engine.signer, by, wish))
        except PickfaceError:
            return
        self.floor.work_off()
        if follow != "reject":
            self.there[ASIDE, "MILK"] -= goods["undecided"]
        if follow == "pass":
            self.there[DOCK, "MILK"] += goods["undecided"]

    @rule(n=who, other=who)
    def open_at_the_station(self, n: int, other: int) -> None:
        """Nobody packs an order of which a zone is still picked."""
        person, code = self.idle(n), self.totes.get(other, "")
        if person is None or not code:
            return
        about = self.floor.read(
            "SELECT c.order_id, t.state, (SELECT COUNT(*) FROM task o WHERE o.order_id = c.order_id AND o.kind = 'pick'"
            f" AND o.state IN {ON_THE_WAY}) AS coming FROM container c JOIN task t ON t.id = c.task_id"
            " WHERE c.code = :code AND c.state = 'open' AND t.kind = 'pick' AND t.state = 'done'",
            code=code,
        )
        if about:
            try:
                person.can_open(code)
            except TotesOnTheWay:
                assert about[0]["coming"]
            else:
                assert not about[0]["coming"]

    # How they do it.

    def idle(self, n: int) -> Person | None:
        """Somebody with a network and without work."""
        person = self.people[n]
        return person if person.online and (person.task is None or person.done) else None

    def walk(self, n: int, person: Person) -> None:
        """One scan of a pick."""
        step = person.step
        if "container" in step:
            self.plates += 1
            self.totes[n] = f"T{self.plates:04}"
            person.scan(self.totes[n])
        elif step["kind"] in {"go", "put"}:
            person.scan(person.place)
        else:
            sku = next(sku for sku, place in BINS.items() if place == person.place)
            if not self.there[person.place, sku]:
                person.act("short", left=0)
                return
            place = person.place
            person.scan(sku)
            if accepted(person):
                self.there[place, sku] -= 1
                self.there[self.totes[n], sku] += 1

    def look(self, person: Person, grade: str) -> None:
        """One scan of an inspection."""
        assert person.task is not None
        step, plate = person.step, str(person.task["title"])
        if step["kind"] == "go":
            person.scan(plate if plate.startswith("LP") else DOCK)
            return
        pending = person.task["task_state"]["steps"].get("inspect", {}).get("pending")
        if not pending:
            person.scan("MILK")
        elif pending["need"][0] == "grade":
            person.choose(grade)
            assert accepted(person)
        else:
            person.scan(ASIDE)
            assert accepted(person)
            self.there[plate, "MILK"] -= pending["qty"]
            self.there[ASIDE, "MILK"] += pending["qty"]

    def really_in(self, code: str) -> dict[str, int]:
        """What is in a container."""
        return {
            sku: there
            for (place, sku), there in sorted(self.there.items())
            if place == code and there
        }

    def teardown(self) -> None:
        """Everybody comes back: the books are as the goods, and nothing was found that nothing explains."""
        try:
            for n in range(3):
                self.come_back(n)
            self.dead_handhelds_are_charged()
            self.floor.work_off()
            self.floor.check_books()
            books: Counter[tuple[str, str]] = Counter()
            for row in self.floor.read(
                "SELECT b.container, p.code, i.sku, b.qty, b.found FROM balance b JOIN place p ON p.id = b.place_id"
                " JOIN item i ON i.id = b.item_id WHERE b.virtual = 0"
            ):
                books[row["container"] or row["code"], row["sku"]] += int(row["qty"])
                assert not row["found"]
            assert +books == +self.there
            pickable = self.floor.value(
                "SELECT COALESCE(SUM(pickable), 0) FROM stock_level WHERE item_id = :item",
                item=self.floor.items["MILK"],
            )
            assert not pickable, "promised before somebody had looked"
        finally:
            self.close()


def accepted(person: Person) -> bool:
    """Whether the device took what was scanned last."""
    last: dict[str, Any] = json.loads((person.outbox or person.sent)[-1][0])
    return bool(last["outcome"]["accepted"])
