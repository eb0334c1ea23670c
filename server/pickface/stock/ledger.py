"""The ledger: the only writer of moves and of what is on hand.

A move across the border of what the house owns is written into the cost book as well (``cost_book``), in the same
transaction; one inside the house costs nothing there.

A pick from a bin into a tote, with its own pin, is five statements: its reservation, the bin, the tote, the stock
level, the move. Only where the bin cannot simply give the units does :meth:`Posting._give_way` decide what yields.
PostgreSQL first locks the stock level (see ``locks``), which is a sixth; balances follow in the order of their keys.

Balances that fall to nothing stay when they are plain bin rows (one per item and bin, soon needed again); those of a
lot or a container are deleted, since every lot and carton would leave one behind for ever.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import fields

from pickface.db import Row, Tx
from pickface.errors import BadRequest, NotFound
from pickface.ids import uuid7
from pickface.stock import containers, reservations
from pickface.stock.cost_book import Border
from pickface.stock.finding import (
    check_serial,
    explained_finds,
    find_for,
    keeps_promises,
    lost_and_found,
    place_of,
)
from pickface.stock.locks import LEVEL, lock_levels, lock_levels_of
from pickface.stock.moves import (
    ARRIVALS,
    AT_BALANCE,
    EXPLAINED,
    FIND,
    RECALL,
    UNDO,
    Astray,
    BalanceKey,
    Carried,
    Cause,
    Find,
    Loosened,
    NewMove,
    NotEnough,
    NotFindable,
    Posted,
    Reversal,
    SerialConflict,
    UndoTooLate,
)
from pickface.stock.promises import key_of
from pickface.stock.reservations import NOTHING_TAKEN, Taken
from pickface.stock.rolling import PICKABLE, roll
from pickface.stock.shortfall import shortfall
from pickface.stock.undo import check_still_there, compensation, containers_to_return

__all__ = [
    "BalanceKey", "Carried", "Cause", "Find", "Loosened", "NewMove", "NotEnough", "NotFindable", "Posted",
    "Reversal", "SerialConflict", "UndoTooLate", "adjust", "post_moves", "reconsider", "remember_times",
    "reverse_moves",
]  # fmt: skip

_DEBIT = f"""
UPDATE balance SET qty = qty - :qty, pinned = pinned - :own,
    found = CASE WHEN found < :found THEN 0 ELSE found - :found END,
    weight_g = COALESCE(weight_g - CAST(:weight_g AS BIGINT), - CAST(:weight_g AS BIGINT), weight_g)
WHERE {AT_BALANCE}
  AND (virtual = 1 OR (pinned >= :own AND qty - :qty >= pinned - :own + unreservable))
RETURNING site_id, virtual, pickable, qty, pinned, unreservable, found
"""
_CREDIT = f"""
INSERT INTO balance (item_id, lot_id, place_id, container, owner_id, site_id, virtual, pickable,
    qty, found, weight_g, first_in_at)
SELECT :item_id, :lot_id, p.id, :container, :owner_id, p.site_id, p.virtual, {PICKABLE.format(lot_id=":lot_id")},
    :qty, :found, CAST(:weight_g AS BIGINT),
    COALESCE((SELECT NULLIF(f.first_in_at, 0) FROM balance f WHERE f.item_id = :item_id AND f.lot_id = :lot_id
        AND f.place_id = :came_from AND f.container = :came_in AND f.owner_id = :owner_id AND f.virtual = 0), :now)
FROM place p WHERE p.id = :place_id
ON CONFLICT (item_id, lot_id, place_id, container, owner_id) DO UPDATE SET
    qty = balance.qty + excluded.qty, found = balance.found + excluded.found,
    weight_g = COALESCE(balance.weight_g + excluded.weight_g, excluded.weight_g, balance.weight_g),
    first_in_at = CASE WHEN balance.qty > 0 AND balance.first_in_at <= excluded.first_in_at
        THEN balance.first_in_at ELSE excluded.first_in_at END
RETURNING site_id, virtual, pickable, qty, found, counted_at,
    (SELECT i.tracking FROM item i WHERE i.id = :item_id) AS tracking,
    EXISTS (SELECT 1 FROM lot l JOIN lot up ON up.id = l.parent_id WHERE l.id = :lot_id
        AND (l.recalled_at IS NOT NULL OR up.recalled_at IS NOT NULL)) AS recalled
