"""The trucks of a shift: ordered by its desk, loaded by its packers, two at a time where there are two."""

from __future__ import annotations

import queue
import time
from typing import Any

from pickface.simulate.client import Client, Refused

MINUTE_MS = 60_000
LEAVE_IN_MIN = (45, 120, 720)
"""A truck soon, so that a long shift loads it under way; one later, and one for what is left at the end."""
SIDE_BY_SIDE = 2
"""So many packers load one truck, each with a handheld of their own."""


class Trucks:
    """What the desk of a shift knows of trucks; packers take from it the code of one that they are sent to."""

    def __init__(self, client: Client, packers: int) -> None:
        self.client = client
        self.packers = packers
        self.seen: set[int] = set()
        self._to_load: queue.SimpleQueue[str] = queue.SimpleQueue()

    def order(self) -> str:
        """Order trucks of a carrier that goes to most places; its code, '' where the site knows no trucks."""
        doors = [one["door"] for one in self._open()]
        able = [
            one
            for one in self.client.get("/carriers")["items"]
            if one["active"] and one["rates"] and not one["service"]
        ]
        if not doors or not able:
            return ""
        carrier = str(max(able, key=lambda one: one["rates"])["code"])
        for minutes in LEAVE_IN_MIN:
            leaves_at = int(time.time() * 1000) + minutes * MINUTE_MS
            wanted = {"carrier": carrier, "door": doors[0], "leaves_at": leaves_at}
            self.client.make("/departures", wanted, "departure_taken")
        return carrier

    def send_packers(self) -> None:
        """Send packers to each truck that parcels wait for."""
        if not self._to_load.empty():
            return
        for code in [one["code"] for one in self._open() if one["parcels"]]:
            for _ in range(min(SIDE_BY_SIDE, self.packers)):
                self._to_load.put(code)

    def next_code(self) -> str:
        """The truck that whoever asks is sent to; '' for none."""
        try:
            return self._to_load.get_nowait()
        except queue.Empty:
            return ""

    def loaded(self) -> int:
        """How many parcels the trucks took that were there in this shift."""
        left = self.client.get("/departures", state="left", limit=200)["items"]
        return sum(one["loaded"] for one in left if one["id"] in self.seen)

    def _open(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.client.get("/departures", limit=200)["items"]
        self.seen |= {one["id"] for one in found}
        return found


def open_truck(client: Client, code: str) -> Any:
    """The work that a person has who scans a truck's code; None where it has left meanwhile."""
    try:
        return client.post("/me/work/open", {"code": code})
    except Refused as why:
        if why.code == "departure_has_left":
            return None
        raise
