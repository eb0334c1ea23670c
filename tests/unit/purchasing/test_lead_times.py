"""Lead times: what deliveries teach, and what the supplier says until they have."""

from __future__ import annotations

import pytest

from pickface.purchasing.lead_times import day_after, learn


def test_until_three_deliveries_have_come_the_supplier_is_believed() -> None:
    assert learn(8, []) == (8, 2, 0)
    assert learn(8, [20, 21]) == (8, 2, 0)


def test_three_deliveries_know_better_and_tell_the_spread() -> None:
    learnt = learn(8, [10, 12, 14])
    assert learnt.days == pytest.approx(12)
    assert learnt.spread_days == pytest.approx(2)
    assert learnt.deliveries == 3


def test_deliveries_that_all_took_the_same_are_no_promise() -> None:
    assert learn(8, [9, 9, 9, 9]).spread_days == 0.5


def test_only_the_newest_twenty_count() -> None:
    assert learn(8, [90] * 50 + [10] * 20).days == 10


def test_a_day_begun_is_a_day() -> None:
    noon = 1_772_366_400_000
    assert day_after(noon, 0) == "2026-03-01"
    assert day_after(noon, 8.2) == "2026-03-10"
