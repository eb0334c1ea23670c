"""An order that wants all of a pallet has it taken whole: one scan of its plate, and it is a parcel as it is."""

from __future__ import annotations

from typing import Any

import pytest

from pickface.workflows.pick.zones import TotesOnTheWay
from tests import builders
from tests.scenarios.floor import Floor, Person
from tests.scenarios.test_containers import place_of
from tests.scenarios.test_recalling import call_back
from tests.scenarios.test_taking_over import counts

SSCC = "340123450000000017"


def stands(
    floor: Floor,
    plate: str,
    place: str = "B-01-01",
    qty: int = 48,
    sku: str = "TEA",
    kind: str = "pallet",
    **lot: Any,
) -> None:
    """A closed pallet of an item stands in a bin."""

    def put(tx: builders.Tx) -> None:
        if not tx.value("SELECT 1 FROM container WHERE code = :code", code=plate):
            builders.make_container(
                tx, plate, floor.places[place], floor.site.id, kind=kind, state="closed"
            )

    floor.write(put)
    floor.stock(place, sku, qty, container=plate, **lot)


@pytest.fixture
def hall(floor: Floor) -> Floor:
    """Two pallets of 48 teas in zone B, ten loose ones in zone A."""
    floor.settings(returns_at="R-01")
    floor.item("TEA", ("TEA-CASE", 24, "case"))
    floor.stock("A-01-01", "TEA", 10)
    stands(floor, "LP000101", "B-01-01")
    stands(floor, "LP000102", "B-01-02")
    return floor


def driver(floor: Floor, name: str = "Sofia", role: str = "picker") -> Person:
    """Somebody with the next pick."""
    person = floor.person(name, role).next("pick", *(["putaway"] if role == "receiver" else []))
    assert person is not None
    return person


def titles(floor: Floor) -> list[str]:
    """What the picks that are not cancelled are called."""
    found = floor.read(
        "SELECT title FROM task WHERE kind = 'pick' AND state <> 'cancelled' ORDER BY id"
    )
    return [row["title"] for row in found]


def whole(person: Person) -> str:
    """The plate that the pick in hand is to take whole."""
    assert person.task is not None
    return str(person.step["into"]["container"])


def shipped(floor: Floor, *plates: str) -> None:
    """The parcels of what was packed are brought to the dock."""
    floor.work_off()
    for plate in plates:
        paul = floor.person("Paul", "packer").open(plate)
        assert paul.scans(plate, "SHIP-1") == "task_done"


def test_one_scan_takes_the_pallet_and_one_more_makes_a_parcel_of_it(hall: Floor) -> None:
    hall.order("1042", TEA=48)
    assert titles(hall) == ["Order 1042, all of LP000101"]
    sofia = driver(hall)
    assert (sofia.place, sofia.step["qty"], sofia.step["prove"]) == ("B-01-01", 48, "item")
    assert sofia.step["why"] == {"code": "whole", "params": {"container": "LP000101", "pieces": 48}}
    assert sofia.scan("LP000101") == "step_done"
    assert sofia.verdict == ("booked", "step_done")
    assert place_of(hall, "LP000101") == "FLOOR"
    assert hall.at("B-01-01") == 0
    assert hall.container("LP000101")["state"] == "open"
    assert sofia.scan("PACK-1") == "task_done"
    assert (place_of(hall, "LP000101"), hall.order_state("1042")) == ("PACK-1", "picked")

    linh = hall.person("Linh", "packer").open("LP000101")
    assert [step["kind"] for step in linh.task["script"]["steps"]] == ["go", "capture", "confirm"]
    assert linh.scan("LP000102") == "wrong_container"
    assert linh.scan("LP000101") == "step_done"
    linh.fill("weight_g", 480_000)
    assert linh.confirm() == "task_done"
    parcel = hall.read("SELECT container_code, weight_g FROM shipment")
    assert parcel == [{"container_code": "LP000101", "weight_g": 480_000}]
    shipped(hall, "LP000101")
    assert hall.order_state("1042") == "shipped"
    assert hall.container("LP000101")["state"] == "shipped"
    assert hall.value("SELECT SUM(shipped) FROM order_line") == 48
    assert hall.raised() == []


