"""`pickface route`: a list of instances in, lengths out."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.integration.cli.here import pickface
from tests.integration.simulate.house import last_line

FLOOR = {
    "id": "α-1", "blocks": 2, "aisles": 3, "slots_per_subaisle": 5, "slot_cm": 100,
    "aisle_spacing_cm": 250, "subaisle_end_cm": 50, "depot": [1, 0],
    "picks_aisle_ycm": [[1, 100], [3, 900], [3, 900]],
}  # fmt: skip


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "floors.json"


def test_tours_are_printed_as_one_line_or_as_a_table(file: Path) -> None:
    file.write_text(json.dumps([FLOOR, {**FLOOR, "id": 2, "picks_aisle_ycm": []}]))
    done = pickface("route", str(file), "--json")
    assert done.returncode == 0, done.stderr
    one, two = last_line(done)
    assert (one["id"], one["length_cm"], two["id"], two["length_cm"]) == (
        "α-1",
        2 * 500 + 2 * 900,
        2,
        0,
    )
    assert set(one) == {"id", "length_cm", "ms"}
    table = pickface("route", str(file)).stdout
    assert "α-1" in table
    assert "2,800 cm" in table


@pytest.mark.parametrize(
    "bad", [b"[{]", b"\xff\xfe", b"{}", json.dumps([{**FLOOR, "blocks": 0}]).encode()]
)
def test_bad_input_is_told_in_a_sentence_and_fails(file: Path, bad: bytes) -> None:
    file.write_bytes(bad)
    done = pickface("route", str(file), "--json")
    assert done.returncode != 0
    assert done.stdout == ""
    assert len(done.stderr.strip().splitlines()) == 1


def test_a_file_that_is_not_there_fails(tmp_path: Path) -> None:
    assert pickface("route", str(tmp_path / "none.json")).returncode != 0
