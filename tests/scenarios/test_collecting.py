"""Customers come for their parcels: handed over by a scan each, with the name of who took them."""

from __future__ import annotations

import pytest

from pickface.db import Tx
from pickface.orders import carriers
from pickface.orders.splitting import _COPIED, note
from pickface.workflows.collection.plan import _ORDER, NothingToCollect
from tests.scenarios.floor import Floor, Person
from tests.scenarios.test_checking import pick_on
from tests.scenarios.test_loading import carrier, truck


def waiting(floor: Floor, *plates: str) -> str:
    """An order that is collected, packed into cartons that are brought to where its customer comes; its code."""
    floor.settings(collect_at="R-01")
    floor.item("TEA")
    floor.stock("A-01-01", "TEA", 10)
    floor.order("C-1", release=False, TEA=len(plates))
    floor.write(lambda tx: tx.run("UPDATE orders SET collect = 1, collection_code = 'K7MPQ2RT'"))
    floor.release("C-1")
    sofia = floor.person("Sofia").next("pick")
    assert sofia
    sofia.scan("T0001")
    pick_on(sofia)
    linh = floor.person("Linh", "packer").open("T0001")
    for n, plate in enumerate(plates):
        if n:
            linh.act("full")
        linh.scans(plate, "TEA")
    linh.confirm()
    linh.confirm()
    for plate in plates:
        linh.open(plate)
        assert linh.scans(plate, "R-01") == "task_done"
    return "K7MPQ2RT"


def desk(floor: Floor, code: str) -> Person:
    return floor.person("Grace", "receiver").open(code)


def handed_to(floor: Floor) -> list[str]:
    found = floor.read("SELECT handed_to FROM shipment ORDER BY id")
    return [one["handed_to"] for one in found]


def test_a_collected_order_waits_at_its_place_and_leaves_with_a_name(floor: Floor) -> None:
    code = waiting(floor, "LP000100")
    assert (floor.at("R-01", "TEA"), floor.order_state("C-1")) == (1, "packed")
    grace = desk(floor, code)
    assert grace.scan("LP000100") == "parcel_handed"
    assert grace.scan("LP000100") == "already_on"
    assert grace.act("done") == "step_done"
    assert floor.at("CUSTOMER", "TEA") == 0
    assert grace.fill("name", "I. Carvalho") == "task_done"
    assert (floor.at("CUSTOMER", "TEA"), floor.order_state("C-1")) == (1, "shipped")
    assert handed_to(floor) == ["I. Carvalho"]
    with pytest.raises(NothingToCollect):
        desk(floor, code)


def test_who_takes_one_of_two_parcels_comes_again_for_the_other(floor: Floor) -> None:
    waiting(floor, "LP000100", "LP000200")
    grace = desk(floor, "C-1")
    assert grace.scan("LP000200") == "parcel_handed"
    assert grace.act("done") == "ask_close"
    assert grace.act("done") == "step_done"
    assert grace.fill("name", "Ines") == "task_done"
    assert floor.order_state("C-1") == "packed"
    grace = desk(floor, "LP000100")
    assert grace.scan("LP000100") == "parcel_handed"
    grace.act("done")
    assert grace.fill("name", "Rui") == "task_done"
    assert (handed_to(floor), floor.order_state("C-1")) == (["Rui", "Ines"], "shipped")


def test_a_collected_order_gets_no_carrier_and_no_truck(floor: Floor) -> None:
    made = carrier(floor)
    truck(floor)
    waiting(floor, "LP000100")
    assert floor.value("SELECT carrier_id FROM shipment") is None
    shipment = floor.value("SELECT id FROM shipment")
    with pytest.raises(carriers.OrderIsCollected):
        floor.write(lambda tx: carriers.give_to(tx, floor.site.id, shipment, "HANSE"))
    assert made


def test_what_was_handed_over_after_it_was_cancelled_is_told(floor: Floor) -> None:
    code = waiting(floor, "LP000100")
    grace = desk(floor, code)
    grace.go_offline()
    grace.scan("LP000100")
    grace.act("done")
    grace.fill("name", "Ines")
    floor.write(lambda tx: tx.run("DELETE FROM shipment"))
    assert grace.come_back() == ["booked", "booked", "booked"]
    assert floor.exception("handed_wrong") == {"container": "LP000100", "name": "Ines"}


