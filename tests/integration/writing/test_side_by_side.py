"""What an audit asks for side by side is as of one moment, whatever is written meanwhile."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from apiflask import APIFlask

from pickface import db as database
from pickface.db import one_moment, rows, side_by_side
from tests.builders import make_item, write

pytestmark = pytest.mark.both


def test_statements_side_by_side_see_one_moment(
    app: APIFlask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "processors", lambda: 3)
    write(app, lambda tx: make_item(tx, "TEA"))
    count = "SELECT COUNT(*) AS n FROM item WHERE id > 0"
    with app.app_context(), one_moment(sorts_much=True):
        assert rows(count)[0]["n"] == 1
        write(app, lambda tx: make_item(tx, "SALT"))
        found = list(side_by_side([f"{count} AND {n} = {n}" for n in range(9)]))
        assert [one[0]["n"] for one in found] == [1] * 9
        with pytest.raises(sa.exc.DBAPIError):
            list(side_by_side([count, "SELECT nothing FROM nowhere", count]))
    with app.app_context():
        assert rows(count)[0]["n"] == 2
