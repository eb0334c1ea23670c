"""Work that is carried changes hands: who may simply go on, who has to count first, and what comes too late.

The lease number rises in one transaction with the booking of what was counted (LAWS 13), not when the counting begins:
an event of the old device is then either among what the count was compared with, or it is superseded; and whoever
scanned a colleague's tote by mistake, or whose handheld dies while counting, has changed nothing.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from pickface.db import Row, Tx
from pickface.errors import Conflict
from pickface.scans.barcodes import by_form, normal_key, parse
from pickface.tasks import exceptions, lifecycle, titles
from pickface.tasks.workflow import Raised, World

if TYPE_CHECKING:
    from pickface.stock.moves import Cause

_OF_CONTAINER = """
SELECT t.*, p.name AS person FROM container c JOIN task t ON t.id = c.task_id LEFT JOIN person p ON p.id = t.person_id
WHERE c.code = :code AND c.code <> '' AND c.state = 'open' AND t.site_id = :site
AND t.state IN ('offered', 'begun', 'parked', 'held')
"""
_WITHOUT_CONTAINER = """
SELECT t.*, p.name AS person FROM task t JOIN person p ON p.id = t.person_id
WHERE t.person_id = :person AND t.site_id = :site AND t.kind IN ({kinds}) AND t.state IN ('offered', 'begun')
AND t.stream IS NULL AND NOT EXISTS (SELECT 1 FROM container c WHERE c.task_id = t.id)
AND NOT EXISTS (SELECT 1 FROM container c WHERE c.code = :code AND c.state <> 'empty') ORDER BY t.id
"""
_IS_OF = (
    "SELECT 1 WHERE EXISTS (SELECT 1 FROM shift WHERE stream = :stream AND device_id = :device) "
    "OR EXISTS (SELECT 1 FROM stream WHERE id = :stream AND device_id = :device)"
)
_SIGNED_IN_ELSEWHERE = (
    "SELECT 1 FROM shift WHERE person_id = :person AND device_id <> :device AND ended_at IS NULL "
    "AND started_at > :since"
)
LONGEST_SHIFT_MS = 16 * 3_600_000
"""Nobody works longer, a double shift with its breaks included: a shift that began before and never ended was
forgotten, and its device is in nobody's hands."""


class BegunElsewhere(Conflict):
    """The work in this container was begun by another person or on another device; ``person`` is None for one's own."""

    code = "begun_elsewhere"


class OnHold(Conflict):
    """A supervisor has stopped the work in this container."""

    code = "on_hold"


def carried_with(tx: Tx, world: World, code: str, person_id: int, site_id: int) -> Row | None:
    """The carried work that a container belongs to, as far as anybody knows.

    A tote that the books do not know may hold what a dead handheld picked without a network: it is then of the one
    task that this person has and that no container belongs to yet.
    """
    task = tx.one(_OF_CONTAINER + (tx.for_update and " FOR UPDATE OF t"), code=code, site=site_id)
    if task is not None:
        return task if world.workflows[task["kind"]].carried else None
    if "container" not in (by_form(parse(code)) or {}):
        return None
    kinds = [
        f"'{kind}'"
        for kind, workflow in world.workflows.items()
        if workflow.carried and workflow.roles
    ]
    own = tx.all(
        _WITHOUT_CONTAINER.format(kinds=", ".join(kinds)), person=person_id, site=site_id, code=code
    )
    return own[0] if len(own) == 1 else None


