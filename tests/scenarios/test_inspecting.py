"""Inspection on arrival: what is to be looked at is promised to nobody before somebody has looked."""

import pytest

from pickface.tasks import exceptions
from pickface.tasks.containers import ContainerToInspect
from tests.scenarios.floor import Floor, Person
from tests.scenarios.test_announced_deliveries import CARTONS, PALLET, announce, carton


def available(floor: Floor, sku: str) -> int:
    """What can be promised of an item."""
    return int(
        floor.value(
            "SELECT COALESCE(SUM(pickable - reserved - unreservable), 0) FROM stock_level WHERE item_id = :item",
            item=floor.items[sku],
        )
    )


def received(floor: Floor, plate: str = "LP000001", **goods: int) -> Person:
    """A receiver has counted goods into a container and closed the receipt."""
    grace = floor.person("Grace", "receiver").open(_purchase(floor, **goods))
    for sku, qty in goods.items():
        grace.scan(sku)
        grace.quantity(qty)
        if grace.task and grace.task["task_state"]["steps"]["receive"]["pending"]:
            grace.scan(plate)
    grace.act("done")
    return grace


def _purchase(floor: Floor, **goods: int) -> str:
    number = f"PO-{1 + floor.value('SELECT COUNT(*) FROM purchase_order')}"
    floor.purchase(number, **goods)
    return number


def put_away(who: Person) -> None:
    """Do the putaway at hand as it is proposed."""
    while not who.done:
        who.scan(str(who.task["title"]) if who.task else "")
        who.scan(who.place)


def test_what_is_to_be_looked_at_waits_in_quarantine_and_passes_into_stock(floor: Floor) -> None:
    floor.item("TEA", inspection="1-25: 3, 26-150: 5, more: 20")
    floor.order("1001", release=False, TEA=10)
    grace = received(floor, TEA=40)
    assert floor.container("LP000001")["place_id"] == floor.places["QUAR-1"]
    assert (available(floor, "TEA"), floor.tasks("putaway"), floor.tasks("inspect")) == (
        0,
        [],
        ["ready"],
    )
    assert grace.next("inspect")
    assert grace.step["why"] == {"code": "stands", "params": {"stands": "QUAR-1"}}
    assert grace.scan("TEA") == "scan_container_first"
    assert grace.scan("LP000001") == "step_done"
    assert grace.step["looks"] == {"1": 5}
    assert grace.scan("TEA") == "need_grade"
    assert grace.scan("TEA") == "need_grade"
    assert grace.choose("pass") == "task_done"
    assert grace.next("putaway")
    put_away(grace)
    assert floor.at("A-01-01", "TEA") == 40
    # Who has waited gets it, and nobody had before.
    assert available(floor, "TEA") == 30
    assert floor.value("SELECT SUM(qty) FROM reservation") == 10
    assert floor.raised() == []


def test_part_of_a_lot_is_rejected_and_lies_apart_with_a_discrepancy_for_the_buyer(
    floor: Floor,
) -> None:
    floor.item("TEA", ("CASE", 12, "case"), inspection="10%")
    grace = received(floor, TEA=40)
    grace.next("inspect")
    grace.scans("LP000001", "CASE")
    assert grace.quantity(1) == "need_grade"
    assert grace.choose("reject") == "need_into"
    assert grace.scan("LP000001") == "scan_place_first"
    assert grace.scan("QUAR-1") == "counted"
    grace.scan("TEA")
    assert grace.choose("pass") == "task_done"
    assert floor.inside("LP000001") == {"TEA": 28}
    assert floor.read("SELECT kind, qty FROM discrepancy") == [{"kind": "rejected", "qty": 12}]
    assert floor.exception("receipt_rejected") == {"purchase_order": "PO-1", "qty": 12}
    grace.next("putaway")
    put_away(grace)
    assert (available(floor, "TEA"), floor.at("QUAR-1", "TEA")) == (28, 12)
    assert floor.tasks("putaway") == ["done"]


