"""Returns that customers have announced: lines of one number are one return."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pickface.channels.bringer import (
    CREATED,
    UNCHANGED,
    Bringer,
    Where,
    Wrong,
    by,
    checked,
    first,
)
from pickface.channels.reading import Row
from pickface.db import Tx
from pickface.people.permissions import BUYERS
from pickface.returns.announcing import announce
from pickface.returns.forms import ReturnForm


def _build(rows: Sequence[Row], _: Where) -> Any:
    head, cells = rows[0], first(rows)
    for row in rows:
        if row.cells.get("order") not in {"", None, cells["order"]}:
            raise Wrong(row.line, "order", "two_orders", number=cells["number"])
    given: dict[str, Any] = {
        name: cells[name]
        for name in ("number", "order", "channel", "tracking", "note")
        if name in cells
    }
    given["lines"] = [
        {
            "item": row.cells["sku"],
            "qty": int(row.cells["qty"]),
            **({"reason": row.cells["reason"]} if row.cells.get("reason") else {}),
        }
        for row in rows
    ]
    return checked(ReturnForm, head, given)


def _apply(tx: Tx, where: Where, form: Any) -> str:
    return CREATED if announce(tx, where.site_id, form, where.person_id)[1] else UNCHANGED


RETURNS = Bringer(BUYERS, by("number"), _build, _apply, gathers=True)
