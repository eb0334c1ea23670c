"""The floor is drawn by hand: bins go with their aisles, all is saved or nothing, and what cannot be is told."""

from __future__ import annotations

from typing import Any

import pytest
from apiflask import APIFlask

from tests.furnished import furnish
from tests.integration.locations.test_place_changes import place
from tests.office import Office


@pytest.fixture
def office(app: APIFlask) -> Office:
    return furnish(app)


def draw(office: Office, expect: int = 200, **told: Any) -> Any:
    told.setdefault("version", office.desk.get("/floor")["version"])
    return office.desk.post("/floor/drawing", told, expect=expect)


def way(office: Office, code: str, dx: int = 0, dy: int = 0, **told: Any) -> dict[str, Any]:
    """An aisle as it is, moved by so much, with one end or the other said anew."""
    (found,) = [one for one in office.desk.get("/floor")["ways"] if one["code"] == code]
    found = {name: value for name, value in found.items() if name != "is_new"}
    for end in ("1_mm", "2_mm"):
        found[f"x{end}"] += dx
        found[f"y{end}"] += dy
    return {**found, **told}


def test_an_aisle_is_moved_with_its_bins_and_new_things_stand_beside_it(office: Office) -> None:
    desk = office.desk
    before, other = place(desk, "B-02-01"), place(desk, "A-02-01")
    told = draw(
        office,
        ways=[
            way(office, "B", dx=4_000),
            {"code": "N", "x1_mm": 20_000, "y1_mm": 0, "x2_mm": 20_000, "y2_mm": 9_000, "one_way": True},
            {"code": "X9", "kind": "cross", "x1_mm": 0, "y1_mm": 0, "x2_mm": 20_000, "y2_mm": 0},
        ],
        stands=[
            {"code": "DOCK-9", "kind": "dock", "x_mm": 15_000, "y_mm": -3_000},
            {"code": "PACK-1", "kind": "station", "x_mm": 12_000, "y_mm": -3_000},
        ],
    )  # fmt: skip
    assert {one["code"] for one in told["ways"]} >= {"A", "B", "N", "X9"}
    assert told["version"] == desk.get("/floor")["version"]
    after = place(desk, "B-02-01")
    assert (after["x_mm"], after["y_mm"]) == (int(str(before["x_mm"])) + 4_000, before["y_mm"])
    assert place(desk, "A-02-01") == other
    assert place(desk, "PACK-1")["x_mm"] == 12_000
    assert place(desk, "DOCK-9")["kind"] == "dock"
    changes = desk.get(f"/places/{before['id']}/changes")["items"]
    assert [(one["name"], one["new"]) for one in changes] == [("x_mm", str(after["x_mm"]))]
    # Bins are made along what was drawn, whichever way it lies.
    told = draw(office, ways=[{"code": "W", "x1_mm": 0, "y1_mm": 30_000, "x2_mm": 9_000, "y2_mm": 30_000}])  # fmt: skip
    desk.post("/floor", {"first_aisle": "W", "aisles": 1, "bays": 2, "levels": 1})
    stands = [
        (one["x_mm"], one["y_mm"]) for one in (place(desk, "W-01-01"), place(desk, "W-02-01"))
    ]
    assert stands == [(1_700, 30_900), (1_700, 29_100)]


def test_what_lies_over_something_is_refused_and_nothing_is_saved(office: Office) -> None:
    before = office.desk.get("/floor")
    new = {"code": "N", "x1_mm": 20_000, "y1_mm": 0, "x2_mm": 20_000, "y2_mm": 9_000}
    over = draw(office, 409, ways=[new, way(office, "B", dx=-2_500)])
    assert (over["code"], set(over["params"].values())) == ("drawn_over", {"A", "B"})
    a = way(office, "A")
    stand = {"code": "DOCK-9", "kind": "dock", "x_mm": a["x1_mm"], "y_mm": a["y1_mm"] + 2_000}
    assert draw(office, 409, stands=[stand])["code"] == "drawn_over"
    pair = [{**stand, "code": code, "x_mm": -9_000} for code in ("DOCK-8", "DOCK-9")]
    assert draw(office, 409, stands=pair)["code"] == "drawn_over"
    short = draw(office, 409, ways=[way(office, "B", y2_mm=way(office, "B")["y1_mm"] + 600)])
    assert (short["code"], short["params"]["aisle"]) == ("bins_beyond_end", "B")
    draw(office, 422, ways=[{**new, "x2_mm": 20_000, "y2_mm": 0}])
    assert office.desk.get("/floor") == before


def test_who_draws_on_an_old_plan_is_told(office: Office) -> None:
    version = office.desk.get("/floor")["version"]
    draw(office, ways=[way(office, "B", dx=1_000)])
    late = draw(office, 409, version=version, ways=[way(office, "B", dx=1_000)])
    assert late["code"] == "drawing_changed"
    office.hire("picker", badge="B-TWO")
    told = {"version": version, "ways": []}
    office.sign_in("picker").post("/floor/drawing", told, expect=403)


def test_an_aisle_is_taken_away_when_its_bins_are_empty(office: Office) -> None:
    desk = office.desk
    kept = draw(office, 409, gone=["A"])
    assert (kept["code"], kept["params"]["place"]) == ("place_holds_goods", "A-01-01")
    assert draw(office, 404, gone=["NONE"])["code"] == "not_found"
    desk.post("/floor", {"first_aisle": "D", "aisles": 1, "bays": 2, "levels": 2})
    gone = draw(office, gone=["D"])
    assert "D" not in {one["code"] for one in gone["ways"]}
    bin_ = place(desk, "D-01-01")
    assert (bin_["active"], bin_["on_aisle"]) == (False, "")
    changes = {one["name"] for one in desk.get(f"/places/{bin_['id']}/changes")["items"]}
    assert changes == {"active", "on_aisle"}
