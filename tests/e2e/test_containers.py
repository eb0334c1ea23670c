"""A box goes onto a pallet, the pallet is moved by one scan, and the office tells what stands where and who did it."""

from __future__ import annotations

import os
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.e2e import conftest
from tests.e2e.house import Desk, Handheld, House

SHOTS = os.environ.get("PICKFACE_SHOTS")


def shoot(page: Page, name: str) -> None:
    """Keep a picture for whoever wants to look."""
    if SHOTS:
        page.screenshot(path=str(Path(SHOTS) / f"{name}.png"))


def test_a_box_on_a_pallet_goes_where_the_pallet_goes(
    house: House, desk: Page, new_context: conftest.NewContext
) -> None:
    lead = house.person("Tomasz")
    desk.goto(f"{house.url}/office/containers")
    desk.fill("input[name=login]", lead.login)
    desk.fill("input[name=password]", lead.password)
    desk.press("input[name=password]", "Enter")
    desk.locator("[data-action=make]").click()
    made = desk.locator("[data-role=made] a")
    expect(made).to_be_visible()
    pallet = made.inner_text()
    shoot(desk, "office-made")

    hand = Handheld(new_context(**conftest.HANDHELD).new_page(), house)
    hand.switch_on()
    hand.sign_in("Malik")
    (held, *_) = [one for one in house.site.stock if one.place.startswith("A-") and one.qty > 3]
    there, *_ = house.empty_bins(held.place[0])
    item = house.item(held.sku)

    hand.right(held.place)
    hand.tap("move")
    hand.right(item.barcodes[0].value)
    hand.answer("quantity", "3")
    hand.right("LP000777")
    hand.act("done")
    hand.act("done")
    hand.on("home")

    hand.right("LP000777")
    shoot(hand.page, "container")
    expect(hand.page.locator(".holdings")).to_contain_text(item.name)
    hand.tap("nest")
    shoot(hand.page, "nest")
    hand.wrong(held.place, "container")
    hand.right(f"00{pallet}")
    hand.on("home")

    hand.right(f"00{pallet}")
    hand.tap("move")
    hand.right(there)
    hand.on("home")
    hand.right("LP000777")
    expect(hand.page.locator("main")).to_contain_text(pallet)
    shoot(hand.page, "nested")
    hand.tap("weigh")
    shoot(hand.page, "weigh")
    hand.answer("type", "4200")
    hand.on("home")
    hand.right("LP000777")
    hand.tap("empty")
    shoot(hand.page, "empty")
    hand.right(there)
    shoot(hand.page, "emptied")
    hand.act("undo")
    hand.waiting(0)

    desk.goto(f"{house.url}/office/containers/{pallet}")
    expect(desk.locator(".tree")).to_contain_text("LP000777")
    expect(desk.locator(".tree")).to_contain_text(item.name)
    shoot(desk, "office-pallet")
    desk.locator(".tree a", has_text="LP000777").click()
    expect(desk.locator(".history")).to_contain_text("Weighed: 4.200 kg")
    expect(desk.locator(".history")).to_contain_text("Malik")
    shoot(desk, "office-box")
    desk.locator(".tree .made").click()
    expect(desk.locator("[data-page=why]")).to_contain_text(there)
    shoot(desk, "office-why")
    desk.goto(f"{house.url}/office/containers?holds=goods")
    expect(desk.locator("table.containers")).to_contain_text("LP000777")
    shoot(desk, "office-list")
    (spot,) = [one for one in Desk(house, "Maria").stock(held.sku)["places"] if one["place"] == there]
    assert (spot["container"], spot["qty"]) == ("LP000777", 3)
    assert house.audit()["exit_code"] == 0
