"""Everything that is brought in by tables is saved as such tables, and brought in again they change nothing."""

from __future__ import annotations

import csv
import io
from typing import Any, get_args

import pytest
from apiflask import APIFlask

from pickface.channels.bringing import BRINGERS
from pickface.channels.saved import SAVED
from pickface.channels.sheets import SHEETS
from pickface.channels.upload_forms import Kind
from tests.furnished import furnish
from tests.integration.channels.test_uploads import bring_in, check, finished, upload, wrong
from tests.office import Desk, Office, open_office

ASIDE = {"state", "shipped", "received", "active"}
"""What tables tell and no import takes."""


def saved(desk: Desk, kind: str, ending: str = "csv") -> bytes:
    answer = desk.client.get("/api/v1/imports/table", query_string={"kind": kind, "format": ending})
    assert answer.status_code == 200, answer.text
    assert f"filename={kind.replace('_', '-')}.{ending}" in answer.headers["Content-Disposition"]
    return answer.data


def told(raw: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(raw.decode("utf-8-sig"))))


@pytest.fixture
def office(app: APIFlask) -> Office:
    """The furnished site, with what it lacks of the kinds of tables."""
    office = furnish(app)
    desk = office.desk
    sizes = {
        "length_mm": 90,
        "width_mm": 90,
        "height_mm": 110,
        "turning": "upright",
        "fragile": True,
    }
    mug = next(one["id"] for one in desk.get("/items")["items"] if one["sku"] == "MUG")
    desk.post(f"/items/{mug}/sizes", sizes, method="PATCH", expect=200)
    desk.post("/carton-types", {"code": "S", "name": "Small", "length_mm": 200, "width_mm": 150,
                                "height_mm": 100, "cost_minor": 45})  # fmt: skip
    desk.post("/pick-faces", {"place": "A-01-01", "item": "MUG", "min_qty": 5, "max_qty": 30})
    carrier = desk.post("/carriers", {"code": "DHL", "name": "DHL"})["id"]
    rate = {"country": "DE", "max_weight_g": 5000, "price_minor": 499}
    desk.post(f"/carriers/{carrier}/rates", rate, expect=200)
    carton = {"sscc": "340123450000000017", "contents": [
        {"item": "TEA", "qty": 3, "lot": "L9", "expires_on": "2028-01-31"},
        {"item": "TV", "qty": 2, "serials": ["SN-7", "SN-8"]},
    ]}  # fmt: skip
    told = {"number": "ASN-7", "supplier": "LUM", "expected_on": "2027-01-31"}
    desk.post("/deliveries", {**told, "cartons": [carton]})
    desk.post("/orders", {
        "number": "1004", "channel": "shop", "customer": '"Ada", & Söhne', "street": "-1 Basement", "note": "=SUM(A1)?",
        "placed_at": 1_790_000_000_123, "ship_by": 1_790_086_400_000, "gift_note": "Hello", "substitutes": True,
        "lines": [{"item": "MUG", "qty": 2, "price_minor": 255, "tax_bp": 750}, {"item": "TEA", "qty": 1, "lot": "L1"}],
    })  # fmt: skip
    return office


def test_every_kind_is_saved_in_columns_that_its_import_knows() -> None:
    assert set(SAVED) == set(SHEETS) == set(BRINGERS) == set(get_args(Kind))
    for kind, one in SAVED.items():
        assert set(one.columns) - ASIDE <= set(SHEETS[kind].columns), kind
        assert set(SHEETS[kind].needed) <= set(one.columns), kind
        assert not {"pin", "password"} & set(one.columns)


@pytest.mark.parametrize("kind", [kind for kind in SAVED if kind not in {"people", "returns"}])
@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_a_saved_table_that_is_brought_in_again_is_there_already(
    office: Office, kind: str, ending: str
) -> None:
    raw = saved(office.desk, kind, ending)
    run = upload(office.desk, kind, raw)
    plan = run["preview"]["plan"]
    assert [ours or "aside" for ours in plan["columns"]] == [
        "aside" if name in ASIDE else name for name in SAVED[kind].columns
    ]
    tried = check(office.desk, run)
    left = {
        "stock": ["serials_are_received", "stock_differs"],
        # In a workbook a text that begins so is taken for a formula all the same.
        "orders": ["formula"] if ending == "xlsx" else [],
    }.get(kind, [])
    assert sorted({code for *_, code in wrong(tried)}) == left
    assert tried["created"] == 0
    assert tried["unchanged"] > 0


