"""Record a day of today's handhelds, every kind of work in it, so that what they sent means the same for ever (LAWS 8).

    .venv/bin/python -m tests.contracts.record_day tests/contracts/recorded/v1-day.json

Run once for each release, into a file of its own; a recorded file never changes. The day is played in a real browser
against the real server, and what came in is read from its journal.
"""

from __future__ import annotations

import json
import shutil
import sqlite3
import sys
import tempfile
from pathlib import Path
from typing import Any

from playwright.sync_api import expect, sync_playwright

from pickface.scans.barcodes import parse
from pickface.tasks.reducer import reduce
from pickface.tasks.steps import empty_state
from tests.e2e import conftest
from tests.e2e import test_whole_way as whole_way
from tests.e2e.conftest import DESK, HANDHELD, PROGRAMS, QUIET
from tests.e2e.house import Desk, Handheld, House
from tests.e2e.motions import sign_in
from tests.e2e.test_taking_over import pick_one_line

CHAPTERS = (
    whole_way.test_a_delivery_is_received_as_it_comes,
    whole_way.test_goods_are_put_away_where_they_fit_and_nowhere_else,
    whole_way.test_a_released_order_is_on_the_pickers_handheld_within_a_second,
    whole_way.test_what_is_wrong_is_refused_in_red_and_what_is_right_counts,
)


def main() -> None:
    """Play the day and write down what came in."""
    target = Path(sys.argv[1])
    if target.exists():
        raise SystemExit(f"{target} is recorded: it never changes")
    program = next(path for name in PROGRAMS if (path := shutil.which(name)))
    with tempfile.TemporaryDirectory() as data, sync_playwright() as playwright:
        house = House(Path(data) / "house")
        house.start()
        browser = playwright.chromium.launch(executable_path=program, args=QUIET)
        try:
            with conftest.contexts_of(browser) as open_context:
                play(house, open_context, Path(data))
            house.stop()
            target.write_text(json.dumps(told(house.data / "pickface.sqlite3"), indent=1) + "\n")
        finally:
            browser.close()
            house.pull_the_plug()


def play(house: House, open_context: conftest.NewContext, scratch: Path) -> None:
    """The chapters of the whole way, then what they leave out."""
    desk = open_context(**DESK)
    board = desk.new_page()
    sign_in(board, house, "/board", "Tomasz")
    expect(board.locator("[data-online=true]")).to_be_visible()
    hands = []
    for name in ("Grace", "", "Linh", ""):
        hand = Handheld(open_context(**HANDHELD, service_workers="block").new_page(), house)
        hand.switch_on()
        if name:
            hand.sign_in(name)
        hands.append(hand)
    receiver, picker, packer, other = hands
    day = whole_way.Day(
        house, Desk(house, "Maria"), board, desk.new_page(), receiver, picker, packer
    )
    for chapter in CHAPTERS:
        chapter(day)
    whole_way.test_the_packer_packs_weighs_and_ships_and_the_label_scans(day, scratch)
    an_undone_pick_is_checked(day)
    goods_are_moved(day)
    a_cart_is_parked(day)
    a_dead_handheld_is_taken_over(day, other)


def an_undone_pick_is_checked(day: whole_way.Day) -> None:
    """A scan is taken back; a second person checks what is in the tote."""
    hand, office = day.picker, day.office
    office.patch("site/settings", {"quality_check": "all"})
    office.release(office.take_order("D-1", {whole_way.PADS: 2}))
    hand.tap("next")
    hand.right("T0011")
    whole_way.go_to_the_bin(hand)
    code = hand.goods.barcodes[0].value
    hand.right(code)
    hand.act("undo")
    whole_way.finish_the_pick(hand)
    hand.waiting(0)
    checks = day.packer
    checks.right("T0011")
    checks.on("task")
    while checks.main.get_attribute("data-step-kind") == "go":
        checks.right("T0011")
    for _ in range(2):
        checks.right(code)
    if checks.main.get_attribute("data-screen") == "task":
        checks.act("done")
    checks.on("home")
    checks.waiting(0)
    office.patch("site/settings", {"quality_check": "none"})


def goods_are_moved(day: whole_way.Day) -> None:
    """Some goods of a bin go to another one; one of them back again, since it was one too many."""
    hand = day.picker
    where = day.house.opening[whole_way.MUG][0].place
    hand.right(where)
    hand.tap("move")
    hand.on("task")
    hand.right(day.house.item(whole_way.MUG).barcodes[0].value)
    hand.answer("quantity", "2")
    hand.right(day.house.empty_bins("A")[-1])
    hand.act("undo")
    hand.right(day.house.empty_bins("A")[-1])
    hand.act("done")
    expect(hand.said).to_contain_text("are missing")
    hand.act("done")
    hand.on("home")
    hand.waiting(0)


