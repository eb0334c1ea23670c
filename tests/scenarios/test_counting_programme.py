"""Counts are planned, looked at again by somebody else, approved, and make a whole zone certain."""

from __future__ import annotations

import pytest

from pickface.db import Tx
from pickface.errors import Conflict, NotAllowed, NotFound
from pickface.locations.out_of_use import count_again
from pickface.registry import WORLD
from pickface.scans.resolution import resolve
from pickface.stock import late_counts
from pickface.tasks import jobs, planning
from pickface.workflows.count import deciding
from pickface.workflows.count.deciding import OwnCount
from tests.builders import stock_up
from tests.scenarios.floor import Floor, Person


def counts(person: Person, place: str, **units: int) -> Person:
    """Count a bin as it is seen."""
    if person.task is None or person.done:
        person.start("count", place)
    if person.step["kind"] == "go":
        person.scan(place)
    for sku, qty in units.items():
        person.scan(sku)
        if qty > 1:
            person.quantity(qty)
    assert person.act("done") == "task_done"
    return person


def decides(floor: Floor, role: str, action: str = "approve", kind: str = "count_approval") -> None:
    """Somebody who leads resolves the newest exception of a kind."""
    leader = floor.write(
        lambda tx: tx.insert("person", site_id=floor.site.id, name=role.title(), role=role)
    )
    exception = floor.value(
        "SELECT MAX(id) FROM exception WHERE kind = :kind AND state = 'open'", kind=kind
    )
    here = floor.engine
    floor.write(lambda tx: resolve(tx, here.door.judge, here.signer, exception, action, leader, ""))
    floor.work_off()


def states(floor: Floor) -> list[str]:
    return [row["state"] for row in floor.read("SELECT state FROM count_line ORDER BY id")]


def teas(floor: Floor, qty: int = 10, **settings: int | bool) -> None:
    floor.settings(**settings)
    floor.item("TEA", price_minor=300)
    if qty:
        floor.stock("A-01-01", "TEA", qty)


def test_a_large_difference_is_counted_again_by_somebody_else(floor: Floor) -> None:
    teas(floor, recount_units=3)
    malik = counts(floor.person("Malik"), "A-01-01", TEA=6)
    assert floor.at("A-01-01") == 10, "one pair of eyes is not believed"
    assert floor.value("SELECT unreservable FROM balance WHERE virtual = 0") == 4
    assert malik.next("count") is None, "nobody checks himself"
    sofia = floor.person("Sofia").next("count")
    assert sofia
    counts(sofia, "A-01-01", TEA=6)
    assert floor.at("A-01-01") == 6
    assert floor.value("SELECT unreservable FROM balance WHERE virtual = 0") == 0
    assert states(floor) == ["replaced", "booked"]
    assert floor.raised() == ["count_difference"]


def test_a_third_count_is_neither_of_the_two_who_differed(floor: Floor) -> None:
    teas(floor, recount_units=3)
    malik = counts(floor.person("Malik"), "A-01-01", TEA=6)
    sofia = floor.person("Sofia").next("count")
    assert sofia
    counts(sofia, "A-01-01", TEA=2)
    ana = floor.person("Ana")
    place = floor.places["A-01-01"]
    world = floor.engine.world
    floor.write(lambda tx: world.tell(tx, "recount_wanted", site=floor.site.id, place=place))
    floor.work_off()
    assert malik.next("count") is None
    assert sofia.next("count") is None
    assert ana.next("count")


def test_who_is_alone_counts_again_and_the_work_says_so(floor: Floor) -> None:
    teas(floor, recount_units=3, alone_may=True)
    malik = counts(floor.person("Malik"), "A-01-01", TEA=6)
    again = malik.next("count")
    assert again, "nobody else could"
    assert floor.value(
        "SELECT MAX(title) FROM task WHERE kind = 'count' AND facts LIKE '%recount_of%'"
    ) == ("A-01-01 (nobody else is there)")
    counts(again, "A-01-01", TEA=6)
    assert floor.at("A-01-01") == 6


