"""Orders as a desk sees them: in a list, or one with its lines, its parcels and what happened to it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from pickface.db import Row, row, rows
from pickface.locations import settings
from pickface.orders import addresses, kits
from pickface.orders.forms import OrdersQuery
from pickface.orders.service import NoSuchOrder
from pickface.paging import Sort, ended_at, sorted_page, where
from pickface.stock import fresh

_COUNTS = (
    "SELECT o.id, o.number, o.channel, w.code AS owner, o.state, o.priority, o.placed_at, o.ship_by, o.customer, "
    "o.street, o.postcode, o.city, o.country, o.collect, (SELECT count(*) FROM order_line l WHERE l.order_id = o.id "
    "AND l.substitute_for IS NULL) AS lines, "
    "(SELECT coalesce(sum(l.qty - l.given_up), 0) FROM order_line l WHERE l.order_id = o.id) AS units, "
    "(SELECT coalesce(sum(r.qty), 0) FROM order_line l JOIN reservation r ON r.order_line_id = l.id "
    "WHERE l.order_id = o.id) AS reserved FROM ({orders}) o JOIN owner w ON w.id = o.owner_id ORDER BY {order}"
)
_SORTS = {
    "": Sort((), ()),
    "number": Sort(("o.number",), (str,)),
    "ship_by": Sort(("o.ship_by",), (int,)),
    "urgency": Sort(("o.priority", "o.ship_by"), (int, int)),
}
"""What a list may be sorted by; each but the customer's number has its index, with a state and without."""


def list_orders(site_id: int, query: OrdersQuery) -> dict[str, Any]:
    """A page of the site's orders: newest first, or as was asked. What is counted is counted of this page alone."""
    sort = _SORTS[query.sort]
    descending = query.descending if query.sort else True
    ended = ended_at(query.cursor, query.sort, descending, (*sort.kinds, int))
    behind, bound = sort.after(descending, ended)
    wanted = where(
        {
            "o.site_id = :site": True,
            "o.state = :state": query.state,
            "o.number = :number": query.number,
            "o.channel = :channel": query.channel is not None,
            "o.owner_id = :owner": query.owner,
            behind: behind,
        }
    )
    order = sort.order(descending)
    found = rows(
        _COUNTS.format(
            orders=f"SELECT o.* FROM orders o WHERE {wanted} ORDER BY {order} LIMIT :limit",
            order=order,
        ),
        site=site_id,
        limit=query.limit + 1,
        **({"state": query.state} if query.state else {}),
        **({"number": query.number} if query.number else {}),
        **({"owner": query.owner} if query.owner else {}),
        **({"channel": query.channel} if query.channel is not None else {}),
        **bound,
    )
    columns = [one.removeprefix("o.") for one in sort.by]
    shown = sorted_page(found, query.limit, query.sort, descending, columns)
    told = settings.of_site(site_id).address_check != "off"
    for one in shown["items"]:
        waits = told and one["state"] not in ("shipped", "cancelled")
        one["address_faulty"] = waits and bool(addresses.faults(one))
        for name in ("street", "postcode", "collect"):
            del one[name]
    return shown


def show_order(site_id: int, order_id: int) -> dict[str, Any]:
    """An order with its lines and parcels."""
    head = row(
        "SELECT o.*, w.code AS owner FROM orders o JOIN owner w ON w.id = o.owner_id "
        "WHERE o.site_id = :site AND o.id = :id",
        site=site_id,
        id=order_id,
    )
    if head is None:
        raise NoSuchOrder("the site has no such order", order=order_id)
    found = rows(
        "SELECT l.id, l.line_no, l.order_kit_id AS kit, l.substitute_for, "
        "l.item_id AS item, i.sku, i.name, t.code AS lot, l.qty, l.fresh_from, "
        "l.shipped, l.given_up, l.price_minor, l.tax_bp, l.billed, (SELECT coalesce(sum(r.qty), 0) FROM reservation r "
        "WHERE r.order_line_id = l.id) AS reserved, (SELECT coalesce(sum(r.qty + r.taken), 0) FROM reservation r "
        "WHERE r.order_line_id = l.id) AS had, (SELECT coalesce(sum(g.qty), 0) FROM return_goods g "
        "WHERE g.order_line_id = l.id) AS returned FROM order_line l "
        "JOIN item i ON i.id = l.item_id JOIN lot t ON t.id = l.lot_id "
        "WHERE l.order_id = :id ORDER BY l.line_no",
        id=order_id,
    )
    parcels = rows(
        "SELECT s.id, s.container_code AS container, s.tracking, s.carrier, s.weight_g, s.packed_at, s.shipped_at, "
        "s.handed_to, COALESCE(b.state, '') AS label, COALESCE(b.format, '') AS label_format, "
        "COALESCE(b.problem, '') AS label_problem, COALESCE(b.said, '') AS label_said, "
        "COALESCE(b.tracking_url, '') AS tracking_url, COALESCE(b.track_state, '') AS track_state "
        "FROM shipment s LEFT JOIN parcel_label b ON b.id = s.label_id WHERE s.order_id = :id ORDER BY s.id",
        id=order_id,
    )
    returns = rows(
        "SELECT r.id, r.number, r.state, r.made_at, (SELECT coalesce(sum(g.qty), 0) FROM return_goods g "
        "WHERE g.return_id = r.id) AS units FROM customer_return r WHERE r.order_id = :id ORDER BY r.id",
        id=order_id,
    )
    short = fresh.too_short(order_id) if any(line["fresh_from"] for line in found) else {}
    return {
        **head,
        "collect": bool(head["collect"]),
        "gift": bool(head["gift"]),
        "substitutes": bool(head["substitutes"]),
        "address_faults": [asdict(fault) for fault in _faults(site_id, head)],
        "lines": [_with_lacking(line, head["state"], short) for line in found],
        "kits": kits.of_order(order_id),
        "returns": [dict(one) for one in returns],
        "shipments": [dict(parcel) for parcel in parcels],
        "changes": _changes(order_id),
    }


def _with_lacking(line: Row, state: str, short: Mapping[int, int]) -> dict[str, Any]:
    """A line with the units that are neither promised nor picked, of an order that more is picked for."""
    shown = {name: value for name, value in line.items() if name != "had"}
    awaited = state in ("open", "held", "released")
    lacking = int(line["qty"] - line["given_up"] - line["had"]) if awaited else 0
    return {**shown, "lacking": max(0, lacking), "too_short": short.get(line["id"], 0)}


def _faults(site_id: int, order: Row) -> list[addresses.Fault]:
    """What is wrong with the address of an order that has not left, where the site wants to be told."""
    ended = order["state"] in ("shipped", "cancelled")
    if ended or settings.of_site(site_id).address_check == "off":
        return []
    return addresses.faults(order)


def _changes(order_id: int) -> list[dict[str, Any]]:
    """What happened to an order, the latest first."""
    found = rows(
        "SELECT c.at, c.what, p.name AS person, o.id AS other_id, o.number AS other, c.params FROM order_change c "
        "JOIN orders o ON o.id = c.other_id LEFT JOIN person p ON p.id = c.person_id "
        "WHERE c.order_id = :id ORDER BY c.id DESC",
        id=order_id,
    )
    told = ((one, json.loads(one["params"])) for one in found)
    return [
        {**one, **{name: params.get(name) for name in ("units", "priority", "item", "instead_of")}}
        for one, params in told
    ]
