"""Containers that can be taken whole: one item of one owner, in a bin, standing by itself, and nobody works with it.

Which kinds a site takes so is its setting ``whole_containers``. Serials are not taken unseen: each of them is scanned.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from typing import NamedTuple

from pickface.db import Row

Read = Callable[..., list[Row]]
"""``tx.all`` or ``db.rows``: plain SQL with named parameters."""
KINDS = {"none": (), "pallets": ("pallet",), "pallets_and_cartons": ("pallet", "carton")}
"""The kinds of containers by what a site says."""
USUAL = "pallets"

_ALONE = """
SELECT c.code, c.kind, SUM(b.qty) AS units FROM container c JOIN place p ON p.id = c.place_id
JOIN balance b ON b.container = c.code AND b.virtual = 0 AND b.qty > 0 JOIN item i ON i.id = b.item_id
WHERE c.code IN ({codes}) AND c.kind IN ({kinds}) AND c.order_id IS NULL AND c.parent = '' AND (c.state = 'closed'
    OR (c.state = 'open' AND NOT EXISTS (SELECT 1 FROM task t WHERE t.id = c.task_id
        AND t.state IN ('ready', 'offered', 'begun', 'parked', 'held'))))
AND p.kind = 'bin' AND NOT EXISTS (SELECT 1 FROM container k WHERE k.parent = c.code AND k.parent <> '')
GROUP BY c.code, c.kind HAVING COUNT(DISTINCT b.item_id) = 1 AND COUNT(DISTINCT b.owner_id) = 1
AND MIN(CASE WHEN b.place_id = c.place_id AND b.pickable = 1 AND i.tracking <> 'serial' THEN 1 ELSE 0 END) = 1
"""
_FREE = f"{_ALONE} AND MAX(b.pinned + b.unreservable) = 0"
_PINNED = f"{_ALONE} AND SUM(b.pinned) = SUM(b.qty) AND MAX(b.unreservable) = 0"


class Whole(NamedTuple):
    """A container that can be taken whole: its kind, and how many units are in it."""

    kind: str
    units: int


def kinds_of(settings: str | None) -> tuple[str, ...]:
    """The kinds of containers that a site takes whole, by its settings as they are stored."""
    return KINDS.get(json.loads(settings or "{}").get("whole_containers", USUAL), ())


def free(read: Read, kinds: Iterable[str], codes: Iterable[str]) -> dict[str, Whole]:
    """Of these containers those of which nothing is promised or held, by plate."""
    return _found(read, _FREE, kinds, codes)


def pinned(read: Read, kinds: Iterable[str], codes: Iterable[str]) -> dict[str, Whole]:
    """Of these containers those of which everything is pinned, by plate; for whom is for the caller to see."""
    return _found(read, _PINNED, kinds, codes)


def _found(read: Read, sql: str, kinds: Iterable[str], codes: Iterable[str]) -> dict[str, Whole]:
    named = {f"code_{n}": code for n, code in enumerate(sorted(set(codes) - {""}))}
    words = ", ".join(f"'{kind}'" for kind in kinds)
    if not named or not words:
        return {}
    marks = ", ".join(f":{name}" for name in named)
    found = read(sql.format(codes=marks, kinds=words), **named)
    return {one["code"]: Whole(one["kind"], int(one["units"])) for one in found}
