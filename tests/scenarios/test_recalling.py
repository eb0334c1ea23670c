"""A lot is recalled: frozen where it lies, brought back where it is under way, listed where it has gone."""

from __future__ import annotations

import pytest

from pickface.db import Tx
from pickface.errors import Conflict
from pickface.stock import reservations
from pickface.tasks import recall
from tests import builders
from tests.scenarios.floor import Floor, Person

WHY = "glass in a jar"


@pytest.fixture
def honey(floor: Floor) -> Floor:
    """Ten jars of lot L1, which go out first, and ten of L2."""
    floor.item("HONEY", tracking="lot_expiry")
    floor.stock("A-01-01", "HONEY", 10, lot="L1", expires_on="2090-01-01")
    floor.stock("A-02-01", "HONEY", 10, lot="L2", expires_on="2090-02-01")
    return floor


def lot(floor: Floor, code: str = "L1") -> int:
    return int(floor.value("SELECT id FROM lot WHERE code = :code", code=code))


def call_back(floor: Floor, code: str = "L1") -> None:
    """A supervisor recalls a lot."""
    by, lot_id = supervisor(floor), lot(floor, code)
    floor.write(lambda tx: recall.recall_lot(tx, floor.engine.signer, by, lot_id, WHY))
    floor.work_off()


def lift(floor: Floor) -> None:
    """A supervisor lifts the recall."""
    by, lot_id, engine = supervisor(floor), lot(floor), floor.engine
    floor.write(lambda tx: recall.lift_recall(tx, engine.world, engine.signer, by, lot_id))


def supervisor(floor: Floor) -> dict[str, int]:
    found = floor.value("SELECT id FROM person WHERE role = 'supervisor'")
    return {"id": found or floor.person("Tomasz", "supervisor").id, "site_id": floor.site.id}


def available(floor: Floor) -> int:
    return int(floor.value("SELECT pickable - reserved - unreservable FROM stock_level"))


def pick(person: Person, units: int, place: str = "A-01-01", code: str = "") -> str:
    """Go to the bin and take so many."""
    person.scan(place)
    person.scan("HONEY")
    if code:
        person.scan(code)
    return person.quantity(units)


def picked(floor: Floor, number: str, units: int, tote: str) -> None:
    """An order whose jars were picked and stand at the packing station."""
    floor.order(number, HONEY=units)
    sofia = floor.person(f"Sofia{number}").next("pick")
    assert sofia
    sofia.scan(tote)
    pick(sofia, units)
    assert sofia.scan("PACK-1") == "task_done"


def picked_of_both(floor: Floor, tote: str) -> None:
    """An order of twelve: ten jars of L1 and two of L2."""
    floor.order("1", HONEY=12)
    sofia = floor.person("Sofia").next("pick")
    assert sofia
    sofia.scan(tote)
    pick(sofia, 2, "A-02-01")
    pick(sofia, 10)
    assert sofia.scan("PACK-1") == "task_done"


def packed(floor: Floor, number: str, units: int, tote: str, carton: str) -> Person:
    """An order that is packed; its packer."""
    picked(floor, number, units, tote)
    linh = floor.person(f"Linh{number}", "packer").open(tote)
    linh.scans(carton, "HONEY")
    if units > 1:
        linh.quantity(units)
    linh.fill("weight_g", 450)
    assert linh.confirm() == "task_done"
    return linh


def bring(floor: Floor, container: str) -> Person:
    """Somebody takes the recalled jars out of a container."""
    paul = floor.person(f"Paul{container}", "receiver").open(container)
    assert paul.task
    assert paul.task["kind"] == "recall"
    paul.scans(container, "HONEY")
    paul.scan("QUAR-1")
    return paul


def test_what_lies_in_bins_is_frozen_and_can_be_promised_to_nobody(honey: Floor) -> None:
    call_back(honey)
    assert available(honey) == 10
    honey.order("1", release=False, HONEY=12)
    assert honey.value("SELECT SUM(qty) FROM reservation") == 10
    assert honey.at("A-01-01") == 10
    honey.check_books()


def test_a_recall_is_said_once_journaled_and_can_be_lifted(honey: Floor) -> None:
    call_back(honey)
    with pytest.raises(Conflict):
        call_back(honey)
    row = honey.read("SELECT * FROM lot WHERE code = 'L1'")[0]
    assert row["recalled_at"]
    assert (row["recalled_by"], row["recall_reason"]) == (supervisor(honey)["id"], WHY)
    said = honey.read("SELECT body FROM scan_event WHERE kind = 'office'")
    assert WHY in said[0]["body"]
    lift(honey)
    assert available(honey) == 20
    with pytest.raises(Conflict):
        lift(honey)


