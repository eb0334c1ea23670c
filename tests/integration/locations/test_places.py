"""Sites, zones, aisles, places, containers and settings, over HTTP."""

from __future__ import annotations

from typing import Any

import pytest
from apiflask import APIFlask

from pickface.db import command, rows
from pickface.errors import BadRequest
from pickface.locations import settings
from pickface.locations.floor_plan import floor_plan
from pickface.locations.service import CodeTaken, create_site, virtual_place
from pickface.routing.floor import Segment, Stop
from pickface.routing.plan import Plan
from tests.integration.channels.test_uploads import bring_in
from tests.office import Office, open_office


@pytest.fixture
def office(app: APIFlask) -> Office:
    return open_office(app)


def test_a_new_site_has_the_ends_of_the_ledger_and_a_floor(office: Office) -> None:
    with office.app.app_context():
        found = rows(
            "SELECT code, kind, virtual, pickable FROM place WHERE site_id = :id ORDER BY code",
            id=office.site_id,
        )
        lost = command(lambda tx: virtual_place(tx, office.site_id, "lost_found"))
    assert [tuple(place.values()) for place in found] == [
        ("CUSTOMER", "customer", 1, 0),
        ("FLOOR", "station", 0, 0),
        ("LOST", "lost_found", 1, 0),
        ("SCRAP", "scrap", 1, 0),
        ("SUPPLIER", "supplier", 1, 0),
    ]
    assert lost


def test_a_site_code_is_taken_once_and_its_time_zone_is_real(office: Office) -> None:
    with office.app.app_context():
        with pytest.raises(CodeTaken):
            command(lambda tx: create_site(tx, "MAIN", "Again"))
        with pytest.raises(BadRequest):
            command(lambda tx: create_site(tx, "TWO", "Two", timezone="CEST"))
        assert len(rows("SELECT id FROM site")) == 1


def test_a_bin_is_pickable_and_a_dock_is_not(office: Office) -> None:
    office.desk.post("/zones", {"code": "A", "name": "Ambient", "proof": "bin"})
    made = office.desk.post("/places", {"code": "A-01-01", "zone": "A"})
    dock = office.desk.post("/places", {"code": "DOCK 1", "kind": "dock"})
    assert (made["pickable"], made["zone"], made["virtual"]) == (True, "A", False)
    assert (dock["pickable"], dock["zone"]) == (False, None)
    assert [place["code"] for place in office.desk.get("/places", zone="A")["items"]] == ["A-01-01"]
    assert [place["code"] for place in office.desk.get("/places", kind="dock")["items"]] == [
        "DOCK 1"
    ]


@pytest.mark.parametrize(
    ("form", "status", "code"),
    [
        ({"code": "a-1"}, 422, "bad_place_code"),
        ({"code": "T0001"}, 422, "bad_place_code"),
        ({"code": "FLOOR"}, 409, "code_taken"),
        ({"code": "A-1", "zone": "NONE"}, 422, "bad_request"),
        ({"code": "A-1", "on_aisle": "NONE"}, 422, "bad_request"),
        ({"code": "A-1", "kind": "customer"}, 422, "bad_request"),
        ({"code": "A-1", "x_mm": 1.5}, 422, "bad_request"),
    ],
)
def test_a_place_that_cannot_be_is_refused(
    office: Office, form: dict[str, Any], status: int, code: str
) -> None:
    before = office.desk.get("/places")["items"]
    assert office.desk.post("/places", form, expect=status)["code"] == code
    assert office.desk.get("/places")["items"] == before


def test_the_floor_plan_is_what_routing_walks_on(office: Office) -> None:
    office.desk.post("/aisles", {"code": "A", "x1_mm": 0, "y1_mm": 0, "x2_mm": 0, "y2_mm": 20_000})
    office.desk.post(
        "/aisles",
        {"code": "B", "x1_mm": 4000, "y1_mm": 0, "x2_mm": 4000, "y2_mm": 20_000, "one_way": True},
    )
    office.desk.post(
        "/aisles",
        {"code": "FRONT", "kind": "cross", "x1_mm": 0, "y1_mm": 0, "x2_mm": 4000, "y2_mm": 0},
    )
    for aisle, x_mm in (("A", 500), ("B", 4500)):
        office.desk.post(
            "/places", {"code": f"{aisle}-05-1", "on_aisle": aisle, "x_mm": x_mm, "y_mm": 5000}
        )
    with office.app.app_context():
        found = floor_plan(office.site_id)
    plan = Plan(
        [Segment(**{**segment, "one_way": bool(segment["one_way"])}) for segment in found.segments]
    )
    stops = {
        stop["id"]: Stop(**{name: value for name, value in stop.items() if name != "place_id"})
        for stop in found.stops
    }
    assert set(stops) == {"FLOOR", "A-05-1", "B-05-1"}
    assert plan.distance_mm(stops["A-05-1"], stops["B-05-1"]) == 5000 + 4000 + 5000


