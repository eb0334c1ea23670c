"""What the demo site sells as one thing and is made of others: a set that is picked, a box that is packed before."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from pickface.catalog.forms import ItemForm
from pickface.demo.nouns import DemoSite
from pickface.kits.forms import ComponentForm, KitForm, KitKind

_KITS: Final[tuple[tuple[str, str, int, KitKind, tuple[tuple[str, int], ...]], ...]] = (
    (
        "SET-1001",
        "Winter bird set, nesting box and fat balls",
        3_790,
        "virtual",
        (("GA-13101", 1), ("GA-12105", 6)),
    ),
    (
        "SET-1002",
        "Good night box, night light and two puzzles",
        5_990,
        "built",
        (("TO-23203", 1), ("TO-04209", 2)),
    ),
)
"""SKU, name, price in cents, kind, and what is in one. The components sell well and there is plenty of each."""


def kits(demo: DemoSite) -> Iterator[tuple[ItemForm, KitForm]]:
    """The kits whose components this site sells."""
    sold = {item.sku: item for item in demo.items}
    for sku, name, price, kind, parts in _KITS:
        if not all(part in sold for part, _ in parts):
            continue
        item = ItemForm(
            sku=sku,
            name=name,
            zone=sold[parts[0][0]].zone,
            weight_g=sum(sold[part].weight_g * qty for part, qty in parts),
            price_minor=price,
            barcodes=[],
        )
        made_of = [ComponentForm(item=part, qty=qty) for part, qty in parts]
        yield item, KitForm(kind=kind, components=made_of)