def refuse_elsewhere(
    tx: Tx, world: World, code: str, person_id: int, site_id: int, device_id: str | None
) -> None:
    """Raise :class:`BegunElsewhere` if another device has begun its work, :class:`OnHold` if it is held."""
    task = carried_with(tx, world, code, person_id, site_id)
    if task is None or task["state"] == "parked":
        return
    if task["state"] == "held":
        raise OnHold("a supervisor has stopped this work", **titles.shown(task["title"]))
    own = task["person_id"] == person_id
    here = task["stream"] is None or is_of(tx, task["stream"], device_id)
    known = tx.value("SELECT task_id FROM container WHERE code = :code", code=code) == task["id"]
    if own and here and (known or not _elsewhere(tx, person_id, device_id)):
        return
    raise BegunElsewhere(
        "the work in this container was begun elsewhere",
        code=code,
        **titles.shown(task["title"]),
        person=None if own else task["person"],
    )


def is_of(tx: Tx, stream: str, device_id: str | None) -> bool:
    """Whether a stream was made on this device."""
    return bool(tx.value(_IS_OF, stream=stream, device=device_id or ""))


def same_device(tx: Tx, stream: str, other: str) -> bool:
    """Whether two streams are of one device: after a fork it goes on in a new one (LAWS 2)."""
    return bool(
        tx.value(
            "SELECT 1 FROM stream a JOIN stream b ON b.device_id = a.device_id WHERE a.id = :one AND b.id = :other",
            one=stream,
            other=other,
        )
    )


def _elsewhere(tx: Tx, person_id: int, device_id: str | None) -> bool:
    since = tx.now - LONGEST_SHIFT_MS
    found = tx.value(_SIGNED_IN_ELSEWHERE, person=person_id, device=device_id or "", since=since)
    return found is not None


def take_up_parked(tx: Tx, task: Row, person_id: int) -> None:
    """Go on with a parked cart: all of it is booked, so nothing has to be counted again."""
    progress = json.loads(task["progress"])
    progress.pop("parked", None)
    lifecycle.hand_over(tx, task, person_id, None, progress=json.dumps(progress))


def park(tx: Tx, task: Row, said: str | None) -> None:
    """The cart stands still: anybody who is allowed may scan it and go on. ``said`` is where it stands, if told."""
    values = {"parked_at": tx.now, "parked_place": normal_key(said or "")[:40]}
    if task["state"] == "held":
        names = ", ".join(f"{name} = :{name}" for name in values)
        tx.run(f"UPDATE task SET {names} WHERE id = :id", id=task["id"], **values)
        return
    state = task if task["state"] == "begun" else {**task, "state": "begun"}
    lifecycle.change_state(tx, state, "parked", begun_at=task["begun_at"] or tx.now, **values)


def counted_since(task: Row, body: Mapping[str, Any]) -> bool:
    """Whether the containers were counted after this event's lease: then that count has booked what it moved."""
    lease = body.get("lease") or 0
    # A live scan carries the newest lease, and is spared the reading of the facts.
    if lease >= task["lease_number"]:
        return False
    return bool(lease < json.loads(task["facts"]).get("counted_lease", 0))


def raise_superseded(
    tx: Tx, task: Row, body: Mapping[str, Any], cause: Cause, code: str = "superseded"
) -> None:
    """Tell a supervisor of scans that came after their work had changed hands: one exception per task, which counts.

    Where the container was counted at the hand-over, that count has booked what they moved: they can only be rejected.
    ``code`` is another reason that holds nobody up, as that the task has ended.
    """
    kind = "superseded" if counted_since(task, body) else "set_aside"
    for open_one in tx.all(
        "SELECT * FROM exception WHERE site_id = :site AND task_id = :task AND kind = :kind AND state = 'open' "
        "ORDER BY id",
        site=task["site_id"],
        task=task["id"],
        kind=kind,
    ):
        params = json.loads(open_one["params"])
        if (
            params.get("code") == code
            and "scans" in params
            and open_one["person_id"] == cause.person_id
        ):
            again = {**params, "scans": params["scans"] + 1}
            exceptions.recall(tx, open_one, Raised(kind, "reject", again))
            return
    params = {"code": code, "scans": 1}
    exceptions.raise_exception(tx, cause, Raised(kind, "reject", params, order_id=task["order_id"]))
