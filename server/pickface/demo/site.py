"""Puts the demo site together."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from pickface.demo.floor import ZONES, lay_out
from pickface.demo.items import stock_list
from pickface.demo.nouns import DemoSite
from pickface.demo.orders import ordered, take_orders
from pickface.demo.people import hire
from pickface.demo.stock import fill_bins, lack
from pickface.demo.suppliers import SUPPLIERS, order_goods


def generate(seed: int = 1) -> DemoSite:
    """The whole demo site; the same seed gives the same site, on any machine and in any process."""
    random = Random(seed)
    segments, places = lay_out()
    items = stock_list(random)
    orders = take_orders(random, items)
    wanted = ordered(orders)
    short = lack(random, items, wanted)
    return DemoSite(
        code="BRE",
        name="Pickface Bremen",
        timezone="Europe/Berlin",
        address="Pickface Demo GmbH\nSpeicherhof 3\n28217 Bremen\nGermany",
        zones=ZONES,
        segments=segments,
        places=places,
        items=items,
        suppliers=SUPPLIERS,
        purchase_orders=order_goods(random, items, list(short)),
        orders=orders,
        stock=fill_bins(random, items, places, wanted, short),
        people=hire(random),
        totes=tuple(f"T{number:04}" for number in range(1, 61)),
        labels=tuple(f"LP{number:06}" for number in range(1, 201)),
        shortages=short,
    )


def empty_shelves(seed: int = 1) -> DemoSite:
    """The demo's building, ways, places and people, ready for somebody else's items and orders."""
    return replace(
        generate(seed),
        items=(),
        suppliers=(),
        purchase_orders=(),
        orders=(),
        stock=(),
        shortages={},
    )
