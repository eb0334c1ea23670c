"""How fast the handheld answers on a slow device: real Chromium at a sixth of this machine's speed.

    python bench/handheld.py [--outbox 5000] [--tasks 200] [--slower 6]

Prints one JSON line with what issue 4 budgets: the script that a picker loads, last key to feedback with so many events
in the outbox and tasks on the device, the longest task of the main thread meanwhile, the start from the service worker,
the first load over a poor network, and how the live heap grows. While a scan is timed nothing else talks to the page.
"""

from __future__ import annotations

import argparse
import gzip
import json
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from statistics import quantiles
from typing import Any

from playwright.sync_api import Browser, CDPSession, Page, expect, sync_playwright

sys.path.insert(0, str(Path(__file__).parent.parent))

from pickface.pages import BUILDS
from tests.e2e.conftest import HANDHELD, PROGRAMS, QUIET
from tests.e2e.house import Desk, Handheld, House

BUILT = next(folder for folder in BUILDS if folder.is_dir())
GOODS = "CO-16103"
SCANS = 45
STARTS = 10
WARM_UP = 5
BETWEEN_SCANS_S = 0.6
FIRST_LOADS = 3
HEAP_AFTER = (300, 3_000)
POOR_NETWORK = {
    "offline": False,
    "latency": 150,
    "downloadThroughput": 1_600_000 / 8,
    "uploadThroughput": 1_600_000 / 8,
}

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
    requestAnimationFrame(() => console.info('ready', performance.now()));
  }).observe(document, { childList: true, subtree: true, attributes: true });
}"""
READY_TO_SIGN_IN = READY.replace(" || !document.querySelector('[data-step-kind]')", "")
LONG_TASKS = """() => {
  window.longTasks = [];
  new PerformanceObserver(list => list.getEntries().forEach(({ duration }) => window.longTasks.push(duration)))
    .observe({ type: 'longtask' });
}"""
SCRIPTS = """() => performance.getEntriesByType('resource').map(({ name }) => new URL(name).pathname)
  .filter(path => path.endsWith('.js'))"""
# Copies of the task at hand: as the last pull would have brought them.
HOLD_TASKS = """async many => {
  const open = indexedDB.open('pickface');
  const db = await new Promise(done => (open.onsuccess = () => done(open.result)));
  const tx = db.transaction('tasks', 'readwrite');
  const asked = tx.objectStore('tasks').getAll();
  asked.onsuccess = () => {
    const [task] = asked.result;
    for (let n = asked.result.length; n < many; n++)
      tx.objectStore('tasks').put({ ...task, id: 1e6 + n, state: 'offered' });
  };
  await new Promise(done => (tx.oncomplete = done));
  db.close();
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
    parser.add_argument("--outbox", type=int, default=5_000)
    parser.add_argument("--tasks", type=int, default=200)
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
            # A device is named once; from then on it starts with what it has.
            page.reload()
            expect(page.locator("[data-step=badge]")).to_be_visible()
            hand.sign_in("Sofia")
            office = Desk(house, "Maria")
            office.release(office.take_order("B-1", {GOODS: SCANS}))
            expect(hand.button("next")).to_contain_text("B-1")
            hand.tap("next")
            hand.right("T0001")
            hand.right(hand.place)
            line = {"outbox": wanted.outbox, "tasks": wanted.tasks, "slower": wanted.slower}
            line |= script_size(page) | heap_growth(page)
            line |= first_load(browser, house, wanted.slower)
            house.stop()
            hand.online(False)
            page.evaluate(HOLD_TASKS, wanted.tasks)
            page.reload()
            hand.at("take")
            line |= scans_and_starts(page, hand, wanted.outbox, wanted.slower)
        finally:
            browser.close()
            house.pull_the_plug()
    sys.stdout.write(json.dumps(line) + "\n")


def script_size(page: Page) -> dict[str, float]:
    """What a picker has loaded by the first bin, as it travels."""
    loaded = {Path(path).name for path in page.evaluate(SCRIPTS)}
    packed = [
        len(gzip.compress(file.read_bytes(), 9))
        for file in (BUILT / "assets").glob("*.js")
        if file.name in loaded
    ]
    return {"script_gzip_kb": round(sum(packed) / 1000, 1)}


def heap_growth(page: Page) -> dict[str, float]:
    """The live heap after many scans that were sent, against after few."""
    session = page.context.new_cdp_session(page)
    heaps, made = [], 0
    for scans in HEAP_AFTER:
        while made < scans:
            page.evaluate(BURST, {"code": "NOBODY-KNOWS", "many": HEAP_AFTER[0]})
            made += HEAP_AFTER[0]
            expect(page.locator("[data-role=light]")).to_have_attribute(
                "data-waiting", "0", timeout=120_000
            )
        session.send("HeapProfiler.collectGarbage")
        heaps.append(session.send("Runtime.getHeapUsage")["usedSize"])
    return {"heap_mb": round(heaps[1] / 1e6, 1), "heap_growth": round(heaps[1] / heaps[0], 2)}


def first_load(browser: Browser, house: House, slower: int) -> dict[str, float]:
    """A device that has never seen the app, over a poor network, until its scanner is heard."""
    took = []
    for _ in range(FIRST_LOADS):
        page = browser.new_context(**HANDHELD).new_page()
        page.add_init_script(f"({READY_TO_SIGN_IN})()")
        session = page.context.new_cdp_session(page)
        session.send("Network.enable")
        session.send("Network.emulateNetworkConditions", POOR_NETWORK)
        slow_down(session, slower)
        took.append(ready_ms(page, partial(page.goto, house.url, wait_until="commit")))
        page.context.close()
    return {"first_load_ms": round(max(took), 1)}


def scans_and_starts(page: Page, hand: Handheld, outbox: int, slower: int) -> dict[str, Any]:
    """One pick of many pieces in a dead zone, then starts without a network."""
    page.evaluate(BURST, {"code": "NOBODY-KNOWS", "many": outbox})
    page.evaluate(WATCH)
    page.evaluate(LONG_TASKS)
    session = page.context.new_cdp_session(page)
    slow_down(session, slower)
    code = hand.house.item(GOODS).barcodes[0].value
    for _ in range(SCANS - 1):
        hand.type(code)
        # Whoever asks the page meanwhile is served on the same slow thread.
        time.sleep(BETWEEN_SCANS_S)
    took = page.evaluate("window.took")[WARM_UP:]
    longest = max(page.evaluate("window.longTasks"), default=0)
    page.add_init_script(f"({READY})()")
    again = partial(page.reload, wait_until="commit")
    starts = [ready_ms(page, again) for _ in range(STARTS)]
    return {
        "scans": len(took),
        **percentiles("scan_ms", took),
        "longest_task_ms": round(longest, 1),
        **percentiles("start_ms", starts),
    }


def ready_ms(page: Page, begin: Callable[[], object]) -> float:
    """When the page says that it is ready, by its own clock. Nobody asks it meanwhile: that would cost it time."""
    with page.expect_console_message(
        lambda said: said.text.startswith("ready"), timeout=60_000
    ) as ready:
        begin()
    return float(ready.value.text.split()[1])


def slow_down(session: CDPSession, times: int) -> None:
    """Let the page have a fraction of the processor."""
    session.send("Emulation.setCPUThrottlingRate", {"rate": times})


def percentiles(name: str, values: list[float]) -> dict[str, float]:
    """The middle and the slow end."""
    cuts = quantiles(values, n=100, method="inclusive")
    return {f"{name}_p50": round(cuts[49], 1), f"{name}_p95": round(cuts[94], 1)}


if __name__ == "__main__":
    main()
