"""Signing in without a network: the roster of a device, and the shift that is registered afterwards."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import uuid
from dataclasses import dataclass
from typing import Any

import pytest
from apiflask import APIFlask

from pickface.db import clock, command, row, rows
from pickface.ids import uuid7
from pickface.people import roster
from pickface.scans.envelope import GENESIS
from tests.office import PIN, Desk, Handheld, Office, open_office

HOUR_MS = 3_600_000
REAL_ROUNDS = roster.ROUNDS


@pytest.fixture(autouse=True)
def few_rounds(monkeypatch: pytest.MonkeyPatch) -> None:
    """What makes guessing slow makes these stories slow too; the browser's own tests reckon with all of them."""
    monkeypatch.setattr(roster, "ROUNDS", 1_000)


@pytest.fixture
def office(app: APIFlask) -> Office:
    office = open_office(app)
    office.desk.post("/site/settings", {"offline_sign_in": True}, method="PATCH", expect=200)
    return office


@dataclass
class Morning:
    """An enrolled handheld where Ana, a picker, has signed in before, and its roster as the device keeps it."""

    office: Office
    handheld: Handheld
    desk: Desk
    ana: int

    def roster(self) -> dict[str, Any]:
        found: dict[str, Any] = self.desk.post("/roster", expect=200)
        return found

    def registration(self, pin: str = PIN, **more: Any) -> dict[str, Any]:
        """What the handheld keeps after an offline sign-in with this PIN."""
        with self.office.app.app_context():
            person = row("SELECT * FROM person WHERE id = :id", id=self.ana)
        assert person is not None
        salt = more.pop("salt", person["device_salt"])
        key = hashlib.pbkdf2_hmac("sha256", pin.encode(), unbase64(salt), roster.ROUNDS, 32)
        form = {
            "shift": uuid7(),
            "person": self.ana,
            "stream": self.handheld.stream,
            "public_key": self.handheld.public_key,
            "at": clock(),
            **more,
        }
        said = [form["shift"], form["person"], self.handheld.id, form["stream"]]
        text = "\n".join(["pickface shift 1", *map(str, said), form["public_key"], str(form["at"])])
        proof = hmac.new(key, text.encode(), hashlib.sha256).digest()
        return {"proof": base64.urlsafe_b64encode(proof).rstrip(b"=").decode(), **form}

    def register(self, form: dict[str, Any], expect: int = 200) -> Any:
        return self.desk.post("/shifts", form, expect=expect)

    def scan(self, shift: str, person: int | None = None) -> dict[str, Any]:
        """Deliver a scan signed with the handheld's key, in a stream of its own; its verdict."""
        body = json.dumps(
            {
                "v": 1, "id": uuid7(), "stream": str(uuid.uuid4()), "seq": 1, "prev": GENESIS,
                "person": person or self.ana, "shift": shift, "task": None, "kind": "scan",
                "code": "4006381333931", "source": "wedge", "at": clock(),
                "outcome": {"accepted": True, "code": "looked_up"},
            }
        )  # fmt: skip
        events = [{"body": body, "sig": sign(self.handheld, body)}]
        (verdict,) = self.desk.post("/scans", {"events": events}, expect=200)["verdicts"]
        return dict(verdict)


