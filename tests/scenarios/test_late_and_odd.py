"""Late, repeated, disputed and forbidden events: goods that moved have moved, and nothing is lost or counted twice."""

from __future__ import annotations

import copy
import json

import pytest

from pickface.errors import Conflict
from pickface.ids import uuid7
from pickface.registry import WORLD
from pickface.scans.envelope import GENESIS
from pickface.scans.resolution import resolve
from pickface.stock import late_counts, reservations
from pickface.stock.moves import BalanceKey
from pickface.tasks import planning
from tests.scenarios.floor import Floor, Person
from tests.scenarios.test_containers import filled


def picking(floor: Floor, stock: int = 5, wanted: int = 3) -> Person:
    floor.item("TEA")
    floor.stock("A-01-01", "TEA", stock)
    floor.order("1042", TEA=wanted)
    sofia = floor.person("Sofia").next("pick")
    assert sofia
    return sofia


def test_a_pick_in_a_dead_zone_books_itself_later(floor: Floor) -> None:
    sofia = picking(floor).go_offline()
    sofia.scans("T0001", "A-01-01", "TEA")
    sofia.quantity(3)
    assert sofia.scan("PACK-1") == "task_done"
    assert floor.at("A-01-01") == 5
    assert sofia.come_back() == ["booked"] * 5
    assert floor.inside("T0001") == {"TEA": 3}


def test_law_05_what_is_delivered_twice_is_booked_once(floor: Floor) -> None:
    sofia = picking(floor)
    sofia.scans("T0001", "A-01-01", "TEA")
    again = sofia.repeat_delivery()
    assert [answer["repeat"] for answer in again] == [True] * 3
    assert floor.inside("T0001") == {"TEA": 1}


def test_law_19_goods_that_were_gone_by_the_books_are_found_told_and_counted(floor: Floor) -> None:
    sofia = picking(floor, stock=3).go_offline()
    sofia.scans("T0001", "A-01-01", "TEA")
    sofia.quantity(3)
    malik = floor.person("Malik").start("count", "A-01-01")
    malik.act("done")
    assert floor.at("A-01-01") == 0
    assert sofia.come_back() == ["booked"] * 4
    assert floor.inside("T0001") == {"TEA": 3}
    assert "found" in floor.raised()
    assert floor.tasks("count") == ["done", "ready"]
    again = malik.next("count")
    assert again
    again.scan("A-01-01")
    again.act("done")
    assert "found" in floor.raised("resolved")


def test_law_19_goods_whose_putaway_comes_late_explain_a_find_and_close_it(floor: Floor) -> None:
    sofia = picking(floor, stock=3).go_offline()
    malik = floor.person("Malik").start("count", "A-01-01").go_offline(ago_ms=3_000)
    malik.act("done")
    assert malik.come_back() == ["booked"]
    floor.stock("B-01-01", "TEA", 4)
    # However long her scans are under way: she was there before what she brought was found.
    grace = floor.person("Grace").start("move", "B-01-01").go_offline(ago_ms=2_000)
    grace.scan("TEA")
    grace.quantity(4)
    grace.scan("A-01-01")
    sofia.scans("T0001", "A-01-01", "TEA")
    sofia.quantity(3)
    assert sofia.come_back() == ["booked"] * 4
    assert "found" in floor.raised()
    assert set(grace.come_back()) == {"booked"}
    assert "found" not in floor.raised()
    assert floor.value("SELECT resolution FROM exception WHERE kind = 'found'") == "explained"
    # What the count had missed is still missing; what was taken had come from the other bin.
    assert (floor.at("A-01-01"), floor.at("B-01-01"), floor.at("LOST")) == (1, 0, 3)


def test_law_13_after_a_reassignment_the_old_device_moves_nothing(floor: Floor) -> None:
    sofia = picking(floor)
    sofia.scans("T0001", "A-01-01", "TEA")
    sofia.go_offline()
    sofia.scan("TEA")
    malik = floor.person("Malik")
    task = sofia.task
    assert task
    floor.write(lambda tx: planning.assign_task(tx, WORLD, task["id"], malik.id))
    assert sofia.come_back() == ["set_aside"]
    assert sofia.verdict == ("set_aside", "superseded")
    assert floor.inside("T0001") == {"TEA": 1}
    malik.hold(task["id"])
    malik.scan("TEA")
    assert malik.quantity(3) == "step_done"
    assert malik.scan("PACK-1") == "task_done"


