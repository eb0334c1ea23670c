"""Goods that came in are looked at: some are rejected by a thumb, without a network, and the office sends them back."""

from __future__ import annotations

import os
from typing import Literal

from playwright.sync_api import Page, expect

from tests.e2e.house import Desk, Handheld, House
from tests.e2e.motions import sign_in

SHOTS = os.environ.get("PICKFACE_SHOTS", "")
LOOKS: tuple[tuple[int, int, Literal["light", "dark"]], ...] = (
    (360, 640, "light"),
    (320, 480, "dark"),
)


def look(page: Page, name: str) -> None:
    """Pictures of the screen, where somebody wants to see it."""
    before = page.viewport_size
    for width, height, scheme in LOOKS if SHOTS and before and before["width"] < 500 else []:
        page.set_viewport_size({"width": width, "height": height})
        page.emulate_media(color_scheme=scheme)
        page.screenshot(path=f"{SHOTS}/{name}-{width}.png")
        page.set_viewport_size(before)
        page.emulate_media(color_scheme="light")


def receive(hand: Handheld) -> None:
    """Forty lamps come in, into a container of their own."""
    hand.right("PO-700")
    hand.on("task")
    hand.right("LAMP")
    hand.answer("quantity", "40")
    expect(hand.sentence).to_have_text("For inspection: put it into a container of its own")
    look(hand.page, "1-into")
    hand.wrong("DOCK-1", "It is inspected first: scan a container for it, no bin.")
    look(hand.page, "2-no-bin")
    hand.right("LP900001")
    hand.act("done")
    hand.on("home")
    hand.waiting(0)


def judge(hand: Handheld) -> None:
    """Three of them are bad, the others are good."""
    hand.right("LAMP")
    expect(hand.sentence).to_have_text("Look at 4 of 40: are they good?")
    expect(hand.button("choose-reject")).to_have_text("3 Reject")
    look(hand.page, "5-look")
    # Gloves: all of it by the command card, by the numbers on the screen.
    hand.type("PFCMD4")
    expect(hand.page.locator("[data-sheet=quantity]")).to_be_visible()
    hand.type("PFCMD3")
    expect(hand.page.locator("[data-role=typed]")).to_contain_text("3")
    hand.right("PFCMDDONE")
    expect(hand.sentence).to_have_text("These 3: are they good?")
    look(hand.page, "6-three")
    hand.wrong("PFCMD9", "No number is asked for here")
    hand.right("PFCMD3")
    expect(hand.sentence).to_have_text("Put it at QUAR-1")
    hand.right("QUAR-1")
    hand.right("LAMP")
    look(hand.page, "7-rest")
    hand.right("PFCMD1")


def send_back(house: House, desk: Page) -> None:
    """The buyer sees what was rejected, and says that it went back."""
    sign_in(desk, house, "/office/inspections")
    expect(desk.locator("[data-page=inspections] .empty")).to_be_visible()
    look(desk, "9-none")
    desk.goto(f"{house.url}/office/inspections?state=reject")
    row = desk.locator("[data-page=inspections] tbody tr")
    expect(row).to_have_count(1)
    look(desk, "10-rejected")
    row.locator("[data-action=supplier]").click()
    expect(desk.locator("[data-page=inspections] .empty")).to_be_visible()


def test_a_sample_is_looked_at_in_a_dead_zone_and_what_is_bad_goes_back(
    house: House, handheld: Page, desk: Page
) -> None:
    office = Desk(house, "Maria")
    item = office.post("items", {"sku": "LAMP", "name": "Lamp", "zone": "A", "inspection": "10%"})
    lines = [{"item": "LAMP", "qty": 40}]
    office.post("purchase-orders", {"number": "PO-700", "supplier": "LUMERA", "lines": lines})
    hand = Handheld(handheld, house)
    hand.switch_on()
    hand.sign_in("Grace")
    receive(hand)
    expect(hand.button("next")).to_contain_text("LP900001")
    hand.tap("next")
    hand.on("task")
    expect(handheld.locator("[data-role=why]")).to_have_text("It stands in QUAR-1.")
    look(handheld, "3-go")
    hand.right("LP900001")
    look(handheld, "4-scan")
    house.pull_the_plug()
    hand.online(False)
    judge(hand)
    house.start()
    hand.online()
    hand.waiting(0)
    look(handheld, "8-done")
    send_back(house, desk)
    if SHOTS:
        desk.goto(f"{house.url}/office/items/{item['id']}")
        desk.locator("[data-form=handling]").scroll_into_view_if_needed()
        look(desk, "11-item")
    assert house.audit()["clean"]
