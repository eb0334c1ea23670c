"""A site with one of everything that a path or a body can name, a person of each role, and a neighbour's site.

Whatever is the neighbour's bears :data:`ELSEWHERE`, so that an answer which tells of it is seen by that word. What all
sites share (items with their barcodes and lots, suppliers) bears neither.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from typing import Any

from apiflask import APIFlask

from pickface.people.rules import ROLES
from tests import builders as b
from tests.office import Desk, Office, open_office

ELSEWHERE = "THEIRS"
SSCC = "340123450000000017"


@dataclass
class SmallFirm:
    """The site, what is in it, and a desk for each role."""

    office: Office
    known: dict[str, list[Any]]
    _desks: dict[str, Desk] = field(default_factory=dict)

    def desk(self, role: str) -> Desk:
        """Somebody of that role at a desk."""
        if role not in self._desks:
            login = f"{role}-{secrets.token_hex(4)}"
            self.office.hire(role, badge=f"B-{login}", login=login)
            self._desks[role] = self.office.sign_in(login)
        return self._desks[role]

    def somebody(self, role: str) -> Desk:
        """A desk of that role with somebody at it: somebody new where its person was signed out, or dismissed."""
        if self.desk(role).client.get("/api/v1/session").status_code != 200:
            del self._desks[role]
        return self.desk(role)


def found(app: APIFlask) -> SmallFirm:
    """Both sites; what is known of ours is what a person there could name."""
    neighbour = open_office(app, ELSEWHERE)
    furnish(neighbour, ELSEWHERE, b.write(app, lambda tx: b.make_item(tx, "WE-SHARE")))
    office = open_office(app, "MAIN")
    item = b.write(app, lambda tx: b.make_item(tx, "MUG", tracking="lot"))
    ours = furnish(office, "OURS", item)
    for role in ROLES:
        office.hire(role)
    return SmallFirm(office, known(office, ours, item))


def furnish(office: Office, word: str, item: int) -> dict[str, Any]:
    """Goods, an order of them at work, a purchase order, and one of each smaller noun, all named by ``word``."""
    site_id, post = office.site_id, office.desk.post

    def goods(tx: Any) -> dict[str, Any]:
        place = {
            row["kind"]: row["id"]
            for row in tx.all("SELECT id, kind FROM place WHERE site_id = :s", s=site_id)
        }
        site = b.Site(
            site_id,
            place["supplier"],
            place["customer"],
            place["scrap"],
            place["lost_found"],
            place["station"],
        )
        zone = b.make_zone(tx, site_id, f"{word}-Z")
        shelf = b.make_place(tx, site_id, f"{word}-01-02", zone_id=zone)
        b.make_place(tx, site_id, f"{word}-DOCK", kind="dock")
        lot = b.make_lot(tx, item, f"LOT-{item}", "2031-01-31")
        b.stock_up(tx, site, item, shelf, 40, lot_id=lot)
        b.make_barcode(tx, item, f"CODE-{item}")
        b.make_container(tx, f"{word}-T1", shelf, site_id)
        supplier = b.make_supplier(tx, "ACME" if word == "OURS" else "WE-SHARE-TOO")
        return {"lot": lot, "supplier": supplier, "shelf": shelf}

    made: dict[str, Any] = b.write(office.app, goods)
    made["order"] = post(
        "/orders", {"number": f"{word}-1", "customer": word, "lines": [{"item": item, "qty": 2}]}
    )["id"]
    post(f"/orders/{made['order']}/release", expect=200)
    made["waiting"] = post(
        "/orders", {"number": f"{word}-2", "customer": word, "lines": [{"item": item, "qty": 3}]}
    )["id"]
    made["purchase_order"] = post(
        "/purchase-orders",
        {
            "number": f"{word}-PO",
            "supplier": made["supplier"],
            "lines": [{"item": item, "qty": 9, "price_minor": 150}],
        },
    )["id"]
    post(
        "/carton-types",
        {"code": f"{word}-BOX", "name": word, "length_mm": 300, "width_mm": 200, "height_mm": 100},
    )
    post("/tokens", {"name": word, "role": "buyer", "scopes": ["orders.list_orders"], "days": 30})
    post(
        "/aisles",
        {"code": f"{word}-A", "kind": "aisle", "x1_mm": 0, "y1_mm": 0, "x2_mm": 9000, "y2_mm": 0},
    )
    return made


def known(office: Office, made: dict[str, Any], item: int) -> dict[str, list[Any]]:
    """By the name of a field or of a part of a path: what stands there when somebody means it."""
    tasks = [task["id"] for task in office.desk.get("/tasks")["items"]]
    people = [person["id"] for person in office.desk.get("/people")["items"]]
    lines = [
        line["id"]
        for line in office.desk.get(f"/purchase-orders/{made['purchase_order']}")["lines"]
    ]
    orders, shelf = [made["order"], made["waiting"]], "OURS-01-02"
    return {
        "code": [shelf, "MUG", "OURS-T1", f"CODE-{item}"],
        "container": ["OURS-T1"],
        "currency": ["EUR"],
        "format": ["csv", "xlsx", "json"],
        "from": [shelf],
        "from_place": [shelf],
        "item": ["MUG", item],
        "item_id": [item],
        "items": ["MUG"],
        "line": lines,
        "line_id": lines,
        "lot": [f"LOT-{item}"],
        "lot_id": [made["lot"]],
        "number": ["OURS-1", "on_hand", "available"],
        "order": orders,
        "order_id": [*orders, made["purchase_order"]],
        "orders": orders,
        "person": people,
        "person_id": people,
        "place": [shelf],
        "purchase_order": ["OURS-PO"],
        "purchase_order_id": [made["purchase_order"]],
        "q": ["mug", "OURS"],
        "sku": ["MUG"],
        "supplier": ["ACME"],
        "supplier_id": [made["supplier"]],
        "task_id": tasks,
        "to": ["OURS-DOCK", shelf],
        "to_place": ["OURS-DOCK", shelf],
        "zone": ["OURS-Z"],
    }
