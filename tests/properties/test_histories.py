"""Whatever is done to stock, counting brings the books to what is really there, and nothing else is disturbed.

The model is the goods themselves: so many units of a lot in a bin or a container. Some are carried without a scan, so
that the books are wrong; at the end every bin and container is counted, and books and goods agree to the unit. `make
histories` runs 2,000 histories of 100 commands; a run of the suite takes a few.
"""

from __future__ import annotations

import os
from collections import Counter
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from pickface.config import Config
from pickface.errors import PickfaceError
from pickface.ids import uuid7
from pickface.scans.keys import load_or_make
from pickface.stock import carrying, containers, ledger, reservations, variances
from pickface.stock.containers import ContainerCycle
from pickface.stock.ledger import BalanceKey, NewMove
from pickface.stock.moves import AT_BALANCE, Cause
from pickface.stock.variances import Seen
from pickface.stock.verify import verify
from pickface.tasks import desk_moves
from pickface.tasks.desk_moves import Adjustment
from tests import builders as b
from tests.properties.test_stock import CONTAINERS, House, build, transaction

HISTORIES = int(os.environ.get("PICKFACE_HISTORIES", "0"))
some = st.integers(1, 6)
which = st.integers(0, 40)
Goods = tuple[int, int, int, str]
"""An item, a lot, and where they are: a place, or 0 and a container wherever it stands."""


