"""Parcels and the documents that travel with them, made from what was packed."""

from __future__ import annotations

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

from pickface.contract import LARGEST_ID
from pickface.db import Row, row, rows
from pickface.errors import NotFound
from pickface.labels.documents import Address, PackingSlip, Parcel, SlipLine
from pickface.orders.kits import per_kit
from pickface.orders.slip import AskedKit, Instead, PackedLine, slip_lines

_SHIPMENT = """
SELECT s.id, s.container_code, s.tracking, s.carrier, s.weight_g, s.packed_at, s.shipped_at, s.handed_to, s.order_id,
       o.number, o.customer, o.street, o.postcode, o.city, o.country, o.note, o.language, o.gift, o.gift_note,
       w.name AS site_name, w.address AS site_address, w.timezone, COALESCE(b.tracking_url, '') AS tracking_url,
       COALESCE(b.track_state, '') AS track_state
FROM shipment s LEFT JOIN parcel_label b ON b.id = s.label_id
JOIN orders o ON o.id = s.order_id JOIN site w ON w.id = s.site_id
WHERE s.id = :id AND s.site_id = :site
"""
# What was packed into the carton is what the ledger moved into it; undone and shipped moves net out by sign, and a
# carton that is carried elsewhere holds no more for that. What comes back in it later is not of this parcel.
_LINES = """
SELECT m.item_id, i.sku, i.name, MAX(ol.qty) AS ordered, MAX(ol.price_minor) AS price_minor,
       COALESCE(l.code, '') AS lot, SUM(m.qty) AS packed
FROM (SELECT item_id, lot_id, order_line_id, qty FROM move WHERE to_container = :plate
      AND from_container <> :plate AND kind <> 'ship' AND at <= :until
      UNION ALL
      SELECT item_id, lot_id, order_line_id, -qty FROM move WHERE from_container = :plate AND to_container <> :plate
      AND kind <> 'ship' AND at <= :until) m
JOIN item i ON i.id = m.item_id LEFT JOIN lot l ON l.id = m.lot_id AND l.id > 0
LEFT JOIN (SELECT o.item_id, SUM(CASE WHEN o.substitute_for IS NOT NULL THEN 0 ELSE o.qty - COALESCE((
               SELECT SUM(s.qty - s.given_up) FROM order_line s WHERE s.substitute_for = o.id), 0) END) AS qty,
           MAX(o.price_minor) AS price_minor FROM order_line o WHERE o.order_id = :order GROUP BY o.item_id) ol
  ON ol.item_id = m.item_id
GROUP BY m.item_id, i.sku, i.name, l.code HAVING SUM(m.qty) > 0 ORDER BY i.sku
"""
# Units that another item stands for are ordered of that one.
_INSTEAD = """
SELECT s.item_id, y.name, s.qty - s.given_up AS qty, s.price_minor FROM order_line s
JOIN order_line a ON a.id = s.substitute_for JOIN item y ON y.id = a.item_id
WHERE s.order_id = :order AND s.qty > s.given_up ORDER BY s.line_no
"""


def show_shipment(site_id: int, shipment_id: int) -> dict[str, Any]:
    """A parcel with its lines, and the kits that these make whole."""
    found = _find(site_id, shipment_id)
    lines = _lines(found)
    names = (
        "id",
        "order_id",
        "number",
        "container_code",
        "tracking",
        "tracking_url",
        "track_state",
        "carrier",
        "weight_g",
        "packed_at",
        "shipped_at",
        "handed_to",
    )
    return {
        **{name: found[name] for name in names},
        "lines": [
            {"sku": line.sku, "name": line.name, "lot": line.lot, "qty": line.shipped}
            for line in lines
            if not line.kit
        ],
        "kits": [
            {"sku": line.sku, "name": line.name, "qty": line.shipped} for line in lines if line.kit
        ],
    }


def parcel(site_id: int, shipment_id: int) -> Parcel:
    """What the parcel label says."""
    return _parcel(_find(site_id, shipment_id))


def packing_slip(site_id: int, shipment_id: int) -> PackingSlip:
    """What the packing slip says; the date is the day of packing at the site, the language the customer's."""
    found = _find(site_id, shipment_id)
    day = dt.datetime.fromtimestamp(found["packed_at"] / 1000, ZoneInfo(found["timezone"]))
    return PackingSlip(
        _parcel(found),
        f"{day:%Y-%m-%d}",
        tuple(_lines(found)),
        found["note"],
        language=found["language"],
        gift=bool(found["gift"]),
        gift_note=found["gift_note"],
    )


def _find(site_id: int, shipment_id: int) -> Row:
    found = row(_SHIPMENT, id=shipment_id, site=site_id)
    if found is None:
        raise NotFound("no such shipment", shipment=shipment_id)
    return found


def _lines(found: Row) -> list[SlipLine]:
    packed = [
        PackedLine(
            one["item_id"],
            one["sku"],
            one["name"],
            one["lot"],
            int(one["packed"]),
            int(one["ordered"] or 0),
            int(one["price_minor"] or 0),
        )
        for one in rows(
            _LINES,
            plate=found["container_code"],
            order=found["order_id"],
            until=found["shipped_at"] or LARGEST_ID,
        )
    ]
    kits = [
        AskedKit(kit["sku"], kit["name"], kit["qty"], tuple(parts), kit["price_minor"])
        for kit, parts in per_kit(found["order_id"])
    ]
    instead = [
        Instead(one["item_id"], one["name"], one["qty"], one["price_minor"])
        for one in rows(_INSTEAD, order=found["order_id"])
    ]
    return slip_lines(packed, kits, instead)


def _parcel(found: Row) -> Parcel:
    town = " ".join(part for part in (found["postcode"], found["city"]) if part)
    sender = [line for line in found["site_address"].splitlines() if line.strip()]
    return Parcel(
        sender=Address(found["site_name"], tuple(sender)),
        receiver=Address(found["customer"], (found["street"], town, found["country"])),
        tracking=found["tracking"],
        tracking_url=found["tracking_url"],
        plate=found["container_code"],
        order=found["number"],
        carrier=found["carrier"],
        weight_g=found["weight_g"],
    )
