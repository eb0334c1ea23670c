"""What a warehouse does beside picking order by order: trucks, put walls, inspections, kits, pallets, substitutes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random
from typing import Any

from pickface.simulate.client import Client
from pickface.simulate.trucks import Trucks
from tests.torture.pallets import Pallets

BATCH = 3
"""So many orders share a put wall."""
KITS = 2
WHOLE = 0.1
"""Of the orders, those that want a pallet."""
MISSED = 0.1
"""Of the other ones, those that want what is not there."""
PACKERS = 3


MEASURED = {
    "Chilled": {"zone": "A", "min_temp_tenths": 20, "max_temp_tenths": 70},
    "Weighed": {"zone": "A", "weight_g": 1_000, "catch_weight": True},
}
"""What is asked of goods when they come in."""
ASKED = "SELECT id FROM exception WHERE kind = 'no_scan' AND state = 'open' ORDER BY id"
CONSENTED = 0.7
"""Of the goods that do not scan, those that may be taken without."""
DONE = {
    "pallets": "SELECT COUNT(DISTINCT cause) AS n FROM move WHERE kind = 'pick' AND from_container <> ''"
    " AND from_container = to_container",
    "substitutes": "SELECT COUNT(*) AS n FROM order_line WHERE substitute_for IS NOT NULL",
    "consents": "SELECT COUNT(*) AS n FROM exception WHERE kind = 'no_scan' AND params LIKE '%taken_by%'",
    "unannounced": "SELECT COUNT(*) AS n FROM purchase_order WHERE blind = 1 AND state <> 'receiving'",
    "measured": "SELECT COUNT(*) AS n FROM measurement",
}
"""How often what is seldom was done, by name: what nobody did was not tortured."""


class Variety:
    """The office's part of it. ``things`` is the catalogue that devices know; ``ask`` reads the database."""

    def __init__(
        self,
        client: Client,
        quick: Client,
        run_id: str,
        things: dict[str, dict[str, Any]],
        ask: Callable[[str], list[Any]],
    ) -> None:
        self.client, self.quick, self.run_id, self.ask = client, quick, run_id, ask
        self.trucks = Trucks(client, PACKERS)
        self.carrier = self.trucks.order()
        self.strict = f"TS-{run_id}"[-20:]
        self.client.make(
            "/suppliers",
            {"code": self.strict, "name": "Looked at", "inspection": "20%"},
            "supplier_taken",
        )
        self.kit = next((kit["sku"] for kit in client.get("/kits", kind="built")["items"]), None)
        self.bench = next(
            thing["code"] for thing in things.values() if thing.get("kind") == "station"
        )
        # Who inspects a serial reads it off the goods, and no script tells it.
        self.blind = {
            thing["item"] for thing in things.values() if thing.get("tracking") == "serial"
        }

        self.measured = [
            int(client.post("/items", {"sku": f"{name}-{run_id}", "name": name, **asks})["id"])
            for name, asks in MEASURED.items()
        ]
        self.pallets = Pallets(client, quick, run_id, ask)
        wanted = {"sku": f"NONE-{run_id}", "name": "Never there"}
        self.never = int(client.post("/items", wanted)["id"])

    def permit(self, stocked: Sequence[int]) -> None:
        """Say of each fourth item that is there what may be sent for it, and of one that never comes, two."""
        for item, other in zip(stocked[::4], stocked[1::4], strict=False):
            self.client.put(f"/items/{item}/substitutes", {"items": [other]})
        self.client.put(f"/items/{self.never}/substitutes", {"items": list(stocked[:2])})

    def lines(self, chance: Random, stocked: Sequence[int]) -> list[dict[str, int]]:
        """What an order wants: mostly some goods, now and then a pallet, or what it gets another item for."""
        if chance.random() < WHOLE:
            return [self.pallets.line(chance)]
        lines = [
            {"item": item, "qty": chance.randint(1, 3)}
            for item in chance.sample(stocked, chance.randint(1, 4))
        ]
        if chance.random() < MISSED:
            lines.append({"item": self.never, "qty": chance.randint(1, 2)})
        return lines

    def supplier_of(self, number: int, usual: Any, items: list[int]) -> Any:
        """Every second delivery comes from a supplier whose goods are looked at first."""
        return self.strict if number % 2 and not self.blind & set(items) else usual

    def release(self, orders: list[int]) -> None:
        """Release orders: one by itself, several to be taken at once and sorted."""
        if len(orders) == 1:
            self.quick.post(f"/orders/{orders[0]}/release?partial=true")
        else:
            wanted = {"orders": orders, "partial": True, "method": "batch"}
            self.quick.post("/orders/release", wanted)

    def at_once(self, chance: Random) -> int:
        """How many orders come next."""
        return BATCH if chance.random() < 0.2 else 1

    def answer(self, chance: Random) -> None:
        """Say of goods that do not scan whether they may be taken without."""
        for asked in self.ask(ASKED):
            action = "consent" if chance.random() < CONSENTED else "refuse"
            self.quick.post(f"/exceptions/{asked['id']}/resolve", {"action": action})

    def go_on(self, chance: Random) -> None:
        """Send packers to trucks, answer who asks for a consent, let pallets stand in bins, have some kits built."""
        self.trucks.send_packers()
        self.answer(chance)
        self.pallets.keep_standing(chance)
        if self.kit is not None:
            wanted = {"item": self.kit, "qty": KITS, "place": self.bench}
            self.quick.post("/work-orders", wanted)
