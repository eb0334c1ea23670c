"""What happens with orders before the floor works on them: taken in and reserved, listed, shown."""

from __future__ import annotations

import json
import secrets
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from pickface import findable
from pickface.catalog.service import HOUSE, find_items
from pickface.db import Row, Tx, row, rows
from pickface.errors import BadRequest, Conflict, NotFound
from pickface.locations import settings
from pickface.orders import addresses, kits, lines
from pickface.orders.addresses import AddressFaulty
from pickface.orders.forms import OrderForm, OrdersQuery
from pickface.orders.lines import Asked
from pickface.paging import Sort, ended_at, sorted_page, where
from pickface.stock.reservations import reserve_line

_PLAIN = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
DAY_MS = 24 * 3600 * 1000

_COUNTS = (
    "SELECT o.id, o.number, o.channel, o.state, o.priority, o.placed_at, o.ship_by, o.customer, o.street, "
    "o.postcode, o.city, o.country, o.collect, (SELECT count(*) FROM order_line l WHERE l.order_id = o.id "
    "AND l.substitute_for IS NULL) AS lines, "
    "(SELECT coalesce(sum(l.qty - l.given_up), 0) FROM order_line l WHERE l.order_id = o.id) AS units, "
    "(SELECT coalesce(sum(r.qty), 0) FROM order_line l JOIN reservation r ON r.order_line_id = l.id "
    "WHERE l.order_id = o.id) AS reserved FROM ({orders}) o ORDER BY {order}"
)
_SORTS = {
    "": Sort((), ()),
    "number": Sort(("o.number",), (str,)),
    "ship_by": Sort(("o.ship_by",), (int,)),
    "urgency": Sort(("o.priority", "o.ship_by"), (int, int)),
}
"""What a list may be sorted by; each but the customer's number has its index, with a state and without."""
_SAME = (
    "priority",
    "placed_at",
    "ship_by",
    "customer",
    "street",
    "postcode",
    "city",
    "country",
    "note",
    "collect",
    "language",
    "gift",
    "gift_note",
    "substitutes",
)


class OrderExists(Conflict):
    """The channel's number is taken by an order with another content."""

    code = "order_exists"


class NoSuchOrder(NotFound):
    """The site has no such order."""

    code = "order_not_found"


def create_order(tx: Tx, site_id: int, form: OrderForm) -> tuple[int, bool]:
    """Take an order in and reserve each line at once; its id, and whether it is new.

    The same order again (channel, number and content) answers the one that exists; another content: OrderExists.
    """
    form = form.model_copy(update={"gift": form.gift or bool(form.gift_note)})
    items = find_items(tx, [line.item for line in form.lines])
    lots = [_lot(tx, items[line.item], line.lot) for line in form.lines]
    asked = [
        Asked(number, items[line.item], lot, line.qty, line.price_minor, line.tax_bp)
        for number, (line, lot) in enumerate(zip(form.lines, lots, strict=True), 1)
    ]
    order_id = _insert_head(tx, site_id, form)
    if order_id is None:
        return _existing(tx, site_id, form, asked), False
    lines.write(tx, order_id, asked)
    for line_id in _promisable(tx, site_id, order_id):
        reserve_line(tx, line_id)
    return order_id, True


def _insert_head(tx: Tx, site_id: int, form: OrderForm) -> int | None:
    placed_at = tx.now if form.placed_at is None else form.placed_at
    ship_by, substitutes = form.ship_by, form.substitutes
    if ship_by is None or substitutes is None:
        rules = settings.of_site(site_id, tx)
        ship_by = placed_at + rules.order_ship_days * DAY_MS if ship_by is None else ship_by
        substitutes = rules.substitutes_allowed if substitutes is None else substitutes
    made = tx.value(
        "INSERT INTO orders (number, channel, site_id, owner_id, priority, placed_at, ship_by, customer, "
        "street, postcode, city, country, note, language, gift, gift_note, substitutes, collect, "
        "collection_code) "
        "VALUES (:number, :channel, :site, :owner, :priority, "
        ":placed_at, :ship_by, :customer, :street, :postcode, :city, :country, :note, "
        ":language, :gift, :gift_note, :substitutes, :collect, :collection_code) "
        "ON CONFLICT DO NOTHING RETURNING id",
        site=site_id,
        owner=HOUSE,
        **{
            **form.model_dump(exclude={"lines"}),
            "placed_at": placed_at,
            "ship_by": ship_by,
            "collect": int(form.collect),
            "gift": int(form.gift),
            "substitutes": int(substitutes),
        },
        collection_code=_collection_code() if form.collect else "",
    )
    if made is None:
        return None
    findable.note(tx, "order", int(made))
    return int(made)


