"""All items and where they are: a page at a time from the projections, in any order, or as one types.

A page costs what a page holds: by SKU and name an index is walked, a search compares a few hundred candidates, and no
order counts or skips rows. Orders by a number read the levels of the house once, with nothing kept.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from pickface.catalog.service import HOUSE
from pickface.db import Row, db, rows
from pickface.insight.search import search
from pickface.insight.stock_forms import StockListQuery
from pickface.paging import cursor, ended_at
from pickface.sight import whose
from pickface.stock.balances import levels_of_items

COLUMNS = ("sku", "name", "zone", "on_hand", "reserved", "available", "incoming", "places")
FILE_PAGE = 500
SHOWN_PLACES = 4
SEARCHED = 100
"""What is typed finds so many at most: whoever wants more types more."""
_ITEM = "i.id, i.sku, i.name, i.zone_code AS zone, i.tracking, i.active"
_SORTS = {
    "sku": "i.sku",
    "name": "i.name",
    "on_hand": "s.on_hand",
    "reserved": "s.reserved",
    "available": "(s.pickable - s.reserved - s.unreservable)",
}
_BY_TEXT = frozenset({"sku", "name"})
_LEVEL = (
    "LEFT JOIN stock_level s ON s.item_id = i.id AND s.owner_id = :whose AND s.site_id = :site "
)
After = tuple[Any, int]
"""Where a page ended: the value that is sorted by (None: an item without a level) and the item's id."""
_SPOTS = """
SELECT b.item_id, p.code AS place, SUM(b.qty) AS qty FROM balance b JOIN place p ON p.id = b.place_id
WHERE b.item_id IN ({items}) AND b.virtual = 0 AND b.qty > 0 AND b.site_id = :site
GROUP BY b.item_id, p.code ORDER BY b.item_id, p.code
"""


def stock_list(site_id: int, role: str, query: StockListQuery) -> dict[str, Any]:
    """A page of items with their numbers and places: ``{"items", "next", "more"}``."""
    if query.q:
        found, more = _searched(site_id, role, query)
        return {"items": _with_numbers(site_id, found), "next": None, "more": more}
    sort = query.sort or "sku"
    found = _page(site_id, sort, query.descending, _after(query), query.limit + 1)
    shown = found[: query.limit]
    last = shown[-1] if len(found) > query.limit else None
    following = cursor(sort, query.descending, (last["at"], last["id"])) if last else None
    return {"items": _with_numbers(site_id, shown), "next": following, "more": False}


def table(site_id: int, role: str, query: StockListQuery) -> Iterator[Sequence[Any]]:
    """The same items as a table with a head: what was searched, or all of them in their order, a page at a time."""
    yield COLUMNS
    if query.q:
        yield from _cells(site_id, _searched(site_id, role, query)[0])
        return
    sort, after = query.sort or "sku", None
    while True:
        try:
            found = _page(site_id, sort, query.descending, after, FILE_PAGE)
            cells = _cells(site_id, found)
        finally:
            # Nothing is held while a slow reader takes the page.
            db.session.remove()
        yield from cells
        if len(found) < FILE_PAGE:
            return
        after = (found[-1]["at"], found[-1]["id"])


def _page(site_id: int, sort: str, descending: bool, after: After | None, limit: int) -> list[Row]:
    if sort in _BY_TEXT:
        return _by_text(sort, descending, after, limit)
    # What was never here has no level: it stands below all that has one. No number is below nothing.
    parts = [_leveled, _never_here] if descending else [_never_here, _leveled]
    if after is not None:
        parts = parts[parts.index(_leveled if after[0] is not None else _never_here) :]
    found: list[Row] = []
    for part in parts:
        found += part(site_id, sort, descending, after, limit - len(found))
        after = None
        if len(found) >= limit:
            break
    return found


def _by_text(sort: str, descending: bool, after: After | None, limit: int) -> list[Row]:
    """Along the index of SKUs or names."""
    by, way, beyond = _SORTS[sort], "DESC" if descending else "ASC", "<" if descending else ">"
    where = f" AND ({by}, i.id) {beyond} (:at, :id)" if after else ""
    return rows(
        f"SELECT {_ITEM}, {by} AS at FROM item i WHERE i.owner_id = :owner{where} "
        f"ORDER BY {by} {way}, i.id {way} LIMIT :limit",
        owner=HOUSE,
        limit=limit,
        **({"at": after[0], "id": after[1]} if after else {}),
    )


