"""Which carrier takes a parcel, and when it leaves."""

from __future__ import annotations

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

from pickface.orders.carrier_rules import Rate, choose, fitting, is_pressing, next_departure

ZONE = "Europe/Berlin"


def at(hour: int, minute: int = 0, day: int = 10) -> int:
    return int(dt.datetime(2026, 3, day, hour, minute, tzinfo=ZoneInfo(ZONE)).timestamp() * 1000)


def rate(carrier: int = 1, **said: Any) -> Rate:
    given = {"country": "", "max_weight_g": 5_000, "price_minor": 500, "cut_off": "", **said}
    return Rate(carrier_id=carrier, code=f"C{carrier}", name=f"Carrier {carrier}", **given)


def test_a_country_of_its_own_stands_before_all_others() -> None:
    rates = [rate(price_minor=300), rate(country="Portugal", price_minor=900)]
    assert [one.price_minor for one in fitting(rates, " portugal", 100)] == [900]
    assert [one.price_minor for one in fitting(rates, "Spain", 100)] == [300]


def test_the_smallest_weight_that_holds_the_parcel_is_paid_and_too_heavy_fits_nothing() -> None:
    rates = [rate(max_weight_g=weight, price_minor=weight) for weight in (1_000, 2_000, 5_000)]
    assert [one.price_minor for one in fitting(rates, "", 1_001)] == [2_000]
    assert fitting(rates, "", 5_001) == []
    assert choose(rates, "", 5_001, at(9), at(20), ZONE) is None


def test_the_cheapest_that_leaves_in_time_else_the_cheapest_of_the_first_day() -> None:
    cheap, quick = rate(1, price_minor=300, cut_off="08:00"), rate(2, cut_off="18:00")
    assert choose([cheap, quick], "", 1, at(9), at(20), ZONE) == quick
    assert choose([cheap, quick], "", 1, at(9), at(20, day=11), ZONE) == cheap
    assert choose([cheap, quick], "", 1, at(9), at(10), ZONE) == quick
    dear = rate(3, price_minor=5_900, cut_off="15:30")
    assert choose([dear, quick], "", 1, at(9), at(10), ZONE) == quick


def test_a_carrier_that_comes_with_trucks_leaves_when_the_next_one_does() -> None:
    by_truck = rate(1, price_minor=300, cut_off="15:30", truck_at=at(16, day=12))
    daily = rate(2, cut_off="18:00")
    assert choose([by_truck, daily], "", 1, at(9), at(20), ZONE) == daily
    assert choose([by_truck, daily], "", 1, at(9), at(8), ZONE) == daily
    assert choose([by_truck, daily], "", 1, at(9), at(20, day=12), ZONE) == by_truck


def test_after_its_cut_off_a_carrier_leaves_the_next_day_by_the_clock_of_the_site() -> None:
    assert next_departure("18:00", at(17, 59), ZONE) == at(18)
    assert next_departure("18:00", at(18, 1), ZONE) == at(18, day=11)
    # The night in which summer time begins is an hour shorter.
    assert next_departure("18:00", at(19, day=28), ZONE) == at(18, day=29)
    assert next_departure("", at(9), ZONE) == at(9)


def test_half_an_hour_before_the_cut_off_the_board_is_told() -> None:
    assert not is_pressing("18:00", at(17, 29), ZONE)
    assert is_pressing("18:00", at(17, 30), ZONE)
    assert not is_pressing("18:00", at(18, 1), ZONE)
    assert not is_pressing("", at(9), ZONE)
