"""What came without a purchase order and is matched to one afterwards costs what that says, and is inspected for it."""

import pytest

from pickface.owners.forms import OwnerForm
from pickface.owners.service import create_owner
from pickface.purchasing import blind, life
from pickface.purchasing.forms import PurchaseOrderForm, PurchaseOrderLineForm
from pickface.purchasing.service import create_purchase_order
from pickface.stock.cost_changes import Said, name_cost
from pickface.stock.ledger import Cause, adjust
from tests import builders
from tests.scenarios.floor import Floor
from tests.scenarios.test_nothing_announced import at_the_dock, match
from tests.scenarios.test_receiving import discrepancies, received

LAYERS = (
    "SELECT c.qty_in, c.known, c.base_minor, c.value_minor, c.price_minor, c.currency, c.source FROM cost_layer c "
    "ORDER BY c.at, c.id"
)


def prices(floor: Floor, currency: str = "EUR", **each: int) -> None:
    """What the lines of purchase orders say their items cost."""
    for sku, price in each.items():
        floor.write(
            lambda tx, item=floor.items[sku], price=price: tx.run(
                "UPDATE purchase_order_line SET price_minor = :price WHERE item_id = :item",
                price=price,
                item=item,
            )
        )
    floor.write(
        lambda tx: tx.run(
            "UPDATE purchase_order SET currency = :currency WHERE blind = 0", currency=currency
        )
    )


def layers(floor: Floor) -> list[tuple[object, ...]]:
    return [tuple(one.values()) for one in floor.read(LAYERS)]


def test_what_is_matched_costs_what_its_lines_say(floor: Floor) -> None:
    for sku in ("TEA", "SALT", "POT"):
        floor.item(sku)
    floor.purchase("PO-7", TEA=10, SALT=5)
    prices(floor, TEA=150, SALT=0)
    grace = at_the_dock(floor)
    grace.scan("TEA")
    grace.quantity(12)
    grace.scan("LP000001")
    grace.scans("SALT", "POT")
    grace.act("done")
    assert [one[:4] for one in layers(floor)] == [(12, 0, 0, 0), (1, 0, 0, 0), (1, 0, 0, 0)]
    match(floor, "PO-7")
    assert layers(floor) == [
        (12, 1, 1_800, 1_800, 150, "EUR", "receipt"),
        (1, 0, 0, 0, 0, "EUR", "receipt"),
        (1, 0, 0, 0, 0, "", "opening"),
    ]
    worth = "SELECT qty, known_qty, fifo_minor, average_minor FROM stock_value ORDER BY qty DESC"
    value = floor.read(worth)[0]
    assert tuple(value.values()) == (12, 12, 1_800, 1_800)
    told = floor.read("SELECT kind, amount_minor, told_minor, note FROM cost_change")
    assert [tuple(one.values()) for one in told] == [("matched", 1_800, 1_800, "PO-7")]
    floor.check_books()


def test_the_rate_is_that_of_the_day_on_which_the_goods_came(floor: Floor) -> None:
    floor.item("TEA")
    floor.purchase("PO-7", TEA=2)
    prices(floor, "USD", TEA=100)
    grace = at_the_dock(floor)
    grace.scans("TEA", "LP000001")
    grace.act("done")
    match(floor, "PO-7")
    # Nobody had said what a dollar is worth: as at any receipt, its cost is named later.
    assert layers(floor) == [(1, 0, 0, 0, 100, "USD", "receipt")]
    floor.write(lambda tx: builders.make_rate(tx, floor.site.id, "USD", "0.90"))
    floor.purchase("PO-8", TEA=2)
    prices(floor, "USD", TEA=100)
    hana = floor.person("Hana", "receiver").start("receive", "DOCK-1")
    hana.choose("no_supplier")
    hana.scans("TEA", "LP000002")
    hana.act("done")
    second = floor.value("SELECT MAX(id) FROM purchase_order WHERE blind = 1")
    floor.write(lambda tx: blind.match(tx, life.lock(tx, second), "PO-8", hana.id))
    assert layers(floor)[1] == (1, 1, 90, 90, 100, "USD", "receipt")
    floor.check_books()


def test_what_has_gone_before_it_is_matched_had_its_part_and_what_was_named_stays(
    floor: Floor,
) -> None:
    floor.item("TEA")
    floor.item("SALT")
    floor.purchase("PO-7", TEA=10, SALT=5)
    prices(floor, TEA=100, SALT=50)
    grace = at_the_dock(floor)
    grace.scan("TEA")
    grace.quantity(4)
    grace.scan("A-01-01")
    grace.scans("SALT", "A-01-02")
    grace.act("done")
    by = {"id": grace.id, "site_id": floor.site.id}
    floor.write(lambda tx: name_cost(tx, by, floor.items["SALT"], Said(77, "EUR")))
    cause = Cause(grace.last_event, floor.site.id)
    bin_ = floor.value("SELECT id FROM place WHERE code = 'A-01-01'")
    tea = floor.items["TEA"]
    floor.write(lambda tx: adjust(tx, item_id=tea, place_id=bin_, delta=-3, cause=cause))
    match(floor, "PO-7")
    known = [(one[0], *one[2:4]) for one in layers(floor)]
    assert known == [(4, 400, 100), (1, 77, 77)]
    gone = floor.value("SELECT SUM(gone_minor) FROM cost_entry")
    assert gone == 300
    floor.check_books()


