"""Containers move with all that is in them, are put into each other, and are emptied.

A balance names its place, so that what lies at a place is one index's answer; the rows of all that is in a container
are therefore rewritten when it moves, together (``rolling``).
"""

from __future__ import annotations

from pickface.db import Tx
from pickface.stock import containers, taken_whole
from pickface.stock.finding import keeps_promises, place_of
from pickface.stock.locks import lock_levels, lock_levels_of
from pickface.stock.moves import Cause, Posted
from pickface.stock.posting import Posting
from pickface.stock.rolling import PICKABLE, ROLLS

_OF_CONTAINER = "SELECT item_id, owner_id, site_id FROM balance WHERE container = :code"


def move_container(
    tx: Tx, code: str, to_place_id: int, cause: Cause, kind: str = "move", parent: str = ""
) -> Posted:
    """Move a container and everything in it, however deep; it then stands in ``parent``, or by itself.

    Pins and holds go along, except out of the house or into quarantine. What leaves the house leaves its container in
    the books. Raises NotFound for an unknown plate or place.
    """
    containers.lock(tx, code, containers.WHOLE, parent)
    posted = _carry(tx, code, containers.WHOLE, to_place_id, cause, kind)
    what = "nested" if parent else "moved"
    containers.stand(tx, code, containers.WHOLE, to_place_id, cause, what=what, parent=parent)
    return posted


def take_whole(tx: Tx, code: str, to_place_id: int, order_id: int | None, cause: Cause) -> Posted:
    """An order takes a container with everything in it: what is pinned for the task is taken, the rest comes along.

    The container is the order's from now on. Nothing is done with one that the task has taken before.
    """
    if tx.for_update:
        containers.lock(tx, code, containers.WHOLE, "")
    lock_levels_of(tx, _OF_CONTAINER, code=code)
    rows = taken_whole.content(tx, code, to_place_id)
    if rows and (rows[0]["of_task"], rows[0]["state"]) == (cause.task_id, "open"):
        return Posted()
    if rows and taken_whole.is_plain(rows, cause.task_id):
        posted = taken_whole.take_plain(tx, rows, code, to_place_id, cause)
    else:
        moves = taken_whole.moves_of(rows, code, to_place_id, cause)
        posted = Posting(tx, cause).post(moves)
        _carry(tx, code, containers.WHOLE, to_place_id, cause, "move", posted)
        containers.stand(
            tx, code, containers.CONTENT, to_place_id, cause, what="moved", parent=code
        )
    containers.take_for(tx, code, to_place_id, order_id, cause)
    return posted


def nest_container(tx: Tx, code: str, into: str, cause: Cause) -> Posted:
    """Put a container into or onto another one, where that stands; an empty one comes to where the first one is.

    Raises ContainerCycle where ``into`` stands in it, NotFound.
    """
    if tx.for_update:
        # Two who put containers into each other must not both see that there is no circle yet.
        tx.run(
            "SELECT 1 FROM site WHERE id = (SELECT site_id FROM container WHERE code = :code) FOR NO KEY UPDATE",
            code=into,
        )
    if containers.stands_in(tx, into, code):
        raise containers.ContainerCycle("it would stand in itself", container=code, into=into)
    containers.lock(tx, into, containers.WHOLE, code)
    return move_container(tx, code, bring_empty(tx, into, code, cause), cause, parent=into)


def bring_empty(tx: Tx, into: str, code: str, cause: Cause) -> int:
    """Where a container stands that takes something in: an empty one was fetched to where ``code`` stands."""
    place = "SELECT place_id FROM container WHERE code = :code"
    here, there = tx.value(place, code=code), tx.value(place, code=into)
    if here is not None and here != there and containers.is_empty(tx, into):
        containers.stand(tx, into, containers.WHOLE, here, cause, what="moved")
        there = here
    return int(there or 0)


def empty_container(
    tx: Tx, code: str, to_place_id: int, cause: Cause, into: str = "", kind: str = "move"
) -> Posted:
    """Take everything out of a container: its goods lie loose at a place or in another container, and what stood in
    it stands there. Pins and holds go along. Raises NotFound, ContainerCycle.
    """
    if into and containers.stands_in(tx, into, code):
        raise containers.ContainerCycle(
            "it would be emptied into itself", container=code, into=into
        )
    containers.lock(tx, code, containers.CONTENT, into)
    posted = _carry(tx, code, containers.CONTENT, to_place_id, cause, kind)
    containers.stand(
        tx, code, containers.CONTENT, to_place_id, cause,
        what="nested" if into else "moved", parent=into,
    )  # fmt: skip
    content = tx.all(
        "SELECT * FROM balance WHERE container = :code AND virtual = 0 AND qty > 0"
        " ORDER BY item_id, lot_id, place_id, owner_id" + tx.for_update,
        code=code,
    )
    lock_levels(tx, cause.site_id, ((row["item_id"], row["owner_id"]) for row in content))
    loose = Posting(tx, cause, may_find=False, posted=posted)
    loose.post(loose.pick_all_up(content, place_of(tx, to_place_id), to_place_id, kind, into=into))
    containers.emptied(tx, code, "merged" if into else "emptied", cause, other=into)
    if into:
        containers.note(tx, into, "filled", cause, other=code)
    return posted


def _carry(  # noqa: PLR0917 - what goes where, and what it is added to
    tx: Tx,
    code: str,
    top: str,
    to_place_id: int,
    cause: Cause,
    kind: str,
    posted: Posted | None = None,
) -> Posted:
    """The goods of containers go to a place with them: most rows are rewritten together, the rest is posted."""
    place, inside = place_of(tx, to_place_id), containers.inside(top)
    lock_levels_of(
        tx,
        f"SELECT item_id, owner_id, site_id FROM balance WHERE container IN {inside}",
        code=code,
    )
    content = tx.all(
        f"SELECT b.*, {PICKABLE.format(lot_id='b.lot_id')} AS there, CASE WHEN b.site_id = p.site_id AND {ROLLS}"
        " THEN 1 ELSE 0 END AS rolls FROM balance b JOIN place p ON p.id = :place_id"
        f" WHERE b.container IN {inside} AND b.virtual = 0 AND b.qty > 0 AND b.place_id <> :place_id"
        " ORDER BY b.item_id, b.lot_id, b.place_id, b.container, b.owner_id"
        + (tx.for_update and " FOR UPDATE OF b"),
        code=code,
        place_id=to_place_id,
        came_from=tx.value("SELECT place_id FROM container WHERE code = :code", code=code),
    )
    pinned = any(balance["pinned"] for balance in content)
    together = not place["virtual"] and (keeps_promises(place) or not pinned)
    rolling = [balance for balance in content if together and balance["rolls"]]
    posting = Posting(tx, cause, may_find=False, posted=posted)
    if rolling:
        posting.roll(rolling, inside, code, to_place_id, kind)
    left = [balance for balance in content if not (together and balance["rolls"])]
    return posting.post(posting.pick_all_up(left, place, to_place_id, kind))
