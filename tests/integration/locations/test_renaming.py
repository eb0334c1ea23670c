"""An aisle or a zone is renamed with its bins, whose old labels still lead to them; of two at once one is told."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from apiflask import APIFlask

from pickface.catalog.catalogue import Catalogue, _pieces
from pickface.db import command, rows
from pickface.errors import PickfaceError
from pickface.locations import place_changes
from pickface.locations.forms import PlaceChange, PlaceForm
from pickface.locations.renaming import cut
from pickface.locations.service import CodeTaken, create_place
from pickface.scans.resolve import resolve
from tests.furnished import furnish
from tests.integration.locations.test_place_changes import place
from tests.office import Office


@pytest.fixture
def office(app: APIFlask) -> Office:
    return furnish(app)


@pytest.mark.parametrize(
    ("code", "zone", "aisle", "bay", "level", "before", "letters"),
    [
        ("A-01-02", "A", "A", "01", "02", "", 0),
        ("A-A-01-02", "A", "A", "01", "02", "A-", 1),
        ("COLDK0102", "COLD", "K", "01", "02", "COLD", 4),
        ("1-1-1", "1", "1", "1", "1", "", 0),
        ("1-1-1-1", "1", "1", "1", "1", "1-", 1),
        ("W2/K07.3B", "A", "K", "07", "3", "W2/", 0),
        ("K", "A", "K", "", "", "", 0),
        ("SHELF-9", "A", "K", "07", "3", None, 0),
        ("K-10-1", "A", "K", "01", "1", None, 0),
        ("K-10-1", "A", "", "10", "1", None, 0),
    ],
)
def test_where_a_codes_aisle_and_zone_stand(
    code: str, zone: str, aisle: str, bay: str, level: str, before: str | None, letters: int
) -> None:
    parts = cut(code, zone, aisle, bay, level)
    if before is None:
        assert parts is None
        return
    assert parts is not None
    assert (parts.before, parts.zone) == (before, letters)
    assert parts.before + parts.aisle + parts.rest == code


def test_a_renamed_aisle_takes_its_bins_along_with_stock_and_history(office: Office) -> None:
    desk = office.desk
    desk.post("/places", {"code": "LADDER", "zone": "A", "on_aisle": "B", "aisle": "B"})
    # What of it is named by open work stays as it is, so the aisle beside it is renamed.
    told = desk.post("/aisles/B/name", {"to": "K", "dry": True}, expect=200)
    assert {"old": "B-01-01", "new": "K-01-01"} in told["bins"]
    assert (len(told["bins"]), told["kept"]) == (6, ["LADDER"])
    assert place(desk, "B-01-01")["aisle"] == "B"  # nothing was done
    before = place(desk, "B-01-01")

    done = desk.post("/aisles/B/name", {"to": "K"}, expect=200)
    assert done == told
    after = place(desk, "K-01-01")
    assert (after["id"], after["aisle"], after["on_aisle"]) == (before["id"], "K", "K")
    assert [one["code"] for one in desk.get("/aisles")["items"] if one["kind"] == "aisle"] == ["A", "K"]  # fmt: skip
    ladder = place(desk, "LADDER")
    assert (ladder["aisle"], ladder["on_aisle"], ladder["label_old"]) == ("K", "K", False)
    changes = desk.get(f"/places/{before['id']}/changes")["items"]
    assert {(one["name"], one["old"], one["new"]) for one in changes} == {
        ("code", "B-01-01", "K-01-01"), ("aisle", "B", "K"), ("on_aisle", "B", "K"),
    }  # fmt: skip
    assert all(one["person"] for one in changes)
    found = desk.get("/search", q="K-01-02")["items"]
    assert "K-01-02" in [one["code"] for one in found]
    assert "B-01-02" not in [one["code"] for one in desk.get("/search", q="B-01-02")["items"]]

    # Labels to be printed anew are a list, until they are.
    old = desk.get("/places", label="old", limit=200)["items"]
    assert [one["code"] for one in old] == [one["new"] for one in told["bins"]]
    desk.post("/labels/bins", {"aisle": "K", "old": True, "paper": "zpl"}, expect=200)
    assert desk.get("/places", label="old")["items"] == []
    assert desk.post("/labels/bins", {"aisle": "K", "old": True}, expect=404)["code"] == "nothing_to_print"  # fmt: skip


def test_an_old_label_still_leads_to_its_bin(office: Office) -> None:
    desk = office.desk
    desk.post("/aisles/B/name", {"to": "K"}, expect=200)
    found = desk.get("/lookup", code="b-01-01")
    assert (found["kind"], found["code"], found["was"]) == ("place", "K-01-01", "B-01-01")
    named = place(desk, "K-01-01")["id"]
    with office.app.app_context():
        thing = command(lambda tx: resolve(tx, "B-01-01", office.site_id))
        assert thing is not None
        assert (thing["place"], thing["was"], thing["code"]) == (named, "B-01-01", "K-01-01")
        book = b"".join(_pieces(office.site_id)).decode()
        assert Catalogue().edition(office.site_id).etag
    assert book.index(f'[{named},"B-01-01"') < book.index(f'[{named},"K-01-01"')
    # New labels hang there: the name is free, and who has it now is meant by it.
    with office.app.app_context():
        command(lambda tx: tx.run("UPDATE place SET label_old = 0"))
    made = desk.post("/places", {"code": "B-01-01", "zone": "C"})
    assert desk.get("/lookup", code="B-01-01")["id"] == made["id"]
    with office.app.app_context():
        book = b"".join(_pieces(office.site_id)).decode()
    assert book.count('"B-01-01"') == 1
    # Twice renamed, each of its old labels leads there.
    desk.post("/aisles/K/name", {"to": "L"}, expect=200)
    assert desk.get("/lookup", code="B-01-02")["code"] == "L-01-02"
    assert desk.get("/lookup", code="K-01-02")["code"] == "L-01-02"


def test_an_aisle_keeps_its_name_while_something_needs_it(office: Office) -> None:
    desk = office.desk
    refused = desk.post("/aisles/A/name", {"to": "K"}, expect=409)
    assert (refused["code"], refused["params"]["place"]) == ("place_in_use", "A-02-01")
    assert desk.post("/aisles/B/name", {"to": "A"}, expect=409)["code"] == "code_taken"
    desk.post("/places", {"code": "K-02-01", "zone": "C"})
    taken = desk.post("/aisles/B/name", {"to": "K"}, expect=409)
    assert (taken["code"], taken["params"]["code"]) == ("code_taken", "K-02-01")
    assert desk.post("/aisles/NONE/name", {"to": "K"}, expect=404)["code"] == "not_found"
    assert desk.post("/aisles/B/name", {"to": "B"}, expect=422)
    assert desk.post("/aisles/B/name", {"to": "]C1"}, expect=422)["code"] == "bad_place_code"
    desk.post("/aisles/X1/name", {"to": "FRONT"}, expect=200)
    office.hire("picker", badge="B-TWO")
    office.sign_in("picker").post("/aisles/B/name", {"to": "M"}, expect=403)


def test_a_renamed_zone_is_followed_by_goods_bins_and_containers(office: Office) -> None:
    desk = office.desk
    item = desk.post("/items", {"sku": "ICE", "name": "Ice"})
    desk.post(f"/items/{item['id']}", {"zone": "C"}, method="PATCH", expect=200)
    desk.post("/places", {"code": "C-K-01-1", "zone": "C", "aisle": "K", "bay": "01", "level": "1"})
    told = desk.post("/zones/C/name", {"to": "ICY"}, expect=200)
    assert told["bins"] == [{"old": "C-K-01-1", "new": "ICY-K-01-1"}]
    assert told["kept"] == ["C-01"]
    assert place(desk, "C-01")["zone"] == "ICY"
    assert desk.get("/items", sku="ICE")["items"][0]["zone"] == "ICY"
    changes = desk.get(f"/places/{place(desk, 'ICY-K-01-1')['id']}/changes")["items"]
    assert {one["name"] for one in changes} == {"zone", "code"}
    assert desk.post("/zones/SHIP/name", {"to": "OUT"}, expect=409)["code"] == "place_in_use"
    assert desk.post("/zones/ICY/name", {"to": "A"}, expect=409)["code"] == "code_taken"


def test_two_who_give_the_same_code_at_once_are_told_so(office: Office) -> None:
    desk, app, site = office.desk, office.app, office.site_id
    ids = [int(str(place(desk, code)["id"])) for code in ("B-01-01", "B-01-02")]
    deeds: list[Any] = [
        lambda tx: create_place(tx, site, PlaceForm(code="NEW-01")),
        *(
            lambda tx, one=one: place_changes.change_place(
                tx, site, one, PlaceChange(code="NEW-01")
            )
            for one in ids
        ),
    ]
    for _ in range(3):
        ends = at_once(app, deeds)
        assert sorted(type(end).__name__ for end in ends) == ["CodeTaken", "CodeTaken", "NoneType"]
        with app.app_context():
            assert rows("SELECT id FROM place WHERE code = 'NEW-01'") != []

            def again(tx: Any) -> None:
                tx.run("UPDATE place SET code = 'B-01-0' || id WHERE code = 'NEW-01'")

            command(again)


def at_once(app: APIFlask, deeds: list[Any]) -> list[PickfaceError | None]:
    """What each of several writers is told; on PostgreSQL each has a connection of its own, and all have begun."""
    ends: list[Any] = [None] * len(deeds)
    ready = threading.Barrier(len(deeds))

    def work(number: int) -> None:
        def do(tx: Any) -> None:
            if tx.dialect != "sqlite":
                tx.one("SELECT 1")
                ready.wait(10)
            deeds[number](tx)

        with app.app_context():
            try:
                command(do)
            except CodeTaken as taken:
                ends[number] = taken

    threads = [threading.Thread(target=work, args=(number,)) for number in range(len(deeds))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return ends


def test_a_name_that_labels_have_no_room_for_is_refused(office: Office) -> None:
    refused = office.desk.post("/aisles/B/name", {"to": "NORTHWING1"}, expect=422)
    assert refused["params"] == {"field": "to", "most": 8}


def test_a_name_is_kept_as_it_is_looked_up(office: Office) -> None:
    assert office.desk.post("/aisles/B/name", {"to": "north"}, expect=200)["code"] == "NORTH"
    assert office.desk.post("/aisles/north/name", {"to": "B"}, expect=200)["code"] == "B"


def test_the_zones_of_a_person_follow_as_far_as_there_is_room(office: Office) -> None:
    for number in range(9):
        office.desk.post("/zones", {"code": f"Z{number}", "name": "z"})
    office.hire("picker", badge="B-ZZ", zones=",".join(f"Z{number}" for number in range(9)))
    told = [
        office.desk.client.post(
            f"/api/v1/zones/Z{number}/name",
            json={"to": f"LONGZONENAM{number}"},
            headers=office.desk.headers,
        ).status_code
        for number in range(9)
    ]
    assert set(told) == {200, 422}


def test_a_code_that_an_old_label_says_is_given_to_no_other_place(office: Office) -> None:
    old = place(office.desk, "B-01-01")["id"]
    office.desk.post("/aisles/B/name", {"to": "C"}, expect=200)
    refused = office.desk.post("/places", {"code": "B-01-01", "kind": "bin"}, expect=409)
    assert (refused["code"], refused["params"]) == (
        "old_label_hangs",
        {"code": "B-01-01", "place": "C-01-01"},
    )
    other = place(office.desk, "A-01-01")["id"]
    office.desk.post(f"/places/{other}", {"code": "B-01-01"}, method="PATCH", expect=409)
    with office.app.app_context():
        thing = command(lambda tx: resolve(tx, "B-01-01", office.site_id))
    assert thing is not None
    assert thing["place"] == old
    # Called as before, it may have its own code again.
    assert office.desk.post("/aisles/C/name", {"to": "B"}, expect=200)["code"] == "B"


@pytest.mark.parametrize("paper", ["zpl", "a4"])
def test_a_renamed_dock_gets_its_new_label_with_the_others(office: Office, paper: str) -> None:
    dock = place(office.desk, "DOCK-1")["id"]
    office.desk.post(f"/places/{dock}", {"code": "DOCK-9"}, method="PATCH", expect=200)
    office.desk.post("/aisles/B/name", {"to": "K"}, expect=200)
    printed = office.desk.client.post(
        "/api/v1/labels/bins", json={"old": True, "paper": paper}, headers=office.desk.headers
    )
    assert printed.status_code == 200
    if paper == "zpl":
        assert b"DOCK-9" in printed.data
        assert b"K-01-01" in printed.data
        assert b"A-01-01" not in printed.data
    with office.app.app_context():
        assert not rows("SELECT code FROM place WHERE label_old > 0")
