"""Chilled hams come in: counted, weighed and measured with gloves, some too warm, and the office sees it all."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.e2e.house import Desk, Handheld, House
from tests.e2e.motions import sign_in
from tests.e2e.test_inspecting import SHOTS, look


def weigh(hand: Handheld) -> None:
    """Three of them: how many, what they weigh, and once more since that is far off."""
    hand.right("HAM")
    expect(hand.sentence).to_have_text("How many do you weigh?")
    expect(hand.button("done")).to_have_count(0)
    look(hand.page, "m1-pieces")
    hand.wrong("LP900002", "Type how many there are first.")
    hand.right("HAM")
    hand.answer("quantity", "3")
    expect(hand.sentence).to_have_text("Weigh 3 pieces and type the grams")
    look(hand.page, "m2-weight")
    hand.answer("type", "1200")
    expect(hand.sentence).to_have_text("1,200 g for 3 pieces? Weigh again, or tap Done")
    look(hand.page, "m3-again")
    # By the command card, without a thumb.
    for digit in "12340":
        hand.type(f"PFCMD{digit}")
    expect(hand.page.locator("[data-role=typed]")).to_contain_text("12340")
    hand.right("PFCMDDONE")
    expect(hand.sentence).to_have_text("Measure it: how many degrees?")


def measure(hand: Handheld) -> None:
    """They are too warm: laid apart, which the place proves. The next ones are right."""
    look(hand.page, "m4-degrees")
    hand.tap("type")
    look(hand.page, "m5-pad")
    hand.keys("9")
    hand.on("task")
    expect(hand.sentence).to_have_text("Keep it apart: leave it in QUAR-1")
    look(hand.page, "m6-apart")
    hand.wrong("HAM2", "Scan the place first: QUAR-1.")
    hand.right("QUAR-1")
    hand.right("HAM")
    hand.answer("quantity", "1")
    hand.answer("type", "900")
    expect(hand.sentence).to_have_text("900 g for 1 piece? Weigh again, or tap Done")
    hand.act("confirm")
    hand.tap("type")
    hand.keys("4.5")
    expect(hand.sentence).to_have_text("Put it into a container")
    hand.right("LP900002")


def freeze(hand: Handheld) -> None:
    """Who measures what is frozen types no minus."""
    hand.right("PEAS")
    for digit in "19":
        hand.type(f"PFCMD{digit}")
    expect(hand.page.locator("[data-role=typed]")).to_contain_text("−19")
    look(hand.page, "m7-frozen")
    hand.right("PFCMDDONE")
    expect(hand.sentence).not_to_have_text("Measure it: how many degrees?")


def test_a_receiver_weighs_and_measures_what_asks_for_it(
    house: House, handheld: Page, desk: Page
) -> None:
    office = Desk(house, "Maria")
    chilled = {"min_temp_tenths": 20, "max_temp_tenths": 70, "catch_weight": True}
    ham = office.post("items", {"sku": "HAM", "name": "Ham", "zone": "A", "weight_g": 4_000, **chilled})  # fmt: skip
    office.post("items", {"sku": "PEAS", "name": "Peas", "zone": "A", "max_temp_tenths": -180})
    lines = [{"item": "HAM", "qty": 4}, {"item": "PEAS", "qty": 1}]
    order = office.post("purchase-orders", {"number": "PO-800", "supplier": "LUMERA", "lines": lines})  # fmt: skip
    hand = Handheld(handheld, house)
    hand.switch_on()
    hand.sign_in("Grace")
    hand.right("PO-800")
    hand.on("task")
    weigh(hand)
    house.pull_the_plug()
    measure(hand)
    house.start()
    freeze(hand)
    hand.act("done")
    hand.on("home")
    hand.waiting(0)
    sign_in(desk, house, f"/office/purchase-orders/{order['id']}")
    rows = desk.locator("[data-role=measured] tr")
    expect(rows).to_have_count(3)
    expect(rows.nth(0)).to_contain_text("12.340 kg")
    expect(rows.nth(0)).to_contain_text("9 °C")
    expect(rows.nth(0)).to_contain_text("laid in QUAR-1")
    expect(rows.nth(2)).to_contain_text("-19 °C")
    if SHOTS:
        desk.screenshot(path=f"{SHOTS}/m8-order.png", full_page=True)
    desk.goto(f"{house.url}/office/items/{ham['id']}")
    form = desk.locator("[data-form=handling]")
    expect(form.locator("[name=max-temp]")).to_have_value("7")
    form.locator("[name=max-temp]").fill("7,5")
    form.locator("[data-action=save-handling]").click()
    expect(form.locator("[role=status]")).to_be_visible()
    form.scroll_into_view_if_needed()
    if SHOTS:
        desk.screenshot(path=f"{SHOTS}/m9-item.png")
    assert office.get(f"items/{ham['id']}")["max_temp_tenths"] == 75
    assert house.audit()["clean"]


def test_a_delivery_shows_what_was_measured_of_it(house: House, handheld: Page, desk: Page) -> None:
    office = Desk(house, "Maria")
    chilled = {"min_temp_tenths": 20, "max_temp_tenths": 70, "catch_weight": True}
    office.post(
        "items", {"sku": "BACON", "name": "Bacon", "zone": "A", "weight_g": 4_000, **chilled}
    )
    lines = [{"item": "BACON", "qty": 2}]
    office.post("purchase-orders", {"number": "PO-802", "supplier": "LUMERA", "lines": lines})
    carton = {"sscc": "340123450000000017", "contents": [{"item": "BACON", "qty": 2}]}
    made = office.post(
        "deliveries",
        {"number": "ASN-7", "supplier": "LUMERA", "purchase_order": "PO-802", "cartons": [carton]},
    )
    hand = Handheld(handheld, house)
    hand.switch_on()
    hand.sign_in("Grace")
    hand.right("PO-802")
    hand.on("task")
    hand.right("00340123450000000017")
    hand.act("open")
    hand.right("BACON")
    hand.answer("quantity", "2")
    hand.answer("type", "8120")
    hand.tap("type")
    hand.keys("4.5")
    hand.right("LP900021")
    hand.waiting(0)
    sign_in(desk, house, f"/office/deliveries/{made['id']}")
    row = desk.locator("[data-role=measured] tr")
    expect(row).to_have_count(1)
    expect(row).to_contain_text("8.120 kg")
    expect(row).to_contain_text("4.5 °C")
    expect(row).to_contain_text("Grace")
    if SHOTS:
        desk.screenshot(path=f"{SHOTS}/m10-delivery.png", full_page=True)
