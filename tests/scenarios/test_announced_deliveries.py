"""Announced deliveries: one scan of its SSCC receives a carton, once, whoever scans it; what is missing is told."""

from __future__ import annotations

import json
from typing import Any

import pytest

from pickface.errors import Conflict
from pickface.purchasing import announcing
from pickface.purchasing.delivery_forms import DeliveryForm
from pickface.scans.resolution import resolve
from tests.scenarios.floor import Floor, Person


def sscc(number: int) -> str:
    body = f"34012345{number:09d}"
    total = sum(int(digit) * (3 if at % 2 == 0 else 1) for at, digit in enumerate(body))
    return f"{body}{-total % 10}"


CARTONS = [sscc(number) for number in range(1, 9)]
PALLET, OTHER, STRANGER = sscc(90), sscc(91), sscc(92)


def carton(code: str, pallet: str | None = None, **contents: int) -> dict[str, Any]:
    goods = [{"item": sku, "qty": qty} for sku, qty in contents.items()]
    return {"sscc": code, "pallet": pallet, "contents": goods}


def announce(floor: Floor, number: str, *cartons: dict[str, Any], po: str | None = "PO-1") -> int:
    body = {
        "number": number,
        "supplier": floor.value("SELECT code FROM supplier"),
        "purchase_order": po,
        "cartons": list(cartons),
    }
    form = DeliveryForm.model_validate(body)
    made: int = floor.write(lambda tx: announcing.announce(tx, floor.site.id, form))[0]
    return made


def tea_on_a_pallet(floor: Floor, cartons: int = 3, each: int = 24) -> Person:
    """A delivery of some cartons of tea on one pallet, and Grace at the dock."""
    floor.item("TEA")
    floor.purchase("PO-1", TEA=cartons * each)
    announce(floor, "ASN-1", *(carton(code, PALLET, TEA=each) for code in CARTONS[:cartons]))
    return floor.person("Grace", "receiver")


def received(floor: Floor) -> list[int]:
    found = floor.read(
        "SELECT received FROM purchase_order_line ORDER BY purchase_order_id, line_no"
    )
    return [one["received"] for one in found]


def states(floor: Floor) -> list[str]:
    return [one["state"] for one in floor.read("SELECT state FROM expected_carton ORDER BY id")]


def delivery_state(floor: Floor) -> str:
    return str(floor.value("SELECT state FROM expected_delivery"))


def decide(floor: Floor, kind: str, action: str) -> None:
    exception = floor.value("SELECT id FROM exception WHERE kind = :kind AND state = 'open'", kind=kind)  # fmt: skip
    lead = floor.person("Lena", "supervisor")
    engine = floor.engine
    floor.write(
        lambda tx: resolve(tx, engine.door.judge, engine.signer, exception, action, lead.id)
    )
    floor.work_off()


def test_a_carton_opens_its_receipt_and_is_received_by_one_scan(floor: Floor) -> None:
    grace = tea_on_a_pallet(floor).open(CARTONS[0])
    assert grace.scan("00" + CARTONS[0]) == "carton_counted"
    assert floor.inside(CARTONS[0]) == {"TEA": 24}
    assert floor.container(CARTONS[0])["state"] == "closed"
    assert received(floor) == [24]
    assert (delivery_state(floor), states(floor)) == (
        "receiving",
        ["received", "expected", "expected"],
    )
    floor.check_books()


def test_a_received_carton_is_put_away_like_any_labelled_container(floor: Floor) -> None:
    grace = tea_on_a_pallet(floor).open("PO-1")
    grace.scan("]C100" + CARTONS[0])
    floor.work_off()
    peter = floor.person("Peter", "receiver").open(CARTONS[0])
    peter.scan("00" + CARTONS[0])
    assert peter.scan(peter.place) == "task_done"
    assert floor.inside(CARTONS[0]) == {}
    assert floor.at("DOCK-1", "TEA") == 0


def test_a_repeated_carton_is_said_to_be_counted_and_moves_nothing(floor: Floor) -> None:
    grace = tea_on_a_pallet(floor).open("PO-1")
    grace.scan(CARTONS[0])
    assert grace.scan(CARTONS[0]) == "already_counted"
    assert received(floor) == [24]
    assert floor.verdicts("booked")[-1] == "already_counted"


