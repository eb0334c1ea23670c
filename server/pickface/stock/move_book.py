"""Moves as they are written down: finds before the moves that needed them, explanations behind; the ledger's own."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import fields

from pickface.db import Tx
from pickface.ids import uuid7
from pickface.stock.border import Border
from pickface.stock.moves import EXPLAINED, FIND, Cause, Find, NewMove, Posted, Reversal

_MOVE = """
INSERT INTO move (id, site_id, at, kind, item_id, lot_id, owner_id, qty, weight_g, from_place_id, from_container,
    to_place_id, to_container, cause, person_id, task_id, order_line_id, purchase_order_line_id,
    reservation_id, reverses)
VALUES (:id, :site_id, :at, :kind, :item_id, :lot_id, :owner_id, :qty, :weight_g, :from_place_id, :from_container,
    :to_place_id, :to_container, :cause, :person_id, :task_id, :order_line_id, :purchase_order_line_id,
    :reservation_id, :reverses)
"""
_FIELDS = tuple(field.name for field in fields(NewMove))


class MoveBook:
    """The moves of one posting, those among them that it found out itself, and what they are for their cost."""

    def __init__(self, cause: Cause) -> None:
        self.border = Border()
        self._cause = cause
        self._finds: dict[int, list[NewMove]] = defaultdict(list)
        self._explained: dict[int, list[NewMove]] = defaultdict(list)
        self._left: dict[str, int] = {}

    def needed(self, i: int, find: NewMove) -> None:
        """The ``i``-th move could only be booked with units that were found."""
        self._finds[i].append(find)

    def explained(self, i: int, back: NewMove, left: int) -> None:
        """The ``i``-th move takes back a find, of which ``left`` units stay open."""
        self._explained[i].append(back)
        self._left[str(back.reverses)] = left

    def write(
        self, tx: Tx, moves: Sequence[NewMove], notes: Sequence[int | None], posted: Posted
    ) -> None:
        """Write the moves in the order in which they make sense, each with the reservation that notes it."""
        for i, (move, reservation_id) in enumerate(zip(moves, notes, strict=True)):
            for find in self._finds.get(i, ()):
                self._insert(tx, find, None, posted)
            posted.move_ids.append(self._insert(tx, move, reservation_id, posted))
            for back in self._explained.get(i, ()):
                self._insert(tx, back, None, posted)
        if not self._cause.costed:
            self.border.book(tx, self._cause)

    def _insert(self, tx: Tx, move: NewMove, reservation_id: int | None, posted: Posted) -> str:
        move_id = uuid7()
        said = {name: getattr(move, name) for name in _FIELDS}
        said["reservation_id"] = reservation_id
        tx.run(
            _MOVE,
            id=move_id,
            site_id=self._cause.site_id,
            at=tx.now,
            cause=self._cause.id,
            person_id=self._cause.person_id,
            task_id=self._cause.task_id,
            **said,
        )
        self.border.written(move_id, move)
        if move.kind == FIND:
            found = Find(
                move.to_place_id, move.item_id, move.lot_id, move.qty, move_id,
                move.to_container, move.owner_id,
            )  # fmt: skip
            posted.finds.append(found)
        if move.kind == EXPLAINED and move.reverses:
            left = self._left.get(move.reverses, 0)
            posted.reversed.append(Reversal(move.reverses, move_id, move.qty, left))
        return move_id
