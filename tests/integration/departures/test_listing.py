"""The list of trucks over HTTP: a page at a time along its index, both ways, of a state, a carrier or a door."""

from __future__ import annotations

from typing import Any

import pytest
from apiflask import APIFlask

from pickface.db import clock, rows
from pickface.departures import showing
from pickface.departures.forms import DepartureQuery
from tests.office import Office, open_office

HOUR = 3_600_000


@pytest.fixture
def office(app: APIFlask) -> Office:
    """Six trucks to come, of two carriers in turn, each at a door of its own."""
    office = open_office(app)
    now = clock()
    for door, carrier in (("GATE-1", "HANSE"), ("GATE-2", "WESER")):
        office.desk.post("/places", {"code": door, "kind": "dock"})
        office.desk.post("/carriers", {"code": carrier, "name": carrier.title()})
    for hours in range(1, 7):
        door, carrier = ("GATE-1", "HANSE") if hours % 2 else ("GATE-2", "WESER")
        at = {"carrier": carrier, "door": door, "leaves_at": now + hours * HOUR}
        office.desk.post("/departures", at)
    return office


def walk(office: Office, **asked: Any) -> list[int]:
    """When the trucks of all pages leave, two on a page."""
    found: list[int] = []
    cursor: str | None = ""
    while cursor is not None:
        at: dict[str, Any] = {"cursor": cursor} if cursor else {}
        page = office.desk.get("/departures", **asked, limit=2, **at)
        assert len(page["items"]) <= 2
        found += [one["leaves_at"] for one in page["items"]]
        cursor = page["next"]
    return found


def test_pages_go_on_behind_the_last_row_both_ways_and_leave_none_out(office: Office) -> None:
    forth = walk(office)
    assert len(forth) == 6
    assert forth == sorted(set(forth))
    assert walk(office, descending="true") == forth[::-1]


def test_what_leaves_between_two_pages_moves_none_of_the_others(office: Office) -> None:
    first = office.desk.get("/departures", limit=2)
    office.desk.post(f"/departures/{first['items'][0]['id']}/leave", {}, expect=200)
    second = office.desk.get("/departures", limit=2, cursor=first["next"])
    assert second["items"][0]["leaves_at"] > first["items"][1]["leaves_at"]
    shown = [one["leaves_at"] for one in [*first["items"], *second["items"]]]
    assert shown == sorted(set(shown))


def test_trucks_are_found_by_carrier_door_and_state_the_latest_first_once_they_left(
    office: Office,
) -> None:
    all_of = office.desk.get("/departures")["items"]
    hanse = [one["id"] for one in all_of if one["carrier"] == "HANSE"]
    assert [one["id"] for one in office.desk.get("/departures", carrier="hanse")["items"]] == hanse
    assert [one["id"] for one in office.desk.get("/departures", door="gate-1")["items"]] == hanse
    assert office.desk.get("/departures", door="gate-1", carrier="weser")["items"] == []
    for one in all_of[:2]:
        office.desk.post(f"/departures/{one['id']}/leave", {}, expect=200)
    office.desk.post(f"/departures/{all_of[2]['id']}/cancel", {}, expect=200)
    left = office.desk.get("/departures", state="left")["items"]
    assert [one["id"] for one in left] == [all_of[1]["id"], all_of[0]["id"]]
    assert walk(office, state="left", descending="false") == [one["leaves_at"] for one in left[::-1]]  # fmt: skip
    gone = office.desk.get("/departures", state="cancelled")["items"]
    assert [one["id"] for one in gone] == [all_of[2]["id"]]
    assert len(office.desk.get("/departures", state="planned")["items"]) == 3
    assert office.desk.get("/departures", state="loading")["items"] == []


def test_a_cursor_of_the_other_way_is_refused(office: Office) -> None:
    cursor = office.desk.get("/departures", limit=2)["next"]
    asked = {"cursor": cursor, "descending": "true"}
    assert office.desk.get("/departures", **asked, expect=422)["code"] == "bad_request"
    assert office.desk.get("/departures", cursor="bm8=", expect=422)["code"] == "bad_request"


def test_trucks_that_left_are_read_along_their_index_and_not_sorted(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    if office.app.extensions["pickface"].config.database_url.startswith("postgresql"):
        pytest.skip("the plan is SQLite's")
    seen: list[str] = []

    def explained(sql: str, **told: Any) -> Any:
        seen.extend(step["detail"] for step in rows(f"EXPLAIN QUERY PLAN {sql}", **told))
        return rows(sql, **told)

    monkeypatch.setattr(showing, "rows", explained)
    with office.app.app_context():
        showing.list_departures(office.site_id, DepartureQuery(state="left", limit=50, cursor=None))
    assert any("departure_state (site_id=? AND state=?)" in step for step in seen), seen
    assert not [step for step in seen if step.startswith("SCAN") and "departure" in step], seen
