"""A floor out of a form: previewed, made, extended, and never changing what is there; and its labels."""

from __future__ import annotations

import re
import shutil
import subprocess
from typing import Any

import pytest
from apiflask import APIFlask

from pickface.errors import PickfaceError
from pickface.locations.floor_plan import floor_plan
from pickface.locations.generating import count_up
from pickface.routing.floor import UNREACHABLE_MM, Segment, Stop
from pickface.routing.plan import Plan
from tests.conftest import absent
from tests.office import Office, open_office

SMALL = {"aisles": 2, "bays": 6, "levels": 3}


@pytest.fixture
def office(app: APIFlask) -> Office:
    return open_office(app)


def bins(office: Office) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    cursor = None
    while True:
        more = {"cursor": cursor} if cursor else {}
        page = office.desk.get("/places", kind="bin", limit=200, **more)
        found |= {place["code"]: place for place in page["items"]}
        cursor = page["next"]
        if not cursor:
            return found


def text_of(document: bytes) -> str:
    """What a PDF says."""
    if shutil.which("pdftotext") is None:
        absent("pdftotext is not installed (apt-get install poppler-utils)")
    done = subprocess.run(["pdftotext", "-", "-"], input=document, capture_output=True, check=True)
    return done.stdout.decode()


def plan_of(office: Office) -> tuple[Plan, list[Stop]]:
    with office.app.app_context():
        floor = floor_plan(office.site_id)
    stops = [
        Stop(**{name: value for name, value in stop.items() if name != "place_id"})
        for stop in floor.stops
    ]
    return Plan([Segment(**segment) for segment in floor.segments]), stops


def test_a_form_makes_the_bins_that_its_preview_shows(office: Office) -> None:
    shown = office.desk.post("/floor/preview", SMALL, expect=200)
    assert (shown["bins"], shown["existing"]) == (36, 0)
    assert shown["first"] == ["A-01-01", "A-01-02", "A-01-03"]
    assert shown["last"] == ["B-06-01", "B-06-02", "B-06-03"]
    assert bins(office) == {}
    made = office.desk.post("/floor", SMALL)
    assert (made["bins"], made["existing"], made["aisles"], made["stations"]) == (36, 0, 2, 4)
    there = bins(office)
    assert len(there) == 36
    assert {there["B-06-02"][part] for part in ("aisle", "bay", "level")} == {"B", "06", "02"}
    assert there["A-01-01"]["zone"] == "A"


def test_every_bin_and_station_can_be_walked_to_from_every_other(office: Office) -> None:
    office.desk.post("/floor", {**SMALL, "middle_crossings": 1})
    office.desk.post("/floor", {**SMALL, "zone": "B", "first_aisle": "C", "bays": 10})
    office.desk.post("/floor", {**SMALL, "zone": "C", "first_aisle": "E", "bays": 3, "sides": 1})
    plan, stops = plan_of(office)
    assert len(stops) > 80
    matrix = plan.distance_matrix(stops)
    assert max(max(row) for row in matrix) < UNREACHABLE_MM


def test_one_way_aisles_leave_no_bin_alone(office: Office) -> None:
    office.desk.post("/floor", {**SMALL, "aisles": 3, "direction": "alternating"})
    office.desk.post(
        "/floor", {**SMALL, "aisles": 1, "first_aisle": "D", "direction": "alternating"}
    )
    plan, stops = plan_of(office)
    assert max(max(row) for row in plan.distance_matrix(stops)) < UNREACHABLE_MM


def test_a_plan_made_twice_makes_nothing_twice(office: Office) -> None:
    office.desk.post("/floor", SMALL)
    before, ways = bins(office), office.desk.get("/aisles")
    assert office.desk.post("/floor/preview", SMALL, expect=200)["bins"] == 0
    again = office.desk.post("/floor", SMALL)
    assert (again["bins"], again["existing"], again["aisles"], again["stations"]) == (0, 36, 0, 0)
    assert (bins(office), office.desk.get("/aisles")) == (before, ways)


