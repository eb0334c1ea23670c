"""Signatures are verified on all processors where there are enough of them, and none is believed unread."""

from __future__ import annotations

import base64
import hashlib
import os
import signal

import pytest
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

from pickface.insight import audit_signatures
from pickface.insight.audit_signatures import ALONE, AT_ONCE, Claim, HelperEnded, Signatures


def _base64(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


KEY = ec.generate_private_key(ec.SECP256R1())
POINT = _base64(
    KEY.public_key().public_bytes(
        serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint
    )
)


def claim(text: str) -> Claim:
    """An honest one."""
    r, s = decode_dss_signature(KEY.sign(text.encode(), ec.ECDSA(hashes.SHA256())))
    digest = hashlib.sha256(text.encode()).hexdigest()
    return Claim(POINT, digest, _base64(r.to_bytes(32) + s.to_bytes(32)))


HONEST = claim("TEA")
FORGED = {
    "of other goods": HONEST._replace(digest=hashlib.sha256(b"SALT").hexdigest()),
    "of nobody": HONEST._replace(sig=""),
    "in no alphabet": HONEST._replace(sig="\u2713\n"),
}


@pytest.mark.parametrize("processors", [1, 2])
@pytest.mark.parametrize("many", [3, ALONE + 3 * AT_ONCE + 7])
def test_each_claim_is_told_of_once_and_those_that_do_not_hold_are_named(
    processors: int, many: int
) -> None:
    told: list[tuple[str, bool]] = []
    spoilt = dict(zip((0, many // 2, many - 1), FORGED.values(), strict=True))
    with Signatures(lambda name, holds: told.append((name, holds)), processors) as signatures:
        for n in range(many):
            signatures.check(str(n), spoilt.get(n, HONEST))
        helpers = len(signatures._helpers)
        assert len(signatures._waiting) < ALONE
    assert helpers == (2 if processors == 2 and many > ALONE else 0)
    assert sorted(int(name) for name, _ in told) == list(range(many))
    assert {int(name) for name, holds in told if not holds} == set(spoilt)


def test_a_helper_that_is_killed_ends_the_audit_and_lets_nothing_pass(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(audit_signatures, "ALONE", AT_ONCE)
    told: list[str] = []

    def work() -> None:
        with Signatures(lambda name, _: told.append(name), 2) as signatures:
            for n in range(20 * AT_ONCE):
                signatures.check(str(n), HONEST)
                if n == 2 * AT_ONCE:
                    os.kill(signatures._helpers[0]._process.pid, signal.SIGKILL)

    with pytest.raises(HelperEnded, match="-9"):
        work()
    assert len(told) < 20 * AT_ONCE


def test_where_an_audit_fails_its_helpers_are_let_go(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(audit_signatures, "ALONE", AT_ONCE)
    signatures = Signatures(lambda _name, _holds: None, 2)

    def work() -> None:
        with signatures:
            for n in range(2 * AT_ONCE):
                signatures.check(str(n), HONEST)
            raise LookupError

    with pytest.raises(LookupError):
        work()
    assert [helper._process.poll() for helper in signatures._helpers] == [-9, -9]
