"""Which collections should exist: one when somebody scans the order, its collection code or a parcel of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pickface.db import Row, Tx
from pickface.departures.leaving import leave, settle_order
from pickface.departures.waiting import is_on_its_way
from pickface.errors import Conflict
from pickface.stock.moves import Cause
from pickface.tasks import dispatch, exceptions, lifecycle, titles
from pickface.tasks.workflow import Raised, World
from pickface.workflows.collection.compile import compile_collection, handed, taken_by

MOST_OTHERS = 500
# The parts of an order that was split have one code; one that became part of another is handed over with that. What
# waits comes first. Each name is looked up by an index of its own: with OR between them a scan reads all orders.
_ORDER = """
SELECT o.* FROM orders o WHERE o.collect = 1 AND o.id IN (
    SELECT COALESCE((SELECT m.other_id FROM order_change m WHERE m.order_id = n.id AND m.what = 'merged_into'
        ORDER BY m.id DESC LIMIT 1), n.id) FROM orders n WHERE n.site_id = :site AND n.collect = 1
    AND n.id IN (SELECT c.id FROM orders c WHERE c.collection_code = :code AND c.collection_code <> ''
        UNION ALL SELECT b.id FROM orders b WHERE b.site_id = :site AND b.number IN (:code, :said)
        UNION ALL SELECT s.order_id FROM shipment s WHERE s.id = (SELECT MAX(p.id) FROM (
            SELECT k.id FROM shipment k WHERE k.container_code = :code
            UNION ALL SELECT t.id FROM shipment t WHERE t.tracking = :code) p)))
ORDER BY CASE WHEN EXISTS (SELECT 1 FROM shipment w WHERE w.order_id = o.id AND w.shipped_at IS NULL) THEN 0 ELSE 1 END,
    o.id DESC LIMIT 1
"""
_WAITING = """
SELECT s.id, s.site_id, s.order_id, s.container_code, s.tracking, c.place_id FROM shipment s
JOIN container c ON c.code = s.container_code WHERE s.order_id = :order AND s.shipped_at IS NULL ORDER BY s.id
"""
_OTHERS = """
SELECT s.container_code, s.tracking, o.number FROM shipment s JOIN orders o ON o.id = s.order_id
WHERE s.site_id = :site AND s.shipped_at IS NULL AND o.collect = 1 AND o.id <> :order ORDER BY s.id DESC LIMIT :most
"""
_OPEN = "state IN ('ready', 'offered', 'begun', 'held')"


class NothingToCollect(Conflict):
    """No parcel of the order waits for its customer; ``params``: ``order``, ``state``."""

    code = "nothing_to_collect"


def opens(tx: Tx, world: World, code: str, person_id: int, site_id: int) -> int | None:
    """An order that is collected, its collection code, or a parcel of it opens the hand-over. NothingToCollect."""
    if not code:
        return None
    order = tx.one(_ORDER, site=site_id, code=code.upper(), said=code)
    if order is None:
        return None
    for task in tx.all(
        f"SELECT * FROM task WHERE order_id = :order AND kind = 'collection' AND {_OPEN} ORDER BY id",
        order=order["id"],
    ):
        if dispatch.take_up(tx, task, person_id):
            return int(task["id"])
    parcels = tx.all(_WAITING, order=order["id"])
    if not parcels:
        raise NothingToCollect("nothing waits", order=order["number"], state=order["state"])
    return _make(tx, order, parcels, person_id)


def _make(tx: Tx, order: Row, parcels: Sequence[Row], person_id: int) -> int:
    site_id = order["site_id"]
    place = tx.one("SELECT id, code FROM place WHERE id = :id", id=parcels[0]["place_id"])
    here = place["code"] if place else ""
    others = {
        one["container_code"]: {
            "label": one["tracking"],
            "code": "parcel_other_order",
            "params": {"order": one["number"], "leave": here},
        }
        for one in tx.all(_OTHERS, site=site_id, order=order["id"], most=MOST_OTHERS)
    }
    title = titles.of_order(order["number"])
    listed = [(one["container_code"], one["tracking"]) for one in parcels]
    return lifecycle.make_task(
        tx,
        lifecycle.NewTask(
            site_id=site_id,
            kind="collection",
            title=title,
            script=compile_collection(title, site_id, listed, others, here),
            facts={"order": order["id"]},
            priority=1,
            order_id=order["id"],
            place_id=parcels[0]["place_id"],
            person_id=person_id,
        ),
    )


def finished(tx: Tx, task: Row, state: Mapping[str, Any], world: World) -> None:
    """It is known who took the parcels: they have left; the others wait for the next time."""
    plates, name = handed(state), taken_by(state)
    known = {one["container_code"]: one for one in tx.all(_WAITING, order=task["order_id"])}
    cause = Cause(f"task:{task['id']}", task["site_id"], task["person_id"], task["id"])
    event = tx.value(
        "SELECT id FROM scan_event WHERE task_id = :task ORDER BY id DESC LIMIT 1", task=task["id"]
    )
    cause = Cause(str(event or cause.id), task["site_id"], task["person_id"], task["id"])
    for plate in plates:
        if plate not in known:
            # Cancelled, recalled or handed over by somebody else meanwhile; the customer has it.
            raised = Raised("handed_wrong", "book", {"container": plate, "name": name})
            exceptions.raise_for_task(tx, task, raised)
            continue
        # Whoever was to bring it to where customers come need not look for it.
        is_on_its_way(tx, plate)
        leave(tx, task["site_id"], task["order_id"], plate, cause, task)
        tx.run(
            "UPDATE shipment SET handed_to = :name WHERE container_code = :plate",
            name=name,
            plate=plate,
        )
    settle_order(tx, task["site_id"], task["order_id"])


def on_cancelled(tx: Tx, world: World, news: Mapping[str, Any]) -> None:
    """An order that nobody collects any more: a hand-over that nobody has begun is not needed."""
    for task in tx.all(
        "SELECT * FROM task WHERE order_id = :order AND kind = 'collection' "
        "AND state IN ('ready', 'offered') ORDER BY id",
        order=news["order"],
    ):
        lifecycle.change_state(tx, task, "cancelled", done_at=tx.now)
