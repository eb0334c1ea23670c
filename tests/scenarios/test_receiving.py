"""Receiving: a surprise never stops the receiver; it is recorded, told, and work goes on."""

import datetime as dt

import pytest

from pickface.clock import day_of
from pickface.db import clock, db
from pickface.errors import Conflict, NotFound
from pickface.insight.lookup import look_up
from pickface.scans.resolution import resolve
from pickface.workflows.receive.plan import _NAMED, open_receiving
from tests.scenarios.floor import Floor, Person
from tests.scenarios.test_recalling import call_back

GS = "\x1d"


def received(floor: Floor) -> list[int]:
    return [
        row["received"]
        for row in floor.read("SELECT received FROM purchase_order_line ORDER BY line_no")
    ]


def discrepancies(floor: Floor) -> list[tuple[str, int]]:
    rows = floor.read("SELECT kind, qty FROM discrepancy ORDER BY id")
    return [(row["kind"], row["qty"]) for row in rows]


def po_state(floor: Floor) -> str:
    return str(floor.value("SELECT state FROM purchase_order"))


def receiver(floor: Floor, code: str = "PO-1") -> Person:
    return floor.person("Grace", "receiver").open(code)


def test_goods_of_each_zone_go_into_a_container_of_their_own(floor: Floor) -> None:
    floor.item("TEA", zone_code="A")
    floor.item("SALT", zone_code="A")
    floor.item("POT", zone_code="B")
    floor.purchase("PO-1", TEA=2, SALT=1, POT=1)
    grace = receiver(floor)
    assert grace.scan("TEA") == "need_into"
    assert grace.scan("TEA") == "need_into"
    assert grace.scan("LP000001") == "counted"
    assert grace.scan("POT") == "need_into"
    assert grace.scan("LP000002") == "counted"
    assert grace.scan("SALT") == "counted"
    assert grace.act("done") == "task_done"
    assert floor.inside("LP000001") == {"TEA": 2, "SALT": 1}
    assert floor.inside("LP000002") == {"POT": 1}
    assert floor.container("LP000002")["zone_code"] == "B"
    assert floor.tasks("putaway") == ["ready", "ready"]


def test_goods_may_go_straight_into_a_bin(floor: Floor) -> None:
    floor.item("TEA")
    floor.purchase("PO-1", TEA=5)
    grace = receiver(floor)
    grace.scan("TEA")
    assert grace.quantity(5) == "need_into"
    assert grace.scan("A-02-01") == "counted"
    grace.act("done")
    assert floor.at("A-02-01", "TEA") == 5
    assert floor.tasks("putaway") == []


def test_goods_left_loose_on_the_dock_are_put_away_too(floor: Floor) -> None:
    floor.item("TEA")
    floor.purchase("PO-1", TEA=5)
    grace = receiver(floor)
    grace.scan("TEA")
    grace.quantity(5)
    assert grace.scan("DOCK-1") == "counted"
    grace.act("done")
    assert floor.at("DOCK-1", "TEA") == 5
    assert grace.next("putaway")
    grace.scan("TEA")
    assert grace.scan(grace.place) == "task_done"
    assert floor.at("DOCK-1") == 0


def test_a_full_container_is_put_away_while_receiving_goes_on(floor: Floor) -> None:
    floor.item("TEA")
    floor.purchase("PO-1", TEA=5)
    grace = receiver(floor)
    grace.scan("TEA")
    grace.scan("LP000001")
    assert grace.act("full") == "noted"
    assert floor.tasks("putaway") == ["ready"]
    assert grace.scan("TEA") == "need_into"
    assert grace.scan("LP000002") == "counted"
    assert floor.inside("LP000002") == {"TEA": 1}


def test_too_many_are_booked_and_told_as_one_exception(floor: Floor) -> None:
    floor.item("TEA")
    floor.purchase("PO-1", TEA=2)
    grace = receiver(floor)
    grace.scans("TEA", "LP000001", "TEA")
    assert grace.scan("TEA") == "over"
    assert grace.scan("TEA") == "over"
    assert received(floor) == [4]
    assert discrepancies(floor) == [("over", 1), ("over", 1)]
    assert floor.raised() == ["receipt_over"]
    assert floor.exception("receipt_over") == {"purchase_order": "PO-1", "qty": 2}
    grace.act("done")
    assert po_state(floor) == "received"


