"""Keys and certificates on disk: whole or not at all, and a key never readable by others, not even for a moment."""

from __future__ import annotations

import os
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

Key = ec.EllipticCurvePrivateKey


def pem(key: Key) -> bytes:
    """A private key as it is kept."""
    return key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )


def read_key(file: Path) -> Key:
    """A private key that was kept; TypeError if it is of a kind that Pickface does not make."""
    key = serialization.load_pem_private_key(file.read_bytes(), None)
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        raise TypeError(f"{file} does not hold a key that Pickface made")
    return key


def write_private(file: Path, content: bytes) -> None:
    """Write a key for this user alone."""
    fresh = file.with_suffix(".new")
    fresh.unlink(missing_ok=True)
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as handle:
        handle.write(content)
    fresh.replace(file)


def write(file: Path, content: bytes) -> None:
    """Write a certificate."""
    fresh = file.with_suffix(".new")
    fresh.write_bytes(content)
    fresh.replace(file)
