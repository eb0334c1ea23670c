"""A command run in this process, as ``main`` runs it: what it says, and how it ends.

Starting a Python and importing everything takes longer than all that most commands do. That the program of its own
says the same is tried by :func:`tests.integration.simulate.house.pickface`.
"""

from __future__ import annotations

import os
import sys
from contextlib import redirect_stderr, redirect_stdout
from io import StringIO
from subprocess import CompletedProcess
from unittest.mock import patch

from pickface.cli import main
from tests.integration.simulate.house import environment


def pickface(*words: str, typed: str = "", **settings: str) -> CompletedProcess[str]:
    """Run a command to its end."""
    said, told = StringIO(), StringIO()
    program = ["pickface", *words]
    with (
        patch.dict(os.environ, environment(**settings), clear=True),
        patch.object(sys, "argv", program),
        patch.object(sys, "stdin", StringIO(typed)),
        redirect_stdout(said),
        redirect_stderr(told),
    ):
        code: int | str | None = 0
        try:
            main()
        except SystemExit as end:
            code = end.code
    assert code is None or isinstance(code, int), code
    return CompletedProcess(program, code or 0, said.getvalue(), told.getvalue())
