"""Goods that nobody knew: the office says what they are, and they are counted, put away and known from then on."""

from __future__ import annotations

from typing import Any

import pytest

from pickface.catalog.service import BarcodeTaken
from pickface.engine import Engine
from pickface.errors import BadRequest, Conflict
from pickface.purchasing.unknown_forms import UnknownGoodsForm
from pickface.purchasing.unknown_goods import LotWanted, SerialsWanted, decide
from tests.office import Desk, Office
from tests.scenarios.floor import Floor, Person


def say(floor: Floor, code: str, **said: Any) -> None:
    """A supervisor says what goods with a code are."""
    boss = floor.person("Maria", "supervisor")
    here: Engine = floor.app.extensions["pickface"]
    told = next(
        row["id"]
        for row in floor.read(
            "SELECT id, params FROM exception WHERE kind = 'receipt_unknown' ORDER BY id DESC"
        )
        if f'"{code}"' in row["params"] or (not code and '"code"' not in row["params"])
    )
    form = UnknownGoodsForm.model_validate({"follow": "item", **said})
    by = {"id": boss.id, "site_id": floor.site.id}
    floor.write(lambda tx: decide(tx, here.world, here.signer, by, told, form))
    floor.work_off()


def told(floor: Floor) -> list[tuple[str, int, str | None]]:
    """The discrepancies: kind, units, and the item they turned out to be."""
    rows = floor.read(
        "SELECT d.kind, d.qty, i.sku FROM discrepancy d LEFT JOIN item i ON i.id = d.item_id ORDER BY d.id"
    )
    return [(row["kind"], row["qty"], row["sku"]) for row in rows]


@pytest.fixture
def grace(floor: Floor) -> Person:
    """A receiver at a delivery of two teas, one of which has a code that nobody knows, under a label in quarantine."""
    floor.item("TEA")
    floor.purchase("PO-1", TEA=2)
    person = floor.person("Grace", "receiver").open("PO-1")
    person.scans("TEA", "LP000001", "MYSTERY-1", "LP000009", "QUAR-1")
    return person


def test_they_are_an_item_that_is_there(floor: Floor, grace: Person) -> None:
    say(floor, "MYSTERY-1", item="TEA")
    assert floor.inside("LP000009") == {"TEA": 1}
    assert (told(floor), floor.raised()) == ([("unknown", 1, "TEA")], [])
    assert floor.value("SELECT received FROM purchase_order_line") == 2
    # They are put away as all others are, by whoever scans their label.
    paul = floor.person("Paul", "receiver").open("LP000009")
    paul.scan("TEA")
    assert paul.scan(paul.place) == "task_done"
    assert floor.inside("LP000009") == {}
    # The code is known from now on, to the receipt that goes on, too.
    grace.look_again()
    assert grace.scan("MYSTERY-1") in {"over", "counted"}
    floor.check_books()


def test_they_are_a_new_item_whose_code_counts_a_case(floor: Floor, grace: Person) -> None:
    new = {"sku": "GIFT", "name": "Gift box", "zone": "A"}
    say(floor, "MYSTERY-1", new=new, each=6, pack="case")
    assert floor.inside("LP000009") == {"GIFT": 6}
    assert (told(floor), floor.raised()) == ([("unknown", 1, "GIFT")], [])
    codes = floor.read(
        "SELECT key, qty, pack FROM barcode WHERE key IN ('GIFT', 'MYSTERY-1') ORDER BY key"
    )
    assert [(one["key"], one["qty"], one["pack"]) for one in codes] == [
        ("GIFT", 1, "piece"),
        ("MYSTERY-1", 6, "case"),
    ]
    assert floor.tasks("putaway") == ["ready"]
    floor.check_books()


def test_they_go_back_and_their_label_is_free(floor: Floor, grace: Person) -> None:
    say(floor, "MYSTERY-1", follow="supplier")
    assert (told(floor), floor.raised()) == ([("sent_back", 1, None)], [])
    assert (floor.container("LP000009")["state"], floor.tasks("putaway")) == ("empty", [])
    # More of them are a new discrepancy, of their own number.
    grace.scan("MYSTERY-1")
    assert floor.exception("receipt_unknown") == {
        "purchase_order": "PO-1",
        "qty": 1,
        "code": "MYSTERY-1",
    }


def test_without_a_label_or_a_code_they_stand_loose_on_the_dock(
    floor: Floor, grace: Person
) -> None:
    grace.act("unknown", code="", qty=3)
    say(floor, "", item="TEA")
    assert floor.at("DOCK-1", "TEA") >= 3
    assert ("unknown", 3, "TEA") in told(floor)
    assert floor.raised() == ["receipt_unknown", "receipt_over"]
    floor.check_books()


def test_what_comes_after_the_receipt_was_closed_closes_its_order(
    floor: Floor, grace: Person
) -> None:
    assert grace.act("done") == "ask_close"
    assert grace.act("done") == "task_done"
    assert sorted(floor.raised()) == ["receipt_short", "receipt_unknown"]
    say(floor, "MYSTERY-1", item="TEA")
    assert floor.raised() == []
    assert floor.value("SELECT state FROM purchase_order") == "received"
    assert told(floor) == [("unknown", 1, "TEA")]


def test_goods_by_lot_need_their_lot_and_goods_by_serial_are_scanned(
    floor: Floor, grace: Person
) -> None:
    floor.item("MILK", tracking="lot_expiry")
    floor.item("PHONE", tracking="serial")
    with pytest.raises(LotWanted):
        say(floor, "MYSTERY-1", item="MILK", lot="L7")
    with pytest.raises(SerialsWanted):
        say(floor, "MYSTERY-1", item="PHONE")
    assert floor.raised() == ["receipt_unknown"]
    say(floor, "MYSTERY-1", item="MILK", lot="L7", expires_on="2031-05-01")
    assert floor.inside("LP000009") == {"MILK": 1}
    floor.check_books()


def test_nothing_is_half_done_and_nothing_is_decided_twice(floor: Floor, grace: Person) -> None:
    floor.item("SALT", "OTHER-1")
    grace.scan("OTHER-1")
    floor.write(lambda tx: tx.run("UPDATE barcode SET key = 'MYSTERY-1' WHERE key = 'OTHER-1'"))
    with pytest.raises(BarcodeTaken):
        say(floor, "MYSTERY-1", item="TEA")
    with pytest.raises(BadRequest):
        say(floor, "MYSTERY-1", item="NO-SUCH")
    assert floor.inside("LP000009") == {}
    say(floor, "MYSTERY-1", item="SALT")
    with pytest.raises(Conflict):
        say(floor, "MYSTERY-1", item="SALT")
    assert floor.inside("LP000009") == {"SALT": 1}


def test_whoever_has_them_in_hand_knows_them_and_the_next_scan_counts(
    floor: Floor, grace: Person
) -> None:
    office = Office(floor.app, floor.site.id, Desk(floor.app.test_client()))
    office.hire("supervisor")
    grace.scan("MYSTERY-2")
    assert floor.raised() == ["receipt_unknown", "receipt_unknown"]
    path = f"/items/{floor.items['TEA']}/barcodes"
    office.sign_in("supervisor").post(path, {"value": "MYSTERY-2"})
    # Nothing is counted by a word: what was set aside is taken back, and the code is scanned again.
    assert floor.inside("LP000001") == {"TEA": 1}
    assert grace.act("undo") == "undone"
    assert floor.raised() == ["receipt_unknown"]
    assert grace.scan("MYSTERY-2") == "counted"
    assert floor.inside("LP000001") == {"TEA": 2}
    assert told(floor) == [("unknown", 1, None)]
    floor.check_books()