class Warehouse(RuleBasedStateMachine):
    """People, desks and thieves in a small warehouse, in one transaction that is never committed."""

    config: Config

    def __init__(self) -> None:
        super().__init__()
        self._opened = transaction(self.config)
        self.tx = self._opened.__enter__()
        self.house: House = build(self.tx)
        self.signer = load_or_make(self.config.data)
        self.by = {
            "id": self.tx.insert("person", site_id=self.house.site.id, name="Lee", role="manager"),
            "site_id": self.house.site.id,
        }
        self.north = b.make_site(self.tx, "NORTH")
        self.real = [*self.house.places[:5], self.house.site.floor]
        self.there: Counter[Goods] = Counter()
        self.transit: Counter[tuple[int, int]] = Counter()
        self.unbooked: dict[BalanceKey, int] = {}
        self.gone: set[str] = set()

    @initialize()
    def begin(self) -> None:
        """What the house was built with is really there."""
        for row in self.tx.all(
            "SELECT item_id, lot_id, place_id, qty FROM balance WHERE virtual = 0"
        ):
            self.there[row["item_id"], row["lot_id"], row["place_id"], ""] = int(row["qty"])

    # Where things are.

    def spot(self, n: int) -> tuple[int, str]:
        """A bin, or a container that has not left."""
        spots: list[tuple[int, str]] = [(place, "") for place in self.real]
        spots += [(0, code) for code in CONTAINERS if code not in self.gone]
        return spots[n % len(spots)]

    def at(self, spot: tuple[int, str]) -> int:
        """The place where a spot is."""
        place, code = spot
        if not code:
            return place
        return int(self.tx.value("SELECT place_id FROM container WHERE code = :code", code=code))

    def held(self, n: int, least: int = 1) -> Goods | None:
        """Goods of which so many are really there."""
        found = sorted(goods for goods, units in self.there.items() if units >= least)
        return found[n % len(found)] if found else None

    def key(self, goods: Goods) -> BalanceKey:
        """The balance of goods."""
        item, lot, place, code = goods
        return BalanceKey(item, lot, self.at((place, code)), code, 1)

    def booked(self, key: BalanceKey) -> tuple[int, int]:
        """Units and open finds by the books."""
        row = self.tx.one(f"SELECT qty, found FROM balance WHERE {AT_BALANCE}", **key.bound)
        return (int(row["qty"]), int(row["found"])) if row else (0, 0)

    def note(self, goods: Goods, change: int) -> None:
        """Goods changed without a scan: counts that wait do not know of it."""
        key = self.key(goods)
        if key in self.unbooked:
            self.unbooked[key] += change

    def post(self, move: NewMove) -> None:
        """Book a move that people have made."""
        ledger.post_moves(self.tx, [move], self.house.cause())

    # What people do.

    @rule(what=which, to=which, units=some)
    def receive(self, what: int, to: int, units: int) -> None:
        item, lot = self.house.goods[what % len(self.house.goods)]
        spot = self.spot(to)
        self.post(
            NewMove(
                "receive", item, units, self.house.site.supplier, self.at(spot), lot, 1, "", spot[1]
            )
        )
        self.there[item, lot, *spot] += units

    @rule(what=which, to=which, units=some)
    def carry(self, what: int, to: int, units: int) -> None:
        goods = self.held(what, 1)
        spot = self.spot(to)
        if goods is None or goods[2:] == spot:
            return
        units = min(units, self.there[goods])
        origin = self.key(goods)
        self.post(
            NewMove(
                "move",
                goods[0],
                units,
                origin.place_id,
                self.at(spot),
                goods[1],
                1,
                goods[3],
                spot[1],
            )
        )
        self.there[goods] -= units
        self.there[goods[0], goods[1], *spot] += units

    @rule(what=which, to=which, units=some)
    def carry_without_a_scan(self, what: int, to: int, units: int) -> None:
        goods = self.held(what, units)
        spot = self.spot(to)
        if goods is None or goods[2:] == spot:
            return
        self.there[goods] -= units
        self.note(goods, -units)
        self.there[goods[0], goods[1], *spot] += units
        self.note((goods[0], goods[1], *spot), units)

    @rule(what=which, to=which)
    def carry_all(self, what: int, to: int) -> None:
        """Empty a spot, of which the books may know less; most of all one whose count waits."""
        found = sorted(goods for goods, units in self.there.items() if units > 0)
        waits = [goods for goods in found if goods[2] and self.key(goods) in self.unbooked]
        goods = (waits or found)[what % len(waits or found)] if found else None
        if goods is not None:
            self.carry(found.index(goods), to, self.there[goods])

    @rule(line=which)
    def reserve(self, line: int) -> None:
        self.house.reserve(line)

    @rule(line=which)
    def pin(self, line: int) -> None:
        self.house.pin(line)

    @rule(line=which)
    def unpin(self, line: int) -> None:
        self.house.unpin(line)

    @rule(line=which)
    def cancel(self, line: int) -> None:
        reservations.release_line(self.tx, self.house.lines[line % len(self.house.lines)])

    @rule(pin=which, tote=which, units=some)
    def pick(self, pin: int, tote: int, units: int) -> None:
        """Take what is pinned, as far as it is really there."""
        pins = self.tx.all("SELECT * FROM reservation WHERE place_id > 0 AND qty > 0 ORDER BY id")
        totes = [code for code in CONTAINERS if code not in self.gone]
        if not pins or not totes:
            return
        row, code = pins[pin % len(pins)], totes[tote % len(totes)]
        place = 0 if row["container"] else row["place_id"]
        goods: Goods = (row["item_id"], row["lot_id"], place, row["container"])
        units = min(units, self.there[goods])
        if units <= 0 or code == row["container"]:
            return
        move = NewMove(
            "pick", row["item_id"], units, row["place_id"], self.at((0, code)), row["lot_id"], 1,
            row["container"], code, row["id"], row["order_line_id"],
        )  # fmt: skip
        self.post(move)
        self.there[goods] -= units
        self.there[row["item_id"], row["lot_id"], 0, code] += units

    @rule(what=which)
    def short(self, what: int) -> None:
        goods = self.held(what)
        if goods is not None:
            reservations.mark_short(self.tx, self.key(goods), left=self.there[goods])

    @rule(container=which, to=which)
    def roll(self, container: int, to: int) -> None:
        code = CONTAINERS[container % len(CONTAINERS)]
        if code not in self.gone:
            carrying.move_container(
                self.tx, code, self.real[to % len(self.real)], self.house.cause()
            )

    @rule(container=which, into=which)
    def nest(self, container: int, into: int) -> None:
        """A container is put on another one, as deep as it comes; in a circle it is refused."""
        code, other = (CONTAINERS[n % len(CONTAINERS)] for n in (container, into))
        if not {code, other} & self.gone:
            try:
                carrying.nest_container(self.tx, code, other, self.house.cause())
            except ContainerCycle:
                assert containers.stands_in(self.tx, other, code)

    @rule(container=which)
    def ship(self, container: int) -> None:
        """A container leaves, with what is really in it; what the books have in it besides is lost with it."""
        code = CONTAINERS[container % len(CONTAINERS)]
        if code in self.gone or len(self.gone) == len(CONTAINERS) - 1:
            return
        for other in CONTAINERS:
            if other != code and containers.stands_in(self.tx, other, code):
                carrying.move_container(self.tx, other, self.real[0], self.house.cause())
        self.count_spot((0, code))
        carrying.move_container(self.tx, code, self.house.site.customer, self.house.cause())
        for goods in [goods for goods in self.there if goods[3] == code]:
            del self.there[goods]
        self.gone.add(code)

    @rule(lot=which)
    def recall_or_lift(self, lot: int) -> None:
        self.house.recall(lot)

    @rule(place=which)
    def close_or_open_a_bin(self, place: int) -> None:
        self.house.close_place(place)

    # What the office does.

    @rule(what=which, units=some, reason=st.sampled_from(["damaged", "lost"]))
    def adjust(self, what: int, units: int, reason: str) -> None:
        """Units that are really gone are taken off, if the books have them and no count of them waits."""
        goods = self.held(what, units)
        if goods is None:
            return
        self.tx.now += 1
        wish = Adjustment(*self.key(goods), -units, reason)
        if self.attempt(lambda: desk_moves.adjust(self.tx, self.signer, self.by, wish)):
            self.there[goods] -= units

    @rule(what=which, units=some)
    def send(self, what: int, units: int) -> None:
        goods = self.held(what, units)
        if goods is None:
            return
        self.tx.now += 1
        key, north = self.key(goods), self.north.id
        if self.attempt(lambda: desk_moves.send(self.tx, self.signer, self.by, key, north, units)):
            self.there[goods] -= units
            self.transit[goods[:2]] += units

    # What counters do.

    @rule(what=which)
    def count(self, what: int) -> None:
        goods = self.held(what)
        if goods is not None:
            self.count_spot(goods[2:])

    @rule(place=which)
    def count_and_wait(self, place: int) -> None:
        """A bin is counted, and its differences wait for somebody's name."""
        wrong = [place for place in self.real if self.is_wrong(place)]
        if not wrong:
            return
        place_id = wrong[place % len(wrong)]
        variances.replace(self.tx, place_id)
        self.unbooked = {key: n for key, n in self.unbooked.items() if key.place_id != place_id}
        seen = []
        for key in sorted(self.keys_of((place_id, ""))):
            booked, found = self.booked(key)
            units = self.there[key.item_id, key.lot_id, place_id, ""]
            seen.append(Seen(key, booked, found, units))
            if booked != units:
                self.unbooked[key] = 0
        if seen:
            variances.note(self.tx, 1, Cause(uuid7(), self.house.site.id), seen, "approval")
            variances.hold_missing(self.tx, seen)

    @rule(place=which)
    def approve(self, place: int) -> None:
        """What waited is booked: the bin has what was seen, and what was scanned since."""
        waits = [place_id for place_id in self.real if variances.waiting(self.tx, place_id)]
        if not waits:
            return
        place_id = waits[place % len(waits)]
        lines = variances.waiting(self.tx, place_id)
        settled = variances.settle(self.tx, lines, self.house.cause())
        if settled is None:
            variances.replace(self.tx, place_id)
        else:
            variances.decide(self.tx, lines, None)
            for line in lines:
                key = BalanceKey(line["item_id"], line["lot_id"], place_id, "", 1)
                really = self.there[line["item_id"], line["lot_id"], place_id, ""]
                assert self.booked(key)[0] == really - self.unbooked[key]
        self.unbooked = {key: n for key, n in self.unbooked.items() if key.place_id != place_id}

    @rule(what=which, place=which, to=which, units=some)
    def empty_what_waits(self, what: int, place: int, to: int, units: int) -> None:
        """Goods come unseen, are counted, and are carried on before anybody has decided about the count."""
        self.carry_without_a_scan(what, place % len(self.real), units)
        self.count_and_wait(place)
        self.carry_all(what, to)
        self.approve(place)

    def is_wrong(self, place_id: int) -> bool:
        """Whether the books have something else in a bin than is there."""
        return any(
            self.booked(key)[0] != self.there[key.item_id, key.lot_id, place_id, ""]
            for key in self.keys_of((place_id, ""))
        )

    def keys_of(self, spot: tuple[int, str]) -> set[BalanceKey]:
        """The balances of a spot that the books or the goods know."""
        place_id, code = self.at(spot), spot[1]
        keys = {
            self.key(goods) for goods, units in self.there.items() if units and goods[2:] == spot
        }
        sql = "SELECT item_id, lot_id FROM balance WHERE place_id = :place AND container = :code AND qty > 0"
        for row in self.tx.all(sql, place=place_id, code=code):
            keys.add(BalanceKey(row["item_id"], row["lot_id"], place_id, code, 1))
        return keys

    def count_spot(self, spot: tuple[int, str]) -> None:
        """Say of everything in a spot how much is really there; the books follow at once."""
        place_id = self.at(spot)
        if not spot[1]:
            variances.replace(self.tx, place_id)
            self.unbooked = {key: n for key, n in self.unbooked.items() if key.place_id != place_id}
        for key in sorted(self.keys_of(spot)):
            units = self.there[key.item_id, key.lot_id, *spot]
            ledger.adjust(self.tx, **key.bound, counted_qty=units, cause=self.house.cause())
            assert self.booked(key)[0] == units

    def attempt(self, deed: Any) -> bool:
        """Whether it was allowed; what is refused leaves no trace."""
        try:
            with self.tx.savepoint():
                deed()
        except PickfaceError:
            return False
        return True

    def teardown(self) -> None:
        """Everything is counted: then books and goods agree, in the whole house and in transit."""
        try:
            assert verify(self.tx.all) == []
            for spot in [(place, "") for place in self.real] + [
                (0, code) for code in CONTAINERS if code not in self.gone
            ]:
                self.count_spot(spot)
            sql = "SELECT item_id, SUM(qty) AS qty FROM balance WHERE virtual = 0 AND qty > 0 GROUP BY item_id"
            books = {row["item_id"]: int(row["qty"]) for row in self.tx.all(sql)}
            goods: Counter[int] = Counter()
            for (item, *_), units in self.there.items():
                goods[item] += units
            assert books == {item: units for item, units in goods.items() if units}
            sent = self.tx.all(
                "SELECT b.item_id, b.lot_id, b.qty FROM balance b JOIN place p ON p.id = b.place_id"
                " WHERE p.kind = 'transit' AND b.qty <> 0"
            )
            assert {(row["item_id"], row["lot_id"]): row["qty"] for row in sent} == +self.transit
            assert verify(self.tx.all) == []
        finally:
            self._opened.__exit__(None, None, None)


def play(config: Config, histories: int, commands: int) -> None:
    """Play so many histories of at most so many commands."""
    machine = type("Played", (Warehouse,), {"config": config})
    run_state_machine_as_test(
        machine,
        settings=settings(
            deadline=None,
            max_examples=histories,
            stateful_step_count=commands,
            suppress_health_check=list(HealthCheck),
        ),
    )


@pytest.mark.parametrize("config", ["sqlite"], indirect=True)
def test_any_history_ends_in_books_that_are_as_the_goods(config: Config) -> None:
    play(config, HISTORIES or 25, 100 if HISTORIES else 40)


@pytest.mark.parametrize("config", ["postgresql"], indirect=True)
def test_any_history_ends_in_books_that_are_as_the_goods_in_postgresql(config: Config) -> None:
    play(config, max(4, HISTORIES // 10), 100 if HISTORIES else 25)
