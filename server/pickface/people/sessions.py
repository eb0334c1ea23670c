"""Who is signed in on a request: Flask-Login over a signed cookie, looked up at most every ten seconds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

import sqlalchemy as sa
from apiflask import APIFlask
from flask import session
from flask_login import LoginManager, UserMixin, current_user, login_user, logout_user

from pickface.db import db
from pickface.errors import NotSignedIn
from pickface.people.devices import REMEMBERED_S, KnownDevice
from pickface.people.lockout import Lockout
from pickface.people.memory import ShortMemory
from pickface.people.secrets import fingerprint, installation_secret
from pickface.people.steady_cookies import SteadySessions

LIFE = timedelta(hours=16)
"""Longer than any shift, so that nobody is signed out at work."""
LOOKED_UP_EVERY_S = 10.0


@dataclass(frozen=True)
class SignedIn(UserMixin):  # type: ignore[misc]
    """The person behind a request. Everything they see and do is in their site."""

    id: int
    site_id: int
    name: str
    role: str
    language: str
    proof: str

    def get_id(self) -> str:
        """What the cookie holds; a new PIN or password changes it and so ends older sessions."""
        return f"{self.id}.{self.proof}"


def init(app: APIFlask) -> None:
    """Prepare the application for sessions; the key that signs them is made at the first start."""
    from pickface.engine import Engine

    engine: Engine = app.extensions["pickface"]
    app.secret_key = installation_secret(engine.config.data)
    app.session_interface = SteadySessions()
    app.config.update(
        SESSION_COOKIE_NAME="pickface_session",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Strict",
        SESSION_COOKIE_SECURE=engine.config.secure_cookies,
        PERMANENT_SESSION_LIFETIME=LIFE,
        # Else every answer to every scan would set the cookie again.
        SESSION_REFRESH_EACH_REQUEST=False,
    )
    people: ShortMemory[str, SignedIn] = ShortMemory(LOOKED_UP_EVERY_S)
    devices: ShortMemory[str, KnownDevice] = ShortMemory(REMEMBERED_S)
    app.extensions["pickface_people"] = people
    app.extensions["pickface_devices"] = devices
    app.extensions["pickface_lockout"] = Lockout()
    manager = LoginManager()
    # It would compare addresses, which change with every access point a picker walks past.
    manager.session_protection = None
    manager.user_loader(lambda key: people.get(key, _find))
    manager.init_app(app, add_context_processor=False)


def _find(key: str) -> SignedIn | None:
    number, _, proof = key.partition(".")
    if not number.isdecimal():
        return None
    # A connection of its own, given back at once: a websocket's request lasts as long as its socket.
    with db.engine.connect() as connection:
        found = connection.execute(
            sa.text(
                "SELECT id, site_id, name, role, language, pin_hash, password_hash FROM person "
                "WHERE id = :id AND active = 1"
            ),
            {"id": int(number)},
        ).first()
    if found is None or fingerprint(found.pin_hash, found.password_hash) != proof:
        return None
    return SignedIn(found.id, found.site_id, found.name, found.role, found.language, proof)


def begin(person: SignedIn, shift: str | None, device: dict[str, str] | None) -> None:
    """Set the session cookie on the answer to this request."""
    session.clear()
    session.permanent = True
    login_user(person)
    session["shift"] = shift
    session["device"] = device and device["id"]


def end() -> None:
    """Take the session cookie away."""
    logout_user()
    session.clear()


def signed_in() -> SignedIn | None:
    """The person of this request, or None."""
    return current_user._get_current_object() if current_user.is_authenticated else None  # noqa: SLF001


def me() -> SignedIn:
    """The person of this request; NotSignedIn if there is none."""
    person = signed_in()
    if person is None:
        raise NotSignedIn("nobody is signed in")
    return person


def my_shift() -> str | None:
    """The shift of this session; None at a desk."""
    shift: str | None = session.get("shift")
    return shift


def my_device() -> str | None:
    """The device of this session; None at a desk."""
    device: str | None = session.get("device")
    return device
