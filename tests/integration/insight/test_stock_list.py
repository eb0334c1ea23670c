"""All items and where they are: in any order, a page at a time, as one types, and as a file."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from apiflask import APIFlask

from tests.office import Desk, Office, open_office

pytestmark = pytest.mark.both


@pytest.fixture
def office(app: APIFlask) -> Office:
    return open_office(app)


OPENING = (
    ("MUG", "A-01-02", 5),
    ("MUG", "A-01-01", 7),
    ("CUP", "A-01-01", 3),
    ("JUG", "A-01-01", 3),
)


def pages(desk: Desk, **query: Any) -> list[dict[str, Any]]:
    """All rows of a list, read to its end."""
    found: list[dict[str, Any]] = []
    cursor = ""
    while True:
        page = desk.get("/stock/items", **query, cursor=cursor)
        found += page["items"]
        cursor = page["next"]
        if not cursor:
            return found


def stocked(office: Office) -> None:
    """Five items; three of them lie in bins, one in two, and one is promised and expected."""
    from pickface.db import command
    from pickface.stock.ledger import Cause, NewMove, post_moves

    desk = office.desk
    ids = {
        sku: desk.post("/items", {"sku": sku, "name": name})["id"]
        for sku, name in (("MUG", "Mug"), ("BOWL", "Bowl"), ("CUP", "Cup"), ("PLATE", "Plate"), ("JUG", "=Jug"))
    }  # fmt: skip
    bins = {code: desk.post("/places", {"code": code})["id"] for code in ("A-01-01", "A-01-02")}
    supplier = desk.get("/places", code="SUPPLIER")["items"][0]["id"]
    moves = [
        NewMove("opening", ids[sku], qty, supplier, bins[place])
        for sku, place, qty in OPENING
    ]  # fmt: skip
    with office.app.app_context():
        command(lambda tx: post_moves(tx, moves, Cause("test:opening", office.site_id)))
    desk.post("/orders", {"number": "1", "lines": [{"item": "MUG", "qty": 4}]})
    desk.post("/suppliers", {"code": "S", "name": "S"})
    line = {"item": "MUG", "qty": 9}
    desk.post("/purchase-orders", {"number": "P", "supplier": "S", "lines": [line]})


def test_each_item_has_its_numbers_and_its_places(office: Office) -> None:
    stocked(office)
    rows = {row["sku"]: row for row in office.desk.get("/stock/items")["items"]}
    mug = rows["MUG"]
    numbers = [mug[name] for name in ("on_hand", "reserved", "available", "incoming")]
    assert numbers == [12, 4, 8, 9]
    assert mug["places"] == [{"place": "A-01-01", "qty": 7}, {"place": "A-01-02", "qty": 5}]
    assert (rows["PLATE"]["on_hand"], rows["PLATE"]["places"]) == (0, [])
    card = office.desk.get("/stock", item="MUG")
    assert numbers == [card[name] for name in ("on_hand", "reserved", "available", "incoming")]


@pytest.mark.parametrize("sort", ["sku", "name", "on_hand", "reserved", "available"])
@pytest.mark.parametrize("descending", ["false", "true"])
def test_pages_of_any_order_hold_every_item_once_and_in_that_order(
    office: Office, sort: str, descending: str
) -> None:
    stocked(office)
    rows = pages(office.desk, sort=sort, descending=descending, limit=2)
    assert sorted(row["sku"] for row in rows) == ["BOWL", "CUP", "JUG", "MUG", "PLATE"]
    if sort in {"on_hand", "reserved", "available"}:
        values = [row[sort] for row in rows]
        assert values == sorted(values, reverse=descending == "true")
    if sort == "sku":
        assert (rows[0]["sku"] == "BOWL") == (descending == "false")


def test_a_cursor_of_another_order_is_refused(office: Office) -> None:
    stocked(office)
    cursor = office.desk.get("/stock/items", limit=2)["next"]
    for query in ({"sort": "name"}, {"descending": "true"}, {"sort": "on_hand"}):
        refused = office.desk.get("/stock/items", expect=422, limit=2, cursor=cursor, **query)
        assert refused["params"]["field"] == "cursor"
    for odd in ("x", "bnVsbA==", "WzEsMl0=", "W10="):
        assert office.desk.get("/stock/items", expect=422, cursor=odd)["code"] == "bad_request"


def test_typing_finds_items_alone_and_forgives(office: Office) -> None:
    stocked(office)
    office.hire("picker", "Mug Mugson")
    found = office.desk.get("/stock/items", q="mug")
    assert [row["sku"] for row in found["items"]] == ["MUG"]
    assert found["items"][0]["on_hand"] == 12
    assert [row["sku"] for row in office.desk.get("/stock/items", q="pl")["items"]] == ["PLATE"]
    assert [row["sku"] for row in office.desk.get("/stock/items", q="plaet")["items"]] == ["PLATE"]
    assert office.desk.get("/stock/items", q="nothing like it")["items"] == []


def test_the_file_holds_every_item_and_no_formula(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pickface.insight.stock_list.FILE_PAGE", 2)
    stocked(office)
    office.hire("picker")
    answer = office.sign_in("picker").client.get("/api/v1/stock/items?format=csv")
    assert answer.mimetype == "text/csv"
    rows = {row["sku"]: row for row in csv.DictReader(io.StringIO(answer.text))}
    assert len(rows) == 5
    assert (rows["MUG"]["on_hand"], rows["MUG"]["places"]) == ("12", "A-01-01 7; A-01-02 5")
    assert rows["JUG"]["name"] == "'=Jug"


def test_another_site_has_its_own_numbers(office: Office) -> None:
    stocked(office)
    other = open_office(office.app, "OTHER")
    rows = {row["sku"]: row for row in other.desk.get("/stock/items")["items"]}
    assert (rows["MUG"]["on_hand"], rows["MUG"]["incoming"], rows["MUG"]["places"]) == (0, 0, [])
