"""Which bin goods go to: the rules alone."""

from pickface.workflows.putaway.bins import Bin, Load, accepted, joins, mixes, propose, room

TEA, SALT = 1, 2


def a_bin(place_id: int, zone: str = "A", walk: int | None = None, **values: object) -> Bin:
    return Bin(place_id, f"{zone}-{place_id}", zone, False, (walk or place_id, ""), **values)  # type: ignore[arg-type]


def test_the_tightest_limit_says_how_many_fit() -> None:
    bin_ = a_bin(1, max_weight_g=1_000, used_g=100, volume_mm3=50, used_mm3=0)
    assert room(bin_, Load(TEA, 0, 9, "A", weight_g=300, volume_mm3=10)) == 3
    assert room(bin_, Load(TEA, 0, 9, "A", weight_g=1, volume_mm3=25)) == 2
    assert room(a_bin(1, max_weight_g=10, used_g=50), Load(TEA, 0, 9, "A", weight_g=1)) == 0
    assert room(bin_, Load(TEA, 0, 9, "A")) > 1_000_000


def test_the_same_goods_come_before_the_nearest_empty_bin() -> None:
    bins = [a_bin(1), a_bin(2, holds=frozenset({(TEA, 0)}), items=1)]
    (proposal,) = propose(Load(TEA, 0, 5, "A"), bins, ())
    assert (proposal.place_id, proposal.why) == (2, "joins_item")


def test_the_nearest_is_nearest_on_foot_not_by_name() -> None:
    (proposal,) = propose(Load(TEA, 0, 5, "A"), [a_bin(1, walk=900), a_bin(2, walk=100)], ())
    assert (proposal.place_id, proposal.why) == (2, "nearest_empty")


def test_bins_that_others_were_sent_to_are_passed_over() -> None:
    (proposal,) = propose(Load(TEA, 0, 5, "A"), [a_bin(1), a_bin(2)], {1})
    assert proposal.place_id == 2


def test_goods_without_a_zone_of_their_own_go_anywhere() -> None:
    load = Load(TEA, 0, 5, "")
    (proposal,) = propose(load, [a_bin(1, "C")], ())
    assert proposal.why == "nearest_empty"
    assert accepted(load, proposal, [a_bin(1, "C")])["zones"] == ["C"]


def test_with_nothing_free_the_person_decides() -> None:
    load = Load(TEA, 0, 5, "")
    (proposal,) = propose(load, [], ())
    assert (proposal.place_id, proposal.qty, proposal.why) == (None, 5, "no_bin")
    assert accepted(load, proposal, [])["zones"] is None


def test_serials_join_serials_and_lots_keep_apart() -> None:
    bin_ = a_bin(1, holds=frozenset({(TEA, 7)}), items=1)
    assert joins(bin_, Load(TEA, 0, 1, "A", "serial"))
    assert not joins(bin_, Load(TEA, 8, 1, "A", "lot"))
    assert mixes(bin_, Load(TEA, 8, 1, "A", "lot"))
    assert not mixes(bin_, Load(TEA, 7, 1, "A", "lot"))
    assert not mixes(bin_, Load(SALT, 7, 1, "A", "lot"))


def test_a_bin_that_alone_proves_a_pick_keeps_to_its_item() -> None:
    bin_ = Bin(1, "A-1", "A", True, (1, ""), holds=frozenset({(TEA, 0)}), items=1)
    assert not mixes(bin_, Load(TEA, 0, 1, "A"))
    assert mixes(bin_, Load(SALT, 0, 1, "A"))


def test_heavy_goods_lie_low_and_light_ones_near() -> None:
    bins = [a_bin(1, level="4"), a_bin(2, level="1"), a_bin(3, level="10"), a_bin(4, level="1")]
    (heavy,) = propose(Load(TEA, 0, 2, "A", weight_g=12_000), bins, ())
    assert (heavy.place_id, heavy.why) == (2, "heavy_low")
    (light,) = propose(Load(TEA, 0, 2, "A", weight_g=900), bins, ())
    assert (light.place_id, light.why) == (1, "nearest_empty")


def test_heavy_goods_join_what_lies_high_already() -> None:
    """An item that is looked for in two places is worse than one that is lifted."""
    bins = [a_bin(1, level="4", holds=frozenset({(TEA, 0)}), items=1), a_bin(2, level="1")]
    (proposal,) = propose(Load(TEA, 0, 2, "A", weight_g=12_000), bins, ())
    assert proposal.why == "joins_item"


def test_a_bin_without_room_says_what_is_lacking() -> None:
    load = Load(TEA, 0, 4, "A", weight_g=300, volume_mm3=10)
    bins = [
        a_bin(1),
        a_bin(2, max_weight_g=1_000),
        a_bin(3, volume_mm3=39),
        a_bin(4, max_weight_g=1_200, volume_mm3=40),
    ]
    (proposal,) = propose(load, bins, ())
    to = accepted(load, proposal, bins)
    assert to["no"] == {"places": {"2": "fit_weight", "3": "fit_room"}, "zones": {}}
    assert to["refuse"] == [2, 3]


def test_where_no_bin_has_room_any_is_accepted() -> None:
    load = Load(TEA, 0, 4, "A", volume_mm3=10)
    bins = [a_bin(1, volume_mm3=5)]
    proposal = propose(load, bins, ())[-1]
    assert proposal.why == "no_bin"
    assert "no" not in accepted(load, proposal, bins)
