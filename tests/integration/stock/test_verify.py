"""Books that were tampered with are found out."""

from __future__ import annotations

from typing import Any

import pytest
from apiflask import APIFlask

from pickface.db import Tx
from pickface.ids import uuid7
from pickface.stock.ledger import NewMove, post_moves
from pickface.stock.reservations import pin_line, reserve_line
from pickface.stock.verify import Difference, verify, verify_items
from tests import builders as b

pytestmark = pytest.mark.both


NOT_OF_ITEMS = {
    "balance_weight",
    "reservation_taken",
    "reversed_too_much",
    "move_without_cause",
    "container_parent_elsewhere",
    "container_in_itself",
    "snapshot",
    "substituted",
    "build_units",
    "build_without_order",
    "build_value",
}
"""What is proved of all books alone: what snapshots do not keep, and what no item's rows tell."""


class Rolled(Exception):
    """Ends a transaction that should leave nothing."""


def tampered(app: APIFlask, *statements: str) -> list[Difference]:
    """The differences after some statements on a house with a pick begun."""
    found: list[Difference] = []

    def story(tx: Tx) -> None:
        site = b.make_site(tx)
        bins = [b.make_place(tx, site.id, f"A-0{n}-01") for n in (1, 2)]
        item = b.make_item(tx, "PLAIN")
        b.make_container(tx, "T0001", site.floor)
        b.stock_up(tx, site, item, bins[0], 10)
        line = b.make_order(tx, site.id, [(item, 5)]).lines[0]
        reserve_line(tx, line)
        [pin] = pin_line(tx, line)
        moves = [
            NewMove(
                "pick", item, 2, bins[0], site.floor, to_container="T0001",
                reservation_id=pin.reservation, weight_g=7,
            ),
            NewMove("move", item, 1, bins[1], site.floor),
        ]  # fmt: skip
        post_moves(tx, moves, b.because(site))
        assert verify(tx.all) == []
        for statement in statements:
            tx.run(statement)
        found.extend(verify(tx.all))
        # Whoever looks at the items of a day alone is told the same of them, but of these.
        of_items = whats(verify_items(tx.all, [item]))
        assert whats(found) - NOT_OF_ITEMS == of_items
        raise Rolled

    with pytest.raises(Rolled):
        b.write(app, story)
    return found


def whats(found: list[Difference]) -> set[str]:
    return {each.what for each in found}


def test_a_forged_balance_is_found_out(app: APIFlask) -> None:
    [balance, *levels] = tampered(app, "UPDATE balance SET qty = qty + 5 WHERE container = 'T0001'")
    assert (balance.what, balance.expected, balance.found) == ("balance_qty", 2, 7)
    assert balance.where["container"] == "T0001"
    assert whats(levels) == {"level_on_hand", "stock_value_on_hand"}


@pytest.mark.parametrize(
    ("statement", "what"),
    [
        (
            "DELETE FROM balance WHERE container = 'T0001'",
            {"balance_qty", "balance_weight", "level_on_hand", "stock_value_on_hand"},
        ),
        ("UPDATE balance SET weight_g = 9 WHERE container = 'T0001'", {"balance_weight"}),
        ("UPDATE balance SET pinned = pinned + 1 WHERE pinned > 0", {"balance_pinned", "level_reserved"}),
        ("UPDATE stock_level SET on_hand = 0", {"level_on_hand"}),
        ("UPDATE stock_level SET pickable = pickable + 1", {"level_pickable"}),
        ("UPDATE stock_level SET unreservable = 1", {"level_unreservable"}),
        ("UPDATE stock_level SET reserved = 0", {"level_reserved"}),
        ("UPDATE reservation SET taken = 9", {"reservation_taken"}),
        ("UPDATE balance SET found = found + 1 WHERE found > 0", {"found_too_high"}),
        ("UPDATE container SET place_id = 0", {"container_elsewhere"}),
        ("UPDATE place SET pickable = 0 WHERE code = 'A-02-01'", {"pickable_not_as_place"}),
        (
            "UPDATE place SET virtual = 1, pickable = 0 WHERE code = 'FLOOR'",
            {"balance_not_as_place", "stock_value_on_hand"},
        ),
        ("UPDATE stock_value SET average_minor = 5", {"stock_value_average_minor", "value_of_nothing"}),
        ("UPDATE stock_value SET qty = qty + 1", {"stock_value_qty"}),
        ("UPDATE cost_layer SET known = 1 WHERE qty > 5", {"cost_layer_known"}),
        (
            "UPDATE cost_layer SET value_minor = 7 WHERE qty > 5",
            {"cost_layer_value", "stock_value_fifo_minor", "cost_of_the_unknown"},
        ),
        ("UPDATE balance SET unreservable = 1 WHERE virtual = 1", {"unreservable_out_of_bounds"}),
        ("UPDATE item SET tracking = 'serial'", set()),
    ],
)  # fmt: skip
def test_every_kind_of_tampering_has_its_name(
    app: APIFlask, statement: str, what: set[str]
) -> None:
    assert whats(tampered(app, statement)) == what


def test_a_serial_in_two_places_is_found_out(app: APIFlask) -> None:
    found = tampered(
        app,
        "INSERT INTO lot (id, item_id, code) SELECT 900, id, 'SN' FROM item",
        "UPDATE balance SET lot_id = 900",
        "UPDATE item SET tracking = 'serial'",
    )
    assert "serial_twice" in whats(found)


@pytest.mark.parametrize(
    ("values", "what"),
    [
        ({"cause": uuid7()}, "move_without_cause"),
        ({"qty": 90, "reverses": True}, "reversed_too_much"),
    ],
)
def test_a_move_that_nobody_caused_is_found_out(
    app: APIFlask, values: dict[str, Any], what: str
) -> None:
    reverses = "(SELECT MAX(id) FROM move)" if values.get("reverses") else "NULL"
    insert = (
        "INSERT INTO move (id, site_id, at, kind, item_id, lot_id, owner_id, qty, from_place_id, from_container,"
        f" to_place_id, to_container, cause, reverses) VALUES ('{uuid7()}', 1, 1, 'move', 1, 0, 1,"
        f" {values.get('qty', 1)}, 1, '', 2, '', '{values.get('cause', 'test: x')}', {reverses})"
    )
    assert what in whats(tampered(app, insert))


def test_what_the_tables_refuse_is_checked_all_the_same(app: APIFlask) -> None:
    """A database restored without its constraints is judged by the same words."""

    def story(tx: Tx) -> None:
        tx.run("CREATE TEMP TABLE loose_balance AS SELECT * FROM balance")
        tx.run("CREATE TEMP TABLE loose_level AS SELECT * FROM stock_level")
        tx.run("UPDATE loose_balance SET qty = -1, pinned = 3 WHERE virtual = 0")
        tx.run("UPDATE loose_level SET reserved = 99")

        def run(sql: str) -> Any:
            loose = sql.replace("FROM balance", "FROM loose_balance")
            return tx.all(loose.replace("FROM stock_level", "FROM loose_level"))

        found.update(whats(verify(run)))
        raise Rolled

    found: set[str] = set()

    def build(tx: Tx) -> None:
        site = b.make_site(tx)
        b.stock_up(tx, site, b.make_item(tx), b.make_place(tx, site.id, "A"), 1)

    b.write(app, build)
    with pytest.raises(Rolled):
        b.write(app, story)
    assert {"storage_negative", "promises_too_high", "available_negative"} <= found
