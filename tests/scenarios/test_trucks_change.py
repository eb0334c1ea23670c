"""Trucks that are cancelled, sent to another door or gone while somebody loads them: no parcel hangs between two."""

from __future__ import annotations

import pytest

from pickface.db import clock
from pickface.departures import service
from pickface.departures.forms import DepartureChange, TimetableForm, TimetableRow
from pickface.orders import carriers
from tests.scenarios.floor import Floor
from tests.scenarios.test_loading import (
    carrier,
    loader,
    on_truck,
    parcel,
    state,
    truck,
)


@pytest.fixture
def hanse(floor: Floor) -> Floor:
    """A floor with a carrier and tea."""
    carrier(floor)
    return floor


def call_off(floor: Floor, departure: int) -> None:
    """The desk hears that the truck does not come."""
    floor.write(lambda tx: service.cancel(tx, floor.site.id, departure))
    floor.work_off()


def leaves(floor: Floor, departure: int) -> None:
    """The desk lets the truck leave, whoever is loading it."""
    about = {"site": floor.site.id, "departure": departure, "person": None}
    floor.write(lambda tx: floor.engine.world.tell(tx, "departure_leaves", **about))
    floor.work_off()


def test_a_truck_of_the_timetable_that_is_cancelled_stays_so(hanse: Floor) -> None:
    row = TimetableRow(days="1234567", leaves="23:59", cut_off="23:59", door="SHIP-1")
    made = hanse.value("SELECT id FROM carrier")
    form = TimetableForm(rows=[row])
    hanse.write(lambda tx: service.say_timetable(tx, hanse.site.id, made, form))
    first, second = [one["id"] for one in hanse.read("SELECT id FROM departure ORDER BY leaves_at")]
    call_off(hanse, first)
    assert state(hanse, first) == "cancelled"
    parcel(hanse, "T0001", "LP000100")
    assert state(hanse, first) == "cancelled", "nor does the next parcel call it back"
    assert hanse.value("SELECT departure_id FROM shipment") == second
    hanse.write(lambda tx: service.say_timetable(tx, hanse.site.id, made, form))
    assert state(hanse, first) == "cancelled", "nor the same timetable, said again"


def test_a_truck_that_leaves_an_hour_later_for_once_is_still_one_truck(hanse: Floor) -> None:
    row = TimetableRow(days="1234567", leaves="23:00", cut_off="22:59", door="SHIP-1")
    made = hanse.value("SELECT id FROM carrier")
    form = TimetableForm(rows=[row])
    hanse.write(lambda tx: service.say_timetable(tx, hanse.site.id, made, form))
    trucks = hanse.read("SELECT id, leaves_at FROM departure ORDER BY leaves_at")
    first, at = trucks[0]["id"], trucks[0]["leaves_at"]

    def move(leaves_at: int) -> None:
        to = DepartureChange(leaves_at=leaves_at, cut_off_at=leaves_at)
        hanse.write(lambda tx: service.change(tx, hanse.site.id, first, to))

    move(at + 1_800_000)
    parcel(hanse, "T0001", "LP000100")
    assert hanse.value("SELECT departure_id FROM shipment") == first
    coming = "SELECT COUNT(*) FROM departure WHERE state = 'planned' AND leaves_at < :day"
    assert hanse.value(coming, day=at + 20 * 3_600_000) == 1
    move(at)
    parcel(hanse, "T0002", "LP000200")
    assert hanse.value(coming, day=at + 20 * 3_600_000) == 1


def test_who_loads_hears_that_a_parcel_goes_with_another_carrier_now(hanse: Floor) -> None:
    first = truck(hanse)
    parcel(hanse, "T0001", "LP000100")
    carrier(hanse, "WESER", price=900)
    omar = loader(hanse, first)
    shipment = hanse.value("SELECT id FROM shipment")
    hanse.write(lambda tx: carriers.give_to(tx, hanse.site.id, shipment, "WESER"))
    hanse.work_off()
    assert omar.look_again().scan("LP000100") == "parcel_other_carrier"


