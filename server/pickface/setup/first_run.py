"""The first run: an installation without a site is founded in the browser, by whoever reads the console.

A set-up code is printed where Pickface was started. It is kept as a hash in the data folder, so that all processes know
it; it holds for an hour, opens one installation, and is guessed five times in five minutes at most.
"""

from __future__ import annotations

import hmac
import json
import os
import secrets
from pathlib import Path

from flask import current_app

from pickface.clock import clock
from pickface.db import row
from pickface.errors import PickfaceError
from pickface.people.lockout import Lockout
from pickface.people.secrets import token_hash

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""No sign that could be taken for another."""
LENGTH = 8
LIFE_MS = 3_600_000
FILE = "setup-code.json"
WHO = "setup"


class SetupCodeWrong(PickfaceError):
    """The set-up code is not the one on the console."""

    code = "setup_code_wrong"
    status = 403


class SetupCodeOver(PickfaceError):
    """No set-up code holds any more: it was used, or its hour is over."""

    code = "setup_code_over"
    status = 403


def is_needed() -> bool:
    """Whether nobody has founded a site here yet."""
    return row("SELECT id FROM site LIMIT 1") is None


def new_code(data: Path) -> str:
    """Make a set-up code, as it is printed; the one before ends."""
    code = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
    path = data / FILE
    path.unlink(missing_ok=True)
    kept = json.dumps({"hash": token_hash(code), "until": clock() + LIFE_MS})
    with os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as file:
        file.write(kept)
    return f"{code[: LENGTH // 2]}-{code[LENGTH // 2 :]}"


def check_code(data: Path, said: str) -> None:
    """SetupCodeWrong, SetupCodeOver, or SignInLocked after too many guesses; a right one costs no guess."""
    lockout: Lockout = current_app.extensions["pickface_lockout"]
    lockout.attempt(WHO)
    try:
        kept = json.loads((data / FILE).read_text())
    except (OSError, ValueError):
        raise SetupCodeOver("there is no set-up code; pickface setup-code makes one") from None
    if kept["until"] < clock():
        raise SetupCodeOver("the set-up code's hour is over; pickface setup-code makes a new one")
    plain = "".join(sign for sign in said.upper() if sign.isalnum())
    if not hmac.compare_digest(token_hash(plain), kept["hash"]):
        raise SetupCodeWrong("this is not the code on the console")
    lockout.forgive(WHO)


def spend_code(data: Path) -> None:
    """It has opened its installation and opens nothing more."""
    (data / FILE).unlink(missing_ok=True)
