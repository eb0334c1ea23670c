"""What carriers want for a parcel, as they send it once a year."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pickface.channels.bringer import CREATED, UNCHANGED, Bringer, Where, checked, first
from pickface.channels.columns import minor_units
from pickface.channels.reading import Row
from pickface.db import Tx
from pickface.orders.carrier_forms import RateForm
from pickface.orders.carriers import carrier_named, say_rate
from pickface.people.permissions import SUPERVISORS


def _build(rows: Sequence[Row], _: Where) -> Any:
    row, cells = rows[0], first(rows)
    given = {
        "country": cells.get("country", ""),
        "max_weight_g": int(cells["max_weight_g"]),
        "price_minor": minor_units(cells["price"]),
    }
    return cells["carrier"], checked(RateForm, row, given)


def _apply(tx: Tx, where: Where, made: Any) -> str:
    """A newer file wins: parcels that are closed keep what they cost."""
    carrier, form = made
    said = say_rate(tx, where.site_id, carrier_named(tx, where.site_id, carrier), form)
    return CREATED if said else UNCHANGED


def _key(cells: Mapping[str, str]) -> str:
    return "\n".join(cells.get(name, "").upper() for name in ("carrier", "country", "max_weight_g"))


CARRIER_RATES = Bringer(
    SUPERVISORS, _key, _build, _apply, lambda cells: [("max_weight_g", _key(cells))]
)
