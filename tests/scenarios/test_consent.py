"""Goods at a bin that do not scan, and goods that do not belong there: a supervisor hears of it, nobody waits."""

import json
from typing import Any

import pytest

from pickface.scans.resolution import resolve
from pickface.tasks.alone import NeedsAnother
from tests.scenarios.floor import Floor, Person


@pytest.fixture
def floor(floor: Floor) -> Floor:
    """Tea and salt in two bins."""
    for sku, place in (("TEA", "A-01-01"), ("SALT", "A-03-01")):
        floor.item(sku)
        floor.stock(place, sku, 10)
    return floor


def picking(floor: Floor) -> Person:
    sofia = floor.person("Sofia").next("pick")
    assert sofia
    sofia.scan("T0001")
    return sofia


def answer(floor: Floor, boss: int, action: str) -> dict[str, Any]:
    """A supervisor answers the newest open question; the row as it is then."""
    asked = floor.value("SELECT MAX(id) FROM exception WHERE kind = 'no_scan' AND state = 'open'")
    here = floor.engine
    floor.write(lambda tx: resolve(tx, here.door.judge, here.signer, asked, action, boss))
    return floor.read("SELECT * FROM exception WHERE id = :id", id=asked)[0]


def test_goods_that_do_not_scan_are_taken_by_consent_and_both_people_stand_in_the_journal(
    floor: Floor,
) -> None:
    floor.order("1042", TEA=1, SALT=1)
    boss = floor.person("Mara", "supervisor").id
    sofia = picking(floor)
    first = sofia.place
    sku = {"A-01-01": "TEA", "A-03-01": "SALT"}
    sofia.scan(first)
    assert sofia.act("no_scan", qty=1) == "noted"
    asked = sofia.last_event
    assert sofia.act("skip") == "skipped"
    # She goes on with the other bin; nothing has moved for what she asked.
    second = sofia.place
    assert second != first
    assert floor.at(first) == 10
    assert floor.raised() == ["no_scan"]
    found = answer(floor, boss, "consent")
    sofia.scan(second)
    sofia.scan(sku[second])
    # Sent back: the bin proves itself once more, since the goods cannot.
    sofia.look_again()
    assert (sofia.place, sofia.step["kind"]) == (first, "go")
    assert sofia.step["why"] == {"code": "consent_given", "params": {"person": "Mara"}}
    assert sofia.scan(second) == "wrong_place"
    sofia.scan(first)
    assert sofia.quantity(1) == "step_done"
    taken = sofia.last_event
    assert sofia.scan("PACK-1") == "task_done"
    assert floor.inside("T0001") == {"SALT": 1, "TEA": 1}
    proof = floor.read("SELECT * FROM exception WHERE id = :id", id=found["id"])[0]
    assert (proof["event_id"], proof["person_id"]) == (asked, sofia.id)
    assert (proof["resolution"], proof["resolved_by"]) == ("consent", boss)
    said = floor.read(
        "SELECT id, person_id FROM scan_event WHERE body LIKE '%\"consent\"%' ORDER BY id"
    )
    assert [event["person_id"] for event in said] == [boss]
    assert json.loads(proof["params"]) == {"qty": 1, "taken_by": [taken], "consent": said[0]["id"]}
    moved = floor.read(
        "SELECT cause FROM move WHERE kind = 'pick' AND from_place_id = :p", p=floor.places[first]
    )
    assert [move["cause"] for move in moved] == [taken]


def test_who_is_refused_is_told_and_may_still_scan_another_or_say_short(floor: Floor) -> None:
    floor.order("1042", TEA=2)
    boss = floor.person("Mara", "supervisor").id
    sofia = picking(floor)
    sofia.scan("A-01-01")
    assert sofia.act("no_scan", qty=1) == "noted"
    sofia.look_again()
    assert sofia.step["why"]["code"] == "consent_waits"
    answer(floor, boss, "refuse")
    sofia.look_again()
    assert sofia.step["why"]["code"] == "consent_refused"
    assert sofia.quantity(1) == "scan_item_first"
    sofia.scan("TEA")
    sofia.scan("TEA")
    assert sofia.scan("PACK-1") == "task_done"
    assert floor.raised() == []


def test_a_line_that_scanned_after_all_asks_nobody_any_more(floor: Floor) -> None:
    floor.order("1042", TEA=1, SALT=1)
    sofia = picking(floor)
    first = sofia.place
    sofia.scan(first)
    sofia.act("no_scan", qty=1)
    assert floor.raised() == ["no_scan"]
    sofia.scan({"A-01-01": "TEA", "A-03-01": "SALT"}[first])
    assert (floor.raised(), floor.raised("resolved")) == ([], ["no_scan"])


