"""``pickface init``: from an empty folder to a site whose manager can sign in."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from pickface.app import create_app
from pickface.cli import cli
from pickface.config import Config
from pickface.errors import BadRequest
from pickface.founding import SiteExists
from tests.conftest import close
from tests.integration.cli.here import pickface

PASSWORD = "a-long-enough-one"
SITE = ("--site", "LDS", "--name", "Leeds", "--timezone", "Europe/London", "--login", "Ada")
Init = Callable[..., Result]


@pytest.fixture
def folder(sqlite_template: Path, tmp_path: Path) -> Path:
    """A data folder whose database is migrated and empty, as ``init`` leaves one that it refused."""
    shutil.copy(sqlite_template, tmp_path / "pickface.sqlite3")
    return tmp_path


@pytest.fixture
def init(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Init:
    """Run the command with these words on these lines of input."""
    for name in ("PICKFACE_DATABASE_URL", "PICKFACE_DATA"):
        monkeypatch.delenv(name, raising=False)

    def run(*words: str, typed: str = f"{PASSWORD}\n", stdin: bool = True) -> Result:
        how = ["--password-stdin"] if stdin else []
        return CliRunner().invoke(
            cli, ["init", "--data", str(folder), *SITE, *how, *words], input=typed
        )

    return run


def ask(folder: Path, way_in: dict[str, str]) -> tuple[int, Any, Any]:
    """Sign in and list the places: the status, who it is, and what is there."""
    app = create_app(Config(data=folder, testing=True))
    try:
        desk = app.test_client()
        answer = desk.post("/api/v1/session", json=way_in, headers={"X-Pickface": "1"})
        places = desk.get("/api/v1/places").get_json()
        return answer.status_code, answer.get_json(), places
    finally:
        close(app)


def test_a_new_site_has_its_stations_and_a_manager_who_can_sign_in(
    init: Init, folder: Path
) -> None:
    done = init("--json")
    assert done.exit_code == 0, done.output
    assert json.loads(done.output.splitlines()[-1])["site"] == "LDS"
    status, session, places = ask(folder, {"login": "ada", "password": PASSWORD})
    assert (status, session["person"]["role"]) == (200, "manager")
    assert (session["site"]["code"], session["site"]["timezone"]) == ("LDS", "Europe/London")
    stations = {place["code"]: place["kind"] for place in places["items"] if not place["virtual"]}
    assert stations == {"FLOOR": "station", "DOCK-1": "dock", "PACK-1": "station", "SHIP-1": "dock"}


def test_a_manager_with_a_badge_signs_in_on_a_handheld(init: Init, folder: Path) -> None:
    assert init("--badge", "B-1", typed=f"{PASSWORD}\n4711\n").exit_code == 0
    assert ask(folder, {"badge": "B-1", "pin": "4711"})[0] == 200
    assert ask(folder, {"badge": "B-1", "pin": "4712"})[0] == 401


def test_the_password_is_asked_for_twice_and_never_shown(init: Init, folder: Path) -> None:
    typed = f"{PASSWORD}\nanother-one\n{PASSWORD}\n{PASSWORD}\n"
    done = init(typed=typed, stdin=False)
    assert done.exit_code == 0, done.output
    assert "do not match" in done.output
    assert PASSWORD not in done.output
    assert ask(folder, {"login": "ada", "password": PASSWORD})[0] == 200


def test_a_second_site_is_refused_and_the_first_stays_as_it_is(init: Init, folder: Path) -> None:
    assert init().exit_code == 0
    again = init(typed="quite-another-one\n")
    assert isinstance(again.exception, SiteExists)
    assert ask(folder, {"login": "ada", "password": "quite-another-one"})[0] == 401
    assert ask(folder, {"login": "ada", "password": PASSWORD})[0] == 200


@pytest.mark.parametrize(
    ("words", "typed", "field"),
    [
        (("--timezone", "Mars/Olympus"), PASSWORD, "timezone"),
        ((), "short", "password"),
        ((), "", "password"),
        (("--badge", "B-1"), f"{PASSWORD}\n12\n", "pin"),
        (("--login", "", "--manager", "Ada"), PASSWORD, "login"),
    ],
)
def test_what_no_site_can_work_with_is_refused_and_nothing_is_made(
    init: Init, words: tuple[str, ...], typed: str, field: str
) -> None:
    refused = init(*words, typed=typed)
    assert isinstance(refused.exception, BadRequest)
    assert refused.exception.params["field"] == field
    assert init().exit_code == 0


def test_without_a_site_there_is_nothing_to_begin_with(tmp_path: Path) -> None:
    done = CliRunner().invoke(cli, ["init", "--data", str(tmp_path)])
    assert done.exit_code == 2
    assert "--site" in done.output


def test_on_an_empty_folder_it_makes_the_database_too_and_tells_its_mistakes_in_a_sentence(
    tmp_path: Path,
) -> None:
    words = ["init", "--data", str(tmp_path / "new"), *SITE, "--password-stdin"]
    first, second = (pickface(*words, typed=f"{PASSWORD}\n") for _ in range(2))
    assert (first.returncode, first.stdout) == (0, "Site LDS is ready; ada signs in at /office.\n")
    assert second.returncode == 1
    assert second.stderr == "pickface: this installation has a site already\n"
