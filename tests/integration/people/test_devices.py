"""Taking handhelds out of service, and changing people, over HTTP."""

from __future__ import annotations

import json

import pytest
from apiflask import APIFlask

from pickface.db import row, rows
from pickface.people.devices import authenticate_device
from tests.office import PASSWORD, PIN, Desk, Handheld, Office, open_office


@pytest.fixture
def office(app: APIFlask) -> Office:
    return open_office(app)


def on_a_handheld(office: Office, role: str) -> tuple[Handheld, Desk, dict[str, object]]:
    handheld, desk = Handheld(), Desk(office.app.test_client())
    return handheld, desk, desk.post("/session", handheld.form(f"B-{role.upper()}"), expect=200)


def journaled(office: Office) -> list[dict[str, object]]:
    with office.app.app_context():
        found = rows("SELECT body FROM scan_event WHERE kind = 'office' ORDER BY seq")
    return [json.loads(event["body"]) for event in found]


def test_handhelds_are_listed_with_who_works_on_them(office: Office) -> None:
    person = office.hire("picker", "Ana")
    handheld, desk, _ = on_a_handheld(office, "picker")
    (listed,) = office.desk.get("/devices")["items"]
    assert (listed["id"], listed["name"]) == (handheld.id, "TC52 #4")
    assert listed["person"] == {"id": person, "name": "Ana"}
    assert listed["last_seen_at"] > 0
    desk.post("/session", method="DELETE", expect=204)
    assert office.desk.get("/devices")["items"][0]["person"] is None


def test_a_supervisor_sees_how_a_scanner_reads(office: Office) -> None:
    office.hire("picker")
    _, desk, _ = on_a_handheld(office, "picker")
    assert office.desk.get("/devices")["items"][0]["scanner"] is None
    desk.get("/me/work", scanner="120,2,1,4", unsent=0)
    health = {"scans": 120, "split": 2, "short": 1, "unreadable": 4}
    assert office.desk.get("/devices")["items"][0]["scanner"] == health
    # A device of an older version does not say, and a delivery does not either: what was said stands.
    desk.get("/me/work", unsent=0)
    assert office.desk.get("/devices")["items"][0]["scanner"] == health
    for nonsense in ("1,2,3", "a,b,c,d", "-1,0,0,0", "1,2,3,4,5"):
        desk.get("/me/work", scanner=nonsense, expect=422)


def test_handhelds_are_listed_page_by_page(office: Office) -> None:
    office.hire("picker")
    for _ in range(3):
        on_a_handheld(office, "picker")
    first = office.desk.get("/devices", limit=2)
    second = office.desk.get("/devices", limit=2, cursor=first["next"])
    assert len({one["id"] for one in first["items"] + second["items"]}) == 3
    assert second["next"] is None


def test_a_revoked_handheld_delivers_nothing_and_its_session_ends(office: Office) -> None:
    office.hire("picker")
    handheld, desk, signed_in = on_a_handheld(office, "picker")
    desk.get("/me/work")
    office.desk.post(f"/devices/{handheld.id}/revoke", expect=200)
    desk.get("/me/work", expect=401)
    refused = desk.post("/scans", {"events": []}, expect=401)
    assert refused["code"] == "device_not_enrolled"
    refused = desk.post("/session", handheld.form("B-PICKER"), expect=403)
    assert refused["code"] == "device_revoked"
    with office.app.app_context():
        shift = row("SELECT ended_at FROM shift WHERE id = :id", id=signed_in["shift"])
    assert shift is not None
    assert shift["ended_at"] is not None


def test_the_person_of_a_revoked_handheld_goes_on_at_another(office: Office) -> None:
    office.hire("picker")
    handheld, _, _ = on_a_handheld(office, "picker")
    office.desk.post(f"/devices/{handheld.id}/revoke", expect=200)
    _, other, _ = on_a_handheld(office, "picker")
    other.get("/me/work")


def test_a_handheld_that_was_found_again_delivers_what_it_holds(office: Office) -> None:
    office.hire("picker")
    handheld, _, signed_in = on_a_handheld(office, "picker")
    office.desk.post(f"/devices/{handheld.id}/revoke", expect=200)
    office.desk.post(f"/devices/{handheld.id}/restore", expect=200)
    token = signed_in["device"]["token"]  # type: ignore[index]
    with office.app.test_request_context(headers={"Authorization": f"Device {token}"}) as context:
        assert authenticate_device(context.request) is not None
    assert office.desk.get("/devices")["items"][0]["revoked_at"] is None
    assert [event["action"] for event in journaled(office)] == ["revoke_device", "restore_device"]


