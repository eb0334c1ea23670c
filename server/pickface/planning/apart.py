"""What takes seconds of a processor, thought over in a process of its own: no thread waits for it (LAWS 9).

``python -m pickface.planning.apart`` reads a function and its question, pickled, and writes the answer.
"""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from collections.abc import Callable
from typing import TypeVar

Q = TypeVar("Q")
A = TypeVar("A")


class NoAnswer(RuntimeError):
    """The process ended without one; the text is the last of what it said."""


def apart(think: Callable[[Q], A], question: Q, patience_s: float) -> A:
    """What ``think``, a function of a module, answers; its process yields to whatever else the machine has to do."""
    done = subprocess.run(
        [sys.executable, "-m", "pickface.planning.apart"],
        input=pickle.dumps((think, question)),
        capture_output=True,
        timeout=patience_s,
        check=False,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
        | dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"), "1"),
    )
    if done.returncode:
        raise NoAnswer(done.stderr.decode(errors="replace")[-2000:])
    answer: A = pickle.loads(done.stdout)  # noqa: S301 - our own child's words
    return answer


def main() -> None:
    """Answer the question on standard input."""
    os.nice(10)
    think, question = pickle.load(sys.stdin.buffer)  # noqa: S301 - our own parent's words
    sys.stdout.buffer.write(pickle.dumps(think(question)))


if __name__ == "__main__":
    main()
