"""Taking an upload further: each thing tried without a trace, or applied, a second at a time.

The run's row says how far it is, in the transaction that takes it further.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from typing import Any

from pickface.channels.applying import HOLD_S, REST_S
from pickface.channels.bringer import CREATED, UNCHANGED, Bringer, Where, Wrong
from pickface.channels.bringing import wrong_of
from pickface.channels.reading import Row
from pickface.channels.table import problem_of
from pickface.channels.waiting import Waiting
from pickface.db import Tx, command
from pickface.errors import Conflict, PickfaceError

SLICE_S = 1.2
"""How long one request goes on; then it tells how far it is."""
AT_ONCE, SLOW_AT_ONCE = 100, 10
Things = Sequence[tuple[Sequence[Row], Any]]
"""Lines, and the form they make or what is wrong with them."""


class NotReadyToApply(Conflict):
    """The file must be checked before it is applied, or is applied already; ``state``."""

    code = "import_not_ready"


class _OnlyTried(Exception):
    """Carries what was seen out of a transaction that leaves no trace."""

    def __init__(self, seen: list[str | Wrong]) -> None:
        super().__init__()
        self.seen = seen


def go_on(run: Mapping[str, Any], bringer: Bringer, where: Where, waiting: Waiting) -> bool:
    """Try or apply the next things of a run for a second or so; whether it is through."""
    tries, done = run["state"] == "checking", run["done"]
    until = time.monotonic() + SLICE_S
    while done < run["total"] and time.monotonic() < until:
        lines = list(waiting.things(done, SLOW_AT_ONCE if bringer.slow else AT_ONCE))
        things = [(rows, _built(bringer, rows, where)) for rows in lines]
        while things:
            seen = _piece(run["id"], bringer, where, things, done, tries=tries)
            wrong = [
                (one, rows)
                for one, (rows, _) in zip(seen, things, strict=False)
                if isinstance(one, Wrong)
            ]
            waiting.note(problem_of(one, rows) for one, rows in wrong)
            things = things[len(seen) :]
            done += len(seen)
            time.sleep(REST_S)
    if done < run["total"]:
        return False
    _end(run["id"], tries=tries)
    return True


def _built(bringer: Bringer, lines: Sequence[Row], where: Where) -> Any:
    """The form, or what is wrong with the lines."""
    try:
        return bringer.build(lines, where)
    except Wrong as wrong:
        return wrong


def _piece(
    run_id: int, bringer: Bringer, where: Where, things: Things, done: int, *, tries: bool
) -> list[str | Wrong]:
    """One transaction of things; what became of each. Of a try nothing stays but how far it is."""
    if not tries:
        return command(lambda tx: _apply(tx, run_id, bringer, where, things, done))
    seen: list[str | Wrong] = []
    try:
        command(lambda tx: _try(tx, bringer, where, things))
    except _OnlyTried as tried:
        seen = tried.seen
    command(lambda tx: _advance(tx, run_id, "checking", done, seen))
    return seen


def _try(tx: Tx, bringer: Bringer, where: Where, things: Things) -> None:
    raise _OnlyTried(_each(tx, bringer, where, things))


def _apply(
    tx: Tx, run_id: int, bringer: Bringer, where: Where, things: Things, done: int
) -> list[str | Wrong]:
    seen = _each(tx, bringer, where, things)
    _advance(tx, run_id, "applying", done, seen)
    return seen


def _each(tx: Tx, bringer: Bringer, where: Where, things: Things) -> list[str | Wrong]:
    started = time.perf_counter()
    seen: list[str | Wrong] = []
    for lines, made in things:
        seen.append(made if isinstance(made, Wrong) else _one(tx, bringer, where, lines, made))
        if time.perf_counter() - started > HOLD_S:
            break
    return seen


def _one(tx: Tx, bringer: Bringer, where: Where, lines: Sequence[Row], made: Any) -> str | Wrong:
    try:
        with tx.savepoint():
            return bringer.apply(tx, where, made)
    except PickfaceError as error:
        return wrong_of(error, lines)


def _advance(tx: Tx, run_id: int, state: str, done: int, seen: Sequence[str | Wrong]) -> None:
    """Say how far it is; whoever comes second finds that somebody was there, and leaves no trace."""
    moved = tx.run(
        "UPDATE import_run SET done = done + :more, created = created + :created, unchanged = unchanged + :unchanged, "
        "left_out = left_out + :wrong WHERE id = :id AND state = :state AND done = :done",
        id=run_id,
        state=state,
        done=done,
        more=len(seen),
        created=sum(one == CREATED for one in seen),
        unchanged=sum(one == UNCHANGED for one in seen),
        wrong=sum(isinstance(one, Wrong) for one in seen),
    )
    if not moved:
        raise NotReadyToApply("somebody else takes this file further", state=state)


def _end(run_id: int, *, tries: bool) -> None:
    """The next state, once."""
    command(
        lambda tx: tx.run(
            "UPDATE import_run SET state = :new, finished_at = :at WHERE id = :id AND state = :old",
            id=run_id,
            old="checking" if tries else "applying",
            new="checked" if tries else "applied",
            at=None if tries else tx.now,
        )
    )
