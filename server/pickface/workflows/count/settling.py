"""The books follow a count: each balance of the bin, what was promised from it, and what was asked about it."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from pickface.db import Row, Tx
from pickface.stock import ledger
from pickface.stock.moves import Cause, NewMove
from pickface.tasks import changes, exceptions, jobs, provisional, tally
from pickface.tasks.workflow import LotRef, Raised, Told, World
from pickface.workflows.count import owners

_WANTING = """
SELECT ol.id FROM order_line ol JOIN orders o ON o.id = ol.order_id
WHERE ol.item_id = :item AND o.site_id = :site AND o.state IN ('open', 'released')
AND ol.qty - ol.given_up > (SELECT COALESCE(SUM(r.qty + r.taken), 0) FROM reservation r WHERE r.order_line_id = ol.id)
ORDER BY o.priority, o.ship_by, ol.id LIMIT 100
"""
Counted = dict[tuple[int, int], int]
"""Units by item and lot."""


def react(tx: Tx, task: Row, told: Told, world: World, cause: Cause) -> None:
    """Carry out what interpreting told."""
    facts = json.loads(task["facts"])
    match told.name:
        case "seen":
            _keep(tx, task, tally.add(facts, told.params, cause.id))
        case "undone":
            _keep(tx, task, tally.take_back(facts, told.params["event"]))
        case "counted":
            _settle(tx, task, facts["tally"], cause)


def _keep(tx: Tx, task: Row, facts: Mapping[str, Any]) -> None:
    tx.run("UPDATE task SET facts = :facts WHERE id = :id", facts=json.dumps(facts), id=task["id"])


def _settle(tx: Tx, task: Row, seen: list[dict[str, Any]], cause: Cause) -> None:
    place_id = task["place_id"]
    booked = tx.all(
        "SELECT * FROM balance WHERE place_id = :place AND container = '' AND qty > 0 "
        "ORDER BY item_id, lot_id, owner_id" + tx.for_update,
        place=place_id,
    )
    counted: Counted = defaultdict(int)
    for entry in seen:
        counted[entry["item"], _lot_of(tx, place_id, entry, cause)] += entry["qty"]
    books: dict[tuple[int, int], list[tuple[int, int]]] = defaultdict(list)
    for balance in booked:
        books[balance["item_id"], balance["lot_id"]].append((balance["owner_id"], balance["qty"]))
    for item_id, lot_id in sorted(counted.keys() | books.keys()):
        here = books[item_id, lot_id]
        _adjust(tx, task, (item_id, lot_id), counted[item_id, lot_id], here, cause)
    _tell(tx, task, counted, books, cause)
    provisional.begin(tx, task, cause)


def _lot_of(tx: Tx, place_id: int, entry: Mapping[str, Any], cause: Cause) -> int:
    """The lot that was seen: one that lies here or is known by that code, else a new one."""
    code = entry["serial"] or entry["lot"]
    if not code:
        return 0
    known = tx.one(
        "SELECT l.id, b.place_id, b.container, b.owner_id FROM lot l LEFT JOIN balance b ON b.lot_id = l.id "
        "AND b.item_id = l.item_id AND b.qty > 0 AND b.virtual = 0 WHERE l.item_id = :item AND l.code = :code "
        "ORDER BY CASE WHEN b.place_id = :place THEN 0 WHEN b.place_id IS NULL THEN 2 ELSE 1 END, l.id LIMIT 1",
        item=entry["item"],
        code=code,
        place=place_id,
    )
    if known is None:
        ref = LotRef(
            entry["item"], entry["lot"] or "", entry["expiry"] or "", entry["serial"] or ""
        )
        return changes.lot_id(tx, ref)
    if entry["serial"] and known["place_id"] is not None:
        _bring_here(tx, place_id, entry["item"], known, cause)
    return int(known["id"])


def _bring_here(tx: Tx, place_id: int, item_id: int, known: Row, cause: Cause) -> None:
    """A serial that was booked elsewhere is plainly here: it moves (LAWS 19)."""
    if known["place_id"] == place_id and not known["container"]:
        return
    move = NewMove(
        kind="count",
        item_id=item_id,
        qty=1,
        from_place_id=known["place_id"],
        to_place_id=place_id,
        lot_id=known["id"],
        owner_id=known["owner_id"],
        from_container=known["container"],
    )
    ledger.post_moves(tx, [move], cause)


def _adjust(
    tx: Tx,
    task: Row,
    goods: tuple[int, int],
    counted: int,
    booked: list[tuple[int, int]],
    cause: Cause,
) -> None:
    owner = tx.value("SELECT owner_id FROM item WHERE id = :id", id=goods[0])
    for owner_id, qty in owners.share(counted, booked, owner).items():
        settled = ledger.adjust(
            tx,
            item_id=goods[0],
            lot_id=goods[1],
            place_id=task["place_id"],
            owner_id=owner_id,
            counted_qty=qty,
            cause=cause,
        )
        changes.told(tx, task, settled, cause)


def _tell(
    tx: Tx,
    task: Row,
    counted: Counted,
    books: Mapping[tuple[int, int], list[tuple[int, int]]],
    cause: Cause,
) -> None:
    """Close what the count answers, say what differed, and promise what came to light."""
    for asked in tx.all(
        "SELECT id, site_id FROM exception WHERE site_id = :site AND place_id = :place "
        "AND state = 'open' AND kind IN ('short', 'found') ORDER BY id",
        site=task["site_id"],
        place=task["place_id"],
    ):
        exceptions.close(tx, asked, "counted", cause.person_id)
    lines = [
        {"item": item, "lot": lot, "booked": there, "counted": counted[item, lot]}
        for (item, lot), owners in sorted(books.items())
        if (there := sum(qty for _, qty in owners)) != counted[item, lot]
    ]
    if lines:
        raised = Raised("count_difference", "book", {"lines": lines}, place_id=task["place_id"])
        exceptions.raise_exception(tx, cause, raised)
    for item_id in sorted({item for item, _ in counted}):
        for line in tx.all(_WANTING, item=item_id, site=task["site_id"]):
            jobs.leave(tx, "reserve", str(line["id"]))
