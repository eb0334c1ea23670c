"""The dead handheld: begun work goes on in other hands, and what the old device says a week later moves nothing."""

from __future__ import annotations

import pytest

from pickface.db import clock
from pickface.registry import WORLD
from pickface.tasks import handover, planning
from pickface.tasks.handover import BegunElsewhere, OnHold
from tests.scenarios.floor import Floor, Person

NEEDED = {"TEA": 3, "SALT": 2, "RICE": 4}
BIN_OF = {"TEA": "A-01-01", "SALT": "A-02-01", "RICE": "B-01-01"}


def picking(floor: Floor, **lines: int) -> Person:
    """Sofia has a pick in hand, nothing scanned yet; each bin has ten."""
    wanted = lines or NEEDED
    for sku in wanted:
        floor.item(sku)
        floor.stock(BIN_OF[sku], sku, 10)
    floor.order("1042", **wanted)
    sofia = floor.person("Sofia").next("pick")
    assert sofia
    return sofia


def take(person: Person, limit: int = 99) -> dict[str, int]:
    """Pick what the screen asks for, at most so many units; what was put into the tote."""
    taken: dict[str, int] = {}
    while limit and (place := person.place) != "PACK-1":
        assert len(person.sent) < 500, "the screen does not go on"
        sku = next(name for name, bin_ in BIN_OF.items() if bin_ == place)
        if person.step["kind"] == "go":
            person.scan(place)
        while limit and person.step["kind"] == "take" and person.place == place:
            person.scan(sku)
            taken[sku] = taken.get(sku, 0) + 1
            limit -= 1
    return taken


def counts(person: Person, seen: dict[str, int]) -> str:
    """Scan everything that is in the tote, and say so."""
    for sku, qty in seen.items():
        person.scan(sku)
        if qty > 1:
            person.quantity(qty)
    assert person.act("done") == "step_done"
    return person.confirm()


def pick_in_hand(person: Person) -> Person:
    """Go on with the one pick that this person has."""
    (task,) = (task for task in person.holds().values() if task["kind"] == "pick")
    return person.hold(task["id"])


def pick_id(floor: Floor) -> int:
    return int(floor.value("SELECT MAX(id) FROM task WHERE kind = 'pick'"))


def hold(floor: Floor) -> None:
    """A supervisor stops the pick."""
    task = pick_id(floor)
    floor.write(lambda tx: planning.hold_task(tx, task, "recall"))


def let_go(floor: Floor) -> None:
    """The supervisor lets it go on."""
    task = pick_id(floor)
    floor.write(lambda tx: planning.release_task(tx, task))


def finish(person: Person) -> str:
    """Pick what remains and bring the tote."""
    take(person)
    return person.scan("PACK-1")


def superseded(floor: Floor, person: Person) -> int:
    """How many of a device's scans stand in the journal as superseded."""
    return int(
        floor.value(
            "SELECT COUNT(*) FROM scan_event e JOIN verdict v ON v.event_id = e.id "
            "WHERE e.stream = :stream AND v.verdict = 'set_aside' AND v.code = 'superseded'",
            stream=person.stream,
        )
    )


def no_find(floor: Floor) -> bool:
    return not floor.value("SELECT COUNT(*) FROM move WHERE kind IN ('find', 'takeover')")


# The dead handheld.


def test_the_dead_handheld_to_the_week_after(floor: Floor) -> None:
    sofia = picking(floor)
    sofia.scan("T0001")
    sofia.go_offline()
    in_tote = take(sofia, 4)
    unsent = len(sofia.outbox)
    malik = floor.person("Malik").take_over("T0001")
    assert counts(malik, in_tote) == "task_done"
    assert floor.inside("T0001") == dict(sorted(in_tote.items()))
    assert no_find(floor)
    pick_in_hand(malik)
    assert finish(malik) == "task_done"
    assert floor.inside("T0001") == dict(sorted(NEEDED.items()))
    # A week later the old handheld has a battery again.
    assert sofia.come_back() == ["set_aside"] * unsent
    assert superseded(floor, sofia) == unsent
    assert no_find(floor)
    assert floor.inside("T0001") == dict(sorted(NEEDED.items()))
    for sku, wanted in NEEDED.items():
        assert floor.at(BIN_OF[sku], sku) == 10 - wanted
    assert floor.raised() == ["superseded"]
    assert floor.exception("superseded") == {"code": "superseded", "scans": unsent}


