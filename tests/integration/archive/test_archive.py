"""A whole site out of one installation and into an empty one: everything comes over, whole or not at all."""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from apiflask import APIFlask

from pickface.archive.beginning import Manager, NotEmpty
from pickface.archive.checking import check
from pickface.db import rows
from pickface.errors import BadRequest
from pickface.setup import first_run
from pickface.stock.verify import verify
from pickface.tasks.jobs import run_due
from tests.furnished import MANAGER, brought_in, everything, exported, furnish
from tests.office import PASSWORD, Desk, open_office

HEADERS = {"X-Pickface": "1"}


def test_everything_comes_over(app: APIFlask, empty: APIFlask, tmp_path: Path) -> None:
    office = furnish(app)
    archive = exported(app, tmp_path / "site.zip")
    parts = everything(archive)
    assert {name: len(found) for name, found in parts.items() if found} == {
        "zones": len(office.desk.get("/zones")["items"]), "aisles": 4, "places": archive.counts["places"],
        "containers": 1, "items": 3, "kit_components": 1, "substitutes": 1, "barcodes": 4, "lots": 3, "people": 2,
        "saved_views": 1, "setting_changes": 2,
        "suppliers": 1, "supplier_items": 1, "price_breaks": 1, "purchase_orders": 2, "purchase_order_lines": 4,
        "purchase_order_changes": len(parts["purchase_order_changes"]), "cost_layers": 5, "stock_values": 1, "stock": 5,
        "orders": 3, "order_lines": 3, "promises": 2,
    }  # fmt: skip
    assert {one["number"]: one["state"] for one in parts["orders"]} == {
        "1001": "open", "1002": "open", "1003": "cancelled",
    }  # fmt: skip
    lines = parts["purchase_order_lines"]
    assert [(one["qty"], one["received"]) for one in lines] == [(24, 10), (5, 0), (24, 24), (5, 5)]
    assert {(one["item"], one["place"], one["container"]): one["qty"] for one in parts["stock"]} == {
        ("MUG", "A-01-01", ""): 40, ("MUG", "A-01-01", "T0001"): 2, ("MUG", "A-01-02", ""): 7,
        ("TEA", "A-02-01", ""): 10, ("TV", "B-01-02", ""): 1,
    }  # fmt: skip
    assert {one["pin_hash"] + one["password_hash"] for one in parts["people"]} == {""}

    brought_in(empty, archive.file)
    again = exported(empty, tmp_path / "again.zip")
    assert everything(again) == parts
    assert again.site == archive.site

    mug = [one for one in parts["cost_layers"] if one["item"] == "MUG"]
    assert [(one["qty_in"], one["qty"], one["value_minor"]) for one in mug] == [
        (40, 37, 37 * 119), (2, 2, 2 * 119), (10, 10, 10 * 120),
    ]  # fmt: skip
    assert sum(one["average_minor"] for one in mug) == worth(app, "MUG") == worth(empty, "MUG")

    there = Desk(empty.test_client())
    there.post("/session", {"login": MANAGER.login, "password": MANAGER.password}, expect=200)
    for path in ("/zones", "/aisles", "/suppliers"):
        mine, theirs = (without_ids(desk.get(path)) for desk in (office.desk, there))
        assert mine == theirs, path
    for sku in ("MUG", "TEA", "TV"):
        mine, theirs = (desk.get("/stock", item=sku) for desk in (office.desk, there))
        assert (theirs["on_hand"], theirs["incoming"]) == (mine["on_hand"], mine["incoming"]), sku
    assert there.get("/stock", item="MUG")["reserved"] == 3
    assert [one["title"] for one in there.get("/search", q="becher")["items"]] == ["Becher, weiß"]
    assert there.get("/lookup", code="5012345678900")["kind"] == "item"
    with empty.app_context():
        assert verify(rows) == []
        (journaled,) = rows("SELECT body FROM scan_event")
    assert json.loads(journaled["body"])["archive"] == archive.hash


def worth(app: APIFlask, sku: str) -> int:
    """What all units of an item are worth by their average."""
    with app.app_context():
        found = rows(
            "SELECT v.average_minor FROM stock_value v JOIN item i ON i.id = v.item_id WHERE i.sku = :sku",
            sku=sku,
        )
    return int(found[0]["average_minor"])


def without_ids(found: Any) -> Any:
    return [{name: value for name, value in one.items() if name != "id"} for one in found["items"]]


def test_an_import_that_was_cut_off_goes_on_and_twice_is_once(
    app: APIFlask, empty: APIFlask, tmp_path: Path
) -> None:
    furnish(app)
    archive = exported(app, tmp_path / "site.zip")
    for ends_in in ("places", "barcodes", "stock", "orders"):

        def pull_the_plug(part: str, _many: int, last: str = ends_in) -> None:
            if part == last:
                raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            brought_in(empty, archive.file, advance=pull_the_plug)
    brought_in(empty, archive.file)
    for _ in range(2):
        assert everything(exported(empty, tmp_path / "again.zip")) == everything(archive)
    with empty.app_context():
        assert verify(rows) == []


