"""What is promised to whom; reads inside a write transaction, for the two writers."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass

from pickface.clock import day_of
from pickface.db import Row, Tx
from pickface.errors import NotFound
from pickface.stock import wholes
from pickface.stock.choosing import DAY_MS, Candidate, choose
from pickface.stock.locks import LEVEL
from pickface.stock.moves import AT_BALANCE, BalanceKey

BINS_AT_ONCE = 100
_FREE_BINS = """
SELECT b.lot_id, b.place_id, b.container, b.qty - b.pinned - b.unreservable AS free,
       l.expires_on, l.parent_id, b.first_in_at / :day_ms AS day, p.level, p.code,
       CASE WHEN f.id IS NULL THEN 0 ELSE 1 END AS face
FROM balance b JOIN place p ON p.id = b.place_id JOIN lot l ON l.id = b.lot_id
LEFT JOIN pick_face f ON f.place_id = b.place_id AND f.item_id = b.item_id
WHERE b.item_id = :item_id AND b.owner_id = :owner_id AND b.site_id = :site_id
  AND b.virtual = 0 AND b.pickable = 1 AND b.qty - b.pinned - b.unreservable > 0
  AND (:lot_id = 0 OR b.lot_id = :lot_id OR l.parent_id = :lot_id)
  AND (l.expires_on = '' OR l.expires_on >= :today)
  AND NOT EXISTS (SELECT 1 FROM zone z WHERE z.id = p.zone_id AND z.frozen_at > 0)
ORDER BY CASE WHEN l.expires_on = '' THEN 1 ELSE 0 END, l.expires_on,
         CASE WHEN f.id IS NULL AND l.expires_on = '' AND CAST(:face_first AS INTEGER) = 1 THEN 1 ELSE 0 END,
         b.first_in_at / :day_ms, CASE WHEN b.qty - b.pinned - b.unreservable >= :want THEN 0 ELSE 1 END,
         CASE WHEN f.id IS NULL THEN 1 ELSE 0 END, LENGTH(p.level), p.level, p.code
LIMIT :bins
"""
_FAMILY = "(SELECT l.id FROM lot l WHERE l.item_id = :item_id AND (l.id = :lot_id OR l.parent_id = :lot_id))"
_FREE_OF_LOT = (
    f"SELECT COALESCE(SUM(qty - pinned - unreservable), 0) FROM balance WHERE {LEVEL}"
    f" AND virtual = 0 AND pickable = 1 AND lot_id IN {_FAMILY}"
)
_ASKED_OF_LOT = (
    f"SELECT COALESCE(SUM(qty), 0) FROM reservation WHERE {LEVEL}"
    f" AND place_id = 0 AND qty > 0 AND lot_id IN {_FAMILY}"
)


@dataclass(frozen=True, slots=True)
class Pin:
    """Units of an order line that are to be taken from one balance."""

    reservation: int
    place_id: int
    place: str
    container: str
    lot_id: int
    lot: str
    qty: int


def pins_of_line(tx: Tx, order_line_id: int) -> list[Pin]:
    """The pins that the line has, by place code."""
    found = tx.all(
        "SELECT r.id AS reservation, r.place_id, p.code AS place, r.container, r.lot_id, l.code AS lot, r.qty"
        " FROM reservation r JOIN place p ON p.id = r.place_id JOIN lot l ON l.id = r.lot_id"
        " WHERE r.order_line_id = :order_line_id AND r.place_id > 0 AND r.qty > 0 ORDER BY p.code, r.id",
        order_line_id=order_line_id,
    )
    return [Pin(**dict(pin)) for pin in found]


def line_of(tx: Tx, order_line_id: int) -> Row:
    """The line with its order's owner, site, ship-by and state."""
    line = tx.one(
        "SELECT l.id, l.item_id, l.lot_id, l.fresh_from, l.qty, l.given_up, o.owner_id, o.site_id, o.ship_by, o.state"
        " FROM order_line l JOIN orders o ON o.id = l.order_id WHERE l.id = :id",
        id=order_line_id,
    )
    if line is None:
        raise NotFound("no such order line", order_line_id=order_line_id)
    return line


def still_wanted(tx: Tx, line: Row) -> int:
    """Units that the line is neither promised nor has taken nor gave up; nothing for what is cancelled or gone."""
    if line["state"] in {"cancelled", "shipped"}:
        return 0
    had = tx.value(
        "SELECT COALESCE(SUM(qty + taken), 0) FROM reservation WHERE order_line_id = :id",
        id=line["id"],
    )
    return max(0, int(line["qty"] - line["given_up"] - had))


def promises_to(tx: Tx, order_line_id: int) -> list[Row]:
    """The line's reservations that are not yet taken."""
    return tx.all(
        "SELECT * FROM reservation WHERE order_line_id = :id AND qty > 0 ORDER BY id"
        + tx.for_update,
        id=order_line_id,
    )


