"""A packer hears which carton to take and sees how goods stand in it; the office says which cartons there are."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.e2e import conftest
from tests.e2e.house import Desk, Handheld, House
from tests.e2e.motions import pick, sign_in
from tests.e2e.way import BRUSH, MUG


def picked(sofia: Handheld, office: Desk) -> None:
    """Sofia picks an order of mugs and brushes and brings it to the station."""
    sofia.switch_on()
    sofia.sign_in("Sofia")
    office.release(office.take_order("1201", {MUG: 4, BRUSH: 2}))
    pick(sofia, "Order 1201", "T0001")


def test_the_packer_takes_the_carton_that_is_proposed_and_sees_how_to_stack(
    house: House, desk: Page, new_context: conftest.NewContext
) -> None:
    sign_in(desk, house, "/office/cartons", "Tomasz")
    expect(desk.locator("table.rows tbody tr")).to_have_count(8)
    desk.locator("[data-action=new-carton]").click()
    form = desk.locator("[data-form=carton]")
    for name, value in {
        "code": "mug",
        "length_mm": "260",
        "width_mm": "190",
        "height_mm": "170",
    }.items():
        form.locator(f"[name={name}]").fill(value)
    form.locator("[data-action=save]").click()
    expect(desk.locator("table.rows tbody tr")).to_have_count(9)

    office = Desk(house, "Maria")
    office.patch("site/settings", {"dunnage": "paper: 20 3, air cushions: 2 4 fragile"})
    picked(Handheld(new_context(**conftest.HANDHELD).new_page(), house), office)
    page = new_context(**conftest.HANDHELD).new_page()
    linh = Handheld(page, house)
    linh.switch_on()
    linh.sign_in("Linh")
    linh.right("T0001")
    expect(linh.sentence).to_contain_text(re.compile("Take carton [A-Z0-9]+"), timeout=30_000)
    expect(page.locator("[data-role=carton]")).to_contain_text("all 6 pieces")
    fill = page.locator("[data-role=fill]")
    expect(fill).to_have_text(re.compile(r"about \d+ l of (paper|air cushions)"))
    linh.tap("stacking")
    expect(page.locator("svg.stacking .goods-box")).to_have_count(6)
    linh.button("later").tap()
    expect(page.locator("svg.stacking .goods-box")).to_have_count(1)
    linh.button("later").tap()
    linh.button("close").tap()
    linh.right("LP000010")
    for sku in (MUG, BRUSH):
        linh.right(house.item(sku).barcodes[0].value)
        linh.answer("quantity", "4" if sku == MUG else "2")
    linh.at("capture")
    expect(page.locator("[data-role=carton]")).to_have_count(0)
    # It is filled once all goods are in, before it is weighed and closed.
    expect(fill).to_be_visible()

    desk.goto(f"{house.url}/office/items/{office.get('items', sku=MUG)['items'][0]['id']}")
    sizes = desk.locator("[data-form=sizes]")
    expect(sizes.locator("[name=length]")).to_have_value(re.compile(r"\d+"))
    expect(sizes.locator("[data-action=save-sizes]")).to_be_visible()
