"""Anything is found by any code or word from the moment it is written, typing errors or not, by whoever may open it."""

from __future__ import annotations

from typing import Any

import pytest
from apiflask import APIFlask

from pickface.app import downgrade, upgrade
from pickface.db import db
from pickface.reindex import reindex
from tests.office import Office, open_office
from tests.scenarios.floor import Floor

pytestmark = pytest.mark.both


@pytest.fixture
def office(app: APIFlask) -> Office:
    """An office with one of each thing."""
    office = open_office(app)
    desk = office.desk
    code = {"value": "4006381333931", "qty": 1, "pack": "piece"}
    for sku, name, barcodes in (
        ("85123A", "White hanging heart", [code]),
        ("85099B", "Jumbo bag, red retrospot", []),
    ):
        desk.post("/items", {"sku": sku, "name": name, "barcodes": barcodes})
    desk.post("/places", {"code": "A-12-04", "kind": "bin"})
    desk.post("/suppliers", {"code": "LUMERA", "name": "Lumera Housewares"})
    line = {"item": "85123A", "qty": 3}
    desk.post("/purchase-orders", {"number": "PO-1006", "supplier": "LUMERA", "lines": [line]})
    desk.post("/orders", {"number": "1042", "customer": "Ines Carvalho", "lines": [line]})
    office.hire("picker", "Sofia Lindqvist")
    return office


def found(office: Office, q: str) -> list[tuple[str, str]]:
    """Kind and code of what a manager finds, best first."""
    return [(one["kind"], one["code"]) for one in office.desk.get("/search", q=q)["items"]]


@pytest.mark.parametrize(
    ("typed", "kind", "code"),
    [
        ("85123A", "item", "85123A"),
        ("85123a", "item", "85123A"),
        ("4006381333931", "item", "85123A"),
        ("white heart", "item", "85123A"),
        ("whte haert", "item", "85123A"),
        ("retorspot", "item", "85099B"),
        ("A-12-04", "place", "A-12-04"),
        ("a-12", "place", "A-12-04"),
        ("PO-1006", "purchase_order", "PO-1006"),
        ("lumera", "purchase_order", "PO-1006"),
        ("1042", "order", "1042"),
        ("carvahlo", "order", "1042"),
        ("Sofia", "person", "B-PICKER"),
        ("lindqist", "person", "B-PICKER"),
    ],
)
def test_everything_is_found_at_once(office: Office, typed: str, kind: str, code: str) -> None:
    assert found(office, typed)[0] == (kind, code)


def test_containers_and_lots_that_the_floor_makes_are_found(app: APIFlask) -> None:
    floor = Floor(app)
    floor.item("HONEY", tracking="lot")
    floor.purchase("PO-1", HONEY=6)
    ana = floor.person("Ana", "receiver").open("PO-1")
    ana.scan("HONEY")
    ana.fill("lot", "LOT77X")
    ana.scan("LP000001")
    entries = floor.read("SELECT kind, code, title FROM search_entry ORDER BY kind")
    assert {"kind": "container", "code": "LP000001", "title": "label"} in entries
    assert {"kind": "lot", "code": "LOT77X", "title": "Item HONEY"} in entries


def test_nobody_finds_what_they_may_not_open(office: Office) -> None:
    picker = office.sign_in("picker")
    kinds = {one["kind"] for one in picker.get("/search", q="Sofia Lindqvist")["items"]}
    assert "person" not in kinds
    other = open_office(office.app, "OTHER")
    assert found(other, "1042") == []
    assert found(other, "85123A") == [("item", "85123A")]


@pytest.mark.parametrize(
    "typed", ['"', "%", "_", "' OR 1=1 --", '") OR (words:"', "*", "a", "ab", "\\", "NEAR(", "é"]
)
def test_odd_input_finds_nothing_and_breaks_nothing(office: Office, typed: str) -> None:
    assert isinstance(found(office, typed), list)


def test_renamed_is_found_by_the_new_name_alone(office: Office) -> None:
    people = office.desk.get("/people")["items"]
    sofia = next(one["id"] for one in people if one["name"] == "Sofia Lindqvist")
    office.desk.post(f"/people/{sofia}", {"name": "Sofia Berg"}, expect=200, method="PATCH")
    assert found(office, "sofia berg")[0] == ("person", "B-PICKER")
    assert found(office, "lindqvist") == []


def test_the_migration_and_a_refill_find_what_was_there_before(office: Office) -> None:
    before = entries(office)
    assert len(before) > 6
    office.app.extensions["pickface"].writer.run(lambda tx: tx.run("DELETE FROM search_entry"))
    assert entries(office) == []
    assert reindex(office.app) == len(before)
    assert entries(office) == before
    assert found(office, "retorspot")[0] == ("item", "85099B")
    downgrade(office.app, "0005")
    upgrade(office.app)
    assert entries(office) == before
    assert found(office, "retorspot")[0] == ("item", "85099B")


def entries(office: Office) -> list[tuple[Any, ...]]:
    with office.app.app_context():
        read = db.session.execute(
            db.text(
                "SELECT kind, key, site_id, code, title, words FROM search_entry ORDER BY kind, key"
            )
        ).all()
        db.session.remove()
    return [tuple(one) for one in read]
