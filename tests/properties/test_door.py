"""Whatever handhelds send, in whatever order and however often: everything is journaled once and the books hold.

``PICKFACE_EXAMPLES`` makes the search longer than a test run has time for.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from apiflask import APIFlask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pickface.app import create_app
from pickface.config import Config
from pickface.errors import Conflict
from pickface.insight.audit import audit
from pickface.registry import WORLD
from pickface.scans.door import StreamGap
from pickface.scans.resolution import resolve
from pickface.tasks import planning
from tests.conftest import close
from tests.scenarios.floor import Floor, Person
from tests.signing import Sealed, body, deliver, seal

EXAMPLES = int(os.environ.get("PICKFACE_EXAMPLES", "12"))

who = st.integers(0, 2)
CODES = (
    "T",
    "A-01-01",
    "A-01-02",
    "B-01-01",
    "TEA",
    "TEA-CASE",
    "SALT",
    "PACK-1",
    "NOBODY",
    "\x00",
)
ACTIONS = st.sampled_from(["short", "undo", "skip", "damaged", "full", "open", "blocked", "done"])
STEPS = st.one_of(
    st.tuples(st.just("forward"), who, st.integers(1, 6)),
    st.tuples(st.just("forward"), who, st.integers(1, 6)),
    st.tuples(st.just("scan"), who, st.sampled_from(CODES)),
    st.tuples(st.just("quantity"), who, st.integers(0, 5)),
    st.tuples(st.just("act"), who, ACTIONS, st.integers(0, 3)),
    st.tuples(st.just("lie"), who, st.sampled_from(CODES), st.booleans()),
    st.tuples(st.just("garble"), who),
    st.tuples(st.just("send"), who, st.integers(1, 5), st.sampled_from([1, 1, 1, 5])),
    st.tuples(st.just("send_late_first"), who),
    st.tuples(st.just("send_again"), who, st.integers(1, 4)),
    st.tuples(st.just("fork"), who, st.sampled_from(CODES)),
    st.tuples(st.just("look"), who),
    st.tuples(st.just("assign"), who, who),
    st.tuples(st.just("resolve"), st.sampled_from(["book", "reject"])),
    st.tuples(st.just("cancel"), who),
    st.tuples(st.just("order"), st.integers(1, 4)),
)


class Shift:
    """Three people with devices that lose, repeat and forge, on a floor with too little stock."""

    def __init__(self, floor: Floor, number: int) -> None:
        self.floor = floor
        self.number = number
        self.orders = 0
        self.accepted: dict[str, bool] = {}
        self.answered: dict[str, tuple[str, str]] = {}
        self.rejected = False
        for units in (3, 2, 4):
            self.order(units)
        self.people = [floor.person(f"P{number}-{n}") for n in range(3)]
        for person in self.people:
            person.next("pick")
            person.go_offline()

    def do(self, step: tuple[Any, ...]) -> None:
        """One thing happens."""
        what, *rest = step
        act: Callable[..., None] = getattr(self, what)
        act(*rest)

    def order(self, units: int) -> None:
        """A customer orders."""
        self.orders += 1
        number = f"{self.number}-{self.orders}"
        self.floor.order(number, release=False, TEA=units, SALT=1)
        self.floor.release(number, partial=True)

    def forward(self, n: int, times: int) -> None:
        """Somebody does what the screen says."""
        person = self.people[n]
        for _ in range(times):
            if person.done:
                person.next("pick")
            if person.done:
                return
            step = person.step
            script = person.task["script"] if person.task else {}
            if step["kind"] in {"go", "put"}:
                person.scan(person.place)
            elif "container" in step:
                person.scan(f"T{self.number:03}{n}")
            else:
                person.scan(script["items"][str(step["item"])]["sku"])

    def scan(self, n: int, code: str) -> None:
        """Somebody scans what comes to hand."""
        if self.people[n].task is not None:
            self.people[n].scan(f"T{self.number:03}{n}" if code == "T" else code)

    def quantity(self, n: int, qty: int) -> None:
        """Somebody types a number."""
        if self.people[n].task is not None:
            self.people[n].quantity(qty)

    def act(self, n: int, action: str, amount: int) -> None:
        """Somebody taps a button."""
        if self.people[n].task is not None:
            self.people[n].act(action, left=amount, qty=amount)

    def lie(self, n: int, code: str, accepted: bool) -> None:
        """A device whose engine is broken says that it accepted (or refused) a scan."""
        outcome = {"accepted": accepted, "code": "counted"}
        person = self.people[n]
        person.outbox.append(seal(person, body(person, code=code, outcome=outcome)))

    def garble(self, n: int) -> None:
        """A device sends what nobody understands."""
        person = self.people[n]
        person.outbox.append(seal(person, body(person, "dance")))

    def send(self, n: int, count: int, attempt: int) -> None:
        """A device delivers some of what waits."""
        person = self.people[n]
        batch = person.outbox[:count]
        self.take(person, batch, deliver(self.floor, *batch, by=person, attempt=attempt))
        del person.outbox[:count]

    def send_late_first(self, n: int) -> None:
        """A device forgets the first event: nothing may be kept of the others."""
        person = self.people[n]
        if len(person.outbox) > 1:
            with pytest.raises(StreamGap):
                deliver(self.floor, *person.outbox[1:], by=person)

    def send_again(self, n: int, count: int) -> None:
        """An answer was lost: a device repeats some of what it sent, in any order."""
        person = self.people[n]
        again = person.sent[-count:][::-1]
        for sealed in again:
            (answer,) = deliver(self.floor, sealed, by=person)
            assert answer["repeat"]

    def fork(self, n: int, code: str) -> None:
        """A restored copy of the device uses a number once more."""
        person = self.people[n]
        if person.sent:
            seq, head = person.seq, person.head
            told = json.loads(person.sent[-1][0])
            sealed = seal(person, body(person, code=code, seq=told["seq"], prev=told["prev"]))
            person.seq, person.head = seq, head
            self.take(person, [], deliver(self.floor, sealed, by=person))
            self.note(sealed)

    def look(self, n: int) -> None:
        """A device with an empty outbox pulls its work."""
        person = self.people[n]
        if not person.outbox:
            held = person._snapshot()
            person.task = next(iter(held.values()), None)

    def assign(self, n: int, to: int) -> None:
        """The supervisor gives somebody's task to another."""
        task = self.people[n].task
        if task is not None:
            with suppress(Conflict):
                self.floor.write(
                    lambda tx: planning.assign_task(tx, WORLD, task["id"], self.people[to].id)
                )

    def resolve(self, action: str) -> None:
        """The supervisor decides about the oldest scan that waits."""
        found = self.floor.value(
            "SELECT MIN(id) FROM exception WHERE state = 'open' AND kind = 'set_aside'"
        )
        if found is not None:
            engine = self.floor.engine
            self.rejected = True
            with suppress(Conflict):
                self.floor.write(
                    lambda tx: resolve(
                        tx, engine.door.judge, engine.signer, found, action, self.people[0].id
                    )
                )

    def cancel(self, n: int) -> None:
        """The office cancels an order."""
        number = f"{self.number}-{n + 1}"
        with suppress(Conflict):
            self.floor.cancel(number)

    def take(self, person: Person, batch: list[Sealed], answers: list[dict[str, Any]]) -> None:
        """Note what was sent and answered."""
        person.sent += batch
        for sealed in batch:
            self.note(sealed)
        for answer in answers:
            self.answered[answer["id"]] = (answer["verdict"], answer["code"])

    def note(self, sealed: Sealed) -> None:
        """Remember whether the device had accepted it."""
        said = json.loads(sealed[0])
        self.accepted[said["id"]] = said["outcome"]["accepted"]

    def end(self) -> None:
        """Everybody comes back into the network."""
        for n, person in enumerate(self.people):
            while person.outbox:
                self.send(n, 3, 1)
        self.floor.work_off()

    def check(self) -> None:
        """What must hold whatever happened."""
        with self.floor.app.app_context():
            differences = audit().differences
        assert not differences, "\n".join(differences)
        journaled = self.floor.read(
            "SELECT e.id, COUNT(v.id) AS verdicts, MIN(v.id) AS first FROM scan_event e "
            "LEFT JOIN verdict v ON v.event_id = e.id GROUP BY e.id"
        )
        count = {row["id"]: row["verdicts"] for row in journaled}
        for event_id, accepted in self.accepted.items():
            assert count[event_id] >= 1
            verdict, _ = self.answered[event_id]
            assert verdict != "refused" or not accepted, "goods that moved have moved"
            assert verdict != "booked" or accepted
            if not self.rejected:
                assert count[event_id] == 1