def test_law_07_what_follows_a_set_aside_event_waits_with_it(floor: Floor) -> None:
    sofia = picking(floor)
    sofia.scan("T0001")
    sofia.go_offline()
    sofia.scan("A-01-01")
    task = sofia.task
    assert task
    sofia.scan("TEA")
    floor.write(
        lambda tx: tx.run(
            "UPDATE task SET progress = :state WHERE id = :id",
            state='{"steps": {}, "vars": {}, "skipped": [], "done": false, "undo": null}',
            id=task["id"],
        )
    )
    assert sofia.come_back() == ["set_aside", "set_aside"]
    assert [v["code"] for v in sofia.verdicts[-2:]] == ["disagrees", "follows_set_aside"]
    assert floor.raised() == ["set_aside"]
    assert floor.inside("T0001") == {}


def test_a_pick_cancelled_in_the_middle_brings_its_goods_back(floor: Floor) -> None:
    sofia = picking(floor)
    sofia.scans("T0001", "A-01-01", "TEA")
    sofia.go_offline()
    sofia.scan("TEA")
    floor.cancel_task(sofia)
    assert sofia.come_back() == ["set_aside"]
    assert sofia.verdict == ("set_aside", "task_cancelled")
    malik = floor.person("Malik").next("putaway")
    assert malik
    malik.scan("T0001")
    assert malik.place == "A-01-01"
    malik.scan("A-01-01")
    assert floor.at("A-01-01", "TEA") == 5
    assert floor.value("SELECT SUM(qty) FROM reservation") == 0


def test_a_cancelled_pick_leaves_the_order_to_be_released_again(floor: Floor) -> None:
    sofia = picking(floor)
    sofia.scan("T0001")
    task = sofia.task
    assert task
    floor.write(lambda tx: planning.cancel_task(tx, floor.engine.world, task["id"]))
    assert floor.order_state("1042") == "open"
    assert floor.container("T0001")["state"] == "empty"
    floor.release("1042")
    assert floor.tasks("pick") == ["cancelled", "ready"]


def test_a_cancelled_pick_with_goods_in_the_tote_holds_the_order(floor: Floor) -> None:
    sofia = picking(floor)
    sofia.scans("T0001", "A-01-01", "TEA")
    task = sofia.task
    assert task
    floor.write(lambda tx: planning.cancel_task(tx, floor.engine.world, task["id"]))
    assert floor.order_state("1042") == "held"
    floor.cancel("1042")
    assert floor.tasks("putaway") == ["ready"]


def test_law_15_an_undo_comes_too_late_when_the_goods_have_moved_on(floor: Floor) -> None:
    floor.item("TEA")
    floor.purchase("PO-1", TEA=5)
    grace = floor.person("Grace", "receiver").open("PO-1")
    grace.scans("TEA", "A-01-01")
    malik = floor.person("Malik").start("move", "A-01-01")
    malik.scans("TEA", "A-02-01")
    assert grace.act("undo") == "undone"
    assert grace.verdict == ("set_aside", "undo_too_late")
    assert floor.value("SELECT received FROM purchase_order_line") == 1


def test_a_tote_that_is_in_use_is_taken_all_the_same_and_told(floor: Floor) -> None:
    sofia = picking(floor)
    sofia.scans("T0001", "A-01-01", "TEA")
    floor.order("1043", TEA=1)
    malik = floor.person("Malik").next("pick")
    assert malik
    assert malik.scan("T0001") == "step_done"
    assert floor.raised() == ["container_in_use"]


def test_an_order_whose_tote_was_taken_for_another_is_told(floor: Floor) -> None:
    sofia = picking(floor)
    sofia.scans("T0001", "A-01-01", "TEA")
    floor.order("1043", TEA=1)
    malik = floor.person("Malik").next("pick")
    assert malik
    malik.scan("T0001")
    sofia.quantity(3)
    sofia.scan("PACK-1")
    assert floor.raised() == ["container_in_use", "nothing_to_pack"]


# The table "What happens to late truth" in docs/design.md, row by row.


def waits(floor: Floor) -> list[tuple[str, str]]:
    """Why each scan waits, and what is proposed, as the supervisor's board has it."""
    found = floor.read(
        "SELECT params, proposed FROM exception WHERE kind = 'set_aside' AND state = 'open' ORDER BY id"
    )
    return [(json.loads(row["params"])["code"], row["proposed"]) for row in found]


