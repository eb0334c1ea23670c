"""Handhelds: enrolling one, and knowing one again at the scan door (LAWS 3: enrolment authorises delivery)."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa
from flask import Request, Response, current_app

from pickface.db import Tx, db
from pickface.errors import PickfaceError
from pickface.people.memory import ShortMemory
from pickface.people.secrets import new_token, token_hash

COOKIE = "pickface_device"
COOKIE_LIFE_S = 400 * 24 * 3600
"""As long as browsers keep a cookie at most; every sign-in renews it."""
REMEMBERED_S = 30.0


class DeviceRevoked(PickfaceError):
    """A supervisor took this device out of service."""

    code = "device_revoked"
    status = 403


@dataclass(frozen=True, slots=True)
class KnownDevice:
    """What the scan door needs of an enrolled device."""

    id: str
    site_id: int
    name: str


def token_of(request: Request) -> str:
    """The device's token as the cookie or ``Authorization: Device …`` carries it, or ''."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() == "device" and token:
        return token.strip()
    return request.cookies.get(COOKIE, "")


def authenticate_device(request: Request) -> KnownDevice | None:
    """The enrolled device that sends this request, or None; remembered for half a minute."""
    token = token_of(request)
    if not 20 <= len(token) <= 100:
        return None
    memory: ShortMemory[str, KnownDevice] = current_app.extensions["pickface_devices"]
    return memory.get(token_hash(token), _find)


def _find(hashed: str) -> KnownDevice | None:
    # A connection of its own: the request's session would keep one for as long as the request lasts.
    with db.engine.connect() as connection:
        found = connection.execute(
            sa.text(
                "SELECT id, site_id, name FROM device WHERE token_hash = :hash AND revoked_at IS NULL"
            ),
            {"hash": hashed},
        ).first()
    return None if found is None else KnownDevice(found.id, found.site_id, found.name)


def enrol(tx: Tx, *, device_id: str, name: str, site_id: int, person_id: int, token: str) -> str:
    """Make the device known, or know it again, and answer the token it shall carry from now on.

    A device that still has its token keeps it. One that lost it gets a new one, and the old one ends: the person's
    badge and PIN vouch for it.
    """
    known = tx.one(
        "SELECT token_hash, revoked_at FROM device WHERE id = :id" + tx.for_update, id=device_id
    )
    if known is not None and known["revoked_at"] is not None:
        raise DeviceRevoked("this device was taken out of service", device=device_id)
    if known is None or not token or known["token_hash"] != token_hash(token):
        token = new_token()
    tx.run(
        "INSERT INTO device (id, site_id, name, token_hash, enrolled_at, enrolled_by, last_seen_at) "
        "VALUES (:id, :site, :name, :hash, :now, :person, :now) ON CONFLICT (id) DO UPDATE SET "
        "site_id = excluded.site_id, name = excluded.name, token_hash = excluded.token_hash, "
        "last_seen_at = excluded.last_seen_at",
        id=device_id,
        site=site_id,
        name=name,
        hash=token_hash(token),
        now=tx.now,
        person=person_id,
    )
    return token


def hand_over(answer: Response, token: str, *, secure: bool) -> None:
    """Give the browser the cookie that authorises delivery, whoever is signed in."""
    answer.set_cookie(
        COOKIE, token, max_age=COOKIE_LIFE_S, httponly=True, samesite="Strict", secure=secure
    )
