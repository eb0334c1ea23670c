"""Packing and shipping: the scan into the carton is the check, and what leaves is written down."""

from datetime import UTC, datetime

import pytest

from pickface.db import Tx, db
from pickface.orders import carriers
from pickface.tasks import planning
from tests import builders
from tests.scenarios.floor import Floor, Person
from tests.scenarios.test_checking import pick_on, picked

SSCC = "00340123450000000017"


def packing(floor: Floor, tote: str = "T0001", carton: str = "LP000100") -> Person:
    linh = floor.person("Linh", "packer").open(tote)
    assert linh.scan(carton) == "step_done"
    return linh


def test_a_wrong_item_or_one_too_many_does_not_get_into_the_carton(floor: Floor) -> None:
    picked(floor, TEA=2, SALT=1)
    floor.item("RICE")
    linh = packing(floor)
    assert linh.scan("RICE") == "wrong_item"
    assert linh.scan("TEA") == "counted"
    assert linh.quantity(3) == "too_many"
    assert linh.quantity(2) == "counted"
    assert linh.scan("TEA") == "too_many"
    assert linh.scan("SALT") == "step_done"
    assert floor.inside("LP000100") == {"SALT": 1, "TEA": 2}
    assert linh.confirm() == "step_done"
    assert linh.confirm() == "task_done"
    assert floor.order_state("O-T0001") == "packed"


def test_a_carton_may_carry_an_sscc(floor: Floor) -> None:
    picked(floor, TEA=1)
    linh = packing(floor, carton=SSCC)
    linh.scan("TEA")
    linh.confirm()
    linh.confirm()
    assert floor.read("SELECT container_code FROM shipment") == [{"container_code": SSCC[2:]}]
    linh.open(SSCC[2:])
    assert linh.step["why"] == {"code": "stands", "params": {"stands": "PACK-1"}}
    assert linh.scan(SSCC) == "counted"
    assert linh.scan("SHIP-1") == "task_done"


def test_what_is_not_in_the_tote_is_lost_and_the_customer_gets_less(floor: Floor) -> None:
    picked(floor, TEA=3)
    linh = packing(floor)
    linh.scan("TEA")
    assert linh.act("done") == "ask_close"
    assert linh.act("done") == "step_done"
    assert floor.inside("T0001") == {"TEA": 2}
    linh.confirm()
    linh.confirm()
    assert floor.inside("T0001") == {}
    assert floor.at("LOST", "TEA") == 2
    assert floor.value("SELECT given_up FROM order_line") == 2
    assert floor.raised() == ["pack_short"]
    assert linh.next("ship")
    linh.scans("LP000100", "SHIP-1")
    assert floor.order_state("O-T0001") == "shipped"


def test_a_full_carton_is_followed_by_another_and_both_are_shipped(floor: Floor) -> None:
    picked(floor, TEA=3)
    linh = packing(floor)
    linh.scan("TEA")
    assert linh.act("full") == "need_container"
    assert linh.scan("C1") == "scan_container_first"
    assert linh.scan(SSCC) == "counted"
    linh.scan("TEA")
    linh.quantity(2)
    linh.confirm()
    linh.confirm()
    assert floor.tasks("ship") == ["ready", "ready"]
    linh.open("LP000100")
    linh.scans("LP000100", "SHIP-1")
    assert floor.order_state("O-T0001") == "packed"
    linh.open(floor.value("SELECT tracking FROM shipment WHERE shipped_at IS NULL"))
    linh.scans(SSCC, "SHIP-1")
    assert floor.order_state("O-T0001") == "shipped"
    assert floor.at("CUSTOMER", "TEA") == 3
    assert floor.value("SELECT shipped FROM order_line") == 3


def test_a_label_may_follow_a_full_carton_as_it_may_begin_one(floor: Floor) -> None:
    picked(floor, TEA=2)
    linh = packing(floor)
    linh.scan("TEA")
    linh.act("full")
    assert linh.scan("LP000101") == "counted"
    linh.scan("TEA")
    linh.confirm()
    assert linh.confirm() == "task_done"
    assert (floor.inside("LP000100"), floor.inside("LP000101")) == ({"TEA": 1}, {"TEA": 1})
    assert len(floor.read("SELECT * FROM shipment")) == 2


def test_packing_can_be_undone_scan_by_scan(floor: Floor) -> None:
    picked(floor, TEA=2)
    linh = packing(floor)
    linh.scan("TEA")
    assert linh.act("undo") == "undone"
    assert (floor.inside("T0001"), floor.inside("LP000100")) == ({"TEA": 2}, {})
    linh.scan("TEA")
    linh.scan("TEA")
    assert floor.inside("LP000100") == {"TEA": 2}


def test_a_carton_taken_by_mistake_stays_free(floor: Floor) -> None:
    picked(floor, TEA=1)
    linh = packing(floor)
    assert linh.act("undo") == "undone"
    linh.scan("LP000101")
    linh.scan("TEA")
    linh.confirm()
    linh.confirm()
    assert floor.container("LP000100")["state"] == "empty"
    assert len(floor.read("SELECT * FROM shipment")) == 1