def test_what_is_held_waits_for_the_office(floor: Floor) -> None:
    floor.item("TEA", inspection="all")
    grace = received(floor, TEA=4)
    grace.next("inspect")
    grace.scans("LP000001", "TEA")
    grace.choose("hold")
    assert grace.scan("QUAR-1") == "task_done"
    held = floor.exception("inspection_held")
    assert (held["qty"], held["at"], held["purchase_order"]) == (4, "QUAR-1", "PO-1")
    assert (floor.container("LP000001")["state"], floor.tasks("putaway")) == ("empty", [])
    assert available(floor, "TEA") == 0


def test_a_verdict_can_be_undone_until_the_next_one(floor: Floor) -> None:
    floor.item("TEA", inspection="all")
    floor.item("SALT", inspection="all")
    grace = received(floor, TEA=4, SALT=2)
    grace.next("inspect")
    grace.scans("LP000001", "TEA")
    grace.choose("reject")
    grace.scan("QUAR-1")
    assert floor.raised() == ["receipt_rejected"]
    assert grace.act("undo") == "undone"
    assert (floor.raised(), floor.inside("LP000001")) == ([], {"SALT": 2, "TEA": 4})
    assert floor.read("SELECT kind FROM discrepancy") == []
    assert grace.act("undo") == "nothing_to_undo"
    # The goods are in the hand again, and it is the place that is asked for.
    assert grace.scan("QUAR-1") == "counted"
    grace.scan("SALT")
    assert grace.choose("pass") == "task_done"
    assert floor.value("SELECT SUM(waiting) FROM inspection") == 0


@pytest.mark.parametrize(
    ("item", "supplier", "site", "looked_at"),
    [
        ("none", "all", "all", False),
        ("", "10%", "none", True),
        ("", "none", "all", False),
        ("", "", "5", True),
        ("", "", "none", False),
    ],
)
def test_the_items_word_counts_before_the_suppliers_and_that_before_the_sites(
    floor: Floor, item: str, supplier: str, site: str, looked_at: bool
) -> None:
    floor.settings(inspection=site)
    floor.write(lambda tx: tx.run("UPDATE supplier SET inspection = :plan", plan=supplier))
    floor.item("TEA", inspection=item)
    received(floor, TEA=4)
    assert bool(floor.tasks("inspect")) == looked_at
    assert bool(floor.tasks("putaway")) != looked_at


def test_what_is_to_be_looked_at_goes_into_no_bin_and_what_nobody_expected_is_held_back_there(
    floor: Floor,
) -> None:
    floor.item("TEA", inspection="all")
    floor.item("SALT", inspection="all")
    grace = floor.person("Grace", "receiver").open(_purchase(floor, TEA=2))
    grace.scan("TEA")
    grace.quantity(2)
    assert grace.scan("A-01-01") == "inspect_first"
    assert grace.scan("DOCK-1") == "inspect_first"
    assert grace.scan("LP000001") == "counted"
    # Not on the order: the device cannot know, and the goods lie in a bin.
    grace.scan("SALT")
    assert grace.scan("B-01-01") == "not_expected"
    grace.act("done")
    assert (floor.at("B-01-01", "SALT"), available(floor, "SALT")) == (1, 0)


def test_loose_goods_on_the_dock_are_looked_at_there(floor: Floor) -> None:
    floor.item("SALT", inspection="all")
    floor.item("TEA")
    grace = floor.person("Grace", "receiver").open(_purchase(floor, TEA=1))
    grace.scans("TEA", "DOCK-1", "SALT", "DOCK-1")
    grace.act("done")
    assert grace.next("putaway")
    assert [step["what"]["item"] for step in grace.task["script"]["steps"]] == [floor.items["TEA"]]
    grace.scan("TEA")
    grace.scan(grace.place)
    assert grace.next("inspect")
    grace.scans("DOCK-1", "SALT")
    assert grace.choose("pass") == "task_done"
    grace.next("putaway")
    grace.scan("SALT")
    assert grace.scan(grace.place) == "task_done"
    assert (floor.at("DOCK-1"), available(floor, "SALT")) == (0, 1)


