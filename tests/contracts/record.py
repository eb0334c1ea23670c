"""Record what today's handheld really sends, so that the door takes it for ever (LAWS 8).

    .venv/bin/python -m tests.contracts.record

Run once for each envelope version or vocabulary that is released, into a file of its own; a recorded file never
changes.
"""

from __future__ import annotations

import json
import shutil
import sqlite3
import tempfile
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

from tests.e2e.conftest import HANDHELD, PROGRAMS, QUIET
from tests.e2e.house import Handheld, House

RECORDED = Path(__file__).parent / "recorded" / "v1.json"
GOODS = "CO-16103"
READ = """() => new Promise(done => {
  indexedDB.open('pickface').onsuccess = opened => {
    const tx = opened.target.result.transaction(['events', 'tasks']);
    const found = {};
    for (const name of ['events', 'tasks']) {
      tx.objectStore(name).getAll().onsuccess = asked => {
        found[name] = asked.target.result;
      };
    }
    tx.oncomplete = () => done(found);
  };
})"""


def main() -> None:
    """Count a bin far from any network, in every way that a count allows, and write down what waits to be sent."""
    program = next(path for name in PROGRAMS if (path := shutil.which(name)))
    with tempfile.TemporaryDirectory() as data, sync_playwright() as playwright:
        house = House(Path(data))
        house.start()
        browser = playwright.chromium.launch(executable_path=program, args=QUIET)
        try:
            hand = Handheld(browser.new_context(**HANDHELD).new_page(), house)
            hand.switch_on()
            hand.sign_in("Jens")
            hand.right(house.opening[GOODS][0].place)
            hand.tap("count")
            hand.at("collect")
            hand.waiting(0)
            house.stop()
            hand.online(False)
            work(hand)
            found = hand.page.evaluate(READ)
            authors, sent = told(Path(data) / "pickface.sqlite3", found["events"][0]["stream"])
            kept = {(event["body"], event["sig"]): None for event in sent + found["events"]}
        finally:
            browser.close()
            house.pull_the_plug()
    RECORDED.parent.mkdir(exist_ok=True)
    RECORDED.write_text(
        json.dumps(shaped(found, authors, list(kept)), indent=1, ensure_ascii=True) + "\n"
    )


def work(hand: Handheld) -> None:
    """Right and wrong scans, typed amounts, an unknown code, undo, and the end."""
    goods = hand.house.item(GOODS).barcodes[0].value
    hand.right(goods)
    hand.right(goods)
    hand.answer("quantity", "7")
    hand.act("undo")
    hand.scan("NOBODY-KNOWS-THIS")
    hand.answer("unknown", "2")
    hand.scan(hand.house.opening[GOODS][0].place)
    if hand.main.get_attribute("data-feedback") == "wrong":
        hand.tap("ok")
    hand.act("done")
    if hand.main.get_attribute("data-screen") == "task":
        hand.act("done")
    hand.on("home")
    hand.scan("SCAN-ANYTHING")


def told(database: Path, stream: str) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The authors of a stream with their public keys, and what of it the server had before it stopped."""
    with sqlite3.connect(database) as books:
        books.row_factory = sqlite3.Row
        sent = books.execute("SELECT * FROM scan_event WHERE stream = ? ORDER BY seq", [stream])
        events = [dict(row) for row in sent]
        shifts = books.execute("SELECT id AS shift, person_id AS person, public_key FROM shift")
        return [dict(row) for row in shifts], events


def shaped(
    found: dict[str, Any], authors: list[dict[str, Any]], events: list[tuple[str, str]]
) -> dict[str, Any]:
    """What is kept: the keys, the scripts, and the events exactly as they are sent."""
    used = [one for one in authors if any(one["shift"] in body for body, _ in events)]
    return {
        "about": "Sent by a handheld of vocabulary 1 and envelope 1. Never change this file.",
        "authors": used,
        "scripts": {str(task["id"]): task["script"] for task in found["tasks"]},
        "seen": {
            event["id"]: event["replay"]["seen"]
            for event in found["events"]
            if event["replay"] and event["replay"]["seen"]
        },
        "events": [{"body": body, "sig": sig} for body, sig in events],
    }


if __name__ == "__main__":
    main()
