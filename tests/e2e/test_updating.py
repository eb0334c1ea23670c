"""A new version of the web app arrives while people work: it is offered in a quiet moment, and taken by a tap."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from pickface.pages import BUILDS
from tests.conftest import absent
from tests.e2e.conftest import HANDHELD, NewContext, open_house
from tests.e2e.house import Desk, Handheld, House
from tests.e2e.test_app_life import another_tab, barcode, count_a_bin, to_about

pytestmark = pytest.mark.whole
PWA = Path(__file__).parents[2] / "pwa"
NEXT = "99.1.0"
IT_LIES_READY = """async () => {
  const { serviceWorker } = navigator;
  const registration = await serviceWorker.getRegistration();
  dispatchEvent(new Event('online'));
  await new Promise(ready => {
    const look = () => registration.waiting ? ready() : setTimeout(look, 50);
    look();
  });
}"""


@pytest.fixture(scope="module")
def next_build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The web app of the next release: the same source under another version."""
    if not (PWA / "node_modules").is_dir():
        absent("the web app cannot be built (make setup)")
    folder = tmp_path_factory.mktemp("next") / "dist"
    subprocess.run(
        ["npx", "vite", "build", "--outDir", str(folder), "--logLevel", "error"],
        cwd=PWA,
        env={**os.environ, "PICKFACE_BUILD_VERSION": NEXT},
        check=True,
        capture_output=True,
    )
    return folder


@pytest.fixture
def web_app(tmp_path: Path) -> Path:
    """The folder that the server serves, with this release in it."""
    built = next((folder for folder in BUILDS if (folder / "index.html").is_file()), None)
    if built is None:
        absent("the web app is not built (make setup)")
    return Path(shutil.copytree(built, tmp_path / "web_app"))


@pytest.fixture
def house(demo_site: Path, tmp_path: Path, web_app: Path) -> Iterator[House]:
    yield from open_house(demo_site, tmp_path / "data", web_app)


@pytest.fixture
def hand(new_context: NewContext, house: House) -> Handheld:
    """A device with this release installed and Jens at work."""
    hand = Handheld(new_context(**HANDHELD).new_page(), house)
    hand.switch_on()
    hand.page.evaluate("navigator.serviceWorker.ready")
    hand.sign_in("Jens")
    return hand


def release(web_app: Path, build: Path) -> None:
    """The next version is unpacked over the running server's web app."""
    shutil.rmtree(web_app)
    shutil.copytree(build, web_app)


def asks_for_news(hand: Handheld) -> None:
    """As each half hour, and whenever the network comes back; until the next version lies ready on the device."""
    hand.page.evaluate(IT_LIES_READY)


def version(hand: Handheld) -> str:
    """What the device says that it runs."""
    to_about(hand)
    shown = hand.page.locator("[data-screen=about] dd", has_text=re.compile(r"^\d+\.\d+\.\d+$"))
    said = shown.inner_text()
    hand.tap("home")
    return said


def scan_something(hand: Handheld) -> None:
    """A code that nobody knows, and the word that says so."""
    hand.scan("SCAN-ANYTHING")
    hand.tap("ok")


def finish_the_count(hand: Handheld) -> None:
    hand.act("done")
    if hand.main.get_attribute("data-screen") == "task":
        hand.act("done")
    hand.on("home")


def test_an_update_waits_for_a_quiet_moment_and_a_tap(
    hand: Handheld, house: House, web_app: Path, next_build: Path
) -> None:
    page, offer = hand.page, hand.button("update")
    before = version(hand)
    assert before != NEXT
    page.evaluate("window.sinceTheLastLoad = true")
    count_a_bin(hand)
    hand.right(barcode(hand))
    hand.waiting(0)
    release(web_app, next_build)
    asks_for_news(hand)
    hand.tap("home")
    expect(offer).to_have_count(0)
    hand.tap("next")
    hand.at("collect")
    finish_the_count(hand)
    house.stop()
    scan_something(hand)
    hand.waiting(1)
    expect(offer).to_have_count(0)
    house.start()
    hand.waiting(0)
    expect(offer).to_be_visible()
    assert page.evaluate("window.sinceTheLastLoad"), "nobody has asked for it yet"
    assert version(hand) == before
    with page.expect_event("load"):
        offer.tap()
    assert page.evaluate("window.sinceTheLastLoad === undefined")
    hand.on("home")
    assert version(hand) == NEXT
    expect(offer).to_have_count(0)
    scan_something(hand)
    hand.waiting(0)
    newest = Desk(house, "Maria").get("scans", limit=2)["items"]
    assert [entry["stream"] for entry in newest] == [newest[0]["stream"]] * 2
    assert newest[0]["seq"] == newest[1]["seq"] + 1, "the store went on where it was"


@pytest.mark.long("an update and two tabs are each tried alone")
def test_a_second_tab_outlives_the_update(hand: Handheld, web_app: Path, next_build: Path) -> None:
    second = another_tab(hand)
    second.page.goto(hand.house.url)
    second.on("other-tab")
    release(web_app, next_build)
    asks_for_news(hand)
    with hand.page.expect_event("load"):
        hand.button("update").tap()
    # Either may have the device's store now; the other one says so, and gets it when somebody asks.
    hand.page.bring_to_front()
    expect(hand.main).to_have_attribute("data-screen", re.compile("home|other-tab"))
    if hand.main.get_attribute("data-screen") == "other-tab":
        hand.tap("scan-here")
    hand.on("home")
    assert version(hand) == NEXT
    count_a_bin(hand)
    hand.right(barcode(hand))
    hand.waiting(0)
    second.on("other-tab")
    second.tap("scan-here")
    second.at("collect")
    second.right(barcode(second))
    second.waiting(0)
    hand.on("other-tab")
