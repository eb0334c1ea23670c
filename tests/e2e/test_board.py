"""The board in a real browser, against the real server: live rows, decisions, keys, and when it is alone."""

from __future__ import annotations

import json
import os
import shutil
import signal
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest
import requests
from playwright.sync_api import Page, expect

from pickface.app import create_app
from pickface.config import Config
from pickface.db import Tx, connect_sqlite
from pickface.pages import BUILDS
from pickface.people.secrets import hash_secret
from tests.conftest import absent, close
from tests.integration.insight import floor
from tests.programs import Program
from tests.services import free_port, wait_for_port

LOGIN, PASSWORD = "sam", "sam-runs-the-floor"
TASK, WAITING, EXCEPTION = 11, 12, 1


def a_working_floor(tx: Tx) -> None:
    floor.furnish(tx)
    for name in ("login", "password_hash"):
        value = LOGIN if name == "login" else hash_secret(PASSWORD)
        tx.run(f"UPDATE person SET {name} = :value WHERE id = :id", value=value, id=floor.SAM)
    for number, state, person in ((TASK, "begun", floor.ANA), (WAITING, "ready", None)):
        floor.task(tx, number, state, person)
        script = '{"steps": [{"id": "s1", "kind": "confirm"}]}'
        tx.run(
            "INSERT INTO script (task_id, revision, vocabulary, body) VALUES (:task, 1, 1, :body)",
            task=number,
            body=script,
        )
    tx.run(
        "INSERT INTO shift (id, person_id, device_id, stream, public_key, started_at) "
        "VALUES (:stream, :person, :device, :stream, '', 1)",
        person=floor.ANA,
        device=floor.DEVICE,
        stream=floor.STREAM,
    )
    floor.exception(tx, kind="blocked", proposed="book", params="{}", task_id=TASK)
    floor.scan(tx, 1, "booked", place_id=40)
    floor.scan(tx, 2, "refused", item_id=12, code="4006381333931")


@dataclass
class Served:
    """A running server and somebody else's session on it."""

    url: str
    process: Program
    other: requests.Session


@pytest.fixture
def served(tmp_path: Path, sqlite_template: Path) -> Iterator[Served]:
    """A server on a small floor at work."""
    if not any((folder / "index.html").is_file() for folder in BUILDS):
        absent("the web app is not built (make setup)")
    shutil.copy(sqlite_template, tmp_path / "pickface.sqlite3")
    app = create_app(Config(data=tmp_path, testing=True))
    app.extensions["pickface"].writer.run(a_working_floor)
    close(app)
    port = free_port()
    words = ["serve", "--data", str(tmp_path), "--port", str(port)]
    process = Program(words, {**os.environ, "PICKFACE_THREADS": "32", "HOME": str(tmp_path)})
    url = f"http://localhost:{port}"
    wait_for_port(port)
    other = requests.Session()
    other.headers["X-Pickface"] = "1"
    credentials = {"login": LOGIN, "password": PASSWORD}
    other.post(f"{url}/api/v1/session", json=credentials, timeout=10).raise_for_status()
    yield Served(url, process, other)
    if process.poll() is None:
        process.send_signal(signal.SIGTERM)
    process.wait(15)


@pytest.fixture
def board(desk: Page, served: Served) -> Page:
    """The board, signed in and live."""
    desk.goto(f"{served.url}/board")
    desk.fill("input[name=login]", LOGIN)
    desk.fill("input[name=password]", PASSWORD)
    desk.press("input[name=password]", "Enter")
    expect(desk.locator("[data-online=true]")).to_be_visible()
    return desk


def test_a_wrong_password_is_said_so(desk: Page, served: Served) -> None:
    desk.goto(f"{served.url}/board")
    desk.fill("input[name=login]", LOGIN)
    desk.fill("input[name=password]", "not the password")
    desk.press("input[name=password]", "Enter")
    expect(desk.get_by_role("alert")).to_contain_text("do not match")


def test_what_somebody_else_does_shows_without_reloading(board: Page, served: Served) -> None:
    row = board.locator(".tasks tr[data-row]", has_text=f"Order {WAITING}")
    expect(row).to_contain_text("waiting")
    answer = served.other.post(
        f"{served.url}/api/v1/tasks/{WAITING}/hold", json={"reason": "wet_floor"}, timeout=10
    )
    assert answer.status_code == 200, answer.text
    expect(row).to_contain_text("held: wet floor")


