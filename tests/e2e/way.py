"""The way through the house, screen by screen, in any language: what is shown to the eye that goes along.

`make screens` goes it with a camera.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from playwright.sync_api import BrowserContext, Page, expect

from tests.e2e.house import GS, Desk, Handheld, House
from tests.e2e.motions import reach

BRUSH, HONEY, MUG = "CO-16103", "FO-01102", "HH-01205"
PADS, CABLE, BEECH = "CO-17201", "EL-01101", "CO-16201"
EMPTY_CODE = "4006381333931"


class Eye(Protocol):
    """Looks at a screen that stands still."""

    def shoot(self, page: Page, name: str) -> None:
        """Look at the page; its size and colours are as before when it is done."""


@dataclass
class Way:
    """A demo house, the eye that goes along, and a language that everybody there speaks."""

    house: House
    office: Desk
    eye: Eye
    open_context: Callable[[], BrowserContext]
    language: str = "en"

    def hand(self, start: bool = True) -> Handheld:
        """A fresh handheld."""
        hand = Handheld(self.open_context().new_page(), self.house)
        if start:
            hand.switch_on()
        return hand

    def shoot(self, hand: Handheld, name: str) -> None:
        """Let the eye look at what a handheld shows."""
        self.eye.shoot(hand.page, name)

    def wrong(self, hand: Handheld, code: str, sentence: str) -> None:
        """A scan that is refused, in words that are known in English."""
        hand.wrong(code, sentence if self.language == "en" else re.compile("."))

    def everybody_speaks(self) -> None:
        """All who work here are spoken to in the way's language."""
        for person in self.office.get("people")["items"]:
            self.office.patch(f"people/{person['id']}", {"language": self.language})

    def go(self) -> None:
        """The whole way: a delivery to the parcel, look-ups, settings, a count."""
        self.everybody_speaks()
        hand = self.hand(start=False)
        sign_in(self, hand)
        receive(self, hand)
        put_away(self, hand)
        hand.page.close()
        pick(self, self.hand())
        pack(self, self.hand())


def sign_in(way: Way, hand: Handheld) -> None:
    """The device's name, the badge, the PIN, the home screen."""
    hand.page.goto(hand.house.url)
    expect(hand.button("save")).to_be_visible()
    way.shoot(hand, "device-name")
    hand.tap("save")
    way.shoot(hand, "badge")
    hand.tap("type")
    way.shoot(hand, "badge-typed")
    hand.type(hand.house.person("Grace").badge)
    hand.keys("12", ok=False)
    way.shoot(hand, "pin")
    hand.tap("back")
    expect(hand.page.locator("[data-step=badge]")).to_be_visible()
    hand.sign_in("Grace")
    expect(hand.page.locator("[data-role=waiting], .deliveries").first).to_be_visible()
    way.shoot(hand, "home-receiver")


def receive(way: Way, hand: Handheld) -> None:
    """A delivery with all its surprises."""
    lines = [{"item": BRUSH, "qty": 27}, {"item": HONEY, "qty": 5}, {"item": MUG, "qty": 6}]
    way.office.post("purchase-orders", {"number": "PO-9001", "supplier": "LUMERA", "lines": lines})
    brush, honey = hand.house.item(BRUSH), hand.house.item(HONEY)
    hand.right("PO-9001")
    way.shoot(hand, "receive")
    hand.right(brush.barcodes[2].value)
    way.shoot(hand, "receive-container")
    hand.right("LP000001")
    hand.right(brush.barcodes[0].value)
    way.shoot(hand, "receive-counted")
    hand.tap("quantity")
    hand.keys("3", ok=False)
    way.shoot(hand, "receive-quantity")
    hand.button("ok").tap()
    hand.right(f"]C101{honey.barcodes[0].value.zfill(14)}10L77{GS}17271231374")
    hand.right("LP000002")
    hand.right(honey.barcodes[0].value)
    way.shoot(hand, "receive-lot")
    hand.tap("type")
    hand.keys("L78", ok=False)
    way.shoot(hand, "receive-lot-keys")
    hand.button("ok").tap()
    hand.tap("type")
    hand.keys("0001", ok=False)
    way.shoot(hand, "receive-expiry-keys")
    hand.keys("28")
    hand.right("4006381333931")
    way.shoot(hand, "receive-unknown")
    hand.right("LP000003")
    way.shoot(hand, "receive-aside")
    hand.right("QUAR-1")
    hand.tap("damaged")
    way.shoot(hand, "receive-damaged")
    hand.tap("close")
    hand.tap("more")
    way.shoot(hand, "receive-more")
    hand.tap("close")
    hand.act("done")
    way.shoot(hand, "receive-missing")
    hand.act("done")
    expect(hand.button("next")).to_contain_text("LP000001")
    way.shoot(hand, "home-done")


def put_away(way: Way, hand: Handheld) -> None:
    """To the proposed bin, after one that is refused."""
    hand.tap("next")
    way.shoot(hand, "putaway-scan")
    hand.right("LP000001")
    way.shoot(hand, "putaway")
    way.wrong(hand, "D-13-02", "Bins here keep to one item")
    way.shoot(hand, "putaway-refused")
    hand.right(hand.place)
    hand.on("home")
    expect(hand.button("next")).to_contain_text("LP000002")
    hand.tap("next")
    hand.on("task")
    put_down(hand, "LP000002", lambda: way.shoot(hand, "putaway-item"))
    hand.on("home")


