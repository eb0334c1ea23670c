"""Which bins a line is picked from."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from pickface.stock.choosing import Candidate, choose
from pickface.stock.moves import BalanceKey

candidates = st.lists(
    st.builds(
        Candidate,
        key=st.builds(
            BalanceKey, st.just(1), st.integers(0, 3), st.integers(1, 99), st.sampled_from(["", "", "P1", "P2"]),
            st.just(1),
        ),
        free=st.integers(1, 9),
        expires_on=st.sampled_from(["", "2090-01-01", "2090-02-01"]),
        parent_lot_id=st.sampled_from([0, 0, 3]),
        day=st.integers(0, 2),
        level=st.sampled_from(["", "1", "2", "10"]),
        code=st.just("A"),
        whole=st.sampled_from([0, 0, 3, 9]),
    ),
    unique_by=lambda c: c.key,
    max_size=8,
)  # fmt: skip


def bin_(place: int, free: int, **values: Any) -> Candidate:
    said = {
        "expires_on": "",
        "parent_lot_id": 0,
        "day": 0,
        "level": "1",
        "code": f"A-{place}",
        **values,
    }
    return Candidate(BalanceKey(1, values.pop("lot", 0), place, "", 1), free, **said)


def test_one_bin_that_suffices_is_better_than_a_lower_one_that_does_not() -> None:
    assert choose([bin_(1, 2), bin_(2, 5, level="4")], 5, {}) == [(bin_(2, 5).key, 5)]


def test_of_bins_that_suffice_the_lower_one_even_if_it_holds_more() -> None:
    assert choose([bin_(1, 5, level="2"), bin_(2, 50)], 5, {}) == [(bin_(2, 5).key, 5)]


def test_the_rest_comes_from_the_bin_that_has_just_enough_reach() -> None:
    bins = [bin_(1, 7), bin_(2, 5, level="3"), bin_(3, 3, level="2")]
    assert choose(bins, 10, {}) == [(bins[0].key, 7), (bins[2].key, 3)]


@given(
    bins=candidates,
    want=st.integers(1, 40),
    promised=st.dictionaries(st.integers(1, 3), st.integers(1, 9)),
)
def test_never_more_than_is_wanted_free_or_left_to_others(
    bins: list[Candidate], want: int, promised: dict[int, int]
) -> None:
    chosen = choose(bins, want, promised)
    free = {c.key: c.free for c in bins}
    assert all(0 < units <= free[key] for key, units in chosen)
    assert len({key for key, _ in chosen}) == len(chosen)
    assert sum(units for _, units in chosen) <= want
    for lot, units in promised.items():
        of_lot = [c for c in bins if lot in c.lots()]
        given_away = sum(n for key, n in chosen if key in {c.key for c in of_lot})
        assert given_away <= max(0, sum(c.free for c in of_lot) - units)


@given(bins=candidates, want=st.integers(1, 40))
def test_everything_wanted_is_taken_oldest_first(bins: list[Candidate], want: int) -> None:
    chosen = dict(choose(bins, want, {}))
    assert sum(chosen.values()) == min(want, sum(c.free for c in bins))
    left = [c.age(True) for c in bins if chosen.get(c.key, 0) < c.free]
    used = [c.age(True) for c in bins if c.key in chosen]
    assert not left or not used or max(used) <= min(left)


def on(code: str, free: int, whole: int = 0, **values: Any) -> Candidate:
    """Units in a container that can be taken whole, if it holds no more than these."""
    place = int(code[1:])
    found = bin_(place, free, **values)
    return found._replace(key=found.key._replace(container=code), whole=whole or free)


def test_a_container_that_is_wanted_whole_comes_before_loose_goods_and_before_the_pick_face() -> (
    None
):
    face, pallet = bin_(1, 60, face=True), on("P2", 48, level="4", day=3)
    assert choose([face, pallet], 50, {}) == [(pallet.key, 48), (face.key, 2)]
    assert choose([face, pallet], 47, {}) == [(face.key, 47)]


def test_nothing_older_stays_behind_for_a_container() -> None:
    old, pallet = bin_(1, 5, expires_on="2090-01-01"), on("P2", 48, expires_on="2090-02-01")
    assert choose([old, pallet], 48, {}) == [(old.key, 5), (pallet.key, 43)]
    assert choose([old, pallet], 53, {}) == [(pallet.key, 48), (old.key, 5)]
    reserve = bin_(3, 5, day=1)
    younger = on("P4", 48, day=2)
    assert choose([reserve, younger], 48, {}) == [(reserve.key, 5), (younger.key, 43)]


def test_where_age_counts_everywhere_the_pick_face_is_waited_for() -> None:
    face, pallet = bin_(1, 5, face=True, day=1), on("P2", 48, day=2)
    assert choose([face, pallet], 48, {}, face_first=False) == [(face.key, 5), (pallet.key, 43)]


def test_of_two_containers_the_older_goes_whole_and_of_equally_old_ones_the_fuller() -> None:
    young, old, small = on("P1", 40, day=2), on("P2", 40, day=1), on("P3", 10, day=1)
    assert choose([young, old, small], 40, {})[0] == (old.key, 40)
    assert choose([small, old], 45, {}) == [(old.key, 40), (small.key, 5)]


def test_a_container_of_which_a_part_is_someone_elses_is_not_taken_whole() -> None:
    part = on("P1", 40, whole=48)
    loose = bin_(2, 40)
    assert choose([part, loose], 40, {})[0][1] == 40
    lots = [on("P3", 20, whole=48), on("P3", 28, whole=48)]
    lots = [one._replace(key=one.key._replace(lot_id=n)) for n, one in enumerate(lots, 1)]
    assert {key.lot_id for key, _ in choose(lots, 48, {})} == {1, 2}
    # Another order has asked for ten of the second lot by its name.
    assert sum(units for _, units in choose(lots, 48, {2: 10})) == 38
