"""Work over HTTP, by people who have really signed in: pickers, supervisors, strangers (LAWS 24, 25)."""

from __future__ import annotations

import base64
import hashlib
import json
from dataclasses import dataclass, field
from typing import Any

import pytest
from apiflask import APIFlask
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

from pickface.db import Tx, clock
from pickface.ids import uuid7
from pickface.live.presence import Listener
from pickface.locations.service import virtual_place
from pickface.scans.envelope import GENESIS
from pickface.stock.ledger import Cause, NewMove, post_moves
from pickface.tasks.offers import offer_waiting
from tests.builders import write
from tests.office import Desk, Handheld, Office, open_office


@dataclass
class Picker:
    """Somebody signed in on a handheld."""

    desk: Desk
    device: Handheld
    session: dict[str, Any]
    seq: int = 0
    head: str = GENESIS
    sent: list[dict[str, str]] = field(default_factory=list)

    def event(
        self, task: dict[str, Any] | None, kind: str = "scan", **fields: Any
    ) -> dict[str, str]:
        """The next event, signed."""
        self.seq += 1
        body = {
            "v": 1, "id": uuid7(), "stream": self.device.stream, "seq": self.seq, "prev": self.head,
            "person": self.session["person"]["id"], "shift": self.session["shift"],
            "task": task and task["id"], "revision": task and task["revision"],
            "lease": task and task["lease"]["number"], "kind": kind, "source": "wedge", "at": clock(),
            "outcome": {"accepted": True, "code": "counted"}, **fields,
        }  # fmt: skip
        text = json.dumps(body)
        self.head = hashlib.sha256(text.encode()).hexdigest()
        r, s = decode_dss_signature(self.device.key.sign(text.encode(), ec.ECDSA(hashes.SHA256())))
        sig = base64.urlsafe_b64encode(r.to_bytes(32) + s.to_bytes(32)).rstrip(b"=").decode()
        return {"body": text, "sig": sig}

    def send(self, *events: dict[str, str], expect: int = 200, **more: Any) -> Any:
        """Deliver."""
        batch = {"attempt": 1, "sent": clock(), "events": list(events), **more}
        return self.desk.post("/scans", batch, expect=expect)

    def work(self) -> dict[str, Any]:
        """The snapshot."""
        found: dict[str, Any] = self.desk.get("/me/work")
        return found


@pytest.fixture
def office(app: APIFlask) -> Office:
    """An office with ten mugs in a bin and a packing station."""
    office = open_office(app)
    item = office.desk.post("/items", {"sku": "MUG", "name": "Mug", "barcodes": [{"value": "MUG"}]})
    bin_id = office.desk.post("/places", {"code": "A-01-01"})["id"]
    office.desk.post("/places", {"code": "PACK-1", "kind": "station"})
    stock_up(office, item["id"], bin_id, 10)
    return office


def stock_up(office: Office, item: int, place: int, qty: int) -> None:
    """Goods that came in."""

    def receive(tx: Tx) -> None:
        supplier = virtual_place(tx, office.site_id, "supplier")
        move = NewMove("receive", item, qty, supplier, place)
        post_moves(tx, [move], Cause(f"test:{uuid7()}", office.site_id))

    write(office.app, receive)


def picker(office: Office, badge: str = "B-PICKER") -> Picker:
    """A picker on a handheld of their own."""
    office.hire("picker", badge=badge, login=badge.lower())
    device, desk = Handheld(), Desk(office.app.test_client())
    return Picker(desk, device, desk.post("/session", device.form(badge), expect=200))


def released(office: Office, number: str = "1042", qty: int = 2) -> int:
    """A released order; its id."""
    made = office.desk.post(
        "/orders", {"number": number, "channel": "shop", "lines": [{"item": "MUG", "qty": qty}]}
    )
    office.desk.post(f"/orders/{made['id']}/release", expect=200)
    return int(made["id"])


def elsewhere(office: Office) -> Office:
    """Another site of the same installation."""
    return open_office(office.app, "FAR")


def test_a_released_order_is_picked_over_http(office: Office) -> None:
    sofia = picker(office)
    assert sofia.work()["tasks"] == []
    released(office)
    claimed = sofia.desk.post("/me/work/next", {}, expect=200)
    (task,) = claimed["tasks"]
    assert claimed["claimed"] == task["id"]
    assert (task["kind"], task["state"], task["title"]) == ("pick", "offered", "Order 1042")
    assert claimed["includes"] == {}
    answer = sofia.send(
        sofia.event(task, code="T0001"),
        sofia.event(task, code="A-01-01"),
        sofia.event(task, code="MUG"),
        sofia.event(task, "quantity", qty=2),
    )
    assert [v["verdict"] for v in answer["verdicts"]] == ["booked"] * 4
    after = sofia.work()
    assert after["includes"] == {sofia.device.stream: 4}
    assert after["tasks"][0]["state"] == "begun"
    answer = sofia.send(sofia.event(task, code="PACK-1"))
    assert answer["verdicts"][0]["code"] == "task_done"
    assert answer["version"] > claimed["version"]
    ended = sofia.desk.get("/me/work", have=str(task["id"]))
    assert ended["tasks"] == []
    assert ended["closed"] == [{"id": task["id"], "state": "done", "code": None}]
    assert office.desk.get("/orders", number="1042")["items"][0]["state"] == "picked"


