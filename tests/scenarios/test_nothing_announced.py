"""Goods that nobody had announced are taken in all the same; the office says later what they were."""

import pytest

from pickface.purchasing import blind, life
from pickface.purchasing.service import show_purchase_order
from pickface.tasks.steps import vocabulary_of
from pickface.workflows.receive.blind import BlindReceiptNotAllowed
from tests.scenarios.floor import Floor, Person
from tests.scenarios.test_receiving import discrepancies


def at_the_dock(floor: Floor, supplier: str = "no_supplier") -> Person:
    """A receiver stands before goods that nobody knows of."""
    grace = floor.person("Grace", "receiver").start("receive", "DOCK-1")
    assert grace.step["why"] == {"code": "supplier"}
    assert grace.choose(supplier) == "step_done"
    return grace


def order(floor: Floor) -> dict[str, object]:
    """The purchase order that holds what came."""
    (found,) = floor.read(
        "SELECT o.id, o.number, o.state, s.code AS supplier FROM purchase_order o "
        "JOIN supplier s ON s.id = o.supplier_id WHERE o.blind = 1"
    )
    return found


def match(floor: Floor, number: str) -> None:
    """The buyer says by which purchase order they were ordered."""
    buyer = floor.person("Bruno", "buyer").id
    found = order(floor)["id"]
    assert isinstance(found, int)
    floor.write(lambda tx: blind.match(tx, life.lock(tx, found), number, buyer))


def test_what_nobody_announced_is_received_from_the_supplier_and_told_once(floor: Floor) -> None:
    floor.item("TEA", ("CASE", 12, "case"))
    floor.item("MILK", tracking="lot")
    grace = at_the_dock(floor)
    assert grace.task
    assert vocabulary_of(grace.task["script"]) < 6
    assert grace.scan("CASE") == "need_into"
    assert grace.scan("LP000001") == "counted"
    assert grace.scan("MILK") == "need_lot"
    assert grace.fill("lot", "L1") == "counted"
    assert grace.act("done") == "task_done"
    assert floor.inside("LP000001") == {"TEA": 12, "MILK": 1}
    assert order(floor) | {"id": 0} == {
        "id": 0, "number": "RCV-0001", "state": "received", "supplier": "UNKNOWN"
    }  # fmt: skip
    assert floor.raised() == ["receipt_blind"]
    assert floor.exception("receipt_blind") == {"purchase_order": "RCV-0001", "units": 13}
    assert floor.tasks("putaway") == ["ready"]


def test_the_receiver_says_who_sent_it(floor: Floor) -> None:
    name = floor.value("SELECT name FROM supplier")
    floor.item("TEA")
    grace = at_the_dock(floor, str(name))
    grace.scans("TEA", "A-01-01")
    grace.act("done")
    assert order(floor)["supplier"] == floor.value(
        "SELECT code FROM supplier WHERE code <> 'UNKNOWN'"
    )
    assert floor.exception("receipt_blind")["supplier"] == name


def test_a_buyer_matches_it_to_what_was_ordered(floor: Floor) -> None:
    for sku in ("TEA", "SALT", "POT"):
        floor.item(sku)
    floor.purchase("PO-7", TEA=10, SALT=5)
    grace = at_the_dock(floor)
    grace.scan("TEA")
    grace.quantity(12)
    grace.scan("LP000001")
    grace.scans("SALT", "POT")
    grace.act("damaged", qty=1)
    grace.act("done")
    match(floor, "po-7")
    lines = floor.read("SELECT received FROM purchase_order_line ORDER BY line_no")
    assert [line["received"] for line in lines] == [12, 1]
    assert sorted(discrepancies(floor)) == [("damaged", 1), ("not_expected", 1), ("over", 2)]
    with floor.app.app_context():
        ordered = show_purchase_order(
            floor.site.id, int(floor.value("SELECT id FROM purchase_order WHERE number = 'PO-7'"))
        )
    assert ordered["state"] == "receiving", "the salt is still to come"
    assert {one["kind"] for one in ordered["discrepancies"]} == {"damaged", "not_expected", "over"}
    assert (order(floor)["state"], "receipt_blind" in floor.raised()) == ("closed", False)
    with pytest.raises(blind.NothingToMatch):
        match(floor, "PO-7")


def test_it_cannot_be_matched_while_somebody_is_at_it(floor: Floor) -> None:
    floor.item("TEA")
    floor.purchase("PO-7", TEA=10)
    grace = at_the_dock(floor)
    grace.scans("TEA", "LP000001")
    with pytest.raises(blind.NothingToMatch):
        match(floor, "PO-7")
    grace.act("done")
    with pytest.raises(life.NoSuchPurchaseOrder):
        match(floor, "PO-8")
    match(floor, "PO-7")


def test_an_undone_scan_counts_nowhere_and_nothing_at_all_is_closed_by_itself(floor: Floor) -> None:
    floor.item("TEA")
    grace = at_the_dock(floor)
    grace.scans("TEA", "LP000001")
    assert discrepancies(floor) == [("not_expected", 1)]
    assert grace.act("undo") == "undone"
    assert (discrepancies(floor), floor.raised()) == ([], [])
    hana = floor.person("Hana", "receiver").start("receive", "DOCK-1")
    hana.choose("no_supplier")
    assert hana.act("done") == "task_done"
    state = "SELECT state FROM purchase_order WHERE number = 'RCV-0002'"
    assert (floor.value(state), floor.raised()) == ("closed", [])


def test_the_same_person_goes_on_with_what_is_begun(floor: Floor) -> None:
    floor.item("TEA")
    grace = at_the_dock(floor)
    grace.scans("TEA", "LP000001")
    first = grace.task
    grace.start("receive", "DOCK-1")
    assert first
    assert grace.task
    assert grace.task["id"] == first["id"]
    assert grace.scan("TEA") == "counted"


def test_the_desk_takes_it_as_it_is(floor: Floor) -> None:
    floor.item("TEA")
    grace = at_the_dock(floor)
    grace.scans("TEA", "LP000001")
    grace.act("done")
    found = order(floor)["id"]
    assert isinstance(found, int)
    floor.write(lambda tx: blind.close(tx, life.lock(tx, found), grace.id))
    assert (order(floor)["state"], floor.raised()) == ("closed", [])


def test_chilled_goods_are_measured_all_the_same(floor: Floor) -> None:
    floor.item("MILK", max_temp_tenths=70)
    grace = at_the_dock(floor)
    assert grace.scan("MILK") == "need_temperature"
    assert grace.fill("temperature", 90) == "too_warm"
    assert grace.scan("QUAR-1") == "counted"
    grace.act("done")
    assert sorted(floor.raised()) == ["receipt_blind", "receipt_temperature"]


def test_it_is_for_receivers(floor: Floor) -> None:
    with pytest.raises(BlindReceiptNotAllowed):
        floor.person("Sofia", "picker").start("receive", "DOCK-1")


def test_goods_that_nobody_knows_either_are_labelled_and_told(floor: Floor) -> None:
    floor.item("TEA")
    grace = at_the_dock(floor)
    assert grace.scan("nobody-knows") == "unknown_recorded"
    assert grace.scan("LP000009") == "labelled"
    assert grace.scan("QUAR-1") == "left_there"
    assert grace.act("done") == "task_done"
    assert floor.raised() == ["receipt_unknown"]
    assert order(floor)["state"] == "received"
