"""Inspection at the desk: what waits, what was held or rejected, what becomes of it; how items and suppliers say it."""

from __future__ import annotations

import pytest
from apiflask import APIFlask

from tests.office import Office, open_office
from tests.scenarios.floor import Floor
from tests.scenarios.test_inspecting import available, received


@pytest.fixture
def floor(app: APIFlask) -> Floor:
    floor = Floor(app)
    floor.item("TEA", inspection="25%")
    return floor


@pytest.fixture
def office(app: APIFlask, floor: Floor) -> Office:
    """A manager at the floor's own site."""
    office = open_office(app)
    floor.write(
        lambda tx: tx.run(
            "UPDATE person SET site_id = :site WHERE role = 'manager'", site=floor.site.id
        )
    )
    office.desk.client.delete("/api/v1/session", headers=office.desk.headers)
    office.desk.post("/session", {"login": "manager-main", "password": "correct horse"}, expect=200)
    return office


def judge(floor: Floor, verdict: str, units: int = 8) -> None:
    """Of eight that came some are held or rejected, and the rest passes."""
    grace = received(floor, TEA=8)
    grace.next("inspect")
    grace.scans("LP000001", "TEA")
    if units < 8:
        grace.quantity(units)
    grace.choose(verdict)
    grace.scan("QUAR-1")
    if units < 8:
        grace.scan("TEA")
        grace.choose("pass")
    assert grace.done


def test_the_office_sees_what_waits_and_by_whose_plan(floor: Floor, office: Office) -> None:
    received(floor, TEA=8)
    (waits,) = office.desk.get("/inspections")["items"]
    told = ("state", "sku", "qty", "looks", "plan", "why", "place", "container", "purchase_order")
    assert [waits[name] for name in told] == [
        "waiting", "TEA", 8, 2, "25%", "item", "QUAR-1", "LP000001", "PO-1",
    ]  # fmt: skip
    assert office.desk.get("/inspections", state="hold")["items"] == []


def test_held_goods_are_good_after_all_and_go_into_stock(floor: Floor, office: Office) -> None:
    judge(floor, "hold")
    (held,) = office.desk.get("/inspections", state="hold")["items"]
    assert (held["qty"], held["person"], held["place"]) == (8, "Grace", "QUAR-1")
    decide = f"/inspections/{held['id']}/decide"
    office.desk.post(decide, {"follow": "pass", "qty": 9}, expect=409)
    assert office.desk.post(decide, {"follow": "pass", "qty": 3}, expect=200)["undecided"] == 5
    assert floor.raised() == ["inspection_held"]
    assert office.desk.post(decide, {"follow": "pass"}, expect=200)["undecided"] == 0
    office.desk.post(decide, {"follow": "pass"}, expect=409)
    assert floor.raised() == []
    floor.work_off()
    grace = floor.person("Ada", "receiver")
    grace.next("putaway")
    grace.scan("TEA")
    grace.scan(grace.place)
    assert (available(floor, "TEA"), floor.at("QUAR-1")) == (8, 0)
    floor.check_books()


def test_held_goods_are_rejected_and_go_back_to_their_supplier(
    floor: Floor, office: Office
) -> None:
    judge(floor, "hold", 3)
    (held,) = office.desk.get("/inspections", state="hold")["items"]
    office.desk.post(
        f"/inspections/{held['id']}/decide", {"follow": "reject", "note": "wet"}, expect=200
    )
    assert floor.raised() == ["receipt_rejected"]
    assert floor.exception("receipt_rejected") == {"purchase_order": "PO-1", "qty": 3}
    (bad,) = office.desk.get("/inspections", state="reject")["items"]
    decide = f"/inspections/{bad['id']}/decide"
    office.desk.post(decide, {"follow": "reject"}, expect=409)
    office.desk.post(decide, {"follow": "scrap", "qty": 1}, expect=200)
    assert office.desk.post(decide, {"follow": "supplier"}, expect=200)["undecided"] == 0
    kinds = floor.read(
        "SELECT kind, qty FROM move WHERE kind IN ('scrap', 'send_back') ORDER BY id"
    )
    assert kinds == [{"kind": "scrap", "qty": 1}, {"kind": "send_back", "qty": 2}]
    # What has passed stands there still, in its container.
    assert (floor.at("QUAR-1"), floor.inside("LP000001")) == (5, {"TEA": 5})
    assert office.desk.get("/inspections", state="reject")["items"] == []
    floor.check_books()


def test_a_desk_that_has_decided_is_not_undone_by_a_late_scan(floor: Floor, office: Office) -> None:
    floor.item("SALT", inspection="all")
    grace = received(floor, TEA=8, SALT=1)
    grace.next("inspect")
    grace.scans("LP000001", "TEA")
    grace.choose("hold")
    grace.scan("QUAR-1")
    (held,) = office.desk.get("/inspections", state="hold")["items"]
    office.desk.post(f"/inspections/{held['id']}/decide", {"follow": "scrap", "qty": 1}, expect=200)
    grace.act("undo")
    assert grace.verdict == ("set_aside", "undo_too_late")


def test_items_and_suppliers_say_how_many_are_looked_at(floor: Floor, office: Office) -> None:
    item = f"/items/{floor.items['TEA']}"
    shown = office.desk.post(
        f"{item}/handling", {"inspection": "1-10: 2, more: 5"}, expect=200, method="PATCH"
    )
    assert shown["inspection"] == "1-10: 2, more: 5"
    wrong = office.desk.post(f"{item}/handling", {"inspection": "many"}, expect=422, method="PATCH")
    assert wrong["code"] == "bad_inspection_plan"
    supplier = floor.value("SELECT id FROM supplier")
    changed = office.desk.post(
        f"/suppliers/{supplier}", {"inspection": "none"}, expect=200, method="PATCH"
    )
    assert changed["inspection"] == "none"
    office.desk.post(
        f"/suppliers/{supplier}", {"inspection": "1-5: 2, 7-9: 3"}, expect=422, method="PATCH"
    )
    office.desk.post("/site/settings", {"inspection": "100 %"}, expect=200, method="PATCH")
    office.desk.post("/site/settings", {"inspection": "0%"}, expect=422, method="PATCH")
    received(floor, TEA=8)
    assert office.desk.get("/inspections")["items"][0]["looks"] == 2