def test_what_a_table_says(office: Office) -> None:
    items = {one["sku"]: one for one in told(saved(office.desk, "items"))}
    assert items["MUG"]["barcode"] == "5012345678900; 15012345678907=24 case"
    assert (items["MUG"]["price"], items["MUG"]["temperature"]) == ("2.55", "cold")
    orders = [one for one in told(saved(office.desk, "orders")) if one["number"] == "1004"]
    assert [(one["sku"], one["qty"], one["lot"], one["price"], one["tax_rate"]) for one in orders] == [
        ("MUG", "2", "", "2.55", "7.5"), ("TEA", "1", "L1", "0.0", ""),
    ]  # fmt: skip
    assert orders[0]["placed_at"] == "2026-09-21T16:13:20.123+02:00"
    assert (orders[0]["street"], orders[0]["note"]) == ("'-1 Basement", "'=SUM(A1)?")
    sold = told(saved(office.desk, "supplier_items"))
    assert [(one["price"], one["from_qty"], one["preferred"]) for one in sold] == [
        ("1.2", "", "yes"), ("0.99", "144", ""),
    ]  # fmt: skip
    people = told(saved(office.desk, "people"))
    assert {one["name"]: one["role"] for one in people}["Sofia Almeida"] == "picker"


def test_where_nothing_is_yet_the_table_is_the_head_to_be_filled_in(app: APIFlask) -> None:
    desk = open_office(app).desk
    assert saved(desk, "items").decode().startswith("sku,name,barcode,tracking")
    assert told(saved(desk, "items")) == []
    assert told(saved(desk, "orders")) == []


def test_who_may_not_bring_a_kind_in_does_not_carry_it_out(office: Office) -> None:
    office.hire("buyer")
    buyer = office.sign_in("buyer")
    refused = buyer.client.get("/api/v1/imports/table", query_string={"kind": "people"})
    assert refused.status_code == 403
    assert saved(buyer, "items")


def test_substitutes_come_in_by_rank_and_a_newer_file_wins(office: Office) -> None:
    desk = office.desk
    for sku in ("CUP", "JAR", "SET"):
        desk.post("/items", {"sku": sku, "name": sku})
    items = {one["sku"]: one["id"] for one in desk.get("/items")["items"]}
    parts = {"kind": "virtual", "components": [{"item": "CUP", "qty": 2}]}
    desk.post(f"/kits/{items['SET']}", parts, method="PUT", expect=200)
    raw = "Artikel;Ersatz;Rang\nMUG;JAR;2\nMUG;CUP;1\nTEA;TEA;1\nCUP;MUG;\nCUP;SET;\nJAR;MUG;\nJAR;GHOST;\n"
    tried = check(desk, upload(desk, "substitutes", raw))
    assert [(line, column, code) for line, column, _, code in wrong(tried)] == [
        (4, "substitute", "substitute_itself"),
        (6, "substitute", "substitute_kit"),
        (8, "substitute", "item_not_found"),
    ]
    raw = "Artikel;Ersatz;Rang\nMUG;JAR;2\nMUG;CUP;1\n"
    assert bring_in(desk, "substitutes", raw)["created"] == 1
    assert stands_for(desk, items["MUG"]) == ["CUP", "JAR"]
    assert bring_in(desk, "substitutes", raw)["unchanged"] == 1
    bring_in(desk, "substitutes", "sku,substitute\nMUG,JAR\n")
    assert stands_for(desk, items["MUG"]) == ["JAR"]
    assert {"sku": "MUG", "substitute": "JAR", "rank": "1"} in told(saved(desk, "substitutes"))


def stands_for(desk: Desk, item: int) -> list[Any]:
    return [one["sku"] for one in desk.get(f"/items/{item}/substitutes")["substitutes"]]


def test_a_place_left_of_where_the_floor_begins_comes_in(office: Office) -> None:
    run = upload(office.desk, "bins", "code,x_mm,y_mm\nZ-1,-1500,2000\nZ-2,--1,0\n")
    tried = check(office.desk, run)
    assert [(line, column) for line, column, *_ in wrong(tried)] == [(3, "x_mm")]
    finished(office.desk, office.desk.post(f"/imports/{run['id']}/apply", expect=200))
    (place,) = office.desk.get("/places", code="Z-1")["items"]
    assert (place["x_mm"], place["y_mm"]) == (-1500, 2000)