def test_revoking_twice_is_revoking_once(office: Office) -> None:
    office.hire("picker")
    handheld, _, _ = on_a_handheld(office, "picker")
    for _ in range(2):
        office.desk.post(f"/devices/{handheld.id}/revoke", expect=200)
    assert [event["device"] for event in journaled(office)] == [handheld.id]


def test_a_handheld_of_another_site_is_not_there(office: Office) -> None:
    elsewhere = open_office(office.app, "NORTH")
    elsewhere.hire("picker")
    handheld, _, _ = on_a_handheld(office, "picker")
    assert office.desk.get("/devices")["items"] == []
    office.desk.post(f"/devices/{handheld.id}/revoke", expect=404)
    office.desk.post("/devices/nonsense/revoke", expect=404)


@pytest.mark.parametrize("role", ["picker", "buyer"])
def test_only_supervisors_and_managers_may_revoke(office: Office, role: str) -> None:
    office.hire(role)
    desk = office.sign_in(role)
    desk.get("/devices", expect=403)
    desk.post("/devices/x/revoke", expect=403)
    desk.post("/devices/x/restore", expect=403)


def test_who_is_deactivated_is_out_at_once_and_cannot_come_back(office: Office) -> None:
    person = office.hire("picker")
    handheld, desk, signed_in = on_a_handheld(office, "picker")
    changed = office.desk.post(f"/people/{person}", {"active": False}, method="PATCH", expect=200)
    assert changed["active"] is False
    desk.get("/session", expect=401)
    desk.post("/session", handheld.form("B-PICKER"), expect=401)
    with office.app.app_context():
        shift = row("SELECT ended_at FROM shift WHERE id = :id", id=signed_in["shift"])
    assert shift is not None
    assert shift["ended_at"] is not None
    office.desk.post(f"/people/{person}", {"active": True}, method="PATCH", expect=200)
    desk.post("/session", handheld.form("B-PICKER"), expect=200)


def test_a_new_pin_ends_sessions_and_the_old_pin_is_worth_nothing(office: Office) -> None:
    person = office.hire("picker")
    handheld, desk, _ = on_a_handheld(office, "picker")
    office.desk.post(f"/people/{person}", {"pin": "998877"}, method="PATCH", expect=200)
    desk.get("/session", expect=401)
    desk.post("/session", handheld.form("B-PICKER"), expect=401)
    desk.post("/session", handheld.form("B-PICKER", "998877"), expect=200)


def test_name_role_language_and_badge_are_changed_and_the_rest_stays(office: Office) -> None:
    person = office.hire("picker", "Ana")
    form = {"name": "Ana Lopes", "role": "packer", "language": "de", "badge": "b-new"}
    changed = office.desk.post(f"/people/{person}", form, method="PATCH", expect=200)
    assert changed == {
        "id": person, "name": "Ana Lopes", "role": "packer", "badge": "B-NEW", "login": "picker",
        "language": "de", "active": True, "quality_check": False, "zones": "", "equipment": "", "owner": "",
    }  # fmt: skip
    on_a_handheld(office, "new")


def test_a_badge_can_be_taken_away_where_a_login_is_left(office: Office) -> None:
    person = office.hire("picker")
    changed = office.desk.post(f"/people/{person}", {"badge": None}, method="PATCH", expect=200)
    assert changed["badge"] is None
    office.sign_in("picker")
    alone = office.hire("packer", login=None, password=None)
    office.desk.post(f"/people/{alone}", {"badge": None}, method="PATCH", expect=422)


def test_a_change_of_a_person_is_journaled_without_names_and_secrets(office: Office) -> None:
    person = office.hire("picker", "Ana")
    form = {"name": "Beatriz", "pin": "58215", "role": "packer"}
    office.desk.post(f"/people/{person}", form, method="PATCH", expect=200)
    office.desk.post(f"/people/{person}", form, method="PATCH", expect=200)
    first = journaled(office)[0]
    assert (first["action"], first["of"]) == ("change_person", person)
    assert first["changed"] == ["name", "role", "pin"]
    assert first["role"] == "packer"
    assert "Beatriz" not in json.dumps(journaled(office))
    assert "argon2" not in json.dumps(journaled(office))
    assert "58215" not in json.dumps(journaled(office))


