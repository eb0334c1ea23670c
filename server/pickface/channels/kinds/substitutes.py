"""What may be sent where an item cannot be had: the lines of one item are its substitutes, the first choice first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pickface.catalog import substitutes
from pickface.catalog.forms import SubstitutesForm
from pickface.catalog.service import find_items
from pickface.channels.bringer import CREATED, UNCHANGED, Bringer, Where, by, checked
from pickface.channels.reading import Row
from pickface.db import Tx
from pickface.people.permissions import BUYERS


def _build(rows: Sequence[Row], _: Where) -> Any:
    """By rank; those without one as they stand in the file, behind the others."""
    ranked = sorted(rows, key=lambda row: int(row.cells.get("rank") or 10**9))
    others = [row.cells["substitute"] for row in ranked]
    return rows[0].cells["sku"], checked(SubstitutesForm, rows[0], {"items": others})


def _apply(tx: Tx, _: Where, made: Any) -> str:
    """A newer file wins: what stands for something in an order already stays there."""
    sku, form = made
    item_id = find_items(tx, [sku])[sku]
    named = find_items(tx, form.items)
    if substitutes.said(tx, item_id) == [named[one] for one in form.items]:
        return UNCHANGED
    substitutes.say(tx, item_id, form.items)
    return CREATED


def _pair(cells: Mapping[str, str]) -> list[tuple[str, str]]:
    both = "\n".join(cells.get(name, "").upper() for name in ("sku", "substitute"))
    return [("substitute", both)]


SUBSTITUTES = Bringer(BUYERS, by("sku"), _build, _apply, _pair, gathers=True)
