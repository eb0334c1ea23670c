"""What needs a supervisor: raising it, and closing what explains itself."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from pickface.db import Row, Tx
from pickface.tasks import lifecycle
from pickface.tasks.workflow import Raised

if TYPE_CHECKING:
    from pickface.stock.ledger import Cause

ACTIONS = {
    "set_aside": ["book", "reject", "recount"],
    "superseded": ["reject"],
    "short": ["recount", "book"],
    "found": ["recount", "book"],
    "damaged": ["recount", "book"],
    "blocked": ["book", "recount"],
    "count_difference": ["book", "recount"],
    "count_unknown": ["book", "recount"],
    "count_provisional": ["approve", "recount"],
    "count_approval": ["approve", "recount"],
    "adjustment_approval": ["approve", "reject"],
    "delivery_short": ["await", "cancel"],
    "receipt_short": ["await", "cancel"],
    "no_scan": ["consent", "refuse"],
    "stray": ["book", "recount"],
}
"""What a supervisor may do about each kind: only a scan that was set aside can be booked or rejected, and not
once what it moved has been counted.

For the others ``book`` means that it was taken note of; what names a bin can have it counted.
"""


def actions(kind: str) -> list[str]:
    """The actions that make sense for a kind of exception."""
    return ACTIONS.get(kind, ["book"])


def raise_exception(tx: Tx, cause: Cause, raised: Raised) -> int:
    """Record an exception that an event gave rise to; answers its id."""
    return _insert(tx, cause.site_id, cause.id, cause.task_id, cause.person_id, raised)


def raise_for_task(tx: Tx, task: Row, raised: Raised, event_id: str | None = None) -> int:
    """Record an exception about a task."""
    return _insert(tx, task["site_id"], event_id, task["id"], task["person_id"], raised)


def _insert(
    tx: Tx,
    site_id: int,
    event_id: str | None,
    task_id: int | None,
    person_id: int | None,
    raised: Raised,
) -> int:
    exception_id = tx.insert(
        "exception",
        site_id=site_id,
        kind=raised.kind,
        state="open",
        event_id=event_id,
        task_id=task_id,
        person_id=person_id,
        item_id=raised.item_id,
        place_id=raised.place_id,
        order_id=raised.order_id,
        params=json.dumps(dict(raised.params)),
        proposed=raised.proposed,
        created_at=tx.now,
    )
    lifecycle.hint(tx, site_id, exceptions=[exception_id])
    return exception_id


def recall(tx: Tx, exception: Row, raised: Raised) -> None:
    """It has happened again: the open exception says so, instead of a further one."""
    tx.run(
        "UPDATE exception SET params = :params WHERE id = :id",
        params=json.dumps(dict(raised.params)),
        id=exception["id"],
    )
    lifecycle.hint(tx, int(exception["site_id"]), exceptions=[int(exception["id"])])


def close(tx: Tx, exception: Row, resolution: str, person_id: int | None, note: str = "") -> None:
    """Mark an exception as resolved."""
    tx.run(
        "UPDATE exception SET state = 'resolved', resolution = :resolution, resolved_at = :now, "
        "resolved_by = :person, note = :note WHERE id = :id AND state = 'open'",
        resolution=resolution,
        now=tx.now,
        person=person_id,
        note=note,
        id=exception["id"],
    )
    lifecycle.hint(tx, int(exception["site_id"]), exceptions=[int(exception["id"])])


def close_found(tx: Tx, find_move_id: str) -> None:
    """A late event explained a find: its exception closes itself (LAWS 19)."""
    found = tx.all(
        "SELECT e.id, e.site_id, e.params FROM exception e JOIN move m ON m.id = :move AND m.cause = e.event_id "
        "WHERE e.kind = 'found' AND e.state = 'open'",
        move=find_move_id,
    )
    for exception in found:
        if json.loads(exception["params"]).get("move") == find_move_id:
            close(tx, exception, "explained", None)


def settle(
    tx: Tx,
    task: Row,
    raised: Raised,
    named_by: tuple[str, ...],
    keep: bool,
    event_id: str | None = None,
) -> None:
    """Raise an exception, tell its new numbers, or (not ``keep``) close it: of what some of its params name
    (``named_by``) and its item there is one open exception.
    """
    there = standing(tx, task["site_id"], raised, named_by)
    if there is None:
        if keep:
            raise_for_task(tx, task, raised, event_id)
    elif keep:
        recall(tx, there, raised)
    else:
        close(tx, there, "settled", task["person_id"])


def standing(tx: Tx, site_id: int, raised: Raised, named_by: tuple[str, ...]) -> Row | None:
    """The open exception of a kind and item with the same values of the params ``named_by``."""
    found = tx.all(
        "SELECT id, site_id, params FROM exception WHERE kind = :kind AND state = 'open' AND site_id = :site "
        "AND COALESCE(item_id, 0) = :item ORDER BY id",
        kind=raised.kind,
        site=site_id,
        item=raised.item_id or 0,
    )
    names = [raised.params.get(name) for name in named_by]
    return next(
        (one for one in found if [json.loads(one["params"]).get(name) for name in named_by] == names),
        None,
    )  # fmt: skip
