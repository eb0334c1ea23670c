"""Files brought in: what is made of them, what is left out and why, and that a second time changes nothing."""

from __future__ import annotations

import csv
import os
from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from apiflask import APIFlask

from pickface.channels import applying
from pickface.channels.importer import NoSuchSite, run_import
from pickface.channels.reading import BadFile
from pickface.channels.report import Report
from pickface.db import Tx, db, rows
from tests.office import Office, open_office

Import = Callable[..., Report]

ITEMS = """sku,name,barcodes,price
MUG,Mug,5012345678900; 15012345678907=24 case,2.55
PLATE,Plate,,3
BOWL,Bowl,5012345678901,1
MUG,Another mug,,1
,Nothing,,1
CUP,Cup,5012345678900,1
"""
ORDERS = """number,channel,sku,qty,price,placed_at,customer,city
1042,shop,MUG,3,2.55,2026-01-02 03:04,Jo Doe,Leeds
1043,shop,PLATE,1,3,2026-01-02 04:00,Al Roe,York
1042,shop,PLATE,2,3,2026-01-02 03:05,,
1044,shop,MUG,1,2.55,,,
1044,shop,GHOST,1,1,,,
1045,shop,MUG,0,2.55,,,
,shop,MUG,1,2.55,,,
"""
RETAIL = """invoice,stock_code,description,quantity,invoiced_at,unit_price_gbp,customer,country
536365,85123A,WHITE HEART,6,2010-12-01 08:26,2.55,17850,United Kingdom
536365,71053,LANTERN,6,2010-12-01 08:26,3.39,17850,United Kingdom
536365,POST,POSTAGE,1,2010-12-01 08:26,18.0,17850,United Kingdom
C536379,85123A,WHITE HEART,-1,2010-12-01 09:41,2.55,14527,United Kingdom
536370,85123a,damages,-3,2010-12-01 09:50,0.0,,United Kingdom
536371,22752,,56,2010-12-01 09:52,0.0,,United Kingdom
A563185,B,Adjust bad debt,1,2011-08-12 14:50,11062.06,,United Kingdom
536372,85123A,WHITE HEART,2,2010-12-01 10:00,2.55,,France
"""


@pytest.fixture
def office(app: APIFlask) -> Office:
    return open_office(app)


@pytest.fixture
def bring_in(office: Office, tmp_path: Path) -> Import:
    """Write a file and import it."""

    def run(kind: Any, text: str, **options: Any) -> Report:
        file = tmp_path / f"{kind}.csv"
        file.write_text(text)
        with office.app.app_context():
            return run_import(kind, file, **options)

    return run


def left_out(report: Report) -> list[tuple[int, str]]:
    with report.left_out_file.open(newline="") as file:
        return sorted((int(row["line"]), row["reason"]) for row in csv.DictReader(file))


def test_items_are_made_and_every_line_left_out_is_told(office: Office, bring_in: Import) -> None:
    report = bring_in("items", ITEMS)
    assert [item["sku"] for item in office.desk.get("/items")["items"]] == ["MUG", "PLATE"]
    mug = office.desk.get("/items/" + str(office.desk.get("/items", sku="MUG")["items"][0]["id"]))
    assert (mug["name"], mug["price_minor"], len(mug["barcodes"])) == ("Mug", 255, 2)
    assert (report.lines, report.created, report.unchanged) == (6, 2, 0)
    assert left_out(report) == [
        (4, "check_digit"),
        (5, "duplicate_in_file"),
        (6, "no_sku"),
        (7, "barcode_taken"),
    ]
    assert report.left_out.total() == 4


def test_items_that_are_imported_twice_change_nothing(office: Office, bring_in: Import) -> None:
    bring_in("items", ITEMS)
    before = office.desk.get("/items")
    again = bring_in("items", ITEMS)
    assert (again.created, again.unchanged) == (0, 2)
    assert office.desk.get("/items") == before


def test_an_item_that_differs_from_the_one_there_is_left_alone_and_told(
    office: Office, bring_in: Import
) -> None:
    bring_in("items", "sku,name\nMUG,Mug\n")
    report = bring_in("items", "sku,name,price\nMUG,Beaker,1\n")
    assert report.left_out == {"item_differs": 1}
    assert office.desk.get("/items")["items"][0]["name"] == "Mug"
    assert not report.good


