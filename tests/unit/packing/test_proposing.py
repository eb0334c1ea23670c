"""Which cartons are proposed, in cases that a person can check by hand; the laws are in tests/properties."""

from __future__ import annotations

import pytest

from pickface.packing.goods import Carton, Rules, Unit
from pickface.packing.proposing import GoesInNoCarton, propose

S = Carton("S", 200, 150, 100)
M = Carton("M", 300, 200, 150)
L = Carton("L", 400, 300, 200)


def codes(*units: Unit, cartons: tuple[Carton, ...] = (L, S, M)) -> list[str]:
    return [parcel.carton.code for parcel in propose(units, cartons)]


def test_the_smallest_carton_that_holds_all_is_proposed() -> None:
    assert codes(Unit(1, 200, 150, 100)) == ["S"]
    assert codes(*[Unit(1, 100, 150, 100)] * 2) == ["S"]
    assert codes(*[Unit(1, 100, 150, 100)] * 3) == ["M"]


def test_of_cartons_as_large_the_cheaper_one_is_proposed() -> None:
    cheap = Carton("Z", 200, 100, 150, cost_minor=10)
    dear = Carton("A", 200, 150, 100, cost_minor=20)
    assert codes(Unit(1, 50, 50, 50), cartons=(dear, cheap)) == ["Z"]


def test_what_does_not_go_into_one_goes_into_several_the_last_as_small_as_can_be() -> None:
    boxes = [Unit(1, 200, 150, 100)] * 9
    parcels = propose(boxes, (S, M, L))
    assert [(one.carton.code, len(one.placed)) for one in parcels] == [("L", 8), ("S", 1)]


def test_this_side_up_needs_a_higher_carton() -> None:
    bottle = Unit(1, 80, 80, 180)
    assert codes(bottle) == ["S"]
    assert codes(Unit(1, 80, 80, 180, turning="upright")) == ["L"]


def test_never_on_end_means_that_the_longest_side_lies() -> None:
    stances = Unit(1, 180, 80, 60, turning="lying").stances()
    assert {upright for _, _, upright in stances} == {80, 60}
    assert Unit(1, 50, 50, 50, turning="lying").stances() == [(50, 50, 50)]


def test_nothing_stands_on_what_is_fragile() -> None:
    vases = [Unit(1, 200, 150, 50, fragile=True)] * 2
    assert codes(*[Unit(1, 200, 150, 50)] * 2) == ["S"]
    assert codes(*vases, cartons=(S,)) == ["S", "S"]
    parcel = propose([Unit(1, 200, 150, 50, fragile=True), Unit(2, 200, 150, 50)], (S,))[0]
    assert [one.unit.item for one in parcel.placed] == [2, 1]


def test_weight_counts_with_the_cartons_own() -> None:
    light = Carton("S", 200, 150, 100, tare_g=100, max_weight_g=1_000)
    strong = Carton("M", 300, 200, 150, tare_g=200, max_weight_g=5_000)
    assert codes(*[Unit(1, 50, 50, 50, 450)] * 2, cartons=(light, strong)) == ["S"]
    assert codes(*[Unit(1, 50, 50, 50, 451)] * 2, cartons=(light, strong)) == ["M"]


def test_what_no_carton_holds_is_named() -> None:
    with pytest.raises(GoesInNoCarton) as said:
        propose([Unit(7, 500, 10, 10)], (S, M, L))
    assert said.value.params == {"item": 7}


def test_a_lid_needs_support_under_three_quarters_of_it() -> None:
    foot, lid = Unit(1, 100, 100, 100), Unit(2, 200, 100, 100)
    tower = (Carton("T", 200, 100, 200),)
    assert len(propose([foot, lid, lid], tower)) == 2
    assert len(propose([foot, foot, lid], tower)) == 1
    half = Rules(support_pct=50)
    assert len(propose([foot, lid], (Carton("T", 200, 100, 200),), half)) == 1
