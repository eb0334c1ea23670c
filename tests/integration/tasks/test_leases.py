"""Whose work is whose: offers, leases, reassignment, and eight people who ask at once (LAWS 12, 13)."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest

from pickface.db import clock
from pickface.errors import Conflict, NotFound
from pickface.registry import WORLD
from pickface.tasks import dispatch, leases, lifecycle, planning, work
from tests import builders
from tests.scenarios.floor import Floor, Person
from tests.signing import deliver, event, outcomes

EIGHT = 8


def orders(floor: Floor, count: int) -> None:
    """So many released orders, each a pick."""
    for number in range(count):
        floor.order(f"R{number}", TEA=1)


def task_row(floor: Floor, task_id: int) -> dict[str, Any]:
    """A task as it is."""
    return floor.read("SELECT * FROM task WHERE id = :id", id=task_id)[0]


def version(floor: Floor, person: Person) -> int:
    """The person's work version."""
    return int(floor.value("SELECT work_version FROM person WHERE id = :id", id=person.id))


def snapshot(floor: Floor, person: Person, *held: int) -> dict[str, Any]:
    """What the device would pull."""
    with floor.app.app_context():
        return work.snapshot(person.id, person.device, held)


def pick_of(floor: Floor, person: Person) -> int:
    """A pick in the person's hand, begun; its id."""
    orders(floor, 1)
    assert person.next("pick")
    person.scan("T0001")
    assert person.task is not None
    return int(person.task["id"])


def test_law_13_eight_who_ask_at_once_get_eight_tasks(floor: Floor) -> None:
    orders(floor, EIGHT)
    people = [floor.person(f"P{n}") for n in range(EIGHT)]
    start = Barrier(EIGHT)

    def ask(person: Person) -> int | None:
        start.wait()
        return floor.write(
            lambda tx: dispatch.claim_next(tx, floor.site.id, person.id, frozenset({"pick"}))
        )

    with ThreadPoolExecutor(EIGHT) as pool:
        claimed = list(pool.map(ask, people))
    assert None not in claimed
    assert len(set(claimed)) == EIGHT
    held = floor.read("SELECT id, person_id, lease_number FROM task WHERE state = 'offered'")
    assert {row["id"]: row["person_id"] for row in held} == {
        task: person.id for task, person in zip(claimed, people, strict=True)
    }
    assert {row["lease_number"] for row in held} == {1}


def test_law_13_eight_who_ask_for_one_task_leave_it_with_one(floor: Floor) -> None:
    orders(floor, 1)
    people = [floor.person(f"P{n}") for n in range(EIGHT)]
    start = Barrier(EIGHT)

    def ask(person: Person) -> int | None:
        start.wait()
        return floor.write(
            lambda tx: dispatch.claim_next(tx, floor.site.id, person.id, frozenset({"pick"}))
        )

    with ThreadPoolExecutor(EIGHT) as pool:
        claimed = list(pool.map(ask, people))
    assert Counter(task is None for task in claimed) == {True: EIGHT - 1, False: 1}


def test_law_13_unbegun_work_is_given_on_only_after_its_lease_and_a_margin(floor: Floor) -> None:
    orders(floor, 1)
    sofia, malik = floor.person("Sofia"), floor.person("Malik")
    assert sofia.next("pick")
    assert malik.next("pick") is None
    end = clock() - leases.USUAL_MARGIN_MINUTES * leases.MINUTE_MS
    floor.write(lambda tx: tx.run("UPDATE task SET lease_until = :end", end=end + 5_000))
    assert malik.next("pick") is None
    floor.write(lambda tx: tx.run("UPDATE task SET lease_until = :end", end=end - 5_000))
    before = version(floor, sofia)
    assert malik.next("pick")
    assert version(floor, sofia) == before + 1
    assert snapshot(floor, sofia)["tasks"] == []
    sofia.scan("T0001")
    assert sofia.verdict == ("set_aside", "superseded")


@pytest.mark.parametrize(
    ("site", "zone", "waits"), [(5, None, 5), (5, 9, 9), (5, 0, 0), (None, 1, 1)]
)
def test_law_13_the_margin_behind_a_lease_is_the_zone_s_else_the_site_s(
    floor: Floor, site: int | None, zone: int | None, waits: int
) -> None:
    orders(floor, 1)
    sofia, malik = floor.person("Sofia"), floor.person("Malik")
    assert sofia.next("pick")
    if site is not None:
        floor.settings(lease_margin_minutes=site)
    floor.write(lambda tx: tx.run("UPDATE zone SET lease_margin_minutes = :zone", zone=zone))
    ended = clock() - waits * leases.MINUTE_MS
    floor.write(lambda tx: tx.run("UPDATE task SET lease_until = :end", end=ended + 5_000))
    task_id = floor.value("SELECT id FROM task")
    assert malik.next("pick") is None
    assert not floor.write(lambda tx: lifecycle.offer(tx, task_id, malik.id, 1))
    floor.write(lambda tx: tx.run("UPDATE task SET lease_until = :end", end=ended - 1))
    assert malik.next("pick")


