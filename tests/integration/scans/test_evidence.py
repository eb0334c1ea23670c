"""Law 27: a photo comes after the event that names it, is kept by its hash outside the database, and goes in time."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from pickface.db import db
from pickface.insight.audit import audit
from pickface.people.secrets import token_hash
from pickface.scans.photos import keeping
from pickface.scans.redaction import redact
from pickface.scans.resolution import resolve
from tests import photographs
from tests.office import Desk, Office
from tests.photographs import hash_of, photo
from tests.scenarios.floor import Floor, Person

DAY_MS = 86_400_000
PHOTO = photo()
SHA = hash_of(PHOTO)


@pytest.fixture
def office(floor: Floor) -> Office:
    """Somebody of each kind who may or may not look."""
    office = Office(floor.app, floor.site.id, Desk(floor.app.test_client()))
    for role in ("supervisor", "picker"):
        office.hire(role)
    return office


def device_of(floor: Floor, person: Person) -> FlaskClient:
    """The handheld's browser, with its device's cookie."""
    token = f"token-of-{person.device}"
    floor.write(
        lambda tx: tx.run(
            "UPDATE device SET token_hash = :hash WHERE id = :id",
            hash=token_hash(token),
            id=person.device,
        )
    )
    client = floor.app.test_client()
    client.set_cookie("pickface_device", token)
    return client


def hand_in(device: FlaskClient, event: str, data: bytes, sha256: str = "") -> TestResponse:
    return device.put(
        f"/api/v1/photos/{sha256 or hash_of(data)}?event={event}",
        data=data,
        headers={"X-Pickface": "1"},
        content_type="image/jpeg",
    )


def damaged(sofia: Person, sha256: str = SHA) -> str:
    """Sofia tells of a damaged tea and photographs it; the event that names the photo."""
    sofia.scan("TEA")
    sofia.act("damaged", qty=1)
    assert sofia.photograph(sha256, "damaged", of=sofia.last_event) == ("booked", "photo_noted")
    return sofia.last_event


def board(office: Office) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = office.sign_in("supervisor").get("/board")["exceptions"]
    return found


def test_what_is_no_hash_names_no_photo(floor: Floor, sofia: Person) -> None:
    answer = hand_in(device_of(floor, sofia), damaged(sofia), PHOTO, sha256="a-photo-of-tea")
    assert (answer.status_code, answer.json["code"]) == (404, "photo_not_named")


def files(floor: Floor) -> list[Path]:
    return [path for _, path in keeping.stored(floor.engine.config.data)]


def audited(floor: Floor) -> list[str]:
    with floor.app.app_context():
        found = audit()
        db.session.remove()
    return found.differences


def night(floor: Floor) -> None:
    """The nightly job is due."""
    floor.write(
        lambda tx: tx.run(
            "INSERT INTO job (kind, key, run_at) VALUES ('clear_photos', :key, 0) "
            "ON CONFLICT (kind, key) DO UPDATE SET run_at = 0, leased_until = 0",
            key=str(floor.site.id),
        )
    )
    floor.work_off()


def grow_old(floor: Floor, days: int) -> None:
    floor.write(
        lambda tx: tx.run("UPDATE photo SET received_at = received_at - :ms", ms=days * DAY_MS)
    )


def settle(floor: Floor, kind: str, action: str = "book") -> None:
    """A supervisor decides about an exception."""
    one = floor.value("SELECT id FROM exception WHERE kind = :kind AND state = 'open'", kind=kind)
    here = floor.engine
    boss = floor.value("SELECT MAX(id) FROM person WHERE role = 'supervisor'")
    floor.write(lambda tx: resolve(tx, here.door.judge, here.signer, one, action, boss))


def test_law_27_a_photo_of_damaged_goods_is_awaited_then_seen_with_the_exception(
    floor: Floor, sofia: Person, office: Office
) -> None:
    event = damaged(sofia)
    [told] = board(office)
    assert told["kind"] == "damaged"
    assert told["photos"] == [{"sha256": SHA, "shows": "damaged", "state": "coming"}]
    device = device_of(floor, sofia)
    # The answer may be lost on the way: the same again changes nothing.
    assert [hand_in(device, event, PHOTO).status_code for _ in range(2)] == [204, 204]
    assert board(office)[0]["photos"][0]["state"] == "here"
    [path] = files(floor)
    assert (path.read_bytes(), path.name) == (PHOTO, f"{SHA}.jpg")
    seen = office.sign_in("supervisor").client.get(f"/api/v1/photos/{SHA}")
    assert (seen.data, seen.mimetype) == (PHOTO, "image/jpeg")
    assert seen.headers["Content-Security-Policy"].startswith("default-src 'none'; sandbox")
    assert seen.headers["X-Content-Type-Options"] == "nosniff"
    assert seen.headers["Cache-Control"] == "private, no-store"
    [row, about] = office.sign_in("supervisor").get("/scans", limit=2)["items"]
    assert (row["kind"], row["of"], row["photo"]["state"]) == ("photo", about["id"], "here")
    assert audited(floor) == []


def test_a_photo_of_what_is_on_the_screen_is_an_exception_of_its_own_and_holds_no_work_up(
    floor: Floor, sofia: Person, office: Office
) -> None:
    about = {"task": sofia.task["id"], "item": floor.items["TEA"], "place": floor.places["A-01-01"]}  # type: ignore[index]
    sofia.photograph(SHA, "no_scan", **about)
    [told] = board(office)
    assert (told["kind"], told["params"]) == ("photo", {"shows": "no_scan"})
    assert (told["item"]["sku"], told["place"]["code"]) == ("TEA", "A-01-01")
    assert told["task"]["id"] == about["task"]
    sofia.scan("TEA")
    assert sofia.verdict[0] == "booked"


def test_a_photo_of_goods_that_nobody_knows_tells_their_code(
    floor: Floor, sofia: Person, office: Office
) -> None:
    assert sofia.scan("NOBODY-9") == "unknown_code"
    sofia.photograph(SHA, "unknown", of=sofia.last_event)
    [told] = board(office)
    assert told["params"] == {"shows": "unknown", "code": "NOBODY-9"}


def test_what_a_photo_says_of_another_site_or_of_nothing_is_left_out(
    floor: Floor, sofia: Person, office: Office
) -> None:
    sofia.photograph(SHA, "nonsense", of="not-an-event", task=99_999, item=-1, place=2**60)
    [told] = board(office)
    assert (told["params"], told["item"], told["place"]) == ({"shows": "other"}, None, None)
    sofia.photograph("no hash", "damaged")
    assert sofia.verdict == ("set_aside", "malformed")


def test_two_photos_of_one_surprise_are_shown_with_its_one_exception(
    floor: Floor, office: Office
) -> None:
    floor.purchase("PO-1", TEA=10)
    malik = floor.person("Malik", "receiver").open("PO-1")
    for number in range(2):
        assert malik.scan("4006381333924") == "unknown_recorded"
        malik.photograph(hash_of(photo(number)), "unknown", of=malik.last_event)
    [told] = board(office)
    assert (told["kind"], len(told["photos"])) == ("receipt_unknown", 2)


def test_only_the_device_that_named_a_photo_hands_it_in(
    floor: Floor, sofia: Person, office: Office
) -> None:
    event = damaged(sofia)
    malik = floor.person("Malik")
    another = device_of(floor, malik)
    assert hand_in(another, event, PHOTO).json["code"] == "photo_not_named"
    assert hand_in(floor.app.test_client(), event, PHOTO).status_code == 401
    mine = device_of(floor, sofia)
    assert hand_in(mine, sofia.shift, PHOTO).status_code == 404
    assert hand_in(mine, event, photo(9)).json["code"] == "photo_not_named"
    assert hand_in(mine, event, photo(9), SHA).json["code"] == "photo_differs"
    assert mine.put(f"/api/v1/photos/{SHA}?event={event}", data=PHOTO).status_code == 403
    assert files(floor) == []


def test_who_may_look_at_photos(floor: Floor, sofia: Person, office: Office) -> None:
    hand_in(device_of(floor, sofia), damaged(sofia), PHOTO)
    picker = office.sign_in("picker").client
    assert picker.get(f"/api/v1/photos/{SHA}").status_code == 403
    assert floor.app.test_client().get(f"/api/v1/photos/{SHA}").status_code == 401
    boss = office.sign_in("supervisor").client
    for name in ("0" * 64, "..%2fkeys", SHA.upper()):
        assert boss.get(f"/api/v1/photos/{name}").status_code == 404


HOSTILE = (
    (photographs.with_place, 422, "photo_not_plain"),
    (photographs.with_comment, 422, "photo_not_plain"),
    (photographs.with_page_behind, 422, "photo_not_plain"),
    (photographs.page, 422, "picture_not_readable"),
    (photographs.picture_of_another_kind, 422, "picture_not_readable"),
    (lambda: photo()[:-40], 422, "picture_not_readable"),
    (lambda: photo()[:30], 422, "picture_not_readable"),
    (lambda: b"", 422, "picture_not_readable"),
    (photographs.bomb, 413, "picture_too_large"),
    (photographs.too_heavy, 413, "picture_too_large"),
)


def test_what_is_no_plain_photo_is_not_kept(floor: Floor, sofia: Person) -> None:
    device = device_of(floor, sofia)
    for make, status, code in HOSTILE:
        data = make()
        sofia.photograph(hash_of(data), "other")
        answer = hand_in(device, sofia.last_event, data)
        assert (answer.status_code, answer.json["code"]) == (status, code), make
    assert files(floor) == []


def test_a_photo_in_several_scans_is_kept(floor: Floor, sofia: Person) -> None:
    data = photographs.progressive()
    assert hand_in(device_of(floor, sofia), damaged(sofia, hash_of(data)), data).status_code == 204


def test_a_night_lets_old_photos_go_but_not_what_an_open_exception_shows(
    floor: Floor, sofia: Person, office: Office
) -> None:
    floor.settings(photo_days=30)
    hand_in(device_of(floor, sofia), damaged(sofia), PHOTO)
    grow_old(floor, 29)
    settle(floor, "damaged")
    night(floor)
    assert len(files(floor)) == 1
    sofia.photograph(SHA, "label")
    hand_in(device_of(floor, sofia), sofia.last_event, PHOTO)
    grow_old(floor, 2)
    night(floor)
    # One of the two that are this picture is shown by an open exception.
    assert len(files(floor)) == 1
    settle(floor, "photo")
    grow_old(floor, 29)
    night(floor)
    assert files(floor) == []
    boss = office.sign_in("supervisor")
    assert boss.client.get(f"/api/v1/photos/{SHA}").status_code == 404
    [row] = [one for one in boss.get("/scans")["items"] if one["id"] == sofia.last_event]
    assert row["photo"]["state"] == "gone"
    # A device that never heard the answer is told that all is well.
    assert hand_in(device_of(floor, sofia), sofia.last_event, PHOTO).status_code == 204
    assert (files(floor), audited(floor)) == ([], [])
    due = floor.value("SELECT run_at FROM job WHERE kind = 'clear_photos'")
    assert 0 < due - floor.write(lambda tx: tx.now) <= DAY_MS


def test_what_a_crash_left_half_written_goes_when_it_has_lain_for_a_day(
    floor: Floor, sofia: Person
) -> None:

    hand_in(device_of(floor, sofia), damaged(sofia), PHOTO)
    [path] = files(floor)
    fresh, old = path.with_suffix(".1-1.new"), path.with_name(f"{'ab' * 32}.jpg")
    for left in (fresh, old):
        left.write_bytes(b"half")
    os.utime(old, (0, 0))
    night(floor)
    assert files(floor) == sorted([path, fresh])


@pytest.mark.parametrize("harm", ["missing", "altered"])
def test_an_audit_tells_a_photo_that_is_missing_or_altered(
    floor: Floor, sofia: Person, harm: str
) -> None:
    event = damaged(sofia)
    hand_in(device_of(floor, sofia), event, PHOTO)
    [path] = files(floor)
    path.unlink() if harm == "missing" else path.write_bytes(photo(7))
    assert audited(floor) == [
        f"photo {SHA}: its file is missing or altered; event {event} names it"
    ]


def test_what_is_redacted_takes_its_photo_along(floor: Floor, sofia: Person) -> None:
    event = damaged(sofia)
    hand_in(device_of(floor, sofia), event, PHOTO)
    maria = floor.person("Maria", "manager").id
    floor.write(lambda tx: redact(tx, floor.engine.signer, event, maria, "a face is seen"))
    floor.work_off()
    assert files(floor) == []
    assert audited(floor) == []


def test_the_photo_of_an_event_that_was_set_aside_waits_for_the_supervisor_s_word(
    floor: Floor, sofia: Person, office: Office
) -> None:
    sofia.go_offline()
    sofia.photograph(SHA, "label")
    [(text, sig)] = sofia.outbox
    event = json.loads(text)["id"]
    device = device_of(floor, sofia)
    sent = {"attempt": 5, "events": [{"body": text, "sig": sig}]}
    [given] = device.post("/api/v1/scans", json=sent, headers={"X-Pickface": "1"}).json["verdicts"]
    assert (given["verdict"], given["code"]) == ("set_aside", "poison")
    waits = hand_in(device, event, PHOTO)
    assert (waits.status_code, waits.json["params"]) == (409, {"verdict": "set_aside"})
    settle(floor, "set_aside")
    assert hand_in(device, event, PHOTO).status_code == 204
    [told] = board(office)
    assert (told["kind"], told["photos"][0]["state"]) == ("photo", "here")