def test_a_pick_that_nobody_has_begun_is_sent_to_another_lot(honey: Floor) -> None:
    honey.order("1", HONEY=3)
    call_back(honey)
    sofia = honey.person("Sofia").next("pick")
    assert sofia
    sofia.scan("T0001")
    assert sofia.place == "A-02-01"
    pick(sofia, 3, "A-02-01")
    assert sofia.scan("PACK-1") == "task_done"
    assert honey.order_state("1") == "picked"


def test_a_pick_of_which_nothing_is_left_is_called_off_and_its_order_waits(honey: Floor) -> None:
    honey.order("1", HONEY=20)
    call_back(honey)
    call_back(honey, "L2")
    assert honey.tasks("pick") == ["cancelled"]
    assert honey.order_state("1") == "open"


def test_a_person_on_the_way_to_the_bin_is_told_at_once(honey: Floor) -> None:
    honey.order("1", HONEY=3)
    sofia = honey.person("Sofia").next("pick")
    assert sofia
    sofia.scan("T0001")
    assert sofia.place == "A-01-01"
    call_back(honey)
    assert sofia.task
    sofia.hold(sofia.task["id"])
    assert sofia.place == "A-02-01"


def test_who_was_away_and_picked_it_all_the_same_is_booked_and_the_goods_are_followed(
    honey: Floor,
) -> None:
    honey.order("1", HONEY=3)
    sofia = honey.person("Sofia").next("pick")
    assert sofia
    sofia.scan("T0001")
    sofia.go_offline()
    pick(sofia, 3)
    call_back(honey)
    assert set(sofia.come_back()) == {"booked"}
    assert honey.inside("T0001") == {"HONEY": 3}
    assert "recalled_moved" in honey.raised()
    assert honey.exception("recalled_moved")["lot"] == "L1"
    assert honey.tasks("recall") == ["offered"], "she has the tote: it is her work first"
    # Her pick asks for the same jars of the good lot, and the bad ones go to quarantine.
    assert sofia.task
    pick_id = sofia.task["id"]
    sofia.hold(pick_id)
    assert sofia.place == "A-02-01"
    pick(sofia, 3, "A-02-01")
    recall_id = next(task for task in sofia.holds() if task != pick_id)
    sofia.hold(recall_id)
    sofia.scans("T0001", "HONEY")
    assert sofia.scan("QUAR-1") == "task_done"
    assert honey.at("QUAR-1") == 3
    sofia.hold(pick_id)
    assert sofia.scan("PACK-1") == "task_done"
    assert honey.inside("T0001") == {"HONEY": 3}
    assert honey.value("SELECT SUM(taken) FROM reservation") == 3


def test_half_shipped_the_rest_comes_back_and_is_sent_anew_from_another_lot(honey: Floor) -> None:
    linh = packed(honey, "1", 2, "T0001", "LP000100")
    assert linh.open("LP000100").scans("LP000100", "SHIP-1") == "task_done"
    packed(honey, "2", 2, "T0002", "LP000200")
    picked(honey, "3", 2, "T0003")
    honey.order("4", HONEY=2)
    call_back(honey)

    assert honey.order_state("1") == "shipped"
    assert sorted(honey.tasks("recall")) == ["ready", "ready"]
    assert honey.tasks("ship") == ["done", "held"]
    assert honey.tasks("pack")[-1] == "held"
    assert honey.at("A-01-01") == 4

    assert bring(honey, "LP000200").done
    assert bring(honey, "T0003").done
    honey.work_off()
    assert honey.at("QUAR-1") == 4
    assert honey.tasks("ship") == ["done", "cancelled"]
    for number, tote, carton in (("2", "T0012", "LP000210"), ("3", "T0013", "LP000213")):
        assert honey.order_state(number) == "released", "it is picked again"
        nina = honey.person(f"Nina{number}").hold_pick_of(number)
        nina.scan(tote)
        pick(nina, 2, "A-02-01")
        assert nina.scan("PACK-1") == "task_done"
        omar = honey.person(f"Omar{number}", "packer").open(tote)
        omar.scans(carton, "HONEY")
        omar.quantity(2)
        omar.fill("weight_g", 450)
        assert omar.confirm() == "task_done"
        assert omar.open(carton).scans(carton, "SHIP-1") == "task_done"
        assert honey.order_state(number) == "shipped"
    assert honey.at("CUSTOMER", "HONEY") == 6