def test_who_is_at_a_truck_that_does_not_come_loads_nothing_onto_it(hanse: Floor) -> None:
    first = truck(hanse)
    parcel(hanse, "T0001", "LP000100")
    omar, ida = loader(hanse, first), loader(hanse, first, "Ida").go_offline()
    later = truck(hanse, hours=6)
    assert omar.task
    call_off(hanse, first)
    assert hanse.tasks("load") == ["cancelled", "cancelled"]
    assert omar.hears_of(omar.task["id"]) == "cancelled"
    assert ida.scan("LP000100") == "parcel_loaded"
    ida.come_back()
    assert on_truck(hanse) == [], "there is no truck that it could be on"
    omar = loader(hanse, later)
    assert omar.scan("LP000100") == "parcel_loaded"
    assert omar.act("done") == "task_done"
    assert hanse.at("CUSTOMER", "TEA") == 1


def test_a_new_timetable_leaves_nobody_at_a_truck_that_is_none(hanse: Floor) -> None:
    row = TimetableRow(days="1234567", leaves="23:59", cut_off="23:59", door="SHIP-1")
    made = hanse.value("SELECT id FROM carrier")

    def say(rows: list[TimetableRow]) -> None:
        form = TimetableForm(rows=rows)
        hanse.write(lambda tx: service.say_timetable(tx, hanse.site.id, made, form))
        hanse.work_off()

    say([row])
    parcel(hanse, "T0001", "LP000100")
    [first] = [one["departure_id"] for one in hanse.read("SELECT departure_id FROM shipment")]
    loader(hanse, first)
    say([])
    assert (state(hanse, first), hanse.tasks("load")) == ("cancelled", ["cancelled"])


def test_a_truck_at_another_door_has_its_parcels_booked_there(hanse: Floor) -> None:
    first = truck(hanse)
    parcel(hanse, "T0001", "LP000100")
    parcel(hanse, "T0002", "LP000200")
    omar = loader(hanse, first)
    assert omar.scan("LP000100") == "parcel_loaded"
    form = DepartureChange(door="DOCK-1", leaves_at=clock() + 9 * 3_600_000)
    hanse.write(lambda tx: service.change(tx, hanse.site.id, first, form))
    hanse.work_off()
    title = omar.task["title"] if omar.task else ""
    omar.look_again()
    assert omar.task
    assert omar.task["title"] != title, "it leaves at another time"
    assert omar.scan("LP000200") == "parcel_loaded"
    assert hanse.container("LP000200")["place_id"] == hanse.places["DOCK-1"]
    assert hanse.value("SELECT place_id FROM task WHERE kind = 'load'") == hanse.places["DOCK-1"]


def test_what_was_scanned_before_the_truck_left_left_with_it(hanse: Floor) -> None:
    first = truck(hanse)
    parcel(hanse, "T0001", "LP000100")
    parcel(hanse, "T0002", "LP000200")
    parcel(hanse, "T0003", "LP000300")
    omar = loader(hanse, first)
    assert omar.scan("LP000100") == "parcel_loaded"
    omar.go_offline()
    assert omar.scan("LP000200") == "parcel_loaded"
    leaves(hanse, first)
    assert hanse.exception("left_behind")["parcels"] == 2
    assert hanse.tasks("ship") == ["ready", "ready"]
    assert omar.come_back() == ["booked"]
    assert omar.look_again().act("done") == "ask_close"
    assert omar.act("done") == "task_done"
    assert hanse.at("CUSTOMER", "TEA") == 2
    assert hanse.order_state("O-T0002") == "shipped"
    assert sorted(hanse.tasks("ship")) == ["cancelled", "ready"]
    assert (state(hanse, first), hanse.tasks("load")) == ("left", ["done"])
    assert hanse.exception("left_behind")["named"] == "LP000300"
    assert hanse.raised() == ["left_behind"]


