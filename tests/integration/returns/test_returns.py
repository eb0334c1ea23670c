"""Returns over HTTP: announced, listed, shown with their money, decided about; and what the order tells of them."""

from __future__ import annotations

from typing import Any

import pytest
from apiflask import APIFlask

from tests.integration.channels.test_uploads import bring_in, wrong
from tests.office import Office, open_office
from tests.scenarios.floor import Floor, Person
from tests.scenarios.sending import Went, send


@pytest.fixture
def floor(app: APIFlask) -> Floor:
    floor = Floor(app, returns_at="R-01")
    floor.item("TEA")
    return floor


@pytest.fixture
def office(app: APIFlask, floor: Floor) -> Office:
    """A manager at the floor's own site."""
    office = open_office(app)
    floor.write(
        lambda tx: tx.run(
            "UPDATE person SET site_id = :site WHERE role = 'manager'", site=floor.site.id
        )
    )
    office.desk.client.delete("/api/v1/session", headers=office.desk.headers)
    office.desk.post("/session", {"login": "manager-main", "password": "correct horse"}, expect=200)
    return office


def take_in(floor: Floor, code: str, *grades: tuple[int, str, str]) -> Person:
    """A receiver takes a return in: so many, judged so, put there."""
    paul = floor.person("Paul", "receiver").open(code)
    for units, grade, where in grades:
        paul.scan("TEA")
        if units > 1:
            paul.quantity(units)
        paul.choose(grade)
        if where:
            assert paul.scan(where) == "counted"
    paul.act("done")
    return paul


def test_a_return_is_announced_found_by_its_label_and_shown_with_its_money(
    floor: Floor, office: Office
) -> None:
    send(floor, "1", Went("TEA", 5, price=100), price=250)
    form: dict[str, Any] = {
        "order": "1", "number": "RMA-7", "tracking": "BACK-7",
        "lines": [{"item": "TEA", "qty": 4, "reason": "too strong"}],
    }  # fmt: skip
    made = office.desk.post("/returns", form)
    assert office.desk.post("/returns", form, expect=200) == {**made, "made": False}
    office.desk.post("/returns", {**form, "tracking": "X"}, expect=409)
    office.desk.post("/returns", {"order": "nothing"}, expect=404)
    office.desk.post(
        "/returns", {**form, "number": "RMA-8", "lines": [{"item": "POT", "qty": 1}]}, expect=422
    )
    paul = take_in(
        floor, "BACK-7", (1, "new", "LP000001"), (1, "damaged", "QUAR-1"), (1, "scrap", "")
    )
    assert paul.done
    shown = office.desk.get(f"/returns/{made['id']}")
    assert (shown["number"], shown["state"], shown["units"], shown["order_number"]) == (
        "RMA-7", "received", 3, "1",
    )  # fmt: skip
    assert shown["announced"] == [
        {
            "item": floor.items["TEA"],
            "sku": "TEA",
            "name": "Item TEA",
            "qty": 4,
            "came": 3,
            "reason": "too strong",
        }
    ]
    assert [
        (one["grade"], one["follow"], one["place"], one["person"]) for one in shown["goods"]
    ] == [
        ("new", "restock", "R-01", "Paul"),
        ("damaged", "hold", "QUAR-1", "Paul"),
        ("scrap", "scrap", "SCRAP", "Paul"),
    ]
    assert shown["money"] == {
        "paid_minor": 750, "paid_currency": "EUR", "came_back_minor": 300, "written_off_minor": 100,
        "unknown": 0, "currency": "EUR",
    }  # fmt: skip
    order = office.desk.get(f"/orders/{floor.orders['1']}")
    assert order["lines"][0]["returned"] == 3
    assert order["returns"] == [
        {
            "id": made["id"],
            "number": "RMA-7",
            "state": "received",
            "made_at": shown["made_at"],
            "units": 3,
        }
    ]


