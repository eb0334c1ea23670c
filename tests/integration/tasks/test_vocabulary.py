"""An old client against a new server: it goes on with what it can run, and is told of the rest (LAWS 12)."""

from __future__ import annotations

from typing import Any

import pytest
from apiflask import APIFlask

from pickface.tasks import steps
from pickface.tasks.steps import KNOWN_SINCE, STEP_KINDS, vocabulary_of
from pickface.tasks.vocabulary import HEADER
from tests.integration.tasks.test_over_http import Picker, office, picker, released
from tests.office import Office

__all__ = ["office"]


@pytest.fixture
def newer(monkeypatch: pytest.MonkeyPatch) -> None:
    """A release in which bringing the tote to its station has become a step that old clients do not know."""
    since = {**KNOWN_SINCE, "confirm": 2, "put": 2}
    monkeypatch.setattr(steps, "KNOWN_SINCE", since)


def work(who: Picker, vocabulary: int) -> dict[str, Any]:
    """The snapshot as a client of a certain vocabulary is answered it."""
    answer = who.desk.client.get("/api/v1/me/work", headers={HEADER: str(vocabulary)})
    found: dict[str, Any] = answer.get_json()
    return found


def test_a_script_asks_for_no_more_than_its_steps_need(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(steps, "KNOWN_SINCE", {**KNOWN_SINCE, "capture": 2})
    assert vocabulary_of({"steps": [{"kind": "go"}, {"kind": "take"}]}) == 1
    assert vocabulary_of({"steps": [{"kind": "go"}, {"kind": "capture"}]}) == 2
    assert set(KNOWN_SINCE) == set(STEP_KINDS)


@pytest.mark.usefixtures("newer")
def test_an_old_client_claims_nothing_that_it_could_not_run(office: Office, app: APIFlask) -> None:
    sofia = picker(office)
    released(office)
    refused = sofia.desk.post("/me/work/next", {}, expect=409)
    assert refused["code"] == "app_too_old"
    assert refused["params"] | {"task": 0} == {"task": 0, "needs": 2, "knows": 1}
    assert work(sofia, 2)["tasks"] == [], "and it stays for somebody else"


@pytest.mark.usefixtures("newer")
def test_work_of_a_person_with_an_old_client_is_counted_not_sent(office: Office) -> None:
    sofia = picker(office)
    released(office)
    task = office.desk.get("/tasks", state="ready")["items"][0]["id"]
    office.desk.post(f"/tasks/{task}/assign", {"person": sofia.session["person"]["id"]}, expect=200)
    old, new = work(sofia, 1), work(sofia, 2)
    assert (old["tasks"], old["newer"]) == ([], 1)
    assert ([one["id"] for one in new["tasks"]], new["newer"]) == ([task], 0)
    assert new["tasks"][0]["script"]["vocabulary"] == 2


def test_todays_work_reaches_a_client_that_says_nothing(office: Office) -> None:
    sofia = picker(office)
    released(office)
    claimed = sofia.desk.post("/me/work/next", {}, expect=200)
    assert claimed["newer"] == 0
    assert claimed["tasks"][0]["script"]["vocabulary"] == 1


def test_a_cart_is_for_clients_that_know_carts(office: Office) -> None:
    sofia = picker(office)
    office.desk.post("/site/settings", {"pick_method": "cluster"}, method="PATCH", expect=200)
    lines = [{"item": "MUG", "qty": 1}]
    made = [
        office.desk.post("/orders", {"number": number, "lines": lines}, expect=201)["id"]
        for number in ("1", "2")
    ]
    told = office.desk.post("/orders/release", {"orders": made}, expect=200)
    assert [order["state"] for order in told["orders"]] == ["released", "released"]
    assert sofia.desk.post("/me/work/next", {}, expect=409)["params"]["needs"] == 2
    office.desk.post("/site/settings", {"cart_totes": 3}, method="PATCH", expect=422)
    (cart,) = office.desk.get("/tasks", kind="pick")["items"]
    assert (cart["state"], cart["title"]) == ("ready", "Cart of 2: 1, 2")
    claimed = sofia.desk.client.post(
        "/api/v1/me/work/next", json={}, headers={HEADER: "2", "X-Pickface": "1"}
    ).get_json()
    assert [task["script"]["vocabulary"] for task in claimed["tasks"]] == [2]
