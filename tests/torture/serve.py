"""Starts the real server with switches that a running test may turn: its clock, and whether its database takes writes.

Nothing of the product knows of this; the defects that the harness must catch are activated here too.
"""

from __future__ import annotations

import importlib
import json
import os
import sys
import time
from pathlib import Path
from typing import Any

from pickface import db
from pickface.cli import main


class Switches:
    """A small file that is read again whenever it has changed."""

    def __init__(self, path: str) -> None:
        self._path = Path(path)
        self._stamp = -1
        self._values: dict[str, Any] = {}

    def get(self, name: str) -> Any:
        """The value of a switch; None where it was never set."""
        try:
            stamp = self._path.stat().st_mtime_ns
        except FileNotFoundError:
            return None
        if stamp != self._stamp:
            self._values, self._stamp = json.loads(self._path.read_text()), stamp
        return self._values.get(name)


def shift_clock(switches: Switches) -> None:
    """The machine's clock is wrong by ``clock_ms``."""
    real_ns, real = time.time_ns, time.time
    time.time_ns = lambda: real_ns() + (switches.get("clock_ms") or 0) * 1_000_000
    time.time = lambda: real() + (switches.get("clock_ms") or 0) / 1000


def take_no_writes(switches: Switches) -> None:
    """With ``read_only`` the database refuses every write of the writer's connection."""
    write = db.SqliteWriter._write

    def guarded(self: Any, connection: Any, group: Any) -> None:
        connection.execute(f"PRAGMA query_only={'ON' if switches.get('read_only') else 'OFF'}")
        write(self, connection, group)

    db.SqliteWriter._write = guarded  # type: ignore[method-assign]


if __name__ == "__main__":
    found = Switches(os.environ["PICKFACE_TORTURE_SWITCHES"])
    shift_clock(found)
    take_no_writes(found)
    if defect := os.environ.get("PICKFACE_TORTURE_DEFECT"):
        module = importlib.import_module(f"tests.faults.defects.{defect}")
        getattr(module, "put_into_server", lambda: None)()
    sys.argv = ["pickface", *sys.argv[1:]]
    main()
