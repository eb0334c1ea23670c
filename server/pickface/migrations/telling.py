"""What is told to webhooks is noted by the database itself, in the transaction of the fact.

A trigger misses no writer, whichever workflow it is in and whenever it was written, and costs the scan path no
statement. Each one first compares what it was given, and only then asks whether any webhook wants to hear of it: an
index of a table with a handful of rows. A pick moves reserved goods out of a bin, which changes nothing available, so
a booked pick seldom gets as far as that.
"""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa


@dataclass(frozen=True)
class Noted:
    """Rows of ``table`` that are worth telling: on which verbs, under which condition, and what is noted of them."""

    name: str
    table: str
    verb: str
    when: str
    kind: str
    subject: str
    detail: str


_AVAILABLE = "{0}.pickable - {0}.reserved - {0}.unreservable"
NOTED = (
    Noted("orders_made_told", "orders", "INSERT", "", "order.status", "NEW.id", "NEW.state"),
    Noted("orders_state_told", "orders", "UPDATE OF state", "OLD.state <> NEW.state", "order.status", "NEW.id",
          "NEW.state"),
    Noted("shipment_told", "shipment", "UPDATE OF shipped_at", "OLD.shipped_at IS NULL AND NEW.shipped_at IS NOT NULL",
          "parcel.shipped", "NEW.id", "''"),
    Noted("stock_level_told", "stock_level", "UPDATE", f"{_AVAILABLE.format('OLD')} <> {_AVAILABLE.format('NEW')}",
          "stock.level", "NEW.item_id", "CAST(NEW.owner_id AS VARCHAR(20))"),
    Noted("task_told", "task", "UPDATE OF state", "NEW.kind = 'receive' AND NEW.state = 'done' AND OLD.state <> 'done'",
          "receipt.closed", "NEW.id", "''"),
    Noted("exception_made_told", "exception", "INSERT", "", "exception.opened", "NEW.id", "NEW.state"),
    Noted("exception_state_told", "exception", "UPDATE OF state", "OLD.state = 'open' AND NEW.state <> 'open'",
          "exception.closed", "NEW.id", "NEW.state"),
    Noted("stock_alert_made_told", "stock_alert", "INSERT", "", "stock.low", "NEW.id", "''"),
    Noted("stock_alert_over_told", "stock_alert", "UPDATE OF state", "OLD.state = 'open' AND NEW.state <> 'open'",
          "stock.recovered", "NEW.id", "''"),
)  # fmt: skip
_NOW = {
    "sqlite": "CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER)",
    "postgresql": "CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000 AS BIGINT)",
}


def install(connection: sa.Connection) -> None:
    """(Re)install the triggers, once the tables of webhooks are there."""
    if not sa.inspect(connection).has_table("webhook_fact"):
        return
    remove(connection)
    dialect = connection.dialect.name
    existing = set(sa.inspect(connection).get_table_names())
    for one in NOTED:
        if one.table not in existing:
            continue
        # The owner of goods is noted as text: a fact has one subject and one detail.
        note = (
            "INSERT INTO webhook_fact (kind, site_id, subject, detail, at) "
            f"SELECT '{one.kind}', NEW.site_id, {one.subject}, {one.detail}, {_NOW[dialect]} "
            "WHERE EXISTS (SELECT 1 FROM webhook w WHERE w.site_id = NEW.site_id AND w.ended_at IS NULL "
            f"AND w.events LIKE '% {one.kind} %')"
        )
        put(connection, one.name, one.table, one.verb, one.when, note)


def put(connection: sa.Connection, name: str, table: str, verb: str, when: str, note: str) -> None:
    """Make a trigger that runs one statement behind each row that is written."""
    when = f"WHEN ({when}) " if when else ""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(
            f"CREATE TRIGGER {name} AFTER {verb} ON {table} {when}BEGIN {note}; END"
        )
        return
    connection.exec_driver_sql(
        f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN {note.replace('%', '%%')}; RETURN NULL; END $$"
    )
    connection.exec_driver_sql(
        f'CREATE TRIGGER {name} AFTER {verb} ON "{table}" FOR EACH ROW {when}'
        f"EXECUTE FUNCTION {name}()"
    )


def drop(connection: sa.Connection, name: str, table: str) -> None:
    """Take a trigger away, where it and its table are there."""
    if not sa.inspect(connection).has_table(table):
        return
    on = "" if connection.dialect.name == "sqlite" else f' ON "{table}"'
    connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {name}{on}")


def remove(connection: sa.Connection) -> None:
    """Take the triggers away."""
    for one in NOTED:
        drop(connection, one.name, one.table)
