"""Three minutes of torture in the ordinary suite; the seed is printed, and ``make torture SEED=…`` replays it."""

from __future__ import annotations

import os
import random
from pathlib import Path

from pickface.pages import BUILDS
from tests.conftest import absent
from tests.torture.process import torture

MINUTES = 3
KINDS = 12


def test_no_scan_is_lost_counted_twice_or_put_on_the_wrong_person(
    tmp_path: Path, chromium_program: str
) -> None:
    if not any((folder / "index.html").is_file() for folder in BUILDS):
        absent("the web app is not built (make setup)")
    seed = int(os.environ.get("TORTURE_SEED") or random.SystemRandom().randrange(1_000_000))

    code, line, said = torture(tmp_path, "--minutes", str(MINUTES), "--seed", str(seed))

    assert code == 0, f"make torture SEED={seed}\n{said}"
    kept = {name: line[name] for name in ("lost", "twice", "wrong_author", "units_wrong")}
    assert kept == dict.fromkeys(kept, 0)
    assert line["audit"] == "clean"
    assert line["kinds"] >= KINDS
    assert line["intended"] > 1_000
    assert line["on_pages"] > 50
