"""Putting away: the proposed bin has a reason, another one is taken if it fits, and two people never race for one."""

import json
from concurrent.futures import ThreadPoolExecutor

import pytest

from pickface.db import Tx, db
from pickface.tasks import jobs
from pickface.workflows.putaway import floor as floor_of
from pickface.workflows.putaway.plan import JOB, make_putaway
from tests import builders
from tests.scenarios.floor import Floor, Person


def delivered(floor: Floor, container: str = "LP000001", **goods: int) -> Person:
    """Goods stand at the dock in a container; the receiver has the putaway in hand."""
    number = f"PO-{container}"
    floor.purchase(number, **goods)
    grace = floor.person("Grace", "receiver").open(number)
    for sku, qty in goods.items():
        grace.scan(sku)
        grace.quantity(qty)
        if grace.task and grace.task["task_state"]["steps"]["receive"]["pending"]:
            grace.scan(container)
    grace.act("done")
    return grace


def test_goods_join_the_same_goods_where_there_is_room(floor: Floor) -> None:
    floor.item("TEA")
    floor.stock("A-03-02", "TEA", 5)
    grace = delivered(floor, TEA=4)
    assert grace.next("putaway")
    assert grace.place == "A-03-02"
    assert grace.step["why"]["code"] == "joins_item"
    grace.scan("TEA")
    assert grace.scan("A-03-02") == "task_done"
    assert floor.at("A-03-02", "TEA") == 9


def test_a_full_bin_is_not_joined(floor: Floor) -> None:
    floor.item("TEA", weight_g=1_000)
    floor.write(lambda tx: tx.run("UPDATE place SET max_weight_g = 8000 WHERE code = 'A-03-02'"))
    floor.stock("A-03-02", "TEA", 5)
    grace = delivered(floor, TEA=4)
    grace.next("putaway")
    assert grace.place == "A-01-01"
    assert grace.step["why"]["code"] == "nearest_empty"


def test_a_bin_that_they_would_overfill_is_refused_and_any_other_is_accepted(floor: Floor) -> None:
    floor.item("TEA", weight_g=1_000, volume_mm3=10)
    floor.write(lambda tx: tx.run("UPDATE place SET max_weight_g = 8000 WHERE code = 'A-03-02'"))
    floor.write(lambda tx: tx.run("UPDATE place SET volume_mm3 = 30 WHERE code = 'A-03-01'"))
    floor.stock("A-03-02", "TEA", 5)
    floor.stock("A-03-01", "TEA", 1)
    grace = delivered(floor, TEA=4)
    grace.next("putaway")
    grace.scan("TEA")
    assert grace.scan("A-03-02") == "fit_weight"
    assert grace.verdict == ("refused", "fit_weight")
    assert grace.scan("A-03-01") == "fit_room"
    assert grace.scan("A-02-02") == "task_done"
    assert (floor.at("A-03-02"), floor.at("A-03-01"), floor.at("A-02-02")) == (5, 1, 4)


def test_heavy_goods_are_sent_to_the_lowest_of_the_near_bins(floor: Floor) -> None:
    floor.item("STONE", weight_g=14_000)
    floor.write(lambda tx: tx.run("UPDATE place SET level = '05' WHERE code = 'A-01-01'"))
    grace = delivered(floor, STONE=2)
    grace.next("putaway")
    assert (grace.place, grace.step["why"]["code"]) == ("A-02-01", "heavy_low")


def test_what_is_ordered_most_is_sent_near_packing(floor: Floor) -> None:
    for sku, kind in (("TEA", "AX"), ("SALT", "CX")):
        floor.item(sku, zone_code="")
        known = {
            "site_id": floor.site.id, "item_id": floor.items[sku], "reckoned_at": 0, "a_day_milli": 1000, "days": "[]",
            "weeks": "[]", "below_milli": 0, "above_milli": 0, "method": "", "abc_xyz": kind, "safety": 0,
            "reorder_point": 0, "order_up_to": 0,
        }  # fmt: skip
        floor.write(lambda tx, known=known: tx.insert_many("forecast", [known]))
    grace = delivered(floor, TEA=2)
    grace.next("putaway")
    assert (grace.place, grace.step["why"]["code"]) == ("B-01-01", "fast_near")
    grace.scan("TEA")
    assert grace.scan("B-01-01") == "task_done"
    slow = delivered(floor, "LP000002", SALT=2)
    slow.next("putaway")
    assert (slow.place, slow.step["why"]["code"]) == ("A-01-01", "nearest_empty")


