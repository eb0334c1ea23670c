"""Who is signed in on a request: Flask-Login over a signed cookie, looked up at most every ten seconds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

import sqlalchemy as sa
from apiflask import APIFlask
from flask import current_app, g, has_request_context, request, session
from flask_login import LoginManager, UserMixin, current_user, login_user, logout_user

from pickface.db import db
from pickface.errors import NotSignedIn
from pickface.ids import uuid7
from pickface.people import bearers
from pickface.people.devices import REMEMBERED_S, KnownDevice
from pickface.people.lockout import Lockout
from pickface.people.memory import ShortMemory
from pickface.people.secrets import fingerprint, installation_secret
from pickface.people.shared_lockout import SharedLockout
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
    owner_id: int | None = None
    """The client whom they belong to; None for the house's own people."""
    scopes: frozenset[str] | None = None
    """Of software the endpoints that its token is for; None for people."""

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
    in_service: ShortMemory[str, bool] = ShortMemory(LOOKED_UP_EVERY_S)
    app.extensions["pickface_in_service"] = in_service
    bearers.init(app)
    app.extensions["pickface_lockout"] = (
        SharedLockout(engine.config.redis_url) if engine.config.redis_url else Lockout()
    )
    manager = LoginManager()
    # It would compare addresses, which change with every access point a picker walks past.
    manager.session_protection = None
    manager.user_loader(
        lambda key: people.get(key, _find) if _in_service(session.get("device")) else None
    )
    manager.init_app(app, add_context_processor=False)


def _find(key: str) -> SignedIn | None:
    number, _, proof = key.partition(".")
    if not number.isdecimal():
        return None
    # A connection of its own, given back at once: a websocket's request lasts as long as its socket.
    with db.engine.connect() as connection:
        found = connection.execute(
            sa.text(
                "SELECT id, site_id, name, role, language, pin_hash, password_hash, owner_id FROM person "
                "WHERE id = :id AND active = 1"
            ),
            {"id": int(number)},
        ).first()
    if found is None or fingerprint(found.pin_hash, found.password_hash) != proof:
        return None
    return SignedIn(
        found.id, found.site_id, found.name, found.role, found.language, proof, found.owner_id
    )


def _in_service(device: str | None) -> bool:
    """Whether the session's device may still be used; a desk has none."""
    if device is None:
        return True
    known: ShortMemory[str, bool] = current_app.extensions["pickface_in_service"]
    return known.get(device, _not_revoked) is not None


def _not_revoked(device: str) -> bool | None:
    with db.engine.connect() as connection:
        found = connection.execute(
            sa.text("SELECT 1 FROM device WHERE id = :id AND revoked_at IS NULL"), {"id": device}
        ).first()
    return None if found is None else True


def begin(person: SignedIn, shift: str | None, device: dict[str, str] | None) -> None:
    """Set the session cookie on the answer to this request."""
    session.clear()
    session.permanent = True
    login_user(person)
    session["shift"] = shift
    session["device"] = device and device["id"]
    session["id"] = uuid7()


def end() -> None:
    """Take the session cookie away."""
    logout_user()
    session.clear()


def my_session() -> str | None:
    """What this session is called; its websockets end when it does."""
    found: str | None = session.get("id")
    return found


def forget() -> None:
    """Look people and devices up again: one of them may not be here any more. Other processes do within seconds."""
    for name in ("pickface_people", "pickface_devices", "pickface_in_service"):
        current_app.extensions[name].forget()


def signed_in() -> SignedIn | None:
    """The person of this request, or None. A token counts alone, whatever cookie comes with it."""
    if has_request_context() and bearers.comes_with_one(request):
        return _software()
    return current_user._get_current_object() if current_user.is_authenticated else None  # noqa: SLF001


def _software() -> SignedIn:
    found: SignedIn | None = g.get("software")
    if found is None:
        one = bearers.authenticate()
        found = SignedIn(
            one.person_id, one.site_id, one.name, one.role, "en", "", one.owner_id, one.scopes
        )
        g.software = found
    return found


def me() -> SignedIn:
    """The person of this request; NotSignedIn if there is none."""
    person = signed_in()
    if person is None:
        raise NotSignedIn("nobody is signed in")
    return person


def my_shift() -> str | None:
    """The shift of this session; None at a desk."""
    shift: str | None = None if bearers.comes_with_one(request) else session.get("shift")
    return shift


def my_device() -> str | None:
    """The device of this session; None at a desk."""
    device: str | None = None if bearers.comes_with_one(request) else session.get("device")
    return device
