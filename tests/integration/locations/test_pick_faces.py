"""Pick faces, as the office and its spreadsheets name them, and how they stand."""

from __future__ import annotations

from typing import Any

import pytest
from apiflask import APIFlask

from tests import builders
from tests.integration.channels.test_uploads import apply, check, upload
from tests.office import Desk, Office, open_office


@pytest.fixture
def office(app: APIFlask) -> Office:
    """Tea in two bins, upstairs more of it, and a scale with a serial number."""
    office = open_office(app)
    for code, level in (("A-01-01", "01"), ("A-01-02", "02")):
        office.desk.post("/places", {"code": code, "kind": "bin", "aisle": "A", "level": level})
    office.desk.post("/items", {"sku": "TEA", "name": "Tea"})
    office.desk.post("/items", {"sku": "SCALE", "name": "Scale", "tracking": "serial"})
    return office


def change(office: Office, path: str, body: Any, expect: int = 200, method: str = "PATCH") -> Any:
    return office.desk.post(path, body, expect=expect, method=method)


def test_a_face_is_named_changed_and_taken_away(office: Office) -> None:
    made = office.desk.post(
        "/pick-faces", {"place": "a-01-01", "item": "TEA", "min_qty": 4, "max_qty": 20}
    )
    assert (made["place"], made["has"], made["state"]) == ("A-01-01", 0, "dry")
    again = office.desk.post("/pick-faces", {"place": "A-01-01", "item": "TEA"}, expect=409)
    assert again["code"] == "pick_face_taken"
    changed = change(office, f"/pick-faces/{made['id']}", {"min_qty": 0, "max_qty": 0})
    assert changed["from_forecast"]
    change(office, f"/pick-faces/{made['id']}", {"min_qty": 9, "max_qty": 2}, expect=422)
    change(office, f"/pick-faces/{made['id']}", None, method="DELETE")
    assert change(office, f"/pick-faces/{made['id']}", None, 404, "DELETE")["code"] == (
        "pick_face_not_found"
    )


def test_what_cannot_be_a_face_is_refused_in_words(office: Office) -> None:
    for place, item, status, code in (
        ("NOWHERE", "TEA", 422, "face_bin_not_found"),
        ("A-01-01", "NOTHING", 422, "item_not_found"),
        ("A-01-01", "SCALE", 409, "serials_have_no_face"),
    ):
        refused = office.desk.post("/pick-faces", {"place": place, "item": item}, expect=status)
        assert refused["code"] == code


def test_faces_come_in_from_a_spreadsheet_and_a_newer_file_wins(office: Office) -> None:
    table = "Place;SKU;Min;Max\nA-01-01;TEA;{};20\n"
    run = upload(office.desk, "pick_faces", table.format(4).encode())
    check(office.desk, run)
    assert apply(office.desk, run)["created"] == 1
    run = upload(office.desk, "pick_faces", table.format(6).encode())
    check(office.desk, run)
    apply(office.desk, run)
    assert office.desk.get("/pick-faces")["items"][0]["min_qty"] == 6


def test_the_lowest_bin_of_an_item_that_is_ordered_is_proposed_and_taken(office: Office) -> None:
    tea = office.desk.get("/items", q="TEA")["items"][0]["id"]

    def forecast(tx: Any) -> None:
        for code in ("A-01-01", "A-01-02"):
            place = tx.value("SELECT id FROM place WHERE code = :code", code=code)
            site = builders.Site(
                office.site_id,
                *(
                    tx.value(
                        "SELECT id FROM place WHERE site_id = :site AND kind = :kind",
                        site=office.site_id,
                        kind=kind,
                    )
                    for kind in ("supplier", "customer", "scrap", "lost_found", "station")
                ),
            )
            builders.stock_up(tx, site, tea, place, 30)
        row = {"site_id": office.site_id, "item_id": tea, "reckoned_at": 1, "a_day_milli": 7_000, "days": "[]",
               "weeks": "[]", "below_milli": 0, "above_milli": 0, "method": "mean", "abc_xyz": "AX", "safety": 0,
               "reorder_point": 0, "order_up_to": 0}  # fmt: skip
        tx.insert_many("forecast", [row])

    builders.write(office.app, forecast)
    (proposed,) = office.desk.get("/pick-faces/proposals")["items"]
    assert (proposed["place"], proposed["bins"]) == ("A-01-01", 2)
    wanted = [{"place": proposed["place"], "item": proposed["item_id"]}]
    for made in (1, 0):
        answer = office.desk.post("/pick-faces/proposals", {"faces": wanted}, expect=200)
        assert answer["made"] == made
    (face,) = office.desk.get("/pick-faces")["items"]
    found = [face[name] for name in ("has", "min_qty", "max_qty", "days_left", "state", "reserve")]
    assert found == [30, 7, 35, 4, "ok", 30]


def test_a_picker_sees_faces_and_names_none(office: Office) -> None:
    office.hire("picker")
    picker: Desk = office.sign_in("picker")
    assert picker.get("/pick-faces")["items"] == []
    picker.post("/pick-faces", {"place": "A-01-01", "item": "TEA"}, expect=403)


def test_a_face_that_is_dry_stands_on_the_board(office: Office) -> None:
    assert office.desk.get("/board")["orders"]["faces_dry"] == 0
    office.app.extensions.pop("pickface_faces")
    office.desk.post("/pick-faces", {"place": "A-01-01", "item": "TEA"})
    assert office.desk.get("/board")["orders"]["faces_dry"] == 1