def test_a_container_with_other_goods_is_put_away_when_it_was_looked_at(floor: Floor) -> None:
    floor.item("TEA", inspection="all", tracking="lot")
    floor.item("SALT")
    floor.purchase("PO-1", TEA=5, SALT=1)
    grace = floor.person("Grace", "receiver").open("PO-1")
    for lot, qty in (("L1", 2), ("L2", 3)):
        grace.scan("TEA")
        grace.fill("lot", lot)
        grace.quantity(qty)
        if lot == "L1":
            grace.scan("LP000001")
    grace.scans("SALT", "LP000001")
    grace.act("done")
    assert (floor.tasks("putaway"), floor.tasks("inspect")) == ([], ["ready"])
    grace.next("inspect")
    # Two lots stand together: which one it is has to be said.
    assert grace.scans("LP000001", "TEA") == "need_lot"
    assert grace.fill("lot", "L2") == "need_grade"
    assert grace.choose("pass") == "counted"
    grace.scan("TEA")
    grace.fill("lot", "L1")
    grace.choose("reject")
    assert grace.scan("QUAR-1") == "task_done"
    grace.next("putaway")
    assert [step["what"]["qty"] for step in grace.task["script"]["steps"]] == [1, 3]


@pytest.mark.parametrize("motion", ["move", "empty", "nest"])
def test_nobody_carries_it_into_a_bin_before_it_was_looked_at(floor: Floor, motion: str) -> None:
    floor.item("TEA", inspection="all")
    grace = received(floor, TEA=4)
    peter = floor.person("Peter")
    with pytest.raises(ContainerToInspect):
        peter.start("move", "LP000001") if motion == "move" else peter.begin(motion, "LP000001")
    grace.next("inspect")
    grace.scans("LP000001", "TEA")
    assert grace.choose("pass") == "task_done"
    grace.next("putaway")
    put_away(grace)
    assert available(floor, "TEA") == 4


def test_each_serial_is_judged_by_itself(floor: Floor) -> None:
    floor.item("DRILL", inspection="all", tracking="serial")
    floor.purchase("PO-1", DRILL=2)
    grace = floor.person("Grace", "receiver").open("PO-1")
    grace.scan("DRILL")
    grace.scan("SN-1")
    grace.scans("LP000001", "DRILL", "SN-2")
    grace.act("done")
    grace.next("inspect")
    grace.scans("LP000001", "DRILL")
    assert grace.scan("SN-2") == "need_grade"
    grace.choose("reject")
    grace.scan("QUAR-1")
    grace.scans("DRILL", "SN-1")
    assert grace.choose("pass") == "task_done"
    left = floor.value(
        "SELECT l.code FROM balance b JOIN lot l ON l.id = b.lot_id WHERE b.container = 'LP000001' AND b.qty > 0"
    )
    assert left == "SN-1"


def test_a_verdict_made_out_of_reach_counts_when_it_comes_in(floor: Floor) -> None:
    floor.item("TEA", inspection="all")
    grace = received(floor, TEA=4)
    grace.next("inspect")
    grace.go_offline(60_000)
    grace.scans("LP000001", "TEA")
    grace.quantity(1)
    grace.choose("reject")
    grace.scans("QUAR-1", "TEA")
    assert grace.choose("pass") == "task_done"
    assert floor.read("SELECT verdict FROM inspection_verdict") == []
    assert set(grace.come_back()) == {"booked"}
    judged = floor.read("SELECT verdict, qty FROM inspection_verdict ORDER BY id")
    assert judged == [{"verdict": "reject", "qty": 1}, {"verdict": "pass", "qty": 3}]
    assert {verdict["repeat"] for verdict in grace.repeat_delivery()} == {True}
    assert floor.value("SELECT COUNT(*) FROM inspection_verdict") == 2