def test_a_consent_that_meets_goods_scanned_in_a_dead_zone_takes_nothing_twice(
    floor: Floor,
) -> None:
    floor.order("1042", TEA=2, SALT=1)
    boss = floor.person("Mara", "supervisor").id
    sofia = picking(floor)
    first = sofia.place
    sofia.scan(first)
    sofia.act("no_scan", qty=1)
    sofia.go_offline()
    sku = {"A-01-01": "TEA", "A-03-01": "SALT"}[first]
    want = {"TEA": 2, "SALT": 1}
    answer(floor, boss, "consent")
    for _ in range(want[sku]):
        sofia.scan(sku)
    other = sofia.place
    assert set(sofia.come_back()) == {"booked"}
    sofia.look_again()
    assert sofia.place == other
    sofia.scan(other)
    sku = {"A-01-01": "TEA", "A-03-01": "SALT"}[other]
    for _ in range(want[sku]):
        sofia.scan(sku)
    assert sofia.scan("PACK-1") == "task_done"
    assert floor.inside("T0001") == {"SALT": 1, "TEA": 2}
    # They scanned: that somebody had consented was no proof of it.
    assert "taken_by" not in floor.exception("no_scan")


def test_asked_in_a_dead_zone_it_is_asked_once_however_often_it_arrives(floor: Floor) -> None:
    floor.order("1042", TEA=1, SALT=1)
    sofia = picking(floor).go_offline()
    sofia.scan(sofia.place)
    sofia.act("no_scan", qty=1)
    sofia.act("skip")
    sofia.scan(sofia.place)
    sofia.come_back()
    sofia.repeat_delivery()
    assert floor.raised() == ["no_scan"]


def test_who_asks_again_has_one_question_open_and_who_undoes_has_none(floor: Floor) -> None:
    floor.order("1042", TEA=2)
    sofia = picking(floor)
    sofia.scan("A-01-01")
    sofia.act("no_scan", qty=1)
    assert sofia.act("no_scan", qty=2) == "noted"
    assert (floor.raised(), floor.raised("resolved")) == (["no_scan"], ["no_scan"])
    assert floor.exception("no_scan") == {"qty": 2}
    assert sofia.act("undo") == "undone"
    assert floor.raised() == []
    sofia.look_again()
    assert sofia.step.get("why") is None


def test_what_was_taken_by_consent_and_put_back_is_taken_by_it_once_more(floor: Floor) -> None:
    floor.order("1042", TEA=2, SALT=1)
    boss = floor.person("Mara", "supervisor").id
    sofia = picking(floor)
    if sofia.place == "A-03-01":
        sofia.scans("A-03-01", "SALT")
    sofia.scan("A-01-01")
    sofia.act("no_scan", qty=2)
    answer(floor, boss, "consent")
    sofia.look_again()
    sofia.scan("A-01-01")
    assert sofia.quantity(1) == "counted"
    first = sofia.last_event
    sofia.quantity(2)
    assert sofia.act("undo") == "undone"
    assert floor.exception("no_scan")["taken_by"] == [first]
    sofia.quantity(2)
    assert floor.exception("no_scan")["taken_by"] == [first, sofia.last_event]
    assert floor.inside("T0001")["TEA"] == 2


def test_a_cancelled_pick_leaves_no_question_behind(floor: Floor) -> None:
    floor.order("1042", TEA=1)
    sofia = picking(floor)
    sofia.scan("A-01-01")
    sofia.act("no_scan", qty=1)
    floor.cancel_task(sofia)
    assert "no_scan" not in floor.raised()


def test_nobody_consents_to_their_own_wish_where_somebody_else_may(floor: Floor) -> None:
    floor.order("1042", TEA=1)
    floor.person("Mara", "supervisor")
    lena = floor.person("Lena", "supervisor").next("pick")
    assert lena
    lena.scan("T0001")
    lena.scan("A-01-01")
    lena.act("no_scan", qty=1)
    with pytest.raises(NeedsAnother):
        answer(floor, lena.id, "consent")
    assert floor.raised() == ["no_scan"]


def test_on_a_cart_the_totes_get_what_was_consented_to(floor: Floor) -> None:
    floor.settings(pick_method="cluster")
    floor.order("1", release=False, TEA=1)
    floor.order("2", release=False, TEA=1)
    floor.release_together("1", "2")
    boss = floor.person("Mara", "supervisor").id
    sofia = floor.person("Sofia").next("pick")
    assert sofia
    sofia.scans("T0001", "T0002")
    sofia.scan("A-01-01")
    assert sofia.act("no_scan", qty=2) == "noted"
    answer(floor, boss, "consent")
    sofia.look_again()
    sofia.scan("A-01-01")
    sofia.scan("T0001")
    sofia.scan("T0002")
    assert (floor.inside("T0001"), floor.inside("T0002")) == ({"TEA": 1}, {"TEA": 1})
    assert floor.raised() == []


