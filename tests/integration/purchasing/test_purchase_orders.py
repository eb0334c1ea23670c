"""Suppliers and purchase orders, over HTTP."""

from __future__ import annotations

import shutil
import subprocess
from typing import Any

import pytest
from apiflask import APIFlask

from pickface.db import command, rows
from pickface.purchasing.reporting import report_of
from tests.office import Office, open_office


@pytest.fixture
def office(app: APIFlask) -> Office:
    office = open_office(app)
    office.desk.post("/suppliers", {"code": "ACME", "name": "Acme", "currency": "GBP"})
    for sku in ("MUG", "PLATE"):
        office.desk.post("/items", {"sku": sku, "name": sku.title()})
    return office


def purchase_order(**more: Any) -> dict[str, Any]:
    lines = [{"item": "MUG", "qty": 40, "price_minor": 120}, {"item": "PLATE", "qty": 10}]
    return {
        "number": "PO-1001",
        "supplier": "ACME",
        "expected_on": "2026-03-02",
        "lines": lines,
        **more,
    }


def test_goods_are_ordered_by_sku_or_id(office: Office) -> None:
    plate = office.desk.get("/items", sku="PLATE")["items"][0]["id"]
    lines = [{"item": "MUG", "qty": 40}, {"item": plate, "qty": 10}]
    made = office.desk.post("/purchase-orders", purchase_order(lines=lines))
    assert [(line["sku"], line["qty"], line["received"]) for line in made["lines"]] == [
        ("MUG", 40, 0),
        ("PLATE", 10, 0),
    ]
    assert (made["state"], made["supplier"], made["currency"]) == ("sent", "ACME", "GBP")
    assert office.desk.get(f"/purchase-orders/{made['id']}") == made


def test_law_23_money_is_whole_minor_units_of_a_currency(office: Office) -> None:
    for price in (1.5, "1.20", -1):
        lines = [{"item": "MUG", "qty": 1, "price_minor": price}]
        office.desk.post("/purchase-orders", purchase_order(lines=lines), expect=422)
    made = office.desk.post("/purchase-orders", purchase_order())
    assert [line["price_minor"] for line in made["lines"]] == [120, 0]
    assert made["currency"] == "GBP"


def test_what_is_ordered_is_incoming(office: Office) -> None:
    office.desk.post("/purchase-orders", purchase_order())
    assert office.desk.get("/stock", item="MUG")["incoming"] == 40


def test_purchase_orders_are_listed_newest_first(office: Office) -> None:
    for number in ("PO-1", "PO-2", "PO-3"):
        office.desk.post("/purchase-orders", purchase_order(number=number))
    first = office.desk.get("/purchase-orders", limit=2)
    assert [order["number"] for order in first["items"]] == ["PO-3", "PO-2"]
    assert first["items"][0]["lines"] == 2
    second = office.desk.get("/purchase-orders", limit=2, cursor=first["next"])
    assert [order["number"] for order in second["items"]] == ["PO-1"]
    assert office.desk.get("/purchase-orders", state="received")["items"] == []
    found = office.desk.get("/purchase-orders", number="PO-2")["items"]
    assert [order["number"] for order in found] == ["PO-2"]


@pytest.mark.parametrize(
    ("change", "status", "code"),
    [
        ({"supplier": "NOBODY"}, 422, "supplier_not_found"),
        ({"supplier": 999}, 422, "supplier_not_found"),
        ({"lines": [{"item": "NOTHING", "qty": 1}]}, 422, "item_not_found"),
        ({"lines": []}, 422, "bad_request"),
        ({"lines": [{"item": "MUG", "qty": 0}]}, 422, "bad_request"),
        ({"lines": [{"item": "MUG", "qty": 1.5}]}, 422, "bad_request"),
        ({"lines": [{"item": "MUG", "qty": 10**12}]}, 422, "bad_request"),
        ({"expected_on": "2026-13-01"}, 422, "bad_request"),
        ({"number": ""}, 422, "bad_request"),
    ],
)
def test_what_cannot_be_ordered_is_refused_and_leaves_nothing_behind(
    office: Office, change: dict[str, Any], status: int, code: str
) -> None:
    assert (
        office.desk.post("/purchase-orders", purchase_order(**change), expect=status)["code"]
        == code
    )
    with office.app.app_context():
        assert rows("SELECT id FROM purchase_order") == []
        assert rows("SELECT id FROM purchase_order_line") == []


