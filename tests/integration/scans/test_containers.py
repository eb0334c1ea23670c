"""Containers are where somebody has seen them last, and what is in them comes along."""

from __future__ import annotations

from tests.scenarios.floor import Floor, Person


def test_a_tote_that_is_taken_again_brings_its_goods_from_where_the_books_had_them(
    floor: Floor, sofia: Person
) -> None:
    sofia.scan("TEA")
    sofia.quantity(4)
    sofia.scan("PACK-1")
    assert floor.at("PACK-1", "TEA") == 4
    floor.order("1043", SALT=1)
    malik = floor.person("Malik").next("pick")
    assert malik
    malik.scan("T0001")
    assert floor.raised() == ["container_in_use"]
    assert floor.at("PACK-1", "TEA") == 0
    malik.scans("B-01-01", "SALT")
    assert floor.inside("T0001") == {"SALT": 1, "TEA": 4}
    assert floor.at("FLOOR") == 5
    malik.act("undo")
    malik.scan("SALT")
    malik.scan("PACK-1")
    assert floor.at("PACK-1") == 5
