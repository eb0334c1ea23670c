"""One torture: a house, people, faults by a seed, then calm, and the reckoning of what became of every scan."""

from __future__ import annotations

import contextlib
import importlib
import json
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

import requests

from pickface.simulate.client import Refused
from tests.integration.simulate.house import last_line, pickface
from tests.torture import faults
from tests.torture.desk import Office
from tests.torture.device import Device
from tests.torture.house import TorturedHouse
from tests.torture.pages import Pages
from tests.torture.person import Pace, Worker
from tests.torture.proxy import Proxy
from tests.torture.reckoning import (
    Findings,
    reckon_by_id,
    reckon_in_order,
    reckon_lines,
    reckon_moves,
)
from tests.torture.truth import Truth
from tests.torture.variety import DONE

DRAIN_S = 120.0
AUDIT_S = 1_800.0
"""An hour of scans has some hundred thousand signatures to verify."""
PURCHASES_A_MINUTE = 8
LOOKS = 5
"""So often a device looks at its work in the end; what differs each time is not on its way."""
BACK_S = 5.0
"""Devices work again within so long of the server's return."""


@dataclass(frozen=True)
class Plan:
    """What kind of torture. ``rate`` is scans a second and virtual person; ``gap_s`` the mean pause between faults."""

    seed: int
    minutes: float = 3.0
    people: int = 14
    pages: int = 4
    rate: float = 2.2
    gap_s: float = 2.0
    kinds: tuple[str, ...] = tuple(faults.ALL)
    defect: str = ""
    settings: tuple[tuple[str, str], ...] = ()
    """Of the server's environment, as another database than the embedded one."""