def test_the_lines_of_a_number_are_one_order_wherever_they_stand(
    office: Office, bring_in: Import
) -> None:
    bring_in("items", "sku,name\nMUG,Mug\nPLATE,Plate\n")
    report = bring_in("orders", ORDERS)
    found = {order["number"]: order for order in office.desk.get("/orders")["items"]}
    assert set(found) == {"1042", "1043"}
    order = office.desk.get(f"/orders/{found['1042']['id']}")
    assert [(line["sku"], line["qty"], line["price_minor"]) for line in order["lines"]] == [
        ("MUG", 3, 255),
        ("PLATE", 2, 300),
    ]
    assert (order["customer"], order["city"], order["channel"]) == ("Jo Doe", "Leeds", "shop")
    assert order["placed_at"] == 1_767_319_440_000
    assert (report.lines, report.created) == (7, 2)
    assert left_out(report) == [
        (5, "order_incomplete"),
        (6, "unknown_item"),
        (7, "bad_qty"),
        (8, "no_number"),
    ]


def test_orders_that_are_imported_twice_change_nothing(office: Office, bring_in: Import) -> None:
    bring_in("items", "sku,name\nMUG,Mug\nPLATE,Plate\n")
    bring_in("orders", ORDERS)
    before = office.desk.get("/orders")
    again = bring_in("orders", ORDERS)
    assert (again.created, again.unchanged) == (0, 2)
    assert office.desk.get("/orders") == before


def test_an_order_that_changed_in_the_file_is_told_and_left_alone(
    office: Office, bring_in: Import
) -> None:
    bring_in("items", "sku,name\nMUG,Mug\n")
    bring_in("orders", "number,sku,qty\n1,MUG,3\n")
    report = bring_in("orders", "number,sku,qty\n1,MUG,4\n")
    assert report.left_out == {"order_exists": 1}
    with office.app.app_context():
        assert [line["qty"] for line in rows("SELECT qty FROM order_line")] == [3]


def test_foreign_columns_are_mapped(office: Office, bring_in: Import) -> None:
    bring_in("items", "Artikel;Name\nMUG;Mug\n", mapping=["Artikel=sku", "Name=name"])
    assert [item["sku"] for item in office.desk.get("/items")["items"]] == ["MUG"]


def test_a_retailers_file_is_sorted_into_goods_orders_returns_and_charges(
    office: Office, bring_in: Import
) -> None:
    goods = bring_in("items", RETAIL, preset="online-retail")
    items = {item["sku"]: item for item in office.desk.get("/items")["items"]}
    assert {sku: (item["name"], item["price_minor"]) for sku, item in items.items()} == {
        "22752": ("22752", 0),
        "71053": ("LANTERN", 339),
        "85123A": ("WHITE HEART", 255),
    }
    assert items["71053"]["currency"] == "GBP"
    assert left_out(goods) == [(4, "charge"), (8, "charge")]
    orders = bring_in("orders", RETAIL, preset="online-retail")
    assert {order["number"]: order["units"] for order in office.desk.get("/orders")["items"]} == {
        "536365": 12,
        "536372": 2,
    }
    assert left_out(orders) == [
        (4, "charge"),
        (5, "return"),
        (6, "adjustment"),
        (7, "adjustment"),
        (8, "adjustment"),
    ]


