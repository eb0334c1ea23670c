"""Pick faces as they stand: what they have, what comes, who waits, and what lies in reserve for them."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pickface.db import Row
from pickface.locations.face_rules import Levels, Standing, levels_of, room_of

Read = Callable[..., list[Row]]
"""``tx.all`` or ``db.rows``."""
SOON_MS = 24 * 3_600_000
"""Orders that are to leave within a day count before they are released."""
AT_ONCE = 400

_FACES = """
SELECT f.id, f.site_id, f.place_id, f.item_id, f.min_qty, f.max_qty, f.task_id, f.called_at, p.code AS place,
    p.max_weight_g, p.volume_mm3, CASE WHEN p.active = 0 THEN 1 ELSE COALESCE(z.frozen_at, 0) END AS frozen_at,
    COALESCE(z.code, '') AS zone, i.sku, i.name,
    i.owner_id, i.tracking, i.weight_g, i.volume_mm3 AS unit_mm3, COALESCE(fc.a_day_milli, 0) AS a_day_milli,
    t.state AS task_state, t.facts, t.progress, t.priority
FROM pick_face f JOIN place p ON p.id = f.place_id JOIN item i ON i.id = f.item_id LEFT JOIN zone z ON z.id = p.zone_id
LEFT JOIN forecast fc ON fc.site_id = f.site_id AND fc.item_id = f.item_id LEFT JOIN task t ON t.id = f.task_id
WHERE f.site_id = :site AND {which} ORDER BY p.code, f.id
"""
_STOCK = """
SELECT b.item_id, b.lot_id, b.place_id, b.container, b.owner_id, b.qty, b.pinned, b.unreservable, b.first_in_at,
    l.code AS lot_code, l.expires_on, p.code AS place, COALESCE(z.proof, 'bin_item') AS proof,
    COALESCE(z.frozen_at, 0) AS frozen_at, f.id AS face_id
FROM balance b JOIN place p ON p.id = b.place_id JOIN lot l ON l.id = b.lot_id LEFT JOIN zone z ON z.id = p.zone_id
LEFT JOIN pick_face f ON f.place_id = b.place_id AND f.item_id = b.item_id
WHERE b.site_id = :site AND b.virtual = 0 AND b.pickable = 1 AND b.qty > 0 AND p.kind = 'bin' AND b.item_id IN ({items})
ORDER BY b.item_id, p.code, b.lot_id, b.container
"""
_PROMISED = """
SELECT r.item_id, r.owner_id, CASE WHEN r.place_id = 0 THEN 0 ELSE 1 END AS pinned, SUM(r.qty) AS units,
    MIN(r.ship_by) AS ship_by
FROM reservation r LEFT JOIN pick_face f ON f.place_id = r.place_id AND f.item_id = r.item_id
WHERE r.site_id = :site AND r.qty > 0 AND f.id IS NULL AND (r.place_id > 0 OR r.ship_by <= :soon)
    AND r.item_id IN ({items}) GROUP BY r.item_id, r.owner_id, CASE WHEN r.place_id = 0 THEN 0 ELSE 1 END
"""
_IN_HAND = """
SELECT r.item_id, r.lot_id, r.place_id, r.container, r.owner_id, SUM(r.qty) AS units FROM reservation r
JOIN task t ON t.id = r.task_id WHERE r.site_id = :site AND r.qty > 0 AND r.place_id > 0
    AND t.state IN ('begun', 'parked', 'held') AND r.item_id IN ({items})
GROUP BY r.item_id, r.lot_id, r.place_id, r.container, r.owner_id
"""
_PACKS = "SELECT item_id, qty FROM barcode WHERE qty > 1 AND item_id IN ({items})"


@dataclass(frozen=True)
class Reserve:
    """Units in a bin that is no face of theirs; ``free`` may be taken, pins that follow them included."""

    place_id: int
    place: str
    proof: str
    container: str
    lot_id: int
    lot_code: str
    expires_on: str
    first_in_at: int
    qty: int
    free: int


@dataclass(frozen=True)
class Face:
    """A pick face with all that is to be decided by; ``row`` is its record with bin and item."""

    row: Row
    levels: Levels
    standing: Standing
    packs: tuple[int, ...]
    lots: frozenset[int]
    """The lots that lie here."""
    ship_by: int
    """When the first of those who wait for it is to leave; 0 where nobody waits."""
    reserve: tuple[Reserve, ...] = field(default=())

    @property
    def id(self) -> int:
        """The face's row."""
        return int(self.row["id"])


