"""Which cartons to take for an order that stands at its station: thought over outside any transaction.

A further revision of the packing's script tells. Packing can begin before the proposal is there, and goes on without
one where there is none.
"""

from __future__ import annotations

import json
import logging
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from subprocess import SubprocessError
from typing import Any

from pickface.db import Row, Tx, Writer, row, rows
from pickface.locations import carton_types, dunnage, settings
from pickface.packing.beside import propose_beside
from pickface.packing.filling import Kind, filled
from pickface.packing.goods import Carton, Unit
from pickface.packing.proposing import MOST_UNITS, GoesInNoCarton
from pickface.tasks import jobs, lifecycle
from pickface.workflows.pack.compile import with_parcels

log = logging.getLogger(__name__)
JOB = "propose_cartons"


def ask(tx: Tx, site_id: int, task_id: int) -> None:
    """Leave the job that thinks over the cartons of a packing, where the site has said which it has."""
    if tx.one(
        "SELECT 1 FROM carton_type WHERE site_id = :site AND active = 1 LIMIT 1", site=site_id
    ):
        jobs.leave(tx, JOB, str(task_id))


def propose_cartons(writer: Writer, key: str) -> None:
    """The job: think, then give the packing a further revision that says what to take."""
    found = row(
        "SELECT t.site_id, s.body FROM task t JOIN script s ON s.task_id = t.id AND s.revision = t.revision "
        "WHERE t.id = :id",
        id=int(key),
    )
    proposed = _proposal(json.loads(found["body"]), found["site_id"]) if found else None

    def tell(tx: Tx) -> None:
        if not jobs.finish(tx, JOB, key) or proposed is None:
            return
        task = lifecycle.load(tx, int(key))
        if task["state"] in ("ready", "offered", "begun", "held"):
            script = with_parcels(lifecycle.script_of(tx, task), proposed)
            lifecycle.revise(tx, task, script, json.loads(task["facts"]))

    writer.run(tell)


def _proposal(script: Mapping[str, Any], site_id: int) -> dict[str, Any] | None:
    """``parcels``, or ``no_parcels`` with the reason; None where the site has no cartons any more."""
    cartons = [_carton(one) for one in carton_types.in_use(site_id)]
    if not cartons:
        return None
    pieces: Counter[int] = Counter()
    for step in script["steps"]:
        for line in step.get("lines", ()):
            pieces[line["item"]] += line["qty"]
    items = _items(sorted(pieces))
    unsized = [one for one in items if not _unit(one).is_sized]
    if unsized:
        more = ", …" if len(unsized) > 1 else ""
        return _none("no_sizes", items=len(unsized), item=unsized[0]["name"] + more)
    if pieces.total() > MOST_UNITS:
        return _none("many_pieces", pieces=pieces.total())
    units = [unit for one in items for unit in [_unit(one)] * pieces[one["id"]]]
    try:
        proposed = propose_beside(units, cartons)
        fragile = {one["id"] for one in items if one["fragile"]}
        return {"parcels": [_filled(site_id, parcel, fragile) for parcel in proposed]}
    except GoesInNoCarton as said:
        name = next(one["name"] for one in items if one["id"] == said.params["item"])
        return _none("in_no_carton", item=name)
    except (OSError, SubprocessError, ValueError) as why:
        # The goods are packed as they were before anybody proposed anything.
        log.error("no cartons could be proposed: %s", why)
        return None


def _filled(site_id: int, parcel: Mapping[str, Any], fragile: Collection[int]) -> dict[str, Any]:
    """The parcel with what its room is filled with, where the house says with what."""
    kinds = dunnage.read(settings.of_site(site_id).dunnage)
    kind = dunnage.chosen(kinds, fragile=any(one[0] in fragile for one in parcel["placed"]))
    if kind is None:
        return dict(parcel)
    return filled(parcel, Kind(kind.name, kind.litre_g, kind.litre_minor))


def told(tx: Tx, task: Row) -> list[dict[str, Any]]:
    """The parcels that a packing's script proposes."""
    proposed: list[dict[str, Any]] = lifecycle.script_of(tx, task).get("parcels", [])
    return proposed


def _none(code: str, **params: Any) -> dict[str, Any]:
    return {"no_parcels": {"code": code, "params": params}}


def _items(ids: Sequence[int]) -> list[Row]:
    named = ", ".join(str(int(item)) for item in ids) or "NULL"
    return rows(
        "SELECT id, name, length_mm, width_mm, height_mm, weight_g, turning, fragile FROM item "
        f"WHERE id IN ({named}) ORDER BY id"
    )


def _unit(item: Row) -> Unit:
    sides = item["length_mm"], item["width_mm"], item["height_mm"]
    return Unit(item["id"], *sides, item["weight_g"], item["turning"], bool(item["fragile"]))


def _carton(one: Row) -> Carton:
    sides = one["length_mm"], one["width_mm"], one["height_mm"]
    return Carton(one["code"], *sides, one["tare_g"], one["max_weight_g"], one["cost_minor"])