def a_cart_is_parked(day: whole_way.Day) -> None:
    """Begun work is left on its cart, and gone on with."""
    hand, office = day.picker, day.office
    office.release(office.take_order("D-2", {whole_way.MUG: 2, whole_way.PADS: 1}))
    hand.tap("next")
    hand.right("T0012")
    pick_one_line(hand)
    hand.tap("more")
    hand.button("park").tap()
    hand.scan(day.house.empty_bins("A")[0])
    hand.on("home")
    hand.waiting(0)
    hand.right("T0012")
    whole_way.finish_the_pick(hand)
    hand.waiting(0)


def a_dead_handheld_is_taken_over(day: whole_way.Day, other: Handheld) -> None:
    """One picks without a network, another counts the tote and goes on, and the first wakes up."""
    hand, office = day.picker, day.office
    office.release(office.take_order("D-3", {whole_way.MUG: 3, whole_way.PADS: 2}))
    hand.tap("next")
    hand.right("T0013")
    hand.waiting(0)
    hand.page.context.route("**/api/**", lambda route: route.abort())
    code, taken = pick_one_line(hand, most=2)
    other.sign_in("Malik")
    other.scan("T0013")
    other.tap("take-over")
    for _ in range(taken):
        other.right(code)
    other.act("done")
    other.act("confirm")
    other.on("home")
    other.tap("next")
    whole_way.finish_the_pick(other)
    other.waiting(0)
    hand.page.context.unroute("**/api/**")
    hand.waiting(0)


def told(database: Path) -> dict[str, Any]:
    """What handhelds have sent, with all that it takes to check and to understand it."""
    with sqlite3.connect(database) as books:
        books.row_factory = sqlite3.Row
        events = [
            dict(row)
            for row in books.execute(
                "SELECT e.body, e.sig, v.verdict, v.code FROM scan_event e JOIN verdict v ON v.id = "
                "(SELECT MIN(id) FROM verdict WHERE event_id = e.id) WHERE e.device_id IS NOT NULL "
                "ORDER BY e.received_at, v.id"
            )
        ]
        used = {(body["task"], body["revision"]) for body in map(said, events) if body["task"]}
        scripts = {
            f"{row['task_id']}/{row['revision']}": json.loads(row["body"])
            for row in books.execute("SELECT task_id, revision, body FROM script")
            if (row["task_id"], row["revision"]) in used
        }
        facts = {
            str(row["id"]): json.loads(row["facts"])
            for row in books.execute("SELECT id, facts FROM task")
            if row["id"] in {task for task, _ in used}
        }
        shifts = books.execute(
            "SELECT id AS shift, person_id AS person, device_id AS device, stream, public_key FROM shift"
        )
        authors = [dict(row) for row in shifts]
        seen = {
            body["id"]: thing
            for body in map(said, events)
            if (thing := seen_by(books, scripts, body)) is not None
        }
    return {
        "about": "Sent by handhelds of vocabulary 1 and envelope 1. Never change this file.",
        "authors": authors,
        "scripts": scripts,
        "facts": facts,
        "seen": seen,
        "reduces": sorted(reduced(events, scripts, seen)),
        "events": events,
    }


def said(event: dict[str, Any]) -> dict[str, Any]:
    body: dict[str, Any] = json.loads(event["body"])
    return body


def seen_by(
    books: sqlite3.Connection, scripts: dict[str, Any], body: dict[str, Any]
) -> dict[str, Any] | None:
    """What a code means that the script does not know."""
    script = scripts.get(f"{body['task']}/{body['revision']}")
    if script is None or body["kind"] != "scan":
        return None
    key = parse(body["code"], str(body.get("symbology") or ""))["key"]
    if key in script["codes"]:
        return None
    item = books.execute(
        "SELECT b.item_id AS item, b.qty, b.pack, i.sku, i.name, i.tracking, i.zone_code AS zone "
        "FROM barcode b JOIN item i ON i.id = b.item_id WHERE b.key = ?",
        [key],
    ).fetchone()
    place = books.execute(
        "SELECT p.id AS place, p.code, p.kind, COALESCE(z.code, '') AS zone FROM place p "
        "LEFT JOIN zone z ON z.id = p.zone_id WHERE p.code = ? AND p.virtual = 0",
        [key],
    ).fetchone()
    found = item or place
    return dict(found) if found else None


def reduced(
    events: list[dict[str, Any]], scripts: dict[str, Any], seen: dict[str, Any]
) -> list[str]:
    """The events whose outcome follows from what is recorded: for the others the device knew more than that."""
    states: dict[Any, Any] = {}
    agree = []
    for body in map(said, events):
        script = scripts.get(f"{body['task']}/{body['revision']}")
        if script is None:
            continue
        line = (body["task"], body["lease"], body["stream"])
        result: Any = reduce(
            script,
            states.get(line, empty_state()),
            body,
            seen.get(body["id"]),  # type: ignore[arg-type]
        )
        states[line] = result["state"]
        if {"accepted": result["accepted"], "code": result["code"]} == body["outcome"]:
            agree.append(body["id"])
    return agree


if __name__ == "__main__":
    main()
