"""Whatever people do, in whatever order, the books stay right."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any

import psycopg
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from psycopg.rows import dict_row

from pickface.config import Config
from pickface.db import Tx, clock, connect_sqlite
from pickface.errors import PickfaceError
from pickface.stock import containers, cost_changes, reservations
from pickface.stock.as_of import as_of
from pickface.stock.building import build_moves, units_from
from pickface.stock.carrying import empty_container, move_container, nest_container
from pickface.stock.cost_changes import BY, Said
from pickface.stock.ledger import (
    BalanceKey,
    Cause,
    NewMove,
    UndoTooLate,
    adjust,
    post_moves,
    reconsider,
    reverse_moves,
)
from pickface.stock.shortfall import shortfall
from pickface.stock.snapshots import append, next_snapshots
from pickface.stock.verify import verify
from tests import builders as b

CONTAINERS = ("T0001", "T0002", "P0001", "P0002")
WORK_ORDER = 77
"""The task of the work order that all kits are made by."""
small = st.integers(0, 7)
which = st.integers(0, 30)
STEPS = st.one_of(
    st.tuples(st.just("move"), which, which, which, st.integers(1, 7), st.booleans()),
    st.tuples(st.just("receive"), which, which, st.integers(1, 9)),
    st.tuples(st.just("buy"), which, which, st.integers(1, 9)),
    st.tuples(st.just("pick"), which, st.integers(1, 5), which),
    st.tuples(st.just("pick_anywhere"), which, which, st.integers(1, 5), which),
    st.tuples(st.just("reserve"), which),
    st.tuples(st.just("release"), which),
    st.tuples(st.just("pin"), which),
    st.tuples(st.just("pin_at_dock"), which, which, st.integers(1, 7)),
    st.tuples(st.just("unpin"), which),
    st.tuples(st.just("follow"), which),
    st.tuples(st.just("short"), which, small),
    st.tuples(st.just("count"), which, small),
    st.tuples(st.just("change"), which, st.integers(-6, 6)),
    st.tuples(st.just("roll"), which, which),
    st.tuples(st.just("nest"), which, which),
    st.tuples(st.just("empty"), which, which),
    st.tuples(st.just("merge"), which, which),
    st.tuples(st.just("weigh"), which, which),
    st.tuples(st.just("undo"), which),
    st.tuples(st.just("assemble"), which, which, st.integers(1, 4)),
    st.tuples(st.just("take_apart"), which, which, st.integers(1, 4)),
    st.tuples(st.just("recall"), which),
    st.tuples(st.just("close_place"), which),
    st.tuples(st.just("land"), which, st.integers(-500, 5_000)),
    st.tuples(st.just("name"), which, st.integers(0, 900)),
)


@dataclass
class House:
    """A small warehouse in an open transaction, and everything that can happen in it."""

    tx: Tx
    site: b.Site
    goods: list[tuple[int, int]]
    places: list[int]
    lines: list[int]
    ordered: list[tuple[int, int]]
    kit: int
    assembly: int
    events: list[str] = field(default_factory=list)

    def cause(self) -> Cause:
        self.tx.now += 1
        cause = b.because(self.site)
        self.events.append(cause.id)
        return cause

    def spot(self, n: int) -> tuple[int, str]:
        """A place, or a container where it stands."""
        n %= len(self.places) + len(CONTAINERS)
        if n < len(self.places):
            return self.places[n], ""
        code = CONTAINERS[n - len(self.places)]
        found = self.tx.value("SELECT place_id FROM container WHERE code = :code", code=code)
        return (found, code) if found != self.site.customer else (found, "")

    def key(self, n: int) -> BalanceKey:
        keys = self.tx.all(
            "SELECT b.item_id, b.lot_id, b.place_id, b.container, b.owner_id FROM balance b"
            " LEFT JOIN container c ON c.code = b.container"
            " WHERE b.virtual = 0 AND (b.container = '' OR c.place_id = b.place_id)"
            " ORDER BY b.item_id, b.lot_id, b.place_id, b.container"
        )
        if not keys:
            return BalanceKey(*self.goods[0], self.places[0], "", 1)
        return BalanceKey(**dict(keys[n % len(keys)]))

    def move(self, what: int, start: int, end: int, qty: int, along: bool) -> None:
        item_id, lot_id = self.goods[what % len(self.goods)]
        (origin, from_container), (goal, to_container) = self.spot(start), self.spot(end)
        moves = [
            NewMove(
                "move",
                item_id,
                qty,
                origin,
                goal,
                lot_id,
                1,
                from_container,
                to_container,
                weight_g=qty,
            )
        ]
        if along:
            moves.append(
                NewMove("move", item_id, 1, goal, self.site.floor, lot_id, 1, to_container)
            )
        post_moves(self.tx, moves, self.cause())

    def receive(self, what: int, end: int, qty: int) -> None:
        item_id, lot_id = self.goods[what % len(self.goods)]
        goal, container = self.spot(end)
        move = NewMove("receive", item_id, qty, self.site.supplier, goal, lot_id, 1, "", container)
        post_moves(self.tx, [move], self.cause())

    def buy(self, what: int, end: int, qty: int) -> None:
        """Receive what was ordered, at a price, at one in dollars, or at none."""
        line, item_id = self.ordered[what % len(self.ordered)]
        lots = [lot for item, lot in self.goods if item == item_id]
        goal, container = self.spot(end)
        if goal != self.site.customer:
            move = NewMove(
                "receive", item_id, qty, self.site.supplier, goal, lots[what % len(lots)],
                to_container=container, purchase_order_line_id=line,
            )  # fmt: skip
            post_moves(self.tx, [move], self.cause())

    def pick(self, pin: int, qty: int, tote: int) -> None:
        """Take what is pinned, perhaps more, perhaps after the pin was released."""
        pins = self.tx.all("SELECT * FROM reservation WHERE place_id > 0 ORDER BY id")
        if pins:
            row = pins[pin % len(pins)]
            self._take(row, row["lot_id"], row["place_id"], row["container"], qty, tote, row["id"])

    def pick_anywhere(self, line: int, spot: int, qty: int, tote: int) -> None:
        """Take for a line from a bin that it is not pinned to."""
        line_id = self.lines[line % len(self.lines)]
        row = self.tx.one(
            "SELECT id AS order_line_id, item_id FROM order_line WHERE id = :id", id=line_id
        )
        lots = [lot for item, lot in self.goods if item == row["item_id"]]
        place, container = self.spot(spot)
        self._take(row, lots[spot % len(lots)], place, container, qty, tote, None)

    def _take(
        self, row: Any, lot: int, place: int, container: str, qty: int, tote: int, pin: Any
    ) -> None:
        code = CONTAINERS[tote % 2]
        goal = self.tx.value("SELECT place_id FROM container WHERE code = :code", code=code)
        move = NewMove(
            "pick",
            row["item_id"],
            qty,
            place,
            goal,
            lot,
            1,
            container,
            code,
            pin,
            row["order_line_id"],
        )
        post_moves(self.tx, [move], self.cause())

    def reserve(self, line: int) -> None:
        reservations.reserve_line(self.tx, self.lines[line % len(self.lines)])

    def release(self, line: int) -> None:
        reservations.release_line(self.tx, self.lines[line % len(self.lines)])

    def pin(self, line: int) -> None:
        reservations.pin_line(self.tx, self.lines[line % len(self.lines)], task_id=7)

    def pin_at_dock(self, line: int, where: int, qty: int) -> None:
        """What has just come in is for a line that waits; in a bin it is not, nor is more than it wants."""
        line_id, key = self.lines[line % len(self.lines)], self.key(where)
        about = self.tx.one("SELECT item_id FROM order_line WHERE id = :id", id=line_id)
        if about["item_id"] == key.item_id:
            reservations.pin_at_dock(self.tx, line_id, key, qty)

    def unpin(self, line: int) -> None:
        pins = reservations.pins_of_line(self.tx, self.lines[line % len(self.lines)])
        reservations.unpin(self.tx, [pin.reservation for pin in pins])

    def follow(self, where: int) -> None:
        """A bin was refilled: pins elsewhere come to it."""
        reservations.follow(self.tx, self.key(where), self.site.id)

    def short(self, where: int, left: int) -> None:
        reservations.mark_short(self.tx, self.key(where), left)

    def count(self, where: int, qty: int) -> None:
        adjust(self.tx, **self.key(where).bound, counted_qty=qty, cause=self.cause())

    def change(self, where: int, delta: int) -> None:
        adjust(self.tx, **self.key(where).bound, delta=delta, cause=self.cause(), kind="adjust")

    def assemble(self, start: int, end: int, qty: int) -> None:
        """Kits of two plain items and a dated one, out of what lies at a spot."""
        origin, goal = self.spot(start), self.spot(end)
        held, (plain, _), (dated, lot) = self.held(*origin), *self.goods[:2]
        parts = units_from(held, 2 * qty, BalanceKey(plain, 0, *origin, 1))
        parts += units_from(held, qty, BalanceKey(dated, lot, *origin, 1))
        kits = [(BalanceKey(self.kit, 0, *goal, 1), qty)]
        self.through_assembly(parts, kits, "build")

    def take_apart(self, start: int, end: int, qty: int) -> None:
        """Kits at a spot become their components at another."""
        origin, goal = self.spot(start), self.spot(end)
        (plain, _), (dated, lot) = self.goods[:2]
        gone = units_from(self.held(*origin), qty, BalanceKey(self.kit, 0, *origin, 1))
        out = [(BalanceKey(plain, 0, *goal, 1), 2 * qty), (BalanceKey(dated, lot, *goal, 1), qty)]
        self.through_assembly(gone, out, "unbuild")

    def held(self, place: int, container: str) -> list[tuple[BalanceKey, int]]:
        """What lies at a spot."""
        found = self.tx.all(
            "SELECT item_id, lot_id, place_id, container, owner_id, qty FROM balance WHERE place_id = :place"
            " AND container = :container AND virtual = 0 AND qty > 0 ORDER BY item_id, lot_id",
            place=place,
            container=container,
        )
        return [(BalanceKey(*tuple(dict(one).values())[:5]), one["qty"]) for one in found]

    def through_assembly(
        self,
        goes_in: Sequence[tuple[BalanceKey, int]],
        comes_out: Sequence[tuple[BalanceKey, int]],
        kind: str,
    ) -> None:
        ends = {key.place_id for key, _ in (*goes_in, *comes_out)}
        if self.site.customer in ends:
            return
        moves = build_moves(goes_in, comes_out, self.assembly, kind)
        post_moves(self.tx, moves, replace(self.cause(), task_id=WORK_ORDER))

    def land(self, order: int, amount: int) -> None:
        """Freight of a purchase order is told."""
        by = {"id": 1, "site_id": self.site.id}
        orders = [
            row["purchase_order_id"]
            for row in self.tx.all("SELECT purchase_order_id FROM purchase_order_line ORDER BY id")
        ]
        of, way = orders[order % len(orders)], BY[order % 3]
        said = Said(amount, "EUR" if amount % 2 else "USD", "freight")
        cost_changes.land(self.tx, by, of, said, way)

    def name(self, what: int, price: int) -> None:
        """Somebody remembers what goods cost: of one layer, or of all that nobody knew it of."""
        layers = self.tx.all("SELECT id, item_id FROM cost_layer ORDER BY id")
        layer = layers[what % len(layers)]
        by, one = {"id": 1, "site_id": self.site.id}, layer["id"] if what % 3 else 0
        cost_changes.name_cost(self.tx, by, layer["item_id"], Said(price, "EUR"), one)

    def roll(self, container: int, place: int) -> None:
        code = CONTAINERS[container % len(CONTAINERS)]
        move_container(self.tx, code, self.places[place % len(self.places)], self.cause())

    def nest(self, container: int, into: int) -> None:
        """Put a container on another one; in a circle it is refused."""
        code, other = (CONTAINERS[n % len(CONTAINERS)] for n in (container, into))
        nest_container(self.tx, code, other, self.cause())

    def empty(self, container: int, place: int) -> None:
        code = CONTAINERS[container % len(CONTAINERS)]
        empty_container(self.tx, code, self.places[place % len(self.places)], self.cause())

    def merge(self, container: int, into: int) -> None:
        code, other = (CONTAINERS[n % len(CONTAINERS)] for n in (container, into))
        place = self.tx.value("SELECT place_id FROM container WHERE code = :code", code=other)
        empty_container(self.tx, code, place, self.cause(), into=other)

    def weigh(self, container: int, grams: int) -> None:
        containers.weighed(self.tx, CONTAINERS[container % len(CONTAINERS)], grams, self.cause())

    def undo(self, event: int) -> None:
        if self.events:
            reverse_moves(self.tx, self.events[-1 - event % len(self.events)], self.cause())

    def recall(self, lot: int) -> None:
        lot_id = self.goods[lot % len(self.goods)][1]
        self.tx.run(
            "UPDATE lot SET recalled_at = CASE WHEN recalled_at IS NULL THEN 1 END WHERE id = :id AND id > 0",
            id=lot_id,
        )
        if lot_id:
            reconsider(self.tx, self.cause(), lot_id=lot_id)

    def close_place(self, place: int) -> None:
        place_id = self.places[place % 3]
        self.tx.run("UPDATE place SET pickable = 1 - pickable WHERE id = :id", id=place_id)
        reconsider(self.tx, self.cause(), place_id=place_id)


def build(tx: Tx) -> House:
    site = b.make_site(tx)
    plain = b.make_item(tx, "PLAIN", weight_g=350)
    dated = b.make_item(tx, "DATED", tracking="lot_expiry", weight_g=90)
    lots = [
        b.make_lot(tx, dated, "EARLY", "2090-01-01"),
        b.make_lot(tx, dated, "LATE", "2091-01-01"),
        b.make_lot(tx, dated, "unknown"),
    ]
    places = [b.make_place(tx, site.id, f"A-0{n}-01") for n in (1, 2, 3)]
    places += [
        b.make_place(tx, site.id, "Q", kind="quarantine"),
        b.make_place(tx, site.id, "DOCK", kind="dock"),
        site.floor,
        site.customer,
    ]
    for code in CONTAINERS:
        b.make_container(tx, code, site.floor)
    lines = [
        line
        for day, (item, lot, qty) in enumerate(
            [(plain, 0, 5), (plain, 0, 3), (dated, 0, 6), (dated, lots[1], 4), (plain, 0, 20)]
        )
        for line in b.make_order(
            tx,
            site.id,
            [{"item_id": item, "lot_id": lot, "qty": qty}],
            ship_by=tx.now + day * b.DAY_MS,
        ).lines
    ]
    goods = [(plain, 0), *((dated, lot) for lot in lots), (plain, 0)]
    supplier = b.make_supplier(tx)
    ordered = [
        (b.make_purchase_order(tx, site.id, supplier, [(item, 9)], currency=money).lines[0], item)
        for item in (plain, dated)
        for money in ("EUR", "USD", "EUR", "JPY")
    ]
    for price, (line, _) in enumerate(ordered[:-1]):
        tx.run(
            "UPDATE purchase_order_line SET price_minor = :price WHERE id = :id",
            price=price * 333 + 1,
            id=line,
        )
    b.make_rate(tx, site.id, "USD", "0.87654321")
    tx.insert("pick_face", site_id=site.id, place_id=places[1], item_id=plain, min_qty=2, max_qty=9)
    kit = b.make_item(tx, "KIT", kit="built")
    assembly = b.make_place(tx, site.id, "ASSEMBLY", kind="assembly", virtual=1)
    made = tx.insert(
        "work_order", site_id=site.id, number="WO-1", kind="build", item_id=kit, qty=9, place_id=site.floor,
        task_id=WORK_ORDER, made_at=0,
    )  # fmt: skip
    for item, qty in ((plain, 2), (dated, 1)):
        tx.run(
            "INSERT INTO work_order_part (work_order_id, item_id, qty) VALUES (:order, :item, :qty)",
            order=made,
            item=item,
            qty=qty,
        )
    house = House(tx, site, goods, places, lines, ordered, kit, assembly)
    for what in range(3):
        house.receive(what, what, 6)
    return house


@contextmanager
def transaction(config: Config) -> Iterator[Tx]:
    """A transaction that is never committed, so that each example begins with an empty database."""
    if config.url.startswith("sqlite"):
        connection: Any = connect_sqlite(config.url.removeprefix("sqlite:///"))
        connection.execute("BEGIN IMMEDIATE")
        cursor: Any = connection.cursor()
    else:
        connection = psycopg.connect(config.database_url, row_factory=dict_row)
        cursor = connection.cursor()
    try:
        yield Tx(
            cursor,
            "sqlite" if isinstance(connection, sqlite3.Connection) else "postgresql",
            clock(),
        )
    finally:
        connection.rollback()
        connection.close()


def live(config: Config, steps: list[tuple[Any, ...]], every: bool) -> None:
    """Do the steps; what is refused must leave no trace."""
    with transaction(config) as tx:
        house = build(tx)
        for name, *arguments in steps:
            try:
                with tx.savepoint():
                    getattr(house, name)(*arguments)
            except PickfaceError:
                pass
            if every:
                assert verify(tx.all) == [], name
        assert verify(tx.all) == []
        too_much = tx.all(
            "SELECT l.id FROM order_line l JOIN reservation r ON r.order_line_id = l.id GROUP BY l.id, l.qty"
            " HAVING SUM(r.qty) > 0 AND SUM(r.qty + r.taken) > l.qty"
        )
        assert too_much == []


def everything(tx: Tx) -> dict[BalanceKey, int]:
    """Every balance, virtual ones too."""
    found = tx.all(
        "SELECT item_id, lot_id, place_id, container, owner_id, qty FROM balance WHERE qty <> 0"
    )
    return {
        BalanceKey(*[row[name] for name in BalanceKey._fields]): int(row["qty"]) for row in found
    }


def remembered(tx: Tx, until: str) -> dict[BalanceKey, int]:
    """Every balance as it is reckoned to have been after a move."""
    return {
        BalanceKey(
            item["id"], row["lot_id"], row["place_id"], row["container"], row["owner_id"]
        ): int(row["qty"])
        for item in tx.all("SELECT id FROM item WHERE id > 0")
        for row in as_of(tx.all, item["id"], until)
    }


def worth(tx: Tx) -> list[tuple[Any, ...]]:
    """What everything is worth, and the layers that anything is left of."""
    return [
        tuple(dict(row).values())
        for row in [
            *tx.all(
                "SELECT item_id, site_id, qty, known_qty, fifo_minor, average_minor FROM stock_value"
                " WHERE qty > 0 ORDER BY item_id"
            ),
            *tx.all(
                "SELECT id, qty_in, qty, known, base_minor, value_minor FROM cost_layer WHERE qty > 0 ORDER BY id"
            ),
        ]
    ]


def standing(tx: Tx) -> list[Any]:
    """Where every container is and what is in it, promises and holds included, and who is promised what from where."""
    return [
        tuple(dict(row).values())
        for row in [
            *tx.all("SELECT code, place_id, parent, state, weight_g FROM container ORDER BY code"),
            *tx.all(
                "SELECT item_id, lot_id, place_id, container, qty, pinned, unreservable, found FROM balance"
                " WHERE virtual = 0 AND qty > 0 ORDER BY item_id, lot_id, place_id, container"
            ),
            *tx.all(
                "SELECT item_id, pickable, reserved, unreservable FROM stock_level ORDER BY item_id"
            ),
        ]
    ]


def promised(tx: Tx) -> list[Any]:
    """How much is promised and held of each item."""
    return [
        tuple(dict(row).values())
        for row in [
            *tx.all("SELECT item_id, SUM(qty) FROM reservation GROUP BY item_id ORDER BY item_id"),
            *tx.all(
                "SELECT item_id, SUM(pinned), SUM(unreservable) FROM balance GROUP BY item_id ORDER BY item_id"
            ),
        ]
    ]


WITH_CONTAINERS = st.one_of(
    *(
        st.tuples(st.just(name), which, st.integers(0, 3))
        for name in ("roll", "nest", "empty", "merge", "weigh")
    )
)


@pytest.mark.parametrize("config", ["sqlite"], indirect=True)
@given(steps=st.lists(STEPS | WITH_CONTAINERS, min_size=3, max_size=20))
@settings(
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    max_examples=60,
)
def test_what_was_done_with_a_container_is_undone_exactly(config: Config, steps: list[Any]) -> None:
    """Nothing of it yields on the way back, unless goods had to leave their promises behind when it was done."""
    with transaction(config) as tx:
        house = build(tx)
        for name, *arguments in steps:
            before, promises = standing(tx), promised(tx)
            try:
                with tx.savepoint():
                    getattr(house, name)(*arguments)
                    if name not in {"roll", "nest", "empty", "merge", "weigh"}:
                        continue
                    kept = promised(tx) == promises
                    with tx.savepoint():
                        reverse_moves(tx, house.events[-1], house.cause())
                        assert not kept or standing(tx) == before, name
                        assert verify(tx.all) == []
                        raise UndoTooLate("what was tried is not kept")
            except PickfaceError:
                pass


@pytest.mark.parametrize("config", ["sqlite"], indirect=True)
@given(steps=st.lists(STEPS, min_size=3, max_size=15))
@settings(
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    max_examples=60,
)
def test_an_undo_gives_back_what_everything_was_worth(config: Config, steps: list[Any]) -> None:
    with transaction(config) as tx:
        house = build(tx)
        for name, *arguments in steps:
            before, events = worth(tx), len(house.events)
            try:
                with tx.savepoint():
                    getattr(house, name)(*arguments)
                    if name == "undo" or len(house.events) == events:
                        continue
                    with tx.savepoint():
                        reverse_moves(tx, house.events[-1], house.cause())
                        assert worth(tx) == before, name
                        assert verify(tx.all) == []
                        raise UndoTooLate("what was tried is not kept")
            except PickfaceError:
                pass


@given(steps=st.lists(STEPS, max_size=20), many=st.integers(1, 7))
@settings(
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    max_examples=20,
)
def test_as_of_any_move_is_what_the_books_had_behind_it(
    config: Config, steps: list[Any], many: int
) -> None:
    with transaction(config) as tx:
        house = build(tx)
        had: dict[str, dict[BalanceKey, int]] = {}
        for name, *arguments in steps:
            try:
                with tx.savepoint():
                    getattr(house, name)(*arguments)
            except PickfaceError:
                pass
            had[tx.value("SELECT MAX(id) FROM move")] = everything(tx)
        last = max(had, default="")
        items = [one["id"] for one in tx.all("SELECT id FROM item WHERE id > 0")]
        while (made := next_snapshots(tx.all, items, last, many))[0]:
            append(tx, made)
        for until, balances in had.items():
            assert remembered(tx, until) == balances
        assert verify(tx.all) == []


fixed = settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


# A kit that was taken apart without being there, and is made after all.
MADE_AFTER_ALL = [("pick_anywhere", 0, 0, 1, 0), ("take_apart", 4, 0, 1), ("assemble", 0, 15, 1)]


@pytest.mark.parametrize("config", ["sqlite"], indirect=True)
@example(steps=MADE_AFTER_ALL)
@given(steps=st.lists(STEPS, max_size=25))
@settings(fixed, max_examples=150)
def test_any_sequence_of_events_leaves_the_books_right(config: Config, steps: list[Any]) -> None:
    live(config, steps, every=True)


@pytest.mark.parametrize("config", ["postgresql"], indirect=True)
@given(steps=st.lists(STEPS, min_size=5, max_size=20))
@settings(fixed, max_examples=20)
def test_any_sequence_of_events_leaves_the_books_right_in_postgresql(
    config: Config, steps: list[Any]
) -> None:
    live(config, steps, every=False)


@given(qty=small, pinned=small, held=small, taken=st.integers(1, 12), own=small)
def test_what_gives_way_is_just_enough(
    qty: int, pinned: int, held: int, taken: int, own: int
) -> None:
    pinned = min(pinned, qty)
    held = min(held, qty - pinned)
    own = min(own, pinned, taken)
    gives = shortfall(qty, pinned, held, taken, own)
    left = qty + gives.find - taken
    assert left == max(0, qty - taken)
    assert pinned - own - gives.pins >= 0
    assert held - gives.held >= 0
    assert (pinned - own - gives.pins) + (held - gives.held) <= left
    # Nobody's pin gives way while something is merely held, and nothing at all while units are free.
    assert gives.pins == 0 or gives.held == held
    assert gives.held == 0 or (pinned - own) + (held - gives.held) == left or gives.pins
