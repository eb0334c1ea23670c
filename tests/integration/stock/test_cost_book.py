"""What stock is worth is written down with every move that crosses the border of what we own, and with no other."""

from __future__ import annotations

from typing import Any

import pytest

from pickface.app import downgrade, upgrade
from pickface.db import Tx
from pickface.stock import cost_changes
from pickface.stock.cost_changes import (
    BelowNothing,
    CostNotKnown,
    NothingReceived,
    Said,
    WeightNotKnown,
)
from pickface.stock.ledger import Cause, NewMove, adjust, post_moves, reverse_moves
from tests import builders as b
from tests.integration.stock.house import House


def ordered(house: House, price: int, currency: str = "EUR", item: int | None = None) -> int:
    """A line of a purchase order at a price."""

    def make(tx: Tx) -> int:
        supplier = b.make_supplier(tx, f"S{tx.value('SELECT COUNT(*) FROM supplier')}")
        wanted = [(item or house.item, 100)]
        [line] = b.make_purchase_order(tx, house.site.id, supplier, wanted, currency=currency).lines
        tx.run(
            "UPDATE purchase_order_line SET price_minor = :price WHERE id = :id",
            price=price,
            id=line,
        )
        return line

    return house.write(make)


def receive(house: House, qty: int, line: int, item: int | None = None, bin_: int = 0) -> Cause:
    """Goods of a purchase order's line come into a bin."""
    cause = house.cause()
    move = NewMove(
        "receive", item or house.item, qty, house.site.supplier, house.bins[bin_],
        purchase_order_line_id=line,
    )  # fmt: skip
    house.write(lambda tx: post_moves(tx, [move], cause))
    return cause


def worth(house: House) -> tuple[int, int, int, int]:
    """Units, those of known cost, and their value by FIFO and by the average."""
    found = house.write(
        lambda tx: tx.one(
            "SELECT qty, known_qty, fifo_minor, average_minor FROM stock_value WHERE item_id = :item",
            item=house.item,
        )
    )
    return tuple(dict(found).values()) if found else (0, 0, 0, 0)  # type: ignore[return-value]


def layers(house: House) -> list[tuple[int, int]]:
    """Units and value of what is left, oldest first."""
    found = house.write(
        lambda tx: tx.all("SELECT qty, value_minor FROM cost_layer WHERE qty > 0 ORDER BY at, id")
    )
    return [(one["qty"], one["value_minor"]) for one in found]


def entries(house: House) -> int:
    return int(house.write(lambda tx: tx.value("SELECT COUNT(*) FROM cost_entry")))


def order_of(house: House, line: int) -> int:
    sql = "SELECT purchase_order_id FROM purchase_order_line WHERE id = :id"
    return int(house.write(lambda tx: tx.value(sql, id=line)))


def land(house: House, line: int, amount: int, by: str = "value") -> int:
    who: dict[str, Any] = {"id": 1, "site_id": house.site.id}
    order = order_of(house, line)
    said = Said(amount, "EUR", "freight")
    return house.write(lambda tx: cost_changes.land(tx, who, order, said, by))


def name(house: House, price: int, currency: str = "EUR", layer: int = 0) -> int:
    who: dict[str, Any] = {"id": 1, "site_id": house.site.id}
    said = Said(price, currency, "invoice")
    return house.write(lambda tx: cost_changes.name_cost(tx, who, house.item, said, layer))


def test_the_oldest_leave_first_and_the_average_is_reckoned_anew(house: House) -> None:
    receive(house, 10, ordered(house, 100))
    receive(house, 5, ordered(house, 131))
    assert worth(house) == (15, 15, 1_655, 1_655)
    house.move(12, house.bins[0], house.site.customer, kind="ship")
    # FIFO: ten at 100 and two at 131. The average: 12/15 of 1,655.
    assert worth(house) == (3, 3, 393, 331)
    assert layers(house) == [(3, 393)]
    house.move(3, house.bins[0], house.site.customer, kind="ship")
    assert worth(house) == (0, 0, 0, 0)


def test_what_moves_inside_the_house_is_none_of_the_books_business(house: House) -> None:
    receive(house, 10, ordered(house, 100))
    before = entries(house)
    statements = []

    def move(tx: Tx) -> None:
        at = tx.statements
        pick = NewMove("pick", house.item, 3, house.bins[0], house.site.floor, to_container="T0001")
        post_moves(tx, [pick], house.cause())
        statements.append(tx.statements - at)

    house.write(move)
    assert entries(house) == before
    # The promise is looked for, two balances, the level (and its lock in PostgreSQL), the move.
    assert statements[0] <= 6


