"""Goods come back without a document: judged by a thumb each, also while the server is gone in the middle of it."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.e2e.house import Desk, Handheld, House
from tests.e2e.motions import sign_in


def test_returns_are_judged_while_the_server_dies_and_the_office_decides_the_rest(
    house: House, handheld: Page, desk: Page
) -> None:
    office = Desk(house, "Maria")
    office.post("items", {"sku": "LAMP", "name": "Lamp", "zone": "A"})
    hand = Handheld(handheld, house)
    hand.switch_on()
    hand.sign_in("Grace")
    hand.right("R-01")
    hand.on("lookup")
    hand.tap("returns")
    hand.on("task")
    hand.right("LAMP")
    expect(hand.sentence).to_have_text("In what state is it?")
    hand.answer("quantity", "3")
    hand.act("choose-new")
    hand.right("LP900001")
    hand.waiting(0)

    house.pull_the_plug()
    hand.online(False)
    hand.right("LAMP")
    hand.act("choose-damaged")
    expect(hand.sentence).to_have_text("Put it at QUAR-1")
    hand.wrong("DOCK-1", "Go to QUAR-1")
    hand.right("QUAR-1")
    hand.right("LAMP")
    hand.act("choose-scrap")
    house.start()
    hand.online()
    hand.waiting(0)
    hand.act("done")
    hand.on("home")
    expect(hand.said).to_have_text("The return is in.")

    sign_in(desk, house, "/office/returns?waiting=1")
    desk.locator("[data-page=returns] tbody a").first.click()
    goods = desk.locator("[data-page=return] tbody tr")
    expect(goods).to_have_count(3)
    goods.nth(1).locator("[data-action=scrap]").click()
    goods.nth(1).locator("[data-action=yes-scrap]").click()
    expect(goods.nth(1)).to_contain_text("written off by Maria")
    assert office.stock("LAMP")["on_hand"] == 3
    assert house.audit()["clean"]
