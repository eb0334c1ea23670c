"""A lorry is received by SSCC through the real HTTP server: pallets, cartons, four people. Prints one JSON line.

Usage: python bench/inbound.py [--pallets 40] [--cartons 30] [--people 4] [--seed 1]

Half of the pallets are received by their own label and one carton each, the other half carton by carton. Now and then
somebody scans a carton twice, or one that a colleague scans too, or is out of reach of the network for twenty scans;
one carton in a hundred is opened and counted by the piece. The building is the demo's.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

SERVER = Path(__file__).parents[1] / "server"
sys.path[:0] = [str(SERVER), str(Path(__file__).parent)]

from serving import command, serving  # noqa: E402 - the path comes first

from pickface.config import Config  # noqa: E402 - the path comes first
from pickface.demo.ensure import ensure_demo  # noqa: E402 - the path comes first
from pickface.demo.site import empty_shelves  # noqa: E402 - the path comes first
from pickface.simulate.client import Client  # noqa: E402 - the path comes first
from pickface.simulate.desk import Desk  # noqa: E402 - the path comes first
from pickface.simulate.handheld import Handheld, Held  # noqa: E402 - the path comes first
from pickface.simulate.reckoning import Outcome, reckon_deeds, spread  # noqa: E402 - the path comes first
from pickface.simulate.wishes import Wanted  # noqa: E402 - the path comes first

EACH, ITEMS = 24, 20
GOAL_P95_MS = 100
OFFLINE = 20


def sscc(number: int) -> str:
    """A code with its check digit."""
    body = f"34012345{number:09d}"
    total = sum(int(digit) * (3 if at % 2 == 0 else 1) for at, digit in enumerate(body))
    return f"{body}{-total % 10}"


class Lorry:
    """What was announced: pallets with their cartons, each of one item."""

    def __init__(self, desk: Client, pallets: int, cartons: int, chance: random.Random) -> None:
        items = [
            desk.post(
                "/items", {"sku": f"LORRY-{n:02d}", "name": f"Goods {n}", "zone": "ABC"[n % 3]}
            )
            for n in range(ITEMS)
        ]
        self.pallets = [
            (sscc(900_000 + n), [sscc(n * cartons + at + 1) for at in range(cartons)])
            for n in range(pallets)
        ]
        self.item_of = {
            plate: chance.choice(items) for _, plates in self.pallets for plate in plates
        }
        supplier = desk.post("/suppliers", {"code": "LORRY", "name": "Lorry"})["id"]
        wanted: dict[int, int] = {}
        for item in self.item_of.values():
            wanted[item["id"]] = wanted.get(item["id"], 0) + EACH
        self.units = sum(wanted.values())
        lines = [{"item": item, "qty": qty} for item, qty in wanted.items()]
        self.number = f"PO-LORRY-{pallets}"
        desk.post("/purchase-orders", {"number": self.number, "supplier": supplier, "lines": lines})
        body = {
            "number": "ASN-LORRY",
            "supplier": supplier,
            "purchase_order": self.number,
            "cartons": [
                {"sscc": plate, "pallet": pallet, "contents": [{"item": self.item_of[plate]["id"], "qty": EACH}]}
                for pallet, plates in self.pallets
                for plate in plates
            ],
        }  # fmt: skip
        started = time.perf_counter()
        self.id = desk.post("/deliveries", body)["id"]
        self.announced_ms = round((time.perf_counter() - started) * 1000)


class Receiver(threading.Thread):
    """Somebody at the dock with a share of the pallets."""

    def __init__(
        self, handheld: Handheld, number: int, people: int, lorry: Lorry, seed: int
    ) -> None:
        super().__init__(daemon=True)
        self.handheld, self.number, self.lorry = handheld, number, lorry
        self.chance = random.Random(seed * 1000 + number)
        self.share = list(enumerate(lorry.pallets))[number::people]
        self.others = [plate for _, plates in lorry.pallets for plate in plates]
        self.single_ms: list[float] = []
        self.offline, self.scanned, self.opened = 0, 0, 0
        self.label = f"LP{900_000 + number * 1_000}"
        self.problem = ""

    def run(self) -> None:
        """Receive the share, then say that all is done."""
        try:
            self._receive()
        except Exception as why:  # noqa: BLE001 - what went wrong is told in the bench's line
            self.problem = f"{type(why).__name__}: {why}"

    def _receive(self) -> None:
        first = self.share[0][1][0]
        opened = self.handheld.client.post("/me/work/open", {"code": first})
        self.handheld.pull(opened)
        self.task = self.handheld.tasks[opened["opened"]]
        for at, (pallet, plates) in self.share:
            if at % 2:
                self._scan(pallet)
                self._scan(self.chance.choice(plates))
                continue
            for plate in plates:
                self._scan(plate)
                if self.chance.random() < 0.01:
                    self._open(plate)
                elif self.chance.random() < 0.02:
                    self._scan(plate)
                if self.chance.random() < 0.02:
                    self._scan(self.chance.choice(self.others))
                if not self.offline and self.chance.random() < 0.01:
                    self.offline = OFFLINE
        self.offline = 0
        self._deliver()
        for _ in range(2):
            if not self.held.state["done"]:
                self._act("action", action="done")
        self._deliver()

    @property
    def held(self) -> Held:
        """The receipt as the device has it."""
        return self.task

    def _open(self, plate: str) -> None:
        if self._act("action", action="open")["code"] != "carton_opened":
            return
        self.opened += 1
        zone = self.lorry.item_of[plate].get("zone") or ""
        code = next(
            key
            for key, thing in self.task.script["codes"].items()
            if thing.get("item") == self.lorry.item_of[plate]["id"] and thing.get("qty") == 1
        )
        if self._act("scan", code=code, symbology="")["code"] == "need_into":
            label = f"{self.label[:-3]}{sum(map(ord, zone)) % 1000:03d}"
            self._act("scan", code=label, symbology="")
        self._act("quantity", qty=EACH)

    def _scan(self, plate: str) -> None:
        self.scanned += 1
        self._act("scan", code=f"00{plate}", symbology="")

    def _act(self, kind: str, **fields: Any) -> Any:
        result = self.handheld.act(self.task, kind, **fields)
        if self.offline:
            self.offline -= 1
            if self.offline:
                return result
        self._deliver()
        return result

    def _deliver(self) -> None:
        one = len(self.handheld.outbox) == 1
        before = len(self.handheld.tally.verdict_ms)
        if self.handheld.flush():
            self.handheld.pull()
            self.task = self.handheld.tasks.get(self.task.id, self.task)
        if one:
            self.single_ms += self.handheld.tally.verdict_ms[before:]


def run(folder: Path, chosen: argparse.Namespace) -> dict[str, Any]:
    """Announce, receive, reckon and audit."""
    ensure_demo(Config(data=folder), empty_shelves)
    with serving(folder) as url:
        wanted = Wanted(url=url, people=chosen.people, seed=chosen.seed)
        desk = Desk(wanted)
        lorry = Lorry(desk.client, chosen.pallets, chosen.cartons, random.Random(chosen.seed))
        people = [_hire(desk, url, number, lorry, chosen) for number in range(chosen.people)]
        started = time.monotonic()
        for person in people:
            person.start()
        for person in people:
            person.join()
        seconds = time.monotonic() - started
        line = _reckon(desk, lorry, people)
        for person in people:
            person.handheld.close()
    audit = command("audit", "--data", str(folder), "--json")
    clean = "clean" if audit["clean"] else audit["differences"][:5]
    return {**line, "seconds": round(seconds, 1), "audit": clean}


def _hire(desk: Desk, url: str, number: int, lorry: Lorry, chosen: argparse.Namespace) -> Receiver:
    handheld = Handheld(url, f"dock-{number}")
    handheld.sign_in(*desk.hire(number))
    return Receiver(handheld, number, chosen.people, lorry, chosen.seed)


def _reckon(desk: Desk, lorry: Lorry, people: list[Receiver]) -> dict[str, Any]:
    outcome = Outcome()
    for person in people:
        tally = person.handheld.tally
        journal = desk.client.pages("/scans", stream=person.handheld.stream)
        reckon_deeds(outcome, tally.deeds, tally.answers, journal)
    delivery = desk.client.get(f"/deliveries/{lorry.id}")
    [order] = desk.client.get("/purchase-orders", number=lorry.number)["items"]
    lines = desk.client.get(f"/purchase-orders/{order['id']}")["lines"]
    states = [carton["state"] for carton in delivery["contents"]]
    script = len(json.dumps(people[0].task.script))
    return {
        "pallets": len(lorry.pallets),
        "cartons": len(states),
        "people": len(people),
        "announced_ms": lorry.announced_ms,
        "script_bytes": script,
        "sent": outcome.sent,
        "booked": outcome.booked,
        "refused": outcome.refused,
        "set_aside": outcome.set_aside,
        "set_aside_codes": outcome.set_aside_codes,
        "lost": outcome.lost,
        "twice": outcome.twice,
        "wrong_author": outcome.wrong_author,
        "opened": sum(person.opened for person in people),
        "cartons_in": states.count("received") + states.count("opened"),
        "units_announced": lorry.units,
        "units_received": sum(line["received"] for line in lines),
        "delivery": delivery["state"],
        "order": order["state"],
        "scan_ms": spread(ms for person in people for ms in person.single_ms),
        "goal_p95_ms": GOAL_P95_MS,
        "notes": [person.problem for person in people if person.problem],
    }


def main() -> None:
    """Run the bench and print its line; the exit code says whether the books held."""
    options = argparse.ArgumentParser()
    options.add_argument("--pallets", type=int, default=40)
    options.add_argument("--cartons", type=int, default=30)
    options.add_argument("--people", type=int, default=4)
    options.add_argument("--seed", type=int, default=1)
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory(prefix="pickface-inbound-") as folder:
        line = run(Path(folder), chosen)
    print(json.dumps(line))
    right = line["units_received"] == line["units_announced"] and line["delivery"] == "received"
    bad = (
        line["lost"] or line["twice"] or line["wrong_author"] or line["set_aside"] or line["notes"]
    )
    sys.exit(0 if right and not bad and line["audit"] == "clean" else 1)


if __name__ == "__main__":
    main()
