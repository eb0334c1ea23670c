"""Append-only means it: the database itself refuses to change or remove history (LAWS 11)."""

from __future__ import annotations

import sqlalchemy as sa

APPEND_ONLY = (
    "scan_event", "verdict", "move", "script", "delivery", "checkpoint", "checkpoint_head", "redaction",
    "setting_change", "stock_rule_change", "container_event",
    "stock_snapshot", "stock_snapshot_line",
    "cost_entry", "cost_change", "exchange_rate",
    "invoice", "document_logo",
)  # fmt: skip
"""Tables whose rows are never changed, but for what ``BLANKED`` allows."""
BLANKED = {
    "scan_event": (
        ("body", "code"),
        "NEW.code = '' AND NEW.body = 'redacted:' || (SELECT r.hash FROM redaction r WHERE r.event_id = OLD.id) "
        "AND substr(OLD.body, 1, 9) <> 'redacted:'",
    ),
    "verdict": (
        ("params",),
        "NEW.params = '{}' AND EXISTS (SELECT 1 FROM redaction r WHERE r.event_id = OLD.event_id)",
    ),
}
"""What redacting changes: these columns, to nothing else than this, of an event that ``redaction`` names (LAWS 26)."""


def install(connection: sa.Connection) -> None:
    """(Re)install the triggers on every append-only table that exists."""
    existing = set(sa.inspect(connection).get_table_names())
    for table in APPEND_ONLY:
        if table not in existing:
            continue
        if connection.dialect.name == "sqlite":
            for verb in ("UPDATE", "DELETE"):
                name = f"{table}_no_{verb.lower()}"
                unless = _unless_blanked(connection, table) if verb == "UPDATE" else ""
                connection.execute(sa.text(f"DROP TRIGGER IF EXISTS {name}"))
                connection.execute(
                    sa.text(
                        f"CREATE TRIGGER {name} BEFORE {verb} ON {table} {unless}"
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
                    f"FOR EACH ROW EXECUTE FUNCTION {_guard(connection, table)}()"
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


def _may_be_blanked(connection: sa.Connection, table: str) -> bool:
    """Whether anything of a table may change; nothing before the migration that brings redacting."""
    return table in BLANKED and sa.inspect(connection).has_table("redaction")


def _unless_blanked(connection: sa.Connection, table: str) -> str:
    """The condition under which SQLite's trigger refuses an update of a table that may be blanked."""
    if not _may_be_blanked(connection, table):
        return ""
    columns, blank = BLANKED[table]
    others = {column["name"] for column in sa.inspect(connection).get_columns(table)} - {*columns}
    same = " AND ".join(f"NEW.{name} IS OLD.{name}" for name in sorted(others))
    return f"WHEN ({blank} AND {same}) IS NOT TRUE "


def _guard(connection: sa.Connection, table: str) -> str:
    """PostgreSQL's function that refuses the changes of a table, made first if it has one of its own."""
    if not _may_be_blanked(connection, table):
        return "refuse_change"
    columns, blank = BLANKED[table]
    others = [f"to_jsonb({side}) - '{{{','.join(columns)}}}'::text[]" for side in ("NEW", "OLD")]
    name = f"refuse_change_of_{table}"
    connection.execute(
        sa.text(
            f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            f"IF TG_OP = 'UPDATE' THEN IF {blank} AND {' = '.join(others)} THEN RETURN NEW; END IF; END IF; "
            "RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$"
        )
    )
    return name


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
