"""A lorry that nobody had announced: its goods are taken in by five scans, and the buyer says later what they were."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.e2e.house import Desk, Handheld, House
from tests.e2e.motions import sign_in
from tests.e2e.test_inspecting import SHOTS, look


def take_in(hand: Handheld) -> None:
    """From the dock's code to Done."""
    hand.type("DOCK-1")
    expect(hand.button("receipt")).to_have_text("Nothing announced: receive")
    look(hand.page, "b1-dock")
    hand.tap("receipt")
    hand.on("task")
    expect(hand.sentence).to_have_text("Who sent it?")
    look(hand.page, "b2-who")
    # The last answer is that nobody knows; by the command card.
    hand.right("PFCMD1")
    expect(hand.sentence).to_have_text("Scan each item")
    look(hand.page, "b3-scan")
    hand.right("LAMP")
    hand.answer("quantity", "40")
    hand.right("LP900001")
    expect(hand.page.locator("[data-role=thing]")).to_contain_text("40 pieces")
    look(hand.page, "b4-in")
    hand.act("done")
    hand.on("home")
    hand.waiting(0)


def match(house: House, desk: Page, receipt: int) -> None:
    """The buyer finds the purchase order that nobody at the dock had."""
    sign_in(desk, house, f"/office/purchase-orders/{receipt}")
    form = desk.locator("[data-form=match]")
    expect(desk.locator("[data-page=purchase-order]")).to_contain_text("Nobody had announced it")
    if SHOTS:
        desk.screenshot(path=f"{SHOTS}/b5-receipt.png")
    form.locator("[name=order]").fill("PO-999")
    form.locator("[data-action=match]").click()
    expect(form.locator(".wrong")).to_be_visible()
    form.locator("[name=order]").fill("PO-700")
    form.locator("[data-action=match]").click()
    expect(form).to_have_count(0)
    if SHOTS:
        desk.screenshot(path=f"{SHOTS}/b6-matched.png")


def test_goods_without_a_paper_come_in_and_are_matched_later(
    house: House, handheld: Page, desk: Page
) -> None:
    office = Desk(house, "Maria")
    office.post("items", {"sku": "LAMP", "name": "Lamp", "zone": "A"})
    lines = [{"item": "LAMP", "qty": 40}]
    order = office.post("purchase-orders", {"number": "PO-700", "supplier": "LUMERA", "lines": lines})  # fmt: skip
    hand = Handheld(handheld, house)
    hand.switch_on()
    hand.sign_in("Grace")
    take_in(hand)
    (receipt,) = (one for one in office.get("purchase-orders")["items"] if one["blind"])
    match(house, desk, receipt["id"])
    assert office.get(f"purchase-orders/{order['id']}")["state"] == "received"
    assert office.get(f"purchase-orders/{receipt['id']}")["state"] == "closed"
    assert house.audit()["clean"]
