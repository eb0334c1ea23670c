"""What devices said last, in one process and in several."""

from __future__ import annotations

import pytest

from pickface.live.heard import Heard, LastHeard, SharedHeard


def test_the_last_word_of_a_device_is_kept() -> None:
    heard = Heard()
    assert heard.of("d") is None
    heard.note("d", 4, 1_000)
    heard.note("d", None, 2_000)
    assert heard.of("d") == LastHeard(2_000, None)


def test_another_process_hears_it_too(redis_url: str) -> None:
    here, there = SharedHeard(redis_url), SharedHeard(redis_url)
    here.note("d", 4, 1_000)
    assert there.of("d") == LastHeard(1_000, 4)
    there.note("d", 0, 3_000)
    assert here.of("d") == LastHeard(3_000, 0)
    assert here.of("nobody") is None


def test_what_is_said_again_and_again_is_passed_on_every_few_seconds(redis_url: str) -> None:
    here, there = SharedHeard(redis_url), SharedHeard(redis_url)
    for at in (10_000, 12_000, 14_000):
        here.note("e", 0, at)
    assert there.of("e") == LastHeard(10_000, 0)
    assert here.of("e") == LastHeard(14_000, 0)
    here.note("e", 0, 15_000)
    assert there.of("e") == LastHeard(15_000, 0)


def test_without_redis_a_process_tells_what_it_has_heard(caplog: pytest.LogCaptureFixture) -> None:
    alone = SharedHeard("redis://127.0.0.1:1/0")
    alone.note("d", 2, 1_000)
    assert alone.of("d") == LastHeard(1_000, 2)
    assert "Redis" in caplog.text
