"""The command card worked through a pick without a touch, and the self-check with scanners that are set up wrong."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress

import pytest
from playwright.sync_api import Browser, Locator, expect

from tests.e2e import conftest
from tests.e2e.house import Desk, Handheld, House
from tests.e2e.motions import reach

SIZES = [
    pytest.param((360, 640), id="360x640"),
    pytest.param(
        (320, 480),
        id="320x480",
        marks=pytest.mark.long("what a small screen does to boxes is measured on every screen"),
    ),
]
LABEL = "]C1010400638133393110AB"
BRUSH, PADS, CABLE = "CO-16103", "CO-17201", "EL-01101"
ROUNDS = 8


@pytest.fixture(params=SIZES)
def hand(browser: Browser, house: House, request: pytest.FixtureRequest) -> Iterator[Handheld]:
    width, height = request.param
    with conftest.contexts_of(browser) as open_context:
        device = {**conftest.HANDHELD, "viewport": {"width": width, "height": height}}
        hand = Handheld(open_context(**device).new_page(), house)
        hand.switch_on()
        yield hand


def card(hand: Handheld, *buttons: str) -> None:
    """Scan buttons of the card, one after the other."""
    for button in buttons:
        hand.type(f"PFCMD{button.upper()}")


def open_pad(hand: Handheld, name: str) -> Locator:
    pad = hand.page.locator(f"[data-sheet={name}]")
    expect(pad).to_be_visible()
    return pad


def test_a_pick_is_worked_with_the_card_alone_after_the_pin(hand: Handheld, house: House) -> None:
    width = hand.page.viewport_size["width"] if hand.page.viewport_size else 0
    number, tote = f"9{width}", f"T9{width}"
    # What was short is counted before anybody is sent there again: each run has goods of its own.
    scarce = PADS if width == 360 else CABLE
    office = Desk(house, "Maria")
    hand.sign_in("Sofia" if width == 360 else "Malik")
    office.release(office.take_order(number, {BRUSH: 5, scarce: 2}))
    expect(hand.button("next")).to_contain_text(f"Order {number}")
    hand.page.evaluate(
        "window.touches = 0; addEventListener('pointerdown', () => { window.touches += 1; }, true)"
    )
    card(hand, "next")
    hand.on("task")
    hand.right(tote)
    card(hand, "help")
    expect(open_pad(hand, "help")).to_contain_text("Undo")
    card(hand, "undo")
    expect(hand.page.locator("[data-sheet=help]")).to_be_hidden()
    shorted = False
    while hand.main.get_attribute("data-step-kind") != "put":
        reach(hand)
        item = hand.goods
        if item.sku == scarce and not shorted:
            shorted = True
            short_with_the_card(hand)
            continue
        hand.right(item.barcodes[0].value)
        if item.sku == BRUSH and hand.main.get_attribute("data-step-kind") == "take":
            count_with_the_card(hand, "5")
    hand.right("PACK-1")
    hand.on("home")
    hand.waiting(0)
    assert hand.page.evaluate("window.touches") == 0
    assert [line["qty"] for line in office.order(number)["lines"]] == [5, 2]
    assert house.audit()["exit_code"] == 0
    for step in ("tasks", "about", "sign-out"):
        hand.tap(step)
    expect(hand.page.locator("[data-step=badge]")).to_be_visible()


def count_with_the_card(hand: Handheld, digits: str) -> None:
    """The first digit opens the pad; undo takes the last one back; done is its OK."""
    before = hand.answers
    card(hand, *digits, "4")
    expect(open_pad(hand, "quantity").locator("[data-role=typed]")).to_contain_text(f"{digits}4")
    card(hand, "undo", "done")
    expect(hand.main).not_to_have_attribute("data-count", str(before))
    expect(hand.main).not_to_have_attribute("data-feedback", "wrong")


def short_with_the_card(hand: Handheld) -> None:
    """One scan of Short asks for another; between them nothing is short."""
    card(hand, "short")
    expect(hand.said).to_have_text("Short? Scan Short once more.")
    expect(hand.page.locator("[data-sheet=left]")).to_be_hidden()
    card(hand, "short")
    open_pad(hand, "left")
    before = hand.answers
    card(hand, "0", "done")
    expect(hand.main).not_to_have_attribute("data-count", str(before))


def test_a_pin_is_keyed_with_the_card_too(hand: Handheld, house: House) -> None:
    person = house.person("Grace")
    hand.type(person.badge)
    expect(hand.sentence).to_contain_text(person.badge)
    card(hand, *person.pin, "done")
    hand.on("home")


def test_the_voice_is_switched_with_the_card_and_stays_switched(hand: Handheld) -> None:
    card(hand, "voice")
    expect(hand.said).to_have_text("Instructions are spoken.")
    hand.page.reload()
    expect(hand.page.locator("[data-step=badge]")).to_be_visible()
    card(hand, "voice")
    expect(hand.said).to_have_text("Instructions are not spoken.")


@pytest.fixture
def check(hand: Handheld) -> Handheld:
    """The self-check, before anybody has signed in."""
    hand.tap("check-scanner")
    expect(hand.page.locator("[data-role=scanner-check]")).to_be_visible()
    return hand


def finding(hand: Handheld, code: str) -> Locator:
    found = hand.page.locator(f"[data-finding={code}]")
    expect(found).to_be_visible()
    return found


def comes_right(check: Handheld, trial: str, *parts: str) -> None:
    """Scan a code, GS between its parts, until it is right: a busy machine pauses, of which the page tells."""
    mark = check.page.locator(f"[data-trial={trial}]")
    for _ in range(4):
        for part in parts[:-1]:
            check.page.keyboard.type(part)
            check.page.keyboard.press("Control+]")
        check.type(parts[-1])
        with suppress(AssertionError):
            expect(mark).to_have_attribute("data-right", "true", timeout=2_000)
            return
    expect(mark).to_have_attribute("data-right", "true")


def test_a_scanner_without_enter_is_told_so(check: Handheld) -> None:
    check.page.keyboard.type("]C0Pickface-Test.1/Yz")
    words = finding(check, "no_end")
    expect(words).to_contain_text("Your scanner sends no Enter. In DataWedge:")
    expect(check.page.locator("[data-fact=end]")).to_have_text("nothing")


def test_a_scanner_that_swallows_gs_is_told_so(check: Handheld) -> None:
    check.type(f"{LABEL}3710")
    expect(finding(check, "gs_lost")).to_contain_text("It swallows GS")
    comes_right(check, "label", LABEL, "3710")
    expect(check.page.locator("[data-role=findings]")).to_be_hidden()
    expect(check.page.locator("[data-role=raw] .control")).to_have_text(["GS1D"])


def test_a_prefix_and_a_substitute_are_learnt_and_taken_off_from_then_on(check: Handheld) -> None:
    check.type(f"*{LABEL}~3710")
    expect(finding(check, "added_before")).to_contain_text("It writes * before the code.")
    expect(finding(check, "gs_other")).to_contain_text("It writes ~ for GS.")
    check.tap("adopt")
    expect(check.page.locator("[data-role=adopted]")).to_have_text("* … – · GS ~")
    comes_right(check, "label", f"*{LABEL}~3710")
    check.page.reload()
    expect(check.page.locator("[data-step=badge]")).to_be_visible()
    badge = check.house.person("Grace").badge
    check.type(f"*{badge}")
    expect(check.sentence).to_have_text(f"PIN for {badge}")


def test_a_scanner_of_another_country_is_told_so(check: Handheld) -> None:
    check.type("]C0PickfaceßTest.1-Zy")
    expect(finding(check, "layout")).to_contain_text("another country")


def test_all_codes_of_the_sheet_as_they_should_come(check: Handheld) -> None:
    comes_right(check, "text", "]C0Pickface-Test.1/Yz")
    comes_right(check, "goods", "]E04006381333931")
    comes_right(check, "long", "]C00123456789ABCDEFGHIJ0123456789ABCDEFGHIJ0123")
    comes_right(check, "label", LABEL, "3710")
    comes_right(check, "matrix", "]d2" + LABEL[3:], "21TEST-7")
    expect(check.page.locator("[data-role=all-right]")).to_be_visible()
    check.tap("back")
    expect(check.page.locator("[data-step=badge]")).to_be_visible()


def test_a_pause_before_the_first_enter_splits_no_code(hand: Handheld, house: House) -> None:
    """A busy device delivered the first half of a badge, and the second a second later."""
    badge = house.person("Grace").badge
    hand.page.keyboard.type(badge[:3])
    hand.page.wait_for_timeout(900)
    hand.type(badge[3:])
    expect(hand.sentence).to_have_text(f"PIN for {badge}")


def test_a_supervisor_sees_how_a_scanner_reads(hand: Handheld, house: House) -> None:
    hand.sign_in("Grace")
    said: list[dict[str, int] | None] = []
    # What is typed too slowly, by a busy machine, is a person's and says nothing of a scanner.
    for _ in range(ROUNDS):
        hand.type("]C10104006381333930")
        expect(hand.main).to_have_attribute("data-feedback", "wrong")
        with hand.page.expect_response(lambda answer: "/me/work?" in answer.url):
            # The network is back: the work is pulled, and the counts go along.
            hand.page.evaluate("dispatchEvent(new Event('online'))")
        said = [one["scanner"] for one in Desk(house, "Maria").get("devices")["items"]]
        # Or what was answered was asked before the scan.
        if any(one and one["unreadable"] for one in said):
            break
    assert any(one and one["unreadable"] for one in said), said
