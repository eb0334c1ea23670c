"""After hours offline: thousands of scans of one task go out in a minute, and the screen never freezes.

``PICKFACE_DRAIN=10000`` (``make long-drain``) is a whole shift; without it fewer scans hold
the same limits in proportion.
"""

from __future__ import annotations

import json
import os
import sys
import time
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.e2e import conftest
from tests.e2e.house import Desk, Handheld, House

pytestmark = pytest.mark.alone

SHIFT = 10_000
EVENTS = int(os.environ.get("PICKFACE_DRAIN", "1000"))
SHIFT_S = 60.0
LONGEST_FRAME_MS = 100.0
BURST = 250
GOODS = "CO-16103"

SCAN = """async ({ code, many }) => {
  const field = document.querySelector('[data-role=scanner]');
  const count = () => Number(document.querySelector('main').dataset.count);
  const press = key => field.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
  const end = count() + many;
  for (let n = 0; n < many; n++) { [...code].forEach(press); press('Enter'); }
  while (count() < end) await new Promise(requestAnimationFrame);
}"""

WATCH = """() => {
  const seen = window.seen = { longest: 0, tasks: [], frames: 0 };
  let last = performance.now();
  const frame = now => {
    seen.longest = Math.max(seen.longest, now - last);
    seen.frames += 1;
    last = now;
    requestAnimationFrame(frame);
  };
  requestAnimationFrame(now => { last = now; requestAnimationFrame(frame); });
  new PerformanceObserver(list => seen.tasks.push(...list.getEntries().map(entry => entry.duration)))
    .observe({ type: 'longtask' });
}"""


def test_a_shift_offline_drains_in_a_minute_without_a_frozen_frame(
    browser: Browser, house: House
) -> None:
    with conftest.contexts_of(browser) as open_context:
        page = open_context(**conftest.HANDHELD).new_page()
        hand = Handheld(page, house)
        hand.switch_on()
        hand.sign_in("Jens")
        count_a_bin(hand)
        house.stop()
        hand.online(False)
        scan_for_hours(hand, EVENTS)
        page.evaluate(WATCH)
        house.start()
        took = drained(page, SHIFT_S * EVENTS / SHIFT + 15)
        seen = page.evaluate("window.seen")
        journal = Desk(house, "Maria").get("scans", limit=1)["items"][0]
    line = {
        "events": EVENTS,
        "drained_s": round(took, 1),
        "longest_frame_ms": round(seen["longest"], 1),
        "longest_task_ms": max(seen["tasks"], default=0),
        "long_tasks": len(seen["tasks"]),
    }
    sys.stdout.write(json.dumps(line) + "\n")
    assert journal["verdict"] == "booked"
    assert took < SHIFT_S * EVENTS / SHIFT + 5, line
    assert seen["longest"] < LONGEST_FRAME_MS, line
    assert house.audit()["exit_code"] == 0


def count_a_bin(hand: Handheld) -> None:
    """Open a count of an own, so that thousands of scans of one task are right."""
    hand.right(hand.house.opening[GOODS][0].place)
    hand.tap("count")
    hand.at("collect")


def scan_for_hours(hand: Handheld, many: int) -> None:
    """Scan far from any network, as fast as the device takes it; each one is signed, chained and on disk."""
    code = hand.house.item(GOODS).barcodes[0].value
    for _ in range(many // BURST):
        hand.page.evaluate(SCAN, {"code": code, "many": BURST})
    hand.waiting(many // BURST * BURST)


def drained(page: Page, patience_s: float) -> float:
    """How long the server, once it answers, needs to take everything that waits."""
    light: dict[str, Any] = {"selector": "[data-role=light][data-waiting='0']"}
    began = time.monotonic()
    page.wait_for_selector(**light, timeout=patience_s * 1000, state="attached")
    return time.monotonic() - began
