"""Several orders in one batch: an item is taken once for all of them, and sorted to them at the put wall."""

import pytest

from tests.scenarios.floor import Floor, Person
from tests.scenarios.test_taking_over import counts

ORDERS = ("1042", "1043", "1044")
BINS = {"TEA": "A-01-01", "SALT": "A-03-01", "RICE": "B-02-01"}
SKUS = {place: sku for sku, place in BINS.items()}
WALL = {1: "T0101", 2: "T0102", 3: "T0103"}


@pytest.fixture
def batch(floor: Floor) -> Floor:
    """Three orders are released together, on a site that picks in batches: nine teas, one salt and two rice."""
    floor.settings(pick_method="batch", batch_orders=4, returns_at="R-01")
    for sku, place in BINS.items():
        floor.item(sku, (f"{sku}-CASE", 6, "case"), zone_code=place[0])
        floor.stock(place, sku, 20)
    floor.order("1042", release=False, TEA=2, SALT=1)
    floor.order("1043", release=False, TEA=3)
    floor.order("1044", release=False, TEA=4, RICE=2)
    floor.release_together(*ORDERS)
    return floor


def walking(floor: Floor, name: str = "Sofia") -> Person:
    """A picker with the batch in hand and its tote."""
    person = floor.person(name).next("pick")
    assert person
    person.scan("T0001")
    return person


def arrive(person: Person) -> str:
    """Come to the bin that is asked for and scan what lies there, which is one unit; its SKU."""
    sku = SKUS[person.place]
    if person.step["kind"] == "go":
        person.scan(person.place)
    person.scan(sku)
    return sku


def to_the_tea(person: Person) -> Person:
    """Take bin after bin until the tea's is at hand, with one tea in the tote."""
    while arrive(person) != "TEA":
        take_all(person)
    return person


def take_all(person: Person) -> None:
    """Take all that is wanted from the bin at hand."""
    if person.step["kind"] == "take" and person.place:
        sub = person.task["task_state"]["steps"].get(person.step["id"], {}) if person.task else {}
        if sub.get("seen") and person.step["qty"] > 1:
            person.quantity(person.step["qty"] - sub["base"])


def bring(person: Person) -> str:
    """Do all that is left to take, and bring the tote."""
    while person.step["kind"] != "put":
        arrive(person)
        take_all(person)
    return person.scan("PACK-1")


def sorting(floor: Floor, name: str = "Paul") -> Person:
    """Somebody at the put wall scans the batch's tote."""
    return floor.person(name, "packer").open("T0001")


def sort(person: Person, sku: str) -> list[int]:
    """Scan an item and put it wherever the screen says; the wall places, in order."""
    person.scan(sku)
    places = []
    while not person.done and (share := at_hand(person)) is not None:
        places.append(share["position"])
        person.scan(WALL[share["position"]])
    return places


def at_hand(person: Person) -> dict | None:
    assert person.task
    sub = person.task["task_state"]["steps"].get("sort", {})
    if not sub.get("item"):
        return None
    return next(
        share
        for share in person.step["shares"]
        if share["item"] == sub["item"]["item"]
        and sub["dealt"].get(str(share["pin"]), 0) < share["qty"]
    )


def test_an_item_is_taken_once_and_sorted_to_its_orders(batch: Floor) -> None:
    sofia = walking(batch)
    way = []
    while sofia.step["kind"] != "put":
        way.append((sofia.place, sofia.step.get("qty")))
        arrive(sofia)
        take_all(sofia)
    assert sorted({place for place, _ in way}) == sorted(BINS.values())
    assert batch.inside("T0001") == {"RICE": 2, "SALT": 1, "TEA": 9}
    assert sofia.scan("PACK-1") == "task_done"
    assert batch.tasks("pack") == []
    assert {batch.order_state(number) for number in ORDERS} == {"released"}

    paul = sorting(batch)
    assert sort(paul, "TEA") == [1, 2, 3]
    assert sort(paul, "RICE") == [3]
    assert paul.scan("RICE") == "too_many"
    assert sort(paul, "SALT") == [1]
    assert paul.done
    assert [batch.inside(tote) for tote in WALL.values()] == [
        {"SALT": 1, "TEA": 2},
        {"TEA": 3},
        {"RICE": 2, "TEA": 4},
    ]
    assert batch.tasks("pack") == ["ready"] * 3
    assert {batch.order_state(number) for number in ORDERS} == {"picked"}
    assert batch.container("T0001")["state"] == "empty"
    assert batch.raised() == []
    batch.check_books()


