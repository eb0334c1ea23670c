"""The line of text that says what a house fills cartons with."""

import pytest

from pickface.errors import BadRequest
from pickface.locations.dunnage import Dunnage, chosen, read


def test_kinds_are_read_in_the_words_of_the_house() -> None:
    kinds = read("paper: 20 3, Luftpolster groß: 2 4 fragile, chips:6")
    assert kinds == [
        Dunnage("paper", 20, 3),
        Dunnage("Luftpolster groß", 2, 4, for_fragile=True),
        Dunnage("chips", 6),
    ]
    assert read("") == []


@pytest.mark.parametrize(
    "text",
    [
        "paper",
        "paper: x",
        "paper: -1",
        "paper: 20 3, Paper: 4",
        ": 20",
        "paper: 20 3 soft",
        "p" * 31 + ": 1",
    ],
)
def test_what_cannot_be_read_is_refused(text: str) -> None:
    with pytest.raises(BadRequest) as refused:
        read(text)
    assert refused.value.params["field"] == "dunnage"


def test_the_first_that_fits_is_used_and_any_rather_than_none() -> None:
    paper, air = Dunnage("paper", 20), Dunnage("air", 2, for_fragile=True)
    assert chosen([paper, air], fragile=False) == paper
    assert chosen([paper, air], fragile=True) == air
    assert chosen([air], fragile=False) == air
    assert chosen([paper], fragile=True) == paper
    assert chosen([], fragile=True) is None
