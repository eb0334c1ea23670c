"""Better places over HTTP: who sees them, who asks, and what is said when it is too late."""

from __future__ import annotations

import pytest
from apiflask import APIFlask

from pickface.planning.apart import NoAnswer, apart
from pickface.planning.slotting import advise
from tests.builders import write
from tests.office import open_office


def test_relocations_are_listed_asked_for_and_left(app: APIFlask) -> None:
    office = open_office(app)
    nothing = office.desk.get("/relocations")
    assert (nothing["reckoned_at"], nothing["items"]) == (None, [])
    assert office.desk.post("/relocations/reckon", expect=202)["busy"] is True
    item = office.desk.post("/items", {"sku": "MUG", "name": "Mug"})["id"]
    here, there = (office.desk.post("/places", {"code": code})["id"] for code in ("A-1", "A-2"))
    row = {
        "site_id": office.site_id, "item_id": item, "from_place_id": here, "to_place_id": there,
        "saves_mm_week": 50_000, "costs_mm": 90_000, "picks": 7, "reckoned_at": 1, "position": 1,
    }  # fmt: skip
    write(app, lambda tx: tx.insert_many("relocation", [{**row, "wish": n} for n in (1, 2)]))
    listed = office.desk.get("/relocations")["items"]
    assert [(one["id"], one["state"], one["orders"]) for one in listed] == [
        (1, "open", 7),
        (2, "open", 7),
    ]
    assert listed[0]["steps"] == [
        {"item": item, "sku": "MUG", "name": "Mug", "origin": "A-1", "goal": "A-2", "task": None}
    ]
    # Nothing lies there any more.
    assert office.desk.post("/relocations/1/ask", expect=409)["code"] == "places_changed"
    assert len(office.desk.post("/relocations/1/leave", expect=200)["items"]) == 1
    for deed in ("ask", "leave"):
        assert (
            office.desk.post(f"/relocations/1/{deed}", expect=404)["code"] == "relocation_not_found"
        )


def test_a_reckoning_that_fails_is_no_answer() -> None:
    assert apart(sorted, [2, 1], 60) == [1, 2]
    with pytest.raises(NoAnswer):
        apart(advise, None, 60)  # type: ignore[arg-type]
