"""A small warehouse, on both databases; its books are checked afterwards."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from apiflask import APIFlask

from tests.scenarios.floor import Floor


@pytest.fixture
def floor(app: APIFlask) -> Iterator[Floor]:
    """Plenty of tea in a bin."""
    floor = Floor(app)
    floor.item("TEA")
    floor.stock("A-01-01", "TEA", 500)
    yield floor
    floor.check_books()