def test_an_installation_with_another_site_is_left_alone(
    app: APIFlask, empty: APIFlask, tmp_path: Path
) -> None:
    furnish(app)
    archive = exported(app, tmp_path / "site.zip")
    other = open_office(empty, "OTHER")
    other.desk.post("/items", {"sku": "NAIL", "name": "Nails"})
    before = everything(exported(empty, tmp_path / "before.zip"))
    with pytest.raises(NotEmpty):
        brought_in(empty, archive.file)
    assert everything(exported(empty, tmp_path / "after.zip")) == before


def test_with_secrets_people_sign_in_as_before_and_a_manager_must_be_one(
    app: APIFlask, empty: APIFlask, tmp_path: Path
) -> None:
    furnish(app)
    archive = exported(app, tmp_path / "site.zip", with_secrets=True)
    with pytest.raises(BadRequest, match="password"):
        brought_in(empty, archive.file, Manager("new-manager", "short"))
    with empty.app_context():
        assert rows("SELECT id FROM site") == []
    brought_in(empty, archive.file, Manager("new-manager", "another horse"))
    for login, password in (("manager-main", PASSWORD), ("new-manager", "another horse")):
        Desk(empty.test_client()).post("/session", {"login": login, "password": password}, expect=200)  # fmt: skip


def test_a_site_that_was_just_founded_is_made_over(
    app: APIFlask, empty: APIFlask, tmp_path: Path
) -> None:
    furnish(app)
    archive = exported(app, tmp_path / "site.zip")
    founded = open_office(empty, "NEW")
    founded.desk.post("/places", {"code": "OLD-1"})
    with archive.file.open("rb") as file:
        looked = founded.desk.client.post("/api/v1/site/archive", data=file.read(), headers=HEADERS)
    assert looked.status_code == 200, looked.text
    seen = looked.get_json()
    assert (seen["site"], seen["managers"]) == ("MAIN", ["manager-main"])
    assert {"part": "items", "rows": 3} in seen["parts"]
    begun = founded.desk.post("/site/archive/load", {"hash": seen["hash"]}, expect=202)
    assert (begun["state"], begun["done"]) == ("loading", 0)
    work_off(empty)
    told = founded.desk.get("/site/archive/load")
    assert (told["state"], told["done"]) == ("loaded", told["total"])
    assert {one["code"] for one in founded.desk.get("/places", limit=200)["items"]} >= {"C-01"}
    founded.desk.get("/places/OLD-1", expect=404)
    assert founded.desk.get("/session")["site"]["code"] == "MAIN"
    refused = founded.desk.client.post("/api/v1/site/archive", data=b"PK", headers=HEADERS)
    assert refused.get_json()["code"] == "installation_not_empty"


def test_whoever_has_the_code_of_the_console_begins_with_an_archive_in_the_browser(
    app: APIFlask, empty: APIFlask, tmp_path: Path
) -> None:
    furnish(app)
    file = exported(app, tmp_path / "site.zip").file.read_bytes()
    nobody = Desk(empty.test_client())
    code = first_run.new_code(empty.extensions["pickface"].config.data)
    upload = partial(nobody.client.post, "/api/v1/setup/archive", data=file)
    assert upload(headers={**HEADERS, "X-Setup-Code": "AAAA-AAAA"}).status_code == 403
    seen = upload(headers={**HEADERS, "X-Setup-Code": code}).get_json()
    form = {"setup_code": code, "hash": seen["hash"], "login": "inga", "password": "short"}
    nobody.post("/setup/archive/load", form, expect=422)
    assert nobody.get("/setup") == {"needed": True, "loading": None}
    form["password"] = "another horse"
    nobody.post("/setup/archive/load", {**form, "hash": "0" * 64}, expect=409)
    nobody.post("/setup/archive/load", form, expect=202)
    assert nobody.get("/setup")["loading"]["state"] == "loading"
    nobody.post("/setup/archive/load", form, expect=403)
    nobody.post("/session", {"login": "inga", "password": "another horse"}, expect=401)
    work_off(empty)
    assert nobody.get("/setup") == {"needed": False, "loading": None}
    nobody.post("/session", {"login": "inga", "password": "another horse"}, expect=200)
    assert nobody.get("/items")["items"]


def work_off(app: APIFlask) -> None:
    """Do the jobs that are due, as the runner does."""
    here = app.extensions["pickface"]
    assert run_due(app, here.writer, here.jobs)


def test_a_manager_saves_the_site_in_the_office(app: APIFlask, tmp_path: Path) -> None:
    office = furnish(app)
    assert office.desk.get("/site/archive/outlook")["orders"] == 1
    answer = office.desk.client.get("/api/v1/site/archive")
    assert answer.status_code == 200
    file = tmp_path / "saved.zip"
    file.write_bytes(answer.data)
    with app.app_context():
        assert check(file).counts["items"] == 3
    office.hire("supervisor")
    office.sign_in("supervisor").get("/site/archive", expect=403)
