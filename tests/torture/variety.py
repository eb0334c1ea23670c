"""What a warehouse does beside picking order by order: trucks, put walls, inspections and kits."""

from __future__ import annotations

from random import Random
from typing import Any

from pickface.simulate.client import Client
from pickface.simulate.trucks import Trucks

BATCH = 3
"""So many orders share a put wall."""
KITS = 2
PACKERS = 3


class Variety:
    """The office's part of it. ``things`` is the catalogue that devices know."""

    def __init__(
        self, client: Client, quick: Client, run_id: str, things: dict[str, dict[str, Any]]
    ) -> None:
        self.client, self.quick, self.run_id = client, quick, run_id
        self.trucks = Trucks(client, PACKERS)
        self.carrier = self.trucks.order()
        self.strict = f"STRICT-{run_id}"
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

    def go_on(self) -> None:
        """Send packers to trucks that parcels wait for, and have some kits built."""
        self.trucks.send_packers()
        if self.kit is not None:
            wanted = {"item": self.kit, "qty": KITS, "place": self.bench}
            self.quick.post("/work-orders", wanted)
