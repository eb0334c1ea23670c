"""The life of the app on a device: installed, started without a network, in two tabs, on a full disk, given back."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
import requests
from playwright.sync_api import Page, expect

from tests.e2e.conftest import HANDHELD, NewContext
from tests.e2e.house import Desk, Handheld, House

pytestmark = pytest.mark.whole
GOODS = "CO-16103"

EVERYTHING_KEPT = """async () => {
  const database = await new Promise((done, failed) => {
    const asked = indexedDB.open('pickface');
    asked.onsuccess = () => done(asked.result);
    asked.onerror = () => failed(asked.error);
  });
  const found = {};
  for (const name of database.objectStoreNames) {
    found[name] = await new Promise(done => {
      const asked = database.transaction(name).objectStore(name).getAll();
      asked.onsuccess = () => done(asked.result);
    });
  }
  database.close();
  return JSON.stringify([found, { ...localStorage }, { ...sessionStorage }]);
}"""
EVERYTHING_CACHED = """async () => {
  const found = [];
  for (const name of await caches.keys()) {
    for (const request of await (await caches.open(name)).keys()) found.push(new URL(request.url).pathname);
  }
  return found;
}"""


@pytest.fixture
def hand(new_context: NewContext, house: House) -> Handheld:
    """A fresh device with somebody on it, its app installed."""
    hand = Handheld(new_context(**HANDHELD).new_page(), house)
    hand.switch_on()
    hand.page.evaluate("navigator.serviceWorker.ready")
    hand.sign_in("Jens")
    return hand


def count_a_bin(hand: Handheld) -> None:
    """Begin work in which every scan of the goods is right."""
    hand.right(hand.house.opening[GOODS][0].place)
    hand.tap("count")
    hand.at("collect")


def barcode(hand: Handheld) -> str:
    """What a scanner reads on the goods."""
    return hand.house.item(GOODS).barcodes[0].value


def another_tab(hand: Handheld) -> Handheld:
    """A second tab of the same browser."""
    return Handheld(hand.page.context.new_page(), hand.house)


def disk_is_full(page: Page, yes: bool) -> None:
    """From now on nothing can be written to the device's database, though it can be read; or it can again."""
    page.evaluate(
        """full => {
          const store = IDBObjectStore.prototype;
          window.real ??= { put: store.put, add: store.add };
          const fail = () => { throw new DOMException('disk full', 'QuotaExceededError'); };
          Object.assign(store, full ? { put: fail, add: fail } : window.real);
        }""",
        yes,
    )


def test_the_browser_finds_nothing_that_keeps_it_from_installing(hand: Handheld) -> None:
    session = hand.page.context.new_cdp_session(hand.page)
    errors = [
        one["errorId"]
        for one in session.send("Page.getInstallabilityErrors")["installabilityErrors"]
    ]
    # A context of a test counts as a private window, which installs nothing.
    assert [error for error in errors if error != "in-incognito"] == []
    manifest = json.loads(session.send("Page.getAppManifest")["data"])
    assert {icon["sizes"] for icon in manifest["icons"]} == {"192x192", "512x512"}
    assert any(icon.get("purpose") == "maskable" for icon in manifest["icons"])


def test_cache_storage_holds_the_app_and_nothing_that_belongs_to_somebody(hand: Handheld) -> None:
    count_a_bin(hand)
    cached = hand.page.evaluate(EVERYTHING_CACHED)
    assert "/index.html" in cached
    allowed = re.compile(
        r"/(index\.html|manifest\.webmanifest|assets/[\w-]+\.(js|css|woff2)|icons/[\w-]+\.png)"
    )
    assert [path for path in cached if not allowed.fullmatch(path)] == []


def test_a_device_that_is_switched_on_without_a_server_shows_its_work_and_takes_scans(
    hand: Handheld, house: House
) -> None:
    count_a_bin(hand)
    hand.right(barcode(hand))
    hand.waiting(0)
    house.stop()
    try:
        again = another_tab(hand)
        hand.page.close()
        again.page.goto(house.url)
        again.at("collect")
        again.right(barcode(again))
        again.waiting(1)
        expect(again.page.locator("[data-role=light]")).to_have_text("1 waiting")
    finally:
        house.start()
    again.waiting(0)
    expect(again.page.locator("[data-role=light]")).to_have_text("All sent")