def test_it_may_be_brought_to_the_shipping_dock_at_once(hall: Floor) -> None:
    hall.order("1042", TEA=48)
    sofia = driver(hall)
    assert sofia.scans("LP000101", "SHIP-1") == "task_done"
    linh = hall.person("Linh", "packer").open("LP000101")
    linh.scan("LP000101")
    linh.confirm()
    assert linh.confirm() == "task_done"
    shipped(hall, "LP000101")
    assert hall.order_state("1042") == "shipped"


def test_taking_it_is_few_statements(hall: Floor, monkeypatch: pytest.MonkeyPatch) -> None:
    hall.order("1042", TEA=48)
    sofia = driver(hall)
    seen: list[str] = []
    run, insert_many = builders.Tx.run, builders.Tx.insert_many

    def counted(self: builders.Tx, sql: str, **params: Any) -> int:
        seen.append(sql)
        return run(self, sql, **params)

    def counted_many(self: builders.Tx, table: str, rows: Any) -> None:
        seen.append(f"INSERT INTO {table}")
        insert_many(self, table, rows)

    monkeypatch.setattr(builders.Tx, "run", counted)
    monkeypatch.setattr(builders.Tx, "insert_many", counted_many)
    sofia.scan("TEA")
    sofia.go_offline().scan("LP000101")
    seen.clear()
    assert [one["verdict"] for one in sofia.deliver()] == ["booked"]
    # A pick of a piece is ten; three more on PostgreSQL lock what moves.
    most = 12 if hall.engine.config.url.startswith("sqlite") else 15
    assert len(seen) <= most, "\n".join(seen)


def test_an_sscc_goes_out_under_its_sscc(floor: Floor) -> None:
    floor.item("TEA")
    stands(floor, SSCC)
    floor.order("1042", TEA=48)
    sofia = driver(floor)
    assert sofia.scan("00" + SSCC) == "step_done"
    sofia.scan("PACK-1")
    linh = floor.person("Linh", "packer").open(SSCC)
    linh.scan("00" + SSCC)
    linh.confirm()
    linh.confirm()
    assert linh.done
    assert floor.value("SELECT container_code FROM shipment") == SSCC


def test_what_the_pallet_does_not_hold_is_picked_loose_and_all_of_it_meets(hall: Floor) -> None:
    hall.order("1042", TEA=53)
    assert titles(hall) == ["Order 1042, all of LP000101", "Order 1042"]
    sofia, ana = driver(hall), driver(hall, "Ana")
    sofia.scans("LP000101", "PACK-1")
    assert hall.order_state("1042") == "released"
    with pytest.raises(TotesOnTheWay):
        hall.person("Linh", "packer").open("LP000101")
    ana.scans("T0001", "A-01-01", "TEA")
    ana.quantity(5)
    assert ana.scan("PACK-1") == "task_done"
    assert hall.order_state("1042") == "picked"

    linh = hall.person("Linh", "packer").open("T0001")
    linh.scans("LP000101", "LP000300", "TEA")
    assert linh.quantity(5) == "step_done"
    linh.fill("weight_g", 900)
    linh.confirm()
    parcels = hall.read("SELECT container_code FROM shipment ORDER BY container_code")
    assert [one["container_code"] for one in parcels] == ["LP000101", "LP000300"]
    assert hall.inside("LP000300") == {"TEA": 5}
    shipped(hall, "LP000101", "LP000300")
    assert hall.order_state("1042") == "shipped"
    assert hall.raised() == []


def test_less_than_a_pallet_is_counted_off_it_and_nobody_takes_it_whole_then(hall: Floor) -> None:
    hall.order("1041", TEA=12)
    assert titles(hall) == ["Order 1041"]
    hall.order("1042", TEA=48)
    # 1041 has a dozen of the first: the second is whole.
    assert titles(hall)[1:] == ["Order 1042, all of LP000102"]


