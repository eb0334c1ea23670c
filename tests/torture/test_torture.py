"""Ninety seconds of torture in the ordinary suite; the seed is printed, and ``make torture SEED=…`` replays it.

Each kind of fault has its turn in them once or twice; ``make torture`` goes on for three minutes, or for MINUTES.
"""

from __future__ import annotations

import os
import random
import shutil
from pathlib import Path

from pickface.pages import BUILDS
from tests.conftest import absent
from tests.torture.process import torture

MINUTES = 1.5
KINDS = 12
TURNS, ON_PAGES = 2, 25
"""A machine too busy for real browsers proves little of them in ninety seconds: then they get as many more."""


def test_no_scan_is_lost_counted_twice_or_put_on_the_wrong_person(
    demo_site: Path, tmp_path: Path, chromium_program: str
) -> None:
    if not any((folder / "index.html").is_file() for folder in BUILDS):
        absent("the web app is not built (make setup)")
    for turn in range(TURNS):
        seed = int(os.environ.get("TORTURE_SEED") or random.SystemRandom().randrange(1_000_000))
        shutil.copytree(demo_site, tmp_path / str(turn))

        code, line, said = torture(
            tmp_path / str(turn), "--minutes", str(MINUTES), "--seed", str(seed)
        )

        assert code == 0, f"make torture SEED={seed} MINUTES={MINUTES}\n{said}"
        kept = {name: line[name] for name in ("lost", "twice", "wrong_author", "units_wrong")}
        assert kept == dict.fromkeys(kept, 0)
        assert line["audit"] == "clean"
        assert line["kinds"] >= KINDS
        assert line["intended"] > 500
        if line["on_pages"] > ON_PAGES:
            break
    assert line["on_pages"] > ON_PAGES, said
