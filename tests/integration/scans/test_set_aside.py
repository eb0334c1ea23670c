"""What was set aside, what follows it, and what a supervisor decides (LAWS 5, 7)."""

from __future__ import annotations

import json
from typing import Any

import pytest

from pickface.errors import Conflict, NotFound
from pickface.scans.resolution import resolve
from tests.integration.scans.test_the_door import current, is_clean
from tests.scenarios.floor import Floor, Person
from tests.signing import body, deliver, event, outcomes, seal


@pytest.fixture
def supervisor(floor: Floor) -> Person:
    """Somebody who decides."""
    return floor.person("Maria", "supervisor")


def decide(floor: Floor, supervisor: Person, action: str, exception: int | None = None) -> None:
    """Resolve an exception, the oldest open one unless told."""
    number = exception or floor.value("SELECT MIN(id) FROM exception WHERE state = 'open'")
    judge, signer = floor.engine.door.judge, floor.engine.signer
    floor.write(lambda tx: resolve(tx, judge, signer, number, action, supervisor.id, "seen"))
    floor.work_off()


def blocked_by(floor: Floor, person: Person) -> Any:
    """The event that holds the person's task up."""
    assert person.task is not None
    return floor.value("SELECT set_aside FROM task WHERE id = :id", id=person.task["id"])


def poisoned(floor: Floor, sofia: Person) -> list[str]:
    """A pick of one tea that is set aside, and two more that follow it; their ids."""
    said = body(sofia, code="TEA")
    deliver(floor, seal(sofia, said), attempt=5)
    ids = [said["id"]]
    for _ in range(2):
        said = body(sofia, code="TEA")
        assert outcomes(deliver(floor, seal(sofia, said))) == [("set_aside", "follows_set_aside")]
        ids.append(said["id"])
    return ids


def test_law_07_later_events_of_the_task_follow_and_raise_no_more_alarms(
    floor: Floor, sofia: Person
) -> None:
    first, *_ = poisoned(floor, sofia)
    assert blocked_by(floor, sofia) == first
    assert floor.raised() == ["set_aside"]
    assert floor.inside("T0001") == {}


def test_law_07_other_work_goes_on(floor: Floor, sofia: Person) -> None:
    poisoned(floor, sofia)
    floor.order("1043", SALT=1)
    malik = floor.person("Malik").next("pick")
    assert malik
    malik.scan("T0002")
    assert malik.verdict[0] == "booked"


def test_law_07_booking_the_first_replays_what_follows_in_order(
    floor: Floor, sofia: Person, supervisor: Person
) -> None:
    ids = poisoned(floor, sofia)
    decide(floor, supervisor, "book")
    assert [current(floor, event_id)[0] for event_id in ids] == ["booked"] * 3
    assert floor.inside("T0001") == {"TEA": 3}
    assert blocked_by(floor, sofia) is None
    assert floor.raised() == []
    moved = floor.read("SELECT cause FROM move WHERE kind = 'pick' ORDER BY id")
    assert [row["cause"] for row in moved] == ids
    assert is_clean(floor)


def test_law_07_rejecting_the_first_still_books_what_followed(
    floor: Floor, sofia: Person, supervisor: Person
) -> None:
    ids = poisoned(floor, sofia)
    decide(floor, supervisor, "reject")
    assert [current(floor, event_id) for event_id in ids] == [
        ("refused", "rejected"),
        ("booked", "counted"),
        ("booked", "counted"),
    ]
    assert floor.inside("T0001") == {"TEA": 2}
    assert is_clean(floor)


def test_law_07_a_follower_that_cannot_be_booked_waits_for_a_decision_of_its_own(
    floor: Floor, sofia: Person, supervisor: Person
) -> None:
    first = body(sofia, code="TEA")
    deliver(floor, seal(sofia, first), attempt=5)
    wrong, right = body(sofia, code="SALT"), None
    deliver(floor, seal(sofia, wrong))
    right = body(sofia, code="TEA")
    deliver(floor, seal(sofia, right))
    decide(floor, supervisor, "book")
    assert blocked_by(floor, sofia) == wrong["id"]
    assert floor.exception("set_aside")["code"] == "disagrees"
    assert floor.inside("T0001") == {"TEA": 1}
    decide(floor, supervisor, "reject")
    assert floor.inside("T0001") == {"TEA": 2}
    assert blocked_by(floor, sofia) is None
    assert is_clean(floor)


