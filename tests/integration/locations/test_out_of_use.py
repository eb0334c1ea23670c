"""A broken rack is taken out of use: nothing is proposed there, nobody is promised what comes there all the same."""

from __future__ import annotations

from typing import Any

import pytest
from apiflask import APIFlask

from pickface.catalog.catalogue import _pieces
from pickface.db import command, rows
from pickface.errors import NotFound
from pickface.locations import face_states
from pickface.stock.ledger import Cause, NewMove, post_moves
from pickface.stock.verify import verify
from pickface.workflows.count.plan import open_count
from pickface.workflows.putaway import floor as putaway
from tests.furnished import furnish
from tests.integration.locations.test_place_changes import place
from tests.office import Office


@pytest.fixture
def office(app: APIFlask) -> Office:
    return furnish(app)


def use(office: Office, expect: int = 200, **told: Any) -> Any:
    return office.desk.post("/places/use", told, expect=expect)


def test_a_broken_bin_goes_out_of_use_and_comes_back(office: Office) -> None:
    desk = office.desk
    bin_ = place(desk, "B-01-01")
    mug = next(one["id"] for one in desk.get("/items")["items"] if one["sku"] == "MUG")
    told = {"temperature": "", "hazard": ""}
    desk.post(f"/items/{mug}/handling", told, method="PATCH", expect=200)
    assert bin_["id"] in near(office)
    assert use(office, places=["B-01-01"], active=False) == {"changed": 1}
    assert use(office, places=["B-01-01"], active=False) == {"changed": 0}
    assert place(desk, "B-01-01")["active"] is False
    assert [one["code"] for one in desk.get("/places", use="out")["items"]] == ["B-01-01"]
    assert "B-01-01" not in [one["code"] for one in desk.get("/places", use="in", limit=200)["items"]]  # fmt: skip
    assert desk.get("/lookup", code="B-01-01")["out_of_use"] is True
    # Nothing is sent there, and nobody is sent to look.
    assert bin_["id"] not in near(office)
    with office.app.app_context(), pytest.raises(NotFound):
        command(lambda tx: open_count(tx, None, int(str(bin_["id"]))))
    assert desk.post("/pick-faces", {"place": "B-01-01", "item": "MUG"}, expect=422)
    assert desk.post("/labels/bins", {"code": "B-01-01"}, expect=404)["code"] == "nothing_to_print"
    with office.app.app_context():
        book = b"".join(_pieces(office.site_id)).decode()
    assert f'[{bin_["id"]},"B-01-01","out_of_use"' in book

    assert use(office, places=["B-01-01"], active=True) == {"changed": 1}
    assert bin_["id"] in near(office)
    changes = desk.get(f"/places/{bin_['id']}/changes")["items"]
    assert [(one["name"], one["old"], one["new"]) for one in changes] == [
        ("active", "0", "1"), ("active", "1", "0"),
    ]  # fmt: skip


def near(office: Office) -> set[int]:
    """The bins that a putaway of mugs would look at."""
    source = f"@{place(office.desk, 'A-01-01')['id']}"
    with office.app.app_context():
        return {one.place_id for one in putaway.read_bins(office.site_id, source).bins}


def test_goods_go_out_first(office: Office) -> None:
    refused = use(office, 409, places=["A-01-01", "B-01-01"], active=False)
    assert refused["code"] == "place_holds_goods"
    assert refused["params"] == {"place": "A-01-01", "qty": 42, "others": 0}
    assert place(office.desk, "B-01-01")["active"] is True  # all or none
    several = use(office, 409, aisle="A", active=False)
    assert (several["code"], several["params"]["others"]) == ("place_holds_goods", 2)
    assert use(office, 404, places=["NONE"], active=False)["code"] == "place_not_found"
    assert use(office, 404, aisle="NONE", active=False)["code"] == "not_found"
    assert use(office, 422, active=False)
    assert use(office, 409, places=["FLOOR"], active=False)["code"] == "place_in_use"
    office.hire("picker", badge="B-TWO")
    office.sign_in("picker").post("/places/use", {"places": ["B-01-01"], "active": False}, expect=403)  # fmt: skip