def new_floor(app: APIFlask) -> Floor:
    """Too little of everything, in three bins."""
    floor = Floor(app)
    floor.item("TEA", ("TEA-CASE", 2, "case"))
    floor.item("SALT")
    return floor


def work_a_shift(floor: Floor, steps: list[tuple[Any, ...]]) -> None:
    """Some stock comes in, the steps happen, and everything is checked."""
    floor.people += 1
    floor.stock("A-01-01", "TEA", 5)
    floor.stock("A-01-02", "TEA", 3)
    floor.stock("B-01-01", "SALT", 2)
    shift = Shift(floor, floor.people)
    for step in steps:
        shift.do(step)
    shift.end()
    shift.check()


many_steps = given(
    shifts=st.lists(st.lists(STEPS, min_size=5, max_size=25), min_size=1, max_size=4)
)
patient = settings(
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@settings(patient, max_examples=EXAMPLES)
@many_steps
def test_whatever_devices_send_is_journaled_once_and_the_books_hold_on_sqlite(
    sqlite_template: Path,
    tmp_path_factory: pytest.TempPathFactory,
    shifts: list[list[tuple[Any, ...]]],
) -> None:
    """Each example has a database of its own, so that a failing one can be made small."""
    data = tmp_path_factory.mktemp("shift")
    shutil.copy(sqlite_template, data / "pickface.sqlite3")
    app = create_app(Config(data=data, testing=True))
    try:
        floor = new_floor(app)
        for steps in shifts:
            work_a_shift(floor, steps)
    finally:
        close(app)
        shutil.rmtree(data)


def test_whatever_devices_send_is_journaled_once_and_the_books_hold_on_postgresql(
    new_postgres: Callable[[], str], tmp_path: Path
) -> None:
    """One database for all examples: each has its own people, orders and totes, and the books of all must hold."""
    app = create_app(Config(data=tmp_path, database_url=new_postgres(), testing=True))
    floor = new_floor(app)

    @settings(patient, max_examples=EXAMPLES // 2)
    @many_steps
    def shift_after_shift(shifts: list[list[tuple[Any, ...]]]) -> None:
        for steps in shifts:
            work_a_shift(floor, steps)

    try:
        shift_after_shift()
    finally:
        close(app)