def test_something_else_in_the_bin_is_told_and_counted_and_one_wrong_scan_is_neither(
    floor: Floor,
) -> None:
    floor.order("1042", TEA=2)
    sofia = picking(floor)
    sofia.scan("A-01-01")
    assert sofia.scan("SALT") == "wrong_item"
    floor.work_off()
    assert (floor.raised(), floor.tasks("count")) == ([], [])
    assert sofia.act("stray", qty=3) == "noted"
    floor.work_off()
    assert (floor.raised(), floor.tasks("count")) == (["stray"], ["ready"])
    assert floor.exception("stray") == {"qty": 3}
    # She picks on; the goods she came for are there.
    sofia.scans("TEA", "TEA")
    assert sofia.scan("PACK-1") == "task_done"


def test_a_photo_is_shown_with_the_question(floor: Floor) -> None:
    floor.order("1042", TEA=1)
    sofia = picking(floor)
    sofia.scan("A-01-01")
    sofia.act("no_scan", qty=1)
    asked = sofia.last_event
    sofia.photograph("ab" * 32, "no_scan", of=asked)
    assert floor.raised() == ["no_scan"]


def test_a_consent_opens_as_many_as_were_asked_for_and_a_scan_opens_the_rest(floor: Floor) -> None:
    floor.order("1042", TEA=5)
    boss = floor.person("Mara", "supervisor").id
    sofia = picking(floor)
    sofia.scan("A-01-01")
    sofia.act("no_scan", qty=2)
    answer(floor, boss, "consent")
    sofia.look_again()
    sofia.scan("A-01-01")
    assert sofia.quantity(5) == "scan_item_first"
    assert sofia.quantity(2) == "counted"
    assert sofia.quantity(3) == "scan_item_first"
    # A third torn one is asked for again, and its consent adds to the first.
    assert sofia.act("no_scan", qty=1) == "noted"
    answer(floor, boss, "consent")
    sofia.look_again()
    sofia.scan("A-01-01")
    assert sofia.quantity(4) == "scan_item_first"
    assert sofia.quantity(3) == "counted"
    # As with any line one scan proves the goods.
    assert sofia.scan("TEA") == "counted"
    assert sofia.quantity(5) == "step_done"
    assert sofia.scan("PACK-1") == "task_done"
    assert floor.inside("T0001") == {"TEA": 5}


def test_on_a_cart_no_tote_gets_more_than_was_asked_for(floor: Floor) -> None:
    floor.settings(pick_method="cluster")
    floor.order("1", release=False, TEA=1)
    floor.order("2", release=False, TEA=1)
    floor.release_together("1", "2")
    boss = floor.person("Mara", "supervisor").id
    sofia = floor.person("Sofia").next("pick")
    assert sofia
    sofia.scans("T0001", "T0002")
    sofia.scan("A-01-01")
    sofia.act("no_scan", qty=1)
    answer(floor, boss, "consent")
    sofia.look_again()
    sofia.scan("A-01-01")
    sofia.scan("T0001")
    assert sofia.scan("T0002") == "scan_item_first"
    sofia.scan("TEA")
    sofia.scan("T0002")
    assert (floor.inside("T0001"), floor.inside("T0002")) == ({"TEA": 1}, {"TEA": 1})


def test_asked_again_after_a_consent_that_was_not_heard_of_leaves_no_bin_to_scan(
    floor: Floor,
) -> None:
    floor.order("1042", TEA=2, SALT=2)
    boss = floor.person("Mara", "supervisor").id
    sofia = picking(floor)
    first = sofia.place
    sku = {"A-01-01": "TEA", "A-03-01": "SALT"}
    sofia.scan(first)
    sofia.act("no_scan", qty=1)
    sofia.go_offline()
    answer(floor, boss, "consent")
    # Out of reach of the answer it is asked once more; then both are scanned.
    sofia.act("no_scan", qty=1)
    sofia.scan(sku[first])
    sofia.scan(sku[first])
    assert set(sofia.come_back()) == {"booked"}
    sofia.look_again()
    assert sofia.task
    assert [step["id"] for step in sofia.task["script"]["steps"] if "." in step["id"]] == []
    second = sofia.place
    assert second != first
    sofia.scan(second)
    sofia.scan(sku[second])
    sofia.scan(sku[second])
    assert sofia.scan("PACK-1") == "task_done"
    assert floor.raised() == []
