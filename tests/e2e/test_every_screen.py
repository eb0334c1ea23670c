"""Every screen with a yardstick: axe by day and night, boxes for gloves, no cut words, German and Arabic too."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from pickface.pages import BUILDS
from tests.conftest import absent
from tests.e2e.conftest import DESK, HANDHELD, NewContext
from tests.e2e.house import Desk, Handheld, House
from tests.e2e.way import Way

AXE = Path(__file__).parents[2] / "pwa/node_modules/axe-core/axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
SIZES = ((360, 640), (320, 480), (640, 360), (768, 1024))

JUDGE = """async ([tags, onlyColour]) => {
  const options = onlyColour
    ? { runOnly: { type: 'rule', values: ['color-contrast-enhanced'] } }
    : { runOnly: { type: 'tag', values: tags }, rules: { 'color-contrast-enhanced': { enabled: true } } };
  const { violations } = await axe.run(document, { ...options, resultTypes: ['violations'] });
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, any }) => `${id}: ${html.slice(0, 120)} ${any[0]?.message ?? ''}`));
}"""

MEASURE = """() => {
  const faults = [];
  const seen = element => element.checkVisibility({ visibilityProperty: true, opacityProperty: true })
    && element.getClientRects().length > 0;
  const top = [...document.querySelectorAll('.refusal, .notice, .sheet')].filter(seen).pop() ?? document;
  for (const button of top.querySelectorAll('button, a[href], input:not(.scanner-field)')) {
    if (!seen(button)) continue;
    const { width, height, left, right } = button.getBoundingClientRect();
    const name = button.dataset.action ?? button.dataset.key ?? button.className;
    const least = button.matches('.primary') ? 72 : 56;
    if (height < least - 0.01) faults.push(`${name} is ${height.toFixed(1)} high`);
    if (width < 56 - 0.01) faults.push(`${name} is ${width.toFixed(1)} wide`);
    if (left < -0.5 || right > innerWidth + 0.5) faults.push(`${name} is off the screen`);
  }
  const walker = document.createTreeWalker(top === document ? document.body : top, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode, parent = node.parentElement;
    if (!node.data.trim() || !parent || !seen(parent)) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    const box = range.getBoundingClientRect();
    if (!box.width) continue;
    for (let element = parent; element && element !== document.body; element = element.parentElement) {
      const style = getComputedStyle(element);
      if (style.textOverflow === 'ellipsis') break;
      const outer = element.getBoundingClientRect();
      const cuts = style.overflowX !== 'visible' || element.matches('button');
      if (cuts && (box.left < outer.left - 1 || box.right > outer.right + 1)) {
        faults.push(`"${node.data}" is wider than its ${element.tagName.toLowerCase()}.${element.className}`);
        break;
      }
      if (element.matches('button') && (box.top < outer.top - 1 || box.bottom > outer.bottom + 1)) {
        faults.push(`"${node.data}" is higher than its button`);
        break;
      }
    }
  }
  const sentence = document.querySelector('main[data-screen=task] [data-role=sentence]');
  if (sentence && top === document) {
    if (parseFloat(getComputedStyle(sentence).fontSize) < 32) faults.push('the sentence is small');
    const thumb = document.querySelector('.stack > .thumb').getBoundingClientRect();
    const words = sentence.getBoundingClientRect();
    const beside = words.right <= thumb.left + 1 || words.left >= thumb.right - 1;
    if (!beside && words.bottom > thumb.top + 1) faults.push('the sentence is under the buttons');
    if (words.bottom > innerHeight) faults.push('the sentence is below the screen');
  }
  return faults;
}"""


@dataclass
class Yardstick:
    """Measures each screen at every size, and lets axe judge it by day, by night and in high contrast."""

    full: bool = True
    faults: list[str] = field(default_factory=list)
    count: int = 0

    def shoot(self, page: Page, name: str) -> None:
        """Note what is wrong with a screen."""
        self.count += 1
        before = page.viewport_size or HANDHELD["viewport"]
        for width, height in SIZES:
            page.set_viewport_size({"width": width, "height": height})
            self.note(name, f"{width}x{height}", page.evaluate(MEASURE))
        page.set_viewport_size({"width": before["width"], "height": before["height"]})
        self.judge(page, name)

    def judge(self, page: Page, name: str) -> None:
        """What axe says."""
        page.evaluate(AXE.read_text() + "; undefined")
        self.note(name, "light", page.evaluate(JUDGE, [TAGS, False]))
        if self.full:
            page.emulate_media(color_scheme="dark")
            self.note(name, "dark", page.evaluate(JUDGE, [TAGS, True]))
            page.emulate_media(color_scheme="dark", contrast="more")
            self.note(name, "contrast", page.evaluate(JUDGE, [TAGS, True]))
            page.emulate_media(color_scheme="light", contrast="no-preference")

    def note(self, name: str, look: str, faults: list[str]) -> None:
        """Keep what was found."""
        self.faults += [f"{name} {look}: {fault}" for fault in faults]


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    if not any((folder / "index.html").is_file() for folder in BUILDS):
        absent("the web app is not built (make setup)")
    if not AXE.is_file():
        absent("axe-core is not installed (make setup)")
    house = House(tmp_path / "data")
    house.start()
    yield house
    house.pull_the_plug()


def devices(new_context: NewContext) -> Any:
    """Opens handhelds that are patient with a busy machine."""

    def open_context() -> BrowserContext:
        context = new_context(**HANDHELD, reduced_motion="reduce", service_workers="block")
        context.set_default_timeout(30_000)
        return context

    return open_context


@pytest.mark.parametrize("language", ["en", "de", "ar"])
def test_every_screen_is_read_and_touched_with_gloves(
    house: House, new_context: NewContext, language: str
) -> None:
    eye = Yardstick(full=language == "en")
    Way(house, Desk(house, "Maria"), eye, devices(new_context), language).go()
    assert eye.count > 60
    assert not eye.faults, "\n".join(eye.faults)


def test_board_and_office_are_read_by_day_and_by_night(
    house: House, new_context: NewContext
) -> None:
    eye = Yardstick()
    page = new_context(**DESK).new_page()
    page.goto(f"{house.url}/board")
    expect(page.locator("input[name=login]")).to_be_visible()
    eye.judge(page, "desk-sign-in")
    lead = house.person("Maria")
    page.fill("input[name=login]", lead.login)
    page.fill("input[name=password]", lead.password)
    page.press("input[name=password]", "Enter")
    expect(page.locator("[data-online=true]")).to_be_visible()
    eye.judge(page, "board")
    for path in ("items", "orders", "purchase-orders", "places", "people", "devices"):
        page.goto(f"{house.url}/office/{path}")
        expect(page.locator("main h1")).to_be_visible()
        page.wait_for_load_state("networkidle")
        eye.judge(page, path)
    assert not eye.faults, "\n".join(eye.faults)


def test_arabic_stands_from_right_to_left_and_codes_as_on_the_label(
    house: House, new_context: NewContext
) -> None:
    hand = Handheld(devices(new_context)().new_page(), house)
    hand.switch_on()
    hand.sign_in("Sofia")
    hand.tap("tasks")
    hand.tap("about")
    hand.tap("language")
    hand.tap("choose-ar")
    expect(hand.page.locator("html")).to_have_attribute("dir", "rtl")
    expect(hand.page.locator("html")).to_have_attribute("lang", "ar")
    light = hand.page.locator("[data-role=light]").bounding_box()
    assert light is not None
    assert light["x"] < 180, "the light did not change sides"
    hand.tap("home")
    hand.right("D-13-02")
    expect(hand.page.locator("bdi", has_text="D-13-02").first).to_have_attribute("dir", "ltr")
    # It is the person's, on every device.
    other = Handheld(devices(new_context)().new_page(), house)
    other.switch_on()
    expect(other.page.locator("html")).to_have_attribute("dir", "ltr")
    other.sign_in("Sofia")
    expect(other.page.locator("html")).to_have_attribute("dir", "rtl")
    # And goes with its person.
    other.tap("tasks")
    other.tap("about")
    other.tap("sign-out")
    expect(other.page.locator("html")).to_have_attribute("lang", "en")


LISTEN = """() => {
  window.spoken = [];
  class Utterance { constructor(text) { this.text = text; } }
  window.SpeechSynthesisUtterance = Utterance;
  Object.defineProperty(window, 'speechSynthesis', { value: {
    speak: ({ text, lang }) => window.spoken.push(`${lang}: ${text}`),
    cancel: () => window.spoken.push('(silence)'),
  } });
}"""


def test_the_voice_says_where_and_how_many_once_and_is_cut_off_by_the_next(
    house: House, new_context: NewContext
) -> None:
    office = Desk(house, "Maria")
    page = devices(new_context)().new_page()
    page.add_init_script(f"({LISTEN})()")
    hand = Handheld(page, house)
    hand.switch_on()
    hand.sign_in("Sofia")
    assert page.evaluate("spoken") == [], "it spoke without being asked"
    hand.tap("tasks")
    hand.tap("about")
    hand.tap("voice")
    page.wait_for_function("spoken.length > 0")
    hand.tap("home")
    office.release(office.take_order("7001", {"CO-17201": 2}))
    expect(hand.button("next")).to_contain_text("7001")
    hand.tap("next")
    hand.on("task")
    hand.right("T0901")
    place = hand.place
    aisle, bay, level = (part.lstrip("0") for part in place.split("-"))
    said = f"aisle {aisle}, bay {bay}, level {level}"
    page.wait_for_function("text => spoken.includes(text)", arg=f"en: Go to {said}")
    hand.wrong("D-13-02", "This is")
    page.wait_for_function("spoken.at(-1).startsWith('en: This is D-13-02')")
    hand.right(place)
    page.wait_for_function("text => spoken.at(-1) === text", arg=f"en: {said}, Take 2 pieces")
    assert page.evaluate("spoken.at(-2)") == "(silence)"
    # Kept on the device.
    page.reload()
    page.wait_for_function("text => spoken.at(-1) === text", arg=f"en: {said}, Take 2 pieces")