def test_a_price_in_another_currency_is_converted_by_the_rate_of_the_day_which_the_layer_keeps(
    house: House,
) -> None:
    house.write(lambda tx: b.make_rate(tx, house.site.id, "USD", "0.91"))
    house.write(lambda tx: b.make_rate(tx, house.site.id, "USD", "5", from_on="2999-01-01"))
    receive(house, 3, ordered(house, 333, "USD"))
    kept = house.write(lambda tx: tx.one("SELECT price_minor, currency, rate_nano FROM cost_layer"))
    assert tuple(dict(kept).values()) == (333, "USD", 910_000_000)
    # 9.99 dollars are 9.0909 euro.
    assert worth(house) == (3, 3, 909, 909)


def test_without_a_price_or_a_rate_the_cost_is_not_known_and_can_be_named(house: House) -> None:
    receive(house, 4, ordered(house, 0))
    receive(house, 6, ordered(house, 250, "GBP"))
    assert worth(house) == (10, 0, 0, 0)
    receive(house, 5, ordered(house, 200))
    assert worth(house) == (15, 5, 1_000, 1_000)
    house.move(3, house.bins[0], house.site.customer, kind="ship")
    name(house, 150)
    # One left of four (three went while nobody knew their cost), six, and five at 200.
    assert worth(house) == (12, 12, 2_050, 2_050)
    gone = house.write(lambda tx: tx.value("SELECT SUM(gone_minor) FROM cost_entry"))
    assert gone == 3 * 150
    with pytest.raises(cost_changes.NoRate):
        name(house, 100, "GBP", layer=1)


def test_what_is_found_is_worth_what_the_others_are_and_what_is_lost_takes_it_along(
    house: House,
) -> None:
    receive(house, 3, ordered(house, 100))
    receive(house, 3, ordered(house, 201))
    count = {"item_id": house.item, "place_id": house.bins[0]}
    house.write(lambda tx: adjust(tx, **count, counted_qty=8, cause=house.cause()))
    assert worth(house) == (8, 8, 1_204, 1_204)
    house.write(lambda tx: adjust(tx, **count, counted_qty=0, cause=house.cause()))
    assert worth(house) == (0, 0, 0, 0)
    # Nothing is there any more: as those that came last.
    house.write(lambda tx: adjust(tx, **count, counted_qty=1, cause=house.cause()))
    assert worth(house)[:2] == (1, 1)
    reasons = house.write(
        lambda tx: tx.all("SELECT reason, SUM(qty) AS qty FROM cost_entry WHERE writes_off = 1 GROUP BY reason")
    )  # fmt: skip
    assert [(one["reason"], int(one["qty"])) for one in reasons] == [("count", -5)]


def test_an_undone_shipment_goes_back_into_its_layers(house: House) -> None:
    receive(house, 3, ordered(house, 100))
    receive(house, 3, ordered(house, 201))
    before = worth(house), layers(house)
    cause = house.cause()
    house.move(5, house.bins[0], house.site.customer, cause, kind="ship")
    assert worth(house)[2:] == (201, 150)
    house.write(lambda tx: reverse_moves(tx, cause.id, house.cause()))
    assert (worth(house), layers(house)) == before


def test_an_undone_receipt_takes_its_own_cost_along_even_behind_another_one(house: House) -> None:
    first = ordered(house, 100)
    cause = receive(house, 3, first)
    receive(house, 3, ordered(house, 201), bin_=1)
    land(house, first, 50)
    house.write(lambda tx: reverse_moves(tx, cause.id, house.cause()))
    assert (worth(house), layers(house)) == ((3, 3, 603, 603), [(3, 603)])


def test_a_return_comes_back_at_what_its_order_line_went_out_at(house: House) -> None:
    receive(house, 2, ordered(house, 100))
    line = house.order(2)
    house.move(2, house.bins[0], house.site.customer, kind="ship", order_line_id=line)
    receive(house, 2, ordered(house, 900))
    back = {"kind": "return", "order_line_id": line}
    house.move(1, house.site.customer, house.bins[1], **back)
    assert worth(house) == (3, 3, 1_900, 1_900)


def test_goods_of_others_have_no_value(house: House) -> None:
    other = house.write(lambda tx: b.make_owner(tx, "THEIRS"))
    house.stock(5, owner_id=other)
    assert entries(house) == 0


def test_goods_on_their_way_to_another_site_keep_their_age_and_cost(house: House) -> None:
    receive(house, 4, ordered(house, 100))
    away = house.write(lambda tx: b.make_site(tx, "S2"))
    transit = house.write(
        lambda tx: b.make_place(tx, away.id, "TRANSIT", kind="transit", virtual=1)
    )
    dock = house.write(lambda tx: b.make_place(tx, away.id, "DOCK", kind="dock"))
    house.move(3, house.bins[0], transit, kind="send")
    house.move(3, transit, dock, kind="take_in")
    found = house.write(
        lambda tx: tx.all("SELECT site_id, qty, value_minor, at FROM cost_layer ORDER BY id")
    )
    assert [(one["site_id"], one["qty"], one["value_minor"]) for one in found] == [
        (house.site.id, 1, 100),
        (away.id, 3, 300),
    ]
    assert found[0]["at"] == found[1]["at"]


