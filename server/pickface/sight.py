"""What a client sees: its own. Each read of its request is narrowed here, whatever statement it is (LAWS 24).

A client is one of the owners whose goods lie in the house. While one of its people asks, every table that a statement
names is first cut down to what is the client's (``SEEN``); a table that is not listed is empty for it. So an endpoint
that a client may call needs no word about clients, and one that forgets them shows too little rather than too much.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

import sqlalchemy as sa
from flask import g, has_app_context

HOUSE: Final = 1
"""The owner whose warehouse it is."""

_ITEMS = "SELECT v.item_id FROM {s}stock_level v WHERE v.owner_id = {owner} AND v.owner_id <> 1"
_MINE = "t.owner_id = {owner} AND t.owner_id <> 1"
_OF_ORDER = "EXISTS (SELECT 1 FROM {s}orders o WHERE o.id = t.order_id AND o.owner_id = {owner})"
_OF_PURCHASE_ORDER = (
    "EXISTS (SELECT 1 FROM {s}purchase_order o WHERE o.id = t.purchase_order_id "
    "AND o.owner_id = {owner})"
)
_MY_ORDERS = "SELECT o.id FROM {s}orders o WHERE o.owner_id = {owner} AND o.owner_id <> 1"
_MY_PURCHASE_ORDERS = (
    "SELECT o.{what} FROM {s}purchase_order o WHERE o.owner_id = {owner} AND o.owner_id <> 1"
)
_GOODS = (
    "SELECT 1 FROM {s}expected_goods x JOIN {s}purchase_order o ON o.id = x.purchase_order_id "
    "AND o.owner_id = {owner} "
)

SEEN: Final[Mapping[str, str]] = {
    "site": "t.id = {site}",
    "zone": "t.site_id = {site}",
    "place": "t.id = 0 OR t.site_id = {site}",
    "document_template": "t.site_id = {site}",
    "document_logo": "t.site_id = {site}",
    "owner": "t.id = {owner}",
    "person": "t.id = {person}",
    "saved_view": "t.person_id = {person}",
    "remembered_answer": "t.person_id = {person}",
    "item": f"t.id IN ({_ITEMS})",
    "barcode": f"t.item_id IN ({_ITEMS})",
    "stock_snapshot": f"t.item_id IN ({_ITEMS})",
    "kit_component": f"t.kit_id IN ({_ITEMS}) AND t.item_id IN ({_ITEMS})",
    "lot": "t.id = 0 OR EXISTS (SELECT 1 FROM {s}balance b WHERE b.lot_id = t.id AND b.item_id = t.item_id "
    "AND b.owner_id = {owner}) OR EXISTS (SELECT 1 FROM {s}order_line l JOIN {s}orders o ON o.id = l.order_id "
    "WHERE l.item_id = t.item_id AND l.lot_id = t.id AND o.owner_id = {owner})",
    "stock_level": _MINE,
    "balance": _MINE,
    "move": _MINE,
    "reservation": _MINE,
    "stock_snapshot_line": _MINE,
    "container": "t.code = '' OR EXISTS (SELECT 1 FROM {s}balance b WHERE b.container = t.code "
    "AND b.owner_id = {owner})",
    "orders": _MINE,
    "order_line": _OF_ORDER,
    "order_kit": _OF_ORDER,
    "order_change": _OF_ORDER,
    "shipment": _OF_ORDER,
    "parcel_label": _OF_ORDER,
    "customer_return": _OF_ORDER,
    "return_goods": _MINE,
    "purchase_order": _MINE,
    "purchase_order_line": _OF_PURCHASE_ORDER,
    "purchase_order_change": _OF_PURCHASE_ORDER,
    "discrepancy": _OF_PURCHASE_ORDER,
    "measurement": _OF_PURCHASE_ORDER,
    "supplier": f"t.id IN ({_MY_PURCHASE_ORDERS.replace('{what}', 'supplier_id')})",
    "expected_goods": _OF_PURCHASE_ORDER,
    "expected_carton": f"EXISTS ({_GOODS} WHERE x.carton_id = t.id)",
    "expected_delivery": f"EXISTS ({_GOODS} JOIN {{s}}expected_carton c ON c.id = x.carton_id "
    "WHERE c.delivery_id = t.id)",
    "search_entry": f"(t.kind = 'item' AND t.key IN (SELECT CAST(y.item_id AS TEXT) FROM ({_ITEMS}) y)) "
    f"OR (t.kind = 'order' AND t.key IN (SELECT CAST(y.id AS TEXT) FROM ({_MY_ORDERS}) y)) "
    "OR (t.kind = 'purchase_order' AND t.key IN (SELECT CAST(y.id AS TEXT) "
    f"FROM ({_MY_PURCHASE_ORDERS.replace('{what}', 'id')}) y))",
}
"""Of each table the rows that a client sees; of one that is not here none."""
BLANK: Final[Mapping[str, Mapping[str, str]]] = {
    "item": {"price_minor": "0"},
    "shipment": {"cost_minor": "0"},
    "parcel_label": {"cost_minor": "0"},
    "supplier": {"email": "''"},
    "purchase_order": {"sent_to": "''", "send_problem": "''"},
    "purchase_order_change": {"params": "'{}'"},
}
"""What of these rows is the house's own business."""
_WITH = re.compile(r"\s*WITH\s+(RECURSIVE\s+)?", re.IGNORECASE)
_READS = re.compile(r"\s*(SELECT|WITH)\b", re.IGNORECASE)
_WORD = re.compile(r"[a-z_]+")


