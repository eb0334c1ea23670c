"""The rows that stand for "none", so that no key of stock is ever NULL (LAWS 16), and the house as owner 1."""

from __future__ import annotations

import sqlalchemy as sa

ROWS = (
    (
        "owner",
        "INSERT INTO owner (id, code, name) VALUES (1, 'house', 'House') ON CONFLICT DO NOTHING",
    ),
    (
        "lot",
        "INSERT INTO lot (id, item_id, code, expires_on, parent_id) VALUES (0, 0, '', '', 0) "
        "ON CONFLICT DO NOTHING",
    ),
    (
        "place",
        "INSERT INTO place (id, code, kind, virtual) VALUES (0, '', 'none', 1) ON CONFLICT DO NOTHING",
    ),
    (
        "container",
        "INSERT INTO container (code, kind, place_id, state) VALUES ('', 'none', 0, 'empty') "
        "ON CONFLICT DO NOTHING",
    ),
)


def plant(connection: sa.Connection) -> None:
    """Insert the rows that are missing."""
    existing = set(sa.inspect(connection).get_table_names())
    for table, sql in ROWS:
        if table in existing:
            connection.execute(sa.text(sql))
    if connection.dialect.name == "postgresql" and "owner" in existing:
        connection.execute(
            sa.text(
                "SELECT setval(pg_get_serial_sequence('owner', 'id'), (SELECT max(id) FROM owner))"
            )
        )
