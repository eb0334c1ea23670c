"""Bills of materials: the lines of one kit are its components, wherever in the file they stand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pickface.catalog.service import find_items
from pickface.channels.bringer import CREATED, UNCHANGED, Bringer, Where, Wrong, by, checked
from pickface.channels.reading import Row
from pickface.db import Tx
from pickface.kits.forms import ComponentForm, KitForm
from pickface.kits.service import same_kit, say_kit
from pickface.people.permissions import BUYERS


def _build(rows: Sequence[Row], _: Where) -> Any:
    kinds = {row.cells.get("kind", "").lower() or "virtual" for row in rows}
    if len(kinds) > 1:
        raise Wrong(rows[1].line, "kind", "bad_kind", detail="the lines of a kit say one kind")
    parts = [
        checked(ComponentForm, row, {"item": row.cells["sku"], "qty": int(row.cells["qty"])})
        for row in rows
    ]
    return rows[0].cells["kit"], checked(
        KitForm, rows[0], {"kind": kinds.pop(), "components": parts}
    )


def _apply(tx: Tx, _: Where, made: Any) -> str:
    """A newer file wins: orders that stand keep what they were taken in with."""
    sku, form = made
    kit_id = find_items(tx, [sku])[sku]
    named = find_items(tx, [one.item for one in form.components])
    if same_kit(tx, kit_id, form, named):
        return UNCHANGED
    say_kit(tx, kit_id, form)
    return CREATED


def _line(cells: Mapping[str, str]) -> list[tuple[str, str]]:
    return [("sku", "\n".join(cells.get(name, "").upper() for name in ("kit", "sku")))]


KITS = Bringer(BUYERS, by("kit"), _build, _apply, _line, gathers=True)
