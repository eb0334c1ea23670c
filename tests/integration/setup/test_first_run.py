"""The first run: an empty installation is founded in the browser, once, by whoever reads the console."""

from __future__ import annotations

from typing import Any

import pytest
from apiflask import APIFlask

from pickface.db import rows
from pickface.setup import first_run
from tests.office import Desk

PASSWORD = "a-long-enough-one"


@pytest.fixture
def nobody(app: APIFlask) -> Desk:
    """A browser in front of an empty installation."""
    return Desk(app.test_client())


def code_on_the_console(app: APIFlask) -> str:
    return first_run.new_code(app.extensions["pickface"].config.data)


def form(code: str, **more: Any) -> dict[str, Any]:
    said = {
        "setup_code": code,
        "company": "Lindqvist Tea",
        "site_code": "MALMO",
        "site_name": "Malmö",
        "timezone": "Europe/Stockholm",
        "address": "Hamngatan 4\n211 22 Malmö",
        "manager": "Maria Lindqvist",
        "login": "Maria",
        "password": PASSWORD,
    }
    return {**said, **more}


def test_an_empty_installation_is_founded_and_its_manager_signs_in(
    app: APIFlask, nobody: Desk
) -> None:
    assert nobody.get("/setup") == {"needed": True, "loading": None}
    nobody.post("/setup", form(code_on_the_console(app).lower().replace("-", " ")))
    assert nobody.get("/setup") == {"needed": False, "loading": None}
    session = nobody.post("/session", {"login": "maria", "password": PASSWORD}, expect=200)
    assert session["person"]["role"] == "manager"
    assert (session["site"]["code"], session["site"]["timezone"]) == ("MALMO", "Europe/Stockholm")
    with app.app_context():
        assert rows("SELECT name FROM owner WHERE id = 1")[0]["name"] == "Lindqvist Tea"
    places = {place["code"] for place in nobody.get("/places")["items"]}
    assert {"DOCK-1", "PACK-1", "SHIP-1"} <= places


def test_what_comes_back_by_itself_begins_with_the_site_and_not_with_the_next_start(
    app: APIFlask, nobody: Desk
) -> None:
    nobody.post("/setup", form(code_on_the_console(app)))
    with app.app_context():
        begun = {one["kind"] for one in rows("SELECT kind FROM job")}
    assert begun >= {"reckon", "slot", "watch_stock", "plan_replenish", "keep_fresh", "release_due"}


def test_a_code_founds_one_installation_and_no_second_one(app: APIFlask, nobody: Desk) -> None:
    code = code_on_the_console(app)
    nobody.post("/setup", form(code))
    again = nobody.post("/setup", form(code, site_code="TWO", login="eve"), expect=409)
    assert again["code"] == "site_exists"
    with app.app_context():
        assert len(rows("SELECT id FROM site")) == len(rows("SELECT id FROM person")) == 1


def test_without_the_code_of_the_console_nothing_is_founded(app: APIFlask, nobody: Desk) -> None:
    assert nobody.post("/setup", form("AAAA-AAAA"), expect=403)["code"] == "setup_code_over"
    code = code_on_the_console(app)
    for guess in ("AAAA-AAAA", "", code[:-1]):
        refused = nobody.post("/setup", form(guess or "x"), expect=403)
        assert refused["code"] == "setup_code_wrong"
    assert nobody.get("/setup") == {"needed": True, "loading": None}


def test_guessing_is_stopped_and_the_right_code_must_wait_too(app: APIFlask, nobody: Desk) -> None:
    code = code_on_the_console(app)
    for _ in range(5):
        nobody.post("/setup", form("AAAA-AAAA"), expect=403)
    assert nobody.post("/setup", form(code), expect=429)["params"]["retry_s"] > 0


def test_a_code_is_over_after_its_hour_and_when_a_newer_one_is_made(
    app: APIFlask, nobody: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = code_on_the_console(app)
    new = code_on_the_console(app)
    assert nobody.post("/setup", form(old), expect=403)["code"] == "setup_code_wrong"
    now = first_run.clock()
    monkeypatch.setattr(first_run, "clock", lambda: now + first_run.LIFE_MS + 1_000)
    assert nobody.post("/setup", form(new), expect=403)["code"] == "setup_code_over"


@pytest.mark.parametrize(
    "wrong",
    [{"timezone": "CEST"}, {"password": "short"}, {"site_code": ""}, {"login": "x" * 81}],
)
def test_what_no_site_or_person_can_have_is_refused_and_the_code_still_holds(
    app: APIFlask, nobody: Desk, wrong: dict[str, Any]
) -> None:
    code = code_on_the_console(app)
    nobody.post("/setup", form(code, **wrong), expect=422)
    assert nobody.get("/setup") == {"needed": True, "loading": None}
    nobody.post("/setup", form(code))


def test_the_code_is_kept_as_a_hash_that_only_the_server_s_user_reads(app: APIFlask) -> None:
    code = code_on_the_console(app)
    path = app.extensions["pickface"].config.data / first_run.FILE
    assert code not in path.read_text()
    assert code.replace("-", "") not in path.read_text()
    assert path.stat().st_mode & 0o077 == 0


def test_the_bare_address_leads_to_the_first_run_until_there_is_a_site(
    app: APIFlask, nobody: Desk
) -> None:
    with nobody.client.get("/") as answer:
        assert (answer.status_code, answer.headers["Location"]) == (302, "/office")
    nobody.post("/setup", form(code_on_the_console(app)))
    with nobody.client.get("/") as answer:
        assert answer.status_code != 302


def test_the_checklist_follows_the_data(app: APIFlask, nobody: Desk) -> None:
    nobody.post("/setup", form(code_on_the_console(app)))
    nobody.post("/session", {"login": "maria", "password": PASSWORD}, expect=200)

    def missing() -> list[str]:
        return [s["name"] for s in nobody.get("/setup/checklist")["steps"] if not s["done"]]

    assert missing() == ["bins", "goods", "stock", "labels", "people", "devices", "scan"]
    nobody.post("/floor", {"aisles": 1, "bays": 2, "levels": 1})
    nobody.post("/items", {"sku": "TEA", "name": "Tea"})
    nobody.client.post("/api/v1/labels/bins", json={}, headers=nobody.headers)
    nobody.post("/people", {"name": "Sofia", "role": "picker", "badge": "B-1", "pin": "4711"})
    assert missing() == ["stock", "devices", "scan"]
    assert nobody.get("/setup/checklist")["done"] is False
