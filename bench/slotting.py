"""What places chosen from the past save the orders to come, on the real retail orders. Prints one JSON line.

A floor of two blocks with 4,000 bins; for each of three months the items are laid out by the 84 days before it, and the
shortest walks over the month's orders are compared with those over random places (the mean of three draws). Then goods
that lie at random, with one bin in twenty empty, are relocated step by step as ``advise`` says.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from random import Random
from time import process_time
from typing import Any

from pickface.planning.lines import read_orders
from pickface.planning.slotting import Goods, Question, Spot, advise, arrange, preferred
from pickface.routing.floor import Segment, Stop
from pickface.routing.plan import Plan
from pickface.routing.tour import tour

AISLES, BLOCKS, BAYS, IN_BAY = 20, 2, 10, 10
PITCH_MM, FACE_MM, CROSS_MM = 3_000, 1_000, 2_400
BLOCK_MM = BAYS * FACE_MM + CROSS_MM
MONTH, PAST = 28, 84
DRAWS = 3
STEPS, IN_STEP = 5, 40

Order = tuple[str, ...]


def main() -> None:
    """Measure; ``--sample`` says how many orders of each month are walked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--sample", type=int, default=400)
    asked = parser.parse_args()
    by_day = sorted(read_orders(asked.file), key=lambda one: one[0])
    last = max(day for day, _ in by_day)
    bench = Bench()
    months = [bench.month(by_day, last - MONTH * back, asked.sample) for back in range(3, 0, -1)]
    found = {
        "bench": "slotting",
        "items": len({sku for _, order in by_day for sku in order}),
        "bins": len(bench.spots),
        "months": months,
        "saved_pct": round(sum(one["saved_pct"] for one in months) / len(months), 1),
        "relocated": bench.relocate(by_day, last - MONTH, asked.sample),
    }
    print(json.dumps(found))


class Bench:
    """The floor."""

    def __init__(self) -> None:
        height = BLOCKS * BLOCK_MM
        across = (AISLES - 1) * PITCH_MM
        self.segments = (
            *(Segment(f"A{n:02}", n * PITCH_MM, 0, n * PITCH_MM, height) for n in range(AISLES)),
            *(
                Segment(f"X{n}", 0, n * BLOCK_MM, across, n * BLOCK_MM, kind="cross")
                for n in range(BLOCKS + 1)
            ),
        )
        self.plan = Plan(self.segments)
        self.home = Stop("PACK", AISLES // 2 * PITCH_MM, 0, "X0")
        self.spots = tuple(
            Spot(number, Stop(f"{number:05}", x_mm, y_mm, aisle))
            for number, (x_mm, y_mm, aisle) in enumerate(_bays(), 1)
        )
        self.best = preferred(self.plan, self.home, self.spots)

    def walked_mm(self, orders: Sequence[Order], at: Mapping[str, Spot]) -> int:
        """The shortest walks over orders, each by itself."""
        total = 0
        for order in orders:
            stops = list({at[sku].stop for sku in order if sku in at})
            if stops:
                total += tour(self.plan, self.home, stops, self.home).length_mm
        return total

    def at_random(self, items: Sequence[str], seed: int) -> dict[str, Spot]:
        """Each item somewhere."""
        return dict(zip(items, Random(seed).sample(self.spots, len(self.spots)), strict=False))

    def month(self, by_day: Sequence[tuple[int, Order]], cut: int, sample: int) -> dict[str, Any]:
        """One month behind ``cut``."""
        picks, items, orders = _split(by_day, cut, sample)
        names = dict(enumerate(items))
        laid = arrange({n: picks[sku] for n, sku in names.items()}, list(names), self.best)
        at_random = sum(
            self.walked_mm(orders, self.at_random(items, seed)) for seed in range(DRAWS)
        )
        chosen = self.walked_mm(orders, {names[n]: spot for n, spot in laid.items()})
        mean = at_random / DRAWS
        return {
            "orders": len(orders),
            "random_m_an_order": round(mean / 1_000 / len(orders), 1),
            "laid_out_m_an_order": round(chosen / 1_000 / len(orders), 1),
            "saved_pct": round(100 * (1 - chosen / mean), 1),
        }

    def relocate(
        self, by_day: Sequence[tuple[int, Order]], cut: int, sample: int
    ) -> list[dict[str, Any]]:
        """Some relocations at a time, from random places: what the month behind ``cut`` is saved by all so far."""
        _, items, orders = _split(by_day, cut, sample)
        at = self.at_random(items[: round(len(self.spots) * 0.95)], 1)
        numbers = {sku: n for n, sku in enumerate(at, 1)}
        skus = {n: sku for sku, n in numbers.items()}
        spot_of = {spot.place: spot for spot in self.spots}
        before = self.walked_mm(orders, at)
        past = tuple(
            tuple(numbers[sku] for sku in order if sku in numbers)
            for day, order in by_day
            if cut - MONTH < day <= cut
        )
        done, steps = 0, []
        for _ in range(STEPS):
            lying = tuple(Goods(numbers[sku], spot.place) for sku, spot in at.items())
            question = Question(self.segments, self.home, self.spots, lying, past, MONTH / 7)
            began = process_time()
            advice = advise(question, IN_STEP)
            for worth in advice.worth:
                for one in worth.relocations:
                    at[skus[one.item]] = spot_of[one.goal]
                    done += 1
            steps.append(
                {
                    "relocations": done,
                    "promised_pct": round(100 * (1 - advice.then_mm_week / advice.now_mm_week), 1),
                    "saved_pct": round(100 * (1 - self.walked_mm(orders, at) / before), 1),
                    "cpu_s": round(process_time() - began, 1),
                }
            )
        return steps


def _bays() -> list[tuple[int, int, str]]:
    return [
        (
            aisle * PITCH_MM,
            block * BLOCK_MM + CROSS_MM // 2 + bay * FACE_MM + FACE_MM // 2,
            f"A{aisle:02}",
        )
        for aisle in range(AISLES)
        for block in range(BLOCKS)
        for bay in range(BAYS)
        for _ in range(IN_BAY)
    ]


def _split(
    by_day: Sequence[tuple[int, Order]], cut: int, sample: int
) -> tuple[Counter[str], list[str], list[Order]]:
    """Picks of the days before a cut, all items known by then, and a sample of the orders of the month behind it."""
    before = [(day, order) for day, order in by_day if day <= cut]
    picks = Counter(sku for day, order in before if day > cut - PAST for sku in order)
    items = sorted({sku for _, order in before for sku in order})
    later = [order for day, order in by_day if cut < day <= cut + MONTH]
    return picks, items, Random(cut).sample(later, min(sample, len(later)))


if __name__ == "__main__":
    main()