def test_a_pallet_is_received_by_one_scan_after_one_of_its_cartons_was_seen(floor: Floor) -> None:
    grace = tea_on_a_pallet(floor).open(PALLET)
    assert grace.scan("00" + PALLET) == "need_sample"
    assert received(floor) == [0]
    assert grace.scan("00" + CARTONS[1]) == "pallet_counted"
    assert floor.inside(PALLET) == {"TEA": 72}
    assert floor.container(PALLET)["kind"] == "pallet"
    assert received(floor) == [72]
    assert grace.scan(CARTONS[2]) == "already_counted"
    assert grace.act("done") == "task_done"
    assert delivery_state(floor) == "received"
    assert floor.value("SELECT state FROM purchase_order") == "received"
    assert floor.raised() == []
    floor.work_off()
    assert floor.tasks("putaway") == ["ready"]
    with pytest.raises(Conflict, match="counted already"):
        grace.open(CARTONS[2])


def test_how_many_cartons_prove_a_pallet_is_the_supplier_s_term_or_the_site_s(floor: Floor) -> None:
    grace = tea_on_a_pallet(floor)
    floor.settings(sample_cartons=0)
    floor.write(lambda tx: tx.run("UPDATE supplier SET sample_cartons = 2"))
    grace.open("PO-1")
    assert grace.scans(PALLET, CARTONS[0]) == "need_sample"
    assert grace.scan(CARTONS[1]) == "pallet_counted"
    floor.write(lambda tx: tx.run("UPDATE supplier SET sample_cartons = NULL"))
    announce(floor, "ASN-2", carton(CARTONS[5], OTHER, TEA=1), po=None)
    assert grace.open(OTHER).scan(OTHER) == "pallet_counted"


def test_two_people_out_of_reach_of_each_other_count_a_carton_once(floor: Floor) -> None:
    grace = tea_on_a_pallet(floor).open("PO-1").go_offline()
    peter = floor.person("Peter", "receiver").open("PO-1").go_offline()
    assert grace.scans(CARTONS[0], CARTONS[1]) == "carton_counted"
    assert peter.scans(CARTONS[1], PALLET) == "pallet_counted"
    assert grace.come_back() == ["booked", "booked"]
    assert peter.come_back() == ["booked", "booked"]
    assert received(floor) == [72]
    assert floor.inside(CARTONS[1]) == {"TEA": 24}
    assert floor.inside(PALLET) == {"TEA": 24}
    assert floor.raised() == []
    floor.check_books()
    # Peter has seen it too: when Grace takes hers back it stays in the house, by his scan.
    assert grace.act("undo") == "undone"
    assert received(floor) == [72]
    assert floor.inside(CARTONS[1]) == {"TEA": 24}
    floor.check_books()


def test_an_undone_carton_is_awaited_again_and_nobody_is_sent_to_put_it_away(floor: Floor) -> None:
    grace = tea_on_a_pallet(floor).open("PO-1")
    grace.scan(CARTONS[0])
    floor.work_off()
    assert floor.tasks("putaway") == ["ready"]
    assert grace.act("undo") == "undone"
    assert (received(floor), states(floor)[0]) == ([0], "expected")
    assert floor.tasks("putaway") == ["cancelled"]
    assert grace.scan(CARTONS[0]) == "carton_counted"
    assert floor.inside(CARTONS[0]) == {"TEA": 24}
    floor.check_books()


def test_a_carton_that_is_being_put_away_is_not_taken_back(floor: Floor) -> None:
    grace = tea_on_a_pallet(floor).open("PO-1")
    grace.scan(CARTONS[0])
    floor.work_off()
    floor.person("Peter", "receiver").open(CARTONS[0]).scan(CARTONS[0])
    grace.act("undo")
    assert grace.verdicts[-1]["code"] == "undo_too_late"
    assert received(floor) == [24]
    floor.check_books()


