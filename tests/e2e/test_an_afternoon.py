"""A small firm with a spreadsheet and a shelf sets itself up: from an empty database to a shipped parcel, in a browser.

One story in a real Chromium, with nothing done but by clicks, keys and scans; it tells how many and how long.
"""

from __future__ import annotations

import os
import re
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from pickface.pages import BUILDS
from tests.conftest import absent
from tests.e2e import conftest
from tests.e2e.house import COMMAND, START_PATIENCE_S, Handheld, House
from tests.e2e.motions import reach
from tests.services import wait_for_port

PASSWORD = "tea and biscuits"
DESK = {
    "viewport": {"width": 1280, "height": 800},
    "locale": "en-GB",
    "timezone_id": "Europe/London",
    "accept_downloads": True,
}
ITEMS = (
    "Preisliste Herbst;;;;\r\n"
    "Artikelnummer;Bezeichnung;EAN;Preis;Bemerkung\r\n"
    'MUG;"Becher, weiß";5012345678900;2,55 €;\r\n'
    '="0042";Teekanne;4006381333931;"1.018,00";zerbrechlich\r\n'
    "BOWL;Schüssel;5,01235E+12;3,10;\r\n"
    "TEA;Tee, lose;;4;\r\n"
    "MUG;Becher, noch einmal;;2,55;\r\n"
).encode("windows-1252")
STOCK = (
    "Lagerplatz;Artikel;Bestand\nA-01-01;MUG;24\nB-03-02;0042;5\nC-12-03;TEA;1.000\nZ-99-99;TEA;5\n"
)
ORDER = "Order,SKU,Quantity,Customer,City\n1001,MUG,2,Ines Carvalho,Porto\n1001,0042,1,,\n"
CODES = {"Becher, weiß": "5012345678900", "Teekanne": "4006381333931"}


class EmptyHouse(House):
    """An installation that nobody has set up; what its console says is kept."""

    def start(self) -> None:
        """Serve from an empty folder."""
        self.console = self.data / "console.txt"
        with self.console.open("wb") as console:
            self._process = subprocess.Popen(
                [*COMMAND, "serve", "--data", str(self.data), "--port", str(self.port)],
                env={**os.environ, "PICKFACE_THREADS": "32", "PYTHONUNBUFFERED": "1"},
                stdout=console,
                start_new_session=True,
            )
        wait_for_port(self.port, START_PATIENCE_S)

    @property
    def code(self) -> str:
        """The set-up code on the console."""
        found = re.search(r"\b[2-9A-Z]{4}-[2-9A-Z]{4}\b", self.console.read_text())
        assert found, self.console.read_text()
        return found[0]


class Manager:
    """Somebody at a desk with a mouse, whose clicks are counted."""

    def __init__(self, page: Page, house: House) -> None:
        self.page = page
        self.house = house
        self.clicks = 0

    def click(self, what: str | Locator) -> None:
        """A click."""
        self.clicks += 1
        (self.page.locator(what) if isinstance(what, str) else what).first.click()

    def go(self, path: str) -> None:
        """Go to a page by the bar; some stand in a menu."""
        link = f"a[href='{path}']"
        if not self.page.locator(f".desk-bar {link}").is_visible():
            self.click(f".desk-bar details:has({link}) summary")
        self.click(f".desk-bar {link}")

    def fill(self, **fields: str) -> None:
        """Type into fields by their name."""
        for name, text in fields.items():
            self.page.locator(f"[name={name}]").first.fill(text)

    def choose(self, name: str, value: str) -> None:
        """Choose from a list."""
        self.clicks += 1
        self.page.locator(f"select[name={name}]").first.select_option(value)

    def step(self, name: str) -> None:
        """Follow the checklist; it stands on the first page."""
        self.go("/office/items")
        self.click(f"[data-role=checklist] [data-step={name}] a")

    def bring_in(self, file: Path, text: bytes | str, kind: str) -> None:
        """Upload a spreadsheet and have it checked."""
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
        self.choose("kind", kind)
        self.clicks += 1
        self.page.locator("input[type=file]").set_input_files(file)
        self.click("[data-action=upload]")
        self.click("[data-action=check]")
        expect(self.page.locator("[data-page=import]")).to_have_attribute("data-state", "checked")

    def wrong(self) -> list[str]:
        """The lines of the file that have something wrong."""
        rows = self.page.locator("[data-role=wrong] tr[data-line]").all()
        return [str(row.get_attribute("data-line")) for row in rows]

    def apply(self, told: str) -> None:
        """Bring it in."""
        self.click("[data-action=apply]")
        expect(self.page.locator("[data-role=verdict]")).to_contain_text(told)

    def download(self, action: str) -> bytes:
        """Click, and have the file."""
        with self.page.expect_download() as begun:
            self.click(f"[data-action={action}]")
        return Path(begun.value.path()).read_bytes()