def test_freight_is_shared_by_value_or_weight_and_what_has_gone_bears_its_part(
    house: House,
) -> None:
    heavy = house.write(lambda tx: b.make_item(tx, "HEAVY", weight_g=900))
    line = ordered(house, 100)
    other = house.write(
        lambda tx: tx.insert(
            "purchase_order_line", line_no=2, item_id=heavy, qty=10, price_minor=700,
            purchase_order_id=tx.value("SELECT purchase_order_id FROM purchase_order_line WHERE id = :id", id=line),
        )
    )  # fmt: skip
    with pytest.raises(NothingReceived):
        land(house, line, 100)
    receive(house, 3, line)
    receive(house, 1, other, heavy)
    house.move(1, house.bins[0], house.site.customer, kind="ship")
    # Three at 100 and one at 700: 30 and 70 of a hundred; a third of the 30 is for what has gone.
    land(house, line, 100)
    assert worth(house) == (2, 2, 220, 220)
    with pytest.raises(WeightNotKnown):
        land(house, line, 100, "weight")
    house.write(lambda tx: tx.run("UPDATE item SET weight_g = 100 WHERE weight_g = 0"))
    land(house, line, 101, "weight")
    # A quarter, rounded: 25 of 101, of which 17 are for the two that are here.
    assert worth(house) == (2, 2, 237, 237)
    told = house.write(lambda tx: tx.all("SELECT amount_minor, shared_by FROM cost_change"))
    assert [tuple(dict(one).values()) for one in told] == [(100, "value"), (101, "weight")]
    land(house, line, -201)
    with pytest.raises(BelowNothing):
        land(house, line, -2_000)
    receive(house, 1, ordered(house, 0))
    blank = ordered(house, 0)
    receive(house, 1, blank)
    with pytest.raises(CostNotKnown):
        land(house, blank, 10)


def test_stock_of_before_the_book_is_of_unknown_cost_and_as_old_as_it_is(house: House) -> None:
    house.stock(5)
    other = house.write(lambda tx: b.make_owner(tx, "THEIRS"))
    house.stock(3, bin_=1, owner_id=other)
    house.move(1, house.bins[0], house.site.customer, kind="ship")
    came, sold = house.write(
        lambda tx: (
            tx.value("SELECT first_in_at FROM balance WHERE qty = 4"),
            tx.value("SELECT MAX(at) FROM move WHERE kind = 'ship'"),
        )
    )
    downgrade(house.app, "0013")
    upgrade(house.app)
    layer = house.write(lambda tx: tx.one("SELECT source, qty, known, at FROM cost_layer"))
    assert tuple(dict(layer).values()) == ("before", 4, 0, came)
    assert worth(house) == (4, 0, 0, 0)
    assert house.write(lambda tx: tx.value("SELECT last_out_at FROM stock_value")) == sold
    name(house, 80)
    assert worth(house) == (4, 4, 320, 320)


def test_what_left_before_the_book_and_comes_back_is_worth_what_the_others_are(
    house: House,
) -> None:
    house.stock(5)
    gone = house.cause()
    ship = NewMove("ship", house.item, 2, house.bins[0], house.site.customer)
    house.write(lambda tx: post_moves(tx, [ship], gone))
    downgrade(house.app, "0013")
    upgrade(house.app)
    name(house, 80)
    assert worth(house) == (3, 3, 240, 240)
    house.write(lambda tx: reverse_moves(tx, gone.id, house.cause()))
    assert worth(house) == (5, 5, 400, 400)


def test_what_came_before_the_book_and_never_came_takes_its_worth_along(house: House) -> None:
    came = house.cause()
    receipt = NewMove("receive", house.item, 4, house.site.supplier, house.bins[0])
    house.write(lambda tx: post_moves(tx, [receipt], came))
    house.stock(1)
    downgrade(house.app, "0013")
    upgrade(house.app)
    name(house, 50)
    house.write(lambda tx: reverse_moves(tx, came.id, house.cause()))
    assert worth(house) == (1, 1, 50, 50)


def test_goods_whose_cost_was_named_while_they_were_away_come_back_at_it(house: House) -> None:
    receive(house, 5, ordered(house, 0))
    gone = house.cause()
    ship = NewMove("ship", house.item, 2, house.bins[0], house.site.customer)
    house.write(lambda tx: post_moves(tx, [ship], gone))
    assert worth(house) == (3, 0, 0, 0)
    name(house, 100)
    assert worth(house) == (3, 3, 300, 300)
    house.write(lambda tx: reverse_moves(tx, gone.id, house.cause()))
    assert worth(house) == (5, 5, 500, 500)
