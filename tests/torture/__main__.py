"""``python -m tests.torture``: some minutes by a seed; the last line is JSON, the exit code 1 on any violation."""

from __future__ import annotations

import argparse
import json
import random
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

from tests.services import postgres, redis
from tests.torture import faults
from tests.torture.run import Plan, Run


def main() -> int:
    """Read what is wanted, run it, and tell."""
    asked = argparse.ArgumentParser(prog="torture")
    asked.add_argument("--minutes", type=float, default=3.0)
    asked.add_argument("--seed", type=int, default=None)
    asked.add_argument("--people", type=int, default=Plan.people)
    asked.add_argument("--pages", type=int, default=Plan.pages)
    asked.add_argument("--kinds", default="", help="only these faults, with commas")
    asked.add_argument("--gap", type=float, default=Plan.gap_s, help="mean seconds between faults")
    asked.add_argument("--rate", type=float, default=Plan.rate, help="scans a second and person")
    asked.add_argument("--defect", default="", help="a module of tests/faults/defects to be caught")
    asked.add_argument("--data", type=Path, default=None, help="keep the installation there")
    asked.add_argument("--postgres", action="store_true", help="on PostgreSQL and Redis of its own")
    asked.add_argument("--processes", type=int, default=1, help="server processes (--postgres)")
    words = asked.parse_args()
    seed = random.SystemRandom().randrange(1_000_000) if words.seed is None else words.seed
    kinds = tuple(words.kinds.split(",")) if words.kinds else Plan.kinds
    print(f"torture: seed {seed}, {words.minutes:g} minutes", flush=True)
    with ExitStack() as services:
        settings: dict[str, str] = {}
        if words.postgres:
            settings = beyond_one_machine(services, words.processes)
            kinds = tuple(kind for kind in kinds if kind not in faults.EMBEDDED)
        plan = Plan(
            seed,
            words.minutes,
            words.people,
            words.pages,
            rate=words.rate,
            gap_s=words.gap,
            kinds=kinds,
            defect=words.defect,
            settings=tuple(settings.items()),
        )
        folder = services.enter_context(tempfile.TemporaryDirectory(prefix="pickface-torture-"))
        line = Run(plan, words.data or Path(folder)).run()
    for told in line.pop("told"):
        print(told)
    print(json.dumps(line))
    return 0 if line["good"] else 1


def beyond_one_machine(services: ExitStack, processes: int) -> dict[str, str]:
    """A PostgreSQL and a Redis that live as long as the torture; what tells the server of them."""
    return {
        "PICKFACE_DATABASE_URL": services.enter_context(postgres()),
        "PICKFACE_REDIS_URL": services.enter_context(redis()),
        "PICKFACE_PROCESSES": str(processes),
    }


if __name__ == "__main__":
    sys.exit(main())
