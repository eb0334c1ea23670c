"""A pallet that an order wants all of is picked by one scan of its plate, and packed by one more."""

from __future__ import annotations

import time

import pytest
from playwright.sync_api import Page, expect

from tests.e2e import conftest
from tests.e2e.house import Desk, Handheld, House
from tests.e2e.test_containers import make_a_pallet, shoot

UNITS = 4


def build_up(hand: Handheld, pallet: str, place: str, barcode: str, there: str) -> None:
    """Goods of a bin go onto the pallet, and the pallet into an empty bin."""
    hand.right(place)
    hand.tap("move")
    hand.right(barcode)
    hand.answer("quantity", str(UNITS))
    hand.right(f"00{pallet}")
    hand.act("done")
    hand.act("done")
    hand.on("home")
    hand.right(f"00{pallet}")
    hand.tap("move")
    hand.right(there)
    hand.on("home")


def hand_of(house: House, new_context: conftest.NewContext, name: str) -> Handheld:
    """Somebody signs in on a handheld."""
    hand = Handheld(new_context(**conftest.HANDHELD).new_page(), house)
    hand.switch_on()
    hand.sign_in(name)
    return hand


@pytest.mark.long("tests/scenarios/test_whole_containers.py tells it through the scan door")
def test_one_scan_takes_the_pallet_and_one_more_packs_it(
    house: House, desk: Page, new_context: conftest.NewContext
) -> None:
    pallet = make_a_pallet(house, desk)
    held = max(
        (
            one
            for (one, *others) in house.opening.values()
            if not others and one.place[0] == "A" and house.item(one.sku).tracking == "none"
        ),
        key=lambda one: one.qty,
    )
    hand = hand_of(house, new_context, "Malik")
    there, *_ = house.empty_bins("A")
    build_up(hand, pallet, held.place, house.item(held.sku).barcodes[0].value, there)
    hand.waiting(0)
    office = Desk(house, "Maria")
    order = office.take_order("WHOLE-1", {held.sku: UNITS})
    office.release(order)
    expect_pick(office, pallet)

    hand.right(f"00{pallet}")
    hand.on("task")
    expect(hand.sentence).to_contain_text("Take 1 pallet from")
    expect(hand.thing).to_contain_text(pallet)
    expect(hand.main).to_contain_text(f"Scan {pallet}")
    shoot(hand.page, "whole-take")
    hand.wrong("LP000999", f"This is LP000999. Scan {pallet}.")
    shoot(hand.page, "whole-wrong")
    hand.right(f"00{pallet}")
    expect(hand.sentence).to_contain_text(f"Put {pallet} in")
    shoot(hand.page, "whole-bring")
    hand.tap("park")
    expect(hand.page.locator("[data-sheet=park]")).to_be_visible()
    shoot(hand.page, "whole-park")
    hand.tap("park-here")
    hand.on("home")
    hand.waiting(0)
    # Whoever comes back to it scans its plate.
    hand.right(f"00{pallet}")
    hand.on("task")
    expect(hand.sentence).to_contain_text(f"Put {pallet} in")
    hand.right(hand.place)
    hand.waiting(0)

    linh = hand_of(house, new_context, "Linh")
    linh.right(f"00{pallet}")
    linh.on("task")
    expect(linh.sentence).to_contain_text(f"Scan {pallet}")
    shoot(linh.page, "whole-pack")
    linh.right(f"00{pallet}")
    linh.answer("type", "4200")
    shoot(linh.page, "whole-close")
    linh.act("confirm")
    linh.waiting(0)
    (parcel,) = office.order("WHOLE-1")["shipments"]
    assert parcel["container"] == pallet
    assert house.audit()["exit_code"] == 0


def expect_pick(office: Desk, pallet: str) -> None:
    """The pick is made beside the release; whoever waits for it polls."""
    for _ in range(100):
        titles = [task["title"] for task in office.get("tasks", kind="pick")["items"]]
        if f"Order WHOLE-1, all of {pallet}" in titles:
            return
        time.sleep(0.1)
    raise AssertionError(titles)
