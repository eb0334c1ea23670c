"""How a message is signed: the headers of the Standard Webhooks specification, so that receivers have libraries for it.

Signed is ``<id>.<timestamp>.<body>`` by HMAC-SHA-256; the header holds a signature for each secret that counts.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from collections.abc import Sequence
from typing import Final

PREFIX: Final = "whsec_"


def new_secret() -> str:
    """256 bits of chance, base64, behind a beginning by which it is known for a secret."""
    return PREFIX + base64.b64encode(secrets.token_bytes(32)).decode()


def signature(secret: str, message_id: str, timestamp_s: int, body: bytes) -> str:
    """One signature: ``v1,<base64>``."""
    key = base64.b64decode(secret.removeprefix(PREFIX))
    signed = f"{message_id}.{timestamp_s}.".encode() + body
    return "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()


def headers(known: Sequence[str], message_id: str, timestamp_s: int, body: bytes) -> dict[str, str]:
    """What proves a message: its id, when it was sent (seconds), and a signature by each of the secrets."""
    return {
        "webhook-id": message_id,
        "webhook-timestamp": str(timestamp_s),
        "webhook-signature": " ".join(
            signature(secret, message_id, timestamp_s, body) for secret in known
        ),
    }
