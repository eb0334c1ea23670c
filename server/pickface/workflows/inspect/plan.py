"""Which inspections should exist: one for each container, or place with loose goods, with what waits to be looked at.

Until it is done nothing else of that container is put away; then what has passed is, and is promised to who waits.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pickface.db import Row, Tx, Writer
from pickface.inspections import verdicts, waiting
from pickface.inspections.waiting import Spot
from pickface.people.permissions import SUPERVISORS
from pickface.tasks import dictionary, dispatch, jobs, lifecycle
from pickface.tasks.workflow import World
from pickface.workflows.inspect import booking
from pickface.workflows.inspect.compile import (
    Source,
    compile_inspection,
    facts_of,
    lines_of,
)

JOB = "plan_inspection"
ROLES = frozenset({"receiver"})
"""Who is asked to inspect; supervisors may."""
OPEN = "state IN ('ready', 'offered', 'begun', 'held')"
_ASIDE = """
SELECT id FROM place WHERE site_id = :site AND active = 1 AND kind IN ('quarantine', 'dock')
ORDER BY CASE kind WHEN 'quarantine' THEN 0 ELSE 1 END, code LIMIT 1
"""
_DUE = """
SELECT COALESCE(MIN(o.ship_by), 0) AS due, COALESCE(MIN(o.priority), 5) AS priority FROM order_line ol
JOIN orders o ON o.id = ol.order_id WHERE ol.item_id = :item AND o.site_id = :site AND o.state IN ('open', 'released')
AND ol.qty - ol.given_up > (SELECT COALESCE(SUM(r.qty + r.taken), 0) FROM reservation r WHERE r.order_line_id = ol.id)
"""


def on_goods(tx: Tx, world: World, news: Mapping[str, Any]) -> None:
    """Goods were received, or were taken back: leave the job that sees what of them is to be looked at."""
    container = news.get("container", "")
    here = waiting.spot(news["site"], news.get("place"), container)
    if waiting.is_waiting(tx, here) or _present(tx, here) is not None:
        jobs.leave(tx, JOB, f"{here.site_id}:{container or f'@{here.place_id}'}")


def make_inspection(writer: Writer, key: str) -> None:
    """The job: make the inspection of a source, renew the one that nobody has begun, or end it where nothing waits."""

    def plan(tx: Tx) -> None:
        if jobs.finish(tx, JOB, key):
            site, _, name = key.partition(":")
            _see_to(tx, _spot(int(site), name))

    writer.run(plan)


def _spot(site_id: int, name: str) -> Spot:
    return (
        waiting.spot(site_id, int(name[1:]), "") if name.startswith("@") else Spot(site_id, 0, name)
    )


def _see_to(tx: Tx, here: Spot) -> None:
    task = _present(tx, here)
    if task is not None and task["state"] not in ("ready", "offered"):
        return  # What is left when it is done is planned then.
    found = waiting.lines_at(tx, here)
    if not found:
        if task is not None:
            lifecycle.change_state(tx, task, "cancelled", done_at=tx.now)
        return
    place_id, on = _place(tx, here)
    aside = int(tx.value(_ASIDE, site=here.site_id) or place_id)
    source = Source(here.site_id, place_id, aside, here.container, on)
    lines = lines_of(found)
    words = dictionary.of_items(tx, [line.first.item_id for line in lines])
    words |= dictionary.of_places(tx, [place_id, aside])
    title = here.container or str(words.places[str(place_id)]["code"])
    script, facts = compile_inspection(title, source, lines, words), facts_of(source, lines)
    if task is not None:
        lifecycle.revise(tx, task, script, facts)
        return
    wanted = [tx.one(_DUE, item=line.first.item_id, site=here.site_id) or {} for line in lines[:1]]
    lifecycle.make_task(
        tx,
        lifecycle.NewTask(
            site_id=here.site_id,
            kind="inspect",
            title=title,
            script=script,
            facts=facts,
            place_id=place_id,
            container=here.container,
            priority=int(wanted[0]["priority"]),
            due_at=int(wanted[0]["due"]),
        ),
    )


def _place(tx: Tx, here: Spot) -> tuple[int, str]:
    """The place, and the container that this one stands on."""
    if not here.container:
        return here.place_id, ""
    found = tx.one("SELECT place_id, parent FROM container WHERE code = :c", c=here.container)
    return (int(found["place_id"] or 0), found["parent"]) if found else (0, "")


def _present(tx: Tx, here: Spot) -> Row | None:
    return tx.one(
        f"SELECT * FROM task WHERE site_id = :site AND kind = 'inspect' AND {OPEN} AND container = :container "
        "AND (:container <> '' OR place_id = :place) ORDER BY id LIMIT 1" + tx.for_update,
        **here.bound,
    )


def finished(tx: Tx, task: Row, state: Mapping[str, Any], world: World) -> None:
    """All of it is judged: what passed is put away now; what came in meanwhile is looked at first."""
    _go_on(tx, task, world)


def _go_on(tx: Tx, task: Row, world: World) -> None:
    here = booking.here_of(task)
    if waiting.is_waiting(tx, here):
        jobs.leave(tx, JOB, f"{task['site_id']}:{here.container or '@' + str(here.place_id)}")
        return
    waiting.forget(tx, here)
    left = "container = :container AND (:container <> '' OR place_id = :place) AND virtual = 0 AND qty > 0"
    there = tx.value(
        f"SELECT 1 FROM balance WHERE {left} LIMIT 1", place=here.place_id, container=here.container
    )
    if here.container and not there:
        tx.run(
            "UPDATE container SET state = 'empty', task_id = NULL, zone_code = '', changed_at = :now "
            "WHERE code = :code AND order_id IS NULL",
            now=tx.now,
            code=here.container,
        )
    elif there and (here.container or _is_dock(tx, here.place_id)):
        world.tell(
            tx, "goods_left", site=task["site_id"], container=here.container, place=task["place_id"]
        )


def _is_dock(tx: Tx, place_id: int) -> bool:
    return bool(tx.value("SELECT 1 FROM place WHERE id = :id AND kind = 'dock'", id=place_id))


def cancelled(tx: Tx, task: Row, world: World) -> None:
    """A supervisor ended it: what nobody has looked at is held, for the office to decide; the rest goes on."""
    here = booking.here_of(task)
    for line in waiting.lines_at(tx, here):
        goods = {
            "item": line.item_id,
            "lot": line.lot_id,
            "owner": line.owner_id,
            "qty": line.qty,
            "verdict": "hold",
        }
        kept = verdicts.keep(tx, here, {**goods, "looks": line.looks}, here, None, None)
        booking.tell(tx, task, kept, world, None)
    _go_on(tx, task, world)


def opens(tx: Tx, world: World, code: str, person_id: int, site_id: int) -> int | None:
    """A container that holds what is to be looked at opens its inspection, and so does the place of loose goods."""
    role = tx.value("SELECT role FROM person WHERE id = :id", id=person_id)
    if not code or role not in ROLES | SUPERVISORS:
        return None
    task = tx.one(
        f"SELECT t.id, t.person_id, t.state FROM task t JOIN place p ON p.id = t.place_id WHERE t.site_id = :site "
        f"AND t.kind = 'inspect' AND t.{OPEN} AND (t.container = :code OR (t.container = '' AND p.code = :code)) "
        "ORDER BY t.id LIMIT 1",
        site=site_id,
        code=code,
    )
    if task is None or not dispatch.take_up(tx, task, person_id):
        return None
    return int(task["id"])
