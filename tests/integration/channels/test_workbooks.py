"""Workbooks brought in and taken out through the office and the command line."""

from __future__ import annotations

import csv
import io
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from apiflask import APIFlask
from openpyxl import load_workbook

from pickface.channels.importer import run_import
from pickface.channels.reading import BadFile
from tests.integration.channels.test_uploads import apply, check, opened, upload
from tests.office import Desk, Office, open_office
from tests.workbooks import workbook

MESSY = workbook(
    {
        "Read me": [["Stock list Lindqvist, as of", date(2026, 11, 1)]],
        "Goods": [
            ["Stock list Lindqvist", None, None, None, None, None],
            [],
            ["Artikel-Nr.", "Bezeichnung", None, "EAN", "Preis", "Karton-EAN", "VPE"],
            ["MUG", "Becher, weiß", "x", 5012345678900, 2.55, 15012345678907, 24],
            ["007", "Teller", None, None, "1.234,50 €"],
            ["BOWL", "Schüssel", None, "5,01235E+12", 3],
            ["CUP", "=A4&A5", None, None, 1],
            ["MUG", "Noch ein Becher", None, None, 1],
            [None, "Nichts", None, None, 1],
            ["JUG", "Krug", None, 12345678905, "zwei"],
            [date(2026, 3, 1), "März-1", None, None, 1],
            [],
            ["TRAY", "Tablett", None, 123456789012345678, 4],
            ["PAN", "Pfanne", None, None, "#REF!"],
            ["POT", "Topf", None, None, 10 / 3],
        ],
    },
    merged={"Goods": ["A1:F1"]},
)


@pytest.fixture
def office(app: APIFlask) -> Office:
    return open_office(app)


def places(run: Any) -> list[tuple[str, str, str]]:
    return [(one["cell"], one["column"], one["code"]) for one in run["problems"]]


def test_a_messy_workbook_is_understood_and_each_wrong_cell_is_named(office: Office) -> None:
    desk = office.desk
    run = upload(desk, "items", MESSY)
    assert run["preview"]["sheets"] == ["Read me", "Goods"]
    assert run["preview"]["plan"]["sheet"] == "Read me", "the first that holds anything"
    run = desk.get(f"/imports/{run['id']}", sheet="Goods")
    plan = run["preview"]["plan"]
    assert (plan["sheet"], plan["head_line"], plan["decimal"]) == ("Goods", 3, ",")
    assert plan["columns"] == ["sku", "name", "", "barcode", "price", "case_barcode", "case_qty"]

    tried = check(desk, run)
    assert places(tried) == [
        ("Goods!D6", "barcode", "shortened_number"),
        ("Goods!B7", "name", "formula_unsolved"),
        ("Goods!A8", "sku", "duplicate_in_file"),
        ("Goods!A9", "sku", "empty"),
        ("Goods!D10", "barcode", "lost_zeros"),
        ("Goods!E10", "price", "bad_price"),
        ("Goods!A11", "sku", "became_a_day"),
        ("Goods!D13", "barcode", "shortened_number"),
        ("Goods!E14", "price", "spreadsheet_error"),
    ]
    assert (tried["state"], tried["created"], tried["left_out"]) == ("checked", 3, 8)
    assert desk.get("/items")["items"] == [], "trying has left something"
    done = apply(desk, tried)
    assert (done["state"], done["created"], done["left_out"]) == ("applied", 3, 8)
    items = {item["sku"]: item for item in desk.get("/items")["items"]}
    prices = {sku: item["price_minor"] for sku, item in items.items()}
    assert prices == {"MUG": 255, "007": 123_450, "POT": 333}
    codes = desk.get(f"/items/{items['MUG']['id']}")["barcodes"]
    assert {code["value"]: code["qty"] for code in codes} == {"5012345678900": 1, "15012345678907": 24}  # fmt: skip
    run = desk.get(f"/imports/{upload(desk, 'items', MESSY)['id']}", sheet="Goods")
    again = apply(desk, check(desk, run))
    assert (again["created"], again["unchanged"]) == (0, 3)


def test_days_in_three_ways_are_one_day_and_merged_numbers_are_not_multiplied(
    office: Office,
) -> None:
    desk = opened(office)
    head = ["order", "sku", "quantity", "customer", "ship by"]
    rows = [
        head,
        ["1001", "MUG", 3, "Ines", date(2027, 3, 14)],
        [None, "TEA", 1, None, None],
        ["1002", "MUG", 1, "Jo", "14.03.2027"],
        ["1003", "MUG", 1, "Ada", "2027-03-14"],
        ["1004", "MUG", 10, "Eve", datetime.fromisoformat("2027-03-14")],
        [None, "TEA", None, None, None],
    ]
    raw = workbook({"Orders": rows}, merged={"Orders": ["A2:A3", "A6:A7", "C6:C7"]})
    run = upload(desk, "orders", raw)
    done = apply(desk, check(desk, run))
    assert places(done) == [
        ("Orders!6", "", "order_incomplete"),
        ("Orders!C7", "qty", "merged_cell"),
    ]
    assert done["problems"][1]["params"] == {"first": "C6"}
    shown = {order["number"]: order for order in desk.get("/orders")["items"]}
    assert set(shown) == {"1001", "1002", "1003"}
    assert shown["1001"]["lines"] == 2
    assert len({order["ship_by"] for order in shown.values()}) == 1


