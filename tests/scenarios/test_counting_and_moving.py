"""Counting and moving: the books follow what people see and do, promises included."""

import pytest

from pickface.errors import NotFound
from pickface.tasks import planning
from pickface.workflows.count.plan import open_count
from tests.scenarios.floor import Floor, Person


def counting(floor: Floor, place: str = "A-01-01") -> Person:
    return floor.person("Malik").start("count", place)


def test_a_blind_count_settles_the_bin(floor: Floor) -> None:
    floor.item("TEA", ("CASE", 6, "case"))
    floor.item("SALT")
    floor.item("RICE")
    floor.stock("A-01-01", "TEA", 10)
    floor.stock("A-01-01", "SALT", 2)
    malik = counting(floor)
    assert malik.scan("CASE") == "counted"
    assert malik.scan("TEA") == "counted"
    assert malik.scan("RICE") == "counted"
    assert malik.act("undo") == "undone"
    malik.scan("RICE")
    assert malik.act("done") == "task_done"
    assert floor.at("A-01-01", "TEA") == 7
    assert floor.at("A-01-01", "SALT") == 0
    assert floor.at("A-01-01", "RICE") == 1
    assert floor.at("LOST", "SALT") == 2
    assert floor.raised() == ["count_difference"]


def test_a_count_that_agrees_says_nothing(floor: Floor) -> None:
    floor.item("TEA")
    floor.stock("A-01-01", "TEA", 2)
    malik = counting(floor)
    malik.scan("TEA")
    malik.quantity(2)
    malik.act("done")
    assert floor.raised() == []


def test_a_count_after_a_short_pick_frees_the_rest_and_closes_the_exception(floor: Floor) -> None:
    floor.item("TEA")
    floor.stock("A-01-01", "TEA", 5)
    floor.order("1042", TEA=3)
    sofia = floor.person("Sofia").next("pick")
    assert sofia
    sofia.scans("T0001", "A-01-01", "TEA")
    sofia.act("short", left=0)
    sofia.scan("PACK-1")
    assert floor.raised() == ["short", "order_short"]
    assert floor.value("SELECT SUM(unreservable) FROM balance") == 4
    floor.order("1043", release=False, TEA=3)
    assert floor.value("SELECT COALESCE(SUM(qty), 0) FROM reservation") == 0

    malik = counting(floor)
    malik.scan("TEA")
    malik.quantity(3)
    malik.act("done")
    assert floor.value("SELECT SUM(unreservable) FROM balance") == 0
    assert "short" in floor.raised("resolved")
    assert floor.value("SELECT SUM(qty) FROM reservation") == 3


def test_what_comes_to_light_goes_to_a_picker_on_the_way(floor: Floor) -> None:
    floor.item("TEA")
    floor.stock("A-01-01", "TEA", 2)
    floor.order("1042", release=False, TEA=5)
    floor.release("1042", partial=True)
    sofia = floor.person("Sofia").next("pick")
    assert sofia
    sofia.scan("T0001")
    malik = counting(floor, "A-02-01")
    malik.scan("TEA")
    malik.quantity(3)
    malik.act("done")
    assert sofia.task
    sofia.hold(sofia.task["id"])
    while sofia.place != "PACK-1":
        sofia.scan(sofia.place)
        sofia.scan("TEA")
        sofia.quantity(sofia.step["qty"])
    sofia.scan("PACK-1")
    assert floor.inside("T0001") == {"TEA": 5}


def test_pins_yield_to_what_is_really_there(floor: Floor) -> None:
    floor.item("TEA")
    floor.stock("A-01-01", "TEA", 5)
    floor.order("1042", TEA=4)
    malik = counting(floor)
    malik.scan("TEA")
    malik.act("done")
    assert floor.value("SELECT SUM(qty) FROM reservation") == 1


def test_lots_and_serials_are_counted_by_their_codes(floor: Floor) -> None:
    floor.item("MILK", tracking="lot")
    floor.item("PUMP", tracking="serial")
    floor.stock("A-01-01", "MILK", 5, lot="L1")
    floor.stock("A-01-01", "PUMP", 1, lot="SN-1")
    floor.stock("B-01-01", "PUMP", 1, lot="SN-2")
    malik = counting(floor)
    malik.scan("MILK")
    assert malik.fill("lot", "L1") == "counted"
    malik.quantity(5)
    malik.scan("MILK")
    assert malik.fill("lot", "L2") == "counted"
    for serial in ("SN-1", "SN-2", "SN-3"):
        malik.scan("PUMP")
        malik.scan(serial)
    assert malik.act("done") == "task_done"
    assert floor.at("A-01-01", "MILK") == 6
    assert floor.at("A-01-01", "PUMP") == 3
    assert floor.at("B-01-01", "PUMP") == 0


def test_goods_of_several_owners_are_shared_out_as_booked(floor: Floor) -> None:
    from tests import builders

    floor.item("TEA")
    floor.stock("A-01-01", "TEA", 3)
    other = floor.write(lambda tx: builders.make_owner(tx, "guest"))
    floor.write(
        lambda tx: builders.stock_up(
            tx, floor.site, floor.items["TEA"], floor.places["A-01-01"], 4, owner_id=other
        )
    )
    malik = counting(floor)
    malik.scan("TEA")
    malik.quantity(5)
    malik.act("done")
    rows = floor.read(
        "SELECT owner_id, qty FROM balance WHERE place_id = :id ORDER BY owner_id",
        id=floor.places["A-01-01"],
    )
    assert [row["qty"] for row in rows] == [3, 2]


