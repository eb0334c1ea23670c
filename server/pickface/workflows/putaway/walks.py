"""How far each bin is from where goods come in: reckoned once for a drawing of the floor, and kept with the bin.

Which empty bins are the nearest is then an index's answer, however many bins there are.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import partial

from pickface.db import Row, Tx, Writer, db, row, rows
from pickface.locations import returning
from pickface.tasks import walk

_AT_ONCE = 500
_UNKNOWN = "kind = 'bin' AND active = 1 AND walk_mm < 0"
_SEGMENTS = (
    "SELECT code, kind, x1_mm, y1_mm, x2_mm, y2_mm, one_way FROM aisle WHERE site_id = :site "
    "ORDER BY id"
)


def keep(writer: Writer, site_id: int) -> None:
    """Reckon the walks of new bins, or of all after the floor was drawn otherwise; outside any transaction."""
    dock = returning.receiving_dock(rows, site_id) or 0
    drawn = _drawing(site_id, dock)
    known = row("SELECT walks FROM site WHERE id = :id", id=site_id)
    anew = known is None or known["walks"] != drawn
    where = "kind = 'bin' AND active = 1" if anew else _UNKNOWN
    sql = f"SELECT id FROM place WHERE site_id = :site AND {where} ORDER BY id"
    bins = [int(one["id"]) for one in rows(sql, site=site_id)]
    if not bins and not anew:
        return
    found = walk.walks_mm(site_id, dock, bins) if bins else {}
    db.session.remove()
    for start in range(0, len(bins), _AT_ONCE):
        part = bins[start : start + _AT_ONCE]
        writer.run(partial(_write, bins=part, found=found))
    if anew:
        told = "UPDATE site SET walks = :drawn WHERE id = :id"
        writer.run(lambda tx: tx.run(told, drawn=drawn, id=site_id))


def _write(tx: Tx, bins: Sequence[int], found: dict[int, int]) -> None:
    for place_id in bins:
        tx.run("UPDATE place SET walk_mm = :mm WHERE id = :id", mm=found.get(place_id, 0), id=place_id)  # fmt: skip


def _drawing(site_id: int, dock: int) -> str:
    """What the walks hang on: the aisles, and where goods come in."""
    segments: Sequence[Row] = rows(_SEGMENTS, site=site_id)
    here = row("SELECT x_mm, y_mm FROM place WHERE id = :id", id=dock) or {}
    told = repr([tuple(one.values()) for one in segments]) + repr(tuple(here.values())) + str(dock)
    return hashlib.sha256(told.encode()).hexdigest()
