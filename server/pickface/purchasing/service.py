"""What happens with purchase orders at the desk: made, listed, shown."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, NamedTuple

from pickface import findable
from pickface.catalog.service import HOUSE, find_items
from pickface.db import Row, Tx, row, rows
from pickface.errors import Conflict
from pickface.owners.service import find_owner
from pickface.paging import Sort, ended_at, sorted_page, where
from pickface.purchasing import deliveries, life, measured
from pickface.purchasing.forms import PurchaseOrderForm, PurchaseOrdersQuery
from pickface.purchasing.suppliers import find_supplier
from pickface.stock.reservations import deal_in

_HEAD = (
    "SELECT o.id, o.number, w.code AS owner, o.state, o.supplier_id, s.code AS supplier, s.name AS supplier_name, "
    "o.ordered_at, o.expected_on, o.currency, o.sent_at, o.sent_to, o.send_problem, o.reference, o.blind, "
    "s.email AS supplier_email, "
    "(SELECT count(*) FROM purchase_order_line l WHERE l.purchase_order_id = o.id) AS lines "
    "FROM purchase_order o JOIN supplier s ON s.id = o.supplier_id JOIN owner w ON w.id = o.owner_id "
)
_SORTS = {
    "": Sort((), ()),
    "number": Sort(("o.number",), (str,)),
    "expected": Sort(("o.expected_on",), (str,)),
}
_PREFIX = "PO-"


class PurchaseOrderExists(Conflict):
    """Another purchase order has that number."""

    code = "purchase_order_exists"


class Wanted(NamedTuple):
    """So many units of an item, at a unit's price."""

    item_id: int
    qty: int
    price_minor: int


def create_purchase_order(
    tx: Tx, site_id: int, form: PurchaseOrderForm, person_id: int | None = None
) -> int:
    """Order goods and answer the purchase order's id; what they are is checked before anything is written."""
    supplier = find_supplier(tx, form.supplier)
    items = find_items(tx, [line.item for line in form.lines])
    ordered_at = tx.now if form.ordered_at is None else form.ordered_at
    made = _insert(
        tx,
        number=form.number,
        site_id=site_id,
        owner_id=find_owner(tx, form.owner),
        supplier_id=supplier["id"],
        state=form.state,
        ordered_at=ordered_at,
        sent_at=ordered_at if form.state == "sent" else None,
        expected_on=form.expected_on or "",
        currency=form.currency or supplier["currency"],
    )
    if made is None:
        raise PurchaseOrderExists("a purchase order has that number", number=form.number)
    wanted = [Wanted(items[line.item], line.qty, line.price_minor) for line in form.lines]
    _fill(tx, made, wanted)
    life.note(tx, made, "made", person_id, state=form.state)
    return made


def create_announced(  # noqa: PLR0917 - whose, from whom, what and when
    tx: Tx,
    site_id: int,
    number: str,
    supplier: Row,
    wanted: Sequence[Wanted],
    expected_on: str,
    person_id: int | None,
    owner_id: int = HOUSE,
) -> int:
    """The purchase order of a delivery that came without one: what was announced is what is awaited.

    It was never sent, so that no lead time is learnt from it.
    """
    made = _insert(
        tx,
        number=number,
        site_id=site_id,
        owner_id=owner_id,
        supplier_id=supplier["id"],
        state="confirmed",
        ordered_at=tx.now,
        expected_on=expected_on,
        currency=supplier["currency"],
    )
    if made is None:
        raise PurchaseOrderExists("a purchase order has that number", number=number)
    _fill(tx, made, wanted)
    life.note(tx, made, "announced", person_id)
    return made


def draft(
    tx: Tx, site_id: int, supplier: Row, wanted: Sequence[Wanted], person_id: int | None
) -> int:
    """A draft with the next free number; answers its id."""
    number = _next_number(tx)
    made = None
    # Somebody may take a number by hand at the same moment.
    while made is None:
        made = _insert(
            tx,
            number=f"{_PREFIX}{number}",
            site_id=site_id,
            owner_id=HOUSE,
            supplier_id=supplier["id"],
            state="draft",
            ordered_at=tx.now,
            currency=supplier["currency"],
        )
        number += 1
    _fill(tx, made, wanted)
    life.note(tx, made, "made", person_id, state="draft")
    return made


def _insert(tx: Tx, **values: Any) -> int | None:
    names = ", ".join(values)
    marks = ", ".join(f":{name}" for name in values)
    made = tx.value(
        f"INSERT INTO purchase_order ({names}) VALUES ({marks}) ON CONFLICT DO NOTHING RETURNING id",
        **values,
    )
    return None if made is None else int(made)


