"""Goods that nobody knew get a name, or go back: they are counted where they stand, and put away as all others are."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from pickface.db import Row, Tx
from pickface.locations.service import virtual_place
from pickface.stock import ledger
from pickface.stock.moves import Cause, NewMove
from pickface.tasks import changes, lifecycle
from pickface.tasks.workflow import World
from pickface.workflows.receive import lines, plan

_UNKNOWN = """
SELECT d.id, d.qty, d.container, c.place_id FROM discrepancy d
LEFT JOIN container c ON d.container <> '' AND c.code = d.container
WHERE d.purchase_order_id = :po AND d.kind = 'unknown' AND d.code = :code AND d.item_id IS NULL ORDER BY d.id
"""
_LINE = """
SELECT id FROM purchase_order_line WHERE purchase_order_id = :po AND item_id = :item
ORDER BY CASE WHEN received < qty THEN 0 ELSE 1 END, line_no LIMIT 1
"""


def name(tx: Tx, world: World, news: Mapping[str, Any]) -> None:
    """They are units of an item: counted in, on the line that waits for it if there is one, and to be put away."""
    task, order, unknown = _told(tx, news)
    item_id, each = int(news["item"]), int(news["each"])
    cause = Cause(news["event"], task["site_id"], news["person"], task["id"])
    line_id = tx.value(_LINE, po=order["id"], item=item_id)
    dock = json.loads(task["facts"])["dock"]
    moves = [
        NewMove(
            "receive",
            item_id,
            goods["qty"] * each,
            virtual_place(tx, task["site_id"], "supplier"),
            goods["place_id"] or dock,
            news["lot"],
            order["owner_id"],
            to_container=goods["container"],
            purchase_order_line_id=line_id,
        )
        for goods in unknown
    ]
    changes.told(tx, task, ledger.post_moves(tx, moves, cause), cause)
    if line_id is not None:
        lines.count_on(tx, task, line_id, item_id, sum(move.qty for move in moves), cause)
    _settle(tx, order, "unknown", item_id, news)
    for plate, place in {(goods["container"], goods["place_id"] or dock) for goods in unknown}:
        told = "received" if plate else "goods_left"
        world.tell(tx, told, site=task["site_id"], container=plate, place=place)
    plan.look_again(tx, task)


def send_back(tx: Tx, world: World, news: Mapping[str, Any]) -> None:
    """They leave as they came: the books never had them, and their labels are free again."""
    _, order, unknown = _told(tx, news)
    _settle(tx, order, "sent_back", None, news)
    for goods in unknown:
        tx.run(
            "UPDATE container SET state = 'empty', changed_at = :now WHERE code = :code AND code <> ''",
            now=tx.now,
            code=goods["container"],
        )


def _told(tx: Tx, news: Mapping[str, Any]) -> tuple[Row, Row, list[Row]]:
    """The receipt that told of them, its purchase order, and the goods themselves."""
    told = news["exception"]
    params = json.loads(told["params"])
    order = tx.certain(
        "SELECT id, number, owner_id FROM purchase_order WHERE number = :number AND site_id = :site"
        + tx.for_update,
        number=params["purchase_order"],
        site=told["site_id"],
    )
    unknown = tx.all(_UNKNOWN, po=order["id"], code=params.get("code", ""))
    return lifecycle.load(tx, told["task_id"]), order, unknown


def _settle(tx: Tx, order: Row, kind: str, item_id: int | None, news: Mapping[str, Any]) -> None:
    """What was told of them stays with the purchase order: as which item they turned out, or that they went back."""
    tx.run(
        "UPDATE discrepancy SET kind = :kind, item_id = :item, container = '' "
        "WHERE purchase_order_id = :po AND kind = 'unknown' AND code = :code AND item_id IS NULL",
        kind=kind,
        item=item_id,
        po=order["id"],
        code=json.loads(news["exception"]["params"]).get("code", ""),
    )
