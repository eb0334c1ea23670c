"""Inviting a handheld from the desk, and what is kept of settings and people; on both databases."""

from __future__ import annotations

import uuid

import pytest
from apiflask import APIFlask

from pickface.setup import enrolment
from tests.office import Desk, Handheld, Office, open_office


@pytest.fixture
def office(app: APIFlask) -> Office:
    return open_office(app)


def code_of(invitation: dict[str, str]) -> str:
    return invitation["address"].partition("#enrol=")[2]


def test_an_invited_handheld_has_its_name_before_anybody_signs_in(office: Office) -> None:
    invitation = office.desk.post("/devices/invitations", {"name": "Dock 2"})
    assert invitation["qr"].startswith("<svg")
    device = Desk(office.app.test_client())
    own = str(uuid.uuid4())
    enrolled = device.post("/enrolments", {"code": code_of(invitation), "device": own})
    assert enrolled["name"] == "Dock 2"
    state = office.desk.get(f"/devices/invitations/{invitation['id']}")
    assert state["used_at"] is not None
    (listed,) = office.desk.get("/devices")["items"]
    assert (listed["id"], listed["name"], listed["unsent"]) == (own, "Dock 2", None)
    # The device may deliver from now on.
    device.post("/roster", expect=200)


def test_an_invitation_is_for_one_device_and_a_few_minutes(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    invitation = office.desk.post("/devices/invitations", {"name": "Dock 2"})
    first, second = str(uuid.uuid4()), str(uuid.uuid4())
    nobody = Desk(office.app.test_client())
    for _ in range(2):  # the answer was lost, and it asks again
        nobody.post("/enrolments", {"code": code_of(invitation), "device": first})
    other = Desk(office.app.test_client())
    for code in (code_of(invitation), "x" * 43):
        refused = other.post("/enrolments", {"code": code, "device": second}, expect=403)
        assert refused["code"] == "invitation_over"
    monkeypatch.setattr(enrolment, "LIFE_MS", -1)
    late = office.desk.post("/devices/invitations", {"name": "Dock 3"})
    other.post("/enrolments", {"code": code_of(late), "device": second}, expect=403)
    assert len(office.desk.get("/devices")["items"]) == 1


def test_a_device_out_of_service_does_not_come_back_by_an_invitation(office: Office) -> None:
    office.hire("picker")
    held = Handheld()
    client = Desk(office.app.test_client())
    client.post("/session", held.form("B-PICKER"), expect=200)
    office.desk.post(f"/devices/{held.id}/revoke", expect=200)
    invitation = office.desk.post("/devices/invitations", {"name": "Again"})
    refused = client.post("/enrolments", {"code": code_of(invitation), "device": held.id}, expect=403)  # fmt: skip
    assert refused["code"] == "device_revoked"
    state = office.desk.get(f"/devices/invitations/{invitation['id']}")
    assert state["used_at"] is None


def test_a_supervisor_lets_a_locked_person_try_again(office: Office) -> None:
    person = office.hire("picker")
    nobody = Desk(office.app.test_client())
    wrong, right = {"badge": "B-PICKER", "pin": "9182"}, {"badge": "B-PICKER", "pin": "4711"}
    for _ in range(5):
        nobody.post("/session", wrong, expect=401)
    nobody.post("/session", right, expect=429)
    assert office.desk.post(f"/people/{person}/unlock", expect=200) == {"unlocked": 1}
    nobody.post("/session", right, expect=200)
    assert office.desk.post(f"/people/{person}/unlock", expect=200) == {"unlocked": 0}
    office.desk.post("/people/999/unlock", expect=404)


@pytest.mark.parametrize("pin", ["1111", "1234", "987654", "0123", "123", "12a4", "7890"])
def test_a_pin_that_is_tried_first_is_refused(office: Office, pin: str) -> None:
    person = office.hire("picker")
    refused = office.desk.post(f"/people/{person}", {"pin": pin}, method="PATCH", expect=422)
    assert refused["params"]["field"] == "pin"
    form = {"name": "Ana", "role": "picker", "badge": "B-9", "pin": pin}
    office.desk.post("/people", form, expect=422)


def test_a_login_and_its_password_are_given_and_taken(office: Office) -> None:
    person = office.hire("picker", login=None, password=None)
    give = {"login": "Sofia", "password": "long enough"}
    changed = office.desk.post(f"/people/{person}", give, method="PATCH", expect=200)
    assert changed["login"] == "sofia"
    desk = Desk(office.app.test_client())
    desk.post("/session", {"login": "sofia", "password": "long enough"}, expect=200)
    office.desk.post(f"/people/{person}", {"password": "another one"}, method="PATCH", expect=200)
    desk.get("/session", expect=401)
    office.desk.post(f"/people/{person}", {"login": None}, method="PATCH", expect=200)
    assert office.desk.get(f"/people/{person}")["login"] is None
    theirs = {"login": "manager-main", "password": "long enough"}
    taken = office.desk.post(f"/people/{person}", theirs, method="PATCH", expect=409)
    assert taken["code"] == "badge_taken"


def test_who_changed_a_setting_is_kept_from_what_to_what(office: Office) -> None:
    desk = office.desk
    known = {one["name"]: one for one in desk.get("/site/settings/known")["items"]}
    assert (known["lock_minutes"]["default"], known["lock_minutes"]["most"]) == (10, 480)
    desk.post("/site/settings", {"lock_minutes": 5, "tasks_ahead": 2}, method="PATCH", expect=200)
    desk.post("/site/settings", {"lock_minutes": 5}, method="PATCH", expect=200)
    desk.post("/site/settings", {"offline_sign_in": True}, method="PATCH", expect=200)
    for wrong in ({"lock_minutes": 9999}, {"returns_at": "NOWHERE"}, {"quality_check": "some"}):
        desk.post("/site/settings", wrong, method="PATCH", expect=422)
    history = desk.get("/site/settings/history")["items"]
    assert [(one["name"], one["old"], one["new"], one["person"]) for one in history] == [
        ("offline_sign_in", "false", "true", "Manager"),
        ("lock_minutes", "10", "5", "Manager"),
    ]
    assert desk.get("/site/settings/history", limit=1)["next"] == str(history[0]["id"])
    other = open_office(office.app, "OTHER")
    assert other.desk.get("/site/settings/history")["items"] == []