def test_a_little_too_much_may_be_usual_at_a_site(floor: Floor) -> None:
    floor.settings(over_tolerance_pct=50)
    floor.item("TEA")
    floor.purchase("PO-1", TEA=2)
    grace = receiver(floor)
    grace.scans("TEA", "LP000001", "TEA", "TEA")
    assert (discrepancies(floor), floor.raised()) == ([("over", 1)], [])
    grace.scan("TEA")
    assert floor.raised() == ["receipt_over"]


def test_an_undone_surplus_is_withdrawn(floor: Floor) -> None:
    floor.item("TEA")
    floor.purchase("PO-1", TEA=1)
    grace = receiver(floor)
    grace.scans("TEA", "LP000001", "TEA")
    assert floor.raised() == ["receipt_over"]
    assert grace.act("undo") == "undone"
    assert received(floor) == [1]
    assert floor.inside("LP000001") == {"TEA": 1}
    assert (discrepancies(floor), floor.raised()) == ([], [])


def test_an_undone_count_into_a_new_container_can_be_done_again(floor: Floor) -> None:
    floor.item("TEA")
    floor.purchase("PO-1", TEA=3)
    grace = receiver(floor)
    grace.scans("TEA", "LP000001")
    assert grace.act("undo") == "undone"
    assert received(floor) == [0]
    assert grace.scan("LP000001") == "counted"
    assert floor.inside("LP000001") == {"TEA": 1}
    assert floor.raised() == []


def test_goods_nobody_ordered_are_taken_in_and_told(floor: Floor) -> None:
    floor.item("TEA")
    floor.item("GIFT")
    floor.purchase("PO-1", TEA=1)
    grace = receiver(floor)
    grace.scans("TEA", "LP000001")
    assert grace.scan("GIFT") == "not_expected"
    assert floor.inside("LP000001") == {"GIFT": 1, "TEA": 1}
    assert discrepancies(floor) == [("not_expected", 1)]
    assert floor.raised() == ["receipt_not_expected"]


def test_codes_nobody_knows_are_recorded_each(floor: Floor) -> None:
    floor.item("TEA")
    floor.purchase("PO-1", TEA=1)
    grace = receiver(floor)
    assert grace.scan("MYSTERY-1") == "unknown_recorded"
    assert grace.scan("MYSTERY-2") == "unknown_recorded"
    assert grace.act("unknown", code="", qty=3) == "unknown_recorded"
    assert discrepancies(floor) == [("unknown", 1), ("unknown", 1), ("unknown", 3)]
    assert floor.raised() == ["receipt_unknown"] * 3


def test_a_mystery_carton_gets_a_label_and_can_be_found_where_it_was_left(floor: Floor) -> None:
    floor.item("TEA")
    floor.purchase("PO-1", TEA=1)
    grace = receiver(floor)
    assert grace.scan("MYSTERY-1") == "unknown_recorded"
    grace.photograph("ab" * 32, "unknown", of=grace.last_event)
    assert grace.scan("LP000009") == "labelled"
    assert floor.exception("receipt_unknown")["at"] == "DOCK-1"
    assert grace.scan("QUAR-1") == "left_there"
    assert floor.exception("receipt_unknown") == {
        "purchase_order": "PO-1", "qty": 1, "code": "MYSTERY-1", "container": "LP000009", "at": "QUAR-1",
    }  # fmt: skip
    assert floor.value("SELECT exception_id FROM photo") == floor.value("SELECT id FROM exception")
    # A label that sticks is not undone, and the receipt goes on and ends as ever.
    assert grace.act("undo") == "nothing_to_undo"
    grace.scans("TEA", "LP000001")
    assert grace.act("done") == "task_done"
    assert (floor.container("LP000009")["state"], floor.tasks("putaway")) == ("closed", ["ready"])
    with floor.app.app_context():
        found = [look_up(code, floor.site.id) for code in ("LP000009", "QUAR-1")]
        db.session.remove()
    strange = {"container": "LP000009", "code": "MYSTERY-1", "qty": 1, "purchase_order": "PO-1"}
    assert (found[0]["place"], found[0]["unknown"]) == ("QUAR-1", [strange])
    assert found[1]["unknown"] == [strange]


def test_a_mystery_carton_labelled_in_a_dead_zone_is_booked_in_its_order(floor: Floor) -> None:
    floor.item("TEA")
    floor.purchase("PO-1", TEA=1)
    grace = receiver(floor).go_offline()
    grace.scans("MYSTERY-1", "LP000009")
    # Nobody need carry it away at once: it stands on the dock, under its label.
    grace.scans("TEA", "LP000001")
    assert grace.come_back() == ["booked"] * 4
    assert floor.exception("receipt_unknown")["at"] == "DOCK-1"


