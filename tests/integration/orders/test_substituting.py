"""A desk lets another item stand for what a line lacks, over HTTP; and everything that knows lines stays right."""

from __future__ import annotations

import json
import threading
from typing import Any

import pytest
from apiflask import APIFlask

from pickface.db import rows
from pickface.orders import changing
from pickface.orders.parts import parts_of, wanted_of
from pickface.stock.verify import verify
from tests.builders import write
from tests.integration.orders.test_orders import level, stock_up
from tests.office import Desk, Office, open_office

TO = {"customer": "Jo Doe", "street": "Elm 1", "postcode": "1000", "city": "Town", "country": "X"}


@pytest.fixture
def office(app: APIFlask) -> Office:
    """2 cups, for which mugs may stand, else jars; 3 mugs, 5 jars, 9 plates."""
    office = open_office(app)
    for sku, qty in (("CUP", 2), ("MUG", 3), ("JAR", 5), ("PLATE", 9)):
        item = office.desk.post("/items", {"sku": sku, "name": sku.title()})["id"]
        place = office.desk.post("/places", {"code": f"A-{sku}"})["id"]
        stock_up(office, item, place, qty)
    said = say(office, "CUP", "MUG", "JAR")
    assert [one["sku"] for one in said["substitutes"]] == ["MUG", "JAR"]
    return office


def item_id(office: Office, sku: str) -> int:
    return int(office.desk.get("/items", sku=sku)["items"][0]["id"])


def say(office: Office, sku: str, *others: str, expect: int = 200) -> Any:
    path = f"/items/{item_id(office, sku)}/substitutes"
    return office.desk.post(path, {"items": others}, method="PUT", expect=expect)


def body(number: str, agrees: bool | None = True, **lines: int) -> dict[str, Any]:
    wanted = [
        {"item": sku, "qty": qty, "price_minor": 700, "tax_bp": 1900} for sku, qty in lines.items()
    ]
    return {"number": number, **TO, "substitutes": agrees, "lines": wanted}


def take_in(
    office: Office, number: str, agrees: bool | None = True, **lines: int
) -> dict[str, Any]:
    made: dict[str, Any] = office.desk.post("/orders", body(number, agrees, **lines))
    return made


def line_of(order: dict[str, Any], sku: str) -> dict[str, Any]:
    (line,) = (one for one in order["lines"] if one["sku"] == sku)
    return dict(line)


def stand_in(
    office: Office, order: dict[str, Any], sku: str, other: str, qty: int, expect: int = 201
) -> Any:
    path = f"/orders/{order['id']}/lines/{line_of(order, sku)['id']}/substitute"
    form = {"item": item_id(office, other), "qty": qty}
    return office.desk.post(path, form, expect=200 if expect == 201 else expect)


def lines(order: dict[str, Any]) -> list[tuple[str, int, int, int]]:
    """Item, units, given up, reserved."""
    names = ("sku", "qty", "given_up", "reserved")
    return [tuple(line[name] for name in names) for line in order["lines"]]  # type: ignore[misc]


