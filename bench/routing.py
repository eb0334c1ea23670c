"""How long tours take to find, and how much walking they save, on the demo site. Prints one JSON line."""

from __future__ import annotations

import json
from collections.abc import Sequence
from random import Random
from statistics import mean, median
from time import perf_counter
from typing import Any

from pickface.demo.nouns import DemoSite
from pickface.demo.site import generate
from pickface.routing.floor import Stop
from pickface.routing.plan import Plan
from pickface.routing.tour import Tour, naive_length, tour


def main() -> None:
    """Measures tours of 5 to 100 random bins, then the 150 demo orders one by one and twelve at a time."""
    site = generate()
    began = perf_counter()
    plan = Plan(site.segments)
    stops = {place.code: place.stop() for place in site.places}
    plan.distances(list(stops.values()), [stops["PACK-2"]])
    found: dict[str, Any] = {"bench": "routing", "plan_of_1500_bins_ms": _ms(began)}
    bins = [stop for stop in stops.values() if stop.aisle is not None]
    for size in (5, 8, 11, 20, 30, 60, 100):
        found[f"tour_{size}_ms"] = _tour_ms(plan, bins, size, stops)
    orders = _walks(site, stops)
    found["orders"] = _compare(plan, orders, stops)
    batches = [
        list(dict.fromkeys(stop for walk in orders[first : first + 12] for stop in walk))
        for first in range(0, len(orders), 12)
    ]
    found["batches_of_12"] = _compare(plan, batches, stops)
    print(json.dumps(found))


def _tour_ms(
    plan: Plan, bins: Sequence[Stop], size: int, stops: dict[str, Stop]
) -> dict[str, float]:
    """Median and longest time of 20 tours of so many random bins."""
    random = Random(size)
    times = []
    for _ in range(20):
        chosen = random.sample(bins, size)
        began = perf_counter()
        tour(plan, stops["STAGE-1"], chosen, stops["PACK-2"])
        times.append(_ms(began))
    return {"p50": round(median(times), 2), "max": max(times)}


def _walks(site: DemoSite, stops: dict[str, Stop]) -> list[list[Stop]]:
    """The bins that each order is picked from: the first that holds the item."""
    bin_of = {line.sku: line.place for line in reversed(site.stock)}
    return [
        [stops[bin_of[line.sku]] for line in order.lines if line.sku in bin_of]
        for order in site.orders
    ]


def _compare(
    plan: Plan, walks: Sequence[Sequence[Stop]], stops: dict[str, Stop]
) -> dict[str, float]:
    """Average length of the tours and of the walks in code order, in metres, and what is saved."""
    start, end = stops["STAGE-1"], stops["PACK-2"]
    tours: list[Tour] = [tour(plan, start, walk, end) for walk in walks]
    tour_m = mean(found.length_mm for found in tours) / 1_000
    code_m = mean(naive_length(plan, start, walk, end) for walk in walks) / 1_000
    return {
        "walks": len(walks),
        "stops": round(mean(len(walk) for walk in walks), 1),
        "tour_m": round(tour_m, 1),
        "code_order_m": round(code_m, 1),
        "saved_percent": round(100 * (1 - tour_m / code_m), 1),
        "proved_shortest_percent": round(100 * mean(found.proved for found in tours), 1),
    }


def _ms(began: float) -> float:
    return round((perf_counter() - began) * 1_000, 2)


if __name__ == "__main__":
    main()
