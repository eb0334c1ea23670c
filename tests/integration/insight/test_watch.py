"""What a manager acts on: low, dead, too much, and expiring, each the most pressing first."""

from __future__ import annotations

from typing import Any

import pytest
from apiflask import APIFlask

from pickface.clock import clock, day_of
from pickface.db import Tx
from pickface.stock.cost_changes import Said, name_cost
from pickface.stock.ledger import Cause, NewMove, post_moves
from tests import builders as b
from tests.office import Office, open_office

SITE_ZONE = "Europe/Berlin"


class Shop:
    """Items with a past, and what is expected of them."""

    def __init__(self, app: APIFlask) -> None:
        self.app = app
        self.office: Office = open_office(app)
        self.desk = self.office.desk
        b.write(app, self._build)

    def _build(self, tx: Tx) -> None:
        self.supplier, self.customer = (
            tx.value("SELECT id FROM place WHERE site_id = :site AND kind = :kind", site=self.site, kind=kind)
            for kind in ("supplier", "customer")
        )  # fmt: skip
        self.bin = b.make_place(tx, self.site, "A-01-01")

    @property
    def site(self) -> int:
        return self.office.site_id

    def item(self, sku: str, **values: Any) -> int:
        return b.write(self.app, lambda tx: b.make_item(tx, sku, **values))

    def goods(self, item: int, qty: int, days_ago: int = 0, lot: int = 0, cost: int = 0) -> None:
        """Units that came in some days ago, at a cost that was named since."""

        def come(tx: Tx) -> None:
            tx.now -= days_ago * b.DAY_MS
            move = NewMove("opening", item, qty, self.supplier, self.bin, lot)
            post_moves(tx, [move], Cause(f"test:{tx.now}", self.site))
            if cost:
                by = {"id": 1, "site_id": self.site}
                name_cost(tx, by, item, Said(cost, "EUR"))

        b.write(self.app, come)

    def ship(self, item: int, qty: int) -> None:
        move = NewMove("ship", item, qty, self.bin, self.customer)
        b.write(self.app, lambda tx: post_moves(tx, [move], Cause(f"test:{tx.now}", self.site)))

    def expect(self, item: int, a_day_milli: int, reorder_point: int = 0) -> None:
        """What was reckoned of an item."""
        values = {
            "days": "[]", "weeks": "[]", "below_milli": 0, "above_milli": 0, "method": "", "abc_xyz": "AX", "safety": 0,
            "order_up_to": reorder_point * 2, "reckoned_at": 1,
        }  # fmt: skip
        row = {
            "site_id": self.site,
            "item_id": item,
            "a_day_milli": a_day_milli,
            "reorder_point": reorder_point,
            **values,
        }
        b.write(self.app, lambda tx: tx.insert_many("forecast", [row]))

    def listed(self, name: str, **query: Any) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.desk.get(f"/watch/{name}", **query)["items"]
        return found


@pytest.fixture
def shop(app: APIFlask) -> Shop:
    return Shop(app)


def test_what_runs_low_first_stands_first_and_what_comes_counts(shop: Shop) -> None:
    soon, later, covered, wanted = (
        shop.item(sku) for sku in ("SOON", "LATER", "COVERED", "WANTED")
    )
    for item, qty in ((soon, 4), (later, 9), (covered, 1)):
        shop.goods(item, qty)
        shop.expect(item, 1_000, reorder_point=10)

    def order(tx: Tx) -> None:
        b.make_purchase_order(tx, shop.site, b.make_supplier(tx), [(covered, 50), (later, 1)])
        b.make_order(tx, shop.site, [(wanted, 2)])

    b.write(shop.app, order)
    low = shop.listed("low")
    assert [(one["sku"], one["units"], one["days"]) for one in low] == [
        ("WANTED", 2, None),
        ("SOON", 6, 4),
        ("LATER", 0, 10),
    ]
    assert (low[0]["waiting"], low[0]["available"], low[2]["incoming"]) == (2, 0, 1)


def test_dead_is_what_did_not_go_out_with_the_most_money_first(shop: Shop) -> None:
    dear, cheap, sold, fresh = (shop.item(sku) for sku in ("DEAR", "CHEAP", "SOLD", "FRESH"))
    for item, qty, days, cost in (
        (cheap, 5, 200, 10),
        (dear, 5, 120, 900),
        (sold, 5, 300, 5_000),
        (fresh, 5, 20, 9_000),
    ):
        shop.goods(item, qty, days, cost=cost)
    shop.ship(sold, 1)
    dead = shop.listed("dead", days=90)
    assert [(one["sku"], one["value_minor"]) for one in dead] == [("DEAR", 4_500), ("CHEAP", 50)]
    assert dead[0]["last_out_at"] is None
    assert [one["sku"] for one in shop.listed("dead", days=150)] == ["CHEAP"]
    first = shop.desk.get("/watch/dead", days=90, limit=1)
    second = shop.listed("dead", days=90, limit=1, cursor=first["next"])
    assert [one["sku"] for one in second] == ["CHEAP"]
    shop.desk.get("/watch/overstock", days=90, cursor=first["next"], expect=422)


def test_too_much_is_more_than_the_days_will_want(shop: Shop) -> None:
    much, little, never = (shop.item(sku) for sku in ("MUCH", "LITTLE", "NEVER"))
    shop.goods(much, 100, cost=200)
    shop.goods(little, 10, cost=200)
    shop.goods(never, 3, cost=100)
    for item, a_day in ((much, 500), (little, 500), (never, 0)):
        shop.expect(item, a_day)
    over = shop.listed("overstock", days=90)
    # 45 of MUCH go in 90 days, ten of LITTLE in 20.
    assert [(one["sku"], one["units"], one["days"], one["value_minor"]) for one in over] == [
        ("MUCH", 55, 200, 11_000),
        ("NEVER", 3, None, 300),
    ]


def test_lots_that_expire_are_told_before_and_after_their_day(shop: Shop) -> None:
    milk = shop.item("MILK", tracking="lot_expiry")
    today = clock()
    lots = {}
    for code, days in (("GONE", -2), ("SOON", 10), ("LATE", 60), ("EATEN", 5)):
        on = day_of(today + days * b.DAY_MS, SITE_ZONE)
        lots[code] = b.write(shop.app, lambda tx, code=code, on=on: b.make_lot(tx, milk, code, on))  # type: ignore[misc]
    for code in ("GONE", "SOON", "LATE"):
        shop.goods(milk, 4, lot=lots[code], cost=150)
    found = shop.listed("expiring", days=30)
    assert [(one["lot"], one["days"], one["units"], one["value_minor"]) for one in found] == [
        ("GONE", -2, 4, 600),
        ("SOON", 10, 4, 600),
    ]


def test_the_sums_say_how_much_money_each_list_is(shop: Shop) -> None:
    old = shop.item("OLD")
    shop.goods(old, 5, 200, cost=300)
    shop.expect(old, 0)
    told = {
        one["name"]: (one["rows"], one["value_minor"]) for one in shop.desk.get("/watch")["lists"]
    }
    assert told == {
        "low": (0, None),
        "dead": (1, 1_500),
        "overstock": (1, 1_500),
        "expiring": (0, 0),
    }
    lines = shop.desk.client.get("/api/v1/watch/dead?format=csv").text.splitlines()
    assert lines[1].startswith("OLD,")
    assert ",1500,EUR" in lines[1]
    shop.office.hire("picker")
    shop.office.sign_in("picker").get("/watch/dead", expect=403)
