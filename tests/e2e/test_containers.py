"""A box goes onto a pallet, the pallet is moved by one scan, and the office tells what stands where and who did it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.e2e import conftest
from tests.e2e.house import Desk, Handheld, House
from tests.e2e.motions import sign_in

BOX = "LP000777"
SHOTS = os.environ.get("PICKFACE_SHOTS")


def shoot(page: Page, name: str) -> None:
    """Keep a picture for whoever wants to look."""
    if SHOTS:
        page.screenshot(path=str(Path(SHOTS) / f"{name}.png"))


def make_a_pallet(house: House, desk: Page) -> str:
    """A supervisor makes a pallet in the office; its plate."""
    sign_in(desk, house, "/office/containers", "Tomasz")
    desk.locator("[data-action=make]").click()
    made = desk.locator("[data-role=made] a")
    expect(made).to_be_visible()
    shoot(desk, "office-made")
    return made.inner_text()


def fill_a_box(hand: Handheld, place: str, barcode: str) -> None:
    """Three of what lies in a bin go into a labelled box."""
    hand.right(place)
    hand.tap("move")
    hand.right(barcode)
    hand.answer("quantity", "3")
    hand.right(BOX)
    hand.act("done")
    hand.act("done")
    hand.on("home")


def weigh_and_nearly_empty(hand: Handheld, there: str) -> None:
    """Put the box on the scales, empty it into a bin, and take that back."""
    hand.right(BOX)
    hand.tap("weigh")
    hand.answer("type", "4200")
    hand.on("home")
    hand.right(BOX)
    hand.tap("empty")
    shoot(hand.page, "empty")
    hand.right(there)
    shoot(hand.page, "emptied")
    hand.act("undo")
    hand.waiting(0)


def look_at_both(house: House, desk: Page, pallet: str, name: str, there: str) -> None:
    """The office's pages of the pallet, of the box, and of how its units came about."""
    desk.goto(f"{house.url}/office/containers/{pallet}")
    expect(desk.locator(".tree")).to_contain_text(name)
    shoot(desk, "office-pallet")
    desk.locator(".tree a", has_text=BOX).click()
    expect(desk.locator(".history")).to_contain_text("Weighed: 4.200 kg")
    expect(desk.locator(".history")).to_contain_text("Malik")
    shoot(desk, "office-box")
    desk.locator(".tree .made").click()
    expect(desk.locator("[data-page=why]")).to_contain_text(there)
    desk.goto(f"{house.url}/office/containers?holds=goods")
    expect(desk.locator("table.containers")).to_contain_text(BOX)


@pytest.mark.long(
    "moving, stacking and emptying are told through the scan door, and walked on every screen"
)
def test_a_box_on_a_pallet_goes_where_the_pallet_goes(
    house: House, desk: Page, new_context: conftest.NewContext
) -> None:
    pallet = make_a_pallet(house, desk)
    hand = Handheld(new_context(**conftest.HANDHELD).new_page(), house)
    hand.switch_on()
    hand.sign_in("Malik")
    (held, *_) = [one for one in house.site.stock if one.place.startswith("A-") and one.qty > 3]
    there, *_ = house.empty_bins(held.place[0])
    item = house.item(held.sku)
    fill_a_box(hand, held.place, item.barcodes[0].value)

    hand.right(BOX)
    shoot(hand.page, "container")
    expect(hand.page.locator(".holdings")).to_contain_text(item.name)
    hand.tap("nest")
    hand.wrong(held.place, "container")
    hand.right(f"00{pallet}")
    hand.on("home")
    hand.right(f"00{pallet}")
    hand.tap("move")
    hand.right(there)
    hand.on("home")
    hand.right(BOX)
    expect(hand.page.locator("main")).to_contain_text(pallet)
    hand.tap("home")
    weigh_and_nearly_empty(hand, there)

    look_at_both(house, desk, pallet, item.name, there)
    places = Desk(house, "Maria").stock(held.sku)["places"]
    (spot,) = [one for one in places if one["place"] == there]
    assert (spot["container"], spot["qty"]) == (BOX, 3)
    assert house.audit()["exit_code"] == 0
