"""`pickface forecast --evaluate`: which lines of a file count, and what is printed."""

from __future__ import annotations

import json
import lzma
from datetime import date, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from pickface.channels.reading import BadFile
from pickface.cli import cli
from pickface.planning.lines import read_demand

HEAD = "invoice,stock_code,quantity,invoiced_at\n"
MESSY = HEAD + (
    "536365,85123A,6,2010-12-01 08:26\n"
    "536365,POST,1,2010-12-01 08:26\n"
    "536366,85123a,4,2010-12-03 09:00\n"
    "C536379,85123A,-2,2010-12-02 09:41\n"
    "A563185,B,1,2010-12-02 14:50\n"
    "536400,85123A,-20,2010-12-02 14:50\n"
)


def test_returns_charges_and_adjustments_are_no_demand(tmp_path: Path) -> None:
    file = tmp_path / "lines.csv"
    file.write_text(MESSY)
    read = read_demand(file)
    assert read.demand.keys == ("85123A",)
    assert read.demand.units.tolist() == [[6, 0, 4]]
    assert read.left_out == {"charge": 1, "return": 1, "adjustment": 2}


def test_what_was_booked_to_nobody_for_nothing_is_known_where_there_are_prices(
    tmp_path: Path,
) -> None:
    file = tmp_path / "lines.csv"
    file.write_text(
        HEAD.replace("\n", ",unit_price_gbp,customer\n")
        + "1,22423,5,2011-01-04 10:00,12.75,17850\n2,22423,900,2011-01-05 10:00,0.00,\n"
    )
    assert read_demand(file).demand.units.tolist() == [[5]]


def test_a_line_without_a_date_is_told_by_its_number(tmp_path: Path) -> None:
    file = tmp_path / "lines.csv"
    file.write_text(HEAD + "1,22423,5,yesterday\n")
    with pytest.raises(BadFile, match="line 2 has no date"):
        read_demand(file)


def test_the_command_prints_the_measures_of_each_origin(tmp_path: Path) -> None:
    file = tmp_path / "lines.csv.xz"
    begin = date(2011, 1, 3)
    lines = "".join(
        f"{day},22423,{3 + day % 4},{begin + timedelta(day)} 10:00\n" for day in range(170)
    )
    file.write_bytes(lzma.compress((HEAD + lines).encode()))
    done = CliRunner().invoke(cli, ["forecast", "--evaluate", str(file), "--json"])
    told = json.loads(done.stdout)
    assert done.exit_code == 0
    assert len(told["origins"]) == 3
    assert told["origins"][-1]["origin"] == str(begin + timedelta(170 - 28))
    assert told["wape"] < 0.1
    assert abs(told["bias"]) < 0.05
    for_people = CliRunner().invoke(cli, ["forecast", "--evaluate", str(file)])
    assert "In all: RMSSE" in for_people.stdout
    # What sells 3, 4, 5 and 6 in turn sells 126 in each 28 days: their mean is exact in sum, and off on each day.
    assert told["average_28"] == {
        "rmsse": pytest.approx((1.25 / 3) ** 0.5, abs=0.01),
        "wape": 0,
        "bias": 0,
        "measured": 3,
    }
    assert "The mean of the last 28 days instead: RMSSE" in for_people.stdout


def test_a_file_that_is_too_short_says_so(tmp_path: Path) -> None:
    file = tmp_path / "lines.csv"
    file.write_text(MESSY)
    done = CliRunner().invoke(cli, ["forecast", "--evaluate", str(file)])
    assert done.exit_code == 1
    assert "too few days" in done.stdout
