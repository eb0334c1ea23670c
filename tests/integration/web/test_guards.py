"""What every request meets before its endpoint: origin, permission, size; and how errors are answered."""

from __future__ import annotations

import pytest
from apiflask import APIFlask

from pickface.locations.settings import SiteSettings
from pickface.people import permissions
from tests.office import Desk, Office, open_office


@pytest.fixture
def office(app: APIFlask) -> Office:
    return open_office(app)


def supplier(code: str = "ACME") -> dict[str, str]:
    return {"code": code, "name": "Acme"}


def test_a_change_without_our_header_is_foreign_and_changes_nothing(office: Office) -> None:
    client = office.desk.client
    for headers in ({}, {"X-Pickface": "0"}, {"X-Requested-With": "XMLHttpRequest"}):
        answer = client.post("/api/v1/suppliers", json=supplier(), headers=headers)
        assert (answer.status_code, answer.json["code"]) == (403, "foreign_request")
    assert office.desk.get("/suppliers")["items"] == []


@pytest.mark.parametrize(
    "origin",
    ["https://evil.example", "null", "http://localhost.evil.example", "http://localhost:1"],
)
def test_a_change_from_a_foreign_origin_is_refused(office: Office, origin: str) -> None:
    office.desk.headers["Origin"] = origin
    assert office.desk.post("/suppliers", supplier(), expect=403)["code"] == "foreign_request"


def test_a_change_from_our_own_origin_is_taken(office: Office) -> None:
    office.desk.headers["Origin"] = "http://localhost"
    office.desk.post("/suppliers", supplier())


def test_reading_needs_no_header(office: Office) -> None:
    answer = office.desk.client.get("/api/v1/suppliers", headers={"Origin": "https://evil.example"})
    assert answer.status_code == 200


def test_every_endpoint_stands_in_the_table_of_permissions(app: APIFlask) -> None:
    endpoints = {rule.endpoint for rule in app.url_map.iter_rules()}
    assert endpoints - set(permissions.TABLE) == set()
    assert set(permissions.TABLE) - endpoints == set()


def test_every_role_stands_in_the_table_of_permissions() -> None:
    from pickface.people.rules import CLIENT, ROLES

    assert {*permissions.EVERYBODY, CLIENT} == set(ROLES)
    for role in ROLES:
        assert permissions.of_role(role, SiteSettings())


def test_nobody_sees_anything_without_signing_in(office: Office) -> None:
    nobody = Desk(office.app.test_client())
    for rule in office.app.url_map.iter_rules():
        if permissions.TABLE.get(rule.endpoint) is permissions.OPEN:
            continue
        path = rule.rule.replace("<int:", "1<").split("<")[0]
        method = next(iter(rule.methods - {"HEAD", "OPTIONS"}))
        answer = nobody.client.open(path, method=method, headers=nobody.headers)
        assert answer.status_code in {401, 404, 405}, rule
        assert answer.json["code"] in {"not_signed_in", "not_found", "method_not_allowed"}


@pytest.mark.parametrize("role", ["picker", "packer", "receiver", "buyer"])
def test_a_role_may_do_what_the_table_says_and_no_more(office: Office, role: str) -> None:
    office.hire(role)
    desk = office.sign_in(role)
    for endpoint, path in (
        ("people.list_people", "/people"),
        ("purchasing.list_suppliers", "/suppliers"),
        ("locations.show_settings", "/site/settings"),
    ):
        allowed = role in permissions.TABLE[endpoint]
        desk.get(path, expect=200 if allowed else 403)
    expect = 201 if role == "buyer" else 403
    desk.post("/suppliers", supplier(), expect=expect)


def test_an_endpoint_that_the_table_lacks_is_refused_even_to_a_manager(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(permissions.TABLE, "purchasing.list_suppliers")
    assert office.desk.get("/suppliers", expect=403)["code"] == "not_allowed"


def test_a_site_sees_only_its_own(office: Office) -> None:
    other = open_office(office.app, "OTHER")
    office.desk.post("/places", {"code": "A-01"})
    assert other.desk.get("/places", code="A-01")["items"] == []
    mine = office.desk.get("/places", code="A-01")["items"]
    assert [place["code"] for place in mine] == ["A-01"]


def test_a_body_beyond_a_megabyte_is_too_large(office: Office) -> None:
    body = supplier() | {"address": "x" * (1 << 20)}
    answer = office.desk.post("/suppliers", body, expect=413)
    assert answer["code"] == "too_large"


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        (b"", 400),
        (b"{", 400),
        (b"\xff\xfe", 400),
        (b"[" * 200_000, 400),
        (b"[]", 422),
        (b"17", 422),
        (b"null", 422),
        (b'{"code": "A", "name": 5}', 422),
        (b'{"code": "A", "name": "x\\u0000y"}', 422),
        (b'{"code": "A", "name": "\\ud800"}', 422),
        (b'{"code": "A", "name": "Acme", "nmae": "typo"}', 422),
        (b'{"code": "A", "name": "Acme", "lead_days": "7"}', 422),
        (b'{"code": "A", "name": "Acme", "lead_days": true}', 422),
        (b'{"code": "A", "name": "Acme", "lead_days": 1e400}', 422),
        (b'{"code": "' + b"A" * 500 + b'", "name": "Acme"}', 422),
    ],
)
def test_what_does_not_fit_the_form_is_a_bad_request_and_changes_nothing(
    office: Office, sent: bytes, status: int
) -> None:
    answer = office.desk.client.post(
        "/api/v1/suppliers", data=sent, headers=office.desk.headers, content_type="application/json"
    )
    assert answer.status_code == status, answer.text
    assert set(answer.json) == {"code", "params", "message"}
    assert answer.json["code"] == "bad_request"
    assert office.desk.get("/suppliers")["items"] == []


def test_a_bad_request_names_the_field(office: Office) -> None:
    told = office.desk.post("/suppliers", {"code": "A"}, expect=422)
    assert told["params"]["field"] == "name"
    assert office.desk.get("/items", expect=422, limit=0)["params"]["field"] == "limit"
    assert office.desk.get("/items", expect=422, limt=5)["params"]["field"] == "limt"


@pytest.mark.parametrize(
    "path", ["/items/99999999999999999999", "/items/-1", "/items/x", "/nope", "/items/1/nope"]
)
def test_unknown_paths_are_not_found(office: Office, path: str) -> None:
    assert office.desk.get(path, expect=404)["code"] == "not_found"


def test_a_path_with_another_method_says_which_ones_there_are(office: Office) -> None:
    answer = office.desk.client.put("/api/v1/suppliers", headers=office.desk.headers)
    assert (answer.status_code, answer.json["code"]) == (405, "method_not_allowed")
    assert {"GET", "POST"} <= set(answer.headers["Allow"].replace(",", " ").split())


def test_a_mistake_of_the_server_is_answered_without_details(
    office: Office, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def break_down(*_: object) -> None:
        raise ZeroDivisionError("the secret of the house")

    monkeypatch.setattr("pickface.purchasing.suppliers.list_suppliers", break_down)
    told = office.desk.get("/suppliers", expect=500)
    assert told["code"] == "internal"
    assert "secret" not in str(told)
    assert "the secret of the house" in caplog.text


def test_a_database_that_does_not_answer_is_a_503(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    import sqlalchemy as sa

    def time_out(*_: object) -> None:
        raise sa.exc.OperationalError("SELECT 1", {}, Exception("gone"))

    monkeypatch.setattr("pickface.purchasing.suppliers.list_suppliers", time_out)
    assert office.desk.get("/suppliers", expect=503)["code"] == "database_unavailable"
