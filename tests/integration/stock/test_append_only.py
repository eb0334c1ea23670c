"""History is not changed, not even by who has the database in hand."""

from __future__ import annotations

import sqlite3

import psycopg
import pytest

from pickface.db import Tx
from tests.integration.stock.house import House

pytestmark = pytest.mark.both

REFUSED = (sqlite3.DatabaseError, psycopg.DatabaseError)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE move SET qty = 99",
        "DELETE FROM move",
        "TRUNCATE move",
        "INSERT OR REPLACE INTO move SELECT id, site_id, at, kind, item_id, lot_id, owner_id, 99, weight_g,"
        " from_place_id, from_container, to_place_id, to_container, cause, person_id, task_id, order_line_id,"
        " purchase_order_line_id, reservation_id, reverses FROM move",
    ],
)
def test_law_11_a_move_that_was_booked_stays_as_it_is(house: House, statement: str) -> None:
    house.stock(5)

    def forge(tx: Tx) -> None:
        tx.run(statement)

    with pytest.raises(REFUSED) as refused:
        house.write(forge)
    # Each database refuses the other's dialect; what it understands, its triggers refuse.
    assert "append-only" in str(refused.value) or "syntax error" in str(refused.value)
    assert house.write(lambda tx: [row["qty"] for row in tx.all("SELECT qty FROM move")]) == [5]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE balance SET qty = -1 WHERE virtual = 0",
        "UPDATE balance SET pinned = qty + 1 WHERE virtual = 0",
        "UPDATE balance SET unreservable = -1",
        "UPDATE stock_level SET reserved = pickable + 1",
        "UPDATE reservation SET qty = -1",
    ],
)
def test_law_16_the_database_itself_refuses_impossible_stock(house: House, statement: str) -> None:
    house.stock(5)
    house.reserve(house.order(2))
    with pytest.raises(REFUSED):
        house.write(lambda tx: tx.run(statement))


@pytest.mark.parametrize("part", ["item_id", "lot_id", "place_id", "container", "owner_id"])
def test_law_16_no_part_of_a_balance_s_key_may_be_nothing(house: House, part: str) -> None:
    house.stock(5)
    with pytest.raises(REFUSED):
        house.write(lambda tx: tx.run(f"UPDATE balance SET {part} = NULL"))


def test_law_16_no_lot_and_no_container_are_rows_and_words_of_their_own(house: House) -> None:
    house.stock(5)
    kept = house.write(lambda tx: tx.all("SELECT lot_id, container FROM balance WHERE virtual = 0"))
    assert [(row["lot_id"], row["container"]) for row in kept] == [(0, "")]
    assert house.write(lambda tx: tx.value("SELECT COUNT(*) FROM lot WHERE id = 0")) == 1
