"""The demo site moves into an empty PostgreSQL installation, and one of its orders is worked there to the parcel."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from pickface.config import Config
from pickface.demo.ensure import ensure_demo
from tests.integration.simulate.house import House, finished, pickface


def test_an_order_of_the_demo_is_worked_to_the_parcel_where_the_site_was_brought_to(
    tmp_path: Path, new_postgres: Callable[[], str]
) -> None:
    old, new, file = tmp_path / "old", tmp_path / "new", tmp_path / "demo.zip"
    settings = {"PICKFACE_DATABASE_URL": new_postgres()}
    assert ensure_demo(Config(data=old))
    saved = pickface("export-site", str(file), "--data", str(old), "--with-secrets")
    assert saved.returncode == 0, saved.stderr
    words = ("import-site", str(file), "--login", "maria", "--data", str(new))
    came = pickface(*words, patience_s=240, **settings)
    assert came.returncode == 0, came.stderr
    house = House(new, settings)
    try:
        house.start("serve")
        shift = house.begin_shift("--people", "3", "--existing", "1", "--errors", "0")
        code, line = finished(shift)
        house.stop()
    finally:
        house.kill()
    assert code == 0, line
    assert (line["orders"], line["orders_shipped"], line["units_wrong"]) == (1, 1, 0)
    assert (line["lost"], line["twice"], line["wrong_author"]) == (0, 0, 0)
    audited = house.audit()
    assert audited["clean"], audited["differences"]
