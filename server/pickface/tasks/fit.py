"""Which work suits a person: what they may drive, where they work first, and where they stand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pickface.db import Tx

RECENT_MS = 10 * 60_000
"""Where somebody stood longer ago says nothing."""
_LAST = """
SELECT e.received_at, t.kind, p.id AS place_id, p.x_mm, p.y_mm FROM scan_event e
LEFT JOIN verdict v ON v.event_id = e.id LEFT JOIN task t ON t.id = e.task_id
LEFT JOIN place s ON s.site_id = e.site_id AND s.code = e.code
LEFT JOIN place p ON p.id = COALESCE(s.id, v.place_id)
WHERE e.person_id = :person ORDER BY e.id DESC LIMIT 8
"""


@dataclass(frozen=True)
class Spot:
    """A place on the floor, in millimetres."""

    place_id: int
    x_mm: int
    y_mm: int


@dataclass(frozen=True)
class Fit:
    """A person as work is chosen for them."""

    person_id: int
    zones: frozenset[str] = frozenset()
    """Where they work first; empty: anywhere."""
    barred: tuple[str, ...] = ()
    """Zones that ask for what they may not drive."""
    spot: Spot | None = None
    """Where they have scanned or worked a moment ago."""
    last_kind: str | None = None
    """The kind of work that their last scan belonged to."""
    scanned_at: int = 0
    """When their last scan came in, in milliseconds; 0: never."""

    def may(self) -> tuple[str, dict[str, Any]]:
        """What a statement adds about ``task`` so that nothing is found that they may not do, with its values."""
        names = {f"barred_{n}": f"%#{zone}#%" for n, zone in enumerate(self.barred)}
        return "".join(f" AND task.zones NOT LIKE :{name}" for name in names), names

    def own(self) -> tuple[str, dict[str, Any]]:
        """An expression that is less for work in the zones where they work first."""
        names = {f"own_{n}": f"%#{zone}#%" for n, zone in enumerate(sorted(self.zones))}
        if not names:
            return "0 + 0", {}
        there = " OR ".join(f"task.zones LIKE :{name}" for name in names)
        return f"CASE WHEN {there} THEN 0 ELSE 1 END", names

    def far(self) -> tuple[str, dict[str, Any]]:
        """How far work begins from where they stand, in millimetres across the floor.

        What begins nowhere in particular is not far: a pick must not wait for each count on the way (``errands.py``).
        """
        if self.spot is None:
            return "0 + 0", {}
        away = "ABS(p.x_mm - :here_x) + ABS(p.y_mm - :here_y)"
        return f"COALESCE({away}, 0)", {
            "here_x": self.spot.x_mm,
            "here_y": self.spot.y_mm,
        }


def fit_of(tx: Tx, site_id: int, person_id: int) -> Fit:
    """What suits a person now."""
    person = tx.one("SELECT zones, equipment FROM person WHERE id = :id", id=person_id)
    asked = tx.all(
        "SELECT code, equipment FROM zone WHERE site_id = :site AND equipment <> '' ORDER BY code",
        site=site_id,
    )
    last = tx.all(_LAST, person=person_id)
    may_drive = words(person["equipment"] if person else "")
    spot = next((one for one in last if one["place_id"]), None)
    recent = bool(last) and last[0]["received_at"] >= tx.now - RECENT_MS
    return Fit(
        person_id,
        frozenset(one.upper() for one in words(person["zones"] if person else "")),
        tuple(zone["code"] for zone in asked if zone["equipment"].lower() not in may_drive),
        Spot(spot["place_id"], spot["x_mm"], spot["y_mm"]) if spot and recent else None,
        last[0]["kind"] if last else None,
        last[0]["received_at"] if last else 0,
    )


def words(text: str) -> frozenset[str]:
    """What stands between commas, in small letters."""
    return frozenset(one.strip().lower() for one in text.split(",") if one.strip())
