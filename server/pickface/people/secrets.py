"""PINs, passwords and tokens: hashed, compared slowly, and never more at once than the machine has cores."""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
import secrets
import tempfile
import threading
from functools import lru_cache
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError

# 19 MiB and two passes, OWASP's least for argon2id: about 25 ms on one core of a small server.
_hasher = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
# A shift begins for everybody at once: without turns, 500 sign-ins would want 10 GB at the same moment.
_turns = threading.BoundedSemaphore(os.cpu_count() or 1)


def hash_secret(secret: str) -> str:
    """The argon2id hash of a PIN or password."""
    with _turns:
        return _hasher.hash(secret)


def secret_matches(stored: str, secret: str) -> bool:
    """Whether the secret is the stored one; as slow for a person who has none, so that time tells nothing."""
    with _turns:
        try:
            _hasher.verify(stored or _nobody(), secret)
            return bool(stored)
        except (Argon2Error, InvalidHashError):
            return False


@lru_cache(maxsize=1)
def _nobody() -> str:
    return _hasher.hash(secrets.token_hex(16))


def derive_device_key(pin: str, salt: str, rounds: int) -> str:
    """What a handheld derives from a PIN to prove itself without a network: PBKDF2-SHA-256, 32 bytes, base64url.

    Browsers have no argon2; see docs/design.md for what this costs a thief.
    """
    with _turns:
        key = hashlib.pbkdf2_hmac("sha256", pin.encode(), _bytes_of(salt), rounds, 32)
    return _text_of(key)


def new_salt() -> str:
    """128 bits of chance, base64url without padding."""
    return _text_of(secrets.token_bytes(16))


def device_key_hash(key: str) -> str:
    """What of a derived key a device is given: enough to know the right PIN, not enough to prove it to the server."""
    return hashlib.sha256(_bytes_of(key)).hexdigest()


def device_proof_holds(key: str, text: str, proof: str) -> bool:
    """Whether ``proof`` is the HMAC-SHA-256 of the text by the derived key (base64url)."""
    wanted = _text_of(hmac.new(_bytes_of(key), text.encode(), hashlib.sha256).digest())
    return hmac.compare_digest(wanted, proof.rstrip("="))


def _text_of(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def _bytes_of(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def new_token() -> str:
    """A device's token: 256 bits, base64url."""
    return secrets.token_urlsafe(32)


def token_hash(token: str) -> str:
    """What of a token is stored. It has 256 bits of chance, so a quick hash is enough."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def fingerprint(*stored: str) -> str:
    """Changes whenever one of the stored hashes does, so that a new PIN ends the sessions of the old one."""
    return hashlib.sha256("\n".join(stored).encode()).hexdigest()[:16]


def installation_secret(data: Path) -> bytes:
    """The key that signs session cookies: made at the first start, readable by the server's user alone.

    Servers that share a database share this file.
    """
    path = data / "session.key"
    if not path.exists():
        # mkstemp makes it 0600; link() lets only the first of several starting processes win.
        handle, name = tempfile.mkstemp(dir=data, prefix=".session-")
        with os.fdopen(handle, "wb") as file:
            file.write(secrets.token_bytes(32))
        try:
            os.link(name, path)
        except FileExistsError:
            pass
        finally:
            Path(name).unlink()
    return path.read_bytes()
