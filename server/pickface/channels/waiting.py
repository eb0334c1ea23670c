"""What waits of an upload until it is brought in, and what was found wrong with it: a file that outlives a crash."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, NamedTuple, Self

from pickface.channels.reading import Row


class Problem(NamedTuple):
    """What is wrong in a line of a file: our column, the cell as it stands there, and a code with its words."""

    line: int
    column: str
    value: str
    code: str
    params: dict[str, Any]


class Waiting:
    """Things in the order of the file, each with its lines; problems by line and column."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def __enter__(self) -> Self:
        self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._database = sqlite3.connect(self._path, isolation_level=None)
        self._database.execute("PRAGMA synchronous = NORMAL")
        self._database.execute(
            "CREATE TABLE IF NOT EXISTS thing (n INTEGER PRIMARY KEY, lines TEXT)"
        )
        self._database.execute(
            "CREATE TABLE IF NOT EXISTS problem (line INTEGER, field TEXT, value TEXT, code TEXT, params TEXT, "
            "PRIMARY KEY (line, field))"
        )
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._database.close()

    def begin(self, things: Iterable[Sequence[Row]]) -> int:
        """Keep all things anew; answers how many."""
        many = 0
        # A connection that is left as a context keeps what it was told, or nothing of it.
        with self._database as database:
            database.execute("BEGIN")
            database.execute("DELETE FROM thing")
            for many, lines in enumerate(things, 1):
                text = json.dumps([[row.line, row.cells] for row in lines])
                database.execute("INSERT INTO thing VALUES (?, ?)", (many, text))
        return many

    def things(self, done: int, most: int) -> Iterator[list[Row]]:
        """The next things behind those that are done."""
        found = self._database.execute(
            "SELECT lines FROM thing WHERE n > ? ORDER BY n LIMIT ?", (done, most)
        ).fetchall()
        for (text,) in found:
            yield [Row(line, cells) for line, cells in json.loads(text)]

    def forget_problems(self) -> None:
        """Before the file is looked at anew."""
        self._database.execute("DELETE FROM problem")

    def note(self, problems: Iterable[Problem]) -> None:
        """Keep what is wrong; the same cell twice is once."""
        told = [
            (one.line, one.column, one.value, one.code, json.dumps(one.params)) for one in problems
        ]
        with self._database as database:
            database.execute("BEGIN")
            database.executemany("INSERT OR REPLACE INTO problem VALUES (?, ?, ?, ?, ?)", told)

    def problems(self, most: int = -1) -> list[Problem]:
        """What is wrong, by line."""
        found = self._database.execute(
            "SELECT line, field, value, code, params FROM problem ORDER BY line, field LIMIT ?",
            (most,),
        )
        return [
            Problem(line, field, value, code, json.loads(params))
            for line, field, value, code, params in found
        ]

    def count(self) -> int:
        """How many cells are wrong."""
        return int(self._database.execute("SELECT count(*) FROM problem").fetchone()[0])

    def finish(self) -> None:
        """Forget what was brought in; what was wrong stays to be read."""
        self._database.execute("DELETE FROM thing")
        self._database.execute("VACUUM")
