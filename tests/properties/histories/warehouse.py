"""All of it in one warehouse; at the end everything is counted."""

from __future__ import annotations

from collections import Counter

from hypothesis import HealthCheck, settings
from hypothesis.stateful import invariant, run_state_machine_as_test

from pickface.config import Config
from pickface.stock.verify import verify
from tests.properties.histories.goods import Goods
from tests.properties.histories.kits import Kits
from tests.properties.histories.late import Late
from tests.properties.histories.office import Office
from tests.properties.histories.orders import Orders
from tests.properties.histories.promises import Promises
from tests.properties.test_stock import CONTAINERS

BOOKS = (
    "SELECT item_id, lot_id, place_id, container, qty FROM balance WHERE virtual = 0 AND qty > 0"
)


class Warehouse(Promises, Late, Kits, Orders, Office):
    """People, desks and thieves in a small warehouse."""

    def teardown(self) -> None:
        """Everything is counted: then books and goods agree, in the whole house and in transit."""
        try:
            self.everybody_comes_back()
            assert verify(self.tx.all) == []
            for spot in [(place, "") for place in self.real] + [
                (0, code) for code in CONTAINERS if code not in self.gone
            ]:
                self.count_spot(spot)
            sql = "SELECT item_id, SUM(qty) AS qty FROM balance WHERE virtual = 0 AND qty > 0 GROUP BY item_id"
            books = {row["item_id"]: int(row["qty"]) for row in self.tx.all(sql)}
            goods: Counter[int] = Counter()
            for (item, *_), units in self.there.items():
                goods[item] += units
            assert books == {item: units for item, units in goods.items() if units}
            sent = self.tx.all(
                "SELECT b.item_id, b.lot_id, b.qty FROM balance b JOIN place p ON p.id = b.place_id"
                " WHERE p.kind = 'transit' AND b.qty <> 0"
            )
            assert {(row["item_id"], row["lot_id"]): row["qty"] for row in sent} == +self.transit
            assert verify(self.tx.all) == []
        finally:
            self._opened.__exit__(None, None, None)


class HonestWarehouse(Warehouse):
    """Nothing is carried without a scan: whenever scans come in, the books are as the goods before anybody counts."""

    carry_without_a_scan = None
    empty_what_waits = None

    @invariant()
    def nothing_is_wrong_while_nobody_is_away(self) -> None:
        """Nothing is missing, and nothing is found that nothing explains."""
        if any(self.outboxes):
            return
        books: Counter[Goods] = Counter()
        for row in self.tx.all(BOOKS):
            place = 0 if row["container"] else row["place_id"]
            books[row["item_id"], row["lot_id"], place, row["container"]] += row["qty"]
        assert +books == +self.there
        assert self.tx.all("SELECT * FROM balance WHERE found > 0") == []

    def teardown(self) -> None:
        """Whatever was heard of late, it is so before anybody counts."""
        try:
            self.everybody_comes_back()
            self.nothing_is_wrong_while_nobody_is_away()
        finally:
            super().teardown()


def play(
    config: Config, histories: int, commands: int, warehouse: type[Warehouse] = Warehouse
) -> None:
    """Play so many histories of at most so many commands."""
    machine = type("Played", (warehouse,), {"config": config})
    run_state_machine_as_test(
        machine,
        settings=settings(
            deadline=None,
            max_examples=histories,
            stateful_step_count=commands,
            suppress_health_check=list(HealthCheck),
        ),
    )
