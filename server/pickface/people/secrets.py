"""PINs, passwords and tokens: hashed, compared slowly, and never more at once than the machine has cores."""

from __future__ import annotations

import hashlib
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
