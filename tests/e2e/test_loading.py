"""A truck is loaded in a real browser: by its code, also without a network, and the office sees what stays."""

from __future__ import annotations

import time

from playwright.sync_api import Page, expect

from tests.e2e.house import Desk, Handheld, House

MUG = "HH-01205"
HOUR = 3_600_000


def parcel_of(house: House, page: Page, office: Desk, number: str, tote: str, plate: str) -> str:
    """An order of one piece, picked and packed; its tracking number."""
    office.release(office.take_order(number, {MUG: 1}))
    hand = Handheld(page, house)
    expect(hand.button("next")).to_contain_text(f"Order {number}")
    hand.tap("next")
    hand.right(tote)
    while hand.main.get_attribute("data-step-kind") != "put":
        if hand.main.get_attribute("data-step-kind") == "go":
            hand.right(hand.place)
        hand.right(hand.goods.barcodes[0].value)
    hand.right("PACK-1")
    hand.on("home")
    hand.right(tote)
    hand.right(plate)
    hand.right(house.item(MUG).barcodes[0].value)
    hand.answer("type", "600")
    hand.act("confirm")
    hand.on("home")
    hand.waiting(0)
    (parcel,) = office.order(number)["shipments"]
    return str(parcel["tracking"])


def test_a_truck_is_loaded_without_a_network_and_what_stays_goes_with_the_next(
    house: House, handheld: Page, desk: Page
) -> None:
    office = Desk(house, "Maria")
    now = int(time.time() * 1000)
    first, later = (
        office.post("departures", {"carrier": "WESER", "door": "SHIP-1", "leaves_at": now + hours * HOUR})
        for hours in (1, 5)
    )  # fmt: skip
    hand = Handheld(handheld, house)
    hand.switch_on()
    hand.sign_in("Sofia")
    label = parcel_of(house, handheld, office, "D-1", "T0061", "LP000061")
    parcel_of(house, handheld, office, "D-2", "T0062", "LP000062")

    hand.right(first["code"])
    hand.on("task")
    expect(hand.sentence).to_have_text("Load parcel 1 of 2")
    hand.wrong("LP000099", "Nobody knows LP000099")
    house.stop()
    hand.online(False)
    hand.right(label)
    expect(hand.said).to_have_text("On the truck.")
    hand.right(label)
    expect(hand.said).to_have_text("Already on. Nothing to do.")
    expect(hand.main).to_have_attribute("data-feedback", "right")
    hand.tap("done")
    expect(hand.sentence).to_contain_text("Leave without PF")
    hand.tap("done")
    house.start()
    hand.online()
    hand.waiting(0)

    lead = house.person("Maria")
    desk.goto(f"{house.url}/office/departures/{first['id']}")
    desk.fill("input[name=login]", lead.login)
    desk.fill("input[name=password]", lead.password)
    desk.press("input[name=password]", "Enter")
    expect(desk.locator("[data-parcel=LP000061]")).to_contain_text("left")
    desk.goto(f"{house.url}/office/departures/{later['id']}")
    expect(desk.locator("[data-parcel=LP000062]")).to_contain_text("not on it")
    assert office.order("D-1")["state"] == "shipped"
    assert house.audit()["clean"]