@pytest.mark.parametrize(
    ("form", "status"),
    [
        ({"pin": "12"}, 422),
        ({"pin": "abcd"}, 422),
        ({"role": "king"}, 422),
        ({"salary": 1}, 422),
        ({"badge": "B-MANAGER-MAIN"}, 409),
    ],
)
def test_a_change_that_makes_no_sense_is_refused_and_changes_nothing(
    office: Office, form: dict[str, object], status: int
) -> None:
    person = office.hire("picker")
    office.desk.post(f"/people/{person}", form, method="PATCH", expect=status)
    assert journaled(office) == []


def test_nobody_takes_their_own_role_or_access_away(office: Office) -> None:
    me = office.desk.get("/session")["person"]["id"]
    for form in ({"active": False}, {"role": "picker"}):
        refused = office.desk.post(f"/people/{me}", form, method="PATCH", expect=409)
        assert refused["code"] == "not_yourself"


def test_people_of_another_site_are_not_there(office: Office) -> None:
    elsewhere = open_office(office.app, "NORTH")
    stranger = elsewhere.hire("picker")
    office.desk.post(f"/people/{stranger}", {"active": False}, method="PATCH", expect=404)


def test_a_supervisor_may_not_change_people(office: Office) -> None:
    person = office.hire("picker")
    office.hire("supervisor")
    office.sign_in("supervisor").post(
        f"/people/{person}", {"active": False}, method="PATCH", expect=403
    )


def test_wrong_pins_on_one_handheld_do_not_lock_the_badge_on_its_owners(office: Office) -> None:
    office.hire("picker")
    office.hire("packer")
    owners, owner, _ = on_a_handheld(office, "picker")
    _, other, _ = on_a_handheld(office, "packer")
    for _ in range(5):
        other.post("/session", {"badge": "B-PICKER", "pin": "0000"}, expect=401)
    other.post("/session", {"badge": "B-PICKER", "pin": PIN}, expect=429)
    owner.post("/session", owners.form("B-PICKER"), expect=200)
    Desk(office.app.test_client()).post(
        "/session", {"login": "picker", "password": PASSWORD}, expect=200
    )


class Ends:
    """What was said to the websockets of a person's sessions."""

    def __init__(self, office: Office, person: int) -> None:
        self._mailbox = office.app.extensions["pickface"].bus.listen([f"session:{person}"])

    def said(self) -> list[str]:
        found = []
        while (message := self._mailbox.take()) is not None:
            found.append(message["session"])
        return found


def test_signing_out_ends_the_sockets_of_that_session_alone(office: Office) -> None:
    ends = Ends(office, office.hire("picker"))
    _, first, _ = on_a_handheld(office, "picker")
    _, second, _ = on_a_handheld(office, "picker")
    with first.client.session_transaction() as session:
        named = session["id"]
    first.post("/session", method="DELETE", expect=204)
    assert ends.said() == [named]
    second.get("/session")


def test_the_next_badge_on_a_handheld_ends_the_sockets_of_the_one_before(office: Office) -> None:
    ends = Ends(office, office.hire("picker"))
    office.hire("packer")
    handheld, desk, _ = on_a_handheld(office, "picker")
    desk.post("/session", handheld.form("B-PACKER"), expect=200)
    assert len(ends.said()) == 1


@pytest.mark.parametrize("form", [{"active": False}, {"pin": "998877"}, {"role": "packer"}])
def test_who_may_less_loses_all_sockets(office: Office, form: dict[str, object]) -> None:
    person = office.hire("picker")
    ends = Ends(office, person)
    office.desk.post(f"/people/{person}", form, method="PATCH", expect=200)
    assert ends.said() == [""]


def test_the_sockets_of_a_revoked_handheld_end(office: Office) -> None:
    ends = Ends(office, office.hire("picker"))
    handheld, _, _ = on_a_handheld(office, "picker")
    office.desk.post(f"/devices/{handheld.id}/revoke", expect=200)
    assert ends.said() == [""]
