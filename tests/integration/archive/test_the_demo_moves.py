"""The demo site moves into an empty PostgreSQL installation, and one of its orders is worked there to the parcel."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from pickface.app import create_app
from pickface.archive.loading import Manager
from pickface.config import Config
from pickface.demo.ensure import ensure_demo
from pickface.simulate.wishes import LOGIN, PASSWORD
from tests.conftest import close
from tests.furnished import brought_in, exported
from tests.integration.simulate.house import House, finished


def test_an_order_of_the_demo_is_worked_to_the_parcel_where_the_site_was_brought_to(
    tmp_path: Path, new_postgres: Callable[[], str]
) -> None:
    old, new, file = Config(data=tmp_path / "old"), tmp_path / "new", tmp_path / "demo.zip"
    settings = {"PICKFACE_DATABASE_URL": new_postgres()}
    assert ensure_demo(old)
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
