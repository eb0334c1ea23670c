"""A desk says on an item's page how long its lots must still be good, and reads on an order's page why it waits."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.e2e.conftest import DESK, NewContext
from tests.e2e.house import Desk, House
from tests.e2e.motions import sign_in
from tests.e2e.test_containers import shoot


def test_the_order_page_says_that_the_lots_are_too_short(
    house: House, new_context: NewContext
) -> None:
    page = new_context(**DESK).new_page()
    office = Desk(house, "Maria")
    dated = next(
        sku
        for sku in house.opening
        if house.item(sku).tracking == "lot_expiry" and office.stock(sku)["available"] >= 2
    )
    page.set_viewport_size({"width": 1280, "height": 800})
    item = office.get("items", sku=dated)["items"][0]["id"]
    sign_in(page, house, f"/office/items/{item}")
    form = page.locator("[data-form=handling]")
    form.locator("input[name=shelf-days]").fill("3000")
    shoot(page, "shelf-item")
    form.locator("[data-action=save-handling]").click()
    expect(page.locator("[data-form=handling] input[name=shelf-days]")).to_have_value("3000")
    order = office.take_order("SHORT-LIFE", {dated: 2})
    (line,) = office.order("SHORT-LIFE")["lines"]
    assert line["lacking"] == 2
    page.goto(f"{house.url}/office/orders/{order}")
    shown = page.locator(f"[data-line='{dated}']")
    expect(shown).to_contain_text("expire before")
    shown.scroll_into_view_if_needed()
    shoot(page, "shelf-order")
