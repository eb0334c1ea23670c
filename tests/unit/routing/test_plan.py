"""Distances over small floor plans that can be checked on paper."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pickface.routing.floor import UNREACHABLE_MM, Segment, Stop, StopUnreachable
from pickface.routing.plan import Plan

# Two aisles, 4 m apart and 20 m long, between a front and a back cross aisle.
LADDER = [
    Segment("A", 0, 0, 0, 20_000),
    Segment("B", 4_000, 0, 4_000, 20_000),
    Segment("front", 0, 0, 4_000, 0, kind="cross"),
    Segment("back", 0, 20_000, 4_000, 20_000, kind="cross"),
]


def test_along_one_aisle_the_distance_is_the_difference() -> None:
    plan = Plan(LADDER)
    assert plan.distance_mm(Stop("a", 900, 3_000), Stop("b", -900, 15_000)) == 12_000


def test_between_aisles_the_walk_takes_the_nearer_cross_aisle() -> None:
    plan = Plan(LADDER)
    near_front = plan.distance_mm(Stop("a", 0, 3_000), Stop("b", 4_000, 5_000))
    near_back = plan.distance_mm(Stop("a", 0, 18_000), Stop("b", 4_000, 15_000))
    assert (near_front, near_back) == (3_000 + 4_000 + 5_000, 2_000 + 4_000 + 5_000)


def test_a_crossing_in_the_middle_shortens_the_walk() -> None:
    middle = Segment("middle", -1_000, 10_000, 5_000, 10_000, kind="cross")
    plan = Plan([*LADDER, middle])
    assert plan.distance_mm(Stop("a", 0, 11_000), Stop("b", 4_000, 9_000)) == 6_000


def test_a_one_way_aisle_is_walked_round() -> None:
    plan = Plan([Segment("A", 0, 0, 0, 20_000, one_way=True), *LADDER[1:]])
    low, high = Stop("low", 0, 5_000), Stop("high", 0, 9_000)
    assert plan.distance_mm(low, high) == 4_000
    assert plan.distance_mm(high, low) == 11_000 + 4_000 + 20_000 + 4_000 + 5_000


def test_a_stop_at_the_mouth_of_a_one_way_aisle_is_left_at_once() -> None:
    plan = Plan([Segment("A", 0, 0, 0, 20_000, one_way=True), *LADDER[1:]])
    mouth, exit_ = Stop("mouth", 0, 0, "A"), Stop("exit", 0, 20_000, "A")
    across = Stop("across", 4_000, 0, "B")
    assert plan.distance_mm(mouth, across) == 4_000
    assert plan.distance_mm(across, mouth) == 4_000
    assert plan.distance_mm(Stop("far", 4_000, 20_000, "B"), exit_) == 4_000


def test_a_known_aisle_wins_over_a_nearer_one() -> None:
    plan = Plan(LADDER)
    beside = Stop("x", 2_100, 10_000, "A")
    assert plan.distance_mm(beside, Stop("y", 0, 10_000, "A")) == 0
    assert plan.distance_mm(Stop("x", 2_100, 10_000), Stop("y", 0, 10_000, "A")) == 24_000


def test_a_sloping_way_has_its_true_length() -> None:
    plan = Plan([Segment("S", 0, 0, 3_000, 4_000)])
    assert plan.distance_mm(Stop("a", 0, 0), Stop("b", 3_000, 4_000)) == 5_000


def test_ways_that_end_on_one_line_are_joined() -> None:
    plan = Plan([Segment("W", 0, 0, 5_000, 0), Segment("E", 5_020, 0, 9_000, 0)])
    assert plan.distance_mm(Stop("a", 1_000, 0), Stop("b", 6_020, 0)) == 5_000


def test_ways_that_only_come_close_are_not_joined() -> None:
    plan = Plan([Segment("W", 0, 0, 5_000, 0), Segment("E", 5_200, 0, 9_000, 0)])
    with pytest.raises(StopUnreachable) as caught:
        plan.distance_mm(Stop("a", 1_000, 0), Stop("b", 6_000, 0))
    assert caught.value.params == {"stops": ["b"]}


def test_the_matrix_says_which_walks_do_not_exist() -> None:
    plan = Plan([Segment("A", 0, 0, 0, 9_000, one_way=True)])
    assert plan.distance_matrix([Stop("a", 0, 1_000), Stop("b", 0, 4_000)]) == [
        [0, 3_000],
        [UNREACHABLE_MM, 0],
    ]


def test_an_aisle_that_is_not_drawn_cannot_be_reached() -> None:
    with pytest.raises(StopUnreachable, match="aisle Q is not on the plan"):
        Plan(LADDER).position(Stop("Q-01-01", 0, 0, "Q"))


def test_an_empty_plan_reaches_nothing() -> None:
    with pytest.raises(StopUnreachable, match="no aisles"):
        Plan([]).position(Stop("A-01-01", 0, 0))


def test_two_segments_of_one_name_are_refused() -> None:
    with pytest.raises(ValueError, match="same id"):
        Plan([LADDER[0], LADDER[0]])


def test_a_segment_without_length_is_refused() -> None:
    with pytest.raises(ValueError, match="no length"):
        Segment("A", 1, 1, 1, 1)


metres = st.integers(0, 30).map(lambda metre: metre * 1_000)


@st.composite
def floors(draw: st.DrawFn) -> list[Segment]:
    """Any tangle of ways, sloping, overlapping and one-way ones too."""
    ends = draw(
        st.lists(
            st.tuples(metres, metres, metres, metres, st.booleans()).filter(
                lambda way: way[:2] != way[2:4]
            ),
            min_size=1,
            max_size=8,
        )
    )
    return [Segment(f"s{index}", *way) for index, way in enumerate(ends)]


stops = st.builds(Stop, st.just("s"), metres, metres)


@settings(deadline=None)
@given(floors(), stops, stops, stops)
def test_no_detour_over_a_third_place_is_shorter(
    floor: list[Segment], first: Stop, second: Stop, third: Stop
) -> None:
    (aa, ab, ac), (_, _, bc), (ca, _, _) = Plan(floor).distance_matrix([first, second, third])[:3]
    assert aa == 0
    assert ac <= ab + bc
    if not any(segment.one_way for segment in floor):
        assert ac == ca


@settings(deadline=None)
@given(floors(), stops, stops)
def test_closing_a_direction_never_shortens_a_walk(
    floor: list[Segment], origin: Stop, target: Stop
) -> None:
    open_floor = [Segment(s.id, s.x1_mm, s.y1_mm, s.x2_mm, s.y2_mm) for s in floor]
    ((free_mm,),) = Plan(open_floor).distances([origin], [target])
    ((mm,),) = Plan(floor).distances([origin], [target])
    assert free_mm <= mm
