"""An order that lies in several zones is picked in each of them at once, and packed when all its totes are there."""

import pytest

from pickface.workflows.pick.zones import OtherZonesPicked, TotesOnTheWay
from tests.scenarios.floor import Floor, Person


@pytest.fixture
def zoned(floor: Floor) -> Floor:
    """Order 1042 wants two teas of zone A and three rice of zone B, on a site that picks by zone."""
    floor.settings(pick_by_zone=True, consolidate_at="PACK-1", returns_at="R-01")
    for sku, place in {"TEA": "A-01-01", "RICE": "B-02-01"}.items():
        floor.item(sku, zone_code=place[0])
        floor.stock(place, sku, 20)
    floor.order("1042", TEA=2, RICE=3)
    return floor


def takes(person: Person, tote: str) -> Person:
    """Take all that the pick in hand wants; the tote is still to be brought."""
    person.scan(tote)
    while person.step["kind"] != "put":
        sku = "TEA" if person.place.startswith("A") else "RICE"
        if person.step["kind"] == "go":
            person.scan(person.place)
        person.scan(sku)
        if person.step["kind"] == "take" and person.step["qty"] > 1:
            person.quantity(person.step["qty"])
    return person


def both(zoned: Floor) -> tuple[Person, Person]:
    """Two pickers with a zone's pick each, and a tote each."""
    sofia, ana = (zoned.person(name).next("pick") for name in ("Sofia", "Ana"))
    assert sofia
    assert ana
    return takes(sofia, "T0001"), takes(ana, "T0002")


def test_each_zone_is_picked_by_somebody_else_and_packing_waits_for_all(zoned: Floor) -> None:
    assert zoned.tasks("pick") == ["ready"] * 2
    titles = zoned.read("SELECT title, zone_code FROM task WHERE kind = 'pick' ORDER BY id")
    assert [tuple(row.values()) for row in titles] == [
        ("Order 1042, zone A", "A"),
        ("Order 1042, zone B", "B"),
    ]
    sofia, ana = both(zoned)
    assert sofia.step["to"]["places"] == [zoned.places["PACK-1"]]
    assert sofia.scan("PACK-1") == "task_done"
    assert zoned.order_state("1042") == "released"
    assert zoned.tasks("pack") == []
    paul = zoned.person("Paul", "packer")
    with pytest.raises(TotesOnTheWay) as waits:
        paul.open("T0001")
    assert waits.value.params == {"here": 1, "total": 2, "tote": "T0002", "zone": "B"}

    assert ana.scan("PACK-1") == "task_done"
    assert zoned.order_state("1042") == "picked"
    assert zoned.tasks("pack") == ["ready"]
    assert paul.open("T0001").task
    assert (zoned.inside("T0001"), zoned.inside("T0002")) == ({"TEA": 2}, {"RICE": 3})
    assert zoned.raised() == []
    zoned.check_books()


def test_what_one_zone_lacks_is_settled_when_all_zones_are_done(zoned: Floor) -> None:
    sofia, ana = (zoned.person(name).next("pick") for name in ("Sofia", "Ana"))
    assert sofia
    assert ana
    sofia.scan("T0001")
    sofia.scan(sofia.place)
    sofia.act("short", left=0)
    assert sofia.scan("PACK-1") == "task_done"
    assert zoned.value("SELECT SUM(given_up) FROM order_line") == 0
    assert zoned.container("T0001")["state"] == "empty"
    assert takes(ana, "T0002").scan("PACK-1") == "task_done"
    assert zoned.value("SELECT SUM(given_up) FROM order_line") == 2
    assert zoned.tasks("pack") == ["ready"]
    assert zoned.inside("T0002") == {"RICE": 3}
    zoned.check_books()


def test_a_cancelled_order_comes_back_from_every_zone(zoned: Floor) -> None:
    sofia, ana = both(zoned)
    assert sofia.scan("PACK-1") == "task_done"
    zoned.cancel("1042")
    ana.look_again()
    assert ana.scan("R-01") == "task_done"
    zoned.work_off()
    assert zoned.tasks("pack") == []
    assert sorted(zoned.tasks("putaway")) == ["ready"] * 2
    zoned.check_books()


def test_one_zone_alone_is_not_cancelled(zoned: Floor) -> None:
    sofia = zoned.person("Sofia").next("pick")
    assert sofia
    with pytest.raises(OtherZonesPicked):
        zoned.cancel_task(sofia)
    assert zoned.tasks("pick") == ["offered", "ready"]


def test_an_order_of_one_zone_is_one_pick(zoned: Floor) -> None:
    zoned.order("1043", TEA=1)
    assert [row["title"] for row in zoned.read("SELECT title FROM task ORDER BY id")][
        -1
    ] == "Order 1043"