def test_a_plate_that_belongs_to_another_parcel_is_set_aside(floor: Floor) -> None:
    picked(floor, TEA=1)
    linh = packing(floor)
    linh.scan("TEA")
    linh.confirm()
    linh.confirm()
    picked(floor, "T0002", TEA=1)
    linh.open("T0002")
    linh.scan("LP000100")
    assert linh.verdict == ("set_aside", "plate_used")


def test_goods_picked_straight_into_the_carton_stay_there(floor: Floor) -> None:
    picked(floor, TEA=1)
    floor.order("1043", TEA=2)
    sofia = floor.person("Malik").next("pick")
    assert sofia
    sofia.scan(SSCC)
    pick_on(sofia)
    linh = packing(floor, SSCC[2:], SSCC)
    linh.scan("TEA")
    linh.quantity(2)
    linh.confirm()
    assert linh.confirm() == "task_done"
    assert floor.inside(SSCC[2:]) == {"TEA": 2}
    assert floor.container(SSCC[2:])["state"] == "closed"


def test_serials_are_packed_by_their_number(floor: Floor) -> None:
    floor.item("PUMP", tracking="serial")
    for serial in ("SN-1", "SN-2", "SN-3"):
        floor.stock("A-03-01", "PUMP", 1, lot=serial)
    floor.order("1042", PUMP=2)
    sofia = floor.person("Sofia").next("pick")
    assert sofia
    sofia.scan("T0001")
    picked_serials = []
    while sofia.place != "PACK-1":
        if sofia.step["kind"] == "go":
            sofia.scan(sofia.place)
        picked_serials.append(sofia.step["lot"]["code"])
        sofia.scan("PUMP")
        sofia.scan(picked_serials[-1])
    sofia.scan("PACK-1")
    linh = packing(floor)
    assert linh.scan("PUMP") == "need_serial"
    assert linh.scan(picked_serials[1]) == "counted"
    linh.scan("PUMP")
    other = ({"SN-1", "SN-2", "SN-3"} - set(picked_serials)).pop()
    linh.scan(other)
    assert linh.verdict == ("set_aside", "serial_conflict")
    lots = floor.read(
        "SELECT l.code FROM balance b JOIN lot l ON l.id = b.lot_id WHERE b.container = 'LP000100'"
    )
    assert [lot["code"] for lot in lots] == [picked_serials[1]]


def test_only_this_carton_leaves_and_only_by_a_dock(floor: Floor) -> None:
    picked(floor, TEA=1)
    linh = packing(floor)
    linh.scan("TEA")
    linh.confirm()
    linh.confirm()
    linh.next("ship")
    assert linh.scan("LP000101") == "wrong_container"
    linh.scan("LP000100")
    assert linh.scan("A-01-01") == "place_does_not_fit"
    assert linh.scan("DOCK-1") == "task_done"
    assert floor.order_state("O-T0001") == "shipped"


def test_a_site_without_a_shipping_zone_ships_at_any_dock(floor: Floor) -> None:
    floor.write(lambda tx: tx.run("UPDATE zone SET code = 'Z' WHERE code = 'SHIP'"))
    picked(floor, TEA=1)
    linh = packing(floor)
    linh.scan("TEA")
    linh.confirm()
    linh.confirm()
    linh.next("ship")
    linh.scan("LP000100")
    assert linh.place == "DOCK-1"


def test_two_lines_of_one_item_share_what_leaves(floor: Floor) -> None:
    floor.item("TEA")
    floor.stock("A-01-01", "TEA", 10)

    def order_twice(tx: Tx) -> int:
        item = floor.items["TEA"]
        return builders.make_order(tx, floor.site.id, [(item, 2), (item, 3)], number="1042").id

    floor.orders["1042"] = floor.write(order_twice)
    floor.release("1042")
    sofia = floor.person("Sofia").next("pick")
    assert sofia
    sofia.scan("T0001")
    pick_on(sofia)
    linh = packing(floor)
    linh.scan("TEA")
    linh.quantity(4)
    linh.act("done")
    linh.act("done")
    linh.confirm()
    linh.confirm()
    linh.next("ship")
    linh.scans("LP000100", "SHIP-1")
    lines = floor.read("SELECT shipped, given_up FROM order_line ORDER BY line_no")
    assert [(line["shipped"], line["given_up"]) for line in lines] == [(2, 0), (2, 1)]


def test_a_cancelled_packing_gives_the_goods_back(floor: Floor) -> None:
    picked(floor, TEA=2)
    linh = packing(floor)
    linh.scan("TEA")
    task = linh.task
    assert task
    floor.write(lambda tx: planning.cancel_task(tx, floor.engine.world, task["id"]))
    floor.work_off()
    assert floor.tasks("putaway") == ["ready", "ready"]


