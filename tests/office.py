"""People at desks and on handhelds, for tests that speak HTTP to the application in process."""

from __future__ import annotations

import base64
import uuid
from dataclasses import dataclass, field
from typing import Any

from apiflask import APIFlask
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from pickface.db import command
from pickface.locations.service import create_site
from pickface.people.forms import PersonForm
from pickface.people.rules import CLIENT
from pickface.people.service import hire

PIN = "4711"
PASSWORD = "correct horse"


@dataclass
class Office:
    """A site with a manager at a desk; ``desk`` speaks for the manager."""

    app: APIFlask
    site_id: int
    desk: Desk

    def hire(self, role: str, name: str = "", **more: Any) -> int:
        """Take somebody on whose badge is ``B-<ROLE>`` and whose login is the role, unless told otherwise.

        Somebody of a client, who has no badge, is of the client ``GUEST``.
        """
        if role == CLIENT:
            with self.app.app_context():
                command(
                    lambda tx: tx.run(
                        "INSERT INTO owner (code, name) VALUES ('GUEST', 'Guest') ON CONFLICT DO NOTHING"
                    )
                )
            more = {"owner": "GUEST", **more, "badge": None, "pin": None}
        ways = {
            "badge": f"B-{role.upper()}",
            "pin": PIN,
            "login": role,
            "password": PASSWORD,
            **more,
        }
        with self.app.app_context():
            return hire(self.site_id, PersonForm(name=name or role.title(), role=role, **ways))

    def sign_in(self, login: str) -> Desk:
        """Another desk, where ``login`` sits."""
        desk = Desk(self.app.test_client())
        desk.post("/session", {"login": login, "password": PASSWORD}, expect=200)
        return desk


@dataclass
class Desk:
    """A browser: keeps its cookies and sends the header that ours send."""

    client: FlaskClient
    headers: dict[str, str] = field(default_factory=lambda: {"X-Pickface": "1"})

    def get(self, path: str, *, expect: int = 200, **query: Any) -> Any:
        """The JSON of an answer whose status must be as expected."""
        return _json(self.client.get(f"/api/v1{path}", query_string=query), expect)

    def post(self, path: str, body: Any = None, *, expect: int = 201, method: str = "POST") -> Any:
        """Send a change; the JSON of an answer whose status must be as expected."""
        answer = self.client.open(f"/api/v1{path}", method=method, json=body, headers=self.headers)
        return _json(answer, expect)


def _json(answer: TestResponse, expect: int) -> Any:
    assert answer.status_code == expect, f"{answer.status_code}: {answer.text[:500]}"
    return answer.get_json(silent=True)


def open_office(app: APIFlask, code: str = "MAIN") -> Office:
    """A site, and its manager signed in."""
    with app.app_context():
        site_id = command(
            lambda tx: create_site(tx, code, "Main warehouse", timezone="Europe/Berlin")
        )
    office = Office(app, site_id, Desk(app.test_client()))
    login = f"manager-{code.lower()}"
    office.hire("manager", badge=f"B-MANAGER-{code}", login=login)
    office.desk.post("/session", {"login": login, "password": PASSWORD}, expect=200)
    return office


@dataclass
class Handheld:
    """What a device needs for a sign-in: an id, a stream, and a key of its own."""

    id: str = field(default_factory=lambda: str(uuid.uuid4()))
    stream: str = field(default_factory=lambda: str(uuid.uuid4()))
    key: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )

    @property
    def public_key(self) -> str:
        """The raw point, base64url without padding."""
        point = self.key.public_key().public_bytes(
            serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint
        )
        return base64.urlsafe_b64encode(point).rstrip(b"=").decode()

    def form(self, badge: str, pin: str = PIN) -> dict[str, Any]:
        """The body of a sign-in on this device."""
        return {
            "badge": badge,
            "pin": pin,
            "device": {"id": self.id, "name": "TC52 #4"},
            "stream": self.stream,
            "public_key": self.public_key,
        }
