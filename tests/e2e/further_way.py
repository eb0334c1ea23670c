"""What a warehouse does beyond the straight way, screen by screen: each part stands for itself, in any language.

`make screens` goes it with a camera; it takes less time than the straight way.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import expect

from tests.e2e.house import Handheld
from tests.e2e.motions import reach
from tests.e2e.way import BRUSH, MUG, Way

MUESLI, OLD_LOT = "FO-20101", "L23A"
LAMP = "LAMP"


def go_further(way: Way) -> None:
    """Every part, with a handheld each."""
    way.everybody_speaks()
    way.office.post(
        "items", {"sku": LAMP, "name": "Desk lamp, brass", "zone": "A", "inspection": "10%"}
    )
    for part in PARTS:
        hand = way.hand()
        part(way, hand)
        hand.page.close()


def inspect(way: Way, hand: Handheld) -> None:
    """Forty lamps come in, four are looked at, three are bad."""
    lines = [{"item": LAMP, "qty": 40}]
    way.office.post("purchase-orders", {"number": "PO-7001", "supplier": "LUMERA", "lines": lines})
    hand.sign_in("Grace")
    hand.right("PO-7001")
    hand.on("task")
    hand.right(LAMP)
    hand.answer("quantity", "40")
    way.shoot(hand, "inspect-into")
    way.wrong(hand, "DOCK-1", "It is inspected first")
    way.shoot(hand, "inspect-no-bin")
    hand.right("LP700001")
    hand.act("done")
    hand.on("home")
    expect(hand.button("next")).to_contain_text("LP700001")
    way.shoot(hand, "inspect-home")
    hand.tap("next")
    hand.on("task")
    way.shoot(hand, "inspect-go")
    hand.right("LP700001")
    way.shoot(hand, "inspect-scan")
    hand.right(LAMP)
    way.shoot(hand, "inspect-look")
    hand.answer("quantity", "3")
    way.shoot(hand, "inspect-three")
    hand.act("choose-hold")
    way.shoot(hand, "inspect-hold")
    hand.right("QUAR-1")
    hand.right(LAMP)
    hand.act("choose-pass")
    hand.on("home")
    way.shoot(hand, "inspect-done")
    hand.waiting(0)


def sort(way: Way, hand: Handheld) -> None:
    """Two orders picked in one go, and sorted at the wall."""
    orders = [
        way.office.take_order(number, {BRUSH: qty}) for number, qty in (("5101", 2), ("5102", 3))
    ]
    hand.sign_in("Sofia")
    way.office.post("orders/release", {"orders": orders, "method": "batch"})
    expect(hand.button("next")).to_contain_text("2")
    way.shoot(hand, "batch-home")
    hand.tap("next")
    way.shoot(hand, "batch-tote")
    hand.right("T0041")
    reach(hand)
    way.shoot(hand, "batch-take")
    code = hand.goods.barcodes[0].value
    hand.right(code)
    hand.answer("quantity", "5")
    hand.right("PACK-1")
    hand.on("home")
    hand.waiting(0)
    hand.right("T0041")
    way.shoot(hand, "wall-scan")
    hand.right(code)
    way.shoot(hand, "wall-new")
    hand.right("T0042")
    way.shoot(hand, "wall-new-2")
    way.wrong(hand, "T0042", "T0042 holds goods of this batch already.")
    way.shoot(hand, "wall-taken")
    hand.page.locator("[role=alert] [data-action=ok]").tap()
    hand.answer("quantity", "1")
    hand.right("T0043")
    way.shoot(hand, "wall-into")
    way.wrong(hand, "T0042", "T0043")
    way.shoot(hand, "wall-wrong")
    hand.right("T0043")
    hand.on("home")
    way.shoot(hand, "wall-done")
    hand.waiting(0)


def build(way: Way, hand: Handheld) -> None:
    """A kit of two items is put together."""
    pads, mug = "CO-17201", MUG
    kit = way.office.post("items", {"sku": "SHELF-2", "name": "Bath set, small"})
    form = {"kind": "built", "components": [{"item": pads, "qty": 1}, {"item": mug, "qty": 2}]}
    way.office.put(f"kits/{kit['id']}", form)
    order = way.office.post("work-orders", {"item": "SHELF-2", "qty": 2, "place": "PACK-1"})
    hand.sign_in("Malik")
    hand.right(str(order["number"]))
    way.shoot(hand, "build-tote")
    hand.right("T0950")
    way.shoot(hand, "build-go")
    while hand.main.get_attribute("data-step-kind") != "put":
        if hand.main.get_attribute("data-step-kind") == "go":
            hand.right(hand.place)
            way.shoot(hand, "build-take")
        hand.right(hand.goods.barcodes[0].value)
    way.shoot(hand, "build-bring")
    hand.right("PACK-1")
    way.shoot(hand, "build-bench")
    hand.right("SHELF-2")
    way.shoot(hand, "build-into")
    hand.right("LP700003")
    way.shoot(hand, "build-one")
    hand.act("done")
    if hand.main.get_attribute("data-screen") == "task":
        way.shoot(hand, "build-ask")
        hand.act("done")
    hand.on("home")
    way.shoot(hand, "build-done")
    hand.waiting(0)


def refill(way: Way, hand: Handheld) -> None:
    """A pick face that runs low is filled from upstairs."""
    faces = way.office.get("pick-faces")["items"]
    face = next(one for one in faces if one["reserve"] > 0 and one["state"] == "ok")
    levels = {"min_qty": face["has"] + 1, "max_qty": face["has"] + min(face["reserve"], 6)}
    hand.sign_in("Jens")
    hand.waiting(0)
    way.office.patch(f"pick-faces/{face['id']}", levels)
    expect(hand.button("next")).to_contain_text(face["place"])
    way.shoot(hand, "refill-home")
    hand.tap("next")
    hand.on("task")
    way.shoot(hand, "refill-go")
    while hand.main.get_attribute("data-screen") == "task":
        kind = hand.main.get_attribute("data-step-kind")
        if kind == "take":
            way.shoot(hand, "refill-take")
            hand.right(hand.goods.barcodes[0].value)
            if hand.main.get_attribute("data-step-kind") == "take":
                way.shoot(hand, "refill-more")
                hand.answer("quantity", re.findall(r"\d+", hand.sentence.inner_text())[0])
        else:
            if kind == "put":
                way.shoot(hand, "refill-put")
            hand.right(hand.place)
    way.shoot(hand, "refill-done")
    hand.waiting(0)


def call_back(way: Way, hand: Handheld) -> None:
    """A lot is recalled under the picker's hands, and brought to quarantine."""
    hand.sign_in("Sofia")
    way.office.release(way.office.take_order("4001", {MUESLI: 2}, lots={MUESLI: OLD_LOT}))
    expect(hand.button("next")).to_contain_text("4001")
    hand.tap("next")
    hand.right("T0001")
    reach(hand)
    hand.right(hand.goods.barcodes[0].value)
    if hand.button("type").is_visible():
        hand.right(OLD_LOT)
    hand.answer("quantity", "2")
    hand.right("PACK-1")
    hand.on("home")
    hand.waiting(0)
    lying = way.office.get("stock", item=MUESLI)["places"]
    lot = next(one for one in lying if one["lot"] == OLD_LOT)
    way.office.post(f"lots/{lot['lot_id']}/recall", {"reason": "Glass in a bag"})
    hand.right("T0001")
    hand.on("task")
    way.shoot(hand, "recall-go")
    hand.right("T0001")
    way.shoot(hand, "recall-put")
    hand.right(way.house.item(MUESLI).barcodes[0].value)
    way.shoot(hand, "recall-place")
    hand.right("QUAR-1")
    hand.on("home")
    way.shoot(hand, "recall-done")
    hand.waiting(0)


PARTS: tuple[Callable[[Way, Handheld], None], ...] = (
    refill,
    inspect,
    sort,
    call_back,
    build,
)
