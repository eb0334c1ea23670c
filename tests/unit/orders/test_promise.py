"""What can be promised for which day."""

from __future__ import annotations

from pickface.orders.promise import Day, available_by_date

TODAY = "2026-03-02"


def test_what_comes_can_be_promised_from_its_day_on() -> None:
    told = available_by_date(TODAY, 5, [("2026-03-09", 40)], [])
    assert told.days == (Day(TODAY, 0, 0, 5), Day("2026-03-09", 40, 0, 45))


def test_what_is_promised_for_later_is_not_given_away_before() -> None:
    told = available_by_date(
        TODAY, 10, [("2026-03-09", 20)], [("2026-03-05", 8), ("2026-03-12", 15)]
    )
    assert [(day.on, day.available) for day in told.days] == [
        (TODAY, 2),
        ("2026-03-05", 2),
        ("2026-03-09", 7),
        ("2026-03-12", 7),
    ]


def test_orders_that_are_late_are_served_today_and_nothing_is_below_none() -> None:
    told = available_by_date(TODAY, 3, [("2026-03-04", 4)], [("2026-02-01", 5)])
    assert [(day.on, day.promised, day.available) for day in told.days] == [
        (TODAY, 5, 0),
        ("2026-03-04", 0, 2),
    ]


def test_what_is_overdue_or_has_no_day_is_promised_to_nobody() -> None:
    told = available_by_date(TODAY, 0, [("2026-03-01", 6), ("", 7), (TODAY, 1)], [])
    assert (told.overdue, told.undated) == (6, 7)
    assert told.days == (Day(TODAY, 1, 0, 1),)
