"""Saved views: one's own under a name, shared with a role, and nobody else's to change."""

from __future__ import annotations

import pytest
from apiflask import APIFlask

from tests.office import Office, open_office


@pytest.fixture
def office(app: APIFlask) -> Office:
    office = open_office(app)
    for role in ("supervisor", "buyer"):
        office.hire(role)
    return office


def test_a_view_is_kept_under_a_name_which_said_again_is_the_same_view(office: Office) -> None:
    desk = office.desk
    made = desk.post("/views", {"list": "orders", "name": "Late", "query": "state=open"})
    again = desk.post("/views", {"list": "orders", "name": "Late", "query": "sort=ship_by"})
    desk.post("/views", {"list": "items", "name": "Late", "query": ""})
    assert again["id"] == made["id"]
    kept = desk.get("/views", list="orders")["items"]
    assert [(one["name"], one["query"], one["mine"]) for one in kept] == [
        ("Late", "sort=ship_by", True)
    ]
    desk.get("/views", expect=422, list="nothing")


def test_a_view_is_seen_by_the_role_it_is_shared_with_and_changed_by_its_owner_alone(
    office: Office,
) -> None:
    manager, buyer, lead = office.desk, office.sign_in("buyer"), office.sign_in("supervisor")
    view = manager.post("/views", {"list": "orders", "name": "Held", "query": "state=held"})["id"]
    assert lead.get("/views", list="orders")["items"] == []
    manager.post(f"/views/{view}", {"role": "supervisor"}, expect=200, method="PATCH")
    (seen,) = lead.get("/views", list="orders")["items"]
    assert (seen["name"], seen["mine"]) == ("Held", False)
    assert buyer.get("/views", list="orders")["items"] == []
    buyer.post(f"/views/{view}", {"role": "buyer"}, expect=403, method="PATCH")
    lead.post(f"/views/{view}", {"role": ""}, expect=404, method="PATCH")
    lead.post(f"/views/{view}", expect=404, method="DELETE")
    manager.post(f"/views/{view}", {"role": ""}, expect=200, method="PATCH")
    assert lead.get("/views", list="orders")["items"] == []
    manager.post(f"/views/{view}", expect=204, method="DELETE")
    assert manager.get("/views", list="orders")["items"] == []


def test_nobody_keeps_more_views_of_a_list_than_anybody_could_find_again(office: Office) -> None:
    for number in range(50):
        office.desk.post("/views", {"list": "people", "name": f"V{number}"})
    refused = office.desk.post("/views", {"list": "people", "name": "One more"}, expect=409)
    assert (refused["code"], refused["params"]) == ("too_many_views", {"most": 50})
    office.desk.post("/views", {"list": "people", "name": "V7", "query": "role=picker"})
