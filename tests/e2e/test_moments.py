"""Moments that decide whether it is loved: each with its words, its sound and its seconds, in a real browser.

One picker, one order, one shift: the tests are its moments, in order, and each needs the ones before it.
"""

from __future__ import annotations

import os
import re
import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.e2e import conftest
from tests.e2e.house import Desk, Handheld, House

DELIVERY, MYSTERY = "PO-1006", "MYSTERY-77"
BOXES, ORDER, TOTE = "HH-20101", "MOMENT-1042", "T0004"
"""The goods lie in two bins."""
# Who listens hears each note that is played: the first of a sound tells the tones apart.
LISTEN = """
  globalThis.heard = [];
  const start = OscillatorNode.prototype.start;
  OscillatorNode.prototype.start = function (...at) { heard.push(this.frequency.value); return start.apply(this, at); };
"""
# How long it takes, by the page's own clock, from the next tap until the screen asks for what is so many metres away.
STOPWATCH = """() => addEventListener('click', ({ timeStamp }) => {
  new MutationObserver((_, watch) => {
    const asked = document.querySelector('[data-role=sentence]')?.getAttribute('aria-label');
    if (!/ m$/.test(asked ?? '')) return;
    watch.disconnect();
    requestAnimationFrame(() => document.body.dataset.took = performance.now() - timeStamp);
  }).observe(document.body, { subtree: true, childList: true, attributes: true });
}, { capture: true, once: true })"""
SOUNDS = {"right": 1760, "wrong": 220, "attention": 880, "done": 1047}
PATIENCE_MS = 15_000


@pytest.fixture(scope="module")
def office(house: House) -> Desk:
    """Somebody who releases and cancels orders, and says where the network is."""
    desk = Desk(house, "Maria")
    desk.patch("site/settings", {"network_at": "door 2"})
    desk.release(desk.take_order(ORDER, {BOXES: 4}))
    return desk


@pytest.fixture(scope="module")
def hand(browser: Browser, house: House, office: Desk) -> Iterator[Handheld]:
    """A handheld that somebody listens to, switched on before the shift."""
    with conftest.contexts_of(browser) as open_context:
        page = open_context(**conftest.HANDHELD).new_page()
        page.add_init_script(LISTEN)
        hand = Handheld(page, house)
        hand.switch_on()
        page.evaluate("navigator.serviceWorker.ready")
        yield hand


@pytest.fixture(scope="module")
def piece(house: House) -> str:
    """The barcode of one of the goods."""
    return house.item(BOXES).barcodes[0].value


def hears(hand: Handheld, tone: str) -> None:
    """Since it was listened for last, the tone was played."""
    hand.page.wait_for_function("hz => heard.includes(hz)", arg=SOUNDS[tone])
    hand.page.evaluate("heard.length = 0")


def says(hand: Handheld, sentence: str | re.Pattern[str]) -> None:
    """What the screen asks for now."""
    expect(hand.sentence).to_have_attribute("aria-label", sentence, timeout=PATIENCE_MS)


def within(begun: float, seconds: float) -> None:
    """Nobody is kept longer than so; beside another test (`make test`) the clock tells of that one too."""
    assert "PYTEST_XDIST_WORKER" in os.environ or time.monotonic() - begun < seconds


def to_the_way_out(hand: Handheld) -> None:
    """The page with the way out says whether the handheld may be put down."""
    hand.tap("home")
    hand.tap("tasks")
    hand.tap("about")


def test_1_six_in_the_morning(hand: Handheld) -> None:
    begun = time.monotonic()
    hand.sign_in("Sofia")
    hand.tap("next")
    says(hand, "Take an empty tote or carton")
    within(begun, 10)
    hand.right(TOTE)
    hears(hand, "right")


def test_2_a_wrong_bin_says_which_way_to_go(hand: Handheld) -> None:
    place = hand.place
    aisle, bay, level = place.split("-")
    # Odd bays stand left of the aisle, even ones right, two numbers apart along each side.
    on = 2 if int(bay) < 10 else -2
    # Who faces the left shelf has the higher numbers to the right.
    way = "right" if (on < 0) == bool(int(bay) % 2) else "left"
    wrong = f"{aisle}-{int(bay) + on:02}-{level}"
    hand.wrong(wrong, f"This is {wrong}. Go 1 bay {way} to {place}.")
    hears(hand, "wrong")
    hand.right(place)
    expect(hand.page.get_by_role("alert")).to_have_count(0)
    hears(hand, "right")


