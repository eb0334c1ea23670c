"""PINs, passwords and tokens."""

from __future__ import annotations

import base64
import hashlib
import hmac
import stat
import time
from pathlib import Path

from pickface.people.memory import ShortMemory
from pickface.people.secrets import (
    derive_device_key,
    device_key_hash,
    device_proof_holds,
    fingerprint,
    hash_secret,
    installation_secret,
    new_salt,
    new_token,
    secret_matches,
    token_hash,
)


def test_a_secret_matches_its_own_hash_alone() -> None:
    stored = hash_secret("1234")
    assert "1234" not in stored
    assert secret_matches(stored, "1234")
    assert not secret_matches(stored, "1235")


def test_nobody_has_no_secret() -> None:
    assert not secret_matches("", "")
    assert not secret_matches("", "1234")


def test_an_unknown_badge_takes_as_long_as_a_wrong_pin() -> None:
    stored = hash_secret("1234")
    secret_matches("", "1234")

    def took(hashed: str) -> float:
        """The quickest of many: what else the machine does only ever adds."""
        times = []
        for _ in range(30):
            started = time.perf_counter()
            secret_matches(hashed, "9999")
            times.append(time.perf_counter() - started)
        return min(times)

    assert 0.3 < took("") / took(stored) < 3


def test_the_session_key_is_made_once_and_belongs_to_the_server_alone(tmp_path: Path) -> None:
    made = installation_secret(tmp_path)
    assert len(made) == 32
    assert installation_secret(tmp_path) == made
    files = list(tmp_path.iterdir())
    assert [file.name for file in files] == ["session.key"]
    assert stat.S_IMODE(files[0].stat().st_mode) == 0o600


def test_tokens_differ_and_are_stored_hashed() -> None:
    one, two = new_token(), new_token()
    assert one != two
    assert len(token_hash(one)) == 64
    assert one not in token_hash(one)


def test_a_fingerprint_changes_with_either_hash() -> None:
    assert len({fingerprint("a", "b"), fingerprint("a", "c"), fingerprint("c", "b")}) == 3


def test_a_short_memory_asks_again_after_its_time() -> None:
    asked, now = [], [0.0]
    memory: ShortMemory[str, int] = ShortMemory(10.0, clock=lambda: now[0])

    def look_up(key: str) -> int | None:
        asked.append(key)
        return None if key == "absent" else len(asked)

    assert memory.get("a", look_up) == memory.get("a", look_up) == 1
    now[0] = 11.0
    assert memory.get("a", look_up) == 2
    assert memory.get("absent", look_up) is memory.get("absent", look_up) is None
    assert asked == ["a", "a", "absent", "absent"]


def test_a_device_key_is_what_a_browser_derives() -> None:
    # By WebCrypto: PBKDF2, SHA-256, 1,000 rounds, 256 bits.
    salt = "BwcHBwcHBwcHBwcHBwcHBw"
    assert derive_device_key("3148", salt, 1_000) == ("H4166IvXjFMggJylanfCSHYxHgK2iuv2pK2vQeWukmo")


def test_the_hash_of_a_device_key_is_not_the_key() -> None:
    key = derive_device_key("3148", new_salt(), 10)
    assert device_key_hash(key) != key
    assert device_key_hash(key) == device_key_hash(key)


def test_a_proof_holds_for_its_key_and_text_alone() -> None:
    keys = [derive_device_key(pin, new_salt(), 10) for pin in ("3148", "3149")]
    proof = _proof(keys[0], "shift")
    assert device_proof_holds(keys[0], "shift", proof)
    assert not device_proof_holds(keys[1], "shift", proof)
    assert not device_proof_holds(keys[0], "shifts", proof)
    assert not device_proof_holds(keys[0], "shift", "")


def _proof(key: str, text: str) -> str:
    raw = base64.urlsafe_b64decode(key + "=" * (-len(key) % 4))
    mac = hmac.new(raw, text.encode(), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(mac).rstrip(b"=").decode()
