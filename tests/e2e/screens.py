"""Photographs every screen of the way at two sizes, light and dark, into reports/screens; with a contact sheet of each.

python -m tests.e2e.screens
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, expect, sync_playwright

from tests.e2e.conftest import DESK, HANDHELD, PROGRAMS, QUIET
from tests.e2e.house import GS, Desk, Handheld, House

FOLDER = Path("reports/screens")
SIZES = ((360, 640), (320, 480))
LOOKS = ("light", "dark")
BRUSH, HONEY, MUG = "CO-16103", "FO-01102", "HH-01205"
PADS, CABLE, BEECH = "CO-17201", "EL-01101", "CO-16201"
SHEET_COLUMNS = 8


class Camera:
    """Takes each screen in every size and look, and numbers them in the order of the way."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.count = 0
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)

    def shoot(self, page: Page, name: str) -> None:
        """One screen, four pictures."""
        self.count += 1
        for width, height in SIZES:
            page.set_viewport_size({"width": width, "height": height})
            for look in LOOKS:
                page.emulate_media(color_scheme="dark" if look == "dark" else "light")
                path = self.folder / f"{width}x{height}-{look}" / f"{self.count:02}-{name}.png"
                page.screenshot(path=path)
        width, height = SIZES[0]
        page.set_viewport_size({"width": width, "height": height})
        page.emulate_media(color_scheme="light")

    def sheets(self) -> None:
        """One picture of all pictures of a size and look."""
        for folder in sorted(one for one in self.folder.iterdir() if one.is_dir()):
            pictures = [Image.open(file).convert("RGB") for file in sorted(folder.glob("*.png"))]
            wide, high = pictures[0].width // 2, pictures[0].height // 2
            rows = -(-len(pictures) // SHEET_COLUMNS)
            sheet = Image.new("RGB", (SHEET_COLUMNS * (wide + 8), rows * (high + 8)), "#777")
            for place, picture in enumerate(pictures):
                row, column = divmod(place, SHEET_COLUMNS)
                sheet.paste(picture.resize((wide, high)), (column * (wide + 8), row * (high + 8)))
            sheet.save(self.folder / f"{folder.name}.png")


def sign_in(camera: Camera, hand: Handheld) -> None:
    """The device's name, the badge, the PIN, the home screen."""
    hand.page.goto(hand.house.url)
    camera.shoot(hand.page, "device-name")
    hand.tap("save")
    camera.shoot(hand.page, "badge")
    hand.tap("type")
    camera.shoot(hand.page, "badge-typed")
    hand.type(hand.house.person("Grace").badge)
    hand.keys("12", ok=False)
    camera.shoot(hand.page, "pin")
    hand.tap("back")
    expect(hand.page.locator("[data-step=badge]")).to_be_visible()
    hand.sign_in("Grace")
    expect(hand.page.locator("[data-role=waiting], .deliveries").first).to_be_visible()
    camera.shoot(hand.page, "home-receiver")


def receive(camera: Camera, hand: Handheld, office: Desk) -> None:
    """A delivery with all its surprises."""
    lines = [{"item": BRUSH, "qty": 27}, {"item": HONEY, "qty": 5}, {"item": MUG, "qty": 6}]
    office.post("purchase-orders", {"number": "PO-9001", "supplier": "LUMERA", "lines": lines})
    brush, honey = hand.house.item(BRUSH), hand.house.item(HONEY)
    hand.right("PO-9001")
    camera.shoot(hand.page, "receive")
    hand.right(brush.barcodes[2].value)
    camera.shoot(hand.page, "receive-container")
    hand.right("LP000001")
    hand.right(brush.barcodes[0].value)
    camera.shoot(hand.page, "receive-counted")
    hand.tap("quantity")
    hand.keys("3", ok=False)
    camera.shoot(hand.page, "receive-quantity")
    hand.button("ok").tap()
    hand.right(f"]C101{honey.barcodes[0].value.zfill(14)}10L77{GS}17271231374")
    hand.right("LP000002")
    hand.right(honey.barcodes[0].value)
    camera.shoot(hand.page, "receive-lot")
    hand.tap("type")
    hand.keys("L78", ok=False)
    camera.shoot(hand.page, "receive-lot-keys")
    hand.button("ok").tap()
    hand.tap("type")
    hand.keys("0001", ok=False)
    camera.shoot(hand.page, "receive-expiry-keys")
    hand.keys("28")
    hand.right("4006381333931")
    camera.shoot(hand.page, "receive-unknown")
    hand.tap("more")
    camera.shoot(hand.page, "receive-more")
    hand.tap("close")
    hand.act("done")
    camera.shoot(hand.page, "receive-missing")
    hand.act("done")
    expect(hand.button("next")).to_contain_text("LP000001")
    camera.shoot(hand.page, "home-done")


def put_away(camera: Camera, hand: Handheld) -> None:
    """To the proposed bin, after one that is refused."""
    hand.tap("next")
    camera.shoot(hand.page, "putaway-scan")
    hand.right("LP000001")
    camera.shoot(hand.page, "putaway")
    hand.wrong("D-13-02", "It may not go")
    camera.shoot(hand.page, "putaway-refused")
    hand.right(hand.place)
    hand.on("home")
    expect(hand.button("next")).to_contain_text("LP000002")
    hand.tap("next")
    hand.right("LP000002")
    hand.right(hand.place)
    camera.shoot(hand.page, "putaway-second-lot")
    hand.right("LP000002")
    hand.right(hand.place)
    hand.on("home")


def pick(camera: Camera, hand: Handheld, office: Desk) -> None:
    """Wrong bin, wrong item, skip, short, and the tote to its station."""
    hand.sign_in("Sofia")
    wanted = {HONEY: 2, BRUSH: 5, PADS: 2, CABLE: 3}
    office.release(office.take_order("1151", wanted, lots={HONEY: "L77"}))
    expect(hand.button("next")).to_contain_text("Order 1151")
    camera.shoot(hand.page, "home-picker")
    hand.tap("next")
    camera.shoot(hand.page, "pick-tote")
    hand.right("T0001")
    camera.shoot(hand.page, "pick-go")
    hand.wrong("D-13-02", "This is")
    camera.shoot(hand.page, "pick-wrong-bin")
    hand.tap("ok")
    hand.tap("more")
    camera.shoot(hand.page, "pick-more")
    hand.tap("close")
    pick_lines(camera, hand)
    camera.shoot(hand.page, "pick-bring")
    hand.right("PACK-1")
    hand.on("home")
    hand.waiting(0)


def pick_lines(camera: Camera, hand: Handheld) -> None:
    """Bin after bin, each with what may go wrong there."""
    seen: set[str] = set()
    while hand.main.get_attribute("data-step-kind") != "put":
        if hand.main.get_attribute("data-step-kind") == "go":
            hand.right(hand.place)
        item = hand.goods
        if item.sku not in seen:
            seen.add(item.sku)
            camera.shoot(hand.page, f"pick-{item.sku}")
            if item.sku == PADS:
                hand.wrong(hand.house.item(MUG).barcodes[0].value, "This is")
                camera.shoot(hand.page, "pick-wrong-item")
            if item.sku == BRUSH:
                hand.wrong(item.barcodes[2].value, "Open it")
                camera.shoot(hand.page, "pick-case-too-big")
            if item.sku == CABLE:
                hand.tap("short")
                camera.shoot(hand.page, "pick-short")
                hand.keys("0", ok=False)
                hand.act("ok")
                continue
        hand.right(item.barcodes[0].value)
        if item.sku == HONEY and "Which lot" in hand.sentence.inner_text():
            camera.shoot(hand.page, "pick-lot")
            hand.right("L77")


def pack(camera: Camera, hand: Handheld) -> None:
    """Carton, goods, weight, dock."""
    hand.sign_in("Linh")
    hand.right("T0001")
    camera.shoot(hand.page, "pack-carton")
    hand.right("LP000010")
    camera.shoot(hand.page, "pack")
    while hand.main.get_attribute("data-step-kind") == "collect":
        name = hand.page.locator("[data-role=lines] li:not(.complete) span").first.inner_text()
        hand.right(hand.house.items[name].barcodes[0].value)
    camera.shoot(hand.page, "pack-weight")
    hand.answer("type", "1250")
    camera.shoot(hand.page, "pack-confirm")
    hand.act("confirm")
    hand.waiting(0)
    hand.right("LP000010")
    camera.shoot(hand.page, "ship")
    hand.right("LP000010")
    camera.shoot(hand.page, "ship-dock")
    hand.right("SHIP-1")
    hand.on("home")
    hand.right(hand.house.item(BRUSH).barcodes[0].value)
    camera.shoot(hand.page, "lookup-item")
    hand.right("F-06-03")
    camera.shoot(hand.page, "lookup-bin")
    hand.tap("home")
    hand.tap("tasks")
    camera.shoot(hand.page, "my-tasks")
    hand.tap("about")
    expect(hand.button("sign-out")).to_be_visible()
    camera.shoot(hand.page, "about")


def board(house: House, page: Page, folder: Path) -> None:
    """The board, at a desk's size, after the day."""
    page.goto(f"{house.url}/board")
    lead = house.person("Tomasz")
    page.fill("input[name=login]", lead.login)
    page.fill("input[name=password]", lead.password)
    page.press("input[name=password]", "Enter")
    expect(page.locator("[data-online=true]")).to_be_visible()
    expect(page.locator(".tasks tr[data-row]").first).to_be_visible()
    page.screenshot(path=folder / "board.png")


def main() -> None:
    """Go the whole way once, with a camera."""
    program = next(path for name in PROGRAMS if (path := shutil.which(name)))
    camera = Camera(FOLDER)
    with tempfile.TemporaryDirectory() as data, sync_playwright() as playwright:
        house = House(Path(data))
        house.start()
        browser = playwright.chromium.launch(executable_path=program, args=QUIET)
        try:
            office = Desk(house, "Maria")
            hands = []
            for _ in range(3):
                context = browser.new_context(**HANDHELD)
                context.set_default_timeout(10_000)
                hands.append(Handheld(context.new_page(), house))
            sign_in(camera, hands[0])
            receive(camera, hands[0], office)
            put_away(camera, hands[0])
            hands[0].page.close()
            for hand in hands[1:]:
                hand.switch_on()
            pick(camera, hands[1], office)
            pack(camera, hands[2])
            for number, items in enumerate(({PADS: 3}, {BRUSH: 6, HONEY: 2}, {BEECH: 2}), 1152):
                office.release(office.take_order(str(number), items))
            board(house, browser.new_context(**DESK).new_page(), FOLDER)
            camera.sheets()
        finally:
            browser.close()
            house.pull_the_plug()
    sys.stdout.write(f"{camera.count} screens in {FOLDER}, at each size and in each look\n")


if __name__ == "__main__":
    main()
