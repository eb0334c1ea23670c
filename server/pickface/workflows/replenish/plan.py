"""Which refills should exist: one for each face that runs low, made before it is empty.

A job looks: when an order with such items is released or picked, when a picker finds too little, when faces are
changed, and every quarter of an hour for whatever else moves goods. It reads outside any transaction and writes one
task at a time, each only if the face and the reserve are still as they were read.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Mapping
from functools import partial
from typing import Any

from pickface.db import Row, Tx, Writer, clock, db, row, rows
from pickface.locations import face_states, settings
from pickface.locations.face_rules import is_urgent
from pickface.locations.face_states import Face
from pickface.tasks import dictionary, jobs, lifecycle, pallets
from pickface.tasks.workflow import World
from pickface.workflows.replenish import relocate, sources
from pickface.workflows.replenish.compile import Refill, compile_refill, facts_of
from pickface.workflows.replenish.sources import Choice

JOB = "plan_replenish"
EVERY_MS = 15 * 60_000
PRIORITY, URGENT = 6, 2
OPEN = ("ready", "offered", "begun", "held")
_OF_ORDER = """
SELECT DISTINCT f.site_id, f.item_id FROM order_line l JOIN orders o ON o.id = l.order_id
JOIN pick_face f ON f.item_id = l.item_id AND f.site_id = o.site_id WHERE l.order_id = :order
"""


def begin(tx: Tx, world: World, news: Mapping[str, Any]) -> None:
    """Look after every site's faces from now on."""
    for site in tx.all("SELECT id FROM site ORDER BY id"):
        jobs.leave(tx, JOB, f"site:{site['id']}")


def on_order(tx: Tx, world: World, news: Mapping[str, Any]) -> None:
    """An order was released, which takes from faces, or picked, which has taken."""
    if tx.value(_OF_ORDER + " LIMIT 1", order=news["order"]):
        jobs.leave(tx, JOB, f"order:{news['order']}")


def on_short(tx: Tx, world: World, news: Mapping[str, Any]) -> None:
    """A bin had too little; if it is a face, somebody stands before it."""
    called = tx.run(
        "UPDATE pick_face SET called_at = :now WHERE place_id = :place AND item_id = :item",
        now=tx.now,
        place=news["place"],
        item=news["item"],
    )
    if called:
        jobs.leave(tx, JOB, f"item:{news['site']}:{news['item']}")


def on_changed(tx: Tx, world: World, news: Mapping[str, Any]) -> None:
    """Faces were named or changed, or somebody wants them looked at now."""
    jobs.leave(tx, JOB, f"site:{news['site']}")


def plan_refills(writer: Writer, key: str) -> None:
    """The job: look at a site's faces, or at those of some items, and make what refills they lack."""
    site_id, items = _about(key)
    now = clock()
    changes: list[Any] = []
    if site_id and items != set():
        wanted = settings.of_site(site_id)
        days = (wanted.face_min_days, wanted.face_max_days)
        faces = list(face_states.read(rows, site_id, days, now, items=items))
        changes = _changes(faces, wanted.zero_check, pallets.full_faces(rows, site_id))
        changes += [partial(drop, task_id=task) for task in relocate.begun(site_id, items)]
    db.session.remove()
    for change in changes:
        writer.run(change)

    def over(tx: Tx) -> None:
        if jobs.finish(tx, JOB, key) and key.startswith("site:"):
            jobs.leave(tx, JOB, key, run_at=tx.now + EVERY_MS)

    writer.run(over)


def _about(key: str) -> tuple[int, set[int] | None]:
    """The site that a key is about, and the items; None for all of them."""
    word, _, rest = key.partition(":")
    if word == "order":
        found = rows(_OF_ORDER, order=int(rest))
        return (found[0]["site_id"] if found else 0), {one["item_id"] for one in found}
    if word == "item":
        site, _, item = rest.partition(":")
        return int(site), {int(item)}
    known = row("SELECT id FROM site WHERE id = :id", id=int(rest))
    return (int(rest) if known else 0), None


def _changes(faces: list[Face], zero_check: bool, full: Collection[int]) -> list[Any]:
    """What is to be written, each in a transaction of its own."""
    busy: Counter[tuple[int, str, int]] = Counter()
    for face in faces:
        if face.standing.coming:
            facts = json.loads(face.row["facts"])
            busy[facts["from"], facts["container"], facts["lot"]] += face.standing.coming
    changes: list[Any] = []
    for face in faces:
        if face.row["task_state"] in OPEN:
            if _found_nothing(face.row):
                changes.append(partial(drop, task_id=face.row["task_id"]))
            elif face.row["task_state"] == "ready" and _pallet_otherwise(face, full):
                changes.append(partial(_anew, task_id=face.row["task_id"]))
            elif is_urgent(face.standing, face.levels) and face.row["priority"] > URGENT:
                changes.append(partial(_hurry, face=face))
            continue
        if face.standing.called and face.standing.free >= face.levels.least:
            # Put away, counted or brought by hand: nobody stands before it in vain.
            changes.append(partial(_answered, face_id=face.id))
            continue
        choice = sources.choose(face, busy)
        if choice is not None:
            source = choice.source
            busy[source.place_id, source.container, source.lot_id] += choice.qty
            lifted = face.row["place_id"] in full
            changes.append(partial(_make, choice=choice, zero_check=zero_check, lifted=lifted))
    return changes