def test_an_opened_carton_is_counted_by_the_piece_and_what_lacks_in_it_is_short(floor: Floor) -> None:  # fmt: skip
    grace = tea_on_a_pallet(floor, cartons=1).open("PO-1")
    grace.scan(CARTONS[0])
    assert grace.act("open") == "carton_opened"
    assert (received(floor), floor.inside(CARTONS[0])) == ([0], {})
    assert grace.scan(CARTONS[0]) == "carton_open"
    grace.scans("TEA", "LP000001")
    assert grace.quantity(23) == "counted"
    assert grace.act("done") == "ask_close"
    assert grace.act("done") == "task_done"
    assert floor.inside("LP000001") == {"TEA": 23}
    assert (delivery_state(floor), states(floor)) == ("received", ["opened"])
    assert floor.raised() == ["receipt_short"]
    assert floor.exception("receipt_short")["lines"][0]["missing"] == 1
    floor.check_books()


def test_codes_of_others_are_told_apart(floor: Floor) -> None:
    grace = tea_on_a_pallet(floor)
    announce(floor, "ASN-2", carton(CARTONS[5], OTHER, TEA=5), po=None)
    grace.open("PO-1")
    assert grace.scan(CARTONS[5]) == "carton_elsewhere"
    assert grace.scan(OTHER) == "carton_elsewhere"
    assert grace.scan("00" + STRANGER) == "carton_unknown"
    assert floor.raised() == ["receipt_unknown"]
    assert grace.scans(PALLET, CARTONS[5]) == "wrong_pallet"
    assert grace.act("open") == "pallet_opened"
    assert grace.scan(CARTONS[0]) == "carton_counted"
    assert grace.open(CARTONS[5]).scan(CARTONS[5]) == "carton_counted"
    assert floor.value("SELECT number FROM purchase_order ORDER BY id DESC") == "ASN-2"


def test_what_does_not_come_is_a_shortage_until_it_comes_late(floor: Floor) -> None:
    grace = tea_on_a_pallet(floor).open("PO-1")
    grace.scans(CARTONS[0], CARTONS[1])
    assert grace.act("done") == "ask_close"
    assert grace.act("done") == "task_done"
    assert floor.raised() == ["delivery_short"]
    assert floor.exception("delivery_short")["cartons"] == 1
    decide(floor, "delivery_short", "await")
    assert floor.value("SELECT state FROM purchase_order") == "receiving"
    assert grace.open(CARTONS[2]).scan(CARTONS[2]) == "carton_counted"
    assert grace.act("done") == "task_done"
    assert (delivery_state(floor), received(floor)) == ("received", [72])
    assert floor.value("SELECT state FROM purchase_order") == "received"


def test_a_rest_that_was_cancelled_is_awaited_no_more_and_taken_in_if_it_comes(floor: Floor) -> None:  # fmt: skip
    grace = tea_on_a_pallet(floor).open("PO-1")
    grace.scans(CARTONS[0], CARTONS[1])
    grace.act("done")
    grace.act("done")
    decide(floor, "delivery_short", "cancel")
    assert (delivery_state(floor), states(floor)[2]) == ("received", "cancelled")
    assert floor.value("SELECT state FROM purchase_order") == "closed"
    assert grace.open(CARTONS[2]).scan(CARTONS[2]) == "carton_counted"
    assert (delivery_state(floor), received(floor)) == ("receiving", [72])
    assert floor.value("SELECT state FROM purchase_order") == "receiving"


def test_a_carton_scanned_before_the_receipt_was_closed_reopens_it(floor: Floor) -> None:
    grace = tea_on_a_pallet(floor).open("PO-1")
    grace.go_offline()
    grace.scan(CARTONS[0])
    peter = floor.person("Peter", "receiver").open("PO-1")
    peter.scans(CARTONS[1], CARTONS[2])
    peter.act("done")
    peter.act("done")
    assert grace.come_back() == ["booked"]
    assert grace.act("done") == "ask_close"
    grace.act("done")
    assert (delivery_state(floor), received(floor)) == ("received", [72])
    assert floor.raised() == []


