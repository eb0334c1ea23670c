"""Pallets that stand in bins and are ordered whole: each of them is one scan, and leaves as it is."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Any

from pickface.simulate.client import Client

ON_EACH = 12
"""Units on a pallet: an order for as many has it taken whole, one for fewer takes them off it."""
STANDING = 4
"""So many that nobody is promised are kept standing."""


class Pallets:
    """An item that comes in no other way: nothing older of it lies anywhere, so its pallets may be taken whole.

    ``ask`` reads the database; ``quick`` does not wait for a server that is away.
    """

    def __init__(
        self, client: Client, quick: Client, run_id: str, ask: Callable[[str], list[Any]]
    ) -> None:
        self.quick, self.ask = quick, ask
        self.sku = f"PALLET-{run_id}"
        wanted = {"sku": self.sku, "name": "On pallets", "zone": "BULK", "volume_mm3": 1000}
        self.item = int(client.post("/items", wanted)["id"])
        self.bins = ask("SELECT id, code FROM place WHERE kind = 'bin' AND active = 1 ORDER BY id")

    def keep_standing(self, chance: Random) -> None:
        """Let one more stand in a bin where there are too few."""
        free = self.ask(
            "SELECT COALESCE(SUM(pickable - reserved - unreservable), 0) AS units FROM stock_level"
            f" WHERE item_id = {self.item}"
        )
        if free[0]["units"] >= STANDING * ON_EACH:
            return
        place = chance.choice(self.bins)
        made = self.quick.post("/containers", {"kind": "pallet", "place": place["code"]})
        wish = {"item": self.item, "place": place["id"], "container": made["items"][0]}
        self.quick.post("/stock/adjustments", {**wish, "delta": ON_EACH, "reason": "found"})

    def line(self, chance: Random) -> dict[str, int]:
        """What an order wants: mostly all of a pallet, now and then some units."""
        return {
            "item": self.item,
            "qty": ON_EACH if chance.random() < 0.8 else chance.randint(1, 3),
        }
