"""Photographs every screen of all ways into reports/screens: a folder and a sheet for each size, look and language.

python -m tests.e2e.screens [en de ar …] [straight|further|seldom|dock|office]
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Literal

from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from pickface.config import Config
from pickface.demo.ensure import ensure_demo
from tests.e2e.conftest import DESK, HANDHELD, PROGRAMS, QUIET
from tests.e2e.dock_way import go_to_the_dock
from tests.e2e.further_way import go_further
from tests.e2e.house import Desk, House
from tests.e2e.motions import sign_in
from tests.e2e.office_way import photograph_office
from tests.e2e.seldom_way import go_seldom
from tests.e2e.way import Way

FOLDER = Path("reports/screens")
Look = tuple[int, int, Literal["light", "dark", "contrast"]]
LOOKS: dict[str, tuple[Look, ...]] = {
    "en": ((360, 640, "light"), (360, 640, "dark"), (320, 480, "light"), (640, 360, "light")),
    "de": ((360, 640, "dark"), (320, 480, "light"), (640, 360, "dark")),
    "ar": ((360, 640, "light"), (320, 480, "dark"), (640, 360, "light")),
}
"""What is looked at in which language: German has the longest words, Arabic is written from right to left."""
OTHERS: tuple[Look, ...] = ((360, 640, "light"), (360, 640, "contrast"), (320, 480, "light"))
SHEET_COLUMNS = {True: 4, False: 8}
"""How many pictures stand in a row of a sheet, by whether they are as wide as a desk's."""
PATIENCE_MS = 30_000


class Camera:
    """Takes each screen in every size and look of a language, and numbers them in the order of the way."""

    def __init__(self, folder: Path, language: str) -> None:
        self.folder = folder
        self.language = language
        self.count = 0

    def shoot(self, page: Page, name: str) -> None:
        """One screen, a picture for each look."""
        self.count += 1
        before = page.viewport_size or HANDHELD["viewport"]
        for width, height, look in LOOKS.get(self.language, OTHERS):
            page.set_viewport_size({"width": width, "height": height})
            page.emulate_media(
                color_scheme="dark" if look == "dark" else "light",
                contrast="more" if look == "contrast" else "no-preference",
            )
            folder = self.folder / f"{self.language}-{width}x{height}-{look}"
            page.screenshot(path=folder / f"{self.count:02}-{name}.png")
        page.set_viewport_size({"width": before["width"], "height": before["height"]})
        page.emulate_media(color_scheme="light", contrast="no-preference")


def contact_sheet(folder: Path) -> None:
    """One picture of all pictures of a folder, beside it."""
    pictures = [Image.open(file).convert("RGB") for file in sorted(folder.glob("*.png"))]
    wide, high = pictures[0].width // 2, pictures[0].height // 2
    columns = SHEET_COLUMNS[wide >= DESK["viewport"]["width"] // 4 and wide > high]
    rows = -(-len(pictures) // columns)
    sheet = Image.new("RGB", (columns * (wide + 8), rows * (high + 8)), "#777")
    for place, picture in enumerate(pictures):
        row, column = divmod(place, columns)
        sheet.paste(picture.resize((wide, high)), (column * (wide + 8), row * (high + 8)))
    sheet.save(folder.parent / f"{folder.name}.png")


def board(house: House, page: Page, path: Path) -> None:
    """The board, at a desk's size, after the day."""
    sign_in(page, house, "/board", "Tomasz")
    expect(page.locator("[data-online=true]")).to_be_visible()
    expect(page.locator(".tasks tr[data-row]").first).to_be_visible()
    page.screenshot(path=path)


def straight(way: Way, browser: Browser) -> None:
    """From a delivery to the parcel, and the board after it."""
    way.go()
    board(way.house, browser.new_context(**DESK).new_page(), FOLDER / f"{way.language}-board.png")


def further(way: Way, browser: Browser) -> None:
    """What came after the straight way."""
    go_further(way)


def seldom(way: Way, browser: Browser) -> None:
    """What happens seldom."""
    go_seldom(way)


def dock(way: Way, browser: Browser) -> None:
    """What happens at the dock and the bench."""
    go_to_the_dock(way)


def office(way: Way, browser: Browser) -> None:
    """The office, at its own sizes."""
    page = browser.new_context(**DESK).new_page()
    page.set_default_timeout(PATIENCE_MS)
    said = photograph_office(way.house, page, FOLDER)
    sys.stdout.write(f"{said} pages of the office\n")
    page.close()


WAYS = {"straight": straight, "further": further, "seldom": seldom, "dock": dock, "office": office}


def photograph(browser: Browser, demo: Path, camera: Camera, ways: Sequence[str]) -> None:
    """Go some ways in the camera's language, each on a site of its own."""

    def open_context() -> BrowserContext:
        context = browser.new_context(**HANDHELD)
        context.set_default_timeout(PATIENCE_MS)
        return context

    for name in ways:
        with tempfile.TemporaryDirectory() as folder:
            data = Path(folder) / "data"
            shutil.copytree(demo, data)
            house = House(data)
            house.start()
            try:
                way = Way(house, Desk(house, "Maria"), camera, open_context, camera.language)
                WAYS[name](way, browser)
            finally:
                house.pull_the_plug()


def main() -> None:
    """Go all ways once in each language that was asked for, with a camera."""
    expect.set_options(timeout=PATIENCE_MS)
    ways = [word for word in sys.argv[1:] if word in WAYS] or list(WAYS)
    languages = [word for word in sys.argv[1:] if word not in WAYS] or list(LOOKS)
    program = next(path for name in PROGRAMS if (path := shutil.which(name)))
    shutil.rmtree(FOLDER, ignore_errors=True)
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as demo:
        ensure_demo(Config(data=Path(demo)))
        browser = playwright.chromium.launch(executable_path=program, args=QUIET)
        try:
            for language in languages:
                camera = Camera(FOLDER, language)
                # The office speaks English only: once is enough.
                here = [way for way in ways if way != "office" or language == languages[0]]
                photograph(browser, Path(demo), camera, here)
                sys.stdout.write(f"{camera.count} screens in {language}, in {FOLDER}\n")
            browser.close()
        finally:
            for folder in sorted(one for one in FOLDER.iterdir() if one.is_dir()):
                contact_sheet(folder)


if __name__ == "__main__":
    main()