def test_where_nothing_else_is_there_the_customer_gets_less(honey: Floor) -> None:
    honey.item("SALT")
    honey.stock("A-03-01", "SALT", 5)
    call_back(honey, "L2")
    honey.order("1", HONEY=2, SALT=1)
    sofia = honey.person("Sofia").next("pick")
    assert sofia
    sofia.scan("T0001")
    while sofia.step["kind"] != "put":
        sofia.scan(sofia.place)
        sofia.scan("HONEY" if sofia.step["item"] == honey.items["HONEY"] else "SALT")
        if sofia.step["kind"] == "take":
            sofia.quantity(sofia.step["qty"])
    assert sofia.scan("PACK-1") == "task_done"
    call_back(honey)
    assert bring(honey, "T0001").done
    honey.work_off()
    assert honey.order_state("1") == "picked"
    assert honey.value("SELECT SUM(given_up) FROM order_line") == 2
    assert honey.tasks("pack") == ["cancelled", "ready"]
    assert "order_short" in honey.raised()


def test_lifted_what_was_held_goes_on(honey: Floor) -> None:
    picked(honey, "1", 2, "T0001")
    call_back(honey)
    assert honey.tasks("pack") == ["held"]
    lift(honey)
    assert honey.tasks("pack") == ["ready"]
    assert honey.tasks("recall") == ["cancelled"]


def test_lifted_after_a_parcel_was_opened_for_it_the_carton_is_packed_anew(honey: Floor) -> None:
    packed(honey, "1", 2, "T0001", "LP000100")
    call_back(honey)
    assert honey.tasks("ship") == ["held"]
    assert honey.read("SELECT * FROM shipment") == [], "an opened carton is no parcel"
    lift(honey)
    honey.work_off()
    assert honey.tasks("ship") == ["cancelled"]
    assert honey.order_state("1") == "picked"
    assert honey.inside("LP000100") == {"HONEY": 2}
    assert honey.tasks("pack")[-1] == "ready"


def test_who_asked_for_this_very_lot_gets_no_other_and_the_supervisor_hears(honey: Floor) -> None:
    def asks(tx: Tx) -> None:
        line = {"item_id": honey.items["HONEY"], "qty": 2, "lot_id": lot_id}
        order = builders.make_order(tx, honey.site.id, [line], number="7")
        reservations.reserve_line(tx, order.lines[0])

    lot_id = lot(honey)
    honey.write(asks)
    call_back(honey)
    assert honey.raised() == ["recalled_asked"]
    assert honey.value("SELECT SUM(qty) FROM reservation") == 0


def test_packed_by_somebody_who_was_away_the_goods_are_followed_into_the_carton(
    honey: Floor,
) -> None:
    picked(honey, "1", 2, "T0001")
    linh = honey.person("Linh", "packer").open("T0001")
    linh.scan("LP000100")
    linh.go_offline()
    linh.scan("HONEY")
    linh.quantity(2)
    call_back(honey)
    assert set(linh.come_back()) == {"booked"}
    assert honey.inside("LP000100") == {"HONEY": 2}
    assert honey.tasks("recall") == ["cancelled", "ready"]
    assert bring(honey, "LP000100").done
    assert honey.at("QUAR-1") == 2


def test_lifted_before_anybody_has_looked_nothing_is_brought_back(honey: Floor) -> None:
    picked(honey, "1", 2, "T0001")
    by, lot_id, engine = supervisor(honey), lot(honey), honey.engine
    honey.write(lambda tx: recall.recall_lot(tx, engine.signer, by, lot_id, WHY))
    lift(honey)
    honey.work_off()
    assert honey.tasks("recall") == []
    assert honey.tasks("pack") == ["ready"]


def test_a_second_recalled_lot_in_the_same_tote_is_asked_for_too(honey: Floor) -> None:
    picked_of_both(honey, "T0001")
    call_back(honey)
    call_back(honey, "L2")
    assert honey.tasks("recall") == ["ready"], "one walk for both"
    paul = honey.person("Paul", "receiver").open("T0001")
    paul.scans("T0001", "HONEY")
    assert paul.scan("QUAR-1") != "task_done"
    paul.scan("HONEY")
    assert paul.scan("QUAR-1") == "task_done"
    assert honey.at("QUAR-1") == 12


def test_what_is_recalled_while_somebody_brings_is_brought_by_the_next_walk(honey: Floor) -> None:
    picked_of_both(honey, "T0001")
    call_back(honey)
    paul = honey.person("Paul", "receiver").open("T0001")
    paul.scan("T0001")
    call_back(honey, "L2")
    paul.scan("HONEY")
    assert paul.scan("QUAR-1") == "task_done"
    assert honey.tasks("recall") == ["done", "ready"], "nothing changes under his hands"
    assert honey.at("QUAR-1") == 10
    assert honey.tasks("pack") == ["held"], "the order still waits"
    assert bring(honey, "T0001").done
    assert honey.at("QUAR-1") == 12