def minutes_left(floor: Floor) -> int:
    """How long the one task may still be begun."""
    return round((floor.value("SELECT lease_until FROM task") - clock()) / 60_000)


def test_law_13_a_lease_lasts_as_the_zone_has_it_else_the_site(floor: Floor) -> None:
    orders(floor, 1)
    sofia = floor.person("Sofia")
    assert sofia.next("pick")
    assert minutes_left(floor) == 30
    floor.settings(lease_minutes=45)
    assert sofia.next("pick")
    assert minutes_left(floor) == 45
    floor.write(lambda tx: tx.run("UPDATE zone SET lease_minutes = 5 WHERE code = 'A'"))
    assert sofia.next("pick")
    assert minutes_left(floor) == 5, "asking again renews it by what holds now"


@pytest.mark.parametrize("how", ["offered", "assigned", "released"])
def test_law_13_every_way_of_giving_work_keeps_to_the_zone_s_lease(floor: Floor, how: str) -> None:
    orders(floor, 1)
    floor.write(lambda tx: tx.run("UPDATE zone SET lease_minutes = 7"))
    sofia = floor.person("Sofia")
    task_id = floor.value("SELECT id FROM task")

    def give(tx: Any) -> None:
        if how == "offered":
            dispatch.offer_waiting(tx, floor.site.id, [(sofia.id, {"pick"})])
            return
        planning.assign_task(tx, WORLD, task_id, sofia.id)
        if how == "released":
            planning.hold_task(tx, task_id, "look")
            planning.release_task(tx, task_id)

    floor.write(give)
    assert minutes_left(floor) == 7


def test_law_13_asking_again_renews_the_lease(floor: Floor) -> None:
    orders(floor, 1)
    sofia = floor.person("Sofia").next("pick")
    assert sofia
    floor.write(lambda tx: tx.run("UPDATE task SET lease_until = 1"))
    assert sofia.next("pick")
    assert floor.value("SELECT lease_until FROM task") > clock()


def test_law_13_begun_work_outlives_its_lease(floor: Floor) -> None:
    sofia, malik = floor.person("Sofia"), floor.person("Malik")
    pick_of(floor, sofia)
    floor.write(lambda tx: tx.run("UPDATE task SET lease_until = 1"))
    assert malik.next("pick") is None
    sofia.scan("A-01-01")
    assert sofia.verdict[0] == "booked"


def test_law_13_after_a_take_over_the_old_lease_moves_nothing(floor: Floor) -> None:
    sofia, malik = floor.person("Sofia"), floor.person("Malik")
    task = pick_of(floor, sofia)
    sofia.scan("A-01-01")
    floor.write(lambda tx: planning.assign_task(tx, WORLD, task, malik.id))
    assert outcomes(deliver(floor, event(sofia, code="TEA"))) == [("set_aside", "superseded")]
    assert floor.inside("T0001") == {}
    assert task_row(floor, task)["set_aside"] is None
    assert malik.hold(task).scan("TEA") in {"task_done", "step_done"}
    assert floor.inside("T0001") == {"TEA": 1}


def test_begun_work_cannot_be_left_to_nobody(floor: Floor) -> None:
    task = pick_of(floor, floor.person("Sofia"))
    with pytest.raises(Conflict):
        floor.write(lambda tx: planning.assign_task(tx, WORLD, task, None))


def test_work_goes_only_to_active_people_of_the_site(floor: Floor) -> None:
    orders(floor, 1)
    task = floor.value("SELECT id FROM task")
    away = floor.write(
        lambda tx: tx.insert(
            "person", site_id=builders.make_site(tx, "S2").id, name="Eli", role="picker"
        )
    )
    gone = floor.person("Gone", active=0).id
    for person in (away, gone, 10**9):
        with pytest.raises(NotFound):
            floor.write(lambda tx, person=person: planning.assign_task(tx, WORLD, task, person))


def test_held_work_is_offered_to_nobody_until_it_is_released(floor: Floor) -> None:
    orders(floor, 1)
    task = floor.value("SELECT id FROM task")
    floor.write(lambda tx: planning.hold_task(tx, task, "quality"))
    assert floor.person("Sofia").next("pick") is None
    with pytest.raises(Conflict):
        floor.write(lambda tx: planning.assign_task(tx, WORLD, task, floor_person(tx)))
    floor.write(lambda tx: planning.release_task(tx, task))
    with pytest.raises(Conflict):
        floor.write(lambda tx: planning.release_task(tx, task))
    assert floor.person("Malik").next("pick")


def floor_person(tx: Any) -> int:
    """Anybody."""
    return int(tx.value("SELECT MIN(id) FROM person"))