def test_a_loose_pick_that_pinned_a_piece_first_keeps_its_pallet(hall: Floor) -> None:
    hall.order("1041", TEA=12)
    hall.order("1042", TEA=84)
    assert titles(hall) == ["Order 1041", "Order 1042, all of LP000102", "Order 1042"]
    ana = hall.person("Ana").hold_pick_of("1041")
    ana.scans("T0001", "B-01-01", "TEA")
    ana.quantity(12)
    assert hall.inside("LP000101") == {"TEA": 36}


def test_two_pickers_bring_two_pallets_and_the_last_one_ends_the_pick(hall: Floor) -> None:
    hall.order("1042", TEA=96)
    sofia, ana = driver(hall), driver(hall, "Ana")
    assert {whole(sofia), whole(ana)} == {"LP000101", "LP000102"}
    assert ana.scan(whole(sofia)) == "wrong_container"
    sofia.scans(whole(sofia), "PACK-1")
    assert hall.tasks("pack") == []
    ana.scans(whole(ana), "PACK-1")
    assert hall.tasks("pack") == ["ready"]
    linh = hall.person("Linh", "packer").open("LP000102")
    linh.scans("LP000101", "LP000102")
    linh.confirm()
    linh.confirm()
    assert hall.value("SELECT COUNT(*) FROM shipment") == 2


def test_who_puts_away_may_drive_it(hall: Floor) -> None:
    hall.order("1042", TEA=48)
    grace = driver(hall, "Grace", "receiver")
    assert grace.scans("LP000101", "PACK-1") == "task_done"


def test_a_wrong_plate_the_bin_and_the_goods_are_refused_with_what_to_scan(hall: Floor) -> None:
    hall.order("1042", TEA=48)
    sofia = driver(hall)
    for code in ("LP000102", "TEA", "TEA-CASE", "B-01-01", "LP000999"):
        assert sofia.scan(code) == "wrong_container"
    assert sofia.quantity(48) == "scan_item_first"
    assert sofia.scan("LP000101") == "step_done"


def test_what_expires_first_goes_first_however_far_the_walk(floor: Floor) -> None:
    floor.item("MILK", tracking="lot_expiry")
    floor.stock("A-01-01", "MILK", 10, lot="OLD", expires_on="2090-01-01")
    stands(floor, "LP000101", sku="MILK", lot="NEW", expires_on="2090-02-01")
    floor.order("1041", release=False, MILK=48)
    floor.release("1041")
    # The ten that expire first are among its 48, so that the pallet is not taken whole.
    assert titles(floor) == ["Order 1041"]
    floor.cancel("1041")
    floor.order("1042", MILK=58)
    assert titles(floor)[-2:] == ["Order 1042, all of LP000101", "Order 1042"]


def test_lots_on_one_pallet_are_taken_by_one_scan(floor: Floor) -> None:
    floor.item("MILK", tracking="lot_expiry")
    stands(floor, "LP000101", qty=20, sku="MILK", lot="L1", expires_on="2090-01-01")
    stands(floor, "LP000101", qty=28, sku="MILK", lot="L2", expires_on="2090-02-01")
    floor.order("1042", MILK=48)
    sofia = driver(floor)
    assert sofia.scans("LP000101", "PACK-1") == "task_done"
    moves = floor.read("SELECT qty FROM move WHERE kind = 'pick' ORDER BY qty")
    assert [int(move["qty"]) for move in moves] == [20, 28]
    assert floor.value("SELECT SUM(taken) FROM reservation") == 48


def test_undo_puts_it_back_and_it_can_be_taken_again(hall: Floor) -> None:
    hall.order("1042", TEA=48)
    sofia = driver(hall)
    sofia.scan("LP000101")
    assert sofia.act("undo") == "undone"
    assert sofia.verdict[0] == "booked"
    stood = hall.container("LP000101")
    assert (stood["state"], stood["order_id"], stood["task_id"]) == ("closed", None, None)
    assert (place_of(hall, "LP000101"), hall.at("B-01-01")) == ("B-01-01", 48)
    assert sofia.scans("LP000101", "PACK-1") == "task_done"
    assert hall.order_state("1042") == "picked"


