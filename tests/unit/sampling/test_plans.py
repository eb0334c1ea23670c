"""How many units are looked at, by what a line says."""

import pytest

from pickface.sampling import plans
from pickface.sampling.plans import BadPlan


@pytest.mark.parametrize(
    ("line", "units", "looks"),
    [
        ("all", 40, 40),
        ("10%", 40, 4),
        ("10 %", 41, 5),
        ("10%", 3, 1),
        ("5", 40, 5),
        ("5", 3, 3),
        ("1-50: 5, 51-500: 20, more: 50", 50, 5),
        ("1-50: 5, 51-500: 20, more: 50", 51, 20),
        ("1-50: 5, 51-500: 20, More: 50", 9_000, 50),
        ("1-50: 5", 60, 60),
        ("1-50: 60", 20, 20),
    ],
)
def test_a_line_says_how_many_of_what_came_are_looked_at(line: str, units: int, looks: int) -> None:
    plan = plans.read(line)
    assert plan is not None
    assert plan.looks(units) == looks


@pytest.mark.parametrize("line", ["", " none ", "None"])
def test_nobody_looks_where_nothing_is_asked(line: str) -> None:
    assert plans.read(line) is None
    assert not plans.is_wanted(line)


@pytest.mark.parametrize(
    "line", ["0%", "101%", "0", "-1", "some", "1-5", "2-5: 1", "1-5: 2, 7-9: 3", "more: 5, 1-5: 2", "1-5: 0", "5-1: 2"]
)  # fmt: skip
def test_a_line_that_says_nothing_clear_is_refused(line: str) -> None:
    with pytest.raises(BadPlan):
        plans.read(line)
