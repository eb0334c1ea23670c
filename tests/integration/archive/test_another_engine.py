"""The demo site out of a SQLite installation and into PostgreSQL: equal to the last unit and cent, and work goes on."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from pickface.app import create_app
from pickface.archive.writing import export_site
from pickface.config import Config
from pickface.db import rows
from pickface.demo.ensure import ensure_demo
from tests.conftest import close
from tests.furnished import Manager, brought_in
from tests.integration.simulate.house import House, finished

pytestmark = pytest.mark.alone

SAID = {
    "levels": "SELECT i.sku, s.on_hand, s.pickable, s.reserved, s.unreservable FROM stock_level s "
    "JOIN item i ON i.id = s.item_id WHERE s.on_hand > 0 ORDER BY i.sku",
    "bins": "SELECT i.sku, p.code, l.code AS lot, b.qty, b.first_in_at FROM balance b JOIN item i ON i.id = b.item_id "
    "JOIN place p ON p.id = b.place_id JOIN lot l ON l.id = b.lot_id WHERE b.virtual = 0 AND b.qty > 0 "
    "ORDER BY i.sku, p.code, l.code",
    "orders": "SELECT o.channel, o.number, o.state, o.priority, o.ship_by, o.customer, l.line_no, l.qty, i.sku, "
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


def test_the_demo_site_moves_to_another_engine_and_an_order_is_picked_to_its_parcel_there(
    tmp_path: Path, new_postgres: Callable[[], str]
) -> None:
    old, file = Config(data=tmp_path / "old"), tmp_path / "site.zip"
    ensure_demo(old)
    app = create_app(old)
    with app.app_context():
        site = rows("SELECT id FROM site")[0]["id"]
        export_site(site, file, with_secrets=True)
    before = said(app)
    close(app)

    url = new_postgres()
    other = create_app(Config(data=tmp_path / "new", database_url=url))
    brought_in(other, file, Manager("newcomer", "another horse"))
    assert said(other) == before
    close(other)

    house = House(tmp_path / "new", {"PICKFACE_DATABASE_URL": url})
    try:
        house.start("serve")
        code, line = finished(
            house.begin_shift("--people", "3", "--existing", "1", "--errors", "0")
        )
        assert house.audit()["clean"]
        house.stop()
    finally:
        house.kill()
    assert (code, line["orders_shipped"], line["units_wrong"], line["lost"]) == (0, 1, 0, 0), line