def test_a_pallet_that_is_not_there_is_looked_for_elsewhere(hall: Floor) -> None:
    hall.order("1042", TEA=48)
    sofia = driver(hall)
    sofia.act("short", left=0)
    sofia.look_again()
    assert sofia.step["why"]["code"] == "whole_gone"
    assert titles(hall) == ["Order 1042, all of LP000101", "Order 1042, all of LP000102"]
    assert sofia.confirm() == "task_done"
    assert hall.order_state("1042") == "released"
    ana = driver(hall, "Ana")
    ana.scans("LP000102", "PACK-1")
    assert hall.order_state("1042") == "picked"
    assert hall.raised() == ["short"]
    # What is missing is promised to nobody until somebody has counted.
    assert hall.value("SELECT unreservable FROM balance WHERE container = 'LP000101'") == 48


def test_where_nothing_else_is_there_the_order_waits_for_stock(floor: Floor) -> None:
    floor.item("TEA")
    stands(floor, "LP000101")
    floor.order("1042", TEA=48)
    sofia = driver(floor)
    sofia.act("short", left=0)
    sofia.look_again()
    sofia.confirm()
    assert floor.order_state("1042") == "open"
    assert floor.raised() == ["short", "order_short"]


def test_a_pallet_with_fewer_on_it_goes_and_the_rest_is_picked_elsewhere(hall: Floor) -> None:
    hall.order("1042", TEA=48)
    sofia = driver(hall)
    assert sofia.act("short", left=45) == "step_done"
    assert sofia.verdict[0] == "booked"
    assert hall.inside("LP000101") == {"TEA": 45}
    assert hall.at("LOST") == 3
    assert sofia.scan("PACK-1") == "task_done"
    assert hall.order_state("1042") == "released"
    ana = driver(hall, "Ana")
    ana.scans("T0001", ana.place if ana.step["kind"] == "go" else "A-01-01")
    ana.scan("TEA")
    ana.quantity(3)
    ana.scan("PACK-1")
    assert hall.order_state("1042") == "picked"
    linh = hall.person("Linh", "packer").open("T0001")
    linh.scans("LP000101", "LP000300", "TEA")
    linh.quantity(3)
    linh.fill("weight_g", 1)
    linh.confirm()
    shipped(hall, "LP000101", "LP000300")
    assert hall.value("SELECT SUM(shipped) FROM order_line") == 48
    assert hall.raised() == ["short"]


def test_all_of_it_can_be_done_in_a_dead_zone(hall: Floor) -> None:
    hall.order("1042", TEA=48)
    sofia = driver(hall).go_offline()
    assert sofia.scans("LP000101", "PACK-1") == "task_done"
    assert hall.order_state("1042") == "released"
    assert set(sofia.come_back()) == {"booked"}
    assert hall.order_state("1042") == "picked"
    assert place_of(hall, "LP000101") == "PACK-1"


def test_a_pallet_that_is_missed_in_a_dead_zone_ends_there_too(hall: Floor) -> None:
    hall.order("1042", TEA=48)
    sofia = driver(hall).go_offline()
    sofia.act("short", left=0)
    assert sofia.scan("PACK-1") == "task_done"
    assert set(sofia.come_back()) == {"booked"}
    hall.work_off()
    assert place_of(hall, "LP000101") == "B-01-01"
    assert titles(hall)[-1] == "Order 1042, all of LP000102"


def test_a_cancelled_order_sends_the_pallet_back_to_be_put_away(hall: Floor) -> None:
    hall.order("1042", TEA=48)
    sofia = driver(hall)
    sofia.scan("LP000101")
    hall.cancel("1042")
    sofia.look_again()
    assert (sofia.step["id"], sofia.place) == ("leave", "R-01")
    assert sofia.scan("R-01") == "task_done"
    hall.work_off()
    assert hall.tasks("putaway") == ["ready"]
    assert hall.container("LP000101")["order_id"] is None
    peter = hall.person("Peter", "receiver").open("LP000101")
    assert peter.step["what"]["qty"] == 48


def test_a_cancelled_order_that_nobody_began_leaves_the_pallet_where_it_is(hall: Floor) -> None:
    hall.order("1042", TEA=48)
    driver(hall)
    hall.cancel("1042")
    assert hall.tasks("pick") == ["cancelled"]
    hall.order("1043", TEA=48)
    assert titles(hall) == ["Order 1043, all of LP000101"]


