"""At the dock and the bench, screen by screen, in any language: a handheld each, as in the further way.

Goods that are weighed and measured, a lorry that nobody announced, a pallet that an order wants all of and that is
parked on its way, paper around goods in a carton, and labels that are old.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from playwright.sync_api import expect

from tests.e2e.house import Handheld
from tests.e2e.motions import pick
from tests.e2e.way import BRUSH, MUG, Way

UNITS = 4


def go_to_the_dock(way: Way) -> None:
    """Every part, with a handheld each."""
    way.everybody_speaks()
    for part in PARTS:
        hand = way.hand()
        part(way, hand)
        hand.page.close()


def measure(way: Way, hand: Handheld) -> None:
    """Chilled hams are weighed and measured, some of them too warm; peas are frozen."""
    limits = {"min_temp_tenths": 20, "max_temp_tenths": 70, "catch_weight": True}
    way.office.post("items", {"sku": "HAM", "name": "Ham", "zone": "A", "weight_g": 4_000, **limits})  # fmt: skip
    way.office.post("items", {"sku": "PEAS", "name": "Peas", "zone": "A", "max_temp_tenths": -180})
    lines = [{"item": "HAM", "qty": 4}, {"item": "PEAS", "qty": 1}]
    way.office.post("purchase-orders", {"number": "PO-800", "supplier": "LUMERA", "lines": lines})
    hand.sign_in("Grace")
    hand.right("PO-800")
    hand.on("task")
    hand.right("HAM")
    way.shoot(hand, "measure-pieces")
    hand.right("HAM")
    hand.answer("quantity", "3")
    way.shoot(hand, "measure-weight")
    hand.answer("type", "1200")
    way.shoot(hand, "measure-again")
    for digit in "12340":
        hand.type(f"PFCMD{digit}")
    expect(hand.page.locator("[data-role=typed]")).to_contain_text("12340")
    way.shoot(hand, "measure-typed")
    hand.right("PFCMDDONE")
    way.shoot(hand, "measure-degrees")
    hand.tap("type")
    way.shoot(hand, "measure-degrees-keys")
    hand.keys("9")
    hand.on("task")
    way.shoot(hand, "measure-apart")
    way.wrong(hand, "PEAS", "Scan the place first")
    way.shoot(hand, "measure-place-first")
    hand.right("QUAR-1")
    hand.right("PEAS")
    for digit in "19":
        hand.type(f"PFCMD{digit}")
    expect(hand.page.locator("[data-role=typed]")).to_contain_text("19")
    way.shoot(hand, "measure-frozen")
    hand.right("PFCMDDONE")
    way.shoot(hand, "measure-into")
    hand.right("LP900003")
    hand.act("done")
    way.shoot(hand, "measure-missing")
    hand.act("done")
    hand.on("home")
    hand.waiting(0)


def nothing_announced(way: Way, hand: Handheld) -> None:
    """A lorry comes without a paper."""
    way.office.post("items", {"sku": "LANTERN", "name": "Lantern", "zone": "A"})
    hand.sign_in("Grace")
    hand.right("DOCK-1")
    hand.on("lookup")
    way.shoot(hand, "blind-dock")
    hand.tap("receipt")
    hand.on("task")
    way.shoot(hand, "blind-who")
    hand.right("PFCMD1")
    way.shoot(hand, "blind-scan")
    hand.right("LANTERN")
    hand.answer("quantity", "40")
    way.shoot(hand, "blind-into")
    hand.right("LP900001")
    way.shoot(hand, "blind-next")
    hand.act("done")
    hand.on("home")
    way.shoot(hand, "blind-done")
    hand.waiting(0)


def build_up(way: Way, hand: Handheld, pallet: str) -> str:
    """Goods of a bin go onto a pallet, and the pallet into an empty bin; what they are."""
    held = max(
        (one for (one, *others) in way.house.opening.values() if not others and one.place[0] == "A"
         and way.house.item(one.sku).tracking == "none"), key=lambda one: one.qty,
    )  # fmt: skip
    there, *_ = way.house.empty_bins("A")
    hand.right(held.place)
    hand.tap("move")
    hand.right(way.house.item(held.sku).barcodes[0].value)
    hand.answer("quantity", str(UNITS))
    hand.right(pallet)
    hand.act("done")
    hand.act("done")
    hand.on("home")
    hand.right(pallet)
    hand.tap("move")
    hand.right(there)
    hand.on("home")
    hand.waiting(0)
    return held.sku


def whole_pallet(way: Way, hand: Handheld) -> None:
    """An order wants all of a pallet; on its way it is parked, and packed at the end."""
    (plate,) = way.office.post("containers", {"kind": "pallet", "many": 1})["items"]
    pallet = f"00{plate}"
    hand.sign_in("Malik")
    sku = build_up(way, hand, pallet)
    way.office.release(way.office.take_order("WHOLE-1", {sku: UNITS}))
    title = f"Order WHOLE-1, all of {plate}"
    while title not in [one["title"] for one in way.office.get("tasks", kind="pick")["items"]]:
        time.sleep(0.1)
    way.shoot(hand, "whole-home")
    hand.right(pallet)
    hand.on("task")
    way.shoot(hand, "whole-take")
    way.wrong(hand, "LP000999", "This is LP000999")
    way.shoot(hand, "whole-wrong")
    hand.right(pallet)
    way.shoot(hand, "whole-bring")
    hand.tap("park")
    way.shoot(hand, "whole-park")
    hand.tap("park-here")
    hand.on("home")
    way.shoot(hand, "whole-parked")
    hand.waiting(0)
    hand.right(pallet)
    hand.on("task")
    hand.right(hand.place)
    hand.waiting(0)
    pack_it_whole(way, hand, pallet)


def pack_it_whole(way: Way, hand: Handheld, pallet: str) -> None:
    """By one more scan, and its weight."""
    hand.right(pallet)
    hand.on("task")
    way.shoot(hand, "whole-pack")
    hand.right(pallet)
    way.shoot(hand, "whole-weigh")
    hand.answer("type", "4200")
    hand.act("confirm")
    hand.on("home")
    hand.waiting(0)


def fill(way: Way, hand: Handheld) -> None:
    """Mugs and brushes in a carton, and paper around them."""
    way.office.patch("site/settings", {"dunnage": "paper: 20 3, air cushions: 2 4 fragile"})
    hand.sign_in("Sofia")
    way.office.release(way.office.take_order("1201", {MUG: 4, BRUSH: 2}))
    pick(hand, "1201", "T0301")
    hand.right("T0301")
    expect(hand.button("stacking")).to_be_visible(timeout=30_000)
    way.shoot(hand, "fill-carton")
    hand.tap("stacking")
    way.shoot(hand, "fill-stacking")
    hand.tap("close")
    hand.right("LP000310")
    for sku, qty in ((MUG, "4"), (BRUSH, "2")):
        hand.right(way.house.item(sku).barcodes[0].value)
        hand.answer("quantity", qty)
    hand.at("capture")
    way.shoot(hand, "fill-weight")
    hand.answer("type", "2400")
    way.shoot(hand, "fill-confirm")
    hand.act("confirm")
    hand.on("home")
    hand.waiting(0)


def old_labels(way: Way, hand: Handheld) -> None:
    """A bin under its old label, and one that is out of use."""
    way.office.post(
        "floor", {"first_aisle": "T1", "aisles": 2, "bays": 3, "levels": 1, "zone": "NEW"}
    )
    way.office.post("aisles/T1/name", {"to": "KK"})
    way.office.post("places/use", {"places": ["T2-01-01"], "active": False})
    hand.sign_in("Sofia")
    hand.right("T1-01-01")
    way.shoot(hand, "old-label")
    way.wrong(hand, "T2-01-01", "out of use")
    way.shoot(hand, "out-of-use")


PARTS: tuple[Callable[[Way, Handheld], None], ...] = (
    measure,
    nothing_announced,
    whole_pallet,
    fill,
    old_labels,
)
