"""``python -m tests.torture``: some minutes by a seed; the last line is JSON, the exit code 1 on any violation."""

from __future__ import annotations

import argparse
import json
import random
import sys
import tempfile
from pathlib import Path

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
    words = asked.parse_args()
    seed = random.SystemRandom().randrange(1_000_000) if words.seed is None else words.seed
    kinds = tuple(words.kinds.split(",")) if words.kinds else Plan.kinds
    plan = Plan(
        seed,
        words.minutes,
        words.people,
        words.pages,
        rate=words.rate,
        gap_s=words.gap,
        kinds=kinds,
        defect=words.defect,
    )
    print(f"torture: seed {seed}, {words.minutes:g} minutes", flush=True)
    with tempfile.TemporaryDirectory(prefix="pickface-torture-") as folder:
        line = Run(plan, words.data or Path(folder)).run()
    for told in line.pop("told"):
        print(told)
    print(json.dumps(line))
    return 0 if line["good"] else 1


if __name__ == "__main__":
    sys.exit(main())
