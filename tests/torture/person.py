"""A virtual person in a warehouse where everything breaks: goes on scanning whatever the device or the network does."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import requests

from pickface.simulate.bins import Act
from pickface.simulate.client import Refused
from pickface.simulate.handheld import Held
from pickface.simulate.person import Stuck
from pickface.simulate.trucks import open_truck
from tests.torture.desk import Hired
from tests.torture.device import Device, Died
from tests.torture.unusual import UNANNOUNCED, UnusualPerson

ASK_S = 1.5
"""So often a person without a task asks for one; until then they scan what they see."""
MOST_ACTS = 500
DOCK = "DOCK-1"


@dataclass(frozen=True)
class Pace:
    """How virtual people work; see ``pickface.simulate.person.Habits``."""

    seed: int
    errors: float = 0.03
    rate: float = 2.0


class Worker(UnusualPerson):
    """Two people who share one device, one after the other."""

    handheld: Device

    def __init__(
        self, device: Device, number: int, pace: Pace, crew: tuple[Hired, Hired], look: Any
    ) -> None:
        super().__init__(device, number, pace)
        self.crew, self.look = crew, look
        self.wants_change = False
        self.receives: list[str] = []
        self.vanished: set[int] = set()
        self._asked = 0.0
        self._acts: dict[int, int] = {}
        self.thread: threading.Thread | None = None

    @property
    def who(self) -> Hired:
        """Who works now."""
        return self.crew[0]

    def start(self, going_on: Callable[[], bool]) -> None:
        """Work in a thread of its own until the shift is over."""
        self.thread = threading.Thread(target=self._live, args=(going_on,), daemon=True)
        self.thread.start()

    def sign_in(self) -> None:
        """As long as it takes."""
        while True:
            try:
                self.handheld.begin_shift(self.who.badge, self.who.pin)
            except (requests.RequestException, Refused):
                time.sleep(0.3)
            else:
                return

    def _live(self, going_on: Callable[[], bool]) -> None:
        due = time.monotonic()
        while going_on():
            due = max(due + self.chance.uniform(0.5, 1.5) / self.rate, time.monotonic() - 5)
            time.sleep(max(0.0, due - time.monotonic()))
            self._turn()
        self.handheld.asleep = False

    def _turn(self) -> None:
        try:
            if self.wants_change:
                self._change()
            task = self._mine() or self._ask()
            if task is None:
                self.handheld.look_up(self.chance.choice(self.look))
            else:
                self._step(task.id)
        except Died:
            self.handheld.truth.note("devices killed")
        except (requests.RequestException, Refused) as why:
            code = getattr(why, "code", "")
            self.handheld.truth.note(f"not now: {code or type(why).__name__}")
            if code == "not_signed_in":
                self.sign_in()

    def _step(self, number: int) -> None:
        here = self.handheld
        self._acts[number] = self._acts.get(number, 0) + 1
        with here.lock:
            task = here.tasks.get(number)
            if task is None or task.state["done"]:
                return
            try:
                if self._acts[number] > MOST_ACTS:
                    raise Stuck(f"task {number} ({task.kind}) takes more than {MOST_ACTS} acts")
                self._act(task)
            except Stuck as why:
                self._given_up.add(number)
                self.stuck.append(str(why))
                return
        self._watch(number)

    def _watch(self, number: int) -> None:
        """Begun work that goes from the device without a word has been taken from its person."""
        here = self.handheld
        with here.lock:
            gone = number not in here.tasks and number not in here.closed
        if gone and number not in self.vanished:
            self.vanished.add(number)
            here.truth.wrong(f"{here.name}: begun task {number} went away without a word")

    def _mine(self) -> Held | None:
        here = self.handheld
        with here.lock:
            for number in [n for n in self._acts if n not in here.tasks]:
                if number not in here.closed:
                    self._watch(number)
                self._acts.pop(number)
            open_ = [
                task
                for task in here.tasks.values()
                if not task.state["done"]
                and task.id not in self._given_up
                and task.state_word != "held"
            ]
            return min(open_, key=lambda task: task.state_word != "begun", default=None)

    def _ask(self) -> Held | None:
        if time.monotonic() - self._asked < ASK_S:
            return None
        self._asked = time.monotonic()
        here = self.handheld
        if self.receives and self.chance.random() < UNANNOUNCED:
            here.pull(here.client.post("/me/work/receipt", {"code": DOCK}))
        elif self.receives:
            here.pull(here.client.post("/me/work/open", {"code": self.receives[0]}))
            self.receives.pop(0)
        elif code := self.trucks.next_code() if self.trucks and "load" in self.who.kinds else "":
            here.pull(open_truck(here.client, code))
        else:
            here.pull(here.client.post("/me/work/next", {"kinds": self.who.kinds}))
        return self._mine()

    def _change(self) -> None:
        """Scan on without a network, then hand the device over: what A has not sent goes out under B."""
        here = self.handheld
        here.asleep = True
        for _ in range(self.chance.randint(2, 8)):
            task = self._mine()
            if task is None:
                here.look_up(self.chance.choice(self.look))
            else:
                self._step(task.id)
        # Whose work this is now, the next person's device knows only from the server.
        self._acts.clear()
        self.crew = (self.crew[1], self.crew[0])
        self.wants_change = False
        self.sign_in()
        here.asleep = False

    def _pause(self) -> None:
        """Nobody waits while holding the device."""

    def _look(self, place: str) -> list[Act]:
        try:
            return super()._look(place)
        except (requests.RequestException, Refused):
            return []
