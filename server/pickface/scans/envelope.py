"""One delivered event: parsed, hashed and its signature checked before any lock is taken."""

from __future__ import annotations

import base64
import hashlib
import json
from dataclasses import dataclass, field
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

GENESIS = "0" * 64
KINDS = frozenset(
    {"scan", "quantity", "fill", "choose", "confirm", "action", "lost", "sign_in", "office"}
)
MAX_BODY = 16_384

PublicKey = ec.EllipticCurvePublicKey


@dataclass(frozen=True, slots=True)
class Envelope:
    """An event as the door wants it. ``problem`` is why it cannot be interpreted, or ''."""

    text: str
    sig: str
    hash: str
    body: dict[str, Any] = field(default_factory=dict)
    problem: str = ""

    @property
    def id(self) -> str:
        return str(self.body["id"])

    @property
    def stream(self) -> str:
        return str(self.body["stream"])

    @property
    def seq(self) -> int:
        return int(self.body["seq"])


def open_envelope(text: str, sig: str) -> Envelope:
    """Parse a body. What cannot be parsed is not an error: it is journaled as it is, and set aside."""
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    if len(text) > MAX_BODY:
        return Envelope(text, sig, digest, problem="malformed")
    try:
        body = json.loads(text)
    except (ValueError, RecursionError):
        return Envelope(text, sig, digest, problem="malformed")
    if not isinstance(body, dict) or not _has_form(body):
        return Envelope(text, sig, digest, problem="malformed")
    return Envelope(text, sig, digest, body)


def _has_form(body: dict[str, Any]) -> bool:
    outcome = body.get("outcome", {})
    return (
        body.get("v") == 1
        and _is_uuid(body.get("id"))
        and _is_uuid(body.get("stream"))
        and _is_int(body.get("seq"), 1)
        and isinstance(body.get("prev"), str)
        and len(body["prev"]) == 64
        and body.get("kind") in KINDS
        and _is_int(body.get("person"), 1)
        and _is_uuid(body.get("shift"))
        and (body.get("task") is None or _is_int(body["task"], 1))
        and (body.get("revision") is None or _is_int(body["revision"], 1))
        and (body.get("lease") is None or _is_int(body["lease"], 0))
        and (body.get("step") is None or (isinstance(body["step"], str) and len(body["step"]) <= 20))
        and isinstance(outcome, dict)
        and isinstance(outcome.get("accepted", True), bool)
        and isinstance(body.get("code", ""), str)
        and _is_int(body.get("at", 0), 0)
    )


def _is_int(value: Any, least: int) -> bool:
    return type(value) is int and least <= value <= 2**53


def _is_uuid(value: Any) -> bool:
    return (
        isinstance(value, str)
        and len(value) == 36
        and value[8] == value[13] == value[18] == value[23] == "-"
        and all(letter in "0123456789abcdef-" for letter in value)
    )


def load_key(encoded: str) -> PublicKey:
    """A raw, uncompressed P-256 point in base64url, as WebCrypto exports it."""
    return ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), unbase64(encoded))


def unbase64(text: str) -> bytes:
    """base64url without its padding."""
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def signature_holds(key: PublicKey, text: str, sig: str) -> bool:
    """Whether ``sig`` (base64url of r||s) signs the body's bytes."""
    try:
        raw = unbase64(sig)
        if len(raw) != 64:
            return False
        der = encode_dss_signature(int.from_bytes(raw[:32]), int.from_bytes(raw[32:]))
        key.verify(der, text.encode("utf-8", "surrogatepass"), ec.ECDSA(hashes.SHA256()))
    except (InvalidSignature, ValueError):
        return False
    return True
