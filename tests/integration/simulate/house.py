"""A Pickface as people run it: ``pickface demo`` in processes of its own, and shifts that work on it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests import programs
from tests.programs import Program
from tests.services import free_port

RUN = [sys.executable, "-c", "from pickface.cli import main; main()"]
ROOT = Path(__file__).parents[3]
START_PATIENCE_S = 60


def environment(**settings: str) -> dict[str, str]:
    """What a command is started with: nothing of the caller's own installation."""
    own = {name: value for name, value in os.environ.items() if not name.startswith("PICKFACE_")}
    return {**own, "PYTHONPATH": str(ROOT / "server"), **settings}


def pickface(
    *words: str, patience_s: float = 120, **settings: str
) -> subprocess.CompletedProcess[str]:
    """Run a command to its end."""
    return subprocess.run(
        [*RUN, *words],
        capture_output=True,
        text=True,
        timeout=patience_s,
        check=False,
        env=environment(**settings),
    )


def last_line(done: subprocess.CompletedProcess[str]) -> dict[str, Any]:
    """The JSON line that a command printed last."""
    line: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return line


class House:
    """One installation with its server, which can be killed and started again on the same port."""

    def __init__(self, data: Path, settings: Mapping[str, str]) -> None:
        self.data, self.settings, self.port = data, settings, free_port()
        self.url = f"http://localhost:{self.port}"
        self._server: Program | subprocess.Popen[bytes] | None = None

    def start(self, command: str = "demo") -> None:
        """Start the server, and come back when it answers."""
        words = [command, "--data", str(self.data), "--port", str(self.port)]
        self._server = Program(words, environment(**self.settings))
        until = time.monotonic() + START_PATIENCE_S
        while not self._ready():
            assert self._server.poll() is None, "the server ended while it was starting"
            assert time.monotonic() < until, "the server does not answer"
            time.sleep(0.05)

    def kill(self) -> None:
        """Pull the plug: no process of the server gets to say goodbye."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """Stop the server as systemd does."""
        self._end(signal.SIGTERM)

    def begin_shift(self, *words: str) -> Program:
        """Let virtual people work; the shift goes on beside the caller."""
        return Program(
            ["simulate", "--url", self.url, "--json", *words],
            environment(),
            said=self.data / "shift.txt",
        )

    def audit(self) -> dict[str, Any]:
        """What the audit says."""
        words = ["audit", "--data", str(self.data), "--json"]
        return last_line(programs.finished(words, environment(**self.settings)))

    def _ready(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.url}/readyz", timeout=5) as answer:
                return bool(answer.status == 200)
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            return False

    def _end(self, how: signal.Signals) -> None:
        server = self._server
        if server is None or server.poll() is not None:
            return
        if how == signal.SIGKILL:
            os.killpg(server.pid, how)
        else:
            server.send_signal(how)
        server.wait(30)


@contextmanager
def open_house(data: Path, **settings: str) -> Iterator[House]:
    """The demo site, served; the server is stopped afterwards whatever happens."""
    house = House(data, settings)
    try:
        house.start()
        yield house
        house.stop()
    finally:
        house.kill()


def finished(shift: Program) -> tuple[int, dict[str, Any]]:
    """The exit code and the line of a shift."""
    try:
        code = shift.wait(300)
    finally:
        shift.kill()
    assert shift.said is not None
    return code, json.loads(shift.said.read_text().splitlines()[-1])
