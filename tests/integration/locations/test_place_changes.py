"""A place is renamed and moved: its stock, its history and its label go with it."""

from __future__ import annotations

import pytest
from apiflask import APIFlask

from pickface.catalog.catalogue import Catalogue
from pickface.db import rows
from tests.furnished import furnish
from tests.office import Desk, Office


@pytest.fixture
def office(app: APIFlask) -> Office:
    return furnish(app)


def place(desk: Desk, code: str) -> dict[str, object]:
    (found,) = desk.get("/places", code=code)["items"]
    return dict(found)


def test_a_renamed_place_keeps_its_stock_and_its_history(office: Office) -> None:
    desk = office.desk
    before = place(desk, "A-01-01")
    catalogue = edition(office)
    told = {"code": "K-01-01", "zone": "C", "aisle": "K", "bay": "01", "x_mm": -200, "y_mm": 900}
    after = desk.post(f"/places/{before['id']}", told, method="PATCH", expect=200)
    assert {name: after[name] for name in told} == told
    assert after["id"] == before["id"]
    assert desk.get("/places", code="A-01-01")["items"] == []

    holdings = desk.get("/lookup", code="K-01-01")["contents"]
    assert sum(one["qty"] for one in holdings if one["sku"] == "MUG") == 42
    assert desk.get("/lookup", code="A-01-01")["was"] == "A-01-01"  # an old label
    assert [one["title"] for one in desk.get("/search", q="K-01-01")["items"]]
    why = desk.get(f"/places/{before['id']}/changes")["items"]
    assert [(one["old"], one["new"]) for one in why if one["name"] == "code"] == [
        ("A-01-01", "K-01-01")
    ]
    assert {one["name"] for one in why} >= {"code", "zone", "x_mm", "y_mm"}
    assert all(one["person"] for one in why)
    with office.app.app_context():
        (walk,) = rows("SELECT walk_mm FROM place WHERE id = :id", id=before["id"])
    assert walk["walk_mm"] == -1
    again = desk.post(f"/places/{before['id']}", told, method="PATCH", expect=200)
    assert again == after
    assert desk.get(f"/places/{before['id']}/changes")["items"] == why
    assert desk.post("/labels/bins", {"code": "K-01-01"}, expect=200) is None
    # Handhelds that scan without a network learn the new name.
    assert edition(office) != catalogue


def edition(office: Office) -> str:
    with office.app.app_context():
        return Catalogue().edition(office.site_id).etag


def test_what_open_work_or_a_setting_names_is_not_renamed(office: Office) -> None:
    desk = office.desk
    # Order 1002 is released: a handheld may hold its script already.
    picked = place(desk, "A-02-01")
    refused = desk.post(f"/places/{picked['id']}", {"code": "A-02-09"}, method="PATCH", expect=409)
    assert (refused["code"], refused["params"]["place"]) == ("place_in_use", "A-02-01")
    # It may be moved, and be given room.
    told = {"x_mm": 5, "max_pallets": 3}
    desk.post(f"/places/{picked['id']}", told, method="PATCH", expect=200)
    dock = place(desk, "PACK-1")
    desk.post("/site/settings", {"returns_at": "PACK-1"}, method="PATCH", expect=200)
    desk.post(f"/places/{dock['id']}", {"code": "PACK-9"}, method="PATCH", expect=409)
    floor = place(desk, "FLOOR")
    desk.post(f"/places/{floor['id']}", {"code": "GROUND"}, method="PATCH", expect=409)


def test_a_place_is_given_no_name_that_another_has_and_no_zone_that_is_none(office: Office) -> None:
    desk = office.desk
    path = f"/places/{place(desk, 'B-01-01')['id']}"
    taken = desk.post(path, {"code": "B-01-02"}, method="PATCH", expect=409)
    assert taken["code"] == "code_taken"
    unknown = desk.post(path, {"zone": "NONE"}, method="PATCH", expect=422)
    assert unknown["params"]["field"] == "zone"
    desk.post(path, {"code": "5012345678900"}, method="PATCH", expect=422)
    assert desk.post(path, {"zone": "", "on_aisle": ""}, method="PATCH", expect=200)["zone"] is None
    assert [one["name"] for one in desk.get(f"{path}/changes")["items"]] == ["on_aisle", "zone"]
    office.hire("picker", badge="B-TWO")
    picker = office.sign_in("picker")
    picker.post(path, {"code": "B-09-09"}, method="PATCH", expect=403)