def _pallet_otherwise(face: Face, full: Collection[int]) -> bool:
    """Whether a pallet that was to go into the face as it is has no room there any more, or one has room again."""
    planned = json.loads(face.row["facts"]).get("pallet")
    return planned is not None and (planned == "lifted") != (face.row["place_id"] in full)


def _anew(tx: Tx, task_id: int) -> None:
    """Nobody has begun the refill: it is planned again for the face as it is now."""
    task = lifecycle.load(tx, task_id)
    if task["state"] == "ready":
        lifecycle.change_state(tx, task, "cancelled", done_at=tx.now)
        jobs.leave(tx, JOB, f"item:{task['site_id']}:{let_go(tx, task)}")


def _found_nothing(face: Row) -> bool:
    """Whether somebody came to the reserve and found nothing to bring."""
    take = json.loads(face["progress"])["steps"].get("take", {})
    return face["task_state"] == "begun" and bool(take.get("done")) and not take.get("taken")


def drop(tx: Tx, task_id: int) -> None:
    """Nothing was there: the refill ends, and its person is told why."""
    task = lifecycle.load(tx, task_id)
    if task["state"] != "begun" or not _found_nothing({**task, "task_state": task["state"]}):
        return
    note = json.dumps({"code": "reserve_empty", "params": {}})
    lifecycle.change_state(tx, task, "cancelled", done_at=tx.now, note=note)
    relocate.found_nothing(tx, task_id)
    jobs.leave(tx, JOB, f"item:{task['site_id']}:{let_go(tx, task)}")


def let_go(tx: Tx, task: Row) -> int:
    """A face has no refill under way any more; the item that it is of."""
    facts = json.loads(task["facts"])
    tx.run(
        "UPDATE pick_face SET task_id = NULL WHERE id = :face AND task_id = :task",
        face=facts["face"],
        task=task["id"],
    )
    return int(facts["item"])


def _answered(tx: Tx, face_id: int) -> None:
    """There is enough again where a picker had found too little."""
    tx.run("UPDATE pick_face SET called_at = 0 WHERE id = :id", id=face_id)


def _hurry(tx: Tx, face: Face) -> None:
    """Somebody waits for a refill that is there already."""
    changed = tx.run(
        "UPDATE task SET priority = :urgent, due_at = :due WHERE id = :id AND state IN ('ready', 'offered')",
        urgent=URGENT,
        due=face.ship_by,
        id=face.row["task_id"],
    )
    if changed:
        lifecycle.tell_ready(tx, face.row["site_id"])
        lifecycle.hint(tx, face.row["site_id"], tasks=[int(face.row["task_id"])])


def _make(tx: Tx, choice: Choice, zero_check: bool, lifted: bool) -> None:
    """Make the refill, unless the face has got one since, or the reserve has given its goods away."""
    now = tx.one("SELECT * FROM pick_face WHERE id = :id" + tx.for_update, id=choice.face.id)
    if now is None or (now["task_id"] and now["task_id"] != choice.face.row["task_id"]):
        return
    face, source = choice.face.row, choice.source
    there = tx.one(
        "SELECT qty - unreservable AS free, qty FROM balance WHERE item_id = :item AND lot_id = :lot "
        "AND place_id = :place AND container = :container AND owner_id = :owner AND pickable = 1",
        item=face["item_id"],
        lot=source.lot_id,
        place=source.place_id,
        container=source.container,
        owner=face["owner_id"],
    )
    if there is None or there["free"] < choice.qty:
        return
    words = dictionary.of_items(tx, [face["item_id"]])
    words |= dictionary.of_places(tx, [face["place_id"], source.place_id])
    refill = _refill(tx, choice, zero_check, lifted)
    title = str(face["place"])
    task_id = lifecycle.make_task(
        tx,
        lifecycle.NewTask(
            site_id=now["site_id"],
            kind="replenish",
            title=title,
            script=compile_refill(title, now["site_id"], refill, words),
            facts=facts_of(refill),
            priority=URGENT if choice.urgent else PRIORITY,
            due_at=choice.face.ship_by if choice.urgent else 0,
            place_id=source.place_id,
            container=source.container,
            zone_code=face["zone"],
        ),
    )
    tx.run("UPDATE pick_face SET task_id = :task WHERE id = :id", task=task_id, id=choice.face.id)


def _refill(tx: Tx, choice: Choice, zero_check: bool, lifted: bool) -> Refill:
    face, source = choice.face.row, choice.source
    inside = tx.all(
        "SELECT item_id, lot_id, container FROM balance WHERE place_id = :place AND qty > 0",
        place=source.place_id,
    )
    in_container = [one for one in inside if one["container"] == source.container]
    lots = [one for one in inside if one["item_id"] == face["item_id"]]
    whole = bool(source.container) and choice.empties and len(in_container) == 1
    pallet = whole and pallets.is_pallet(tx, source.container)
    return Refill(
        face_id=choice.face.id,
        place_id=face["place_id"],
        item_id=face["item_id"],
        owner_id=face["owner_id"],
        qty=choice.qty,
        from_place_id=source.place_id,
        proof=source.proof,
        container=source.container,
        lot_id=source.lot_id,
        lot_code=source.lot_code,
        only_lot=len(lots) <= 1,
        whole=whole and not (pallet and lifted),
        pallet=pallet,
        looks=zero_check and choice.empties and len(inside) == 1,
        why="refill_urgent" if choice.urgent else "refill_low",
    )
