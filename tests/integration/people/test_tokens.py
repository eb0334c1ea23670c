"""Software that is let in by a token: what it may, how often, what is told of it, and that it does a thing once."""

from __future__ import annotations

import json
import re
import subprocess
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from apiflask import APIFlask
from werkzeug.serving import make_server

from pickface.db import rows
from pickface.people import permissions
from pickface.people.pace import PER_MINUTE, Pace, SharedPace
from tests.office import Desk, Office, open_office
from tests.services import free_port

DOCS = Path(__file__).parents[3] / "docs" / "api.md"
ITEM = {"sku": "MUG", "name": "Mug"}


@pytest.fixture
def office(app: APIFlask) -> Office:
    return open_office(app)


def let_in(office: Office, *scopes: str, role: str = "buyer", **more: Any) -> Desk:
    """Software with a token, which needs no header of ours."""
    form = {"name": "Webshop", "role": role, "scopes": list(scopes), **more}
    made = office.desk.post("/tokens", form)
    return Desk(office.app.test_client(), {"Authorization": f"Bearer {made['token']}"})


def get(software: Desk, path: str, **headers: str) -> Any:
    return software.client.get(f"/api/v1{path}", headers={**software.headers, **headers})


def post(software: Desk, path: str, body: Any, **headers: str) -> Any:
    return software.client.post(f"/api/v1{path}", json=body, headers={**software.headers, **headers})  # fmt: skip


def test_a_token_may_what_it_was_made_for_and_nothing_else(office: Office) -> None:
    shop = let_in(office, "catalog.list_items", "catalog.create_item")
    made = post(shop, "/items", ITEM)
    assert made.status_code == 201, made.text
    assert get(shop, "/items").json["items"][0]["sku"] == "MUG"
    who = get(shop, "/session").json["person"]
    assert (who["name"], who["role"]) == ("Webshop", "buyer")
    assert who["permissions"] == ["catalog.create_item", "catalog.list_items"]
    for rule in office.app.url_map.iter_rules():
        roles = permissions.TABLE[rule.endpoint]
        if roles is permissions.OPEN or rule.endpoint in {*who["permissions"], "people.who_am_i"}:
            continue
        method = next(iter((rule.methods or set()) - {"HEAD", "OPTIONS"}))
        path = re.sub(r"<[^>]*>", "1", rule.rule)
        answer = shop.client.open(path, method=method, headers=shop.headers)
        assert answer.status_code in {403, 429}, (rule, answer.status_code)


def test_no_token_may_what_its_role_may_not_or_let_anybody_in(office: Office) -> None:
    for scope in ("orders.release_order", "tokens.make_token", "people.create_person", "no.such"):
        form = {"name": "Shop", "role": "buyer", "scopes": ["catalog.list_items", scope]}
        refused = office.desk.post("/tokens", form, expect=422)
        assert refused["params"]["scope"] == scope
    names = {one["name"] for one in office.desk.get("/tokens/scopes")["items"]}
    assert "orders.create_order" in names
    assert not names & permissions.FOR_PEOPLE_ALONE
    office.hire("supervisor")
    office.sign_in("supervisor").get("/tokens", expect=403)
    master = let_in(office, "imports.upload", role="manager")
    brought = master.client.post(
        "/api/v1/imports?kind=people", data=b"name,role\nEve,manager\n", headers=master.headers
    )
    assert brought.status_code == 403


def test_what_software_does_is_attributed_to_it_and_it_is_in_no_list_of_people(
    office: Office,
) -> None:
    desk = office.desk
    desk.post("/floor", {"aisles": 1, "bays": 1, "levels": 1})
    desk.post("/items", ITEM)
    erp = let_in(office, "stock.adjust", role="supervisor")
    item, place = (
        desk.get("/items")["items"][0]["id"],
        desk.get("/places", code="A-01-01")["items"][0]["id"],
    )
    body = {"item": item, "place": place, "delta": 3, "reason": "found"}
    answer = post(erp, "/stock/adjustments", body)
    assert answer.status_code in {200, 201}, answer.text
    assert desk.get("/scans")["items"][0]["person"]["name"] == "Webshop"
    assert "Webshop" not in [one["name"] for one in desk.get("/people")["items"]]
    assert "Webshop" not in str(desk.get("/board")["people"])
    (shown,) = desk.get("/tokens")["items"]
    assert shown["last_used_at"] > 0
    assert (shown["made_by"], shown["scopes"]) == ("Manager", ["stock.adjust"])


