"""Stock on hand, as the books are opened with it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pickface.channels import opening
from pickface.channels.bringer import CREATED, UNCHANGED, Bringer, Where, first
from pickface.channels.reading import Row
from pickface.db import Tx
from pickface.people.permissions import SUPERVISORS


def _build_opening(rows: Sequence[Row], _: Where) -> Any:
    cells = first(rows)
    return opening.Opening(
        place=cells["place"].upper(),
        item=cells["sku"],
        qty=int(cells["qty"]),
        lot=cells.get("lot", ""),
        expires_on=cells.get("expires_on", "")[:10],
        owner=cells.get("owner", ""),
    )


def _apply_opening(tx: Tx, where: Where, wanted: Any) -> str:
    booked = opening.book(tx, where.site_id, where.person_id, where.cause, wanted)
    return CREATED if booked else UNCHANGED


STOCK = Bringer(
    SUPERVISORS,
    lambda cells: "\n".join(
        cells.get(name, "").upper() for name in ("place", "sku", "lot", "owner")
    ),
    _build_opening,
    _apply_opening,
    lambda cells: [
        ("sku", "\n".join(cells.get(name, "").upper() for name in ("place", "sku", "lot", "owner")))
    ],
)
