"""Kits are put together and taken apart at a bench: units, lots and money balance, and an undo compensates exactly."""

from __future__ import annotations

from typing import Any

import pytest

from pickface.db import Tx, db
from pickface.ids import uuid7
from pickface.insight.lot_tree import lot_tree
from pickface.kits import work_orders
from pickface.kits.forms import WorkOrderForm
from pickface.stock.ledger import Cause, NewMove, post_moves
from pickface.stock.verify import verify
from pickface.workflows.build.plan import ComponentsLack
from tests import builders
from tests.scenarios.floor import Floor, Person
from tests.scenarios.test_kits import make_kit


@pytest.fixture
def bench(floor: Floor) -> Floor:
    """Screws at 3 and boards at 50; a shelf is four screws and two boards, and has a lot."""
    for sku, tracking, place, qty, price in (
        ("SCREW", "none", "A-01-01", 100, 3),
        ("BOARD", "lot", "A-02-01", 20, 50),
    ):
        floor.item(sku, tracking=tracking)
        buy(floor, sku, place, qty, price, "B-77" if tracking == "lot" else "")
    floor.item("SHELF", tracking="lot")
    make_kit(floor, "SHELF", "built", SCREW=4, BOARD=2)
    return floor


def buy(floor: Floor, sku: str, place: str, qty: int, price: int, lot: str = "") -> None:
    """Goods that came for a price."""

    def receive(tx: Tx) -> None:
        item = floor.items[sku]
        supplier = tx.value("SELECT id FROM supplier")
        order = builders.make_purchase_order(tx, floor.site.id, supplier, [(item, qty)])
        tx.run(
            "UPDATE purchase_order_line SET price_minor = :p WHERE id = :id",
            p=price,
            id=order.lines[0],
        )
        lot_id = builders.make_lot(tx, item, lot) if lot else 0
        move = NewMove(
            "receive", item, qty, floor.site.supplier, floor.places[place], lot_id,
            purchase_order_line_id=order.lines[0],
        )  # fmt: skip
        post_moves(tx, [move], Cause(f"test:{uuid7()}", floor.site.id))

    floor.write(receive)


def order(floor: Floor, qty: int, kind: str = "build") -> str:
    """A work order at the packing bench."""
    form = WorkOrderForm.model_validate(
        {"kind": kind, "item": "SHELF", "qty": qty, "place": "PACK-1"}
    )

    def make(tx: Tx) -> str:
        made = work_orders.make(tx, floor.site.id, form, None)
        floor.engine.world.tell(tx, "work_order_made", order=made)
        return str(tx.value("SELECT number FROM work_order WHERE id = :id", id=made))

    number: str = floor.write(make)
    return number


def shown(floor: Floor) -> dict[str, Any]:
    with floor.app.app_context():
        last = floor.value("SELECT MAX(id) FROM work_order")
        found = work_orders.show_order(floor.site.id, last)
        db.session.remove()
    return found


def worth(floor: Floor) -> dict[str, tuple[int, int]]:
    """Value of what is there of each item, first in first out and by the average."""
    return {
        one["sku"]: (int(one["fifo_minor"]), int(one["average_minor"]))
        for one in floor.read(
            "SELECT i.sku, v.* FROM stock_value v JOIN item i ON i.id = v.item_id WHERE v.qty > 0"
        )
    }


def gather(floor: Floor, number: str) -> Person:
    """Somebody opens the work order, fills a tote and brings it to the bench."""
    rob = floor.person("Rob").open(number)
    assert rob.scan("T0042") == "step_done"
    while rob.step["kind"] != "put":
        rob.scan(rob.place)
        assert rob.task
        sku = rob.task["script"]["items"][str(rob.step["item"])]["sku"]
        qty = int(rob.step["qty"])
        rob.scan(sku)
        if qty > 1:
            rob.quantity(qty)
    assert rob.scan("PACK-1") == "step_done"
    return rob


def build(floor: Floor, qty: int, made: int) -> Person:
    """A work order, and so many shelves of lot S-1 into a box."""
    rob = gather(floor, order(floor, qty))
    assert rob.scan("SHELF") == "need_lot"
    assert rob.fill("lot", "S-1") == "need_into"
    rob.scan("LP000900")
    if made > 1:
        assert rob.quantity(made) == "counted"
    return rob


def test_components_become_kits_and_the_kits_cost_what_they_did(bench: Floor) -> None:
    rob = build(bench, qty=5, made=5)
    assert bench.inside("LP000900") == {"SHELF": 5}
    assert bench.inside("T0042") == {}
    assert worth(bench) == {"SCREW": (240, 240), "BOARD": (500, 500), "SHELF": (560, 560)}
    assert rob.act("done") == "task_done"
    state = shown(bench)
    assert (state["state"], state["made"], state["person"]) == ("done", 5, "Rob")
    assert "ready" in bench.tasks("putaway")


def test_more_than_was_ordered_and_other_items_are_refused(bench: Floor) -> None:
    rob = build(bench, qty=2, made=2)
    assert rob.scan("SHELF") == "too_many"
    assert rob.scan("SCREW") == "wrong_item"


