"""The server's own signing key: kept in the data folder, its public half in the database."""

from __future__ import annotations

import base64
import contextlib
import os
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

from pickface.errors import PickfaceError
from pickface.ids import uuid7


class BadServerKey(PickfaceError):
    """The file of the server's signing key holds something else."""

    code = "bad_server_key"
    status = 500


@dataclass(frozen=True)
class ServerSigner:
    """Signs the events that the server itself makes. ``id`` names the key, as a shift names a person's."""

    id: str
    key: ec.EllipticCurvePrivateKey

    @property
    def public_key(self) -> str:
        """The raw point in base64url, the form in which devices send theirs."""
        point = self.key.public_key().public_bytes(
            serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint
        )
        return base64.urlsafe_b64encode(point).rstrip(b"=").decode()

    def sign(self, text: str) -> str:
        """base64url of r||s over the text's UTF-8 bytes."""
        r, s = decode_dss_signature(self.key.sign(text.encode(), ec.ECDSA(hashes.SHA256())))
        return base64.urlsafe_b64encode(r.to_bytes(32) + s.to_bytes(32)).rstrip(b"=").decode()


def load_or_make(folder: Path) -> ServerSigner:
    """The key of this installation, made at first use and readable by its owner alone."""
    path = folder / "server-key.pem"
    if not path.exists():
        _make(path)
    name, pem = path.read_bytes().split(b"\n", 1)
    key = serialization.load_pem_private_key(pem, password=None)
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        raise BadServerKey(f"{path} holds no elliptic curve key")
    return ServerSigner(name.decode(), key)


def _make(path: Path) -> None:
    """Write a new key; of several processes that start at once, the first one's stays."""
    name = uuid7()
    pem = ec.generate_private_key(ec.SECP256R1()).private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    draft = path.with_name(f"{path.name}.{name}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(name.encode() + b"\n" + pem)
    # A link appears whole or not at all, and never replaces what is there.
    with contextlib.suppress(FileExistsError):
        path.hardlink_to(draft)
    draft.unlink()
