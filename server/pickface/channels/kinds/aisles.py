"""Aisles and ways across as a table: where their lines begin and end."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pickface.channels.bringer import Bringer, Where, Wrong, by, checked, first, made_or_same, once
from pickface.channels.reading import Row
from pickface.db import Tx
from pickface.locations.forms import AisleForm
from pickface.locations.service import CodeTaken, create_aisle
from pickface.people.permissions import SUPERVISORS

_ENDS = ("x1_mm", "y1_mm", "x2_mm", "y2_mm")
_AISLE = "SELECT kind, x1_mm, y1_mm, x2_mm, y2_mm, one_way FROM aisle WHERE site_id = :site AND code = :code"


def _build(rows: Sequence[Row], _: Where) -> Any:
    row, cells = rows[0], first(rows)
    given: dict[str, Any] = {"code": cells["code"].upper()}
    given |= {name: int(cells[name]) for name in _ENDS}
    if "kind" in cells:
        given["kind"] = cells["kind"].lower()
    if "one_way" in cells:
        given["one_way"] = cells["one_way"] == "yes"
    form = checked(AisleForm, row, given)
    if (form.x1_mm, form.y1_mm) == (form.x2_mm, form.y2_mm):
        raise Wrong(row.line, "x2_mm", "bad_x2_mm", detail="an aisle needs a length")
    return form


def _apply(tx: Tx, where: Where, form: Any) -> str:
    site = where.site_id
    return made_or_same(
        tx, lambda: create_aisle(tx, site, form), CodeTaken, _AISLE, form, site=site
    )


AISLES = Bringer(SUPERVISORS, by("code"), _build, _apply, once("code"))