def put_down(hand: Handheld, plate: str, before_item: Callable[[], None]) -> None:
    """Put away all that stands on a plate, proving what the screen wants proved."""
    while hand.main.get_attribute("data-screen") == "task":
        asked = hand.sentence.get_attribute("aria-label") or ""
        if plate in asked:
            hand.right(plate)
        elif hand.page.locator("[data-role=place]").is_visible():
            hand.right(hand.place)
        else:
            before_item()
            item = next(item for name, item in hand.house.items.items() if name in asked)
            (lot,) = re.findall(r"L7\d", hand.thing.inner_text()) or [""]
            hand.right(f"]C101{item.barcodes[0].value.zfill(14)}10{lot}")


def pick(way: Way, hand: Handheld) -> None:
    """Wrong bin, wrong item, skip, short, and the tote to its station."""
    hand.sign_in("Sofia")
    wanted = {HONEY: 2, BRUSH: 5, PADS: 2, CABLE: 3}
    way.office.release(way.office.take_order("1151", wanted, lots={HONEY: "L77"}))
    expect(hand.button("next")).to_contain_text("1151")
    way.shoot(hand, "home-picker")
    hand.tap("next")
    way.shoot(hand, "pick-tote")
    hand.right("T0001")
    way.shoot(hand, "pick-go")
    way.wrong(hand, "D-13-02", "This is")
    way.shoot(hand, "pick-wrong-bin")
    hand.tap("ok")
    hand.tap("more")
    way.shoot(hand, "pick-more")
    hand.tap("close")
    pick_lines(way, hand)
    way.shoot(hand, "pick-bring")
    hand.right("PACK-1")
    hand.on("home")
    hand.waiting(0)


def pick_lines(way: Way, hand: Handheld) -> None:
    """Bin after bin, each with what may go wrong there."""
    seen: set[str] = set()
    while hand.main.get_attribute("data-step-kind") != "put":
        reach(hand)
        item = hand.goods
        if item.sku not in seen:
            seen.add(item.sku)
            way.shoot(hand, f"pick-{item.sku}")
            if item.sku == PADS:
                way.wrong(hand, hand.house.item(MUG).barcodes[0].value, "This is")
                way.shoot(hand, "pick-wrong-item")
            if item.sku == BRUSH:
                way.wrong(hand, item.barcodes[2].value, "Open it")
                way.shoot(hand, "pick-case-too-big")
            if item.sku == CABLE:
                hand.tap("short")
                way.shoot(hand, "pick-short")
                hand.keys("0", ok=False)
                hand.act("ok")
                continue
        hand.right(item.barcodes[0].value)
        if hand.button("type").is_visible():
            way.shoot(hand, "pick-lot")
            hand.right("L77")


def see_how_to_stack(way: Way, hand: Handheld) -> None:
    """Which carton to take, and the picture of what goes into it."""
    expect(hand.button("stacking")).to_be_visible(timeout=30_000)
    way.shoot(hand, "pack-carton")
    hand.tap("stacking")
    way.shoot(hand, "pack-stacking")
    hand.tap("close")


def pack(way: Way, hand: Handheld) -> None:
    """Carton, goods, weight, dock."""
    hand.sign_in("Linh")
    hand.right("T0001")
    see_how_to_stack(way, hand)
    hand.right("LP000010")
    way.shoot(hand, "pack")
    while hand.main.get_attribute("data-step-kind") == "collect":
        name = hand.page.locator("[data-role=lines] li:not(.complete) span").first.inner_text()
        hand.right(hand.house.items[name].barcodes[0].value)
    way.shoot(hand, "pack-weight")
    hand.answer("type", "1250")
    way.shoot(hand, "pack-confirm")
    hand.act("confirm")
    hand.waiting(0)
    hand.right("LP000010")
    way.shoot(hand, "ship")
    hand.right("LP000010")
    way.shoot(hand, "ship-dock")
    hand.right("SHIP-1")
    hand.on("home")
    hand.right(hand.house.item(BRUSH).barcodes[0].value)
    way.shoot(hand, "lookup-item")
    hand.right("F-06-03")
    way.shoot(hand, "lookup-bin")
    hand.tap("home")
    hand.tap("tasks")
    way.shoot(hand, "my-tasks")
    hand.tap("about")
    expect(hand.button("sign-out")).to_be_visible()
    way.shoot(hand, "about")
    for choice in ("language", "look"):
        hand.tap(choice)
        way.shoot(hand, f"about-{choice}")
        hand.tap("close")
    hand.tap("remove")
    way.shoot(hand, "about-remove")
    hand.tap("close")
    hand.tap("home")
    way.shoot(hand, "home-idle")
    hand.scan(EMPTY_CODE)
    way.shoot(hand, "unknown")
    hand.tap("ok")
    count(way, hand)


def count(way: Way, hand: Handheld) -> None:
    """A bin is counted by scanning all that is in it."""
    hand.right("F-06-03")
    hand.tap("count")
    hand.on("task")
    way.shoot(hand, "count")
    hand.right(hand.house.item(BRUSH).barcodes[0].value)
    way.shoot(hand, "count-one")
    hand.tap("more")
    way.shoot(hand, "count-more")
    hand.tap("close")
