"""Bringing staged things in, in pieces so small that scans do not notice (LAWS 9)."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import TypeVar

from pickface.db import Tx, command

T = TypeVar("T")

HOLD_S = 0.025
"""After this the writer is given back. One more thing may still be written, so that the law's 50 ms hold."""
REST_S = 0.005
"""How long the writer is left to others between two pieces, also to those of another process."""
AHEAD = 200


def apply_in_pieces(
    things: Iterable[T],
    apply: Callable[[Tx, T], Callable[[], None]],
    note_piece: Callable[[float], None],
    advance: Callable[[int], None],
) -> None:
    """Apply each thing once, several in a transaction as long as it stays short.

    ``apply`` answers what to note once its transaction is committed; it may run again if the database asks for another
    try, so it notes nothing itself. ``note_piece`` hears how long the writer was held, ``advance`` how many are done.
    """
    for batch in _batches(iter(things)):
        done = 0
        while done < len(batch):
            notes, seconds = command(lambda tx, rest=batch[done:]: _piece(tx, rest, apply))  # type: ignore[misc]
            for note in notes:
                note()
            done += len(notes)
            note_piece(seconds)
            advance(len(notes))
            time.sleep(REST_S)


def _piece(
    tx: Tx, things: list[T], apply: Callable[[Tx, T], Callable[[], None]]
) -> tuple[list[Callable[[], None]], float]:
    started = time.perf_counter()
    notes = []
    for thing in things:
        notes.append(apply(tx, thing))
        if time.perf_counter() - started > HOLD_S:
            break
    return notes, time.perf_counter() - started


def _batches(things: Iterator[T]) -> Iterator[list[T]]:
    while batch := list(islice(things, AHEAD)):
        yield batch
