"""Run every suite, stage after stage, and close with one summary for people and machines.

A suite that fails does not stop the ones behind it: one run tells everything that is wrong.
"""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree as ET

ROOT = Path(__file__).parent.parent
REPORTS = ROOT / "reports"
BIN = ROOT / ".venv" / "bin"
# The whole run is meant to take 20 minutes on two cores and takes 24; a suite that hangs must not block the rest.
SUITE_LIMIT_S = 25 * 60
# Hundreds of Pythons are started, and each would compile everything anew where the machine forbids to keep it.
KEEP_COMPILED = {"PYTHONDONTWRITEBYTECODE": ""}
SHORT = {"PICKFACE_SHORT": "1"}
"""Tests that are marked ``long`` say why they wait for ``make long``."""


@dataclass(frozen=True)
class Suite:
    """One command; with a JUnit report it counts as many tests as that tells, else as one."""

    name: str
    command: list[str | Path]
    folder: Path = ROOT
    report: Path | None = None
    in_memory: bool = False
    """Databases that its tests make are thrown away, so that waiting for the disk proves nothing."""


@dataclass
class Outcome:
    """What came of a suite."""

    suite: Suite
    passed: int
    failed: int
    skipped: int
    long: int
    """Those of the skipped that ``make long`` runs."""
    seconds: float


PWA = ROOT / "pwa"
# Only the files in which something is marked: collecting all tests takes longer than some of these need.
ALONE = [
    file
    for file in sorted((ROOT / "tests").rglob("test_*.py"))
    if "pytest.mark.alone" in file.read_text()
]
# What stands in one stage runs side by side: together they leave no core idle, and none of them measures time.
STAGES = [
    [
        Suite("lint", [BIN / "ruff", "check", "--output-format=concise", "."]),
        Suite("format", [BIN / "ruff", "format", "--check", "--output-format=concise", "."]),
        Suite("types of the web app", ["npm", "run", "--silent", "check"], PWA),
    ],
    [
        Suite("types of the server", [BIN / "mypy"]),
        Suite(
            "web app",
            ["npx", "vitest", "run", "--reporter=default", "--reporter=junit",
             f"--outputFile.junit={REPORTS / 'vitest.xml'}"],
            PWA,
            REPORTS / "vitest.xml",
        ),
    ],
    [
        Suite(
            "server",
            [BIN / "pytest", "-q", "-n", "auto", "--maxprocesses=4", "--durations=8", "-m", "not alone",
             "--ignore=tests/e2e", "--ignore=tests/torture", f"--junitxml={REPORTS / 'server.xml'}"],
            ROOT,
            REPORTS / "server.xml",
            in_memory=True,
        ),
        # It goes at its own pace, and a busy machine is one more thing that nothing may be lost to.
        Suite(
            "torture",
            [BIN / "pytest", "-q", "tests/torture", f"--junitxml={REPORTS / 'torture.xml'}"],
            ROOT,
            REPORTS / "torture.xml",
        ),
    ],
    [
        Suite(
            "browser",
            [BIN / "pytest", "-q", "-n", "2", "--dist", "loadfile", "--no-loadscope-reorder", "--durations=8",
             "-m", "not alone", "tests/e2e", f"--junitxml={REPORTS / 'browser.xml'}"],
            ROOT,
            REPORTS / "browser.xml",
            in_memory=True,
        ),
    ],
    # What measures time or loads the machine is marked so, and nothing else runs beside it.
    [
        Suite(
            "alone",
            [BIN / "pytest", "-q", "--durations=12", "-m", "alone", *ALONE, f"--junitxml={REPORTS / 'alone.xml'}"],
            ROOT,
            REPORTS / "alone.xml",
        ),
    ],
]  # fmt: skip


def run_stage(suites: list[Suite]) -> list[Outcome]:
    """Run suites side by side: the first tells as it goes, the others in one piece when they are over."""
    logs = [REPORTS / f"{suite.name.replace(' ', '-')}.log" for suite in suites[1:]]
    with ThreadPoolExecutor(len(suites)) as pool:
        waits = [pool.submit(run, *pair) for pair in zip(suites, [None, *logs], strict=True)]
    for log in logs:
        print(log.read_text(errors="replace"), end="", flush=True)
    return [wait.result() for wait in waits]


