"""A new item is weighed and measured as it first comes in, with gloves; cartons and the office go by it."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.e2e.house import Desk, Handheld, House
from tests.e2e.motions import sign_in
from tests.e2e.test_inspecting import SHOTS, look

GRAMS = "Weigh one piece: how many grams?"


def agree(hand: Handheld) -> None:
    """Tap a refusal away."""
    hand.page.locator("[role=alert] [data-action=ok]").tap()


def refuse(hand: Handheld) -> None:
    """Nine tonnes are no lamp, and a container is no answer."""
    hand.right("LAMP")
    expect(hand.sentence).to_have_text(GRAMS)
    expect(hand.button("confirm")).to_have_text("Not now")
    look(hand.page, "f1-grams")
    hand.wrong("LP900011", "Type it first, or tap Not now.")
    agree(hand)
    hand.tap("type")
    look(hand.page, "f2-pad")
    hand.keys("9000000")
    said = hand.page.locator("[role=alert] [data-role=said]")
    expect(said).to_have_text("One piece weighs between 1 g and 2 t. Type it in grams.")
    look(hand.page, "f3-refused")
    agree(hand)


def measure(hand: Handheld) -> None:
    """Once in kilograms, by the command card; then in grams."""
    hand.type("PFCMD2")
    expect(hand.page.locator("[data-role=typed]")).to_contain_text("2")
    hand.right("PFCMDDONE")
    expect(hand.sentence).to_have_text("Measure one piece: how long, in mm?")
    hand.answer("type", "300")
    expect(hand.sentence).to_have_text("How wide is it, in mm?")
    hand.answer("type", "200")
    expect(hand.sentence).to_have_text("How high is it, in mm?")
    look(hand.page, "f4-high")
    hand.answer("type", "450")
    expect(hand.sentence).to_have_text(GRAMS)
    look(hand.page, "f5-again")
    for value in ("2000", "300", "200", "450"):
        hand.answer("type", value)
    expect(hand.sentence).to_have_text("Put it into a container")
    hand.right("LP900011")


def test_a_receiver_measures_what_nobody_knows_or_waves_it_away(
    house: House, handheld: Page, desk: Page
) -> None:
    office = Desk(house, "Maria")
    office.patch("site/settings", {"measure_first_receipt": True})
    lamp = office.post("items", {"sku": "LAMP", "name": "Desk lamp", "zone": "A"})
    office.post("items", {"sku": "MAT", "name": "Door mat", "zone": "A"})
    lines = [{"item": "LAMP", "qty": 2}, {"item": "MAT", "qty": 1}]
    office.post("purchase-orders", {"number": "PO-801", "supplier": "LUMERA", "lines": lines})
    hand = Handheld(handheld, house)
    hand.switch_on()
    hand.sign_in("Grace")
    hand.right("PO-801")
    hand.on("task")
    refuse(hand)
    house.pull_the_plug()
    measure(hand)
    house.start()
    hand.right("LAMP")
    hand.right("MAT")
    expect(hand.sentence).to_have_text(GRAMS)
    # Nobody has the time.
    hand.act("confirm")
    hand.act("done")
    hand.on("home")
    hand.waiting(0)
    item = office.get(f"items/{lamp['id']}")
    names = ("weight_g", "length_mm", "width_mm", "height_mm", "volume_mm3")
    assert [item[name] for name in names] == [2_000, 300, 200, 450, 27_000_000]
    sign_in(desk, house, f"/office/items/{lamp['id']}")
    row = desk.locator("[data-role=sizings] tr")
    expect(row).to_have_count(1)
    expect(row).to_contain_text("Grace")
    expect(row).to_contain_text("300 × 200 × 450 mm")
    row.scroll_into_view_if_needed()
    if SHOTS:
        desk.screenshot(path=f"{SHOTS}/f6-item.png")
    assert house.audit()["clean"]