def test_the_token_is_told_once_and_its_making_and_end_are_journaled(office: Office) -> None:
    shop = let_in(office, "catalog.list_items")
    secret = shop.headers["Authorization"].removeprefix("Bearer ")
    (shown,) = office.desk.get("/tokens")["items"]
    assert secret.startswith(shown["beginning"])
    with office.app.app_context():
        stored = str(rows("SELECT * FROM api_token")) + str(rows("SELECT body FROM scan_event"))
        actions = re.findall(r'"action":"(\w+_token)"', stored)
    assert secret not in stored
    assert get(shop, "/items").status_code == 200
    office.desk.post(f"/tokens/{shown['id']}/revoke", expect=200)
    assert get(shop, "/items").status_code == 401
    assert actions == ["make_token"]
    with office.app.app_context():
        assert '"action":"revoke_token"' in str(rows("SELECT body FROM scan_event"))
    other = open_office(office.app, "OTHER")
    other.desk.post(f"/tokens/{shown['id']}/revoke", expect=404)


def test_a_token_that_is_over_or_wrong_is_nobody_also_beside_a_cookie(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop = let_in(office, "catalog.list_items", days=1)
    monkeypatch.setattr("pickface.people.bearers.clock", lambda: 4_000_000_000_000)
    assert get(shop, "/items").json["code"] == "not_signed_in"
    monkeypatch.undo()
    wrong = {**office.desk.headers, "Authorization": "Bearer pf_wrong"}
    assert office.desk.client.get("/api/v1/items", headers=wrong).status_code == 401


def test_software_that_asks_too_often_is_told_to_wait(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop = let_in(office, "catalog.list_items")
    office.app.extensions["pickface_pace"]._clock = lambda: 1_000_000_010.0
    monkeypatch.setattr("pickface.people.pace.PER_MINUTE", 2)
    seen = [get(shop, "/items") for _ in range(3)]
    assert [one.status_code for one in seen] == [200, 200, 429]
    assert [one.headers["RateLimit-Remaining"] for one in seen] == ["1", "0", "0"]
    assert seen[2].headers["Retry-After"] == seen[2].headers["RateLimit-Reset"] == "10"
    assert seen[2].json["code"] == "too_many_requests"


def test_requests_are_counted_together_by_processes_that_share_a_redis(redis_url: str) -> None:
    now = [1_000_000_020.0]
    processes = [SharedPace(redis_url, lambda: now[0]), SharedPace(redis_url, lambda: now[0])]
    left = [processes[n % 2].count("software").requests for n in range(4)]
    assert left == [PER_MINUTE - n for n in (1, 2, 3, 4)]
    now[0] += 60
    assert processes[0].count("software").requests == PER_MINUTE - 1
    away = SharedPace(f"redis://localhost:{free_port()}", lambda: now[0])
    assert away.count("software").requests == PER_MINUTE - 1
    assert Pace(lambda: now[0] + 20).count("software").reset_s == 40


def test_a_request_that_is_sent_again_is_carried_out_once_and_answered_the_same(
    office: Office,
) -> None:
    shop = let_in(office, "catalog.create_item", "catalog.list_items")
    key = {"Idempotency-Key": "5f0c"}
    refused = post(shop, "/items", {"sku": "MUG"}, **key)
    assert refused.status_code == 422, "what was refused is judged again"
    first, again = post(shop, "/items", ITEM, **key), post(shop, "/items", ITEM, **key)
    assert (first.status_code, again.status_code) == (201, 201)
    assert again.data == first.data
    assert again.headers["Idempotent-Replayed"] == "true"
    assert "Idempotent-Replayed" not in first.headers
    other = post(shop, "/items", {**ITEM, "name": "Beaker"}, **key)
    assert (other.status_code, other.json["code"]) == (422, "idempotency_key_reused")
    assert post(shop, "/items", ITEM, **{"Idempotency-Key": "5f0d"}).status_code == 409
    assert len(get(shop, "/items").json["items"]) == 1
    neighbour = let_in(office, "catalog.create_item")
    assert post(neighbour, "/items", {"sku": "CUP", "name": "Cup"}, **key).status_code == 201
    assert post(shop, "/items", ITEM, **{"Idempotency-Key": "x" * 101}).status_code == 422


def test_a_request_that_comes_eight_times_at_once_is_carried_out_once(office: Office) -> None:
    shop = let_in(office, "orders.create_order", "orders.list_orders", "catalog.create_item")
    post(shop, "/items", ITEM)
    order = {"number": "1", "lines": [{"item": "MUG", "qty": 1}]}
    together = threading.Barrier(8)

    def send(_: int) -> int:
        mine = Desk(office.app.test_client(), shop.headers)
        together.wait()
        return int(post(mine, "/orders", order, **{"Idempotency-Key": "5f0c"}).status_code)

    with ThreadPoolExecutor(8) as pool:
        seen = sorted(pool.map(send, range(8)))
    assert seen[0] == 201
    assert set(seen) <= {201, 409}
    again = post(shop, "/orders", order, **{"Idempotency-Key": "5f0c"})
    assert again.headers["Idempotent-Replayed"] == "true"
    assert len(get(shop, "/orders").json["items"]) == 1


def test_a_request_whose_answer_was_lost_is_not_carried_out_again(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop = let_in(office, "catalog.create_item", "catalog.list_items")
    monkeypatch.setattr("pickface.people.remembered.MOST_KEPT", -1)
    key = {"Idempotency-Key": "5f0c"}
    assert post(shop, "/items", ITEM, **key).status_code == 201
    again = post(shop, "/items", ITEM, **key)
    assert (again.status_code, again.json["code"]) == (409, "request_unanswered")


def test_a_list_that_has_not_changed_is_answered_304(office: Office) -> None:
    shop = let_in(office, "catalog.list_items", "catalog.create_item")
    tag = get(shop, "/items").headers["ETag"]
    same = get(shop, "/items", **{"If-None-Match": tag})
    assert (same.status_code, same.data) == (304, b"")
    post(shop, "/items", ITEM)
    assert get(shop, "/items", **{"If-None-Match": tag}).status_code == 200


def test_the_first_request_of_the_documentation_works_as_it_stands_there(office: Office) -> None:
    """The lines of docs/api.md, run by a shell against a real server."""
    text = DOCS.read_text().partition("## A first request")[2].partition("\n## ")[0]
    lines = re.findall(r"^    (curl .*(?:\n      .*)*)", text, re.MULTILINE)
    assert len(lines) >= 3
    shop = let_in(office, "catalog.list_items", "catalog.create_item", "orders.create_order")
    server = make_server("127.0.0.1", 0, office.app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        told = [
            subprocess.run(
                ["sh", "-euc", line.replace("curl ", "curl --silent --fail-with-body ")],
                env={
                    "PATH": "/usr/bin:/bin",
                    "PICKFACE": f"http://127.0.0.1:{server.port}",
                    "TOKEN": shop.headers["Authorization"].removeprefix("Bearer "),
                },
                capture_output=True,
                check=False,
                timeout=60,
            )
            for line in lines
        ]
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
    assert [(one.returncode, one.stderr) for one in told] == [(0, b"")] * len(lines), told
    assert json.loads(told[0].stdout)["person"]["name"] == "Webshop"
