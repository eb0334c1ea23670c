"""Templates, invoices and slips over HTTP, on both databases."""

from __future__ import annotations

import io
import subprocess
import threading
from typing import Any

import pytest
from apiflask import APIFlask
from PIL import Image

from pickface.db import Tx
from pickface.documents import invoices
from tests.builders import write
from tests.office import Desk, Office, open_office


@pytest.fixture
def office(app: APIFlask) -> Office:
    office = open_office(app)
    for sku in ("MUG", "PLATE"):
        office.desk.post("/items", {"sku": sku, "name": sku.title()})
    return office


def order(office: Office, number: str, shipped: int = 2, **more: Any) -> int:
    lines = [
        {"item": "MUG", "qty": 3, "price_minor": 1190, "tax_bp": 1900},
        {"item": "PLATE", "qty": 1, "price_minor": 107, "tax_bp": 700},
    ]
    form = {"number": number, "customer": "Jo Doe", "city": "Wien", "lines": lines, **more}
    made = int(office.desk.post("/orders", form)["id"])
    ship(office, made, shipped)
    return made


def ship(office: Office, order_id: int, units: int) -> None:
    write(
        office.app,
        lambda tx: tx.run(
            "UPDATE order_line SET shipped = :n WHERE order_id = :id AND line_no = 1",
            n=units,
            id=order_id,
        ),
    )


def pdf_of(desk: Desk, path: str) -> str:
    answer = desk.client.get("/api/v1" + path)
    assert answer.status_code == 200, answer.data
    done = subprocess.run(
        ["pdftotext", "-layout", "-", "-"], input=answer.data, capture_output=True, check=True
    )
    return done.stdout.decode()


def template(**more: Any) -> dict[str, Any]:
    return {"columns": ["item", "name", "qty", "price", "tax", "amount"], **more}


def test_an_invoice_bills_what_was_shipped_once_and_in_the_customers_language(
    office: Office,
) -> None:
    desk = office.desk
    desk.post("/site/settings", {"invoice_prefix": "R-2026/"}, method="PATCH", expect=200)
    first = order(office, "1042", language="de-AT")
    made = desk.post(f"/orders/{first}/invoices")
    assert (made["number"], made["total_minor"], made["currency"]) == ("R-2026/1", 2380, "EUR")
    assert desk.post(f"/orders/{first}/invoices", expect=200) == made
    text = pdf_of(desk, f"/invoices/{made['id']}/invoice.pdf")
    for said in ("Rechnung", "R-2026/1", "Jo Doe", "Wien", "19 %", "3,80", "23,80 EUR", "Menge"):
        assert said in text
    assert "Plate" not in text, "it was not shipped"
    ship(office, first, 3)
    further = desk.post(f"/orders/{first}/invoices")
    assert (further["number"], further["total_minor"]) == ("R-2026/2", 1190)
    shown = desk.get(f"/orders/{first}/invoices")["items"]
    assert [one["id"] for one in shown] == [made["id"], further["id"]]


def test_what_was_billed_never_changes_again(office: Office) -> None:
    desk = office.desk
    first = order(office, "1")
    made = desk.post(f"/orders/{first}/invoices")
    path = f"/api/v1/invoices/{made['id']}/invoice.pdf"
    before = desk.client.get(path).data
    desk.post("/documents/invoice/en", template(head="New words"), method="PUT", expect=200)
    desk.post(
        "/site/settings",
        {"invoice_prefix": "X", "prices_with_tax": False},
        method="PATCH",
        expect=200,
    )
    put_logo(desk, picture())
    assert desk.client.get(path).data == before
    with pytest.raises(Exception, match="append-only"):
        write(office.app, lambda tx: tx.run("UPDATE invoice SET total_minor = 1"))


def test_nothing_shipped_and_no_prices_are_told(office: Office) -> None:
    desk = office.desk
    none = order(office, "1", shipped=0)
    assert desk.post(f"/orders/{none}/invoices", expect=409)["code"] == "nothing_to_bill"
    free = order(office, "2", lines=[{"item": "MUG", "qty": 3}])
    assert desk.post(f"/orders/{free}/invoices", expect=409)["code"] == "order_without_prices"
    assert desk.post("/orders/99999/invoices", expect=404)["code"] == "order_not_found"


