"""Cross-docking: what an order waits for goes from the dock to packing, and is promised to nobody else meanwhile."""

import pytest

from pickface.clock import clock, day_of
from tests.scenarios.floor import Floor, Person


@pytest.fixture
def dock(floor: Floor) -> Floor:
    """A site that sends goods straight to whoever waits for them."""
    floor.settings(cross_dock=True, returns_at="R-01")
    floor.item("TEA")
    floor.item("RICE", zone_code="B")
    return floor


def comes(floor: Floor, number: str = "PO-1", plate: str = "LP000001", **goods: int) -> Person:
    """Goods come in, each zone's into a container of its own; the receiver has done with them."""
    floor.purchase(number, **goods)
    grace = floor.person("Grace", "receiver").open(number)
    for n, (sku, qty) in enumerate(goods.items()):
        grace.scan(sku)
        grace.quantity(qty)
        assert grace.task
        if grace.task["task_state"]["steps"]["receive"]["pending"]:
            grace.scan(f"{plate[:-1]}{int(plate[-1]) + n}")
    assert grace.act("done") == "task_done"
    floor.work_off()
    return grace


def takes(person: Person, sku: str, tote: str = "T0001", plate: str = "LP000001") -> Person:
    """Take all that the first stop of the pick in hand wants, into a tote."""
    if person.step["id"] == "tote":
        person.scan(tote)
    assert person.step["container"] == plate
    person.scans(plate, sku)
    if person.step["kind"] == "take" and person.step["qty"] > 1:
        person.quantity(person.step["qty"])
    return person


def rest(person: Person) -> int:
    """How many units the putaway in hand is about."""
    assert person.task
    return sum(step["what"]["qty"] for step in person.task["script"]["steps"])


def pinned(floor: Floor, number: str) -> int:
    """How many units an order is promised, taken ones left out."""
    return int(
        floor.value(
            "SELECT COALESCE(SUM(r.qty), 0) FROM reservation r JOIN order_line l ON l.id = r.order_line_id "
            "WHERE l.order_id = :order",
            order=floor.orders[number],
        )
    )


def test_who_waits_gets_goods_from_the_dock_and_the_rest_goes_to_a_bin(dock: Floor) -> None:
    dock.order("1042", release=False, TEA=6)
    grace = comes(dock, TEA=10)
    assert dock.order_state("1042") == "released"
    assert grace.next("receive", "putaway")
    assert grace.task
    assert grace.task["title"] == "Order 1042, straight from DOCK-1"
    takes(grace, "TEA")
    assert grace.step["why"] == {
        "code": "from_dock",
        "params": {"order": "1042", "dock": "DOCK-1", "station": "PACK-1"},
    }
    assert grace.scan("PACK-1") == "task_done"
    assert dock.order_state("1042") == "picked"
    assert dock.inside("T0001") == {"TEA": 6}
    assert grace.next("putaway")
    assert rest(grace) == 4
    grace.scan("LP000001")
    assert grace.scan(grace.place) == "task_done"
    assert dock.at("A-01-01", "TEA") == 4
    assert dock.container("LP000001")["state"] == "empty"
    assert dock.tasks("pack") == ["ready"]


def test_a_site_that_does_not_want_it_puts_everything_away(dock: Floor) -> None:
    dock.settings()
    dock.order("1042", release=False, TEA=6)
    grace = comes(dock, TEA=10)
    assert dock.order_state("1042") == "open"
    grace.next("putaway")
    assert rest(grace) == 10


def test_the_most_urgent_comes_first_and_nobody_overtakes_who_waits(dock: Floor) -> None:
    """1041 waits for more than has come: what there is is left to it, and goes to a bin."""
    dock.order("1041", release=False, TEA=9)
    dock.order("1042", release=False, TEA=2)
    dock.write(lambda tx: tx.run("UPDATE orders SET priority = 1 WHERE number = '1041'"))
    grace = comes(dock, TEA=8)
    assert [dock.order_state(number) for number in ("1041", "1042")] == ["open", "open"]
    assert grace.next("putaway")
    assert rest(grace) == 8
    grace.scan("LP000001")
    grace.scan(grace.place)
    dock.work_off()
    assert (pinned(dock, "1041"), pinned(dock, "1042")) == (8, 0)


