"""Signing in and out: the proof, the device, the shift and its key."""

from __future__ import annotations

from dataclasses import dataclass

from flask import current_app

from pickface.db import Row, Tx, command, db, row
from pickface.engine import engine
from pickface.errors import PickfaceError
from pickface.ids import uuid7
from pickface.people import devices, roster
from pickface.people.forms import DeviceForm, ShiftForm, SignInForm
from pickface.people.lockout import Lockout
from pickface.people.rules import checked_public_key
from pickface.people.secrets import fingerprint, secret_matches
from pickface.people.sessions import SignedIn
from pickface.scans.keys import ServerSigner
from pickface.scans.office import record_sign_in


class SignInFailed(PickfaceError):
    """Wrong badge or PIN; which of the two is not told."""

    code = "sign_in_failed"
    status = 401


@dataclass(frozen=True)
class Session:
    """What a sign-in led to."""

    person: SignedIn
    shift: str | None = None
    device: dict[str, str] | None = None


@dataclass(frozen=True)
class Handheld:
    """The device that somebody signs in on, the token it still has, and its store's stream and key."""

    device: DeviceForm
    token: str
    stream: str
    public_key: str


def sign_in(form: SignInForm, device_token: str, from_device: str = "") -> Session:
    """Prove who it is, enrol the device, open the shift, and journal its key.

    The proof is made before the transaction: it is slow on purpose, and the writer waits for nobody. ``from_device``
    is the enrolled device that the request comes from.
    """
    handheld = None
    if form.device is not None and form.stream is not None and form.public_key is not None:
        key = checked_public_key(form.public_key)
        handheld = Handheld(form.device, device_token, form.stream, key)
    person = _prove(form, from_device)
    if handheld is None:
        return Session(person)
    signer = engine().signer
    return command(lambda tx: _open_shift(tx, person, handheld, signer))


def _prove(form: SignInForm, from_device: str) -> SignedIn:
    lockout: Lockout = current_app.extensions["pickface_lockout"]
    if form.badge is not None:
        column, who, secret, stored = "badge", form.badge.upper(), form.pin or "", "pin_hash"
    else:
        column, who, secret, stored = (
            "login",
            (form.login or "").lower(),
            form.password or "",
            "password_hash",
        )
    # Wrong PINs that are typed on one enrolled device lock the badge there, and not at its owner's own handheld.
    guessed = f"{column}:{who}:{from_device}"
    lockout.attempt(guessed)
    found = row(f"SELECT * FROM person WHERE {column} = :who AND active = 1", who=who)
    # Nobody holds a connection while others' PINs are looked at.
    db.session.remove()
    if not secret_matches(found[stored] if found else "", secret) or found is None:
        raise SignInFailed("wrong badge or PIN" if form.badge else "wrong login or password")
    lockout.forgive(guessed)
    if form.pin is not None:
        roster.prepare(found, form.pin)
        db.session.remove()
    return as_signed_in(found)


def as_signed_in(found: Row) -> SignedIn:
    """A person's row as the session's person."""
    return SignedIn(
        id=found["id"],
        site_id=found["site_id"],
        name=found["name"],
        role=found["role"],
        language=found["language"],
        proof=fingerprint(found["pin_hash"], found["password_hash"]),
        owner_id=found["owner_id"],
    )


def _open_shift(tx: Tx, person: SignedIn, handheld: Handheld, signer: ServerSigner) -> Session:
    device = handheld.device
    token = devices.enrol(
        tx,
        device_id=device.id,
        name=device.name,
        site_id=person.site_id,
        person_id=person.id,
        token=handheld.token,
    )
    tx.run(
        "UPDATE shift SET ended_at = :now WHERE device_id = :device AND ended_at IS NULL",
        now=tx.now,
        device=device.id,
    )
    shift = uuid7()
    tx.run(
        "INSERT INTO shift (id, person_id, device_id, stream, public_key, started_at) "
        "VALUES (:id, :person, :device, :stream, :key, :now)",
        id=shift,
        person=person.id,
        device=device.id,
        stream=handheld.stream,
        key=handheld.public_key,
        now=tx.now,
    )
    record_sign_in(tx, signer, shift)
    return Session(person, shift, {"id": device.id, "token": token})


def register_shift(form: ShiftForm, device: devices.KnownDevice) -> SignedIn:
    """Register a shift that was begun offline, and answer its person; ShiftRefused if it does not count."""
    key = checked_public_key(form.public_key)
    lockout: Lockout = current_app.extensions["pickface_lockout"]
    who = f"shift:{device.id}"
    lockout.attempt(who)
    signer = engine().signer
    done = command(lambda tx: roster.register(tx, signer, device, form, key))
    if done.taken:
        raise roster.ShiftTaken("another sign-in has this shift's id", shift=form.shift)
    if done.refused or done.person is None:
        raise roster.ShiftRefused("this offline sign-in does not count", because=done.refused)
    lockout.forgive(who)
    return as_signed_in(done.person)


def sign_out(shift: str | None) -> None:
    """End the shift; its key stays, for scans that are still under way."""
    if shift is not None:
        command(
            lambda tx: tx.run(
                "UPDATE shift SET ended_at = :now WHERE id = :id AND ended_at IS NULL",
                now=tx.now,
                id=shift,
            )
        )


def site_of(person: SignedIn) -> Row:
    """The site that somebody works at."""
    found = row("SELECT id, code, name, timezone FROM site WHERE id = :id", id=person.site_id)
    if found is None:
        raise LookupError(f"person {person.id} has no site")
    return found