def pins_at(tx: Tx, key: BalanceKey) -> list[Row]:
    """The pins at a balance, latest ship-by first."""
    return tx.all(
        f"SELECT * FROM reservation WHERE {AT_BALANCE} AND qty > 0 ORDER BY ship_by DESC, id DESC"
        + tx.for_update,
        **key.bound,
    )


def free_of_lot(tx: Tx, line: Row) -> int:
    """Free units of the lot (or serial) that the line asks for, less what others asked for.

    A serial that is asked for is one unit less of its lot, and a lot that is all asked for has no serial left.
    """
    parent = tx.value("SELECT parent_id FROM lot WHERE id = :id", id=line["lot_id"])
    return max(0, min(_free_of(tx, line, lot) for lot in (line["lot_id"], parent) if lot))


def _free_of(tx: Tx, line: Row, lot_id: int) -> int:
    """Units of a lot and of its serials, less what was asked for of either; below nothing where both were."""
    free, asked = (
        int(tx.value(sql, **level_of(line), lot_id=lot_id)) for sql in (_FREE_OF_LOT, _ASKED_OF_LOT)
    )
    return free - asked


def is_recalled(tx: Tx, lot_id: int) -> bool:
    """Whether a lot, or the lot that a serial belongs to, is recalled."""
    return bool(
        tx.value(
            "SELECT 1 FROM lot l JOIN lot up ON up.id = l.parent_id"
            " WHERE l.id = :id AND (l.recalled_at IS NOT NULL OR up.recalled_at IS NOT NULL)",
            id=lot_id,
        )
    )


def bins_for(tx: Tx, line: Row, promise: Row) -> list[tuple[BalanceKey, int]]:
    """Which balances should give what an unpinned promise holds: first expired, then first in, first out.

    Recalled, unknown (of dated items) and expired goods never, nor what lies in a zone that is kept still for a
    stocktake; lots that others asked for by name are left to them.
    """
    face_first, kinds, today = _as_the_site_has_it(tx, line["site_id"])
    found = tx.all(
        _FREE_BINS,
        **level_of(line),
        lot_id=promise["lot_id"],
        want=promise["qty"],
        day_ms=DAY_MS,
        bins=BINS_AT_ONCE,
        face_first=int(face_first),
        today=max(today, line["fresh_from"]),
    )
    whole = wholes.free(tx.all, kinds, (r["container"] for r in found))
    bins = [
        Candidate(
            key=BalanceKey(
                line["item_id"], r["lot_id"], r["place_id"], r["container"], line["owner_id"]
            ),
            free=r["free"],
            expires_on=r["expires_on"],
            parent_lot_id=r["parent_id"],
            day=r["day"],
            level=r["level"],
            code=r["code"],
            face=bool(r["face"]),
            whole=whole[r["container"]].units if r["container"] in whole else 0,
        )
        for r in found
    ]
    lots = {each.key.lot_id for each in bins} - {0}
    promised = _asked_for(tx, line) if lots else {}
    if promise["lot_id"]:
        # Who asked for the lot leaves those of its serials that others asked for.
        below = lots - {promise["lot_id"]}
        promised = {lot: units for lot, units in promised.items() if lot in below}
    return choose(bins, promise["qty"], promised, face_first)


def first_of(promises: Iterable[Row], units: int) -> list[tuple[Row, int]]:
    """The first promises that make up ``units``, and how much of each."""
    chosen = []
    for promise in promises:
        part = min(units, promise["qty"])
        if part:
            chosen.append((promise, part))
            units -= part
    return chosen


def key_of(row: Row) -> BalanceKey:
    """The balance that a reservation or a balance row names."""
    return BalanceKey(
        row["item_id"], row["lot_id"], row["place_id"], row["container"], row["owner_id"]
    )


def level_of(row: Row) -> dict[str, int]:
    """The stock level that a reservation, line or balance row belongs to."""
    return {name: row[name] for name in ("item_id", "owner_id", "site_id")}


def _as_the_site_has_it(tx: Tx, site_id: int) -> tuple[bool, tuple[str, ...], str]:
    """Whether undated goods come from the pick face even where older ones lie in reserve, which kinds of containers are
    taken whole, and before which day goods must not expire.
    """
    site = tx.certain(
        "SELECT settings, timezone, fresh_from FROM site WHERE id = :site", site=site_id
    )
    face_first = json.loads(site["settings"] or "{}").get("pick_face_first", True)
    # In the first minutes of a day its goods are not looked at yet.
    today = max(day_of(tx.now, site["timezone"]), site["fresh_from"])
    return bool(face_first), wholes.kinds_of(site["settings"]), today


def _asked_for(tx: Tx, line: Row) -> dict[int, int]:
    """Unpinned units by the lot that was asked for."""
    found = tx.all(
        f"SELECT lot_id, SUM(qty) AS qty FROM reservation WHERE {LEVEL}"
        " AND place_id = 0 AND lot_id <> 0 AND qty > 0 GROUP BY lot_id",
        **level_of(line),
    )
    return {row["lot_id"]: int(row["qty"]) for row in found}