def shown(office: Office, order: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = office.desk.get(f"/orders/{order['id']}")
    return found


def books_are_right(office: Office) -> None:
    assert write(office.app, lambda tx: verify(tx.all)) == []


def test_a_desk_lets_another_item_stand_for_what_lacks(office: Office) -> None:
    order = take_in(office, "O-1", CUP=5)
    cup = line_of(order, "CUP")
    assert (cup["lacking"], order["substitutes"]) == (3, True)
    offers = office.desk.get(f"/orders/{order['id']}/lines/{cup['id']}/substitutes")
    assert (offers["allowed"], offers["lacking"]) == (True, 3)
    assert [(one["sku"], one["available"]) for one in offers["items"]] == [("MUG", 3), ("JAR", 5)]
    after = stand_in(office, order, "CUP", "MUG", 2)
    assert lines(after) == [("CUP", 5, 2, 2), ("MUG", 2, 0, 2)]
    mug = line_of(after, "MUG")
    assert (mug["substitute_for"], mug["price_minor"], mug["tax_bp"]) == (cup["id"], 700, 1900)
    assert (line_of(after, "CUP")["lacking"], level(office, "MUG")) == (1, (3, 2, 1))
    (said,) = after["changes"]
    told = [said[name] for name in ("what", "units", "item", "instead_of", "person")]
    assert told == ["substituted", 2, "MUG", "CUP", "Manager"]
    listed = office.desk.get("/orders")["items"][0]
    assert (listed["lines"], listed["units"], listed["reserved"]) == (1, 5, 4)
    books_are_right(office)


@pytest.mark.parametrize(
    ("other", "qty", "code"),
    [
        ("PLATE", 1, "substitute_not_permitted"),
        ("JAR", 4, "substitute_not_needed"),
        ("MUG", 3, "substitute_lacks"),
    ],
)
def test_what_is_not_permitted_needed_or_there_is_refused(
    office: Office, other: str, qty: int, code: str
) -> None:
    take_in(office, "O-0", MUG=1)
    order = take_in(office, "O-1", CUP=5)
    assert stand_in(office, order, "CUP", other, qty, expect=409)["code"] == code
    assert lines(shown(office, order)) == [("CUP", 5, 0, 2)]
    books_are_right(office)


def test_a_customer_who_has_not_agreed_gets_none_until_a_desk_notes_the_word(
    office: Office,
) -> None:
    order = take_in(office, "O-1", agrees=None, CUP=5)
    assert order["substitutes"] is False, "the site's setting is off"
    said = stand_in(office, order, "CUP", "MUG", 1, expect=409)
    assert said["code"] == "substitutes_not_wanted"
    path = f"/orders/{order['id']}/substitutes"
    assert office.desk.post(path, {"allowed": True}, method="PUT", expect=200)["substitutes"]
    after = stand_in(office, order, "CUP", "MUG", 1)
    assert [one["what"] for one in after["changes"]] == ["substituted", "may_substitute"]


def test_a_site_may_have_it_so_for_all_orders_that_do_not_say(office: Office) -> None:
    settings = {"substitutes_allowed": True}
    office.desk.post("/site/settings", settings, method="PATCH", expect=200)
    assert take_in(office, "O-1", agrees=None, CUP=1)["substitutes"] is True
    assert take_in(office, "O-2", agrees=False, CUP=1)["substitutes"] is False
    office.desk.post("/site/settings", {"substitutes_allowed": False}, method="PATCH", expect=200)
    again = office.desk.post("/orders", body("O-1", None, CUP=1), expect=200)
    assert again["substitutes"] is True


def test_only_managers_and_supervisors_let_one_stand_in(office: Office) -> None:
    order = take_in(office, "O-1", CUP=5)
    office.hire("buyer")
    buyer = office.sign_in("buyer")
    path = f"/orders/{order['id']}/lines/{line_of(order, 'CUP')['id']}/substitute"
    buyer.post(path, {"item": item_id(office, "MUG"), "qty": 1}, expect=403)
    office.hire("supervisor")
    supervisor = office.sign_in("supervisor")
    supervisor.post(path, {"item": item_id(office, "MUG"), "qty": 1}, expect=200)


def test_the_same_order_again_changes_nothing(office: Office) -> None:
    order = take_in(office, "O-1", CUP=5, PLATE=1)
    after = stand_in(office, order, "CUP", "MUG", 3)
    again = office.desk.post("/orders", body("O-1", CUP=5, PLATE=1), expect=200)
    assert again == after
    wanted = {item_id(office, "CUP"): 5, item_id(office, "PLATE"): 1}
    assert write(office.app, lambda tx: dict(wanted_of(tx, order["id"]))) == wanted
    told = write(office.app, lambda tx: changing.change_order(tx, order["id"], _address(), wanted))
    assert told is False
    assert shown(office, order) == after
    books_are_right(office)


def _address() -> dict[str, str | int]:
    return {**TO, "note": "", "gift": 0, "gift_note": ""}


def test_a_shop_that_changes_the_order_gets_what_it_asks_for_now(office: Office) -> None:
    order = take_in(office, "O-1", CUP=5, PLATE=1)
    stand_in(office, order, "CUP", "MUG", 3)
    wanted = {item_id(office, "CUP"): 4}
    write(office.app, lambda tx: changing.change_order(tx, order["id"], _address(), wanted))
    after = shown(office, order)
    assert lines(after) == [("CUP", 4, 0, 2), ("PLATE", 1, 1, 0), ("MUG", 3, 3, 0)]
    assert after["changes"][0]["what"] == "taken_back"
    assert write(office.app, lambda tx: dict(wanted_of(tx, order["id"]))) == wanted
    assert level(office, "MUG") == (3, 0, 3)
    stand_in(office, {**after, "lines": after["lines"][:2]}, "CUP", "MUG", 2)
    books_are_right(office)


def test_a_substitute_is_taken_back_while_nobody_has_picked_it(office: Office) -> None:
    order = take_in(office, "O-1", CUP=5)
    after = stand_in(office, order, "CUP", "MUG", 3)
    path = f"/orders/{order['id']}/lines/{line_of(after, 'MUG')['id']}/take-back"
    back = office.desk.post(path, expect=200)
    assert lines(back) == [("CUP", 5, 0, 2), ("MUG", 3, 3, 0)]
    assert back["changes"][0]["what"] == "taken_back"
    assert (line_of(back, "CUP")["lacking"], level(office, "MUG")) == (3, (3, 0, 3))
    assert lines(office.desk.post(path, expect=200)) == lines(back), "said twice, it is done once"
    books_are_right(office)
    again = stand_in(office, order, "CUP", "MUG", 1)
    assert [line[0] for line in lines(again)] == ["CUP", "MUG", "MUG"]
    books_are_right(office)


def test_what_was_taken_back_does_not_come_again_by_itself(office: Office) -> None:
    order = take_in(office, "O-1", CUP=5)
    after = stand_in(office, order, "CUP", "MUG", 3)
    path = f"/orders/{order['id']}/lines/{line_of(after, 'MUG')['id']}/take-back"
    office.desk.post(path, expect=200)
    office.desk.post(f"/orders/{order['id']}/release?partial=true", expect=200)
    assert lines(shown(office, order)) == [("CUP", 5, 3, 2), ("MUG", 3, 3, 0), ("JAR", 3, 0, 3)]
    books_are_right(office)


def test_goods_that_come_for_those_who_wait_are_not_promised_to_what_gave_up(
    office: Office,
) -> None:
    order = take_in(office, "O-1", CUP=5)
    stand_in(office, order, "CUP", "MUG", 3)
    late = take_in(office, "O-2", CUP=2)
    place = rows_of(office, "SELECT id FROM place WHERE code = 'A-CUP'")[0]["id"]
    stock_up(office, item_id(office, "CUP"), place, 4)
    released = office.desk.post(f"/orders/{order['id']}/release", expect=200)
    assert released["orders"][0]["state"] == "released"
    assert line_of(shown(office, order), "CUP")["reserved"] == 2
    office.desk.post(f"/orders/{late['id']}/release", expect=200)
    books_are_right(office)


def rows_of(office: Office, sql: str) -> list[Any]:
    with office.app.app_context():
        return rows(sql)


def test_an_order_that_is_being_picked_gets_it_too_and_gives_it_back(office: Office) -> None:
    order = take_in(office, "O-1", agrees=False, CUP=5)
    office.desk.post(f"/orders/{order['id']}/release?partial=true", expect=200)
    path = f"/orders/{order['id']}/substitutes"
    office.desk.post(path, {"allowed": True}, method="PUT", expect=200)
    after = stand_in(office, order, "CUP", "MUG", 3)
    pinned = "SELECT SUM(qty) AS units FROM reservation WHERE place_id > 0 AND task_id IS NOT NULL"
    assert rows_of(office, pinned)[0]["units"] == 5
    path = f"/orders/{order['id']}/lines/{line_of(after, 'MUG')['id']}/take-back"
    office.desk.post(path, expect=200)
    assert rows_of(office, pinned)[0]["units"] == 2
    script = rows_of(office, "SELECT body FROM script ORDER BY revision DESC LIMIT 1")[0]["body"]
    takes = [step.get("item") for step in json.loads(script)["steps"] if "item" in step]
    assert takes == [item_id(office, "CUP")], "nobody is sent to the mugs any more"
    books_are_right(office)


def test_a_split_takes_what_was_asked_for_along(office: Office) -> None:
    order = take_in(office, "O-1", CUP=5, PLATE=1)
    after = stand_in(office, order, "CUP", "MUG", 3)
    part = {"line": line_of(after, "MUG")["id"], "qty": 2}
    made = office.desk.post(f"/orders/{order['id']}/split", {"lines": [part]})
    assert lines(made) == [("CUP", 2, 2, 0), ("MUG", 2, 0, 2)]
    assert line_of(made, "MUG")["substitute_for"] == line_of(made, "CUP")["id"]
    assert line_of(made, "CUP")["price_minor"] == 700
    assert lines(shown(office, order)) == [("CUP", 3, 1, 2), ("PLATE", 1, 0, 1), ("MUG", 1, 0, 1)]
    parts = write(office.app, lambda tx: parts_of(tx, order["id"]))
    assert parts is not None
    assert parts.wanted == {item_id(office, "CUP"): 5, item_id(office, "PLATE"): 1}
    books_are_right(office)
    merged = office.desk.post(f"/orders/{order['id']}/merge", {"order": made["id"]}, expect=200)
    both = [line for line in merged["lines"] if line["sku"] == "MUG"]
    asked = {line["id"]: line["sku"] for line in merged["lines"]}
    assert [(line["qty"], asked[line["substitute_for"]]) for line in both] == [(1, "CUP"), (2, "CUP")]  # fmt: skip
    books_are_right(office)


def test_a_line_that_another_stands_for_as_a_whole_is_split_off_with_it(office: Office) -> None:
    take_in(office, "O-0", CUP=2)
    order = take_in(office, "O-1", CUP=2, PLATE=1)
    after = stand_in(office, order, "CUP", "MUG", 2)
    part = {"line": line_of(after, "MUG")["id"], "qty": 2}
    made = office.desk.post(f"/orders/{order['id']}/split", {"lines": [part]})
    assert lines(made) == [("CUP", 2, 2, 0), ("MUG", 2, 0, 2)]
    assert lines(shown(office, order)) == [("PLATE", 1, 0, 1)]
    books_are_right(office)


def test_merged_with_one_whose_customer_has_not_agreed_it_has_not_either(office: Office) -> None:
    first, other = take_in(office, "O-1", CUP=5), take_in(office, "O-2", agrees=False, PLATE=1)
    stand_in(office, first, "CUP", "MUG", 1)
    merged = office.desk.post(f"/orders/{other['id']}/merge", {"order": first["id"]}, expect=200)
    assert merged["substitutes"] is False
    assert lines(merged)[-1] == ("MUG", 1, 0, 1)
    books_are_right(office)


def test_two_desks_at_once_for_the_last_units_of_the_other_item(office: Office) -> None:
    take_in(office, "O-0", CUP=2)
    orders = [take_in(office, f"O-{n}", CUP=2) for n in (1, 2)]
    desks = [_desk(office, n) for n in (1, 2)]
    answers: list[int] = []
    start = threading.Barrier(2)
    mug = item_id(office, "MUG")

    def ask(desk: Desk, order: dict[str, Any]) -> None:
        path = f"/api/v1/orders/{order['id']}/lines/{line_of(order, 'CUP')['id']}/substitute"
        start.wait()
        came = desk.client.post(path, json={"item": mug, "qty": 2}, headers=desk.headers)
        answers.append(came.status_code)

    threads = [threading.Thread(target=ask, args=pair) for pair in zip(desks, orders, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == [200, 409]
    assert level(office, "MUG") == (3, 2, 1)
    books_are_right(office)


def _desk(office: Office, number: int) -> Desk:
    office.hire("supervisor", badge=f"B-{number}", login=f"s{number}")
    return office.sign_in(f"s{number}")


def test_which_items_may_stand_for_one_is_said_in_order(office: Office) -> None:
    said = say(office, "CUP", "JAR", "MUG")
    assert [one["sku"] for one in said["substitutes"]] == ["JAR", "MUG"]
    mug = office.desk.get(f"/items/{item_id(office, 'MUG')}/substitutes")
    assert (mug["substitutes"], [one["sku"] for one in mug["stands_for"]]) == ([], ["CUP"])
    assert say(office, "CUP", "CUP", expect=409)["code"] == "substitute_itself"
    say(office, "CUP", "MUG", "MUG", expect=422)
    kit = office.desk.post("/items", {"sku": "SET", "name": "Set"})["id"]
    parts = {"kind": "virtual", "components": [{"item": "MUG", "qty": 2}]}
    office.desk.post(f"/kits/{kit}", parts, method="PUT", expect=200)
    assert say(office, "CUP", "SET", expect=409)["code"] == "substitute_kit"
    assert say(office, "SET", "CUP", expect=409)["code"] == "substitute_kit"
    assert say(office, "CUP")["substitutes"] == []


def test_a_component_of_a_kit_and_a_substitute_itself_have_none(office: Office) -> None:
    kit = office.desk.post("/items", {"sku": "SET", "name": "Set"})["id"]
    parts = {"kind": "virtual", "components": [{"item": "CUP", "qty": 2}]}
    office.desk.post(f"/kits/{kit}", parts, method="PUT", expect=200)
    order = take_in(office, "O-1", SET=2)
    assert stand_in(office, order, "CUP", "MUG", 1, expect=409)["code"] == "substitute_of_part"
    say(office, "JAR", "PLATE")
    say(office, "MUG", "PLATE")
    other = take_in(office, "O-2", CUP=1)
    after = stand_in(office, other, "CUP", "MUG", 1)
    refused = stand_in(office, after, "MUG", "PLATE", 1, expect=409)
    assert refused["code"] == "substitute_of_substitute"