def test_unknown_goods_in_a_bin_and_a_blocked_bin_are_told(floor: Floor) -> None:
    floor.item("TEA")
    floor.write(lambda tx: open_count(tx, None, floor.places["A-01-01"]))
    malik = floor.person("Malik").next("count")
    assert malik
    assert malik.place == "A-01-01"
    assert malik.scan("A-01-02") == "wrong_place"
    malik.scan("A-01-01")
    assert malik.scan("MYSTERY") == "unknown_recorded"
    assert floor.raised() == ["count_unknown"]


def test_there_is_one_open_count_of_a_bin(floor: Floor) -> None:
    wanted = {"place": floor.places["A-01-01"], "site": floor.site.id}
    for _ in range(2):
        floor.write(lambda tx: floor.engine.world.tell(tx, "recount_wanted", **wanted))
        floor.work_off()
    assert floor.tasks("count") == ["ready"]
    counting(floor)
    assert floor.tasks("count") == ["offered"]
    with pytest.raises(NotFound):
        floor.write(lambda tx: open_count(tx, None, floor.places["SUPPLIER"]))
    workflow = floor.engine.world.workflows["count"]
    assert workflow.starts
    starts = workflow.starts
    assert (
        floor.write(lambda tx: starts(tx, floor.engine.world, "NOWHERE", 1, floor.site.id)) is None
    )


def test_only_bins_are_counted_unasked(floor: Floor) -> None:
    floor.write(
        lambda tx: floor.engine.world.tell(
            tx, "recount_wanted", place=floor.places["DOCK-1"], site=1
        )
    )
    floor.work_off()
    assert floor.tasks("count") == []


def test_goods_of_a_bin_are_moved_item_by_item(floor: Floor) -> None:
    floor.item("TEA")
    floor.item("SALT", zone_code="B")
    floor.stock("A-01-01", "TEA", 3)
    floor.stock("A-01-01", "SALT", 2)
    malik = floor.person("Malik").start("move", "A-01-01")
    assert malik.scan("TEA") == "need_into"
    assert malik.quantity(2) == "need_into"
    assert malik.scan("A-02-01") == "counted"
    malik.scan("SALT")
    assert malik.scan("LP000001") == "counted"
    assert malik.scan("SALT") == "counted"
    assert malik.scan("SALT") == "too_many"
    malik.scan("TEA")
    assert malik.scan("A-01-01") == "task_done"
    assert (floor.at("A-01-01", "TEA"), floor.at("A-02-01", "TEA")) == (1, 2)
    assert floor.inside("LP000001") == {"SALT": 2}
    assert floor.container("LP000001")["state"] == "closed"


def test_a_move_is_undone_and_ended(floor: Floor) -> None:
    floor.item("TEA")
    floor.stock("A-01-01", "TEA", 3)
    malik = floor.person("Malik").start("move", "A-01-01")
    malik.scans("TEA", "LP000001")
    assert malik.act("undo") == "undone"
    assert floor.at("A-01-01") == 3
    malik.scan("A-02-01")
    task = malik.task
    assert task
    floor.write(lambda tx: planning.cancel_task(tx, floor.engine.world, task["id"]))
    assert floor.at("A-02-01", "TEA") == 1
    assert floor.container("LP000001")["task_id"] is None


def test_a_container_moves_with_all_that_is_in_it(floor: Floor) -> None:
    floor.item("TEA")
    floor.stock("A-01-01", "TEA", 3)
    malik = floor.person("Malik").start("move", "A-01-01")
    malik.scan("TEA")
    malik.quantity(3)
    malik.scan("LP000001")
    malik.start("move", "LP000001")
    assert malik.scan("SUPPLIER") == "unknown_code"
    assert malik.scan("QUAR-1") == "task_done"
    assert floor.at("QUAR-1", "TEA") == 3
    assert floor.container("LP000001")["place_id"] == floor.places["QUAR-1"]


def test_lots_and_serials_are_moved_by_their_codes(floor: Floor) -> None:
    floor.item("MILK", tracking="lot")
    floor.item("PUMP", tracking="serial")
    floor.stock("A-01-01", "MILK", 2, lot="L1")
    floor.stock("A-01-01", "MILK", 2, lot="L2")
    for serial in ("SN-1", "SN-2"):
        floor.stock("A-01-01", "PUMP", 1, lot=serial)
    malik = floor.person("Malik").start("move", "A-01-01")
    assert malik.scan("MILK") == "need_lot"
    assert malik.fill("lot", "L2") == "need_into"
    malik.scan("A-02-01")
    malik.scan("PUMP")
    assert malik.scan("SN-2") == "need_into"
    malik.scan("A-02-01")
    codes = floor.read(
        "SELECT l.code FROM balance b JOIN lot l ON l.id = b.lot_id WHERE b.place_id = :id ORDER BY l.code",
        id=floor.places["A-02-01"],
    )
    assert [row["code"] for row in codes] == ["L2", "SN-2"]
    malik.scan("PUMP")
    malik.scan("SN-9")
    malik.scan("A-02-01")
    assert malik.verdict == ("set_aside", "serial_conflict")


def test_an_item_that_lies_in_one_place_is_moved_by_its_barcode(floor: Floor) -> None:
    floor.item("TEA")
    floor.item("SALT")
    floor.item("RICE")
    floor.stock("A-01-01", "TEA", 3)
    floor.stock("A-01-01", "RICE", 1)
    floor.stock("A-02-01", "RICE", 1)
    malik = floor.person("Malik").start("move", "TEA")
    malik.scan("TEA")
    malik.quantity(3)
    assert malik.scan("A-02-01") == "task_done"
    starts = floor.engine.world.workflows["move"].starts
    assert starts
    for code in ("RICE", "SALT", "A-03-01", "NOTHING"):
        assert (
            floor.write(
                lambda tx, c=code: starts(tx, floor.engine.world, c, malik.id, floor.site.id)
            )
            is None
        )
