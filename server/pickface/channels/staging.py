"""Where an import's lines wait, sorted by what they belong to, until the whole file is read: a file, not memory."""

from __future__ import annotations

import json
import sqlite3
import tempfile
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from types import TracebackType
from typing import Self

from pickface.channels.reading import Row

_KEEP_AT_ONCE = 5_000


class Staging:
    """Lines by key; deleted when it is left. Nothing in it is worth keeping, so it is never flushed to disk."""

    def __init__(self, folder: Path) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix=".staging-", dir=folder)
        self._database = sqlite3.connect(
            Path(self._folder.name) / "lines.sqlite3", isolation_level=None
        )
        self._waiting: list[tuple[str, int, str]] = []

    def __enter__(self) -> Self:
        self._database.execute("PRAGMA journal_mode = OFF")
        self._database.execute("PRAGMA synchronous = OFF")
        self._database.execute("CREATE TABLE first (line INTEGER PRIMARY KEY, key TEXT UNIQUE)")
        self._database.execute(
            "CREATE TABLE staged (key TEXT, line INTEGER, cells TEXT, PRIMARY KEY (key, line)) "
            "WITHOUT ROWID"
        )
        self._database.execute("BEGIN")
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._database.close()
        self._folder.cleanup()

    def add(self, key: str, row: Row) -> None:
        """Keep a line under its key."""
        self._waiting.append((key, row.line, json.dumps(row.cells)))
        if len(self._waiting) >= _KEEP_AT_ONCE:
            self._write()

    def count(self) -> int:
        """How many keys there are."""
        self._write()
        return int(self._database.execute("SELECT count(*) FROM first").fetchone()[0])

    def groups(self) -> Iterator[tuple[str, list[Row]]]:
        """Each key with its lines, in the order in which the file first speaks of them."""
        self._write()
        # CROSS JOIN keeps SQLite from turning the loops around, so that nothing has to be sorted.
        found = self._database.execute(
            "SELECT s.key, s.line, s.cells FROM first f CROSS JOIN staged s ON s.key = f.key "
            "ORDER BY f.line, s.line"
        )
        for key, lines in groupby(found, key=lambda row: row[0]):
            yield key, [Row(line, json.loads(cells)) for _, line, cells in lines]

    def _write(self) -> None:
        self._database.executemany("INSERT INTO staged VALUES (?, ?, ?)", self._waiting)
        self._database.executemany(
            "INSERT OR IGNORE INTO first (key, line) VALUES (?, ?)",
            [(key, line) for key, line, _ in self._waiting],
        )
        self._waiting = []
