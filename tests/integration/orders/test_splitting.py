"""Orders are split and merged over HTTP while nobody works on them; what was promised follows to the unit."""

from __future__ import annotations

from typing import Any

import pytest
from apiflask import APIFlask

from pickface.db import Tx
from pickface.stock.verify import verify
from tests.builders import write
from tests.integration.orders.test_orders import level, stock_up
from tests.office import Office, open_office

TO = {
    "customer": "Ines Carvalho", "street": "Rua do Sol 8", "postcode": "4000-527", "city": "Porto",
    "country": "Portugal",
}  # fmt: skip


@pytest.fixture
def office(app: APIFlask) -> Office:
    """An office with 5 mugs and 4 plates in their bins."""
    office = open_office(app)
    for sku, qty in (("MUG", 5), ("PLATE", 4)):
        item = office.desk.post("/items", {"sku": sku, "name": sku.title()})["id"]
        place = office.desk.post("/places", {"code": f"A-{sku}"})["id"]
        stock_up(office, item, place, qty)
    return office


def order(office: Office, number: str, **lines: int) -> dict[str, Any]:
    wanted = [{"item": sku, "qty": qty} for sku, qty in lines.items()]
    made: dict[str, Any] = office.desk.post("/orders", {"number": number, **TO, "lines": wanted})
    return made


def lines(order: dict[str, Any]) -> list[tuple[str, int, int]]:
    return [(line["sku"], line["qty"], line["reserved"]) for line in order["lines"]]


def books_are_right(office: Office) -> None:
    assert write(office.app, lambda tx: verify(tx.all)) == []


def part(order: dict[str, Any], sku: str, qty: int) -> dict[str, int]:
    (line,) = (line for line in order["lines"] if line["sku"] == sku)
    return {"line": line["id"], "qty": qty}


def test_a_part_of_a_line_becomes_an_order_and_promises_follow_to_the_unit(office: Office) -> None:
    first = order(office, "O-1", MUG=8, PLATE=2)
    waits = order(office, "O-2", MUG=4)
    body = {"lines": [part(first, "MUG", 4)]}
    made = office.desk.post(f"/orders/{first['id']}/split", body)
    assert (made["number"], made["customer"], made["state"]) == ("O-1-2", "Ines Carvalho", "open")
    assert lines(made) == [("MUG", 4, 1)], "five were promised, four stay with the first order"
    left = office.desk.get(f"/orders/{first['id']}")
    assert lines(left) == [("MUG", 4, 4), ("PLATE", 2, 2)]
    assert lines(office.desk.get(f"/orders/{waits['id']}")) == [("MUG", 4, 0)]
    assert level(office, "MUG") == (5, 5, 0)
    (said,) = left["changes"]
    assert (said["what"], said["other"], said["units"]) == ("split", "O-1-2", 4)
    assert made["changes"][0]["what"] == "split_from"
    books_are_right(office)


def test_whole_lines_go_over_and_the_new_order_is_worked_on_by_itself(office: Office) -> None:
    first = order(office, "O-1", MUG=3, PLATE=2)
    made = office.desk.post(f"/orders/{first['id']}/split", {"lines": [part(first, "PLATE", 2)]})
    assert lines(made) == [("PLATE", 2, 2)]
    office.desk.post(f"/orders/{made['id']}/release", expect=200)
    assert office.desk.get(f"/orders/{made['id']}")["state"] == "released"
    assert lines(office.desk.get(f"/orders/{first['id']}")) == [("MUG", 3, 3)]
    books_are_right(office)


def test_what_cannot_be_split_is_refused_in_words(office: Office) -> None:
    first = order(office, "O-1", MUG=3, PLATE=2)
    all_of_it = {"lines": [part(first, "MUG", 3), part(first, "PLATE", 2)]}
    path = f"/orders/{first['id']}/split"
    assert office.desk.post(path, all_of_it, expect=409)["code"] == "split_takes_all"
    office.desk.post(path, {"lines": [part(first, "MUG", 4)]}, expect=422)
    office.desk.post(f"/orders/{first['id']}/release", expect=200)
    said = office.desk.post(path, {"lines": [part(first, "MUG", 1)]}, expect=409)
    assert (said["code"], said["params"]) == ("order_in_work", {"order": "O-1", "state": "released"})  # fmt: skip


def test_two_orders_of_one_customer_become_one(office: Office) -> None:
    first, other = order(office, "O-1", MUG=3), order(office, "O-2", MUG=1, PLATE=2)
    merged = office.desk.post(f"/orders/{first['id']}/merge", {"order": other["id"]}, expect=200)
    assert lines(merged) == [("MUG", 3, 3), ("MUG", 1, 1), ("PLATE", 2, 2)]
    gone = office.desk.get(f"/orders/{other['id']}")
    assert (gone["state"], gone["lines"]) == ("cancelled", [])
    assert [one["what"] for one in (merged["changes"][0], gone["changes"][0])] == ["merged", "merged_into"]  # fmt: skip
    assert level(office, "MUG") == (5, 4, 1)
    books_are_right(office)


def test_orders_of_two_customers_or_in_work_are_not_merged(office: Office) -> None:
    first, other = order(office, "O-1", MUG=1), order(office, "O-2", MUG=1)
    write(office.app, lambda tx: _moves_house(tx, other["id"]))
    path = f"/orders/{first['id']}/merge"
    said = office.desk.post(path, {"order": other["id"]}, expect=409)
    assert (said["code"], said["params"]) == ("orders_differ", {"differs": "street"})
    office.desk.post(path, {"order": first["id"]}, expect=422)
    third = order(office, "O-3", MUG=1)
    office.desk.post(f"/orders/{third['id']}/release", expect=200)
    assert office.desk.post(path, {"order": third["id"]}, expect=409)["code"] == "order_in_work"


def test_an_order_of_which_a_part_has_left_is_neither_split_nor_merged(office: Office) -> None:
    first, other = order(office, "O-1", MUG=3), order(office, "O-2", MUG=1)
    write(office.app, lambda tx: _has_left(tx, first["id"]))
    parts = {"lines": [part(first, "MUG", 1)]}
    said = office.desk.post(f"/orders/{first['id']}/split", parts, expect=409)
    assert (said["code"], said["params"]["state"]) == ("order_in_work", "shipped")
    for one, into in ((first, other), (other, first)):
        path = f"/orders/{into['id']}/merge"
        assert office.desk.post(path, {"order": one["id"]}, expect=409)["code"] == "order_in_work"


def _has_left(tx: Tx, order_id: int) -> None:
    tx.run("UPDATE order_line SET shipped = 1 WHERE order_id = :id", id=order_id)


def _moves_house(tx: Tx, order_id: int) -> None:
    tx.run("UPDATE orders SET street = 'Elsewhere 1' WHERE id = :id", id=order_id)
