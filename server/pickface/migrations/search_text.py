"""The index over the words of what can be found: FTS5 with trigrams in SQLite, ``pg_trgm`` in PostgreSQL.

The triggers are on the table of what can be found alone: nothing that a scan writes carries any.
"""

from __future__ import annotations

import sqlalchemy as sa

_SQLITE = (
    "CREATE VIRTUAL TABLE search_text USING fts5("
    "words, content='search_entry', content_rowid='id', tokenize='trigram')",
    "CREATE TRIGGER search_entry_made AFTER INSERT ON search_entry BEGIN"
    " INSERT INTO search_text (rowid, words) VALUES (new.id, new.words); END",
    "CREATE TRIGGER search_entry_changed AFTER UPDATE OF words ON search_entry BEGIN"
    " INSERT INTO search_text (search_text, rowid, words) VALUES ('delete', old.id, old.words);"
    " INSERT INTO search_text (rowid, words) VALUES (new.id, new.words); END",
    "CREATE TRIGGER search_entry_gone AFTER DELETE ON search_entry BEGIN"
    " INSERT INTO search_text (search_text, rowid, words) VALUES ('delete', old.id, old.words); END",
)
_POSTGRESQL = (
    "CREATE EXTENSION IF NOT EXISTS pg_trgm",
    "CREATE INDEX search_entry_words ON search_entry USING gin (words gin_trgm_ops)",
)


def install(connection: sa.Connection) -> None:
    """Make the index over an empty table."""
    for statement in _SQLITE if connection.dialect.name == "sqlite" else _POSTGRESQL:
        connection.execute(sa.text(statement.replace(":", r"\:")))


def remove(connection: sa.Connection) -> None:
    """Take it away; the extension may serve others."""
    if connection.dialect.name == "sqlite":
        connection.execute(sa.text("DROP TABLE search_text"))
