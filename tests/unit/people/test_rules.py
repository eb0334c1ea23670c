"""What must hold of a person, a PIN, and a device's key."""

from __future__ import annotations

import base64

import pytest

from pickface.errors import BadRequest
from pickface.people.rules import BadPublicKey, check_ways_in, checked_public_key
from tests.office import Handheld


def test_the_point_that_webcrypto_exports_is_taken() -> None:
    encoded = Handheld().public_key
    assert checked_public_key(encoded) == encoded


def test_a_padded_point_is_stored_without_padding() -> None:
    encoded = Handheld().public_key
    assert checked_public_key(encoded + "=") == encoded


def _encode(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


@pytest.mark.parametrize(
    "encoded",
    [
        "",
        "!!!",
        _encode(b"\x04" + bytes(64)),
        _encode(b"\x04" + b"\xff" * 64),
        _encode(b"\x02" + bytes(32)),
        _encode(bytes(65)),
        _encode(b"\x04" * 66),
        "AAAA AAAA",
    ],
)
def test_anything_but_a_point_on_the_curve_is_refused(encoded: str) -> None:
    with pytest.raises(BadPublicKey):
        checked_public_key(encoded)


@pytest.mark.parametrize(
    ("badge", "pin", "login", "password"),
    [
        (None, "", None, ""),
        ("B-1", "", None, ""),
        ("B-1", "123", None, ""),
        ("B-1", "12a4", None, ""),
        (None, "", "maria", "short"),
        ("B-1", "4718", "maria", ""),
    ],
)
def test_a_person_without_a_sound_way_in_is_refused(
    badge: str | None, pin: str, login: str | None, password: str
) -> None:
    with pytest.raises(BadRequest):
        check_ways_in(badge, pin, login, password)


def test_a_badge_with_a_pin_is_enough() -> None:
    check_ways_in("B-1", "4718", None, "")
