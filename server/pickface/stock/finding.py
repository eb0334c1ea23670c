"""What may be found, where it comes from, and which finds goods explain that arrive; reads only (LAWS 19)."""

from __future__ import annotations

from typing import Any

from pickface.db import Row, Tx
from pickface.errors import NotFound
from pickface.stock.moves import (
    EXPLAINED,
    FIND,
    BalanceKey,
    Cause,
    NewMove,
    NotFindable,
    SerialConflict,
)

_OPEN_FINDS = """
SELECT f.id, f.at, f.qty - COALESCE((SELECT SUM(r.qty) FROM move r WHERE r.reverses = f.id), 0) AS qty
FROM move f WHERE f.kind = 'find' AND f.item_id = :item_id AND f.lot_id = :lot_id AND f.to_place_id = :place_id
  AND f.to_container = :container AND f.owner_id = :owner_id AND f.at >= :since ORDER BY f.id
"""


def lost_and_found(tx: Tx, place_id: int) -> int:
    """The lost-and-found place of the site that a place belongs to."""
    found = tx.value(
        "SELECT l.id FROM place l JOIN place p ON p.site_id = l.site_id"
        " WHERE p.id = :place_id AND l.kind = 'lost_found' ORDER BY l.id LIMIT 1",
        place_id=place_id,
    )
    if found is None:
        raise NotFound("the place has no lost-and-found", place=place_id)
    return int(found)


def place_of(tx: Tx, place_id: int) -> dict[str, Any]:
    """A place's ``virtual`` and ``kind``."""
    place = tx.one("SELECT virtual, kind FROM place WHERE id = :id", id=place_id)
    if place is None:
        raise NotFound("no such place", place=place_id)
    return dict(place)


def keeps_promises(place: Row) -> bool:
    """Whether goods that go there can still be picked for the line that they are pinned to."""
    return not place["virtual"] and place["kind"] != "quarantine"


def find_for(tx: Tx, move: NewMove, units: int) -> NewMove:
    """The move that books units which are plainly there although the books do not have them.

    Raises SerialConflict for serials, which are somewhere else, and NotFindable for goods of another owner.
    """
    item = tx.one("SELECT owner_id, tracking FROM item WHERE id = :id", id=move.item_id)
    if item is None:
        raise NotFound("no such item", item=move.item_id)
    if item["tracking"] == "serial":
        raise SerialConflict("the serial is not there", item=move.item_id, lot=move.lot_id)
    if item["owner_id"] != move.owner_id:
        raise NotFindable("goods of another owner", item=move.item_id, owner=move.owner_id)
    return NewMove(
        FIND, move.item_id, units, lost_and_found(tx, move.from_place_id), move.from_place_id,
        move.lot_id, move.owner_id, to_container=move.from_container,
    )  # fmt: skip


def explained_finds(
    tx: Tx, move: NewMove, cause: Cause, found: int, counted_at: int, at: BalanceKey | None = None
) -> list[tuple[NewMove, int]]:
    """The moves that take back what arriving goods explain, oldest find first, and what stays open of each find.

    ``at`` is where they were found, if their container has moved since.
    """
    lost_found = lost_and_found(tx, move.to_place_id)
    if move.from_place_id == lost_found:
        return []
    key, rest = move.goal, min(move.qty, found)
    explained = []
    for find in tx.all(_OPEN_FINDS, **(at or key).bound, since=counted_at):
        units = min(rest, int(find["qty"]))
        too_new = cause.happened_at is not None and cause.happened_at > find["at"]
        if units <= 0 or too_new:
            continue
        rest -= units
        back = NewMove(
            EXPLAINED, key.item_id, units, key.place_id, lost_found, key.lot_id, key.owner_id,
            from_container=key.container, reverses=find["id"],
        )  # fmt: skip
        explained.append((back, int(find["qty"]) - units))
    return explained


def check_serial(tx: Tx, key: BalanceKey) -> None:
    """Raise SerialConflict when a serial number is in the house more than once."""
    there = tx.value(
        "SELECT SUM(qty) FROM balance"
        " WHERE item_id = :item_id AND lot_id = :lot_id AND lot_id <> 0 AND virtual = 0",
        item_id=key.item_id,
        lot_id=key.lot_id,
    )
    if (there or 0) > 1:
        raise SerialConflict("the serial is somewhere already", item=key.item_id, lot=key.lot_id)
