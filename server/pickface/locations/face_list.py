"""Pick faces as the office lists them: the most pressing first, or by bin or item, a page at a time.

How pressing a face is follows from stock, promises and refills, so that order reads all faces of a site, in some
statements for each four hundred, as the refills are planned; bins and items are found along their own codes.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, Final

from pickface.contract import like
from pickface.db import clock, one_moment, rows
from pickface.locations import face_states, settings
from pickface.locations.face_forms import FacesQuery
from pickface.locations.face_rules import days_left
from pickface.locations.face_states import Face
from pickface.locations.pick_faces import NoSuchFace
from pickface.paging import Kind, Sort, cursor, ended_at, where

_URGENCY: Final = {"dry": 0, "low": 1, "ok": 2}
_CODES: Final = {"place": "p.code", "item": "i.sku"}
_ALONG: Final = """
SELECT f.id, p.code AS place, i.sku FROM pick_face f JOIN place p ON p.id = f.place_id JOIN item i ON i.id = f.item_id
WHERE f.site_id = :site {which} ORDER BY {order} LIMIT :most
"""
_CALLED: Final = "(LOWER(p.code) LIKE :q ESCAPE '!' OR LOWER(i.sku) LIKE :q ESCAPE '!')"
_KINDS: Final[dict[str, tuple[Kind, ...]]] = {
    "pressing": (int, int, int, int, str, int),
    "place": (str, int),
    "item": (str, int),
}


def list_faces(site_id: int, query: FacesQuery) -> dict[str, Any]:
    """A page of faces as they stand; where all of them were read, also how many are dry, low, or being refilled."""
    ended = ended_at(query.cursor, query.sort, query.descending, _KINDS[query.sort])
    if query.sort != "pressing" and not query.state:
        return _along(site_id, query, ended)
    everything = _shown(site_id)
    fitting = sorted(
        (one for one in everything if _fits(one, query)),
        key=lambda one: _key(one, query.sort),
        reverse=query.descending,
    )
    if ended is not None:
        at = tuple(ended)
        fitting = [
            one
            for one in fitting
            if (_key(one, query.sort) < at if query.descending else _key(one, query.sort) > at)
        ]
    return {**_page(fitting[: query.limit + 1], query), **sums(everything)}


def _along(site_id: int, query: FacesQuery, ended: list[Any] | None) -> dict[str, Any]:
    """A page along the codes of bins or items: only its faces are looked at."""
    sort = Sort((_CODES[query.sort],), _KINDS[query.sort], id="f.id")
    behind, bound = sort.after(query.descending, ended)
    which = where({_CALLED: query.q, behind: behind})
    with one_moment():
        found = rows(
            _ALONG.format(
                which=f"AND {which}" if which else "", order=sort.order(query.descending)
            ),
            site=site_id,
            most=query.limit + 1,
            **({"q": like(query.q)} if query.q else {}),
            **bound,
        )
        shown = {one["id"]: one for one in _shown(site_id, [one["id"] for one in found])}
    return _page([shown[one["id"]] for one in found], query)


def _page(found: list[dict[str, Any]], query: FacesQuery) -> dict[str, Any]:
    shown = found[: query.limit]
    if len(found) <= query.limit:
        return {"items": shown, "next": None}
    at = _key(shown[-1], query.sort)
    return {"items": shown, "next": cursor(query.sort, query.descending, at)}


def _fits(one: dict[str, Any], query: FacesQuery) -> bool:
    text = query.q.lower()
    if text and text not in one["place"].lower() and text not in one["sku"].lower():
        return False
    coming = query.state == "coming" and one["coming"] > 0
    return not query.state or one["state"] == query.state or coming


def _key(one: dict[str, Any], sort: str) -> tuple[Any, ...]:
    """Where a face stands in an order: no two stand at the same place."""
    if sort == "place":
        return (one["place"], one["id"])
    if sort == "item":
        return (one["sku"], one["id"])
    days = one["days_left"]
    called, lasts = int(not one["called"]), int(days is None)
    return (called, _URGENCY[one["state"]], lasts, days or 0, one["place"], one["id"])


def sums(shown: Collection[dict[str, Any]]) -> dict[str, int]:
    """How many faces there are, and how many of them are in a state."""
    return {
        "faces": len(shown),
        "dry": sum(one["state"] == "dry" for one in shown),
        "low": sum(one["state"] == "low" for one in shown),
        "coming": sum(one["coming"] > 0 for one in shown),
    }


def show_face(site_id: int, face_id: int) -> dict[str, Any]:
    """One face as it stands; NoSuchFace."""
    found = [one for one in _shown(site_id, [face_id]) if one["id"] == face_id]
    if not found:
        raise NoSuchFace("no such pick face", pick_face=face_id)
    return found[0]


def _shown(site_id: int, only: Collection[int] | None = None) -> list[dict[str, Any]]:
    wanted = settings.of_site(site_id)
    days = (wanted.face_min_days, wanted.face_max_days)
    return [_row(face) for face in face_states.read(rows, site_id, days, clock(), faces=only)]


def _row(face: Face) -> dict[str, Any]:
    row, now = face.row, face.standing
    low = now.left < face.levels.least
    a_day = int(row["a_day_milli"])
    return {
        "id": face.id,
        "place_id": row["place_id"],
        "place": row["place"],
        "item_id": row["item_id"],
        "sku": row["sku"],
        "name": row["name"],
        "min_qty": face.levels.least,
        "max_qty": face.levels.most,
        "from_forecast": row["max_qty"] == 0,
        "has": now.has,
        "free": now.free,
        "coming": now.coming,
        "waited_for": now.pinned_in_reserve + now.reserved,
        "reserve": sum(max(0, one.free) for one in face.reserve),
        "a_day_milli": a_day,
        "days_left": days_left(max(0, now.free), a_day),
        "state": "dry" if now.free <= 0 else "low" if low else "ok",
        "called": now.called,
        "task_id": row["task_id"],
        "task_state": row["task_state"],
    }
