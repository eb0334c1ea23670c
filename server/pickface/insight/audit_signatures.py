"""The signatures of an audit, verified on all processors of the machine where there are enough of them.

``python -m pickface.insight.audit_signatures`` reads claims, a line for some hundreds of them, and answers a line for
each. Only hashes travel, and what waits is bounded: as many claims as are verified alone, then two lines a helper.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from functools import lru_cache
from types import TracebackType
from typing import Final, NamedTuple, Self

from pickface import processors
from pickface.scans.envelope import PublicKey, load_key, signature_holds_of_hash

ALONE: Final = 2_000
"""Fewer than these are verified at once before helpers would have started."""
AT_ONCE: Final = 250
"""Claims in a line."""
MOST_HELPERS: Final = 8
"""One process reads the journal for all of them, and could not keep more of them busy."""
_AHEAD: Final = 2
_PATIENCE_S: Final = 5


class HelperEnded(RuntimeError):
    """A process that verified signatures is gone; nothing is known of those that it had."""


class Claim(NamedTuple):
    """That a key, in the form in which devices send theirs, has signed what has this hash."""

    key: str
    digest: str
    sig: str

    def holds(self) -> bool:
        """Whether it has."""
        return signature_holds_of_hash(_loaded(self.key), self.digest, self.sig)


class Signatures:
    """Takes claims and tells of each, sooner or later, whether it holds; of all when the block is left."""

    def __init__(self, tell: Callable[[str, bool], None], among: int | None = None) -> None:
        """``tell`` hears the name that a claim was given, and whether it holds; ``among`` so many processors."""
        self._tell = tell
        self._processors = processors.processors() if among is None else among
        self._waiting: deque[tuple[str, Claim]] = deque()
        self._helpers: deque[_Helper] = deque()

    def check(self, name: str, claim: Claim) -> None:
        """Verify a claim; where few come, none waits longer than for the end."""
        self._waiting.append((name, claim))
        if self._helpers:
            if len(self._waiting) >= AT_ONCE:
                self._hand_over()
        elif len(self._waiting) >= ALONE:
            if self._processors > 1:
                self._helpers += (_Helper() for _ in range(min(self._processors, MOST_HELPERS)))
                while len(self._waiting) >= AT_ONCE:
                    self._hand_over()
            else:
                self._verify_here()

    def __enter__(self) -> Self:
        """Nothing is started before it is needed."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Tell the rest; where something else went wrong, only let the helpers go."""
        try:
            if error is None:
                self._verify_here()
                for helper in self._helpers:
                    self._told(helper.answers())
        finally:
            for helper in self._helpers:
                helper.end()

    def _hand_over(self) -> None:
        """The helper whose turn it is gets a line, behind the answer to what it had before the last one."""
        helper = self._helpers[0]
        self._helpers.rotate(-1)
        self._told(helper.answers(leave=_AHEAD - 1))
        helper.give([self._waiting.popleft() for _ in range(AT_ONCE)])

    def _verify_here(self) -> None:
        while self._waiting:
            name, claim = self._waiting.popleft()
            self._tell(name, claim.holds())

    def _told(self, answers: Iterable[tuple[str, bool]]) -> None:
        for name, holds in answers:
            self._tell(name, holds)


class _Helper:
    """A process that verifies."""

    def __init__(self) -> None:
        self._had: deque[list[str]] = deque()
        self._process = subprocess.Popen(
            [sys.executable, "-m", "pickface.insight.audit_signatures"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        )
        # Asked for above.
        assert self._process.stdin is not None  # noqa: S101
        assert self._process.stdout is not None  # noqa: S101
        self._to, self._from = self._process.stdin, self._process.stdout

    def give(self, some: list[tuple[str, Claim]]) -> None:
        """Hand over some claims. It reads until it has them: what it answered before fits into the pipe."""
        try:
            self._to.write(json.dumps([claim for _, claim in some]).encode() + b"\n")
            self._to.flush()
        except OSError as error:
            raise self._ended() from error
        self._had.append([name for name, _ in some])

    def answers(self, leave: int = 0) -> Iterator[tuple[str, bool]]:
        """What it says of the claims that it had, but of the last so many lines."""
        while len(self._had) > leave:
            names, said = self._had.popleft(), self._from.readline().decode().strip()
            if len(said) != len(names):
                raise self._ended()
            yield from zip(names, (one == "1" for one in said), strict=True)

    def end(self) -> None:
        """Let it go."""
        self._process.kill()
        self._process.wait()
        self._from.close()
        # What it was never given is of no use to anybody.
        with suppress(OSError):
            self._to.close()

    def _ended(self) -> HelperEnded:
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(_PATIENCE_S)
        code = self._process.returncode
        return HelperEnded(
            f"a process that verified signatures ended by itself ({code}); the audit says nothing: run it again, with"
            " more memory if there was too little"
        )


@lru_cache(maxsize=10_000)
def _loaded(key: str) -> PublicKey:
    return load_key(key)


def main() -> None:
    """Answer each line of claims with a line of ones, and zeros for those that do not hold."""
    for line in sys.stdin.buffer:
        said = "".join("1" if Claim(*one).holds() else "0" for one in json.loads(line))
        sys.stdout.buffer.write(said.encode() + b"\n")
        sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
