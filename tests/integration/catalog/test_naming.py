"""Goods that nobody knew are named by whoever has them in hand: who may, what is refused, who hears of it at once."""

from __future__ import annotations

import gzip
import json

import pytest
from apiflask import APIFlask

from pickface.db import row, rows
from tests.office import Desk, Office, open_office

MYSTERY = "4006381333931"


@pytest.fixture
def office(app: APIFlask) -> Office:
    return open_office(app)


def item(office: Office, sku: str) -> int:
    made: int = office.desk.post("/items", {"sku": sku, "name": f"{sku} in a tin"})["id"]
    return made


def person(office: Office, role: str) -> Desk:
    office.hire(role)
    return office.sign_in(role)


def may(desk: Desk) -> bool:
    return "catalog.attach_barcode" in desk.get("/session")["person"]["permissions"]


def let_receivers(office: Office, yes: bool) -> None:
    settings = {"receivers_name_goods": yes}
    office.desk.post("/site/settings", settings, method="PATCH", expect=200)


def test_supervisors_may_and_receivers_where_their_site_says_so(office: Office) -> None:
    tea = item(office, "TEA")
    path, form = f"/items/{tea}/barcodes", {"value": MYSTERY, "qty": 24, "pack": "case"}
    lead, receiver = person(office, "supervisor"), person(office, "receiver")
    assert (may(lead), may(receiver), may(person(office, "picker"))) == (True, False, False)
    assert receiver.post(path, form, expect=403)["code"] == "not_allowed"
    let_receivers(office, True)
    assert may(receiver)
    told = receiver.post(path, form)
    assert (told["barcodes"][-1]["key"], told["barcodes"][-1]["qty"]) == ("0" + MYSTERY, 24)
    let_receivers(office, False)
    assert receiver.post(path, form, expect=403)["code"] == "not_allowed"
    lead.post(path, {"value": "TEA-BOX", "qty": 6, "pack": "inner"})


def test_the_very_next_catalogue_has_it_and_the_journal_who_said_so(office: Office) -> None:
    tea, lead = item(office, "TEA"), person(office, "supervisor")
    lead.get("/catalogue")
    for _ in range(2):  # Said again, it is so already.
        lead.post(f"/items/{tea}/barcodes", {"value": MYSTERY, "qty": 24, "pack": "case"})
    known = lead.client.get("/api/v1/catalogue", headers={"Accept-Encoding": "gzip"}).data
    assert ["0" + MYSTERY, tea, 24, "case"] in json.loads(gzip.decompress(known))["codes"]
    with office.app.app_context():
        said = [json.loads(one["body"]) for one in rows("SELECT body FROM scan_event ORDER BY id")]
        lead_id = row("SELECT id FROM person WHERE role = 'supervisor'")
    named = [one for one in said if one.get("action") == "barcode"]
    assert [one["barcode"] for one in named] == [
        {"item": tea, "code": "0" + MYSTERY, "qty": 24, "pack": "case"}
    ]
    assert lead_id is not None
    assert named[0]["person"] == lead_id["id"]


def test_what_cannot_be_is_refused_and_leaves_nothing_behind(office: Office) -> None:
    tea, salt, lead = item(office, "TEA"), item(office, "SALT"), person(office, "supervisor")
    lead.post(f"/items/{salt}/barcodes", {"value": MYSTERY})
    path = f"/items/{tea}/barcodes"
    taken = lead.post(path, {"value": MYSTERY}, expect=409)
    assert (taken["code"], taken["params"]["sku"]) == ("barcode_taken", "SALT")
    # Nor does a piece become a case by the way.
    again = lead.post(f"/items/{salt}/barcodes", {"value": MYSTERY, "qty": 6}, expect=409)
    assert (again["code"], again["params"]["sku"]) == ("barcode_taken", "SALT")
    wrong = lead.post(path, {"value": "4006381333932"}, expect=422)
    assert (wrong["code"], wrong["params"]["expected"]) == ("check_digit", 1)
    assert lead.post(path, {"value": "LP000001"}, expect=422)["code"] == "bad_barcode"
    assert (
        lead.post("/items/999/barcodes", {"value": "X-1"}, expect=404)["code"] == "item_not_found"
    )
    office.desk.post(f"/items/{tea}", {"active": False}, method="PATCH", expect=200)
    assert lead.post(path, {"value": "X-1"}, expect=409)["code"] == "item_inactive"
    assert [one["value"] for one in lead.get(f"/items/{tea}")["barcodes"]] == ["TEA"]
