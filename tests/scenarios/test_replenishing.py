"""Pick faces are refilled before they run dry, in one motion, and nobody's promise is lost on the way."""

import pytest
from apiflask import APIFlask

from tests.scenarios.floor import Floor, Person


@pytest.fixture
def shop(floor: Floor) -> Floor:
    """Tea in its pick face A-01-01 (4 to 24 pieces) and two bins of it upstairs; a case holds 12."""
    floor.item("TEA", ("TEA-CASE", 12, "case"))
    floor.face("A-01-01", "TEA", 4, 24)
    floor.stock("A-01-01", "TEA", 6)
    floor.stock("A-03-02", "TEA", 40)
    return floor


def refill(floor: Floor, name: str = "Rob") -> Person:
    """Somebody taps "Next task" and gets a refill."""
    rob = floor.person(name, "receiver").next("replenish")
    assert rob is not None, "there is no refill to do"
    return rob


def test_a_face_that_runs_low_is_refilled_in_whole_cases(shop: Floor) -> None:
    shop.look_at_faces()
    assert shop.tasks("replenish") == []
    shop.order("1", TEA=3)
    rob = refill(shop)
    assert (rob.place, rob.task["title"] if rob.task else "") == ("A-03-02", "A-01-01")
    assert rob.scan("A-03-01") == "wrong_place"
    rob.scan("A-03-02")
    assert rob.step["qty"] == 12
    assert rob.scan("TEA-CASE") == "step_done"
    assert shop.at("A-01-01") == 6
    assert rob.scan("A-01-01") == "task_done"
    assert (shop.at("A-01-01"), shop.at("A-03-02")) == (18, 28)
    shop.work_off()
    assert shop.tasks("replenish") == ["done"]


def test_goods_on_their_way_stay_promised_and_nothing_is_let_go(shop: Floor) -> None:
    shop.order("1", TEA=3)
    shop.order("2", release=False, TEA=43)
    rob = refill(shop)
    rob.scans("A-03-02", "TEA-CASE", "A-01-01")
    assert shop.value("SELECT SUM(qty) FROM reservation") == 46
    assert shop.value("SELECT reserved FROM stock_level") == 46


def test_a_picker_who_finds_too_little_makes_it_urgent(shop: Floor) -> None:
    shop.order("1", TEA=2)
    assert shop.tasks("replenish") == []
    ann = shop.person("Ann").next("pick")
    assert ann is not None
    ann.scans("T0001", "A-01-01")
    ann.act("short", left=0)
    shop.work_off()
    task = shop.read("SELECT priority, due_at FROM task WHERE kind = 'replenish'")[0]
    assert task["priority"] == 2
    rob = refill(shop)
    assert rob.step["id"] == "go"
    rob.scans("A-03-02", "TEA-CASE", "TEA-CASE")
    assert rob.step["why"]["code"] == "refill_urgent"
    rob.scans("A-01-01")
    assert shop.value("SELECT called_at FROM pick_face") == 0


def test_pins_in_reserve_come_to_the_face_and_their_pick_is_sent_there(shop: Floor) -> None:
    shop.order("1", TEA=6)
    shop.order("2", TEA=5)
    assert pins(shop, "2") == [("A-03-02", 5)]
    rob = refill(shop)
    rob.scans("A-03-02", "TEA-CASE")
    assert rob.scan("A-01-01") == "task_done"
    shop.work_off()
    assert pins(shop, "2") == [("A-01-01", 5)]
    bob = shop.person("Bob").hold_pick_of("2")
    bob.scan("T0002")
    assert bob.place == "A-01-01"
    bob.scans("A-01-01", "TEA")
    assert bob.quantity(5) == "step_done"


def test_who_is_on_the_way_to_reserve_already_is_left_in_peace(shop: Floor) -> None:
    shop.order("1", TEA=6)
    shop.order("2", TEA=5)
    bob = shop.person("Bob").hold_pick_of("2")
    bob.scan("T0002")
    refill(shop).scans("A-03-02", "TEA-CASE", "A-01-01")
    shop.work_off()
    assert pins(shop, "2") == [("A-03-02", 5)]
    assert bob.scans("A-03-02", "TEA") == "counted"


def test_too_little_in_reserve_brings_what_there_is(shop: Floor) -> None:
    shop.order("1", TEA=3)
    rob = refill(shop)
    rob.scan("A-03-02")
    rob.scan("TEA")
    rob.quantity(5)
    assert rob.act("short", left=0) == "step_done"
    assert rob.scan("A-01-01") == "task_done"
    assert (shop.at("A-01-01"), shop.at("A-03-02")) == (11, 35)
    assert shop.value("SELECT unreservable FROM balance WHERE qty = 35") == 35
    assert shop.raised() == ["short"]