def test_why_it_is_out_of_use_is_asked_and_kept(office: Office) -> None:
    desk, told = office.desk, "Upright bent by a fork"
    use(office, places=["B-01-01"], active=False, why=told)
    use(office, places=["B-03-02"], active=False)
    bin_ = place(desk, "B-01-01")
    assert bin_["out_why"] == told
    assert place(desk, "B-03-02")["out_why"] == ""
    closed = {one["code"]: (one["aisle"], one["why"]) for one in desk.get("/floor")["closed"]}
    assert ("B", told) in closed.values()
    use(office, places=["B-01-01"], active=True, why="not asked for")
    assert place(desk, "B-01-01")["out_why"] == ""
    use(office, places=["B-01-01"], active=False, why="Being rebuilt")
    assert place(desk, "B-01-01")["out_why"] == "Being rebuilt"
    changes = desk.get(f"/places/{bin_['id']}/changes")["items"]
    assert [(one["new"], one["why"]) for one in changes] == [
        ("0", "Being rebuilt"), ("1", ""), ("0", told),
    ]  # fmt: skip
    assert use(office, 422, places=["B-01-01"], active=True, why="x" * 81)


def test_a_whole_aisle_is_taken_out_of_use(office: Office) -> None:
    office.desk.post("/floor", {"first_aisle": "D", "aisles": 1, "bays": 3, "levels": 2})
    assert use(office, aisle="D", active=False) == {"changed": 6}
    floor = office.desk.get("/floor")
    out = {one["aisle"]: one["out"] for one in floor["groups"] if one["aisle"]}
    assert out == {"A": 0, "B": 0, "D": 6}
    assert use(office, aisle="D", active=True) == {"changed": 6}


def test_work_keeps_the_last_station_of_its_kind(office: Office) -> None:
    refused = use(office, 409, places=["QUAR-1"], active=False)
    assert refused["code"] == "last_of_its_kind"
    office.desk.post("/places", {"code": "QUAR-2", "kind": "quarantine"})
    assert use(office, places=["QUAR-1"], active=False) == {"changed": 1}


def test_what_comes_there_all_the_same_is_booked_and_promised_to_nobody(office: Office) -> None:
    use(office, places=["B-01-01"], active=False)
    bin_ = int(str(place(office.desk, "B-01-01")["id"]))
    with office.app.app_context():
        (mug,) = rows("SELECT id FROM item WHERE sku = 'MUG'")
        (lost,) = rows("SELECT id FROM place WHERE kind = 'supplier'")
        before = available(office)
        move = NewMove("receipt", mug["id"], 5, lost["id"], bin_)
        command(lambda tx: post_moves(tx, [move], Cause("test:late", office.site_id)))
        assert available(office) == before
        found = rows("SELECT qty, pickable FROM balance WHERE place_id = :id", id=bin_)
        assert [(one["qty"], one["pickable"]) for one in found] == [(5, 0)]
        assert not verify(rows)
    # It is seen in the list, and in use again its goods are for sale.
    assert use(office, places=["B-01-01"], active=True) == {"changed": 1}
    with office.app.app_context():
        assert available(office) == before + 5
        assert not verify(rows)


def available(office: Office) -> int:
    found = next(one for one in office.desk.get("/stock/items")["items"] if one["sku"] == "MUG")
    return int(found["available"])


def test_a_face_out_of_use_wants_no_refill(office: Office) -> None:
    office.desk.post("/pick-faces", {"place": "B-01-01", "item": "MUG", "min_qty": 5, "max_qty": 9})
    use(office, places=["B-01-01"], active=False)
    with office.app.app_context():
        faces = list(face_states.read(rows, office.site_id, (1, 2), 0))
    assert [bool(one.row["frozen_at"]) for one in faces if one.row["place"] == "B-01-01"] == [True]


def test_a_bin_that_has_held_goods_before_promises_what_it_may_and_no_more(office: Office) -> None:
    bin_, other = (
        int(str(place(office.desk, code)["id"])) for code in ("B-01-01", "B-01-02")
    )  # fmt: skip
    with office.app.app_context():
        (mug,) = rows("SELECT id FROM item WHERE sku = 'MUG'")
        (lost,) = rows("SELECT id FROM place WHERE kind = 'supplier'")
        before = available(office)

    def move(start: int, end: int) -> None:
        with office.app.app_context():
            moved = NewMove("move", mug["id"], 5, start, end)
            command(lambda tx: post_moves(tx, [moved], Cause("test:late", office.site_id)))
            assert not verify(rows)

    # Its goods were moved out, and somebody who had not heard of the broken rack brings some back.
    move(lost["id"], bin_)
    move(bin_, other)
    use(office, places=["B-01-01"], active=False)
    move(other, bin_)
    assert available(office) == before
    # They are moved out again; mended, the bin is as good as any.
    move(bin_, other)
    use(office, places=["B-01-01"], active=True)
    move(other, bin_)
    assert available(office) == before + 5
