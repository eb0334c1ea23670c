"""Motions that many stories need: signing in at a desk, picking bin after bin, an order made a parcel."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.e2e.house import Desk, Handheld, House

MUG = "HH-01205"


def sign_in(page: Page, house: House, path: str, first_name: str = "Maria") -> None:
    """Somebody at a desk, the manager if nobody else is named, opens a page."""
    person = house.person(first_name)
    page.goto(f"{house.url}{path}")
    page.fill("input[name=login]", person.login)
    page.fill("input[name=password]", person.password)
    page.press("input[name=password]", "Enter")


def reach(hand: Handheld) -> None:
    """Walk to the bin and scan it, where the screen asks for that."""
    if hand.main.get_attribute("data-step-kind") == "go":
        hand.right(hand.place)


def take_all(hand: Handheld) -> None:
    """Bin after bin, one scan for each thing, until all is to be brought somewhere."""
    while hand.main.get_attribute("data-step-kind") != "put":
        reach(hand)
        hand.right(hand.goods.barcodes[0].value)


def pick(hand: Handheld, title: str, tote: str) -> None:
    """The task with this title is picked into a tote and brought to the first station."""
    expect(hand.button("next")).to_contain_text(title, timeout=30_000)
    hand.tap("next")
    hand.right(tote)
    take_all(hand)
    hand.right("PACK-1")
    hand.on("home")
    # Whoever scans the tote before the pick has arrived is shown what is in it.
    hand.waiting(0)


def parcel(hand: Handheld, office: Desk, number: str, tote: str, plate: str) -> str:
    """An order of one mug, picked and packed; the parcel's tracking number."""
    office.release(office.take_order(number, {MUG: 1}))
    pick(hand, number, tote)
    hand.right(tote)
    hand.right(plate)
    hand.right(hand.house.item(MUG).barcodes[0].value)
    hand.answer("type", "600")
    hand.act("confirm")
    hand.on("home")
    hand.waiting(0)
    (shipment,) = office.order(number)["shipments"]
    return str(shipment["tracking"])
