"""Append-only means it: the database itself refuses to change or remove history (LAWS 11)."""

from __future__ import annotations

import sqlalchemy as sa

APPEND_ONLY = (
    "scan_event", "verdict", "move", "script", "delivery", "checkpoint", "checkpoint_head",
)  # fmt: skip
"""Tables whose rows are never changed. ``redact`` will be the one audited exception, by a setting of the session."""


def install(connection: sa.Connection) -> None:
    """(Re)install the triggers on every append-only table that exists."""
    existing = set(sa.inspect(connection).get_table_names())
    for table in APPEND_ONLY:
        if table not in existing:
            continue
        if connection.dialect.name == "sqlite":
            for verb in ("UPDATE", "DELETE"):
                name = f"{table}_no_{verb.lower()}"
                connection.execute(sa.text(f"DROP TRIGGER IF EXISTS {name}"))
                connection.execute(
                    sa.text(
                        f"CREATE TRIGGER {name} BEFORE {verb} ON {table} "
                        f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
                    )
                )
        else:
            connection.execute(
                sa.text(
                    "CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
                    "$$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$"
                )
            )
            connection.execute(sa.text(f'DROP TRIGGER IF EXISTS {table}_no_change ON "{table}"'))
            connection.execute(
                sa.text(
                    f'CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON "{table}" '
                    "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
                )
            )
            # Partitions inherit the triggers of rows, not those of statements.
            for part in (table, *_partitions(connection, table)):
                connection.execute(
                    sa.text(f'DROP TRIGGER IF EXISTS {part}_no_truncate ON "{part}"')
                )
                connection.execute(
                    sa.text(
                        f'CREATE TRIGGER {part}_no_truncate BEFORE TRUNCATE ON "{part}" '
                        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
                    )
                )


def _partitions(connection: sa.Connection, table: str) -> list[str]:
    found = connection.execute(
        sa.text(
            "SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid "
            "WHERE i.inhparent = CAST(:parent AS regclass)"
        ),
        {"parent": table},
    )
    return [str(name) for (name,) in found]


def installed(connection: sa.Connection) -> set[str]:
    """The names of the triggers that the database has."""
    if connection.dialect.name == "sqlite":
        found = connection.execute(sa.text("SELECT name FROM sqlite_master WHERE type = 'trigger'"))
    else:
        found = connection.execute(sa.text("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"))
    return {str(name) for (name,) in found}
