"""A wave on a drawn floor: the same carts whether thought over here or in a child process; no plan loses no order."""

from __future__ import annotations

from random import Random

import pytest

from pickface.routing import carts
from pickface.routing.carts import Errands, share_out, share_out_beside
from pickface.routing.floor import Segment, Stop

AISLES = tuple(Segment(f"A{n}", n * 3_000, 0, n * 3_000, 12_000, kind="aisle") for n in range(1, 6))
FRONT = Segment("F", 0, 0, 18_000, 0, kind="cross")
BACK = Segment("B", 0, 12_000, 18_000, 12_000, kind="cross")
RECTANGLE = (*AISLES, FRONT, BACK)
COMB = (*AISLES, FRONT)
HOME = Stop("PACK", 0, 0)


def wave(count: int) -> list[Errands]:
    """Orders of one to three bins."""
    random = Random(count)
    return [
        Errands(str(number), 1, 5, tuple(_bin(random) for _ in range(random.randint(1, 3))))
        for number in range(count)
    ]


def _bin(random: Random) -> Stop:
    aisle = random.randint(1, 5)
    y_mm = 500 + 1_000 * random.randrange(11)
    return Stop(f"A{aisle}-{y_mm}", aisle * 3_000, y_mm, f"A{aisle}")


@pytest.mark.parametrize("floor", [RECTANGLE, COMB, ()], ids=["rectangle", "comb", "undrawn"])
def test_every_order_is_on_one_cart(floor: tuple[Segment, ...]) -> None:
    found = share_out(floor, HOME, wave(11), 4)
    assert sorted(int(name) for cart in found for name in cart) == list(range(11))
    assert sorted(len(cart) for cart in found) == [3, 4, 4]


def test_a_large_wave_is_thought_over_in_a_child_process_with_the_same_outcome(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    orders = wave(12)
    here = share_out_beside(RECTANGLE, HOME, orders, 4)
    monkeypatch.setattr(carts, "AT_ONCE", 0)
    assert share_out_beside(RECTANGLE, HOME, orders, 4) == here


def test_a_child_that_fails_means_longer_walks_and_no_lost_order(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(carts, "AT_ONCE", 0)
    monkeypatch.setattr(carts, "PATIENCE_S", 0.001)
    found = share_out_beside(RECTANGLE, HOME, wave(6), 4)
    assert found == [["0", "1", "2", "3"], ["4", "5"]]


def test_what_is_urgent_comes_first_and_shares_no_cart_with_the_rest() -> None:
    orders = [
        Errands("late", 1, 5, ()),
        Errands("soon", 2, 1, ()),
        Errands("soon too", 2, 1, ()),
        Errands("later", 2, 5, ()),
    ]
    for floor in (RECTANGLE, ()):
        found = share_out(floor, HOME, orders, 4)
        assert [sorted(cart) for cart in found] == [["late"], ["soon", "soon too"], ["later"]]


def test_orders_from_one_aisle_go_together() -> None:
    near, far = Stop("A1-500", 3_000, 500, "A1"), Stop("A5-9500", 15_000, 9_500, "A5")
    orders = [
        Errands("1", 1, 5, (near,)),
        Errands("2", 1, 5, (far,)),
        Errands("3", 1, 5, (near,)),
        Errands("4", 1, 5, (far,)),
    ]
    for floor in (RECTANGLE, COMB):
        assert sorted(sorted(cart) for cart in share_out(floor, HOME, orders, 2)) == [
            ["1", "3"],
            ["2", "4"],
        ]
