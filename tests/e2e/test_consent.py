"""Goods that do not scan: asked for with a photo in the aisle, consented to at the board, taken without a scan."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e import conftest
from tests.e2e.house import Desk, Handheld, House
from tests.e2e.test_containers import shoot
from tests.e2e.test_evidence import looking

__all__ = ["looking"]
PADS, MUG = "CO-17201", "HH-01205"


def sign_in_at_the_board(boss: Page, house: House, name: str) -> None:
    person = house.person(name)
    boss.goto(f"{house.url}/board")
    boss.get_by_label("Login").fill(person.login)
    boss.get_by_label("Password").fill(person.password)
    boss.keyboard.press("Enter")


def ask_with_a_photo(hand: Handheld) -> None:
    page, sheet = hand.page, hand.page.locator("[data-sheet=no_scan]")
    hand.tap("more")
    expect(page.locator("[data-sheet=more]")).to_be_visible()
    shoot(page, "1-more")
    hand.tap("no_scan")
    sheet.locator("[data-action=photo]").tap()
    expect(page.locator("video[data-ready=true]")).to_be_visible()
    hand.tap("shoot")
    expect(sheet.locator("[data-role=taken]")).to_be_visible()
    shoot(page, "2-how-many")
    hand.tap("ok")


@pytest.mark.usefixtures("new_context")
def test_what_does_not_scan_is_asked_for_and_taken_by_consent(
    looking: Browser, house: House
) -> None:
    office = Desk(house, "Maria")
    with conftest.contexts_of(looking) as open_context:
        page = open_context(**conftest.HANDHELD, permissions=["camera"]).new_page()
        hand = Handheld(page, house)
        hand.switch_on()
        page.evaluate("navigator.serviceWorker.ready")
        hand.sign_in("Sofia")
        office.release(office.take_order("TORN-1", {PADS: 1, MUG: 1}))
        expect(hand.button("next")).to_contain_text("TORN-1")
        hand.tap("next")
        hand.right("T0941")
        torn = hand.place
        hand.right(torn)
        house.pull_the_plug()
        ask_with_a_photo(hand)
        house.start()
        # The other bin is next; nobody waits.
        expect(page.locator("[data-role=sentence]")).not_to_contain_text(torn)
        shoot(page, "3-goes-on")
        hand.waiting(0)
        boss = open_context(**conftest.DESK).new_page()
        sign_in_at_the_board(boss, house, "Maria")
        row = boss.locator("[data-exception]").filter(has_text="not scan")
        expect(row.locator("[data-role=photos] img")).to_be_visible()
        expect(row.locator("[data-action=new-label]")).to_be_visible()
        shoot(boss, "4-board")
        row.locator("[data-action=consent]").click()
        expect(row).to_have_count(0)
        other = hand.place
        hand.right(other)
        hand.right(hand.goods.barcodes[0].value)
        expect(page.locator("[data-role=sentence]")).to_contain_text(torn)
        expect(page.locator("[data-role=why]")).to_contain_text("Maria")
        shoot(page, "5-sent-back")
        hand.right(torn)
        shoot(page, "6-without-scan")
        hand.tap("quantity")
        hand.tap("ok")
        expect(page.locator("[data-role=sentence]")).to_contain_text("PACK-1")
        hand.right("PACK-1")
        hand.on("home")
        hand.waiting(0)


def test_something_else_in_a_bin_is_one_tap_and_a_number(
    house: House, new_context: conftest.NewContext
) -> None:
    office = Desk(house, "Maria")
    page = new_context(**conftest.HANDHELD).new_page()
    hand = Handheld(page, house)
    hand.switch_on()
    page.evaluate("navigator.serviceWorker.ready")
    hand.sign_in("Sofia")
    office.release(office.take_order("STRAY-1", {PADS: 1}))
    expect(hand.button("next")).to_contain_text("STRAY-1")
    hand.tap("next")
    hand.right("T0942")
    hand.right(hand.place)
    hand.tap("stray")
    shoot(page, "7-stray")
    hand.keys("3")
    expect(hand.said).to_have_text("Noted.")
    hand.waiting(0)
    boss = new_context(**conftest.DESK).new_page()
    sign_in_at_the_board(boss, house, "Maria")
    row = boss.locator("[data-exception]").filter(has_text="something else")
    expect(row).to_be_visible()
    shoot(boss, "8-board-stray")
