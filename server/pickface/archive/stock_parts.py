"""What is there: containers, what it cost, and the units of each item by place. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from pickface.archive.part import CLIENT, Line, Part, Ref, of
from pickface.stock.costing import share

_AT_WORK = "(c.order_id IS NOT NULL AND c.state <> 'shipped')"
"""Its goods are an order's: in the new installation they are picked again, out of the place where they stand."""
_LAYER = ("at", "source", "qty_in", "qty", "known", "base_minor", "landed_minor", "value_minor", "price_minor",
          "currency", "rate_nano")  # fmt: skip
CONTAINER_KINDS = ("tote", "carton", "pallet", "cart", "label")
CONTAINER_STATES = ("empty", "open", "closed", "shipped")
SOURCES = ("receipt", "opening", "found", "return", "transfer", "before")


def with_average(rows: Iterable[Line]) -> Iterator[Line]:
    """Give each layer its part of what the item's units are worth by the average, to the last minor unit."""
    item, left, known = "", 0, 0
    for one in rows:
        if one["item"] != item:
            item, left, known = one["item"], one["average_minor"], one["known_qty"]
        units = one["qty"] if one["known"] else 0
        part = share(left, units, known) if units and known else 0
        left, known = left - part, known - units
        yield {**one, "average_minor": part}


CONTAINERS: Final = (
    Part(
        "plate_series", "plate_series", ("prefix",), ("prefix", "next"),
        "SELECT prefix, next FROM plate_series ORDER BY prefix", of_site=False, since=2,
    ),
    Part(
        "containers", "container", ("code",), ("code", "kind", "state", "zone_code", "weight_g", "parent"),
        f"SELECT c.code, c.kind, CASE WHEN {_AT_WORK} THEN 'empty' ELSE c.state END AS state, c.zone_code, "
        f"CASE WHEN {_AT_WORK} THEN 0 ELSE c.weight_g END AS weight_g, "
        f"CASE WHEN {_AT_WORK} OR c.state = 'shipped' OR EXISTS (SELECT 1 FROM container u WHERE u.code = c.parent "
        f"AND {_AT_WORK.replace('c.', 'u.')}) THEN '' ELSE c.parent END AS parent, COALESCE(p.code, '') AS place "
        "FROM container c LEFT JOIN place p ON p.id = c.place_id AND p.virtual = 0 AND p.id > 0 AND p.site_id = :site "
        "WHERE c.site_id = :site AND c.code <> '' ORDER BY c.code",
        (Ref("place_id", "places", ("place",)),), {"kind": CONTAINER_KINDS, "state": CONTAINER_STATES},
        findable="container", later={"state": 2, "zone_code": 2, "weight_g": 2, "parent": 2, "place": 2},
        formerly="totes",
    ),
)  # fmt: skip
LAYERS: Final = Part(
    "cost_layers", "cost_layer", ("item", "line_no"), _LAYER,
    f"SELECT {of('l', _LAYER)}, i.sku AS item, COALESCE(o.number, '') AS number, "
    "CASE WHEN o.id IS NULL THEN 0 ELSE pl.line_no END AS line, "
    "ROW_NUMBER() OVER (PARTITION BY l.item_id ORDER BY l.at, l.id) AS line_no, "
    "COALESCE(v.average_minor, 0) AS average_minor, COALESCE(v.known_qty, 0) AS known_qty "
    "FROM cost_layer l JOIN item i ON i.id = l.item_id "
    "LEFT JOIN purchase_order_line pl ON pl.id = l.purchase_order_line_id "
    "LEFT JOIN purchase_order o ON o.id = pl.purchase_order_id AND o.site_id = l.site_id "
    "LEFT JOIN stock_value v ON v.item_id = l.item_id AND v.site_id = l.site_id "
    "WHERE l.site_id = :site AND i.owner_id = 1 AND (l.qty > 0 OR (o.id IS NOT NULL AND l.qty_in > 0)) "
    "ORDER BY i.sku, l.at, l.id",
    (Ref("item_id", "items", ("item",)), Ref("purchase_order_line_id", "purchase_order_lines", ("number", "line"))),
    {"source": SOURCES}, since=2, extras=("line_no", "average_minor"), shape=with_average,
)  # fmt: skip
VALUES: Final = Part(
    "stock_values", "stock_value", ("item",), ("last_qty", "last_minor", "last_out_at"),
    "SELECT v.last_qty, v.last_minor, v.last_out_at, i.sku AS item FROM stock_value v JOIN item i ON i.id = v.item_id "
    "WHERE v.site_id = :site AND i.owner_id = 1 AND (v.last_qty > 0 OR v.last_out_at > 0) ORDER BY i.sku",
    (Ref("item_id", "items", ("item",)),), since=2,
)  # fmt: skip
_HELD = f"CASE WHEN {_AT_WORK} OR c.code = '' THEN '' ELSE c.code END"
STOCK: Final = Part(
    "stock", "balance", ("item", "lot", "parent", "place", "container", "owner"),
    ("qty", "weight_g", "first_in_at", "counted_at", "looked_at"),
    "SELECT SUM(b.qty) AS qty, SUM(b.weight_g) AS weight_g, MIN(b.first_in_at) AS first_in_at, "
    "MIN(b.counted_at) AS counted_at, MIN(b.looked_at) AS looked_at, i.sku AS item, COALESCE(l.code, '') AS lot, "
    "COALESCE(u.code, '') AS parent, CASE WHEN p.kind = 'transit' THEN '' ELSE p.code END AS place, "
    f"{_HELD} AS container, CASE WHEN k.id = 1 THEN '' ELSE k.code END AS owner FROM balance b "
    "JOIN owner k ON k.id = b.owner_id JOIN item i ON i.id = b.item_id JOIN place p ON p.id = b.place_id "
    "JOIN container c ON c.code = b.container LEFT JOIN lot l ON l.id = b.lot_id AND b.lot_id > 0 "
    "LEFT JOIN lot u ON u.id = l.parent_id AND l.parent_id > 0 WHERE b.site_id = :site "
    "AND b.qty > 0 AND (b.virtual = 0 OR p.kind = 'transit') GROUP BY i.sku, l.code, u.code, p.kind, p.code, "
    f"k.id, k.code, {_HELD} ORDER BY i.sku, COALESCE(l.code, ''), COALESCE(u.code, ''), p.code, {_HELD}, k.id",
    (Ref("item_id", "items", ("item",)), Ref("lot_id", "lots", ("item", "lot", "parent")),
     Ref("place_id", "places", ("place",)), Ref("container", "containers", ("container",)), CLIENT),
    later={"owner": 6, "container": 2, "weight_g": 2, "first_in_at": 2, "counted_at": 2, "looked_at": 2},
)  # fmt: skip
"""A place of none is on the way to this site."""
