"""Rounds of counts and what they found, as lists: a page at a time, both ways, by what the page offers."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from apiflask import APIFlask

from pickface.db import Tx, clock
from pickface.insight import counts
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
                      event_id=str(uuid.uuid4()), looked_at=now, at=now - at // 2)  # fmt: skip

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
    assert newest == [2, 1, 4, 3, 6, 5], "by time, and by number where that is the same"
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


def test_what_was_counted_long_ago_is_not_read(office: Office) -> None:
    def look(tx: Tx) -> list[str]:
        if tx.dialect == "postgresql":
            # Small tables are read whole, whatever indexes they have.
            tx.run("SET LOCAL enable_seqscan = off")
        word = "EXPLAIN QUERY PLAN " if tx.dialect == "sqlite" else "EXPLAIN "
        bound = {"site": office.site_id, "zone": "", "round": 0, "since": clock() - 1}
        newest = counts.LINES.format(
            which=counts.DIFFERS, order="l.at DESC, l.id DESC", outer="x.at DESC, x.id DESC"
        )
        asked = ((newest, {"most": 3}), (counts.SUMS, {}))
        return [
            "\n".join(
                str(list(dict(one).values())[-1]) for one in tx.all(word + sql, **bound, **more)
            )
            for sql, more in asked
        ]

    lines, sums = builders.write(office.app, look)
    assert "count_line_differs" in lines
    assert "count_line_time" in sums


def test_a_round_shows_what_was_counted_since_it_began(office: Office) -> None:
    def bins(tx: Tx) -> None:
        place = tx.value("SELECT id FROM place WHERE code = 'A-01-01'")
        tx.insert_many("count_bin", [{"round_id": 5, "place_id": place, "position": 1}])
        tx.run("UPDATE count_round SET created_at = created_at - 1 WHERE id = 5")

    builders.write(office.app, bins)
    found = office.desk.get("/counts/variances", round=5)
    assert [one["id"] for one in found["items"]] == [1, 3]
    assert found["counted"] == 2
    assert office.desk.get("/counts/variances", round=999)["items"] == []