def test_more_levels_and_aisles_leave_what_is_there_as_it_was(office: Office) -> None:
    office.desk.post("/places", {"code": "A-02-01", "kind": "bin", "pickable": False, "x_mm": 77})
    office.desk.post("/floor", SMALL)
    before = bins(office)
    assert before["A-02-01"]["x_mm"] == 77
    made = office.desk.post("/floor", {**SMALL, "aisles": 3, "levels": 4, "zone": "B"})
    assert made["bins"] == 3 * 6 * 4 - 36
    after = bins(office)
    assert {code: after[code] for code in before} == before
    assert after["C-01-01"]["x_mm"] > before["B-01-01"]["x_mm"]


def test_a_floor_that_was_cut_off_is_finished_by_saying_it_again(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    from pickface.setup import floor

    made = []

    def cut_off(*args: Any) -> Any:
        made.append(args)
        if len(made) > 10:
            raise PickfaceError("the power is gone")
        return add(*args)

    add = floor._add
    monkeypatch.setattr(floor, "_add", cut_off)
    office.desk.post("/floor", SMALL, expect=400)
    monkeypatch.undo()
    office.desk.post("/floor", SMALL)
    assert len(bins(office)) == 36
    assert len(office.desk.get("/aisles")["items"]) == 4


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"pattern": "{aisle}-{bay}"}, "pattern"),
        ({"pattern": "{bay}-{level}", "aisles": 1}, "pattern"),
        ({"pattern": "{aisle}-{bay}-{shelf}-{level}"}, "pattern"),
        ({"pattern": "{aisle-{bay}-{level}"}, "pattern"),
        ({"pattern": "T00{bay}{level}{aisle}", "first_aisle": "1"}, "code"),
        ({"pattern": "a {aisle}-{bay}-{level}"}, "code"),
        ({"first_bay": "?"}, "first_bay"),
        ({"first_level": "99999999"}, "first_level"),
        ({"aisles": 100, "bays": 400}, "bays"),
        ({"aisles": 0}, "aisles"),
        ({"aisles": 1, "direction": "alternating"}, "direction"),
    ],
)
def test_a_floor_that_cannot_be_is_refused_with_its_field(
    office: Office, wrong: dict[str, Any], field: str
) -> None:
    for path in ("/floor/preview", "/floor"):
        refused = office.desk.post(path, {**SMALL, **wrong}, expect=422)
        assert refused["params"]["field"] == field
    assert bins(office) == {}
    assert office.desk.get("/aisles")["items"] == []


@pytest.mark.parametrize(
    ("first", "last"),
    [("01", "30"), ("9", "38"), ("A", "AF"), ("Y", "BD"), ("H", "AN"), ("I", "AL"), ("R09", "R38"), ("AZ", "CE")],
)  # fmt: skip
def test_names_count_up_as_people_count(first: str, last: str) -> None:
    names = count_up(first, 30)
    assert (names[0], names[-1], len(set(names))) == (first, last, 30)


def test_high_levels_hold_reserves(office: Office) -> None:
    office.desk.post("/floor", {**SMALL, "pick_levels": 2})
    there = bins(office)
    assert [there[f"A-01-0{level}"]["pickable"] for level in (1, 2, 3)] == [True, True, False]


def test_labels_of_an_aisle_are_printed_on_the_paper_that_is_there(office: Office) -> None:
    office.desk.post("/floor", SMALL)
    for paper, wide in (("a4", 595), ("letter", 612)):
        answer = office.desk.client.post(
            "/api/v1/labels/bins", json={"aisle": "A", "paper": paper}, headers=office.desk.headers
        )
        assert answer.mimetype == "application/pdf"
        box = re.search(rb"MediaBox \[ ?0 0 (\d+)", answer.data)
        assert box is not None
        assert int(box[1]) == wide
        text = text_of(answer.data)
        assert "A-06-03" in text
        assert "B-01-01" not in text
    zpl = office.desk.client.post(
        "/api/v1/labels/bins", json={"zone": "A", "paper": "zpl"}, headers=office.desk.headers
    )
    assert zpl.text.count("^XA") == 36
    none = office.desk.post("/labels/bins", {"aisle": "Z"}, expect=404)
    assert none["code"] == "nothing_to_print"


