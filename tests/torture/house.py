"""The server under torture: a process with switches for its clock and its disk, killed and started at will."""

from __future__ import annotations

import json
import os
import resource
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import psycopg
from psycopg.rows import dict_row

from tests.integration.simulate.house import ROOT, House, environment

SWITCHES = "PICKFACE_TORTURE_SWITCHES"
DEFECT = "PICKFACE_TORTURE_DEFECT"


class TorturedHouse(House):
    """A demo site in ``data``; ``defect`` names a module of tests/faults/defects that the server is started with.

    ``settings`` are of the environment: another database than the embedded one, more than one process.
    """

    def __init__(self, data: Path, defect: str = "", settings: Mapping[str, str] = {}) -> None:
        super().__init__(data, dict(settings))
        self.url = f"http://127.0.0.1:{self.port}"
        self.switches = data / "torture-switches.json"
        self.defect = defect
        self.kills = 0
        self.log = data / "server.log"
        self._set: dict[str, Any] = {}

    def start(self, command: str = "demo") -> None:
        """Start the server by way of the wrapper, and come back when it answers."""
        words = [command, "--data", str(self.data), "--port", str(self.port)]
        settings = {
            SWITCHES: str(self.switches),
            DEFECT: self.defect,
            "PICKFACE_THREADS": "200",
            "HOME": str(self.data),
            **self.settings,
        }
        env = {**environment(**settings), "PYTHONPATH": f"{ROOT / 'server'}{os.pathsep}{ROOT}"}
        self.data.mkdir(parents=True, exist_ok=True)
        with self.log.open("ab") as log:
            self._server = subprocess.Popen(
                [sys.executable, "-m", "tests.torture.serve", *words],
                env=env,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self._await()

    def _await(self, patience_s: float = 180.0) -> None:
        until = time.monotonic() + patience_s
        while not self._ready():
            assert self._server is not None
            assert self._server.poll() is None, "the server ended while it was starting"
            assert time.monotonic() < until, "the server does not answer"
            time.sleep(0.02)

    def kill(self) -> None:
        """Pull the plug."""
        self.kills += 1
        super().kill()

    def switch(self, **values: Any) -> None:
        """Set what the wrapper looks at: ``clock_ms`` added to the time, ``read_only`` of the database."""
        self._set |= values
        beside = self.switches.with_suffix(".new")
        beside.write_text(json.dumps(self._set))
        beside.replace(self.switches)

    @contextmanager
    def no_room(self) -> Iterator[None]:
        """Every write of the server to a file fails, as on a full disk, without a word to the server itself."""
        pids = self.pids()
        self._limit(pids, 1)
        try:
            yield
        finally:
            self._limit(pids, resource.RLIM_INFINITY)

    def _limit(self, pids: list[int], most: int) -> None:
        for pid in pids:
            try:
                hard = resource.prlimit(pid, resource.RLIMIT_FSIZE)[1]
                resource.prlimit(pid, resource.RLIMIT_FSIZE, (most, hard))
            except ProcessLookupError:
                continue

    def pids(self) -> list[int]:
        """The processes of the server: those of its group."""
        assert self._server is not None
        found = []
        for folder in Path("/proc").iterdir():
            if folder.name.isdecimal():
                try:
                    if os.getpgid(int(folder.name)) == self._server.pid:
                        found.append(int(folder.name))
                except (ProcessLookupError, PermissionError):
                    continue
        return found

    def ask(self, sql: str) -> list[Any]:
        """Read the database behind the server's back."""
        if url := self.settings.get("PICKFACE_DATABASE_URL"):
            with psycopg.connect(url, row_factory=dict_row) as connection:
                return connection.execute(sql.encode()).fetchall()
        path = f"file:{self.data / 'pickface.sqlite3'}?mode=ro"
        with closing(sqlite3.connect(path, uri=True, timeout=30)) as connection:
            connection.row_factory = sqlite3.Row
            return connection.execute(sql).fetchall()

    def stop(self) -> None:
        """Stop politely; a server that does not is killed."""
        try:
            self._end(signal.SIGTERM)
        except subprocess.TimeoutExpired:
            super().kill()
            raise