def carrying(floor: Floor, tote: str = "T0001") -> Person:
    """Somebody else carries a tote away, on a task that was made before anybody worked with it."""
    used = floor.value("SELECT task_id FROM container WHERE code = :code", code=tote)
    of = "UPDATE container SET task_id = :task WHERE code = :code"
    floor.write(lambda tx: tx.run(of, task=None, code=tote))
    malik = floor.person("Malik").start("move", tote)
    floor.write(lambda tx: tx.run(of, task=used, code=tote))
    malik.scan(tote)
    return malik


def test_law_07_work_of_others_on_the_same_container_waits_too(
    floor: Floor, sofia: Person, supervisor: Person
) -> None:
    sofia.scan("TEA")
    first, *_ = poisoned(floor, sofia)
    malik = carrying(floor)
    malik.scan("B-03-01")
    assert malik.verdict == ("set_aside", "follows_set_aside")
    assert malik.verdicts[-1]["params"] == {"first": first, "container": "T0001"}
    assert blocked_by(floor, malik) == first
    assert floor.raised() == ["set_aside"], "one decision is enough"
    assert floor.container("T0001")["place_id"] != floor.places["B-03-01"]
    decide(floor, supervisor, "book")
    assert floor.raised() == ["container_in_use"], "a tote was carried away from its picker"
    assert floor.container("T0001")["place_id"] == floor.places["B-03-01"]
    assert floor.at("B-03-01", "TEA") == 4, "what was picked before it was carried came along"
    assert (blocked_by(floor, malik), floor.container("T0001")["set_aside"]) == (None, None)
    assert "found" not in floor.raised("resolved")
    assert is_clean(floor)


def test_law_07_what_is_rejected_lets_the_container_go_on(
    floor: Floor, sofia: Person, supervisor: Person
) -> None:
    deliver(floor, event(sofia, code="TEA"), attempt=5)
    malik = carrying(floor)
    malik.scan("B-03-01")
    assert malik.verdict == ("set_aside", "follows_set_aside")
    decide(floor, supervisor, "reject")
    assert floor.container("T0001")["place_id"] == floor.places["B-03-01"]
    assert floor.at("B-03-01") == 0


def test_law_07_a_container_is_let_go_when_its_task_does_not_wait_any_more(
    floor: Floor, sofia: Person, supervisor: Person
) -> None:
    deliver(floor, event(sofia, code="TEA"), attempt=5)
    floor.write(lambda tx: tx.run("UPDATE task SET set_aside = NULL"))
    assert floor.container("T0001")["set_aside"]
    decide(floor, supervisor, "reject")
    assert floor.container("T0001")["set_aside"] is None


def test_law_07_other_containers_go_on(floor: Floor, sofia: Person) -> None:
    poisoned(floor, sofia)
    floor.order("1043", SALT=1)
    malik = floor.person("Malik").next("pick")
    assert malik
    malik.scans("T0002", "B-01-01", "SALT")
    assert malik.verdict[0] == "booked"
    assert floor.inside("T0002") == {"SALT": 1}


def test_law_07_an_undo_that_would_take_goods_out_of_a_waiting_container_waits(
    floor: Floor, sofia: Person
) -> None:
    floor.order("1043", SALT=2)
    malik = floor.person("Malik").next("pick")
    assert malik
    malik.scans("T0002", "B-01-01", "SALT")
    floor.write(
        lambda tx: tx.run(
            "UPDATE container SET set_aside = :event WHERE code = 'T0002'", event=sofia.stream
        )
    )
    malik.act("undo")
    assert malik.verdict == ("set_aside", "follows_set_aside")
    assert floor.inside("T0002") == {"SALT": 1}