def decide(floor: Floor, action: str) -> None:
    """The supervisor decides about the oldest open exception."""
    maria = floor.person("Maria", "supervisor")
    number = floor.value("SELECT MIN(id) FROM exception WHERE state = 'open'")
    judge, signer = floor.engine.door.judge, floor.engine.signer
    floor.write(lambda tx: resolve(tx, judge, signer, number, action, maria.id))
    floor.work_off()


def second_device(person: Person) -> Person:
    """Another handheld of the same person: its own store, so its own stream."""
    other = copy.copy(person)
    other.stream, other.seq, other.head = uuid7(), 0, GENESIS
    other.outbox, other.verdicts, other.sent = [], [], []
    return other.go_offline()


def test_late_a_task_that_went_to_somebody_else_proposes_to_reject(floor: Floor) -> None:
    sofia = picking(floor)
    sofia.scans("T0001", "A-01-01")
    sofia.go_offline().scan("TEA")
    malik = floor.person("Malik")
    task = sofia.task
    assert task
    floor.write(lambda tx: planning.assign_task(tx, WORLD, task["id"], malik.id))
    sofia.come_back()
    assert waits(floor) == [("superseded", "reject")]
    decide(floor, "reject")
    assert (floor.inside("T0001"), floor.raised()) == ({}, [])


def test_late_a_cancelled_task_moves_nothing_and_can_only_be_rejected(floor: Floor) -> None:
    sofia = picking(floor)
    sofia.scans("T0001", "A-01-01")
    sofia.go_offline().scan("TEA")
    floor.cancel_task(sofia)
    assert sofia.come_back() == ["set_aside"]
    assert waits(floor) == [("task_cancelled", "reject")]
    with pytest.raises(Conflict):
        decide(floor, "book")
    decide(floor, "reject")
    assert floor.at("A-01-01") == 5


def test_late_a_task_that_was_finished_elsewhere_moves_nothing(floor: Floor) -> None:
    sofia = picking(floor)
    sofia.scans("T0001", "A-01-01")
    late = second_device(sofia)
    late.scan("TEA")
    sofia.scan("TEA")
    sofia.quantity(3)
    sofia.scan("PACK-1")
    assert late.come_back() == ["set_aside"]
    assert waits(floor) == [("task_done", "reject")]
    assert floor.inside("T0001") == {"TEA": 3}


def test_late_a_held_task_is_booked_and_stays_held(floor: Floor) -> None:
    sofia = picking(floor)
    sofia.scans("T0001", "A-01-01")
    sofia.go_offline().scan("TEA")
    task = sofia.task
    assert task
    floor.write(lambda tx: planning.hold_task(tx, task["id"], "look"))
    assert sofia.come_back() == ["booked"]
    assert (floor.inside("T0001"), floor.tasks("pick")) == ({"TEA": 1}, ["held"])


def test_late_a_replanned_task_is_booked_against_what_the_device_had(floor: Floor) -> None:
    sofia = picking(floor, stock=5, wanted=3)
    floor.stock("A-02-01", "TEA", 5)
    sofia.scans("T0001", "A-01-01")
    sofia.go_offline()
    sofia.scan("TEA")
    task = sofia.task
    assert task
    sofia.act("short", left=0)
    revision = task["revision"]
    sofia.come_back()
    late = sofia.go_offline()
    assert floor.value("SELECT revision FROM task WHERE id = :id", id=task["id"]) > revision
    assert late.task is not None
    assert late.task["revision"] == revision
    late.act("undo")
    assert late.come_back() == ["booked"]
    assert floor.inside("T0001") == {"TEA": 1}


def test_late_stock_that_must_not_be_promised_is_booked_when_it_was_picked(floor: Floor) -> None:
    """There is no recall yet. A bin that is not to be trusted keeps goods from promises, and stops no late pick."""
    sofia = picking(floor).go_offline()
    sofia.scans("T0001", "A-01-01", "TEA")
    sofia.quantity(3)
    key = BalanceKey(floor.items["TEA"], 0, floor.places["A-01-01"], "", 1)
    floor.write(lambda tx: reservations.mark_short(tx, key, left=0))
    assert sofia.come_back() == ["booked"] * 4
    assert floor.inside("T0001") == {"TEA": 3}
    held_back = "SELECT unreservable FROM balance WHERE place_id = :place AND container = ''"
    assert floor.value(held_back, place=floor.places["A-01-01"]) == 2, "the rest stays held back"


