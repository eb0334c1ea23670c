"""The arithmetic of cost: plain functions over whole minor units, no database.

Two methods stand side by side, those that IAS 2 (paragraph 25) allows for goods that can replace each other: *FIFO*, by
which the oldest units leave first at their own cost, and the *weighted average*, reckoned anew with each receipt
(paragraph 27). Which units are of unknown cost is told by the layers for both.

**The rounding rule.** A part of a sum is rounded half to even (ISO 80000-1, rule A); what remains stays with the units
that remain, and the last units take all that is left. A sum that is shared over several is cut down to whole minor
units, and the missing ones go to the largest fractions (largest remainder), to the first of equals. So nothing is made
and nothing is lost by rounding: what went in is what has gone out and what is there.
"""

from __future__ import annotations

from collections.abc import Sequence

NANO = 1_000_000_000
_NO_DIGITS = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF"
_THREE_DIGITS = "BHD IQD JOD KWD LYD OMR TND"


def digits(currency: str) -> int:
    """How many digits a currency's minor unit stands behind the point (ISO 4217)."""
    return 0 if currency in _NO_DIGITS else 3 if currency in _THREE_DIGITS else 2


def share(value: int, part: int, whole: int) -> int:
    """What ``part`` of ``whole`` units has of a value, rounded half to even; all of it where they are the whole."""
    if part == whole:
        return value
    down, rest = divmod(value * part, whole)
    return down + (2 * rest > whole or (2 * rest == whole and down % 2 == 1))


def apportion(value: int, weights: Sequence[int]) -> list[int]:
    """A value shared by weights (none below 0, their sum above), to the last minor unit."""
    if value < 0:
        return [-one for one in apportion(-value, weights)]
    whole = sum(weights)
    shares = [value * weight // whole for weight in weights]
    missing = value - sum(shares)
    by_fraction = sorted(range(len(weights)), key=lambda i: (-(value * weights[i] % whole), i))
    for i in by_fraction[:missing]:
        shares[i] += 1
    return shares


def in_turn(value: int, weights: Sequence[int]) -> list[int]:
    """A value shared by weights one after the other, each part cut off where the next begins; as SQL windows do it."""
    whole, upto, shares = sum(weights), 0, []
    for weight in weights:
        shares.append(value * (upto + weight) // whole - value * upto // whole)
        upto += weight
    return shares


def convert(minor: int, currency: str, ours: str, rate_nano: int) -> int:
    """An amount in our minor units; the rate is between whole units, as people and banks say it."""
    return share(minor * 10 ** digits(ours), rate_nano, NANO * 10 ** digits(currency))
