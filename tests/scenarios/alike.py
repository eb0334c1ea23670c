"""Which stories send databases no statement that another does not send: ``make test`` tells them to SQLite alone.

``make alike`` writes the list anew, from what all stories send; a story that is not in it is told to both.
"""

from __future__ import annotations

import re
from collections.abc import Generator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from pickface.writing.tx import Tx

LIST = Path(__file__).with_suffix(".txt")
VARYING = re.compile(r"\d+|\(\s*(:\w+,?\s*)+\)|\s+")
"""What differs between statements that are understood alike: numbers, how many values, line breaks."""


def story(nodeid: str) -> str:
    """File and name, without its case."""
    return nodeid.partition("[")[0].rpartition("/")[2]


def without_one_of_their_own(sent: dict[str, set[str]]) -> list[str]:
    """All but as few stories as send everything."""
    left = set().union(*sent.values())
    told: set[str] = set()
    while left:
        richest = max(sorted(sent), key=lambda name: len(sent[name] & left))
        told.add(richest)
        left -= sent[richest]
    return sorted(set(sent) - told)


class Listener:
    """A pytest plugin that hears what each story sends to SQLite in its first case."""

    def __init__(self) -> None:
        self.sent: dict[str, set[str]] = {}
        self._now: set[str] | None = None

    def hear(self, statement: Any) -> None:
        """Note a statement of the story that is being told."""
        if self._now is not None:
            self._now.add(VARYING.sub(" ", str(statement)))

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_call(self, item: pytest.Item) -> Generator[None, None, None]:
        """Listen while it is told."""
        name = story(item.nodeid)
        self._now = self.sent.setdefault(name, set()) if name not in self.sent else None
        yield
        self._now = None


class Heard:
    """A cursor that tells what it is given."""

    def __init__(self, cursor: Any, listener: Listener) -> None:
        self._cursor, self._listener = cursor, listener

    def execute(self, sql: Any, *params: Any) -> Any:
        """As the cursor's."""
        self._listener.hear(sql)
        return self._cursor.execute(sql, *params)

    def executemany(self, sql: Any, *params: Any) -> Any:
        """As the cursor's."""
        self._listener.hear(sql)
        return self._cursor.executemany(sql, *params)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._cursor, name)


def main() -> None:
    """Tell all stories to SQLite, and write down which are like others."""
    listener, real = Listener(), Tx.__init__

    def listened(self: Tx, cursor: Any, *more: Any) -> None:
        real(self, Heard(cursor, listener), *more)  # type: ignore[arg-type]

    Tx.__init__ = listened  # type: ignore[method-assign]
    sa.event.listen(
        sa.engine.Engine, "before_cursor_execute", lambda _c, _u, sql, *_: listener.hear(sql)
    )
    code = pytest.main(["-q", "-k", "sqlite", str(LIST.parent)], [listener])
    if code == pytest.ExitCode.OK:
        LIST.write_text("\n".join([*without_one_of_their_own(listener.sent), ""]))
    raise SystemExit(code)


if __name__ == "__main__":
    main()
