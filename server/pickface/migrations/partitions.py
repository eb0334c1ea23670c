"""Monthly partitions of the journal and the ledger in PostgreSQL.

Both are ranged by id: a UUIDv7 grows with time, and a partition key must be part of the unique id (LAWS 11).
"""

from __future__ import annotations

import datetime as dt
import time

import sqlalchemy as sa

PARTITIONED = ("scan_event", "move")
MONTHS_AHEAD = 24


def make_ahead(connection: sa.Connection, months: int | None = None) -> None:
    """Make the partitions of the coming months and the default one that takes what wrong clocks send."""
    if connection.dialect.name == "sqlite":
        return
    existing = set(sa.inspect(connection).get_table_names())
    for table in PARTITIONED:
        if table not in existing:
            continue
        connection.execute(
            sa.text(f'CREATE TABLE IF NOT EXISTS {table}_default PARTITION OF "{table}" DEFAULT')
        )
        month = dt.datetime.fromtimestamp(time.time(), dt.UTC).replace(
            day=1, hour=0, minute=0, second=0, microsecond=0
        )
        for _ in range(MONTHS_AHEAD if months is None else months):
            after = (month + dt.timedelta(days=32)).replace(day=1)
            name = f"{table}_{month:%Y_%m}"
            if name not in existing:
                connection.execute(
                    sa.text(
                        f'CREATE TABLE IF NOT EXISTS {name} PARTITION OF "{table}" '
                        f"FOR VALUES FROM ('{_edge(month)}') TO ('{_edge(after)}')"
                    )
                )
            month = after


def _edge(moment: dt.datetime) -> str:
    """The smallest UUIDv7 text of a moment."""
    digits = f"{int(moment.timestamp() * 1000):012x}"
    return f"{digits[:8]}-{digits[8:]}"
