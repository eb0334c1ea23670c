"""A picker loads what a pick needs and no more; what is left out is on the device, without a network too."""

from __future__ import annotations

import gzip
import sys
from pathlib import Path

from playwright.sync_api import Page, expect

from pickface.pages import BUILDS
from tests.e2e.conftest import HANDHELD, NewContext
from tests.e2e.house import Desk, Handheld, House

PADS = "CO-17201"
BUDGET_BYTES = 45_000
"""What the script from signing in to a finished pick may weigh as it travels (gzip)."""
LOADED = """() => performance.getEntriesByType('resource').map(({ name }) => new URL(name).pathname)
  .filter(path => path.endsWith('.js'))"""


def weights(page: Page) -> dict[str, int]:
    """What the page has loaded of script, packed, by file."""
    built = next(folder for folder in BUILDS if (folder / "index.html").is_file())
    names = {Path(path).name for path in page.evaluate(LOADED)}
    files = [file for file in (built / "assets").glob("*.js") if file.name in names]
    assert files
    return {file.name: len(gzip.compress(file.read_bytes(), 9)) for file in files}


def test_a_pick_needs_little_script_and_the_rest_is_there_in_a_dead_zone(
    house: House, new_context: NewContext
) -> None:
    office = Desk(house, "Maria")
    page = new_context(**HANDHELD).new_page()
    hand = Handheld(page, house)
    hand.switch_on()
    # A device is named once; from then on it starts with what it has.
    page.evaluate("navigator.serviceWorker.ready")
    page.reload()
    expect(page.locator("[data-step=badge]")).to_be_visible()
    hand.sign_in("Sofia")
    office.release(office.take_order("9001", {PADS: 2}))
    expect(hand.button("next")).to_contain_text("9001")
    hand.tap("next")
    hand.right("T0901")
    hand.right(hand.place)
    for _ in range(2):
        hand.right(hand.house.item(PADS).barcodes[0].value)
    hand.right("PACK-1")
    hand.on("home")
    hand.waiting(0)
    loaded = weights(page)
    sys.stdout.write(f"script from sign-in to a finished pick: {sum(loaded.values())} bytes\n")
    assert sum(loaded.values()) <= BUDGET_BYTES, loaded
    house.stop()
    hand.online(False)
    for card in ("PFCMDVOICE", "PFCMDVOICE"):
        hand.right(card)
    hand.tap("camera")
    expect(page.locator("[data-sheet=camera]")).to_be_visible()
    hand.tap("close")
    assert page.get_by_role("alert").all_inner_texts() == []
    hand.tap("type")
    expect(page.locator("[data-key=A]")).to_be_visible()
    hand.tap("close")
    hand.scan(hand.house.item(PADS).barcodes[0].value)
    hand.on("lookup")
    hand.tap("home")
    hand.tap("tasks")
    expect(page.locator("h1")).to_have_text("My tasks")
    hand.tap("about")
    expect(page.locator("[data-role=going-home]")).to_contain_text("scan")
    hand.tap("check-scanner")
    expect(page.locator("h1, h2").first).to_contain_text("type right")
    page.reload()
    hand.tap("tasks")
    hand.tap("about")
    hand.tap("language")
    hand.tap("choose-de")
    expect(page.locator("html")).to_have_attribute("lang", "de")
