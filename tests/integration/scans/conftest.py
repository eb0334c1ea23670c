"""A small warehouse for each of these tests, on both databases; its books are checked afterwards."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from apiflask import APIFlask

from tests.scenarios.floor import Floor, Person


@pytest.fixture
def floor(app: APIFlask) -> Iterator[Floor]:
    """Two items in bins, and one released order of four teas."""
    floor = Floor(app)
    floor.item("TEA", ("TEA-CASE", 12, "case"))
    floor.item("SALT")
    floor.stock("A-01-01", "TEA", 20)
    floor.stock("B-01-01", "SALT", 20)
    floor.order("1042", TEA=4)
    yield floor
    floor.check_books()


@pytest.fixture
def sofia(floor: Floor) -> Person:
    """A picker with the order's pick in hand, at the bin, with a tote."""
    sofia = floor.person("Sofia").next("pick")
    assert sofia is not None
    sofia.scan("T0001")
    sofia.scan("A-01-01")
    return sofia
