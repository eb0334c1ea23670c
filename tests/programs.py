"""Servers forked from a process that has imported everything: a Python of their own would take seconds to do so.

Each is a process with an environment, a session and an end of its own, as the installed program is.
"""

from __future__ import annotations

import atexit
import multiprocessing
import os
import signal
import sys
from collections.abc import Mapping
from pathlib import Path
from subprocess import TimeoutExpired

_forks = multiprocessing.get_context("forkserver")
_forks.set_forkserver_preload(["alembic.command", "pickface.app", "pickface.serve", "pickface.cli"])


class Program:
    """``pickface`` with some words; it can be asked what a ``Popen`` can."""

    def __init__(
        self, words: list[str], env: Mapping[str, str], web_app: Path | None = None
    ) -> None:
        """``web_app`` is a folder with another build of it than the one in the source tree."""
        self._words = words
        self._process = _forks.Process(target=_run, args=(words, dict(env), web_app))
        self._process.start()
        assert self._process.pid is not None
        self.pid = self._process.pid
        # Whoever is forgotten does not keep the tests from ending.
        atexit.register(self._end)

    def poll(self) -> int | None:
        """How it ended; None while it runs."""
        return self._process.exitcode

    def wait(self, timeout: float | None = None) -> int:
        """Return when it has ended, and how."""
        self._process.join(timeout)
        if self._process.exitcode is None:
            raise TimeoutExpired(self._words, timeout or 0)
        return self._process.exitcode

    def send_signal(self, sign: signal.Signals) -> None:
        """Send it a signal, unless it has ended."""
        if self._process.exitcode is None:
            os.kill(self.pid, sign)

    def _end(self) -> None:
        if self._process.exitcode is None:
            os.killpg(self.pid, signal.SIGKILL)


def _run(words: list[str], env: dict[str, str], web_app: Path | None) -> None:
    """In the new process: say nothing, and be the program."""
    os.setsid()
    os.environ.clear()
    os.environ.update(env)
    with Path(os.devnull).open("wb") as nowhere:
        os.dup2(nowhere.fileno(), 1)
    sys.argv = ["pickface", *words]
    from pickface import pages
    from pickface.cli import main

    if web_app is not None:
        pages.BUILDS = (web_app,)
    main()