"""
_SETTLE = f"""
UPDATE stock_level SET on_hand = on_hand + :on_hand, pickable = pickable + :pickable,
    reserved = reserved + :reserved, unreservable = unreservable + :unreservable
WHERE {LEVEL} AND pickable + :pickable >= reserved + :reserved + unreservable + :unreservable
"""
_MOVE = """
INSERT INTO move (id, site_id, at, kind, item_id, lot_id, owner_id, qty, weight_g, from_place_id, from_container,
    to_place_id, to_container, cause, person_id, task_id, order_line_id, purchase_order_line_id,
    reservation_id, reverses)
VALUES (:id, :site_id, :at, :kind, :item_id, :lot_id, :owner_id, :qty, :weight_g, :from_place_id, :from_container,
    :to_place_id, :to_container, :cause, :person_id, :task_id, :order_line_id, :purchase_order_line_id,
    :reservation_id, :reverses)
"""
_OF_LOT = (
    "b.item_id = (SELECT item_id FROM lot WHERE id = :id) AND b.lot_id IN (SELECT l.id FROM lot l"
    " WHERE l.item_id = b.item_id AND (l.id = :id OR l.parent_id = :id))"
)
_MOVE_FIELDS = tuple(field.name for field in fields(NewMove))


def post_moves(tx: Tx, moves: Sequence[NewMove], cause: Cause) -> Posted:
    """Book moves: all of them or, by raising, none that the caller's savepoint keeps.

    Storage that lacks units is helped from lost-and-found (a find); promises that no longer hold are released.
    Raises SerialConflict, NotFindable, NotFound (no such place), BadRequest (no units, or nowhere to go).
    """
    lock_levels(tx, cause.site_id, ((move.item_id, move.owner_id) for move in moves))
    return Posting(tx, cause).post(moves)


def remember_times(tx: Tx, key: BalanceKey, **times: int) -> None:
    """Let a balance that was laid out of another installation's books know when its goods came and were counted."""
    changes = ", ".join(f"{name} = :{name}" for name in times)
    tx.run(f"UPDATE balance SET {changes} WHERE {AT_BALANCE}", **key.bound, **times)


def reverse_moves(tx: Tx, event_id: str, cause: Cause) -> Posted:
    """Undo: bring back what the moves of an event moved, and pin it to its order lines again.

    Raises UndoTooLate when the goods are not where the event left them, a count came after it, or it is an undo.
    """
    lock_levels_of(
        tx, "SELECT item_id, owner_id, site_id FROM move WHERE cause = :cause", cause=event_id
    )
    booked = tx.all(
        "SELECT m.*, COALESCE((SELECT SUM(r.qty) FROM move r WHERE r.reverses = m.id), 0) AS undone"
        " FROM move m WHERE m.cause = :cause ORDER BY m.id DESC",
        cause=event_id,
    )
    if any(move["kind"] in {UNDO, RECALL} for move in booked):
        raise UndoTooLate("an undo is not undone", event=event_id)
    back = [(move, int(move["qty"] - move["undone"])) for move in booked]
    back = [(move, qty) for move, qty in back if qty]
    moves = [compensation(move, qty) for move, qty in back]
    check_still_there(tx, min((move["at"] for move, _ in back), default=0), moves)
    returning = containers_to_return(tx, moves)
    done = containers.done_by(tx, event_id)
    posting = Posting(tx, cause, may_find=False)
    posting.take_along(moves)
    posted = posting.post(moves)
    containers.give_back(tx, done, cause)
    if not done:
        for code, place_id in sorted(returning.items()):
            containers.stand(tx, code, containers.WHOLE, place_id, cause, what="undone")
    for (move, qty), undone in zip(back, moves, strict=True):
        if move["reservation_id"] is not None:
            reservations.give_back(tx, move["reservation_id"], undone.goal, qty)
    return posted


