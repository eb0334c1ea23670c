"""A desk lets another item stand for what lacks; a picker whose bin is short is sent to it, and reads why."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.e2e.house import Desk, Handheld, House
from tests.e2e.motions import sign_in
from tests.e2e.test_containers import shoot


def lying_in_one_bin(house: House, manager: Desk) -> list[str]:
    """Items that nothing but their barcode tells apart, all of whose units lie in one bin, promised to nobody."""
    found = []
    for sku, lying in house.opening.items():
        plain = house.item(sku).tracking == "none" and len(lying) == 1
        if plain and lying[0].qty >= 4:
            there = manager.stock(sku)
            if there["available"] == lying[0].qty and len(there["places"]) == 1:
                found.append(sku)
        if len(found) == 3:
            break
    return found


def say(desk: Page, house: House, item: int, asked: str, other: str) -> None:
    """On the item's page: what may stand for it, with a slip on the way."""
    desk.set_viewport_size({"width": 1280, "height": 800})
    sign_in(desk, house, f"/office/items/{item}")
    section = desk.locator("[data-role=substitutes]")
    section.locator("[data-action=change-substitutes]").click()
    section.locator("input[name=sku]").first.fill(asked)
    section.locator("[data-action=save]").click()
    expect(section.locator("[role=alert]")).to_contain_text("does not stand for itself")
    section.locator("input[name=sku]").first.fill(other)
    section.locator("[data-action=save]").click()
    expect(section.locator("table")).to_contain_text(other)
    section.scroll_into_view_if_needed()
    shoot(desk, "substitutes-item")


def stand_in(desk: Page, asked: str, other: str) -> None:
    """On the order's page: the customer agrees, and the other item stands for what lacks."""
    line = desk.locator(f"[data-line='{asked}']")
    expect(line).to_contain_text("2 lack")
    line.locator("[data-action=substitute]").click()
    box = desk.locator("[data-role=substitute]")
    expect(box).to_contain_text("has not agreed")
    shoot(desk, "substitutes-not-agreed")
    box.locator("[data-action=agree]").click()
    form = desk.locator("[data-form=substitute]")
    expect(form.locator("input[name=qty]")).to_have_value("2")
    shoot(desk, "substitutes-form")
    desk.set_viewport_size({"width": 360, "height": 740})
    form.scroll_into_view_if_needed()
    shoot(desk, "substitutes-form-360")
    form.locator("[data-action=save]").click()
    stands = desk.locator(f"[data-line='{other}']")
    expect(stands).to_contain_text("instead of")
    stands.scroll_into_view_if_needed()
    shoot(desk, "substitutes-order-360")
    desk.set_viewport_size({"width": 1280, "height": 800})
    expect(desk.locator("[data-role=changes]")).to_contain_text(f"2 {other} instead of {asked}")
    shoot(desk, "substitutes-order")


def test_a_desk_lets_another_item_stand_in_and_takes_it_back(house: House, desk: Page) -> None:
    manager = Desk(house, "Maria")
    asked, other, _ = lying_in_one_bin(house, manager)
    say(desk, house, manager.get("items", sku=asked)["items"][0]["id"], asked, other)
    order = manager.take_order("S-1", {asked: manager.stock(asked)["available"] + 2})
    desk.goto(f"{house.url}/office/orders/{order}")
    stand_in(desk, asked, other)
    desk.locator(f"[data-line='{other}'] [data-action=take-back]").click()
    expect(desk.locator(f"[data-line='{other}']")).to_have_count(0)
    expect(desk.locator("[data-role=changes]")).to_contain_text("Taken back")
    assert manager.stock(other)["reserved"] == 0
    assert house.audit()["exit_code"] == 0


def test_a_picker_whose_bin_is_short_reads_what_to_take_instead(
    house: House, handheld: Page
) -> None:
    manager = Desk(house, "Maria")
    *_, other, short = lying_in_one_bin(house, manager)
    item = manager.get("items", sku=short)["items"][0]["id"]
    manager.put(f"items/{item}/substitutes", {"items": [other]})
    lines = [{"item": short, "qty": 3}]
    form = {"number": "S-2", "priority": 1, "substitutes": True, "lines": lines}
    hand = Handheld(handheld, house)
    hand.switch_on()
    hand.sign_in("Sofia")
    manager.release(manager.post("orders", form)["id"])
    expect(hand.button("next")).to_contain_text("Order S-2")
    hand.tap("next")
    hand.right("T0970")
    hand.right(hand.place)
    hand.answer("short", "0")
    why = hand.main.locator("[data-role=why]")
    expect(why).to_contain_text("the customer agrees")
    expect(why).to_contain_text(house.item(short).name)
    shoot(handheld, "substitutes-walk")
    hand.right(hand.place)
    expect(hand.thing).to_contain_text(house.item(other).name)
    expect(why).to_contain_text(house.item(short).name)
    shoot(handheld, "substitutes-take")
    hand.right(house.item(other).barcodes[0].value)
    hand.answer("quantity", "3")
    hand.right("PACK-1")
    hand.on("home")
    hand.waiting(0)
    sent = {line["sku"]: line for line in manager.order("S-2")["lines"]}
    assert (sent[short]["given_up"], sent[other]["qty"], sent[other]["given_up"]) == (3, 3, 0)
    assert house.audit()["exit_code"] == 0
