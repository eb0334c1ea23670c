"""What must give way when a balance cannot simply give what was taken from it (LAWS 17). Pure."""

from __future__ import annotations

from typing import NamedTuple


class Shortfall(NamedTuple):
    """Units to stop holding for a count, units of others' pins to give way, and units to find."""

    held: int
    pins: int
    find: int


def shortfall(qty: int, pinned: int, unreservable: int, taken: int, own: int) -> Shortfall:
    """Own pins go first, then free units, then held ones, then the pins of others; what is still missing is found."""
    over = max(0, pinned - own + unreservable - max(0, qty - taken))
    held = min(unreservable, over)
    return Shortfall(held, over - held, max(0, taken - qty))