def test_a_recall_sends_nobody_for_the_pallet(floor: Floor) -> None:
    floor.item("MILK", tracking="lot_expiry")
    stands(floor, "LP000101", sku="MILK", lot="L1", expires_on="2090-01-01")
    floor.order("1042", MILK=48)
    call_back(floor)
    assert floor.tasks("pick") == ["cancelled"]
    assert floor.order_state("1042") == "open"


def test_a_pallet_that_was_moved_is_taken_where_it_stands_now(hall: Floor) -> None:
    hall.order("1042", TEA=48)
    malik = hall.person("Malik").start("move", "LP000101")
    assert malik.scan("B-03-01") == "task_done"
    hall.work_off()
    sofia = driver(hall)
    assert sofia.place == "B-03-01"
    assert sofia.scans("LP000101", "PACK-1") == "task_done"


def test_what_else_got_onto_it_makes_it_a_pick_as_any(hall: Floor) -> None:
    hall.item("SALT")
    hall.order("1042", TEA=48)
    hall.stock("B-01-01", "SALT", 2, container="LP000101")
    # The pick looks again when its pins move.
    malik = hall.person("Malik").start("move", "LP000101")
    malik.scan("B-03-01")
    hall.work_off()
    sofia = driver(hall)
    assert sofia.task["title"] == "Order 1042, all of LP000101"
    assert sofia.step["id"] == "tote"
    sofia.scans("T0001", "B-03-01", "TEA")
    sofia.quantity(48)
    assert sofia.scan("PACK-1") == "task_done"
    assert hall.inside("LP000101") == {"SALT": 2}


def test_what_else_is_on_it_when_it_is_taken_comes_along_and_is_told(hall: Floor) -> None:
    hall.item("SALT")
    hall.order("1042", TEA=48)
    sofia = driver(hall)
    hall.stock("B-01-01", "SALT", 2, container="LP000101")
    assert sofia.scans("LP000101", "PACK-1") == "task_done"
    assert hall.inside("LP000101") == {"SALT": 2, "TEA": 48}
    assert place_of(hall, "LP000101") == "PACK-1"
    # It cannot go out as it is.
    linh = hall.person("Linh", "packer").open("LP000101")
    assert linh.step["kind"] == "take"
    assert hall.raised() == ["order_over"]


def test_a_check_looks_at_it_and_what_is_missing_is_picked_again(hall: Floor) -> None:
    hall.settings(quality_check="all", returns_at="R-01")
    hall.order("1042", TEA=48)
    sofia = driver(hall)
    sofia.scans("LP000101", "PACK-1")
    linh = hall.person("Linh", "packer").open("LP000101")
    linh.scans("LP000101", "TEA")
    linh.quantity(46)
    linh.act("done")
    linh.act("done")
    hall.work_off()
    assert linh.done
    assert hall.inside("LP000101") == {"TEA": 46}
    assert titles(hall)[-1] == "Order 1042"
    assert hall.order_state("1042") == "released"


def test_pallets_go_on_no_cart_and_the_rest_of_their_order_does(hall: Floor) -> None:
    hall.settings(pick_method="cluster", returns_at="R-01")
    hall.order("1042", release=False, TEA=50)
    hall.order("1043", release=False, TEA=3)
    hall.release_together("1042", "1043")
    assert titles(hall) == ["Order 1042, all of LP000101", "Cart of 2: 1042, 1043"]
    ana = hall.person("Ana").next("pick")
    assert ana
    assert whole(ana) == "LP000101"
    ana.scans("LP000101", "PACK-1")
    assert hall.order_state("1042") == "released"
    sofia = driver(hall)
    sofia.scans("T0001", "T0002", "A-01-01", "TEA", "T0001", "T0002", "PACK-1")
    assert sofia.done
    assert hall.order_state("1042") == "picked"
    assert hall.tasks("pack") == ["ready", "ready"]


