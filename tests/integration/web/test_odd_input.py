"""Whatever a form holds, the answer is a 2xx or a 4xx of the one form; never a mistake of the server."""

from __future__ import annotations

from typing import Any

import pytest
from apiflask import APIFlask

from pickface.db import db
from tests.office import Handheld, Office, open_office

ODD: tuple[Any, ...] = (
    None, True, -1, 0, 1.5, 2**31, 2**53, 2**63, 10**40, "", " ", "0", "x" * 5000, "a\u0000b", "\ud800", "💥", "'; --",
    "%", "\u202e", "line\nbreak", [], {}, [[]], [None], {"item": None},
)  # fmt: skip
FORMS: dict[str, dict[str, Any]] = {
    "/session": Handheld().form("B-NOBODY"),
    "/people": {
        "name": "Ana", "role": "picker", "badge": "B-7", "pin": "4718", "login": "ana", "password": "long enough",
        "language": "en", "quality_check": False, "zones": "A", "equipment": "forklift",
    },
    "/items": {
        "sku": "MUG", "name": "Mug", "unit": "piece", "scale": 1, "tracking": "none", "zone": "", "abc": "A",
        "weight_g": 1, "volume_mm3": 1, "price_minor": 1, "currency": "EUR", "barcodes": [{"value": "M1"}],
    },
    "/zones": {"code": "A", "name": "Ambient", "proof": "bin", "equipment": "forklift"},
    "/aisles": {"code": "A", "kind": "aisle", "x1_mm": 0, "y1_mm": 0, "x2_mm": 1, "y2_mm": 1, "one_way": False},
    "/places": {
        "code": "A-1", "kind": "bin", "zone": None, "on_aisle": None, "aisle": "A", "bay": "1", "level": "1",
        "x_mm": 1, "y_mm": 1, "pickable": True, "max_weight_g": 1, "volume_mm3": 1,
    },
    "/suppliers": {"code": "ACME", "name": "Acme", "email": "", "address": "", "lead_days": 1, "currency": "EUR"},
    "/purchase-orders": {
        "number": "PO-1", "supplier": "BASE", "ordered_at": 1, "expected_on": "2026-01-01", "currency": "EUR",
        "lines": [{"item": "BASE", "qty": 1, "price_minor": 1}],
    },
    "/orders": {
        "number": "1", "channel": "", "priority": 5, "placed_at": 1, "ship_by": 2, "customer": "", "street": "",
        "postcode": "", "city": "", "country": "", "note": "", "lines": [{"item": "BASE", "qty": 1, "lot": ""}],
    },
    "/orders/release": {"orders": [1], "partial": False},
}  # fmt: skip


@pytest.fixture
def office(app: APIFlask) -> Office:
    office = open_office(app)
    office.desk.post("/items", {"sku": "BASE", "name": "Base"})
    office.desk.post("/suppliers", {"code": "BASE", "name": "Base"})
    return office


@pytest.mark.parametrize("path", FORMS)
def test_an_odd_field_is_never_a_mistake_of_the_server(office: Office, path: str) -> None:
    for field in FORMS[path]:
        for odd in ODD:
            answer = office.desk.client.post(
                f"/api/v1{path}", json={**FORMS[path], field: odd}, headers=office.desk.headers
            )
            assert answer.status_code < 500, (field, odd, answer.text)
            if answer.status_code >= 400:
                assert set(answer.json) == {"code", "params", "message"}


@pytest.mark.parametrize(
    "path",
    [
        "/items",
        "/places",
        "/people",
        "/orders",
        "/purchase-orders",
        "/suppliers",
        "/containers",
        "/stock",
    ],
)
def test_an_odd_query_is_never_a_mistake_of_the_server(office: Office, path: str) -> None:
    for field in ("q", "sku", "code", "zone", "kind", "state", "number", "item", "limit", "cursor"):
        for odd in ("", "0", "-1", "99999999999999999999", "x", "\x00", "💥", "%", "'", "x" * 3000):
            answer = office.desk.client.get(f"/api/v1{path}", query_string={field: odd})
            assert answer.status_code < 500, (field, odd, answer.text)


def test_who_is_signed_in_is_known_without_keeping_a_connection(office: Office) -> None:
    from pickface.people import sessions

    cookie = office.desk.client.get_cookie("pickface_session")
    assert cookie is not None
    with office.app.test_request_context(headers={"Cookie": f"pickface_session={cookie.value}"}):
        assert sessions.me().role == "manager"
        assert db.engine.pool.checkedout() == 0  # type: ignore[attr-defined]