def test_heavy_goods_are_not_sent_to_a_bin_that_was_filled_while_planning(
    floor: Floor, monkeypatch: pytest.MonkeyPatch
) -> None:
    floor.item("STONE", weight_g=14_000)
    floor.item("SALT")
    read, filled = floor_of.read_bins, []

    def and_somebody_fills_it(site_id: int, source: str) -> floor_of.Floor:
        seen = read(site_id, source)
        db.session.remove()
        if not filled:
            filled.append(source)
            floor.stock("A-01-01", "SALT", 1)
        return seen

    monkeypatch.setattr(floor_of, "read_bins", and_somebody_fills_it)
    grace = delivered(floor, STONE=2)
    grace.next("putaway")
    assert (grace.place, grace.step["why"]["code"]) == ("A-02-01", "heavy_low")


def test_what_no_bin_takes_alone_is_spread_over_several(floor: Floor) -> None:
    floor.item("TEA", volume_mm3=100)
    floor.write(lambda tx: tx.run("UPDATE place SET volume_mm3 = 300 WHERE kind = 'bin'"))
    grace = delivered(floor, TEA=7)
    grace.next("putaway")
    assert grace.task
    amounts = [step["what"]["qty"] for step in grace.task["script"]["steps"]]
    assert amounts == [3, 3, 1]
    for _ in amounts:
        grace.scan("LP000001")
        grace.scan(grace.place)
    assert floor.container("LP000001")["state"] == "empty"


def test_where_no_bin_has_room_the_person_looks_for_one(floor: Floor) -> None:
    floor.item("TEA", volume_mm3=100)
    floor.write(lambda tx: tx.run("UPDATE place SET volume_mm3 = 50 WHERE kind = 'bin'"))
    grace = delivered(floor, TEA=2)
    grace.next("putaway")
    assert grace.step["why"]["code"] == "no_bin"
    assert grace.step["to"]["places"] == []
    grace.scan("TEA")
    assert grace.scan("A-02-01") == "task_done"


def test_a_zone_without_room_sends_goods_to_another(floor: Floor) -> None:
    floor.item("TEA")
    floor.item("JUNK")
    for code in ("A-01-01", "A-01-02", "A-02-01", "A-02-02", "A-03-01", "A-03-02"):
        floor.stock(code, "JUNK", 1)
    grace = delivered(floor, TEA=2)
    grace.next("putaway")
    assert grace.step["why"]["code"] == "any_empty"
    assert grace.place == "B-01-01"


def test_another_bin_of_the_zone_is_as_good(floor: Floor) -> None:
    floor.item("TEA")
    grace = delivered(floor, TEA=2)
    grace.next("putaway")
    grace.scan("TEA")
    assert grace.scan("A-02-02") == "task_done"
    assert floor.at("A-02-02", "TEA") == 2


def test_a_bin_of_another_zone_is_refused_and_journaled(floor: Floor) -> None:
    floor.item("TEA")
    grace = delivered(floor, TEA=2)
    grace.next("putaway")
    assert grace.scan("A-01-01") == "scan_item_first"
    grace.scan("TEA")
    assert grace.scan("B-01-01") == "fit_zone"
    assert grace.verdict == ("refused", "fit_zone")
    assert grace.scan("DOCK-1") == "place_does_not_fit"
    assert floor.at("B-01-01") == 0


def test_lots_of_an_item_are_never_mixed_in_a_bin(floor: Floor) -> None:
    floor.item("MILK", tracking="lot")
    floor.stock("A-01-01", "MILK", 5, lot="L1")
    floor.purchase("PO-1", MILK=2)
    grace = floor.person("Grace", "receiver").open("PO-1")
    grace.scan("MILK")
    grace.fill("lot", "L2")
    grace.quantity(2)
    grace.scan("LP000001")
    grace.act("done")
    grace.next("putaway")
    assert grace.place == "A-01-02"
    grace.scan("LP000001")
    assert grace.scan("A-01-01") == "fit_lot"
    assert grace.scan("A-01-02") == "task_done"


