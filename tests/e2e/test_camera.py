"""The camera as a scanner: read by the server, offline by the device; of several codes a person says which is meant."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Browser, expect

from tests.e2e import conftest
from tests.e2e.house import Desk, Handheld, House

BRUSH, PLACE = "CO-16103", "F-06-03"
FRAMES = 4
KEPT = """async () => {
  const spare = await caches.open('spare');
  while ((await spare.keys()).length !== 1) await new Promise(go => setTimeout(go, 100));
}"""


def film(path: Path, codes: dict[str, zxingcpp.BarcodeFormat]) -> Path:
    """What stands before the lens: a white board with these bars below each other."""
    frame = Image.new("L", (1280, 720), 255)
    for place, (text, kind) in enumerate(codes.items()):
        bars = np.asarray(zxingcpp.create_barcode(text, kind).to_image(scale=4))
        picture = Image.fromarray(bars).convert("L").resize((bars.shape[1], 140))
        frame.paste(picture, (120, 180 + 200 * place))
    one = path.with_suffix(".jpg")
    frame.convert("RGB").save(one, quality=92)
    path.write_bytes(one.read_bytes() * FRAMES)
    return path


@contextmanager
def looking_at(
    codes: dict[str, zxingcpp.BarcodeFormat],
    browser: Browser,
    program: str,
    folder: Path,
    house: House,
) -> Iterator[Handheld]:
    """A new handheld whose camera looks at these codes."""
    seen = film(folder / "seen.mjpeg", codes)
    camera = [
        "--use-fake-ui-for-media-stream",
        "--use-fake-device-for-media-stream",
        f"--use-file-for-fake-video-capture={seen}",
    ]
    looking = browser.browser_type.launch(executable_path=program, args=[*conftest.QUIET, *camera])
    with conftest.contexts_of(looking) as open_context:
        page = open_context(**conftest.HANDHELD, permissions=["camera"]).new_page()
        hand = Handheld(page, house)
        hand.switch_on()
        page.evaluate("navigator.serviceWorker.ready")
        yield hand
    looking.close()


@pytest.fixture
def hand(
    browser: Browser, chromium_program: str, tmp_path: Path, house: House
) -> Iterator[Handheld]:
    """A handheld whose camera looks at an item's code and at a bin's."""
    codes = {
        house.item(BRUSH).barcodes[0].value: zxingcpp.BarcodeFormat.EAN13,
        PLACE: zxingcpp.BarcodeFormat.Code128,
    }
    with looking_at(codes, browser, chromium_program, tmp_path, house) as hand:
        yield hand


def test_a_picture_with_two_codes_asks_which_is_meant(hand: Handheld, house: House) -> None:
    page = hand.page
    # Signing in has the camera too.
    hand.tap("camera")
    expect(page.locator("video[data-ready=true]")).to_be_visible()
    hand.tap("close")
    hand.sign_in("Sofia")
    hand.tap("camera")
    expect(page.locator("video[data-ready=true]")).to_be_visible()
    hand.tap("shoot")
    choices = page.locator("[data-sheet=codes] [data-action=code]")
    expect(choices).to_have_count(2)
    item = house.item(BRUSH)
    expect(choices.filter(has_text=item.barcodes[0].value)).to_contain_text(item.name)
    before = hand.answers
    choices.filter(has_text=PLACE).tap()
    expect(hand.main).not_to_have_attribute("data-count", str(before))
    hand.on("lookup")
    expect(hand.sentence).to_have_text(PLACE)


def test_a_pick_goes_on_by_camera_in_a_dead_zone_and_is_booked_afterwards(
    browser: Browser, chromium_program: str, tmp_path: Path, house: House
) -> None:
    office = Desk(house, "Maria")
    bars = {house.item(BRUSH).barcodes[0].value: zxingcpp.BarcodeFormat.EAN13}
    with looking_at(bars, browser, chromium_program, tmp_path, house) as hand:
        page = hand.page
        hand.sign_in("Sofia")
        office.release(office.take_order("9101", {BRUSH: 1}))
        expect(hand.button("next")).to_contain_text("9101")
        hand.tap("next")
        hand.right("T0911")
        hand.right(hand.place)
        # A picker's pages have not asked for the decoder; the service worker keeps it when it is quiet.
        page.evaluate(KEPT)
        house.stop()
        hand.online(False)
        hand.tap("camera")
        expect(page.locator("video[data-ready=true]")).to_be_visible()
        before = hand.answers
        hand.tap("shoot")
        expect(hand.main).not_to_have_attribute("data-count", str(before))
        expect(hand.main).to_have_attribute("data-feedback", re.compile("right|done"))
        hand.waiting(1)
        hand.right("PACK-1")
        house.start()
        hand.waiting(0)
        assert office.order("9101")["state"] == "picked"
        journal = office.get("scans", order="9101")["items"]
        (taken,) = [one for one in journal if one["source"] == "camera"]
        assert taken["verdict"] == "booked"


@pytest.mark.long("the camera in a dead zone is tried with its decoder")
def test_a_dead_zone_before_the_decoder_came_says_to_type_the_code(
    browser: Browser, chromium_program: str, tmp_path: Path, house: House
) -> None:
    with looking_at(
        {PLACE: zxingcpp.BarcodeFormat.Code128}, browser, chromium_program, tmp_path, house
    ) as hand:
        hand.sign_in("Sofia")
        house.stop()
        hand.online(False)
        hand.page.evaluate("caches.delete('spare')")
        hand.tap("camera")
        hand.tap("shoot")
        expect(hand.page.locator("[data-sheet=camera] [role=status]")).to_have_text(
            "No network: a picture cannot be read. Type the code."
        )
        house.start()