def test_what_cannot_be_booked_leaves_its_exception_open(
    floor: Floor, sofia: Person, supervisor: Person
) -> None:
    deliver(floor, event(sofia, code="SALT"))
    with pytest.raises(Conflict):
        decide(floor, supervisor, "book")
    assert floor.raised() == ["set_aside"]
    assert blocked_by(floor, sofia)


def test_a_malformed_event_can_be_rejected_and_not_booked(
    floor: Floor, sofia: Person, supervisor: Person
) -> None:
    answers = deliver(floor, event(sofia, kind="dance"), ("{", ""))
    for _ in answers:
        with pytest.raises(Conflict):
            decide(floor, supervisor, "book")
        decide(floor, supervisor, "reject")
    assert floor.raised() == []
    assert is_clean(floor)


def test_an_exception_is_resolved_once_and_written_down(
    floor: Floor, sofia: Person, supervisor: Person
) -> None:
    deliver(floor, event(sofia, code="SALT"))
    number = floor.value("SELECT id FROM exception")
    decide(floor, supervisor, "reject")
    with pytest.raises(Conflict):
        decide(floor, supervisor, "book", number)
    with pytest.raises(NotFound):
        decide(floor, supervisor, "book", number + 1)
    row = floor.read("SELECT * FROM exception")[0]
    assert (row["resolution"], row["resolved_by"], row["note"]) == ("reject", supervisor.id, "seen")
    said = json.loads(floor.value("SELECT body FROM scan_event WHERE kind = 'office'"))
    assert (said["action"], said["exception"], said["person"]) == ("reject", number, supervisor.id)
    assert is_clean(floor)


def test_goods_picked_for_a_cancelled_task_are_not_booked_into_it(
    floor: Floor, sofia: Person, supervisor: Person
) -> None:
    deliver(floor, event(sofia, code="TEA"), attempt=5)
    floor.cancel_task(sofia)
    with pytest.raises(Conflict):
        decide(floor, supervisor, "book")
    assert floor.tasks("pick") == ["cancelled"]


def test_a_forked_event_that_is_booked_moves_goods_in_its_own_name(
    floor: Floor, sofia: Person, supervisor: Person
) -> None:
    said = body(sofia, code="TEA")
    deliver(floor, seal(sofia, said))
    sofia.seq -= 1
    deliver(floor, seal(sofia, {**said, "symbology": "]E0"}))
    decide(floor, supervisor, "book")
    causes = [row["cause"] for row in floor.read("SELECT cause FROM move WHERE kind = 'pick'")]
    assert len(set(causes)) == len(causes) == 2
    assert floor.inside("T0001") == {"TEA": 2}
    assert is_clean(floor)


def test_a_later_poisoned_event_waits_for_the_first(
    floor: Floor, sofia: Person, supervisor: Person
) -> None:
    deliver(floor, event(sofia, code="TEA"), attempt=5)
    deliver(floor, event(sofia, code="TEA"), attempt=5)
    later = floor.value("SELECT MAX(id) FROM exception")
    with pytest.raises(Conflict):
        decide(floor, supervisor, "book", later)
    decide(floor, supervisor, "book")
    decide(floor, supervisor, "book", later)
    assert floor.inside("T0001") == {"TEA": 2}


def test_what_a_stranger_signed_never_holds_a_task_up(floor: Floor, sofia: Person) -> None:
    malik = floor.person("Malik")
    malik.task = sofia.task
    answers = deliver(floor, event(malik, code="TEA"), event(malik, person=sofia.id, code="TEA"))
    assert [code for _, code in outcomes(answers)] == ["superseded", "wrong_author"]
    deliver(floor, event(malik, code="TEA"), attempt=5)
    assert blocked_by(floor, sofia) is None


def test_recounting_asks_for_a_count_of_the_bin(
    floor: Floor, sofia: Person, supervisor: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    from pickface.tasks.workflow import World

    told: list[tuple[str, dict[str, Any]]] = []
    monkeypatch.setattr(World, "tell", lambda _self, _tx, news, **about: told.append((news, about)))
    sofia.act("short", left=0)
    decide(floor, supervisor, "recount")
    place = floor.places["A-01-01"]
    assert (
        "recount_wanted",
        {"place": place, "item": floor.items["TEA"], "site": floor.site.id},
    ) in told
