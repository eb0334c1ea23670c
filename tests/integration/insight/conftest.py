"""The floor of these tests."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from apiflask import APIFlask

from pickface.db import Tx, db
from tests.integration.insight import floor

Write = Callable[[Callable[[Tx], Any]], Any]


@pytest.fixture
def write(app: APIFlask) -> Iterator[Write]:
    """Write into a furnished database, inside an application context in which reads work."""
    writer = app.extensions["pickface"].writer
    writer.run(floor.furnish)
    with app.app_context():

        def run(work: Callable[[Tx], Any]) -> Any:
            db.session.remove()
            return writer.run(work)

        yield run
        db.session.remove()
