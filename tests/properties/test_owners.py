"""Whatever comes, is ordered and is lost, in whatever order: an owner is served from its own goods alone."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pickface.config import Config
from pickface.db import Tx
from pickface.errors import PickfaceError
from pickface.orders.forms import OrderForm, OrderLineForm
from pickface.orders.service import create_order
from pickface.owners.forms import OwnerForm
from pickface.owners.service import create_owner
from pickface.stock import reservations
from pickface.stock.ledger import BalanceKey, adjust
from pickface.stock.verify import verify
from tests import builders as b
from tests.properties.test_stock import transaction

owners = st.integers(0, 2)
units = st.integers(1, 6)
STEPS = st.one_of(
    st.tuples(st.just("come"), owners, st.integers(0, 2), units),
    st.tuples(st.just("order"), owners, units),
    st.tuples(st.just("again"), st.integers(0, 9)),
    st.tuples(st.just("pin"), st.integers(0, 9)),
    st.tuples(st.just("unpin"), st.integers(0, 9)),
    st.tuples(st.just("let_go"), st.integers(0, 9)),
    st.tuples(st.just("lose"), owners, st.integers(0, 2), units),
)
_PROMISED_WRONGLY = """
SELECT r.id FROM reservation r JOIN order_line l ON l.id = r.order_line_id JOIN orders o ON o.id = l.order_id
WHERE r.owner_id <> o.owner_id
"""
_LEVELS = "SELECT owner_id, on_hand, reserved, pickable - reserved - unreservable AS available FROM stock_level"


class Shelves:
    """Three bins in which goods of three owners lie, all of one item, and a model that only counts."""

    def __init__(self, tx: Tx) -> None:
        self.tx = tx
        self.site = b.make_site(tx)
        self.item = b.make_item(tx, "TEA")
        self.bins = [b.make_place(tx, self.site.id, f"A-0{n}-01") for n in (1, 2, 3)]
        self.owners = [
            1,
            *(create_owner(tx, OwnerForm(code=one, name=one)) for one in ("ACME", "BOLT")),
        ]
        self.has: Counter[int] = Counter()
        self.lines: list[int] = []

    def come(self, owner: int, where: int, qty: int) -> None:
        whose = self.owners[owner]
        b.stock_up(self.tx, self.site, self.item, self.bins[where], qty, owner_id=whose)
        self.has[whose] += qty

    def order(self, owner: int, qty: int) -> None:
        form = OrderForm(
            number=str(len(self.lines)),
            owner=self.owners[owner],
            lines=[OrderLineForm(item="TEA", qty=qty)],
        )
        made, _ = create_order(self.tx, self.site.id, form)
        self.lines.append(
            int(self.tx.value("SELECT id FROM order_line WHERE order_id = :id", id=made))
        )

    def again(self, line: int) -> None:
        if self.lines:
            reservations.reserve_line(self.tx, self.lines[line % len(self.lines)])

    def pin(self, line: int) -> None:
        if self.lines:
            reservations.pin_line(self.tx, self.lines[line % len(self.lines)])

    def unpin(self, line: int) -> None:
        if self.lines:
            pins = reservations.pins_of_line(self.tx, self.lines[line % len(self.lines)])
            reservations.unpin(self.tx, [pin.reservation for pin in pins])

    def let_go(self, line: int) -> None:
        if self.lines:
            reservations.release_line(self.tx, self.lines[line % len(self.lines)])

    def lose(self, owner: int, where: int, qty: int) -> None:
        key = BalanceKey(self.item, 0, self.bins[where], "", self.owners[owner])
        there = self.tx.value(
            "SELECT COALESCE(SUM(qty), 0) FROM balance WHERE item_id = :item_id AND lot_id = :lot_id "
            "AND place_id = :place_id AND container = :container AND owner_id = :owner_id",
            **key.bound,
        )
        gone = min(qty, int(there))
        if gone:
            adjust(self.tx, **key.bound, delta=-gone, kind="adjust", cause=b.because(self.site))
            self.has[key.owner_id] -= gone

    def look(self) -> None:
        """Nobody is promised what is another's, and each owner has what the model counts."""
        assert self.tx.all(_PROMISED_WRONGLY) == []
        levels = {row["owner_id"]: row for row in self.tx.all(_LEVELS)}
        promised: Counter[int] = Counter()
        for row in self.tx.all(
            "SELECT owner_id, SUM(qty) AS qty FROM reservation GROUP BY owner_id"
        ):
            promised[row["owner_id"]] = int(row["qty"])
        for owner in self.owners:
            level = levels.get(owner, {"on_hand": 0, "reserved": 0, "available": 0})
            assert level["on_hand"] == self.has[owner]
            assert level["reserved"] == promised[owner]
            assert level["available"] == self.has[owner] - promised[owner]

    def serve_all(self) -> None:
        """Everybody who waits asks again: then whoever still waits does so since its own owner has no more."""
        reservations.rereserve(self.tx, sorted(self.lines))
        waiting = self.tx.all(
            "SELECT DISTINCT o.owner_id FROM order_line l JOIN orders o ON o.id = l.order_id WHERE l.qty > "
            "(SELECT COALESCE(SUM(r.qty), 0) FROM reservation r WHERE r.order_line_id = l.id)"
        )
        available = {row["owner_id"]: row["available"] for row in self.tx.all(_LEVELS)}
        assert all(available.get(row["owner_id"], 0) == 0 for row in waiting)


@pytest.mark.both
@settings(max_examples=40, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(steps=st.lists(STEPS, min_size=4, max_size=30))
def test_each_owner_is_served_from_its_own_goods_alone(
    config: Config, steps: list[tuple[Any, ...]]
) -> None:
    with transaction(config) as tx:
        shelves = Shelves(tx)
        for name, *arguments in steps:
            try:
                with tx.savepoint():
                    getattr(shelves, name)(*arguments)
            except PickfaceError:
                pass
            shelves.look()
        shelves.serve_all()
        shelves.look()
        assert verify(tx.all) == []