def test_nothing_in_reserve_ends_the_refill_and_says_so(shop: Floor) -> None:
    shop.stock("B-01-02", "TEA", 40)
    shop.order("1", TEA=3)
    rob = refill(shop)
    assert rob.task
    task_id, from_place = rob.task["id"], rob.place
    rob.scan(from_place)
    rob.act("short", left=0)
    shop.work_off()
    assert rob.hears_of(task_id) == "cancelled"
    assert shop.tasks("replenish") == ["cancelled", "ready"]
    again = refill(shop, "Sue")
    assert again.place != from_place


def test_what_does_not_fit_goes_back_and_moves_nothing(shop: Floor) -> None:
    shop.order("1", TEA=3)
    rob = refill(shop)
    rob.scans("A-03-02", "TEA-CASE")
    rob.quantity(8)
    assert rob.scan("A-01-01") == "counted"
    assert rob.scan("A-03-02") == "task_done"
    assert (shop.at("A-01-01"), shop.at("A-03-02")) == (14, 32)


def test_a_wrong_bin_a_wrong_item_and_too_large_a_pack_are_refused_in_words(shop: Floor) -> None:
    shop.item("JAM", ("JAM-1", 1, "piece"))
    shop.face("B-01-01", "JAM", 2, 5)
    shop.stock("B-01-02", "JAM", 9)
    shop.look_at_faces()
    rob = refill(shop)
    assert rob.scan("A-01-02") == "wrong_place"
    rob.scan("B-01-02")
    assert rob.scan("TEA") == "wrong_item"
    rob.scan("JAM")
    assert rob.quantity(6) == "too_many"
    rob.quantity(5)
    assert rob.scan("B-01-02") == "task_done"
    assert shop.at("B-01-01") == 0


def test_undo_puts_the_goods_back_into_reserve(shop: Floor) -> None:
    shop.order("1", TEA=3)
    rob = refill(shop)
    rob.scans("A-03-02", "TEA-CASE")
    rob.quantity(8)
    rob.scan("A-01-01")
    assert rob.act("undo") == "undone"
    assert (shop.at("A-01-01"), shop.at("A-03-02")) == (6, 40)
    assert rob.act("undo") == "nothing_to_undo"
    assert rob.scan("A-01-01") == "counted"
    assert rob.scan("A-01-01") == "task_done"
    assert shop.at("A-01-01") == 18


def test_a_refill_in_a_dead_zone_is_booked_when_it_comes_in(shop: Floor) -> None:
    shop.order("1", TEA=3)
    rob = refill(shop).go_offline()
    rob.scans("A-03-02", "TEA")
    rob.quantity(7)
    rob.act("short", left=0)
    rob.scan("A-01-01")
    assert rob.done
    assert rob.come_back() == ["booked"] * 5
    assert (shop.at("A-01-01"), shop.at("A-03-02")) == (13, 33)


def test_what_somebody_picked_from_reserve_meanwhile_is_found_and_told(shop: Floor) -> None:
    shop.order("1", TEA=3)
    rob = refill(shop).go_offline()
    rob.scans("A-03-02", "TEA-CASE", "A-01-01")
    shop.order("2", TEA=40)
    ann = shop.person("Ann").hold_pick_of("2")
    ann.scan("T0009")
    while not ann.done:
        place = ann.place
        if ann.step["kind"] == "put":
            place = "PACK-1"
        ann.scan(place)
        if not ann.done and ann.step["kind"] == "take":
            ann.scan("TEA")
            ann.quantity(ann.step["qty"])
    assert rob.come_back() == ["booked"] * 3
    assert "found" in shop.raised()


def test_a_whole_container_goes_as_it_is(shop: Floor) -> None:
    shop.item("OIL")
    shop.face("B-02-01", "OIL", 2, 30)
    shop.write(
        lambda tx: tx.run(
            "INSERT INTO container (code, site_id, kind, place_id, state, changed_at) "
            "VALUES ('LP000777', :site, 'pallet', :place, 'closed', 0)",
            site=shop.site.id,
            place=shop.places["B-02-02"],
        )
    )
    shop.stock("B-02-02", "OIL", 24, container="LP000777")
    shop.look_at_faces()
    rob = refill(shop)
    rob.scan("B-02-02")
    assert rob.scan("LP000778") == "wrong_container"
    assert rob.scans("LP000777", "B-02-01") == "task_done"
    assert shop.container("LP000777")["place_id"] == shop.places["B-02-01"]
    assert shop.at("B-02-01", "OIL") == 24


def test_lots_are_not_mixed_in_a_face_and_the_oldest_comes_first(floor: Floor) -> None:
    floor.item("MILK", tracking="lot_expiry")
    floor.face("A-01-01", "MILK", 5, 20)
    floor.stock("A-01-01", "MILK", 2, lot="L1", expires_on="2090-01-01")
    floor.stock("A-02-02", "MILK", 9, lot="L3", expires_on="2090-03-01")
    floor.stock("A-03-02", "MILK", 9, lot="L2", expires_on="2090-02-01")
    floor.look_at_faces()
    assert floor.tasks("replenish") == []
    floor.order("1", MILK=2)
    ann = floor.person("Ann").next("pick")
    assert ann is not None
    ann.scans("T0001", "A-01-01", "MILK")
    ann.quantity(2)
    ann.scan("PACK-1")
    floor.work_off()
    assert refill(floor).place == "A-03-02"


