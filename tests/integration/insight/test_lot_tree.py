"""The tree of a lot: everything that came, is here and went is in it, with its documents and people."""

from __future__ import annotations

import pytest
from apiflask import APIFlask

from pickface.db import Tx, db
from pickface.errors import NotFound
from pickface.insight.lot_tree import lot_tree
from pickface.stock.ledger import NewMove, post_moves
from tests import builders as b
from tests.office import open_office
from tests.scenarios.floor import Floor


@pytest.fixture
def floor(app: APIFlask) -> Floor:
    """Six of lot L1 came with PO-1: two were shipped, one lies in quarantine, three in a bin."""
    floor = Floor(app)
    floor.item("HONEY", tracking="lot")
    floor.purchase("PO-1", HONEY=6)
    ana = floor.person("Ana", "receiver").open("PO-1")
    ana.scan("HONEY")
    ana.fill("lot", "L1")
    ana.scan("LP000001")
    ana.quantity(6)
    ana.act("done")
    assert ana.next("putaway")
    ana.scans("LP000001")
    ana.scan("A-01-01")
    floor.order("1", HONEY=2)
    sofia = floor.person("Sofia").next("pick")
    assert sofia
    sofia.scans("T0001", "A-01-01", "HONEY")
    sofia.quantity(2)
    sofia.scan("PACK-1")
    linh = floor.person("Linh", "packer").open("T0001")
    linh.scans("LP000100", "HONEY")
    linh.quantity(2)
    linh.fill("weight_g", 450)
    linh.confirm()
    assert linh.open("LP000100").scans("LP000100", "SHIP-1") == "task_done"
    item, lot_id = floor.items["HONEY"], lot(floor)
    away = NewMove("move", item, 1, floor.places["A-01-01"], floor.places["QUAR-1"], lot_id)
    floor.write(lambda tx: post_moves(tx, [away], b.because(floor.site)))
    return floor


def lot(floor: Floor) -> int:
    return int(floor.value("SELECT id FROM lot WHERE code = 'L1'"))


def test_tells_both_ways_and_its_sums_agree(floor: Floor) -> None:
    with floor.app.app_context():
        tree = lot_tree(floor.site.id, lot(floor))
        db.session.remove()
    assert [(r["number"], r["supplier"], r["person"], r["qty"]) for r in tree["came"]] == [
        ("PO-1", "Supplier SUP", "Ana", 6)
    ]
    assert [(r["place"], r["kind"], r["qty"]) for r in tree["here"]] == [
        ("A-01-01", "bin", 3),
        ("QUAR-1", "quarantine", 1),
    ]
    assert [(r["number"], r["container"], r["qty"]) for r in tree["went"]] == [("1", "LP000100", 2)]
    assert tree["went"][0]["tracking"].startswith("PF")
    totals = tree["totals"]
    assert totals["came"] == totals["here"] + totals["went"] + totals["elsewhere"]


def test_holds_the_serials_under_it(app: APIFlask) -> None:
    floor = Floor(app)
    item = floor.item("DRILL", tracking="serial")

    def furnish(tx: Tx) -> int:
        parent = b.make_lot(tx, item, "L1")
        for number in ("S1", "S2"):
            serial = b.make_lot(tx, item, number, parent_id=parent)
            b.stock_up(tx, floor.site, item, floor.places["A-01-01"], 1, lot_id=serial)
        return parent

    parent = floor.write(furnish)
    with floor.app.app_context():
        tree = lot_tree(floor.site.id, parent)
        with pytest.raises(NotFound):
            lot_tree(floor.site.id, 0)
        db.session.remove()
    assert [row["lot"] for row in tree["here"]] == ["S1", "S2"]
    assert tree["totals"]["came"] == 2


def test_over_http_a_supervisor_recalls_and_a_buyer_only_looks(app: APIFlask) -> None:
    office = open_office(app)
    office.hire("supervisor")
    office.hire("buyer")
    item = office.desk.post("/items", {"sku": "H", "name": "Honey", "barcodes": []})["id"]
    writer = app.extensions["pickface"].writer
    lot_id = writer.run(lambda tx: b.make_lot(tx, item, "L1"))
    buyer, lead = office.sign_in("buyer"), office.sign_in("supervisor")
    assert [one["code"] for one in buyer.get("/lots", item=item)["items"]] == ["L1"]
    buyer.post(f"/lots/{lot_id}/recall", {"reason": "glass"}, expect=403)
    lead.post(f"/lots/{lot_id}/recall", {"reason": ""}, expect=422)
    assert lead.post(f"/lots/{lot_id}/recall", {"reason": "glass"}, expect=200)["recalled_at"]
    lead.post(f"/lots/{lot_id}/recall", {"reason": "glass"}, expect=409)
    assert buyer.get(f"/lots/{lot_id}")["recall_reason"] == "glass"
    assert lead.post(f"/lots/{lot_id}/recall/lift", {}, expect=200)["recalled_at"] is None
    lead.post("/lots/99999/recall", {"reason": "glass"}, expect=404)


def test_who_got_it_says_what_has_come_back(floor: Floor) -> None:
    floor.settings(returns_at="R-01")
    paul = floor.person("Paul", "receiver").open("LP000100")
    paul.scan("HONEY")
    paul.fill("lot", "L1")
    paul.choose("damaged")
    assert paul.scan("QUAR-1") == "counted"
    paul.act("done")
    with floor.app.app_context():
        tree = lot_tree(floor.site.id, lot(floor))
        db.session.remove()
    assert [(one["qty"], one["returned"]) for one in tree["went"]] == [(2, 1)]
    totals = tree["totals"]
    assert (totals["went"], totals["returned"]) == (2, 1)
    assert (
        totals["came"] == totals["here"] + totals["went"] - totals["returned"] + totals["elsewhere"]
    )
