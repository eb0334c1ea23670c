"""Carton types and sizes of items, as the office and its spreadsheets make them."""

from __future__ import annotations

from typing import Any

import pytest
from apiflask import APIFlask

from tests.integration.channels.test_uploads import apply, check, upload
from tests.office import Office, open_office


@pytest.fixture
def office(app: APIFlask) -> Office:
    return open_office(app)


def patch(office: Office, path: str, body: dict[str, Any], expect: int = 200) -> Any:
    return office.desk.post(path, body, expect=expect, method="PATCH")


def carton(code: str, *sides: int) -> dict[str, object]:
    return {"code": code, **dict(zip(("length_mm", "width_mm", "height_mm"), sides, strict=True))}


def test_the_smallest_carton_stands_first_and_a_code_is_taken_once(office: Office) -> None:
    office.desk.post("/carton-types", carton("L", 600, 400, 400))
    office.desk.post("/carton-types", carton("S", 200, 150, 100))
    listed = office.desk.get("/carton-types")["items"]
    assert [one["code"] for one in listed] == ["S", "L"]
    assert office.desk.post("/carton-types", carton("S", 1, 1, 1), expect=422)
    taken = office.desk.post("/carton-types", carton("S", 100, 100, 100), expect=409)
    assert taken["code"] == "carton_type_taken"


def test_a_carton_type_is_changed_or_taken_out_of_use(office: Office) -> None:
    made = office.desk.post("/carton-types", carton("S", 200, 150, 100))
    changed = patch(office, f"/carton-types/{made['id']}", {"height_mm": 120, "active": False})
    assert (changed["height_mm"], changed["length_mm"], changed["active"]) == (120, 200, False)
    gone = patch(office, "/carton-types/999", {"active": True}, expect=404)
    assert gone["code"] == "carton_type_not_found"


def test_an_item_is_measured_later_and_what_is_left_out_stays(office: Office) -> None:
    made = office.desk.post(
        "/items", {"sku": "JAR", "name": "Jar", "length_mm": 90, "fragile": True}
    )
    assert (made["length_mm"], made["turning"], made["fragile"]) == (90, "any", True)
    path = f"/items/{made['id']}/sizes"
    changed = patch(office, path, {"height_mm": 140, "turning": "upright", "fragile": False})
    found = [changed[name] for name in ("length_mm", "height_mm", "turning", "fragile")]
    assert found == [90, 140, "upright", False]
    patch(office, path, {"turning": "sideways"}, expect=422)
    patch(office, "/items/999/sizes", {"height_mm": 1}, expect=404)


def test_cartons_and_sizes_come_in_from_spreadsheets_and_twice_changes_nothing(
    office: Office,
) -> None:
    office.desk.post("/items", {"sku": "JAR", "name": "Jar"})
    for kind, raw in (
        (
            "carton_types",
            "Karton;Länge;Breite;Höhe;Kosten\nS;200;150;100;0,18\nM;300;200;150;0,26\n",
        ),
        ("sizes", "SKU;length_mm;width_mm;height_mm;weight_g;fragile\nJAR;90;90;140;420;yes\n"),
    ):
        for created in (raw.count("\n") - 1, 0):
            run = check(office.desk, upload(office.desk, kind, raw))
            assert (run["created"], run["left_out"]) == (created, 0)
            apply(office.desk, run)
    listed = office.desk.get("/carton-types")["items"]
    assert [(one["code"], one["cost_minor"]) for one in listed] == [("S", 18), ("M", 26)]
    jar = office.desk.get("/items", sku="JAR")["items"][0]
    assert (jar["length_mm"], jar["weight_g"], jar["fragile"]) == (90, 420, True)
    run = check(
        office.desk, upload(office.desk, "sizes", "sku;length_mm;width_mm;height_mm\nPOT;1;1;1\n")
    )
    assert run["left_out"] == 1
