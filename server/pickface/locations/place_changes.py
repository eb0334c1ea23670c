"""A place renamed, moved or made larger: it stays the same place, so its stock and its history stay with it."""

from __future__ import annotations

from typing import Any

from pickface import findable
from pickface.contract import page
from pickface.db import Row, Tx, rows
from pickface.errors import BadRequest
from pickface.locations.forms import PlaceChange
from pickface.locations.in_use import (
    PlaceInUse,
    code_may_be_taken,
    refuse_if_counted,
    refuse_if_named,
)
from pickface.locations.rules import FLOOR, check_place_code
from pickface.locations.service import CodeTaken, NoSuchPlace, refuse_hanging

_PLACE = """
SELECT p.id, p.code, COALESCE(z.code, '') AS zone, COALESCE(z.frozen_at, 0) AS frozen_at,
    COALESCE(a.code, '') AS on_aisle, p.aisle, p.bay, p.level, p.x_mm, p.y_mm,
    p.max_weight_g, p.volume_mm3, p.max_pallets
FROM place p LEFT JOIN zone z ON z.id = p.zone_id LEFT JOIN aisle a ON a.id = p.aisle_id
WHERE p.id = :id AND p.site_id = :site AND p.virtual = 0
"""
_MOVES = frozenset({"zone", "on_aisle", "x_mm", "y_mm"})


def change_place(
    tx: Tx, site_id: int, place_id: int, form: PlaceChange, person_id: int | None = None
) -> None:
    """Say what a place is called, where it stands and what fits into it, and write down what it was before.

    NoSuchPlace, CodeTaken, BadPlaceCode, BadRequest (no such zone or aisle), PlaceInUse (renamed under open work).
    """
    was = tx.one(_PLACE + (" FOR UPDATE OF p" if tx.for_update else ""), id=place_id, site=site_id)
    if was is None:
        raise NoSuchPlace("the site has no such place", place=place_id)
    wanted = form.model_dump(exclude_none=True)
    changes = {name: value for name, value in wanted.items() if value != was[name]}
    if "code" in changes:
        _check_rename(tx, site_id, was, changes["code"])
    if "zone" in changes:
        _check_zone(tx, site_id, was, changes["zone"])
    for name, value in changes.items():
        column, said = _column(tx, site_id, name, value)
        with code_may_be_taken(tx, str(value)):
            tx.run(f"UPDATE place SET {column} = :value WHERE id = :id", value=said, id=place_id)
    if _MOVES & changes.keys():
        # How far it is from where goods come in is reckoned anew.
        tx.run("UPDATE place SET walk_mm = -1 WHERE id = :id", id=place_id)
    tx.insert_many(
        "place_change",
        [
            {"site_id": site_id, "place_id": place_id, "at": tx.now, "person_id": person_id, "name": name,
             "old": str(was[name]), "new": str(value)}
            for name, value in changes.items()
        ],
    )  # fmt: skip
    if "code" in changes:
        tx.run("UPDATE place SET label_old = 1 WHERE id = :id", id=place_id)
        findable.note(tx, "place", place_id)


def _check_rename(tx: Tx, site_id: int, was: Row, code: str) -> None:
    check_place_code(code)
    if was["code"] == FLOOR:
        raise PlaceInUse("every site has that one", place=FLOOR)
    if tx.value(
        "SELECT 1 FROM place WHERE site_id = :site AND code = :code", site=site_id, code=code
    ):
        raise CodeTaken("the site has a place with that code", code=code)
    refuse_hanging(tx, site_id, [code], str(was["id"]))
    refuse_if_named(tx, site_id, [was["code"]])


def _check_zone(tx: Tx, site_id: int, was: Row, zone: str) -> None:
    """Nothing comes into a stocktake, or gets out of it."""
    frozen = zone and tx.value(
        "SELECT frozen_at FROM zone WHERE site_id = :site AND code = :zone", site=site_id, zone=zone
    )
    refuse_if_counted([{**was, "frozen_at": frozen or was["frozen_at"]}])


def _column(tx: Tx, site_id: int, name: str, value: Any) -> tuple[str, Any]:
    """The column that a change is written to, and what."""
    table = {"zone": "zone", "on_aisle": "aisle"}.get(name)
    if table is None:
        return name, value
    if value == "":
        return f"{table}_id", None
    found = tx.value(
        f"SELECT id FROM {table} WHERE site_id = :site AND code = :code", site=site_id, code=value
    )
    if found is None:
        raise BadRequest(f"the site has no {table} {value}", field=name, code=value)
    return f"{table}_id", int(found)


def history(site_id: int, place_id: int, before: int | None, limit: int) -> dict[str, Any]:
    """A page of what a place was called and where it stood before, newest first."""
    found = rows(
        "SELECT c.id, c.at, COALESCE(p.name, '') AS person, c.name, c.old, c.new, c.why FROM place_change c "
        "LEFT JOIN person p ON p.id = c.person_id WHERE c.site_id = :site AND c.place_id = :place "
        "AND c.id < :before ORDER BY c.id DESC LIMIT :limit",
        site=site_id,
        place=place_id,
        before=before or 2**53,
        limit=limit + 1,
    )
    return page(found, limit)
