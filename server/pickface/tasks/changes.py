"""Carries out what a workflow's ``interpret`` asked for, in the transaction of the event."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from pickface import findable
from pickface.db import Row, Tx
from pickface.stock import carrying, late_counts, ledger, reservations
from pickface.stock.moves import BalanceKey
from pickface.tasks import containers, exceptions, jobs, lifecycle, pallets, recall
from pickface.tasks.workflow import (
    BinShort,
    Change,
    ContainerEmptied,
    ContainerMoved,
    ContainerNested,
    ContainerOpened,
    ContainerTaken,
    ContainerWeighed,
    Goods,
    LotRef,
    Raised,
    Told,
    Undone,
    World,
)


@dataclass
class About:
    """What an event turned out to be about: it goes beside the verdict, so that the journal can be read by it."""

    item_id: int | None = None
    place_id: int | None = None
    order_id: int | None = None


def carry_out(
    tx: Tx, world: World, task: Row, changes: Sequence[Change], cause: ledger.Cause
) -> About:
    """Apply ``changes`` in order; goods that follow each other are posted together."""
    about = About(order_id=task["order_id"])
    goods: list[ledger.NewMove] = []
    for change in changes:
        if isinstance(change, Goods):
            goods.append(_move(tx, change))
            about.item_id = change.item_id
            about.place_id = change.from_place_id or change.to_place_id
            about.order_id = change.order_id or about.order_id
            continue
        if goods:
            post(tx, task, goods, cause)
            goods = []
        _other(tx, world, task, change, cause, about)
    if goods:
        post(tx, task, goods, cause)
    return about


def _move(tx: Tx, goods: Goods) -> ledger.NewMove:
    lot = goods.lot if isinstance(goods.lot, int) else lot_id(tx, goods.lot)
    return ledger.NewMove(
        kind=goods.kind,
        item_id=goods.item_id,
        qty=goods.qty,
        from_place_id=_from(tx, goods),
        to_place_id=_where(tx, goods.to_place_id, goods.to_container),
        lot_id=lot,
        owner_id=goods.owner_id,
        from_container=goods.from_container,
        to_container=goods.to_container,
        reservation_id=goods.reservation_id,
        order_line_id=goods.order_line_id,
        purchase_order_line_id=goods.purchase_order_line_id,
    )


def _from(tx: Tx, goods: Goods) -> int:
    """What came out of a container is booked out of it wherever it stands now: the scan may be older than its move."""
    if not goods.from_container:
        return _where(tx, goods.from_place_id, "")
    return _where(tx, None, goods.from_container) or int(goods.from_place_id or 0)


def _where(tx: Tx, place_id: int | None, container: str) -> int:
    if place_id is not None:
        return place_id
    # Whoever moves the container meanwhile is waited for.
    waits = " FOR SHARE" if tx.for_update else ""
    found = tx.value("SELECT place_id FROM container WHERE code = :code" + waits, code=container)
    return int(found or 0)


def lot_id(tx: Tx, ref: LotRef) -> int:
    """The id of a lot as printed on the goods, made if it is new; a serial is a lot of one under its lot."""
    if ref.serial and not ref.code:
        # Whoever reads only the serial means the unit that came in with its lot.
        known = tx.value(
            "SELECT id FROM lot WHERE item_id = :item AND code = :serial AND parent_id > 0 ORDER BY id LIMIT 1",
            item=ref.item_id,
            serial=ref.serial,
        )
        if known is not None:
            return int(known)
    parent = _lot(tx, ref.item_id, ref.code, ref.expires_on, 0) if ref.code else 0
    return _lot(tx, ref.item_id, ref.serial, ref.expires_on, parent) if ref.serial else parent


def _lot(tx: Tx, item_id: int, code: str, expires_on: str, parent: int) -> int:
    made = tx.run(
        "INSERT INTO lot (item_id, code, expires_on, parent_id) VALUES (:item, :code, :expires, :parent) "
        "ON CONFLICT DO NOTHING",
        item=item_id,
        code=code,
        expires=expires_on,
        parent=parent,
    )
    lot = int(
        tx.value(
            "SELECT id FROM lot WHERE item_id = :item AND code = :code AND parent_id = :parent",
            item=item_id,
            code=code,
            parent=parent,
        )
    )
    if made > 0:
        findable.note(tx, "lot", lot)
    return lot


def post(tx: Tx, task: Row, goods: list[ledger.NewMove], cause: ledger.Cause) -> None:
    """Book moves of a task's event, with what a count has seen since, and act on what that found out."""
    late = late_counts.is_late(tx, cause)
    if late:
        # What a count did not see any more had gone already: it is taken out of the count's difference.
        told(tx, task, late_counts.give_back(tx, goods, cause), cause)
    told(tx, task, ledger.post_moves(tx, goods, cause), cause)
    if late:
        told(tx, task, late_counts.take_back(tx, goods, cause), cause)


