"""Where lines on the floor meet, and where a bin goes with its aisle."""

from __future__ import annotations

import pytest

from pickface.locations.lines import Line, Point, carried, gap_mm

WAS = Line("A", "aisle", (0, 0), (0, 10_000))


def aisle(begin: Point, end: Point) -> Line:
    return Line("A", "aisle", begin, end)


@pytest.mark.parametrize(
    ("now", "goes"),
    [
        (aisle((5_000, 1_000), (5_000, 11_000)), (5_900, 3_000)),  # moved
        (aisle((0, 0), (0, 14_000)), (900, 2_000)),  # longer behind
        (aisle((0, -4_000), (0, 10_000)), (900, 2_000)),  # longer in front
        (aisle((0, 10_000), (0, 0)), (900, 2_000)),  # walked the other way
        (aisle((0, 0), (10_000, 0)), (2_000, -900)),  # turned
        (aisle((-10_000, 10_000), (0, 10_000)), (-8_000, 9_100)),  # turned about its end
        (
            aisle((0, 0), (0, 1_800)),
            (900, 2_000),
        ),  # a little shorter: the bin's middle may lie behind
        (aisle((0, 0), (0, 1_000)), None),
    ],
)
def test_a_bin_goes_where_its_aisle_goes(now: Line, goes: Point | None) -> None:
    assert carried((900, 2_000), WAS, now) == goes


def test_what_stood_beyond_the_end_before_is_no_reason_to_refuse() -> None:
    assert carried((900, 12_000), WAS, aisle((1_000, 0), (1_000, 10_000))) == (1_900, 12_000)


@pytest.mark.parametrize(
    ("other", "gap"),
    [
        (aisle((-500, 500), (500, 500)), 0),
        (aisle((3_000, 0), (3_000, 10_000)), 3_000),
        (aisle((0, 12_000), (0, 15_000)), 2_000),
        ((700, 5_000), 700),
        ((0, -300), 300),
    ],
)
def test_how_near_they_come(other: Line | Point, gap: int) -> None:
    assert gap_mm(WAS, other) == gap
