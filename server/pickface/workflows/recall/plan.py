"""Which recalls should exist: one for each container of an order that holds goods of a recalled lot."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pickface.db import Row, Tx, Writer
from pickface.departures import loaders
from pickface.locations import returning
from pickface.tasks import dictionary, dispatch, exceptions, jobs, lifecycle
from pickface.tasks.recall import BRING_BACK, HELD
from pickface.tasks.workflow import Raised, World
from pickface.workflows.recall.compile import Line, Source, compile_recall, facts_of

OPEN = "state IN ('ready', 'offered', 'begun', 'held')"
_CONTENT = """
SELECT b.item_id, b.lot_id, b.owner_id, b.qty, l.code AS lot_code,
       CASE WHEN l.recalled_at IS NULL THEN l.parent_id ELSE l.id END AS recalled
FROM balance b JOIN lot l ON l.id = b.lot_id JOIN lot up ON up.id = l.parent_id JOIN place p ON p.id = b.place_id
WHERE {where} AND b.virtual = 0 AND b.qty > 0 AND (p.kind <> 'quarantine' OR p.id = :returns)
  AND (l.recalled_at IS NOT NULL OR up.recalled_at IS NOT NULL) ORDER BY b.item_id, b.lot_id, b.owner_id
"""
_CARRIER = "SELECT person_id FROM task WHERE id = :task AND kind = 'pick' AND state IN ('offered', 'begun')"
# Checking and packing look at all of an order, shipping at one carton.
_TO_HOLD = f"""
SELECT t.* FROM task t WHERE t.order_id = :order AND t.state IN ('ready', 'offered', 'begun') AND (
    t.kind IN ('check', 'pack') OR (t.kind = 'ship' AND EXISTS (SELECT 1 FROM task r WHERE r.kind = 'recall'
        AND r.container = t.container AND r.{OPEN}))) ORDER BY t.id
