"""What is here, as the tables that imports take: each kind with the columns of its sheet, a line a row.

A column that imports leave aside (``state``, ``shipped``) stands behind the others. Secrets are in none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import groupby
from typing import Any, Final
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from pickface.channels.cells import DATES, MONEY
from pickface.channels.table import MOST_LINES
from pickface.db import db, row
from pickface.errors import BadRequest

Line = Mapping[str, Any]
HUNDREDTHS: Final = MONEY | {"tax_rate"}


class TooManyLines(BadRequest):
    """A workbook holds no more lines than one that is brought in; as CSV there is no end. ``params``: ``most``."""

    code = "table_too_long"


@dataclass(frozen=True)
class Saved:
    """A kind's columns, and the statement that fills them; money and rates come as hundredths, moments as UTC."""

    columns: tuple[str, ...]
    select: str
    shape: Callable[[Iterable[Line]], Iterator[Line]] = iter


def _with_codes(lines: Iterable[Line]) -> Iterator[Line]:
    """An item's codes in one cell, as the import of items takes them."""
    for _, of_item in groupby(lines, lambda one: one["id"]):
        same = list(of_item)
        codes = (
            one["code"] if one["units"] == 1 else f"{one['code']}={one['units']} {one['pack']}"
            for one in same
            if one["code"] is not None
        )
        yield {**same[0], "barcode": "; ".join(codes)}


def _yes(column: str) -> str:
    return f"CASE WHEN {column} = 1 THEN 'yes' ELSE 'no' END"


_TEMPS = ("min_temp", "max_temp")
_SIZES = ("length_mm", "width_mm", "height_mm", "weight_g")
_ITEM = ("sku", "name", "tracking", "zone", "abc", "unit", "scale", *_SIZES, "volume_mm3", "turning",
         "currency", "temperature", "hazard", "inspection")  # fmt: skip
_AISLE = ("code", "kind", "x1_mm", "y1_mm", "x2_mm", "y2_mm", "one_way")
_BIN = ("code", "kind", "aisle", "bay", "level", "x_mm", "y_mm")
_HEAD = ("number", "channel", "placed_at", "ship_by", "priority", "customer", "street", "postcode", "city", "country",
         "note", "language", "gift_note", "state")  # fmt: skip
_CARTON = ("code", "name", "length_mm", "width_mm", "height_mm", "tare_g", "max_weight_g")


_WHOSE = "CASE WHEN w.id = 1 THEN '' ELSE w.code END AS owner"
"""The house is nobody's client: its goods are named by nobody."""


def _of(alias: str, names: Iterable[str]) -> str:
    return ", ".join(f"{alias}.{name}" for name in names)


