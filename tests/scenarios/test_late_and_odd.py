"""Late, repeated, disputed and forbidden events: goods that moved have moved, and nothing is lost or counted twice."""

from pickface.tasks import planning
from tests.scenarios.floor import Floor, Person


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


def test_what_is_delivered_twice_is_booked_once(floor: Floor) -> None:
    sofia = picking(floor)
    sofia.scans("T0001", "A-01-01", "TEA")
    again = sofia.repeat_delivery()
    assert [answer["repeat"] for answer in again] == [True] * 3
    assert floor.inside("T0001") == {"TEA": 1}


def test_goods_that_were_gone_by_the_books_are_found_told_and_counted(floor: Floor) -> None:
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


def test_after_a_reassignment_the_old_device_moves_nothing(floor: Floor) -> None:
    sofia = picking(floor)
    sofia.scans("T0001", "A-01-01", "TEA")
    sofia.go_offline()
    sofia.scan("TEA")
    malik = floor.person("Malik")
    task = sofia.task
    assert task
    floor.write(lambda tx: planning.assign_task(tx, task["id"], malik.id))
    assert sofia.come_back() == ["set_aside"]
    assert sofia.verdict == ("set_aside", "superseded")
    assert floor.inside("T0001") == {"TEA": 1}
    malik.hold(task["id"])
    malik.scan("TEA")
    assert malik.quantity(3) == "step_done"
    assert malik.scan("PACK-1") == "task_done"


def test_what_follows_a_set_aside_event_waits_with_it(floor: Floor) -> None:
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


def test_an_order_cancelled_in_the_middle_brings_its_goods_back(floor: Floor) -> None:
    sofia = picking(floor)
    sofia.scans("T0001", "A-01-01", "TEA")
    sofia.go_offline()
    sofia.scan("TEA")
    floor.cancel("1042")
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


def test_an_undo_comes_too_late_when_the_goods_have_moved_on(floor: Floor) -> None:
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