def _leveled(
    site_id: int, sort: str, descending: bool, after: After | None, limit: int
) -> list[Row]:
    """Items that have a level at the site, by one of its numbers: one narrow table is read, and nothing joined to it
    but what is shown.
    """
    by, way, beyond = _SORTS[sort], "DESC" if descending else "ASC", "<" if descending else ">"
    where = f" AND ({by}, s.item_id) {beyond} (:at, :id)" if after else ""
    levels = (
        f"SELECT s.item_id, {by} AS at FROM stock_level s WHERE s.site_id = :site AND s.owner_id = :owner{where} "
        f"ORDER BY {by} {way}, s.item_id {way} LIMIT :limit"
    )
    return rows(
        f"SELECT {_ITEM}, l.at FROM ({levels}) l JOIN item i ON i.id = l.item_id ORDER BY l.at {way}, i.id {way}",
        site=site_id,
        owner=whose(),
        limit=limit,
        **({"at": after[0], "id": after[1]} if after else {}),
    )


def _never_here(
    site_id: int, _sort: str, descending: bool, after: After | None, limit: int
) -> list[Row]:
    """Items that the site has no level of, by id."""
    way, beyond = ("DESC", "<") if descending else ("ASC", ">")
    where = f" AND i.id {beyond} :id" if after else ""
    return rows(
        f"SELECT {_ITEM}, NULL AS at FROM item i WHERE i.owner_id = :owner{where} AND NOT EXISTS (SELECT 1 "
        "FROM stock_level s WHERE s.item_id = i.id AND s.owner_id = :whose AND s.site_id = :site) "
        f"ORDER BY i.id {way} LIMIT :limit",
        site=site_id,
        owner=HOUSE,
        whose=whose(),
        limit=limit,
        **({"id": after[1]} if after else {}),
    )


def _searched(site_id: int, role: str, query: StockListQuery) -> tuple[list[Row], bool]:
    """What was typed, best first or in the order that was asked for, and whether there may be more of it."""
    hits = search(query.q, site_id, role, SEARCHED + 1, kinds=("item",))
    ids = [int(hit["key"]) for hit in hits[:SEARCHED]]
    found = {one["id"]: one for one in _of_ids(site_id, ids, query.sort or "sku")}
    ranked = [found[item_id] for item_id in ids if item_id in found]
    if query.sort:
        ranked.sort(
            key=lambda one: (one["at"] if query.sort in _BY_TEXT else one["at"] or 0, one["id"]),
            reverse=query.descending,
        )
    return ranked, len(hits) > SEARCHED


def _of_ids(site_id: int, ids: Sequence[int], sort: str) -> list[Row]:
    if not ids:
        return []
    bound = {f"item_{n}": item_id for n, item_id in enumerate(ids)}
    marks = ", ".join(f":{name}" for name in bound)
    return rows(
        f"SELECT {_ITEM}, {_SORTS[sort]} AS at FROM item i {_LEVEL}WHERE i.id IN ({marks})",
        site=site_id,
        whose=whose(),
        **bound,
    )


def _with_numbers(site_id: int, found: Sequence[Row]) -> list[dict[str, Any]]:
    ids = [one["id"] for one in found]
    if not ids:
        return []
    levels, spots = levels_of_items(ids, site_id, whose()), _spots(site_id, ids)
    shown = []
    for one in found:
        places = spots.get(one["id"], [])
        shown.append(
            {
                **{name: one[name] for name in ("id", "sku", "name", "zone", "tracking", "active")},
                **levels[one["id"]],
                "places": places[:SHOWN_PLACES],
                "more_places": max(0, len(places) - SHOWN_PLACES),
            }
        )
    return shown


def _spots(site_id: int, ids: Sequence[int]) -> dict[int, list[dict[str, Any]]]:
    bound = {f"item_{n}": item_id for n, item_id in enumerate(ids)}
    sql = _SPOTS.format(items=", ".join(f":{name}" for name in bound))
    found: dict[int, list[dict[str, Any]]] = {}
    for one in rows(sql, site=site_id, **bound):
        spot = {"place": one["place"], "qty": int(one["qty"])}
        found.setdefault(one["item_id"], []).append(spot)
    return found


def _after(query: StockListQuery) -> After | None:
    """Where the page before ended; a cursor of another order is refused, since it would leave items out."""
    sort = query.sort or "sku"
    kind = str if sort in _BY_TEXT else (int, type(None))
    ended = ended_at(query.cursor, sort, query.descending, (kind, int))
    return None if ended is None else (ended[0], ended[1])


def _cells(site_id: int, found: Sequence[Row]) -> list[list[Any]]:
    spots = _spots(site_id, [one["id"] for one in found]) if found else {}
    levels = levels_of_items([one["id"] for one in found], site_id, whose()) if found else {}
    lines = []
    for one in found:
        where = "; ".join(f"{spot['place']} {spot['qty']}" for spot in spots.get(one["id"], []))
        entry = {**one, **levels[one["id"]], "places": where}
        lines.append([entry[name] for name in COLUMNS])
    return lines