def test_lots_and_days_are_booked_as_declared_and_goods_nobody_ordered_are_told(floor: Floor) -> None:  # fmt: skip
    floor.item("MILK", tracking="lot_expiry")
    floor.item("GIFT")
    floor.purchase("PO-1", MILK=12)
    milk = {"item": "MILK", "qty": 12, "lot": "L7", "expires_on": "2099-01-31"}
    both = {"sscc": CARTONS[0], "contents": [milk, {"item": "GIFT", "qty": 1}]}
    announce(floor, "ASN-1", both)
    grace = floor.person("Grace", "receiver").open("PO-1")
    assert grace.scan(CARTONS[0]) == "not_expected"
    lot = floor.read(
        "SELECT l.code, l.expires_on FROM balance b JOIN lot l ON l.id = b.lot_id "
        "WHERE b.container = :code AND l.id > 0",
        code=CARTONS[0],
    )
    assert lot == [{"code": "L7", "expires_on": "2099-01-31"}]
    assert floor.inside(CARTONS[0]) == {"GIFT": 1, "MILK": 12}
    assert floor.raised() == ["receipt_not_expected"]


def test_one_delivery_for_two_orders_is_received_in_one_go(floor: Floor) -> None:
    floor.item("TEA")
    floor.item("POT")
    floor.purchase("PO-1", TEA=24)
    floor.purchase("PO-2", POT=8)
    pots = {"sscc": CARTONS[1], "contents": [{"item": "POT", "qty": 4, "purchase_order": "PO-2"}]}
    announce(floor, "ASN-1", carton(CARTONS[0], TEA=24), pots)
    grace = floor.person("Grace", "receiver").open("PO-1")
    assert grace.scans(CARTONS[0], CARTONS[1]) == "carton_counted"
    assert grace.act("done") == "task_done"
    assert received(floor) == [24, 4]
    found = floor.read("SELECT number, state FROM purchase_order ORDER BY id")
    assert [one["state"] for one in found] == ["received", "receiving"]
    assert floor.raised() == []


def test_a_receipt_that_was_open_before_the_notice_came_learns_of_it(floor: Floor) -> None:
    floor.item("TEA")
    floor.purchase("PO-1", TEA=48)
    grace = floor.person("Grace", "receiver").open("PO-1")
    grace.scans("TEA", "LP000001")
    announce(floor, "ASN-1", carton(CARTONS[0], TEA=24))
    assert grace.open(CARTONS[0]).scan(CARTONS[0]) == "carton_counted"
    assert received(floor) == [25]


def test_what_is_announced_is_incoming_once(floor: Floor) -> None:
    grace = tea_on_a_pallet(floor)
    coming = (
        "SELECT SUM(l.qty - l.received) FROM purchase_order_line l JOIN purchase_order o "
        "ON o.id = l.purchase_order_id WHERE o.state IN ('approved', 'sent', 'confirmed', 'receiving')"
    )
    assert floor.value(coming) == 72
    announce(floor, "ASN-2", carton(CARTONS[5], TEA=10), po=None)
    assert floor.value(coming) == 82
    grace.open(PALLET).scans(PALLET, CARTONS[0])
    assert floor.value(coming) == 10
    assert json.loads(floor.value("SELECT facts FROM task"))["dock"]


def test_a_carton_that_two_people_open_out_of_reach_of_each_other_is_opened_once(
    floor: Floor,
) -> None:
    grace = tea_on_a_pallet(floor, cartons=1).open("PO-1").go_offline()
    peter = floor.person("Peter", "receiver").open("PO-1").go_offline()
    for person in (grace, peter):
        person.scan(CARTONS[0])
        assert person.act("open") == "carton_opened"
    assert set(grace.come_back()) == {"booked"}
    assert set(peter.come_back()) == {"booked"}
    assert (states(floor), received(floor)) == (["opened"], [0])


def test_a_carton_of_a_pallet_that_was_booked_whole_is_opened_by_a_lead_alone(floor: Floor) -> None:
    grace = tea_on_a_pallet(floor).open("PO-1")
    peter = floor.person("Peter", "receiver").open("PO-1").go_offline()
    peter.scan(CARTONS[1])
    assert peter.act("open") == "carton_opened"
    grace.scans(PALLET, CARTONS[0])
    assert received(floor) == [72]
    assert peter.come_back() == ["booked", "set_aside"]
    assert peter.verdict[1] == "undo_too_late"
    assert received(floor) == [72]