def test_an_undone_scan_gives_components_and_money_back_exactly(bench: Floor) -> None:
    rob = build(bench, qty=3, made=1)
    before = worth(bench)
    assert rob.quantity(3) == "counted"
    assert worth(bench)["SHELF"] == (336, 336)
    assert rob.act("undo") == "undone"
    assert worth(bench) == before
    assert bench.inside("T0042") == {"BOARD": 4, "SCREW": 8}
    assert rob.act("undo") == "nothing_to_undo"
    assert rob.act("done") == "ask_close"
    assert rob.act("done") == "task_done"
    assert (shown(bench)["made"], shown(bench)["state"]) == (1, "done")
    # What is left in the tote is put away again.
    assert bench.container("T0042")["state"] == "closed"


def test_the_lot_of_a_kit_and_those_of_its_components_lead_to_each_other(bench: Floor) -> None:
    build(bench, qty=2, made=2).act("done")
    lots = {
        one["code"]: one["id"]
        for one in bench.read("SELECT id, code FROM lot WHERE code IN ('B-77', 'S-1')")
    }
    with bench.app.app_context():
        board, shelf = (lot_tree(bench.site.id, lots[code]) for code in ("B-77", "S-1"))
        db.session.remove()
    assert [(one["sku"], one["lot"], one["qty"]) for one in board["made_into"]] == [
        ("SHELF", "S-1", 2)
    ]
    assert {(one["sku"], one["lot"], one["qty"]) for one in shelf["made_of"]} == {
        ("BOARD", "B-77", 4),
        ("SCREW", "", 8),
    }


def test_what_is_promised_or_planned_already_is_not_built_with(bench: Floor) -> None:
    bench.order("1042", release=False, BOARD=14)
    with pytest.raises(ComponentsLack) as lack:
        order(bench, 4)
    assert lack.value.params == {"sku": "BOARD", "available": 6, "needed": 8, "kits": 3}
    order(bench, 2)
    with pytest.raises(ComponentsLack):
        order(bench, 2)
    order(bench, 1)


def test_kits_taken_apart_give_their_components_what_they_had_cost(bench: Floor) -> None:
    build(bench, qty=5, made=5).act("done")
    shelve(bench)
    rob = gather(bench, order(bench, 2, "unbuild"))
    assert rob.scan("SCREW") == "need_into"
    assert rob.scan("LP000901") == "counted"
    assert rob.quantity(8) == "counted"
    assert rob.scan("BOARD") == "need_lot"
    assert rob.fill("lot", "B-77") == "counted"
    assert rob.act("undo") == "undone"
    rob.scan("BOARD")
    rob.fill("lot", "B-77")
    assert rob.quantity(3) == "counted"
    assert worth(bench)["SHELF"] == (560, 560)
    assert rob.act("done") == "ask_close"
    assert rob.act("done") == "task_done"
    assert bench.inside("LP000901") == {"BOARD": 3, "SCREW": 8}
    # One board of the two shelves was not there: it is lost, with its money.
    assert worth(bench) == {"SCREW": (264, 264), "BOARD": (650, 650), "SHELF": (336, 336)}
    assert bench.at("LOST", "BOARD") == 1
    assert "unbuild_short" in bench.raised()
    assert shown(bench)["made"] == 2


def shelve(floor: Floor) -> None:
    """The built shelves lie in a bin."""

    def put(tx: Tx) -> None:
        tx.run("UPDATE task SET state = 'cancelled' WHERE kind = 'putaway'")
        held = tx.one("SELECT * FROM balance WHERE container = 'LP000900' AND qty > 0")
        assert held is not None
        move = NewMove(
            "putaway", held["item_id"], held["qty"], held["place_id"], floor.places["B-01-01"], held["lot_id"],
            from_container="LP000900",
        )  # fmt: skip
        post_moves(tx, [move], Cause(f"test:{uuid7()}", floor.site.id))

    floor.write(put)


def test_a_cancelled_work_order_leaves_its_tote_to_be_put_away(bench: Floor) -> None:
    rob = gather(bench, order(bench, 1))
    bench.cancel_task(rob)
    assert shown(bench)["state"] == "cancelled"
    assert bench.inside("T0042") == {"BOARD": 2, "SCREW": 4}
    assert bench.container("T0042")["state"] == "closed"


def test_the_audit_sees_a_build_that_does_not_add_up(bench: Floor) -> None:
    build(bench, qty=2, made=2)
    assert bench.write(lambda tx: verify(tx.all)) == []
    bench.write(lambda tx: tx.run("UPDATE work_order_part SET qty = qty + 1"))
    assert {one.what for one in bench.write(lambda tx: verify(tx.all))} == {"build_units"}
    bench.write(lambda tx: tx.run("UPDATE work_order_part SET qty = qty - 1"))


@pytest.mark.parametrize(
    ("word", "fields", "told"),
    [
        ("damaged", {"qty": 1}, "damaged"),
        ("blocked", {}, "blocked"),
        ("short", {"left": 3}, "short"),
    ],
)
def test_a_bin_of_components_that_is_not_as_the_books_have_it_is_told(
    bench: Floor, word: str, fields: dict[str, int], told: str
) -> None:
    rob = bench.person("Rob").open(order(bench, 5))
    rob.scan("T0042")
    rob.scan(rob.place)
    rob.act(word, **fields)
    if told not in "".join(bench.raised()):
        rob.act(word, **fields)
    assert told in "".join(bench.raised()), (bench.raised(), rob.step)