def test_what_nobody_knows_in_the_tote_is_told_and_the_work_goes_on(floor: Floor) -> None:
    sofia = picking(floor)
    sofia.scan("T0001")
    sofia.go_offline()
    in_tote = take(sofia, 4)
    malik = floor.person("Malik").take_over("T0001")
    malik.act("unknown", code="NOBODY-KNOWS", qty=2)
    assert counts(malik, in_tote) == "task_done"
    assert floor.exception("count_unknown") == {"code": "NOBODY-KNOWS", "qty": 2}
    pick_in_hand(malik)
    assert finish(malik) == "task_done"
    assert floor.inside("T0001") == dict(sorted(NEEDED.items()))


def test_the_same_person_goes_on_at_another_device(floor: Floor) -> None:
    sofia = picking(floor)
    sofia.scan("T0001")
    sofia.go_offline()
    in_tote = take(sofia, 5)
    again = sofia.at_another_device()
    (shown,) = again.holds().values()
    assert shown["elsewhere"]
    with pytest.raises(BegunElsewhere) as told:
        again.open("T0001")
    assert told.value.params["person"] is None
    again.take_over("T0001")
    counts(again, in_tote)
    assert finish(pick_in_hand(again)) == "task_done"
    assert set(sofia.come_back()) == {"set_aside"}
    assert floor.inside("T0001") == dict(sorted(NEEDED.items()))
    assert no_find(floor)


def test_a_pick_that_was_begun_without_a_network_has_a_tote_that_nobody_knows(floor: Floor) -> None:
    sofia = picking(floor).go_offline()
    sofia.scan("T0001")
    in_tote = take(sofia, 4)
    again = sofia.at_another_device()
    with pytest.raises(BegunElsewhere):
        again.open("T0001")
    again.take_over("T0001")
    counts(again, in_tote)
    assert finish(pick_in_hand(again)) == "task_done"
    assert set(sofia.come_back()) == {"set_aside"}
    assert floor.inside("T0001") == dict(sorted(NEEDED.items()))
    assert no_find(floor)


def test_an_empty_tote_asks_for_no_take_over_because_a_shift_was_forgotten_last_week(
    floor: Floor,
) -> None:
    sofia = picking(floor)
    again = sofia.at_another_device()
    with pytest.raises(BegunElsewhere):
        again.open("T0009")
    begun = clock() - handover.LONGEST_SHIFT_MS
    floor.write(
        lambda tx: tx.run(
            "UPDATE shift SET started_at = :at WHERE id = :id", at=begun - 1_000, id=sofia.shift
        )
    )
    assert not again.can_open("T0009")
    floor.write(
        lambda tx: handover.refuse_elsewhere(
            tx, floor.engine.world, "T0009", again.id, floor.site.id, again.device
        )
    )


def test_a_second_device_of_the_same_person_cannot_scan_without_counting(floor: Floor) -> None:
    sofia = picking(floor)
    sofia.scan("T0001")
    again = pick_in_hand(sofia.at_another_device())
    again.scan(again.place)
    assert again.verdict == ("set_aside", "superseded")
    assert sofia.scan(sofia.place) == "step_done"


def test_what_the_old_device_had_booked_before_stays_booked(floor: Floor) -> None:
    sofia = picking(floor)
    sofia.scan("T0001")
    booked = take(sofia, 3)
    sofia.go_offline()
    later = take(sofia, 2)
    in_tote = {sku: booked.get(sku, 0) + later.get(sku, 0) for sku in {**booked, **later}}
    malik = floor.person("Malik").take_over("T0001")
    counts(malik, in_tote)
    assert floor.inside("T0001") == dict(sorted(in_tote.items()))
    assert finish(pick_in_hand(malik)) == "task_done"
    assert floor.raised() == []
    assert no_find(floor)


