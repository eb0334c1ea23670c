"""Tables brought in through the office: guessed, tried without a trace, applied once, whatever is in them."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from apiflask import APIFlask

from pickface.db import rows
from tests.office import Desk, Office, open_office

MESSY = (
    "Stock list Lindqvist;;;;;\r\n"
    ";;;;;\r\n"
    "Artikel-Nr.;Bezeichnung;EAN;Karton-EAN;VPE;Preis\r\n"
    'MUG;"Becher, weiß";5012345678900;15012345678907;24;"2,55 €"\r\n'
    '="007";Teller;;;;1.234,50\r\n'
    "BOWL;Schüssel;5,01235E+12;;;3\r\n"
    "CUP;=A1+B2;;;;1\r\n"
    "MUG;Noch ein Becher;;;;1\r\n"
    ";Nichts;;;;1\r\n"
    "JUG;Krug;5012345678901;;;zwei\r\n"
    "TRAY;Tablett;;15012345678914;;4,00\r\n"
).encode("windows-1252")


@pytest.fixture
def office(app: APIFlask) -> Office:
    return open_office(app)


def upload(desk: Desk, kind: str, raw: bytes | str, *, expect: int = 201) -> Any:
    answer = desk.client.post(
        "/api/v1/imports",
        query_string={"kind": kind, "name": f"{kind}.csv"},
        data=raw.encode() if isinstance(raw, str) else raw,
        content_type="text/csv",
        headers=desk.headers,
    )
    assert answer.status_code == expect, answer.text
    return answer.json


def check(desk: Desk, run: Any, **other: Any) -> Any:
    """Take the guess, or say otherwise, and try the whole file."""
    plan = {name: value for name, value in run["preview"]["plan"].items() if name != "dates_are_sure"}  # fmt: skip
    return finished(desk, desk.post(f"/imports/{run['id']}/check", {**plan, **other}, expect=200))


def apply(desk: Desk, run: Any) -> Any:
    return finished(desk, desk.post(f"/imports/{run['id']}/apply", expect=200))


def finished(desk: Desk, run: Any) -> Any:
    while run["state"] in {"checking", "applying"}:
        run = desk.post(f"/imports/{run['id']}/go", expect=200)
    return run


def bring_in(desk: Desk, kind: str, raw: bytes | str, **other: Any) -> Any:
    return apply(desk, check(desk, upload(desk, kind, raw), **other))


def wrong(run: Any) -> list[tuple[int, str, str, str]]:
    return [(one["line"], one["column"], one["value"], one["code"]) for one in run["problems"]]


def test_a_messy_spreadsheet_is_understood_and_each_wrong_cell_is_told(office: Office) -> None:
    run = upload(office.desk, "items", MESSY)
    plan = run["preview"]["plan"]
    assert (plan["encoding"], plan["separator"], plan["decimal"]) == ("windows-1252", ";", ",")
    assert plan["head_line"] == 3
    assert plan["columns"] == ["sku", "name", "barcode", "case_barcode", "case_qty", "price"]
    assert run["preview"]["lines"][0][1] == "Becher, weiß"

    tried = check(office.desk, run)
    assert wrong(tried) == [
        (6, "barcode", "5,01235E+12", "shortened_number"),
        (7, "name", "=A1+B2", "formula"),
        (8, "sku", "MUG", "duplicate_in_file"),
        (9, "sku", "", "empty"),
        (10, "price", "zwei", "bad_price"),
        (11, "case_qty", "", "pack_without_units"),
    ]
    assert {one["head"] for one in tried["problems"]} >= {"Artikel-Nr.", "EAN", "VPE"}
    assert (tried["state"], tried["total"], tried["created"], tried["left_out"]) == ("checked", 3, 2, 6)  # fmt: skip
    assert office.desk.get("/items")["items"] == [], "trying has left something"

    done = apply(office.desk, tried)
    assert (done["state"], done["created"], done["left_out"]) == ("applied", 2, 6)
    items = {item["sku"]: item for item in office.desk.get("/items")["items"]}
    assert (items["MUG"]["price_minor"], items["007"]["price_minor"]) == (255, 123_450)
    codes = office.desk.get(f"/items/{items['MUG']['id']}")["barcodes"]
    assert [(code["qty"], code["pack"]) for code in codes] == [(1, "piece"), (24, "case")]


def test_a_table_that_is_brought_in_twice_changes_nothing(office: Office) -> None:
    bring_in(office.desk, "items", MESSY)
    before = office.desk.get("/items")
    again = bring_in(office.desk, "items", MESSY)
    assert (again["created"], again["unchanged"]) == (0, 2)
    assert office.desk.get("/items") == before


def opened(office: Office) -> Desk:
    """A desk of a site with two bins and goods of each kind."""
    desk = office.desk
    desk.post("/floor", {"aisles": 1, "bays": 2, "levels": 1})
    bring_in(
        desk,
        "items",
        "sku,name,barcode,tracking\nMUG,Mug,5012345678900,none\nTEA,Tea,,lot_expiry\nTV,TV,,serial\n",
    )
    return desk


STOCK = (
    "Lagerplatz;Artikel;Bestand;Charge;MHD\n"
    "A-01-01;MUG;1.250;;\n"
    "a-02-01;5012345678900;12,00;;\n"
    "A-02-01;TEA;5;L1;31.12.2027\n"
    "A-02-01;TEA;5;;\n"
    "A-02-01;TEA;5;L2;\n"
    "A-09-01;MUG;1;;\n"
    "A-01-01;GHOST;1;;\n"
    "A-01-01;TV;1;;\n"
    "A-01-01;TEA;-3;L1;31.12.2027\n"
    "A-01-01;TEA;2,5;L1;31.12.2027\n"
    "A-01-01;TEA;2;L1;31.02.2027\n"
)


def test_opening_stock_is_booked_by_the_ledger_with_who_and_why(office: Office) -> None:
    desk = opened(office)
    tried = check(desk, upload(desk, "stock", STOCK), decimal=",", reason="counted on Friday")
    assert [(line, column, code) for line, column, _, code in wrong(tried)] == [
        (5, "lot", "lot_needed"),
        (6, "expires_on", "expiry_needed"),
        (7, "place", "place_not_found"),
        (8, "sku", "item_not_found"),
        (9, "sku", "serials_are_received"),
        (10, "qty", "negative"),
        (11, "qty", "not_whole"),
        (12, "expires_on", "no_such_day"),
    ]
    assert desk.get("/stock", item="MUG")["on_hand"] == 0
    apply(desk, tried)
    mug, tea = desk.get("/stock", item="MUG"), desk.get("/stock", item="TEA")
    assert {one["place"]: one["qty"] for one in mug["places"]} == {"A-01-01": 1250, "A-02-01": 12}
    assert [(one["lot"], one["qty"]) for one in tea["places"]] == [("L1", 5)]
    item = desk.get("/items", sku="MUG")["items"][0]["id"]
    moves = desk.get("/why", number="on_hand", item=item)["moves"]
    assert {move["kind"] for move in moves} == {"opening"}
    assert all(move["person"] for move in moves)
    with office.app.app_context():
        bodies = [event["body"] for event in rows("SELECT body FROM scan_event")]
    (event,) = [body for body in bodies if '"action":"import"' in body and '"stock"' in body]
    assert "counted on Friday" in event


def test_opening_stock_is_booked_once_whatever_the_file_is_called_later(office: Office) -> None:
    desk = opened(office)
    bring_in(desk, "stock", "place,sku,qty\nA-01-01,MUG,10\nA-02-01,MUG,3\n")
    again = bring_in(desk, "stock", "bin;sku;quantity\nA-01-01;MUG;10\nA-02-01;MUG;4\n")
    assert (again["created"], again["unchanged"]) == (0, 1)
    assert wrong(again) == [(3, "qty", "4", "stock_differs")]
    assert again["problems"][0]["params"]["there"] == 3
    assert desk.get("/stock", item="MUG")["on_hand"] == 13


def test_a_plan_of_aisles_and_the_bins_along_them_come_in_and_are_walked(office: Office) -> None:
    desk = opened(office)
    plan = (
        "Gang,Typ,x1,y1,x2,y2,Einbahn\nR1,aisle,0,0,0,12000,no\nR2,aisle,3000,12000,3000,0,ja\n"
        "FRONT,cross,-1500,0,4500,0,\nR3,aisle,5,5,5,5,\nR4,road,1,2,3,4,\nR1,aisle,0,0,0,9,\n"
    )
    came = bring_in(desk, "aisles", plan)
    assert (came["created"], [one[1:] for one in wrong(came)]) == (
        3,
        [("x2_mm", "5", "bad_x2_mm"), ("kind", "road", "bad_kind"), ("code", "R1", "duplicate_in_file")],
    )  # fmt: skip
    ways = {one["code"]: one for one in desk.get("/aisles")["items"]}
    assert (ways["R2"]["one_way"], ways["R2"]["y1_mm"], ways["FRONT"]["x1_mm"]) == (True, 12_000, -1_500)  # fmt: skip
    bins = "code,aisle,on_aisle,bay,x_mm,y_mm\nR1-01,R1,R1,01,-900,1700\nR9-01,R9,R9,01,0,0\n"
    came = bring_in(desk, "bins", bins)
    assert (came["created"], came["left_out"]) == (1, 1)
    assert desk.get("/places", code="R1-01")["items"][0]["on_aisle"] == "R1"
    # The same again is there already; what differs is left alone.
    moved = bring_in(desk, "aisles", "code,x1,y1,x2,y2\nR1,0,0,0,12000\nR2,9,9,9,0\n")
    assert (moved["created"], moved["unchanged"], moved["left_out"]) == (0, 1, 1)


def test_people_bins_suppliers_and_orders_come_in_the_same_way(office: Office) -> None:
    desk = opened(office)
    people = (
        "name,role,badge,pin,language\n"
        "Sofia,Picker,B-9,4711,sv\nAda,packer,B-10,12,en\nEve,boss,B-11,4711,en\n"
    )
    hired = bring_in(desk, "people", people)
    assert (hired["created"], [one[1:] for one in wrong(hired)]) == (
        1,
        [("pin", "", "bad_pin"), ("role", "boss", "bad_role")],
    )
    bring_in(desk, "bins", "bin,zone,aisle,bay,level,pick\nZ-01,A,Z,01,,no\nZ-02,NONE,Z,02,,yes\n")
    assert desk.get("/places", code="Z-01")["items"][0]["pickable"] is False
    bring_in(desk, "suppliers", "code,name,lead time\nLUM,Lumera,9\n")
    bought = (
        "PO,supplier,sku,qty,price,due\n"
        'P1,LUM,MUG,24,"1.20",2027-01-05\nP1,LUM,TEA,6,2,2027-01-05\nP2,NONE,MUG,1,1,\n'
    )
    ordered = bring_in(desk, "purchase_orders", bought)
    assert (ordered["created"], wrong(ordered)) == (1, [(4, "supplier", "NONE", "supplier_not_found")])  # fmt: skip
    (order,) = desk.get("/purchase-orders")["items"]
    assert (order["number"], order["lines"], order["expected_on"]) == ("P1", 2, "2027-01-05")
    sold = (
        "order,sku,quantity,customer,date\n1001,MUG,3,Ines,03/14/2026\n1001,TEA,1,,\n"
        "1002,MUG,1,Jo,03/15/2026\n1002,GHOST,1,,\n"
    )
    run = upload(desk, "orders", sold)
    assert (run["preview"]["plan"]["dates"], run["preview"]["plan"]["dates_are_sure"]) == ("mdy", True)  # fmt: skip
    done = apply(desk, check(desk, run))
    assert (done["created"], wrong(done)) == (1, [(5, "sku", "GHOST", "item_not_found")])
    (shown,) = desk.get("/orders")["items"]
    assert (shown["number"], shown["customer"], shown["lines"]) == ("1001", "Ines", 2)
    for kind, text in (("people", people), ("purchase_orders", bought), ("orders", sold)):
        assert bring_in(desk, kind, text)["created"] == 0, kind


def test_what_suppliers_sell_comes_in_with_price_breaks_and_a_newer_list_wins(
    office: Office,
) -> None:
    desk = opened(office)
    bring_in(desk, "suppliers", "code,name\nLUM,Lumera\n")
    text = (
        "vendor;item no;their code;VPE;EK;Abmenge\n"
        "LUM;MUG;L-1;24;1,20;\nLUM;MUG;;;1,05;240\nLUM;TEA;L-2;6;2,00;\n"
        "LUM;GHOST;;;1,00;\nNONE;MUG;;;1,00;\n"
    )
    done = bring_in(desk, "supplier_items", text)
    assert done["created"] == 2
    assert {one[3] for one in wrong(done)} == {"item_not_found", "supplier_not_found"}
    assert bring_in(desk, "supplier_items", text)["unchanged"] == 2
    supplier = desk.get("/suppliers")["items"][0]["id"]

    def sold() -> dict[str, Any]:
        return {one["sku"]: one for one in desk.get(f"/suppliers/{supplier}/items")["items"]}

    mug = sold()["MUG"]
    assert (mug["code"], mug["pack_qty"], mug["price_minor"], mug["preferred"]) == (
        "L-1",
        24,
        120,
        True,
    )
    assert mug["price_breaks"] == [{"from_qty": 240, "price_minor": 105}]
    newer = "supplier;sku;pack_qty;price;from_qty\nLUM;MUG;12;1,30;\n"
    assert bring_in(desk, "supplier_items", newer)["created"] == 1
    assert (sold()["MUG"]["price_minor"], sold()["MUG"]["price_breaks"]) == (130, [])
    alone = bring_in(desk, "supplier_items", "supplier;sku;price;from_qty\nLUM;MUG;1,00;50\n")
    twice = bring_in(desk, "supplier_items", "supplier;sku;price\nLUM;MUG;1,00\nLUM;MUG;1,10\n")
    assert ([one[3] for one in wrong(alone)], wrong(twice)[0][3]) == (
        ["no_price_below"],
        "told_twice",
    )


def test_no_line_of_an_order_comes_in_when_a_cell_of_another_is_wrong(office: Office) -> None:
    desk = opened(office)
    done = bring_in(desk, "orders", "order,sku,qty\n1,MUG,1\n2,MUG,x\n2,TEA,1\n1,TEA,1\n")
    assert (done["created"], done["left_out"]) == (1, 1)
    assert wrong(done) == [(3, "qty", "x", "bad_qty"), (4, "", "", "order_incomplete")]


@pytest.mark.parametrize(
    ("raw", "because"),
    [
        (b"PK\x03\x04\x14\x00\x06\x00", "workbook"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "old_workbook"),
        (b"%PDF-1.7", "document"),
        (b"\x89PNG\r\n", "picture"),
        (b"sku,name\nA\x00B,C\n", "binary"),
        (b"", "empty"),
        (b"\n\n  \n", "empty"),
    ],
)
def test_what_is_no_table_is_refused_in_words_and_not_kept(
    office: Office, raw: bytes, because: str
) -> None:
    refused = upload(office.desk, "items", raw, expect=422)
    assert (refused["code"], refused["params"]["because"]) == ("bad_upload", because)
    assert office.desk.get("/imports")["items"] == []


def test_utf_16_tabs_and_marks_are_read(office: Office) -> None:
    for raw in (
        "sku\tname\nMUG\tBécher\n".encode("utf-16"),
        "\ufeffsku,name\nMUG,Bécher\n".encode(),
    ):
        run = upload(office.desk, "items", raw)
        assert run["preview"]["plan"]["columns"] == ["sku", "name"]
        assert run["preview"]["lines"] == [["MUG", "Bécher"]]
        apply(office.desk, check(office.desk, run))
    assert office.desk.get("/items")["items"][0]["name"] == "Bécher"


def test_a_wrong_encoding_is_told_with_its_line_and_changes_nothing(office: Office) -> None:
    run = upload(office.desk, "items", MESSY)
    plan = {**run["preview"]["plan"], "encoding": "utf-8"}
    del plan["dates_are_sure"]
    refused = office.desk.post(f"/imports/{run['id']}/check", plan, expect=422)
    assert (refused["params"]["because"], refused["params"]["line"]) == ("encoding", 4)
    assert office.desk.get(f"/imports/{run['id']}")["state"] == "uploaded"


@pytest.mark.parametrize(
    ("columns", "params"),
    [
        (["sku", ""], {"missing": "name"}),
        (["sku", "sku"], {"twice": "sku"}),
        (["sku", "colour"], {"column": "colour"}),
    ],
)
def test_columns_that_are_missing_or_named_twice_are_told(
    office: Office, columns: list[str], params: dict[str, str]
) -> None:
    run = upload(office.desk, "items", "a,b\nMUG,Mug\n")
    plan = {**run["preview"]["plan"], "columns": columns}
    del plan["dates_are_sure"]
    refused = office.desk.post(f"/imports/{run['id']}/check", plan, expect=422)
    assert params.items() <= refused["params"].items()


def test_too_large_a_file_is_refused_before_it_is_read(office: Office) -> None:
    assert upload(office.desk, "items", b"x" * (20 << 20) + b"x", expect=413)["code"] == "too_large"


def test_what_is_applied_is_not_applied_again_and_nothing_before_it_was_checked(
    office: Office,
) -> None:
    desk = office.desk
    run = upload(desk, "items", "sku,name\nMUG,Mug\n")
    assert desk.post(f"/imports/{run['id']}/apply", expect=409)["code"] == "import_not_ready"
    done = apply(desk, check(desk, run))
    assert done["preview"] is None, "the file is kept longer than it is needed"
    assert desk.post(f"/imports/{run['id']}/apply", expect=409)["code"] == "import_not_ready"
    assert desk.post(f"/imports/{run['id']}/go", expect=200)["created"] == 1
    desk.post(f"/imports/{run['id']}", method="DELETE", expect=409)


def test_an_import_that_was_cut_off_goes_on_where_it_ended(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = office.desk
    lines = "".join(f"SKU{n},Item {n}\n" for n in range(60))
    run = check(desk, upload(desk, "items", f"sku,name\n{lines}"))
    monkeypatch.setattr("pickface.channels.going.HOLD_S", 0)
    monkeypatch.setattr("pickface.channels.going.SLICE_S", 0)
    monkeypatch.setattr("pickface.channels.going.AT_ONCE", 7)
    begun = desk.post(f"/imports/{run['id']}/apply", expect=200)
    assert 0 <= begun["done"] < 60
    writer = office.app.extensions["pickface"].writer
    advance = __import__("pickface.channels.going", fromlist=["_advance"])._advance
    calls: list[int] = []

    def die(*args: Any) -> None:
        advance(*args)
        calls.append(1)
        if len(calls) == 5:
            raise ZeroDivisionError("the power is gone")

    monkeypatch.setattr("pickface.channels.going.SLICE_S", 60)
    monkeypatch.setattr("pickface.channels.going._advance", die)
    desk.post(f"/imports/{run['id']}/go", expect=500)
    assert writer is office.app.extensions["pickface"].writer
    half = desk.get(f"/imports/{run['id']}")
    assert half["done"] == half["created"] == len(desk.get("/items", limit=200)["items"]) == 4
    done = finished(desk, half)
    assert (done["created"], done["unchanged"], done["left_out"]) == (60, 0, 0)
    assert len(desk.get("/items", limit=200)["items"]) == 60


def test_who_may_not_make_a_thing_may_not_bring_it_in(office: Office) -> None:
    office.hire("buyer")
    buyer = office.sign_in("buyer")
    upload(buyer, "items", "sku,name\nMUG,Mug\n")
    for kind in ("people", "stock", "bins"):
        assert upload(buyer, kind, "a,b\n1,2\n", expect=403)["code"] == "not_allowed"
    run = upload(office.desk, "people", "name,role,badge,pin\nSofia,picker,B-9,4711\n")
    buyer.get(f"/imports/{run['id']}", expect=403)
    other = open_office(office.app, "OTHER")
    other.desk.get(f"/imports/{run['id']}", expect=404)


def test_what_is_wrong_comes_as_a_table_without_formulas_and_secrets(office: Office) -> None:
    people = "name,role,badge,pin\n=cmd(),picker,B-1,4711\nAda,picker,B-2,9\n"
    run = check(office.desk, upload(office.desk, "people", people))
    text = office.desk.client.get(f"/api/v1/imports/{run['id']}/problems.csv").text
    found = list(csv.DictReader(io.StringIO(text)))
    assert [(row["line"], row["column"], row["value"], row["what"]) for row in found] == [
        ("2", "name", "'=cmd()", "formula"),
        ("3", "pin", "", "bad_pin"),
    ]


def test_a_file_that_nobody_wants_is_thrown_away(office: Office) -> None:
    run = upload(office.desk, "items", MESSY)
    folder = office.app.extensions["pickface"].config.data / "imports" / f"run-{run['id']}"
    assert folder.exists()
    assert folder.stat().st_mode & 0o077 == 0
    office.desk.post(f"/imports/{run['id']}", method="DELETE", expect=204)
    assert not folder.exists()
    assert office.desk.get("/imports")["items"] == []


def test_an_order_is_of_the_owner_that_one_of_its_lines_names(office: Office) -> None:
    desk = opened(office)
    for code in ("ACME", "BOLT"):
        desk.post("/owners", {"code": code, "name": code})
    one, two = [item["sku"] for item in desk.get("/items")["items"]][:2]
    told = bring_in(
        desk,
        "orders",
        "number,sku,qty,owner,customer,street\n"
        f"77,{one},1,acme,Jane,Road 1\n77,{two},2,,,\n78,{one},1,ACME,Jane,Road 1\n78,{two},1,BOLT,,\n",
    )
    assert wrong(told) == [(4, "owner", "ACME", "two_owners")]
    orders = desk.get("/orders")["items"]
    assert [(order["number"], order["owner"], order["lines"]) for order in orders] == [
        ("77", "ACME", 2)
    ]


def test_a_temperature_is_read_with_either_point_and_refused_where_it_is_none(
    office: Office,
) -> None:
    desk = opened(office)
    told = bring_in(
        desk, "items", 'sku;name;min_temp\nZ1;Zed;"-0,5"\nZ2;Zed;1e999999\nZ3;Zed;cold\n'
    )
    assert [cell[0] for cell in wrong(told)] == [3, 4]
    assert told["created"] == 1
