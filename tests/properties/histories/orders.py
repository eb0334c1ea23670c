"""What becomes of orders: they are split and merged, and their parcels leave by truck."""

from __future__ import annotations

from hypothesis.stateful import rule

from pickface.departures.leaving import leave, settle_order
from pickface.orders import splitting
from pickface.stock import carrying, containers
from tests.properties.histories.counts import Counts
from tests.properties.histories.goods import some, which
from tests.properties.test_stock import CONTAINERS


class Orders(Counts):
    """What becomes of orders."""

    def wanted(self) -> dict[int, tuple[int, int]]:
        """By item, what all orders that wait want, and what they are promised."""
        sql = (
            "SELECT ol.item_id, SUM(ol.qty - ol.given_up) AS wants, SUM(COALESCE((SELECT SUM(r.qty + r.taken)"
            " FROM reservation r WHERE r.order_line_id = ol.id), 0)) AS has"
            " FROM order_line ol GROUP BY ol.item_id"
        )
        return {row["item_id"]: (int(row["wants"]), int(row["has"])) for row in self.tx.all(sql)}

    def waiting_orders(self) -> list[int]:
        """Orders that nobody on the floor is at: nothing is pinned for them, or taken."""
        sql = (
            "SELECT id FROM orders o WHERE state = 'open' AND NOT EXISTS (SELECT 1 FROM reservation r"
            " JOIN order_line ol ON ol.id = r.order_line_id WHERE ol.order_id = o.id"
            " AND (r.place_id > 0 OR r.taken > 0)) AND EXISTS"
            " (SELECT 1 FROM order_line ol WHERE ol.order_id = o.id) ORDER BY id"
        )
        return [row["id"] for row in self.tx.all(sql)]

    @rule(order=which, line=which, units=some)
    def split_an_order(self, order: int, line: int, units: int) -> None:
        orders = self.waiting_orders()
        if not orders:
            return
        order_id, before = orders[order % len(orders)], self.wanted()
        lines = self.tx.all("SELECT id FROM order_line WHERE order_id = :o ORDER BY id", o=order_id)
        parts = {lines[line % len(lines)]["id"]: units}
        site = self.house.site.id
        self.attempt(lambda: splitting.split(self.tx, site, order_id, parts, self.by["id"]))
        assert self.wanted() == before
        self.learn_lines()

    @rule(order=which, other=which)
    def merge_orders(self, order: int, other: int) -> None:
        orders, before = self.waiting_orders(), self.wanted()
        if not orders:
            return
        one, two = orders[order % len(orders)], orders[other % len(orders)]
        site = self.house.site.id
        self.attempt(lambda: splitting.merge(self.tx, site, one, two, self.by["id"]))
        assert self.wanted() == before

    def learn_lines(self) -> None:
        """Lines that came of a split are worked like the others."""
        self.house.lines = [
            row["id"] for row in self.tx.all("SELECT id FROM order_line ORDER BY id")
        ]

    @rule(container=which, order=which)
    def leave_by_truck(self, container: int, order: int) -> None:
        """A parcel is loaded, stands at the door, and leaves with its truck: its goods are the order's, or nobody's."""
        code = CONTAINERS[container % len(CONTAINERS)]
        if not self.may_leave(code):
            return
        for other in CONTAINERS:
            if other != code and containers.stands_in(self.tx, other, code):
                carrying.move_container(self.tx, other, self.real[0], self.house.cause())
        self.count_spot((0, code))
        door = self.house.places[4]
        carrying.move_container(self.tx, code, door, self.house.cause())
        orders = [row["id"] for row in self.tx.all("SELECT id FROM orders ORDER BY id")]
        site, order_id = self.house.site.id, orders[order % len(orders)]
        leave(self.tx, site, order_id, code, self.house.cause())
        settle_order(self.tx, site, order_id)
        over = "SELECT id FROM order_line WHERE shipped > qty - given_up"
        assert self.tx.all(over) == [], "more has left than was wanted"
        for goods in [goods for goods in self.there if goods[3] == code]:
            del self.there[goods]
        self.gone.add(code)