def test_3_an_empty_bin_sends_to_the_other_one_within_a_second(
    hand: Handheld, house: House
) -> None:
    here = hand.place
    there = next(stock.place for stock in house.opening[BOXES] if stock.place != here)
    hand.page.evaluate("heard.length = 0")
    hand.tap("short")
    hand.keys("0", ok=False)
    hand.page.evaluate(STOPWATCH)
    hand.button("ok").tap()
    says(hand, re.compile(rf"^Take 4 pieces from {there}, \d+ m$"))
    hears(hand, "attention")
    assert float(hand.page.locator("body").get_attribute("data-took") or "nan") < 1_000
    hand.right(there)
    hears(hand, "right")
    says(hand, f"Take 4 pieces from {there}")


def test_4_a_case_against_pieces_says_to_open_it(hand: Handheld) -> None:
    case = hand.house.item(BOXES).barcodes[-1]
    hand.wrong(case.value, f"{case.pack.capitalize()} of {case.qty}. You need 4. Open it.")
    hears(hand, "wrong")


def test_6_the_mystery_carton(new_context: conftest.NewContext, house: House, office: Desk) -> None:
    page = new_context(**conftest.HANDHELD).new_page()
    page.add_init_script(LISTEN)
    hand = Handheld(page, house)
    hand.switch_on()
    hand.sign_in("Grace")
    hand.type(DELIVERY)
    hand.on("task")
    page.evaluate("heard.length = 0")
    begun = time.monotonic()
    hand.right(MYSTERY)
    hears(hand, "attention")
    expect(hand.said).to_contain_text("Not known.")
    # A photo may be taken; nothing waits for it.
    expect(hand.button("photo")).to_be_visible()
    says(hand, "Put a label from the roll on it and scan it")
    hand.right("LP000777")
    hears(hand, "right")
    says(hand, "Leave it in QUAR-1")
    hand.act("confirm")
    hears(hand, "right")
    within(begun, 15)
    expect(hand.said).to_have_text("It is set aside. The office knows.")
    hand.waiting(0)
    hand.tap("home")
    hand.scan("LP000777")
    strange = page.locator("[data-role=unknown]")
    expect(strange).to_contain_text(f"{MYSTERY} · {DELIVERY}")
    [told] = [one for one in office.get("board")["exceptions"] if one["kind"] == "receipt_unknown"]
    assert (told["params"]["at"], told["params"]["container"]) == ("QUAR-1", "LP000777")


def test_5_the_wifi_drops(hand: Handheld, house: House, piece: str) -> None:
    hand.waiting(0)
    house.stop()
    hand.online(False)
    for _ in range(2):
        hand.right(piece)
        hears(hand, "right")
    expect(hand.page.locator("[data-role=light]")).to_have_text("2 waiting")
    says(hand, re.compile("^Take another 2 pieces from"))
    to_the_way_out(hand)
    expect(hand.page.locator("[data-role=going-home]")).to_have_text(
        "2 scans not sent. Dock at door 2."
    )
    hand.tap("home")
    hand.tap("next")


def test_7_after_a_battery_swap_without_a_network_the_same_sentence_stands_there(
    hand: Handheld, house: House
) -> None:
    sentence = hand.sentence.get_attribute("aria-label")
    assert sentence
    begun = time.monotonic()
    hand.page.reload()
    says(hand, sentence)
    expect(hand.page.locator("[data-role=light]")).to_have_text("2 waiting")
    within(begun, 15)
    house.start()
    hand.waiting(0)
    hand.online()


def test_8_the_order_is_cancelled_and_the_bin_at_hand_is_finished(
    hand: Handheld, office: Desk, piece: str
) -> None:
    office.post(f"orders/{office.order(ORDER)['id']}/cancel", {})
    says(hand, re.compile("^Take another 2 pieces from"))
    hand.right(piece)
    hand.page.evaluate("heard.length = 0")
    hand.right(piece)
    hand.waiting(0)
    says(hand, f"Order {ORDER} is cancelled. Leave tote {TOTE} at R-01")
    hears(hand, "attention")
    hand.right("R-01")
    hand.on("home")
    hears(hand, "done")
    hand.waiting(0)
    assert office.order(ORDER)["state"] == "cancelled"


def test_9_going_home(hand: Handheld) -> None:
    begun = time.monotonic()
    hand.tap("tasks")
    hand.tap("about")
    expect(hand.page.locator("[data-role=going-home]")).to_have_text("All sent. 1 line.")
    hand.tap("sign-out")
    expect(hand.said).to_have_text("All sent. 1 line.")
    hears(hand, "done")
    within(begun, 5)
