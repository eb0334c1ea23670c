"""How fast the handheld answers on a slow device: real Chromium at a sixth of this machine's speed.

    python bench/handheld.py [--outbox 500] [--slower 6]

Prints one JSON line: last key to feedback for accepted scans with so many events waiting in the outbox, and the start
from the service worker to ready-to-scan, both without a network.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import tempfile
from pathlib import Path
from statistics import quantiles
from typing import Any

from playwright.sync_api import CDPSession, Page, expect, sync_playwright

sys.path.insert(0, str(Path(__file__).parent.parent))

from tests.e2e.conftest import HANDHELD, PROGRAMS, QUIET
from tests.e2e.house import Desk, Handheld, House

GOODS = "CO-16103"
SCANS = 45
STARTS = 10
WARM_UP = 5

# When the answer has been painted: the frame after the one in which it was drawn has begun.
WATCH = """() => {
  window.took = [];
  let key = 0;
  document.addEventListener('keydown', event => { if (event.key === 'Enter') key = event.timeStamp; }, true);
  new MutationObserver(() => requestAnimationFrame(() => {
    const channel = new MessageChannel();
    const begun = key;
    channel.port1.onmessage = () => window.took.push(performance.now() - begun);
    channel.port2.postMessage(0);
  })).observe(document.querySelector('main'), { attributeFilter: ['data-count'] });
}"""
READY = """() => {
  new MutationObserver((_, watch) => {
    if (!document.querySelector('[data-role=scanner]') || !document.querySelector('[data-step-kind]')) return;
    watch.disconnect();
    requestAnimationFrame(() => document.documentElement.dataset.ready = performance.now());
  }).observe(document, { childList: true, subtree: true, attributes: true });
}"""
BURST = """async ({ code, many }) => {
  const field = document.querySelector('[data-role=scanner]');
  const count = () => Number(document.querySelector('main').dataset.count);
  const press = key => field.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
  const end = count() + many;
  for (let n = 0; n < many; n++) { [...code].forEach(press); press('Enter'); }
  while (count() < end) await new Promise(requestAnimationFrame);
}"""


def main() -> None:
    """Measure, and print one JSON line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--outbox", type=int, default=500)
    parser.add_argument("--slower", type=int, default=6)
    wanted = parser.parse_args()
    program = next(path for name in PROGRAMS if (path := shutil.which(name)))
    with tempfile.TemporaryDirectory() as data, sync_playwright() as playwright:
        house = House(Path(data))
        house.start()
        browser = playwright.chromium.launch(executable_path=program, args=QUIET)
        try:
            page = browser.new_context(**HANDHELD).new_page()
            hand = Handheld(page, house)
            hand.switch_on()
            page.evaluate("navigator.serviceWorker.ready")
            hand.sign_in("Sofia")
            office = Desk(house, "Maria")
            office.release(office.take_order("B-1", {GOODS: SCANS}))
            expect(hand.button("next")).to_contain_text("B-1")
            house.stop()
            hand.online(False)
            line = measure(page, hand, wanted.outbox, wanted.slower)
        finally:
            browser.close()
            house.pull_the_plug()
    sys.stdout.write(json.dumps(line) + "\n")


def measure(page: Page, hand: Handheld, outbox: int, slower: int) -> dict[str, Any]:
    """One pick of many pieces in a dead zone."""
    hand.tap("next")
    hand.right("T0001")
    hand.right(hand.place)
    page.evaluate(BURST, {"code": "NOBODY-KNOWS", "many": outbox})
    page.evaluate(WATCH)
    keyboard = page.context.new_cdp_session(page)
    slow_down(keyboard, slower)
    code = hand.house.item(GOODS).barcodes[0].value
    for _ in range(SCANS - 1):
        hand.right(code)
    took = page.evaluate("window.took")[WARM_UP:]
    page.add_init_script(f"({READY})()")
    starts = []
    for _ in range(STARTS):
        page.reload()
        ready = page.locator("html[data-ready]").get_attribute("data-ready")
        starts.append(float(ready or "nan"))
    return {
        "scans": len(took),
        "outbox": outbox,
        "slower": slower,
        **percentiles("scan_ms", took),
        **percentiles("start_ms", starts),
    }


def slow_down(session: CDPSession, times: int) -> None:
    """Let the page have a fraction of the processor."""
    session.send("Emulation.setCPUThrottlingRate", {"rate": times})


def percentiles(name: str, values: list[float]) -> dict[str, float]:
    """The middle and the slow end."""
    cuts = quantiles(values, n=100, method="inclusive")
    return {f"{name}_p50": round(cuts[49], 1), f"{name}_p95": round(cuts[94], 1)}


if __name__ == "__main__":
    main()