def test_numbers_have_no_gap_though_eight_bill_at_once_and_one_breaks_off(office: Office) -> None:
    orders = [order(office, str(number)) for number in range(9)]
    me = office.desk.get("/session")["person"]["id"]
    start, failed = threading.Barrier(9), []

    def bill(order_id: int, breaks: bool) -> None:
        def work(tx: Tx) -> None:
            invoices.make(tx, office.site_id, order_id, me)
            if breaks:
                raise RuntimeError("the power went")

        start.wait()
        try:
            write(office.app, work)
        except RuntimeError as error:
            failed.append(error)

    threads = [
        threading.Thread(target=bill, args=(one, number == 4)) for number, one in enumerate(orders)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(failed) == 1
    shown = [
        one["number"]
        for order_id in orders
        for one in office.desk.get(f"/orders/{order_id}/invoices")["items"]
    ]
    assert sorted(shown, key=int) == [str(number) for number in range(1, 9)]


def test_the_same_order_billed_by_eight_has_one_invoice(office: Office) -> None:
    only = order(office, "1")
    me = office.desk.get("/session")["person"]["id"]
    made: list[tuple[int, bool]] = []
    start = threading.Barrier(8)

    def bill() -> None:
        start.wait()
        made.append(write(office.app, lambda tx: invoices.make(tx, office.site_id, only, me)))

    threads = [threading.Thread(target=bill) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({one for one, _ in made}) == 1
    assert [new for _, new in made].count(True) == 1


def test_a_template_is_kept_with_who_changed_what_and_is_printed(office: Office) -> None:
    desk = office.desk
    office.hire("supervisor")
    lead = office.sign_in("supervisor")
    form = template(head="Dear {customer}", foot="VAT ID 123, {number}", words={"title": "Bill"})
    lead.post("/documents/invoice/en", form, method="PUT", expect=403)
    kept = desk.post("/documents/invoice/en", form, method="PUT", expect=200)
    assert (kept["head"], kept["words"]) == ("Dear {customer}", {"title": "Bill"})
    made = desk.post(f"/orders/{order(office, '1')}/invoices")
    text = pdf_of(lead, f"/invoices/{made['id']}/invoice.pdf")
    for said in ("Dear Jo Doe", "VAT ID 123, 1", "Bill"):
        assert said in text
    changes = lead.get("/documents/history")["items"]
    assert {one["name"] for one in changes} == {
        "document.invoice.en.head",
        "document.invoice.en.foot",
        "document.invoice.en.words",
    }
    assert not [
        one for one in desk.get("/site/settings/history")["items"] if "document" in one["name"]
    ]
    refused = desk.post(
        "/documents/invoice/en", template(head="{secret}"), method="PUT", expect=422
    )
    assert (refused["code"], refused["params"]["placeholder"]) == (
        "placeholder_unknown",
        "{secret}",
    )
    desk.post("/documents/invoice/ar", form, method="PUT", expect=404)
    desk.post("/documents/letter/en", form, method="PUT", expect=404)


def test_a_preview_shows_what_is_not_kept_yet(office: Office) -> None:
    desk = office.desk
    for document, extra in (
        ("invoice", {}),
        ("packing_slip", {"columns": ["name", "price", "shipped"]}),
    ):
        form = template(foot="Not kept {order}", **extra)
        drawn = desk.client.post(
            f"/api/v1/documents/{document}/pl/preview.svg", json=form, headers={"X-Pickface": "1"}
        )
        assert drawn.mimetype == "image/svg+xml"
        assert "Not kept 1042" in drawn.data.decode()
        paper = desk.client.post(
            f"/api/v1/documents/{document}/pl/preview.pdf", json=form, headers={"X-Pickface": "1"}
        )
        assert paper.data.startswith(b"%PDF")
    assert all(one["foot"] == "" for one in desk.get("/documents")["items"])


def picture(kind: str = "PNG", size: tuple[int, int] = (300, 60)) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", size, (20, 90, 160)).save(file, kind)
    return file.getvalue()


def put_logo(desk: Desk, content: bytes, expect: int = 200) -> Any:
    answer = desk.client.put("/api/v1/documents/logo", data=content, headers={"X-Pickface": "1"})
    assert answer.status_code == expect, answer.data
    return answer.json


def test_a_logo_is_a_picture_that_can_be_printed_and_an_old_invoice_keeps_its_own(
    office: Office,
) -> None:
    desk = office.desk
    assert put_logo(desk, b"GIF89a", 422)["params"]["why"] == "form"
    assert put_logo(desk, picture("GIF"), 422)["params"]["why"] == "form"
    assert put_logo(desk, picture(size=(2100, 2000)), 422)["params"]["why"] == "size"
    put_logo(desk, picture())
    made = desk.post(f"/orders/{order(office, '1')}/invoices")
    with_logo = desk.client.get(f"/api/v1/invoices/{made['id']}/invoice.pdf").data
    put_logo(desk, b"")
    assert desk.get("/documents")["logo"] is False
    assert desk.client.get(f"/api/v1/invoices/{made['id']}/invoice.pdf").data == with_logo
    other = desk.post(f"/orders/{order(office, '2')}/invoices")
    assert len(desk.client.get(f"/api/v1/invoices/{other['id']}/invoice.pdf").data) < len(with_logo)