def adjust(  # noqa: PLR0913 - a balance has five names
    tx: Tx,
    *,
    item_id: int,
    place_id: int,
    cause: Cause,
    lot_id: int = 0,
    container: str = "",
    owner_id: int = 1,
    counted_qty: int | None = None,
    delta: int | None = None,
    kind: str = "count",
) -> Posted:
    """Settle a balance with lost-and-found: to what was counted, or by ``delta`` units.

    A count is the last word: it lets go of what was held for it and closes the finds there. Raises NotEnough when a
    delta takes more than the books have.
    """
    if (counted_qty is None) == (delta is None) or (counted_qty or 0) < 0:
        raise BadRequest("either counted_qty (0 or more) or delta", field="qty")
    lock_levels(tx, cause.site_id, [(item_id, owner_id)])
    key = BalanceKey(item_id, lot_id, place_id, container, owner_id)
    posting = Posting(tx, cause, may_find=False)
    balance = tx.one(
        f"SELECT site_id, virtual, pickable, qty, unreservable FROM balance WHERE {AT_BALANCE}"
        + tx.for_update,
        **key.bound,
    )
    there = balance["qty"] if balance else 0
    if counted_qty is not None:
        posting.count(key, balance)
        delta = counted_qty - there
    elif there + (delta or 0) < 0:
        raise NotEnough("the books have fewer", qty=-(delta or 0), there=there)
    if not delta:
        return posting.post([])
    lost_found = lost_and_found(tx, place_id)
    more = NewMove(
        kind, item_id, abs(delta), lost_found, place_id, lot_id, owner_id, to_container=container
    )
    fewer = NewMove(
        kind, item_id, abs(delta), place_id, lost_found, lot_id, owner_id, from_container=container
    )
    return posting.post([more if delta > 0 else fewer])


def reconsider(
    tx: Tx, cause: Cause, *, lot_id: int | None = None, place_id: int | None = None
) -> Posted:
    """After a lot was recalled, or a place became pickable or ceased to be: count its balances accordingly.

    A lot includes the serials under it. Moves nothing; promises that no longer hold are released.
    """
    which = _OF_LOT if lot_id else "b.place_id = :id"
    lock_levels_of(
        tx,
        f"SELECT b.item_id, b.owner_id, b.site_id FROM balance b WHERE {which}",
        id=lot_id or place_id,
    )
    posting = Posting(tx, cause)
    changed = tx.all(
        f"SELECT b.* FROM balance b JOIN place p ON p.id = b.place_id WHERE {which}"
        f" AND b.virtual = 0 AND b.pickable <> {PICKABLE.format(lot_id='b.lot_id')}"
        " ORDER BY b.item_id, b.lot_id, b.place_id, b.container, b.owner_id"
        + (tx.for_update and " FOR UPDATE OF b"),
        id=lot_id or place_id,
    )
    for balance in changed:
        posting.turn(key_of(balance), balance)
    return posting.post([])


