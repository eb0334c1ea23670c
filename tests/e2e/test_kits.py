"""Kits are said at a desk; an order for a virtual one shows what is in it, and a built one is made by a handheld."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.house import Desk, Handheld, House
from tests.e2e.motions import sign_in
from tests.e2e.test_containers import shoot


def open_kits(desk: Page, house: House) -> None:
    """The manager opens the kits, on a small screen."""
    desk.set_viewport_size({"width": 1280, "height": 800})
    sign_in(desk, house, "/office/kits")
    expect(desk.locator("[data-action=new-kit]")).to_be_visible()


def say_kit(page: Page, house: House, sku: str, kind: str, parts: dict[str, int]) -> None:
    """Say what an item is made of, with a slip on the way."""
    page.goto(f"{house.url}/office/kits")
    page.locator("[data-action=new-kit]").click()
    form = page.locator("[data-form=kit]")
    form.locator("input[name=sku]").fill(sku)
    form.locator("select[name=kind]").select_option(kind)
    for n, (part, qty) in enumerate(parts.items()):
        if n:
            form.locator("[data-action=add-component]").click()
        line = form.locator("[data-component]").nth(n)
        line.locator("input[name=component]").fill(part + "X" if n else part)
        line.locator("input[name=qty]").fill(str(qty))
    form.locator("[data-action=save]").click()
    expect(form.locator("[role=alert]")).to_be_visible()
    shoot(page, f"kit-{kind}-refused")
    form.locator("[data-component]").last.locator("input[name=component]").fill(list(parts)[-1])
    form.locator("[data-action=save]").click()
    expect(page.locator("[data-role=made-of] table")).to_be_visible()
    shoot(page, f"kit-{kind}")


def untracked(house: House) -> list[str]:
    """Two items that lie in bins and are told apart by nothing but their barcode."""
    return [
        sku
        for sku, lying in house.opening.items()
        if house.item(sku).tracking == "none" and sum(one.qty for one in lying) >= 10
    ][:2]


@pytest.mark.long(
    "kits and how they are built are told through the scan door, and walked on every screen"
)
def test_a_kit_is_said_ordered_and_built(house: House, handheld: Page, desk: Page) -> None:
    first, second = untracked(house)
    page, manager = handheld, Desk(house, "Maria")
    for sku, name in (("GIFT-7", "Gift set"), ("SHELF-2", "Built set")):
        manager.post("items", {"sku": sku, "name": name})
    open_kits(desk, house)
    say_kit(desk, house, "GIFT-7", "virtual", {first: 2, second: 1})
    lines = [{"item": "GIFT-7", "qty": 1}, {"item": first, "qty": 1}]
    order = manager.post("orders", {"number": "K-1", "customer": "Jo Doe", "lines": lines})
    desk.goto(f"{house.url}/office/orders/{order['id']}")
    expect(desk.locator("td.part")).to_have_count(2)
    shoot(desk, "kit-order")
    say_kit(desk, house, "SHELF-2", "built", {first: 1, second: 1})
    desk.locator("[data-action=build]").click()
    form = desk.locator("[data-form=work-order]")
    form.locator("input[name=qty]").fill("1")
    form.locator("input[name=place]").fill("PACK-1")
    shoot(desk, "work-order-form")
    form.locator("[data-action=save]").click()
    line = desk.locator("[data-work-order]").first
    expect(line).to_contain_text("0 of 1")
    shoot(desk, "work-orders")
    number = line.get_attribute("data-work-order") or ""

    hand = Handheld(page, house)
    hand.switch_on()
    hand.sign_in("Malik")
    hand.right(number)
    hand.right("T0950")
    shoot(page, "build-walk")
    for _ in range(2):
        hand.right(hand.place)
        hand.right(hand.goods.barcodes[0].value)
    shoot(page, "build-bring")
    hand.right("PACK-1")
    shoot(page, "build-bench")
    hand.right("SHELF-2")
    shoot(page, "build-into")
    hand.right("LP000951")
    shoot(page, "build-all")
    hand.act("done")
    hand.on("home")
    shoot(page, "build-done")
    hand.waiting(0)
    desk.reload()
    expect(desk.locator("[data-work-order]").first).to_contain_text("1 of 1")
    assert manager.stock("SHELF-2")["on_hand"] == 1
    assert house.audit()["exit_code"] == 0
