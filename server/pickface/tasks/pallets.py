"""Pallets stand in a bin as long as there is room: which bins have none left, and one that came all the same.

A pallet counts while goods are on it and it stands by itself. What stands in a bin already has been done: it is booked,
and a supervisor hears of it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pickface.db import Row, Tx
from pickface.stock.moves import Cause
from pickface.tasks import exceptions
from pickface.tasks.workflow import Raised

STANDING = """
(SELECT COUNT(*) FROM container c WHERE c.site_id = p.site_id AND c.place_id = p.id AND c.kind = 'pallet'
    AND c.parent = '' AND c.state IN ('open', 'closed')
    AND EXISTS (SELECT 1 FROM balance b WHERE b.container = c.code AND b.virtual = 0 AND b.qty > 0))
"""
"""How many pallets stand at the place that a statement calls p."""
_FULL = f"""
SELECT p.id FROM place p JOIN place h ON h.id = :here WHERE p.site_id = :site AND p.max_pallets > 0 AND p.id <> :here
AND {STANDING} >= p.max_pallets ORDER BY ABS(p.x_mm - h.x_mm) + ABS(p.y_mm - h.y_mm), p.code LIMIT :most
"""
_FULL_FACES = f"""
SELECT p.id FROM pick_face f JOIN place p ON p.id = f.place_id WHERE f.site_id = :site AND p.max_pallets > 0
AND {STANDING} >= p.max_pallets
"""
_LIMIT = """
SELECT p.max_pallets FROM place p WHERE p.id = :place AND p.max_pallets > 0
AND EXISTS (SELECT 1 FROM container c WHERE c.code = :code AND c.kind = 'pallet')
"""


def is_pallet(tx: Tx, code: str) -> bool:
    """Whether a plate is a pallet's."""
    found = tx.value("SELECT 1 FROM container WHERE code = :code AND kind = 'pallet'", code=code)
    return found is not None


def full_bins(tx: Tx, site_id: int, here: int, most: int) -> list[int]:
    """The nearest bins in which no further pallet has room, for a pallet that stands ``here``."""
    return [int(one["id"]) for one in tx.all(_FULL, site=site_id, here=here, most=most)]


def full_faces(ask: Callable[..., list[Row]], site_id: int) -> frozenset[int]:
    """The pick faces in which no further pallet has room; ``ask`` is a transaction's ``all``, or ``rows``."""
    return frozenset(int(one["id"]) for one in ask(_FULL_FACES, site=site_id))


def tell_too_many(tx: Tx, code: str, place_id: int, cause: Cause) -> None:
    """A pallet stands in a bin now; where that is one too many, whoever leads hears of it.

    Two who bring the last one at once wait here for each other, so that the second is seen.
    """
    waits = " FOR NO KEY UPDATE OF p" if tx.for_update else ""
    most = tx.value(_LIMIT + waits, code=code, place=place_id)
    if most is None:
        return
    there = int(tx.value(f"SELECT {STANDING} FROM place p WHERE p.id = :place", place=place_id))
    if there > int(most):
        told: dict[str, Any] = {"container": code, "there": there, "most": int(most)}
        raised = Raised("too_many_pallets", "book", told, place_id=place_id)
        exceptions.raise_exception(tx, cause, raised)
