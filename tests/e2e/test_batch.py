"""Two orders in one batch: chosen so in the office, taken once, and sorted at the wall with a wrong tote between."""

from __future__ import annotations

import os

from playwright.sync_api import Page, expect

from tests.e2e import conftest
from tests.e2e.house import Desk, Handheld, House
from tests.e2e.motions import reach, sign_in
from tests.e2e.test_cluster import BRUSH, picker, plate

ORDERS = {"5101": {BRUSH: 2}, "5102": {BRUSH: 3}}
BATCH, FIRST, SECOND = "T0041", "T0042", "T0043"
SHOTS = os.environ.get("PICKFACE_SHOTS")


def look(page: Page, name: str) -> None:
    """A picture for somebody to look at, where one is wanted."""
    if SHOTS:
        page.screenshot(path=f"{SHOTS}/{name}.png")


def test_a_batch_is_chosen_picked_and_sorted(
    house: House, desk: Page, new_context: conftest.NewContext
) -> None:
    office = Desk(house, "Maria")
    hand = picker(house, new_context)
    for number, lines in ORDERS.items():
        office.take_order(number, lines)
    sign_in(desk, house, "/office/orders?state=open", "Tomasz")
    for number in ORDERS:
        desk.get_by_label(f"Choose {number}", exact=True).check()
    desk.get_by_label("How they are picked").select_option("batch")
    look(desk, "batch-release")
    desk.locator("[data-action=release-together]").click()
    expect(desk.locator("[data-role=chosen]")).not_to_be_visible()

    expect(hand.button("next")).to_contain_text("Batch of 2")
    hand.tap("next")
    hand.right(BATCH)
    reach(hand)
    code = hand.goods.barcodes[0].value
    look(hand.page, "batch-take")
    hand.right(code)
    hand.answer("quantity", "5")
    hand.right("PACK-1")
    hand.on("home")
    hand.waiting(0)

    wall = Handheld(new_context(**conftest.HANDHELD).new_page(), house)
    wall.switch_on()
    wall.sign_in(packer(house))
    wall.scan(BATCH)
    expect(wall.sentence).to_have_text("Scan any item from the batch")
    look(wall.page, "wall-item")
    wall.right(code)
    expect(wall.sentence).to_have_text("Put a new tote or carton at wall place 1")
    look(wall.page, "wall-new")
    wall.right(FIRST)
    expect(wall.sentence).to_have_text("Put a new tote or carton at wall place 2")
    wall.wrong(FIRST, f"{FIRST} holds goods of this batch already.")
    look(wall.page, "wall-wrong")
    wall.page.locator("[role=alert] [data-action=ok]").tap()
    wall.answer("quantity", "1")
    wall.right(SECOND)
    expect(wall.sentence).to_have_text("Put 2 pieces into wall place 2")
    look(wall.page, "wall-into")
    assert plate(wall) == SECOND
    wall.right(SECOND)
    wall.on("home")
    wall.waiting(0)
    assert [office.order(number)["state"] for number in ORDERS] == ["picked", "picked"]
    assert house.audit()["exit_code"] == 0


def packer(house: House) -> str:
    """The first name of somebody who packs."""
    return next(one.name.split()[0] for one in house.site.people if one.role == "packer")
