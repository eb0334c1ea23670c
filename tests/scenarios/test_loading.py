"""Loading: each parcel onto its truck, once, whoever scans it; what is not for it is refused with where to leave it."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from pickface.db import Tx, clock
from pickface.departures import service, timetable, trucks
from pickface.departures.forms import DepartureForm, TimetableForm, TimetableRow
from pickface.orders import carriers
from pickface.orders.carrier_forms import CarrierForm, RateForm
from pickface.tasks import jobs
from pickface.workflows.returns.sold import lots
from tests.scenarios.floor import Floor, Person
from tests.scenarios.test_checking import pick_on, picked
from tests.scenarios.test_recalling import call_back, lift

HOUR = 3_600_000


def carrier(floor: Floor, code: str = "HANSE", price: int = 500) -> int:
    """A carrier that takes every parcel."""

    def make(tx: Tx) -> int:
        made = carriers.create_carrier(tx, floor.site.id, CarrierForm(code=code, name=code.title()))
        form = RateForm(country="", max_weight_g=30_000, price_minor=price)
        carriers.say_rate(tx, floor.site.id, made, form)
        return made

    made: int = floor.write(make)
    return made


def truck(floor: Floor, code: str = "HANSE", hours: int = 3, door: str = "SHIP-1") -> int:
    """A departure by hand; its id."""
    form = DepartureForm(carrier=code, door=door, leaves_at=clock() + hours * HOUR)
    made: int = floor.write(lambda tx: service.create(tx, floor.site.id, form))
    floor.work_off()
    return made


def parcel(floor: Floor, tote: str, plate: str, **lines: int) -> str:
    """An order picked and packed into one parcel; its tracking number."""
    picked(floor, tote, **(lines or {"TEA": 1}))
    linh = floor.person("Linh", "packer").open(tote)
    linh.scan(plate)
    for sku, qty in (lines or {"TEA": 1}).items():
        linh.scan(sku)
        if qty > 1:
            linh.quantity(qty)
    linh.confirm()
    linh.confirm()
    return str(floor.value("SELECT tracking FROM shipment WHERE container_code = :p", p=plate))


def loader(floor: Floor, departure: int, name: str = "Omar") -> Person:
    return floor.person(name, "packer").open(trucks.code_of(departure))


def on_truck(floor: Floor) -> list[str]:
    found = floor.read("SELECT container_code FROM shipment WHERE loaded_at IS NOT NULL ORDER BY id")  # fmt: skip
    return [one["container_code"] for one in found]


def state(floor: Floor, departure: int) -> str:
    return str(floor.value("SELECT state FROM departure WHERE id = :id", id=departure))


def test_a_parcel_whose_carrier_has_a_truck_is_loaded_and_leaves_the_books_with_it(floor: Floor) -> None:  # fmt: skip
    carrier(floor)
    first = truck(floor)
    parcel(floor, "T0001", "LP000100", TEA=2)
    assert floor.tasks("ship") == []
    omar = loader(floor, first)
    assert omar.scan("LP000100") == "parcel_loaded"
    assert (floor.at("SHIP-1", "TEA"), floor.order_state("O-T0001")) == (2, "packed")
    assert omar.act("done") == "task_done"
    assert (floor.at("SHIP-1", "TEA"), floor.at("CUSTOMER", "TEA")) == (0, 2)
    assert (state(floor, first), floor.order_state("O-T0001")) == ("left", "shipped")
    assert floor.container("LP000100")["state"] == "shipped"
    assert floor.value("SELECT shipped FROM order_line") == 2
    assert floor.raised() == []


def test_the_tracking_label_will_do_and_a_second_scan_is_no_mistake(floor: Floor) -> None:
    carrier(floor)
    first = truck(floor)
    label = parcel(floor, "T0001", "LP000100")
    omar = loader(floor, first)
    assert omar.scan(label) == "parcel_loaded"
    assert omar.scan("LP000100") == "already_on"
    assert omar.verdict == ("booked", "already_on")
    assert omar.act("undo") == "undone"
    assert (on_truck(floor), floor.at("SHIP-1")) == ([], 0)
    assert omar.scan("LP000100") == "parcel_loaded"
    assert on_truck(floor) == ["LP000100"]


def test_packing_goes_on_where_a_timetable_names_a_door_that_is_gone(floor: Floor) -> None:
    made = carrier(floor)
    row = TimetableRow(days="1234567", leaves="23:59", cut_off="23:59", door="SHIP-1")
    form = TimetableForm(rows=[row])
    floor.write(lambda tx: service.say_timetable(tx, floor.site.id, made, form))
    floor.write(lambda tx: tx.run("UPDATE place SET code = 'SHIP-9' WHERE code = 'SHIP-1'"))
    # Today's is over, and the next one is to be made.
    past = "UPDATE departure SET state = 'cancelled', leaves_at = leaves_at - :year"
    floor.write(lambda tx: tx.run(past, year=365 * 24 * HOUR))
    parcel(floor, "T0001", "LP000100")
    assert floor.tasks("ship") != []
    assert floor.raised() == []


def test_on_the_night_when_clocks_go_on_no_cut_off_is_behind_its_truck() -> None:
    night = int(dt.datetime(2027, 3, 27, 20, tzinfo=dt.UTC).timestamp() * 1000)
    row = timetable.Weekly(days="1234567", leaves="03:00", cut_off="02:30", door="SHIP-1")
    for due in timetable.coming([row], night, "Europe/Berlin"):
        assert due.cut_off_at <= due.leaves_at


def test_the_door_opens_its_truck_and_so_does_a_parcel(floor: Floor) -> None:
    carrier(floor)
    truck(floor)
    label = parcel(floor, "T0001", "LP000100")
    omar = floor.person("Omar", "packer").open("SHIP-1")
    assert omar.task
    assert omar.task["kind"] == "load"
    assert floor.person("Ida", "packer").open(label).task is not None
    assert floor.tasks("load") == ["offered", "offered"]


def test_what_is_not_for_the_truck_is_refused_with_where_to_leave_it(floor: Floor) -> None:
    carrier(floor)
    first, later = truck(floor), None
    parcel(floor, "T0001", "LP000100")
    parcel(floor, "T0002", "LP000200")
    floor.cancel("O-T0002")
    later = truck(floor, hours=6, door="DOCK-1")
    floor.write(lambda tx: tx.run("UPDATE departure SET cut_off_at = 1 WHERE id = :id", id=first))
    parcel(floor, "T0003", "LP000300")
    carrier(floor, "WESER", price=100)
    parcel(floor, "T0004", "LP000400")
    omar = loader(floor, first)
    assert omar.scan("LP000300") == "parcel_other_truck"
    assert omar.task
    said = omar.task["script"]["steps"][0]["others"]
    assert said["LP000300"]["params"]["leave"] == "DOCK-1"
    assert omar.scan("LP000400") == "parcel_other_carrier"
    assert said["LP000400"]["params"] == {"carrier": "Weser", "leave": "QUAR-1"}
    assert omar.scan("LP000200") == "parcel_not_sent"
    assert omar.scan("LP009999") == "parcel_unknown"
    assert omar.scan("TEA") == "scan_parcel_first"
    assert floor.verdicts("refused")[-2:] == ["parcel_unknown", "scan_parcel_first"]
    assert (on_truck(floor), state(floor, later)) == ([], "planned")


def test_what_stays_is_asked_about_once_told_and_waits_for_the_next_truck(floor: Floor) -> None:
    carrier(floor)
    first = truck(floor)
    parcel(floor, "T0001", "LP000100")
    parcel(floor, "T0002", "LP000200")
    later = truck(floor, hours=6)
    omar = loader(floor, first)
    omar.scan("LP000100")
    assert omar.act("done") == "ask_close"
    assert omar.act("done") == "task_done"
    assert floor.raised() == ["left_behind"]
    assert floor.exception("left_behind")["named"] == "LP000200"
    ida = loader(floor, later, "Ida")
    assert ida.scan("LP000200") == "parcel_loaded"
    assert ida.act("done") == "task_done"
    assert floor.at("CUSTOMER") == 2


def test_with_no_further_truck_what_stays_is_brought_to_the_dock_by_itself(floor: Floor) -> None:
    carrier(floor)
    first = truck(floor)
    parcel(floor, "T0001", "LP000100")
    omar = loader(floor, first)
    omar.act("done")
    omar.act("done")
    assert floor.tasks("ship") == ["ready"]
    linh = floor.person("Linh", "packer").open("LP000100")
    assert linh.scans("LP000100", "SHIP-1") == "task_done"
    assert floor.order_state("O-T0001") == "shipped"


def test_two_at_one_truck_load_each_parcel_once_and_the_last_lets_it_leave(floor: Floor) -> None:
    carrier(floor)
    first = truck(floor)
    parcel(floor, "T0001", "LP000100")
    parcel(floor, "T0002", "LP000200")
    omar, ida = loader(floor, first), loader(floor, first, "Ida")
    omar.go_offline()
    ida.go_offline()
    assert (omar.scan("LP000100"), ida.scan("LP000100")) == ("parcel_loaded", "parcel_loaded")
    assert ida.scan("LP000200") == "parcel_loaded"
    assert (omar.come_back(), ida.come_back()) == (["booked"], ["booked", "booked"])
    assert on_truck(floor) == ["LP000100", "LP000200"]
    assert omar.act("undo") == "undone"
    assert on_truck(floor) == ["LP000100", "LP000200"], "Ida has seen it too"
    assert floor.container("LP000100")["place_id"] == floor.places["SHIP-1"]
    omar.act("done")
    assert omar.act("done") == "task_done"
    assert state(floor, first) == "loading"
    assert ida.act("done") == "task_done"
    assert state(floor, first) == "left"
    assert floor.at("CUSTOMER", "TEA") == 2
    assert floor.raised() == []


def test_a_pallet_of_parcels_is_loaded_by_one_scan(floor: Floor) -> None:
    carrier(floor)
    first = truck(floor)
    parcel(floor, "T0001", "LP000100")
    parcel(floor, "T0002", "LP000200")
    peter = floor.person("Peter", "packer")
    for plate in ("LP000100", "LP000200"):
        assert peter.begin("nest", plate).scan("00340123450000000017") == "task_done"
    omar = loader(floor, first)
    assert omar.scan("00340123450000000017") == "pallet_loaded"
    assert omar.scan("LP000200") == "already_on"
    assert omar.act("done") == "task_done"
    assert floor.at("CUSTOMER", "TEA") == 2
    assert floor.container("340123450000000017")["state"] == "shipped"


def test_a_pallet_with_a_parcel_of_another_carrier_is_refused(floor: Floor) -> None:
    carrier(floor)
    first = truck(floor)
    parcel(floor, "T0001", "LP000100")
    carrier(floor, "WESER", price=100)
    parcel(floor, "T0002", "LP000200")
    peter = floor.person("Peter", "packer")
    for plate in ("LP000100", "LP000200"):
        assert peter.begin("nest", plate).scan("00340123450000000017") == "task_done"
    assert loader(floor, first).scan("340123450000000017") == "pallet_mixed"


def test_a_parcel_that_was_cancelled_out_of_reach_is_booked_and_told(floor: Floor) -> None:
    carrier(floor)
    first = truck(floor)
    parcel(floor, "T0001", "LP000100")
    omar = loader(floor, first).go_offline()
    floor.cancel("O-T0001")
    assert omar.scan("LP000100") == "parcel_loaded"
    assert omar.come_back() == ["booked"]
    assert floor.raised() == ["loaded_wrong"]
    assert floor.exception("loaded_wrong") == {"container": "LP000100", "truck": trucks.code_of(first)}  # fmt: skip


def test_an_order_of_which_a_parcel_has_left_cannot_be_cancelled(floor: Floor) -> None:
    carrier(floor)
    first = truck(floor)
    parcel(floor, "T0001", "LP000100")
    omar = loader(floor, first)
    omar.scan("LP000100")
    floor.cancel("O-T0001")
    assert floor.raised() == ["loaded_wrong"]
    assert on_truck(floor) == []


def test_a_truck_that_leaves_soon_is_work_for_whoever_asks(floor: Floor) -> None:
    carrier(floor)
    first = truck(floor)
    parcel(floor, "T0001", "LP000100")
    assert floor.tasks("load") == []
    floor.write(
        lambda tx: tx.run(
            "UPDATE departure SET leaves_at = :at, cut_off_at = :at", at=clock() + HOUR // 3
        )
    )
    floor.write(lambda tx: jobs.leave(tx, trucks.DUE, str(first)))
    floor.work_off()
    omar = floor.person("Omar", "packer").next("load")
    assert omar is not None
    assert omar.scan("LP000100") == "parcel_loaded"


def packed_honey(floor: Floor) -> None:
    """A jar of a lot in a parcel that waits for a truck."""
    floor.item("HONEY", tracking="lot_expiry")
    floor.stock("A-01-01", "HONEY", 5, lot="L1", expires_on="2090-01-01")
    floor.order("O-T0001", HONEY=1)
    sofia = floor.person("Sofia").next("pick")
    assert sofia
    sofia.scan("T0001")
    pick_on(sofia)
    linh = floor.person("Linh", "packer").open("T0001")
    linh.scans("LP000100", "HONEY")
    linh.confirm()
    assert linh.confirm() == "task_done"


def test_a_recalled_parcel_is_refused_at_the_truck_and_packed_again(floor: Floor) -> None:
    carrier(floor)
    first = truck(floor)
    packed_honey(floor)
    omar = loader(floor, first)
    call_back(floor)
    assert omar.look_again().scan("LP000100") == "parcel_open"
    lift(floor)
    floor.work_off()
    assert floor.tasks("pack") == ["done", "ready"]


def test_a_lot_that_went_by_truck_is_known_when_it_comes_back(floor: Floor) -> None:
    carrier(floor)
    first = truck(floor)
    packed_honey(floor)
    omar = loader(floor, first)
    omar.scan("LP000100")
    assert omar.act("done") == "task_done"
    sent = floor.write(lambda tx: lots(tx, floor.orders["O-T0001"]))
    assert list(sent.values()) == [["L1"]]


@pytest.mark.parametrize("again", [False, True])
def test_a_job_that_was_cut_short_ships_each_parcel_once(floor: Floor, again: bool) -> None:
    carrier(floor)
    first = truck(floor)
    for n in range(1, 4):
        parcel(floor, f"T000{n}", f"LP000{n}00")
    omar = loader(floor, first)
    omar.scans("LP000100", "LP000200", "LP000300")
    omar.act("done")
    if again:
        floor.write(lambda tx: jobs.leave(tx, trucks.SHIP, str(first)))
        floor.work_off()
    assert floor.at("CUSTOMER", "TEA") == 3


def test_who_comes_back_to_a_truck_goes_on_and_a_truck_that_has_left_is_said_so(
    floor: Floor,
) -> None:
    carrier(floor)
    first = truck(floor)
    parcel(floor, "T0001", "LP000100")
    omar = loader(floor, first)
    begun = omar.task["id"] if omar.task else 0
    assert omar.open("SHIP-1").task["id"] == begun
    assert floor.tasks("load") == ["offered"]
    # What is packed meanwhile is for the truck too, once its loader looks again.
    parcel(floor, "T0002", "LP000200")
    assert omar.open("SHIP-1").scan("LP000200") == "parcel_loaded"
    omar.scan("LP000100")
    assert omar.act("done") == "task_done"
    with pytest.raises(trucks.DepartureLeft):
        omar.open(trucks.code_of(first))


def test_a_truck_that_leaves_soon_and_that_nobody_loads_is_work_for_whoever_asks(
    floor: Floor,
) -> None:
    carrier(floor)
    first = truck(floor)
    parcel(floor, "T0001", "LP000100")
    omar = floor.person("Omar", "packer")
    assert omar.next("load") is None
    soon = "UPDATE departure SET leaves_at = :now, cut_off_at = :now WHERE id = :id"
    floor.write(lambda tx: tx.run(soon, now=tx.now + 60_000, id=first))
    floor.write(lambda tx: jobs.leave(tx, trucks.DUE, str(first)))
    floor.work_off()
    assert omar.next("load")
    assert omar.scan("LP000100") == "parcel_loaded"
    # Told once more, there is somebody already.
    floor.write(lambda tx: jobs.leave(tx, trucks.DUE, str(first)))
    floor.work_off()
    assert floor.tasks("load") == ["begun"]


@pytest.mark.parametrize(("hours", "pressing"), [(30, False), (0, True)])
def test_what_waits_for_a_truck_is_pressed_by_that_truck_and_not_by_a_cut_off(
    floor: Floor, hours: int, pressing: bool
) -> None:
    """The lorry comes tomorrow: nobody is hurried by the hour at which it would leave today."""
    made = carrier(floor)
    soon = dt.datetime.fromtimestamp(clock() / 1000 + 1200, ZoneInfo(floor_zone(floor)))
    floor.write(
        lambda tx: tx.run(
            "UPDATE carrier SET cut_off = :at WHERE id = :id", at=f"{soon:%H:%M}", id=made
        )
    )
    parcel_for(floor, hours)
    with floor.app.app_context():
        (listed,) = carriers.list_carriers(floor.site.id)["items"]
    assert (listed["waiting"], listed["pressing"]) == (1, pressing)


def floor_zone(floor: Floor) -> str:
    return str(floor.value("SELECT timezone FROM site WHERE id = :id", id=floor.site.id))


def parcel_for(floor: Floor, hours: int) -> None:
    """A parcel of a truck that leaves in so many hours, or within a quarter of one."""
    form = DepartureForm(
        carrier="HANSE", door="SHIP-1", leaves_at=clock() + hours * HOUR + HOUR // 4
    )
    floor.write(lambda tx: service.create(tx, floor.site.id, form))
    floor.work_off()
    parcel(floor, "T0001", "LP000100")


def told(floor: Floor, job: str, departure: int) -> None:
    """A job comes round, perhaps once more."""
    floor.write(lambda tx: jobs.leave(tx, job, str(departure)))
    floor.write(lambda tx: tx.run("UPDATE job SET run_at = 1"))
    floor.work_off()


def test_a_truck_that_has_left_has_nobody_load_it_however_often_its_jobs_come_round(
    floor: Floor,
) -> None:
    carrier(floor)
    first = truck(floor)
    parcel(floor, "T0001", "LP000100")
    omar = loader(floor, first)
    omar.scan("LP000100")
    assert omar.act("done") == "task_done"
    for job in (trucks.DUE, carriers.TELL_LOADERS):
        told(floor, job, first)
        told(floor, job, first + 1_000)
    assert floor.tasks("load") == ["done"]


def test_a_job_that_another_process_has_done_does_nothing(floor: Floor) -> None:
    carrier(floor)
    first = truck(floor)
    parcel(floor, "T0001", "LP000100")
    floor.write(lambda tx: tx.run("DELETE FROM job"))
    for job in (trucks.DUE, carriers.TELL_LOADERS, carriers.FIND_DEPARTURE):
        floor.engine.jobs[job](floor.engine.writer, str(first))
    assert floor.tasks("load") == []
    assert floor.read("SELECT * FROM job") == []


def test_whoever_loads_is_told_of_a_parcel_that_came_meanwhile_and_of_nothing_else(
    floor: Floor,
) -> None:
    carrier(floor)
    first = truck(floor)
    parcel(floor, "T0001", "LP000100")
    omar = loader(floor, first)
    before = floor.value("SELECT MAX(revision) FROM task WHERE kind = 'load'")
    told(floor, carriers.TELL_LOADERS, first)
    assert floor.value("SELECT MAX(revision) FROM task WHERE kind = 'load'") == before
    parcel(floor, "T0002", "LP000101")
    told(floor, carriers.TELL_LOADERS, first)
    assert set(omar.look_again().step["load"]) == {"LP000100", "LP000101"}