def test_an_order_of_which_nothing_is_there_to_be_packed_has_come_to_its_end(floor: Floor) -> None:
    picked(floor, TEA=2)
    linh = packing(floor)
    linh.act("done")
    linh.act("done")
    linh.confirm()
    linh.confirm()
    assert floor.order_state("O-T0001") == "cancelled"
    assert (floor.raised(), floor.tasks("ship")) == (["pack_short"], [])
    assert floor.container("LP000100")["state"] == "empty"


def test_two_totes_of_one_order_are_packed_together(floor: Floor) -> None:
    floor.item("TEA")
    floor.stock("A-01-01", "TEA", 10)
    floor.order("1042", TEA=4)
    sofia = floor.person("Sofia").next("pick")
    assert sofia
    sofia.scans("T0001", "A-01-01", "TEA")
    sofia.act("full")
    sofia.scans("T0002", "TEA")
    sofia.quantity(4)
    sofia.scan("PACK-1")
    linh = packing(floor, "T0002")
    linh.scan("TEA")
    assert linh.quantity(1) == "counted"
    linh.scan("TEA")
    assert linh.quantity(3) == "step_done"
    linh.confirm()
    linh.confirm()
    assert floor.inside("LP000100") == {"TEA": 4}
    assert {floor.container(tote)["state"] for tote in ("T0001", "T0002")} == {"empty"}


def test_a_parcel_weighs_what_its_goods_weigh_unless_somebody_says_better(floor: Floor) -> None:
    floor.item("TEA", weight_g=250)
    floor.stock("A-01-01", "TEA", 10)
    picked(floor, TEA=2)
    linh = packing(floor)
    linh.scan("TEA")
    linh.quantity(2)
    linh.confirm()
    linh.confirm()
    assert floor.value("SELECT weight_g FROM shipment") == 500


def test_a_parcel_gets_the_cheapest_carrier_that_takes_it_and_stands_on_its_manifest(
    floor: Floor,
) -> None:
    def name_carriers(tx: Tx) -> None:
        for code, weight, price in (("DEAR", 9_000, 900), ("CHEAP", 9_000, 450), ("TINY", 100, 1)):
            carrier = tx.insert("carrier", site_id=floor.site.id, code=code, name=f"{code} post")
            tx.insert("carrier_rate", carrier_id=carrier, max_weight_g=weight, price_minor=price)

    floor.write(name_carriers)
    picked(floor, TEA=2)
    floor.write(lambda tx: tx.run("UPDATE item SET weight_g = 250"))
    linh = packing(floor)
    linh.scan("TEA")
    linh.quantity(2)
    linh.confirm()
    linh.confirm()
    (parcel,) = floor.read("SELECT carrier, cost_minor, carrier_id FROM shipment")
    assert (parcel["carrier"], parcel["cost_minor"]) == ("CHEAP post", 450)
    linh.open("LP000100")
    linh.scans("LP000100", "SHIP-1")
    with floor.app.app_context():
        day = datetime.now(UTC).date().isoformat()
        said = carriers.manifest(floor.site.id, "cheap", day)
        assert carriers.manifest(floor.site.id, "DEAR", day)["parcels"] == 0
        db.session.remove()
    assert (said["parcels"], said["weight_g"], said["items"][0]["number"]) == (1, 500, "O-T0001")


def test_the_label_of_another_parcel_of_the_order_is_refused_where_the_site_looks(
    floor: Floor,
) -> None:
    floor.settings(label_check=True)
    picked(floor, TEA=2)
    linh = packing(floor)
    linh.scan("TEA")
    linh.act("full")
    linh.scans("LP000200", "TEA")
    linh.confirm()
    linh.confirm()
    first, second = (
        row["tracking"]
        for row in floor.read("SELECT tracking FROM shipment ORDER BY container_code")
    )
    linh.open("LP000100")
    assert linh.confirm() == "scan_to_confirm"
    assert linh.scan(second) == "wrong_container"
    assert linh.scan("LP000100") == "wrong_container"
    assert linh.scan(first) == "step_done"
    assert linh.scan("LP000200") in ("wrong_container", "scan_container_first")
    assert linh.scans("LP000100", "SHIP-1") == "task_done"
    linh.open(second)
    assert linh.scans(second, "LP000200", "SHIP-1") == "task_done"
    assert floor.order_state("O-T0001") == "shipped"


@pytest.mark.parametrize(("grams", "told"), [(1_150, []), (600, ["weight_differs"])])
def test_a_parcel_that_does_not_weigh_what_is_in_it_is_told(
    floor: Floor, grams: int, told: list[str]
) -> None:
    floor.settings(weight_tolerance_pct=10)
    picked(floor, TEA=2)
    floor.write(lambda tx: tx.run("UPDATE item SET weight_g = 500"))
    floor.write(
        lambda tx: tx.insert(
            "carton_type", site_id=floor.site.id, code="M", length_mm=1, width_mm=1, height_mm=1, tare_g=150
        )
    )  # fmt: skip
    linh = packing(floor)
    linh.scan("TEA")
    linh.quantity(2)
    linh.fill("weight_g", grams)
    assert linh.confirm() == "task_done"
    assert floor.raised() == told
