"""Small warehouses for tests, made by plain inserts; every function works in the transaction it is given."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import count
from typing import Any, TypeVar

from apiflask import APIFlask

from pickface.db import Tx
from pickface.ids import uuid7
from pickface.stock.ledger import Cause, NewMove, post_moves

T = TypeVar("T")

_number = count(1)
DAY_MS = 86_400_000


@dataclass(frozen=True, slots=True)
class Site:
    """A site and the places that every site has."""

    id: int
    supplier: int
    customer: int
    scrap: int
    lost_found: int
    floor: int


@dataclass(frozen=True, slots=True)
class Order:
    """An order and its lines, in order."""

    id: int
    lines: list[int]


def write(app: APIFlask, work: Callable[[Tx], T]) -> T:
    """Run a function in a committed transaction of the application's writer."""
    found: T = app.extensions["pickface"].writer.run(work)
    return found


def make_site(tx: Tx, code: str = "S1", **values: Any) -> Site:
    """A site with its virtual places and FLOOR, the station where totes travel."""
    site_id = tx.insert("site", **{"code": code, "name": f"Site {code}", **values})
    return Site(
        site_id,
        make_place(tx, site_id, "SUPPLIER", kind="supplier", virtual=1),
        make_place(tx, site_id, "CUSTOMER", kind="customer", virtual=1),
        make_place(tx, site_id, "SCRAP", kind="scrap", virtual=1),
        make_place(tx, site_id, "LOST", kind="lost_found", virtual=1),
        make_place(tx, site_id, "FLOOR", kind="station"),
    )


def make_zone(tx: Tx, site_id: int, code: str = "A", **values: Any) -> int:
    """A zone of a site."""
    return tx.insert("zone", **{"site_id": site_id, "code": code, "name": f"Zone {code}", **values})


def make_place(tx: Tx, site_id: int, code: str, kind: str = "bin", **values: Any) -> int:
    """A place; bins are pickable unless told otherwise, and ``A-12-04`` is aisle, bay and level."""
    parts = [*code.split("-"), "", ""][:3] if kind == "bin" else ["", "", ""]
    said = {
        "site_id": site_id,
        "code": code,
        "kind": kind,
        "pickable": int(kind == "bin"),
        "aisle": parts[0],
        "bay": parts[1],
        "level": parts[2],
    }
    return tx.insert("place", **{**said, **values})


def make_owner(tx: Tx, code: str, **values: Any) -> int:
    """An owner beside the house, which is 1."""
    return tx.insert("owner", **{"code": code, "name": f"Owner {code}", **values})


def make_item(tx: Tx, sku: str | None = None, **values: Any) -> int:
    """An item with a stock keeping unit of its own unless told; untracked unless told."""
    sku = sku or f"SKU-{next(_number):05d}"
    return tx.insert("item", **{"sku": sku, "name": f"Item {sku}", **values})


def make_barcode(tx: Tx, item_id: int, value: str, **values: Any) -> int:
    """A printed code of an item."""
    return tx.insert("barcode", **{"item_id": item_id, "key": value, "value": value, **values})


def make_lot(
    tx: Tx, item_id: int, code: str | None = None, expires_on: str = "", **values: Any
) -> int:
    """A lot of an item, or with ``parent_id`` a serial."""
    code = code or f"L{next(_number):05d}"
    return tx.insert(
        "lot", **{"item_id": item_id, "code": code, "expires_on": expires_on, **values}
    )


def make_container(
    tx: Tx, code: str, place_id: int, site_id: int | None = None, kind: str = "tote", **values: Any
) -> str:
    """A container that stands at a place."""
    tx.run(
        "INSERT INTO container (code, site_id, kind, place_id, state)"
        " VALUES (:code, :site_id, :kind, :place_id, :state)",
        **{
            "code": code,
            "site_id": site_id,
            "kind": kind,
            "place_id": place_id,
            "state": "open",
            **values,
        },
    )
    return code


def make_order(
    tx: Tx, site_id: int, lines: Sequence[tuple[int, int] | dict[str, Any]], **values: Any
) -> Order:
    """An order whose lines are ``(item, qty)`` or columns of ``order_line``; due tomorrow unless told."""
    said = {
        "number": f"O{next(_number):05d}",
        "site_id": site_id,
        "placed_at": tx.now,
        "ship_by": tx.now + DAY_MS,
    }
    order_id = tx.insert("orders", **{**said, **values})
    made = []
    for line_no, line in enumerate(lines, 1):
        columns = line if isinstance(line, dict) else {"item_id": line[0], "qty": line[1]}
        made.append(tx.insert("order_line", order_id=order_id, line_no=line_no, **columns))
    return Order(order_id, made)


def make_supplier(tx: Tx, code: str = "SUP", **values: Any) -> int:
    """Somebody to buy from."""
    return tx.insert("supplier", **{"code": code, "name": f"Supplier {code}", **values})


def make_purchase_order(
    tx: Tx, site_id: int, supplier_id: int, lines: Sequence[tuple[int, int]], **values: Any
) -> Order:
    """A sent purchase order whose lines are ``(item, qty)``."""
    said = {
        "number": f"PO{next(_number):05d}",
        "site_id": site_id,
        "supplier_id": supplier_id,
        "ordered_at": tx.now,
    }
    order_id = tx.insert("purchase_order", **{**said, **values})
    made = [
        tx.insert(
            "purchase_order_line",
            purchase_order_id=order_id,
            line_no=line_no,
            item_id=item_id,
            qty=qty,
        )
        for line_no, (item_id, qty) in enumerate(lines, 1)
    ]
    return Order(order_id, made)


def make_rate(tx: Tx, site_id: int, currency: str, rate: str, from_on: str = "2000-01-01") -> None:
    """What one of another currency is worth in the site's, from a day on."""
    tx.insert(
        "exchange_rate",
        site_id=site_id,
        currency=currency,
        from_on=from_on,
        rate_nano=int(Decimal(rate) * 10**9),
        at=tx.now,
        person_id=0,
    )


def because(site: Site, **values: Any) -> Cause:
    """A cause that is no scan event."""
    return Cause(f"test:{uuid7()}", site.id, **values)


def stock_up(
    tx: Tx,
    site: Site,
    item_id: int,
    place_id: int,
    qty: int,
    *,
    lot_id: int = 0,
    owner_id: int = 1,
    container: str = "",
) -> str:
    """Goods that came from the supplier; the move's id."""
    move = NewMove(
        "receive", item_id, qty, site.supplier, place_id, lot_id, owner_id, to_container=container
    )
    return post_moves(tx, [move], because(site)).move_ids[0]