SAVED: Final[Mapping[str, Saved]] = {
    "items": Saved(
        ("sku", "name", "barcode", *_ITEM[2:], "fragile", "quality_check", "price", *_TEMPS, "catch_weight", "active"),
        f"SELECT i.id, {_of('i', [one for one in _ITEM if one != 'zone'])}, i.zone_code AS zone, "
        f"{_yes('i.fragile')} AS fragile, {_yes('i.quality_check')} AS quality_check, {_yes('i.active')} AS active, "
        f"i.min_temp_tenths AS min_temp, i.max_temp_tenths AS max_temp, {_yes('i.catch_weight')} AS catch_weight, "
        "i.price_minor AS price, b.value AS code, b.qty AS units, b.pack FROM item i "
        "LEFT JOIN barcode b ON b.item_id = i.id WHERE i.owner_id = 1 "
        "ORDER BY i.sku, i.id, b.qty, b.id",
        _with_codes,
    ),
    "sizes": Saved(
        ("sku", *_SIZES, "turning", "fragile"),
        f"SELECT {_of('i', ('sku', *_SIZES, 'turning'))}, {_yes('i.fragile')} AS fragile FROM item i "
        "WHERE i.owner_id = 1 AND i.length_mm > 0 ORDER BY i.sku",
    ),
    "kits": Saved(
        ("kit", "kind", "sku", "qty"),
        "SELECT i.sku AS kit, i.kit AS kind, c.sku, k.qty FROM item i JOIN kit_component k ON k.kit_id = i.id "
        "JOIN item c ON c.id = k.item_id WHERE i.owner_id = 1 AND i.kit <> '' ORDER BY i.sku, c.sku",
    ),
    "substitutes": Saved(
        ("sku", "substitute", "rank"),
        "SELECT i.sku, o.sku AS substitute, s.rank FROM substitute s JOIN item i ON i.id = s.item_id "
        "JOIN item o ON o.id = s.other_id WHERE i.owner_id = 1 ORDER BY i.sku, s.rank, o.sku",
    ),
    "carton_types": Saved(
        (*_CARTON, "cost"),
        f"SELECT {_of('c', _CARTON)}, c.cost_minor AS cost FROM carton_type c WHERE c.site_id = :site ORDER BY c.code",
    ),
    "aisles": Saved(
        _AISLE,
        f"SELECT {_of('a', _AISLE[:-1])}, {_yes('a.one_way')} AS one_way FROM aisle a WHERE a.site_id = :site "
        "ORDER BY a.code",
    ),
    "bins": Saved(
        (*_BIN[:1], "zone", *_BIN[1:], "on_aisle", "pickable", "max_pallets", "active"),
        f"SELECT {_of('p', _BIN)}, COALESCE(z.code, '') AS zone, COALESCE(a.code, '') AS on_aisle, "
        f"{_yes('p.pickable')} AS pickable, p.max_pallets, "
        f"{_yes('p.active')} AS active FROM place p LEFT JOIN zone z ON z.id = p.zone_id "
        "LEFT JOIN aisle a ON a.id = p.aisle_id "
        "WHERE p.site_id = :site AND p.virtual = 0 AND p.id > 0 ORDER BY p.code",
    ),
    "pick_faces": Saved(
        ("place", "sku", "min_qty", "max_qty"),
        "SELECT p.code AS place, i.sku, NULLIF(f.min_qty, 0) AS min_qty, NULLIF(f.max_qty, 0) AS max_qty "
        "FROM pick_face f JOIN place p ON p.id = f.place_id JOIN item i ON i.id = f.item_id "
        "WHERE f.site_id = :site ORDER BY p.code, i.sku",
    ),
    "carrier_rates": Saved(
        ("carrier", "country", "max_weight_g", "price"),
        "SELECT c.code AS carrier, r.country, r.max_weight_g, r.price_minor AS price FROM carrier_rate r "
        "JOIN carrier c ON c.id = r.carrier_id WHERE c.site_id = :site ORDER BY c.code, r.country, r.max_weight_g",
    ),
    "stock": Saved(
        ("place", "sku", "qty", "lot", "expires_on", "owner"),
        "SELECT p.code AS place, i.sku, SUM(b.qty) AS qty, COALESCE(t.code, '') AS lot, "
        f"COALESCE(t.expires_on, '') AS expires_on, {_WHOSE} FROM balance b JOIN place p ON p.id = b.place_id "
        "JOIN owner w ON w.id = b.owner_id JOIN item i ON i.id = b.item_id "
        "LEFT JOIN lot t ON t.id = b.lot_id AND t.id > 0 "
        "WHERE p.site_id = :site AND p.virtual = 0 AND b.qty > 0 "
        "GROUP BY p.code, i.sku, t.id, t.code, t.expires_on, w.id, w.code ORDER BY p.code, i.sku, lot, w.id",
    ),
    "people": Saved(
        ("name", "role", "badge", "login", "language", "owner", "active"),
        f"SELECT name, role, badge, login, language, {_yes('active')} AS active, "
        "COALESCE((SELECT c.code FROM owner c WHERE c.id = person.owner_id), '') AS owner FROM person "
        "WHERE site_id = :site AND (badge IS NOT NULL OR login IS NOT NULL) ORDER BY name, id",
    ),
    "suppliers": Saved(
        ("code", "name", "email", "address", "lead_days", "currency", "inspection"),
        "SELECT code, name, email, address, lead_days, currency, inspection FROM supplier ORDER BY code",
    ),
    "supplier_items": Saved(
        ("supplier", "sku", "code", "barcode", "pack_qty", "pallet_qty", "price", "from_qty", "preferred"),
        "SELECT * FROM (SELECT s.code AS supplier, i.sku, x.code, x.barcode, x.pack_qty, "
        "NULLIF(x.pallet_qty, 0) AS pallet_qty, x.price_minor AS price, NULL AS from_qty, "
        f"{_yes('x.preferred')} AS preferred, 0 AS at FROM supplier_item x JOIN supplier s ON s.id = x.supplier_id "
        "JOIN item i ON i.id = x.item_id WHERE i.owner_id = 1 UNION ALL "
        "SELECT s.code, i.sku, '', '', NULL, NULL, b.price_minor, b.from_qty, '', b.from_qty FROM price_break b "
        "JOIN supplier_item x ON x.id = b.supplier_item_id JOIN supplier s ON s.id = x.supplier_id "
        "JOIN item i ON i.id = x.item_id WHERE i.owner_id = 1) w ORDER BY supplier, sku, at",
    ),
    "purchase_orders": Saved(
        ("number", "supplier", "sku", "qty", "price", "ordered_at", "expected_on", "currency", "owner",
         "received", "state"),
        "SELECT o.number, s.code AS supplier, i.sku, l.qty, l.price_minor AS price, o.ordered_at, o.expected_on, "
        f"o.currency, {_WHOSE}, l.received, o.state FROM purchase_order o JOIN supplier s ON s.id = o.supplier_id "
        "JOIN owner w ON w.id = o.owner_id "
        "JOIN purchase_order_line l ON l.purchase_order_id = o.id JOIN item i ON i.id = l.item_id "
        "WHERE o.site_id = :site ORDER BY o.id, l.line_no",
    ),
    "deliveries": Saved(
        ("number", "supplier", "purchase_order", "expected_on", "pallet", "sscc", "sku", "qty", "lot", "expires_on",
         "serial", "state"),
        "SELECT d.number, s.code AS supplier, CASE WHEN o.number = d.number THEN '' ELSE o.number END "
        "AS purchase_order, d.expected_on, c.pallet, c.sscc, i.sku, "
        "g.qty, g.lot, g.expires_on, g.serial, c.state FROM expected_goods g "
        "JOIN expected_carton c ON c.id = g.carton_id JOIN expected_delivery d ON d.id = c.delivery_id "
        "JOIN supplier s ON s.id = d.supplier_id JOIN purchase_order o ON o.id = g.purchase_order_id "
        "JOIN item i ON i.id = g.item_id WHERE d.site_id = :site ORDER BY d.id, c.id, g.id",
    ),
    "orders": Saved(
        (*_HEAD[:1], "sku", "qty", "lot", "price", "tax_rate", *_HEAD[1:-1], "gift", "substitutes", "owner", "shipped",
         "state"),
        f"SELECT {_of('o', _HEAD)}, {_yes('o.gift')} AS gift, {_yes('o.substitutes')} AS substitutes, "
        "CASE WHEN o.owner_id = 1 THEN '' ELSE (SELECT c.code FROM owner c WHERE c.id = o.owner_id) END AS owner, "
        "w.sku, w.qty, "
        "w.lot, w.price, w.tax_rate, w.shipped FROM (SELECT l.order_id, l.line_no, i.sku, l.qty, "
        "COALESCE(t.code, '') AS lot, l.price_minor AS price, l.tax_bp AS tax_rate, l.shipped FROM order_line l "
        "JOIN item i ON i.id = l.item_id LEFT JOIN lot t ON t.id = l.lot_id AND t.id > 0 "
        "WHERE l.substitute_for IS NULL AND l.order_kit_id IS NULL UNION ALL "
        "SELECT k.order_id, k.line_no, i.sku, k.qty, '', k.price_minor, k.tax_bp, NULL FROM order_kit k "
        "JOIN item i ON i.id = k.item_id) w JOIN orders o ON o.id = w.order_id "
        "WHERE o.site_id = :site ORDER BY o.id, w.line_no",
    ),
    "returns": Saved(
        ("number", "order", "channel", "tracking", "sku", "qty", "reason", "note", "state"),
        'SELECT r.number, o.number AS "order", o.channel, r.tracking, i.sku, l.qty, l.reason, r.note, r.state '
        "FROM customer_return r JOIN orders o ON o.id = r.order_id JOIN return_line l ON l.return_id = r.id "
        "JOIN item i ON i.id = l.item_id WHERE r.site_id = :site ORDER BY r.id, l.id",
    ),
}  # fmt: skip


