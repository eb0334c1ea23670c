"""The demo site moves into an empty PostgreSQL installation, and one of its orders is worked there to the parcel."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from pickface.app import create_app
from pickface.archive.beginning import Manager
from pickface.config import Config
from pickface.demo.ensure import ensure_demo
from pickface.demo.nouns import DemoSite
from pickface.demo.site import generate
from pickface.simulate.wishes import LOGIN, PASSWORD
from tests.conftest import close
from tests.furnished import brought_in, exported
from tests.integration.simulate.house import House, finished

WHOLE = os.environ.get("PICKFACE_DEMO") == "whole"
ORDERS = 3


def part_of_the_demo() -> DemoSite:
    """The demo's floor and people with the goods of a few orders; ``make demo-moves`` moves all of it."""
    demo = generate()
    if WHOLE:
        return demo
    orders = demo.orders[:ORDERS]
    wanted = {line.sku for order in orders for line in order.lines}
    stock = tuple(line for line in demo.stock if line.sku in wanted)
    bins = {line.place for line in stock}
    return replace(
        demo,
        items=tuple(item for item in demo.items if item.sku in wanted),
        orders=orders,
        stock=stock,
        places=tuple(place for place in demo.places if place.kind != "bin" or place.code in bins),
        purchase_orders=(),
    )


@pytest.mark.long(
    "`make demo-moves` moves all of it; a site moves between engines in test_another_engine.py"
)
def test_an_order_of_the_demo_is_worked_to_the_parcel_where_the_site_was_brought_to(
    tmp_path: Path, new_postgres: Callable[[], str]
) -> None:
    old, new, file = Config(data=tmp_path / "old"), tmp_path / "new", tmp_path / "demo.zip"
    settings = {"PICKFACE_DATABASE_URL": new_postgres()}
    assert ensure_demo(old, part_of_the_demo)
    app = create_app(old)
    exported(app, file, with_secrets=True)
    close(app)
    app = create_app(Config(data=new, database_url=settings["PICKFACE_DATABASE_URL"]))
    brought_in(app, file, Manager(LOGIN, PASSWORD))
    close(app)
    house = House(new, settings)
    try:
        house.start("serve")
        shift = house.begin_shift("--people", "2", "--existing", "1", "--errors", "0")
        code, line = finished(shift)
        house.stop()
    finally:
        house.kill()
    assert code == 0, line
    assert (line["orders"], line["orders_shipped"], line["units_wrong"]) == (1, 1, 0)
    assert (line["lost"], line["twice"], line["wrong_author"]) == (0, 0, 0)
    audited = house.audit()
    assert audited["clean"], audited["differences"]
