"""Signing in without a network: who may, on which device, and how such a shift is registered afterwards.

With the site's setting on, a person's next sign-in with the PIN leaves a second, slow verifier for devices. An enrolled
device is given a roster: salt, rounds and the *hash* of the derived key of each person. Offline it derives the key from
the typed PIN, compares the hash, and proves to the server later, by an HMAC with the key itself, that it had the PIN.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import Any

from pickface.db import Row, Tx, command
from pickface.errors import PickfaceError
from pickface.locations import settings
from pickface.people.devices import KnownDevice
from pickface.people.forms import ShiftForm
from pickface.people.permissions import of_role
from pickface.people.secrets import (
    derive_device_key,
    device_key_hash,
    device_proof_holds,
    new_salt,
)
from pickface.scans.keys import ServerSigner
from pickface.scans.office import record_refused_shift, record_sign_in

ROUNDS = 600_000
ROLES = ("receiver", "picker", "packer")
"""Whose work is on handhelds. A supervisor's PIN opens too much to be left on one."""
HOUR_MS = 3_600_000
CLOCK_MARGIN_MS = 10 * 60_000


class ShiftRefused(PickfaceError):
    """An offline sign-in does not count. ``because``: not_on_roster, roster_over, person_inactive, wrong_proof."""

    code = "shift_refused"
    status = 403


class ShiftTaken(PickfaceError):
    """Another sign-in has this shift's id."""

    code = "shift_taken"
    status = 409


@dataclass(frozen=True)
class Registered:
    """What registering came to; ``refused`` says why it does not count, or ''."""

    person: Row | None
    refused: str = ""
    taken: bool = False


def prepare(person: Row, pin: str) -> None:
    """Make the verifier for devices while the PIN is at hand, where the site lets people sign in offline.

    Slow on purpose, so made before the transaction; a PIN that was changed meanwhile makes it void.
    """
    if person["role"] not in ROLES or person["device_rounds"] >= ROUNDS:
        return
    if not settings.of_site(person["site_id"]).offline_sign_in:
        return
    salt = new_salt()
    key = derive_device_key(pin, salt, ROUNDS)
    command(
        lambda tx: tx.run(
            "UPDATE person SET device_salt = :salt, device_rounds = :rounds, device_key = :key "
            "WHERE id = :id AND pin_hash = :pin",
            salt=salt,
            rounds=ROUNDS,
            key=key,
            id=person["id"],
            pin=person["pin_hash"],
        )
    )


def give(tx: Tx, device: KnownDevice) -> dict[str, Any]:
    """The roster of a device, which is remembered: only who was on it may be registered later."""
    rules = settings.of_site(device.site_id, tx)
    people = _people(tx, device.site_id) if rules.offline_sign_in else []
    valid_until = tx.now + rules.offline_sign_in_hours * HOUR_MS
    # An empty roster does not take back what the one before has let people do.
    if people:
        tx.run(
            "INSERT INTO device_roster (device_id, given_at, valid_until, people) "
            "VALUES (:device, :now, :until, :people) ON CONFLICT (device_id) DO UPDATE SET "
            "given_at = excluded.given_at, valid_until = excluded.valid_until, people = excluded.people",
            device=device.id,
            now=tx.now,
            until=valid_until,
            people=json.dumps([person["id"] for person in people]),
        )
    site = tx.one("SELECT id, code, name, timezone FROM site WHERE id = :id", id=device.site_id)
    return {
        "people": [_entry(person, rules) for person in people],
        "valid_until": valid_until,
        "server_time": tx.now,
        "site": {**(site or {}), "network_at": rules.network_at},
        "lock": {"minutes": rules.lock_minutes, "in_cradle": rules.lock_in_cradle},
    }


def _people(tx: Tx, site_id: int) -> list[Row]:
    return tx.all(
        "SELECT id, name, role, language, badge, device_salt, device_rounds, device_key FROM person "
        "WHERE site_id = :site AND active = 1 AND badge IS NOT NULL AND device_key <> '' "
        "AND role IN ('receiver', 'picker', 'packer') ORDER BY id",
        site=site_id,
    )


def _entry(person: Row, rules: settings.SiteSettings) -> dict[str, Any]:
    salt = person["device_salt"]
    return {
        "badge_hash": hashlib.sha256(f"{salt}:{person['badge']}".encode()).hexdigest(),
        "salt": salt,
        "rounds": person["device_rounds"],
        "key_hash": device_key_hash(person["device_key"]),
        "person": {
            "id": person["id"],
            "name": person["name"],
            "role": person["role"],
            "language": person["language"],
            "permissions": of_role(person["role"], rules),
        },
    }


def proved_text(form: ShiftForm, device_id: str) -> str:
    """What the device proves with the key from the PIN: everything that the registration says."""
    said = (form.shift, form.person, device_id, form.stream, form.public_key, form.at)
    return "\n".join(["pickface shift 1", *(str(part) for part in said)])


def register(
    tx: Tx, signer: ServerSigner, device: KnownDevice, form: ShiftForm, public_key: str
) -> Registered:
    """Register a shift that was begun offline, or keep why not. Registering twice is registering once.

    A refusal is journaled with its key and told to a supervisor; the shift's scans will be set aside (``unknown_key``).
    """
    person = tx.one(
        "SELECT * FROM person WHERE id = :id AND site_id = :site",
        id=form.person,
        site=device.site_id,
    )
    known = tx.one(
        "SELECT person_id, device_id, public_key FROM shift WHERE id = :id" + tx.for_update,
        id=form.shift,
    )
    if known is not None:
        same = (known["person_id"], known["device_id"], known["public_key"]) == (
            form.person,
            device.id,
            public_key,
        )
        return Registered(person, taken=not same)
    if person is None:
        return Registered(None, "not_on_roster")
    refused = _refusal(tx, device, person, form)
    if refused:
        record_refused_shift(
            tx,
            signer,
            device.site_id,
            form.person,
            because=refused,
            device=device.id,
            begun=form.shift,
            public_key=public_key,
        )
        return Registered(person, refused)
    if form.current:
        tx.run(
            "UPDATE shift SET ended_at = :now WHERE device_id = :device AND ended_at IS NULL",
            now=tx.now,
            device=device.id,
        )
    tx.run(
        "INSERT INTO shift (id, person_id, device_id, stream, public_key, started_at, ended_at) "
        "VALUES (:id, :person, :device, :stream, :key, :now, :ended)",
        id=form.shift,
        person=form.person,
        device=device.id,
        stream=form.stream,
        key=public_key,
        now=tx.now,
        ended=None if form.current else tx.now,
    )
    record_sign_in(tx, signer, form.shift, offline=True, signed_in_at=form.at)
    return Registered(person)


def _refusal(tx: Tx, device: KnownDevice, person: Row, form: ShiftForm) -> str:
    given = tx.one(
        "SELECT valid_until, people FROM device_roster WHERE device_id = :id", id=device.id
    )
    if given is None or form.person not in json.loads(given["people"]):
        return "not_on_roster"
    if not person["active"]:
        return "person_inactive"
    # The device's word, by a clock that may be wrong; whoever could lie about it has the PIN's key anyway.
    if form.at > given["valid_until"] + CLOCK_MARGIN_MS:
        return "roster_over"
    # A PIN is changed because somebody else may know it, so the old one's word does not count any more.
    if not person["device_key"] or not device_proof_holds(
        person["device_key"], proved_text(form, device.id), form.proof
    ):
        return "wrong_proof"
    return ""
