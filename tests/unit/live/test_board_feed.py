"""The board feed: gathers, reads once, and only for those who look."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Any

import pytest
from apiflask import APIFlask

from pickface.db import db
from pickface.live import board_feed
from pickface.live.board_feed import BoardFeed, Changed
from pickface.live.bus import LocalBus


class Reader:
    """Remembers what it was asked to read."""

    def __init__(self) -> None:
        self.asked: list[tuple[int, Changed]] = []
        self.came = threading.Event()
        self.fails = False

    def __call__(self, site_id: int, changed: Changed) -> dict[str, Any]:
        self.asked.append((site_id, changed))
        self.came.set()
        if self.fails:
            raise RuntimeError("no rows")
        return {"type": "board", "tasks": sorted(changed.tasks)}


@pytest.fixture
def bus() -> LocalBus:
    return LocalBus()


@pytest.fixture
def reader() -> Reader:
    return Reader()


@pytest.fixture
def feed(bus: LocalBus, reader: Reader, monkeypatch: pytest.MonkeyPatch) -> Iterator[BoardFeed]:
    monkeypatch.setattr(board_feed, "MAILBOX", 50)
    app = APIFlask("test")
    app.config["SQLALCHEMY_DATABASE_URI"] = "sqlite://"
    db.init_app(app)
    feed = BoardFeed(app, bus, reader)
    feed.ensure_running()
    yield feed
    feed.close()


@pytest.mark.usefixtures("feed")
class TestFeed:
    def test_gathers_a_burst_into_one_reading(self, bus: LocalBus, reader: Reader) -> None:
        board = bus.listen(["board:1"])
        for number in range(20):
            bus.publish("hints", {"site": 1, "tasks": [number], "orders": number == 3})
        assert board.get(5) == {"type": "board", "tasks": list(range(20))}
        assert len(reader.asked) == 1
        assert reader.asked[0][1].orders

    def test_reads_nothing_when_nobody_looks(self, bus: LocalBus, reader: Reader) -> None:
        elsewhere = bus.listen(["board:2"])
        bus.publish("hints", {"site": 1, "tasks": [1]})
        bus.publish("hints", {"site": 2, "tasks": [2]})
        assert elsewhere.get(5) == {"type": "board", "tasks": [2]}
        assert [site for site, _ in reader.asked] == [2]

    def test_boards_pull_when_hints_were_lost(self, bus: LocalBus) -> None:
        board = bus.listen(["board:1"])
        for number in range(500):
            bus.publish("hints", {"site": 1, "tasks": [number]})
        assert board.get(5) == {"type": "pull", "version": 0}
        bus.publish("hints", {"site": 1, "tasks": [7]})
        message = board.get(5)
        assert message is not None
        assert message["type"] == "board"

    def test_boards_pull_when_reading_fails_and_the_feed_lives_on(
        self, bus: LocalBus, reader: Reader
    ) -> None:
        board = bus.listen(["board:1"])
        reader.fails = True
        bus.publish("hints", {"site": 1, "tasks": [1]})
        assert board.get(5) == {"type": "pull", "version": 0}
        reader.fails = False
        bus.publish("hints", {"site": 1, "tasks": [2]})
        assert board.get(5) == {"type": "board", "tasks": [2]}

    def test_what_is_no_hint_is_passed_over(self, bus: LocalBus) -> None:
        board = bus.listen(["board:1"])
        bus.publish("hints", {"type": "pull", "version": 0})
        bus.publish("hints", {"site": 1, "tasks": [2]})
        assert board.get(5) == {"type": "board", "tasks": [2]}
