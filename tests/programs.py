"""Programs forked from a process that has imported everything: a Python of their own would take seconds to do so.

Each is a process with an environment, a session and an end of its own, as the installed program is.
"""

from __future__ import annotations

import atexit
import multiprocessing
import os
import signal
import sys
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from subprocess import CompletedProcess, TimeoutExpired
from typing import Any

_forks = multiprocessing.get_context("forkserver")
_forks.set_forkserver_preload(["tests.warmed"])
PATIENCE_S = 120


class Forked:
    """A function in a process of its own; it can be asked what a ``Popen`` can."""

    def __init__(
        self,
        begin: Callable[..., None],
        *given: Any,
        env: Mapping[str, str],
        said: Path | None = None,
        told: Path | None = None,
    ) -> None:
        """``said`` and ``told`` are files for what it prints and for its errors: nowhere, and where ours go."""
        self.said = said
        self._process = _forks.Process(target=_run, args=(begin, given, dict(env), said, told))
        self._process.start()
        assert self._process.pid is not None
        self.pid = self._process.pid
        # Whoever is forgotten does not keep the tests from ending.
        atexit.register(self.kill)

    def poll(self) -> int | None:
        """How it ended; None while it runs."""
        return self._process.exitcode

    def wait(self, timeout: float | None = None) -> int:
        """Return when it has ended, and how."""
        self._process.join(timeout)
        if self._process.exitcode is None:
            raise TimeoutExpired(str(self.pid), timeout or 0)
        return self._process.exitcode

    def send_signal(self, sign: signal.Signals) -> None:
        """Send it a signal, unless it has ended."""
        if self._process.exitcode is None:
            os.kill(self.pid, sign)

    def kill(self) -> None:
        """End it and all that it started at once, unless it has ended."""
        if self._process.exitcode is None:
            os.killpg(self.pid, signal.SIGKILL)


class Program(Forked):
    """``pickface`` with some words."""

    def __init__(
        self,
        words: list[str],
        env: Mapping[str, str],
        web_app: Path | None = None,
        said: Path | None = None,
        told: Path | None = None,
    ) -> None:
        """``web_app`` is a folder with another build of it than the one in the source tree."""
        super().__init__(_pickface, words, web_app, env=env, said=said, told=told)


def finished(words: list[str], env: Mapping[str, str]) -> CompletedProcess[str]:
    """``pickface`` with some words, run to its end: what it printed and how it ended."""
    with tempfile.TemporaryDirectory() as folder:
        said, told = Path(folder) / "said", Path(folder) / "told"
        program = Program(words, env, said=said, told=told)
        try:
            code = program.wait(PATIENCE_S)
        finally:
            program.kill()
        return CompletedProcess(words, code, said.read_text(), told.read_text())


def _run(
    begin: Callable[..., None],
    given: tuple[Any, ...],
    env: dict[str, str],
    said: Path | None,
    told: Path | None,
) -> None:
    """In the new process: stand alone, print where one shall, and begin."""
    os.setsid()
    os.environ.clear()
    os.environ.update(env)
    for number, file in (1, said or Path(os.devnull)), (2, told):
        if file is not None:
            with file.open("wb") as opened:
                os.dup2(opened.fileno(), number)
    begin(*given)


def _pickface(words: list[str], web_app: Path | None) -> None:
    sys.argv = ["pickface", *words]
    from pickface import pages
    from pickface.cli import main

    if web_app is not None:
        pages.BUILDS = (web_app,)
    main()