def test_what_waits_to_be_looked_at_goes_with_it(floor: Floor) -> None:
    supplier = floor.value("SELECT id FROM supplier WHERE code <> 'UNKNOWN'")
    floor.write(
        lambda tx: tx.run("UPDATE supplier SET inspection = 'all' WHERE id = :id", id=supplier)
    )
    floor.item("TEA")
    floor.purchase("PO-7", TEA=10)
    grace = at_the_dock(floor, str(floor.value("SELECT name FROM supplier WHERE id = :id", id=supplier)))  # fmt: skip
    grace.scan("TEA")
    grace.quantity(4)
    grace.scan("LP000001")
    grace.act("done")
    waits = "SELECT purchase_order_id, purchase_order_line_id, qty, waiting, why FROM inspection"
    assert [tuple(one.values())[1:] for one in floor.read(waits)] == [(None, 4, 4, "supplier")]
    match(floor, "PO-7")
    (one,) = floor.read(waits)
    number = floor.value("SELECT number FROM purchase_order WHERE id = :id", id=one["purchase_order_id"])  # fmt: skip
    line = floor.value("SELECT id FROM purchase_order_line")
    assert (number, *list(one.values())[1:]) == ("PO-7", line, 4, 4, "supplier")
    floor.work_off()
    hana = floor.person("Hana", "receiver").next("inspect")
    assert hana is not None
    assert hana.scan("LP000001") in {"step_done", "counted"}
    hana.scan("TEA")
    assert hana.choose("reject") == "need_into"
    assert hana.scan("QUAR-1") == "task_done"
    floor.work_off()
    assert ("rejected", 4) in discrepancies(floor)
    told = floor.value("SELECT purchase_order_id FROM discrepancy WHERE kind = 'rejected'")
    assert told == one["purchase_order_id"]
    floor.check_books()


def test_what_waits_at_the_same_spot_for_the_order_already_is_one_with_it(floor: Floor) -> None:
    floor.item("TEA", inspection="all")
    floor.purchase("PO-7", TEA=10)
    floor.person("Hana", "receiver").open("PO-7").scans("TEA", "LP000001")
    grace = at_the_dock(floor)
    grace.scans("TEA", "LP000001")
    grace.act("done")
    match(floor, "PO-7")
    assert floor.read("SELECT qty, waiting FROM inspection") == [{"qty": 2, "waiting": 2}]
    assert received(floor) == [2]


def test_a_rest_that_came_unannounced_is_short_no_more(floor: Floor) -> None:
    floor.item("TEA")
    floor.purchase("PO-7", TEA=10)
    gus = floor.person("Gus", "receiver").open("PO-7")
    gus.scan("TEA")
    gus.quantity(3)
    gus.scans("LP000009")
    gus.act("done")
    gus.act("done")
    assert "receipt_short" in floor.raised()
    came = floor.value("SELECT first_received_at FROM purchase_order_line")
    grace = at_the_dock(floor)
    grace.scan("TEA")
    grace.quantity(4)
    grace.scan("LP000001")
    grace.act("done")
    match(floor, "PO-7")
    assert discrepancies(floor) == [("short", 3)]
    told = floor.exception("receipt_short")
    assert [line["missing"] for line in told["lines"]] == [3]
    # It came before the buyer said so.
    line = floor.read(
        "SELECT first_received_at AS first, last_received_at AS last FROM purchase_order_line"
    )[0]
    assert line["first"] == came
    assert line["last"] <= floor.value("SELECT MAX(at) FROM move")
    again = floor.person("Ivy", "receiver").start("receive", "DOCK-1")
    again.choose("no_supplier")
    again.scan("TEA")
    again.quantity(3)
    again.scan("LP000002")
    again.act("done")
    newest = int(floor.value("SELECT MAX(id) FROM purchase_order WHERE blind = 1"))
    buyer = floor.person("Cleo", "buyer").id
    floor.write(lambda tx: blind.match(tx, life.lock(tx, newest), "PO-7", buyer))
    assert discrepancies(floor) == []
    assert floor.raised() == []


def test_goods_that_were_booked_for_the_house_are_matched_to_no_client_s_order(
    floor: Floor,
) -> None:
    floor.item("TEA")
    floor.write(lambda tx: create_owner(tx, OwnerForm(code="ACME", name="Acme")))
    form = PurchaseOrderForm(
        number="P2", supplier="SUP", owner="ACME", lines=[PurchaseOrderLineForm(item="TEA", qty=4)]
    )
    floor.write(lambda tx: create_purchase_order(tx, floor.site.id, form))
    grace = at_the_dock(floor)
    grace.scan("TEA")
    grace.quantity(4)
    grace.scan("LP000001")
    grace.act("done")
    with pytest.raises(blind.MatchOtherOwner):
        match(floor, "P2")
    assert floor.value("SELECT received FROM purchase_order_line") == 0