class Posting:
    """One transaction's changes on their way into balances, stock levels and moves."""

    def __init__(
        self, tx: Tx, cause: Cause, may_find: bool = True, posted: Posted | None = None
    ) -> None:
        self._tx = tx
        self._cause = cause
        self._may_find = may_find
        self._posted = posted or Posted()
        self._levels: dict[tuple[int, int, int], dict[str, int]] = defaultdict(
            lambda: {"on_hand": 0, "pickable": 0, "reserved": 0, "unreservable": 0}
        )
        self._finds: dict[int, list[NewMove]] = defaultdict(list)
        self._explained: dict[int, list[NewMove]] = defaultdict(list)
        self._left: dict[str, int] = {}
        self._lifted: list[tuple[Row, int, BalanceKey, BalanceKey]] = []
        self._held: list[tuple[BalanceKey, int]] = []
        self._emptied: list[BalanceKey] = []
        self._serials: list[BalanceKey] = []
        self._border = Border()

    def post(self, moves: Sequence[NewMove]) -> Posted:
        """Consume promises, then change balances in key order, then the stock levels, then write the moves."""
        taken = [
            NOTHING_TAKEN if move.reverses else reservations.take(self._tx, move.check())
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
        self._settle()
        self._clear()
        self._write(moves, taken)
        if not self._cause.costed:
            self._border.book(self._tx, self._cause)
        return self._posted

    def count(self, key: BalanceKey, balance: Row | None) -> None:
        """Somebody counted: nothing is held any more, finds are closed, and the balance knows when."""
        if balance is None:
            self._credit(key, 0, None)
        elif balance["unreservable"]:
            reservations.hold(self._tx, key, -balance["unreservable"])
            self._shift(key, balance, unreservable=-balance["unreservable"])
        self._tx.run(
            f"UPDATE balance SET found = 0, counted_at = :now, looked_at = :looked WHERE {AT_BALANCE}",
            **key.bound,
            now=self._tx.now,
            looked=self._cause.happened_at or self._tx.now,
        )

    def roll(
        self, content: Sequence[Row], inside: str, code: str, place_id: int, kind: str
    ) -> None:
        """Whole balances go along with their containers; levels that then promise too much are settled by ``post``."""
        rolled = roll(self._tx, content, inside, code, place_id, self._cause, kind)
        self._posted.move_ids.extend(rolled.move_ids)
        self._posted.carried.extend(rolled.carried)
        self._levels.update(rolled.over)

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
        self._tx.run(f"UPDATE balance SET pickable = 1 - pickable WHERE {AT_BALANCE}", **key.bound)
        change = self._levels[key.item_id, key.owner_id, balance["site_id"]]
        change["pickable"] += sign * balance["qty"]
        change["reserved"] += sign * pinned
        change["unreservable"] += sign * balance["unreservable"]

    def _leave(self, i: int, move: NewMove, taken: Taken) -> None:
        key = move.origin
        found = move.qty if move.kind == EXPLAINED else 0
        row = self._debit(key, move.qty, taken.pinned, move.weight_g, found)
        if row is None:
            self._give_way(i, move, taken)
            row = self._debit(key, move.qty, taken.pinned, move.weight_g, found)
        if row is None:
            # A virtual place that has never seen these goods: it begins below zero.
            weight_g = None if move.weight_g is None else -move.weight_g
            row = self._credit(key, -move.qty, weight_g)
        self._border.left(move, row)
        self._shift(key, row, on_hand=-move.qty, reserved=-taken.pinned)
        if taken.reserved:
            self._levels[key.item_id, key.owner_id, row["site_id"]]["reserved"] -= taken.reserved
        if row["qty"] == 0 and not row["virtual"] and (key.lot_id or key.container):
            self._emptied.append(key)

    def _arrive(self, i: int, move: NewMove) -> None:
        key = move.goal
        row = self._credit(
            key, move.qty, move.weight_g, move.qty if move.kind == FIND else 0, move.origin
        )
        self._border.reached(move, row)
        self._shift(key, row, on_hand=move.qty)
        if row["tracking"] == "serial" and not row["virtual"]:
            # Looked at when every end is booked: goods may arrive in a lower key before they leave a higher one.
            self._serials.append(key)
        if row["found"] > 0 and not move.reverses and move.kind != FIND:
            self._explain(i, move, row)
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

    def _debit(
        self, key: BalanceKey, qty: int, own: int, weight_g: int | None, found: int
    ) -> Row | None:
        """Take units off a balance that can give them without hurting anybody; None if it cannot."""
        return self._tx.one(_DEBIT, **key.bound, qty=qty, own=own, weight_g=weight_g, found=found)

    def _credit(
        self,
        key: BalanceKey,
        qty: int,
        weight_g: int | None,
        found: int = 0,
        origin: BalanceKey | None = None,
    ) -> Row:
        """Put units on a balance; they keep the day on which they came into the house."""
        came = origin or key
        row = self._tx.one(
            _CREDIT,
            **key.bound,
            qty=qty,
            weight_g=weight_g,
            found=found,
            came_from=came.place_id,
            came_in=came.container,
            now=self._tx.now,
        )
        if row is None:
            raise NotFound("no such place", place=key.place_id)
        return row

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
            for pin, part in reservations.lift(self._tx, key, units):
                self._lifted.append((pin, part, key, goal))
        else:
            self._posted.loosened.extend(reservations.loosen_pins(self._tx, key, units))
        self._shift(key, balance, reserved=-units)

    def _unhold(self, key: BalanceKey, balance: Row, units: int) -> None:
        reservations.hold(self._tx, key, -units)
        self._shift(key, balance, unreservable=-units)

    def _find(self, i: int, move: NewMove, units: int) -> None:
        if not self._may_find:
            raise UndoTooLate("the goods went on", item=move.item_id, place=move.from_place_id)
        find = find_for(self._tx, move, units)
        self._leave(i, find, NOTHING_TAKEN)
        self._arrive(i, find)
        self._finds[i].append(find)

    def _explain(self, i: int, move: NewMove, row: Row) -> None:
        """Goods arrived where some were found: as far as they are the ones that were found, take the find back."""
        for back, left in explained_finds(
            self._tx, move, self._cause, row["found"], row["counted_at"]
        ):
            self._leave(i, back, NOTHING_TAKEN)
            self._arrive(i, back)
            self._explained[i].append(back)
            self._left[str(back.reverses)] = left

    def _shift(
        self, key: BalanceKey, row: Row, on_hand: int = 0, reserved: int = 0, unreservable: int = 0
    ) -> None:
        """Note what a balance's change means for the stock level of its site."""
        if row["virtual"]:
            return
        change = self._levels[key.item_id, key.owner_id, row["site_id"]]
        change["on_hand"] += on_hand
        if row["pickable"]:
            change["pickable"] += on_hand
            change["reserved"] += reserved
            change["unreservable"] += unreservable

    def _lay_down(self) -> None:
        """Pins and holds that went along are put down where the goods are now."""
        for pin, units, origin, goal in self._lifted:
            reservation_id = reservations.lay(self._tx, pin, units, goal)
            if reservation_id is None:
                self._posted.loosened.append(reservations.let_go(self._tx, pin, units))
                continue
            self._shift(goal, self._balance(goal), reserved=units)
            self._posted.carried.append(
                Carried(reservation_id, pin["order_line_id"], units, pin["task_id"], origin, goal)
            )
        for key, units in self._held:
            reservations.hold(self._tx, key, units)
            self._shift(key, self._balance(key), unreservable=units)

    def _balance(self, key: BalanceKey) -> Row:
        row = self._tx.one(f"SELECT * FROM balance WHERE {AT_BALANCE}", **key.bound)
        if row is None:
            raise NotFound("no such balance", place=key.place_id)
        return row

    def _settle(self) -> None:
        for (item_id, owner_id, site_id), change in sorted(self._levels.items()):
            level = {"item_id": item_id, "owner_id": owner_id, "site_id": site_id}
            if any(change.values()) and not self._tx.run(_SETTLE, **level, **change):
                self._make_room(level, change)
                self._tx.run(_SETTLE, **level, **change)

    def _make_room(self, level: dict[str, int], change: dict[str, int]) -> None:
        """The first goods of their kind, or more is promised than stays: release the latest promises."""
        self._tx.run(
            "INSERT INTO stock_level (item_id, owner_id, site_id) VALUES (:item_id, :owner_id, :site_id)"
            " ON CONFLICT DO NOTHING",
            **level,
        )
        over = self._tx.value(
            f"SELECT reserved + unreservable - pickable FROM stock_level WHERE {LEVEL}"
            + self._tx.for_update,
            **level,
        )
        over += change["reserved"] + change["unreservable"] - change["pickable"]
        if over > 0:
            loosened = reservations.loosen_promises(self._tx, level, over)
            change["reserved"] -= sum(each.qty for each in loosened)
            self._posted.loosened.extend(loosened)

    def _clear(self) -> None:
        for key in self._emptied:
            self._tx.run(
                f"DELETE FROM balance WHERE {AT_BALANCE} AND qty = 0 AND pinned = 0 AND unreservable = 0"
                " AND found = 0 AND COALESCE(weight_g, 0) = 0",
                **key.bound,
            )

    def _write(self, moves: Sequence[NewMove], taken: Sequence[Taken]) -> None:
        """Write the moves in the order in which they make sense: finds before, explanations after."""
        for i, move in enumerate(moves):
            for find in self._finds.get(i, ()):
                self._insert(find, None)
            noted = move.reservation_id if move.reverses else taken[i].reservation_id
            self._posted.move_ids.append(self._insert(move, noted))
            for back in self._explained.get(i, ()):
                self._insert(back, None)

    def _insert(self, move: NewMove, reservation_id: int | None) -> str:
        move_id = uuid7()
        said = {name: getattr(move, name) for name in _MOVE_FIELDS}
        said["reservation_id"] = reservation_id
        self._tx.run(
            _MOVE,
            id=move_id,
            site_id=self._cause.site_id,
            at=self._tx.now,
            cause=self._cause.id,
            person_id=self._cause.person_id,
            task_id=self._cause.task_id,
            **said,
        )
        self._border.written(move_id, move)
        if move.kind == FIND:
            found = Find(
                move.to_place_id, move.item_id, move.lot_id, move.qty, move_id,
                move.to_container, move.owner_id,
            )  # fmt: skip
            self._posted.finds.append(found)
        if move.kind == EXPLAINED and move.reverses:
            left = self._left.get(move.reverses, 0)
            self._posted.reversed.append(Reversal(move.reverses, move_id, move.qty, left))
        return move_id