def told(tx: Tx, task: Row | None, posted: ledger.Posted, cause: ledger.Cause) -> None:
    """Act on what posting found out: a find is raised and its bin counted, moved pins change scripts."""
    for find in posted.finds:
        exceptions.raise_exception(
            tx,
            cause,
            Raised(
                kind="found",
                proposed="recount",
                params={"qty": find.qty, "move": find.move_id},
                item_id=find.item_id,
                place_id=find.place_id,
                order_id=task["order_id"] if task else None,
            ),
        )
        jobs.leave(tx, "plan_count", str(find.place_id))
    for explained in posted.reversed:
        if explained.left == 0:
            exceptions.close_found(tx, explained.find_id)
    for task_id in sorted({pin.task_id for pin in posted.carried if pin.task_id}):
        jobs.leave(tx, "pins_moved", str(task_id))
    for astray in posted.astray:
        recall.tell_astray(tx, task, astray, cause)


def _other(
    tx: Tx, world: World, task: Row, change: Change, cause: ledger.Cause, about: About
) -> None:
    match change:
        case ContainerOpened():
            open_container(tx, task, change, cause)
        case ContainerMoved():
            containers.tell_in_use(tx, task, change.code)
            told(tx, task, carrying.move_container(tx, change.code, change.place_id, cause), cause)
            pallets.tell_too_many(tx, change.code, change.place_id, cause)
            about.place_id = change.place_id
        case ContainerTaken():
            took = carrying.take_whole(tx, change.code, change.place_id, change.order_id, cause)
            told(tx, task, took, cause)
            about.item_id, about.place_id = change.item_id, change.from_place_id
        case ContainerNested() | ContainerEmptied() | ContainerWeighed():
            told(tx, task, containers.carry_out(tx, task, change, cause), cause)
            about.place_id = containers.place_of(tx, change)
        case BinShort():
            about.item_id, about.place_id = change.item_id, change.place_id
            _short(tx, world, task, change, cause)
        case Raised():
            exceptions.raise_exception(tx, cause, change)
        case Undone():
            told(tx, task, ledger.reverse_moves(tx, change.event_id, cause), cause)
            _react(tx, world, task, Told("undone", {"event": change.event_id}), cause)
        case Told():
            about.item_id = change.params.get("item") or about.item_id
            _react(tx, world, task, change, cause)
        case Goods():
            raise AssertionError("goods are posted by carry_out")


def _short(tx: Tx, world: World, task: Row, short: BinShort, cause: ledger.Cause) -> None:
    """Promise no more from the bin than was seen, tell the supervisor, and let the workflow look elsewhere."""
    if short.container:
        place_id = _where(tx, None, short.container) or short.place_id
        short = replace(short, place_id=place_id)
    key = BalanceKey(short.item_id, short.lot_id, short.place_id, short.container, short.owner_id)
    reservations.mark_short(tx, key, left=short.left)
    raised = Raised(
        kind="short",
        proposed="recount",
        params={"missing": short.missing, "left": short.left},
        item_id=short.item_id,
        place_id=short.place_id,
        order_id=task["order_id"],
    )
    exceptions.raise_exception(tx, cause, raised)
    _react(tx, world, task, Told("short", asdict(short)), cause)
    world.tell(tx, "bin_short", site=task["site_id"], place=short.place_id, item=short.item_id)


def _react(tx: Tx, world: World, task: Row, fact: Told, cause: ledger.Cause) -> None:
    react = world.workflows[task["kind"]].react
    if react is not None:
        react(tx, task, fact, world, cause)


def open_container(tx: Tx, task: Row, change: ContainerOpened, cause: ledger.Cause) -> None:
    """Make or take a container for this task. One that somebody else is using is taken all the same, and told.

    It is plainly here, so what the books have in it comes along from where they had it. What was picked for an order
    stays the order's: other goods that get into it are told.
    """
    before = tx.one("SELECT * FROM container WHERE code = :code" + tx.for_update, code=change.code)
    values: dict[str, Any] = {
        "code": change.code,
        "site": task["site_id"],
        "place": change.place_id,
        "task": task["id"],
        "order": change.order_id,
        "zone": change.zone_code,
        "now": tx.now,
    }
    if before is None:
        tx.run(
            "INSERT INTO container (code, site_id, kind, place_id, state, task_id, order_id, zone_code, changed_at) "
            "VALUES (:code, :site, :kind, :place, 'open', :task, :order, :zone, :now)",
            kind=change.kind,
            **values,
        )
        findable.note(tx, "container", change.code)
        return
    in_use = before["state"] in ("open", "closed") and before["task_id"] != task["id"]
    # What it stood on stays behind.
    if before["place_id"] != change.place_id or before["parent"]:
        told(tx, task, carrying.move_container(tx, change.code, change.place_id, cause), cause)
    stays = change.order_id is None and before["order_id"] and in_use
    if stays and containers.tell_of_order(tx, "", change.code, cause):
        return
    tx.run(
        "UPDATE container SET site_id = :site, place_id = :place, state = 'open', task_id = :task, "
        "order_id = :order, zone_code = :zone, changed_at = :now WHERE code = :code",
        **values,
    )
    if in_use:
        lifecycle.hint(tx, int(task["site_id"]))
        exceptions.raise_for_task(
            tx, task, Raised("container_in_use", "recount", {"container": change.code})
        )


def as_json(value: Any) -> str:
    """Compact JSON for a column."""
    return json.dumps(value, separators=(",", ":"))
