"""The journal as a supervisor reads it: every scan with its author, device, task and the verdict that holds.

Newest first, by the id that the device gave the scan; a page is one query, however many names it shows.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

from pickface.db import Row, db, row, rows
from pickface.errors import NotFound
from pickface.insight.forms import JournalQuery
from pickface.insight.photos import Photos, of_events
from pickface.scans import checkpoints
from pickface.scans.journal import hash_of

MOST_IN_A_FILE = 100_000
FILE_PAGE = 1_000
COLUMNS = (
    "id", "received_at", "device_at", "person", "device", "task_id", "task_kind", "step", "kind", "code", "qty",
    "pack", "action", "outcome", "verdict", "verdict_code", "source", "stream", "seq", "hash", "checkpoint",
)  # fmt: skip
"""``hash`` is of the body as it came; ``checkpoint`` is the newest one when the file was made, on every row."""

_SELECT = (
    "SELECT e.id, e.received_at, e.device_at, e.person_id, p.name AS person_name, e.device_id, d.name AS device_name, "
    "e.task_id, t.kind AS task_kind, e.step, e.kind, e.code, e.source, e.stream, e.seq, e.body, "
    "v.verdict, v.code AS verdict_code, v.params FROM scan_event e "
    "LEFT JOIN verdict v ON v.id = (SELECT MAX(n.id) FROM verdict n WHERE n.event_id = e.id) "
    "LEFT JOIN person p ON p.id = e.person_id LEFT JOIN device d ON d.id = e.device_id "
    "LEFT JOIN task t ON t.id = e.task_id WHERE "
)
_CONDITIONS = {
    "site": "e.site_id = :site",
    "person": "e.person_id = :person",
    "task": "e.task_id = :task",
    "device": "e.device_id = :device",
    "stream": "e.stream = :stream",
    "event": "e.id = :event",
    "verdict": "v.verdict = :verdict",
    "since": "e.received_at >= :since",
    "until": "e.received_at < :until",
    "cursor": "e.id < :cursor",
    "item": "e.id IN (SELECT event_id FROM verdict WHERE item_id = :item)",
    "place": "e.id IN (SELECT event_id FROM verdict WHERE place_id = :place)",
    "order": "e.id IN (SELECT event_id FROM verdict WHERE order_id = :order UNION "
    "SELECT s.id FROM scan_event s JOIN task w ON w.id = s.task_id WHERE w.order_id = :order)",
}
_NAMES = {
    "item": "SELECT id FROM item WHERE sku = :name ORDER BY id LIMIT 1",
    "place": "SELECT id FROM place WHERE site_id = :site AND code = :name",
    "order": "SELECT id FROM orders WHERE site_id = :site AND number = :name ORDER BY id DESC LIMIT 1",
}


def read_page(site_id: int, query: JournalQuery) -> dict[str, Any]:
    """A page of the journal: ``{"items", "next"}``."""
    found = _read(_filters(site_id, query), query.limit + 1)
    photos = of_events(found[: query.limit])
    shown = [_entry(one, photos) for one in found[: query.limit]]
    return {"items": shown, "next": shown[-1]["id"] if len(found) > query.limit else None}


def table(site_id: int, query: JournalQuery) -> Iterator[Sequence[Any]]:
    """The same rows as a table with a head, at most a hundred thousand, read a page at a time."""
    filters = _filters(site_id, query)
    checkpoint = checkpoints.latest()
    yield COLUMNS
    left = MOST_IN_A_FILE
    while left > 0:
        try:
            found = _read(filters, min(FILE_PAGE, left))
        finally:
            # Nothing is held while a slow reader takes the page.
            db.session.remove()
        yield from (_cells(one, checkpoint) for one in found)
        if len(found) < FILE_PAGE:
            return
        left -= len(found)
        filters["cursor"] = found[-1]["id"]


def _read(filters: dict[str, Any], limit: int) -> list[Row]:
    where = " AND ".join(_CONDITIONS[name] for name in filters)
    return rows(f"{_SELECT}{where} ORDER BY e.id DESC LIMIT :limit", limit=limit, **filters)


def _filters(site_id: int, query: JournalQuery) -> dict[str, Any]:
    """What the query asks for, with names turned into ids."""
    asked = query.model_dump(exclude={"limit", "format"}, exclude_none=True)
    for kind in _NAMES.keys() & asked.keys():
        asked[kind] = _id_of(kind, str(asked[kind]), site_id)
    return {"site": site_id, **asked}


def _id_of(kind: str, name: str, site_id: int) -> int:
    """The id that a code stands for; digits that are no code are an id."""
    sql = _NAMES[kind]
    known = row(sql, name=name, **({"site": site_id} if ":site" in sql else {}))
    if known is not None:
        return int(known["id"])
    if name.isdecimal() and len(name) <= 15:
        return int(name)
    raise NotFound(f"no {kind} has this code", **{kind: name})


def _entry(one: Row, photos: Photos) -> dict[str, Any]:
    body = _body(one["body"])
    qty, pack, action, outcome = (body.get(name) for name in ("qty", "pack", "action", "outcome"))
    return {
        "id": one["id"],
        "received_at": one["received_at"],
        "device_at": one["device_at"],
        "person": _named(one["person_id"], one["person_name"]),
        "device": _named(one["device_id"], one["device_name"]),
        "task": {"id": one["task_id"], "kind": one["task_kind"]} if one["task_id"] else None,
        "step": one["step"],
        "kind": one["kind"],
        "code": one["code"],
        "qty": qty if type(qty) is int else None,
        "pack": pack if isinstance(pack, str) else None,
        "action": action if isinstance(action, str) else None,
        "outcome": outcome if isinstance(outcome, dict) else None,
        "verdict": one["verdict"],
        "verdict_code": one["verdict_code"],
        "params": json.loads(one["params"]) if one["params"] else {},
        "source": one["source"],
        "stream": one["stream"],
        "seq": one["seq"],
        "of": body["of"] if isinstance(body.get("of"), str) else None,
        "photo": next(iter(photos.get(one["id"], [])), None),
    }


def _body(text: str) -> dict[str, Any]:
    """What was sent, as far as it can be read: malformed bodies are in the journal too."""
    try:
        body = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return body if isinstance(body, dict) else {}


def _named(key: Any, name: str | None) -> dict[str, Any] | None:
    return {"id": key, "name": name} if key is not None else None


def _cells(one: Row, checkpoint: str) -> list[Any]:
    entry = _entry(one, {})
    flat = {
        **entry,
        "hash": hash_of(one["body"]),
        "checkpoint": checkpoint,
        "received_at": _moment(entry["received_at"]),
        "device_at": _moment(entry["device_at"]),
        "person": (entry["person"] or {}).get("name"),
        "device": (entry["device"] or {}).get("name"),
        "task_id": (entry["task"] or {}).get("id"),
        "task_kind": (entry["task"] or {}).get("kind"),
        "outcome": (entry["outcome"] or {}).get("code"),
    }
    return [flat[name] for name in COLUMNS]


def _moment(at: int) -> datetime | str:
    """UTC. A device's clock may say anything."""
    try:
        return datetime.fromtimestamp(at / 1000, tz=UTC)
    except (ValueError, OverflowError, OSError):
        return str(at)