def run(suite: Suite, log: Path | None) -> Outcome:
    """Run one suite in a process group of its own, so that nothing it started outlives it; it says all to ``log``."""
    with contextlib.ExitStack() as stack:
        said = stack.enter_context(log.open("w")) if log else sys.stdout
        place = (
            {"PYTEST_DEBUG_TEMPROOT": str(stack.enter_context(memory()))} if suite.in_memory else {}
        )
        print(f"\n== {suite.name}", file=said, flush=True)
        started = time.monotonic()
        process = subprocess.Popen(
            [str(word) for word in suite.command],
            cwd=suite.folder,
            env={**os.environ, **KEEP_COMPILED, **SHORT, **place},
            start_new_session=True,
            stdout=said,
            stderr=subprocess.STDOUT,
        )
        code = 1
        try:
            code = process.wait(SUITE_LIMIT_S)
        except subprocess.TimeoutExpired:
            print(f"{suite.name}: stopped after {SUITE_LIMIT_S} s", file=said)
        finally:
            end_group(process)
    seconds = time.monotonic() - started
    return Outcome(suite, *count(suite, code), seconds)


@contextlib.contextmanager
def memory() -> Iterator[Path]:
    """A folder that is thrown away, in memory where there is enough of it."""
    shared = Path("/dev/shm")
    roomy = shared.is_dir() and shutil.disk_usage(shared).free >= 3 << 30
    with tempfile.TemporaryDirectory(
        prefix="pickface-", dir=shared if roomy else None, ignore_cleanup_errors=True
    ) as folder:
        yield Path(folder)


def end_group(process: subprocess.Popen[bytes]) -> None:
    """End what is left of a suite: kindly, so that servers clean up, then for good."""
    for sign, patience_s in ((signal.SIGTERM, 20), (signal.SIGKILL, 5)):
        with contextlib.suppress(ProcessLookupError, subprocess.TimeoutExpired):
            os.killpg(process.pid, sign)
            process.wait(patience_s)


def count(suite: Suite, code: int) -> tuple[int, int, int, int]:
    """Count tests by the report; an exit code that the report does not explain is a failure too."""
    if suite.report is None:
        return (1, 0, 0, 0) if code == 0 else (0, 1, 0, 0)
    if not suite.report.exists():
        return 0, 1, 0, 0
    total = failed = skipped = 0
    told = ET.parse(suite.report).getroot()
    long = sum(node.get("message", "").startswith("long: ") for node in told.iter("skipped"))
    for node in told.iter("testsuite"):
        total += int(node.get("tests", 0))
        failed += int(node.get("failures", 0)) + int(node.get("errors", 0))
        skipped += int(node.get("skipped", 0))
    if (code != 0 and failed == 0) or total == skipped:
        failed += 1
        total += 1
    return total - failed - skipped, failed, skipped, long


def main() -> int:
    """Run all suites and tell what came of each; the last line sums them up."""
    REPORTS.mkdir(exist_ok=True)
    for old in REPORTS.glob("*.xml"):
        old.unlink()
    stages = [[suite for suite in stage if suite.folder.is_dir()] for stage in STAGES]
    # A migrated database and a demo site are made once, and every suite copies them.
    with memory() as shared:
        os.environ["PICKFACE_TEST_RUN"] = str(shared)
        outcomes = [outcome for stage in stages for outcome in run_stage(stage)]
        untold = shared / "untold"
        alike = untold.read_text() if untold.exists() else "0"
    print("\n== summary")
    for outcome in outcomes:
        mark = "FAILED" if outcome.failed else "ok"
        print(
            f"{mark:<7} {outcome.suite.name:<22} {outcome.passed:>5} passed "
            f"{outcome.failed:>4} failed {outcome.skipped:>4} skipped {outcome.seconds:>7.1f} s"
        )
    failed = sum(outcome.failed for outcome in outcomes)
    long = sum(outcome.long for outcome in outcomes)
    print(
        f"left out: {long} of the skipped, which are long (`make long`), and {alike} tests on PostgreSQL "
        "(`make test-py`)"
    )
    print(
        f"{sum(outcome.passed for outcome in outcomes)} passed, {failed} failed, "
        f"{sum(outcome.skipped for outcome in outcomes)} skipped"
    )
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
