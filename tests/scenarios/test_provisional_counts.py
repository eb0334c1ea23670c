"""A count that others may have been overtaken by is provisional until they have synced, or somebody approves it."""

from __future__ import annotations

import pytest

from pickface.db import clock
from pickface.errors import BadRequest
from pickface.scans.resolution import resolve
from pickface.stock import late_counts
from pickface.tasks import handover, provisional
from tests.scenarios.floor import Floor, Person


@pytest.fixture(autouse=True)
def slow_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Here whatever was scanned offline counts as late; in a warehouse it takes some seconds."""
    monkeypatch.setattr(late_counts, "LATE_MS", 0)


def picking(floor: Floor, name: str = "Sofia", place: str = "A-01-01") -> Person:
    """Somebody has a pick of teas from a bin on their device."""
    if not floor.items:
        floor.item("TEA")
        floor.item("SALT", zone_code="B")
    sku = "TEA" if place.startswith("A") else "SALT"
    floor.stock(place, sku, 5)
    floor.order(f"R-{name}", **{sku: 3})
    person = floor.person(name).next("pick")
    assert person
    return person


def counts(floor: Floor, qty: int, place: str = "A-01-01") -> Person:
    """Malik counts teas in a bin."""
    malik = floor.person("Malik").start("count", place)
    if qty:
        malik.scan("TEA")
        malik.quantity(qty)
    malik.act("done")
    return malik


def awaited(floor: Floor) -> list[str]:
    """The devices that counts wait for."""
    found = floor.read(
        "SELECT d.name FROM count_awaits w JOIN device d ON d.id = w.device_id ORDER BY w.task_id, d.name"
    )
    return [row["name"] for row in found]


def minutes_pass(floor: Floor, minutes: int = 2) -> None:
    """All that was counted was counted that much earlier, and what waits for a time is due."""
    floor.write(
        lambda tx: tx.run(
            "UPDATE count_awaits SET looked_at = looked_at - :ms", ms=minutes * 60_000
        )
    )
    look(floor)


def look(floor: Floor) -> None:
    """The job comes round."""
    floor.write(lambda tx: tx.run("UPDATE job SET run_at = 1"))
    floor.work_off()


def says(floor: Floor, person: Person, unsent: int | None, after_ms: int = 0) -> None:
    """A device speaks to the server."""
    floor.engine.heard.note(person.device, unsent, clock() + after_ms)


def test_law_20_a_count_awaits_the_devices_with_work_in_its_zone_and_no_others(
    floor: Floor,
) -> None:
    sofia = picking(floor)
    picking(floor, "Bruno", "B-01-01")
    sofia.go_offline(ago_ms=60_000)
    counts(floor, 2)
    assert floor.at("A-01-01") == 2, "the books follow the count at once"
    assert awaited(floor) == ["Sofia"]
    assert "count_provisional" not in floor.raised(), "most devices speak within a minute"
    minutes_pass(floor)
    assert "count_provisional" in floor.raised()
    assert floor.exception("count_provisional") == {"n": 1, "devices": "Sofia"}


def test_law_20_a_count_where_nobody_else_works_is_final(floor: Floor) -> None:
    picking(floor, "Bruno", "B-01-01")
    counts(floor, 0)
    assert awaited(floor) == []
    assert floor.read("SELECT * FROM job") == []


def test_law_20_a_count_is_final_when_the_device_has_synced_past_it(floor: Floor) -> None:
    sofia = picking(floor).go_offline(ago_ms=60_000)
    sofia.scans("T0001", "A-01-01", "TEA")
    sofia.quantity(3)
    counts(floor, 2)
    minutes_pass(floor)
    says(floor, sofia, unsent=4)
    look(floor)
    assert awaited(floor) == ["Sofia"], "it has spoken, and holds scans back"
    sofia.come_back()
    assert (floor.at("A-01-01"), floor.at("LOST")) == (2, 0), (
        "the late pick explains the difference"
    )
    says(floor, sofia, unsent=0)
    look(floor)
    assert awaited(floor) == []
    assert "count_provisional" in floor.raised("resolved")
    assert (
        floor.value("SELECT resolution FROM exception WHERE kind = 'count_provisional'") == "synced"
    )
    assert floor.read("SELECT * FROM job") == [], "nobody looks any longer"


def test_law_20_what_a_device_said_before_the_count_or_on_its_way_proves_nothing(
    floor: Floor,
) -> None:
    sofia = picking(floor).go_offline()
    says(floor, sofia, unsent=0)
    counts(floor, 2)
    look(floor)
    assert awaited(floor) == ["Sofia"]
    says(floor, sofia, unsent=0, after_ms=provisional.UNDERWAY_MS - 5_000)
    look(floor)
    assert awaited(floor) == ["Sofia"], "it may have been said before the count, and been slow"
    says(floor, sofia, unsent=0, after_ms=provisional.UNDERWAY_MS)
    look(floor)
    assert awaited(floor) == []
    assert "count_provisional" not in floor.raised("resolved"), "nobody was asked"


def test_law_20_a_supervisor_approves_a_count_with_unsynced_work(floor: Floor) -> None:
    sofia = picking(floor).go_offline(ago_ms=600_000)
    sofia.scans("T0001", "A-01-01", "TEA")
    counts(floor, 4)
    minutes_pass(floor)
    maria = floor.person("Maria", "supervisor")
    told = floor.read("SELECT id, proposed FROM exception WHERE kind = 'count_provisional'")[0]
    assert told["proposed"] == "approve"
    engine = floor.engine
    floor.write(
        lambda tx: resolve(tx, engine.door.judge, engine.signer, told["id"], "approve", maria.id)
    )
    assert awaited(floor) == []
    resolved = floor.read("SELECT * FROM exception WHERE kind = 'count_provisional'")[0]
    assert (resolved["state"], resolved["resolution"]) == ("resolved", "approve")
    assert resolved["resolved_by"] == maria.id
    look(floor)
    assert floor.read("SELECT * FROM job") == []
    assert sofia.come_back()[-1] == "booked", "what comes in later is offset all the same"
    assert (floor.at("A-01-01"), floor.at("LOST")) == (4, 0)


def test_only_a_provisional_count_can_be_approved(floor: Floor) -> None:
    picking(floor)
    counts(floor, 2)
    maria = floor.person("Maria", "supervisor")
    told = floor.value("SELECT id FROM exception WHERE kind = 'count_difference'")
    engine = floor.engine
    with pytest.raises(BadRequest):
        floor.write(
            lambda tx: resolve(tx, engine.door.judge, engine.signer, told, "approve", maria.id)
        )
    assert awaited(floor) == ["Sofia"]


def test_a_bin_that_is_counted_again_awaits_by_its_newest_count(floor: Floor) -> None:
    sofia = picking(floor).go_offline()
    counts(floor, 2)
    minutes_pass(floor)
    second = counts(floor, 2)
    assert awaited(floor) == ["Sofia"]
    newest = floor.value("SELECT task_id FROM count_awaits")
    assert second.task is not None
    assert newest == second.task["id"]
    assert floor.raised("resolved") == ["count_provisional"]
    assert sofia.task is not None


def test_the_device_that_counts_has_synced_by_counting(floor: Floor) -> None:
    sofia = picking(floor)
    sofia.start("count", "A-01-01").act("done")
    assert awaited(floor) == []


def test_free_moves_may_reach_any_bin(floor: Floor) -> None:
    picking(floor, "Bruno", "B-01-01")
    grace = floor.person("Grace").start("move", "B-01-01").go_offline()
    counts(floor, 0)
    assert awaited(floor) == [grace.name]


def test_a_shift_that_was_never_ended_last_week_is_awaited_only_where_its_device_has_begun(
    floor: Floor,
) -> None:
    sofia = picking(floor)
    long_ago = clock() - handover.LONGEST_SHIFT_MS - 1_000
    floor.write(lambda tx: tx.run("UPDATE shift SET started_at = :at", at=long_ago))
    counts(floor, 5)
    assert awaited(floor) == []
    sofia.scan("T0001")
    counts(floor, 5)
    assert awaited(floor) == ["Sofia"]