def test_two_who_wait_share_what_has_come(dock: Floor) -> None:
    dock.order("1041", release=False, TEA=3)
    dock.order("1042", release=False, TEA=2)
    dock.order("1043", release=False, TEA=4)
    grace = comes(dock, TEA=6)
    states = [dock.order_state(number) for number in ("1041", "1042", "1043")]
    assert states == ["released", "released", "open"]
    for tote in ("T0001", "T0002"):
        grace.next("pick")
        assert takes(grace, "TEA", tote).scan("PACK-1") == "task_done"
    assert (dock.inside("T0001"), dock.inside("T0002")) == ({"TEA": 3}, {"TEA": 2})
    grace.next("putaway")
    assert rest(grace) == 1


def test_several_cartons_make_an_order_complete(dock: Floor) -> None:
    """The first carton alone is not enough; when the second comes, less of the first is put away."""
    dock.order("1042", release=False, TEA=9)
    grace = comes(dock, TEA=5)
    assert dock.tasks("putaway") == ["ready"]
    comes(dock, "PO-2", "LP000007", TEA=5)
    assert dock.order_state("1042") == "released"
    assert dock.tasks("putaway") == ["ready"]
    grace.next("pick")
    grace.scan("T0001")
    while grace.step["kind"] == "go":
        takes(grace, "TEA", plate=grace.step["container"])
    assert grace.scan("PACK-1") == "task_done"
    assert dock.inside("T0001") == {"TEA": 9}
    grace.next("putaway")
    assert rest(grace) == 1


def test_an_order_that_lies_in_a_bin_as_well_is_picked_there_and_here(dock: Floor) -> None:
    dock.stock("B-01-01", "RICE", 5)
    dock.order("1042", release=False, TEA=6, RICE=2)
    comes(dock, TEA=6)
    assert dock.tasks("pick") == ["ready", "ready"]
    grace = dock.person("Greta", "receiver").open("LP000001")
    sofia = dock.person("Sofia").next("pick")
    assert sofia
    for person, sku, tote in ((sofia, "RICE", "T0002"), (grace, "TEA", "T0001")):
        person.scan(tote)
        person.scan("B-01-01" if sku == "RICE" else "LP000001")
        person.scan(sku)
        person.quantity(person.step["qty"])
        assert person.scan("PACK-1") == "task_done"
    assert dock.order_state("1042") == "picked"
    assert dock.tasks("pack") == ["ready"]


def test_the_order_s_container_opens_what_goes_straight_before_its_putaway(dock: Floor) -> None:
    dock.order("1042", release=False, TEA=6)
    grace = comes(dock, TEA=10).open("LP000001")
    assert grace.task
    assert grace.task["kind"] == "pick"


@pytest.mark.parametrize("begun", [False, True], ids=["waiting", "begun"])
def test_a_cancelled_order_s_goods_are_put_away_like_all_others(dock: Floor, begun: bool) -> None:
    dock.order("1042", release=False, TEA=6)
    grace = comes(dock, TEA=10)
    if begun:
        grace.next("pick")
        grace.scans("T0001", "LP000001", "TEA")
    dock.cancel("1042")
    if begun:
        assert grace.hold(grace.task["id"] if grace.task else 0).step
        while not grace.done and grace.step["kind"] == "take":
            grace.quantity(6)
        assert grace.scan("R-01") == "task_done"
        dock.work_off()
    assert pinned(dock, "1042") == 0
    units = 0
    while grace.next("putaway"):
        units += rest(grace)
        assert grace.task
        title = grace.task["title"]
        while not grace.done:
            grace.scan(title)
            grace.scan(grace.place)
        dock.work_off()
    assert units == 10
    assert dock.at("DOCK-1") == dock.at("FLOOR") == 0
    assert dock.value("SELECT pickable - reserved FROM stock_level") == 10


def test_what_is_not_found_at_the_dock_is_promised_to_nobody(dock: Floor) -> None:
    dock.order("1042", release=False, TEA=6)
    grace = comes(dock, TEA=10)
    grace.next("pick")
    grace.scans("T0001", "LP000001", "TEA")
    grace.quantity(4)
    grace.act("short", left=0)
    dock.work_off()
    assert grace.scan("PACK-1") == "task_done"
    assert dock.order_state("1042") == "picked"
    assert dock.value("SELECT given_up FROM order_line") == 2
    assert "short" in dock.raised()
    assert grace.next("putaway") is None


def test_an_undone_take_lies_at_the_dock_for_its_order_again(dock: Floor) -> None:
    dock.order("1042", release=False, TEA=6)
    grace = comes(dock, TEA=10)
    grace.next("pick")
    grace.scans("T0001", "LP000001", "TEA")
    assert grace.quantity(6) == "step_done"
    assert grace.act("undo") == "undone"
    assert pinned(dock, "1042") + int(dock.value("SELECT SUM(taken) FROM reservation")) == 6
    dock.work_off()
    assert grace.quantity(6) == "step_done"
    assert grace.scan("PACK-1") == "task_done"
    assert dock.inside("T0001") == {"TEA": 6}
    grace.next("putaway")
    assert rest(grace) == 4


