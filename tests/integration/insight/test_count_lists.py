"""Rounds of counts and what they found, as lists: a page at a time, both ways, by what the page offers."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from apiflask import APIFlask

from pickface.db import Tx, clock
from tests import builders
from tests.office import Office, open_office

pytestmark = pytest.mark.both


@pytest.fixture
def office(app: APIFlask) -> Office:
    """Five rounds in two zones, of which the first two are over, and six differences in two bins."""
    office = open_office(app)
    office.desk.post("/zones", {"code": "NORTH", "name": "North"})
    office.desk.post("/zones", {"code": "SOUTH", "name": "South"})
    for place, zone in (("A-01-01", "NORTH"), ("A-01-02", "SOUTH")):
        office.desk.post("/places", {"code": place, "kind": "bin", "aisle": "A", "zone": zone})
    item = office.desk.post("/items", {"sku": "TEA", "name": "Tea"})["id"]

    def counted(tx: Tx) -> None:
        lot = tx.insert("lot", item_id=item, code="L-1")
        now = clock()
        for at in range(5):
            zone = tx.value("SELECT id FROM zone WHERE code = :code", code=("NORTH", "SOUTH")[at % 2])  # fmt: skip
            over = {"closed_at": now} if at < 2 else {}
            kind = "stocktake" if at == 4 else "cycle"
            tx.insert("count_round", site_id=office.site_id, zone_id=zone, kind=kind, day=f"2026-11-0{at + 1}",
                      created_at=now, filled_at=now, **over)  # fmt: skip
        for at in range(6):
            place = tx.value("SELECT id FROM place WHERE code = :code", code=f"A-01-0{at % 2 + 1}")
            tx.insert("count_line", site_id=office.site_id, task_id=1, place_id=place, item_id=item, lot_id=lot,
                      container="", owner_id=1, booked=10, found=0, counted=12 if at < 2 else 7, price_minor=100,
                      currency="EUR", state="approval" if at == 5 else "booked", person_id=None,
                      event_id=str(uuid.uuid4()), looked_at=now, at=now)  # fmt: skip

    builders.write(office.app, counted)
    return office


def walk(office: Office, path: str, **asked: Any) -> list[int]:
    """The ids of all pages, two rows on a page."""
    found: list[int] = []
    cursor: str | None = ""
    while cursor is not None:
        at: dict[str, Any] = {"cursor": cursor} if cursor else {}
        page = office.desk.get(path, **asked, limit=2, **at)
        assert len(page["items"]) <= 2
        found += [one["id"] for one in page["items"]]
        cursor = page["next"]
    return found


def test_rounds_go_on_behind_the_last_row_both_ways(office: Office) -> None:
    newest = walk(office, "/counts/rounds")
    assert len(newest) == 5
    assert newest == sorted(set(newest), reverse=True)
    assert walk(office, "/counts/rounds", descending="false") == newest[::-1]


def test_rounds_are_found_by_state_kind_and_zone(office: Office) -> None:
    def days(**asked: str) -> list[str]:
        return [one["day"][-1] for one in office.desk.get("/counts/rounds", **asked)["items"]]

    assert days(state="open") == ["5", "4", "3"]
    assert days(state="over") == ["2", "1"]
    assert days(zone="north") == ["5", "3", "1"]
    assert days(kind="stocktake") == ["5"]
    assert days(kind="stocktake", zone="SOUTH") == []


def test_differences_go_on_behind_the_last_row_both_ways(office: Office) -> None:
    newest = walk(office, "/counts/variances")
    assert len(newest) == 6
    assert newest == sorted(set(newest), reverse=True)
    assert walk(office, "/counts/variances", descending="false") == newest[::-1]


def test_differences_are_found_by_bin_item_sign_and_state(office: Office) -> None:
    def rows(**asked: Any) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = office.desk.get("/counts/variances", **asked)["items"]
        return found

    assert {one["place"] for one in rows(q="01-02")} == {"A-01-02"}
    assert len(rows(q="te")) == 6
    assert rows(q="%") == []
    assert [one["counted"] for one in rows(differs="more")] == [12, 12]
    assert [one["counted"] for one in rows(differs="less", zone="SOUTH")] == [7, 7]
    assert [one["state"] for one in rows(state="waiting")] == ["approval"]
    assert len(rows(state="booked")) == 5
    # What is looked for changes nothing of how right the books were.
    whole, part = (office.desk.get("/counts/variances", **asked) for asked in ({}, {"differs": "more"}))  # fmt: skip
    assert [whole[name] for name in ("counted", "less_minor")] == [
        part[name] for name in ("counted", "less_minor")
    ]
