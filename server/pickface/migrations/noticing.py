"""What changes the stock of an item that a rule watches is noted by the database itself, as what is told is.

No writer can forget it, and a scan has not one statement more. Rows are only added here, never merged: a scan must not
wait for another one, or for who judges. Where no rule is active nothing is noted: that asks a handful of rows.
"""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from pickface.migrations.telling import drop, put


@dataclass(frozen=True)
class Noticed:
    """Rows of ``table`` whose writing may make something low: on which verb, under which condition, what is noted."""

    name: str
    table: str
    verb: str
    when: str
    note: str


_AVAILABLE = "{0}.pickable - {0}.reserved - {0}.unreservable"
_MOVED = f"{_AVAILABLE.format('OLD')} <> {_AVAILABLE.format('NEW')}"
_PROMISED = "EXISTS (SELECT 1 FROM stock_rule r WHERE r.site_id = {site} AND r.active = 1 AND r.measure = 'promise')"
_NOTE = "INSERT INTO stock_changed (site_id, item_id) SELECT "
NOTICED = (
    Noticed(
        "stock_level_noticed", "stock_level", "UPDATE", f"OLD.on_hand <> NEW.on_hand OR {_MOVED}",
        f"{_NOTE}NEW.site_id, NEW.item_id WHERE EXISTS (SELECT 1 FROM stock_rule r WHERE r.site_id = NEW.site_id "
        f"AND r.active = 1 AND (r.measure = 'on_hand' OR {_MOVED}))",
    ),
    Noticed(
        "purchase_order_noticed", "purchase_order", "UPDATE OF state", "OLD.state <> NEW.state",
        f"{_NOTE}NEW.site_id, l.item_id FROM purchase_order_line l WHERE l.purchase_order_id = NEW.id AND "
        + _PROMISED.format(site="NEW.site_id"),
    ),
    Noticed(
        "order_line_noticed", "order_line", "INSERT", "",
        f"{_NOTE}o.site_id, NEW.item_id FROM orders o WHERE o.id = NEW.order_id AND "
        + _PROMISED.format(site="o.site_id"),
    ),
    Noticed(
        "order_cancelled_noticed", "orders", "UPDATE OF state", "OLD.state <> NEW.state AND NEW.state = 'cancelled'",
        f"{_NOTE}NEW.site_id, l.item_id FROM order_line l WHERE l.order_id = NEW.id AND "
        + _PROMISED.format(site="NEW.site_id"),
    ),
)  # fmt: skip


def install(connection: sa.Connection) -> None:
    """(Re)install the triggers, once the tables of rules are there."""
    if not sa.inspect(connection).has_table("stock_changed"):
        return
    remove(connection)
    for one in NOTICED:
        put(connection, one.name, one.table, one.verb, one.when, one.note)


def remove(connection: sa.Connection) -> None:
    """Take the triggers away."""
    for one in NOTICED:
        drop(connection, one.name, one.table)