def test_a_container_that_somebody_brings_to_a_bin_is_picked_there(dock: Floor) -> None:
    dock.order("1042", release=False, TEA=6)
    grace = comes(dock, TEA=6)
    greta = dock.person("Greta", "receiver").start("move", "LP000001")
    assert greta.scan("A-02-01") == "task_done"
    dock.work_off()
    assert (pinned(dock, "1042"), dock.value("SELECT reserved FROM stock_level")) == (6, 6)
    grace.next("pick")
    grace.scans("T0001", "A-02-01", "TEA")
    grace.quantity(6)
    assert grace.scan("PACK-1") == "task_done"
    assert dock.order_state("1042") == "picked"


def test_a_putaway_that_was_begun_before_keeps_its_goods(dock: Floor) -> None:
    """Somebody carries them already; the order gets them out of their bin."""
    grace = comes(dock, TEA=10)
    grace.next("putaway")
    grace.scan("LP000001")
    dock.order("1042", release=False, TEA=12)
    comes(dock, "PO-2", "LP000007", TEA=5)
    assert dock.order_state("1042") == "open"
    assert grace.scan(grace.place) == "task_done"
    dock.work_off()
    assert pinned(dock, "1042") == 10


@pytest.mark.parametrize(
    "why", ["expired", "to be inspected", "to leave later", "another lot", "in a frozen zone"]
)
def test_an_order_that_cannot_go_yet_has_its_goods_put_away(dock: Floor, why: str) -> None:
    dock.item("MILK", tracking="lot_expiry")
    order = dock.order("1042", release=False, MILK=4)
    if why == "to be inspected":
        dock.settings(cross_dock=True, inspection="all")
    if why == "to leave later":
        dock.write(lambda tx: tx.run("UPDATE orders SET ship_by = :at", at=tx.now + 9 * 86_400_000))
    if why == "another lot":
        dock.write(
            lambda tx: tx.run(
                "UPDATE order_line SET lot_id = :lot WHERE order_id = :order",
                lot=tx.insert(
                    "lot", item_id=dock.items["MILK"], code="L9", expires_on="2090-01-01"
                ),
                order=order,
            )
        )
    if why == "in a frozen zone":
        dock.stock("A-01-01", "TEA", 5)
        dock.order("1043", release=False, TEA=5)
        dock.write(lambda tx: tx.run("UPDATE zone SET frozen_at = 1 WHERE code = 'A'"))
        dock.write(
            lambda tx: tx.run(
                "UPDATE order_line SET order_id = :order, line_no = 2 WHERE item_id = :item",
                order=order,
                item=dock.items["TEA"],
            )
        )
    dock.purchase("PO-1", MILK=4)
    grace = dock.person("Grace", "receiver").open("PO-1")
    grace.scan("MILK")
    grace.fill("lot", "L1")
    grace.fill("expiry", "2020-01-01" if why == "expired" else "2090-01-01")
    grace.quantity(4)
    grace.scan("LP000001")
    assert grace.act("done") == "task_done"
    dock.work_off()
    assert dock.order_state("1042") == "open"
    assert dock.tasks("pick") == []
    assert dock.value("SELECT SUM(pinned) FROM balance") == 0


@pytest.mark.parametrize(("zone", "is_good"), [("Pacific/Kiritimati", 0), ("Etc/GMT+12", 1)])
def test_goods_at_the_dock_expire_with_the_day_of_their_site(
    dock: Floor, zone: str, is_good: int
) -> None:
    """Far in the east a day is over that has not begun in the west, whatever day it is in between."""
    dock.item("MILK", tracking="lot_expiry")
    dock.order("1042", release=False, MILK=4)
    dock.purchase("PO-1", MILK=4)
    dock.write(lambda tx: tx.run("UPDATE site SET timezone = :zone", zone=zone))
    grace = dock.person("Grace", "receiver").open("PO-1")
    grace.scan("MILK")
    grace.fill("lot", "L1")
    grace.fill("expiry", day_of(clock(), "Etc/GMT+12"))
    grace.quantity(4)
    grace.scan("LP000001")
    assert grace.act("done") == "task_done"
    dock.work_off()
    assert dock.tasks("pick") == ["ready"] * is_good
