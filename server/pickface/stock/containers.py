"""Where containers stand, and what stands in or on what: the only writer of their places and parents.

A container has one place. What stands on another container names it as its ``parent`` and has the place of the
outermost one, written down in its own row: who asks where a tote is reads one row, and moving a pallet rewrites the
rows of what is on it in one statement, however deep they stand. What was done is kept, with what was before, so that
it can be told and taken back exactly.
"""

from __future__ import annotations

from typing import Any

from pickface.db import Row, Tx
from pickface.errors import Conflict, NotFound
from pickface.stock.moves import Cause, UndoTooLate

WHOLE = "code = :code"
"""A container with all that is in it."""
CONTENT = "parent = :code AND parent <> ''"
"""What stands in it, without itself."""


class ContainerCycle(Conflict):
    """A container would stand in itself: what it is to be put on stands in it."""

    code = "container_cycle"


def inside(top: str = WHOLE) -> str:
    """A subquery: the plates of ``top`` and of all that stands in it, of whatever depth; binds ``code``."""
    return (
        f"(WITH RECURSIVE inside (code) AS (SELECT code FROM container WHERE {top} AND code <> ''"
        " UNION SELECT c.code FROM container c JOIN inside i ON c.parent = i.code AND c.parent <> '')"
        " SELECT code FROM inside)"
    )


_STAND = """
UPDATE container SET place_id = :place_id, changed_at = :now,
    parent = CASE WHEN {top} THEN :parent ELSE parent END,
    site_id = COALESCE((SELECT p.site_id FROM place p WHERE p.id = :place_id AND p.site_id > 0), site_id)
WHERE code IN {inside}
"""
# The event's own goods are back by then: these were put into it, or onto it, where it stood in between.
_ASTRAY = f"""
SELECT 1 FROM balance WHERE container IN {inside()} AND virtual = 0 AND qty > 0 AND place_id <> :place_id LIMIT 1
"""
_NOTE = """
INSERT INTO container_event (at, code, what, other, person_id, cause, place_before, place_after, parent_before,
    parent_after, state_before, state_after, weight_before, weight_after, order_before)
SELECT :now, code, :what, :other, :person_id, :cause, place_id, {place}, parent, {parent}, state, {state},
    weight_g, {weight}, order_id FROM container WHERE {top} AND code <> ''
"""


def lock(tx: Tx, code: str, top: str, parent: str) -> None:
    """Lock what is about to move and what it will stand on, by plate, so that nobody waits in a circle.

    Raises NotFound where there is no such container.
    """
    known = f"SELECT code FROM container WHERE {WHOLE} AND code <> ''" + tx.for_update
    if tx.value(known, code=code) is None:
        raise NotFound("no such container", container=code)
    if tx.for_update:
        tx.run(
            f"SELECT code FROM container WHERE code = :parent OR code IN {inside(top)} ORDER BY code FOR UPDATE",
            code=code,
            parent=parent or code,
        )


def stand(
    tx: Tx, code: str, top: str, place_id: int, cause: Cause, *, what: str, parent: str = ""
) -> None:
    """Let containers stand somewhere else with all that is in them."""
    note(tx, code, what, cause, top=top, place_id=place_id, parent=parent)
    tx.run(
        _STAND.format(top=top, inside=inside(top)),
        code=code,
        place_id=place_id,
        parent=parent,
        now=tx.now,
    )


def note(  # noqa: PLR0913 - an event has that many sides
    tx: Tx,
    code: str,
    what: str,
    cause: Cause,
    *,
    top: str = WHOLE,
    other: str = "",
    place_id: int | None = None,
    parent: str | None = None,
    state: str | None = None,
    weight_g: int | None = None,
) -> None:
    """Write down what is about to happen to containers; what is not named stays."""
    after = {"place": place_id, "parent": parent, "state": state, "weight": weight_g}
    was = {"place": "place_id", "parent": "parent", "state": "state", "weight": "weight_g"}
    marks = {
        name: was[name] if value is None else _typed(name, f":{name}_after")
        for name, value in after.items()
    }
    named = {f"{name}_after": value for name, value in after.items() if value is not None}
    tx.run(
        _NOTE.format(top=top, **marks),
        code=code,
        what=what,
        other=other,
        person_id=cause.person_id,
        cause=cause.id,
        now=tx.now,
        **named,
    )


def _typed(name: str, mark: str) -> str:
    """PostgreSQL wants to know what a parameter in a list of columns is."""
    kind = {"place": "BIGINT", "weight": "INTEGER"}.get(name, "VARCHAR(40)")
    return f"CAST({mark} AS {kind})"


def emptied(tx: Tx, code: str, what: str, cause: Cause, other: str = "") -> None:
    """All that was in a container has gone: it is nobody's."""
    note(tx, code, what, cause, other=other, state="empty", weight_g=0)
    tx.run(
        "UPDATE container SET state = 'empty', task_id = NULL, order_id = NULL, weight_g = 0, changed_at = :now"
        " WHERE code = :code",
        code=code,
        now=tx.now,
    )


