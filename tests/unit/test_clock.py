"""Server time never runs backwards and never stands still, whatever the machine's clock does (LAWS 22)."""

from __future__ import annotations

import logging
import time

import pytest

from pickface.clock import BELIEVED_AFTER_MS, HOUR_MS, LEAP_MS, Clock

START = 1_790_000_000_000


class Machine:
    """A machine whose clock can be set, and whose running time cannot."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.wall, self.running = START, 5_000
        monkeypatch.setattr(time, "time_ns", lambda: self.wall * 1_000_000)
        monkeypatch.setattr(time, "monotonic_ns", lambda: self.running * 1_000_000)

    def passes(self, ms: int) -> None:
        """Time goes by."""
        self.wall += ms
        self.running += ms


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch) -> Machine:
    """The machine under the clock."""
    return Machine(monkeypatch)


def test_law_22_it_follows_the_machine(machine: Machine) -> None:
    clock = Clock()
    assert clock() == START
    machine.passes(40)
    assert clock() == START + 40


def test_law_22_a_clock_that_went_back_is_caught_up_with(machine: Machine) -> None:
    clock = Clock()
    clock()
    machine.wall -= 10_000
    told = [clock()]
    for _ in range(300):
        machine.passes(100)
        told.append(clock())
    assert told == sorted(told)
    assert told[100] == START + 5_000, "half the pace"
    assert told[-1] == machine.wall, "and then as the machine says"


def test_law_22_many_questions_do_not_hold_time_up(machine: Machine) -> None:
    clock = Clock()
    clock()
    machine.wall -= 10_000
    for _ in range(1_000):
        machine.passes(1)
        clock()
    assert clock() == START + 500


def test_law_22_a_restart_goes_on_from_the_newest_record(
    machine: Machine, caplog: pytest.LogCaptureFixture
) -> None:
    clock = Clock()
    clock.floor(START + 30_000)
    assert clock() == START + 30_000
    assert "30 s behind the newest record" in caplog.text
    machine.passes(2_000)
    assert clock() == START + 31_000


def test_a_record_that_is_older_changes_nothing(machine: Machine) -> None:
    clock = Clock()
    clock.floor(START - 1)
    assert clock() == START == machine.wall


def test_law_22_records_of_next_year_neither_freeze_time_nor_turn_it_back(
    machine: Machine, caplog: pytest.LogCaptureFixture
) -> None:
    clock = Clock()
    next_year = START + 365 * LEAP_MS
    with caplog.at_level(logging.ERROR):
        clock.floor(next_year)
    assert "365 days behind" in caplog.text
    machine.passes(HOUR_MS)
    assert clock() == next_year + HOUR_MS


def test_a_leap_that_is_taken_back_leaves_no_trace(machine: Machine) -> None:
    clock = Clock()
    clock()
    machine.wall += 365 * LEAP_MS
    machine.passes(60_000)
    assert clock() == START + 60_000
    machine.wall -= 365 * LEAP_MS
    machine.passes(1_000)
    assert clock() == START + 61_000


def test_a_leap_that_stays_is_believed(machine: Machine) -> None:
    clock = Clock()
    clock()
    machine.wall += 2 * LEAP_MS
    clock()
    machine.passes(BELIEVED_AFTER_MS)
    assert clock() == machine.wall


def test_a_quiet_week_is_no_leap(machine: Machine) -> None:
    clock = Clock()
    clock()
    machine.passes(7 * LEAP_MS)
    assert clock() == machine.wall
