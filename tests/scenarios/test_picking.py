"""Picking: the way, the proof, and everything that can be otherwise in a bin."""

from pickface.tasks import planning
from tests.scenarios.floor import Floor, Person


def picking(floor: Floor, tote: str = "T0001") -> Person:
    """A picker with the next pick in hand and a tote on the cart."""
    sofia = floor.person("Sofia").next("pick")
    assert sofia
    sofia.scan(tote)
    return sofia


def given_up(floor: Floor) -> int:
    return int(floor.value("SELECT SUM(given_up) FROM order_line"))


def test_the_walk_is_short_and_each_line_is_proved(floor: Floor) -> None:
    for sku, place in (("TEA", "B-03-01"), ("SALT", "A-01-01"), ("RICE", "A-03-01")):
        floor.item(sku)
        floor.stock(place, sku, 10)
    floor.order("1042", TEA=1, SALT=2, RICE=1)
    sofia = picking(floor)
    way = []
    while (place := sofia.place) != "PACK-1":
        way.append(place)
        sofia.scan(place)
        sku = {"B-03-01": "TEA", "A-01-01": "SALT", "A-03-01": "RICE"}[place]
        sofia.scan(sku)
        if sku == "SALT":
            sofia.scan(sku)
    assert sofia.scan("PACK-1") == "task_done"
    assert way[0] == "B-03-01" or way[-1] == "B-03-01"
    assert floor.inside("T0001") == {"RICE": 1, "SALT": 2, "TEA": 1}


def test_wrong_bin_item_and_lot_are_refused_and_journaled(floor: Floor) -> None:
    floor.item("MILK", "04012345678901", tracking="lot")
    floor.item("TEA")
    floor.stock("A-01-01", "MILK", 5, lot="L1")
    floor.stock("A-01-01", "MILK", 5, lot="L2")
    floor.order("1042", MILK=2)
    sofia = picking(floor)
    assert sofia.scan("A-01-02") == "wrong_place"
    assert sofia.scan("MILK") == "scan_place_first"
    sofia.scan("A-01-01")
    assert sofia.scan("TEA") == "wrong_item"
    assert sofia.scan("]C1010401234567890110L2") == "wrong_lot"
    assert floor.verdicts("refused") == [
        "wrong_place",
        "scan_place_first",
        "wrong_item",
        "wrong_lot",
    ]
    assert floor.at("A-01-01") == 10
    assert sofia.scan("MILK") == "need_lot"
    assert sofia.fill("lot", "L1") == "counted"
    assert sofia.quantity(2) == "step_done"
    assert floor.at("A-01-01") == 8


def test_law_21_a_typed_quantity_is_in_the_pack_that_was_scanned(floor: Floor) -> None:
    floor.item("TEA", ("TEA-CASE", 6, "case"))
    floor.stock("A-01-01", "TEA", 20)
    floor.order("1042", TEA=12)
    sofia = floor.person("Sofia").next("pick")
    assert sofia
    sofia.scans("T0001", "A-01-01", "TEA-CASE")
    assert floor.inside("T0001") == {"TEA": 6}
    assert sofia.quantity(2) == "step_done"
    assert floor.inside("T0001") == {"TEA": 12}


def test_law_21_the_barcode_of_an_opened_case_counts_no_case(floor: Floor) -> None:
    floor.item("TEA", ("TEA-CASE", 6, "case"))
    floor.stock("A-01-01", "TEA", 20)
    floor.order("1042", TEA=7)
    sofia = floor.person("Sofia").next("pick")
    assert sofia
    sofia.scans("T0001", "A-01-01", "TEA-CASE")
    sofia.act("open")
    assert sofia.scan("TEA-CASE") == "need_quantity"
    assert floor.inside("T0001") == {"TEA": 6}
    assert sofia.quantity(7) == "step_done"
    assert floor.inside("T0001") == {"TEA": 7}


def test_law_21_a_case_that_is_too_big_is_opened(floor: Floor) -> None:
    floor.item("TEA", ("CASE", 12, "case"))
    floor.stock("A-01-01", "TEA", 24)
    floor.order("1042", TEA=5)
    sofia = picking(floor)
    sofia.scan("A-01-01")
    assert sofia.scan("CASE") == "pack_too_big"
    assert sofia.act("open") == "opened"
    assert sofia.scan("CASE") == "need_quantity"
    assert sofia.quantity(5) == "step_done"
    assert floor.inside("T0001") == {"TEA": 5}