def test_a_task_is_held_and_let_go_from_its_row(board: Page) -> None:
    row = board.locator(".tasks tr[data-row]", has_text=f"Order {WAITING}")
    row.get_by_role("button", name="Change").click()
    board.locator("[data-action=hold]").click()
    expect(row).to_contain_text("held")
    row.get_by_role("button", name="Change").click()
    board.locator("[data-action=release]").click()
    expect(row).to_contain_text("waiting")


def test_taking_work_back_says_what_its_device_may_still_hold(board: Page) -> None:
    row = board.locator(".tasks tr[data-row]", has_text=f"Order {TASK}")
    row.get_by_role("button", name="Change").click()
    warning = "Nothing was heard from TC52 #4 of Ana since the server started; it may hold scans."
    expect(board.locator("[data-unsynced]")).to_have_text(warning)
    board.locator("[data-action=cancel]").click()
    expect(board.locator("[role=group]")).to_contain_text(warning)


def test_an_exception_is_decided_and_leaves_the_board(board: Page) -> None:
    one = board.locator("[data-exception]")
    expect(one).to_contain_text("A-12-04 could not be reached.")
    one.focus()
    board.keyboard.press("b")
    expect(one).to_have_count(0)
    expect(board.get_by_text("Nothing needs you.")).to_be_visible()


def test_a_provisional_count_says_so_and_is_approved(board: Page, tmp_path: Path) -> None:
    with closing(connect_sqlite(str(tmp_path / "pickface.sqlite3"))) as database:
        database.execute(
            "INSERT INTO count_awaits VALUES (:task, :device, 1, 1)",
            {"task": TASK, "device": floor.DEVICE},
        )
        for kind, proposed, params in (
            ("count_difference", "book", {"lines": [{"item": 12}]}),
            ("count_provisional", "approve", {"n": 1, "devices": "TC52 #4"}),
        ):
            database.execute(
                "INSERT INTO exception (site_id, kind, state, task_id, place_id, params, proposed, created_at) "
                "VALUES (1, ?, 'open', ?, 40, ?, ?, 1)",
                (kind, TASK, json.dumps(params), proposed),
            )
    board.reload()
    difference = board.locator("[data-exception]", has_text="differs from the books")
    expect(difference).to_contain_text(
        "Provisional: 1 device with work there has not synced since."
    )
    waits = board.locator("[data-exception]", has_text="may still change")
    expect(waits).to_contain_text("Not synced since: TC52 #4.")
    waits.get_by_role("button", name="Approve as counted").click()
    expect(waits).to_have_count(0)
    expect(difference.locator("[data-provisional]")).to_have_count(0)


def test_a_row_opens_its_scans_by_keyboard_and_escape_goes_back(board: Page) -> None:
    board.locator(".tasks tr[data-row]", has_text=f"Order {TASK}").focus()
    board.keyboard.press("Enter")
    journal = board.locator(".journal tr[data-row]")
    expect(journal).to_have_count(2)
    expect(journal.first).to_contain_text("refused")
    board.keyboard.press("Escape")
    expect(board.locator("[data-page=board]")).to_be_visible()


def test_the_journal_narrows_and_says_when_nothing_fits(board: Page, served: Served) -> None:
    board.get_by_role("link", name="Journal").click()
    expect(board.locator(".journal tr[data-row]")).to_have_count(2)
    board.select_option("select[name=verdict]", "refused")
    expect(board.locator(".journal tr[data-row]")).to_have_count(1)
    board.goto(f"{served.url}/board/journal?item=nothing-here")
    expect(board.get_by_text("Nothing has the code nothing-here.")).to_be_visible()


def test_a_board_that_is_alone_says_of_when_it_is(board: Page, served: Served) -> None:
    served.process.send_signal(signal.SIGTERM)
    served.process.wait(15)
    expect(board.locator("[data-online=false]")).to_contain_text("This is how it was at")
    expect(board.locator(".tasks tr[data-row]")).to_have_count(2)


def test_it_fits_a_phone(board: Page) -> None:
    board.set_viewport_size({"width": 360, "height": 640})
    for path in ("board", "board/journal", f"board/tasks/{TASK}", "office/items", "office/orders"):
        board.goto(board.url.split("/board")[0].split("/office")[0] + "/" + path)
        expect(board.locator("main")).to_be_visible()
        assert board.evaluate("document.documentElement.scrollWidth") <= 360, path