def test_a_pallet_that_comes_after_the_cart_ends_the_order(hall: Floor) -> None:
    hall.settings(pick_method="cluster", returns_at="R-01")
    hall.order("1042", release=False, TEA=50)
    hall.order("1043", release=False, TEA=3)
    hall.release_together("1042", "1043")
    ana = hall.person("Ana").next("pick")
    assert ana
    sofia = driver(hall)
    sofia.scans("T0001", "T0002", "A-01-01", "TEA", "T0001", "T0002", "PACK-1")
    assert (hall.order_state("1042"), hall.order_state("1043")) == ("released", "picked")
    ana.scans("LP000101", "PACK-1")
    assert hall.order_state("1042") == "picked"


def test_a_site_that_wants_none_of_it_counts(hall: Floor) -> None:
    hall.settings(whole_containers="none")
    hall.order("1042", TEA=48)
    assert titles(hall) == ["Order 1042"]


def test_cartons_are_taken_whole_where_the_site_wants_it(floor: Floor) -> None:
    floor.item("TEA")
    stands(floor, "LP000201", qty=12, kind="carton")
    floor.order("1041", TEA=12)
    assert titles(floor) == ["Order 1041"]
    floor.cancel("1041")
    floor.settings(whole_containers="pallets_and_cartons")
    floor.order("1042", TEA=12)
    assert titles(floor) == ["Order 1042, all of LP000201"]
    sofia = driver(floor)
    assert sofia.scans("LP000201", "PACK-1") == "task_done"


def test_serials_are_not_taken_unseen(floor: Floor) -> None:
    floor.item("PHONE", tracking="serial")
    for serial in ("S1", "S2"):
        stands(floor, "LP000101", qty=1, sku="PHONE", lot=serial)
    floor.order("1042", PHONE=2)
    assert titles(floor) == ["Order 1042"]


def test_another_handheld_goes_on_with_it(hall: Floor) -> None:
    hall.order("1042", TEA=48)
    sofia = driver(hall)
    sofia.scan("LP000101")
    ana = hall.person("Ana").take_over("LP000101")
    assert counts(ana, {"TEA": 48}) == "task_done"
    task = hall.value("SELECT id FROM task WHERE kind = 'pick'")
    ana.hold(task)
    assert ana.scan("PACK-1") == "task_done"
    assert hall.order_state("1042") == "picked"
    assert hall.inside("LP000101") == {"TEA": 48}


def test_a_parked_pallet_goes_on_with_whoever_scans_its_plate_and_may_drive_it(hall: Floor) -> None:
    hall.order("1042", TEA=48)
    sofia = driver(hall)
    sofia.scan("LP000101")
    sofia.go_offline()
    assert sofia.act("park", code="A-03-01") == "parked"
    assert sofia.scan("PACK-1") == "is_parked"
    assert sofia.come_back() == ["booked", "refused"]
    assert hall.tasks("pick") == ["parked"]
    assert hall.value("SELECT parked_place FROM task WHERE kind = 'pick'") == "A-03-01"
    # Whoever packs and looks the pallet up does not get it.
    assert not hall.person("Linh", "packer").can_open("LP000101")
    rosa = hall.person("Rosa", "receiver").open("LP000101")
    assert rosa.act("undo") == "nothing_to_undo"
    assert rosa.scan("PACK-1") == "task_done"
    assert hall.order_state("1042") == "picked"
    assert hall.inside("LP000101") == {"TEA": 48}


def test_a_parked_pallet_whose_order_is_cancelled_is_put_away_again(hall: Floor) -> None:
    hall.order("1042", TEA=48)
    sofia = driver(hall)
    sofia.scan("LP000101")
    assert sofia.act("park") == "parked"
    hall.cancel("1042")
    assert hall.tasks("pick") == ["cancelled"]
    assert hall.tasks("putaway") == ["ready"]


def test_a_pallet_on_its_way_back_is_parked_as_well(hall: Floor) -> None:
    hall.order("1042", TEA=48)
    sofia = driver(hall)
    sofia.scan("LP000101")
    hall.cancel("1042")
    sofia.look_again()
    assert sofia.act("park") == "parked"
    ana = hall.person("Ana").open("LP000101")
    assert ana.scan("R-01") == "task_done"
    assert hall.tasks("putaway") == ["ready"]