def test_next_is_null_when_there_is_nothing(office: Office) -> None:
    assert picker(office).desk.post("/me/work/next", {}, expect=200)["claimed"] is None


def test_a_code_that_opens_nothing_is_404_with_its_code(office: Office) -> None:
    answer = picker(office).desk.post("/me/work/open", {"code": "XYZ"}, expect=404)
    assert (answer["code"], answer["params"]) == ("nothing_to_open", {"code": "XYZ"})
    assert answer["message"]


def test_a_bin_opens_its_count_by_its_code(office: Office) -> None:
    sofia = picker(office)
    answer = sofia.desk.post("/me/work/count", {"place": "A-01-01"}, expect=200)
    assert answer["opened"] in {task["id"] for task in answer["tasks"]}


@pytest.mark.parametrize(
    ("path", "form"),
    [
        ("/me/work/next", {"kinds": "pick"}),
        ("/me/work/next", {"have": [-1]}),
        ("/me/work/open", {}),
        ("/me/work/open", {"code": ""}),
        ("/me/work/open", {"code": "x" * 600}),
        ("/me/work/count", {"place": 7}),
        ("/me/work/move", []),
    ],
)
def test_law_25_bad_input_is_a_4xx_with_code_params_and_message(
    office: Office, path: str, form: Any
) -> None:
    answer = picker(office).desk.post(path, form, expect=422)
    assert set(answer) == {"code", "params", "message"}
    assert answer["code"] == "bad_request"


@pytest.mark.parametrize("have", ["a", "1;2", "9" * 601, "99999999999999999999,1,,"])
def test_strange_lists_of_held_tasks_do_no_harm(office: Office, have: str) -> None:
    answer = picker(office).desk.client.get("/api/v1/me/work", query_string={"have": have})
    assert answer.status_code in {200, 422}


# The door over HTTP.


def test_scans_need_an_enrolled_device(office: Office) -> None:
    desk = Desk(office.app.test_client())
    assert desk.post("/scans", {"events": []}, expect=401)["code"] == "device_not_enrolled"
    desk.headers["Authorization"] = "Device " + "x" * 43
    assert desk.post("/scans", {"events": []}, expect=401)["code"] == "device_not_enrolled"


def test_law_03_an_outbox_drains_when_nobody_is_signed_in(office: Office) -> None:
    sofia = picker(office)
    released(office)
    (task,) = sofia.desk.post("/me/work/next", {}, expect=200)["tasks"]
    late = sofia.event(task, code="T0001")
    sofia.desk.post("/session", method="DELETE", expect=204)
    sofia.desk.get("/me/work", expect=401)
    assert sofia.send(late)["verdicts"][0]["verdict"] == "booked"


def test_law_02_a_gap_is_409_with_the_expected_number(office: Office) -> None:
    sofia = picker(office)
    sofia.event(None, code="MUG")
    answer = sofia.send(sofia.event(None, code="MUG"), expect=409)
    assert answer["code"] == "stream_gap"
    assert answer["params"] == {"stream": sofia.device.stream, "expected": 1}


@pytest.mark.parametrize(
    "batch",
    [
        None, [], {}, {"events": {}}, {"events": [7]}, {"events": [{}]}, {"events": [{"body": 7, "sig": ""}]},
        {"events": [{"body": "{}"}]}, {"events": [], "attempt": 0}, {"events": [], "attempt": "1"},
        {"events": [], "attempt": True},
    ],
    ids=repr,
)  # fmt: skip
def test_law_08_a_wrong_envelope_is_422_and_leaves_nothing(office: Office, batch: Any) -> None:
    sofia = picker(office)
    assert sofia.desk.post("/scans", batch, expect=422)["code"] == "bad_request"


def test_law_08_a_batch_that_is_too_large_is_413(office: Office) -> None:
    sofia = picker(office)
    many = [{"body": "{}", "sig": ""}] * 201
    assert sofia.send(*many, expect=413)["code"] == "batch_too_large"
    assert sofia.send({"body": "x" * 600_000, "sig": ""}, expect=413)["code"] == "batch_too_large"
    assert sofia.send(*many[:200])["verdicts"][0]["code"] == "malformed"


