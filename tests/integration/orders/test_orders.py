"""Orders: taken in and reserved at once, released, cancelled, over HTTP."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from apiflask import APIFlask

from pickface.db import Tx, rows
from pickface.ids import uuid7
from pickface.locations.service import virtual_place
from pickface.stock.ledger import Cause, NewMove, post_moves
from tests.builders import write
from tests.office import Desk, Office, open_office


@pytest.fixture
def office(app: APIFlask) -> Office:
    """An office with 10 mugs and 4 plates in their bins."""
    office = open_office(app)
    for sku, qty in (("MUG", 10), ("PLATE", 4)):
        item = office.desk.post("/items", {"sku": sku, "name": sku.title()})["id"]
        place = office.desk.post("/places", {"code": f"A-{sku}"})["id"]
        stock_up(office, item, place, qty)
    return office


def stock_up(office: Office, item: int, place: int, qty: int) -> None:
    def receive(tx: Tx) -> None:
        supplier = virtual_place(tx, office.site_id, "supplier")
        post_moves(
            tx,
            [NewMove("receive", item, qty, supplier, place)],
            Cause(f"test:{uuid7()}", office.site_id),
        )

    write(office.app, receive)


def order(number: str = "1042", **more: Any) -> dict[str, Any]:
    lines = [{"item": "MUG", "qty": 3}, {"item": "PLATE", "qty": 2}]
    return {"number": number, "channel": "shop", "customer": "Jo Doe", "lines": lines, **more}


def level(office: Office, sku: str) -> tuple[int, int, int]:
    card = office.desk.get("/stock", item=sku)
    return card["on_hand"], card["reserved"], card["available"]


def test_a_new_order_reserves_its_lines_at_once(office: Office) -> None:
    made = office.desk.post("/orders", order())
    assert [(line["sku"], line["qty"], line["reserved"]) for line in made["lines"]] == [
        ("MUG", 3, 3),
        ("PLATE", 2, 2),
    ]
    assert made["state"] == "open"
    assert level(office, "MUG") == (10, 3, 7)


def test_an_order_gets_what_there_is(office: Office) -> None:
    made = office.desk.post("/orders", order(lines=[{"item": "PLATE", "qty": 9}]))
    assert made["lines"][0]["reserved"] == 4
    assert level(office, "PLATE") == (4, 4, 0)


def test_ship_by_follows_from_the_sites_settings(office: Office) -> None:
    office.desk.post("/site/settings", {"order_ship_days": 3}, method="PATCH", expect=200)
    made = office.desk.post("/orders", order(placed_at=1_700_000_000_000))
    assert made["ship_by"] == 1_700_000_000_000 + 3 * 86_400_000


def test_the_same_order_again_is_answered_with_the_first(office: Office) -> None:
    first = office.desk.post("/orders", order())
    again = office.desk.post("/orders", order(), expect=200)
    assert again == first
    assert level(office, "MUG") == (10, 3, 7)


@pytest.mark.parametrize(
    "change",
    [
        {"customer": "Jane Roe"},
        {"priority": 1},
        {"placed_at": 17},
        {"lines": [{"item": "MUG", "qty": 3}]},
        {"lines": [{"item": "MUG", "qty": 4}, {"item": "PLATE", "qty": 2}]},
        {"lines": [{"item": "PLATE", "qty": 2}, {"item": "MUG", "qty": 3}]},
    ],
)
def test_another_order_under_its_number_is_refused(office: Office, change: dict[str, Any]) -> None:
    first = office.desk.post("/orders", order())
    told = office.desk.post("/orders", order(**change), expect=409)
    assert (told["code"], told["params"]["order"]) == ("order_exists", first["id"])
    assert office.desk.get(f"/orders/{first['id']}") == first


def test_another_channel_has_numbers_of_its_own(office: Office) -> None:
    first = office.desk.post("/orders", order())
    second = office.desk.post("/orders", order(channel="market"))
    assert first["id"] != second["id"]


def test_an_order_that_arrives_eight_times_at_once_is_one_order(office: Office) -> None:
    statuses: list[int] = []

    def send() -> None:
        client = office.app.test_client()
        for cookie in (office.desk.client.get_cookie("pickface_session"),):
            assert cookie is not None
            client.set_cookie("pickface_session", cookie.value)
        answer = client.post("/api/v1/orders", json=order(), headers=Desk(client).headers)
        statuses.append(answer.status_code)

    threads = [threading.Thread(target=send) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(statuses) == [200] * 7 + [201]
    assert level(office, "MUG") == (10, 3, 7)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"lines": [{"item": "NOTHING", "qty": 1}]}, "item_not_found"),
        ({"lines": [{"item": 999_999, "qty": 1}]}, "item_not_found"),
        ({"lines": [{"item": "MUG", "qty": 1, "lot": "L77"}]}, "bad_request"),
        ({"lines": [{"item": "MUG", "qty": -1}]}, "bad_request"),
        ({"lines": []}, "bad_request"),
        ({"priority": 0}, "bad_request"),
        ({"customer": "x\u0000"}, "bad_request"),
    ],
)
def test_an_order_that_cannot_be_is_refused_and_reserves_nothing(
    office: Office, change: dict[str, Any], code: str
) -> None:
    assert office.desk.post("/orders", order(**change), expect=422)["code"] == code
    with office.app.app_context():
        assert rows("SELECT id FROM orders") == []
    assert level(office, "MUG") == (10, 0, 10)


def test_a_dated_order_asks_for_a_lot_that_exists(office: Office) -> None:
    item = office.desk.post("/items", {"sku": "MILK", "name": "Milk", "tracking": "lot"})["id"]
    lot = write(office.app, lambda tx: tx.insert("lot", item_id=item, code="L77"))
    made = office.desk.post("/orders", order(lines=[{"item": "MILK", "qty": 1, "lot": "L77"}]))
    assert (made["lines"][0]["lot"], lot > 0) == ("L77", True)
    write(office.app, lambda tx: tx.insert("lot", item_id=item, code="S1", parent_id=lot))
    one = order(number="1043", lines=[{"item": "MILK", "qty": 1, "lot": "S1"}])
    assert office.desk.post("/orders", one)["lines"][0]["lot"] == "S1"


def test_orders_are_listed_newest_first_with_what_is_reserved(office: Office) -> None:
    for number in ("1", "2", "3"):
        office.desk.post("/orders", order(number, lines=[{"item": "PLATE", "qty": 2}]))
    found = office.desk.get("/orders", limit=2)
    assert [(row["number"], row["units"], row["reserved"]) for row in found["items"]] == [
        ("3", 2, 0),
        ("2", 2, 2),
    ]
    rest = office.desk.get("/orders", limit=2, cursor=found["next"])["items"]
    assert [row["number"] for row in rest] == ["1"]
    assert [row["number"] for row in office.desk.get("/orders", number="2")["items"]] == ["2"]
    assert office.desk.get("/orders", state="shipped")["items"] == []
    assert office.desk.get("/orders", channel="market")["items"] == []


def test_releasing_an_order_pins_its_bins(office: Office) -> None:
    made = office.desk.post("/orders", order())
    told = office.desk.post(f"/orders/{made['id']}/release", expect=200)
    assert [(row["id"], row["state"], row["code"]) for row in told["orders"]] == [
        (made["id"], "released", None)
    ]
    places = office.desk.get("/stock", item="MUG")["places"]
    assert [(place["place"], place["pinned"]) for place in places] == [("A-MUG", 3)]
    named = ("zone", "lot", "expires_on", "owner")
    assert [tuple(place[name] for name in named) for place in places] == [("", "", "", "House")]


def test_an_order_that_stock_does_not_cover_waits_unless_part_will_do(office: Office) -> None:
    made = office.desk.post("/orders", order(lines=[{"item": "PLATE", "qty": 9}]))
    path = f"/orders/{made['id']}/release"
    assert office.desk.post(path, expect=409)["code"] == "not_fully_reserved"
    assert office.desk.get(f"/orders/{made['id']}")["state"] == "open"
    assert office.desk.post(path + "?partial=true", expect=200)["orders"][0]["state"] == "released"


def test_a_wave_releases_what_it_can_and_says_why_not(office: Office) -> None:
    good = office.desk.post("/orders", order("1"))["id"]
    short = office.desk.post("/orders", order("2", lines=[{"item": "PLATE", "qty": 9}]))["id"]
    told = office.desk.post("/orders/release", {"orders": [good, short, good]}, expect=200)
    assert [(row["id"], row["state"], row["code"]) for row in told["orders"]] == [
        (good, "released", None),
        (short, "open", "not_fully_reserved"),
    ]


def test_a_cancelled_order_gives_back_what_it_had(office: Office) -> None:
    made = office.desk.post("/orders", order())
    office.desk.post(f"/orders/{made['id']}/release", expect=200)
    told = office.desk.post(f"/orders/{made['id']}/cancel", expect=200)
    assert told["orders"][0]["state"] == "cancelled"
    assert level(office, "MUG") == (10, 0, 10)
    assert office.desk.post(f"/orders/{made['id']}/cancel", expect=409)["code"] == "conflict"


def test_another_sites_order_is_neither_seen_nor_released(office: Office) -> None:
    made = office.desk.post("/orders", order())
    other = open_office(office.app, "OTHER")
    other.desk.get(f"/orders/{made['id']}", expect=404)
    for path, body in (
        (f"/orders/{made['id']}/release", None),
        (f"/orders/{made['id']}/cancel", None),
        ("/orders/release", {"orders": [made["id"]]}),
    ):
        assert other.desk.post(path, body, expect=404)["code"] == "order_not_found"
    assert office.desk.get(f"/orders/{made['id']}")["state"] == "open"


def test_stock_is_asked_by_sku_or_id(office: Office) -> None:
    item = office.desk.get("/items", sku="MUG")["items"][0]["id"]
    assert office.desk.get("/stock", item=item) == office.desk.get("/stock", item="MUG")
    assert office.desk.get("/stock", item="NOTHING", expect=404)["code"] == "item_not_found"
    office.desk.get("/stock", expect=422)
