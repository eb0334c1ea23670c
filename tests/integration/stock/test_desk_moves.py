"""The office adjusts, moves and transfers: with a reason, within limits, and never more than the books have."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from apiflask import APIFlask

from pickface.db import Tx
from pickface.errors import BadRequest, NotFound
from pickface.locations.service import virtual_place
from pickface.stock.moves import BalanceKey
from pickface.stock.verify import verify
from pickface.tasks import desk_moves
from tests.builders import write
from tests.integration.orders.test_orders import stock_up
from tests.office import Office, open_office


@pytest.fixture
def office(app: APIFlask) -> Iterator[Office]:
    """Ten mugs of 5.00 each in bin A-MUG, and an empty bin B-1; when the story is over the books are right."""
    office = open_office(app)
    item = office.desk.post("/items", {"sku": "MUG", "name": "Mug", "price_minor": 500})["id"]
    place = office.desk.post("/places", {"code": "A-MUG"})["id"]
    office.desk.post("/places", {"code": "B-1"})
    stock_up(office, item, place, 10)
    yield office
    assert write(app, lambda tx: verify(tx.all)) == []


def mugs(office: Office, code: str = "A-MUG") -> dict[str, Any]:
    """The keys of the mugs at a place."""
    item = office.desk.get("/items", q="MUG")["items"][0]["id"]
    (place,) = [p for p in office.desk.get("/places")["items"] if p["code"] == code]
    return {"item": item, "place": place["id"]}


def at(office: Office, kind: str) -> int:
    """Units at a virtual place."""

    def units(tx: Tx) -> int:
        place = virtual_place(tx, office.site_id, kind)
        sql = "SELECT COALESCE(SUM(qty), 0) FROM balance WHERE place_id = :id"
        return int(tx.value(sql, id=place))

    return write(office.app, units)


def test_what_is_damaged_goes_to_scrap_and_what_is_lost_to_lost_and_found(office: Office) -> None:
    key = mugs(office)
    done = office.desk.post(
        "/stock/adjustments",
        {**key, "delta": -2, "reason": "damaged", "note": "fell from the fork"},
        expect=200,
    )
    assert (done["booked"], done["qty"]) == (True, 8)
    office.desk.post("/stock/adjustments", {**key, "delta": -1, "reason": "lost"}, expect=200)
    office.desk.post("/stock/adjustments", {**key, "delta": 3, "reason": "found"}, expect=200)
    assert (at(office, "scrap"), at(office, "lost_found")) == (2, -2)
    body = write(
        office.app,
        lambda tx: tx.value(
            "SELECT e.body FROM move m JOIN scan_event e ON e.id = m.cause WHERE m.kind = 'scrap'"
        ),
    )
    assert json.loads(body)["stock"]["note"] == "fell from the fork"


def test_a_container_is_in_use_while_the_books_have_something_in_it(office: Office) -> None:
    plate = office.desk.post("/containers", {"kind": "pallet", "place": "B-1"})["items"][0]
    key = {**mugs(office, "B-1"), "container": plate}

    def state() -> str:
        return str(office.desk.get(f"/containers/{plate}")["state"])

    assert state() == "empty"
    office.desk.post("/stock/adjustments", {**key, "delta": 5, "reason": "found"}, expect=200)
    assert state() == "closed"
    office.desk.post("/stock/adjustments", {**key, "delta": -2, "reason": "lost"}, expect=200)
    assert state() == "closed"
    office.desk.post("/stock/moves", {**key, "qty": 2, "to": "A-MUG"}, expect=200)
    office.desk.post("/stock/adjustments", {**key, "delta": -1, "reason": "lost"}, expect=200)
    assert state() == "empty"
    office.desk.post("/stock/adjustments", {**key, "delta": 3, "reason": "mistake"}, expect=200)
    office.desk.post("/stock/moves", {**key, "qty": 3, "to": "A-MUG"}, expect=200)
    assert state() == "empty"


def test_nothing_is_taken_that_the_books_do_not_have(office: Office) -> None:
    key = mugs(office)
    for reason in ("damaged", "lost"):
        refused = office.desk.post(
            "/stock/adjustments", {**key, "delta": -11, "reason": reason}, expect=409
        )
        assert (refused["code"], refused["params"]["there"]) == ("not_enough", 10)
    office.desk.post("/stock/moves", {**key, "qty": 11, "to": "B-1"}, expect=409)
    office.desk.post("/stock/adjustments", {**key, "delta": 1, "reason": "damaged"}, expect=422)
    assert office.desk.get("/stock/balance", **key)["qty"] == 10


@pytest.mark.parametrize(
    ("path", "asked", "expect", "about"),
    [
        ("adjustments", {"delta": 0, "reason": "mistake"}, 422, ("field", "delta")),
        ("adjustments", {"delta": 2, "reason": "expired"}, 422, ("field", "delta")),
        ("adjustments", {"delta": -2, "reason": "found"}, 422, ("field", "delta")),
        ("adjustments", {"item": 999, "delta": -1, "reason": "lost"}, 404, ("item", 999)),
        ("adjustments", {"container": "T-9", "delta": -1, "reason": "lost"}, 404, ("item", 1)),
        ("moves", {"qty": 1, "to": "Z-9"}, 404, None),
        ("moves", {"qty": 1, "to": "SCRAP"}, 404, None),
        ("transfers", {"qty": 1, "site": "NOWHERE"}, 404, None),
        ("transfers", {"qty": 1, "site": "MAIN"}, 422, ("field", "site")),
    ],
)
def test_what_makes_no_sense_is_refused_and_moves_nothing(
    office: Office, path: str, asked: dict[str, Any], expect: int, about: tuple[str, Any] | None
) -> None:
    key = mugs(office)
    refused = office.desk.post(f"/stock/{path}", {**key, **asked}, expect=expect)
    if about is not None:
        assert refused["params"][about[0]] == about[1]
    assert office.desk.get("/stock/balance", **key)["qty"] == 10


def test_what_is_not_of_this_site_is_not_there(office: Office) -> None:
    key = mugs(office)
    for named in ({"place": 9_999}, {"lot": 9_999}, {"owner": 9_999}):
        office.desk.get("/stock/balance", **{**key, **named}, expect=404)
        lost = {**key, **named, "delta": -1, "reason": "lost"}
        office.desk.post("/stock/adjustments", lost, expect=404)
    take_in = {"item": key["item"], "qty": 1, "to": "B-1"}
    assert office.desk.post("/stock/transfers/take-in", take_in, expect=409)["code"] == "not_enough"
    assert office.desk.post("/stock/transfers/take-in", {**take_in, "to": "Z-9"}, expect=404)


def test_whoever_must_ask_cannot_ask_for_more_than_there_is(office: Office) -> None:
    office.desk.post("/site/settings", {"supervisor_minor": 1000}, expect=200, method="PATCH")
    office.hire("supervisor")
    much = {**mugs(office), "delta": -11, "reason": "lost"}
    refused = office.sign_in("supervisor").post("/stock/adjustments", much, expect=409)
    assert refused["params"]["there"] == 10
    assert office.desk.get("/board")["exceptions"] == []


def test_above_the_limit_of_a_supervisor_a_manager_approves(office: Office) -> None:
    office.desk.post("/site/settings", {"supervisor_minor": 1000}, expect=200, method="PATCH")
    office.hire("supervisor")
    lead, key = office.sign_in("supervisor"), mugs(office)
    small = {**key, "delta": -2, "reason": "lost"}
    assert lead.post("/stock/adjustments", small, expect=200)["booked"] is True
    large = lead.post("/stock/adjustments", {**key, "delta": -3, "reason": "damaged"}, expect=200)
    assert (large["booked"], large["qty"]) == (False, 8)
    (asked,) = office.desk.get("/board")["exceptions"]
    assert asked["params"]["value_minor"] == 1500
    approve = {"action": "approve"}
    lead.post(f"/exceptions/{asked['id']}/resolve", approve, expect=403)
    office.desk.post(f"/exceptions/{asked['id']}/resolve", approve, expect=200)
    assert office.desk.get("/stock/balance", **key)["qty"] == 5


def test_a_move_takes_along_what_is_promised(office: Office) -> None:
    key = mugs(office)
    order = office.desk.post("/orders", {"number": "1", "lines": [{"item": "MUG", "qty": 7}]})
    office.desk.post(f"/orders/{order['id']}/release", {}, expect=200)
    shown = office.desk.get("/stock/balance", **key)
    assert [(one["number"], one["qty"]) for one in shown["promises"]] == [("1", 7)]
    office.desk.post("/stock/moves", {**key, "qty": 10, "to": "b-1"}, expect=200)
    there = office.desk.get("/stock/balance", **mugs(office, "B-1"))
    assert (there["qty"], there["pinned"]) == (10, 7)


def test_a_transfer_is_in_transit_until_the_other_site_has_taken_it_in(office: Office) -> None:
    other = open_office(office.app, "NORTH")
    other.desk.post("/places", {"code": "N-1"})
    key = mugs(office)
    office.desk.post("/stock/transfers", {**key, "qty": 4, "site": "NORTH"}, expect=200)
    assert office.desk.get("/stock", item="MUG")["on_hand"] == 6
    assert other.desk.get("/stock", item="MUG")["on_hand"] == 0
    (coming,) = other.desk.get("/stock/transfers")["items"]
    assert (coming["sku"], coming["qty"]) == ("MUG", 4)
    much = {"item": key["item"], "qty": 5, "to": "N-1"}
    assert other.desk.post("/stock/transfers/take-in", much, expect=409)["params"]["there"] == 4
    left = other.desk.post("/stock/transfers/take-in", {**much, "qty": 3}, expect=200)
    assert left["items"][0]["qty"] == 1
    assert other.desk.get("/stock", item="MUG")["available"] == 3


def test_an_adjustment_waits_for_a_count_that_is_not_decided(office: Office) -> None:
    key = mugs(office)

    def wait(tx: Tx) -> None:
        tx.insert(
            "count_line", site_id=office.site_id, task_id=1, place_id=key["place"], item_id=key["item"],
            lot_id=0, owner_id=1, booked=10, found=0, counted=7, price_minor=0, currency="EUR",
            state="approval", event_id="x", looked_at=1, at=1,
        )  # fmt: skip

    write(office.app, wait)
    assert office.desk.get("/stock/balance", **key)["count_waits"] is True
    refused = office.desk.post(
        "/stock/adjustments", {**key, "delta": -3, "reason": "lost"}, expect=409
    )
    assert refused["code"] == "count_waits"


def test_a_reason_that_nobody_knows_and_a_site_that_is_not_there_are_refused(
    office: Office,
) -> None:
    key = mugs(office)
    named = {
        "item_id": key["item"],
        "lot_id": 0,
        "place_id": key["place"],
        "container": "",
        "owner_id": 1,
    }
    with pytest.raises(BadRequest):
        desk_moves.Adjustment(**named, delta=-1, reason="whim").check()
    engine = office.app.extensions["pickface"]
    by = {"id": 1, "site_id": office.site_id}
    away = BalanceKey(key["item"], 0, key["place"], "", 1)
    with pytest.raises(NotFound):
        write(office.app, lambda tx: desk_moves.send(tx, engine.signer, by, away, 999, 1))
    write(office.app, lambda tx: tx.run("UPDATE place SET kind = 'bin' WHERE kind = 'scrap'"))
    office.desk.post("/stock/adjustments", {**key, "delta": -1, "reason": "damaged"}, expect=404)
    write(office.app, lambda tx: tx.run("UPDATE place SET kind = 'scrap' WHERE code = 'SCRAP'"))
    assert office.desk.get("/stock/balance", **key)["qty"] == 10
