"""A site with something of each kind, saved as an archive and brought in elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from apiflask import APIFlask

from pickface.archive.beginning import Manager
from pickface.archive.checking import Archive, check
from pickface.archive.loading import import_site
from pickface.archive.parts import PARTS
from pickface.archive.writing import export_site
from pickface.db import command, rows
from pickface.engine import engine
from pickface.stock.ledger import Cause, NewMove, post_moves
from tests.office import Office, open_office

MANAGER = Manager("manager-main", "another horse")
Parts = dict[str, list[dict[str, Any]]]


def furnish(app: APIFlask) -> Office:
    """A site with something of each kind, also of what is half done."""
    office = open_office(app)
    desk = office.desk
    desk.post("/floor", {"aisles": 2, "bays": 3, "levels": 2})
    desk.post("/zones", {"code": "C", "name": "Cold", "proof": "bin", "lease_minutes": 7})
    desk.post("/places", {"code": "C-01", "zone": "C", "pickable": False})
    desk.post(
        "/site/settings", {"pick_method": "cluster", "cart_totes": 6}, method="PATCH", expect=200
    )
    for item in (
        {"sku": "MUG", "name": "Becher, weiß", "price_minor": 255,
         "barcodes": [{"value": "5012345678900"}, {"value": "15012345678907", "qty": 24, "pack": "case"}]},
        {"sku": "TEA", "name": "Tea", "tracking": "lot_expiry"},
        {"sku": "TV", "name": "Television", "tracking": "serial", "weight_g": 9000},
    ):  # fmt: skip
        desk.post("/items", item)
    desk.post("/suppliers", {"code": "LUM", "name": "Lumera", "lead_days": 9})
    supplier = desk.get("/suppliers")["items"][0]["id"]
    sold = {"item": "MUG", "code": "L-1", "pack_qty": 12, "price_minor": 120, "preferred": True,
            "price_breaks": [{"from_qty": 144, "price_minor": 99}]}  # fmt: skip
    desk.post(f"/suppliers/{supplier}/items", sold, method="PUT", expect=200)
    for number in ("P1", "P2"):
        lines = [{"item": "MUG", "qty": 24, "price_minor": 120}, {"item": "TEA", "qty": 5}]
        desk.post("/purchase-orders", {"number": number, "supplier": "LUM", "lines": lines})
    office.hire("picker", "Sofia Almeida", login=None, password=None)
    with app.app_context():
        command(lambda tx: lay(tx, office.site_id))
    mug = next(one["id"] for one in desk.get("/items")["items"] if one["sku"] == "MUG")
    told = {"price_minor": 119, "currency": "EUR", "note": "by the invoice"}
    desk.post(f"/value/items/{mug}/cost", told, expect=200)
    for number, sku, qty in (("1001", "MUG", 3), ("1002", "TEA", 2), ("1003", "MUG", 1)):
        desk.post("/orders", {"number": number, "customer": "Inês", "lines": [{"item": sku, "qty": qty}]})  # fmt: skip
    made = {order["number"]: order["id"] for order in desk.get("/orders")["items"]}
    desk.post(f"/orders/{made['1002']}/release", expect=200)
    desk.post(f"/orders/{made['1003']}/cancel", expect=200)
    kept = {"temperature": "cold", "hazards": "3,8", "equipment": "forklift"}
    desk.post("/zones/C", kept, method="PATCH", expect=200)
    desk.post(
        f"/items/{mug}/handling",
        {"temperature": "cold", "hazard": "3", "min_temp_tenths": -25, "catch_weight": True},
        method="PATCH",
        expect=200,
    )
    desk.post("/views", {"list": "orders", "name": "Late", "query": "sort=ship_by&state=open"})
    desk.post("/tokens", {"name": "Shop", "role": "buyer", "scopes": ["catalog.list_items"]})
    return office


def lay(tx: Any, site_id: int) -> None:
    """Stock in bins, of each kind of item; one of it in a tote; a delivery that has come in part."""
    named = {one["sku"]: one["id"] for one in tx.all("SELECT id, sku FROM item")}
    place = {one["code"]: one["id"] for one in tx.all("SELECT id, code FROM place WHERE virtual = 0")}  # fmt: skip
    tx.run(
        "INSERT INTO kit_component (kit_id, item_id, qty) VALUES (:kit, :item, 2)",
        kit=named["TV"],
        item=named["MUG"],
    )
    tx.run(
        "INSERT INTO substitute (item_id, other_id, rank) VALUES (:item, :other, 1)",
        item=named["TEA"],
        other=named["MUG"],
    )
    tx.run("UPDATE item SET kit = 'built', inspection = 'all' WHERE id = :id", id=named["TV"])
    supplier = tx.value("SELECT id FROM place WHERE kind = 'supplier' AND site_id = :site", site=site_id)  # fmt: skip
    fresh = tx.insert("lot", item_id=named["TEA"], code="L1", expires_on="2027-12-31")
    recalled = {"recalled_at": 5, "recall_reason": "mould"}
    tx.insert("lot", item_id=named["TEA"], code="L2", expires_on="2026-12-31", **recalled)
    serial = tx.insert("lot", item_id=named["TV"], code="SN-1")
    tx.run("INSERT INTO container (code, site_id, kind, place_id) VALUES ('T0001', :site, 'tote', :place)",
           site=site_id, place=place["A-01-01"])  # fmt: skip
    moves = [
        NewMove("opening", named["MUG"], 40, supplier, place["A-01-01"]),
        NewMove("opening", named["MUG"], 2, supplier, place["A-01-01"], to_container="T0001"),
        NewMove("opening", named["TEA"], 10, supplier, place["A-02-01"], fresh),
        NewMove("opening", named["TV"], 1, supplier, place["B-01-02"], serial),
    ]
    post_moves(tx, moves, Cause("test:opening", site_id))
    line = tx.value(
        "SELECT l.id FROM purchase_order_line l JOIN purchase_order o ON o.id = l.purchase_order_id "
        "WHERE o.number = 'P1' AND l.line_no = 1"
    )
    customer = tx.value("SELECT id FROM place WHERE kind = 'customer' AND site_id = :site", site=site_id)  # fmt: skip
    came = NewMove(
        "receive", named["MUG"], 10, supplier, place["A-01-02"], purchase_order_line_id=line
    )
    went = NewMove("ship", named["MUG"], 3, place["A-01-02"], customer)
    for move in (came, went):
        post_moves(tx, [move], Cause("test:trade", site_id))
    tx.run(
        "UPDATE purchase_order_line SET received = 10 WHERE line_no = 1 AND purchase_order_id = "
        "(SELECT id FROM purchase_order WHERE number = 'P1')"
    )
    tx.run(
        "UPDATE purchase_order_line SET received = qty WHERE purchase_order_id = "
        "(SELECT id FROM purchase_order WHERE number = 'P2')"
    )


def exported(app: APIFlask, to: Path, **how: Any) -> Archive:
    with app.app_context():
        site = rows("SELECT id FROM site ORDER BY id")[0]["id"]
        export_site(site, to, **how)
        return check(to)


def brought_in(
    app: APIFlask,
    file: Path,
    manager: Manager = MANAGER,
    advance: Callable[[str, int], None] = lambda _part, _many: None,
) -> None:
    with app.app_context():
        import_site(engine().config, engine().signer, file, manager, advance)


def everything(archive: Archive) -> Parts:
    """All rows; those that are brought in in an order that has no meaning afterwards, in any."""
    found = {part.name: list(archive.rows(part)) for part in PARTS}
    found["promises"].sort(key=lambda one: (one["channel"], one["number"], one["line_no"]))
    return found
