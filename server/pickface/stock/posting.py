"""Moves on their way into the books: balances in the order of their keys, then the stock levels, then the moves.

A pick from a bin into a tote, with its own pin, is five statements: its reservation, the bin, the tote, the stock
level, the move. Only where the bin cannot simply give the units does :meth:`Posting._give_way` decide what yields.
PostgreSQL first locks the stock level (see ``locks``), which is a sixth; balances follow in the order of their keys.

Balances that fall to nothing stay when they are plain bin rows (one per item and bin, soon needed again); those of a
lot or a container are deleted, since every lot and carton would leave one behind for ever.
"""

from __future__ import annotations

from collections.abc import Sequence

from pickface.db import Row, Tx
from pickface.stock import keeping, letting_go, on_hand, promise_book
from pickface.stock.finding import (
    check_serial,
    explained_finds,
    find_for,
    keeps_promises,
    place_of,
)
from pickface.stock.keeping import NOTHING_TAKEN, Taken
from pickface.stock.levels import Levels
from pickface.stock.move_book import MoveBook
from pickface.stock.moves import (
    ARRIVALS,
    AT_BALANCE,
    EXPLAINED,
    FIND,
    Astray,
    BalanceKey,
    Carried,
    Cause,
    NewMove,
    Posted,
    UndoTooLate,
)
from pickface.stock.promises import key_of
from pickface.stock.rolling import roll
from pickface.stock.shortfall import shortfall