def test_law_4_one_tab_scans_and_the_next_goes_on_when_it_is_closed(hand: Handheld) -> None:
    count_a_bin(hand)
    second = another_tab(hand)
    second.page.goto(hand.house.url)
    second.on("other-tab")
    expect(second.sentence).to_have_text(
        "Pickface is open in another tab. Two would mix up your scans."
    )
    assert second.page.locator("[data-role=scanner]").count() == 0
    hand.right(barcode(hand))
    hand.waiting(0)
    hand.page.close()
    second.at("collect")
    second.right(barcode(second))
    second.waiting(0)


def test_law_4_a_tab_that_another_takes_over_from_stops_scanning(hand: Handheld) -> None:
    count_a_bin(hand)
    second = another_tab(hand)
    second.page.goto(hand.house.url)
    second.tap("scan-here")
    second.at("collect")
    hand.on("other-tab")
    second.right(barcode(second))
    second.waiting(0)


def test_law_4_a_full_disk_stops_scanning_in_red_until_it_can_be_written_again(
    hand: Handheld, house: House
) -> None:
    count_a_bin(hand)
    hand.right(barcode(hand))
    hand.waiting(0)
    house.stop()
    try:
        disk_is_full(hand.page, True)
        hand.scan(barcode(hand))
        red = hand.page.locator("[data-role=not-saved]")
        expect(red).to_contain_text("Not saved. Stop scanning.")
        expect(hand.page.locator("[data-role=light]")).to_have_text("Not saved – stop")
        answers = hand.answers
        hand.type(barcode(hand))
        hand.tap("try-again")
        expect(red).to_be_visible()
        assert hand.answers == answers, "a scan was taken that could not be kept"
        hand.waiting(0)
        disk_is_full(hand.page, False)
        expect(red).to_have_count(0, timeout=10_000)
        hand.right(barcode(hand))
        hand.waiting(1)
    finally:
        house.start()
    hand.waiting(0)
    entries = Desk(house, "Maria").get("scans", limit=2)["items"]
    assert [(entry["seq"] - entries[-1]["seq"], entry["verdict"]) for entry in entries] == [
        (1, "booked"),
        (0, "booked"),
    ]


def test_a_device_that_is_almost_full_says_so_before_it_is(hand: Handheld) -> None:
    hand.page.add_init_script(
        "navigator.storage.estimate = async () => ({ usage: 85e6, quota: 100e6 })"
    )
    hand.page.reload()
    expect(hand.page.locator("[data-role=notice]")).to_contain_text("almost full")
    hand.tap("ok")
    if hand.main.get_attribute("data-screen") == "task":
        hand.tap("home")
    expect(hand.page.locator(".band.attention")).to_contain_text("almost full")


def test_a_database_that_fails_once_is_opened_again_and_nothing_is_lost(hand: Handheld) -> None:
    count_a_bin(hand)
    hand.page.evaluate(
        """() => {
          const real = IDBDatabase.prototype.transaction;
          IDBDatabase.prototype.transaction = function (...asked) {
            IDBDatabase.prototype.transaction = real;
            throw new DOMException('gone', 'InvalidStateError');
          };
        }"""
    )
    hand.right(barcode(hand))
    hand.waiting(0)


def test_what_is_a_person_s_leaves_the_device_on_request_and_unsent_scans_do_not(
    hand: Handheld, house: House
) -> None:
    jens = house.person("Jens")
    count_a_bin(hand)
    house.stop()
    try:
        hand.right(barcode(hand))
        hand.tap("home")
        assert jens.name in hand.page.evaluate(EVERYTHING_KEPT)
        to_about(hand)
        hand.tap("remove")
        hand.tap("remove-now")
        hand.on("sign-in")
        expect(hand.page.locator("[data-role=notice]")).to_contain_text(
            "1 scan stays until it is sent"
        )
        kept = hand.page.evaluate(EVERYTHING_KEPT)
        assert jens.name not in kept
        assert jens.badge not in kept
        hand.waiting(1)
    finally:
        house.start()
    hand.waiting(0)
    (entry,) = Desk(house, "Maria").get("scans", limit=1)["items"]
    assert (entry["verdict"], entry["person"]["name"]) == ("booked", jens.name)


def to_about(hand: Handheld) -> None:
    """Home, tasks, about."""
    hand.tap("tasks")
    hand.tap("about")
    hand.on("about")


def test_whose_work_the_app_carries_is_told_under_its_terms(house: House) -> None:
    told = requests.get(f"{house.url}/licences.txt", timeout=10).text
    package = json.loads((Path(__file__).parents[2] / "pwa" / "package.json").read_text())
    for name, version in package["dependencies"].items():
        assert f"{name} {version} (" in told
    assert "zxing-cpp" in told
    assert "Permission is hereby granted" in told
    assert "SIL OPEN FONT LICENSE" in told