def test_twenty_four_are_one_case_and_one_scan(hall: Floor) -> None:
    hall.order("1042", TEA=24)
    sofia = driver(hall)
    sofia.scans("T0001", "B-01-01")
    assert sofia.step["qty"] == 24
    assert sofia.task["script"]["codes"]["TEA-CASE"] == {
        "item": hall.items["TEA"],
        "qty": 24,
        "pack": "case",
    }
    assert sofia.scan("TEA-CASE") == "step_done"
    assert hall.inside("T0001") == {"TEA": 24}


def test_a_pallet_that_was_said_to_hold_fewer_can_be_taken_back(hall: Floor) -> None:
    hall.order("1042", TEA=48)
    sofia = driver(hall)
    sofia.act("short", left=45)
    assert sofia.act("undo") == "undone"
    assert sofia.verdict[0] == "booked"
    assert (hall.inside("LP000101"), hall.at("LOST")) == ({"TEA": 48}, 0)
    assert place_of(hall, "LP000101") == "B-01-01"
    hall.work_off()
    sofia.look_again()
    assert sofia.scan("LP000101") == "step_done"
    assert sofia.scan("PACK-1") == "task_done"


def test_a_recall_finds_it_at_its_station(floor: Floor) -> None:
    floor.item("MILK", tracking="lot_expiry")
    stands(floor, "LP000101", sku="MILK", lot="L1", expires_on="2090-01-01")
    floor.order("1042", MILK=48)
    driver(floor).scans("LP000101", "PACK-1")
    call_back(floor)
    assert floor.tasks("recall") == ["ready"]


def test_a_supervisor_who_ends_the_pick_has_the_pallet_put_away(hall: Floor) -> None:
    hall.order("1042", TEA=48)
    sofia = driver(hall)
    sofia.scan("LP000101")
    hall.cancel_task(sofia)
    assert hall.order_state("1042") == "held"
    peter = hall.person("Peter", "receiver").open("LP000101")
    assert peter.step["what"]["qty"] == 48


def test_pallets_are_in_no_batch_and_the_sorted_rest_meets_them(hall: Floor) -> None:
    hall.settings(pick_method="batch", returns_at="R-01")
    hall.order("1042", release=False, TEA=50)
    hall.order("1043", release=False, TEA=3)
    hall.release_together("1042", "1043")
    assert titles(hall) == ["Order 1042, all of LP000101", "Batch of 2: 1042, 1043"]
    ana, sofia = driver(hall), driver(hall, "Ana")
    sofia.scans("T0001", "A-01-01", "TEA")
    sofia.quantity(5)
    assert sofia.scan("PACK-1") == "task_done"
    ana.scans("LP000101", "PACK-1")
    # The rest of the order is not sorted yet.
    assert hall.order_state("1042") == "released"
    sofia.open("T0001").scans("TEA", "T0002", "TEA", "T0003")
    assert sofia.done
    assert (hall.order_state("1042"), hall.order_state("1043")) == ("picked", "picked")


def test_a_wave_of_pallets_alone_is_a_pick_for_each(hall: Floor) -> None:
    hall.settings(pick_method="cluster", returns_at="R-01")
    hall.order("1042", release=False, TEA=48)
    hall.order("1043", release=False, TEA=48)
    hall.release_together("1042", "1043")
    assert titles(hall) == ["Order 1042, all of LP000101", "Order 1043, all of LP000102"]


def test_a_face_that_is_refilled_takes_no_pallet_from_its_order(hall: Floor) -> None:
    hall.order("1042", TEA=48)
    hall.face("A-02-01", "TEA", 5, 200)
    hall.stock("A-02-01", "TEA", 100)
    hall.look_at_faces()
    assert driver(hall).scans("LP000101", "PACK-1") == "task_done"


def test_a_shut_out_pallet_is_told_and_waits(hall: Floor) -> None:
    hall.order("1042", TEA=48)
    sofia = driver(hall)
    assert sofia.act("blocked") == "blocked_told"
    assert sofia.act("damaged", qty=2) == "noted"
    assert hall.raised() == ["blocked", "damaged"]
    assert sofia.scan("LP000101") == "step_done"
