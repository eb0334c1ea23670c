"""A floor with somebody at a desk who makes rules, and the watcher, which judges when told."""

from __future__ import annotations

from typing import Any

from pickface.alerts.watcher import Watcher
from pickface.people.forms import PersonForm
from pickface.people.service import hire
from tests.office import PASSWORD, Desk
from tests.scenarios.floor import Floor


class House:
    """Tea and salt in bins, a manager and a buyer at desks."""

    def __init__(self, floor: Floor) -> None:
        self.floor = floor
        for sku, place in (("TEA", "A-01-01"), ("SALT", "B-01-01")):
            floor.item(sku)
            floor.stock(place, sku, 20)
        self.desk, self.buyer = self._desk("manager"), self._desk("buyer")
        self.watcher = Watcher(floor.app)

    def _desk(self, role: str) -> Desk:
        with self.floor.app.app_context():
            form = PersonForm(name=role.title(), role=role, login=role, password=PASSWORD)  # type: ignore[arg-type]
            hire(self.floor.site.id, form)
        desk = Desk(self.floor.app.test_client())
        desk.post("/session", {"login": role, "password": PASSWORD}, expect=200)
        return desk

    def rule(self, name: str = "Low tea", **told: Any) -> int:
        """A rule, and everything that it covers judged."""
        made = self.desk.post("/stock-rules", {"name": name, **told})
        self.settle()
        return int(made["id"])

    def settle(self) -> None:
        """Whatever was left to be done behind commits is done."""
        self.floor.work_off()
        self.watcher.work_off()
        self.floor.work_off()

    def alerts(self, state: str = "open") -> list[tuple[str, str, int, int]]:
        """Rule, item, value and level of each alert, the oldest first."""
        found = self.desk.get("/stock-alerts", state=state, descending="false")["items"]
        return [(one["rule"], one["sku"], one["value"], one["level"]) for one in found]

    def forecast(self, sku: str, a_day_milli: int, reorder_point: int, abc: str = "AX") -> None:
        """What is expected of an item."""
        told = {
            "site_id": self.floor.site.id, "item_id": self.floor.items[sku], "reckoned_at": 1,
            "a_day_milli": a_day_milli, "days": "[]", "weeks": "[]", "below_milli": 0, "above_milli": 0,
            "method": "mean", "abc_xyz": abc, "safety": 0, "reorder_point": reorder_point, "order_up_to": 100,
        }  # fmt: skip
        self.floor.write(lambda tx: tx.insert_many("forecast", [told]))
