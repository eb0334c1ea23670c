"""Departures over HTTP: planned by hand or by a timetable, let leave, and their papers."""

from __future__ import annotations

import pytest
from apiflask import APIFlask

from pickface.db import clock
from tests.office import Office, open_office

HOUR = 3_600_000


@pytest.fixture
def office(app: APIFlask) -> Office:
    """An office with a dock and a carrier."""
    office = open_office(app)
    office.desk.post("/places", {"code": "GATE-1", "kind": "dock"})
    office.desk.post("/carriers", {"code": "HANSE", "name": "Hanse"})
    return office


def test_a_departure_is_planned_changed_and_let_leave(office: Office) -> None:
    at = clock() + HOUR
    made = office.desk.post("/departures", {"carrier": "HANSE", "door": "GATE-1", "leaves_at": at})
    path = f"/departures/{made['id']}"
    again = {"carrier": "HANSE", "door": "GATE-1", "leaves_at": at}
    assert office.desk.post("/departures", again, expect=409)["code"] == "departure_taken"
    office.desk.post(path, {"leaves_at": at + HOUR}, method="PATCH", expect=200)
    assert office.desk.get(path)["departure"]["leaves_at"] == at + HOUR
    assert office.desk.get(f"{path}/manifest")["parcels"] == 0
    said = office.desk.post(f"{path}/leave", {}, expect=200)
    assert (said["departure"]["state"], said["stays"]) == ("left", [])
    assert office.desk.post(f"{path}/cancel", {}, expect=409)["code"] == "departure_has_left"
    assert [one["id"] for one in office.desk.get("/departures", state="left")["items"]] == [made["id"]]  # fmt: skip


def test_a_timetable_makes_the_next_two_and_said_again_makes_no_more(office: Office) -> None:
    (carrier,) = office.desk.get("/carriers")["items"]
    path = f"/carriers/{carrier['id']}/timetable"
    row = {"days": "1234567", "leaves": "17:00", "cut_off": "16:30", "door": "GATE-1"}
    for _ in range(2):
        assert office.desk.post(path, {"rows": [row]}, method="PUT", expect=200)["rows"] == [row]
    first, second = office.desk.get("/departures")["items"]
    assert second["leaves_at"] - first["leaves_at"] in (23 * HOUR, 24 * HOUR, 25 * HOUR)
    office.desk.post(path, {"rows": []}, method="PUT", expect=200)
    assert office.desk.get("/departures")["items"] == []