def _collection_code() -> str:
    """What a customer shows: eight letters and digits that nobody mistakes for each other, and nobody guesses."""
    return "".join(secrets.choice(_PLAIN) for _ in range(8))


def _promisable(tx: Tx, site_id: int, order_id: int) -> list[int]:
    """The lines of a new order whose items are available at all, by item: one order of locks for everybody."""
    found = tx.all(
        "SELECT l.id FROM order_line l JOIN stock_level s ON s.item_id = l.item_id "
        "WHERE l.order_id = :order AND s.owner_id = :owner AND s.site_id = :site "
        "AND s.pickable > s.reserved + s.unreservable ORDER BY l.item_id, l.id",
        order=order_id,
        owner=HOUSE,
        site=site_id,
    )
    return [line["id"] for line in found]


def _lot(tx: Tx, item_id: int, code: str) -> int:
    if not code:
        return 0
    found = tx.value(
        "SELECT id FROM lot WHERE item_id = :item AND code = :code "
        "ORDER BY CASE WHEN parent_id = 0 THEN 0 ELSE 1 END, id LIMIT 1",
        item=item_id,
        code=code,
    )
    if found is None:
        raise BadRequest("the item has no such lot or serial", field="lot", lot=code)
    return int(found)


def _existing(tx: Tx, site_id: int, form: OrderForm, asked: list[Asked]) -> int:
    head = tx.certain(
        f"SELECT id, {', '.join(_SAME)} FROM orders "
        "WHERE site_id = :site AND channel = :channel AND number = :number",
        site=site_id,
        channel=form.channel,
        number=form.number,
    )
    given = form.model_dump(include=set(_SAME), exclude_none=True)
    same = all(head[name] == value for name, value in given.items())
    if not same or lines.asked_of(tx, head["id"]) != asked:
        raise OrderExists(
            "another order has that number",
            number=form.number,
            channel=form.channel,
            order=head["id"],
        )
    return int(head["id"])


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
    head = row("SELECT * FROM orders WHERE site_id = :site AND id = :id", site=site_id, id=order_id)
    if head is None:
        raise NoSuchOrder("the site has no such order", order=order_id)
    found = rows(
        "SELECT l.id, l.line_no, l.order_kit_id AS kit, l.substitute_for, "
        "l.item_id AS item, i.sku, i.name, t.code AS lot, l.qty, "
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
    return {
        **head,
        "collect": bool(head["collect"]),
        "gift": bool(head["gift"]),
        "substitutes": bool(head["substitutes"]),
        "address_faults": [asdict(fault) for fault in _faults(site_id, head)],
        "lines": [_with_lacking(line, head["state"]) for line in found],
        "kits": kits.of_order(order_id),
        "returns": [dict(one) for one in returns],
        "shipments": [dict(parcel) for parcel in parcels],
        "changes": _changes(order_id),
    }


def _with_lacking(line: Row, state: str) -> dict[str, Any]:
    """A line with the units that are neither promised nor picked, of an order that more is picked for."""
    shown = {name: value for name, value in line.items() if name != "had"}
    awaited = state in ("open", "held", "released")
    lacking = int(line["qty"] - line["given_up"] - line["had"]) if awaited else 0
    return {**shown, "lacking": max(0, lacking)}


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


def check_here(site_id: int, order_ids: Sequence[int]) -> None:
    """NoSuchOrder unless all of these are orders of the site."""
    for order_id in order_ids:
        if (
            row(
                "SELECT id FROM orders WHERE site_id = :site AND id = :id",
                site=site_id,
                id=order_id,
            )
            is None
        ):
            raise NoSuchOrder("the site has no such order", order=order_id)


def check_addresses(site_id: int, order_ids: Sequence[int]) -> dict[int, AddressFaulty]:
    """The orders that may not be released for their addresses, where the site holds such orders."""
    if settings.of_site(site_id).address_check != "hold":
        return {}
    held: dict[int, AddressFaulty] = {}
    for order_id in order_ids:
        order = row(
            "SELECT customer, street, postcode, city, country, collect FROM orders "
            "WHERE id = :id AND site_id = :site AND state = 'open'",
            id=order_id,
            site=site_id,
        )
        try:
            addresses.refuse(order or {"collect": 1})
        except AddressFaulty as why:
            held[order_id] = why
    return held


def states(site_id: int, order_ids: Sequence[int]) -> list[Row]:
    """How far each of these orders is."""
    found = (
        row(
            "SELECT id, number, state FROM orders WHERE site_id = :site AND id = :id",
            site=site_id,
            id=one,
        )
        for one in order_ids
    )
    return [order for order in found if order is not None]
