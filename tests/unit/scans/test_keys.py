"""The server's own key: made once, and never taken for what it is not."""

from __future__ import annotations

from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from pickface.scans.keys import BadServerKey, load_or_make


def test_the_key_of_an_installation_is_made_once(tmp_path: Path) -> None:
    first = load_or_make(tmp_path)
    again = load_or_make(tmp_path)
    assert first.id == again.id
    assert (tmp_path / "server-key.pem").stat().st_mode & 0o077 == 0, "its owner's alone"


def test_another_sort_of_key_is_refused(tmp_path: Path) -> None:
    other = rsa.generate_private_key(public_exponent=65537, key_size=2048).private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    (tmp_path / "server-key.pem").write_bytes(b"01890000-0000-7000-8000-000000000000\n" + other)
    with pytest.raises(BadServerKey):
        load_or_make(tmp_path)