def test_each_unit_is_booked_for_the_order_that_it_is_for(batch: Floor) -> None:
    bring(walking(batch))
    told = batch.read(
        "SELECT o.number, SUM(m.qty) AS qty FROM move m JOIN order_line ol ON ol.id = m.order_line_id "
        "JOIN orders o ON o.id = ol.order_id WHERE m.kind = 'pick' GROUP BY o.number ORDER BY o.number"
    )
    assert {row["number"]: int(row["qty"]) for row in told} == {"1042": 3, "1043": 3, "1044": 6}


def test_a_wall_place_keeps_its_container_and_takes_no_other(batch: Floor) -> None:
    bring(walking(batch))
    paul = sorting(batch)
    assert paul.scan("T0101") == "scan_item_first"
    paul.scan("TEA")
    assert paul.scan("T0001") == "wall_taken"
    assert paul.scan("T0101") == "counted"
    assert paul.scan("T0101") == "wall_taken"
    assert paul.scan("T0102") == "counted"
    paul.scan("SALT")
    assert paul.scan("T0102") == "wrong_tote"
    assert batch.inside("T0102") == {"TEA": 3}
    assert paul.act("full") == "need_container"
    assert paul.scan("T0109") == "counted"
    assert (batch.inside("T0101"), batch.inside("T0109")) == ({"TEA": 2}, {"SALT": 1})


def test_a_scan_and_a_sorting_can_be_undone(batch: Floor) -> None:
    sofia = to_the_tea(walking(batch))
    assert batch.inside("T0001")["TEA"] == 1
    sofia.quantity(5)
    assert sofia.act("undo") == "undone"
    assert batch.inside("T0001")["TEA"] == 1
    bring(sofia)
    paul = sorting(batch)
    paul.scan("TEA")
    paul.scan("T0101")
    assert paul.act("undo") == "undone"
    assert (batch.inside("T0101"), batch.inside("T0001")["TEA"]) == ({}, 9)
    batch.check_books()


def test_a_short_bin_serves_the_most_urgent_first(batch: Floor) -> None:
    sofia = to_the_tea(walking(batch))
    sofia.quantity(6)
    sofia.act("short", left=0)
    assert bring(sofia) == "task_done"
    paul = sorting(batch)
    assert sort(paul, "TEA") == [1, 2, 3]
    assert batch.inside("T0103") == {"TEA": 1}
    sort(paul, "RICE")
    sort(paul, "SALT")
    assert batch.value("SELECT SUM(given_up) FROM order_line") == 3
    assert batch.raised() == ["short", "order_short"]
    assert {batch.order_state(number) for number in ORDERS} == {"picked"}


def test_what_is_short_is_taken_from_another_bin_on_the_same_walk(batch: Floor) -> None:
    batch.stock("B-03-01", "TEA", 2)
    SKUS["B-03-01"] = "TEA"
    sofia = to_the_tea(walking(batch))
    sofia.quantity(6)
    sofia.act("short", left=0)
    batch.work_off()
    sofia.look_again()
    assert bring(sofia) == "task_done"
    del SKUS["B-03-01"]
    assert batch.inside("T0001")["TEA"] == 8
    paul = sorting(batch)
    for sku in BINS:
        sort(paul, sku)
    assert batch.inside("T0103") == {"RICE": 2, "TEA": 3}
    assert batch.value("SELECT SUM(given_up) FROM order_line") == 1
    batch.check_books()


