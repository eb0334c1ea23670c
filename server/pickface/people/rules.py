"""What must hold of a person, a PIN, and a device's key. Pure."""

from __future__ import annotations

import base64
import binascii
import re
from itertools import pairwise

from cryptography.hazmat.primitives.asymmetric import ec

from pickface.errors import BadRequest

ROLES = ("manager", "supervisor", "buyer", "receiver", "picker", "packer", "client")
CLIENT = "client"
"""The role of whoever sees one owner's goods and nothing else."""
LANGUAGES = re.compile(r"[a-z]{2}(-[A-Z]{2})?")
POINT_BYTES = 65


class BadPublicKey(BadRequest):
    """The device's key is no uncompressed P-256 point."""

    code = "bad_public_key"


def checked_public_key(encoded: str) -> str:
    """The base64url of a raw, uncompressed P-256 point, without padding; BadPublicKey for anything else."""
    try:
        raw = base64.b64decode(encoded + "=" * (-len(encoded) % 4), altchars=b"-_", validate=True)
        if len(raw) != POINT_BYTES:
            raise ValueError(f"{len(raw)} bytes instead of {POINT_BYTES}")
        ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), raw)
    except (ValueError, binascii.Error) as error:
        raise BadPublicKey(f"not a P-256 point: {error}", field="public_key") from error
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


class WeakPin(BadRequest):
    """A PIN that whoever finds a badge tries first."""

    code = "weak_pin"


def check_pin(pin: str) -> None:
    """4 to 12 digits, not all the same, and no run such as 1234 or 9876; BadRequest, WeakPin."""
    if not re.fullmatch(r"[0-9]{4,12}", pin):
        raise BadRequest("a PIN is 4 to 12 digits", field="pin")
    steps = {(int(after) - int(before)) % 10 for before, after in pairwise(pin)}
    if len(steps) == 1 and steps <= {0, 1, 9}:
        raise WeakPin("this PIN is tried first", field="pin")


def check_password(password: str) -> None:
    """8 to 200 characters; BadRequest."""
    if not 8 <= len(password) <= 200:
        raise BadRequest("a password has at least 8 characters", field="password")


class ClientFaulty(BadRequest):
    """A person of the role ``client`` belongs to an owner that is not the house, and signs in at a desk; nobody else
    belongs to one. ``field``: which of it is wrong.
    """

    code = "client_faulty"


def check_client(role: str, owner_id: int | None, badge: str | None) -> None:
    """Whoever belongs to a client is nobody of the house; ClientFaulty."""
    if (role == CLIENT) is not (owner_id is not None) or owner_id == 1:
        raise ClientFaulty("a client's person, and no other, belongs to an owner", field="owner")
    if role == CLIENT and badge is not None:
        raise ClientFaulty("a client's person has no work on the floor", field="badge")


def check_ways_in(badge: str | None, pin: str, login: str | None, password: str) -> None:
    """A person needs a badge with a PIN, a login with a password, or both."""
    if badge is None and login is None:
        raise BadRequest("a person needs a badge or a login", field="badge")
    if badge is not None:
        check_pin(pin)
    if login is not None:
        check_password(password)
