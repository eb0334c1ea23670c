"""A lot is recalled at a desk while it is half shipped and a handheld has it under way."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.e2e import conftest
from tests.e2e.house import Desk, Handheld, House
from tests.e2e.motions import reach, sign_in

MUESLI = "FO-20101"
"""Two lots in two bins: the older one goes out first."""


def take(hand: Handheld, lot: str, qty: int) -> None:
    """Walk to the bin and take so many of the lot that the screen asks for."""
    reach(hand)
    hand.right(hand.goods.barcodes[0].value)
    if "Which lot" in hand.sentence.inner_text():
        hand.right(lot)
    if qty > 1:
        hand.answer("quantity", str(qty))


def ship(hand: Handheld, packer: Handheld, lot: str) -> None:
    """Pick the order that waits, pack it and ship it."""
    hand.tap("next")
    hand.right("T0001")
    take(hand, lot, 1)
    hand.right("PACK-1")
    hand.on("home")
    packer.right("T0001")
    packer.right("LP000010")
    packer.right(packer.house.item(MUESLI).barcodes[0].value)
    if packer.main.get_attribute("data-step-kind") == "collect":
        packer.right(lot)
    packer.answer("type", "450")
    packer.act("confirm")
    packer.waiting(0)
    packer.right("LP000010")
    packer.right("LP000010")
    packer.right("SHIP-1")
    packer.on("home")


def test_a_lot_that_is_half_shipped_is_recalled_under_a_pickers_hands(
    house: House, desk: Page, new_context: conftest.NewContext
) -> None:
    office = Desk(house, "Maria")
    hands = []
    for name in ("Sofia", "Linh"):
        hand = Handheld(new_context(**conftest.HANDHELD).new_page(), house)
        hand.switch_on()
        hand.sign_in(name)
        hands.append(hand)
    picker, packer = hands
    first, second = office.take_order("4001", {MUESLI: 1}), office.take_order("4002", {MUESLI: 1})
    office.release(first)
    expect(picker.button("next")).to_contain_text("Order 4001")
    bad = pinned_lot(office, "4001")
    ship(picker, packer, bad)

    office.release(second)
    expect(picker.button("next")).to_contain_text("Order 4002")
    picker.tap("next")
    picker.right("T0002")
    before = picker.place

    item = office.get("stock", item=MUESLI)["item"]
    sign_in(desk, house, f"/office/items/{item}", "Tomasz")
    desk.locator("a[href*='/office/lots/']", has_text=bad).click()
    expect(desk.locator("h1")).to_have_text(f"Lot {bad}")
    expect(desk.locator(".lot-went tbody tr")).to_have_count(1)
    expect(desk.locator(".lot-went")).to_contain_text("Ines Carvalho")
    expect(desk.locator(".lot-went")).to_contain_text("4001")
    desk.locator("[data-action=recall]").click()
    desk.fill("input[name=reason]", "Glass in a bag")
    desk.locator("[data-action=yes-recall]").click()
    expect(desk.locator(".recalled")).to_contain_text("Glass in a bag")
    expect(desk.locator(".lot-here")).to_contain_text("frozen where it lies")

    # Nobody touched the handheld: it names the other lot's bin by itself.
    expect(picker.page.locator("[data-role=place]")).not_to_have_text(before)
    take(picker, pinned_lot(office, "4002"), 1)
    picker.right("PACK-1")
    picker.on("home")
    assert house.audit()["exit_code"] == 0


def pinned_lot(office: Desk, number: str) -> str:
    """The lot of the bin that an order is promised."""
    item = office.get("stock", item=MUESLI)["item"]
    promises = office.get("why", number="reserved", item=item)["promises"]
    return str(next(one["lot"] for one in promises if one["order"]["number"] == number))
