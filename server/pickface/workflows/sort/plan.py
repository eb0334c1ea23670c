"""Which sortings should exist: one per batch whose goods were taken, until each order has its own totes."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from pickface.db import Row, Tx
from pickface.stock.moves import Cause
from pickface.tasks import carts, dictionary, dispatch, exceptions, lifecycle, totes
from pickface.tasks.workflow import Raised, Told, World
from pickface.workflows.sort.compile import (
    Held,
    Wanted,
    compile_sort,
    facts_of,
    shared_out,
    without,
)

_HELD = """
SELECT c.code AS tote, c.place_id, b.item_id, b.lot_id, l.code AS lot_code, b.owner_id, b.qty
FROM container c JOIN balance b ON b.container = c.code AND b.qty > 0 JOIN item i ON i.id = b.item_id
JOIN lot l ON l.id = b.lot_id WHERE c.task_id = :task AND c.order_id IS NULL AND c.state = 'open'
ORDER BY c.code, i.sku, b.lot_id
"""
_TAKEN = """
SELECT ol.order_id, m.order_line_id, m.item_id, m.lot_id,
       SUM(m.qty - COALESCE((SELECT SUM(r.qty) FROM move r WHERE r.reverses = m.id), 0)) AS qty
FROM move m JOIN order_line ol ON ol.id = m.order_line_id
WHERE m.task_id = :task AND m.kind = 'pick' AND m.reverses IS NULL
GROUP BY ol.order_id, m.order_line_id, m.item_id, m.lot_id ORDER BY m.order_line_id, m.lot_id
"""
_OF_TOTE = """
SELECT t.id, t.person_id, t.state FROM container c JOIN task t ON t.id = c.task_id
WHERE c.code = :code AND c.code <> '' AND t.kind = 'sort' AND t.site_id = :site
AND t.state IN ('ready', 'offered', 'begun', 'held')
"""
_WALL = """
SELECT c.code FROM container c WHERE c.task_id = :task AND c.order_id = :order AND c.state = 'open' AND EXISTS
(SELECT 1 FROM balance b WHERE b.container = c.code AND b.qty > 0) ORDER BY c.code
"""


def on_batch_picked(tx: Tx, world: World, news: Mapping[str, Any]) -> None:
    """A batch was taken: sort it; an order for which there is nothing goes on at once."""
    pick = lifecycle.load(tx, news["task"])
    content = tx.all(_HELD, task=pick["id"])
    orders: Sequence[int] = news["orders"]
    rank = {order_id: n for n, order_id in enumerate(orders)}
    taken = [Wanted(**dict(row)) for row in _wanted(tx, pick["id"]) if row["order_id"] in rank]
    shares = shared_out(
        sorted(taken, key=lambda want: rank[want.order_id]),
        [Held(**{k: row[k] for k in row if k != "place_id"}) for row in map(dict, content)],
    )
    served = [order for order in orders if any(s.wanted.order_id == order for s in shares)]
    for order in orders:
        if order not in served:
            world.tell(tx, "order_sorted", order=order, task=pick["id"])
    if not served:
        totes.leave_batch(tx, pick, world)
        return
    station_id = content[0]["place_id"]
    words = dictionary.of_items(tx, sorted({share.held.item_id for share in shares}))
    words |= dictionary.of_places(tx, [station_id])
    title = str(pick["title"])
    task_id = lifecycle.make_task(
        tx,
        lifecycle.NewTask(
            site_id=pick["site_id"],
            kind="sort",
            title=title,
            script=compile_sort(title, pick["site_id"], shares, served, words),
            facts=facts_of(pick["id"], station_id, served, shares),
            priority=pick["priority"],
            due_at=pick["due_at"],
            orders=served,
            place_id=station_id,
            container=shares[0].held.tote,
        ),
    )
    # Whoever scans one of the batch's totes now sorts it.
    tx.run(
        "UPDATE container SET task_id = :sort WHERE task_id = :pick AND order_id IS NULL AND state = 'open'",
        sort=task_id,
        pick=pick["id"],
    )


def _wanted(tx: Tx, pick_id: int) -> list[dict[str, Any]]:
    return [
        {**dict(row), "qty": int(row["qty"])} for row in tx.all(_TAKEN, task=pick_id) if row["qty"]
    ]


def react(tx: Tx, task: Row, told: Told, world: World, cause: Cause) -> None:
    """What the batch's totes lack is lost where it was picked; the least urgent orders go without."""
    if told.name != "missing":
        return
    shares = json.loads(task["facts"])["shares"]
    lines = []
    for lacking in told.params["shares"]:
        share = shares[str(lacking["pin"])]
        goods = totes.Goods(share["tote"], share["item"], (share["lot"],))
        totes.lose(tx, share["order"], goods, lacking["qty"], cause, kind="check")
        lines.append({"item": share["item"], "tote": share["tote"], "missing": lacking["qty"]})
    raised = Raised("sort_missing", "book", {"lines": lines})
    exceptions.raise_exception(tx, cause, raised)


def finished(tx: Tx, task: Row, state: Mapping[str, Any], world: World) -> None:
    """Each order goes on with its own totes; what nobody wanted is put away."""
    off = _called_off(tx, task)
    pick = json.loads(task["facts"])["pick"]
    totes.leave_batch(tx, task, world)
    for order in carts.orders_of(tx, task):
        if order in off:
            _put_back(tx, world, task, order)
        else:
            world.tell(tx, "order_sorted", order=order, task=pick)


def cancelled(tx: Tx, task: Row, world: World) -> None:
    """Nobody sorts it: all of it is put away, and somebody decides about its orders."""
    totes.leave_batch(tx, task, world)
    for order in carts.orders_of(tx, task):
        _put_back(tx, world, task, order)
        tx.run("UPDATE orders SET state = 'held' WHERE id = :id AND state = 'released'", id=order)
    lifecycle.hint(tx, task["site_id"], orders=True)


def call_off(tx: Tx, task: Row, order_id: int) -> frozenset[int] | None:
    """Nothing more goes to a cancelled order; None where no other order has anything to come."""
    off = _called_off(tx, task)
    if set(carts.orders_of(tx, task)) <= off:
        return None
    state, facts = json.loads(task["progress"]), json.loads(task["facts"])
    rest = without(lifecycle.script_of(tx, task), facts, state, off)
    lifecycle.revise(tx, task, rest, facts)
    return frozenset()


def _called_off(tx: Tx, task: Row) -> set[int]:
    found = tx.all(
        "SELECT o.id FROM cart_order w JOIN orders o ON o.id = w.order_id "
        "WHERE w.task_id = :task AND o.state = 'cancelled'",
        task=task["id"],
    )
    return {int(order["id"]) for order in found}


def _put_back(tx: Tx, world: World, task: Row, order_id: int) -> None:
    for tote in tx.all(_WALL, task=task["id"], order=order_id):
        world.tell(tx, "goods_left", container=tote["code"], site=task["site_id"])


def opens(tx: Tx, world: World, code: str, person_id: int, site_id: int) -> int | None:
    """A tote of a batch opens its sorting."""
    task = tx.one(_OF_TOTE, code=code, site=site_id)
    if task is None or not dispatch.take_up(tx, task, person_id):
        return None
    return int(task["id"])
