"""Which bins are counted first: long not counted, dear, or full of surprises."""

from __future__ import annotations

from pickface.workflows.count.programme import DAY_MS, Held, classes, rank

DAYS = {"a": 10, "b": 30, "c": 90}
NOW = 1_000 * DAY_MS


def days_ago(days: int) -> int:
    return NOW - days * DAY_MS


def test_what_is_picked_most_is_of_class_a_and_what_nobody_picks_is_of_none() -> None:
    named = classes({1: 700, 2: 200, 3: 70, 4: 30})
    assert (named[1], named[4]) == ("a", "c")
    assert classes({}) == {}


def test_the_bin_that_is_overdue_most_by_its_class_comes_first() -> None:
    held = [Held(10, 1, 0, days_ago(20)), Held(20, 2, 0, days_ago(80))]
    assert [bin_.place_id for bin_ in rank(held, {1: "a"}, {}, DAYS, NOW)] == [10, 20]


def test_of_several_items_in_a_bin_the_most_overdue_one_says_why() -> None:
    held = [Held(10, 1, 0, days_ago(30)), Held(10, 2, 0, days_ago(1))]
    (bin_,) = rank(held, {1: "a", 2: "b"}, {}, DAYS, NOW)
    assert (bin_.why, bin_.age) == ("a", 3.0)


def test_a_surprise_in_a_bin_makes_it_urgent() -> None:
    held = [Held(10, 1, 0, days_ago(20)), Held(20, 2, 0, days_ago(5))]
    first, _ = rank(held, {1: "a"}, {20: 3}, DAYS, NOW)
    assert (first.place_id, first.why, first.surprises) == (20, "surprise", 3)
