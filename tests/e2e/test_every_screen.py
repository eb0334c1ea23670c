"""Every screen of the way is read by day and by night and touched with gloves: nothing is cut or pale.

``make every-screen`` judges each in every look and size, and in the languages with the longest words.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page

from tests.conftest import absent
from tests.e2e.conftest import HANDHELD, NewContext, open_house
from tests.e2e.dock_way import go_to_the_dock
from tests.e2e.further_way import go_further
from tests.e2e.house import Desk, House
from tests.e2e.seldom_way import go_seldom
from tests.e2e.way import Way

AXE = Path(__file__).parents[2] / "pwa/node_modules/axe-core/axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
ALL = os.environ.get("PICKFACE_SCREENS") == "all"
SHORT = bool(os.environ.get("PICKFACE_SHORT"))
SIZES = ((360, 640), (320, 480), (640, 360), (768, 1024)) if ALL else ((360, 640), (320, 480))
LOOKS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("dark", {"color_scheme": "dark"}),
    ("contrast", {"color_scheme": "light", "contrast": "more"}),
    ("dark contrast", {"color_scheme": "dark", "contrast": "more"}),
)
BY_DAY = {"color_scheme": "light", "contrast": "no-preference"}
IN_EVERY_LOOK = {
    "badge",
    "pin",
    "home-picker",
    "pick-go",
    "pick-wrong-bin",
    "pick-more",
    "receive",
    "lookup-item",
    "about",
    "count",
}
"""Between them they show all that has a colour; in `make test` axe judges these alone. Boxes are measured on all."""

# A row that is half pushed under the buttons comes back with a thumb; boxes are measured whole, below.
JUDGE = """async ([tags, onlyColour]) => {
  const RULES = { 'color-contrast-enhanced': { enabled: true }, 'target-size': { enabled: false } };
  const options = onlyColour
    ? { runOnly: { type: 'rule', values: ['color-contrast-enhanced'] } }
    : { runOnly: { type: 'tag', values: tags }, rules: RULES };
  const { violations } = await axe.run(document, { ...options, resultTypes: ['violations'] });
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, any }) => `${id}: ${html.slice(0, 120)} ${any[0]?.message ?? ''}`));
}"""

MEASURE = """() => {
  const faults = [];
  if (document.scrollingElement.scrollWidth > innerWidth) faults.push('the page can be pushed sideways');
  const seen = element => element.checkVisibility({ visibilityProperty: true, opacityProperty: true })
    && element.getClientRects().length > 0;
  const top = [...document.querySelectorAll('.refusal, .notice, .sheet')].filter(seen).pop() ?? document;
  for (const button of top.querySelectorAll('button, a[href], input:not(.scanner-field)')) {
    if (!seen(button)) continue;
    const { width, height, left, right } = button.getBoundingClientRect();
    const name = button.dataset.action ?? button.dataset.key ?? button.className;
    // Of several answers none is the first thing to do, and among thirty keys there is no more room.
    const least = button.matches('.primary') && !button.closest('.grades, .wordy') ? 72 : 56;
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
  const [first, second] = [...top.querySelectorAll('.keys .key')].filter(seen);
  if (second && first.getBoundingClientRect().left > second.getBoundingClientRect().left) {
    faults.push('the keys run from right to left');
  }
  const sentence = document.querySelector('main[data-screen=task] [data-role=sentence]');
  const place = sentence?.querySelector('[data-role=place]');
  if (place && top === document) {
    const code = document.createRange();
    code.selectNodeContents(place);
    const side = getComputedStyle(sentence).direction === 'rtl' ? 'right' : 'left';
    const off = code.getBoundingClientRect()[side] - sentence.getBoundingClientRect()[side];
    if (Math.abs(off) > 8) faults.push(`the place stands ${off.toFixed(0)} px from where the sentence begins`);
  }
  if (sentence && top === document) {
    // Where a picture says it, large, the words may be smaller.
    const said = sentence.matches('.short') ? document.querySelector('.deal b') ?? sentence : sentence;
    if (parseFloat(getComputedStyle(said).fontSize) < 32) faults.push('the sentence is small');
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
        if SHORT and name not in IN_EVERY_LOOK:
            return
        if not page.evaluate("'axe' in globalThis"):
            page.evaluate(AXE.read_text() + "; undefined")
        self.note(name, "light", page.evaluate(JUDGE, [TAGS, False]))
        if ALL or name in IN_EVERY_LOOK:
            for look, media in LOOKS:
                page.emulate_media(**media)
                self.note(name, look, page.evaluate(JUDGE, [TAGS, True]))
            page.emulate_media(**BY_DAY)

    def note(self, name: str, look: str, faults: list[str]) -> None:
        """Keep what was found."""
        self.faults += [f"{name} {look}: {fault}" for fault in faults]


@pytest.fixture
def house(demo_site: Path, tmp_path: Path) -> Iterator[House]:
    """A site of its own for each language: the way uses it up."""
    if not AXE.is_file():
        absent("axe-core is not installed (make setup)")
    yield from open_house(demo_site, tmp_path / "data")


def devices(new_context: NewContext) -> Any:
    """Opens handhelds that are patient with a busy machine."""

    def open_context() -> BrowserContext:
        context = new_context(**HANDHELD, reduced_motion="reduce", service_workers="block")
        context.set_default_timeout(30_000)
        return context

    return open_context


@pytest.mark.parametrize("language", ["en", "de", "ar"] if ALL else ["en"])
def test_every_screen_is_read_and_touched_with_gloves(
    house: House, new_context: NewContext, language: str
) -> None:
    eye = Yardstick()
    Way(house, Desk(house, "Maria"), eye, devices(new_context), language).go()
    assert eye.count > 50
    assert not eye.faults, "\n".join(eye.faults)


@pytest.mark.skipif(not ALL, reason="goes the further and the seldom way: make every-screen")
@pytest.mark.parametrize("language", ["en", "de", "ar"])
@pytest.mark.parametrize("go", [go_further, go_seldom, go_to_the_dock])
def test_so_are_the_screens_that_are_seen_more_seldom(
    house: House, new_context: NewContext, go: Callable[[Way], None], language: str
) -> None:
    eye = Yardstick()
    go(Way(house, Desk(house, "Maria"), eye, devices(new_context), language))
    assert eye.count > 25
    assert not eye.faults, "\n".join(eye.faults)
