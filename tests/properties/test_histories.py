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
from pickface.departures.leaving import leave, settle_order
from pickface.errors import PickfaceError
from pickface.ids import uuid7
from pickface.orders import splitting
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
        self.done: list[tuple[str, list[tuple[Goods, int]]]] = []

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
        self.shift(((item, lot, *spot), units))

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
        self.shift((goods, -units), ((goods[0], goods[1], *spot), units))

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
        self.shift((goods, -units), ((row["item_id"], row["lot_id"], 0, code), units))

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

    @rule(what=which)
    def undo(self, what: int) -> None:
        """What was scanned last, or before that, is undone, and the goods are carried back; again moves nothing."""
        if not self.done:
            return
        at = -1 - what % min(4, len(self.done))
        event, changes = self.done[at]
        if any(self.there[goods] < units for goods, units in changes if units > 0):
            return
        if {goods[3] for goods, _ in changes} & self.gone:
            return
        if self.attempt(lambda: ledger.reverse_moves(self.tx, event, self.house.cause())):
            for goods, units in changes:
                self.there[goods] -= units
            moved = self.tx.value("SELECT COUNT(*) FROM move")
            self.attempt(lambda: ledger.reverse_moves(self.tx, event, self.house.cause()))
            assert self.tx.value("SELECT COUNT(*) FROM move") == moved, "undone twice"
            del self.done[at]

    @rule(line=which, where=which, units=some)
    def pin_at_dock(self, line: int, where: int, units: int) -> None:
        """What has come in goes straight to an order that waits for it."""
        dock = 4
        self.receive(where, dock, units)
        item, lot = self.house.goods[where % len(self.house.goods)]
        lines = self.tx.all("SELECT id FROM order_line WHERE item_id = :i ORDER BY id", i=item)
        key = BalanceKey(item, lot, self.real[dock], "", 1)
        if lines:
            line_id = lines[line % len(lines)]["id"]
            reservations.pin_at_dock(self.tx, line_id, key, units)

    @rule(what=which, to=which, line=which, units=some)
    def sort(self, what: int, to: int, line: int, units: int) -> None:
        """What a batch took is dealt out into an order's container: nothing that is promised changes by it."""
        full = sorted(goods for goods, n in self.there.items() if n > 0 and goods[3])
        walls = [code for code in CONTAINERS if code not in self.gone]
        if not full:
            return
        goods, code = full[what % len(full)], walls[to % len(walls)]
        lines = self.tx.all(
            "SELECT id FROM order_line WHERE item_id = :item ORDER BY id", item=goods[0]
        )
        if goods[3] == code or not lines:
            return
        units, origin = min(units, self.there[goods]), self.key(goods)
        if self.booked(origin)[0] - units < 0:
            return
        move = NewMove(
            "sort", goods[0], units, origin.place_id, self.at((0, code)), goods[1], 1, goods[3], code, None,
            lines[line % len(lines)]["id"],
        )  # fmt: skip
        self.post(move)
        self.shift((goods, -units), ((goods[0], goods[1], 0, code), units))

    @rule(at=which, kits=st.integers(1, 3))
    def build_kits(self, at: int, kits: int) -> None:
        """Two plain items and a dated one become a kit, where they lie."""
        spots = [goods[2:] for goods in sorted(self.there) if goods[0] == self.house.goods[1][0]]
        if not spots:
            return
        spot = spots[at % len(spots)]
        parts = self.parts_at(spot)
        kits = min(kits, *(self.there[goods] // each for goods, each in parts))
        if kits:
            self.assemble(parts, (self.house.kit, 0, *spot), kits, "build")

    @rule(what=which, to=which)
    def take_a_kit_apart(self, what: int, to: int) -> None:
        kits = sorted(
            goods for goods, n in self.there.items() if n > 0 and goods[0] == self.house.kit
        )
        if kits:
            kit = kits[what % len(kits)]
            self.assemble(self.parts_at(self.spot(to)), kit, 1, "unbuild")

    def parts_at(self, spot: tuple[int, str]) -> list[tuple[Goods, int]]:
        """What goes into one kit."""
        (plain, _), (dated, lot) = self.house.goods[:2]
        return [((plain, 0, *spot), 2), ((dated, lot, *spot), 1)]

    def assemble(self, parts: list[tuple[Goods, int]], kit: Goods, kits: int, kind: str) -> None:
        """Book kits that are made, or taken apart."""
        inside = [(self.key(goods), kits * each) for goods, each in parts]
        whole = [(self.key(kit), kits)]
        sides = (inside, whole) if kind == "build" else (whole, inside)
        self.house.through_assembly(*sides, kind)
        sign = -1 if kind == "build" else 1
        self.shift(*((goods, sign * kits * each) for goods, each in parts), (kit, -sign * kits))

    def shift(self, *changes: tuple[Goods, int]) -> None:
        """Goods have moved by what was booked last."""
        for goods, units in changes:
            self.there[goods] += units
        self.done.append((self.house.events[-1], list(changes)))

    # What becomes of orders.

    def wanted(self) -> dict[int, tuple[int, int]]:
        """By item, what all orders that wait want, and what they are promised."""
        sql = (
            "SELECT ol.item_id, SUM(ol.qty - ol.given_up) AS wants, SUM(COALESCE((SELECT SUM(r.qty + r.taken)"
            " FROM reservation r WHERE r.order_line_id = ol.id), 0)) AS has"
            " FROM order_line ol GROUP BY ol.item_id"
        )
        return {row["item_id"]: (int(row["wants"]), int(row["has"])) for row in self.tx.all(sql)}

    def waiting_orders(self) -> list[int]:
        """Orders that nobody on the floor is at: nothing is pinned for them, or taken."""
        sql = (
            "SELECT id FROM orders o WHERE state = 'open' AND NOT EXISTS (SELECT 1 FROM reservation r"
            " JOIN order_line ol ON ol.id = r.order_line_id WHERE ol.order_id = o.id"
            " AND (r.place_id > 0 OR r.taken > 0)) AND EXISTS"
            " (SELECT 1 FROM order_line ol WHERE ol.order_id = o.id) ORDER BY id"
        )
        return [row["id"] for row in self.tx.all(sql)]

    @rule(order=which, line=which, units=some)
    def split_an_order(self, order: int, line: int, units: int) -> None:
        orders = self.waiting_orders()
        if not orders:
            return
        order_id, before = orders[order % len(orders)], self.wanted()
        lines = self.tx.all("SELECT id FROM order_line WHERE order_id = :o ORDER BY id", o=order_id)
        parts = {lines[line % len(lines)]["id"]: units}
        site = self.house.site.id
        self.attempt(lambda: splitting.split(self.tx, site, order_id, parts, self.by["id"]))
        assert self.wanted() == before
        self.learn_lines()

    @rule(order=which, other=which)
    def merge_orders(self, order: int, other: int) -> None:
        orders, before = self.waiting_orders(), self.wanted()
        if not orders:
            return
        one, two = orders[order % len(orders)], orders[other % len(orders)]
        site = self.house.site.id
        self.attempt(lambda: splitting.merge(self.tx, site, one, two, self.by["id"]))
        assert self.wanted() == before

    def learn_lines(self) -> None:
        """Lines that came of a split are worked like the others."""
        self.house.lines = [
            row["id"] for row in self.tx.all("SELECT id FROM order_line ORDER BY id")
        ]

    @rule(container=which, order=which)
    def leave_by_truck(self, container: int, order: int) -> None:
        """A parcel is loaded, stands at the door, and leaves with its truck: its goods are the order's, or nobody's."""
        code = CONTAINERS[container % len(CONTAINERS)]
        if code in self.gone or len(self.gone) == len(CONTAINERS) - 1:
            return
        for other in CONTAINERS:
            if other != code and containers.stands_in(self.tx, other, code):
                carrying.move_container(self.tx, other, self.real[0], self.house.cause())
        self.count_spot((0, code))
        door = self.house.places[4]
        carrying.move_container(self.tx, code, door, self.house.cause())
        orders = [row["id"] for row in self.tx.all("SELECT id FROM orders ORDER BY id")]
        site, order_id = self.house.site.id, orders[order % len(orders)]
        leave(self.tx, site, order_id, code, self.house.cause())
        settle_order(self.tx, site, order_id)
        over = "SELECT id FROM order_line WHERE shipped > qty - given_up"
        assert self.tx.all(over) == [], "more has left than was wanted"
        for goods in [goods for goods in self.there if goods[3] == code]:
            del self.there[goods]
        self.gone.add(code)

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