def test_a_late_scan_of_the_last_one_left_behind_explains_it(hanse: Floor) -> None:
    first, later = truck(hanse), truck(hanse, hours=6)
    parcel(hanse, "T0001", "LP000100")
    parcel(hanse, "T0002", "LP000200")
    omar = loader(hanse, first)
    omar.scan("LP000200")
    omar.go_offline().scan("LP000100")
    leaves(hanse, first)
    ida = loader(hanse, later, "Ida")
    assert omar.come_back() == ["booked"]
    assert hanse.raised() == []
    assert ida.look_again().scan("LP000100") == "parcel_unknown"
    hanse.write(lambda tx: tx.run("UPDATE job SET run_at = 0"))
    hanse.work_off()
    assert hanse.at("CUSTOMER", "TEA") == 2, "a minute later, though he said no more"
    assert hanse.tasks("load") == ["done", "offered"]


def test_what_was_put_on_and_taken_off_again_out_of_reach_stays(hanse: Floor) -> None:
    first = truck(hanse)
    parcel(hanse, "T0001", "LP000100")
    parcel(hanse, "T0002", "LP000200")
    omar = loader(hanse, first)
    omar.scan("LP000100")
    omar.go_offline().scan("LP000200")
    omar.act("undo")
    omar.act("done")
    omar.act("done")
    leaves(hanse, first)
    assert omar.come_back() == ["booked"] * 4
    assert (hanse.at("CUSTOMER", "TEA"), hanse.order_state("O-T0002")) == (1, "packed")
    assert hanse.tasks("ship")[-1] == "ready"


def test_a_parcel_that_two_trucks_claim_went_once_and_somebody_is_told(hanse: Floor) -> None:
    first, later = truck(hanse), truck(hanse, hours=6)
    parcel(hanse, "T0001", "LP000100")
    parcel(hanse, "T0002", "LP000200")
    omar = loader(hanse, first)
    omar.scan("LP000200")
    omar.go_offline().scan("LP000100")
    leaves(hanse, first)
    ida = loader(hanse, later, "Ida")
    assert ida.scan("LP000100") == "parcel_loaded"
    assert ida.act("done") == "task_done"
    assert omar.come_back() == ["booked"]
    assert hanse.at("CUSTOMER", "TEA") == 2
    assert "loaded_wrong" in hanse.raised()


def test_two_scan_a_truck_off_the_net_and_the_one_who_was_last_comes_back_first(
    hanse: Floor,
) -> None:
    first = truck(hanse)
    parcel(hanse, "T0001", "LP000100")
    parcel(hanse, "T0002", "LP000200")
    omar, ida = loader(hanse, first), loader(hanse, first, "Ida")
    omar.go_offline().scan("LP000100")
    ida.go_offline().scans("LP000100", "LP000200")
    ida.act("undo")
    ida.act("done")
    ida.act("done")
    ida.come_back()
    assert state(hanse, first) == "loading", "Omar is not done"
    omar.act("done")
    omar.act("done")
    omar.come_back()
    assert (state(hanse, first), hanse.at("CUSTOMER", "TEA")) == ("left", 1)


def test_a_parcel_that_the_desk_took_off_is_not_put_on_by_an_undo(hanse: Floor) -> None:
    first = truck(hanse)
    parcel(hanse, "T0001", "LP000100")
    omar = loader(hanse, first)
    omar.scan("LP000100")
    shipment = hanse.value("SELECT id FROM shipment")
    hanse.write(lambda tx: service.take_off(tx, hanse.site.id, first, shipment))
    hanse.work_off()
    omar.look_again()
    assert omar.act("undo") == "undone"
    assert on_truck(hanse) == []
    assert omar.scan("LP000100") == "parcel_loaded"
    assert on_truck(hanse) == ["LP000100"]
