"""Where the site wants calm walks, heavy goods are taken first; else the shortest way in any direction."""

import pytest

from tests.scenarios.floor import Floor


@pytest.mark.parametrize("heavy", ["TEA", "RICE"])
def test_heavy_goods_are_taken_first(floor: Floor, heavy: str) -> None:
    floor.settings(calm_walks=True)
    for sku, place in {"TEA": "A-01-01", "RICE": "B-02-01"}.items():
        floor.item(sku, weight_g=12_000 if sku == heavy else 50)
        floor.stock(place, sku, 20)
    floor.order("1042", TEA=2, RICE=3)
    sofia = floor.person("Sofia").next("pick")
    assert sofia
    sofia.scan("T0001")
    assert sofia.place == {"TEA": "A-01-01", "RICE": "B-02-01"}[heavy]
    assert floor.value("SELECT walk_mm FROM task WHERE kind = 'pick'") > 0
