"""What search looks through: one row for each thing that people look for, written by the services that write the thing.

What is said of a thing stands here once: for one that was just written (:func:`note`) and for all of them
(:func:`refill`), as an installation needs that was filled by other means. The index over the words is the database's:
FTS5 with trigrams in SQLite, ``pg_trgm`` in PostgreSQL.
"""

from __future__ import annotations

from collections.abc import Mapping

from pickface.db import Tx

# Columns: key, site (0: any), code, title, further words. ``{join}`` glues texts of several rows together.
SOURCES: Mapping[str, str] = {
    "item": "SELECT CAST(x.id AS TEXT), 0, x.sku, x.name,"
    " COALESCE((SELECT {join}(b.value, ' ') FROM barcode b WHERE b.item_id = x.id), '') FROM item x",
    "lot": "SELECT CAST(x.id AS TEXT), 0, x.code, i.name, i.sku FROM lot x JOIN item i ON i.id = x.item_id",
    "place": "SELECT CAST(x.id AS TEXT), x.site_id, x.code, x.kind, '' FROM place x",
    "container": "SELECT x.code, COALESCE(x.site_id, 0), x.code, x.kind, '' FROM container x",
    "order": "SELECT CAST(x.id AS TEXT), x.site_id, x.number, x.customer, x.city FROM orders x",
    "purchase_order": "SELECT CAST(x.id AS TEXT), x.site_id, x.number, s.name, s.code"
    " FROM purchase_order x JOIN supplier s ON s.id = x.supplier_id",
    "person": "SELECT CAST(x.id AS TEXT), x.site_id, COALESCE(x.badge, x.login, ''), x.name, COALESCE(x.login, '')"
    " FROM person x",
}
_NAMED = {"container": "x.code"}
_REAL = {"lot": "x.id > 0", "place": "x.id > 0 AND x.virtual = 0", "container": "x.code <> ''"}
_WRITE = """
INSERT INTO search_entry (kind, key, site_id, code, code_key, title, words)
SELECT '{kind}', f.key, f.site_id, f.code, LOWER(f.code), f.title, LOWER(f.code || ' ' || f.title || ' ' || f.more)
FROM ({source}) AS f WHERE f.key IS NOT NULL
ON CONFLICT (kind, key) DO UPDATE SET site_id = excluded.site_id, code = excluded.code,
    code_key = excluded.code_key, title = excluded.title, words = excluded.words
WHERE search_entry.words <> excluded.words OR search_entry.site_id <> excluded.site_id
"""


def note(tx: Tx, kind: str, key: int | str) -> None:
    """A thing was made or renamed: let it be found by what it is called now."""
    tx.run(statement(tx.dialect, kind, f"{_NAMED.get(kind, 'x.id')} = :key"), key=key)


def refill(tx: Tx, kind: str, after: int | str, pieces: int) -> int | str | None:
    """Write the next things of a kind behind ``after``; the last one's key, None when there are no more."""
    key = _NAMED.get(kind, "x.id")
    through = tx.value(
        f"SELECT MAX(id) FROM (SELECT {key} AS id FROM {_table(kind)} x WHERE {key} > :after"
        f" ORDER BY {key} LIMIT :pieces) AS piece",
        after=after,
        pieces=pieces,
    )
    if through is None:
        return None
    where = f"{key} > :after AND {key} <= :through"
    tx.run(statement(tx.dialect, kind, where), after=after, through=through)
    found: int | str = through
    return found


def first_key(kind: str) -> int | str:
    """What stands before all keys of a kind."""
    return "" if kind in _NAMED else -1


def _table(kind: str) -> str:
    return SOURCES[kind].rsplit(" FROM ", 1)[1].split()[0]


def statement(dialect: str, kind: str, where: str = "1 = 1") -> str:
    """Writes the things of a kind that ``where`` (of ``x``) names: all of them, where it names none."""
    join = "group_concat" if dialect == "sqlite" else "string_agg"
    source = SOURCES[kind].format(join=join)
    # The first of a union names the columns of all.
    named = "SELECT NULL AS key, 0 AS site_id, '' AS code, '' AS title, '' AS more WHERE 1 = 0"
    only = " AND ".join([where, *([_REAL[kind]] if kind in _REAL else [])])
    return _WRITE.format(kind=kind, source=f"{named} UNION ALL {source} WHERE {only}")
