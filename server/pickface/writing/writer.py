"""What the writers of both databases have in common."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from typing import Protocol

from pickface.writing.tx import T, Work

Turn = Callable[[], AbstractContextManager[None]]
"""What a writer waits for before a transaction, where another process has the writer (``turns.py``)."""


class Writer(Protocol):
    """The one way to write."""

    def run(self, work: Work[T]) -> T:
        """Run ``work`` in a transaction, commit, publish, and answer its result; what it raises is raised here."""
        ...

    def run_each(self, works: Sequence[Work[T]]) -> list[T]:
        """Run several works in order; each must keep its own errors inside (the door's savepoints do)."""
        ...

    def heeded(self, heed: Callable[[], None]) -> None:
        """Call ``heed`` behind each commit from now on; it may only make a sign, for the next commit waits for it."""
        ...

    def close(self) -> None:
        """Finish what waits and stop."""
        ...
