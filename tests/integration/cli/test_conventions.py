"""What every command keeps to: one JSON line last, success alone is 0, mistakes are told in a sentence."""

from __future__ import annotations

import json
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.integration.cli.here import pickface
from tests.integration.simulate import house
from tests.integration.simulate.house import last_line


@pytest.fixture
def folder(sqlite_template: Path, tmp_path: Path) -> Path:
    """An installation without a site."""
    shutil.copy(sqlite_template, tmp_path / "pickface.sqlite3")
    return tmp_path


def test_the_program_says_and_ends_as_its_commands_do(tmp_path: Path) -> None:
    nowhere = ("audit", "--data", str(tmp_path / "nowhere"))
    for words, code in (("--help",), 0), (("juggle",), 2), (nowhere, 1):
        done, here = house.pickface(*words), pickface(*words)
        assert (done.returncode, here.returncode) == (code, code)
        # Started so, its name is not that of the installed program.
        assert done.stdout.replace("Usage: -c", "Usage: pickface") == here.stdout
        assert (
            done.stderr.replace(" -c ", " pickface ").replace("'-c ", "'pickface ") == here.stderr
        )


@pytest.fixture
def items(tmp_path: Path) -> Path:
    file = tmp_path / "items.csv"
    file.write_text("sku,name\nMUG,Mug\n")
    return file


def test_a_clean_audit_ends_with_its_json_line_and_succeeds(folder: Path) -> None:
    done = pickface("audit", "--data", str(folder), "--json")
    assert done.returncode == 0, done.stderr
    assert last_line(done)["clean"] is True
    assert pickface("audit", "--data", str(folder)).stdout.startswith("Clean: 0 moves")


def test_an_audit_that_finds_something_says_what_and_fails(folder: Path) -> None:
    with closing(sqlite3.connect(folder / "pickface.sqlite3")) as database, database:
        database.execute("INSERT INTO site (code, name, settings) VALUES ('X', 'X', '{}')")
        database.execute("INSERT INTO place (site_id, code, kind) VALUES (1, 'A-1', 'bin')")
        database.execute("INSERT INTO item (owner_id, sku, name, changed_at) VALUES (1,'M','M',0)")
        database.execute(
            "INSERT INTO balance (item_id, lot_id, place_id, container, owner_id, site_id, virtual, "
            "pickable, qty) SELECT i.id, 0, p.id, '', 1, 1, 0, 0, 5 FROM item i, place p "
            "WHERE p.code = 'A-1'"
        )
    done = pickface("audit", "--data", str(folder), "--json")
    assert done.returncode == 1
    line = last_line(done)
    assert (line["clean"], line["difference_count"] > 0) == (False, True)
    assert line["differences"][0] in done.stderr


def test_an_audit_of_a_folder_that_is_not_there_fails_and_makes_nothing(tmp_path: Path) -> None:
    missing = tmp_path / "nowhere"
    done = pickface("audit", "--data", str(missing), "--json")
    assert (done.returncode, done.stdout) == (1, "")
    assert f"there is no Pickface in {missing}" in done.stderr
    assert not missing.exists()


def test_the_data_folder_may_come_from_the_environment_and_the_command_line_wins(
    folder: Path, tmp_path: Path
) -> None:
    assert pickface("audit", PICKFACE_DATA=str(folder)).returncode == 0
    elsewhere = str(tmp_path / "nowhere")
    assert pickface("audit", PICKFACE_DATA=elsewhere).returncode == 1
    assert pickface("audit", "--data", str(folder), PICKFACE_DATA=elsewhere).returncode == 0


def test_an_import_ends_with_its_report_and_says_what_is_missing(folder: Path, items: Path) -> None:
    done = pickface("import", "items", str(items), "--data", str(folder), "--json")
    assert done.returncode == 0, done.stderr
    assert (last_line(done)["created"], last_line(done)["left_out"]) == (1, {})
    orders = pickface("import", "orders", str(items), "--data", str(folder), "--json")
    assert (orders.returncode, orders.stdout) == (1, "")
    assert orders.stderr == "pickface: there is no such site\n"


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        ({"PICKFACE_PROCESSES": "2"}, "more than one process needs PICKFACE_REDIS_URL"),
        (
            {"PICKFACE_PROCESSES": "2", "PICKFACE_REDIS_URL": "redis://127.0.0.1:1/0"},
            "more than one process needs PostgreSQL",
        ),
        ({"PICKFACE_PROCESSES": "two"}, "PICKFACE_PROCESSES is a whole number from 1"),
        ({"PICKFACE_THREADS": "0"}, "PICKFACE_THREADS is a whole number from 1"),
    ],
)
def test_a_server_that_would_only_half_work_does_not_start(
    tmp_path: Path, settings: dict[str, str], sentence: str
) -> None:
    done = pickface("serve", "--data", str(tmp_path / "new"), **settings)
    assert done.returncode == 1
    assert done.stderr.startswith(f"pickface: {sentence}")
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("juggle",), "No such command 'juggle'"),
        (("audit", "--loud"), "No such option"),
        (("serve", "--port", "70000"), "70000"),
        (("import", "items", "not-there.csv"), "does not exist"),
        (("simulate", "--people", "0"), "--people"),
    ],
)
def test_words_that_no_command_knows_are_a_mistake_of_the_caller(
    words: tuple[str, ...], sentence: str
) -> None:
    done = pickface(*words)
    assert (done.returncode, done.stdout) == (2, "")
    assert sentence in done.stderr


def test_a_shift_without_a_server_says_so_at_once(free_port: int) -> None:
    url = f"http://127.0.0.1:{free_port}"
    done = pickface("simulate", "--url", url, "--json")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == f"Error: no Pickface answers at {url}\n"


def test_help_names_every_command() -> None:
    done = pickface("--help")
    assert done.returncode == 0
    for command in ("audit", "demo", "import", "init", "serve", "simulate", "upgrade"):
        assert f"\n  {command} " in done.stdout


def test_the_json_line_is_one_line(folder: Path) -> None:
    done = pickface("audit", "--data", str(folder), "--json")
    assert [json.loads(line)["clean"] for line in done.stdout.splitlines()] == [True]
