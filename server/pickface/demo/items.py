"""What the demo site sells: the assortment table spread out into sizes and finishes."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.resources import files
from random import Random
from typing import Final

from pickface.demo.gtin import gtin13, gtin14
from pickface.demo.nouns import DemoBarcode, DemoItem
from pickface.demo.suppliers import BY_CATEGORY

PREFIX: Final[Mapping[str, str]] = {
    "household": "HH",
    "garden": "GA",
    "toys": "TO",
    "food": "FO",
    "cosmetics": "CO",
    "electronics": "EL",
}
_BULKY_MM3: Final = 12_000_000
_HEAVY_G: Final = 4_000


@dataclass(frozen=True, slots=True)
class _Variant:
    """One size and finish of a family of goods, before anybody knows how it sells."""

    sku: str
    name: str
    category: str
    tracking: str
    weight_g: int
    size_mm: tuple[int, int, int]
    price_minor: int


def stock_list(random: Random) -> tuple[DemoItem, ...]:
    """All items, in SKU order; how well each sells is drawn by lot."""
    variants = sorted(_variants(), key=lambda variant: variant.sku)
    ranks = random.sample(range(1, len(variants) + 1), len(variants))
    return tuple(
        _item(random, number, variant, rank, len(variants))
        for number, (variant, rank) in enumerate(zip(variants, ranks, strict=True), start=1)
    )


def demand(item: DemoItem) -> float:
    """How often an item is ordered, relative to others: Zipf's law with a flattened top."""
    return 1 / (item.rank + 12)


def _variants() -> Iterator[_Variant]:
    """Each family of the table in every size and finish; a larger size weighs and costs more."""
    families: dict[str, int] = {}
    with files("pickface.demo").joinpath("assortment.csv").open(encoding="utf-8") as table:
        for row in csv.DictReader(table):
            category = row["category"]
            families[category] = family = families.get(category, 0) + 1
            stem = f"{PREFIX[category]}-{family:02}"
            for step, size in enumerate(row["sizes"].split(";")):
                for finish_no, finish in enumerate(row["finishes"].split(";"), start=1):
                    yield _Variant(
                        sku=f"{stem}{step + 1}{finish_no:02}",
                        name=f"{row['name']} {size}, {finish}",
                        category=category,
                        tracking=row["tracking"],
                        weight_g=round(int(row["weight_g"]) * 1.6**step),
                        size_mm=_grown(row, 1.15**step),
                        price_minor=round(int(row["price_minor"]) * 1.4**step / 10) * 10,
                    )


def _grown(row: Mapping[str, str], factor: float) -> tuple[int, int, int]:
    """Length, width and height, each the same factor larger."""
    length, width, height = (
        round(int(row[side]) * factor) for side in ("length_mm", "width_mm", "height_mm")
    )
    return length, width, height


def _item(random: Random, number: int, variant: _Variant, rank: int, count: int) -> DemoItem:
    share = rank / count
    return DemoItem(
        sku=variant.sku,
        name=variant.name,
        category=variant.category,
        tracking=variant.tracking,
        zone=_zone(variant, share),
        abc="A" if share <= 0.2 else "B" if share <= 0.5 else "C",
        rank=rank,
        weight_g=variant.weight_g,
        size_mm=variant.size_mm,
        price_minor=variant.price_minor,
        supplier=random.choice(BY_CATEGORY[variant.category]),
        barcodes=_barcodes(random, number, variant),
    )


def _zone(variant: _Variant, share: float) -> str:
    """Bulky goods to C, goods whose lot or serial is scanned to B, of the rest the best third to A."""
    length, width, height = variant.size_mm
    if length * width * height > _BULKY_MM3 or variant.weight_g > _HEAVY_G:
        return "C"
    if variant.tracking != "none":
        return "B"
    return "A" if share <= 0.36 else "B" if share <= 0.5 else "C"


def _barcodes(random: Random, number: int, variant: _Variant) -> tuple[DemoBarcode, ...]:
    """The piece's GTIN and our own SKU label; for most goods a case, for some an inner pack as well."""
    gtin = gtin13(10_000 + number * 7)
    found = [DemoBarcode(gtin, 1, "piece"), DemoBarcode(variant.sku, 1, "piece")]
    if variant.tracking != "serial" and random.random() < 0.8:
        case_qty = _case_qty(random, variant)
        if case_qty % 2 == 0 and case_qty >= 12 and random.random() < 0.5:
            found.append(DemoBarcode(gtin14(1, gtin), case_qty // random.choice((2, 4)), "inner"))
        found.append(DemoBarcode(gtin14(2, gtin), case_qty, "case"))
    return tuple(found)


def _case_qty(random: Random, variant: _Variant) -> int:
    """A number of pieces that a person can lift."""
    most = max(2, min(48, 12_000 // variant.weight_g))
    return random.choice([qty for qty in (2, 4, 6, 8, 12, 24, 48) if qty <= most])
