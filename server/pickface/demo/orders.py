"""What customers of the demo site have ordered and not yet got."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from random import Random
from typing import Final

from pickface.demo.customers import somebody
from pickface.demo.items import demand
from pickface.demo.nouns import DemoItem, DemoOrder, DemoOrderLine

_LINES: Final = (1, 2, 3, 4, 5, 6, 7, 8)
_LINES_SHARE: Final = (26, 22, 17, 12, 9, 6, 5, 3)
_HOUR: Final = 60


def take_orders(
    random: Random, items: Sequence[DemoItem], count: int = 150
) -> tuple[DemoOrder, ...]:
    """Open orders, oldest first, of one to eight different items; popular ones more often."""
    weights = [demand(item) for item in items]
    placed = sorted((random.randint(20, 46 * _HOUR) for _ in range(count)), reverse=True)
    return tuple(
        _order(random, 1_001 + place, placed_min_ago, items, weights)
        for place, placed_min_ago in enumerate(placed)
    )


def ordered(orders: Sequence[DemoOrder]) -> Counter[str]:
    """How many of each SKU the orders want together."""
    wanted: Counter[str] = Counter()
    for order in orders:
        for line in order.lines:
            wanted[line.sku] += line.qty
    return wanted


def _order(
    random: Random,
    number: int,
    placed_min_ago: int,
    items: Sequence[DemoItem],
    weights: list[float],
) -> DemoOrder:
    size = random.choices(_LINES, _LINES_SHARE)[0]
    chosen: dict[str, DemoItem] = {}
    while len(chosen) < size:
        item = random.choices(items, weights)[0]
        chosen[item.sku] = item
    express = random.random() < 0.15
    return DemoOrder(
        number=str(number),
        channel=random.choices(("shop", "market", "phone"), (75, 20, 5))[0],
        priority=random.choice((1, 2)) if express else random.choice((4, 5, 5, 5, 6, 8)),
        placed_min_ago=placed_min_ago,
        ship_in_min=_ship_in_min(random, placed_min_ago, express=express),
        address=somebody(random),
        lines=tuple(_line(random, item) for item in chosen.values()),
    )


def _ship_in_min(random: Random, placed_min_ago: int, *, express: bool) -> int:
    """Express ships within a day of ordering, the rest within two or three; a few are late already."""
    promised = 24 if express else random.choice((48, 48, 72))
    return promised * _HOUR - placed_min_ago


def _line(random: Random, item: DemoItem) -> DemoOrderLine:
    """Mostly one; several of cheap things; now and then more than a case of something small."""
    if item.tracking == "serial" or item.price_minor > 3_000:
        qty = random.choices((1, 2), (9, 1))[0]
    elif item.case_qty > 1 and item.weight_g < 500 and random.random() < 0.04:
        qty = item.case_qty + random.randint(0, 4)
    else:
        qty = random.choices((1, 2, 3, 4, 6, 10), (52, 22, 10, 8, 6, 2))[0]
    return DemoOrderLine(item.sku, qty, item.price_minor)
