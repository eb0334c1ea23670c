"""Every story plays on a fresh floor, on both databases, and leaves books that are right."""

from collections.abc import Iterator

import pytest
from apiflask import APIFlask

from tests.scenarios.floor import Floor


@pytest.fixture
def floor(app: APIFlask) -> Iterator[Floor]:
    """A small warehouse; when the story is over its books are checked."""
    floor = Floor(app)
    yield floor
    floor.check_books()