def test_of_two_inspectors_one_has_the_goods(floor: Floor) -> None:
    floor.item("TEA", inspection="all")
    grace = received(floor, TEA=4)
    grace.next("inspect")
    grace.scan("LP000001")
    jens = floor.person("Jens", "receiver")
    assert jens.next("inspect") is None
    assert not jens.can_open("LP000001")
    assert not floor.person("Ada", "picker").can_open("LP000001")


def test_an_ended_inspection_leaves_what_nobody_has_seen_to_the_office(floor: Floor) -> None:
    floor.item("TEA", inspection="all")
    floor.item("SALT")
    floor.purchase("PO-1", TEA=1, SALT=1)
    grace = floor.person("Grace", "receiver").open("PO-1")
    grace.scans("TEA", "LP000001", "SALT", "LP000001")
    grace.act("done")
    grace.next("inspect")
    floor.cancel_task(grace)
    assert floor.exception("inspection_held")["at"] == "LP000001"
    grace.next("putaway")
    assert [step["what"]["item"] for step in grace.task["script"]["steps"]] == [floor.items["SALT"]]


def test_a_receipt_is_not_undone_once_its_goods_were_judged(floor: Floor) -> None:
    floor.item("TEA", inspection="all")
    grace = floor.person("Grace", "receiver").open(_purchase(floor, TEA=9))
    grace.scans("TEA", "LP000001")
    assert floor.value("SELECT SUM(waiting) FROM inspection") == 1
    assert grace.act("undo") == "undone"
    assert floor.value("SELECT SUM(waiting) FROM inspection") == 0
    grace.scan("LP000001")
    grace.act("full")
    jens = floor.person("Jens", "receiver")
    jens.next("inspect")
    jens.scans("LP000001", "TEA")
    assert jens.choose("pass") == "task_done"
    assert floor.value("SELECT SUM(waiting) FROM inspection") == 0


def test_announced_cartons_are_looked_at_where_they_stand_each_by_itself(floor: Floor) -> None:
    floor.item("TEA", inspection="10%")
    floor.purchase("PO-1", TEA=48)
    cartons = [carton(code, TEA=24) for code in CARTONS[:2]]
    announce(floor, "ASN-1", *cartons)
    grace = floor.person("Grace", "receiver").open(CARTONS[0])
    assert grace.scan(CARTONS[0]) == "carton_counted"
    assert grace.scan(CARTONS[1]) == "carton_counted"
    assert (floor.tasks("inspect"), floor.tasks("putaway")) == (["ready", "ready"], [])
    # It is taken back before anybody has looked: nobody needs to.
    assert grace.act("undo") == "undone"
    assert floor.tasks("inspect") == ["ready", "cancelled"]
    jens = floor.person("Jens", "receiver").open(CARTONS[0])
    assert jens.scan(CARTONS[0]) == "step_done"
    assert jens.step["looks"] == {"1": 3}
    jens.scan("TEA")
    assert jens.choose("pass") == "task_done"
    assert floor.tasks("putaway") == ["ready"]


def test_an_announced_pallet_is_one_lot_to_look_at(floor: Floor) -> None:
    floor.item("TEA", inspection="1-50: 5, more: 13")
    floor.purchase("PO-1", TEA=72)
    announce(floor, "ASN-1", *(carton(code, PALLET, TEA=24) for code in CARTONS[:3]))
    grace = floor.person("Grace", "receiver").open(PALLET)
    grace.scan(PALLET)
    assert grace.scan(CARTONS[1]) == "pallet_counted"
    jens = floor.person("Jens", "receiver").open(PALLET)
    jens.scan(PALLET)
    assert jens.step["looks"] == {"1": 13}
    jens.scan("TEA")
    jens.quantity(24)
    jens.choose("reject")
    jens.scans("QUAR-1", "TEA")
    assert jens.choose("pass") == "task_done"
    assert floor.read("SELECT kind, qty FROM discrepancy") == [{"kind": "rejected", "qty": 24}]
    assert (floor.at("QUAR-1", "TEA"), floor.inside(PALLET)) == (24, {"TEA": 48})


