"""The office during torture: hires people, orders as fast as the floor works, and now and then takes work away."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from random import Random
from typing import Any

import requests

from pickface.simulate.client import Client, Refused
from pickface.simulate.desk import DAY_MS, _things
from pickface.simulate.wishes import CREW, KINDS, LOGIN, PASSWORD
from tests.torture.device import Impatient
from tests.torture.house import TorturedHouse
from tests.torture.variety import Variety

PIN = "2580"
MORE_KINDS = {"picker": ["build"], "packer": ["build"], "receiver": ["inspect"]}
"""What they are asked to do here beside the work of a shift."""
GO_ON_S = 6.0
MOST_WAITING = 12
"""So many picks may wait for somebody before the office releases more."""


@dataclass(frozen=True)
class Hired:
    """Somebody who works here."""

    id: int
    badge: str
    pin: str
    kinds: list[str]


class Office:
    """A manager at a desk with a cable, whom no weather reaches; only the server itself may be away."""

    def __init__(self, house: TorturedHouse, seed: int) -> None:
        self.house = house
        self.run_id = f"{seed}-{int(time.time())}"
        self.chance = Random(f"{seed}/office")
        self.client: Client = Client(house.url)
        self.client.post("/session", {"login": LOGIN, "password": PASSWORD})
        self.quick = Impatient(house.url)
        self.quick.http.cookies.update(self.client.http.cookies)
        self.orders: list[int] = []
        self.refused: Counter[str] = Counter()
        self.hired: list[Hired] = []
        self.thread: threading.Thread | None = None
        self.stocked = [
            row["item_id"]
            for row in house.ask("SELECT item_id FROM stock_level WHERE pickable >= 20")
        ]
        self.variety = Variety(self.client, self.quick, self.run_id, self.catalogue(), house.ask)
        self.variety.permit(self.stocked)

    def hire(self, number: int, role: str = "") -> Hired:
        """Take somebody on."""
        role = role or CREW[number % len(CREW)]
        badge = f"T-{self.run_id}-{len(self.hired)}"
        made = self.client.post(
            "/people",
            {"name": f"Person {len(self.hired):03d}", "badge": badge, "pin": PIN, "role": role},
        )
        # What is seldom comes first, so that somebody does it.
        kinds = [*MORE_KINDS.get(role, ()), *KINDS[role]]
        person = Hired(made["id"], badge, PIN, kinds)
        self.hired.append(person)
        return person

    def catalogue(self) -> dict[str, dict[str, Any]]:
        """What every device knows."""
        return _things(self.client.get("/catalogue"))

    def buy(self, deliveries: int) -> list[str]:
        """Purchase orders for receivers to open."""
        supplier = self.client.get("/suppliers", limit=1)["items"][0]["id"]
        numbers = []
        for number in range(deliveries):
            items = [*self.chance.sample(self.stocked, 3), *self.variety.measured]
            lines = [{"item": item, "qty": self.chance.randint(2, 24)} for item in items]
            body = {
                "number": f"TP-{self.run_id}-{number}",
                "supplier": self.variety.supplier_of(number, supplier, items),
                "lines": lines,
            }
            self.client.make("/purchase-orders", body, "purchase_order_exists")
            numbers.append(body["number"])
        return numbers

    def start(self, going_on: Callable[[], bool]) -> None:
        """Keep the floor busy until the shift is over."""
        self.thread = threading.Thread(target=self._live, args=(going_on,), daemon=True)
        self.thread.start()

    def _live(self, going_on: Callable[[], bool]) -> None:
        number, next_look = 0, 0.0
        while going_on():
            try:
                if time.monotonic() > next_look:
                    next_look = time.monotonic() + GO_ON_S
                    self.variety.go_on(self.chance)
                waiting = self.quick.get("/me/choices")["waiting"].get("pick", 0)
                if waiting < MOST_WAITING:
                    numbers = range(number + 1, number + 1 + self.variety.at_once(self.chance))
                    number = numbers[-1]
                    self.variety.release([self._order(each) for each in numbers])
                    continue
            except requests.RequestException:
                pass
            except Refused as why:
                self.refused[why.code] += 1
            time.sleep(0.25)

    def _order(self, number: int) -> int:
        placed = self.quick.post(
            "/orders",
            {
                "number": f"TO-{self.run_id}-{number}",
                "channel": "torture",
                "ship_by": int(time.time() * 1000) + DAY_MS,
                "customer": f"Customer {number}",
                "street": "Main street 1",
                "postcode": "10115",
                "city": "Berlin",
                "country": "Germany",
                "lines": self.variety.lines(self.chance, self.stocked),
                "substitutes": self.chance.random() < 0.5,
            },
        )
        self.orders.append(placed["id"])
        return int(placed["id"])

    def reassign(self, chance: Random) -> bool:
        """Give somebody's begun task to somebody else; False if there is none."""
        begun = self.quick.get("/tasks", state="begun", limit=50)["items"]
        picks = [task for task in begun if task["kind"] == "pick"]
        if not picks:
            return False
        task = chance.choice(picks)
        others = [p for p in self.hired if p.id != task["person_id"] and "pick" in p.kinds]
        self.quick.post(f"/tasks/{task['id']}/assign", {"person": chance.choice(others).id})
        return True
