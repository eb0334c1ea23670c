"""Who fails too often has to wait."""

from __future__ import annotations

import threading

import pytest

from pickface.people.lockout import FAILURES, WINDOW_S, Lockout, SignInLocked


class Time:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def fail(lockout: Lockout, badge: str, times: int = FAILURES) -> None:
    for _ in range(times):
        lockout.attempt(badge)


def test_the_sixth_attempt_after_five_failures_is_locked() -> None:
    lockout = Lockout(Time())
    fail(lockout, "B-1")
    with pytest.raises(SignInLocked) as locked:
        lockout.attempt("B-1")
    assert locked.value.params == {"retry_s": int(WINDOW_S) + 1}


def test_another_badge_is_not_locked_with_it() -> None:
    lockout = Lockout(Time())
    fail(lockout, "B-1")
    lockout.attempt("B-2")


def test_the_right_pin_forgives_the_failures_before_it() -> None:
    lockout = Lockout(Time())
    fail(lockout, "B-1", FAILURES - 1)
    lockout.attempt("B-1")
    lockout.forgive("B-1")
    fail(lockout, "B-1", FAILURES)


def test_trying_on_does_not_prolong_the_lock() -> None:
    time = Time()
    lockout = Lockout(time)
    fail(lockout, "B-1")
    for _ in range(20):
        time.now += 14
        with pytest.raises(SignInLocked):
            lockout.attempt("B-1")
    time.now = 1000.0 + WINDOW_S + 1
    lockout.attempt("B-1")


def test_of_many_guesses_at_the_same_moment_only_five_are_looked_at() -> None:
    lockout = Lockout()
    passed = []

    def guess() -> None:
        try:
            lockout.attempt("B-1")
        except SignInLocked:
            return
        passed.append(1)

    threads = [threading.Thread(target=guess) for _ in range(40)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(passed) == FAILURES


def test_made_up_badges_do_not_fill_the_memory() -> None:
    lockout = Lockout(Time())
    for number in range(12_000):
        lockout.attempt(f"X-{number}")
    assert len(lockout._failures) == 10_000
