"""Signing in, devices and people, over HTTP."""

from __future__ import annotations

import hashlib
import json

import pytest
from apiflask import APIFlask

from pickface.db import row, rows
from pickface.people.devices import authenticate_device
from tests.office import PASSWORD, PIN, Desk, Handheld, Office, open_office


@pytest.fixture
def office(app: APIFlask) -> Office:
    return open_office(app)


def nobody(office: Office) -> Desk:
    return Desk(office.app.test_client())


def test_a_desk_signs_in_with_login_and_password(office: Office) -> None:
    office.hire("buyer", "Maria")
    desk = nobody(office)
    body = desk.post("/session", {"login": "Buyer", "password": PASSWORD}, expect=200)
    assert body["person"]["name"] == "Maria"
    assert body["person"]["role"] == "buyer"
    assert "purchasing.create_purchase_order" in body["person"]["permissions"]
    assert "orders.release_order" not in body["person"]["permissions"]
    assert body["shift"] is None
    assert body["device"] is None
    assert body["site"] == {
        "id": office.site_id, "code": "MAIN", "name": "Main warehouse", "timezone": "Europe/Berlin",
        "network_at": "",
    }  # fmt: skip
    again = desk.get("/session")
    assert again["person"] == body["person"]


def test_a_handheld_signs_in_with_badge_and_pin(office: Office) -> None:
    person = office.hire("picker")
    handheld, desk = Handheld(), nobody(office)
    body = desk.post("/session", handheld.form("b-picker"), expect=200)
    assert body["device"]["id"] == handheld.id
    with office.app.app_context():
        shift = row("SELECT * FROM shift WHERE id = :id", id=body["shift"])
        device = row("SELECT * FROM device WHERE id = :id", id=handheld.id)
    assert shift is not None
    assert (shift["person_id"], shift["stream"]) == (person, handheld.stream)
    assert shift["public_key"] == handheld.public_key
    assert shift["ended_at"] is None
    assert device is not None
    assert device["token_hash"] == hashlib.sha256(body["device"]["token"].encode()).hexdigest()


def test_the_key_of_a_shift_is_journaled(office: Office) -> None:
    office.hire("picker")
    handheld = Handheld()
    body = nobody(office).post("/session", handheld.form("B-PICKER"), expect=200)
    with office.app.app_context():
        events = rows("SELECT kind, body FROM scan_event WHERE kind = 'sign_in'")
    assert len(events) == 1
    assert body["shift"] in events[0]["body"]
    assert handheld.public_key in json.dumps(json.loads(events[0]["body"]))


def test_cookies_are_out_of_reach_of_scripts_and_foreign_pages(office: Office) -> None:
    office.hire("picker")
    answer = office.app.test_client().post(
        "/api/v1/session", json=Handheld().form("B-PICKER"), headers={"X-Pickface": "1"}
    )
    cookies = answer.headers.getlist("Set-Cookie")
    assert sorted(cookie.split("=")[0] for cookie in cookies) == [
        "pickface_device",
        "pickface_session",
    ]
    for cookie in cookies:
        assert "HttpOnly" in cookie
        assert "SameSite=Strict" in cookie


def test_the_device_cookie_outlives_the_session(office: Office) -> None:
    office.hire("picker")
    desk = nobody(office)
    token = desk.post("/session", Handheld().form("B-PICKER"), expect=200)["device"]["token"]
    desk.post("/session", method="DELETE", expect=204)
    desk.get("/session", expect=401)
    cookie = desk.client.get_cookie("pickface_device")
    assert cookie is not None
    assert cookie.value == token


def test_signing_out_ends_the_shift_and_keeps_its_key(office: Office) -> None:
    office.hire("picker")
    desk = nobody(office)
    shift = desk.post("/session", Handheld().form("B-PICKER"), expect=200)["shift"]
    desk.post("/session", method="DELETE", expect=204)
    with office.app.app_context():
        ended = row("SELECT ended_at, public_key FROM shift WHERE id = :id", id=shift)
    assert ended is not None
    assert ended["ended_at"] > 0
    assert ended["public_key"]


def test_the_next_badge_on_a_device_ends_the_shift_before_and_keeps_the_token(
    office: Office,
) -> None:
    office.hire("picker")
    office.hire("packer")
    handheld, desk = Handheld(), nobody(office)
    first = desk.post("/session", handheld.form("B-PICKER"), expect=200)
    second = desk.post("/session", handheld.form("B-PACKER"), expect=200)
    assert second["device"] == first["device"]
    assert desk.get("/session")["person"]["role"] == "packer"
    with office.app.app_context():
        open_shifts = rows("SELECT id FROM shift WHERE ended_at IS NULL")
    assert [shift["id"] for shift in open_shifts] == [second["shift"]]


def test_a_device_that_lost_its_token_gets_a_new_one(office: Office) -> None:
    office.hire("picker")
    handheld = Handheld()
    first = nobody(office).post("/session", handheld.form("B-PICKER"), expect=200)["device"][
        "token"
    ]
    second = nobody(office).post("/session", handheld.form("B-PICKER"), expect=200)["device"][
        "token"
    ]
    assert first != second
    with office.app.app_context():
        assert len(rows("SELECT id FROM device")) == 1


def test_the_scan_door_knows_an_enrolled_device_by_cookie_and_by_header(office: Office) -> None:
    office.hire("picker")
    handheld = Handheld()
    token = nobody(office).post("/session", handheld.form("B-PICKER"), expect=200)["device"][
        "token"
    ]
    for headers in ({"Authorization": f"Device {token}"}, {"Cookie": f"pickface_device={token}"}):
        with office.app.test_request_context(headers=headers) as context:
            known = authenticate_device(context.request)
        assert known is not None
        assert (known.id, known.site_id, known.name) == (handheld.id, office.site_id, "TC52 #4")


