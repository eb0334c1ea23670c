"""The pick faces of the demo site: best sellers that lie in two bins. None is low before somebody orders more.

Two more have nothing in reserve: they are low, and only a buyer can help.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import Final

from pickface.demo.nouns import DemoSite, DemoStock
from pickface.locations.face_forms import FaceForm

MOST: Final = 40
WITHOUT_RESERVE: Final = 2


def faces(demo: DemoSite) -> list[FaceForm]:
    """Faces of plain items, by rank."""
    bins: dict[str, list[DemoStock]] = defaultdict(list)
    for line in demo.stock:
        bins[line.sku].append(line)
    wanted: Counter[str] = Counter()
    for order in demo.orders:
        for ordered in order.lines:
            wanted[ordered.sku] += ordered.qty
    return [*_refilled(demo, bins, wanted), *_alone(demo, bins, wanted)]


def _refilled(
    demo: DemoSite, bins: dict[str, list[DemoStock]], wanted: Counter[str]
) -> Iterator[FaceForm]:
    made = 0
    for item in sorted(demo.items, key=lambda each: each.rank):
        lines = bins[item.sku]
        if item.tracking != "none" or len({line.place for line in lines}) < 2:
            continue
        face = min(lines, key=lambda line: (line.place[-2:], line.place))
        spare = face.qty - wanted[item.sku]
        if spare < 2 or made >= MOST:
            continue
        made += 1
        yield FaceForm(place=face.place, item=item.sku, min_qty=spare // 2, max_qty=face.qty)


def _alone(
    demo: DemoSite, bins: dict[str, list[DemoStock]], wanted: Counter[str]
) -> Iterator[FaceForm]:
    single = [
        bins[item.sku][0]
        for item in sorted(demo.items, key=lambda each: each.rank)
        if item.tracking == "none" and len(bins[item.sku]) == 1 and wanted[item.sku]
    ]
    for line in single[:WITHOUT_RESERVE]:
        yield FaceForm(place=line.place, item=line.sku, min_qty=line.qty * 2, max_qty=line.qty * 3)
