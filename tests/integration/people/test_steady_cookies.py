"""Session cookies when the server's clock is set."""

from __future__ import annotations

import time

import pytest
from apiflask import APIFlask

from pickface.people.sessions import LIFE
from tests.office import Desk, Handheld, open_office


@pytest.fixture
def desk(app: APIFlask) -> Desk:
    office = open_office(app)
    office.hire("picker")
    desk = Desk(office.app.test_client())
    desk.post("/session", Handheld().form("b-picker"), expect=200)
    return desk


def set_clock(monkeypatch: pytest.MonkeyPatch, seconds: float) -> None:
    # Asked here: between collecting and running a suite more than the minute may pass that a test goes beyond.
    now = time.time()
    monkeypatch.setattr("itsdangerous.timed.time.time", lambda: now + seconds)


def test_a_clock_that_is_set_back_signs_nobody_out(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_clock(monkeypatch, -120)
    assert desk.get("/session")["person"]["role"] == "picker"


def test_a_session_still_ends_after_its_life(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    set_clock(monkeypatch, LIFE.total_seconds() + 60)
    assert desk.get("/session", expect=401)["code"] == "not_signed_in"


def test_a_cookie_from_further_ahead_than_its_life_is_nobodys(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_clock(monkeypatch, -LIFE.total_seconds() - 60)
    assert desk.get("/session", expect=401)["code"] == "not_signed_in"
