"""Scanners as they really type: bursts, input methods, odd modifiers, separators; and never a soft keyboard.

The handheld has no work here: each code that it takes is a fact in its journal, in the order of the scans.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, CDPSession, Page, expect

from tests.e2e import conftest
from tests.e2e.house import GS, Desk, Handheld, House
from tests.e2e.test_scanner_aids import SIZES

LEFT_ALT = 1


@pytest.fixture(scope="module")
def office(house: House) -> Desk:
    return Desk(house, "Maria")


@pytest.fixture(scope="module", params=SIZES)
def hand(browser: Browser, house: House, request: pytest.FixtureRequest) -> Iterator[Handheld]:
    width, height = request.param
    with conftest.contexts_of(browser) as open_context:
        device = {**conftest.HANDHELD, "viewport": {"width": width, "height": height}}
        hand = Handheld(open_context(**device).new_page(), house)
        hand.switch_on()
        hand.sign_in("Jens")
        yield hand


@pytest.fixture
def keyboard(hand: Handheld) -> CDPSession:
    """The keys beneath the browser's own, for what Playwright's keyboard cannot press."""
    hand.page.evaluate("document.querySelector('[data-role=scanner]').focus()")
    return hand.page.context.new_cdp_session(hand.page)


def scanned(hand: Handheld, office: Desk, count: int) -> list[str]:
    """The last codes in the journal, oldest first, once the handheld has sent them all."""
    hand.waiting(0)
    entries = office.get("scans", limit=count)["items"]
    return [entry["code"] for entry in reversed(entries)]


def test_a_burst_of_codes_is_heard_whole_and_in_order(hand: Handheld, office: Desk) -> None:
    codes = [f"BURST-{number:02}" for number in range(12)]
    before = hand.answers
    hand.page.keyboard.type("\n".join([*codes, ""]))
    heard(hand, before + len(codes))
    assert scanned(hand, office, len(codes)) == codes


def test_equal_codes_twice_count_twice(hand: Handheld, office: Desk) -> None:
    before = hand.answers
    hand.page.keyboard.type("TWICE-1\nTWICE-1\n")
    heard(hand, before + 2)
    assert scanned(hand, office, 2) == ["TWICE-1", "TWICE-1"]


def test_codes_of_one_event_loop_turn_are_all_heard(hand: Handheld, office: Desk) -> None:
    """A stalled page hears many keys at once; their time stamps still tell the codes apart."""
    before = hand.answers
    hand.page.evaluate(
        """codes => {
          const field = document.querySelector('[data-role=scanner]');
          const press = key => field.dispatchEvent(
            new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
          for (const code of codes) { [...code].forEach(press); press('Enter'); }
        }""",
        ["STALL-1", "STALL-2", "STALL-1"],
    )
    heard(hand, before + 3)
    assert scanned(hand, office, 3) == ["STALL-1", "STALL-2", "STALL-1"]


def test_an_input_method_commits_text_instead_of_keys(
    hand: Handheld, office: Desk, keyboard: CDPSession
) -> None:
    before = hand.answers
    keyboard.send("Input.insertText", {"text": "IME-0001"})
    hand.page.keyboard.press("Enter")
    heard(hand, before + 1)
    assert scanned(hand, office, 1) == ["IME-0001"]


def test_an_input_method_that_composes_is_heard_once(
    hand: Handheld, office: Desk, keyboard: CDPSession
) -> None:
    before = hand.answers
    for sofar in ("C", "COMP", "COMP-0001"):
        keyboard.send(
            "Input.imeSetComposition",
            {"text": sofar, "selectionStart": len(sofar), "selectionEnd": len(sofar)},
        )
    keyboard.send("Input.insertText", {"text": "COMP-0001"})
    hand.page.keyboard.press("Enter")
    heard(hand, before + 1)
    assert scanned(hand, office, 1) == ["COMP-0001"]


def test_half_as_keys_and_half_as_text_is_one_code(
    hand: Handheld, office: Desk, keyboard: CDPSession
) -> None:
    before = hand.answers
    hand.page.keyboard.type("HALF-")
    keyboard.send("Input.insertText", {"text": "0001"})
    hand.page.keyboard.press("Enter")
    heard(hand, before + 1)
    assert scanned(hand, office, 1) == ["HALF-0001"]


def test_alt_on_every_key_says_nothing(hand: Handheld, office: Desk, keyboard: CDPSession) -> None:
    before = hand.answers
    for sign in "ALT-0001":
        press(keyboard, sign, LEFT_ALT)
    press(keyboard, "Enter", LEFT_ALT)
    heard(hand, before + 1)
    assert scanned(hand, office, 1) == ["ALT-0001"]


@pytest.mark.parametrize("way", ["text", "chord"])
def test_the_group_separator_survives(
    hand: Handheld, office: Desk, keyboard: CDPSession, way: str
) -> None:
    before = hand.answers
    first, last = f"]C110LOT-{way}", "3710"
    hand.page.keyboard.type(first)
    if way == "text":
        keyboard.send("Input.insertText", {"text": GS})
    else:
        hand.page.keyboard.press("Control+]")
    hand.page.keyboard.type(last)
    hand.page.keyboard.press("Enter")
    heard(hand, before + 1)
    assert scanned(hand, office, 1) == [f"{first}{GS}{last}"]


def test_enter_never_presses_the_focused_button(hand: Handheld, office: Desk) -> None:
    before = hand.answers
    hand.button("tasks").focus()
    hand.page.keyboard.type("FOCUS-1")
    hand.page.keyboard.press("Enter")
    heard(hand, before + 1)
    hand.button("tasks").focus()
    hand.page.keyboard.press("Space")
    hand.page.keyboard.press("Enter")
    hand.on("home")
    assert scanned(hand, office, 1) == ["FOCUS-1"]


def test_a_tab_ends_a_scan_and_moves_no_focus(hand: Handheld, office: Desk) -> None:
    before = hand.answers
    hand.page.keyboard.type("TAB-0001")
    hand.page.keyboard.press("Tab")
    heard(hand, before + 1)
    assert scanned(hand, office, 1) == ["TAB-0001"]
    expect(hand.page.locator("[data-role=scanner]")).to_be_focused()


def test_a_tap_leaves_the_focus_with_the_scanner(hand: Handheld) -> None:
    read(hand)
    hand.tap("tasks")
    hand.on("tasks")
    expect(hand.page.locator("[data-role=scanner]")).to_be_focused()
    hand.tap("home")
    hand.on("home")


def test_no_field_on_any_scan_screen_asks_for_a_soft_keyboard(hand: Handheld) -> None:
    read(hand)
    asked = asks_for_keyboard(hand.page)
    hand.tap("type")
    asked += asks_for_keyboard(hand.page)
    hand.tap("close")
    assert asked == []


def test_a_long_code_is_refused_in_a_sentence_not_cut(hand: Handheld) -> None:
    before = hand.answers
    hand.page.evaluate(
        """code => {
          const field = document.querySelector('[data-role=scanner]');
          field.value = code;
          field.dispatchEvent(new InputEvent('input', { data: code, bubbles: true }));
        }""",
        "X" * 600,
    )
    hand.page.keyboard.press("Enter")
    heard(hand, before + 1)
    expect(hand.main).to_have_attribute("data-feedback", "wrong")
    expect(hand.said).to_have_text(re.compile(r"\w"))
    hand.tap("ok")


def heard(hand: Handheld, answers: int) -> None:
    """The handheld has answered so often; what it refused has been read."""
    expect(hand.main).to_have_attribute("data-count", str(answers), timeout=15_000)


def read(hand: Handheld) -> None:
    """Say that the red screen has been read, if there is one."""
    if hand.main.get_attribute("data-feedback") == "wrong":
        hand.tap("ok")
    expect(hand.main).not_to_have_attribute("data-feedback", "wrong")


def press(keyboard: CDPSession, key: str, modifiers: int = 0) -> None:
    """Press and let go of one key, with modifiers that the firmware claims."""
    for kind in ("keyDown", "keyUp"):
        keyboard.send("Input.dispatchKeyEvent", {"type": kind, "key": key, "modifiers": modifiers})


def asks_for_keyboard(page: Page) -> list[Any]:
    """Fields whose focus would raise the soft keyboard."""
    found = page.evaluate(
        """() => [...document.querySelectorAll('input, textarea, [contenteditable]')]
          .filter(field => field.inputMode !== 'none').map(field => field.outerHTML)"""
    )
    return list(json.loads(json.dumps(found)))
