"""Where a refill takes from: the oldest goods that may join those in the face, by whole containers and packs. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pickface.locations.face_rules import in_packs, is_urgent, wanted
from pickface.locations.face_states import Face, Reserve

DAY_MS = 86_400_000
Busy = Mapping[tuple[int, str, int], int]
"""Units that other refills are to take already, by place, container and lot."""


@dataclass(frozen=True)
class Choice:
    """What to bring to a face, and from where; ``empties`` where nothing of the balance stays."""

    face: Face
    source: Reserve
    qty: int
    urgent: bool
    empties: bool


def choose(face: Face, busy: Busy) -> Choice | None:
    """The next refill of a face; None while it wants none, or nothing in reserve may come."""
    row = face.row
    units = wanted(face.standing, face.levels)
    if not units or row["frozen_at"] or row["tracking"] == "serial":
        return None
    best: tuple[tuple[object, ...], Choice] | None = None
    for source in face.reserve:
        there = source.free - busy.get((source.place_id, source.container, source.lot_id), 0)
        if there <= 0 or not may_join(face, source):
            continue
        qty = in_packs(units, there, face.packs)
        whole = qty == source.qty
        choice = Choice(face, source, qty, is_urgent(face.standing, face.levels), whole)
        rank = (
            source.expires_on == "",
            source.expires_on,
            source.first_in_at // DAY_MS,
            not (whole and source.container),
            not whole,
            -qty,
            source.place,
        )
        if best is None or rank < best[0]:
            best = (rank, choice)
    return None if best is None else best[1]


def may_join(face: Face, source: Reserve) -> bool:
    """Lots are never mixed in a bin: another one comes when the face is empty."""
    if face.row["tracking"] not in ("lot", "lot_expiry"):
        return True
    return bool(source.lot_id) and face.lots <= {source.lot_id}