def test_what_is_malformed_does_not_hurt_the_rest_of_its_batch(office: Office) -> None:
    sofia = picker(office)
    answer = sofia.send(
        sofia.event(None, "dance"), {"body": "\ud800", "sig": "\x00"}, sofia.event(None, code="MUG")
    )
    assert [v["code"] for v in answer["verdicts"]] == ["malformed", "malformed", "noted"]


# What a supervisor does.


def test_a_supervisor_assigns_holds_releases_and_cancels(office: Office) -> None:
    sofia, malik = picker(office), picker(office, "B-MALIK")
    released(office)
    office.hire("supervisor")
    maria = office.sign_in("supervisor")
    (task,) = maria.get("/tasks", kind="pick")["items"]
    number = task["id"]
    person = malik.session["person"]["id"]
    given = maria.post(f"/tasks/{number}/assign", {"person": person}, expect=200)
    assert (given["state"], given["person_id"]) == ("offered", person)
    assert [t["id"] for t in malik.work()["tasks"]] == [number]
    assert sofia.work()["tasks"] == []
    assert maria.post(f"/tasks/{number}/hold", {"reason": "look"}, expect=200)["state"] == "held"
    assert maria.post(f"/tasks/{number}/hold", {}, expect=409)["code"] == "conflict"
    assert maria.post(f"/tasks/{number}/release", expect=200)["state"] == "offered"
    assert maria.get(f"/tasks/{number}")["script"]["steps"]
    assert maria.post(f"/tasks/{number}/assign", {"person": None}, expect=200)["state"] == "ready"
    assert maria.post(f"/tasks/{number}/cancel", expect=200)["state"] == "cancelled"
    assert maria.post(f"/tasks/{number}/cancel", expect=409)["code"] == "conflict"


def test_a_supervisor_resolves_what_was_set_aside(office: Office) -> None:
    sofia = picker(office)
    released(office)
    (task,) = sofia.desk.post("/me/work/next", {}, expect=200)["tasks"]
    answer = sofia.send(sofia.event(task, code="T0001"), attempt=5)
    assert answer["verdicts"][0]["code"] == "poison"
    (found,) = office.desk.get("/board")["exceptions"]
    path = f"/exceptions/{found['id']}/resolve"
    sofia.desk.post(path, {"action": "book"}, expect=403)
    assert office.desk.post(path, {"action": "forget"}, expect=422)["code"] == "bad_request"
    assert office.desk.post(path, {"action": "book"}, expect=200)["state"] == "resolved"
    assert office.desk.post(path, {"action": "book"}, expect=409)["code"] == "conflict"
    assert sofia.work()["tasks"][0]["state"] == "begun"


@pytest.mark.parametrize("role", ["buyer", "packer", "receiver", "picker"])
def test_law_24_only_supervisors_decide(office: Office, role: str) -> None:
    order = released(office)
    (task,) = office.desk.get("/tasks", kind="pick")["items"]
    office.hire(role)
    desk = office.sign_in(role)
    for path, form in (
        (f"/tasks/{task['id']}/assign", {"person": None}),
        (f"/tasks/{task['id']}/hold", {}),
        (f"/tasks/{task['id']}/release", None),
        (f"/tasks/{task['id']}/cancel", None),
        ("/exceptions/1/resolve", {"action": "book"}),
        (f"/orders/{order}/release", None),
        (f"/orders/{order}/cancel", None),
    ):
        assert desk.post(path, form, expect=403)["code"] == "not_allowed"
    assert office.desk.get(f"/tasks/{task['id']}")["state"] == task["state"]


def test_law_24_nobody_signed_in_is_401_everywhere(office: Office) -> None:
    nobody = Desk(office.app.test_client())
    for path in ("/me/work", "/me/choices", "/tasks", "/tasks/1"):
        assert nobody.get(path, expect=401)["code"] == "not_signed_in"
    for path in ("/me/work/next", "/tasks/1/hold", "/exceptions/1/resolve", "/orders/1/release"):
        assert nobody.post(path, {}, expect=401)["code"] == "not_signed_in"


def test_law_24_a_buyer_has_no_work_of_their_own(office: Office) -> None:
    office.hire("buyer")
    buyer = office.sign_in("buyer")
    assert buyer.get("/me/work", expect=403)["code"] == "not_allowed"
    assert buyer.get("/tasks")["items"] == []


