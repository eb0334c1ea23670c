"""What becomes of a stream when its store is damaged, copied, rolled back or gone (LAWS 2), with a real server."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.conftest import HANDHELD, QUIET, NewContext
from tests.e2e.house import Desk, Handheld, House

GOODS = "CO-16103"

# What a crash of the device's memory could do, done by hand.
FORGET_EVENTS = """([from, to]) => new Promise(done => {
  indexedDB.open('pickface').onsuccess = opened => {
    const database = opened.target.result;
    const tx = database.transaction('events', 'readwrite');
    tx.objectStore('events').delete(IDBKeyRange.bound([1, from], [1, to]));
    tx.oncomplete = () => { database.close(); done(); };
  };
})"""
READ_HEAD = """() => new Promise(done => {
  indexedDB.open('pickface').onsuccess = opened => {
    const database = opened.target.result;
    const asked = database.transaction('kept').objectStore('kept').get('stream');
    asked.onsuccess = () => { database.close(); done(asked.result); };
  };
})"""
WRITE_HEAD = """head => new Promise(done => {
  indexedDB.open('pickface').onsuccess = opened => {
    const database = opened.target.result;
    const tx = database.transaction('kept', 'readwrite');
    tx.objectStore('kept').put(head, 'stream');
    tx.oncomplete = () => { database.close(); done(); };
  };
})"""


@pytest.fixture
def hand(new_context: NewContext, house: House) -> Handheld:
    """A fresh device on which somebody counts a bin."""
    hand = Handheld(new_context(**HANDHELD).new_page(), house)
    hand.switch_on()
    hand.page.evaluate("navigator.serviceWorker.ready")
    hand.sign_in("Jens")
    count_a_bin(hand)
    hand.waiting(0)
    return hand


def count_a_bin(hand: Handheld) -> None:
    """Begin work in which every scan of the goods is right."""
    hand.right(hand.house.opening[GOODS][0].place)
    hand.tap("count")
    hand.at("collect")


def scan_goods(hand: Handheld, times: int = 1) -> None:
    """Right scans."""
    for _ in range(times):
        hand.right(hand.house.item(GOODS).barcodes[0].value)


def journal(house: House, stream: str) -> list[tuple[int, str, str, str | None]]:
    """A stream in the journal: number, kind, verdict and why."""
    entries = Desk(house, "Maria").get("scans", limit=60)["items"]
    return sorted(
        (entry["seq"], entry["kind"], entry["verdict"], entry["verdict_code"])
        for entry in entries
        if entry["stream"] == stream
    )


@contextmanager
def device(browser: Browser, profile: Path) -> Iterator[Page]:
    """A device whose memory lies in a folder."""
    context = browser.browser_type.launch_persistent_context(
        profile,
        executable_path=shutil.which("chromium") or shutil.which("google-chrome"),
        args=QUIET,
        **HANDHELD,
    )
    try:
        yield context.pages[0] if context.pages else context.new_page()
    finally:
        context.close()


def test_numbers_that_a_store_has_lost_are_signed_for_and_the_rest_is_booked(
    hand: Handheld, house: House
) -> None:
    stream = head(hand)["stream"]
    done = head(hand)["seq"]
    house.stop()
    try:
        scan_goods(hand, 5)
        hand.page.evaluate(FORGET_EVENTS, [done + 2, done + 3])
        hand.page.reload()
        hand.waiting(3)
    finally:
        house.start()
    hand.waiting(0)
    told = [
        (seq - done, kind, verdict)
        for seq, kind, verdict, _ in journal(house, stream)
        if seq > done
    ]
    assert told == [
        (1, "scan", "booked"),
        (2, "lost", "booked"),
        (4, "scan", "booked"),
        (5, "scan", "booked"),
    ]
    scan_goods(hand)
    hand.waiting(0)
    assert house.audit()["exit_code"] == 0


def test_a_store_that_was_rolled_back_forks_once_and_goes_on_in_a_new_stream(
    hand: Handheld, house: House
) -> None:
    before = head(hand)
    scan_goods(hand, 2)
    hand.waiting(0)
    hand.page.evaluate(WRITE_HEAD, before)
    hand.page.reload()
    hand.at("collect")
    scan_goods(hand)
    # The page that was loaded anew may beep for what the server tells it, too: what the scan has come to is its notice.
    expect(hand.page.locator("[data-role=notice]")).to_contain_text("restored from a copy")
    hand.waiting(0)
    forked = [entry for entry in journal(house, before["stream"]) if entry[3] == "chain_fork"]
    assert [(seq, verdict) for seq, _, verdict, _ in forked] == [(before["seq"] + 1, "set_aside")]
    fresh = head(hand)
    assert (fresh["epoch"], fresh["seq"]) == (2, 0)
    assert fresh["stream"] != before["stream"]


def test_a_reinstalled_app_begins_a_new_stream(hand: Handheld, house: House) -> None:
    before = head(hand)
    session = hand.page.context.new_cdp_session(hand.page)
    session.send(
        "Storage.clearDataForOrigin", {"origin": house.url, "storageTypes": "indexeddb,cookies"}
    )
    hand.page.reload()
    hand.tap("save")
    hand.sign_in("Jens")
    hand.right(house.opening[GOODS][0].place)
    hand.waiting(0)
    fresh = head(hand)
    assert fresh["stream"] != before["stream"]
    assert journal(house, fresh["stream"])[-1][2] == "booked"


def test_two_devices_from_one_copied_store_lose_nothing(
    browser: Browser, house: House, tmp_path: Path
) -> None:
    first, copy = tmp_path / "first", tmp_path / "copy"
    with device(browser, first) as page:
        hand = Handheld(page, house)
        hand.switch_on()
        hand.sign_in("Malik")
        hand.right(house.opening[GOODS][0].place)
        hand.waiting(0)
        original = head(hand)
    shutil.copytree(first, copy, ignore=shutil.ignore_patterns("Singleton*"))
    with device(browser, first) as page:
        hand = reopened(page, house)
        hand.right(house.opening[GOODS][0].place)
        hand.waiting(0)
        assert head(hand)["stream"] == original["stream"]
    with device(browser, copy) as page:
        twin = reopened(page, house)
        twin.right(house.opening[GOODS][0].place)
        twin.waiting(0)
        expect(twin.page.locator("[data-role=notice]")).to_contain_text("restored from a copy")
        twin.tap("ok")
        twin.tap("home")
        twin.right(house.opening[GOODS][0].place)
        twin.waiting(0)
        fresh = head(twin)
    assert fresh["stream"] != original["stream"]
    both = journal(house, original["stream"])
    assert [verdict for seq, _, verdict, _ in both if seq == original["seq"] + 1] == [
        "booked",
        "set_aside",
    ]
    assert [entry[2] for entry in journal(house, fresh["stream"])] == ["booked"]
    assert house.audit()["exit_code"] == 0


def reopened(page: Page, house: House) -> Handheld:
    """The app on a device where somebody is signed in already."""
    hand = Handheld(page, house)
    page.goto(house.url)
    hand.on("home")
    return hand


def head(hand: Handheld) -> dict[str, Any]:
    """The present stream of the device, as its store has it."""
    found: dict[str, Any] = hand.page.evaluate(READ_HEAD)
    return found
