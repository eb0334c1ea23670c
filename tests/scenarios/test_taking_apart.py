"""Kits that are taken apart, and the work ends, fills up or changes in the middle of it."""

from __future__ import annotations

import pytest

from tests.scenarios.floor import Floor, Person
from tests.scenarios.test_building import bench as _bench
from tests.scenarios.test_building import build, gather, order, shelve, shown

bench = _bench


@pytest.fixture
def apart(bench: Floor) -> Person:
    """Rob takes two shelves apart; the screws of both are in a box."""
    build(bench, qty=5, made=5).act("done")
    shelve(bench)
    rob = gather(bench, order(bench, 2, "unbuild"))
    rob.scans("SCREW", "LP000901")
    assert rob.quantity(4) == "counted"
    rob.scan("BOARD")
    rob.fill("lot", "B-77")
    assert rob.quantity(2) == "counted"
    return rob


def test_what_came_out_before_the_work_was_cancelled_is_there(bench: Floor, apart: Person) -> None:
    bench.cancel_task(apart)
    assert shown(bench)["state"] == "cancelled"
    assert bench.inside("LP000901") == {"BOARD": 2, "SCREW": 4}
    assert bench.inside("T0042") == {"SHELF": 1}, "the other one was not taken apart"
    assert bench.container("LP000901")["state"] == "closed"
    assert bench.raised() == []


def test_a_box_that_is_full_is_put_away_with_what_is_in_it(bench: Floor, apart: Person) -> None:
    assert apart.act("full") == "noted"
    apart.scan("SCREW")
    assert apart.scan("LP000902") == "counted"
    apart.quantity(4)
    apart.scan("BOARD")
    apart.fill("lot", "B-77")
    apart.quantity(2)
    assert apart.act("done") == "task_done"
    assert bench.inside("LP000901") == {"BOARD": 2, "SCREW": 4}
    assert bench.inside("LP000902") == {"BOARD": 2, "SCREW": 4}
    assert [bench.container(box)["state"] for box in ("LP000901", "LP000902")] == ["closed"] * 2
    assert len(bench.tasks("putaway")) >= 2
