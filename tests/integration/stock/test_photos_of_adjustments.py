"""A photo shows why a desk adjusted stock: named by the event, handed in after it, seen where the change is read."""

from __future__ import annotations

from typing import Any

import pytest
from werkzeug.test import TestResponse

from tests.integration.stock.test_desk_moves import mugs, office
from tests.office import Desk, Office, open_office
from tests.photographs import hash_of, photo

__all__ = ["office"]
PHOTO = photo()
SHA = hash_of(PHOTO)


def adjust(desk: Desk, key: dict[str, Any], **told: Any) -> Any:
    wish = {**key, "delta": -2, "reason": "damaged", "photo": SHA, **told}
    return desk.post("/stock/adjustments", wish, expect=200)


def hand_in(desk: Desk, event: str, data: bytes = PHOTO, sha256: str = SHA) -> TestResponse:
    path = f"/api/v1/photos/{sha256}/from-desk?event={event}"
    return desk.client.put(path, data=data, headers=desk.headers, content_type="image/jpeg")


def history(office: Office, key: dict[str, Any]) -> list[dict[str, Any]]:
    return list(office.desk.get("/why", number="balance", **key)["moves"])


def test_it_comes_after_the_change_and_is_seen_with_it(office: Office) -> None:
    desk, key = office.desk, mugs(office)
    done = adjust(desk, key)
    assert history(office, key)[0]["photos"] == [{"sha256": SHA, "shows": "damaged", "state": "coming"}]  # fmt: skip
    desk.get(f"/photos/{SHA}", expect=404)
    for _ in range(2):
        assert hand_in(desk, done["event"]).status_code == 204
    newest, *before = history(office, key)
    assert (newest["kind"], newest["photos"][0]["state"]) == ("scrap", "here")
    assert [one["photos"] for one in before] == [[]] * len(before)
    (told,) = desk.get("/scans", event=done["event"])["items"]
    assert told["photo"]["sha256"] == SHA
    assert desk.client.get(f"/api/v1/photos/{SHA}").data == PHOTO


def test_only_what_was_named_by_who_named_it_is_kept(office: Office) -> None:
    desk, key = office.desk, mugs(office)
    done = adjust(desk, key)
    office.hire("supervisor")
    assert hand_in(office.sign_in("supervisor"), done["event"]).status_code == 404
    assert hand_in(desk, done["event"], PHOTO + b"notes").status_code == 422
    assert hand_in(desk, done["event"], b"GIF89a", hash_of(b"GIF89a")).status_code == 404
    assert hand_in(desk, "00000000-0000-7000-8000-000000000000").status_code == 404
    plain = adjust(desk, key, photo="")
    assert hand_in(desk, plain["event"]).status_code == 404
    wish = {**key, "delta": -1, "reason": "lost", "photo": "no hash"}
    desk.post("/stock/adjustments", wish, expect=422)
    away = open_office(office.app, "NORTH")
    assert hand_in(away.desk, done["event"]).status_code == 404


@pytest.mark.parametrize("late", [False, True])
def test_a_manager_sees_it_before_the_change_and_everybody_after(
    office: Office, late: bool
) -> None:
    office.desk.post("/site/settings", {"supervisor_minor": 500}, expect=200, method="PATCH")
    office.hire("supervisor")
    lead, key = office.sign_in("supervisor"), mugs(office)
    asked = adjust(lead, key)
    assert asked["booked"] is False
    if not late:
        assert hand_in(lead, asked["event"]).status_code == 204
    (waits,) = office.desk.get("/board")["exceptions"]
    assert [one["state"] for one in waits["photos"]] == ["coming" if late else "here"]
    office.desk.post(f"/exceptions/{waits['id']}/resolve", {"action": "approve"}, expect=200)
    if late:
        assert hand_in(lead, asked["event"]).status_code == 204
    (shown,) = history(office, key)[0]["photos"]
    assert (shown["sha256"], shown["state"]) == (SHA, "here")
