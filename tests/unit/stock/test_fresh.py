"""What is promised to lines that ask for days of shelf life can be pinned, whoever is pinned first."""

from __future__ import annotations

from collections import Counter
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from pickface.stock.fresh import promisable

DAYS = st.sampled_from(["2027-01-01", "2027-01-02", "2027-01-03", "2027-01-04"])
LOTS = st.dictionaries(DAYS, st.integers(1, 5), max_size=4)
WANTS = st.lists(st.tuples(st.one_of(st.just(""), DAYS), st.integers(1, 4)), max_size=8)


@given(LOTS, WANTS, st.randoms(use_true_random=False))
def test_all_that_was_promised_finds_its_lot_first_expired_first_out(
    lots: dict[str, int], wants: list[tuple[str, int]], chance: Random
) -> None:
    asked: Counter[str] = Counter()
    granted: list[tuple[str, int]] = []
    for day, units in wants:
        available = sum(lots.values()) - sum(had for _, had in granted)
        most = min(units, available)
        if day:
            most = min(most, promisable(lots, asked, day))
            asked[day] += most
        granted.append((day, most))
    chance.shuffle(granted)
    left = dict(lots)
    for day, units in granted:
        lacking = units
        for lot in sorted(one for one in left if one >= day):
            taken = min(lacking, left[lot])
            left[lot] -= taken
            lacking -= taken
        assert lacking == 0


def test_an_earlier_day_keeps_what_it_needs_of_the_later_lots() -> None:
    assert promisable({"2027-01-01": 2, "2027-01-04": 2}, {"2027-01-02": 1}, "2027-01-03") == 1
    assert promisable({"2027-01-01": 2}, {}, "2027-01-03") == 0
    assert promisable({}, {}, "2027-01-03") == 0
