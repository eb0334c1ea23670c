"""Which checks should exist: those the site asks for, of totes that nobody has checked."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from pickface.db import Row, Tx
from pickface.locations import settings
from pickface.tasks import dictionary, dispatch, exceptions, lifecycle
from pickface.tasks.workflow import Raised, World
from pickface.workflows.check.compile import Line, compile_check, differences, facts_of
from pickface.workflows.check.rules import Picked, wants_check

_OPEN = "state IN ('ready', 'offered', 'begun', 'held')"
_WHO_CHECKS = "('packer', 'supervisor', 'manager')"
_CONTENT = """
SELECT c.code AS tote, c.place_id, b.item_id, b.lot_id, b.owner_id, b.qty, i.tracking, l.code AS lot_code
FROM container c JOIN balance b ON b.container = c.code AND b.qty > 0 JOIN item i ON i.id = b.item_id
JOIN lot l ON l.id = b.lot_id WHERE c.order_id = :order AND c.state = 'open'
ORDER BY c.code, i.sku, b.lot_id
"""


def on_picked(tx: Tx, world: World, news: Mapping[str, Any]) -> None:
    """An order was picked: check it, or let it go on."""
    order = tx.one("SELECT * FROM orders WHERE id = :id", id=news["order"])
    if order is None:
        return
    checked = _checked_totes(tx, order["id"])
    content = [held for held in tx.all(_CONTENT, order=order["id"]) if held["tote"] not in checked]
    asked = wants_check(settings.of_site(order["site_id"], tx), _picked(tx, order["id"]))
    if not content or not asked:
        world.tell(tx, "order_checked", order=order["id"])
        return
    task_id = _make(tx, order, content, news["person"])
    if not _others(tx, order["site_id"], news["person"]):
        raised = Raised("nobody_to_check", "book", {"picker": news["person"]}, order_id=order["id"])
        exceptions.raise_for_task(tx, lifecycle.load(tx, task_id), raised)


def _make(tx: Tx, order: Row, content: list[Row], picker_id: int | None) -> int:
    lines = lines_of(content)
    station_id = content[0]["place_id"]
    words = dictionary.of_items(tx, [line.item_id for line in lines])
    words |= dictionary.of_places(tx, [station_id])
    title = f"Order {order['number']}"
    return lifecycle.make_task(
        tx,
        lifecycle.NewTask(
            site_id=order["site_id"],
            kind="check",
            title=title,
            script=compile_check(title, order["site_id"], lines, words),
            facts={**dispatch.not_for(picker_id), **facts_of(station_id, lines)},
            priority=order["priority"],
            due_at=order["ship_by"],
            order_id=order["id"],
            place_id=station_id,
            container=lines[0].tote,
        ),
    )


def lines_of(content: list[Row]) -> list[Line]:
    """A line for each lot of an item in a tote; the serials of an item in a tote are one line."""
    serials: dict[tuple[str, int], list[int]] = defaultdict(list)
    for held in content:
        if held["tracking"] == "serial":
            serials[held["tote"], held["item_id"]].append(held["lot_id"])
    lines: list[Line] = []
    for held in content:
        own = tuple(serials.pop((held["tote"], held["item_id"]), ()))
        if held["tracking"] == "serial" and not own:
            continue
        lines.append(
            Line(
                id=len(lines) + 1,
                item_id=held["item_id"],
                qty=len(own) or held["qty"],
                tote=held["tote"],
                owner_id=held["owner_id"],
                lot_id=0 if own else held["lot_id"],
                lot_code="" if own else held["lot_code"],
                serials=own,
            )
        )
    return lines


def _checked_totes(tx: Tx, order_id: int) -> set[str]:
    done = tx.all(
        "SELECT facts FROM task WHERE order_id = :order AND kind = 'check' AND state = 'done'",
        order=order_id,
    )
    return {tote for task in done for tote in json.loads(task["facts"])["totes"]}


def _picked(tx: Tx, order_id: int) -> Picked:
    item = tx.value(
        "SELECT MAX(i.quality_check) FROM order_line ol JOIN item i ON i.id = ol.item_id "
        "WHERE ol.order_id = :order",
        order=order_id,
    )
    picker = tx.value(
        "SELECT MAX(p.quality_check) FROM task t JOIN person p ON p.id = t.person_id "
        "WHERE t.order_id = :order AND t.kind = 'pick'",
        order=order_id,
    )
    return Picked(order_id, bool(item), bool(picker))


def _others(tx: Tx, site_id: int, picker_id: int | None) -> int:
    """How many people may check what this one picked."""
    return int(
        tx.value(
            "SELECT COUNT(*) FROM person WHERE site_id = :site AND active = 1 "
            f"AND role IN {_WHO_CHECKS} AND id <> :picker",
            site=site_id,
            picker=picker_id or 0,
        )
    )


def finished(tx: Tx, task: Row, state: Mapping[str, Any], world: World) -> None:
    """The totes are as they should be, or what is missing is picked again."""
    different = differences(json.loads(task["facts"]), state)
    if any(line["counted"] < line["qty"] for line in different):
        world.tell(tx, "order_incomplete", order=task["order_id"], task=task["id"])
    else:
        world.tell(tx, "order_checked", order=task["order_id"])


def cancelled(tx: Tx, task: Row, world: World) -> None:
    """The order will not be checked: what is in its totes is put away again, and somebody decides."""
    for tote in tx.all(
        "SELECT code FROM container c WHERE order_id = :order AND state = 'open' AND EXISTS "
        "(SELECT 1 FROM balance b WHERE b.container = c.code AND b.qty > 0) ORDER BY code",
        order=task["order_id"],
    ):
        world.tell(tx, "goods_left", container=tote["code"], site=task["site_id"])
    hold = "UPDATE orders SET state = 'held' WHERE id = :id AND state = 'picked'"
    tx.run(hold, id=task["order_id"])


def opens(tx: Tx, world: World, code: str, person_id: int, site_id: int) -> int | None:
    """A tote that is to be checked opens its check, to anybody but who picked it."""
    task = tx.one(
        "SELECT t.id, t.person_id, t.state FROM container c JOIN task t ON t.order_id = c.order_id "
        f"WHERE c.code = :code AND t.kind = 'check' AND t.site_id = :site AND t.{_OPEN} ORDER BY t.id LIMIT 1",
        code=code,
        site=site_id,
    )
    if task is None or not dispatch.take_up(tx, task, person_id):
        return None
    return int(task["id"])
