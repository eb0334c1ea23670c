"""What a restart must not forget: the time that the database has seen (LAWS 22)."""

from __future__ import annotations

import pytest
from apiflask import APIFlask

from pickface import clock as clocks
from pickface import engine as engines
from tests.scenarios.floor import Floor


def test_law_22_server_time_goes_on_from_the_database_after_a_restart(
    app: APIFlask, monkeypatch: pytest.MonkeyPatch
) -> None:
    floor = Floor(app)
    floor.item("TEA")
    floor.stock("A-01-01", "TEA", 1)
    ahead = clocks.clock() + 50_000
    floor.write(
        lambda tx: tx.run(
            "INSERT INTO checkpoint (number, hash, prev, at, server_keys) VALUES (1, 'x', 'y', :at, '[]')",
            at=ahead,
        )
    )
    restarted = clocks.Clock()
    monkeypatch.setattr(engines, "clock", restarted)
    floor.engine.wind_clock()
    assert restarted() >= ahead
