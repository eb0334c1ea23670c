"""One delivered event: parsed, hashed and its signature checked before any lock is taken."""

from __future__ import annotations

import base64
import hashlib
import json
import math
import re
from dataclasses import dataclass, field
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import Prehashed, encode_dss_signature

GENESIS = "0" * 64
KINDS = frozenset({"scan", "quantity", "fill", "choose", "confirm", "action", "photo", "lost"})
"""What a device may say; ``sign_in`` and ``office`` are the server's own."""
MAX_BODY = 16_384

PublicKey = ec.EllipticCurvePublicKey

_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_HASH = re.compile(r"[0-9a-f]{64}")
_STEP = re.compile(r"[!-~]{0,20}")


@dataclass(frozen=True, slots=True)
class Envelope:
    """An event as the door wants it. ``problem`` is why it cannot be interpreted, or ''.

    A malformed event whose place in its stream can be read keeps ``id``, ``stream``, ``seq`` and ``prev`` in its body,
    so that it takes its number and does not block the ones behind it (LAWS 8). With no body it belongs nowhere.
    """

    text: str
    sig: str
    hash: str
    body: dict[str, Any] = field(default_factory=dict)
    problem: str = ""

    @property
    def id(self) -> str:
        """The id that the device gave it."""
        return str(self.body["id"])

    @property
    def stream(self) -> str:
        """The stream that it belongs to."""
        return str(self.body["stream"])

    @property
    def seq(self) -> int:
        """Its number in the stream."""
        return int(self.body["seq"])


def open_envelope(text: str, sig: str) -> Envelope:
    """Parse a body. What cannot be parsed is not an error: it is journaled as it is, and set aside."""
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    try:
        body = _DECODER.decode(text)
    except (ValueError, RecursionError):
        return Envelope(text, sig, digest, problem="malformed")
    if not isinstance(body, dict) or not _has_link(body):
        return Envelope(text, sig, digest, problem="malformed")
    if len(text) > MAX_BODY or not _has_form(body):
        link = {name: body[name] for name in ("id", "stream", "seq", "prev")}
        return Envelope(text, sig, digest, {**link, "kind": "malformed"}, problem="malformed")
    return Envelope(text, sig, digest, body)


def _refuse(name: str) -> float:
    raise ValueError(f"{name} is not JSON")


def _finite(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise ValueError("larger than any number")
    return number


_DECODER = json.JSONDecoder(parse_constant=_refuse, parse_float=_finite)
"""Made once: `json.loads` with options would make one for every scan."""


def _has_link(body: dict[str, Any]) -> bool:
    return (
        _matches(_UUID, body.get("id"))
        and _matches(_UUID, body.get("stream"))
        and _is_int(body.get("seq"), 1)
        and _matches(_HASH, body.get("prev"))
    )


def _has_form(body: dict[str, Any]) -> bool:
    outcome = body.get("outcome", {})
    return (
        body.get("v") == 1
        and isinstance(body.get("kind"), str)
        and body["kind"] in KINDS
        and _is_int(body.get("person"), 1)
        and _matches(_UUID, body.get("shift"))
        and (body.get("task") is None or _is_int(body["task"], 1))
        and (body.get("revision") is None or _is_int(body["revision"], 1))
        and (body.get("lease") is None or _is_int(body["lease"], 0))
        and (body.get("step") is None or _matches(_STEP, body["step"]))
        and isinstance(outcome, dict)
        and isinstance(outcome.get("accepted", True), bool)
        and isinstance(body.get("code", ""), str)
        and (body["kind"] != "photo" or _matches(_HASH, body.get("photo")))
        and _is_int(body.get("at", 0), 0)
    )


def _is_int(value: Any, least: int) -> bool:
    return type(value) is int and least <= value <= 2**53


def _matches(form: re.Pattern[str], value: Any) -> bool:
    return isinstance(value, str) and form.fullmatch(value) is not None


def load_key(encoded: str) -> PublicKey:
    """A raw, uncompressed P-256 point in base64url, as WebCrypto exports it."""
    return ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), unbase64(encoded))


def unbase64(text: str) -> bytes:
    """base64url without its padding."""
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def signature_holds(key: PublicKey, text: str, sig: str) -> bool:
    """Whether ``sig`` (base64url of r||s) signs the body's bytes."""
    return _holds(key, text.encode("utf-8", "surrogatepass"), sig, hashes.SHA256())


def signature_holds_of_hash(key: PublicKey, digest: str, sig: str) -> bool:
    """The same where only the hash of the bytes is left: it is what was signed."""
    return _holds(key, bytes.fromhex(digest), sig, Prehashed(hashes.SHA256()))


def _holds(key: PublicKey, signed: bytes, sig: str, algorithm: hashes.SHA256 | Prehashed) -> bool:
    try:
        raw = unbase64(sig)
        if len(raw) != 64:
            return False
        der = encode_dss_signature(int.from_bytes(raw[:32]), int.from_bytes(raw[32:]))
        key.verify(der, signed, ec.ECDSA(algorithm))
    except (InvalidSignature, ValueError):
        return False
    return True
