"""A site out of a SQLite installation and into PostgreSQL: equal to the last unit and cent, and its books hold."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

from pickface.app import create_app
from pickface.config import Config
from pickface.db import rows
from pickface.insight.audit import audit
from tests.conftest import close
from tests.furnished import Manager, brought_in, exported, furnish

SAID = {
    "levels": "SELECT i.sku, s.on_hand, s.pickable, s.reserved, s.unreservable FROM stock_level s "
    "JOIN item i ON i.id = s.item_id WHERE s.on_hand > 0 ORDER BY i.sku",
    "bins": "SELECT i.sku, p.code, l.code AS lot, b.qty, b.first_in_at FROM balance b JOIN item i ON i.id = b.item_id "
    "JOIN place p ON p.id = b.place_id JOIN lot l ON l.id = b.lot_id WHERE b.virtual = 0 AND b.qty > 0 "
    "ORDER BY i.sku, p.code, l.code",
    "orders": "SELECT o.channel, o.number, CASE o.state WHEN 'released' THEN 'open' ELSE o.state END AS state, "
    "o.priority, o.ship_by, o.customer, l.line_no, l.qty, i.sku, "
    "(SELECT COALESCE(SUM(r.qty), 0) FROM reservation r WHERE r.order_line_id = l.id) AS promised FROM orders o "
    "JOIN order_line l ON l.order_id = o.id JOIN item i ON i.id = l.item_id ORDER BY o.channel, o.number, l.line_no",
    "values": "SELECT i.sku, v.qty, v.known_qty, v.fifo_minor, v.average_minor, v.last_minor FROM stock_value v "
    "JOIN item i ON i.id = v.item_id WHERE v.qty > 0 ORDER BY i.sku",
    "layers": "SELECT i.sku, l.at, l.source, l.qty_in, l.qty, l.value_minor FROM cost_layer l "
    "JOIN item i ON i.id = l.item_id ORDER BY i.sku, l.at, l.id",
}


def said(app: Any) -> dict[str, list[dict[str, Any]]]:
    with app.app_context():
        return {name: [dict(one) for one in rows(sql)] for name, sql in SAID.items()}


def test_a_site_moves_from_one_engine_to_the_other_equal_to_the_last_unit_and_cent(
    tmp_path: Path, sqlite_template: Path, new_postgres: Callable[[], str]
) -> None:
    old, file = tmp_path / "old", tmp_path / "site.zip"
    old.mkdir()
    shutil.copy(sqlite_template, old / "pickface.sqlite3")
    app = create_app(Config(data=old, testing=True))
    furnish(app)
    exported(app, file, with_secrets=True)
    before = said(app)
    close(app)
    other = create_app(Config(data=tmp_path / "new", database_url=new_postgres(), testing=True))
    brought_in(other, file, Manager("newcomer", "another horse"))
    assert said(other) == before
    with other.app_context():
        assert audit().differences == []
    close(other)