def test_a_short_bin_sends_the_person_to_the_alternative_at_once(floor: Floor) -> None:
    floor.item("TEA")
    floor.stock("A-01-01", "TEA", 5)
    floor.stock("A-02-01", "TEA", 5)
    floor.order("1042", TEA=4)
    sofia = picking(floor).go_offline()
    first = sofia.place
    sofia.scan(first)
    sofia.scan("TEA")
    assert sofia.act("short", left=0) == "go_alternative"
    other = "A-02-01" if first == "A-01-01" else "A-01-01"
    sofia.scan(other)
    sofia.scan("TEA")
    assert sofia.quantity(3) == "step_done"
    sofia.scan("PACK-1")
    assert set(sofia.come_back()) == {"booked"}
    assert floor.inside("T0001") == {"TEA": 4}
    assert floor.raised() == ["short"]
    held = floor.read(
        "SELECT unreservable FROM balance WHERE place_id = :id", id=floor.places[first]
    )
    assert held[0]["unreservable"] == 4
    assert floor.order_state("1042") == "picked"


def test_a_short_bin_without_alternative_is_replanned_by_a_new_revision(floor: Floor) -> None:
    floor.item("TEA")
    floor.stock("A-01-01", "TEA", 6)
    floor.stock("A-02-01", "TEA", 3)
    floor.stock("A-03-01", "TEA", 3)
    floor.order("1042", TEA=6)
    sofia = picking(floor)
    sofia.scan("A-01-01")
    sofia.scan("TEA")
    assert sofia.act("short", left=0) == "step_done"
    seen = set()
    while (place := sofia.place) != "PACK-1":
        seen.add(place)
        sofia.scan(place)
        sofia.scan("TEA")
        sofia.quantity(int(sofia.step["qty"])) if sofia.step["kind"] == "take" else None
    assert seen == {"A-02-01", "A-03-01"}
    assert sofia.scan("PACK-1") == "task_done"
    assert floor.inside("T0001") == {"TEA": 6}
    assert given_up(floor) == 0


def test_who_brings_the_tote_before_the_new_bins_arrive_leaves_a_second_pick(floor: Floor) -> None:
    floor.item("TEA")
    floor.stock("A-01-01", "TEA", 6)
    floor.stock("A-02-01", "TEA", 3)
    floor.stock("A-03-01", "TEA", 3)
    floor.order("1042", TEA=6)
    sofia = picking(floor).go_offline()
    sofia.scans("A-01-01", "TEA")
    sofia.act("short", left=0)
    assert sofia.scan("PACK-1") == "task_done"
    sofia.come_back()
    assert floor.order_state("1042") == "released"
    assert floor.tasks("pick") == ["done", "ready"]
    malik = floor.person("Malik").next("pick")
    assert malik
    malik.scan("T0002")
    while malik.place != "PACK-1":
        malik.scan(malik.place)
        malik.scan("TEA")
        if malik.step["kind"] == "take":
            malik.quantity(malik.step["qty"])
    malik.scan("PACK-1")
    assert floor.order_state("1042") == "picked"
    assert floor.tasks("pack") == ["ready"]


def test_what_no_bin_has_is_given_up_and_told(floor: Floor) -> None:
    floor.item("TEA")
    floor.item("SALT")
    floor.stock("A-01-01", "TEA", 5)
    floor.stock("A-01-02", "SALT", 5)
    floor.order("1042", TEA=2, SALT=2)
    sofia = picking(floor)
    for _ in range(2):
        sku = "TEA" if sofia.place == "A-01-01" else "SALT"
        sofia.scan(sofia.place)
        sofia.scan(sku)
        if sku == "TEA":
            sofia.quantity(2)
        else:
            sofia.act("short", left=0)
    sofia.scan("PACK-1")
    assert floor.order_state("1042") == "picked"
    assert given_up(floor) == 1
    assert floor.raised() == ["short", "order_short"]


def test_an_order_of_which_nothing_is_found_waits_for_stock(floor: Floor) -> None:
    floor.item("TEA")
    floor.stock("A-01-01", "TEA", 2)
    floor.order("1042", TEA=2)
    sofia = picking(floor)
    sofia.scan("A-01-01")
    sofia.act("short", left=0)
    assert sofia.scan("PACK-1") == "task_done"
    assert floor.order_state("1042") == "open"
    assert floor.container("T0001")["state"] == "empty"
    assert floor.raised() == ["short", "order_short"]
    assert given_up(floor) == 0


def test_a_skipped_bin_comes_again_at_the_end(floor: Floor) -> None:
    for sku, place in (("TEA", "A-01-01"), ("SALT", "A-02-01")):
        floor.item(sku)
        floor.stock(place, sku, 5)
    floor.order("1042", TEA=1, SALT=1)
    sofia = picking(floor)
    first = sofia.place
    assert sofia.act("skip") == "skipped"
    second = sofia.place
    assert second != first
    assert sofia.act("blocked") == "skipped"
    assert floor.raised() == ["blocked"]
    skus = {"A-01-01": "TEA", "A-02-01": "SALT"}
    for place in (first, second):
        assert sofia.place == place
        sofia.scan(place)
        sofia.scan(skus[place])
    assert sofia.scan("PACK-1") == "task_done"


