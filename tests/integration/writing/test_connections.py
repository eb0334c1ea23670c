"""What is asked again and again is planned once, and a connection that failed is as good as new."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from apiflask import APIFlask

from pickface.db import db, rows

pytestmark = pytest.mark.both


def prepared() -> int:
    """How many statements PostgreSQL keeps for this connection."""
    return int(rows("SELECT COUNT(*) AS n FROM pg_prepared_statements")[0]["n"])


def ask(times: int) -> None:
    """Read like that many requests."""
    for item in range(times):
        assert rows("SELECT id FROM item WHERE id = :item", item=-item) == []
        db.session.remove()


def test_what_is_read_often_stays_prepared(app: APIFlask) -> None:
    if app.extensions["pickface"].config.url.startswith("sqlite"):
        pytest.skip("SQLite's driver keeps its statements by itself")
    with app.app_context():
        ask(10)
        assert prepared() > 0
        db.session.remove()
        with pytest.raises(sa.exc.DBAPIError):
            rows("SELECT nothing FROM nowhere")
        db.session.remove()
        ask(10)
        assert prepared() > 0
        db.session.remove()


def test_reads_still_write_nothing(app: APIFlask) -> None:
    with app.app_context():
        for _ in range(2):
            with pytest.raises(sa.exc.DBAPIError):
                rows("INSERT INTO owner (code, name) VALUES ('X', 'X') RETURNING id")
            db.session.remove()
        assert rows("SELECT 1 FROM owner WHERE code = 'X'") == []
        db.session.remove()
