"""A manager asks what stock is worth, tells freight and a forgotten cost; people of the floor see none of it."""

from __future__ import annotations

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from apiflask import APIFlask

from pickface.costs.valuation import plain
from pickface.costs.zones_then import zones_then
from pickface.db import Tx, clock, db
from pickface.stock import as_of, snapshots
from pickface.stock.ledger import Cause, NewMove, post_moves
from pickface.stock.verify import verify
from tests import builders as b
from tests.office import Office, open_office


class Shop:
    """A house that has bought two items, and ships and loses some."""

    def __init__(self, app: APIFlask) -> None:
        self.app = app
        self.office: Office = open_office(app)
        desk = self.office.desk
        desk.post("/suppliers", {"code": "ACME", "name": "Acme", "currency": "EUR"})
        self.items = [
            desk.post("/items", {"sku": sku, "name": sku.title()})["id"] for sku in ("MUG", "PLATE")
        ]
        lines = [{"item": "MUG", "qty": 40, "price_minor": 120}, {"item": "PLATE", "qty": 10}]
        self.order = desk.post(
            "/purchase-orders", {"number": "PO-1", "supplier": "ACME", "lines": lines}
        )
        b.write(app, self._build)

    def _build(self, tx: Tx) -> None:
        site = self.office.site_id
        self.supplier, self.customer, self.scrap = (
            tx.value("SELECT id FROM place WHERE site_id = :site AND kind = :kind", site=site, kind=kind)
            for kind in ("supplier", "customer", "scrap")
        )  # fmt: skip
        zones = [b.make_zone(tx, site, code) for code in ("A", "B")]
        self.bins = [
            b.make_place(tx, site, f"{code}-01-01", zone_id=zone)
            for code, zone in zip("AB", zones, strict=True)
        ]

    def move(self, kind: str, item: int, qty: int, start: int, end: int, **more: Any) -> None:
        reason = more.pop("reason", "")

        def post(tx: Tx) -> None:
            cause = Cause(f"test:{tx.now}", self.office.site_id, reason=reason)
            post_moves(tx, [NewMove(kind, self.items[item], qty, start, end, **more)], cause)

        b.write(self.app, post)

    def receive(self, item: int, qty: int, bin_: int) -> None:
        line = self.order["lines"][item]["id"]
        end = self.bins[bin_]
        self.move("receive", item, qty, self.supplier, end, purchase_order_line_id=line)


@pytest.fixture
def shop(app: APIFlask) -> Shop:
    shop = Shop(app)
    shop.receive(0, 30, 0)
    shop.receive(0, 9, 1)
    shop.receive(1, 4, 1)
    return shop


def test_a_manager_sees_what_stock_is_worth_and_what_nobody_knows(shop: Shop) -> None:
    desk = shop.office.desk
    told = desk.get("/value")
    assert (told["value_minor"], told["qty"], told["unknown_qty"]) == (39 * 120, 43, 4)
    assert (told["method"], told["currency"], told["unknown_items"]) == ("average", "EUR", 1)
    assert [age["value_minor"] for age in told["ages"]] == [39 * 120, 0, 0, 0, 0]
    zones = desk.get("/value/parts")["zones"]
    assert [(one["zone"], one["qty"], one["unknown_qty"], one["value_minor"]) for one in zones] == [
        ("A", 30, 0, 3_600),
        ("B", 13, 4, 1_080),
    ]
    assert [day["value_minor"] for day in told["days"][-2:]] == [0, 39 * 120]
    mug, plate = desk.get("/value/items")["items"]
    assert (mug["sku"], mug["unit_minor"], mug["value_minor"]) == ("MUG", 120, 39 * 120)
    assert (plate["unit_minor"], plate["unknown_qty"]) == (None, 4)
    assert [one["sku"] for one in desk.get("/value/items", unknown="true")["items"]] == ["PLATE"]


def test_freight_and_a_forgotten_cost_are_told_afterwards(shop: Shop) -> None:
    desk, order, plate = shop.office.desk, shop.order["id"], shop.items[1]
    freight = {"amount_minor": 4_681, "currency": "EUR", "by": "value", "note": "Freight"}
    landed = f"/value/purchase-orders/{order}/landed"
    assert desk.post(landed, freight, expect=409)["code"] == "cost_not_known"
    cost = f"/value/items/{plate}/cost"
    dollars = {"price_minor": 250, "currency": "USD"}
    assert desk.post(cost, dollars, expect=409)["code"] == "no_rate"
    rate = {"currency": "USD", "from_on": "2020-01-01", "rate_nano": 800_000_000}
    desk.post("/value/rates", rate, expect=200)
    card = desk.post(cost, dollars, expect=200)
    assert (card["value_minor"], card["unit_minor"], card["unknown_qty"]) == (800, 200, 0)
    told = desk.post(landed, freight, expect=200)
    assert (told["base_minor"], told["landed_minor"]) == (39 * 120 + 800, 4_681)
    assert [one["amount_minor"] for one in told["changes"]] == [4_681]
    history = desk.get(f"/purchase-orders/{order}")["history"]
    assert "landed" in [one["kind"] for one in history]
    assert desk.get("/value")["value_minor"] == 39 * 120 + 800 + 4_681
    assert b.write(shop.app, lambda tx: verify(tx.all)) == []