def test_an_import_that_stops_halfway_is_finished_by_the_next(
    office: Office, bring_in: Import, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(applying, "HOLD_S", 0.0)
    text = "sku,name\n" + "".join(f"S{number:02},Thing\n" for number in range(20))
    rests = count(1)

    def stop_at_the_seventh(_: float) -> None:
        if next(rests) == 7:
            raise KeyboardInterrupt

    monkeypatch.setattr(applying.time, "sleep", stop_at_the_seventh)
    with pytest.raises(KeyboardInterrupt):
        bring_in("items", text)
    monkeypatch.undo()
    assert len(office.desk.get("/items")["items"]) == 7
    again = bring_in("items", text)
    assert (again.created, again.unchanged) == (13, 7)


def test_the_writer_is_given_back_between_pieces(
    office: Office, bring_in: Import, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(applying, "HOLD_S", 0.0)
    commits = office.app.extensions["pickface"].writer.commits
    report = bring_in("items", "sku,name\n" + "".join(f"S{n},Thing\n" for n in range(30)))
    assert report.batches == 30
    assert office.app.extensions["pickface"].writer.commits == commits + 30


def test_nothing_of_a_file_that_cannot_be_read_is_brought_in(
    office: Office, bring_in: Import, tmp_path: Path
) -> None:
    with pytest.raises(BadFile):
        bring_in("items", 'sku,name\nMUG,Mug\nX,"' + "x" * 200_000 + '"\n')
    assert office.desk.get("/items")["items"] == []
    assert [entry.name for entry in (tmp_path / "imports").glob(".staging*")] == []


def test_with_several_sites_the_orders_one_is_named(office: Office, bring_in: Import) -> None:
    other = open_office(office.app, "OTHER")
    bring_in("items", "sku,name\nMUG,Mug\n")
    with pytest.raises(NoSuchSite):
        bring_in("orders", "number,sku,qty\n1,MUG,3\n")
    bring_in("orders", "number,sku,qty\n1,MUG,3\n", site="OTHER")
    assert len(other.desk.get("/orders")["items"]) == 1
    assert office.desk.get("/orders")["items"] == []


def test_imported_orders_reserve_what_there_is(office: Office, bring_in: Import) -> None:
    from pickface.ids import uuid7
    from pickface.locations.service import virtual_place
    from pickface.stock.ledger import Cause, NewMove, post_moves
    from tests.builders import write

    bring_in("items", "sku,name\nMUG,Mug\n")
    item = office.desk.get("/items", sku="MUG")["items"][0]["id"]
    place = office.desk.post("/places", {"code": "A-01"})["id"]

    def receive(tx: Tx) -> None:
        supplier = virtual_place(tx, office.site_id, "supplier")
        cause = Cause(f"test:{uuid7()}", office.site_id)
        post_moves(tx, [NewMove("receive", item, 5, supplier, place)], cause)

    write(office.app, receive)
    bring_in("orders", "number,sku,qty\n1,MUG,3\n2,MUG,3\n")
    assert sorted(order["reserved"] for order in office.desk.get("/orders")["items"]) == [2, 3]
    card = office.desk.get("/stock", item="MUG")
    assert (card["on_hand"], card["reserved"], card["available"]) == (5, 5, 0)


def test_an_item_without_barcodes_is_scanned_by_its_sku_whatever_that_looks_like(
    office: Office, bring_in: Import
) -> None:
    skus = ["85123a", "22423", "12345678", "123456789012", "5012345678901", "A/7 b"]
    report = bring_in("items", "sku,name\n" + "".join(f"{sku},Thing\n" for sku in skus))
    assert (report.created, report.left_out) == (len(skus), {})
    for sku in skus:
        assert office.desk.get("/lookup", code=sku)["sku"] == sku


def test_the_report_reads_as_a_sentence_and_as_json(bring_in: Import) -> None:
    report = bring_in("items", ITEMS)
    assert "2 items are new" in report.sentence()
    assert "1 check_digit" in report.sentence()
    told = report.as_json()
    assert (told["lines"], told["created"], told["left_out"]["no_sku"]) == (6, 2, 1)


@pytest.mark.skipif(
    not os.environ.get("PICKFACE_ONLINE_RETAIL"),
    reason="PICKFACE_ONLINE_RETAIL names no file: the real retailer's lines were not imported",
)
def test_a_real_retailers_year_is_imported_whole(office: Office) -> None:
    file = Path(os.environ["PICKFACE_ONLINE_RETAIL"])
    with office.app.app_context():
        goods = run_import("items", file, preset="online-retail")
        orders = run_import("orders", file, preset="online-retail")
        again = run_import("orders", file, preset="online-retail")
        counted = {
            table: rows(f"SELECT count(*) AS n FROM {table}")[0]["n"]
            for table in ("item", "orders", "order_line")
        }
        db.session.remove()
    assert set(goods.left_out) == {"charge"}
    assert set(orders.left_out) == {"charge", "return", "adjustment"}
    assert orders.lines == counted["order_line"] + orders.left_out.total()
    assert (counted["item"], counted["orders"]) == (goods.created, orders.created)
    assert (again.created, again.unchanged) == (0, orders.created)
