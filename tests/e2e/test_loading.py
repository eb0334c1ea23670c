"""A truck is loaded in a real browser: by its code, also without a network, and the office sees what stays."""

from __future__ import annotations

import time

from playwright.sync_api import Page, expect

from tests.e2e.house import Desk, Handheld, House
from tests.e2e.motions import parcel, sign_in

HOUR = 3_600_000


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
    label = parcel(hand, office, "D-1", "T0061", "LP000061")
    parcel(hand, office, "D-2", "T0062", "LP000062")

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

    sign_in(desk, house, f"/office/departures/{first['id']}")
    expect(desk.locator("[data-parcel=LP000061]")).to_contain_text("left")
    desk.goto(f"{house.url}/office/departures/{later['id']}")
    expect(desk.locator("[data-parcel=LP000062]")).to_contain_text("not on it")
    assert office.order("D-1")["state"] == "shipped"
    assert house.audit()["clean"]