def test_with_a_colleague_nobody_counts_again_what_they_counted(floor: Floor) -> None:
    teas(floor, recount_units=3, alone_may=True)
    sofia = floor.person("Sofia")
    malik = counts(floor.person("Malik"), "A-01-01", TEA=6)
    assert malik.next("count") is None
    assert sofia.next("count")


def test_who_leads_alone_approves_their_own_count_unless_the_site_says_no(floor: Floor) -> None:
    def resolved_by(person: int) -> None:
        exception = floor.value(
            "SELECT MAX(id) FROM exception WHERE kind = 'count_approval' AND state = 'open'"
        )
        here = floor.engine
        floor.write(
            lambda tx: resolve(tx, here.door.judge, here.signer, exception, "approve", person, "")
        )

    teas(floor, approve_minor=1000)
    boss = floor.person("Ines", "manager")
    counts(boss, "A-01-01", TEA=6)
    me = floor.value("SELECT id FROM person WHERE name = 'Ines'")
    with pytest.raises(OwnCount):
        resolved_by(me)
    floor.settings(approve_minor=1000, alone_may=True)
    resolved_by(me)
    assert floor.at("A-01-01") == 6
    assert [
        tuple(dict(one).values())
        for one in floor.read("SELECT person_id, decided_by FROM count_line")
    ] == [(me, me)]


def test_what_was_approved_is_not_approved_again(floor: Floor) -> None:
    teas(floor, approve_minor=1000)
    counts(floor.person("Malik"), "A-01-01", TEA=6)
    decides(floor, "manager")
    here = {"place": floor.places["A-01-01"], "person": 0, "event": "e", "site": floor.site.id}
    with pytest.raises(Conflict):
        floor.write(lambda tx: deciding.approve(tx, WORLD, here))
    assert (floor.at("A-01-01"), states(floor)) == (6, ["booked"])


def test_a_count_that_more_was_taken_from_since_than_it_saw_is_made_again(floor: Floor) -> None:
    teas(floor, approve_minor=1000)
    counts(floor.person("Malik"), "A-01-01", TEA=3)
    sofia = floor.person("Sofia").start("move", "A-01-01")
    sofia.scan("TEA")
    sofia.quantity(5)
    sofia.scan("A-02-01")
    decides(floor, "manager")
    assert (floor.at("A-01-01"), floor.at("A-02-01")) == (5, 5), "whoever counted 3 saw not all"
    assert floor.person("Olga").next("count")
    floor.check_books()


def test_a_recount_that_agrees_with_the_books_ends_it(floor: Floor) -> None:
    teas(floor, recount_units=3)
    counts(floor.person("Malik"), "A-01-01", TEA=1)
    sofia = floor.person("Sofia").next("count")
    assert sofia
    counts(sofia, "A-01-01", TEA=10)
    assert floor.at("A-01-01") == 10
    assert states(floor) == ["replaced", "agreed"]
    assert floor.raised() == []


def test_a_small_difference_is_believed_at_once(floor: Floor) -> None:
    teas(floor, recount_units=3, recount_pct=50)
    counts(floor.person("Malik"), "A-01-01", TEA=6)
    assert floor.at("A-01-01") == 6, "four of ten are less than half"


def test_two_people_who_saw_different_things_are_decided_about(floor: Floor) -> None:
    teas(floor, recount_units=3)
    counts(floor.person("Malik"), "A-01-01", TEA=6)
    sofia = floor.person("Sofia").next("count")
    assert sofia
    counts(sofia, "A-01-01", TEA=5)
    assert floor.at("A-01-01") == 10
    assert floor.raised() == ["count_approval"]
    decides(floor, "supervisor", "recount")
    assert floor.raised() == []
    bruno = floor.person("Bruno").next("count")
    assert bruno
    counts(bruno, "A-01-01", TEA=5)
    assert floor.at("A-01-01") == 5
    assert states(floor) == ["replaced", "replaced", "booked"]


def test_what_is_worth_much_is_booked_under_somebodys_name(floor: Floor) -> None:
    teas(floor, approve_minor=1000, supervisor_minor=1000)
    counts(floor.person("Malik"), "A-01-01", TEA=6)
    assert floor.exception("count_approval")["value_minor"] == 1200
    with pytest.raises(NotAllowed):
        decides(floor, "supervisor")
    assert floor.at("A-01-01") == 10
    decides(floor, "manager")
    assert floor.at("A-01-01") == 6
    line = floor.read("SELECT state, decided_by FROM count_line")[0]
    assert line["state"] == "booked"
    assert line["decided_by"] is not None