def test_the_value_of_a_past_day_is_what_the_books_had_then(shop: Shop) -> None:
    def long_ago(tx: Tx) -> None:
        tx.now -= 3 * b.DAY_MS
        move = NewMove("receive", shop.items[0], 1, shop.supplier, shop.bins[0],
            purchase_order_line_id=shop.order["lines"][0]["id"])  # fmt: skip
        post_moves(tx, [move], Cause("test:past", shop.office.site_id))

    b.write(shop.app, long_ago)
    days = shop.office.desk.get("/value", days=5)["days"]
    assert [day["value_minor"] for day in days] == [0, 120, 120, 120, 40 * 120]
    # What comes first by its SKU was not here then.
    awl = b.write(shop.app, lambda tx: b.make_item(tx, "AWL"))
    shop.items.append(awl)
    shop.move("opening", 2, 7, shop.supplier, shop.bins[0])
    page = shop.office.desk.get("/value/items", on=days[2]["on"], limit=1)
    assert page["next"] is None
    then = page["items"]
    assert [(one["sku"], one["qty"], one["value_minor"]) for one in then] == [("MUG", 1, 120)]


@pytest.mark.parametrize("day", ["1970-01-01", "9999-12-31"])
def test_a_day_that_people_write_for_always_or_never_is_answered(shop: Shop, day: str) -> None:
    desk = shop.office.desk
    assert desk.get("/value/parts", on=day)["owners"] == []
    assert desk.get("/value/items", on=day)["next"] is None
    desk.get("/value/items", on="0001-01-01", expect=422)


def test_write_offs_say_why(shop: Shop) -> None:
    shop.move("scrap", 0, 2, shop.bins[0], shop.scrap, reason="damaged")
    shop.move("scrap", 1, 1, shop.bins[1], shop.scrap, reason="expired")
    shop.move("ship", 0, 5, shop.bins[0], shop.customer)
    told = shop.office.desk.get("/value/write-offs")["items"]
    assert [
        (one["reason"], one["qty"], one["unknown_qty"], one["value_minor"]) for one in told
    ] == [
        ("damaged", 2, 0, 240),
        ("expired", 1, 1, 0),
    ]


def test_the_list_comes_in_pages_and_as_a_file(shop: Shop) -> None:
    desk = shop.office.desk
    first = desk.get("/value/items", limit=1)
    second = desk.get("/value/items", limit=1, cursor=first["next"])
    assert [page["items"][0]["sku"] for page in (first, second)] == ["MUG", "PLATE"]
    assert second["next"] is None
    desk.get("/value/items", limit=1, unknown="true", cursor=first["next"], expect=422)
    lines = desk.client.get("/api/v1/value/items?format=csv").text.splitlines()
    assert lines[1] == "MUG,Mug,39,0,120,4680,EUR"
    assert lines[2].startswith("PLATE,Plate,4,4,,0")


def test_law_24_cost_is_not_for_the_floor(shop: Shop) -> None:
    office = shop.office
    for role in ("picker", "receiver", "packer", "buyer"):
        office.hire(role)
    for role in ("picker", "receiver", "packer"):
        floor = office.sign_in(role)
        for path in ("", "/items", f"/items/{shop.items[0]}", "/write-offs", "/rates"):
            floor.get(f"/value{path}", expect=403)
    office.sign_in("buyer").get("/value")


def test_the_currency_stays_once_anything_has_a_value(shop: Shop) -> None:
    change = {"value_currency": "USD"}
    refused = shop.office.desk.post("/site/settings", change, method="PATCH", expect=409)
    assert refused["code"] == "currency_in_use"
    shop.office.desk.post("/site/settings", {"value_method": "fifo"}, method="PATCH", expect=200)
    assert shop.office.desk.get("/value")["method"] == "fifo"


def arrive(shop: Shop, qty: int, event: str, task: int | None = None) -> None:
    """Mugs that come in by one scan of a receipt."""
    line = shop.order["lines"][0]["id"]
    move = NewMove(
        "receive", shop.items[0], qty, shop.supplier, shop.bins[0], purchase_order_line_id=line
    )
    cause = Cause(event, shop.office.site_id, task_id=task)
    b.write(shop.app, lambda tx: post_moves(tx, [move], cause))


