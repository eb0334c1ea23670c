"""How often a process asks the disk to keep what it wrote, counted from outside by strace."""

from __future__ import annotations

import re
import shutil
import signal
import subprocess
import time
from pathlib import Path

CALLS = "fdatasync,fsync"
ATTACH_PATIENCE_S = 20
_ROW = re.compile(
    r"^\s*[\d.]+\s+[\d.]+\s+\d+\s+(?P<calls>\d+)\s+(?:\d+\s+)?(?:fdatasync|fsync)\s*$"
)


class SyncCount:
    """Counts the syncs of a process, its threads and its children from ``begin`` to ``end``."""

    def __init__(self, pid: int, table: Path) -> None:
        self._pids = _family(pid)
        self._table = table
        self._strace: subprocess.Popen[bytes] | None = None

    def begin(self) -> bool:
        """Attach to every thread; False where strace is missing or may not."""
        program = shutil.which("strace")
        if program is None:
            return False
        targets = [word for pid in self._pids for word in ("-p", str(pid))]
        self._strace = subprocess.Popen(
            [program, "-f", "-c", "-e", f"trace={CALLS}", "-o", str(self._table), *targets],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        until = time.monotonic() + ATTACH_PATIENCE_S
        while not all(_traced(pid) for pid in self._pids):
            if self._strace.poll() is not None or time.monotonic() > until:
                self._strace.kill()
                self._strace.wait()
                return False
            time.sleep(0.02)
        return True

    def end(self) -> int | None:
        """Detach, and answer how many syncs there were; None if strace does not say."""
        if self._strace is None or self._strace.poll() is not None:
            return None
        self._strace.send_signal(signal.SIGINT)
        self._strace.wait(30)
        return calls_in(self._table.read_text())


def calls_in(table: str) -> int:
    """The calls that the summary of ``strace -c`` counts; an empty one has none."""
    rows = (_ROW.match(line) for line in table.splitlines())
    return sum(int(row["calls"]) for row in rows if row)


def _family(pid: int) -> list[int]:
    """A process and its children: gunicorn's master and the worker that writes."""
    children = Path(f"/proc/{pid}/task/{pid}/children")
    if not children.exists():
        return [pid]
    return [pid, *(int(child) for child in children.read_text().split())]


def _traced(pid: int) -> bool:
    """Whether every thread of a process is being watched."""
    statuses = [task / "status" for task in Path(f"/proc/{pid}/task").iterdir()]
    return all("TracerPid:\t0\n" not in status.read_text() for status in statuses)
