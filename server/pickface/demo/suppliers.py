"""Who the demo site buys from, and what is on its way."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from random import Random
from typing import Final

from pickface.demo.nouns import DemoItem, DemoPurchaseLine, DemoPurchaseOrder, DemoSupplier

SUPPLIERS: Final = (
    DemoSupplier("NORDHAUS", "Nordhaus Haushaltswaren GmbH", "orders@nordhaus.example",
                 "Lindenstrasse 14\n33602 Bielefeld\nGermany", 5, 15_000),
    DemoSupplier("FAIANCA", "Faiança do Vale Lda.", "sales@faianca.example",
                 "Rua da Olaria 27\n2500-214 Caldas da Rainha\nPortugal", 18, 60_000),
    DemoSupplier("GROENWERK", "Groenwerk Tuin B.V.", "verkoop@groenwerk.example",
                 "Kwekerijweg 8\n2771 NZ Boskoop\nNetherlands", 6, 25_000),
    DemoSupplier("DREWNIAK", "Drewniak Zabawki Sp. z o.o.", "biuro@drewniak.example",
                 "ul. Stolarska 3\n38-400 Krosno\nPoland", 9, 30_000),
    DemoSupplier("MOULIN", "Épicerie du Moulin SARL", "commandes@moulin.example",
                 "12 chemin du Moulin\n84200 Carpentras\nFrance", 7, 20_000),
    DemoSupplier("ALDERTON", "Alderton Pantry Ltd", "trade@alderton.example",
                 "Unit 4, Mill Lane\nLudlow SY8 1BB\nUnited Kingdom", 12, 30_000),
    DemoSupplier("LUMERA", "Lumera Cosmetici S.r.l.", "ordini@lumera.example",
                 "Via delle Rose 41\n26013 Crema\nItaly", 10, 25_000),
    DemoSupplier("VOLTREE", "Voltree Electronics ApS", "b2b@voltree.example",
                 "Havnegade 60\n5000 Odense\nDenmark", 14, 50_000),
)  # fmt: skip
"""Addresses are made up; the domains are of the kind that nobody can own."""

BY_CATEGORY: Final[Mapping[str, tuple[str, ...]]] = {
    "household": ("NORDHAUS", "FAIANCA"),
    "garden": ("GROENWERK",),
    "toys": ("DREWNIAK",),
    "food": ("MOULIN", "ALDERTON"),
    "cosmetics": ("LUMERA",),
    "electronics": ("VOLTREE",),
}


def order_goods(
    random: Random, items: Sequence[DemoItem], short: Sequence[str], count: int = 24
) -> tuple[DemoPurchaseOrder, ...]:
    """Open purchase orders in whole cases, each with one supplier; the first of a supplier brings what is short."""
    orders = []
    for place in range(count):
        supplier = SUPPLIERS[place % len(SUPPLIERS)]
        offered = [item for item in items if item.supplier == supplier.code]
        urgent = [item for item in offered if item.sku in short] if place < len(SUPPLIERS) else []
        chosen = dict.fromkeys([*urgent, *random.sample(offered, random.randint(4, 14))])
        expected = random.randint(-1, supplier.lead_days)
        orders.append(
            DemoPurchaseOrder(
                number=f"PO-{1_001 + place}",
                supplier=supplier.code,
                ordered_days_ago=max(0, supplier.lead_days - expected),
                expected_in_days=expected,
                lines=tuple(_line(random, item) for item in chosen),
            )
        )
    return tuple(orders)


def _line(random: Random, item: DemoItem) -> DemoPurchaseLine:
    cases = random.choice((1, 1, 2, 2, 3, 4, 5))
    # What it cost then; the list price is another (``cost_minor``).
    cost_minor = max(1, item.price_minor * random.randint(45, 62) // 100)
    return DemoPurchaseLine(item.sku, cases * max(item.case_qty, 6), cost_minor)


def cost_minor(item: DemoItem) -> int:
    """What a unit costs us by the supplier's list."""
    return max(1, item.price_minor * 54 // 100)
