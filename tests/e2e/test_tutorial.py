"""docs/tutorial.md, done word by word: its commands in a shell, its scans on a handheld in a real browser.

A fence says what to do with it: ``sh`` is run in one shell, ``sh serve`` goes on beside it, ``says`` is what was
answered, and ``hand`` is done on the handheld, a line each; behind ``#`` stands what it then says.
"""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from playwright.sync_api import Browser, expect

from pickface.pages import BUILDS
from tests.conftest import absent
from tests.e2e import conftest
from tests.e2e.house import COMMAND, START_PATIENCE_S, STOP_PATIENCE_S, Handheld
from tests.services import free_port, wait_for_port

PAGE = Path(__file__).parents[2] / "docs" / "tutorial.md"
FENCE = re.compile(r"^```(sh serve|sh|says|hand)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
OVER = "~~over~~"
PATIENCE_MS = 30_000


class Shell:
    """One bash that stays, as a terminal does; a command that fails is told."""

    def __init__(self, folder: Path) -> None:
        programs = folder / "bin"
        programs.mkdir()
        command = " ".join(f"'{word}'" for word in COMMAND)
        (programs / "pickface").write_text(f'#!/bin/sh\nexec {command} "$@"\n')
        (programs / "pickface").chmod(0o755)
        path = f"{programs}:{os.environ['PATH']}"
        self.environment = {**os.environ, "PATH": path, "PYTHONPATH": os.pathsep.join(sys.path)}
        self.folder = folder
        self._served: list[subprocess.Popen[bytes]] = []
        self._bash = subprocess.Popen(
            ["bash"],
            cwd=folder,
            env=self.environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.run("trap 'echo this failed: $BASH_COMMAND' ERR; set -o pipefail")

    def run(self, commands: str) -> str:
        """What the commands print; none may fail."""
        assert self._bash.stdin
        assert self._bash.stdout
        self._bash.stdin.write(f"{commands}\necho; echo '{OVER}'\n")
        self._bash.stdin.flush()
        lines = iter(self._bash.stdout.readline, f"{OVER}\n")
        told = "".join(line for line in lines if line)
        assert "this failed" not in told, told
        return told

    def serve(self, command: str, port: int) -> None:
        """Start what goes on until the end."""
        words = ["bash", "-c", f"exec {command}"]
        self._served.append(
            subprocess.Popen(
                words,
                cwd=self.folder,
                env={**self.environment, "PICKFACE_THREADS": "32"},
                stdout=subprocess.DEVNULL,
            )
        )
        wait_for_port(port, START_PATIENCE_S)

    def close(self) -> None:
        """End everything."""
        for process in (*self._served, self._bash):
            process.send_signal(signal.SIGTERM)
            process.communicate(timeout=STOP_PATIENCE_S)


@pytest.fixture
def shell(tmp_path: Path) -> Iterator[Shell]:
    if not any((folder / "index.html").is_file() for folder in BUILDS):
        absent("the web app is not built (make setup)")
    shell = Shell(tmp_path)
    yield shell
    shell.close()


def test_whoever_follows_the_tutorial_ships_a_parcel(shell: Shell, browser: Browser) -> None:
    port = free_port()
    parts = FENCE.findall(PAGE.read_text().replace("8080", str(port)))
    told = ""
    with conftest.contexts_of(browser) as open_context:
        house = SimpleNamespace(url=f"http://localhost:{port}")
        hand = Handheld(open_context(**conftest.HANDHELD).new_page(), house)  # type: ignore[arg-type]
        for kind, text in parts:
            if kind == "sh":
                told = shell.run(text)
            elif kind == "sh serve":
                shell.serve(text, port)
                hand.page.goto(house.url)
            elif kind == "says":
                for line in text.splitlines():
                    assert line in told, f"{line} is not in: {told}"
            else:
                for line in text.splitlines():
                    do(hand, line)
                # A person is slower than the network; the next command would not be.
                hand.waiting(0)
    assert {kind for kind, _ in parts} == {"sh", "sh serve", "says", "hand"}


def do(hand: Handheld, line: str) -> None:
    """One thing done on the handheld, and a look at what it says."""
    deed, _, sentence = (part.strip() for part in line.partition("#"))
    verb, _, what = deed.partition(" ")
    if verb == "scan":
        hand.type(what)
    elif verb == "keys":
        hand.keys(what)
    else:
        hand.page.get_by_role("button", name=what, exact=True).last.tap()
    if sentence:
        expect(hand.main, line).to_contain_text(sentence, timeout=PATIENCE_MS)