def test_two_totes_are_counted_one_after_the_other(floor: Floor) -> None:
    sofia = picking(floor, TEA=6)
    sofia.scan("T0001")
    sofia.go_offline()
    take(sofia, 2)
    sofia.act("full")
    sofia.scan("T0002")
    take(sofia, 1)
    malik = floor.person("Malik").take_over("T0001")
    malik.scan("TEA")
    malik.quantity(2)
    assert malik.act("full") == "need_container"
    malik.scan("T0002")
    malik.scan("TEA")
    malik.act("done")
    assert malik.confirm() == "task_done"
    assert floor.inside("T0001") == {"TEA": 2}
    assert floor.inside("T0002") == {"TEA": 1}
    assert finish(pick_in_hand(malik)) == "task_done"
    assert floor.inside("T0002") == {"TEA": 4}
    sofia.come_back()
    assert floor.at("A-01-01") == 4
    assert no_find(floor)


def test_what_was_put_into_the_other_tote_of_the_pick_is_moved_there(floor: Floor) -> None:
    sofia = picking(floor, TEA=6)
    floor.stock("B-02-01", "TEA", 5)
    sofia.scan("T0001")
    take(sofia, 3)
    sofia.act("full")
    sofia.scan("T0002")
    take(sofia, 1)
    malik = floor.person("Malik").take_over("T0001")
    malik.scan("TEA")
    malik.act("full")
    malik.scans("T0002", "TEA")
    malik.quantity(4)
    malik.act("done")
    assert malik.confirm() == "task_done"
    assert (floor.inside("T0001"), floor.inside("T0002")) == ({"TEA": 1}, {"TEA": 4})
    assert floor.at("A-01-01") == 5, "the fifth came from the bin of the pick, not from the other"
    assert floor.at("B-02-01") == 5
    assert floor.raised() == []
    assert finish(pick_in_hand(malik)) == "task_done"
    assert floor.inside("T0002") == {"TEA": 5}


def test_what_nobody_sees_in_the_tote_is_picked_again_and_told(floor: Floor) -> None:
    sofia = picking(floor, TEA=3)
    sofia.scan("T0001")
    take(sofia, 2)
    malik = floor.person("Malik").take_over("T0001")
    counts(malik, {"TEA": 1})
    assert floor.inside("T0001") == {"TEA": 1}
    assert floor.raised() == ["tote_difference"]
    (line,) = floor.exception("tote_difference")["lines"]
    assert (line["booked"], line["counted"], line["tote"]) == (2, 1, "T0001")
    assert floor.tasks("count") == ["ready"]
    assert finish(pick_in_hand(malik)) == "task_done"
    assert floor.inside("T0001") == {"TEA": 3}
    assert floor.at("LOST") == 1


def test_what_does_not_belong_in_the_tote_is_taken_from_its_bin_and_told(floor: Floor) -> None:
    sofia = picking(floor, TEA=3)
    floor.item("PEPPER")
    floor.stock("B-03-01", "PEPPER", 5)
    sofia.scan("T0001")
    sofia.go_offline()
    malik = floor.person("Malik").take_over("T0001")
    counts(malik, {"TEA": 2, "PEPPER": 1})
    assert floor.inside("T0001") == {"PEPPER": 1, "TEA": 2}
    assert floor.at("B-03-01", "PEPPER") == 4
    assert floor.raised() == ["tote_difference"]
    assert no_find(floor)


def test_a_wrong_count_is_undone_before_it_is_said(floor: Floor) -> None:
    sofia = picking(floor, TEA=3)
    sofia.scan("T0001")
    malik = floor.person("Malik").take_over("T0001")
    malik.scans("TEA", "TEA")
    assert malik.act("undo") == "undone"
    malik.act("done")
    assert malik.confirm() == "task_done"
    assert floor.inside("T0001") == {"TEA": 1}


def test_a_lot_is_taken_from_the_bin_of_the_lot(floor: Floor) -> None:
    floor.item("MILK", "04012345678901", tracking="lot")
    floor.stock("A-01-01", "MILK", 5, lot="L1")
    floor.stock("A-01-02", "MILK", 5, lot="L2")
    floor.order("1042", MILK=8)
    sofia = floor.person("Sofia").next("pick")
    assert sofia
    sofia.scan("T0001")
    sofia.go_offline()
    malik = floor.person("Malik").take_over("T0001")
    malik.scan("]C1010401234567890110L2")
    malik.quantity(3)
    malik.act("done")
    malik.confirm()
    assert floor.at("A-01-02") == 2
    assert floor.at("A-01-01") == 5
    assert no_find(floor)


# What may happen in between.


