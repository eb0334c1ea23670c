"""Containers and truth that comes late: what was taken out, put in, emptied or mixed while nobody could be told."""

from tests.scenarios.floor import Floor, Person
from tests.scenarios.test_containers import filled, onto, place_of


def picked(floor: Floor, tote: str = "T0001") -> Person:
    """An order of three, picked into a tote that stands at the packing station."""
    floor.stock("A-01-01", "TEA", 5)
    floor.order("1042", TEA=3)
    sofia = floor.person("Sofia").next("pick")
    assert sofia
    sofia.scans(tote, "A-01-01", "TEA")
    sofia.quantity(3)
    sofia.scan("PACK-1")
    return sofia


def test_what_was_taken_from_a_pallet_before_it_was_moved_comes_off_the_pallet(
    floor: Floor,
) -> None:
    floor.item("TEA")
    filled(floor, "LP000001")
    filled(floor, "LP000002", TEA=5)
    malik = floor.person("Malik")
    onto(malik, "LP000002", "LP000001")
    floor.order("1042", TEA=3)
    sofia = floor.person("Sofia").next("pick")
    assert sofia
    sofia.go_offline()
    sofia.scans("T0009", "A-01-01", "TEA")
    sofia.quantity(3)
    malik.start("move", "LP000001").scan("B-02-01")
    assert set(sofia.come_back()) == {"booked"}
    assert (floor.inside("LP000002"), floor.inside("T0009")) == ({"TEA": 2}, {"TEA": 3})
    assert floor.raised() == []


def test_who_finds_a_moved_pallet_short_holds_back_what_the_books_have_on_it(floor: Floor) -> None:
    floor.item("TEA")
    filled(floor, "LP000002", TEA=5)
    floor.order("1042", TEA=3)
    sofia = floor.person("Sofia").next("pick")
    assert sofia
    sofia.go_offline()
    sofia.scans("T0009", "A-01-01")
    sofia.act("short", left=1)
    floor.person("Malik").start("move", "LP000002").scan("B-02-01")
    assert set(sofia.come_back()) == {"booked"}
    held = floor.value("SELECT SUM(unreservable) FROM balance WHERE container = 'LP000002'")
    assert held == 4


def test_emptying_is_not_undone_when_more_came_onto_what_stood_in_it(floor: Floor) -> None:
    floor.item("TEA")
    floor.item("SALT")
    filled(floor, "LP000001", TEA=4)
    filled(floor, "T0002")
    filled(floor, "T0003", "B-01-01", SALT=3)
    malik, sofia = floor.person("Malik"), floor.person("Sofia")
    onto(malik, "T0002", "LP000001")
    malik.begin("empty", "LP000001").scan("A-02-01")
    filled(floor, "T0004", "A-02-01", SALT=1)
    onto(sofia, "T0003", "T0004")
    onto(sofia, "T0004", "T0002")
    malik.act("undo")
    assert malik.verdict == ("set_aside", "undo_too_late")
    assert {place_of(floor, code) for code in ("T0002", "T0003", "T0004")} == {"A-02-01"}


def test_emptying_is_not_undone_when_somebody_uses_the_container(floor: Floor) -> None:
    floor.item("TEA")
    filled(floor, "T0001", "PACK-1", TEA=4)
    malik = floor.person("Malik")
    malik.begin("empty", "T0001").scan("A-02-01")
    floor.write(lambda tx: tx.run("UPDATE container SET state = 'open' WHERE code = 'T0001'"))
    malik.act("undo")
    assert malik.verdict == ("set_aside", "undo_too_late")


def test_goods_do_not_get_into_an_orders_tote_where_the_device_can_know(floor: Floor) -> None:
    floor.item("TEA")
    filled(floor, "T0007", "PACK-1", TEA=4)
    picked(floor)
    malik = floor.person("Malik")
    assert malik.begin("merge", "T0007").scan("T0001") != "step_done"
    assert malik.begin("nest", "T0007").scan("T0001") != "task_done"
    assert malik.begin("split", "T0007").scans("TEA", "T0001") != "counted"
    assert (floor.inside("T0001"), floor.container("T0007")["parent"]) == ({"TEA": 3}, "")


def test_goods_that_got_into_an_orders_tote_are_told_and_the_order_keeps_its_tote(
    floor: Floor,
) -> None:
    floor.item("TEA")
    floor.item("SALT")
    filled(floor, "T0007", "B-01-01", TEA=4, SALT=2)
    picked(floor)
    malik = floor.person("Malik")
    malik.begin("split", "T0007").scan("SALT")
    assert malik.scan("T0001") == "counted"
    malik.act("done")
    malik.act("done")
    assert floor.raised() == ["order_mixed"]
    assert floor.container("T0001")["order_id"] == floor.orders["1042"]
    filled(floor, "T0008", "A-03-01", SALT=1)
    malik.begin("merge", "T0008").scan("T0001")
    malik.confirm()
    assert floor.raised() == ["order_mixed", "order_mixed"]
    linh = floor.person("Linh", "packer").open("T0001")
    linh.scans("LP000100", "TEA")
    assert linh.quantity(3) == "step_done"


def test_a_tote_that_is_emptied_late_keeps_what_was_picked_into_it_since(floor: Floor) -> None:
    floor.item("TEA")
    floor.item("SALT")
    filled(floor, "T0001", "A-03-01", TEA=6, SALT=1)
    malik = floor.person("Malik")
    malik.begin("empty", "T0001").go_offline()
    malik.scan("A-03-01")
    malik.confirm()
    sofia = picked(floor)
    assert sofia.verdict[0] == "booked"
    assert malik.come_back() == ["booked", "booked"]
    assert floor.inside("T0001") == {"TEA": 3}
    assert floor.at("A-03-01", "TEA") == 6
    assert floor.container("T0001")["order_id"] == floor.orders["1042"]


def test_an_empty_tote_is_fetched_to_the_goods_that_are_poured_into_it(floor: Floor) -> None:
    floor.item("TEA")
    filled(floor, "T0001", TEA=4)
    filled(floor, "T0002", "PACK-1")
    malik = floor.person("Malik")
    malik.begin("merge", "T0001").scan("T0002")
    assert (place_of(floor, "T0002"), floor.at("A-01-01", "TEA")) == ("A-01-01", 4)
    assert malik.act("undo") == "undone"
    assert (place_of(floor, "T0002"), floor.inside("T0001")) == ("PACK-1", {"TEA": 4})