def test_damaged_goods_go_to_quarantine(floor: Floor) -> None:
    floor.item("TEA")
    floor.purchase("PO-1", TEA=4)
    grace = receiver(floor)
    grace.scan("TEA")
    grace.quantity(4)
    grace.scan("LP000001")
    assert grace.act("damaged", qty=1) == "noted"
    assert floor.inside("LP000001") == {"TEA": 3}
    assert floor.at("QUAR-1", "TEA") == 1
    assert (discrepancies(floor), floor.raised()) == ([("damaged", 1)], ["receipt_damaged"])
    grace.act("undo")
    assert floor.inside("LP000001") == {"TEA": 4}
    assert (discrepancies(floor), floor.raised()) == ([], [])


def test_a_site_without_quarantine_only_tells_of_damage(floor: Floor) -> None:
    floor.write(lambda tx: tx.run("UPDATE place SET active = 0 WHERE kind = 'quarantine'"))
    floor.item("TEA")
    floor.purchase("PO-1", TEA=1)
    grace = receiver(floor)
    grace.scans("TEA", "A-01-01")
    assert grace.act("damaged", qty=1) == "noted"
    assert floor.at("A-01-01", "TEA") == 1
    assert floor.raised() == ["receipt_damaged"]


def test_goods_of_a_recalled_lot_are_what_differed_from_the_order(floor: Floor) -> None:
    floor.item("TEA", tracking="lot")
    floor.stock("A-01-01", "TEA", 3, lot="L1")
    call_back(floor, "L1")
    floor.purchase("PO-1", TEA=2)
    grace = receiver(floor)
    for lot in ("L1", "L2"):
        grace.scan("TEA")
        grace.fill("lot", lot)
        grace.scan("LP000001")
    assert floor.raised() == ["recalled_came"]
    assert discrepancies(floor) == [("recalled", 1)]


@pytest.mark.parametrize(("answer", "state"), [("await", "receiving"), ("cancel", "closed")])
def test_whoever_closes_a_short_receipt_has_the_office_say_whether_the_rest_comes(
    floor: Floor, answer: str, state: str
) -> None:
    floor.item("TEA")
    floor.purchase("PO-1", TEA=10)
    grace = receiver(floor)
    grace.scan("TEA")
    grace.quantity(6)
    grace.scan("LP000001")
    grace.act("done")
    grace.act("done")
    told = floor.value("SELECT id FROM exception WHERE kind = 'receipt_short'")
    lead, engine = floor.person("Lena", "supervisor"), floor.engine
    floor.write(lambda tx: resolve(tx, engine.door.judge, engine.signer, told, answer, lead.id))
    assert (po_state(floor), floor.raised()) == (state, [])

    late = floor.person("Jens", "receiver").open("PO-1")
    late.scan("TEA")
    late.quantity(4)
    late.scan("LP000002")
    late.act("done")
    assert po_state(floor) == "received", "what comes in spite of it is taken in"


def test_what_does_not_come_is_short_until_a_late_carton_brings_it(floor: Floor) -> None:
    floor.item("TEA")
    floor.item("POT")
    floor.purchase("PO-1", TEA=10, POT=1)
    grace = receiver(floor)
    grace.scan("TEA")
    grace.quantity(6)
    grace.scan("LP000001")
    assert grace.act("done") == "ask_close"
    assert grace.act("done") == "task_done"
    assert po_state(floor) == "receiving"
    assert discrepancies(floor) == [("short", 4), ("short", 1)]
    assert len(floor.exception("receipt_short")["lines"]) == 2

    jens = floor.person("Jens", "receiver").open("PO-1")
    assert jens.step["lines"][0]["qty"] == 4
    jens.scan("TEA")
    jens.quantity(4)
    jens.scan("LP000002")
    jens.scan("POT")
    jens.act("done")
    assert po_state(floor) == "received"
    assert (discrepancies(floor), floor.raised()) == ([], [])
    assert floor.raised("resolved") == ["receipt_short"]

    late = jens.open("PO-1")
    assert po_state(floor) == "receiving"
    late.scan("POT")
    assert late.scan("LP000003") == "over"
    late.act("done")
    assert po_state(floor) == "received"