def unbase64(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def sign(handheld: Handheld, text: str) -> str:
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

    r, s = decode_dss_signature(handheld.key.sign(text.encode(), ec.ECDSA(hashes.SHA256())))
    return base64.urlsafe_b64encode(r.to_bytes(32) + s.to_bytes(32)).rstrip(b"=").decode()


@pytest.fixture
def morning(office: Office) -> Morning:
    """Yesterday Ana signed in and out, and the handheld heard its roster."""
    ana = office.hire("picker", "Ana", language="de")
    handheld, desk = Handheld(), Desk(office.app.test_client())
    desk.post("/session", handheld.form("B-PICKER"), expect=200)
    desk.post("/roster", expect=200)
    desk.post("/session", method="DELETE", expect=204)
    return Morning(office, handheld, desk, ana)


def test_a_roster_says_enough_to_know_the_right_pin_and_not_enough_to_prove_it(
    morning: Morning,
) -> None:
    (entry,) = morning.roster()["people"]
    key = hashlib.pbkdf2_hmac("sha256", PIN.encode(), unbase64(entry["salt"]), entry["rounds"], 32)
    assert entry["rounds"] == roster.ROUNDS
    assert REAL_ROUNDS >= 600_000
    assert entry["key_hash"] == hashlib.sha256(key).hexdigest()
    assert entry["badge_hash"] == hashlib.sha256(f"{entry['salt']}:B-PICKER".encode()).hexdigest()
    assert (entry["person"]["id"], entry["person"]["language"]) == (morning.ana, "de")
    assert "tasks.my_work" in entry["person"]["permissions"]
    with morning.office.app.app_context():
        person = row("SELECT device_key FROM person WHERE id = :id", id=morning.ana)
    assert person is not None
    assert person["device_key"] not in json.dumps(morning.roster())
    assert "B-PICKER" not in json.dumps(morning.roster())


def test_a_roster_holds_for_the_hours_that_the_site_sets(morning: Morning) -> None:
    morning.office.desk.post(
        "/site/settings", {"offline_sign_in_hours": 5}, method="PATCH", expect=200
    )
    roster = morning.roster()
    assert roster["valid_until"] - roster["server_time"] == 5 * HOUR_MS


def test_nobody_is_on_a_roster_while_the_site_does_not_want_it(app: APIFlask) -> None:
    office = open_office(app)
    office.hire("picker")
    desk = Desk(app.test_client())
    desk.post("/session", Handheld().form("B-PICKER"), expect=200)
    assert desk.post("/roster", expect=200)["people"] == []
    with app.app_context():
        assert rows("SELECT id FROM person WHERE device_key <> ''") == []


def test_only_people_whose_work_is_on_handhelds_are_on_it(morning: Morning) -> None:
    for role in ("receiver", "packer", "supervisor"):
        morning.office.hire(role)
        Desk(morning.office.app.test_client()).post(
            "/session", {"badge": f"B-{role.upper()}", "pin": PIN}, expect=200
        )
    roles = [entry["person"]["role"] for entry in morning.roster()["people"]]
    assert sorted(roles) == ["packer", "picker", "receiver"]


def test_who_left_or_has_a_new_pin_is_not_on_it_until_the_next_sign_in(morning: Morning) -> None:
    desk = morning.office.desk
    desk.post(f"/people/{morning.ana}", {"pin": "998877"}, method="PATCH", expect=200)
    assert morning.roster()["people"] == []
    morning.desk.post("/session", {"badge": "B-PICKER", "pin": "998877"}, expect=200)
    assert len(morning.roster()["people"]) == 1
    desk.post(f"/people/{morning.ana}", {"active": False}, method="PATCH", expect=200)
    assert morning.roster()["people"] == []


def test_only_an_enrolled_device_gets_a_roster_or_registers(morning: Morning) -> None:
    stranger = Desk(morning.office.app.test_client())
    assert stranger.post("/roster", expect=401)["code"] == "device_not_enrolled"
    refused = stranger.post("/shifts", morning.registration(), expect=401)
    assert refused["code"] == "device_not_enrolled"


def test_a_shift_begun_offline_is_registered_and_its_scans_are_its_persons(
    morning: Morning,
) -> None:
    form = morning.registration()
    answer = morning.register(form)
    assert (answer["person"]["id"], answer["shift"]) == (morning.ana, form["shift"])
    assert morning.desk.get("/session")["shift"] == form["shift"]
    verdict = morning.scan(form["shift"])
    assert (verdict["verdict"], verdict["code"]) == ("booked", "noted")


def test_registering_is_journaled_with_the_key_and_that_it_was_offline(morning: Morning) -> None:
    form = morning.registration()
    morning.register(form)
    with morning.office.app.app_context():
        found = rows("SELECT body FROM scan_event WHERE kind = 'sign_in' ORDER BY seq")
    body = json.loads(found[-1]["body"])
    assert (body["begun"], body["public_key"]) == (form["shift"], morning.handheld.public_key)
    assert (body["offline"], body["signed_in_at"]) == (True, form["at"])


def test_registering_twice_is_registering_once(morning: Morning) -> None:
    form = morning.registration()
    morning.register(form)
    morning.register(form)
    with morning.office.app.app_context():
        assert len(rows("SELECT id FROM shift WHERE id = :id", id=form["shift"])) == 1


def test_another_sign_in_cannot_take_a_shifts_id(morning: Morning) -> None:
    form = morning.registration()
    morning.register(form)
    other = morning.registration(shift=form["shift"], public_key=Handheld().public_key)
    assert morning.register(other, expect=409)["code"] == "shift_taken"


def test_a_late_registration_does_not_take_the_session_of_who_works_now(morning: Morning) -> None:
    packer = morning.office.hire("packer")
    now = morning.desk.post("/session", morning.handheld.form("B-PACKER"), expect=200)
    form = morning.registration(current=False)
    morning.register(form)
    assert morning.desk.get("/session")["person"]["id"] == packer
    with morning.office.app.app_context():
        open_shifts = rows("SELECT id FROM shift WHERE ended_at IS NULL")
    assert [shift["id"] for shift in open_shifts] == [now["shift"]]
    assert morning.scan(form["shift"])["verdict"] == "booked"


def test_a_scan_before_its_registration_is_set_aside_and_never_lost(morning: Morning) -> None:
    verdict = morning.scan(uuid7())
    assert (verdict["verdict"], verdict["code"]) == ("set_aside", "unknown_key")


def test_one_person_cannot_sign_as_another(morning: Morning) -> None:
    bruno = morning.office.hire("packer")
    form = morning.registration()
    morning.register(form)
    verdict = morning.scan(form["shift"], person=bruno)
    assert (verdict["verdict"], verdict["code"]) == ("set_aside", "wrong_author")


def refused(morning: Morning, form: dict[str, Any], because: str) -> None:
    """It does not count: said why, no session, journaled, a supervisor is told, the scans are set aside."""
    answer = morning.register(form, expect=403)
    assert (answer["code"], answer["params"]) == ("shift_refused", {"because": because})
    morning.desk.get("/session", expect=401)
    with morning.office.app.app_context():
        told = rows("SELECT params FROM exception WHERE kind = 'shift_refused'")
        assert rows("SELECT id FROM shift WHERE id = :id", id=form["shift"]) == []
    assert [json.loads(one["params"])["because"] for one in told] == [because]
    assert morning.scan(form["shift"])["code"] == "unknown_key"


def test_a_wrong_pin_proves_nothing(morning: Morning) -> None:
    refused(morning, morning.registration(pin="0000"), "wrong_proof")


@pytest.mark.parametrize("what", ["at", "stream", "public_key"])
def test_a_proof_holds_for_what_was_proved_alone(morning: Morning, what: str) -> None:
    other = {"at": 1, "stream": str(uuid.uuid4()), "public_key": Handheld().public_key}
    refused(morning, {**morning.registration(), what: other[what]}, "wrong_proof")


def test_a_pin_that_was_changed_meanwhile_does_not_count(morning: Morning) -> None:
    form = morning.registration()
    morning.office.desk.post(
        f"/people/{morning.ana}", {"pin": "998877"}, method="PATCH", expect=200
    )
    refused(morning, form, "wrong_proof")


def test_who_was_deactivated_meanwhile_does_not_count(morning: Morning) -> None:
    form = morning.registration()
    morning.office.desk.post(
        f"/people/{morning.ana}", {"active": False}, method="PATCH", expect=200
    )
    refused(morning, form, "person_inactive")


def test_who_was_not_on_that_devices_roster_does_not_count(morning: Morning) -> None:
    with morning.office.app.app_context():
        command(lambda tx: tx.run("UPDATE device_roster SET people = '[]'"))
    refused(morning, morning.registration(), "not_on_roster")


def test_a_roster_that_was_over_lets_nobody_in(morning: Morning) -> None:
    with morning.office.app.app_context():
        command(
            lambda tx: tx.run("UPDATE device_roster SET valid_until = :at", at=tx.now - HOUR_MS)
        )
    refused(morning, morning.registration(), "roster_over")


def test_guessing_by_registering_is_locked_after_five(morning: Morning) -> None:
    for _ in range(5):
        morning.register(morning.registration(pin="0000"), expect=403)
    assert morning.register(morning.registration(), expect=429)["code"] == "sign_in_locked"


def test_turning_it_off_does_not_lose_who_has_signed_in_already(morning: Morning) -> None:
    form = morning.registration()
    morning.office.desk.post(
        "/site/settings", {"offline_sign_in": False}, method="PATCH", expect=200
    )
    assert morning.roster()["people"] == []
    morning.register(form)