class Run:
    """The torture itself. ``say`` is told what happens."""

    def __init__(self, plan: Plan, data: Path, say: Callable[[str], None] = print) -> None:
        self.plan, self.say = plan, say
        self.chance = Random(plan.seed)
        self.truth = Truth()
        self.counts: Counter[str] = Counter()
        self.house = TorturedHouse(data, plan.defect, dict(plan.settings))
        self.workers: list[Worker] = []
        self.pages: Pages | None = None
        self.back_s: list[float] = []
        self._timers: list[tuple[threading.Timer, Callable[[], None]]] = []
        self._going = threading.Event()
        self.proxy = Proxy(self.house.port, plan.seed)
        self.office: Office

    def run(self) -> dict[str, Any]:
        """Everything; answers the last line."""
        try:
            self.set_up()
            began = time.monotonic()
            self.torture()
            self.calm()
            self.drain()
            self.compare()
            tortured_s = time.monotonic() - began
            return self.reckon(tortured_s)
        finally:
            self.tear_down()

    def set_up(self) -> None:
        """A demo site, people with devices, pages, and work for all of them."""
        plan = self.plan
        self.house.start()
        self.office = Office(self.house, plan.seed)
        catalogue = self.office.catalogue()
        look = sorted(catalogue)[:: max(1, len(catalogue) // 200)]
        kind = device_kind(plan.defect)
        for number in range(plan.people):
            crew = (self.office.hire(number), self.office.hire(number))
            device = kind(
                self.proxy.open(f"device-{number:02d}"),
                f"device-{number:02d}",
                self.truth,
                plan.seed,
            )
            device.learn(catalogue)
            pace = Pace(plan.seed, rate=plan.rate)
            self.workers.append(Worker(device, number, pace, crew, look))
            self.workers[-1].trucks = self.office.variety.trucks
        deliveries = self.office.buy(max(2, int(plan.minutes * PURCHASES_A_MINUTE)))
        receivers = [w for w in self.workers if "receive" in w.who.kinds]
        for number, delivery in enumerate(deliveries):
            if receivers:
                receivers[number % len(receivers)].receives.append(delivery)
        for worker in self.workers:
            worker.sign_in()
        if plan.pages:
            people = [self.office.hire(0, "picker") for _ in range(plan.pages)]
            self.pages = Pages(self, people, catalogue, look)

    def going_on(self) -> bool:
        """Whether people still work."""
        return self._going.is_set()

    def torture(self) -> None:
        """People work; faults come one after the other, each kind in turn in an order by the seed."""
        self._going.set()
        self.office.start(self.going_on)
        for worker in self.workers:
            worker.start(self.going_on)
        if self.pages:
            self.pages.start(self.going_on)
        until = time.monotonic() + self.plan.minutes * 60
        bag: list[str] = []
        while time.monotonic() < until:
            pause = self.chance.uniform(0.5, 1.5) * self.plan.gap_s
            time.sleep(min(pause, max(0.0, until - time.monotonic())))
            if not bag:
                bag = list(self.plan.kinds)
                self.chance.shuffle(bag)
            if bag:
                self.inject(bag.pop(), Random(self.chance.random()))
        self._going.clear()

    def inject(self, kind: str, chance: Random) -> None:
        """One fault."""
        if faults.ALL[kind](self, chance):
            self.counts[kind] += 1

    def restart(self) -> None:
        """Start the server again, and see how soon a device works with it."""
        for _ in range(3):
            try:
                self.house.start("serve")
            except AssertionError:
                self.house.kill()
                self.truth.note("the server needed another start")
            else:
                break
        back = time.monotonic()
        before = len(self.truth.answers)
        while len(self.truth.answers) == before and time.monotonic() - back < BACK_S * 4:
            time.sleep(0.02)
        self.back_s.append(time.monotonic() - back)

    def later(self, seconds: float, work: Callable[[], None]) -> None:
        """Do something after a while, or when calm comes."""
        timer = threading.Timer(seconds, work)
        timer.daemon = True
        timer.start()
        self._timers.append((timer, work))

    def calm(self) -> None:
        """Faults end: fine weather, a right clock, a server, nobody asleep."""
        for timer, work in self._timers:
            if timer.is_alive():
                timer.cancel()
                work()
        for way in self.proxy.ways:
            way.clear()
        self.house.switch(read_only=False, clock_ms=0)
        for worker in self.workers:
            if worker.thread:
                worker.thread.join(30)
            worker.handheld.asleep, worker.handheld.dies = False, ""
        if self.office.thread:
            self.office.thread.join(30)
        if self.pages:
            self.pages.calm()

    def drain(self) -> None:
        """Every device sends what it has."""
        until = time.monotonic() + DRAIN_S
        while time.monotonic() < until:
            waiting = sum(worker.handheld.waiting for worker in self.workers)
            waiting += self.pages.waiting if self.pages else 0
            if not waiting:
                return
            time.sleep(0.1)
        self.truth.wrong(
            f"{waiting} events are still not sent {DRAIN_S:.0f} s after all faults ended"
        )

    def compare(self) -> None:
        """Every device shows what the server has."""
        for worker in self.workers:
            worker.handheld.close()
            # Work may be offered to it between its look and ours: then it looks again.
            for _ in range(LOOKS):
                if not (wrong := _differs(worker.handheld)):
                    break
            else:
                self.truth.wrong(wrong)
        if self.pages:
            self.pages.compare()

    def reckon(self, seconds: float) -> dict[str, Any]:
        """Stop the server, and hold its books against the truth."""
        if self.pages:
            self.pages.close()
        self.house.stop()
        self.truth.keep(self.house.data / "torture-truth.json")
        found = Findings()
        for words in self.truth.violations:
            found.told.append(words)
        streams = [worker.handheld.stream for worker in self.workers]
        journal = self._journal(f"e.stream IN ({', '.join(repr(s) for s in streams)})")
        virtual = [one for one in self.truth.intended if one.id]
        reckon_by_id(found, virtual, journal, self.truth.answers)
        taken = self._reckon_units(found, virtual, journal)
        if self.pages:
            for page in self.pages.devices:
                typed = [
                    one for one in self.truth.intended if one.device == page.device and not one.id
                ]
                reckon_in_order(found, page.name, typed, self._page_journal(page.device))
        audit = last_line(
            pickface(
                "audit",
                "--data",
                str(self.house.data),
                "--json",
                patience_s=AUDIT_S,
                **self.house.settings,
            )
        )
        if not audit["clean"]:
            found.told += audit["differences"][:20]
        return self._line(found, audit, seconds, taken)

    def _reckon_units(self, found: Findings, virtual: list[Any], journal: list[Any]) -> int:
        moves = self.house.ask(
            "SELECT cause, qty FROM move WHERE order_line_id IS NOT NULL AND kind = 'pick'"
        )
        reckon_moves(found, virtual, journal, moves)
        # What a check or a take-over did not find in the tote is taken back, and is owed to nobody.
        taken = Counter(
            {
                row["line"]: row["qty"]
                for row in self.house.ask(
                    "SELECT m.order_line_id AS line, CAST(SUM(m.qty - COALESCE(back.qty, 0)) AS BIGINT) "
                    "AS qty FROM move m LEFT JOIN (SELECT reverses, SUM(qty) AS qty FROM move "
                    "WHERE reverses IS NOT NULL GROUP BY reverses) back ON back.reverses = m.id "
                    "WHERE m.kind = 'pick' AND m.reverses IS NULL "
                    "AND m.order_line_id IS NOT NULL GROUP BY m.order_line_id"
                )
            }
        )
        lines = self.house.ask(
            "SELECT l.id, l.order_id, l.item_id, l.shipped, o.state FROM order_line l "
            "JOIN orders o ON o.id = l.order_id WHERE o.channel = 'torture'"
        )
        reckon_lines(found, taken, lines)
        return taken.total()

    def _journal(self, where: str) -> list[Any]:
        return self.house.ask(
            "SELECT e.id, e.person_id, e.stream, e.seq, e.kind, e.body, v.verdict, v.code, v.params "
            "FROM scan_event e LEFT JOIN verdict v ON v.id = "
            "(SELECT MIN(id) FROM verdict WHERE event_id = e.id) "
            f"WHERE {where} ORDER BY e.received_at, e.stream, e.seq"
        )

    def _page_journal(self, device: str) -> list[dict[str, Any]]:
        rows = self._journal(f"e.device_id = '{device}' AND e.source <> 'server'")
        first: dict[str, int] = {}
        for row in rows:
            first.setdefault(row["stream"], len(first))
        rows.sort(key=lambda row: (first[row["stream"]], row["seq"]))
        return [{"person_id": row["person_id"], "what": what_of(row["body"])} for row in rows]

    def _line(self, found: Findings, audit: Any, seconds: float, taken: int) -> dict[str, Any]:
        truth = self.truth
        back = sorted(self.back_s)
        return {
            "seed": self.plan.seed,
            "minutes": self.plan.minutes,
            "intended": len(truth.intended),
            "beeped": sum(one.beeped for one in truth.intended),
            "on_pages": sum(not one.id for one in truth.intended),
            "faults": self.counts.total(),
            "kinds": len(self.counts),
            "lost": found.lost,
            "twice": found.twice,
            "wrong_author": found.wrong_author,
            "units": taken,
            **{name: self._many(sql) for name, sql in DONE.items()},
            "units_wrong": found.units_wrong,
            "refused_later": found.refused_later,
            "disagreed": found.disagreed,
            "violations": len(truth.violations),
            "audit": "clean" if audit["clean"] else f"{audit['difference_count']} differences",
            "events": audit["events"],
            "tasks_done": self._done(),
            "office_refused": dict(self.office.refused),
            "server_kills": self.house.kills,
            "back_s": {"median": _at(back, 0.5), "longest": _at(back, 1.0)},
            "stuck": [words for worker in self.workers for words in worker.stuck],
            "seconds": round(seconds, 1),
            "by_kind": dict(sorted(self.counts.items())),
            "verdicts": dict(sorted(truth.codes.items())),
            "notes": dict(truth.notes.most_common(30)),
            "told": found.told[:60],
            "good": found.good and not truth.violations and audit["clean"],
        }

    def _many(self, sql: str) -> int:
        return int(self.house.ask(sql)[0]["n"])

    def _done(self) -> dict[str, int]:
        """What was done, by the kind of work: what nobody did was not tortured."""
        of_people = ", ".join(str(one.id) for one in self.office.hired)
        done = self.house.ask(
            "SELECT kind, COUNT(*) AS n FROM task WHERE state = 'done' "
            f"AND person_id IN ({of_people}) GROUP BY kind ORDER BY kind"
        )
        return {row["kind"]: int(row["n"]) for row in done}

    def tear_down(self) -> None:
        """Leave nothing running."""
        self._going.clear()
        for timer, _ in self._timers:
            timer.cancel()
        for worker in self.workers:
            worker.handheld._over.set()
            worker.handheld.close()
        if self.pages:
            self.pages.close()
        self.proxy.close()
        self.house.kill()


def device_kind(defect: str) -> type[Device]:
    """The virtual devices of a run: sound ones, unless the defect is one of devices."""
    if not defect:
        return Device
    module = importlib.import_module(f"tests.faults.defects.{defect}")
    return getattr(module, "DefectiveDevice", Device)


def what_of(body: str) -> tuple[str, str]:
    """Kind and value of an event, as the harness notes them."""
    said = json.loads(body)
    for name in ("code", "qty", "action", "value"):
        if said.get(name) is not None:
            return said["kind"], str(said[name])
    return said["kind"], ""


def _at(ordered: list[float], share: float) -> float:
    return round(ordered[min(len(ordered) - 1, int(len(ordered) * share))], 2) if ordered else 0.0


def _differs(device: Device) -> str:
    """What a device that looks at its work now shows otherwise than the server; '' if nothing."""
    with contextlib.suppress(requests.RequestException, Refused):
        device.pull()
    try:
        snapshot = device.client.get("/me/work")
    except (requests.RequestException, Refused) as why:
        return f"{device.name} cannot see its work when all is calm: {why}"
    shown = {t.id: t.state for t in device.tasks.values() if not t.state["done"]}
    there = {t["id"]: t["task_state"] for t in snapshot["tasks"]}
    return (
        ""
        if shown == there
        else f"{device.name} shows {_less(shown)}, the server has {_less(there)}"
    )


def _less(states: dict[int, Any]) -> dict[int, Any]:
    return {
        number: {k: v for k, v in state.items() if k != "history"}
        for number, state in states.items()
    }
