"""What a supplier announces, as it is compared and written: cartons, and the goods in them. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

_AT_ONCE = 500


class Goods(NamedTuple):
    """Units of an item in a carton: of a lot, or one unit by its serial number."""

    order: str
    """Number of the purchase order; '' for the delivery's own."""
    item_id: int
    qty: int
    lot: str
    expires_on: str
    serial: str = ""


class Carton(NamedTuple):
    """A carton by its SSCC, the pallet that it stands on (or ''), and what is in it."""

    sscc: str
    pallet: str
    goods: tuple[Goods, ...]


def pieces(values: Sequence[Any]) -> Iterator[Sequence[Any]]:
    """The values in pieces that one statement can name."""
    for start in range(0, len(values), _AT_ONCE):
        yield values[start : start + _AT_ONCE]
