"""What a receiver of webhooks needs: whether a message is from this Pickface, and new (docs/webhooks.md)."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import time
from collections.abc import Mapping


def is_from_pickface(
    secret: str, headers: Mapping[str, str], body: bytes, *, within_s: float = 300
) -> bool:
    """Whether a message bears a right signature and is not older than ``within_s``.

    ``headers`` by whatever case; ``body`` as it came, before anything has read it.
    """
    told = {name.lower(): value for name, value in headers.items()}
    try:
        key = base64.b64decode(secret.removeprefix("whsec_"))
        at = int(told["webhook-timestamp"])
        signed = f"{told['webhook-id']}.{at}.".encode() + body
        given = told["webhook-signature"].split()
    except (KeyError, ValueError, binascii.Error):
        return False
    wanted = "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    right = [hmac.compare_digest(wanted.encode(), one.encode()) for one in given]
    return any(right) and abs(time.time() - at) <= within_s