def test_a_full_tote_is_followed_by_another(floor: Floor) -> None:
    floor.item("TEA")
    floor.stock("A-01-01", "TEA", 5)
    floor.order("1042", TEA=4)
    sofia = picking(floor)
    sofia.scan("A-01-01")
    sofia.scan("TEA")
    assert sofia.act("full") == "need_container"
    assert sofia.scan("TEA") == "scan_container_first"
    assert sofia.scan("T0002") == "counted"
    sofia.scan("TEA")
    assert sofia.quantity(4) == "step_done"
    sofia.scan("PACK-1")
    assert (floor.inside("T0001"), floor.inside("T0002")) == ({"TEA": 1}, {"TEA": 3})
    assert floor.at("PACK-1", "TEA") == 4


def test_an_undone_pick_is_back_in_its_bin_and_pinned_again(floor: Floor) -> None:
    floor.item("TEA")
    floor.stock("A-01-01", "TEA", 5)
    floor.order("1042", TEA=3)
    sofia = picking(floor)
    sofia.scan("A-01-01")
    sofia.scan("TEA")
    assert sofia.act("undo") == "undone"
    assert floor.at("A-01-01", "TEA") == 5
    assert floor.value("SELECT SUM(pinned) FROM balance") == 3
    sofia.scan("TEA")
    assert sofia.quantity(3) == "step_done"
    assert floor.value("SELECT SUM(pinned) FROM balance") == 0


def test_damage_in_a_bin_is_told(floor: Floor) -> None:
    floor.item("TEA")
    floor.stock("A-01-01", "TEA", 5)
    floor.order("1042", TEA=3)
    sofia = picking(floor)
    sofia.scan("A-01-01")
    assert sofia.act("damaged", qty=1) == "noted"
    assert floor.raised() == ["damaged"]


def test_pinned_goods_that_are_moved_take_the_picker_along(floor: Floor) -> None:
    floor.item("TEA")
    floor.stock("A-01-01", "TEA", 3)
    floor.order("1042", TEA=3)
    sofia = picking(floor)
    malik = floor.person("Malik").start("move", "A-01-01")
    malik.scan("TEA")
    malik.quantity(3)
    assert malik.scan("A-03-01") == "task_done"
    assert sofia.task
    sofia.hold(sofia.task["id"])
    assert sofia.place == "A-03-01"
    sofia.scan("A-03-01")
    sofia.scan("TEA")
    sofia.quantity(3)
    assert sofia.scan("PACK-1") == "task_done"


def test_a_tote_opens_its_pick_for_its_own_person_only(floor: Floor) -> None:
    floor.item("TEA")
    floor.stock("A-01-01", "TEA", 3)
    floor.order("1042", TEA=3)
    sofia = picking(floor)
    sofia.open("T0001")
    assert sofia.place == "A-01-01"
    assert not floor.person("Malik").can_open("T0001")


def test_an_order_may_be_released_in_part(floor: Floor) -> None:
    floor.item("TEA")
    floor.stock("A-01-01", "TEA", 3)
    floor.order("1042", release=False, TEA=5)
    floor.release("1042", partial=True)
    sofia = picking(floor)
    sofia.scan("A-01-01")
    sofia.scan("TEA")
    sofia.quantity(3)
    sofia.scan("PACK-1")
    assert given_up(floor) == 2
    assert floor.order_state("1042") == "picked"


def test_an_order_without_any_pin_has_no_pick(floor: Floor) -> None:
    floor.item("TEA")
    floor.order("1042", release=False, TEA=5)
    floor.release("1042", partial=True)
    assert floor.tasks("pick") == []
    assert floor.order_state("1042") == "open"


def test_goods_that_move_before_the_pick_is_planned_are_picked_where_they_are(floor: Floor) -> None:
    floor.item("TEA")
    floor.stock("A-01-01", "TEA", 3)
    floor.order("1042", release=False, TEA=3)
    world, order = floor.engine.world, floor.orders["1042"]
    floor.write(lambda tx: planning.release_order(tx, world, order))
    malik = floor.person("Malik").start("move", "A-01-01")
    malik.scan("TEA")
    malik.quantity(3)
    malik.scan("A-03-01")
    floor.work_off()
    sofia = picking(floor)
    assert sofia.place == "A-03-01"


def test_the_only_bin_left_is_blocked_and_the_supervisor_hears_of_it(floor: Floor) -> None:
    floor.item("TEA")
    floor.stock("A-01-01", "TEA", 5)
    floor.order("1042", TEA=1)
    sofia = picking(floor)
    assert sofia.act("skip") == "nothing_else"
    assert sofia.act("blocked") == "blocked_told"
    assert floor.raised() == ["blocked"]
    assert sofia.place == "A-01-01"
    sofia.scan("A-01-01")
    assert sofia.scan("TEA") == "step_done"
