"""An announced carton comes in: booked as its supplier declared it, once, whoever has scanned it; or it was opened.

A carton is claimed by the first scan that comes in. A further one, made out of reach of the first, moves nothing; it
is kept beside the claim, and books the carton if the first is undone.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pickface.db import Row, Tx
from pickface.inspections import waiting
from pickface.purchasing import announced_serials, life
from pickface.stock import ledger
from pickface.stock.moves import Cause, NewMove, UndoTooLate
from pickface.tasks import changes, lifecycle, zone_containers
from pickface.tasks.workflow import ContainerOpened, LotRef, Told, World
from pickface.workflows.receive import discrepancies, filling, lines
from pickface.workflows.receive.discrepancies import Deviation

_CLAIM = """
UPDATE expected_carton SET state = 'received', container = :plate, at = :now, event_id = :event, also_event_id = NULL
WHERE id IN ({ids}) AND state IN ('expected', 'cancelled') RETURNING id
"""
_ALSO = """
UPDATE expected_carton SET also_event_id = :event
WHERE id IN ({ids}) AND state = 'received' AND event_id <> :event
"""
_GOODS = """
SELECT g.purchase_order_line_id AS line, g.item_id AS item, g.lot, g.expires_on AS expiry, g.serial,
       SUM(g.qty) AS qty, i.zone_code AS zone