@pytest.mark.parametrize(
    "header", ["", "Device", "Device x", "Bearer " + "x" * 43, "Device " + "x" * 43]
)
def test_the_scan_door_knows_nobody_else(office: Office, header: str) -> None:
    with office.app.test_request_context(headers={"Authorization": header}) as context:
        assert authenticate_device(context.request) is None


def test_a_revoked_device_may_not_sign_in(office: Office) -> None:
    from pickface.db import command

    office.hire("picker")
    handheld = Handheld()
    desk = nobody(office)
    desk.post("/session", handheld.form("B-PICKER"), expect=200)
    with office.app.app_context():
        command(lambda tx: tx.run("UPDATE device SET revoked_at = 1"))
    assert desk.post("/session", handheld.form("B-PICKER"), expect=403)["code"] == "device_revoked"


@pytest.mark.parametrize("badge", ["B-PICKER", "B-NOBODY"])
def test_a_wrong_pin_and_an_unknown_badge_are_told_alike_and_locked_after_five(
    office: Office, badge: str
) -> None:
    office.hire("picker")
    desk = nobody(office)
    wrong = {"badge": badge, "pin": "0000"}
    told = [desk.post("/session", wrong, expect=401) for _ in range(5)]
    assert {body["code"] for body in told} == {"sign_in_failed"}
    assert {body["message"] for body in told} == {"wrong badge or PIN"}
    locked = desk.post("/session", {"badge": badge, "pin": PIN}, expect=429)
    assert locked["code"] == "sign_in_locked"
    assert 290 <= locked["params"]["retry_s"] <= 301


def test_who_left_the_firm_cannot_sign_in(office: Office) -> None:
    from pickface.db import command

    office.hire("picker")
    with office.app.app_context():
        command(lambda tx: tx.run("UPDATE person SET active = 0 WHERE badge = 'B-PICKER'"))
    nobody(office).post("/session", {"badge": "B-PICKER", "pin": PIN}, expect=401)


def test_a_new_pin_ends_the_sessions_of_the_old_one(office: Office) -> None:
    from pickface.db import command

    office.hire("picker")
    desk = nobody(office)
    desk.post("/session", {"badge": "B-PICKER", "pin": PIN}, expect=200)
    with office.app.app_context():
        command(lambda tx: tx.run("UPDATE person SET pin_hash = 'x' WHERE badge = 'B-PICKER'"))
    desk.get("/session", expect=401)


@pytest.mark.parametrize(
    "change",
    [
        {"pin": None},
        {"badge": 17},
        {"badge": "B\u0000X"},
        {"login": "maria", "password": "also"},
        {"stream": None},
        {"stream": "not-a-uuid"},
        {"public_key": "AAAA"},
        {"device": {"id": "x", "name": "y"}},
        {"extra": 1},
    ],
)
def test_a_sign_in_of_the_wrong_form_is_refused_and_keeps_nothing(
    office: Office, change: dict[str, object]
) -> None:
    office.hire("picker")
    refused = nobody(office).post("/session", {**Handheld().form("B-PICKER"), **change}, expect=422)
    assert refused["code"] in {"bad_request", "bad_public_key"}
    with office.app.app_context():
        assert rows("SELECT id FROM device") == []


def test_a_manager_takes_people_on_and_lists_them(office: Office) -> None:
    made = office.desk.post(
        "/people",
        {"name": "Ana", "role": "picker", "badge": "b-77", "pin": "4718", "language": "es"},
    )
    assert made["badge"] == "B-77"
    assert "pin" not in json.dumps(made)
    assert [person["name"] for person in office.desk.get("/people", role="picker")["items"]] == [
        "Ana"
    ]
    nobody(office).post("/session", {"badge": "B-77", "pin": "4718"}, expect=200)


def test_people_choose_their_own_language_and_it_stays(office: Office) -> None:
    person = office.hire("picker", "Ana")
    ana = nobody(office)
    signed_in = ana.post("/session", Handheld().form("B-PICKER"), expect=200)
    assert signed_in["person"]["language"] == "en"
    ana.post("/session", {"language": "pl"}, method="PATCH", expect=204)
    assert ana.get("/session")["person"]["language"] == "pl"
    again = nobody(office).post("/session", Handheld().form("B-PICKER"), expect=200)
    assert again["person"]["language"] == "pl"
    with office.app.app_context():
        journaled = rows("SELECT person_id, body FROM scan_event WHERE kind = 'office'")
    assert [
        event["person_id"]
        for event in journaled
        if json.loads(event["body"]).get("action") == "change_person"
    ] == [person]
    ana.post("/session", {"language": "polski"}, method="PATCH", expect=422)
    nobody(office).post("/session", {"language": "pl"}, method="PATCH", expect=401)


def test_a_badge_belongs_to_one_person(office: Office) -> None:
    form = {"name": "Ana", "role": "picker", "badge": "B-77", "pin": "4718"}
    office.desk.post("/people", form)
    assert office.desk.post("/people", form, expect=409)["code"] == "badge_taken"
    assert len(office.desk.get("/people", role="picker")["items"]) == 1


def test_people_are_listed_page_by_page(office: Office) -> None:
    for number in range(4):
        office.hire("picker", badge=f"P-{number}", login=f"p{number}")
    first = office.desk.get("/people", role="picker", limit=3)
    second = office.desk.get("/people", role="picker", limit=3, cursor=first["next"])
    assert [len(first["items"]), len(second["items"])] == [3, 1]
    assert second["next"] is None
