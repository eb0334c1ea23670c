"""Which bins the components of a work order come from, and the task that gathers them and puts them together."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from pickface.db import Row, Tx
from pickface.errors import Conflict
from pickface.stock.locks import lock_levels
from pickface.tasks import dictionary, dispatch, lifecycle, zone_containers
from pickface.tasks.workflow import World
from pickface.workflows.build import booking
from pickface.workflows.build.compile import Made, Source, compile_order, facts_of

_OPEN = "('ready', 'offered', 'begun', 'parked', 'held')"
_LYING = """
SELECT b.item_id, b.lot_id, b.place_id, b.container, b.qty, b.qty - b.pinned - b.unreservable AS free,
    l.code AS lot_code, COALESCE(z.proof, 'bin_item') AS proof
FROM balance b JOIN lot l ON l.id = b.lot_id JOIN place p ON p.id = b.place_id LEFT JOIN zone z ON z.id = p.zone_id
WHERE b.item_id = :item AND b.site_id = :site AND b.owner_id = 1 AND b.virtual = 0 AND b.pickable = 1
AND b.qty - b.pinned - b.unreservable > 0 AND COALESCE(z.frozen_at, 0) = 0
ORDER BY CASE WHEN l.expires_on = '' THEN 1 ELSE 0 END, l.expires_on, b.first_in_at, p.code, b.container
"""
_AVAILABLE = """
SELECT pickable - reserved - unreservable FROM stock_level
WHERE item_id = :item AND owner_id = 1 AND site_id = :site
"""
Place = tuple[int, int, int, str]
"""Item, lot, place, container."""


class ComponentsLack(Conflict):
    """Not enough is there and promised to nobody; ``params``: ``sku``, ``available``, ``needed`` and ``kits``."""

    code = "components_lack"


def on_made(tx: Tx, world: World, news: Mapping[str, Any]) -> None:
    """Somebody wants kits: it becomes work. Raises :class:`ComponentsLack`."""
    order = tx.certain("SELECT * FROM work_order WHERE id = :id", id=news["order"])
    parts = tx.all(
        "SELECT item_id, qty FROM work_order_part WHERE work_order_id = :id ORDER BY item_id",
        id=order["id"],
    )
    building = order["kind"] == "build"
    kit = [(order["item_id"], order["qty"])]
    needs = [(one["item_id"], one["qty"] * order["qty"]) for one in parts]
    sources = _sources(tx, order, needs if building else kit)
    _make(tx, order, sources, kit if building else needs)


def _sources(tx: Tx, order: Row, needs: Sequence[tuple[int, int]]) -> list[Source]:
    """The bins to take from, the oldest goods first, in the order of their codes."""
    # Two who plan with the same goods at once wait for each other, so that the second sees what the first has taken.
    lock_levels(tx, order["site_id"], [(item_id, 1) for item_id, _ in needs])
    promised = _planned(tx, order["site_id"])
    chosen: list[Source] = []
    for item_id, units in needs:
        elsewhere = sum(qty for place, qty in promised.items() if place[0] == item_id)
        level = tx.value(_AVAILABLE, item=item_id, site=order["site_id"]) or 0
        found = _of_item(tx, order["site_id"], item_id, min(units, level - elsewhere), promised)
        got = sum(one.qty for one in found)
        if got < units:
            sku = tx.value("SELECT sku FROM item WHERE id = :id", id=item_id)
            kits = got * order["qty"] // units
            raise ComponentsLack(
                "components lack", sku=sku, available=got, needed=units, kits=max(0, kits)
            )
        chosen += found
    return chosen


def _of_item(
    tx: Tx, site_id: int, item_id: int, units: int, promised: Mapping[Place, int]
) -> list[Source]:
    lying = tx.all(_LYING, item=item_id, site=site_id)
    lots = Counter(one["place_id"] for one in lying)
    found = []
    for one in lying:
        key = (item_id, one["lot_id"], one["place_id"], one["container"])
        qty = min(units, int(one["free"]) - promised.get(key, 0))
        if qty > 0:
            units -= qty
            alone = lots[one["place_id"]] == 1
            found.append(
                Source(
                    item_id, qty, one["place_id"], one["container"], one["lot_id"],
                    one["lot_code"], alone, one["proof"],
                )
            )  # fmt: skip
    return found


def _planned(tx: Tx, site_id: int) -> Counter[Place]:
    """What other work orders are still to take."""
    planned: Counter[Place] = Counter()
    for task in tx.all(
        f"SELECT facts, progress FROM task WHERE site_id = :site AND kind = 'build' AND state IN {_OPEN}",
        site=site_id,
    ):
        steps = json.loads(task["progress"]).get("steps", {})
        for step, (*place, qty) in json.loads(task["facts"])["takes"].items():
            if not steps.get(step, {}).get("done"):
                item, lot, where, container = place
                planned[item, lot, where, container] += qty
    return planned


def _make(tx: Tx, order: Row, sources: Sequence[Source], made: Sequence[tuple[int, int]]) -> None:
    site_id, bench = order["site_id"], order["place_id"]
    floor = tx.value("SELECT id FROM place WHERE site_id = :site AND code = 'FLOOR'", site=site_id)
    words = dictionary.of_items(
        tx, [*(one.item_id for one in sources), *(item for item, _ in made)]
    )
    words |= dictionary.of_places(tx, [bench, *(one.place_id for one in sources)])
    codes = words.places
    walk = sorted(
        sources, key=lambda one: (codes[str(one.place_id)]["code"], one.item_id, one.lot_id)
    )
    script = compile_order(
        order["number"], site_id, walk, [Made(item, qty) for item, qty in made], bench, words
    )
    takes = {
        f"take{n}": [one.item_id, one.lot_id, one.place_id, one.container, one.qty]
        for n, one in enumerate(walk, 1)
    }
    task_id = lifecycle.make_task(
        tx,
        lifecycle.NewTask(
            site_id=site_id,
            kind="build",
            title=order["number"],
            script=script,
            facts={**facts_of(order["id"], bench, floor, walk), "takes": takes},
            place_id=walk[0].place_id,
        ),
    )
    tx.run("UPDATE work_order SET task_id = :task WHERE id = :id", task=task_id, id=order["id"])
    lifecycle.tell_ready(tx, site_id)


def opens(tx: Tx, world: World, code: str, person_id: int, site_id: int) -> int | None:
    """The number of a work order opens it."""
    task = tx.one(
        "SELECT t.id, t.person_id, t.state FROM work_order w JOIN task t ON t.id = w.task_id "
        "WHERE w.number = :code AND w.site_id = :site AND w.state = 'open'",
        code=code.upper(),
        site=site_id,
    )
    if task is None or not dispatch.take_up(tx, task, person_id):
        return None
    return int(task["id"])


def finished(tx: Tx, task: Row, state: Mapping[str, Any], world: World) -> None:
    """What was made, and what is left of its components, is put away."""
    _end(tx, task, world, "done")


def cancelled(tx: Tx, task: Row, world: World) -> None:
    """What was made, or came out of kits, stays; what was gathered goes back to a bin."""
    booking.taken_apart_so_far(tx, task)
    _end(tx, task, world, "cancelled")


def _end(tx: Tx, task: Row, world: World, state: str) -> None:
    order = json.loads(task["facts"])["work_order"]
    tx.run(
        "UPDATE work_order SET state = :state, done_at = :now WHERE id = :id AND state = 'open'",
        state=state,
        now=tx.now,
        id=order,
    )
    zone_containers.hand_over(tx, task, world)