def read(
    ask: Read,
    site_id: int,
    days: tuple[int, int],
    now: int,
    *,
    items: Collection[int] | None = None,
    faces: Collection[int] | None = None,
) -> Iterator[Face]:
    """The faces of a site by their bins' codes, or of some items, or some by id; some hundred in a few statements."""
    which = "1 = 1"
    if items is not None:
        which = f"f.item_id IN ({_ids(items)})"
    elif faces is not None:
        which = f"f.id IN ({_ids(faces)})"
    found = ask(_FACES.format(which=which), site=site_id)
    for first in range(0, len(found), AT_ONCE):
        yield from _some(ask, site_id, days, now, found[first : first + AT_ONCE])


def _some(
    ask: Read, site_id: int, days: tuple[int, int], now: int, found: Sequence[Row]
) -> Iterator[Face]:
    named = _ids(row["item_id"] for row in found)
    stock: dict[tuple[int, int], list[Row]] = defaultdict(list)
    for row in ask(_STOCK.format(items=named), site=site_id):
        stock[row["item_id"], row["owner_id"]].append(row)
    in_hand = {
        _key(row): int(row["units"]) for row in ask(_IN_HAND.format(items=named), site=site_id)
    }
    promised: dict[tuple[int, int, int], Row] = {
        (row["item_id"], row["owner_id"], row["pinned"]): row
        for row in ask(_PROMISED.format(items=named), site=site_id, soon=now + SOON_MS)
    }
    packs: dict[int, list[int]] = defaultdict(list)
    for row in ask(_PACKS.format(items=named)):
        packs[row["item_id"]].append(int(row["qty"]))
    for row in found:
        goods = (row["item_id"], row["owner_id"])
        # Of several faces of an item the first is refilled for whoever waits.
        waiting = [promised.pop((*goods, pinned), None) for pinned in (1, 0)]
        yield _face(row, stock[goods], waiting, in_hand, tuple(sorted(packs[goods[0]])), days)


def _face(
    row: Row,
    stock: Sequence[Row],
    waiting: Sequence[Row | None],
    in_hand: Mapping[tuple[Any, ...], int],
    packs: tuple[int, ...],
    days: tuple[int, int],
) -> Face:
    here = [one for one in stock if one["place_id"] == row["place_id"]]
    room = room_of(row["max_weight_g"], row["volume_mm3"], row["weight_g"], row["unit_mm3"])
    said = Levels(row["min_qty"], row["max_qty"])
    return Face(
        row=row,
        levels=levels_of(said, int(row["a_day_milli"]), days, packs[0] if packs else 1, room),
        standing=Standing(
            has=sum(int(one["qty"] - one["unreservable"]) for one in here),
            free=sum(int(one["qty"] - one["pinned"] - one["unreservable"]) for one in here),
            coming=coming_of(row),
            pinned_in_reserve=_units(waiting[0]),
            reserved=_units(waiting[1]),
            called=row["called_at"] > 0,
        ),
        packs=packs,
        lots=frozenset(one["lot_id"] for one in here),
        ship_by=min((int(one["ship_by"]) for one in waiting if one is not None), default=0),
        reserve=tuple(
            Reserve(
                place_id=one["place_id"],
                place=one["place"],
                proof=one["proof"],
                container=one["container"],
                lot_id=one["lot_id"],
                lot_code=one["lot_code"],
                expires_on=one["expires_on"],
                first_in_at=one["first_in_at"],
                qty=int(one["qty"]),
                free=int(one["qty"] - one["unreservable"]) - in_hand.get(_key(one), 0),
            )
            for one in stock
            if one["face_id"] is None and not one["frozen_at"]
        ),
    )


def coming_of(row: Row) -> int:
    """What the refill under way has still to bring."""
    if row["task_state"] not in ("ready", "offered", "begun", "held"):
        return 0
    put = json.loads(row["progress"])["steps"].get("put", {}).get("put", 0)
    return max(0, int(json.loads(row["facts"])["qty"]) - int(put))


def _units(row: Row | None) -> int:
    return 0 if row is None else int(row["units"])


def _key(row: Row) -> tuple[Any, ...]:
    return (row["item_id"], row["lot_id"], row["place_id"], row["container"], row["owner_id"])


def _ids(numbers: Collection[int] | Iterator[int]) -> str:
    return ", ".join(str(int(number)) for number in sorted(set(numbers))) or "-1"