def test_whoever_counted_does_not_approve_it(floor: Floor) -> None:
    teas(floor, approve_minor=1)
    maria = counts(floor.person("Maria", role="manager"), "A-01-01", TEA=6)
    exception = floor.value("SELECT MAX(id) FROM exception")
    here = floor.engine
    with pytest.raises(Conflict, match="does not approve"):
        floor.write(
            lambda tx: resolve(tx, here.door.judge, here.signer, exception, "approve", maria.id)
        )


def test_what_is_moved_while_a_difference_waits_is_neither_lost_nor_counted_twice(
    floor: Floor,
) -> None:
    teas(floor, approve_minor=1)
    floor.order("1042", TEA=3)
    counts(floor.person("Malik"), "A-01-01", TEA=8)
    sofia = floor.person("Sofia").next("pick")
    assert sofia
    sofia.scans("T0001", "A-01-01", "TEA")
    sofia.quantity(3)
    assert floor.at("A-01-01") == 7
    decides(floor, "supervisor")
    assert floor.at("A-01-01") == 5, "eight were seen, three were taken since"


def test_what_was_found_since_is_part_of_what_had_been_seen(floor: Floor) -> None:
    teas(floor, qty=2, approve_minor=1)
    floor.order("1042", TEA=2)
    bruno = floor.person("Bruno").start("move", "A-01-01")
    counts(floor.person("Malik"), "A-01-01", TEA=5)
    sofia = floor.person("Sofia").next("pick")
    assert sofia
    sofia.scans("T0001", "A-01-01", "TEA")
    sofia.quantity(2)
    bruno.scans("TEA", "B-01-01", "TEA", "B-01-01")
    assert floor.at("B-01-01") == 2
    assert "found" in floor.raised(), "the books had nothing more to give"
    decides(floor, "supervisor")
    assert floor.at("A-01-01") == 1, "five were seen, four were taken"


