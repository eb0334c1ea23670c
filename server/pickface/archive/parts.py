"""What an archive of a site holds, part by part: tables whose rows name each other by codes instead of ids. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from pickface.catalog.models import PACKS, TRACKING
from pickface.locations.models import PLACE_KINDS
from pickface.people.rules import ROLES

FORMAT: Final = "pickface-site"
VERSION: Final = 1
"""Raised when a part changes its meaning; a reader knows all versions up to its own."""


@dataclass(frozen=True)
class Ref:
    """A column that holds the id of a row of another part, which our fields name; all blank: none."""

    column: str
    part: str
    fields: tuple[str, ...]


@dataclass(frozen=True)
class Part:
    """A table: ``key`` names a row, ``columns`` are as in the database, ``refs`` are named by fields of their own."""

    name: str
    table: str
    key: tuple[str, ...]
    columns: tuple[str, ...]
    select: str
    refs: tuple[Ref, ...] = ()
    choices: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    of_site: bool = True
    findable: str = ""

    @property
    def fields(self) -> tuple[str, ...]:
        """All that a row has."""
        named = [
            name for ref in self.refs for name in ref.fields if name and name not in self.columns
        ]
        return tuple(dict.fromkeys([*self.columns, *named]))


_ITEM = ("sku", "name", "unit", "scale", "tracking", "zone_code", "abc", "weight_g", "volume_mm3", "price_minor",
         "currency", "quality_check", "active")  # fmt: skip
_PLACE = (
    "code",
    "kind",
    "pickable",
    "aisle",
    "bay",
    "level",
    "x_mm",
    "y_mm",
    "max_weight_g",
    "volume_mm3",
    "active",
)
_PERSON = (
    "name",
    "badge",
    "login",
    "role",
    "language",
    "active",
    "quality_check",
    "pin_hash",
    "password_hash",
)
_SUPPLIER = ("code", "name", "email", "address", "lead_days", "currency", "min_order_minor", "min_order_qty",
             "sends_itself", "over_tolerance_pct")  # fmt: skip
_BOUGHT = (
    "number",
    "state",
    "ordered_at",
    "expected_on",
    "currency",
    "approved_at",
    "sent_at",
    "sent_to",
    "reference",
)
_SOLD = ("channel", "number", "priority", "placed_at", "ship_by", "customer", "street", "postcode", "city", "country",
         "note")  # fmt: skip
_OPEN_ORDERS = "o.site_id = :site AND o.state IN ('open', 'held', 'released', 'picked', 'packed')"
_OPEN_PURCHASES = (
    "o.site_id = :site AND o.state IN ('draft', 'approved', 'sent', 'confirmed', 'receiving')"
)


def _of(alias: str, columns: tuple[str, ...]) -> str:
    return ", ".join(f"{alias}.{name}" for name in columns)


PARTS: Final = (
    Part(
        "zones", "zone", ("code",), ("code", "name", "proof", "lease_minutes", "lease_margin_minutes"),
        "SELECT code, name, proof, lease_minutes, lease_margin_minutes FROM zone WHERE site_id = :site ORDER BY code",
        choices={"proof": ("bin_item", "bin", "item")},
    ),
    Part(
        "aisles", "aisle", ("code",), ("code", "kind", "x1_mm", "y1_mm", "x2_mm", "y2_mm", "one_way"),
        "SELECT code, kind, x1_mm, y1_mm, x2_mm, y2_mm, one_way FROM aisle WHERE site_id = :site ORDER BY code",
    ),
    Part(
        "places", "place", ("code",), _PLACE,
        f"SELECT {_of('p', _PLACE)}, COALESCE(z.code, '') AS zone, COALESCE(a.code, '') AS on_aisle FROM place p "
        "LEFT JOIN zone z ON z.id = p.zone_id LEFT JOIN aisle a ON a.id = p.aisle_id "
        "WHERE p.site_id = :site AND p.virtual = 0 AND p.id > 0 ORDER BY p.code",
        (Ref("zone_id", "zones", ("zone",)), Ref("aisle_id", "aisles", ("on_aisle",))),
        {"kind": PLACE_KINDS}, findable="place",
    ),
    Part(
        "totes", "container", ("code",), ("code", "kind"),
        "SELECT code, kind FROM container WHERE site_id = :site AND kind = 'tote' AND code <> '' ORDER BY code",
        choices={"kind": ("tote",)}, findable="container",
    ),
    Part(
        "items", "item", ("sku",), _ITEM, f"SELECT {_of('i', _ITEM)} FROM item i WHERE i.owner_id = 1 ORDER BY i.sku",
        choices={"tracking": TRACKING}, of_site=False, findable="item",
    ),
    Part(
        "barcodes", "barcode", ("key",), ("key", "value", "qty", "pack"),
        "SELECT b.key, b.value, b.qty, b.pack, i.sku AS item FROM barcode b JOIN item i ON i.id = b.item_id "
        "WHERE b.owner_id = 1 ORDER BY b.key",
        (Ref("item_id", "items", ("item",)),), {"pack": PACKS}, of_site=False,
    ),
    Part(
        "lots", "lot", ("item", "code", "parent"), ("code", "expires_on", "recalled_at", "recall_reason"),
        "SELECT l.code, l.expires_on, l.recalled_at, l.recall_reason, i.sku AS item, COALESCE(u.code, '') AS parent "
        "FROM lot l JOIN item i ON i.id = l.item_id LEFT JOIN lot u ON u.id = l.parent_id AND l.parent_id > 0 "
        "WHERE l.id > 0 AND i.owner_id = 1 ORDER BY l.parent_id > 0, i.sku, u.code, l.code",
        (Ref("item_id", "items", ("item",)), Ref("parent_id", "lots", ("item", "parent", ""))),
        of_site=False, findable="lot",
    ),
    Part(
        "pick_faces", "pick_face", ("place", "item"), ("min_qty", "max_qty"),
        "SELECT f.min_qty, f.max_qty, p.code AS place, i.sku AS item FROM pick_face f "
        "JOIN place p ON p.id = f.place_id JOIN item i ON i.id = f.item_id WHERE f.site_id = :site AND i.owner_id = 1 "
        "ORDER BY p.code, i.sku",
        (Ref("place_id", "places", ("place",)), Ref("item_id", "items", ("item",))),
    ),
    Part(
        "people", "person", ("badge", "login"), _PERSON,
        f"SELECT {_of('p', _PERSON)} FROM person p WHERE p.site_id = :site "
        "AND (p.badge IS NOT NULL OR p.login IS NOT NULL) ORDER BY COALESCE(p.badge, ''), COALESCE(p.login, '')",
        choices={"role": tuple(ROLES)}, findable="person",
    ),
    Part(
        "suppliers", "supplier", ("code",), _SUPPLIER, f"SELECT {_of('s', _SUPPLIER)} FROM supplier s ORDER BY s.code",
        of_site=False,
    ),
    Part(
        "supplier_items", "supplier_item", ("supplier", "item"),
        ("code", "barcode", "pack_qty", "pallet_qty", "price_minor", "preferred"),
        "SELECT x.code, x.barcode, x.pack_qty, x.pallet_qty, x.price_minor, x.preferred, s.code AS supplier, "
        "i.sku AS item FROM supplier_item x JOIN supplier s ON s.id = x.supplier_id JOIN item i ON i.id = x.item_id "
        "ORDER BY s.code, i.sku",
        (Ref("supplier_id", "suppliers", ("supplier",)), Ref("item_id", "items", ("item",))), of_site=False,
    ),
    Part(
        "price_breaks", "price_break", ("supplier", "item", "from_qty"), ("from_qty", "price_minor"),
        "SELECT b.from_qty, b.price_minor, s.code AS supplier, i.sku AS item FROM price_break b "
        "JOIN supplier_item x ON x.id = b.supplier_item_id JOIN supplier s ON s.id = x.supplier_id "
        "JOIN item i ON i.id = x.item_id ORDER BY s.code, i.sku, b.from_qty",
        (Ref("supplier_item_id", "supplier_items", ("supplier", "item")),), of_site=False,
    ),
    Part(
        "purchase_orders", "purchase_order", ("number",), _BOUGHT,
        "SELECT o.number, CASE o.state WHEN 'receiving' THEN 'sent' ELSE o.state END AS state, o.ordered_at, "
        "o.expected_on, o.currency, o.approved_at, o.sent_at, o.sent_to, o.reference, s.code AS supplier "
        f"FROM purchase_order o JOIN supplier s ON s.id = o.supplier_id WHERE {_OPEN_PURCHASES} AND EXISTS (SELECT 1 "
        "FROM purchase_order_line l WHERE l.purchase_order_id = o.id AND l.qty > l.received) ORDER BY o.number",
        (Ref("supplier_id", "suppliers", ("supplier",)),),
        {"state": ("draft", "approved", "sent", "confirmed")}, findable="purchase_order",
    ),
    Part(
        "purchase_order_lines", "purchase_order_line", ("number", "line_no"),
        ("line_no", "qty", "price_minor", "expected_on"),
        "SELECT o.number, l.line_no, l.qty - l.received AS qty, l.price_minor, l.expected_on, i.sku AS item "
        "FROM purchase_order_line l JOIN purchase_order o ON o.id = l.purchase_order_id "
        f"JOIN item i ON i.id = l.item_id WHERE {_OPEN_PURCHASES} AND l.qty > l.received ORDER BY o.number, l.line_no",
        (Ref("purchase_order_id", "purchase_orders", ("number",)), Ref("item_id", "items", ("item",))), of_site=False,
    ),
    Part(
        "stock", "balance", ("item", "lot", "parent", "place"), ("qty",),
        "SELECT SUM(b.qty) AS qty, i.sku AS item, COALESCE(l.code, '') AS lot, COALESCE(u.code, '') AS parent, "
        "p.code AS place FROM balance b JOIN item i ON i.id = b.item_id JOIN place p ON p.id = b.place_id "
        "LEFT JOIN lot l ON l.id = b.lot_id AND b.lot_id > 0 LEFT JOIN lot u ON u.id = l.parent_id AND l.parent_id > 0 "
        "WHERE b.site_id = :site AND b.virtual = 0 AND b.owner_id = 1 AND b.qty > 0 GROUP BY i.sku, l.code, u.code, "
        "p.code ORDER BY i.sku, COALESCE(l.code, ''), COALESCE(u.code, ''), p.code",
        (Ref("item_id", "items", ("item",)), Ref("lot_id", "lots", ("item", "lot", "parent")),
         Ref("place_id", "places", ("place",))),
    ),
    Part(
        "orders", "orders", ("channel", "number"), _SOLD,
        f"SELECT {_of('o', _SOLD)} FROM orders o WHERE {_OPEN_ORDERS} AND EXISTS (SELECT 1 FROM order_line l "
        "WHERE l.order_id = o.id AND l.qty > l.shipped + l.given_up) ORDER BY o.priority, o.ship_by, o.id",
    ),
    Part(
        "order_lines", "order_line", ("channel", "number", "line_no"), ("line_no", "qty", "price_minor"),
        "SELECT o.channel, o.number, ROW_NUMBER() OVER (PARTITION BY o.id ORDER BY l.line_no) AS line_no, "
        "l.qty - l.shipped - l.given_up AS qty, l.price_minor, i.sku AS item, COALESCE(t.code, '') AS lot "
        "FROM order_line l JOIN orders o ON o.id = l.order_id JOIN item i ON i.id = l.item_id "
        "LEFT JOIN lot t ON t.id = l.lot_id AND l.lot_id > 0 "
        f"WHERE {_OPEN_ORDERS} AND l.qty > l.shipped + l.given_up ORDER BY o.priority, o.ship_by, o.id, l.line_no",
        (Ref("order_id", "orders", ("channel", "number")), Ref("item_id", "items", ("item",)),
         Ref("lot_id", "lots", ("item", "lot", ""))), of_site=False,
    ),
)  # fmt: skip
"""In the order in which they are brought in: each names only what stands above it."""
BY_NAME: Final = {part.name: part for part in PARTS}
SECRETS: Final = ("pin_hash", "password_hash")
"""Of people; left empty unless somebody asks for them."""
