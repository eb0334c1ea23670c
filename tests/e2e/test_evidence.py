"""A photo as evidence: taken in a dead zone, behind no scan, through a restart, until a supervisor looks at it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image, ImageDraw
from playwright.sync_api import Browser, Page, expect

from tests.e2e import conftest
from tests.e2e.house import Desk, Handheld, House

PADS, ORDER = "CO-17201", "EVIDENCE-1"
FRAMES = 4


def film(path: Path) -> Path:
    """What stands before the lens: a torn box."""
    frame = Image.new("RGB", (1280, 720), (196, 160, 110))
    pen = ImageDraw.Draw(frame)
    pen.rectangle((240, 120, 1040, 620), fill=(160, 120, 70), outline=(60, 40, 20), width=8)
    pen.line((240, 120, 620, 380, 560, 460, 900, 620), fill=(20, 12, 6), width=14)
    one = path.with_suffix(".jpg")
    frame.save(one, quality=92)
    path.write_bytes(one.read_bytes() * FRAMES)
    return path


@pytest.fixture
def looking(browser: Browser, chromium_program: str, tmp_path: Path) -> Iterator[Browser]:
    """A browser whose camera looks at the box."""
    camera = [
        "--use-fake-ui-for-media-stream",
        "--use-fake-device-for-media-stream",
        f"--use-file-for-fake-video-capture={film(tmp_path / 'seen.mjpeg')}",
    ]
    looking = browser.browser_type.launch(
        executable_path=chromium_program, args=[*conftest.QUIET, *camera]
    )
    yield looking
    looking.close()


def photograph_a_damaged_one(hand: Handheld) -> None:
    page = hand.page
    hand.tap("damaged")
    page.locator("[data-sheet=damaged] [data-action=photo]").tap()
    expect(page.locator("video[data-ready=true]")).to_be_visible()
    hand.tap("shoot")
    expect(page.locator("[data-sheet=damaged] [data-role=taken]")).to_be_visible()
    hand.tap("ok")
    expect(hand.said).to_have_text("The photo is kept.")


def see_it_at_the_board(boss: Page, house: House) -> None:
    person = house.person("Maria")
    boss.goto(f"{house.url}/board")
    boss.get_by_label("Login").fill(person.login)
    boss.get_by_label("Password").fill(person.password)
    boss.keyboard.press("Enter")
    row = boss.locator("[data-exception]").filter(has_text="damaged")
    picture = row.locator("[data-role=photos] img")
    expect(picture).to_be_visible()
    # It is drawn, and large when it is opened.
    expect(picture).to_have_js_property("complete", True)
    assert picture.evaluate("img => img.naturalWidth") >= 1280


def test_a_photo_of_damaged_goods_waits_out_a_dead_zone_and_a_restart_and_is_seen_at_the_board(
    looking: Browser, house: House
) -> None:
    office = Desk(house, "Maria")
    office.patch("site/settings", {"network_at": "door 2"})
    with conftest.contexts_of(looking) as open_context:
        page = open_context(**conftest.HANDHELD, permissions=["camera"]).new_page()
        hand = Handheld(page, house)
        hand.switch_on()
        page.evaluate("navigator.serviceWorker.ready")
        hand.sign_in("Sofia")
        office.release(office.take_order(ORDER, {PADS: 2}))
        expect(hand.button("next")).to_contain_text(ORDER)
        hand.tap("next")
        hand.right("T0941")
        hand.right(hand.place)
        hand.waiting(0)
        house.stop()
        hand.online(False)
        photograph_a_damaged_one(hand)
        # The next scan is answered as ever.
        hand.right(house.item(PADS).barcodes[0].value)
        hand.waiting(3)
        hand.tap("home")
        hand.tap("tasks")
        hand.tap("about")
        out = page.locator("[data-role=going-home]")
        expect(out).to_have_text("2 scans and 1 photo not sent. Dock at door 2.")
        page.reload()
        hand.waiting(3)
        house.start()
        hand.waiting(0)
        hand.tap("home")
        hand.tap("tasks")
        hand.tap("about")
        expect(out).to_have_text(re.compile("^All (sent|scans are sent)"), timeout=30_000)
        see_it_at_the_board(open_context(**conftest.DESK).new_page(), house)
    found = house.audit()
    assert (found["clean"], found["photos"]) == (True, 1)
