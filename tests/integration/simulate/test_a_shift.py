"""``pickface simulate`` on a served demo: what people meant to do is what the server has, even when it is killed.

A server on SQLite that is killed is torture's affair (``tests/torture``), many times over.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import requests

from tests.integration.simulate.house import House, finished, open_house

PEOPLE = 8
ENOUGH = 100
"""So many scans are a shift under way, and few enough that much is still to come."""


def nothing_is_lost(line: dict[str, Any]) -> None:
    kept = {name: line[name] for name in ("lost", "twice", "wrong_author", "units_wrong", "stuck")}
    assert kept == dict.fromkeys(kept, 0), line["notes"]
    assert line["orders_shipped"] + line["orders_explained"] == line["orders"], line["notes"]
    assert line["sent"] == line["booked"] + line["refused"] + line["set_aside"]


def the_books_agree(house: House) -> None:
    found = house.audit()
    assert found["clean"], found["differences"]
    assert found["events"] > ENOUGH


def test_a_shift_loses_nothing_counts_nothing_twice_and_ships_what_was_picked(
    tmp_path: Path,
) -> None:
    with open_house(tmp_path) as house:
        code, line = finished(
            house.begin_shift("--people", str(PEOPLE), "--orders", "16", "--errors", "0.08")
        )
        assert code == 0, line
        nothing_is_lost(line)
        assert line["orders"] == 16
        assert line["units_meant"] == line["units_shipped"] > 16
        # The ways of a hard day were really gone: errors, repeats, bins with too little, pushed work.
        assert line["refused"] > 0
        assert line["repeated"] > 0
        assert line["shorts"] > 0
        # Some parcels have left by truck, others at the dock.
        assert line["parcels_loaded"] > 0
        for times in (line["verdict_ms"], line["push_ms"]):
            assert 0 < times["p50"] <= times["p95"] <= times["p99"]
        the_books_agree(house)


def test_two_processes_on_postgresql_killed_in_the_middle_lose_nothing(
    tmp_path: Path, new_postgres: Callable[[], str], redis_url: str
) -> None:
    settings = {
        "PICKFACE_DATABASE_URL": new_postgres(),
        "PICKFACE_REDIS_URL": redis_url,
        "PICKFACE_PROCESSES": "2",
        "PICKFACE_THREADS": "60",
    }
    with open_house(tmp_path, **settings) as house:
        kill_in_the_middle(house, "--people", "5", "--orders", "6", "--errors", "0.08")


def kill_in_the_middle(house: House, *words: str) -> None:
    shift = house.begin_shift(*words)
    try:
        before = wait_for_scans(house, shift.poll)
        house.kill()
        assert shift.poll() is None, "the shift was over before the server was killed"
        house.start("serve")
        code, line = finished(shift)
    finally:
        shift.kill()
    assert code == 0, line
    nothing_is_lost(line)
    assert line["sent"] > before
    the_books_agree(house)


def wait_for_scans(house: House, ended: Callable[[], int | None]) -> int:
    """Return when the journal holds enough scans of virtual people; how many those are."""
    desk = requests.Session()
    desk.headers["X-Pickface"] = "1"
    with desk:
        login = {"login": "maria", "password": "maria-pickface-4329"}
        desk.post(f"{house.url}/api/v1/session", json=login, timeout=10).raise_for_status()
        scans = 0
        while scans < ENOUGH:
            assert ended() is None, "the shift was over before enough was scanned"
            page = desk.get(f"{house.url}/api/v1/scans", params={"limit": 200}, timeout=10).json()
            scans = sum(row["source"] == "sim" for row in page["items"])
    return scans
