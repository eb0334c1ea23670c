"""A bin has room for so many pallets: the right one is proposed, a full one refused, and what was done is told."""

from __future__ import annotations

from tests import builders
from tests.scenarios.floor import Floor, Person
from tests.scenarios.test_announced_deliveries import CARTONS, PALLET, announce, carton
from tests.scenarios.test_containers import place_of
from tests.scenarios.test_putting_away import delivered


def limit(floor: Floor, most: int, *places: str) -> None:
    sql = "UPDATE place SET max_pallets = :most WHERE code = :code"
    for place in places:
        floor.write(lambda tx, code=place: tx.run(sql, most=most, code=code))


def pallet(floor: Floor, plate: str, place: str, qty: int = 10) -> None:
    """A pallet of tea that stands somewhere."""

    def put(tx: builders.Tx) -> None:
        builders.make_container(tx, plate, floor.places[place], floor.site.id, kind="pallet")
        tx.run("UPDATE container SET state = 'closed' WHERE code = :code", code=plate)
        item, where = floor.items["TEA"], floor.places[place]
        builders.stock_up(tx, floor.site, item, where, qty, container=plate)

    floor.write(put)


def came(floor: Floor, **settings: int) -> Person:
    """A pallet of 48 teas has come, its putaway is planned, and Peter is at the dock."""
    floor.purchase("PO-1", TEA=48)
    announce(floor, "ASN-1", *(carton(code, PALLET, TEA=24) for code in CARTONS[:2]))
    grace = floor.person("Grace", "receiver").open(PALLET)
    grace.scans("00" + PALLET, CARTONS[0])
    grace.act("done")
    floor.work_off()
    return floor.person("Peter", "receiver").open(PALLET)


def test_a_pallet_stands_in_its_bin_as_it_came_and_is_counted_there(floor: Floor) -> None:
    floor.item("TEA")
    limit(floor, 1, "A-01-01")
    peter = came(floor)
    assert peter.place == "A-01-01"
    peter.scan("00" + PALLET)
    assert peter.scan("A-01-01") == "task_done"
    floor.work_off()
    assert place_of(floor, PALLET) == "A-01-01"
    assert (floor.inside(PALLET), floor.container(PALLET)["state"]) == ({"TEA": 48}, "closed")
    assert floor.tasks("putaway") == ["done"]
    assert floor.raised() == []
    floor.check_books()
    # What stands there is picked from, as what lies there is.
    floor.order("1", TEA=3)
    sofia = floor.person("Sofia")
    assert sofia.next("pick") is not None
    sofia.scans("T0001", "A-01-01", "TEA")
    sofia.quantity(3)
    assert floor.inside(PALLET) == {"TEA": 45}
    floor.check_books()


def test_a_bin_without_room_is_not_proposed_and_refused_with_where_to_take_it(floor: Floor) -> None:
    floor.item("TEA")
    limit(floor, 1, "A-01-01", "A-01-02")
    pallet(floor, "LP000101", "A-01-01")
    peter = came(floor)
    # The same goods lie there, but no further pallet fits.
    assert (peter.place, peter.step["why"]["code"]) == ("A-01-02", "nearest_empty")
    peter.scan("00" + PALLET)
    assert peter.scan("A-01-01") == "fit_pallets"
    assert peter.verdict == ("refused", "fit_pallets")
    assert peter.scan("A-01-02") == "task_done"
    assert place_of(floor, PALLET) == "A-01-02"
    floor.check_books()


def test_loose_goods_go_where_pallets_have_no_room(floor: Floor) -> None:
    floor.item("TEA")
    limit(floor, 1, "A-01-01")
    pallet(floor, "LP000101", "A-01-01")
    grace = delivered(floor, TEA=5)
    grace.next("putaway")
    assert (grace.place, grace.step["why"]["code"]) == ("A-01-01", "joins_item")


def test_a_moved_pallet_is_refused_by_a_full_bin(floor: Floor) -> None:
    floor.item("TEA")
    limit(floor, 1, "A-01-01")
    pallet(floor, "LP000101", "A-01-01")
    pallet(floor, "LP000102", "B-01-01")
    malik = floor.person("Malik").start("move", "LP000102")
    assert malik.scan("A-01-01") == "fit_pallets"
    assert malik.scan("A-01-02") == "task_done"
    malik.start("move", "LP000101").scan("B-01-01")
    malik.start("move", "LP000102")
    assert malik.scan("A-01-01") == "task_done"
    assert floor.raised() == []
    floor.check_books()


def test_of_two_who_bring_the_last_pallet_the_second_is_booked_and_told(floor: Floor) -> None:
    floor.item("TEA")
    limit(floor, 1, "A-01-01")
    pallet(floor, "LP000101", "B-01-01")
    pallet(floor, "LP000102", "B-01-02")
    malik = floor.person("Malik").start("move", "LP000101")
    sofia = floor.person("Sofia").start("move", "LP000102")
    assert malik.scan("A-01-01") == "task_done"
    assert sofia.scan("A-01-01") == "task_done"
    assert sofia.verdict[0] == "booked"
    assert [place_of(floor, code) for code in ("LP000101", "LP000102")] == ["A-01-01"] * 2
    told = floor.exception("too_many_pallets")
    assert (told["container"], told["there"], told["most"]) == ("LP000102", 2, 1)
    floor.check_books()


def test_a_pallet_is_not_brought_to_a_pick_face_that_is_full_its_goods_are_lifted_over(
    floor: Floor,
) -> None:
    floor.item("TEA")
    limit(floor, 1, "A-01-01")
    floor.face("A-01-01", "TEA", 5, 30)
    pallet(floor, "LP000101", "A-01-01", qty=3)
    pallet(floor, "LP000102", "B-01-01", qty=20)
    floor.look_at_faces()
    rob = floor.person("Rob", "receiver").next("replenish")
    assert rob is not None
    assert rob.scan("B-01-01") == "step_done"
    # The plate alone is no longer what goes there.
    assert rob.scan("LP000102") == "scan_item_first"
    rob.scan("TEA")
    rob.quantity(20)
    assert rob.scan("A-01-01") == "task_done"
    assert (floor.at("A-01-01", "TEA"), place_of(floor, "LP000102")) == (23, "B-01-01")
    assert floor.raised() == []
    floor.check_books()


def test_a_refill_that_nobody_has_begun_follows_the_room_in_its_face(floor: Floor) -> None:
    floor.item("TEA")
    limit(floor, 1, "A-01-01")
    floor.face("A-01-01", "TEA", 5, 30)
    pallet(floor, "LP000101", "A-01-01", qty=3)
    pallet(floor, "LP000102", "B-01-01", qty=20)
    floor.look_at_faces()
    floor.person("Malik").start("move", "LP000101").scan("A-01-02")
    floor.look_at_faces()
    assert floor.tasks("replenish") == ["cancelled", "ready"]
    rob = floor.person("Rob", "receiver").next("replenish")
    assert rob is not None
    rob.scan("B-01-01")
    assert rob.scans("LP000102", "A-01-01") == "task_done"
    assert place_of(floor, "LP000102") == "A-01-01"
    assert floor.raised() == []
    floor.check_books()
