"""Why this quantity: any number opens into the moves, promises and deliveries that made it."""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa
from apiflask import APIFlask

from pickface.db import db
from pickface.insight.why import why
from pickface.insight.why_forms import WhyQuery
from tests.office import open_office
from tests.scenarios.floor import Floor


@pytest.fixture
def floor(app: APIFlask) -> Floor:
    """Twenty-four teas that came with PO-1, of which three went out in a parcel."""
    floor = Floor(app)
    tea = floor.item("TEA", ("TEA-CASE", 12, "case"))
    floor.purchase("PO-1", TEA=24)
    ana = floor.person("Ana", "receiver").open("PO-1")
    ana.scans("TEA-CASE", "LP000001", "TEA-CASE")
    ana.act("done")
    assert ana.next("putaway")
    assert ana.scans("LP000001", "A-01-01") == "task_done"
    floor.order("1042", TEA=3)
    sofia = floor.person("Sofia").next("pick")
    assert sofia
    sofia.scans("T0001", "A-01-01", "TEA")
    sofia.quantity(3)
    assert sofia.scan("PACK-1") == "task_done"
    linh = floor.person("Linh", "packer").open("T0001")
    linh.scans("LP000100", "TEA")
    linh.quantity(3)
    linh.fill("weight_g", 450)
    assert linh.confirm() == "task_done"
    assert linh.open("LP000100").scans("LP000100", "SHIP-1") == "task_done"
    floor.purchase("PO-2", TEA=7)
    floor.order("1043", release=False, TEA=5)
    assert tea
    return floor


def ask(floor: Floor, number: str, **query: Any) -> dict[str, Any]:
    """What the site is told of a number of the tea."""
    asked = WhyQuery(number=number, item=floor.items["TEA"], **query)  # type: ignore[arg-type]
    with floor.app.app_context():
        found = why(floor.site.id, asked)
        db.session.remove()
    return found


def told(found: dict[str, Any]) -> list[tuple[str, int, int]]:
    """The moves in short: what it was, how many, and how many there were then."""
    return [(move["kind"], move["qty"], move["after"]) for move in found["moves"]]


def test_a_bin_is_told_move_by_move_back_to_the_delivery_and_forward_to_the_parcel(
    floor: Floor,
) -> None:
    found = ask(floor, "balance", place=floor.places["A-01-01"])
    assert found["qty"] == 21
    assert told(found) == [("pick", -2, 21), ("pick", -1, 23), ("putaway", 24, 24)]
    came = found["moves"][-1]
    assert (came["kind"], came["qty"], came["after"]) == ("putaway", 24, 24)
    assert came["purchase_order"]["number"] == "PO-1"
    assert came["purchase_order"]["supplier"] == "Supplier SUP"
    assert (came["person"]["name"], came["device"]["name"]) == ("Ana", "Ana")
    assert came["from"]["container"] == "LP000001"
    went = found["moves"][0]
    assert went["order"]["number"] == "1042"
    assert went["person"]["name"] == "Sofia"
    assert [parcel["container"] for parcel in went["parcels"]] == ["LP000100"]
    assert went["parcels"][0]["shipped_at"]
    assert floor.value("SELECT id FROM scan_event WHERE id = :id", id=went["scan"])


def test_each_end_of_a_move_opens_into_its_own_history(floor: Floor) -> None:
    putaway = ask(floor, "balance", place=floor.places["A-01-01"])["moves"][-1]
    start = {name: putaway["from"][name] for name in ("place", "lot", "container", "owner")}
    found = ask(floor, "balance", **start)
    assert found["qty"] == 0
    assert told(found) == [("putaway", -24, 0), ("receive", 12, 24), ("receive", 12, 12)]
    assert found["moves"][-1]["purchase_order"]["number"] == "PO-1"
    assert found["moves"][-1]["from"]["virtual"]


def test_on_hand_is_what_came_into_the_house_less_what_left_it(floor: Floor) -> None:
    found = ask(floor, "on_hand")
    assert found["qty"] == 21
    assert told(found) == [("ship", -3, 21), ("receive", 12, 24), ("receive", 12, 12)]
    assert found["moves"][0]["order"]["number"] == "1042"
    assert found["moves"][1]["purchase_order"]["number"] == "PO-1"
    # It went through a bin, where deliveries mix: nothing is claimed of it, the bin can be opened.
    assert found["moves"][0]["purchase_order"] is None


