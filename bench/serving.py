"""A server of an installation, and its other commands, each a process of its own, for benchmarks that work on one."""

from __future__ import annotations

import contextlib
import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

SERVER = Path(__file__).parents[1] / "server"
RUN = [sys.executable, "-c", "from pickface.cli import main; main()"]
START_PATIENCE_S = 60


@contextlib.contextmanager
def serving(folder: Path) -> Iterator[str]:
    """Serve the installation in ``folder`` meanwhile; its address."""
    port = _free_port()
    url = f"http://localhost:{port}"
    server = subprocess.Popen(
        [*RUN, "serve", "--data", str(folder), "--port", str(port)],
        env=_environment(),
        stdout=subprocess.DEVNULL,
    )
    try:
        _wait(url, server)
        yield url
    finally:
        server.terminate()
        server.wait(30)


def command(*words: str) -> dict[str, Any]:
    """The JSON line that a command prints last; what it says of itself goes through to the terminal."""
    done = subprocess.run(
        [*RUN, *words], env=_environment(), stdout=subprocess.PIPE, text=True, check=False
    )
    if not done.stdout.strip():
        raise SystemExit(f"pickface {words[0]} ended with {done.returncode}")
    line: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return line


def _environment() -> dict[str, str]:
    """No other installation's settings."""
    own = {name: value for name, value in os.environ.items() if not name.startswith("PICKFACE_")}
    return {**own, "PYTHONPATH": str(SERVER)}


def _wait(url: str, server: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + START_PATIENCE_S
    while time.monotonic() < until and server.poll() is None:
        try:
            urllib.request.urlopen(f"{url}/readyz", timeout=5).close()
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.1)
        else:
            return
    raise SystemExit(f"{url} does not answer")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
