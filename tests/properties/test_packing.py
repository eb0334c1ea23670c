"""The laws of a proposal: goods neither overlap nor float nor stick out, and each unit is in one carton."""

from __future__ import annotations

from collections import Counter
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pickface.packing.goods import TURNINGS, Carton, Parcel, Placed, Rules, Unit
from pickface.packing.proposing import GoesInNoCarton, propose

SIDE = st.integers(1, 30).map(lambda n: n * 10)
UNITS = st.lists(
    st.builds(
        Unit,
        st.integers(1, 5),
        SIDE,
        SIDE,
        SIDE,
        st.integers(0, 3_000),
        st.sampled_from(TURNINGS),
        st.booleans(),
    ),
    min_size=1,
    max_size=12,
)
CARTONS = st.lists(
    st.builds(
        Carton,
        st.sampled_from("ABCDEF"),
        st.integers(10, 60).map(lambda n: n * 10),
        st.integers(10, 60).map(lambda n: n * 10),
        st.integers(10, 60).map(lambda n: n * 10),
        st.integers(0, 500),
        st.sampled_from((0, 2_000, 8_000, 30_000)),
        st.integers(0, 300),
    ),
    min_size=1,
    max_size=6,
)


def overlap(one: Placed, other: Placed) -> int:
    """The area that two units share, seen from above."""
    wide = min(one.x_mm + one.along_mm, other.x_mm + other.along_mm) - max(one.x_mm, other.x_mm)
    deep = min(one.y_mm + one.across_mm, other.y_mm + other.across_mm) - max(one.y_mm, other.y_mm)
    return max(0, wide) * max(0, deep)


def top(one: Placed) -> int:
    return one.z_mm + one.upright_mm


@settings(max_examples=60, deadline=None)
@given(UNITS, CARTONS, st.sampled_from((50, 75, 100)))
def test_every_proposal_can_be_packed_as_it_is_drawn(
    units: list[Unit], cartons: list[Carton], support_pct: int
) -> None:
    if not all(_goes_alone(unit, cartons) for unit in units):
        with pytest.raises(GoesInNoCarton):
            propose(units, cartons, Rules(support_pct))
        return
    parcels = propose(units, cartons, Rules(support_pct), tries=20)
    assert Counter(one.unit for parcel in parcels for one in parcel.placed) == Counter(units)
    for parcel in parcels:
        holds(parcel, support_pct)


def _goes_alone(unit: Unit, cartons: list[Carton]) -> bool:
    """Whether some carton holds it alone, told without the packing."""
    return any(
        unit.weight_g <= carton.room_g
        and any(
            all(
                side <= inner
                for side, inner in zip(
                    stance, (carton.length_mm, carton.width_mm, carton.height_mm), strict=True
                )
            )
            for stance in unit.stances()
        )
        for carton in cartons
    )


def holds(parcel: Parcel, support_pct: int) -> None:
    """Everything that a carton must keep to."""
    carton = parcel.carton
    assert sum(one.unit.weight_g for one in parcel.placed) <= carton.room_g
    for one in parcel.placed:
        assert (one.along_mm, one.across_mm, one.upright_mm) in one.unit.stances()
        assert min(one.x_mm, one.y_mm, one.z_mm) >= 0
        assert one.x_mm + one.along_mm <= carton.length_mm
        assert one.y_mm + one.across_mm <= carton.width_mm
        assert top(one) <= carton.height_mm
        if one.z_mm:
            held = sum(overlap(one, under) for under in parcel.placed if top(under) == one.z_mm)
            assert held * 100 >= one.along_mm * one.across_mm * support_pct
    for one, other in combinations(parcel.placed, 2):
        if overlap(one, other):
            # Put in from above, in this order: the later one is on top, and not on anything fragile.
            assert top(one) <= other.z_mm
            assert not one.unit.fragile