def table(site_id: int, kind: str, *, most: int | None = None) -> Iterator[tuple[Any, ...]]:
    """All that a site has of a kind, its head first, read as it is written; TooManyLines beyond ``most``."""
    saved = SAVED[kind]
    site = row("SELECT timezone FROM site WHERE id = :id", id=site_id)
    zone = ZoneInfo(site["timezone"] if site else "UTC")
    bound = {"site": site_id} if ":site" in saved.select else {}
    found = db.session.execute(
        sa.text(saved.select),
        bound,
        execution_options={"stream_results": True, "max_row_buffer": 500},
    ).mappings()
    yield saved.columns
    for number, one in enumerate(saved.shape(dict(one) for one in found), 1):
        if most is not None and number > most:
            raise TooManyLines("a workbook does not hold so many lines", field="format", most=most)
        yield tuple(_cell(name, one[name], zone) for name in saved.columns)


def workbook(site_id: int, kind: str) -> Iterator[tuple[Any, ...]]:
    """The same, as long as a workbook may be."""
    return table(site_id, kind, most=MOST_LINES)


def _cell(name: str, value: Any, zone: ZoneInfo) -> Any:
    if value is None or value == "":
        return ""
    if name in HUNDREDTHS:
        return int(value) / 100
    if name in _TEMPS:
        return int(value) / 10
    if name in DATES:
        if isinstance(value, str):
            return date.fromisoformat(value)
        return datetime.fromtimestamp(int(value) / 1000, UTC).astimezone(zone)
    return value if isinstance(value, str) else int(value)
