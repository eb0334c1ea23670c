"""A lorry whose cartons were announced: one scan each from the home screen on, also where there is no network."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.e2e.house import Desk, Handheld, House
from tests.e2e.motions import sign_in

PALLET, ON_PALLET, TWO, THREE = (
    "340123450000000055",
    "340123450000000017",
    "340123450000000024",
    "340123450000000031",
)


def test_cartons_are_received_by_one_scan_each_and_the_office_sees_what_is_awaited(
    house: House, handheld: Page, desk: Page
) -> None:
    office = Desk(house, "Maria")
    office.post("suppliers", {"code": "NORD", "name": "Nord"})
    office.post("items", {"sku": "LAMP", "name": "Lamp"})
    contents = [{"item": "LAMP", "qty": 12}]
    cartons = [
        {"sscc": ON_PALLET, "pallet": PALLET, "contents": contents},
        {"sscc": TWO, "contents": contents},
        {"sscc": THREE, "contents": contents},
    ]
    announced = {"number": "ASN-1", "supplier": "NORD", "cartons": cartons}
    delivery = office.post("deliveries", announced)["id"]

    hand = Handheld(handheld, house)
    hand.switch_on()
    hand.sign_in("Grace")
    hand.right(f"]C100{TWO}")
    hand.on("task")
    expect(hand.said).to_have_text("The carton is in.")
    expect(hand.sentence).to_have_text("Scan carton 2 of 3")
    hand.right(f"]C100{TWO}")
    expect(hand.said).to_have_text("Already counted. Nothing to do.")
    expect(hand.main).to_have_attribute("data-feedback", "right")
    hand.waiting(0)

    house.stop()
    hand.online(False)
    hand.tap("home")
    hand.right(f"00{PALLET}")
    expect(hand.sentence).to_have_text("Scan a carton of this pallet")
    hand.wrong(f"00{THREE}", "That is not on this pallet")
    hand.right(f"00{ON_PALLET}")
    expect(hand.said).to_have_text("The pallet is in, with all its cartons.")
    house.start()
    hand.online()
    hand.waiting(0)
    assert office.stock("LAMP")["on_hand"] == 24

    sign_in(desk, house, f"/office/deliveries/{delivery}")
    summary = desk.locator("[data-role=summary]")
    expect(summary).to_have_text("2 of 3 cartons are in, 1 awaited.")
    expect(desk.locator("tbody tr").first).to_contain_text(THREE)
    assert house.audit()["clean"]