def test_scanning_a_colleagues_tote_by_mistake_changes_nothing(floor: Floor) -> None:
    sofia = picking(floor)
    sofia.scan("T0001")
    malik = floor.person("Malik")
    with pytest.raises(BegunElsewhere) as told:
        malik.open("T0001")
    title = {"title": "Order 1042", "titled": {"code": "title_order", "params": {"order": "1042"}}}
    assert told.value.params == {"code": "T0001", **title, "person": "Sofia"}
    malik.take_over("T0001").scan("TEA")
    assert finish(sofia) == "task_done"
    assert floor.tasks("takeover") == ["cancelled"]


def test_the_old_device_wakes_up_while_the_tote_is_counted(floor: Floor) -> None:
    sofia = picking(floor)
    sofia.scan("T0001")
    sofia.go_offline()
    in_tote = take(sofia, 4)
    malik = floor.person("Malik").take_over("T0001")
    malik.scan(next(iter(in_tote)))
    assert set(sofia.come_back()) == {"booked"}
    malik.act("undo")
    counts(malik, in_tote)
    assert floor.inside("T0001") == dict(sorted(in_tote.items()))
    assert finish(pick_in_hand(malik)) == "task_done"
    assert floor.raised() == []
    assert sofia.hears_of(pick_id(floor)) == "done"


def test_the_new_device_dies_in_the_middle_too(floor: Floor) -> None:
    sofia = picking(floor)
    sofia.scan("T0001")
    sofia.go_offline()
    in_tote = take(sofia, 4)
    malik = floor.person("Malik").take_over("T0001")
    malik.scan("TEA")
    malik.go_offline()
    malik.scan("SALT")
    grace = floor.person("Grace").take_over("T0001")
    counts(grace, in_tote)
    assert floor.tasks("takeover") == ["cancelled", "done"]
    assert set(malik.come_back()) == {"set_aside"}
    assert finish(pick_in_hand(grace)) == "task_done"
    assert set(sofia.come_back()) == {"set_aside"}
    assert floor.inside("T0001") == dict(sorted(NEEDED.items()))


def test_whoever_gives_up_counting_begins_anew(floor: Floor) -> None:
    sofia = picking(floor, TEA=3)
    sofia.scan("T0001")
    malik = floor.person("Malik").take_over("T0001")
    malik.scan("TEA")
    malik.take_over("T0001")
    counts(malik, {"TEA": 2})
    assert floor.inside("T0001") == {"TEA": 2}
    assert floor.tasks("takeover") == ["cancelled", "done"]


def test_held_work_is_not_taken_over(floor: Floor) -> None:
    sofia = picking(floor)
    sofia.scan("T0001")
    hold(floor)
    malik = floor.person("Malik")
    with pytest.raises(OnHold):
        malik.open("T0001")


def test_work_that_is_held_while_it_is_counted_changes_hands_and_stays_held(floor: Floor) -> None:
    sofia = picking(floor, TEA=3)
    sofia.scan("T0001")
    sofia.go_offline()
    malik = floor.person("Malik").take_over("T0001")
    hold(floor)
    assert counts(malik, {"TEA": 2}) == "task_done"
    assert floor.inside("T0001") == {"TEA": 2}
    assert floor.tasks("pick") == ["held"]
    let_go(floor)
    assert finish(pick_in_hand(malik)) == "task_done"


def test_an_order_that_is_cancelled_ends_the_counting(floor: Floor) -> None:
    sofia = picking(floor, TEA=3)
    sofia.scans("T0001", "A-01-01", "TEA")
    malik = floor.person("Malik").take_over("T0001")
    task = malik.task
    assert task
    floor.cancel("1042")
    assert malik.hears_of(task["id"]) == "cancelled"
    assert malik.scan("TEA") == "counted"
    assert malik.verdict == ("set_aside", "task_cancelled")
    assert floor.tasks("putaway") == ["ready"]