def test_late_an_order_that_has_shipped_meanwhile_gets_nothing_more(floor: Floor) -> None:
    sofia = picking(floor)
    sofia.scans("T0001", "A-01-01")
    late = second_device(sofia)
    late.scan("TEA")
    late.act("undo")
    sofia.scan("TEA")
    sofia.quantity(3)
    sofia.scan("PACK-1")
    pack_and_ship(floor)
    assert floor.order_state("1042") == "shipped"
    assert late.come_back() == ["set_aside", "set_aside"]
    assert waits(floor) == [("task_done", "reject"), ("task_done", "reject")]
    assert floor.at("CUSTOMER", "TEA") == 3
    decide(floor, "reject")
    decide(floor, "reject")
    assert (floor.at("A-01-01"), floor.raised()) == (2, [])


def pack_and_ship(floor: Floor) -> None:
    """The order of three teas leaves the house."""
    petra = floor.person("Petra", "packer").open("T0001")
    petra.scans("LP000100", "TEA")
    petra.quantity(3)
    petra.confirm()
    petra.confirm()
    petra.open("LP000100").scans("LP000100", "SHIP-1")


def test_law_14_a_late_carton_reopens_a_finished_receipt(floor: Floor) -> None:
    floor.item("TEA")
    floor.purchase("PO-1", TEA=5)
    grace = floor.person("Grace", "receiver").open("PO-1")
    grace.scans("TEA", "LP000001", "TEA")
    late = second_device(grace)
    late.scan("TEA")
    grace.act("done")
    grace.act("done")
    assert (floor.tasks("receive"), floor.raised()) == (["done"], ["receipt_short"])
    assert late.come_back() == ["booked"]
    assert floor.tasks("receive") == ["begun"]
    assert floor.value("SELECT received FROM purchase_order_line") == 3
    assert floor.value("SELECT state FROM purchase_order") == "receiving"
    assert floor.raised() == ["receipt_short", "receipt_reopened"]
    task = grace.task
    assert task
    grace.hold(task["id"])
    grace.scans("TEA", "TEA")
    assert grace.act("done") == "task_done"
    assert floor.value("SELECT state FROM purchase_order") == "received"
    assert floor.raised() == ["receipt_reopened"], "nothing is short any more"
    assert floor.inside("LP000001") == {"TEA": 5}


def test_law_14_a_late_scan_that_cannot_be_booked_opens_no_receipt(floor: Floor) -> None:
    floor.item("TEA")
    floor.purchase("PO-1", TEA=1)
    grace = floor.person("Grace", "receiver").open("PO-1")
    grace.scans("TEA", "LP000001")
    late = second_device(grace)
    late.act("undo")
    grace.act("done")
    assert late.come_back() == ["set_aside"]
    assert floor.tasks("receive") == ["done"]
    assert floor.value("SELECT state FROM purchase_order") == "received"
    assert "receipt_reopened" not in floor.raised()