def test_an_order_cancelled_on_the_way_is_put_away_again(batch: Floor) -> None:
    sofia = to_the_tea(walking(batch))
    sofia.quantity(4)
    batch.cancel("1043")
    sofia.look_again()
    assert sofia.step["qty"] == 8
    assert bring(sofia) == "task_done"
    paul = sorting(batch)
    assert {share["position"] for share in paul.step["shares"]} == {1, 2}
    for sku in BINS:
        sort(paul, sku)
    # Two of the four teas were for the cancelled order: they stay in the batch's tote.
    assert batch.inside("T0001") == {"TEA": 2}
    batch.work_off()
    assert batch.tasks("putaway") == ["ready"]
    assert batch.order_state("1043") == "cancelled"
    assert batch.tasks("pack") == ["ready"] * 2
    batch.check_books()


def test_an_order_cancelled_at_the_wall_leaves_it(batch: Floor) -> None:
    bring(walking(batch))
    paul = sorting(batch)
    sort(paul, "TEA")
    sort(paul, "RICE")
    batch.cancel("1042")
    paul.look_again()
    # Nobody else lacks anything: a tap ends it.
    assert paul.confirm() == "task_done"
    batch.work_off()
    assert batch.tasks("putaway") == ["ready"] * 2
    assert [batch.container(code)["order_id"] for code in ("T0001", "T0101")] == [None, None]
    assert batch.tasks("pack") == ["ready"] * 2
    batch.check_books()


def test_a_batch_for_which_nothing_was_there_leaves_nothing_to_sort(batch: Floor) -> None:
    sofia = walking(batch)
    while sofia.step["kind"] != "put":
        sofia.scan(sofia.place) if sofia.step["kind"] == "go" else sofia.act("short", left=0)
    assert sofia.scan("PACK-1") == "task_done"
    assert batch.tasks("sort") == []
    assert (batch.tasks("pack"), batch.container("T0001")["state"]) == ([], "empty")
    assert {batch.order_state(number) for number in ORDERS} == {"open"}
    assert not batch.person("Paul", "packer").can_open("T0001")
    batch.check_books()


def test_a_sorting_that_a_supervisor_ends_is_put_away_and_its_orders_are_held(batch: Floor) -> None:
    assert bring(walking(batch)) == "task_done"
    paul = sorting(batch)
    paul.scan("TEA")
    paul.scan(WALL[1])
    batch.cancel_task(paul)
    assert {batch.order_state(number) for number in ORDERS} == {"held"}
    assert (batch.tasks("sort"), batch.tasks("pack")) == (["cancelled"], [])
    assert sorted(batch.tasks("putaway")) == ["ready"] * 2
    batch.check_books()


def test_with_all_its_orders_cancelled_the_tote_goes_back(batch: Floor) -> None:
    sofia = to_the_tea(walking(batch))
    for number in ORDERS:
        batch.cancel(number)
    sofia.look_again()
    assert sofia.step["kind"] == "put"
    assert sofia.scan("R-01") == "task_done"
    batch.work_off()
    assert batch.tasks("putaway") == ["ready"]
    assert batch.tasks("sort") == []
    batch.check_books()


def test_what_the_tote_lacks_at_the_wall_is_picked_again(batch: Floor) -> None:
    bring(walking(batch))
    paul = sorting(batch)
    sort(paul, "TEA")
    sort(paul, "SALT")
    assert paul.act("done") == "ask_close"
    assert paul.act("done") == "task_done"
    assert batch.raised() == ["sort_missing"]
    batch.work_off()
    assert batch.order_state("1044") == "released"
    assert batch.tasks("pack") == ["ready"] * 2
    assert "ready" in batch.tasks("pick")
    sofia = batch.person("Ana").next("pick")
    assert sofia
    sofia.scan("T0009")
    assert sofia.step["item"] == batch.items["RICE"] if "item" in sofia.step else True
    batch.check_books()


