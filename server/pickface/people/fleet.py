"""The site's handhelds: listing them, and taking one out of service when it is lost or stolen."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pickface.db import Row, Tx, row, rows
from pickface.errors import NotFound
from pickface.scans.keys import ServerSigner
from pickface.scans.office import record
from pickface.scans.verdict import Verdict

Said = tuple[tuple[int, ...] | None, int | None]
SaidBy = Callable[[str], Said]
"""What a device has said of its scanner today, and of the scans that it still holds, if it has."""
SCANNER = ("scans", "split", "short", "unreadable")
"""In the order in which a device says them."""
_LISTED = (
    "SELECT d.id, d.name, d.enrolled_at, d.last_seen_at, d.revoked_at, p.id AS person_id, p.name AS person, "
    "(SELECT MAX(last_at) FROM stream WHERE device_id = d.id) AS heard_at FROM device d "
    "LEFT JOIN shift s ON s.device_id = d.id AND s.ended_at IS NULL LEFT JOIN person p ON p.id = s.person_id "
    "WHERE d.site_id = :site AND "
)


def list_devices(said_by: SaidBy, site_id: int, after: str, limit: int) -> dict[str, Any]:
    """A page of the site's devices; seen last when somebody signed in or a scan came, whichever was later."""
    found = rows(
        _LISTED + "d.id > :after ORDER BY d.id LIMIT :limit",
        site=site_id,
        after=after,
        limit=limit + 1,
    )
    shown = found[:limit]
    return {
        "items": [_as_listed(said_by, device) for device in shown],
        "next": shown[-1]["id"] if len(found) > limit else None,
    }


def device_row(said_by: SaidBy, site_id: int, device_id: str) -> dict[str, Any]:
    """One of the site's devices as the list shows it."""
    found = row(_LISTED + "d.id = :id", site=site_id, id=device_id)
    if found is None:
        raise NotFound("no such device", device=device_id)
    return _as_listed(said_by, found)


def _as_listed(said_by: SaidBy, device: Row) -> dict[str, Any]:
    scanner, unsent = said_by(device["id"])
    person = device["person_id"] and {"id": device["person_id"], "name": device["person"]}
    return {
        "id": device["id"],
        "name": device["name"],
        "enrolled_at": device["enrolled_at"],
        "last_seen_at": max(device["last_seen_at"], device["heard_at"] or 0),
        "revoked_at": device["revoked_at"],
        "person": person or None,
        "scanner": dict(zip(SCANNER, scanner, strict=True)) if scanner else None,
        "unsent": unsent,
    }


def revoke(tx: Tx, signer: ServerSigner, site_id: int, by_person: int, device_id: str) -> list[int]:
    """Take a device out of service: it delivers nothing, signs nobody in, and its shifts end; answers whose they were.

    Scans that it has not sent stay on it, and come in if it is restored.
    """
    device = _locked(tx, site_id, device_id)
    working = tx.all(
        "SELECT person_id FROM shift WHERE device_id = :id AND ended_at IS NULL", id=device_id
    )
    if device["revoked_at"] is None:
        tx.run("UPDATE device SET revoked_at = :now WHERE id = :id", now=tx.now, id=device_id)
        tx.run(
            "UPDATE shift SET ended_at = :now WHERE device_id = :id AND ended_at IS NULL",
            now=tx.now,
            id=device_id,
        )
        tx.run("DELETE FROM device_roster WHERE device_id = :id", id=device_id)
        _journal(
            tx, signer, site_id, by_person, device_id, action="revoke_device", code="device_revoked"
        )
    return [shift["person_id"] for shift in working]


def restore(tx: Tx, signer: ServerSigner, site_id: int, by_person: int, device_id: str) -> None:
    """Put a device that was found again back into service."""
    if _locked(tx, site_id, device_id)["revoked_at"] is not None:
        tx.run("UPDATE device SET revoked_at = NULL WHERE id = :id", id=device_id)
        _journal(
            tx,
            signer,
            site_id,
            by_person,
            device_id,
            action="restore_device",
            code="device_restored",
        )


def _locked(tx: Tx, site_id: int, device_id: str) -> Row:
    device = tx.one(
        "SELECT * FROM device WHERE id = :id AND site_id = :site" + tx.for_update,
        id=device_id,
        site=site_id,
    )
    if device is None:
        raise NotFound("no such device", device=device_id)
    return device


def _journal(
    tx: Tx,
    signer: ServerSigner,
    site_id: int,
    by_person: int,
    device_id: str,
    *,
    action: str,
    code: str,
) -> None:
    about = Verdict("booked", code)
    record(tx, signer, site_id, by_person, "office", about, action=action, device=device_id)