@pytest.fixture
def slow_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Here whatever was scanned offline counts as late; in a warehouse it takes some seconds."""
    monkeypatch.setattr(late_counts, "LATE_MS", 0)


def counts(floor: Floor, place: str, qty: int) -> None:
    """Malik counts teas in a bin."""
    malik = floor.person("Malik").start("count", place)
    if qty:
        malik.scan("TEA")
        malik.quantity(qty)
    malik.act("done")


@pytest.mark.usefixtures("slow_network")
def test_law_20_a_pick_that_a_count_has_overtaken_is_taken_out_of_its_difference(
    floor: Floor,
) -> None:
    sofia = picking(floor, stock=5).go_offline(ago_ms=60_000)
    sofia.scans("T0001", "A-01-01", "TEA")
    sofia.quantity(3)
    counts(floor, "A-01-01", 2)
    assert (floor.at("A-01-01"), floor.at("LOST")) == (2, 3)
    assert sofia.come_back() == ["booked"] * 4
    assert floor.inside("T0001") == {"TEA": 3}
    assert (floor.at("A-01-01"), floor.at("LOST")) == (2, 0)
    assert "found" not in floor.raised()
    sofia.scan("PACK-1")
    assert floor.at("PACK-1") == 3


@pytest.mark.usefixtures("slow_network")
def test_law_20_a_putaway_that_a_count_has_overtaken_is_not_counted_twice(floor: Floor) -> None:
    floor.item("TEA")
    floor.stock("B-01-01", "TEA", 4)
    grace = floor.person("Grace").start("move", "B-01-01").go_offline(ago_ms=60_000)
    grace.scan("TEA")
    grace.quantity(4)
    grace.scan("A-01-01")
    counts(floor, "A-01-01", 4)
    assert floor.at("A-01-01") == 4
    grace.come_back()
    assert (floor.at("A-01-01"), floor.at("B-01-01")) == (4, 0)


@pytest.mark.usefixtures("slow_network")
def test_law_20_the_last_of_a_lot_was_counted_although_nothing_is_left_of_it(floor: Floor) -> None:
    floor.item("TEA", tracking="lot")
    floor.stock("A-01-01", "TEA", 4, lot="L1")
    grace = floor.person("Grace").start("move", "A-01-01").go_offline(ago_ms=60_000)
    grace.scan("TEA")
    grace.quantity(4)
    grace.scan("B-01-01")
    counts(floor, "A-01-01", 0)
    assert (floor.at("A-01-01"), floor.at("LOST")) == (0, 4)
    assert set(grace.come_back()) == {"booked"}
    assert (floor.at("A-01-01"), floor.at("B-01-01"), floor.at("LOST")) == (0, 4, 0)
    assert "found" not in floor.raised()
    # What comes into that bin next is not taken for what explains a find.
    floor.stock("A-01-01", "TEA", 4, lot="L1")
    assert floor.at("A-01-01") == 4


@pytest.mark.usefixtures("slow_network")
def test_law_20_a_pallet_that_was_counted_stays_so_where_it_goes(floor: Floor) -> None:
    floor.item("TEA")
    filled(floor, "LP000002", TEA=5)
    floor.order("1042", TEA=3)
    sofia = floor.person("Sofia").next("pick")
    assert sofia
    sofia.go_offline(ago_ms=60_000)
    sofia.scans("T0009", "A-01-01", "TEA")
    sofia.quantity(3)
    counts(floor, "A-01-01", 2)
    floor.person("Malik").start("move", "LP000002").scan("B-02-01")
    assert set(sofia.come_back()) == {"booked"}
    assert (floor.inside("LP000002"), floor.inside("T0009")) == ({"TEA": 2}, {"TEA": 3})
    assert (floor.at("LOST"), floor.raised()) == (0, ["count_difference"])


@pytest.mark.usefixtures("slow_network")
def test_law_20_a_pick_behind_the_count_is_booked_as_it_is(floor: Floor) -> None:
    sofia = picking(floor, stock=5)
    counts(floor, "A-01-01", 5)
    sofia.go_offline()
    sofia.scans("T0001", "A-01-01", "TEA")
    assert sofia.come_back() == ["booked"] * 3
    assert (floor.at("A-01-01"), floor.at("LOST")) == (4, 0)


@pytest.mark.usefixtures("slow_network")
def test_law_20_an_overtaken_pick_is_undone_to_what_was_counted(floor: Floor) -> None:
    sofia = picking(floor, stock=5).go_offline(ago_ms=60_000)
    sofia.scans("T0001", "A-01-01", "TEA")
    counts(floor, "A-01-01", 4)
    sofia.ago_ms = 0
    sofia.act("undo")
    assert sofia.come_back() == ["booked"] * 4
    assert floor.inside("T0001") == {}
    assert floor.at("A-01-01") == 4


def test_law_15_the_last_scan_is_undone_offline_and_late(floor: Floor) -> None:
    sofia = picking(floor)
    sofia.scans("T0001", "A-01-01")
    sofia.go_offline()
    sofia.scan("TEA")
    assert sofia.act("undo") == "undone"
    assert sofia.come_back() == ["booked", "booked"]
    assert (floor.inside("T0001"), floor.at("A-01-01")) == ({}, 5)


def test_law_15_an_undo_behind_a_count_is_too_late_and_proposes_to_reject(floor: Floor) -> None:
    sofia = picking(floor)
    sofia.scans("T0001", "A-01-01", "TEA")
    sofia.go_offline()
    sofia.act("undo")
    malik = floor.person("Malik").start("count", "A-01-01")
    malik.scan("TEA")
    malik.quantity(4)
    malik.act("done")
    assert sofia.come_back() == ["set_aside"]
    assert waits(floor) == [("undo_too_late", "reject")]
    assert floor.inside("T0001") == {"TEA": 1}