def test_a_batch_is_parked_and_taken_up(batch: Floor) -> None:
    sofia = to_the_tea(walking(batch))
    assert sofia.act("park", code="A-03-01") == "parked"
    ana = batch.person("Ana").open("T0001")
    assert bring(ana) == "task_done"
    assert batch.inside("T0001") == {"RICE": 2, "SALT": 1, "TEA": 9}


def test_a_batch_is_taken_over_by_counting_its_tote(batch: Floor) -> None:
    sofia = to_the_tea(walking(batch))
    sofia.go_offline()
    sofia.quantity(6)
    ana = batch.person("Ana")
    counts(ana.take_over("T0001"), batch.inside("T0001") | {"TEA": 6})
    assert batch.inside("T0001")["TEA"] == 6
    ana.hold(sofia.task["id"])
    assert bring(ana) == "task_done"
    assert batch.inside("T0001") == {"RICE": 2, "SALT": 1, "TEA": 9}
    told = batch.read(
        "SELECT o.number, SUM(m.qty) AS qty FROM move m JOIN order_line ol ON ol.id = m.order_line_id "
        "JOIN orders o ON o.id = ol.order_id WHERE m.kind = 'pick' GROUP BY o.number ORDER BY o.number"
    )
    assert {row["number"]: int(row["qty"]) for row in told} == {"1042": 3, "1043": 3, "1044": 6}
    batch.check_books()


def test_units_with_serial_numbers_are_picked_alone(floor: Floor) -> None:
    floor.settings(pick_method="batch", batch_orders=4)
    floor.item("TEA")
    floor.item("RADIO", tracking="serial")
    floor.stock("A-01-01", "TEA", 9)
    floor.stock("A-01-02", "RADIO", 1, lot="SN-1")
    floor.order("1", release=False, TEA=1)
    floor.order("2", release=False, TEA=1)
    floor.order("3", release=False, TEA=1, RADIO=1)
    floor.release_together("1", "2", "3")
    alone = floor.read("SELECT order_id FROM task WHERE kind = 'pick' AND order_id IS NOT NULL")
    assert [row["order_id"] for row in alone] == [floor.orders["3"]]


def test_two_lots_of_an_item_go_to_whom_they_were_taken_for(floor: Floor) -> None:
    floor.settings(pick_method="batch", batch_orders=4)
    floor.item("MILK", tracking="lot")
    floor.stock("A-01-01", "MILK", 2, lot="L1")
    floor.stock("A-01-02", "MILK", 2, lot="L2")
    SKUS.update({"A-01-01": "MILK", "A-01-02": "MILK"})
    floor.order("1", release=False, MILK=2)
    floor.order("2", release=False, MILK=2)
    floor.release_together("1", "2")
    bring(walking(floor))
    SKUS.update({place: sku for sku, place in BINS.items()})
    del SKUS["A-01-02"]
    paul = sorting(floor)
    assert paul.scan("MILK") == "need_lot"
    assert paul.scan("L2") == "counted"
    share = next(s for s in paul.step["shares"] if s["lot"]["code"] == "L2")
    assert paul.scan(WALL[share["position"]]) == "counted"
    lots = floor.read(
        "SELECT l.code FROM balance b JOIN lot l ON l.id = b.lot_id WHERE b.container = :c AND b.qty > 0",
        c=WALL[share["position"]],
    )
    assert [row["code"] for row in lots] == ["L2"]


def test_orders_released_together_may_be_picked_otherwise_than_usual(batch: Floor) -> None:
    from pickface.orders.release import wave_of

    with batch.app.app_context():
        assert wave_of(batch.site.id, [1, 2], "single") is None
        assert wave_of(batch.site.id, [1, 2], "cluster").method == "cluster"
        assert wave_of(batch.site.id, [1, 2]).method == "batch"
        assert wave_of(batch.site.id, [1]) is None