def test_badges_and_totes_are_printed(office: Office) -> None:
    sofia = office.hire("picker", "Sofia Lindqvist")
    for path, body, wanted in (
        ("badges", {"people": [sofia]}, "B-PICKER"),
        ("badges", {}, "B-MANAGER-MAIN"),
        ("totes", {"first": 9, "many": 2, "paper": "letter"}, "T0010"),
    ):
        answer = office.desk.client.post(
            f"/api/v1/labels/{path}", json=body, headers=office.desk.headers
        )
        assert wanted in text_of(answer.data)


def test_plates_of_new_containers_are_printed_on_sheets_and_rolls(office: Office) -> None:
    office.desk.post("/floor", SMALL)
    made = office.desk.post("/containers", {"kind": "pallet", "many": 2})["items"]
    for paper in ("a4", "zpl"):
        answer = office.desk.client.post(
            "/api/v1/labels/plates",
            json={"codes": made, "paper": paper},
            headers=office.desk.headers,
        )
        said = answer.text if paper == "zpl" else text_of(answer.data)
        assert all(code in said for code in made)
    unknown = {"codes": ["LP9999999"]}
    assert office.desk.post("/labels/plates", unknown, expect=404)["code"] == "nothing_to_print"


def test_a_picker_looks_at_the_floor_and_changes_nothing(office: Office) -> None:
    office.hire("picker")
    desk = office.sign_in("picker")
    desk.get("/floor")
    desk.post("/floor", SMALL, expect=403)
    desk.post("/labels/bins", {}, expect=403)


def test_a_station_without_a_place_gets_one_and_keeps_it(office: Office) -> None:
    office.desk.post("/places", {"code": "DOCK-1", "kind": "dock"})
    office.desk.post("/floor", SMALL)
    (dock,) = office.desk.get("/places", code="DOCK-1")["items"]
    assert (dock["x_mm"], dock["y_mm"]) == (3_000, -1_500)
    office.desk.post("/floor", {**SMALL, "first_aisle": "C"})
    assert office.desk.get("/places", code="DOCK-1")["items"] == [dock]


def test_labels_of_items_are_printed_so_many_times_and_what_is_not_there_is_told(
    office: Office,
) -> None:
    desk = office.desk
    desk.post("/items", {"sku": "MUG", "name": "Mug", "barcodes": [{"value": "5012345678900"}]})
    item = desk.get("/items")["items"][0]["id"]
    sheet = desk.client.post(
        "/api/v1/labels/items", json={"items": [item], "copies": 22}, headers=desk.headers
    )
    assert (sheet.status_code, sheet.data[:4]) == (200, b"%PDF")
    assert (
        desk.post("/labels/items", {"items": [item + 1]}, expect=404)["code"] == "nothing_to_print"
    )


def test_a_floor_is_walked_before_it_is_built(office: Office) -> None:
    shown = office.desk.post("/floor/preview", {"aisles": 4, "bays": 10, "levels": 3}, expect=200)
    tour = shown["tour"]
    assert len(tour["stops"]) == len({one["code"] for one in tour["stops"]}) == 12
    assert 0 < tour["walk_m"] <= tour["code_order_m"]
    again = office.desk.post("/floor/preview", {"aisles": 4, "bays": 10, "levels": 3}, expect=200)
    assert again["tour"] == tour
    # From where packing stands already, not from where it would stand in front of the new aisles.
    office.desk.post("/floor", {"aisles": 4, "bays": 10, "levels": 3})
    more = {"first_aisle": "E", "aisles": 4, "bays": 10, "levels": 3}
    assert office.desk.post("/floor/preview", more, expect=200)["tour"]["walk_m"] > tour["walk_m"]
    no_packing = {"first_aisle": "E", "aisles": 1, "bays": 2, "levels": 1, "packing": 0}
    assert office.desk.post("/floor/preview", no_packing, expect=200)["tour"] is None
    one_way = {"aisles": 4, "direction": "alternating", "middle_crossings": 1}
    assert office.desk.post("/floor/preview", one_way, expect=200)["tour"]["walk_m"] > 0


def test_bins_of_a_floor_have_room_for_pallets(office: Office) -> None:
    office.desk.post("/floor", {"aisles": 1, "bays": 2, "levels": 1, "max_pallets": 2})
    rooms = {one["code"]: one["max_pallets"] for one in office.desk.get("/places")["items"]}
    assert (rooms["A-01-01"], rooms["A-02-01"], rooms["DOCK-1"]) == (2, 2, 0)