def test_law_14_two_people_receive_one_order_and_the_books_see_what_is_too_much(
    floor: Floor,
) -> None:
    floor.item("TEA")
    floor.purchase("PO-1", TEA=2)
    grace, jens = receiver(floor), floor.person("Jens", "receiver").open("PO-1")
    grace.scans("TEA", "LP000001", "TEA")
    assert jens.scans("TEA", "LP000002") == "counted"
    assert received(floor) == [3]
    assert floor.raised() == ["receipt_over"]
    grace.act("done")
    assert po_state(floor) == "receiving"
    jens.act("done")
    jens.act("done")
    assert po_state(floor) == "received"


def test_whoever_comes_back_goes_on_where_they_were(floor: Floor) -> None:
    floor.item("TEA")
    floor.purchase("PO-1", TEA=2)
    grace = receiver(floor)
    grace.scans("TEA", "LP000001")
    assert grace.task
    before = grace.task["id"]
    grace.open("po-1")
    assert grace.task["id"] == before
    assert floor.tasks("receive") == ["begun"]


def test_lot_and_expiry_come_from_a_gs1_barcode(floor: Floor) -> None:
    floor.item("MILK", "04012345678901", tracking="lot_expiry")
    floor.purchase("PO-1", MILK=2)
    grace = receiver(floor)
    assert grace.scan(f"]C10104012345678901173512311010L77{GS}") == "need_into"
    assert grace.scan("LP000001") == "counted"
    lot = floor.read("SELECT l.code, l.expires_on FROM lot l WHERE l.id > 0")
    assert lot == [{"code": "10L77", "expires_on": "2035-12-31"}]


def test_lot_and_expiry_may_be_typed(floor: Floor) -> None:
    floor.item("MILK", tracking="lot_expiry")
    floor.purchase("PO-1", MILK=2)
    grace = receiver(floor)
    assert grace.scan("MILK") == "need_lot"
    assert grace.fill("lot", "L77") == "need_expiry"
    assert grace.fill("expiry", "2035-02-30") == "bad_date"
    assert grace.fill("expiry", "2035-02-28") == "need_into"
    assert grace.scan("LP000001") == "counted"
    lot = floor.read("SELECT l.code, l.expires_on FROM lot l WHERE l.id > 0")
    assert lot == [{"code": "L77", "expires_on": "2035-02-28"}]


def test_goods_past_their_date_are_told_and_still_booked(floor: Floor) -> None:
    floor.item("MILK", tracking="lot_expiry")
    floor.purchase("PO-1", MILK=2)
    grace = receiver(floor)
    grace.scan("MILK")
    grace.fill("lot", "OLD")
    grace.fill("expiry", "2020-01-31")
    grace.scan("LP000001")
    assert floor.raised() == ["receipt_expired"]
    assert discrepancies(floor) == [("expired", 1)]
    assert floor.inside("LP000001") == {"MILK": 1}
    grace.act("undo")
    assert (floor.raised(), discrepancies(floor)) == ([], [])


def test_goods_with_too_few_days_left_are_told_by_the_day_of_the_site(floor: Floor) -> None:
    floor.settings(short_dated_days=30)
    floor.item("MILK", tracking="lot_expiry")
    order = floor.purchase("PO-1", MILK=9)
    today = dt.date.fromisoformat(day_of(clock(), "UTC"))
    grace = receiver(floor)
    for lot, days in (("FRESH", 31), ("SOON", 20)):
        grace.scan("MILK")
        grace.fill("lot", lot)
        grace.fill("expiry", (today + dt.timedelta(days=days)).isoformat())
        if lot == "FRESH":
            grace.scan("LP000001")
            assert (floor.raised(), discrepancies(floor)) == ([], [])
    assert floor.raised() == ["receipt_short_dated"]
    told = floor.read("SELECT kind, qty, code, purchase_order_id FROM discrepancy")
    assert told == [{"kind": "short_dated", "qty": 1, "code": "SOON", "purchase_order_id": order}]
    assert floor.exception("receipt_short_dated")["purchase_order"] == "PO-1"
    assert floor.inside("LP000001") == {"MILK": 2}
    grace.act("undo")
    assert (floor.raised(), discrepancies(floor)) == ([], [])


def test_a_lot_that_comes_with_another_date_than_before_is_told(floor: Floor) -> None:
    floor.item("MILK", tracking="lot_expiry")
    floor.stock("A-01-01", "MILK", 1, lot="L77", expires_on="2035-01-31")
    floor.purchase("PO-1", MILK=2)
    grace = receiver(floor)
    grace.scan("MILK")
    grace.fill("lot", "L77")
    grace.fill("expiry", "2036-01-31")
    grace.scan("LP000001")
    assert floor.exception("expiry_differs")["known"] == "2035-01-31"


