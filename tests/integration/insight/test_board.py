"""The board, whole and by changed rows."""

from __future__ import annotations

import sqlalchemy as sa
from apiflask import APIFlask

from pickface.db import Tx, db
from pickface.insight import board
from pickface.live.board_feed import Changed
from pickface.live.presence import Listener
from tests.integration.insight import floor
from tests.integration.insight.conftest import Write
from tests.integration.insight.floor import ANA, BEN


def a_busy_floor(tx: Tx) -> None:
    floor.task(tx, 10, "ready", priority=1)
    floor.task(tx, 11, "begun", ANA)
    floor.task(tx, 12, "offered", ANA, kind="putaway")
    floor.task(tx, 13, "held", hold_code="waits_for_stock")
    floor.task(tx, 14, "done", BEN, kind="receive")
    floor.task(tx, 15, "done", BEN, kind="receive", done_at=tx.now - 48 * floor.HOUR)
    floor.task(tx, 16, "cancelled")
    floor.task(tx, 17, "ready", site_id=2)
    floor.order(tx, 1, "open")
    floor.order(tx, 2, "released", late=True)
    floor.order(tx, 3, "shipped", late=True)
    floor.exception(tx, event_id=floor.scan(tx, 1, "set_aside"), kind="set_aside", proposed="book")
    floor.exception(tx, state="resolved")


def test_shows_active_tasks_begun_ones_first(write: Write) -> None:
    write(a_busy_floor)
    tasks = board.whole_board(1)["tasks"]
    assert [(task["id"], task["state"]) for task in tasks] == [
        (11, "begun"), (13, "held"), (12, "offered"), (10, "ready"),
    ]  # fmt: skip
    assert tasks[0]["person"] == {"id": ANA, "name": "Ana"}
    assert tasks[0]["progress"] == {"done": 2, "total": 4}
    assert tasks[1]["hold_code"] == "waits_for_stock"


def test_counts_each_kind_of_work_and_what_was_done_today(write: Write) -> None:
    write(a_busy_floor)
    counts = board.whole_board(1)["counts"]
    assert counts["pick"] == {"ready": 1, "begun": 1, "held": 1, "done_today": 0}
    assert counts["putaway"]["ready"] == 1
    assert counts["receive"]["done_today"] == 1


def test_counts_orders_and_the_late_ones(write: Write) -> None:
    write(a_busy_floor)
    orders = board.whole_board(1)["orders"]
    assert (orders["open"], orders["released"], orders["late"]) == (1, 1, 1)


def test_shows_people_with_device_task_and_last_scan(app: APIFlask, write: Write) -> None:
    write(a_busy_floor)
    app.extensions["pickface_live"].presence.enter(Listener("s", 1, ANA, "TC52 #4", 5))
    ana, ben, _sam = board.whole_board(1)["people"]
    assert (ana["online"], ana["device"], ben["online"]) == (True, "TC52 #4", False)
    assert ana["task"]["id"] == 11
    assert ana["last_scan_at"] is not None
    assert (ben["task"], ben["last_scan_at"]) == (None, None)


def test_counts_a_line_once_however_many_scans_it_took(write: Write) -> None:
    def work(tx: Tx) -> None:
        floor.task(tx, 11, "begun", ANA)
        floor.scan(tx, 1, "booked", place_id=40)
        floor.scan(tx, 2, "booked", item_id=12, step="s2")
        floor.scan(tx, 3, "booked", item_id=12, step="s2")
        floor.scan(tx, 4, "booked", item_id=12, step="s3")
        floor.scan(tx, 5, "refused", item_id=12, step="s4")

    write(work)
    assert board.whole_board(1)["people"][0]["lines_today"] == 2


def test_an_exception_tells_what_it_is_about_and_what_may_be_done(write: Write) -> None:
    write(a_busy_floor)
    (one,) = board.whole_board(1)["exceptions"]
    assert one["proposed"] == "book"
    assert one["actions"] == ["book", "reject", "recount"]
    assert one["item"]["sku"] == "85123A"
    assert one["place"] == {"id": 40, "code": "A-12-04"}
    assert one["person"] == {"id": ANA, "name": "Ana"}


def test_changed_rows_are_the_rows_of_the_whole_board(write: Write) -> None:
    write(a_busy_floor)
    whole = board.whole_board(1)
    changed = board.changed_rows(1, Changed({11, 14, 17}, set(), {1, 2}))
    assert changed["type"] == "board"
    assert [task["id"] for task in changed["tasks"]] == [11, 14]
    assert changed["tasks"][0] == whole["tasks"][0]
    assert [who["name"] for who in changed["people"]] == ["Ana", "Ben"]
    assert changed["people"] == whole["people"][:2]
    assert changed["exceptions"][0] == whole["exceptions"][0]
    assert (changed["exceptions"][1]["state"], changed["exceptions"][1]["actions"]) == (
        "resolved",
        [],
    )
    assert (changed["counts"], changed["orders"]) == (whole["counts"], whole["orders"])


def test_the_board_asks_the_same_number_of_questions_however_busy_it_is(write: Write) -> None:
    def many(tx: Tx) -> None:
        for number in range(100, 160):
            floor.task(tx, number, "begun", ANA)
            floor.exception(tx, task_id=number)

    asked: list[str] = []
    sa.event.listen(db.engine, "before_cursor_execute", lambda *given: asked.append(given[2]))
    write(lambda tx: floor.task(tx, 11, "begun", ANA))
    board.whole_board(1)
    quiet = len(asked)
    write(many)
    asked.clear()
    board.whole_board(1)
    assert len(asked) <= quiet <= 11