def test_two_lots_in_one_container_are_told_apart(floor: Floor) -> None:
    floor.item("MILK", "05012345678900", tracking="lot")
    floor.purchase("PO-1", MILK=5)
    grace = floor.person("Grace", "receiver").open("PO-1")
    for lot, units in (("L1", 2), ("L2", 3)):
        grace.scan("05012345678900")
        grace.fill("lot", lot)
        if lot == "L1":
            grace.scan("LP000001")
        grace.quantity(units)
    grace.act("done")
    grace.next("putaway")
    # The container holds both, so it proves neither; a lot that is not asked for is refused.
    assert grace.scan("LP000001") == "scan_item_first"
    assert grace.scan("]C1010501234567890010L2") == "wrong_lot"
    assert grace.scan("]C1010501234567890010L1") == "counted"
    first = grace.place
    assert grace.scan(first) == "step_done"
    assert grace.scan("]C1010501234567890010L1") == "wrong_lot"
    grace.scan("]C1010501234567890010L2")
    second = grace.place
    assert grace.scan(second) == "task_done"
    assert first != second
    lots = floor.read(
        "SELECT p.code AS bin, l.code AS lot, b.qty FROM balance b JOIN place p ON p.id = b.place_id "
        "JOIN lot l ON l.id = b.lot_id WHERE p.kind = 'bin' AND b.qty > 0"
    )
    booked = {row["bin"]: (row["lot"], row["qty"]) for row in lots}
    assert booked == {first: ("L1", 2), second: ("L2", 3)}


def test_where_the_bin_alone_proves_a_pick_it_keeps_to_one_item(floor: Floor) -> None:
    floor.write(lambda tx: tx.run("UPDATE zone SET proof = 'bin' WHERE code = 'A'"))
    floor.item("TEA")
    floor.item("SALT")
    floor.stock("A-01-01", "SALT", 5)
    floor.stock("A-03-01", "TEA", 5)
    grace = delivered(floor, TEA=2)
    grace.next("putaway")
    grace.scan("TEA")
    assert grace.scan("A-01-01") == "fit_items"
    assert grace.scan("A-02-01") == "task_done"


def test_part_goes_here_and_the_rest_there(floor: Floor) -> None:
    floor.item("TEA", ("CASE", 4, "case"))
    grace = delivered(floor, TEA=10)
    grace.next("putaway")
    grace.scan("CASE")
    assert grace.quantity(3) == "too_many"
    assert grace.quantity(2) == "counted"
    assert grace.scan("A-01-01") == "counted"
    assert grace.scan("A-01-02") == "task_done"
    assert (floor.at("A-01-01"), floor.at("A-01-02")) == (8, 2)


def test_a_container_with_several_items_is_put_away_item_by_item(floor: Floor) -> None:
    floor.item("TEA")
    floor.item("SALT")
    grace = delivered(floor, TEA=2, SALT=3)
    grace.next("putaway")
    first = grace.place
    assert grace.scan("LP000001") == "scan_item_first"
    assert grace.scan("TEA") == "wrong_item"
    assert grace.scan("SALT") == "counted"
    assert grace.scan(first) == "step_done"
    assert grace.place != first
    grace.scan("TEA")
    assert grace.scan(grace.place) == "task_done"
    assert floor.inside("LP000001") == {}


def test_two_putaways_at_once_are_sent_to_different_bins(floor: Floor) -> None:
    floor.item("TEA")
    floor.item("SALT")
    grace = delivered(floor, "LP000001", TEA=2)
    jens = delivered(floor, "LP000002", SALT=2)
    grace.open("LP000001")
    jens.open("LP000002")
    assert {grace.place, jens.place} == {"A-01-01", "A-01-02"}


def test_a_bin_that_was_filled_while_planning_is_not_proposed(floor: Floor) -> None:
    from pickface.workflows.putaway import floor as reading

    floor.item("TEA")
    floor.item("SALT")
    before = reading.read_bins

    def slow(site_id: int, source: str) -> list[reading.Bin]:
        bins = before(site_id, source)
        if not floor.at("A-01-01"):
            floor.stock("A-01-01", "SALT", 1)
        return bins

    reading.read_bins = slow
    try:
        grace = delivered(floor, TEA=2)
    finally:
        reading.read_bins = before
    grace.next("putaway")
    assert grace.place == "A-01-02"


def test_it_is_said_where_the_goods_stand(floor: Floor) -> None:
    floor.item("TEA")
    grace = delivered(floor, TEA=2)

    def lift(tx: Tx) -> None:
        builders.make_container(tx, "LP000007", floor.places["DOCK-1"], kind="pallet")
        tx.run("UPDATE container SET parent = 'LP000007' WHERE code = 'LP000001'")
        jobs.leave(tx, JOB, f"{floor.site.id}:LP000001")

    floor.write(lift)
    with floor.app.app_context():
        make_putaway(floor.engine.writer, f"{floor.site.id}:LP000001")
    grace.next("putaway")
    said = {"stands": "DOCK-1", "on": "LP000007", "plate": "LP000001"}
    assert said.items() <= grace.step["why"]["params"].items()