@dataclass(frozen=True)
class Sight:
    """Through whose eyes a request reads."""

    owner_id: int
    site_id: int
    person_id: int


def narrow(sight: Sight) -> None:
    """All further reads of this request see what the client sees."""
    g.sight = sight


@contextmanager
def whole() -> Iterator[None]:
    """What the house does meanwhile (planning work, carrying out what was asked) sees everything."""
    kept: Sight | None = g.pop("sight", None) if has_app_context() else None
    try:
        yield
    finally:
        if kept is not None:
            g.sight = kept


def whose() -> int:
    """Whose numbers are meant where nobody is named: theirs who asks, the house's or a client's."""
    sight: Sight | None = g.get("sight") if has_app_context() else None
    return HOUSE if sight is None else sight.owner_id


def init(engine: sa.Engine, metadata: sa.MetaData) -> None:
    """Narrow what is read over the engine."""
    schema = "main." if engine.dialect.name == "sqlite" else "public."

    @lru_cache(maxsize=2_000)
    def through(statement: str, sight: Sight) -> str:
        return narrowed(statement, sight, schema, metadata)

    # All that SQLAlchemy hands over must be taken.
    def look(
        _connection: Any, _cursor: Any, statement: str, parameters: Any, *_rest: Any
    ) -> tuple[str, Any]:
        sight: Sight | None = g.get("sight") if has_app_context() else None
        if sight is None or not _READS.match(statement):
            return statement, parameters
        return through(statement, sight), parameters

    sa.event.listen(engine, "before_cursor_execute", look, retval=True)


def narrowed(statement: str, sight: Sight, schema: str, metadata: sa.MetaData) -> str:
    """A statement before which each table that it may name stands as the client sees it."""
    words = set(_WORD.findall(statement))
    named = {
        "s": schema, "owner": int(sight.owner_id), "site": int(sight.site_id), "person": int(sight.person_id),
    }  # fmt: skip
    cut = [
        f"{table.name} AS NOT MATERIALIZED (SELECT {_columns(table)} FROM {schema}{table.name} t "
        f"WHERE {SEEN.get(table.name, '1 = 0').format(**named)})"
        for table in metadata.sorted_tables
        if table.name in words
    ]
    if not cut:
        return statement
    begins = _WITH.match(statement)
    if begins is None:
        return f"WITH {', '.join(cut)} {statement}"
    return f"WITH {begins[1] or ''}{', '.join(cut)}, {statement[begins.end() :]}"


def _columns(table: sa.Table) -> str:
    blank = BLANK.get(table.name, {})
    return ", ".join(
        f'{blank[column.name]} AS "{column.name}"' if column.name in blank else f't."{column.name}"'
        for column in table.columns
    )