def test_a_hold_can_be_undone_and_one_that_the_office_has_settled_stays_settled(
    floor: Floor,
) -> None:
    floor.item("TEA", inspection="all")
    floor.item("SALT", inspection="all")
    grace = received(floor, TEA=4, SALT=2)
    grace.next("inspect")
    grace.scans("LP000001", "TEA")
    grace.choose("hold")
    grace.scan("QUAR-1")
    assert floor.raised() == ["inspection_held"]
    assert grace.act("undo") == "undone"
    assert (floor.raised(), floor.inside("LP000001")) == ([], {"SALT": 2, "TEA": 4})
    assert grace.scan("QUAR-1") == "counted"
    held = floor.read("SELECT id, site_id FROM exception WHERE state = 'open'")[0]
    floor.write(lambda tx: exceptions.close(tx, held, "booked", None))
    grace.act("undo")
    assert floor.raised("resolved") == ["inspection_held", "inspection_held"]
    assert floor.inside("LP000001") == {"SALT": 2, "TEA": 4}


def test_what_lies_in_a_bin_is_looked_at_there_and_promised_once_it_passed(floor: Floor) -> None:
    floor.item("TEA", inspection="all")
    floor.item("SALT", inspection="all")
    grace = floor.person("Grace", "receiver").open(_purchase(floor, TEA=1))
    grace.scan("SALT")
    assert grace.scan("B-01-01") == "not_expected"
    assert floor.tasks("inspect") == ["ready"]
    # Taken back, there is nothing to look at; put there again, there is.
    assert grace.act("undo") == "undone"
    assert floor.tasks("inspect") == ["cancelled"]
    assert grace.scan("B-01-01") == "not_expected"
    grace.act("done")
    grace.act("done")
    assert available(floor, "SALT") == 0
    assert grace.next("inspect")
    grace.scans("B-01-01", "SALT")
    assert grace.choose("pass") == "task_done"
    assert (available(floor, "SALT"), floor.tasks("putaway")) == (1, [])
    assert floor.at("B-01-01", "SALT") == 1


def test_goods_that_come_while_it_is_looked_at_are_looked_at_next(floor: Floor) -> None:
    floor.item("TEA", inspection="all")
    floor.item("SALT", inspection="all")
    grace = received(floor, TEA=4)
    grace.next("inspect")
    grace.scan("LP000001")
    begun = floor.value("SELECT revision FROM task WHERE kind = 'inspect'")
    jens = floor.person("Jens", "receiver").open(_purchase(floor, SALT=2))
    jens.scan("SALT")
    jens.quantity(2)
    assert jens.scan("LP000001") == "counted"
    jens.act("done")
    assert floor.value("SELECT revision FROM task WHERE kind = 'inspect'") == begun
    grace.scan("TEA")
    assert grace.choose("pass") == "task_done"
    assert (floor.tasks("putaway"), floor.tasks("inspect")) == ([], ["done", "ready"])
    grace.next("inspect")
    grace.scans("LP000001", "SALT")
    assert grace.choose("pass") == "task_done"
    assert floor.tasks("putaway") == ["ready"]
    assert floor.inside("LP000001") == {"SALT": 2, "TEA": 4}
    assert floor.value("SELECT SUM(waiting) FROM inspection") == 0


def test_a_serial_that_nobody_had_told_of_waits_for_a_supervisor(floor: Floor) -> None:
    floor.item("DRILL", inspection="all", tracking="serial")
    floor.purchase("PO-1", DRILL=2)
    grace = floor.person("Grace", "receiver").open("PO-1")
    grace.scan("DRILL")
    grace.scans("SN-1", "LP000001", "DRILL", "SN-2")
    grace.act("done")
    grace.next("inspect")
    grace.scans("LP000001", "DRILL")
    assert grace.scan("SN-7") == "need_grade"
    grace.choose("reject")
    grace.scan("QUAR-1")
    assert grace.verdict == ("set_aside", "serial_conflict")
    assert floor.raised() == ["set_aside"]
    assert floor.inside("LP000001") == {"DRILL": 2}