def test_an_aisle_needs_a_length_and_a_code_of_its_own(office: Office) -> None:
    form = {"code": "A", "x1_mm": 1, "y1_mm": 2, "x2_mm": 1, "y2_mm": 2}
    office.desk.post("/aisles", form, expect=422)
    office.desk.post("/aisles", {**form, "x2_mm": 9})
    office.desk.post("/aisles", {**form, "x2_mm": 9}, expect=409)
    assert [aisle["code"] for aisle in office.desk.get("/aisles")["items"]] == ["A"]


def test_a_zone_says_how_long_its_tasks_may_be_begun(office: Office) -> None:
    office.desk.post("/zones", {"code": "A", "name": "Ambient"})
    changed = office.desk.post("/zones/a", {"lease_minutes": 10}, expect=200, method="PATCH")
    assert (changed["lease_minutes"], changed["name"]) == (10, "Ambient")
    assert office.desk.get("/zones")["items"] == [changed]
    office.desk.post("/zones/A", {"lease_margin_minutes": 0}, expect=200, method="PATCH")
    renamed = office.desk.post("/zones/A", {"name": "Ambient"}, expect=200, method="PATCH")
    assert renamed["lease_margin_minutes"] == 0, "what is left out stays"
    reset = office.desk.post("/zones/A", {"lease_margin_minutes": None}, expect=200, method="PATCH")
    assert reset["lease_margin_minutes"] is None
    office.desk.post("/zones/A", {"lease_minutes": -1}, expect=422, method="PATCH")
    office.desk.post("/zones/NONE", {"lease_minutes": 1}, expect=404, method="PATCH")


def test_zones_are_listed_by_code(office: Office) -> None:
    for code in ("B", "A"):
        office.desk.post("/zones", {"code": code, "name": code})
    assert [zone["code"] for zone in office.desk.get("/zones")["items"]] == ["A", "B"]
    office.desk.post("/zones", {"code": "A", "name": "again"}, expect=409)


def test_a_container_shows_where_it_stands_and_what_is_in_it(office: Office) -> None:
    item = office.desk.post("/items", {"sku": "MUG", "name": "Mug"})["id"]
    floor = office.desk.get("/places", code="FLOOR")["items"][0]["id"]

    def fill(tx: Any) -> None:
        tx.run(
            "INSERT INTO container (code, site_id, kind, place_id, state) "
            "VALUES ('T0007', :site, 'tote', :place, 'open')",
            site=office.site_id,
            place=floor,
        )
        tx.run(
            "INSERT INTO balance (item_id, lot_id, place_id, container, owner_id, site_id, virtual, pickable, qty) "
            "VALUES (:item, 0, :place, 'T0007', 1, :site, 0, 0, 3)",
            item=item,
            place=floor,
            site=office.site_id,
        )

    with office.app.app_context():
        command(fill)
    found = office.desk.get("/containers/t0007")
    assert (found["place"], found["state"]) == ("FLOOR", "open")
    assert [(row["sku"], row["qty"]) for row in found["contents"]] == [("MUG", 3)]
    assert [row["code"] for row in office.desk.get("/containers", kind="tote")["items"]] == [
        "T0007"
    ]
    assert office.desk.get("/containers", state="shipped")["items"] == []
    assert office.desk.get("/containers/NOPE", expect=404)["code"] == "container_not_found"


def test_a_manager_changes_some_settings_and_the_others_stay(office: Office) -> None:
    before = office.desk.get("/site/settings")
    after = office.desk.post(
        "/site/settings", {"quality_check": "sample:10"}, method="PATCH", expect=200
    )
    assert after == {**before, "quality_check": "sample:10"}
    told = office.desk.post(
        "/site/settings", {"quality_check": "often"}, method="PATCH", expect=422
    )
    assert told["params"]["field"] == "quality_check"
    with office.app.app_context():
        assert settings.of_site(office.site_id).sample_pct == 10


def test_how_much_fits_into_a_place_is_said_later_too(office: Office) -> None:
    made = office.desk.post("/places", {"code": "P-01", "max_pallets": 2})
    assert made["max_pallets"] == 2
    told = {"max_pallets": 3, "max_weight_g": 900_000}
    changed = office.desk.post(f"/places/{made['id']}", told, method="PATCH", expect=200)
    assert changed["max_pallets"] == 3
    office.desk.post("/places/999999", told, method="PATCH", expect=404)
    office.desk.post(f"/places/{made['id']}", {"max_pallets": -1}, method="PATCH", expect=422)
    table = "code;zone;pallets\nP-02;;4\n"
    assert bring_in(office.desk, "bins", table)["created"] == 1
    found = {one["code"]: one["max_pallets"] for one in office.desk.get("/places")["items"]}
    assert (found["P-01"], found["P-02"]) == (3, 4)
