"""``pickface simulate --existing``: orders out of a file, worked from buying their goods to the parcel."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from pickface.config import Config
from pickface.demo.ensure import ensure_demo
from pickface.demo.site import empty_shelves
from tests import programs
from tests.integration.simulate.house import House, environment, finished, last_line

SKUS = ["85123a", "22423", "12345678", "123456789012", "5012345678901", "DCGS0076"]
"""None of them has a barcode; two look like GTINs and are none."""
LINES = [(order, sku, 1 + (order + at) % 5) for order in range(6) for at, sku in enumerate(SKUS)]


@pytest.fixture
def house(tmp_path: Path) -> House:
    """The demo's building with somebody else's items and orders, and nothing on the shelves."""
    assert ensure_demo(Config(data=tmp_path / "data"), empty_shelves)
    files = {
        "items": ["sku,name", *(f"{sku},Thing {sku}" for sku in SKUS)],
        "orders": ["number,sku,qty", *(f"{order},{sku},{qty}" for order, sku, qty in LINES)],
    }
    for kind, lines in files.items():
        file = tmp_path / f"{kind}.csv"
        file.write_text("\n".join(lines))
        words = ["import", kind, str(file), "--data", str(tmp_path / "data"), "--json"]
        done = programs.finished(words, environment())
        assert done.returncode == 0, done.stderr
        assert last_line(done)["left_out"] == {}
    return House(tmp_path / "data", {})


def test_imported_orders_go_from_purchase_order_to_parcel(house: House) -> None:
    """As a batch that is sorted behind the floor, which is the longer way; ``make bench-retail`` goes the other."""
    try:
        house.start("serve")
        code, line = finished(
            house.begin_shift("--people", "5", "--existing", "5", "--errors", "0", "--batch", "5")
        )
        house.stop()
    finally:
        house.kill()
    assert code == 0, line
    assert (line["orders"], line["orders_shipped"]) == (5, 5)
    # The five that get goods first: what they ask for was bought, put away, taken and shipped, unit by unit.
    wanted = Counter[int]()
    for order, _, qty in LINES:
        wanted[order] += qty
    units = sum(wanted[order] for order in range(5))
    assert (line["units_meant"], line["units_shipped"], line["units_wrong"]) == (units, units, 0)
    assert (line["lost"], line["twice"], line["wrong_author"]) == (0, 0, 0)
    assert house.audit()["clean"]
