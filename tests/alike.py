"""Which tests send databases nothing that others do not send too: ``make test`` tries them on SQLite alone.

``make alike`` writes the list anew, from what all stories and all integration tests send. A test that is not in it is
tried on both databases, and so is what is marked ``both`` and what does two things at once.
"""

from __future__ import annotations

import re
import subprocess
from collections import Counter
from collections.abc import Callable, Generator, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
import sqlalchemy as sa

from pickface.writing.tx import Tx
from tests.programs import Forked

LIST = Path(__file__).with_suffix(".txt")
ROOMS = ("scenarios", "integration")
VARYING = re.compile(r"\d+|\(\s*(:\w+,?\s*)+\)|\s+")
"""What differs between statements that are understood alike: numbers, how many values, line breaks."""


def named(nodeid: str) -> str:
    """File below ``tests`` and name, without its case."""
    return nodeid.partition("[")[0].removeprefix("tests/")


def without_one_of_their_own(
    sent: Mapping[str, set[str]], told: Iterable[str], took_s: Mapping[str, float]
) -> list[str]:
    """All but tests that together send everything in little time; some are tried in any case."""
    kept = set(told)
    left = set().union(*sent.values()).difference(*(sent[name] for name in kept if name in sent))
    while left:
        # PostgreSQL takes a third of a second for a test that does nothing.
        richest = max(
            sorted(sent), key=lambda name: len(sent[name] & left) / (0.3 + took_s.get(name, 0))
        )
        kept.add(richest)
        left -= sent[richest]
    return sorted(set(sent) - kept)


class Listener:
    """A pytest plugin that hears what each test sends to SQLite in its first case, from its fixtures to their end."""

    def __init__(self) -> None:
        self.sent: dict[str, set[str]] = {}
        self.both: set[str] = set()
        """Tests that PostgreSQL is given in any case."""
        self.took_s: Counter[str] = Counter()
        """How long each takes on SQLite in all its cases, of which PostgreSQL is given the first."""
        self._now = ""

    def hear(self, statement: Any, values: Any = ()) -> None:
        """Note a statement of the test that runs, and of what type each value was."""
        if self._now:
            said = VARYING.sub(" ", str(statement))
            row = values[0] if isinstance(values, list) and values else values
            pairs = row.items() if isinstance(row, Mapping) else enumerate(row)
            self.sent[self._now] |= {said, *(f"{said} {key}:{type(one)}" for key, one in pairs)}

    def beside(self) -> None:
        """Something else runs beside it: what that sends is not heard, or when it sends it matters."""
        if self._now:
            self.both.add(self._now)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Generator[None, object, object]:
        """Listen while it is told."""
        name, case = named(item.nodeid), getattr(item, "callspec", None)
        if case and case.params.get("config") == "sqlite" and name not in self.sent:
            self.sent[name], self._now = set(), name
            if item.get_closest_marker("both"):
                self.both.add(name)
        yielded = yield
        self._now = ""
        return yielded

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Note how long a part of a test took."""
        self.took_s[named(report.nodeid)] += report.duration


class Heard:
    """A cursor that tells what it is given."""

    def __init__(self, cursor: Any, listener: Listener) -> None:
        self._cursor, self._listener = cursor, listener

    def execute(self, sql: Any, *params: Any) -> Any:
        """As the cursor's; what the database refuses is noted as that."""
        self._listener.hear(sql, *params)
        try:
            return self._cursor.execute(sql, *params)
        except Exception:
            self._listener.hear(f"refused: {sql}")
            raise

    def executemany(self, sql: Any, rows: Any) -> Any:
        """As the cursor's."""
        for row in rows:
            self._listener.hear(sql, row)
        return self._cursor.executemany(sql, rows)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._cursor, name)


def listen(listener: Listener) -> None:
    """From now on all that is sent is heard, by readers and by writers, and all that runs beside a test noticed."""

    def telling(real: Callable[..., Any], who: Callable[[Any], bool]) -> Callable[..., Any]:
        def told(self: Any, *given: Any, **named: Any) -> Any:
            if who(self):
                listener.beside()
            return real(self, *given, **named)

        return told

    real = Tx.__init__

    def listened(self: Tx, cursor: Any, *more: Any) -> None:
        real(self, Heard(cursor, listener), *more)  # type: ignore[arg-type]

    Tx.__init__ = listened  # type: ignore[method-assign]
    engine = sa.engine.Engine
    sa.event.listen(
        engine, "before_cursor_execute", lambda _c, _u, sql, values, *_: listener.hear(sql, values)
    )
    sa.event.listen(
        engine, "handle_error", lambda error: listener.hear(f"refused: {error.statement}")
    )
    for kind, name in (
        (Forked, "__init__"),
        (subprocess.Popen, "__init__"),
        (ThreadPoolExecutor, "submit"),
    ):
        setattr(kind, name, telling(getattr(kind, name), lambda _: True))
    Thread.start = telling(  # type: ignore[method-assign]
        Thread.start,
        lambda thread: getattr(getattr(thread, "_target", None), "__module__", "").startswith(
            "tests"
        ),
    )


def main() -> None:
    """Try all on SQLite, and write down which are like others."""
    listener = Listener()
    listen(listener)
    folders = [str(LIST.parent / room) for room in ROOMS]
    code = pytest.main(["-q", "-k", "sqlite", *folders], [listener])
    if code == pytest.ExitCode.OK:
        LIST.write_text(
            "\n".join(
                [*without_one_of_their_own(listener.sent, listener.both, listener.took_s), ""]
            )
        )
    raise SystemExit(code)


if __name__ == "__main__":
    main()