class Posting:
    """What one deed changes. With ``may_find`` False units that are not there are not found: UndoTooLate is raised."""

    def __init__(
        self, tx: Tx, cause: Cause, may_find: bool = True, posted: Posted | None = None
    ) -> None:
        self._tx = tx
        self._cause = cause
        self._may_find = may_find
        self._posted = posted or Posted()
        self._levels = Levels()
        self._book = MoveBook(cause)
        self._lifted: list[tuple[Row, int, BalanceKey, BalanceKey]] = []
        self._held: list[tuple[BalanceKey, int]] = []
        self._emptied: list[BalanceKey] = []
        self._serials: list[BalanceKey] = []

    def post(self, moves: Sequence[NewMove]) -> Posted:
        """Consume promises, then change balances in key order, then the stock levels, then write the moves."""
        taken = [
            NOTHING_TAKEN if move.reverses else keeping.take(self._tx, move.check())
            for move in moves
        ]
        ends = [(move.origin, i, False) for i, move in enumerate(moves)]
        ends += [(move.goal, i, True) for i, move in enumerate(moves)]
        for _, i, arrives in sorted(ends):
            if arrives:
                self._arrive(i, moves[i])
            else:
                self._leave(i, moves[i], taken[i])
        for key in self._serials:
            check_serial(self._tx, key)
        self._lay_down()
        self._posted.loosened.extend(self._levels.settle(self._tx))
        for key in self._emptied:
            on_hand.forget_empty(self._tx, key)
        notes = [
            move.reservation_id if move.reverses else of_it.reservation_id
            for move, of_it in zip(moves, taken, strict=True)
        ]
        self._book.write(self._tx, moves, notes, self._posted)
        return self._posted

    def count(self, key: BalanceKey, balance: Row | None) -> None:
        """Somebody counted: nothing is held any more, finds are closed, and the balance knows when."""
        if balance is None:
            on_hand.put_on(self._tx, key, 0, None)
        elif balance["unreservable"]:
            promise_book.hold(self._tx, key, -balance["unreservable"])
            self._levels.note(key, balance, unreservable=-balance["unreservable"])
        on_hand.note_counted(self._tx, key, self._cause.happened_at or self._tx.now)

    def roll(
        self, content: Sequence[Row], inside: str, code: str, place_id: int, kind: str
    ) -> None:
        """Whole balances go along with their containers; levels that then promise too much are settled by ``post``."""
        rolled = roll(self._tx, content, inside, code, place_id, self._cause, kind)
        self._posted.move_ids.extend(rolled.move_ids)
        self._posted.carried.extend(rolled.carried)
        self._levels.take_over(rolled.over)

    def pick_all_up(
        self,
        content: Sequence[Row],
        place: Row,
        place_id: int,
        kind: str,
        into: str | None = None,
    ) -> list[NewMove]:
        """The moves by which whole balances go, in their containers or (``into``) out of them, as ``pick_up``."""
        moves = []
        for balance in content:
            key = key_of(balance)
            move = NewMove(
                kind, key.item_id, balance["qty"], key.place_id, place_id, key.lot_id, key.owner_id,
                from_container=key.container, weight_g=balance["weight_g"],
                to_container="" if place["virtual"] else key.container if into is None else into,
            )  # fmt: skip
            self.pick_up(move, balance, place)
            moves.append(move)
        return moves

    def pick_up(self, move: NewMove, balance: Row, place: Row) -> None:
        """All of a balance is about to go: its pins and holds go along, or are released."""
        if balance["pinned"]:
            goal = move.goal if keeps_promises(place) else None
            self._yield_pins(move.origin, balance, balance["pinned"], goal)
        if balance["unreservable"]:
            self._unhold(move.origin, balance, balance["unreservable"])
            if not place["virtual"]:
                self._held.append((move.goal, balance["unreservable"]))

    def take_along(self, moves: Sequence[NewMove]) -> None:
        """Before moves that bring containers back: pins and holds on what is in them go along, as they came."""
        for move in moves:
            if move.from_container and move.from_container == move.to_container:
                balance = self._tx.one(
                    f"SELECT * FROM balance WHERE {AT_BALANCE}", **move.origin.bound
                )
                if balance and balance["qty"] == move.qty and not balance["virtual"]:
                    self.pick_up(move, balance, place_of(self._tx, move.to_place_id))

    def turn(self, key: BalanceKey, balance: Row) -> None:
        """A balance becomes pickable or ceases to be; then its pins are released."""
        if balance["pickable"]:
            self._yield_pins(key, balance, balance["pinned"], None)
        sign = -1 if balance["pickable"] else 1
        pinned = 0 if balance["pickable"] else balance["pinned"]
        on_hand.turn(self._tx, key)
        change = self._levels.at(key, balance["site_id"])
        change["pickable"] += sign * balance["qty"]
        change["reserved"] += sign * pinned
        change["unreservable"] += sign * balance["unreservable"]

    def _leave(self, i: int, move: NewMove, taken: Taken) -> None:
        key = move.origin
        found = move.qty if move.kind == EXPLAINED else 0
        row = on_hand.take_off(self._tx, key, move.qty, taken.pinned, move.weight_g, found)
        if row is None:
            self._give_way(i, move, taken)
            row = on_hand.take_off(self._tx, key, move.qty, taken.pinned, move.weight_g, found)
        if row is None:
            # A virtual place that has never seen these goods: it begins below zero.
            weight_g = None if move.weight_g is None else -move.weight_g
            row = on_hand.put_on(self._tx, key, -move.qty, weight_g)
        self._book.border.left(move, row)
        self._levels.note(key, row, on_hand=-move.qty, reserved=-taken.pinned)
        if taken.reserved:
            self._levels.at(key, row["site_id"])["reserved"] -= taken.reserved
        if row["qty"] == 0 and not row["virtual"] and (key.lot_id or key.container):
            self._emptied.append(key)

    def _arrive(self, i: int, move: NewMove) -> None:
        key = move.goal
        found = move.qty if move.kind == FIND else 0
        row = on_hand.put_on(self._tx, key, move.qty, move.weight_g, found, move.origin)
        self._book.border.reached(move, row)
        self._levels.note(key, row, on_hand=move.qty)
        if row["tracking"] == "serial" and not row["virtual"]:
            # Looked at when every end is booked: goods may arrive in a lower key before they leave a higher one.
            self._serials.append(key)
        if row["found"] > 0 and not move.reverses and move.kind != FIND:
            self._explain(i, move, row)
        if row["found_elsewhere"] > 0 and not move.reverses and move.kind != FIND:
            self._explain_elsewhere(i, move)
        if row["recalled"] and not move.reverses:
            self._note_astray(move, bool(row["virtual"]))

    def _note_astray(self, move: NewMove, left: bool) -> None:
        """Goods of a recalled lot that lie in a bin are frozen; what comes in, or is on its way, must be told of."""
        into = move.to_container not in {"", move.from_container}
        came = move.kind in ARRIVALS and not left
        if into or came or (left and move.order_line_id is not None):
            self._posted.astray.append(
                Astray(
                    move.item_id, move.lot_id, move.qty, move.to_place_id, move.to_container, came
                )
            )

    def _give_way(self, i: int, move: NewMove, taken: Taken) -> None:
        """The balance cannot simply give the units: holds and the pins of others yield, what is missing is found."""
        key = move.origin
        balance = self._tx.one(
            f"SELECT site_id, virtual, pickable, qty, pinned, unreservable FROM balance WHERE {AT_BALANCE}"
            + self._tx.for_update,
            **key.bound,
        )
        if (balance or place_of(self._tx, key.place_id))["virtual"]:
            return  # It never had these goods, or somebody else's first ones came in between.
        have = balance or {"qty": 0, "pinned": 0, "unreservable": 0}
        yields = shortfall(
            have["qty"], have["pinned"], have["unreservable"], move.qty, taken.pinned
        )
        if yields.find:
            self._find(i, move, yields.find)
        if balance and yields.held:
            self._unhold(key, balance, yields.held)
        if balance and yields.pins:
            for_a_line = move.order_line_id is not None or move.reservation_id is not None
            along = not for_a_line and keeps_promises(place_of(self._tx, move.to_place_id))
            self._yield_pins(key, balance, yields.pins, move.goal if along else None)

    def _yield_pins(
        self, key: BalanceKey, balance: Row, units: int, goal: BalanceKey | None
    ) -> None:
        """Take pins off a balance: to put them down at ``goal`` after the goods, or for good."""
        if goal:
            for pin, part in keeping.lift(self._tx, key, units):
                self._lifted.append((pin, part, key, goal))
        else:
            self._posted.loosened.extend(letting_go.loosen_pins(self._tx, key, units))
        self._levels.note(key, balance, reserved=-units)

    def _unhold(self, key: BalanceKey, balance: Row, units: int) -> None:
        promise_book.hold(self._tx, key, -units)
        self._levels.note(key, balance, unreservable=-units)

    def _find(self, i: int, move: NewMove, units: int) -> None:
        if not self._may_find:
            raise UndoTooLate("the goods went on", item=move.item_id, place=move.from_place_id)
        find = find_for(self._tx, move, units)
        self._leave(i, find, NOTHING_TAKEN)
        self._arrive(i, find)
        self._book.needed(i, find)

    def _explain(self, i: int, move: NewMove, row: Row) -> None:
        """Goods arrived where some were found: as far as they are the ones that were found, take the find back."""
        for back, left in explained_finds(
            self._tx, move, self._cause, row["found"], row["counted_at"]
        ):
            self._leave(i, back, NOTHING_TAKEN)
            self._arrive(i, back)
            self._book.explained(i, back, left)

    def _explain_elsewhere(self, i: int, move: NewMove) -> None:
        """The same for a container that has moved since units were found in it."""
        rest = move.qty
        for row in on_hand.found_elsewhere(self._tx, move.goal):
            at = key_of(row)
            for back, left in explained_finds(
                self._tx, move, self._cause, min(rest, row["found"]), row["counted_at"], at
            ):
                rest -= back.qty
                self._leave(i, back, NOTHING_TAKEN)
                self._arrive(i, back)
                self._book.explained(i, back, left)
                on_hand.explained(self._tx, at, back.qty)

    def _lay_down(self) -> None:
        """Pins and holds that went along are put down where the goods are now."""
        for pin, units, origin, goal in self._lifted:
            reservation_id = keeping.lay(self._tx, pin, units, goal)
            if reservation_id is None:
                self._posted.loosened.append(letting_go.let_go(self._tx, pin, units))
                continue
            self._levels.note(goal, self._balance(goal), reserved=units)
            self._posted.carried.append(
                Carried(reservation_id, pin["order_line_id"], units, pin["task_id"], origin, goal)
            )
        for key, units in self._held:
            promise_book.hold(self._tx, key, units)
            self._levels.note(key, self._balance(key), unreservable=units)

    def _balance(self, key: BalanceKey) -> Row:
        return self._tx.certain(f"SELECT * FROM balance WHERE {AT_BALANCE}", **key.bound)
