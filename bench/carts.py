"""What carts save: the same 1,000 retail orders picked one by one and on carts of twelve. Prints one JSON line.

Metres are those of the tours over the demo site; hours are reckoned from them with the plain times below, not measured.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from random import Random
from time import process_time
from typing import Any

from pickface.demo.site import generate
from pickface.routing.carts import Errands, share_out
from pickface.routing.floor import Stop
from pickface.routing.plan import Plan
from pickface.routing.tour import naive_length, tour

PACE_MM_S = 1_200
BIN_S = 6.0
"""Reading the screen, the scan of the bin and of the item."""
LINE_S = 4.0
"""Taking the pieces of one order line and putting them down."""
TOTE_SCAN_S = 1.5
"""The further scan that says which tote of a cart it was."""
WALK_S, TOTE_S = 30.0, 5.0
"""Getting a task and handing over at the station; putting an empty tote up."""


@dataclass(frozen=True)
class Floor:
    """The demo site as walks need it."""

    plan: Plan
    home: Stop


def main() -> None:
    """Measure one wave size; ``--orders`` and ``--cart`` change the question."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--orders", type=int, default=1_000)
    parser.add_argument("--cart", type=int, default=12)
    parser.add_argument("--wave", type=int, default=120, help="orders that are released together")
    asked = parser.parse_args()
    site = generate()
    stops = {place.code: place.stop() for place in site.places}
    floor = Floor(Plan(site.segments), stops["PACK-1"])
    bin_of = {line.sku: stops[line.place] for line in reversed(site.stock)}
    orders = retail_orders(list(bin_of.values()), asked.orders)
    began = process_time()
    batched = [
        [orders[int(name)] for name in cart]
        for first in range(0, len(orders), asked.wave)
        for cart in share_out(
            floor.plan.segments, floor.home, wave(orders, first, asked.wave), asked.cart
        )
    ]
    think_s = process_time() - began
    came = [orders[n : n + asked.cart] for n in range(0, len(orders), asked.cart)]
    alone = [[order] for order in orders]
    found = {
        "bench": "carts",
        "orders": len(orders),
        "lines": sum(map(len, orders)),
        "cart": asked.cart,
        "single_in_code_order": reckon(floor, alone, code_order=True),
        "single": reckon(floor, alone),
        "carts_as_they_came": reckon(floor, came),
        "carts_batched": reckon(floor, batched),
        "batching_s_a_wave": round(think_s * asked.wave / len(orders), 1),
    }
    print(json.dumps(found))


def retail_orders(bins: Sequence[Stop], count: int) -> list[list[Stop]]:
    """Small orders of a shop: mostly one to three lines, and a few items sell most. By a fixed seed."""
    random = Random(20_260_101)
    ranked = random.sample(list(bins), len(bins))
    weights = [1 / (rank + 10) for rank in range(len(ranked))]
    orders = []
    for _ in range(count):
        lines = 1
        while random.random() < 0.45 and lines < 12:
            lines += 1
        orders.append(list(dict.fromkeys(random.choices(ranked, weights, k=lines))))
    return orders


def wave(orders: Sequence[Sequence[Stop]], first: int, size: int) -> list[Errands]:
    """The orders that are released together."""
    return [
        Errands(str(n), 1, 5, tuple(orders[n]))
        for n in range(first, min(first + size, len(orders)))
    ]


def reckon(
    floor: Floor, walks: Iterable[Sequence[Sequence[Stop]]], *, code_order: bool = False
) -> dict[str, Any]:
    """Metres a line and lines an hour of picking these orders, each list on one walk."""
    walked_mm, seconds, sums = 0, 0.0, Counter[str]()
    for together in walks:
        stops = list(dict.fromkeys(stop for order in together for stop in order))
        lines = sum(map(len, together))
        walked_mm += (
            naive_length(floor.plan, floor.home, stops, floor.home)
            if code_order
            else tour(floor.plan, floor.home, stops, floor.home).length_mm
        )
        scans_s = lines * TOTE_SCAN_S if len(together) > 1 else 0.0
        seconds += WALK_S + TOTE_S * len(together) + BIN_S * len(stops) + LINE_S * lines + scans_s
        sums.update(walks=1, lines=lines, bins=len(stops))
    seconds += walked_mm / PACE_MM_S
    return {
        "walks": sums["walks"],
        "bins": sums["bins"],
        "km": round(walked_mm / 1_000_000, 1),
        "m_a_line": round(walked_mm / 1_000 / sums["lines"], 1),
        "reckoned_lines_an_hour": round(sums["lines"] / seconds * 3_600),
    }


if __name__ == "__main__":
    main()
