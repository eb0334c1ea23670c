"""The camera as a scanner: real bars, read by the server; of several codes a person says which is meant."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Browser, expect

from tests.e2e import conftest
from tests.e2e.house import Handheld, House

BRUSH, PLACE = "CO-16103", "F-06-03"
FRAMES = 4


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


@pytest.fixture
def hand(
    browser: Browser, chromium_program: str, tmp_path: Path, house: House
) -> Iterator[Handheld]:
    """A handheld whose camera looks at an item's code and at a bin's."""
    seen = film(
        tmp_path / "seen.mjpeg",
        {
            house.item(BRUSH).barcodes[0].value: zxingcpp.BarcodeFormat.EAN13,
            PLACE: zxingcpp.BarcodeFormat.Code128,
        },
    )
    camera = [
        "--use-fake-ui-for-media-stream",
        "--use-fake-device-for-media-stream",
        f"--use-file-for-fake-video-capture={seen}",
    ]
    looking = browser.browser_type.launch(
        executable_path=chromium_program, args=[*conftest.QUIET, *camera]
    )
    with conftest.contexts_of(looking) as open_context:
        page = open_context(**conftest.HANDHELD, permissions=["camera"]).new_page()
        hand = Handheld(page, house)
        hand.switch_on()
        page.evaluate("navigator.serviceWorker.ready")
        yield hand
    looking.close()


def test_a_picture_with_two_codes_asks_which_is_meant_and_a_dead_zone_says_so(
    hand: Handheld, house: House
) -> None:
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
    hand.tap("home")
    house.stop()
    hand.online(False)
    hand.tap("camera")
    hand.tap("shoot")
    expect(page.locator("[data-sheet=camera] [role=status]")).to_have_text(
        "No network: a picture cannot be read. Type the code."
    )
