"""Inviting a handheld: a QR code at the desk, good for one device and a few minutes, gives it its name and its token.

Signing in with a badge enrols a device too; an invitation does it before anybody works on it, under the house's name.
"""

from __future__ import annotations

from typing import Any

from flask import current_app

from pickface.db import Tx, command, row
from pickface.errors import NotFound, PickfaceError
from pickface.labels import barcodes
from pickface.people import devices
from pickface.people.lockout import Lockout
from pickface.people.secrets import new_token, token_hash
from pickface.people.sessions import SignedIn

LIFE_MS = 10 * 60_000


class InvitationOver(PickfaceError):
    """The invitation was used by another device, or its minutes are over."""

    code = "invitation_over"
    status = 403


def invite(me: SignedIn, name: str, base: str) -> dict[str, Any]:
    """Make an invitation; its code is told this once, in an address behind the hash, which no log keeps."""
    code = new_token()

    def keep(tx: Tx) -> tuple[int, int]:
        until = tx.now + LIFE_MS
        made = tx.insert(
            "enrolment",
            site_id=me.site_id,
            code_hash=token_hash(code),
            name=name,
            made_at=tx.now,
            made_by=me.id,
            expires_at=until,
        )
        return made, until

    made, until = command(keep)
    address = f"{base}/#enrol={code}"
    return {
        "id": made,
        "name": name,
        "address": address,
        "qr": barcodes.qr(address).svg(),
        "expires_at": until,
    }


def show(site_id: int, invitation: int) -> dict[str, Any]:
    """Whether a device has followed an invitation."""
    found = row(
        "SELECT id, name, expires_at, used_at FROM enrolment WHERE id = :id AND site_id = :site",
        id=invitation,
        site=site_id,
    )
    if found is None:
        raise NotFound("no such invitation", id=invitation)
    return dict(found)


def enrol(code: str, device_id: str, token: str) -> dict[str, str]:
    """Enrol a device that shows a code in time: the first one, again if its answer was lost; InvitationOver."""
    lockout: Lockout = current_app.extensions["pickface_lockout"]
    who = f"enrol:{device_id}"
    lockout.attempt(who)
    done = command(lambda tx: _claim(tx, code, device_id, token))
    lockout.forgive(who)
    return done


def _claim(tx: Tx, code: str, device_id: str, token: str) -> dict[str, str]:
    found = tx.one(
        "SELECT e.*, s.name AS site FROM enrolment e JOIN site s ON s.id = e.site_id WHERE e.code_hash = :hash"
        + (" FOR UPDATE OF e" if tx.for_update else ""),
        hash=token_hash(code),
    )
    if found is None or found["expires_at"] < tx.now or found["device_id"] not in {None, device_id}:
        raise InvitationOver("this invitation is over; make a new one at the desk")
    given = devices.enrol(
        tx,
        device_id=device_id,
        name=found["name"],
        site_id=found["site_id"],
        person_id=found["made_by"],
        token=token,
    )
    tx.run(
        "UPDATE enrolment SET used_at = :now, device_id = :device WHERE id = :id",
        now=tx.now,
        device=device_id,
        id=found["id"],
    )
    return {"name": found["name"], "site": found["site"], "token": given}