def test_freight_is_told_of_one_receipt_and_shared_by_pieces(app: APIFlask) -> None:
    shop = Shop(app)
    desk, order = shop.office.desk, shop.order["id"]
    arrive(shop, 10, "test:1", task=71)
    arrive(shop, 30, "test:2", task=72)
    shop.move("ship", 0, 10, shop.bins[0], shop.customer)
    told = desk.get(f"/value/purchase-orders/{order}")
    assert [(one["id"], one["qty"]) for one in told["receipts"]] == [(71, 10), (72, 30)]
    freight = {
        "amount_minor": 100,
        "currency": "EUR",
        "by": "pieces",
        "note": "First lorry",
        "receipt": 71,
    }
    landed = f"/value/purchase-orders/{order}/landed"
    # All that came by the first lorry has been sold: its part is told, and nothing here costs more.
    (change,) = desk.post(landed, freight, expect=200)["changes"]
    assert (change["amount_minor"], change["gone_minor"]) == (100, 100)
    changes = desk.post(landed, {**freight, "receipt": 72}, expect=200)["changes"]
    assert (changes[0]["amount_minor"], changes[0]["gone_minor"]) == (100, 0)
    assert desk.post(landed, {**freight, "receipt": 73}, expect=409)["code"] == "nothing_received"
    assert desk.get("/value")["value_minor"] == 30 * 120 + 100
    assert b.write(app, lambda tx: verify(tx.all)) == []


def test_freight_of_a_delivery_is_shared_over_its_cartons_alone(app: APIFlask) -> None:
    shop = Shop(app)
    desk, event = shop.office.desk, "test:carton"
    arrive(shop, 10, event)
    arrive(shop, 20, "test:another")

    def announce(tx: Tx) -> int:
        delivery = tx.insert(
            "expected_delivery", site_id=shop.office.site_id, number="ASN-1", announced_at=0,
            supplier_id=tx.value("SELECT id FROM supplier"), state="received",
        )  # fmt: skip
        tx.insert(
            "expected_carton",
            delivery_id=delivery,
            sscc="340123450000000017",
            state="received",
            event_id=event,
        )
        return delivery

    delivery = b.write(app, announce)
    assert desk.get(f"/value/deliveries/{delivery}")["received_qty"] == 10
    freight = {"amount_minor": 300, "currency": "EUR", "by": "value", "note": "Duty"}
    told = desk.post(f"/value/deliveries/{delivery}/landed", freight, expect=200)
    assert (told["base_minor"], told["landed_minor"]) == (1_200, 300)
    assert [one["note"] for one in told["changes"]] == ["Duty"]
    assert desk.get("/value")["value_minor"] == 30 * 120 + 300
    desk.get("/value/deliveries/999", expect=404)
    assert b.write(app, lambda tx: verify(tx.all)) == []


def test_zones_of_a_past_moment_hold_what_the_books_had_then(shop: Shop) -> None:
    """Also across snapshots, and after goods went to another zone, were sold, and bore freight."""
    desk, app, freight = (
        shop.office.desk,
        shop.app,
        {"amount_minor": 700, "currency": "EUR", "note": "Late"},
    )
    cost = {"price_minor": 250, "currency": "EUR"}
    a, bin_b = shop.bins
    seen: list[tuple[int, list[dict[str, Any]]]] = []
    for change in (
        lambda: shop.move("move", 0, 7, a, bin_b),
        lambda: desk.post(f"/value/items/{shop.items[1]}/cost", cost, expect=200),
        lambda: shop.move("ship", 0, 5, a, shop.customer),
        lambda: desk.post(f"/value/purchase-orders/{shop.order['id']}/landed", freight, expect=200),
        lambda: shop.move("scrap", 1, 1, bin_b, shop.scrap),
    ):
        zones = desk.get("/value/parts")["zones"]
        behind = clock() + 1
        while clock() <= behind:
            pass
        seen.append((behind, zones))
        change()
    with app.app_context():
        writer = app.extensions["pickface"].writer
        for many in (0, 2):
            if many:
                assert snapshots.write_due(writer, many=many, until=as_of.last_id(clock()))
            for behind, zones in seen:
                found = zones_then(shop.office.site_id, "average_minor", behind)
                assert [{**plain(one), "transit": bool(one["transit"])} for one in found] == zones
            db.session.remove()
    today = dt.datetime.now(ZoneInfo("Europe/Berlin")).date()
    assert desk.get("/value/parts", on=f"{today}")["zones"] == desk.get("/value/parts")["zones"]
    assert desk.get("/value/parts", on=f"{today - dt.timedelta(days=2)}") == {
        "currency": "EUR", "zones": [], "owners": [],
    }  # fmt: skip