@pytest.mark.parametrize("sent", range(5))
def test_whatever_part_of_the_scans_came_in_before(floor: Floor, sent: int) -> None:
    """The old device sends some of its scans before the count ends, the others after: stock is right either way."""
    sofia = picking(floor, TEA=4)
    sofia.scan("T0001")
    sofia.go_offline()
    sofia.scan("A-01-01")
    for _ in range(3):
        sofia.scan("TEA")
    malik = floor.person("Malik").take_over("T0001")
    malik.scan("TEA")
    kept = sofia.outbox[sent:]
    del sofia.outbox[sent:]
    assert set(sofia.come_back()) <= {"booked"}
    malik.quantity(3)
    malik.act("done")
    malik.confirm()
    sofia.outbox = kept
    assert set(sofia.come_back()) <= {"set_aside"}
    assert floor.inside("T0001") == {"TEA": 3}
    assert floor.at("A-01-01") == 7
    assert no_find(floor)
    assert finish(pick_in_hand(malik)) == "task_done"
    assert floor.inside("T0001") == {"TEA": 4}


def test_a_scan_that_waits_for_a_supervisor_does_not_hold_up_the_next_person(floor: Floor) -> None:
    sofia = picking(floor, TEA=3)
    sofia.scan("T0001")
    sofia.go_offline()
    sofia.scan("A-01-01")
    task = pick_id(floor)
    floor.write(
        lambda tx: tx.run(
            "UPDATE task SET progress = :state WHERE id = :id",
            state='{"steps": {}, "vars": {}, "skipped": [], "done": false, "undo": null}',
            id=task,
        )
    )
    assert sofia.come_back() == ["set_aside"]
    malik = floor.person("Malik").take_over("T0001")
    counts(malik, {"TEA": 1})
    assert floor.raised() == []
    assert finish(pick_in_hand(malik)) == "task_done"


# Parking.


def test_a_parked_cart_is_taken_up_by_anybody_without_counting(floor: Floor) -> None:
    sofia = picking(floor)
    sofia.scan("T0001")
    booked = take(sofia, 4)
    assert sofia.act("park", code="a-02-01") == "parked"
    assert floor.tasks("pick") == ["parked"]
    assert sofia.hears_of(pick_id(floor)) == "parked"
    assert not sofia.holds()
    row = floor.read("SELECT * FROM task WHERE kind = 'pick'")[0]
    assert (row["parked_place"], row["person_id"]) == ("A-02-01", sofia.id)
    malik = floor.person("Malik").open("T0001")
    assert malik.task
    assert malik.task["lease"]["number"] == row["lease_number"] + 1
    assert floor.inside("T0001") == dict(sorted(booked.items()))
    assert finish(malik) == "task_done"
    assert floor.inside("T0001") == dict(sorted(NEEDED.items()))
    assert floor.raised() == []


def test_parking_in_a_dead_zone_is_booked_after_everything_before_it(floor: Floor) -> None:
    sofia = picking(floor)
    sofia.scan("T0001")
    sofia.go_offline()
    booked = take(sofia, 4)
    assert sofia.act("park") == "parked"
    assert sofia.scan("TEA") == "is_parked"
    assert floor.tasks("pick") == ["begun"]
    assert sofia.come_back()[-2:] == ["booked", "refused"]
    assert floor.tasks("pick") == ["parked"]
    assert floor.inside("T0001") == dict(sorted(booked.items()))
    malik = floor.person("Malik").open("T0001")
    assert finish(malik) == "task_done"


def test_whoever_takes_up_a_parked_cart_cannot_undo_what_was_done_before(floor: Floor) -> None:
    sofia = picking(floor)
    sofia.scan("T0001")
    take(sofia, 1)
    sofia.act("park")
    malik = floor.person("Malik").open("T0001")
    assert malik.act("undo") == "nothing_to_undo"


def test_parked_work_that_is_held_is_parked_again_when_it_is_released(floor: Floor) -> None:
    sofia = picking(floor)
    sofia.scan("T0001")
    sofia.act("undo")
    sofia.scan("T0001")
    sofia.act("park")
    hold(floor)
    let_go(floor)
    assert floor.tasks("pick") == ["parked"]


def test_a_supervisor_gives_a_parked_cart_to_somebody(floor: Floor) -> None:
    sofia = picking(floor)
    sofia.scan("T0001")
    sofia.act("park")
    malik = floor.person("Malik")
    task = pick_id(floor)
    floor.write(lambda tx: planning.assign_task(tx, WORLD, task, malik.id))
    assert floor.tasks("pick") == ["begun"]
    assert finish(pick_in_hand(malik)) == "task_done"
