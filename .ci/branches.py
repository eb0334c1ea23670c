"""Say how many branches of the code that moves goods no test takes, and fail where those are more than 5 in 100."""

import json
import subprocess
import sys
from pathlib import Path

BIN = Path(sys.executable).parent
LEAST = 0.95
SHOWN = 10


def main() -> int:
    """Read what the last run of the tests left behind."""
    told = subprocess.run(
        [BIN / "coverage", "json", "-q", f"--include={sys.argv[1]}", "-o", "-"],
        capture_output=True,
        check=True,
    )
    files = json.loads(told.stdout)["files"]
    missing = {name: found["summary"]["missing_branches"] for name, found in files.items()}
    all_of_them = sum(found["summary"]["num_branches"] for found in files.values())
    taken = 1 - sum(missing.values()) / all_of_them
    for name in sorted(missing, key=lambda name: -missing[name])[:SHOWN]:
        print(f"{missing[name]:>4} branches not taken in {name}")
    print(f"{taken:.1%} of {all_of_them} branches taken, at least {LEAST:.0%} wanted")
    return int(taken < LEAST)


if __name__ == "__main__":
    sys.exit(main())