def test_an_order_goes_on_when_its_last_tote_is_clean(honey: Floor) -> None:
    honey.order("1", HONEY=4)
    sofia = honey.person("Sofia").next("pick")
    assert sofia
    sofia.scan("T0001")
    pick(sofia, 2)
    sofia.act("full")
    sofia.scan("T0002")
    sofia.scan("HONEY")
    sofia.quantity(4)
    assert sofia.scan("PACK-1") == "task_done"
    assert honey.inside("T0002") == {"HONEY": 2}
    call_back(honey)
    assert honey.tasks("recall") == ["ready", "ready"]
    assert bring(honey, "T0001").done
    assert honey.order_state("1") == "picked"
    assert honey.tasks("pack") == ["held"]
    assert bring(honey, "T0002").done
    honey.work_off()
    assert honey.order_state("1") == "released", "all four are picked again"


def test_a_site_without_quarantine_is_told_that_it_has_none(honey: Floor) -> None:
    picked(honey, "1", 2, "T0001")
    honey.write(lambda tx: tx.run("UPDATE place SET active = 0 WHERE kind = 'quarantine'"))
    call_back(honey)
    assert "no_quarantine" in honey.raised()
    assert honey.tasks("pack") == ["held"]


def arriving(floor: Floor, where: str) -> Person:
    """Honey of the recalled lot, and salt, come in at the dock and are put somewhere."""
    floor.item("SALT")
    floor.purchase("PO-1", HONEY=5, SALT=2)
    grace = floor.person("Grace", "receiver").open("PO-1")
    grace.scan("HONEY")
    grace.fill("lot", "L1")
    grace.fill("expiry", "2090-01-01")
    grace.quantity(5)
    assert grace.scan(where) == "counted"
    return grace


def test_recalled_goods_that_come_in_are_brought_to_quarantine_and_the_rest_put_away(
    honey: Floor,
) -> None:
    call_back(honey)
    grace = arriving(honey, "LP000001")
    grace.scan("SALT")
    assert grace.act("done") == "ask_close"
    grace.act("done")
    assert honey.exception("recalled_came")["qty"] == 5
    assert (honey.tasks("recall"), honey.tasks("putaway")) == (["ready"], ["ready"])
    assert grace.next("putaway")
    grace.scan("LP000001")
    assert grace.scan(grace.place) == "task_done"
    assert honey.inside("LP000001") == {"HONEY": 5}
    assert bring(honey, "LP000001").done
    assert honey.at("QUAR-1", "HONEY") == 5
    assert honey.container("LP000001")["state"] == "empty"


@pytest.mark.parametrize("where", ["DOCK-1", "A-03-01"])
def test_recalled_goods_that_come_in_loose_are_brought_to_quarantine_too(
    honey: Floor, where: str
) -> None:
    call_back(honey)
    grace = arriving(honey, where)
    grace.act("done")
    grace.act("done")
    assert (honey.tasks("recall"), honey.tasks("putaway")) == (["ready"], [])
    assert grace.next("recall")
    assert grace.scan(where) == "step_done"
    grace.scan("HONEY")
    assert grace.scan("QUAR-1") == "task_done"
    assert (honey.at("QUAR-1", "HONEY"), honey.at(where)) == (5, 0)


def test_a_lifted_recall_lets_what_came_in_be_put_away(honey: Floor) -> None:
    call_back(honey)
    grace = arriving(honey, "LP000001")
    grace.act("done")
    grace.act("done")
    assert honey.tasks("putaway") == []
    lift(honey)
    honey.work_off()
    assert (honey.tasks("recall"), honey.tasks("putaway")) == (["cancelled"], ["ready"])


@pytest.mark.parametrize("which_first", ["picked", "recalled"])
def test_an_order_goes_on_with_its_other_zone_where_all_of_one_is_recalled(
    floor: Floor, which_first: str
) -> None:
    floor.settings(pick_by_zone=True, consolidate_at="PACK-1")
    floor.item("HONEY", tracking="lot_expiry", zone_code="A")
    floor.item("RICE", zone_code="B")
    floor.stock("A-01-01", "HONEY", 10, lot="L1", expires_on="2090-01-01")
    floor.stock("B-02-01", "RICE", 10)
    floor.order("1042", HONEY=2, RICE=3)
    assert floor.tasks("pick") == ["ready"] * 2
    if which_first == "recalled":
        call_back(floor)
    else:
        assert floor.person("Sofia").next("pick"), "who has not begun"
    ana = floor.person("Ana").next("pick")
    assert ana
    ana.scans("T0002", "B-02-01", "RICE")
    ana.quantity(3)
    assert ana.scan("PACK-1") == "task_done"
    if which_first == "picked":
        call_back(floor)
    floor.work_off()
    assert floor.order_state("1042") == "picked", "what there is goes to the customer"
    assert floor.value("SELECT given_up FROM order_line WHERE qty = 2") == 2
    assert "order_short" in floor.raised()
    assert floor.tasks("pack") == ["ready"]
    floor.check_books()
