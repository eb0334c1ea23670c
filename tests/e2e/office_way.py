"""The office, page by page, at a desk, on a tablet and on a phone, by day and by night: what a lead looks at.

The pages of the bar and, behind them, one of each noun, on a site on which something has happened.
"""

from __future__ import annotations

import time
from pathlib import Path
from typing import Literal

from playwright.sync_api import Page, expect

from tests.e2e.house import Desk, House
from tests.e2e.way import BRUSH, HONEY, MUG

HOUR = 3_600_000
SIZES = {"desk": (1280, 800), "tablet": (800, 1280), "phone": (360, 740)}
LIGHTS: tuple[Literal["light", "dark"], ...] = ("light", "dark")
STANDS = "main :is(h1, h2, table, ul, form, .empty)"


class Pages:
    """Photographs pages of the office, a folder for each size and light."""

    def __init__(self, page: Page, house: House, folder: Path) -> None:
        self.page = page
        self.house = house
        self.folder = folder
        self.count = 0

    def sign_in(self, first_name: str = "Maria") -> None:
        """Somebody sits down at the desk."""
        person = self.house.person(first_name)
        self.page.goto(f"{self.house.url}/office/items")
        self.page.fill("input[name=login]", person.login)
        self.shoot("sign-in")
        self.page.fill("input[name=password]", person.password)
        self.page.press("input[name=password]", "Enter")
        expect(self.page.locator(".desk-bar")).to_be_visible()

    def open(self, path: str, name: str = "") -> None:
        """A page, when it has come to rest."""
        self.page.goto(f"{self.house.url}{path}")
        expect(self.page.locator(STANDS).first).to_be_visible()
        self.page.wait_for_load_state("networkidle")
        self.shoot(name or path.strip("/").replace("/", "-").replace("?", "-").replace("=", "-"))

    def shoot(self, name: str) -> None:
        """The page as it stands, once in each size and light."""
        self.count += 1
        for light in LIGHTS:
            self.page.emulate_media(color_scheme=light)
            for size, (width, height) in SIZES.items():
                self.page.set_viewport_size({"width": width, "height": height})
                file = self.folder / f"office-{size}-{light}" / f"{self.count:02}-{name}.png"
                self.page.screenshot(path=file)
        self.page.set_viewport_size({"width": 1280, "height": 800})


def happen(office: Desk) -> dict[str, int]:
    """What makes the pages say something: orders, trucks, counts, a rule, a printer; the ids of some."""
    order = office.take_order("8801", {HONEY: 2, BRUSH: 5, MUG: 3})
    office.release(order)
    now = int(time.time() * 1000)
    trucks = [
        office.post("departures", {"carrier": "WESER", "door": "SHIP-1", "leaves_at": now + hours * HOUR})
        for hours in (30, 31)
    ]  # fmt: skip
    office.patch("site/settings", {"counts_per_zone": 1})
    office.post("counts/plan", {})
    printer = {"name": "DOCK-ZEBRA", "kind": "raw", "takes": "labels"}
    office.post("printers", {**printer, "host": "127.0.0.1", "port": 9109})
    return {"order": order, "departure": int(trucks[0]["id"])}


def the_floor(eye: Pages, office: Desk) -> None:
    """Drawn by hand, an aisle renamed and another out of use; what is to be labelled anew."""
    page = eye.page
    office.post("floor", {"first_aisle": "T1", "aisles": 2, "bays": 3, "levels": 1, "zone": "NEW"})
    office.post("aisles/T1/name", {"to": "KK"})
    office.post("places/use", {"places": ["T2-01-01"], "active": False, "why": "Upright bent"})
    eye.open("/office/floor", "floor")
    page.locator("[data-action=draw-floor]").click()
    expect(page.locator("[data-role=floor-editor] svg")).to_be_visible()
    eye.shoot("floor-editor")
    page.locator("[data-thing=KK]").focus()
    eye.shoot("floor-editor-chosen")
    page.locator("[data-action=leave-drawing]").click()
    page.locator("[data-way=T2] [data-action=use-aisle]").click()
    page.locator("[data-form=out-of-use]").scroll_into_view_if_needed()
    eye.shoot("floor-out-of-use")
    for path in ("/office/places?label=old", "/office/places?use=out", "/office/places/T2-01-01"):
        eye.open(path)


def photograph_office(house: House, page: Page, folder: Path) -> int:
    """Every page of the bar and one of each noun; answers how many."""
    office = Desk(house, "Maria")
    ids = happen(office)
    eye = Pages(page, house, folder)
    eye.sign_in()
    links = page.locator(".desk-bar nav a")
    expect(links.first).to_be_attached()
    for path in [link.get_attribute("href") or "" for link in links.all()]:
        eye.open(path)
        # Nothing was reckoned yet where goods are bought.
        if path.endswith("/buying"):
            expect(page.locator("details.proposal").first).to_be_visible(timeout=60_000)
            eye.shoot("buying-reckoned")
    page.locator("details[data-menu=goods] summary").click()
    eye.shoot("menu-open")
    item = office.get("items", sku=HONEY)["items"][0]["id"]
    bought = office.get("purchase-orders")["items"][0]["id"]
    bin_ = next(one["place"] for one in office.stock(HONEY)["places"])
    for path in (
        f"/office/orders/{ids['order']}",
        f"/office/items/{item}",
        f"/office/departures/{ids['departure']}",
        f"/office/purchase-orders/{bought}",
        f"/office/places/{bin_}",
        "/office/stock-rules",
        "/office/transfers",
        "/office/count-rounds",
        "/office/troubles",
        "/office/people/1",
        "/office/people/new",
        "/office/suppliers/1",
        "/office/cartons",
        "/office/value?tab=rates",
        "/office/watch?tab=dead",
        "/office/documents?document=invoice&language=de",
        "/office/orders?state=shipped",
    ):
        eye.open(path)
    client = office.post("owners", {"code": "BALTIC", "name": "Baltic Spices"})
    shop = {"code": "webshop", "kind": "shopify", "secret": "a secret of ten", "owner": "BALTIC"}
    channel = office.post("channels", shop)
    held = office.stock(HONEY)["places"][0]
    bin_id = next(one["id"] for one in office.get("places", code=bin_)["items"])
    for path in (
        "/office/clients",
        f"/office/orders/new?client={client['code']}",
        f"/office/channels/{channel['id']}",
        f"/office/stock?item={item}&place={bin_id}&lot={held['lot_id']}",
    ):
        eye.open(path)
    the_floor(eye, office)
    page.goto(f"{house.url}/office/orders")
    rows = page.locator("main tr[data-row]")
    rows.first.focus()
    page.keyboard.press("x")
    eye.shoot("orders-chosen")
    page.keyboard.press("?")
    eye.shoot("keys")
    return eye.count