def test_a_barcode_of_the_supplier_counts_where_the_house_has_no_other_use_for_it(
    floor: Floor,
) -> None:
    floor.item("TEA")
    floor.item("SALT")
    sold = {"TEA": "4006381333931", "SALT": "TEA"}
    for sku, barcode in sold.items():
        floor.write(
            lambda tx, sku=sku, barcode=barcode: tx.run(
                "INSERT INTO supplier_item (supplier_id, item_id, barcode) SELECT id, :item, :code FROM supplier",
                item=floor.items[sku],
                code=barcode,
            )
        )
    floor.purchase("PO-1", TEA=3, SALT=1)
    grace = receiver(floor)
    grace.go_offline()
    assert grace.scan("4006381333931", "]E0") == "need_into"
    assert grace.scans("LP000001", "TEA") == "counted"
    assert grace.come_back() == ["booked"] * 3
    assert floor.inside("LP000001") == {"TEA": 2}


def test_every_serial_is_scanned_by_itself(floor: Floor) -> None:
    floor.item("PUMP", tracking="serial")
    floor.purchase("PO-1", PUMP=2)
    grace = receiver(floor)
    assert grace.scan("PUMP") == "need_serial"
    assert grace.scan("SN-1") == "need_into"
    assert grace.scan("LP000001") == "counted"
    grace.scan("PUMP")
    assert grace.scan("SN-2") == "counted"
    grace.act("done")
    assert floor.inside("LP000001") == {"PUMP": 2}

    grace.next("putaway")
    grace.scan("PUMP")
    assert grace.quantity(1) == "counted"
    assert grace.scan("A-01-01") == "counted"
    assert grace.scan("A-01-02") == "task_done"
    assert (floor.at("A-01-01"), floor.at("A-01-02")) == (1, 1)


def test_a_cancelled_receipt_hands_over_what_it_booked(floor: Floor) -> None:
    from pickface.tasks import planning

    floor.item("TEA")
    floor.purchase("PO-1", TEA=5)
    grace = receiver(floor)
    grace.scans("TEA", "LP000001")
    task = grace.task
    assert task
    floor.write(lambda tx: planning.cancel_task(tx, floor.engine.world, task["id"]))
    floor.work_off()
    assert floor.tasks("putaway") == ["ready"]


def test_only_a_known_living_order_is_received(floor: Floor) -> None:
    floor.item("TEA")
    floor.purchase("PO-1", TEA=5)
    floor.write(lambda tx: tx.run("UPDATE purchase_order SET state = 'cancelled'"))
    grace = floor.person("Grace", "receiver")
    with pytest.raises(NotFound):
        floor.write(lambda tx: open_receiving(tx, floor.engine.world, "PO-9", grace.id))
    with pytest.raises(Conflict):
        floor.write(lambda tx: open_receiving(tx, floor.engine.world, "PO-1", grace.id))
    assert not grace.can_open("PO-9")


def test_an_order_is_found_however_its_number_is_typed(floor: Floor) -> None:
    floor.item("TEA")
    floor.purchase("Po-1a", TEA=2)
    assert floor.person("Grace", "receiver").open("pO-1A").task is not None


@pytest.mark.parametrize("config", ["sqlite"], indirect=True)
def test_a_scan_at_home_reads_no_purchase_order_that_it_does_not_name(floor: Floor) -> None:
    """Among a million of them it costs what it costs among ten."""
    (way,) = floor.read(f"EXPLAIN QUERY PLAN {_NAMED}", site=floor.site.id, code="PO-1A")
    assert "USING INDEX purchase_order_named" in way["detail"]


def test_a_site_without_a_dock_receives_nothing(floor: Floor) -> None:
    floor.item("TEA")
    floor.purchase("PO-1", TEA=5)
    floor.write(lambda tx: tx.run("UPDATE place SET active = 0 WHERE kind = 'dock'"))
    grace = floor.person("Grace", "receiver")
    with pytest.raises(Conflict):
        grace.open("PO-1")


def test_a_container_called_full_too_early_is_filled_on(floor: Floor) -> None:
    floor.item("TEA")
    floor.purchase("PO-1", TEA=2)
    grace = receiver(floor)
    grace.scans("TEA", "LP000001")
    grace.act("full")
    assert grace.act("undo") == "undone"
    assert grace.scan("TEA") == "counted"
    grace.act("done")
    assert grace.next("putaway")
    assert grace.step["what"]["qty"] == 2