def follow(tx: Tx, code: str, cause: Cause) -> None:
    """The books were set right about what is in a container, and nobody handled it.

    With something in it it is no empty one any more, which the next person would fill; with nothing, and not at work,
    it is one.
    """
    if not code:
        return
    if is_empty(tx, code):
        if tx.value("SELECT 1 FROM container WHERE code = :code AND state = 'closed'", code=code):
            emptied(tx, code, "emptied", cause)
        return
    tx.run(
        "UPDATE container SET state = 'closed', changed_at = :now WHERE code = :code AND state = 'empty'",
        code=code,
        now=tx.now,
    )


def take_for(tx: Tx, code: str, place_id: int, order_id: int | None, cause: Cause) -> None:
    """An order took a container with all that is in it: it stands here by itself, and is its task's from now on."""
    note(tx, code, "taken", cause, place_id=place_id, parent="", state="open")
    tx.run(
        "UPDATE container SET place_id = :place, parent = '', state = 'open', task_id = :task, order_id = :order,"
        " changed_at = :now WHERE code = :code",
        place=place_id,
        task=cause.task_id,
        order=order_id,
        now=tx.now,
        code=code,
    )


def take_off(tx: Tx, code: str) -> None:
    """A container has left what it stood on."""
    tx.run("UPDATE container SET parent = '' WHERE code = :code AND parent <> ''", code=code)


def weighed(tx: Tx, code: str, weight_g: int, cause: Cause) -> None:
    """Somebody has put a container on the scales. Raises NotFound."""
    note(tx, code, "weighed", cause, weight_g=weight_g)
    if not tx.run(
        "UPDATE container SET weight_g = :weight, changed_at = :now WHERE code = :code AND code <> ''",
        code=code,
        weight=weight_g,
        now=tx.now,
    ):
        raise NotFound("no such container", container=code)


def stands_in(tx: Tx, code: str, other: str) -> bool:
    """Whether ``code`` is ``other``, or stands in it."""
    return bool(tx.value(f"SELECT 1 WHERE :inner IN {inside()}", inner=code, code=other))


def is_empty(tx: Tx, code: str) -> bool:
    """Whether nothing is in a container: no goods, and no other container."""
    return not tx.value(
        "SELECT 1 WHERE EXISTS (SELECT 1 FROM balance WHERE container = :code AND virtual = 0 AND qty > 0)"
        " OR EXISTS (SELECT 1 FROM container WHERE parent = :code AND parent <> '')",
        code=code,
    )


def done_by(tx: Tx, event_id: str) -> list[Row]:
    """What an event did with containers and was not undone, the last first."""
    return tx.all(
        "SELECT e.* FROM container_event e WHERE e.cause = :cause AND e.what <> 'undone' ORDER BY e.id DESC",
        cause=event_id,
    )


def give_back(tx: Tx, done: list[Row], cause: Cause) -> None:
    """Let containers stand again where an event found them. Raises UndoTooLate where one went on since."""
    for event in done:
        code = event["code"]
        now = tx.one("SELECT * FROM container WHERE code = :code" + tx.for_update, code=code)
        if now is None or any(now[name] != value for name, value in _left(event).items()):
            raise UndoTooLate("the container went on", container=code)
        _check_parent(tx, event)
        _restore(tx, event, cause)


def _left(event: Row) -> dict[str, Any]:
    """How an event left its container; of the state and the weight only where they were what changed."""
    left = {"place_id": event["place_after"], "parent": event["parent_after"]}
    if event["state_before"] != event["state_after"]:
        left["state"] = event["state_after"]
    if event["weight_before"] != event["weight_after"]:
        left["weight_g"] = event["weight_after"]
    return left


def _check_parent(tx: Tx, event: Row) -> None:
    parent = event["parent_before"]
    if not parent or parent == event["parent_after"]:
        return
    place = tx.value(
        "SELECT place_id FROM container WHERE code = :code" + tx.for_update, code=parent
    )
    if place != event["place_before"] or stands_in(tx, parent, event["code"]):
        raise UndoTooLate("what it stood on went on", container=parent)


def _restore(tx: Tx, event: Row, cause: Cause) -> None:
    code, other, place, parent = (
        event["code"], event["other"], event["place_before"], event["parent_before"],
    )  # fmt: skip
    changed = {
        name: event[f"{name}_before"]
        for name in ("state", "weight")
        if event[f"{name}_before"] != event[f"{name}_after"]
    }
    note(
        tx, code, "undone", cause, other=other, place_id=place, parent=parent,
        state=changed.get("state"), weight_g=changed.get("weight"),
    )  # fmt: skip
    stand_in = _STAND.format(top=WHOLE, inside=inside())
    tx.run(stand_in, code=code, place_id=place, parent=parent, now=tx.now)
    if tx.value(_ASTRAY, code=code, place_id=place):
        raise UndoTooLate("it got more since", container=code)
    if changed:
        tx.run(
            "UPDATE container SET weight_g = :weight, state = :state,"
            " order_id = CASE WHEN :emptied = 1 THEN CAST(:order AS BIGINT) ELSE order_id END WHERE code = :code",
            code=code,
            weight=event["weight_before"],
            state=event["state_before"],
            emptied=int("state" in changed),
            order=event["order_before"],
        )