FROM expected_goods g JOIN item i ON i.id = g.item_id WHERE g.carton_id IN ({ids})
GROUP BY g.purchase_order_line_id, g.item_id, g.lot, g.expires_on, g.serial, i.zone_code ORDER BY MIN(g.id)
"""
_OPEN_WORK = """
SELECT * FROM task WHERE site_id = :site AND kind IN ('putaway', 'inspect') AND container = :code
AND state IN ('ready', 'offered', 'begun', 'held') ORDER BY id
"""


def arrive(tx: Tx, task: Row, told: Told, world: World, cause: Cause) -> None:
    """Cartons were scanned, or the pallet that they stand on: book those that nobody else has."""
    wanted = [int(number) for number in told.params["cartons"]]
    claimed = [
        int(one["id"])
        for one in tx.all(
            _CLAIM.format(ids=_ids(wanted)),
            plate=told.params["plate"],
            now=tx.now,
            event=cause.id,
        )
    ]
    if len(claimed) < len(wanted):
        tx.run(_ALSO.format(ids=_ids(wanted)), event=cause.id)
    if claimed:
        _book(tx, task, claimed, told.params["plate"], told.params["kind"], world, cause)


def _book(  # noqa: PLR0917 - which goods, under which plate, and why
    tx: Tx, task: Row, cartons: Sequence[int], plate: str, kind: str, world: World, cause: Cause
) -> None:
    facts = filling.facts_of(task)
    goods = _not_elsewhere(tx, task, tx.all(_GOODS.format(ids=_ids(cartons))), cause)
    zones = {one["zone"] for one in goods}
    zone = zones.pop() if len(zones) == 1 else ""
    dock = int(facts["dock"])
    changes.open_container(tx, task, ContainerOpened(plate, kind, dock, zone), cause)
    moves = [
        NewMove(
            "receive",
            one["item"],
            int(one["qty"]),
            int(facts["supplier"]),
            dock,
            _lot(tx, one),
            int(facts["owner"]),
            to_container=plate,
            purchase_order_line_id=one["line"],
        )
        for one in goods
    ]
    changes.post(tx, task, moves, cause)
    came = waiting.came_as(tx, moves)
    waiting.note(
        tx, task["site_id"], task["purchase_order_id"], facts.get("inspection") or {}, came
    )
    for one in _without_serials(goods):
        lines.received(tx, task, {**one, "container": None}, cause)
    _begin(tx, cartons, task["person_id"])
    zone_containers.tell_filled(tx, task, plate, world)


def _not_elsewhere(tx: Tx, task: Row, goods: Sequence[Row], cause: Cause) -> list[Row]:
    """The goods but for units whose serial number is in the house already: those are told, and not booked twice."""
    named = [(one["item"], one["serial"]) for one in goods if one["serial"]]
    there = announced_serials.whereabouts(tx, named, awaited=False)
    for one in goods:
        at = there.get((one["item"], one["serial"]))
        if at is not None:
            deviation = Deviation("serial", 1, one["line"], one["item"], one["serial"])
            discrepancies.note(tx, task, deviation, cause)
    return [one for one in goods if (one["item"], one["serial"]) not in there]


def _without_serials(goods: Sequence[Row]) -> list[dict[str, Any]]:
    """The goods as their lines count them, units with serial numbers together."""
    sums: dict[tuple[Any, ...], dict[str, Any]] = {}
    for one in goods:
        key = tuple(one[name] for name in ("line", "item", "lot", "expiry"))
        told = sums.setdefault(key, {**one, "qty": 0})
        told["qty"] += int(one["qty"])
    return [*sums.values()]


def _lot(tx: Tx, goods: Row) -> int:
    if not goods["lot"] and not goods["serial"]:
        return 0
    return changes.lot_id(tx, LotRef(goods["item"], goods["lot"], goods["expiry"], goods["serial"]))


def _begin(tx: Tx, cartons: Sequence[int], person_id: int | None) -> None:
    """The first carton of a delivery, or of one of its purchase orders, begins it; physical truth wins."""
    tx.run(
        "UPDATE expected_delivery SET state = 'receiving' WHERE state <> 'receiving' AND id IN "
        f"(SELECT delivery_id FROM expected_carton WHERE id IN ({_ids(cartons)}))"
    )
    for order in tx.all(
        "UPDATE purchase_order SET state = 'receiving' WHERE state <> 'receiving' AND id IN "
        f"(SELECT purchase_order_id FROM expected_goods WHERE carton_id IN ({_ids(cartons)})) RETURNING id"
    ):
        life.note(tx, order["id"], "receiving", person_id)


def open_up(tx: Tx, task: Row, told: Told, world: World, cause: Cause) -> None:
    """A carton was opened: what was booked of it is taken back, and its content is counted by the piece.

    Raises UndoTooLate where its goods went on, or were booked with a whole pallet by somebody else's scan.
    """
    carton = tx.one(
        "SELECT * FROM expected_carton WHERE id = :id" + tx.for_update, id=told.params["carton"]
    )
    if carton is None or carton["state"] == "opened":
        return
    if carton["state"] == "received":
        booked = tx.value(
            "SELECT COUNT(*) FROM expected_carton WHERE event_id = :event AND state = 'received'",
            event=carton["event_id"],
        )
        if booked > 1:
            raise UndoTooLate("it was booked with its pallet", container=carton["container"])
        changes.told(tx, task, ledger.reverse_moves(tx, carton["event_id"], cause), cause)
        lines.take_back(tx, task, carton["event_id"], cause)
        _empty(tx, task, carton["container"])
    tx.run(
        "UPDATE expected_carton SET state = 'opened', container = '', at = :now, event_id = :event, "
        "also_event_id = NULL WHERE id = :id",
        now=tx.now,
        event=cause.id,
        id=carton["id"],
    )


def give_back(tx: Tx, task: Row, event_id: str, world: World) -> None:
    """A scan was undone, its goods are taken back: its cartons are awaited, unless somebody else has seen them.

    Raises UndoTooLate where somebody is putting their container away.
    """
    tx.run(
        "UPDATE expected_carton SET also_event_id = NULL WHERE also_event_id = :event",
        event=event_id,
    )
    mine = tx.all(
        "SELECT id, container, also_event_id FROM expected_carton WHERE event_id = :event AND state = 'received' "
        "ORDER BY id",
        event=event_id,
    )
    if not mine:
        return
    tx.run(
        "UPDATE expected_carton SET state = 'expected', container = '', at = NULL, event_id = NULL, "
        f"also_event_id = NULL WHERE id IN ({_ids(one['id'] for one in mine)})"
    )
    for plate in sorted({one["container"] for one in mine}):
        _empty(tx, task, plate)
    for one in mine:
        if one["also_event_id"]:
            _take_over(tx, one, world)


def _take_over(tx: Tx, carton: Row, world: World) -> None:
    """Another scan has seen the carton: it books it now."""
    other = tx.certain(
        "SELECT id, site_id, person_id, task_id FROM scan_event WHERE id = :id",
        id=carton["also_event_id"],
    )
    task = tx.certain("SELECT * FROM task WHERE id = :id", id=other["task_id"])
    plate = tx.value("SELECT sscc FROM expected_carton WHERE id = :id", id=carton["id"])
    cause = Cause(other["id"], other["site_id"], other["person_id"], other["task_id"])
    seen: dict[str, Any] = {"cartons": [carton["id"]], "plate": plate, "kind": "carton"}
    arrive(tx, task, Told("arrived", seen), world, cause)


def _empty(tx: Tx, task: Row, plate: str) -> None:
    """The container holds nothing any more: nobody inspects it or puts it away. Raises UndoTooLate if somebody does."""
    if tx.value("SELECT 1 FROM balance WHERE container = :code AND qty > 0 LIMIT 1", code=plate):
        return
    for work in tx.all(_OPEN_WORK, site=task["site_id"], code=plate):
        if work["state"] == "begun":
            raise UndoTooLate("somebody is at work on it", container=plate)
        lifecycle.change_state(tx, work, "cancelled")
    tx.run(
        "UPDATE container SET state = 'empty', task_id = NULL, zone_code = '', changed_at = :now WHERE code = :code",
        now=tx.now,
        code=plate,
    )


def _ids(ids: Any) -> str:
    return ", ".join(str(int(number)) for number in ids) or "-1"
