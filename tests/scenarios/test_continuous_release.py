"""Orders release themselves, where the site wants it: what leaves soon and is covered, as the floor has room."""

from __future__ import annotations

from pickface.db import db
from pickface.workflows.pick import continuous
from tests.scenarios.floor import Floor

HOUR_MS = 3_600_000


def minute(floor: Floor) -> None:
    """A minute is over."""
    with floor.app.app_context():
        floor.engine.jobs[continuous.JOB](floor.engine.writer, str(floor.site.id))
        db.session.remove()
    floor.work_off()


def ordered(floor: Floor, number: str, hours: int, priority: int = 5, **lines: int) -> None:
    """An order that is to leave in some hours, and that nobody releases."""
    floor.order(number, release=False, **lines)
    floor.write(
        lambda tx: tx.run(
            "UPDATE orders SET ship_by = :at, priority = :priority WHERE id = :id",
            at=tx.now + hours * HOUR_MS,
            priority=priority,
            id=floor.orders[number],
        )
    )


def states(floor: Floor) -> dict[str, str]:
    return {
        one["number"]: one["state"]
        for one in floor.read("SELECT number, state FROM orders ORDER BY number")
    }


def tea(floor: Floor, qty: int = 50) -> None:
    floor.item("TEA")
    floor.stock("A-01-01", "TEA", qty)


def test_nothing_goes_by_itself_unless_the_site_wants_it(floor: Floor) -> None:
    tea(floor)
    ordered(floor, "1042", 1, TEA=1)
    minute(floor)
    assert states(floor) == {"1042": "open"}


def test_what_leaves_soon_and_is_covered_goes_to_the_floor(floor: Floor) -> None:
    tea(floor, 5)
    floor.settings(release_hours_ahead=8)
    ordered(floor, "late", -3, TEA=1)
    ordered(floor, "soon", 7, TEA=1)
    ordered(floor, "later", 9, TEA=1)
    ordered(floor, "short", 1, TEA=9)
    ordered(floor, "kept", 1, TEA=1)
    floor.write(lambda tx: tx.run("UPDATE orders SET state = 'held' WHERE number = 'kept'"))
    minute(floor)
    assert states(floor) == {
        "late": "released",
        "soon": "released",
        "later": "open",
        "short": "open",
        "kept": "held",
    }
    sofia = floor.person("Sofia").next("pick")
    assert sofia
    assert sofia.scans("T0001", "A-01-01", "TEA") == "step_done"


def test_a_backorder_goes_when_its_goods_have_come(floor: Floor) -> None:
    tea(floor, 1)
    floor.settings(release_hours_ahead=8)
    ordered(floor, "1042", 2, TEA=3)
    minute(floor)
    assert states(floor) == {"1042": "open"}
    floor.stock("DOCK-1", "TEA", 4)
    floor.write(
        lambda tx: floor.engine.world.tell(
            tx, "goods_left", site=floor.site.id, place=floor.places["DOCK-1"], container=""
        )
    )
    floor.work_off()
    grace = floor.person("Grace", "receiver").next("putaway")
    assert grace
    grace.scans("DOCK-1", "TEA")
    grace.quantity(4)
    grace.scan(grace.place)
    floor.work_off()
    minute(floor)
    assert states(floor) == {"1042": "released"}


def test_the_floor_gets_no_more_than_it_has_room_for_the_most_urgent_first(floor: Floor) -> None:
    tea(floor)
    floor.settings(release_hours_ahead=8, release_most=2)
    for number, hours, priority in (("a", 5, 5), ("b", 3, 5), ("c", 6, 1), ("d", 4, 5)):
        ordered(floor, number, hours, priority, TEA=1)
    minute(floor)
    assert states(floor) == {"a": "open", "b": "released", "c": "released", "d": "open"}
    minute(floor)
    assert list(states(floor).values()).count("released") == 2
    sofia = floor.person("Sofia").next("pick")
    assert sofia
    sofia.scans("T0001", "A-01-01", "TEA", "PACK-1")
    minute(floor)
    assert states(floor) == {"a": "open", "b": "released", "c": "picked", "d": "released"}


def test_an_order_that_cannot_go_keeps_no_other_waiting(floor: Floor) -> None:
    tea(floor)
    floor.item("SALT")
    floor.stock("B-01-01", "SALT", 5)
    floor.settings(release_hours_ahead=8, release_most=1)
    ordered(floor, "frozen", 1, SALT=1)
    ordered(floor, "free", 2, TEA=1)
    floor.write(lambda tx: tx.run("UPDATE zone SET frozen_at = 1 WHERE code = 'B'"))
    minute(floor)
    assert states(floor) == {"free": "released", "frozen": "open"}


def test_an_address_that_cannot_be_right_is_held_where_the_site_says_so(floor: Floor) -> None:
    tea(floor)
    floor.settings(release_hours_ahead=8, address_check="hold")
    ordered(floor, "bad", 1, TEA=1)
    ordered(floor, "good", 1, TEA=1)
    floor.write(
        lambda tx: tx.run(
            "UPDATE orders SET customer = 'Ines', street = 'Rua 1', city = 'Porto', postcode = '4000-001', "
            "country = 'PT' WHERE number = 'good'"
        )
    )
    floor.write(lambda tx: tx.run("UPDATE orders SET customer = '' WHERE number = 'bad'"))
    minute(floor)
    assert states(floor) == {"bad": "open", "good": "released"}


def test_a_cart_waits_to_be_full_as_long_as_nothing_presses(floor: Floor) -> None:
    tea(floor)
    floor.settings(release_hours_ahead=8, pick_method="cluster", cart_totes=4)
    for number in "abc":
        ordered(floor, number, 7, TEA=1)
    minute(floor)
    assert set(states(floor).values()) == {"open"}
    ordered(floor, "d", 7, TEA=1)
    minute(floor)
    assert set(states(floor).values()) == {"released"}
    assert len(floor.tasks("pick")) == 1
    ordered(floor, "e", 3, TEA=1)
    minute(floor)
    assert states(floor)["e"] == "released"