def test_returns_are_announced_by_a_spreadsheet_too(floor: Floor, office: Office) -> None:
    send(floor, "1", Went("TEA", 5))
    floor.order("9", release=False, TEA=1)
    text = (
        "RMA;order;sku;qty;label;reason\n"
        "RMA-1;1;TEA;2;BACK-1;too strong\nRMA-2;9;TEA;1;;\nRMA-3;nothing;TEA;1;;\n"
    )
    done = bring_in(office.desk, "returns", text)
    assert done["created"] == 1
    assert [(one[1], one[3]) for one in wrong(done)] == [
        ("order", "order_not_sent"),
        ("", "not_found"),
    ]
    assert bring_in(office.desk, "returns", text)["unchanged"] == 1
    assert floor.person("Paul", "receiver").can_open("BACK-1")


def test_what_was_not_shipped_cannot_be_announced(floor: Floor, office: Office) -> None:
    floor.order("9", release=False, TEA=1)
    office.desk.post("/returns", {"order": "9"}, expect=409)


def test_a_desk_decides_about_goods_that_lie_apart_until_nothing_is_left(
    floor: Floor, office: Office
) -> None:
    send(floor, "1", Went("TEA", 5, price=100))
    take_in(floor, "1", (3, "refurbish", "QUAR-1"), (1, "supplier", "QUAR-1"))
    [listed] = office.desk.get("/returns", waiting="true")["items"]
    assert (listed["undecided"], listed["odd"]) == (4, 0)
    goods = office.desk.get(f"/returns/{listed['id']}")["goods"]
    decide = f"/returns/{listed['id']}/goods/{goods[0]['id']}/decide"
    office.desk.post(decide, {"follow": "restock", "qty": 2, "note": "mended"}, expect=200)
    floor.work_off()
    assert (floor.at("DOCK-1", "TEA"), floor.tasks("putaway")) == (2, ["ready"])
    shown = office.desk.post(decide, {"follow": "scrap"}, expect=200)
    assert [(one["follow"], one["qty"], one["note"]) for one in shown["goods"][0]["decisions"]] == [
        ("restock", 2, "mended"),
        ("scrap", 1, ""),
    ]
    office.desk.post(decide, {"follow": "scrap"}, expect=409)
    other = f"/returns/{listed['id']}/goods/{goods[1]['id']}/decide"
    shown = office.desk.post(other, {"follow": "supplier"}, expect=200)
    assert (shown["undecided"], shown["money"]["written_off_minor"]) == (0, 100)
    assert office.desk.get("/returns", waiting="true")["items"] == []
    assert floor.at("QUAR-1") == 0
    reason = floor.value("SELECT reason FROM cost_entry WHERE writes_off = 1")
    assert reason == "returned"
    floor.check_books()


def test_a_decided_return_is_not_undone_on_the_floor(floor: Floor, office: Office) -> None:
    send(floor, "1", Went("TEA", 2))
    paul = floor.person("Paul", "receiver").open("1")
    paul.scan("TEA")
    paul.choose("refurbish")
    paul.scan("QUAR-1")
    shown = office.desk.get("/returns/1")
    goods = shown["goods"][0]["id"]
    office.desk.post(f"/returns/1/goods/{goods}/decide", {"follow": "scrap"}, expect=200)
    paul.act("undo")
    assert paul.verdict == ("set_aside", "undo_too_late")


def test_grades_are_data_and_a_wrong_line_of_them_is_refused(floor: Floor, office: Office) -> None:
    for broken in (
        "new",
        "new: sell",
        "new: restock, new: scrap",
        "broken: hold @ A-01-01",
        "a: hold @ NOWHERE",
    ):
        office.desk.post("/site/settings", {"return_grades": broken}, method="PATCH", expect=422)
    office.desk.post(
        "/site/settings",
        {"return_grades": "fine: restock, so-so: hold @ QUAR-1"},
        method="PATCH",
        expect=200,
    )
    send(floor, "1", Went("TEA", 2))
    paul = floor.person("Paul", "receiver").open("1")
    assert [grade["code"] for grade in paul.step["grades"]] == ["fine", "so-so"]
