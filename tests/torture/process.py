"""Torture as its users start it: a process of its own, whose last line tells what came of it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.integration.simulate.house import ROOT, environment

PATIENCE_S = 420


def torture(data: Path, *words: str) -> tuple[int, dict[str, Any], str]:
    """Run it on an installation in ``data``; the exit code, the last line, and all that was said."""
    env = {**environment(), "PYTHONPATH": f"{ROOT / 'server'}{os.pathsep}{ROOT}"}
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.torture", "--data", str(data), *words],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env=env,
        cwd=ROOT,
        start_new_session=True,
    )
    try:
        said, _ = process.communicate(timeout=PATIENCE_S)
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait(10)
    print(said)
    lines = said.splitlines() or [""]
    line: dict[str, Any] = json.loads(lines[-1]) if lines[-1].startswith("{") else {}
    return process.returncode, line, said