@pytest.fixture
def house(tmp_path: Path) -> Iterator[EmptyHouse]:
    if not any((folder / "index.html").is_file() for folder in BUILDS):
        absent("the web app is not built (make setup)")
    empty = EmptyHouse(tmp_path)
    empty.start()
    yield empty
    empty.pull_the_plug()


def test_an_empty_installation_ships_its_first_parcel(
    house: EmptyHouse, browser: Browser, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    begun = time.monotonic()
    with conftest.contexts_of(browser) as open_context:
        manager = Manager(open_context(**DESK).new_page(), house)
        set_up(manager)
        draw_the_floor(manager)
        import_goods(manager, tmp_path)
        hire(manager)
        hand = Handheld(open_context(**conftest.HANDHELD).new_page(), house)
        enrol(manager, hand)
        take_the_order(manager, tmp_path)
        pick(hand)
        pack_and_ship(Handheld(open_context(**conftest.HANDHELD).new_page(), house))
        manager.go("/office/items")
        expect(manager.page.locator("tr", has_text="Becher")).to_contain_text("22")
        expect(manager.page.locator("[data-role=checklist]")).to_have_count(0)
        manager.go("/office/orders")
        expect(manager.page.locator("tr", has_text="1001")).to_contain_text("shipped")
    seconds = time.monotonic() - begun
    terminal = request.config.pluginmanager.get_plugin("terminalreporter")
    if terminal:
        terminal.write_line(f"an afternoon: {manager.clicks} clicks, {seconds:.0f} s by machine")
    house.stop()
    audit = house.audit()
    assert audit["exit_code"] == 0, audit["differences"]


def set_up(manager: Manager) -> None:
    page = manager.page
    page.goto(manager.house.url)
    expect(page.locator("[data-page=first-run]")).to_be_visible()
    manager.fill(
        setup_code="WRNG-CDE2", company="Lindqvist Tea", address="Hamngatan 4\n211 22 Malmö", site_name="Hall 2",
        manager="Maria Lindqvist", password=PASSWORD, again=PASSWORD,
    )  # fmt: skip
    manager.click("[data-action=set-up]")
    expect(page.get_by_role("alert")).to_contain_text("not the code on the console")
    assert isinstance(manager.house, EmptyHouse)
    manager.fill(setup_code=manager.house.code)
    manager.click("[data-action=set-up]")
    expect(page.locator("[data-role=checklist] [data-done=false]")).to_have_count(7)


def draw_the_floor(manager: Manager) -> None:
    page = manager.page
    manager.step("bins")
    manager.fill(aisles="3", bays="12", levels="3")
    expect(page.locator("[data-role=first-code]")).to_have_text("A-01-01")
    expect(page.locator("[data-role=last-code]")).to_have_text("C-12-03")
    expect(page.locator(".floor-preview .floor-drawing")).to_be_visible()
    manager.click("[data-action=make-floor]")
    expect(page.locator("main [role=status]")).to_contain_text("Made: 108 bins")
    sheet = manager.download("print-aisle")
    assert sheet.startswith(b"%PDF")


def import_goods(manager: Manager, folder: Path) -> None:
    page = manager.page
    manager.step("goods")
    manager.bring_in(folder / "preise.csv", ITEMS, "items")
    assert manager.wrong() == ["5", "7"]
    expect(page.locator("[data-role=wrong] tr[data-line='5']")).to_contain_text("5,01235E+12")
    manager.apply("3 were brought in")
    manager.step("stock")
    manager.bring_in(folder / "bestand.csv", STOCK, "stock")
    assert manager.wrong() == ["5"]
    manager.choose("decimal", ",")
    manager.click("[data-action=check]")
    manager.apply("3 were brought in")
    manager.go("/office/items")
    page.locator("main input[type=search]").fill("becher")
    row = page.locator("tr[data-row]", has_text="MUG")
    expect(row).to_contain_text("A-01-01")
    expect(row).to_contain_text("24")
    page.locator("main input[type=search]").fill("")


def hire(manager: Manager) -> None:
    manager.step("people")
    for name, badge, role in (
        ("Sofia Almeida", "B-2001", "picker"),
        ("Linh Tran", "B-2002", "packer"),
    ):
        manager.fill(name=name, badge=badge, pin="4711")
        manager.choose("role", role)
        manager.click("[data-action=save-person]")
        expect(manager.page.locator("[data-page=person] h1")).to_have_text(name)
        assert manager.download("print-badge").startswith(b"%PDF")
        manager.go("/office/people")
        if role == "picker":
            manager.click("[data-action=new-person]")


def enrol(manager: Manager, hand: Handheld) -> None:
    page = manager.page
    manager.step("devices")
    page.locator("[data-role=invite] [name=name]").fill("Trolley 1")
    manager.click("[data-action=invite]")
    address = page.locator("[data-role=invitation]").get_attribute("data-address")
    assert address
    hand.page.goto(address)
    expect(hand.page.locator("[data-step=badge]")).to_be_visible()
    assert "#" not in hand.page.url
    hand.type("B-2001")
    hand.keys("4711")
    hand.on("home")
    hand.online()
    expect(page.locator("main [role=status]")).to_contain_text("Trolley 1 is enrolled")
    expect(page.locator("[data-device]")).to_contain_text("Trolley 1")


def take_the_order(manager: Manager, folder: Path) -> None:
    page = manager.page
    manager.go("/office/imports")
    manager.bring_in(folder / "orders.csv", ORDER, "orders")
    assert manager.wrong() == []
    manager.apply("1 were brought in")
    manager.go("/office/orders")
    manager.click(page.locator("tr", has_text="1001").locator("[data-action=release]"))


def pick(hand: Handheld) -> None:
    expect(hand.button("next")).to_contain_text("Order 1001")
    hand.tap("next")
    hand.right("T0001")
    while hand.main.get_attribute("data-step-kind") != "put":
        reach(hand)
        hand.right(CODES[hand.thing.locator("b").inner_text()])
    hand.right("PACK-1")
    hand.on("home")
    hand.waiting(0)


def pack_and_ship(hand: Handheld) -> None:
    hand.switch_on()
    hand.type("B-2002")
    hand.keys("4711")
    hand.on("home")
    hand.right("T0001")
    hand.right("LP000010")
    while hand.main.get_attribute("data-step-kind") == "collect":
        name = hand.page.locator("[data-role=lines] li:not(.complete) span").first.inner_text()
        hand.right(CODES[name])
    hand.answer("type", "900")
    hand.act("confirm")
    hand.on("home")
    hand.waiting(0)
    hand.right("LP000010")
    hand.right("LP000010")
    hand.right("SHIP-1")
    hand.on("home")
    hand.waiting(0)
