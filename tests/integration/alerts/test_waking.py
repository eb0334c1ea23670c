"""Who judges stock rules is woken by a commit, and finds by looking what another process left."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

import pytest
from apiflask import APIFlask

from pickface.alerts import watcher
from pickface.alerts.watcher import Watcher
from pickface.db import open_writer
from tests.integration.alerts.house import House
from tests.scenarios.floor import Floor


@pytest.fixture
def house(app: APIFlask) -> House:
    """Twenty teas and a rule that they should be fifteen."""
    made = House(Floor(app))
    made.rule(covers="item", item="TEA", level="number", under=15)
    return made


@pytest.fixture
def running(house: House) -> Iterator[Watcher]:
    """A watcher of its own thread."""
    made = Watcher(house.floor.app)
    yield made
    made.stop()


def until(said: Callable[[], bool]) -> None:
    over = time.monotonic() + 20
    while not said():
        assert time.monotonic() < over
        time.sleep(0.02)


def test_a_commit_wakes_the_watcher(
    house: House, running: Watcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watcher, "LOOK_S", 3600.0)
    running.start()
    for ordered, left in ((6, 14), (3, 11), (2, 9)):
        house.floor.order(str(left), release=False, TEA=ordered)
        until(lambda left=left: house.alerts() == [("Low tea", "TEA", left, 15)])  # type: ignore[misc]


def test_what_another_process_left_is_found_by_looking(
    house: House, running: Watcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watcher, "LOOK_S", 0.2)
    running.start()
    other = open_writer(house.floor.engine.config.url, lambda _topic, _message: None)
    tea = house.floor.items["TEA"]
    other.run(
        lambda tx: tx.run(
            "UPDATE stock_level SET reserved = reserved + 7 WHERE item_id = :i", i=tea
        )
    )
    other.close()
    until(lambda: house.alerts() == [("Low tea", "TEA", 13, 15)])
