"""Where scans that wait meet work that changes hands: nothing twice, nobody stuck, nothing forgotten."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from pickface.registry import WORLD
from pickface.scans.resolution import resolve
from pickface.stock import late_counts
from pickface.tasks import planning
from tests.scenarios.floor import Floor, Person

BIN = "A-01-01"


def picking(floor: Floor, teas: int) -> Person:
    """Sofia has taken a tote for an order of teas, of which the bin has ten."""
    floor.item("TEA")
    floor.stock(BIN, "TEA", 10)
    floor.order("1042", TEA=teas)
    sofia = floor.person("Sofia").next("pick")
    assert sofia
    sofia.scan("T0001")
    return sofia


@contextmanager
def of_another_mind(floor: Floor) -> Iterator[None]:
    """While it lasts, the server thinks that the pick has not begun, and sets its scans aside."""
    before = floor.value("SELECT progress FROM task WHERE kind = 'pick'")
    begun = {"steps": {}, "vars": {}, "skipped": [], "done": False, "undo": None}
    sql = "UPDATE task SET progress = :state WHERE kind = 'pick'"
    floor.write(lambda tx: tx.run(sql, state=json.dumps(begun)))
    yield
    floor.write(lambda tx: tx.run(sql, state=before))


def assign(floor: Floor, person: Person) -> None:
    """A supervisor gives the pick to somebody."""
    task = int(floor.value("SELECT id FROM task WHERE kind = 'pick'"))
    floor.write(lambda tx: planning.assign_task(tx, WORLD, task, person.id))


def decide(floor: Floor, action: str, code: str) -> None:
    """A supervisor decides about the one scan (or those alike) that waits for a reason."""
    found = floor.read("SELECT id, params FROM exception WHERE state = 'open' ORDER BY id")
    (number,) = (row["id"] for row in found if json.loads(row["params"]).get("code") == code)
    maria = floor.person("Maria", "supervisor")
    judge, signer = floor.engine.door.judge, floor.engine.signer
    floor.write(lambda tx: resolve(tx, judge, signer, number, action, maria.id))
    floor.work_off()


def codes(floor: Floor, person: Person) -> set[str]:
    """Why a person's scans are set aside."""
    found = floor.read(
        "SELECT v.code FROM verdict v JOIN scan_event e ON e.id = v.event_id WHERE e.person_id = :person "
        "AND v.verdict = 'set_aside' AND v.id = (SELECT MAX(w.id) FROM verdict w WHERE w.event_id = e.id)",
        person=person.id,
    )
    return {row["code"] for row in found}


def pick_in_hand(person: Person) -> Person:
    """Go on with the pick that this person has now."""
    (task,) = (task for task in person.holds().values() if task["kind"] == "pick")
    return person.hold(task["id"])


@pytest.mark.parametrize("action", ["book", "reject"])
def test_law_13_what_a_count_has_booked_never_waits_behind_another_s_scan(
    floor: Floor, action: str
) -> None:
    sofia = picking(floor, 4).go_offline()
    sofia.scans(BIN, "TEA", "TEA")
    malik = floor.person("Malik").take_over("T0001")
    malik.scan("TEA")
    malik.quantity(2)
    malik.act("done")
    malik.confirm()
    pick_in_hand(malik)
    with of_another_mind(floor):
        malik.scan(BIN)
    assert malik.verdict == ("set_aside", "disagrees")
    assert set(sofia.come_back()) == {"set_aside"}
    assert codes(floor, sofia) == {"superseded"}
    decide(floor, action, "disagrees")
    assert codes(floor, sofia) == {"superseded"}
    assert (floor.inside("T0001"), floor.at(BIN)) == ({"TEA": 2}, 8)


def test_law_13_booking_an_old_scan_does_not_take_the_work_back_to_its_device(floor: Floor) -> None:
    sofia = picking(floor, 2)
    with of_another_mind(floor):
        sofia.scan(BIN)
    assert sofia.verdict == ("set_aside", "disagrees")
    malik = floor.person("Malik")
    assign(floor, malik)
    decide(floor, "book", "disagrees")
    pick_in_hand(malik)
    malik.scans("TEA", "TEA")
    assert malik.verdict[0] == "booked"
    assert floor.inside("T0001") == {"TEA": 2}


def test_law_20_a_scan_that_is_booked_after_a_count_is_offset(
    floor: Floor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(late_counts, "LATE_MS", -1)
    sofia = picking(floor, 3)
    sofia.scan(BIN)
    with of_another_mind(floor):
        sofia.scan("TEA")
    assert sofia.verdict == ("set_aside", "disagrees")
    malik = floor.person("Malik").start("count", BIN)
    malik.scan("TEA")
    malik.quantity(9)
    malik.act("done")
    assert (floor.at(BIN), floor.at("LOST")) == (9, 1)
    decide(floor, "book", "disagrees")
    assert (floor.inside("T0001"), floor.at(BIN), floor.at("LOST")) == ({"TEA": 1}, 9, 0)


@pytest.mark.parametrize(("action", "teas"), [("book", 3), ("reject", 1)])
def test_what_is_decided_about_scans_that_are_counted_together_holds_for_all(
    floor: Floor, action: str, teas: int
) -> None:
    sofia = picking(floor, 4)
    sofia.scans(BIN, "TEA")
    sofia.go_offline()
    sofia.scans("TEA", "TEA")
    assign(floor, floor.person("Malik"))
    assert sofia.come_back() == ["set_aside", "set_aside"]
    decide(floor, action, "superseded")
    assert codes(floor, sofia) == set()
    assert floor.raised() == []
    assert floor.inside("T0001") == {"TEA": teas}


def test_a_count_ends_when_its_cart_is_parked_and_taken_up_by_somebody_else(floor: Floor) -> None:
    sofia = picking(floor, 3)
    sofia.scans(BIN, "TEA")
    malik = floor.person("Malik").take_over("T0001")
    malik.scan("TEA")
    sofia.act("park")
    jens = floor.person("Jens").open("T0001")
    pick_in_hand(jens)
    jens.scans("TEA", "TEA")
    malik.act("done")
    assert malik.verdict == ("set_aside", "task_cancelled")
    assert (floor.inside("T0001"), floor.at(BIN)) == ({"TEA": 3}, 7)
    assert "tote_difference" not in floor.raised()


def test_a_packer_who_looks_up_a_parked_tote_does_not_get_its_pick(floor: Floor) -> None:
    sofia = picking(floor, 3)
    sofia.scans(BIN, "TEA")
    sofia.act("park")
    assert not floor.person("Linh", "packer").can_open("T0001")
    assert floor.person("Jens").can_open("T0001")