def test_law_20_a_late_scan_explains_a_difference_that_waits(
    floor: Floor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(late_counts, "LATE_MS", 0)
    teas(floor, approve_minor=1)
    floor.order("1042", TEA=3)
    sofia = floor.person("Sofia").next("pick")
    assert sofia
    sofia.go_offline(ago_ms=60_000)
    sofia.scans("T0001", "A-01-01", "TEA")
    sofia.quantity(3)
    counts(floor.person("Malik"), "A-01-01", TEA=6)
    assert set(sofia.come_back()) == {"booked"}
    assert floor.at("A-01-01") == 7
    decides(floor, "supervisor")
    assert floor.at("A-01-01") == 6, "three had gone before, one is lost"
    assert floor.at("LOST", "TEA") == 1


def test_law_20_a_count_that_comes_in_late_knows_what_was_taken_since(
    floor: Floor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(late_counts, "LATE_MS", 0)
    teas(floor, qty=0)

    def an_hour_ago(tx: Tx) -> None:
        tx.now -= 3_600_000
        stock_up(tx, floor.site, floor.items["TEA"], floor.places["A-01-01"], 10)

    floor.write(an_hour_ago)
    floor.order("1042", TEA=3)
    malik = floor.person("Malik").start("count", "A-01-01").go_offline(ago_ms=60_000)
    malik.scan("TEA")
    malik.quantity(9)
    malik.act("done")
    sofia = floor.person("Sofia").next("pick")
    assert sofia
    sofia.scans("T0001", "A-01-01", "TEA")
    sofia.quantity(3)
    assert set(malik.come_back()) == {"booked"}
    assert floor.at("A-01-01") == 6, "nine were there before three were taken"


def test_the_days_counts_are_the_most_urgent_bins_in_the_order_of_a_walk(floor: Floor) -> None:
    teas(floor, counts_per_zone=2)
    floor.item("SALT")
    floor.item("RICE", zone_code="B")
    for place, sku in (("A-02-01", "SALT"), ("A-03-01", "SALT"), ("B-01-01", "RICE")):
        floor.stock(place, sku, 2)
    old = "UPDATE balance SET first_in_at = 1 WHERE place_id = :place"
    for place in ("A-03-01", "A-01-01"):
        floor.write(lambda tx, p=place: tx.run(old, place=floor.places[p]))
    floor.write(lambda tx: floor.engine.world.tell(tx, "counts_wanted", site=floor.site.id))
    floor.work_off()
    planned = floor.read(
        "SELECT p.code FROM count_bin b JOIN place p ON p.id = b.place_id ORDER BY b.round_id, b.position"
    )
    walk = [row["code"] for row in planned]
    assert sorted(walk[:2]) == ["A-01-01", "A-03-01"], "the youngest is left for another day"
    assert walk[2:] == ["B-01-01"]
    malik = floor.person("Malik")
    for place in walk[:2]:
        assert malik.next("count")
        assert malik.place == place
        counts(malik, place, **({"TEA": 10} if place == "A-01-01" else {"SALT": 2}))
    assert floor.value("SELECT COUNT(*) FROM count_round WHERE closed_at > 0") == 1
    # Planning again on the same day adds nothing.
    floor.write(lambda tx: floor.engine.world.tell(tx, "counts_wanted", site=floor.site.id))
    floor.work_off()
    assert floor.value("SELECT COUNT(*) FROM count_round") == 2


def daily_jobs(floor: Floor) -> list[str]:
    """The sites whose counts are to be planned."""
    return [row["key"] for row in floor.read("SELECT key FROM job WHERE kind = 'plan_counts'")]


def test_the_days_counts_of_each_site_are_left_once_and_come_back_every_day(floor: Floor) -> None:
    teas(floor)
    serving = floor.engine.world.tell
    floor.write(lambda tx: serving(tx, "serving"))
    floor.write(lambda tx: serving(tx, "serving"))
    assert daily_jobs(floor) == [str(floor.site.id)]
    floor.work_off()
    assert floor.tasks("count") == [], "this site counts no bins unasked"
    assert daily_jobs(floor) == [str(floor.site.id)], "tomorrow it is asked again"


def test_a_site_that_is_gone_has_no_counts_planned(floor: Floor) -> None:
    floor.write(lambda tx: floor.engine.world.tell(tx, "counts_wanted", site=floor.site.id + 1))
    floor.work_off()
    assert daily_jobs(floor) == []


def stocktake(floor: Floor, zone: str = "A") -> None:
    floor.write(
        lambda tx: floor.engine.world.tell(
            tx, "stocktake_wanted", site=floor.site.id, zone=zone, person=None
        )
    )
    floor.work_off()


def test_a_stocktake_finishes_what_was_pinned_and_lets_nothing_new_be_pinned(floor: Floor) -> None:
    teas(floor)
    floor.order("1042", TEA=3)
    stocktake(floor)
    assert floor.value("SELECT frozen_at FROM zone WHERE code = 'A'") > 0
    assert floor.tasks("count") == ["ready"] * 5, "the sixth bin is still picked from"
    floor.order("1043", release=False, TEA=2)
    with pytest.raises(planning.ZoneFrozen):
        floor.release("1043")
    sofia = floor.person("Sofia").next("pick")
    assert sofia
    sofia.scans("T0001", "A-01-01", "TEA")
    sofia.quantity(3)
    sofia.scan("PACK-1")
    floor.write(lambda tx: tx.run("UPDATE job SET run_at = 1"))
    floor.work_off()
    malik = floor.person("Malik")
    while malik.next("count"):
        seen = {"TEA": 6} if malik.place == "A-01-01" else {}
        counts(malik, malik.place, **seen)
    assert floor.at("A-01-01") == 6
    assert floor.value("SELECT frozen_at FROM zone WHERE code = 'A'") == 0
    assert floor.value("SELECT closed_at FROM count_round") > 0
    floor.release("1043")
    assert floor.tasks("pick")[-1] == "ready"


def test_a_stocktake_waits_for_its_recounts(floor: Floor) -> None:
    teas(floor, recount_units=1)
    stocktake(floor)
    malik = floor.person("Malik")
    while malik.next("count"):
        counts(malik, malik.place)
    assert floor.value("SELECT frozen_at FROM zone WHERE code = 'A'") > 0
    sofia = floor.person("Sofia").next("count")
    assert sofia
    counts(sofia, "A-01-01", TEA=10)
    assert floor.value("SELECT frozen_at FROM zone WHERE code = 'A'") == 0


def test_a_stocktake_that_is_ended_calls_its_counts_off(floor: Floor) -> None:
    teas(floor)
    stocktake(floor)
    round_id = floor.value("SELECT id FROM count_round")
    floor.write(
        lambda tx: floor.engine.world.tell(
            tx, "round_ended", site=floor.site.id, round=round_id, person=None
        )
    )
    floor.work_off()
    assert floor.tasks("count") == ["cancelled"] * 6
    assert floor.value("SELECT frozen_at FROM zone WHERE code = 'A'") == 0


def test_a_stocktake_begins_once_in_a_zone_that_is_there_and_ends_once(floor: Floor) -> None:
    def end(round_id: int) -> None:
        told = {"site": floor.site.id, "round": round_id, "person": None}
        floor.write(lambda tx: floor.engine.world.tell(tx, "round_ended", **told))

    with pytest.raises(NotFound):
        stocktake(floor, "NOWHERE")
    stocktake(floor)
    with pytest.raises(planning.ZoneFrozen):
        stocktake(floor)
    assert floor.value("SELECT COUNT(*) FROM count_round") == 1
    round_id = floor.value("SELECT id FROM count_round")
    with pytest.raises(NotFound):
        end(round_id + 1)
    end(round_id)
    with pytest.raises(Conflict):
        end(round_id)


def test_whoever_takes_the_last_of_a_bin_says_what_is_left(floor: Floor) -> None:
    teas(floor, qty=3, zero_check=True)
    floor.order("1042", TEA=3)
    sofia = floor.person("Sofia").next("pick")
    assert sofia
    sofia.scans("T0001", "A-01-01", "TEA")
    sofia.quantity(3)
    assert sofia.step["kind"] == "collect"
    sofia.scan("TEA")
    sofia.scan("TEA")
    assert sofia.act("undo") == "undone"
    sofia.act("done")
    assert floor.at("A-01-01") == 1, "one was left"
    assert floor.raised() == ["count_difference"]
    sofia.scan("PACK-1")
    assert floor.inside("T0001") == {"TEA": 3}
    assert floor.tasks("count") == ["done"]


def test_a_bin_that_is_empty_as_it_should_be_takes_one_tap(floor: Floor) -> None:
    teas(floor, qty=3, zero_check=True)
    floor.order("1042", TEA=3)
    sofia = floor.person("Sofia").next("pick")
    assert sofia
    sofia.scans("T0001", "A-01-01", "TEA")
    sofia.quantity(3)
    sofia.act("done")
    assert sofia.scan("PACK-1") == "task_done"
    assert floor.raised() == []
    place = floor.places["A-01-01"]
    assert floor.value("SELECT counted_at FROM balance WHERE place_id = :id", id=place) > 0


def test_a_bin_in_which_something_stays_is_not_asked_about(floor: Floor) -> None:
    teas(floor, qty=4, zero_check=True)
    floor.order("1042", TEA=3)
    sofia = floor.person("Sofia").next("pick")
    assert sofia
    sofia.scans("T0001", "A-01-01", "TEA")
    sofia.quantity(3)
    assert sofia.place == "PACK-1"


def test_a_bin_that_is_no_bin_any_more_is_counted_by_nobody(floor: Floor) -> None:
    teas(floor)
    bin_ = floor.places["A-01-01"]
    floor.write(lambda tx: tx.run("UPDATE place SET active = 0 WHERE id = :id", id=bin_))
    floor.write(lambda tx: count_again(tx, floor.site.id, [bin_]))
    for kind in ("plan_count", "plan_recount"):
        floor.write(lambda tx, kind=kind: jobs.leave(tx, kind, str(bin_)))
    floor.work_off()
    assert floor.tasks("count") == []
