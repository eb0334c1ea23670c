"""What a scan costs does not grow with the warehouse: every statement finds its rows by an index."""

from __future__ import annotations

from typing import Any

import pytest

from pickface.config import Config
from pickface.db import Tx, clock, connect_sqlite
from pickface.stock.carrying import move_container
from pickface.stock.ledger import (
    BalanceKey,
    NewMove,
    adjust,
    post_moves,
    reverse_moves,
)
from pickface.stock.reservations import (
    mark_short,
    pin_line,
    release_line,
    reserve_line,
    unpin,
)
from tests import builders as b

GROWING = (
    "balance", "reservation", "move", "stock_level", "order_line", "orders", "lot", "place", "cost_layer",
    "cost_entry", "stock_value", "exchange_rate", "purchase_order_line",
)  # fmt: skip


class Explained(Tx):
    """A transaction that asks how the database would find the rows of each statement."""

    def __init__(self, cursor: Any) -> None:
        super().__init__(cursor, "sqlite", clock())
        self.scans: set[str] = set()

    def run(self, sql: str, **params: Any) -> int:
        for row in self._cursor.execute(f"EXPLAIN QUERY PLAN {sql}", params).fetchall():
            words = row["detail"].split()
            alias = words[1] if words[0] == "SCAN" else ""
            if alias in {*GROWING, "b", "e", "r", "m", "f", "l", "o", "p"}:
                self.scans.add(f"{row['detail']}: {sql}")
        return super().run(sql, **params)


@pytest.mark.parametrize("config", ["sqlite"], indirect=True)
def test_no_statement_reads_a_whole_table(config: Config) -> None:
    connection = connect_sqlite(config.url.removeprefix("sqlite:///"))
    connection.execute("BEGIN")
    tx = Explained(connection.cursor())
    site = b.make_site(tx)
    item, place = b.make_item(tx), b.make_place(tx, site.id, "A-01-01")
    other = b.make_place(tx, site.id, "A-02-01")
    b.make_container(tx, "T0001", site.floor)
    lot = b.make_lot(tx, item, "L1", "2090-01-01")
    b.stock_up(tx, site, item, place, 10, lot_id=lot)
    lines = b.make_order(tx, site.id, [(item, 3), {"item_id": item, "qty": 3, "lot_id": lot}]).lines
    for line in lines:
        reserve_line(tx, line)
        [pin] = pin_line(tx, line, task_id=1)
    cause = b.because(site)
    pick = NewMove(
        "pick", item, 3, place, site.floor, lot, to_container="T0001",
        reservation_id=pin.reservation, order_line_id=lines[1],
    )  # fmt: skip
    post_moves(tx, [pick], cause)
    reverse_moves(tx, cause.id, b.because(site))
    mark_short(tx, BalanceKey(item, lot, place, "", 1), 2)
    adjust(tx, item_id=item, lot_id=lot, place_id=place, counted_qty=8, cause=b.because(site))
    reserve_line(tx, lines[0])
    unpin(tx, [each.reservation for each in pin_line(tx, lines[0])])
    post_moves(tx, [NewMove("move", item, 9, place, other, lot)], b.because(site))
    post_moves(tx, [NewMove("move", item, 2, site.supplier, place, lot)], b.because(site))
    post_moves(
        tx, [NewMove("move", item, 6, other, site.floor, lot, 1, "", "T0001")], b.because(site)
    )
    move_container(tx, "T0001", other, b.because(site))
    supplier = b.make_supplier(tx)
    [bought] = b.make_purchase_order(tx, site.id, supplier, [(item, 5)], currency="USD").lines
    tx.run("UPDATE purchase_order_line SET price_minor = 250 WHERE id = :id", id=bought)
    b.make_rate(tx, site.id, "USD", "0.91")
    came, went = b.because(site), b.because(site)
    receive = NewMove("receive", item, 5, site.supplier, place, lot, purchase_order_line_id=bought)
    post_moves(tx, [receive], came)
    ship = NewMove("ship", item, 5, place, site.customer, lot, order_line_id=lines[1])
    post_moves(tx, [ship], went)
    back = NewMove("return", item, 1, site.customer, place, lot, order_line_id=lines[1])
    post_moves(tx, [back], b.because(site))
    reverse_moves(tx, went.id, b.because(site))
    reverse_moves(tx, came.id, b.because(site))
    release_line(tx, lines[0])
    connection.rollback()
    connection.close()
    assert tx.scans == set()
