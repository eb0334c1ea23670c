"""The bench's count of syncs, read from the table that strace prints."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable
from pathlib import Path

import pytest

TABLE = """% time     seconds  usecs/call     calls    errors syscall
------ ----------- ----------- --------- --------- ----------------
 99.10    0.104310         983       106           fdatasync
  0.90    0.000950         475         2         1 fsync
------ ----------- ----------- --------- --------- ----------------
100.00    0.105260         974       108         1 total
"""


@pytest.fixture
def calls_in() -> Callable[[str], int]:
    path = Path(__file__).parents[3] / "bench" / "syncs.py"
    spec = importlib.util.spec_from_file_location("bench_syncs", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    counted: Callable[[str], int] = module.calls_in
    return counted


def test_syncs_of_both_kinds_are_added_up_and_the_total_is_not_counted_again(
    calls_in: Callable[[str], int],
) -> None:
    assert calls_in(TABLE) == 108
    assert calls_in("") == 0