@pytest.mark.parametrize(
    ("raw", "because"),
    [(b"PK\x03\x04" + bytes(100), "workbook"), (workbook({"Empty": []}), "empty")],
)
def test_what_is_no_workbook_is_refused_and_not_kept(
    office: Office, raw: bytes, because: str
) -> None:
    refused = upload(office.desk, "items", raw, expect=422)
    assert (refused["code"], refused["params"]["because"]) == ("bad_upload", because)
    assert office.desk.get("/imports")["items"] == []
    imports = office.app.extensions["pickface"].config.data / "imports"
    assert list(imports.iterdir()) == []


def test_the_command_line_reads_a_workbook_and_names_what_it_leaves_out(
    office: Office, tmp_path: Path
) -> None:
    goods = [["Our goods"], ["sku", "name", "barcodes"], ["MUG", "Mug", 5012345678900], ["CUP", "=A1"]]  # fmt: skip
    orders = [
        ["Nr", "sku", "qty", "ship_by"],
        [1, "MUG", 2, date(2027, 3, 14)],
        [2, "MUG", "=1+1", None],
        [2, "MUG", 1, None],
        [3, "MUG", "two", None],
    ]
    file = tmp_path / "all.xlsx"
    file.write_bytes(workbook({"Goods": goods, "Orders": orders}))
    with office.app.app_context():
        items = run_import("items", file)
        sold = run_import("orders", file, mapping=["Nr=number"], sheet="Orders")
        with pytest.raises(BadFile, match="no sheet of that name"):
            run_import("items", file, sheet="Old")
    assert (items.created, sold.created) == (1, 1)

    def told(report: Any) -> list[tuple[str, str]]:
        with report.left_out_file.open(newline="") as lines:
            return sorted((row["cell"], row["reason"]) for row in csv.DictReader(lines))

    assert told(items) == [("Goods!B4", "formula_unsolved")]
    assert told(sold) == [
        ("Orders!4", "order_incomplete"),
        ("Orders!C3", "formula_unsolved"),
        ("Orders!C5", "bad_qty"),
    ]
    assert office.desk.get("/orders")["items"][0]["number"] == "1"


def saved(desk: Desk, path: str, **query: Any) -> Any:
    """The first sheet of a workbook that is answered."""
    answer = desk.client.get(f"/api/v1{path}", query_string=query)
    assert answer.status_code == 200, answer.text
    assert ".xlsx" in answer.headers["Content-Disposition"]
    return load_workbook(io.BytesIO(answer.data)).worksheets[0]


def test_lists_are_saved_as_workbooks_in_which_nothing_is_a_formula(office: Office) -> None:
    desk = opened(office)
    evil = "=cmd|'/c calc'!A1"
    desk.post("/items", {"sku": "EVIL", "name": evil})
    sheet = saved(desk, "/stock/items", format="xlsx")
    table = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert [row[0] for row in table] == ["sku", "EVIL", "MUG", "TEA", "TV"]
    (cell,) = [cell for row in sheet.iter_rows() for cell in row if cell.value == evil]
    assert cell.data_type == "s", "a formula"
    assert all(isinstance(row[table[0].index("on_hand")], int) for row in table[1:])
    text = desk.client.get("/api/v1/stock/items?format=csv").text
    assert f",'{evil}," in text or f"\"'{evil}" in text

    scans = saved(desk, "/scans", format="xlsx")
    heads = [cell.value for cell in scans[1]]
    received = scans.cell(2, heads.index("received_at") + 1)
    assert isinstance(received.value, datetime)

    desk.post("/suppliers", {"code": "LUM", "name": "Lumera"})
    order = {"number": "P/1", "supplier": "LUM", "expected_on": "2027-01-05",
             "lines": [{"item": "MUG", "qty": 24, "price_minor": 120}]}  # fmt: skip
    made = desk.post("/purchase-orders", order)
    lines = saved(desk, f"/purchase-orders/{made['id']}/order.xlsx")
    row = dict(zip([cell.value for cell in lines[1]], [cell.value for cell in lines[2]], strict=True))  # fmt: skip
    assert (row["price"], row["amount"], row["expected_on"]) == (
        1.2,
        28.8,
        datetime.fromisoformat("2027-01-05"),
    )
