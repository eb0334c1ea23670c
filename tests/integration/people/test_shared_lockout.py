"""Failures are counted together by all processes that share a Redis."""

from __future__ import annotations

import uuid

import pytest

from pickface.people.lockout import FAILURES, WINDOW_S, SignInLocked
from pickface.people.shared_lockout import SharedLockout
from tests.services import free_port


@pytest.fixture
def processes(redis_url: str) -> list[SharedLockout]:
    """Two processes' lockouts over one Redis."""
    return [SharedLockout(redis_url), SharedLockout(redis_url)]


@pytest.fixture
def badge() -> str:
    return f"badge:{uuid.uuid4()}"


def test_guesses_at_two_processes_count_together(
    processes: list[SharedLockout], badge: str
) -> None:
    for number in range(FAILURES):
        processes[number % 2].attempt(badge)
    for process in processes:
        with pytest.raises(SignInLocked) as locked:
            process.attempt(badge)
        assert WINDOW_S - 10 <= locked.value.params["retry_s"] <= WINDOW_S + 1


def test_the_right_pin_at_one_process_forgives_at_the_other(
    processes: list[SharedLockout], badge: str
) -> None:
    for _ in range(FAILURES):
        processes[0].attempt(badge)
    processes[1].forgive(badge)
    processes[0].attempt(badge)


def test_tries_while_locked_do_not_keep_it_locked(
    processes: list[SharedLockout], badge: str
) -> None:
    for _ in range(FAILURES):
        processes[0].attempt(badge)
    first, last = (waits(processes[1], badge) for _ in range(2))
    assert last <= first
    assert processes[0]._redis.zcard(f"pickface:lockout:{badge}") == FAILURES


def waits(process: SharedLockout, badge: str) -> int:
    with pytest.raises(SignInLocked) as locked:
        process.attempt(badge)
    return int(locked.value.params["retry_s"])


def test_other_badges_are_not_touched(processes: list[SharedLockout], badge: str) -> None:
    for _ in range(FAILURES):
        processes[0].attempt(badge)
    processes[1].attempt(f"{badge}-other")


def test_without_redis_each_process_counts_by_itself(badge: str) -> None:
    alone = SharedLockout(f"redis://127.0.0.1:{free_port()}/0")
    for _ in range(FAILURES):
        alone.attempt(badge)
    with pytest.raises(SignInLocked):
        alone.attempt(badge)
    alone.forgive(badge)
    alone.attempt(badge)