def test_emptied_reserve_is_looked_at_and_counted_when_the_goods_lie_in_the_face(
    app: APIFlask,
) -> None:
    floor = Floor(app, zero_check=True)
    floor.item("TEA")
    floor.face("A-01-01", "TEA", 4, 24)
    floor.stock("A-03-02", "TEA", 20)
    floor.look_at_faces()
    rob = refill(floor)
    rob.scans("A-03-02", "TEA")
    rob.quantity(20)
    assert rob.step["kind"] == "collect"
    rob.scan("TEA")
    rob.act("done")
    assert floor.at("A-03-02") == 20
    assert rob.scan("A-01-01") == "task_done"
    assert (floor.at("A-01-01"), floor.at("A-03-02")) == (20, 1)
    assert floor.value("SELECT COUNT(*) FROM count_line WHERE state <> 'agreed'") == 1
    floor.check_books()


def test_undated_goods_are_pinned_to_the_face_before_older_ones_in_reserve(floor: Floor) -> None:
    floor.item("TEA")
    floor.stock("A-03-02", "TEA", 40)
    floor.stock("A-01-02", "TEA", 5)
    floor.write(
        lambda tx: tx.run("UPDATE balance SET first_in_at = first_in_at - 200000000 WHERE qty = 40")
    )
    floor.face("A-01-02", "TEA", 0, 10)
    floor.order("1", TEA=3)
    assert pins(floor, "1") == [("A-01-02", 3)]
    floor.settings(pick_face_first=False)
    floor.order("2", TEA=2)
    assert pins(floor, "2") == [("A-03-02", 2)]


def test_two_jobs_at_once_make_one_refill(shop: Floor) -> None:
    shop.order("1", TEA=3)
    shop.look_at_faces()
    shop.look_at_faces()
    assert shop.tasks("replenish") == ["ready"]


def test_a_cancelled_refill_comes_back_when_faces_are_looked_at(shop: Floor) -> None:
    shop.order("1", TEA=3)
    rob = refill(shop)
    shop.cancel_task(rob)
    assert shop.tasks("replenish") == ["cancelled"]
    shop.look_at_faces()
    assert shop.tasks("replenish") == ["cancelled", "ready"]


def test_a_refill_near_by_comes_before_the_next_walk_and_then_picking_goes_on(
    shop: Floor,
) -> None:
    for number in ("1", "2", "3"):
        shop.order(number, TEA=1)
    shop.write(lambda tx: tx.run("UPDATE task SET due_at = :due", due=tx.now + 90_000_000))
    shop.write(lambda tx: tx.run("UPDATE task SET due_at = 0 WHERE kind = 'replenish'"))
    work = ("pick", "replenish")
    ann = shop.person("Ann").next(*work)
    assert ann is not None
    assert ann.task is not None
    assert ann.task["kind"] == "pick"
    ann.scans("T0001", "A-01-01", "TEA", "PACK-1")
    shop.write(
        lambda tx: tx.run(
            "UPDATE place SET x_mm = 7000, y_mm = 0 WHERE id = :id", id=shop.places["A-03-02"]
        )
    )
    kinds = []
    for _ in range(2):
        assert ann.next(*work) is not None
        assert ann.task is not None
        kinds.append(ann.task["kind"])
        if kinds == ["replenish"]:
            ann.scans("A-03-02", "TEA-CASE", "A-01-01")
    assert kinds == ["replenish", "pick"]


def pins(floor: Floor, number: str) -> list[tuple[str, int]]:
    """Where an order's units are pinned."""
    return [
        (row["code"], int(row["qty"]))
        for row in floor.read(
            "SELECT p.code, r.qty FROM reservation r JOIN order_line l ON l.id = r.order_line_id "
            "JOIN place p ON p.id = r.place_id WHERE l.order_id = :order AND r.qty > 0 AND r.place_id > 0 "
            "ORDER BY p.code",
            order=floor.orders[number],
        )
    ]


def test_what_is_damaged_or_in_the_way_in_reserve_is_told(shop: Floor) -> None:
    shop.order("1", TEA=3)
    rob = refill(shop)
    assert rob.act("blocked") == "blocked_told"
    assert "blocked" in shop.raised()
    rob.scan("A-03-02")
    assert rob.act("damaged", qty=2) == "noted"
    assert shop.exception("damaged")["qty"] == 2
    assert shop.at("A-03-02") == 40, "nothing is taken off before somebody has looked"


def test_what_comes_into_the_face_by_hand_answers_the_picker_who_waits(shop: Floor) -> None:
    called = "UPDATE pick_face SET called_at = 5"
    shop.write(lambda tx: tx.run(called))
    shop.stock("A-01-01", "TEA", 10)
    shop.look_at_faces()
    assert shop.value("SELECT called_at FROM pick_face") == 0
    assert shop.tasks("replenish") == []