def test_the_code_of_a_divided_order_hands_over_all_its_parts(floor: Floor) -> None:
    code = waiting(floor, "LP000100", "LP000200")

    def divide(tx: Tx) -> None:
        """As a desk splits an order, and as it is packed then."""
        first = tx.one("SELECT * FROM orders")
        assert first is not None
        made = tx.insert(
            "orders", number="C-1-2", state="packed",
            **{name: first[name] for name in _COPIED},
        )  # fmt: skip
        tx.run("UPDATE shipment SET order_id = :made WHERE container_code = 'LP000200'", made=made)

    floor.write(divide)
    grace = desk(floor, code)
    first = "LP000200" if grace.scan("LP000200") == "parcel_handed" else "LP000100"
    if first == "LP000100":
        grace.scan(first)
    grace.act("done")
    assert grace.fill("name", "I. Carvalho") == "task_done"
    grace = desk(floor, code)
    assert grace.scan("LP000100" if first == "LP000200" else "LP000200") == "parcel_handed"


def test_the_code_of_an_order_that_became_part_of_another_opens_that(floor: Floor) -> None:
    waiting(floor, "LP000100")
    merged = {"number": "C-0", "state": "cancelled", "collection_code": "ABCD2345"}

    def merge(tx: Tx) -> None:
        order = tx.one("SELECT * FROM orders")
        assert order is not None
        other = tx.insert("orders", **{**{name: order[name] for name in _COPIED}, **merged})
        note(tx, other, "merged_into", None, order["id"])

    floor.write(merge)
    assert desk(floor, "ABCD2345").scan("LP000100") == "parcel_handed"


def test_nobody_looks_for_a_parcel_that_was_handed_over_before_it_was_brought(floor: Floor) -> None:
    floor.settings(collect_at="R-01")
    floor.item("TEA")
    floor.stock("A-01-01", "TEA", 10)
    floor.order("C-1", release=False, TEA=1)
    floor.write(lambda tx: tx.run("UPDATE orders SET collect = 1, collection_code = 'K7MPQ2RT'"))
    floor.release("C-1")
    sofia = floor.person("Sofia").next("pick")
    assert sofia
    sofia.scan("T0001")
    pick_on(sofia)
    linh = floor.person("Linh", "packer").open("T0001")
    linh.scans("LP000100", "TEA")
    linh.confirm()
    linh.confirm()
    assert floor.tasks("ship") == ["ready"]
    grace = floor.person("Grace", "receiver").open("K7MPQ2RT")
    grace.scan("LP000100")
    grace.act("done")
    assert grace.fill("name", "I. Carvalho") == "task_done"
    assert floor.tasks("ship") == ["cancelled"]


def test_two_at_the_desk_hand_over_one_order_each_with_a_task_of_their_own(floor: Floor) -> None:
    code = waiting(floor, "LP000100", "LP000200")
    grace = desk(floor, code)
    assert grace.scan("LP000100") == "parcel_handed"
    jens = floor.person("Jens", "receiver").open(code)
    assert floor.tasks("collection") == ["begun", "offered"]
    # Who comes back to an order goes on with what was begun.
    assert grace.open(code).task == grace.task
    floor.cancel("C-1")
    assert floor.tasks("collection") == ["cancelled", "cancelled"]
    assert jens.hears_of(jens.task["id"] if jens.task else 0) == "cancelled"


def test_nothing_scanned_opens_no_hand_over(floor: Floor) -> None:
    waiting(floor, "LP000100")
    assert not floor.person("Grace", "receiver").can_open("")


@pytest.mark.parametrize("config", ["sqlite"], indirect=True)
def test_a_scan_at_home_reads_no_order_that_it_does_not_name(floor: Floor) -> None:
    """Among a million orders it costs what it costs among ten."""
    plan = floor.read(f"EXPLAIN QUERY PLAN {_ORDER}", site=floor.site.id, code="X", said="X")
    ways = [step["detail"] for step in plan]
    for alias in "ncbkt":
        (way,) = [one for one in ways if one.startswith((f"SEARCH {alias} ", f"SCAN {alias}"))]
        assert way.startswith("SEARCH"), way
        assert not way.endswith("(site_id=?)"), way