def _fill(tx: Tx, purchase_order_id: int, wanted: Sequence[Wanted]) -> None:
    tx.insert_many(
        "purchase_order_line",
        [
            {"purchase_order_id": purchase_order_id, "line_no": number, **line._asdict()}
            for number, line in enumerate(wanted, 1)
        ],
    )
    findable.note(tx, "purchase_order", purchase_order_id)
    found = tx.certain(
        "SELECT owner_id, site_id FROM purchase_order WHERE id = :id", id=purchase_order_id
    )
    if found["owner_id"] != HOUSE:
        deal_in(tx, found["owner_id"], found["site_id"], (line.item_id for line in wanted))


def _next_number(tx: Tx) -> int:
    """One more than the largest of the newest numbers that look like ours."""
    newest = tx.all(
        "SELECT number FROM purchase_order WHERE number LIKE :ours ORDER BY id DESC LIMIT 200",
        ours=f"{_PREFIX}%",
    )
    ours = (str(one["number"]).removeprefix(_PREFIX) for one in newest)
    return (
        max((int(text) for text in ours if text.isdecimal() and len(text) < 12), default=1000) + 1
    )


def list_purchase_orders(site_id: int, query: PurchaseOrdersQuery) -> dict[str, Any]:
    """A page of the site's purchase orders: newest first, or as was asked."""
    sort = _SORTS[query.sort]
    descending = query.descending if query.sort else True
    ended = ended_at(query.cursor, query.sort, descending, (*sort.kinds, int))
    behind, bound = sort.after(descending, ended)
    wanted = where(
        {
            "o.site_id = :site": True,
            "o.state = :state": query.state,
            "o.number = :number": query.number,
            "o.supplier_id = :supplier": query.supplier,
            "o.owner_id = :owner": query.owner,
            behind: behind,
        }
    )
    asked = query.model_dump(include={"state", "number", "supplier", "owner"})
    found = rows(
        f"{_HEAD}WHERE {wanted} ORDER BY {sort.order(descending)} LIMIT :limit",
        site=site_id,
        limit=query.limit + 1,
        **{name: value for name, value in asked.items() if value},
        **bound,
    )
    columns = [one.removeprefix("o.") for one in sort.by]
    return sorted_page(found, query.limit, query.sort, descending, columns)


def show_purchase_order(site_id: int, purchase_order_id: int) -> dict[str, Any]:
    """A purchase order with its lines, discrepancies and history."""
    found = row(
        _HEAD + "WHERE o.site_id = :site AND o.id = :id", site=site_id, id=purchase_order_id
    )
    if found is None:
        raise life.NoSuchPurchaseOrder("the site has no such purchase order", id=purchase_order_id)
    lines = rows(
        "SELECT l.id, l.line_no, l.item_id AS item, i.sku, i.name, l.qty, l.received, l.price_minor, l.expected_on "
        "FROM purchase_order_line l JOIN item i ON i.id = l.item_id "
        "WHERE l.purchase_order_id = :id ORDER BY l.line_no",
        id=purchase_order_id,
    )
    discrepancies = rows(
        "SELECT d.id, d.kind, d.item_id AS item, i.sku, d.qty, d.code, d.created_at AS at, "
        "d.container, p.code AS place, (SELECT MAX(f.sha256) FROM photo f WHERE f.of_event = d.event_id "
        "AND f.received_at IS NOT NULL AND f.gone_at IS NULL) AS photo "
        "FROM discrepancy d LEFT JOIN item i ON i.id = d.item_id "
        "LEFT JOIN container c ON d.container <> '' AND c.code = d.container "
        "LEFT JOIN place p ON p.id = c.place_id "
        "WHERE d.purchase_order_id = :id ORDER BY d.id",
        id=purchase_order_id,
    )
    return {
        **found,
        "measured": measured.of_purchase_order(purchase_order_id),
        "amount_minor": sum(line["qty"] * line["price_minor"] for line in lines),
        "may": sorted(life.FOLLOWS[found["state"]] - {"receiving", "received"}),
        "lines": [dict(line) for line in lines],
        "discrepancies": [dict(discrepancy) for discrepancy in discrepancies],
        "deliveries": deliveries.of_purchase_order(purchase_order_id),
        "history": _history(purchase_order_id),
    }


def without_money(order: dict[str, Any]) -> dict[str, Any]:
    """What the floor sees of a purchase order: all but what it costs."""
    lines = [{**line, "price_minor": None} for line in order["lines"]]
    told = [one for one in order["history"] if one["params"].get("what") != "price_minor"]
    return {**order, "amount_minor": None, "lines": lines, "history": told}


def _history(purchase_order_id: int) -> list[dict[str, Any]]:
    """What happened to it, oldest first."""
    found = rows(
        "SELECT c.id, c.at, p.name AS person, c.kind, c.params FROM purchase_order_change c "
        "LEFT JOIN person p ON p.id = c.person_id WHERE c.purchase_order_id = :id ORDER BY c.id",
        id=purchase_order_id,
    )
    return [{**one, "params": json.loads(one["params"])} for one in found]
