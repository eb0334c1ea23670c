"""What must hold of a person, a PIN, and a device's key. Pure."""

from __future__ import annotations

import base64
import binascii
import re

from cryptography.hazmat.primitives.asymmetric import ec

from pickface.errors import BadRequest

ROLES = ("manager", "supervisor", "buyer", "receiver", "picker", "packer")
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


def check_ways_in(badge: str | None, pin: str, login: str | None, password: str) -> None:
    """A person needs a badge with a PIN, a login with a password, or both."""
    if badge is None and login is None:
        raise BadRequest("a person needs a badge or a login", field="badge")
    if badge is not None and not re.fullmatch(r"\d{4,12}", pin):
        raise BadRequest("a PIN is 4 to 12 digits", field="pin")
    if login is not None and not 8 <= len(password) <= 200:
        raise BadRequest("a password has at least 8 characters", field="password")