"""


def bring_back(writer: Writer, key: str) -> None:
    """The job: see what a container holds of recalled lots, and have it taken out."""

    def plan(tx: Tx) -> None:
        if jobs.finish(tx, BRING_BACK, key):
            see_to(tx, key)

    writer.run(plan)


def see_to(tx: Tx, name: str) -> None:
    """Make or renew the recall of a source (a plate, or ``@`` and a place), and hold what would send its order on."""
    source = source_of(tx, name)
    if source is None:
        return
    lines = lines_of(tx, source)
    task = _task_at(tx, source)
    if not lines:
        if task is not None and task["state"] in ("ready", "offered"):
            lifecycle.change_state(tx, task, "cancelled", done_at=tx.now)
        return
    if task is None:
        _make(tx, source, lines)
    elif task["state"] != "begun":
        script, facts = _written(tx, source, lines)
        lifecycle.revise(tx, task, script, facts)
    if source.order_id:
        _renew_others(tx, source.order_id, source.container)
        hold_work(tx, source.order_id)


def source_of(tx: Tx, name: str) -> Source | None:
    """Where goods of a recalled lot lie: in a container, or loose at a place that they have come in at."""
    if name.startswith("@"):
        place = tx.one("SELECT id, site_id, code FROM place WHERE id = :id", id=int(name[1:]))
        return None if place is None else Source(place["site_id"], place["id"], place["code"])
    found = tx.one("SELECT * FROM container WHERE code = :code" + tx.for_update, code=name)
    if found is None:
        return None
    return Source(found["site_id"], found["place_id"], name, name, found["order_id"])


def _renew_others(tx: Tx, order_id: int, code: str) -> None:
    """Goods that came into this container may have come from another one of the order."""
    for other in tx.all(
        f"SELECT * FROM task WHERE order_id = :order AND kind = 'recall' AND {OPEN} AND container <> :code ORDER BY id",
        order=order_id,
        code=code,
    ):
        source = source_of(tx, other["container"])
        if other["state"] in ("ready", "offered") and source and not lines_of(tx, source):
            lifecycle.change_state(tx, other, "cancelled", done_at=tx.now)


def lines_of(tx: Tx, source: Source) -> list[Line]:
    """What a source holds of recalled lots; goods that have come back are not in quarantine where they came back."""
    here = returning.where_goods_come_back(tx.all, source.site_id)
    where = (
        "b.container = :code" if source.container else "b.place_id = :place AND b.container = ''"
    )
    return [
        Line(
            held["item_id"],
            held["lot_id"],
            held["lot_code"],
            held["recalled"],
            held["owner_id"],
            held["qty"],
        )
        for held in tx.all(
            _CONTENT.format(where=where),
            returns=here["id"] if here and source.container else 0,
            **({"code": source.container} if source.container else {"place": source.place_id}),
        )
    ]


def _task_at(tx: Tx, source: Source) -> Row | None:
    """The recall that serves a source already."""
    if source.container:
        return task_of(tx, source.container)
    return tx.one(
        f"SELECT * FROM task WHERE site_id = :site AND container = '' AND place_id = :place AND kind = 'recall' "
        f"AND {OPEN} ORDER BY id LIMIT 1" + tx.for_update,
        site=source.site_id,
        place=source.place_id,
    )


def task_of(tx: Tx, code: str) -> Row | None:
    """The recall of a container that is under way."""
    return tx.one(
        f"SELECT * FROM task WHERE container = :code AND kind = 'recall' AND {OPEN} ORDER BY id LIMIT 1"
        + tx.for_update,
        code=code,
    )


def _make(tx: Tx, source: Source, lines: list[Line]) -> None:
    """A closed carton is a parcel no more. Whoever carries the tote just now is told first."""
    person_id = _open_parcel(tx, source.container) if source.container else None
    script, facts = _written(tx, source, lines)
    task_id = lifecycle.make_task(
        tx,
        lifecycle.NewTask(
            site_id=source.site_id,
            kind="recall",
            title=script["title"],
            script=script,
            facts=facts,
            priority=1,
            order_id=source.order_id,
            place_id=source.place_id,
            container=source.container,
            person_id=person_id,
        ),
    )
    if not script["steps"][1]["to"]["places"]:
        exceptions.raise_for_task(
            tx, lifecycle.load(tx, task_id), Raised("no_quarantine", "book", {}, lines[0].item_id)
        )


def _open_parcel(tx: Tx, code: str) -> int | None:
    """A closed carton of an order is open again; who carries the container, if it is a pick's tote."""
    container = tx.one(
        "SELECT state, task_id, order_id FROM container WHERE code = :code", code=code
    )
    if container is None:
        return None
    if container["state"] == "closed" and container["order_id"]:
        parcel = tx.one(
            "DELETE FROM shipment WHERE container_code = :code AND shipped_at IS NULL RETURNING departure_id",
            code=code,
        )
        if parcel is not None and parcel["departure_id"]:
            loaders.tell(tx, int(parcel["departure_id"]))
        tx.run(
            "UPDATE container SET state = 'open', changed_at = :now WHERE code = :code",
            now=tx.now,
            code=code,
        )
    found = tx.value(_CARRIER, task=container["task_id"]) if container["task_id"] else None
    return None if found is None else int(found)


def _written(tx: Tx, source: Source, lines: list[Line]) -> tuple[dict[str, Any], dict[str, Any]]:
    quarantine = [
        place["id"]
        for place in tx.all(
            "SELECT id FROM place WHERE site_id = :site AND kind = 'quarantine' AND active = 1 ORDER BY code",
            site=source.site_id,
        )
    ]
    words = dictionary.of_items(tx, [line.item_id for line in lines])
    words |= dictionary.of_places(tx, [*quarantine, source.place_id])
    return compile_recall(source, lines, quarantine, words), facts_of(source, lines)


def on_order(tx: Tx, world: World, news: Mapping[str, Any]) -> None:
    """An order goes on while goods of it are still to be brought back: its next work waits for that."""
    hold_work(tx, news["order"])


def hold_work(tx: Tx, order_id: int) -> None:
    """Hold what would send an order on, as long as a recall of it is open."""
    if not is_waiting(tx, order_id):
        return
    for task in tx.all(_TO_HOLD, order=order_id):
        lifecycle.change_state(tx, task, "held", hold_code=HELD)


def is_waiting(tx: Tx, order_id: int) -> bool:
    """Whether goods of an order are still to be brought back."""
    open_one = f"SELECT 1 FROM task WHERE order_id = :order AND kind = 'recall' AND {OPEN} LIMIT 1"
    return bool(tx.value(open_one, order=order_id))


def opens(tx: Tx, world: World, code: str, person_id: int, site_id: int) -> int | None:
    """A container that holds recalled goods opens its recall, where nothing else opens by it."""
    task = task_of(tx, code) if code else None
    if task is None or task["site_id"] != site_id or not dispatch.take_up(tx, task, person_id):
        return None
    return int(task["id"])
