"""How many are bought, and the sentence that says why."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pickface.planning.offers import Offer, Seller, price_of, quantity
from pickface.planning.proposals import Proposal, Rule, buy

ACME = Seller(1, "ACME", "EUR", 8.4, 1.0)
MUG = Offer(
    seller=ACME, item=1, sku="MUG", name="Mug", pack_qty=12, pallet_qty=0, prices=((1, 100),),
    available=10, incoming=0, unreserved=0, waiting=0,
)  # fmt: skip


@pytest.mark.parametrize(
    ("need", "offer", "expected"),
    [
        (1, {}, (12, ())),
        (12.1, {}, (24, ())),
        (-5, {}, (12, ())),
        # 96 of a pallet of 120 are four fifths: the pallet is filled.
        (90, {"pallet_qty": 120}, (120, ("pallet",))),
        (80, {"pallet_qty": 120}, (84, ())),
        (210, {"pallet_qty": 120}, (240, ("pallet",))),
        # 60 cost 5.40 a dozen less than 48 do.
        (48, {"prices": ((1, 100), (60, 80))}, (60, ("price",))),
        (36, {"prices": ((1, 100), (60, 80))}, (36, ())),
        (70, {"prices": ((1, 100), (60, 80))}, (72, ())),
        (48, {"prices": ((1, 100), (50, 75))}, (60, ("price",))),
    ],
)
def test_whole_packs_and_more_where_it_costs_no_more(
    need: float, offer: dict[str, object], expected: tuple[int, tuple[str, ...]]
) -> None:
    assert quantity(need, replace(MUG, **offer)) == expected  # type: ignore[arg-type]


def test_a_price_holds_from_its_quantity_on() -> None:
    prices = ((1, 100), (50, 75), (200, 60))
    assert [price_of(prices, qty) for qty in (1, 49, 50, 199, 1_000)] == [100, 100, 75, 75, 60]


def bought(offers: list[Offer], *rules: Rule) -> Proposal:
    [proposal] = buy(offers, rules)
    return proposal


def test_a_line_says_what_it_covers_when_it_comes_and_who_waits() -> None:
    offer = replace(MUG, unreserved=20, waiting=3)
    [line] = bought([offer], Rule(rate=2, point=18, up_to=40)).lines
    assert line.qty == 60
    assert line.why() == "covers 25 days, arrives in 9, 3 orders waiting"


def test_what_nobody_bought_lately_is_bought_only_for_who_waits() -> None:
    rule = Rule(rate=0, point=0, up_to=0)
    [line] = bought([replace(MUG, unreserved=11, waiting=1)], rule).lines
    assert line.why() == "nothing sold lately, arrives in 9, 1 order waiting"
    assert buy([MUG], [rule]) == []


def test_a_minimum_is_reached_by_what_will_be_needed_soonest() -> None:
    seller = replace(ACME, min_order_minor=8_000)
    short, next_one, plenty = (
        replace(MUG, seller=seller, item=item, sku=sku, available=available)
        for item, sku, available in ((1, "SHORT", 2), (2, "NEXT", 30), (3, "PLENTY", 600))
    )
    rule = Rule(rate=2, point=10, up_to=20)
    proposal = bought([short, next_one, plenty], rule, rule, rule)
    assert not proposal.below_minimum
    assert 8_000 <= proposal.amount_minor < 8_000 + 12 * 100
    assert {line.sku for line in proposal.lines} == {"SHORT", "NEXT"}
    assert all(line.raised == ("minimum",) for line in proposal.lines)
    assert all(line.qty % 12 == 0 for line in proposal.lines)
    cover = [line.covers_days or 0 for line in proposal.lines]
    assert max(cover) - min(cover) <= 6
    assert proposal.lines[0].why().endswith("raised to the supplier's minimum")


def test_a_minimum_that_no_sensible_order_reaches_is_said() -> None:
    seller = replace(ACME, min_order_qty=10_000)
    proposal = bought([replace(MUG, seller=seller, available=2)], Rule(rate=2, point=10, up_to=20))
    assert proposal.below_minimum
    assert (proposal.lines[0].covers_days or 0) <= 84 + 6