def test_pages_follow_each_other_and_keep_reckoning(floor: Floor) -> None:
    whole = ask(floor, "balance", place=floor.places["A-01-01"])
    pages, cursor = [], None
    while True:
        page = ask(floor, "balance", place=floor.places["A-01-01"], limit=1, cursor=cursor)
        pages += page["moves"]
        cursor = page["next"]
        if cursor is None:
            break
    assert pages == whole["moves"]
    assert pages[-1]["after"] == pages[-1]["qty"]


def test_reserved_available_and_incoming_say_what_they_are_made_of(floor: Floor) -> None:
    reserved = ask(floor, "reserved")
    assert reserved["qty"] == 5
    assert [(p["order"]["number"], p["qty"]) for p in reserved["promises"]] == [("1043", 5)]
    incoming = ask(floor, "incoming")
    assert incoming["qty"] == 7
    assert [(a["purchase_order"]["number"], a["qty"]) for a in incoming["arrivals"]] == [
        ("PO-2", 7)
    ]
    available = ask(floor, "available")
    assert available["qty"] == sum(part["qty"] for part in available["parts"]) == 16
    with floor.app.app_context():
        from pickface.stock.balances import levels

        level = levels(floor.items["TEA"], floor.site.id)
        db.session.remove()
    for number in ("on_hand", "reserved", "available", "incoming"):
        assert ask(floor, number)["qty"] == level[number]


def test_a_page_costs_the_same_however_long_it_is(floor: Floor) -> None:
    def statements(**query: Any) -> int:
        asked: list[str] = []

        def note(_connection: Any, _cursor: Any, sql: str, *_: Any) -> None:
            asked.append(sql)

        with floor.app.app_context():
            sa.event.listen(db.engine, "before_cursor_execute", note)
        ask(floor, "balance", place=floor.places["A-01-01"], **query)
        with floor.app.app_context():
            sa.event.remove(db.engine, "before_cursor_execute", note)
        return len([sql for sql in asked if "FROM" in sql])

    assert statements(limit=1) == statements(limit=200)


def test_no_step_reads_a_whole_table(floor: Floor) -> None:
    if floor.app.extensions["pickface"].config.database_url:
        pytest.skip("SQLite alone says for certain how it will look")
    from pickface.insight import why_moves

    key = {"item": 1, "lot": 0, "place": 1, "container": "", "owner": 1, "site": 1}
    for which in (why_moves._OF_BALANCE, why_moves._OF_HOUSE):
        sql = why_moves._MOVES.format(which=which)
        plan = floor.read(f"EXPLAIN QUERY PLAN {sql}", before="f", limit=51, **key)
        read = [step["detail"] for step in plan if step["detail"].startswith("SCAN")]
        assert not [step for step in read if step.split()[1] in {"m", "move", "e", "l", "o"}], read
    plan = floor.read(
        f"EXPLAIN QUERY PLAN {why_moves._CAME_WITH.format(ids=':id')}", id="0", hops=6
    )
    read = [step["detail"] for step in plan if step["detail"].startswith("SCAN")]
    assert all(step.split()[1] == "b" for step in read), read


def test_is_for_the_office_and_answers_only_for_its_site(app: APIFlask) -> None:
    office = open_office(app)
    office.hire("picker")
    item = office.desk.post("/items", {"sku": "TEA", "name": "Tea", "barcodes": []}, expect=201)[
        "id"
    ]
    asked = {"number": "on_hand", "item": item}
    found = office.desk.get("/why", **asked)
    assert (found["qty"], found["moves"], found["about"]["sku"]) == (0, [], "TEA")
    office.sign_in("picker").get("/why", expect=403, **asked)
    office.desk.get("/why", expect=404, number="balance", item=item, place=99_999)
    office.desk.get("/why", expect=422, number="on_hand", item=item, cursor="12")
    office.desk.get("/why", expect=422, number="reserved", item=item, cursor="; DROP TABLE move")