def test_law_24_what_is_ordered_is_for_the_floor_and_what_it_costs_is_not(office: Office) -> None:
    made = office.desk.post("/purchase-orders", purchase_order())
    path = f"/purchase-orders/{made['id']}"
    office.desk.post(
        f"{path}/lines/{made['lines'][1]['id']}", {"price_minor": 70}, method="PATCH", expect=200
    )
    for role in ("buyer", "receiver"):
        office.hire(role)
    bought = office.sign_in("buyer").get(path)
    assert bought["amount_minor"] == 40 * 120 + 10 * 70
    seen = office.sign_in("receiver").get(path)
    assert [(line["sku"], line["qty"], line["price_minor"]) for line in seen["lines"]] == [
        ("MUG", 40, None),
        ("PLATE", 10, None),
    ]
    assert seen["amount_minor"] is None
    told = [{name: value for name, value in one.items() if name != "at"} for one in seen["history"]]
    assert "70" not in str(told)
    assert len(seen["history"]) == len(bought["history"]) - 1


def test_a_number_is_used_once(office: Office) -> None:
    office.desk.post("/purchase-orders", purchase_order())
    told = office.desk.post("/purchase-orders", purchase_order(), expect=409)
    assert told["code"] == "purchase_order_exists"


def test_discrepancies_are_shown_with_the_order(office: Office) -> None:
    made = office.desk.post("/purchase-orders", purchase_order())

    def note(tx: Any) -> None:
        tx.insert(
            "discrepancy",
            purchase_order_id=made["id"],
            item_id=made["lines"][0]["item"],
            kind="short",
            qty=3,
            created_at=tx.now,
        )

    with office.app.app_context():
        command(note)
    shown = office.desk.get(f"/purchase-orders/{made['id']}")["discrepancies"]
    assert [(one["kind"], one["sku"], one["qty"]) for one in shown] == [("short", "MUG", 3)]


def test_a_supplier_is_told_on_paper_what_came_otherwise_and_what_is_asked(office: Office) -> None:
    made = office.desk.post("/purchase-orders", purchase_order())
    told = [
        ("short", made["lines"][0]["item"], 3, ""),
        ("over", made["lines"][1]["item"], 2, ""),
        ("over", made["lines"][1]["item"], 1, ""),
        ("unknown", None, 1, "<b>\u0627\U0001f600" + 100 * "X"),
        *(("expired", made["lines"][0]["item"], 1, f"L{n}") for n in range(40)),
    ]

    def note(tx: Any) -> None:
        for kind, item, qty, code in told:
            tx.insert(
                "discrepancy", purchase_order_id=made["id"], item_id=item, kind=kind, qty=qty, code=code,
                created_at=tx.now,
            )  # fmt: skip

    with office.app.app_context():
        command(note)
    path = f"/api/v1/purchase-orders/{made['id']}/discrepancies.pdf"
    answer = office.desk.client.get(path)
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    with office.app.app_context():
        report = report_of(1, made["id"])
    assert [(one.kind, one.sku, one.qty) for one in report.lines[:3]] == [
        ("short", "MUG", 3),
        ("over", "PLATE", 3),
        ("unknown", "", 1),
    ]
    if shutil.which("pdftotext"):
        done = subprocess.run(
            ["pdftotext", "-layout", "-", "-"], input=answer.data, capture_output=True, check=True
        )
        words = done.stdout.decode()
        assert "Please deliver the rest, or credit it." in words
        assert "L39" in words
    office.hire("receiver")
    assert office.sign_in("receiver").client.get(path).status_code == 403
    other = open_office(office.app, "OTHER")
    assert other.desk.client.get(path).status_code == 404


def test_another_sites_purchase_order_is_not_found(office: Office) -> None:
    made = office.desk.post("/purchase-orders", purchase_order())
    other = open_office(office.app, "OTHER")
    assert other.desk.get("/purchase-orders")["items"] == []
    other.desk.get(f"/purchase-orders/{made['id']}", expect=404)
