"""Returns of a real retailer (invoices that begin with C in the Online Retail data) come in as they came there."""

from __future__ import annotations

import csv
import lzma
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.scenarios.floor import Floor
from tests.scenarios.sending import Went, send

MANY = 10


@dataclass(frozen=True)
class Credit:
    """Units that a customer sent back, and the invoice that they had bought them by."""

    sku: str
    qty: int
    invoice: str
    bought: int
    price: int


def credits_of(file: Path) -> Iterator[Credit]:
    """The returns whose purchase the file tells as well, in the order of the file."""
    bought: dict[tuple[str, str], Credit] = {}
    with lzma.open(file, "rt") if file.suffix == ".xz" else file.open() as lines:
        for line in csv.DictReader(lines):
            key, qty = (line["customer"], line["stock_code"]), int(line["quantity"])
            price = round(float(line["unit_price_gbp"]) * 100)
            if line["invoice"].startswith("C"):
                sale = bought.get(key)
                if sale is not None and -qty <= sale.bought:
                    yield Credit(sale.sku, -qty, sale.invoice, sale.bought, sale.price)
            elif line["customer"] and qty > 0 and price:
                bought[key] = Credit(line["stock_code"], 0, line["invoice"], qty, price)


@pytest.mark.skipif(
    not os.environ.get("PICKFACE_ONLINE_RETAIL"),
    reason="PICKFACE_ONLINE_RETAIL names no copy of the Online Retail lines",
)
def test_what_a_retailers_customers_sent_back_is_in_the_books_at_what_it_had_cost(
    floor: Floor,
) -> None:
    floor.settings(returns_at="R-01")
    read = credits_of(Path(os.environ["PICKFACE_ONLINE_RETAIL"]))
    real = [credit for credit, _ in zip(read, range(MANY), strict=False)]
    assert len(real) == MANY
    for sku in sorted({one.sku for one in real}):
        floor.item(sku)
    for sale in {(one.sku, one.invoice): one for one in real}.values():
        number = f"{sale.invoice}-{sale.sku}"
        send(floor, number, Went(sale.sku, sale.bought, price=sale.price), price=sale.price)
    paul = floor.person("Paul", "receiver")
    for plate, one in enumerate(real, 1):
        paul.open(f"{one.invoice}-{one.sku}")
        paul.scan(one.sku)
        paul.quantity(one.qty)
        paul.choose("new")
        assert paul.scan(f"LP{plate:06d}") == "counted"
        assert paul.act("done") == "task_done"
    assert floor.raised() == []
    assert floor.value("SELECT SUM(qty) FROM return_goods") == sum(one.qty for one in real)
    came_back = sum(one.qty * one.price for one in real)
    assert floor.value("SELECT SUM(fifo_minor) FROM stock_value") == came_back
    assert floor.value("SELECT SUM(average_minor) FROM stock_value") == came_back