def test_held_work_that_was_begun_goes_on_where_it_was(floor: Floor) -> None:
    sofia = floor.person("Sofia")
    task = pick_of(floor, sofia)
    floor.write(lambda tx: planning.hold_task(tx, task, ""))
    sofia.scan("A-01-01")
    assert task_row(floor, task)["state"] == "held"
    floor.write(lambda tx: planning.release_task(tx, task))
    assert task_row(floor, task)["state"] == "begun"


def test_giving_work_to_the_one_who_has_it_changes_nothing(floor: Floor) -> None:
    sofia = floor.person("Sofia")
    task = pick_of(floor, sofia)
    floor.write(lambda tx: planning.assign_task(tx, WORLD, task, sofia.id))
    sofia.scan("A-01-01")
    assert sofia.verdict[0] == "booked"


def test_a_finished_task_allows_nothing_more(floor: Floor) -> None:
    sofia = floor.person("Sofia")
    task = pick_of(floor, sofia)
    sofia.scans("A-01-01", "TEA", "PACK-1")
    assert task_row(floor, task)["state"] == "done"
    for change in (
        lambda tx: planning.hold_task(tx, task, ""),
        lambda tx: planning.assign_task(tx, WORLD, task, sofia.id),
        lambda tx: planning.cancel_task(tx, floor.engine.world, task),
    ):
        with pytest.raises(Conflict):
            floor.write(change)
    assert outcomes(deliver(floor, event(sofia, code="TEA"))) == [("set_aside", "task_done")]


def test_law_12_the_version_counts_each_change_of_a_person_s_work(floor: Floor) -> None:
    sofia = floor.person("Sofia")
    assert version(floor, sofia) == 0
    task = pick_of(floor, sofia)
    assert version(floor, sofia) == 1
    floor.write(lambda tx: planning.hold_task(tx, task, ""))
    floor.write(lambda tx: planning.release_task(tx, task))
    assert version(floor, sofia) == 3
    assert snapshot(floor, sofia)["version"] == 3


def test_law_12_the_snapshot_names_the_events_that_it_includes(floor: Floor) -> None:
    sofia = floor.person("Sofia")
    pick_of(floor, sofia)
    taken = snapshot(floor, sofia)
    assert taken["includes"] == {sofia.stream: sofia.seq}
    assert taken["tasks"][0]["task_state"] == sofia.task["task_state"]  # type: ignore[index]


def test_law_12_states_and_includes_are_of_one_moment(
    floor: Floor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A scan that is booked between the two reads is in both or in neither."""
    sofia = floor.person("Sofia")
    pick_of(floor, sofia)
    before, seq = snapshot(floor, sofia), sofia.seq
    scan = event(sofia, code="A-01-01")
    read = work.rows
    with ThreadPoolExecutor(1) as other:

        def rows_and_then_a_scan(sql: str, **params: Any) -> Any:
            found = read(sql, **params)
            if "FROM task t JOIN script" in sql:
                other.submit(deliver, floor, scan).result()
            return found

        monkeypatch.setattr(work, "rows", rows_and_then_a_scan)
        meanwhile = snapshot(floor, sofia)
    monkeypatch.undo()
    assert meanwhile["includes"] == {sofia.stream: seq}
    assert meanwhile["tasks"] == before["tasks"]
    assert snapshot(floor, sofia)["includes"] == {sofia.stream: seq + 1}


def test_law_12_held_work_that_ended_is_named_and_strangers_work_is_not(floor: Floor) -> None:
    sofia, malik = floor.person("Sofia"), floor.person("Malik")
    task = pick_of(floor, sofia)
    floor.write(lambda tx: planning.assign_task(tx, WORLD, task, malik.id))

    def elsewhere(tx: Any) -> int:
        site = builders.make_site(tx, "S2").id
        return int(
            tx.insert(
                "task",
                site_id=site,
                kind="pick",
                state="done",
                title="",
                progress="{}",
                created_at=0,
            )
        )

    far = floor.write(elsewhere)
    closed = snapshot(floor, sofia, task, far)["closed"]
    assert closed == [{"id": task, "state": "taken_over", "code": None}]
    floor.write(lambda tx: planning.cancel_task(tx, floor.engine.world, task))
    assert snapshot(floor, sofia, task)["closed"][0]["state"] == "cancelled"


def test_offers_stop_at_what_a_person_can_hold(floor: Floor) -> None:
    orders(floor, 3)
    sofia, malik = floor.person("Sofia"), floor.person("Malik")
    kinds = frozenset({"pick"})
    people = [(sofia.id, kinds), (malik.id, frozenset())]
    offer = lambda ahead: floor.write(  # noqa: E731 - said three times
        lambda tx: dispatch.offer_waiting(tx, floor.site.id, people, ahead)
    )
    assert len(offer(1)) == 1
    assert offer(1) == []
    assert len(offer(2)) == 1
    assert {row["person_id"] for row in floor.read("SELECT person_id FROM task")} == {
        sofia.id,
        None,
    }