def test_law_24_another_site_sees_and_changes_nothing(office: Office) -> None:
    order = released(office)
    (task,) = office.desk.get("/tasks", kind="pick")["items"]
    sofia = picker(office)
    sofia.send(sofia.event(None, person=10**6, code="MUG"))
    (trouble,) = office.desk.get("/board")["exceptions"]
    far = elsewhere(office).desk
    assert far.get("/tasks")["items"] == []
    assert far.get("/board")["tasks"] == []
    assert far.get("/board")["exceptions"] == []
    assert far.get("/me/choices")["waiting"].get("pick", 0) == 0
    assert far.post("/me/work/next", {}, expect=200)["claimed"] is None
    assert far.get("/me/work", have=str(task["id"]))["closed"] == []
    far.get(f"/tasks/{task['id']}", expect=404)
    far.post(f"/tasks/{task['id']}/hold", {}, expect=404)
    far.post(f"/tasks/{task['id']}/cancel", expect=404)
    far.post(f"/exceptions/{trouble['id']}/resolve", {"action": "reject"}, expect=404)
    far.get(f"/orders/{order}", expect=404)
    far.post(f"/orders/{order}/release", expect=404)
    far.post(f"/orders/{order}/cancel", expect=404)
    assert office.desk.get(f"/tasks/{task['id']}")["state"] == task["state"]
    assert [e["state"] for e in office.desk.get("/board")["exceptions"]] == ["open"]


def test_an_order_is_released_once(office: Office) -> None:
    order = released(office)
    assert office.desk.post(f"/orders/{order}/release", expect=409)["code"] == "conflict"
    assert office.desk.post("/orders/999999/release", expect=404)["code"]


def test_an_order_that_stock_does_not_cover_says_what_is_missing(office: Office) -> None:
    made = office.desk.post(
        "/orders", {"number": "7", "channel": "shop", "lines": [{"item": "MUG", "qty": 12}]}
    )
    refused = office.desk.post(f"/orders/{made['id']}/release", expect=409)
    assert refused["code"] == "not_fully_reserved"
    assert refused["params"]["lines"] == [{"line": 1, "missing": 2}]
    office.desk.post(f"/orders/{made['id']}/release?partial=true", expect=200)
    assert office.desk.get(f"/orders/{made['id']}")["state"] == "released"


def test_a_carton_is_opened_by_its_gs1_label_as_it_is_scanned(office: Office) -> None:
    sscc = "340123451234567895"

    def carton(tx: Tx) -> None:
        place = tx.value("SELECT id FROM place WHERE code = 'A-01-01'")
        tx.run(
            "INSERT INTO container (code, site_id, kind, place_id, state, changed_at) "
            "VALUES (:code, :site, 'carton', :place, 'open', :now)",
            code=sscc,
            site=office.site_id,
            place=place,
            now=tx.now,
        )

    write(office.app, carton)
    desk = picker(office).desk
    for scanned in (f"]C100{sscc}", f"00{sscc}", sscc):
        work = desk.post("/me/work/move", {"code": scanned}, expect=200)
        task = next(task for task in work["tasks"] if task["id"] == work["opened"])
        assert task["title"] == sscc


# What a supervisor is told before taking work back.


def test_law_13_taking_work_back_says_what_the_device_had_not_sent(office: Office) -> None:
    sofia = picker(office)
    released(office)
    (task,) = sofia.desk.post("/me/work/next", {}, expect=200)["tasks"]
    path = f"/tasks/{task['id']}"
    assert office.desk.get(f"{path}/unsynced")["last_seen"] is None, "it has not spoken yet"
    sofia.send(sofia.event(task, code="T0001"), unsent=7)
    before = office.desk.get(f"{path}/unsynced")
    assert before["person"]["id"] == sofia.session["person"]["id"]
    assert before["unsent"] == 7
    assert 0 <= clock() - before["last_seen"] < 60_000
    held = office.desk.post(f"{path}/hold", {}, expect=200)
    assert (held["state"], held["unsynced"]) == ("held", before)
    sofia.desk.get("/me/work", unsent=0)
    assert office.desk.get(f"{path}/unsynced")["unsent"] == 0


def test_what_is_nobody_s_has_nothing_unsynced_and_pickers_do_not_ask(office: Office) -> None:
    sofia = picker(office)
    released(office)
    (task,) = office.desk.get("/tasks")["items"]
    nobody = {"person": None, "device": None, "unsent": None, "last_seen": None}
    assert office.desk.get(f"/tasks/{task['id']}/unsynced") == nobody
    sofia.desk.get(f"/tasks/{task['id']}/unsynced", expect=403)


def test_a_manager_on_a_handheld_is_told_that_work_waits_and_is_given_none(office: Office) -> None:
    app, live = office.app, office.app.extensions["pickface_live"]
    released(office)
    manager = office.desk.get("/session")["person"]["id"]
    with app.app_context():
        live.presence.enter(Listener("s", office.site_id, manager, "TC52 #4", 5))
        told = live.bus.listen([f"person:{manager}"])
        offer_waiting(office.site_id)
    assert told.take() == {"type": "waiting"}
    assert office.desk.get("/me/choices")["waiting"] == {"pick": 1}