def test_goods_that_join_a_waiting_source_extend_its_task(floor: Floor) -> None:
    floor.item("TEA")
    floor.item("SALT")
    floor.purchase("PO-1", TEA=2)
    floor.purchase("PO-2", SALT=3)
    grace = floor.person("Grace", "receiver")
    for number, sku in (("PO-1", "TEA"), ("PO-2", "SALT")):
        grace.open(number)
        grace.scans(sku, "DOCK-1")
        grace.act("done")
        grace.act("done")
    assert floor.tasks("putaway") == ["ready"]
    grace.next("putaway")
    assert grace.task
    assert len(grace.task["script"]["steps"]) == 2


def test_goods_that_come_to_a_begun_putaway_are_planned_after_it(floor: Floor) -> None:
    floor.item("TEA")
    floor.item("SALT")
    floor.purchase("PO-1", TEA=1)
    floor.purchase("PO-2", SALT=1)
    grace, jens = floor.person("Grace", "receiver"), floor.person("Jens", "receiver")
    grace.open("PO-1").scans("TEA", "DOCK-1")
    grace.act("done")
    grace.next("putaway")
    grace.scan("TEA")
    jens.open("PO-2").scans("SALT", "DOCK-1")
    jens.act("done")
    assert floor.tasks("putaway") == ["begun"]
    assert grace.scan(grace.place) == "task_done"
    assert floor.tasks("putaway") == ["done", "ready"]


def test_a_blocked_bin_is_told(floor: Floor) -> None:
    floor.item("TEA")
    floor.item("SALT")
    grace = delivered(floor, TEA=2, SALT=3)
    grace.next("putaway")
    assert grace.act("blocked") == "skipped"
    assert floor.raised() == ["blocked"]


def test_only_who_may_opens_a_putaway_by_its_container(floor: Floor) -> None:
    floor.item("TEA")
    grace = delivered(floor, TEA=2)
    grace.open("LP000001")
    grace.scan("TEA")
    assert not floor.person("Jens", "receiver").can_open("LP000001")
    assert not grace.can_open("LP000009")


def test_an_undone_putaway_is_back_in_its_container(floor: Floor) -> None:
    floor.item("TEA")
    grace = delivered(floor, TEA=4)
    grace.next("putaway")
    grace.scan("TEA")
    grace.quantity(3)
    assert grace.scan("A-02-01") == "counted"
    assert grace.act("undo") == "undone"
    assert floor.inside("LP000001") == {"TEA": 4}
    assert grace.scan("A-02-01") == "counted"
    assert grace.scan("A-02-01") == "task_done"
    assert floor.at("A-02-01", "TEA") == 4


def test_eight_putaways_planned_at_the_same_moment_get_eight_bins(floor: Floor) -> None:
    for n in range(8):
        floor.item(f"TEA{n}")
        floor.write(
            lambda tx, n=n: builders.make_container(
                tx, f"LP00000{n}", floor.places["DOCK-1"], floor.site.id, "label"
            )
        )
        floor.write(
            lambda tx, n=n: builders.stock_up(
                tx,
                floor.site,
                floor.items[f"TEA{n}"],
                floor.places["DOCK-1"],
                1,
                container=f"LP00000{n}",
            )
        )
        news = {"site": floor.site.id, "container": f"LP00000{n}", "place": floor.places["DOCK-1"]}
        floor.write(lambda tx, news=news: floor.engine.world.tell(tx, "received", **news))

    def plan(n: int) -> None:
        with floor.app.app_context():
            make_putaway(floor.engine.writer, f"{floor.site.id}:LP00000{n}")
            db.session.remove()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(plan, range(8)))
    bins = [json.loads(row["facts"])["bins"] for row in floor.read("SELECT facts FROM task")]
    assert len(bins) == 8
    assert len({place for named in bins for place in named}) == 8


def test_who_waited_for_the_goods_gets_them_before_whoever_orders_next(floor: Floor) -> None:
    floor.item("TEA")
    floor.order("late", release=False, TEA=3)
    floor.order("urgent", release=False, TEA=3)
    floor.write(lambda tx: tx.run("UPDATE orders SET priority = 1 WHERE number = 'urgent'"))
    grace = delivered(floor, TEA=4)
    grace.next("putaway")
    grace.scan("TEA")
    assert grace.scan("A-01-01") == "task_done"
    floor.work_off()
    floor.order("next", release=False, TEA=2)
    promised = floor.read(
        "SELECT o.number, SUM(r.qty) AS qty FROM reservation r JOIN order_line l ON l.id = r.order_line_id "
        "JOIN orders o ON o.id = l.order_id GROUP BY o.number ORDER BY o.number"
    )
    assert [(row["number"], int(row["qty"])) for row in promised] == [("late", 1), ("urgent", 3)]
    floor.release("urgent")
    assert floor.order_state("urgent") == "released"
