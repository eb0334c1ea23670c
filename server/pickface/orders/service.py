"""Orders before the floor works on them: taken in and reserved, and judged before they are released."""

from __future__ import annotations

import secrets
from collections.abc import Sequence

from pickface import findable
from pickface.catalog.service import HOUSE, UnknownItem, find_items
from pickface.db import Row, Tx, row
from pickface.errors import BadRequest, Conflict, NotFound
from pickface.locations import settings
from pickface.orders import addresses, lines
from pickface.orders.addresses import AddressFaulty
from pickface.orders.forms import OrderForm
from pickface.orders.lines import Asked
from pickface.owners.service import code_of, find_owner
from pickface.sight import whose
from pickface.stock.reservations import reserve_line

_PLAIN = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
DAY_MS = 24 * 3600 * 1000
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
    "shelf_days_left",
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
    owner_id = find_owner(tx, form.owner)
    form = form.model_copy(
        update={
            "gift": form.gift or bool(form.gift_note),
            "channel": form.channel or channel_of(tx, owner_id),
        }
    )
    items = find_items(tx, [line.item for line in form.lines])
    lots = [_lot(tx, items[line.item], line.lot) for line in form.lines]
    asked = [
        Asked(number, items[line.item], lot, line.qty, line.price_minor, line.tax_bp)
        for number, (line, lot) in enumerate(zip(form.lines, lots, strict=True), 1)
    ]
    order_id = _insert_head(tx, site_id, owner_id, form)
    if order_id is None:
        return _existing(tx, site_id, owner_id, form, asked), False
    lines.write(tx, order_id, asked)
    for line_id in _promisable(tx, site_id, owner_id, order_id):
        reserve_line(tx, line_id)
    return order_id, True


def as_seen(form: OrderForm) -> OrderForm:
    """The order that was meant by who asks: a client's is of its own goods, by its own number, as pressing as any, and
    names nothing that the client does not see. UnknownItem, BadRequest.
    """
    mine = whose()
    if mine == HOUSE:
        return form
    for line in form.lines:
        column = "id" if isinstance(line.item, int) else "sku"
        item = row(f"SELECT id FROM item WHERE {column} = :name", name=line.item)
        if item is None:
            raise UnknownItem("no item has that id or SKU", item=line.item)
        if line.lot and not row(
            "SELECT id FROM lot WHERE item_id = :item AND code = :code",
            item=item["id"],
            code=line.lot,
        ):
            raise BadRequest("the item has no such lot or serial", field="lot", lot=line.lot)
    usual = OrderForm.model_fields["priority"].default
    return form.model_copy(update={"owner": mine, "channel": "", "priority": usual})


def channel_of(tx: Tx, owner_id: int) -> str:
    """The channel of an order that names none: a client's code, so that two clients' numbers never meet."""
    return "" if owner_id == HOUSE else code_of(tx, owner_id)


def _insert_head(tx: Tx, site_id: int, owner_id: int, form: OrderForm) -> int | None:
    placed_at = tx.now if form.placed_at is None else form.placed_at
    ship_by, substitutes = form.ship_by, form.substitutes
    if ship_by is None or substitutes is None:
        rules = settings.of_site(site_id, tx)
        ship_by = placed_at + rules.order_ship_days * DAY_MS if ship_by is None else ship_by
        substitutes = rules.substitutes_allowed if substitutes is None else substitutes
    made = tx.value(
        "INSERT INTO orders (number, channel, site_id, owner_id, priority, placed_at, ship_by, customer, "
        "street, postcode, city, country, note, language, gift, gift_note, substitutes, collect, "
        "shelf_days_left, collection_code) "
        "VALUES (:number, :channel, :site, :owner, :priority, "
        ":placed_at, :ship_by, :customer, :street, :postcode, :city, :country, :note, "
        ":language, :gift, :gift_note, :substitutes, :collect, :shelf_days_left, :collection_code) "
        "ON CONFLICT DO NOTHING RETURNING id",
        site=site_id,
        **{
            **form.model_dump(exclude={"lines"}),
            "owner": owner_id,
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


def _promisable(tx: Tx, site_id: int, owner_id: int, order_id: int) -> list[int]:
    """The lines of a new order whose items are available at all, by item: one order of locks for everybody."""
    found = tx.all(
        "SELECT l.id FROM order_line l JOIN stock_level s ON s.item_id = l.item_id "
        "WHERE l.order_id = :order AND s.owner_id = :owner AND s.site_id = :site "
        "AND s.pickable > s.reserved + s.unreservable ORDER BY l.item_id, l.id",
        order=order_id,
        owner=owner_id,
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


def _existing(tx: Tx, site_id: int, owner_id: int, form: OrderForm, asked: list[Asked]) -> int:
    head = tx.certain(
        f"SELECT id, owner_id, {', '.join(_SAME)} FROM orders "
        "WHERE site_id = :site AND channel = :channel AND number = :number",
        site=site_id,
        channel=form.channel,
        number=form.number,
    )
    given = form.model_dump(include=set(_SAME), exclude_none=True)
    same = head["owner_id"] == owner_id and all(
        head[name] == value for name, value in given.items()
    )
    if not same or lines.asked_of(tx, head["id"]) != asked:
        known = {"order": head["id"]} if head["owner_id"] == owner_id else {}
        raise OrderExists(
            "another order has that number", number=form.number, channel=form.channel, **known
        )
    return int(head["id"])


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
