"""Ids that sort by time: UUIDv7 as RFC 9562 section 5.7 lays it out."""

from __future__ import annotations

import os
import threading

from pickface.clock import clock

_lock = threading.Lock()
_last = 0


def uuid7() -> str:
    """A new UUIDv7 in canonical text, of server time. Within a process each is greater than the one before.

    The 12 bits of ``rand_a`` continue the milliseconds as a counter.
    """
    global _last  # noqa: PLW0603 - one counter for the whole process is the point
    with _lock:
        _last = max(_last + 1, clock() << 12)
        stamp = _last
    low = int.from_bytes(os.urandom(8)) & 0x3FFF_FFFF_FFFF_FFFF | 0x8000_0000_0000_0000
    digits = f"{stamp >> 12:012x}7{stamp & 0xFFF:03x}{low:016x}"
    return f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"


def first_id(at: int) -> str:
    """The smallest UUIDv7 of a millisecond: ids from here on were made at ``at`` or later."""
    digits = f"{max(at, 0):012x}"
    return f"{digits[:8]}-{digits[8:12]}-7000-8000-000000000000"
