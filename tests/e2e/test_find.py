"""The one field above every page of the office, with keys as a scanner and a person send them."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.e2e.conftest import wedge
from tests.e2e.house import House
from tests.e2e.motions import sign_in


def test_a_scan_opens_the_item_and_an_error_in_a_word_is_forgiven(house: House, desk: Page) -> None:
    item = house.item("FO-20101")
    sign_in(desk, house, "/office/orders", "Tomasz")
    field = desk.locator("[data-find]")
    expect(field).to_be_visible()
    field.focus()
    wedge(desk, item.barcodes[0].value)
    expect(desk.locator("h1")).to_have_text(item.name)

    # From a number of it to what made it.
    desk.locator(".stock-levels .onHand a.made").click()
    expect(desk.locator("h1")).to_contain_text("Why on hand is")
    expect(desk.locator(".why-moves tbody tr").first).to_contain_text("opening stock")

    field.fill("meusli 500 beries")
    first = desk.locator("#found li").first
    expect(first).to_contain_text(item.name)
    field.press("Enter")
    expect(desk.locator("h1")).to_have_text(item.name)
    expect(field).to_have_value("")
