"""A virtual handheld that can die: what it has kept is its disk, all else is memory and goes with a kill."""

from __future__ import annotations

import contextlib
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from random import Random
from typing import Any

import requests

from pickface.ids import uuid7
from pickface.simulate.client import Client, Refused, _read
from pickface.simulate.handheld import BATCH, GENESIS, Handheld, Held
from pickface.tasks.reducer import reduce
from tests.torture.proxy import Way
from tests.torture.truth import Intended, Truth

PATIENCE_S = (3, 5)
LOOK_S = 8.0
"""Without any news a device pulls after so long; a mute socket tells nothing."""


class Died(Exception):
    """The device was killed; its person picks it up and goes on."""


class Impatient(Client):
    """Asks once, and not for long: whoever asks again is the device."""

    def _call(self, method: str, path: str, **options: Any) -> Any:
        return _read(
            self.http.request(method, f"{self.url}/api/v1{path}", timeout=PATIENCE_S, **options)
        )


@dataclass
class Kept:
    """An event on the disk."""

    seq: int
    id: str
    task: int | None
    accepted: bool
    event: Any
    seen: Any
    script: Any
    """The one by which it was made: the server judges it by that."""
    sealed: dict[str, Any]
    verdict: str = ""


@dataclass
class Disk:
    """What survives: the stream's head, the events, and the work as it was last heard of, with what it includes."""

    seq: int = 0
    head: str = GENESIS
    kept: list[Kept] = field(default_factory=list)
    rows: dict[int, tuple[dict[str, Any], int]] = field(default_factory=dict)
    version: int = 0
    includes: int = 0


class Device(Handheld):
    """Keeps an event before it beeps; a thread of its own sends what is kept, whoever is signed in."""

    def __init__(self, way: Way, name: str, truth: Truth, seed: int) -> None:
        super().__init__(way.url, name)
        self.way, self.truth = way, truth
        self.chance = Random(f"{seed}/{name}")
        self.disk = Disk()
        self.lock = threading.RLock()
        self.closed: dict[int, str] = {}
        self.skew_ms = 0
        self.asleep = False
        self.dies = ""
        self.sends = ""
        self.person, self.shift = 0, ""
        self._life = 0
        self._over = threading.Event()
        self._mail = Impatient(way.url)
        self._drainer = threading.Thread(target=self._drain, name=f"drain-{name}", daemon=True)

    def caller(self, url: str) -> Client:
        """Devices do not wait for a network that is away."""
        return Impatient(url)

    def clock_ms(self) -> int:
        """The device's own clock, right or wrong."""
        return int(time.time() * 1000) + self.skew_ms

    # --- the person's side -------------------------------------------------------------------------------------------

    def begin_shift(self, badge: str, pin: str) -> None:
        """Sign in; the events of whoever was here before stay."""
        if self._socket is not None:
            self._socket.close()
        with contextlib.suppress(requests.RequestException):
            self.client.http.delete(f"{self.client.url}/api/v1/session", timeout=PATIENCE_S)
        key, person, shift = getattr(self, "key", None), self.person, self.shift
        try:
            # Nobody scans while the badge is read.
            with self.lock:
                super().sign_in(badge, pin)
                if self.person != person:
                    self.disk.rows, self.tasks = {}, {}
                    self.disk.version = self.disk.includes = 0
        except (requests.RequestException, Refused):
            self.key, self.person, self.shift = key, person, shift
            raise
        self._mail.http.cookies.update(self.client.http.cookies)
        if not self._drainer.is_alive():
            self._drainer.start()

    def act(self, task: Held, kind: str, **fields: Any) -> Any:
        """Reduce, keep, beep; the moments between are those at which a device may die."""
        with self.lock:
            event: Any = {"id": uuid7(), "kind": kind, **fields}
            seen = self.seen(task.script, event)
            result = reduce(task.script, task.state, event, seen)
            self._keep(task, event, seen, result)
            if result["accepted"]:
                task.state, task.state_word = result["state"], "begun"
            return result

    def look_up(self, code: str) -> None:
        """Scan anything, outside any task."""
        with self.lock:
            event = {"id": uuid7(), "kind": "scan", "code": code, "symbology": ""}
            result = {"accepted": True, "code": "looked_up", "effects": []}
            self._keep(None, event, None, result)

    def _keep(self, task: Held | None, event: Any, seen: Any, result: Any) -> None:
        line, qty = _taken(task, result)
        meant = self.truth.meant(
            Intended(
                device=self.device,
                person=self.person,
                what=(event["kind"], str(event.get("code", ""))),
                id=event["id"],
                accepted=result["accepted"],
                line=line,
                qty=qty,
            )
        )
        if self.dies == "before it is kept":
            self.die()
        self.put_on_disk(task, event, seen, result)
        if self.dies == "before it beeps":
            self.die()
        meant.beeped = True

    def put_on_disk(self, task: Held | None, event: Any, seen: Any, result: Any) -> None:
        """Durable from here on."""
        sealed = self.sealed(task, event, result)
        kept = Kept(
            self.seq,
            event["id"],
            task.id if task else None,
            result["accepted"],
            event,
            seen,
            task.script if task else None,
            sealed,
        )
        self.disk.kept.append(kept)
        self.disk.seq, self.disk.head = self.seq, self.head

    def die(self) -> None:
        """Lose the memory, start again from the disk. Whatever was under way is not heard any more."""
        with self.lock:
            self.dies = ""
            self._life += 1
            self.seq, self.head = self.disk.seq, self.disk.head
            self._show()
        raise Died

    # --- the work ----------------------------------------------------------------------------------------------------

    def pull(self, answer: Any = None) -> None:
        """Take the snapshot: begun work stays unless the server says that it has ended."""
        self.news.clear()
        with self.lock:
            person, life = self.person, self._life
            held = ",".join(str(t.id) for t in self.tasks.values() if t.state_word == "begun")
        snapshot = answer or self._mail.get("/me/work", have=held)
        with self.lock:
            if (person, life) == (self.person, self._life):
                self.take_snapshot(snapshot)

    def take_snapshot(self, snapshot: Any) -> None:
        """What the server says, with our own later events on top."""
        includes = snapshot["includes"].get(self.stream, 0)
        if (snapshot["version"], includes) < (self.disk.version, self.disk.includes):
            return  # Overtaken by one that was asked for later.
        rows = {task["id"]: (task, includes) for task in snapshot["tasks"]}
        present = set(rows)
        for task in snapshot["closed"]:
            if task["id"] not in rows:
                self.closed[task["id"]] = task["state"]
        for number, row in self.disk.rows.items():
            begun = number in self.tasks and self.tasks[number].state_word == "begun"
            if begun and number not in self.closed:
                rows.setdefault(number, row)
        for number in present:
            self.closed.pop(number, None)
        self.disk.rows = rows
        self.disk.version, self.disk.includes = snapshot["version"], includes
        self.version = snapshot["version"]
        self.disk.kept = [kept for kept in self.disk.kept if not self._is_over(kept)]
        self._show()

    def _is_over(self, kept: Kept) -> bool:
        if not kept.verdict:
            return False
        row = self.disk.rows.get(kept.task or 0)
        return kept.seq <= (row[1] if row else self.disk.includes) or kept.verdict != "booked"

    def _show(self) -> None:
        """Screens hold no state of their own: the rows, and the events that these do not include."""
        self.tasks = {number: self._shown(*row) for number, row in self.disk.rows.items()}

    def _shown(self, row: dict[str, Any], includes: int) -> Held:
        here = Held(
            row["id"],
            row["kind"],
            row["title"],
            row["state"],
            row["revision"],
            row["lease"]["number"],
            row["script"],
            row["task_state"],
        )
        for kept in self.disk.kept:
            if kept.task != here.id or not kept.accepted or kept.seq <= includes:
                continue
            here.state_word = "begun" if here.state_word == "offered" else here.state_word
            if kept.verdict != "set_aside":
                here.state = reduce(kept.script, here.state, kept.event, kept.seen)["state"]
        return here

    # --- the drainer -------------------------------------------------------------------------------------------------

    @property
    def waiting(self) -> int:
        """How many kept events no server has answered."""
        with self.lock:
            return sum(not kept.verdict for kept in self.disk.kept)

    def _drain(self) -> None:
        pause, looked = 0.05, time.monotonic()
        while not self._over.is_set():
            self._over.wait(pause)
            if self.asleep:
                continue
            try:
                changed = self._send()
                if changed or self.news.is_set() or time.monotonic() - looked > LOOK_S:
                    self.pull()
                    looked = time.monotonic()
                pause = 0.05
            except (requests.RequestException, Refused) as why:
                self.truth.note(f"not delivered: {getattr(why, 'code', '') or type(why).__name__}")
                pause = min(2.0, pause * 2) * self.chance.uniform(0.5, 1.0)

    def _send(self) -> bool:
        """One batch; True if the answer says that the work has changed."""
        with self.lock:
            life = self._life
            batch = [kept for kept in self.disk.kept if not kept.verdict][:BATCH]
        if not batch:
            return False
        how, self.sends = self.sends, ""
        if how == "last half first":
            # The server must answer that it expects others, and keep nothing of it.
            self._refused(batch[len(batch) // 2 :])
        try:
            answer = self._twice(batch) if how == "twice at once" else self._post(batch)
        except Refused as why:
            if why.code != "stream_gap":
                raise
            self._mend(int(why.params["expected"]))
            return False
        with self.lock:
            if life != self._life:
                return False
            return self._hear(answer)

    def _post(self, batch: list[Kept]) -> Any:
        body = {
            "attempt": 1,
            "sent": self.clock_ms(),
            "events": [kept.sealed for kept in batch],
        }
        return self._mail.post("/scans", body)

    def _refused(self, batch: list[Kept]) -> None:
        with contextlib.suppress(Refused):
            self._post(batch)

    def _twice(self, batch: list[Kept]) -> Any:
        """The same batch in two requests at one moment: one booking, the same verdicts."""
        with ThreadPoolExecutor(2) as pool:
            both = [pool.submit(self._post, batch) for _ in range(2)]
        first, second = (one.result() for one in both)
        told = [
            {v["id"]: (v["verdict"], v["code"]) for v in answer["verdicts"]}
            for answer in (first, second)
        ]
        for event_id in told[0].keys() & told[1].keys():
            if told[0][event_id] != told[1][event_id]:
                self.truth.wrong(f"{event_id}: {told[0][event_id]} and {told[1][event_id]}")
        return first

    def _hear(self, answer: Any) -> bool:
        verdicts = {v["id"]: v for v in answer["verdicts"]}
        changed = False
        for kept in self.disk.kept:
            told = verdicts.get(kept.id)
            if told is not None:
                kept.verdict = told["verdict"]
                changed = changed or kept.verdict == "set_aside"
                self.truth.answered(kept.id, told["verdict"], told["code"])
        if changed:
            self._show()
        return changed or answer["version"] > self.version

    def _mend(self, expected: int) -> None:
        """The server expects an earlier number: what it had answered and does not have now is offered again."""
        with self.lock:
            forgotten = [k for k in self.disk.kept if k.seq >= expected and k.verdict]
            first = min((k.seq for k in self.disk.kept if not k.verdict), default=expected)
            if forgotten or expected < first:
                self.truth.wrong(
                    f"{self.name}: the server forgot what it had answered, {expected}…"
                )
            for kept in forgotten:
                kept.verdict = ""

    def close(self) -> None:
        """End the shift."""
        self._over.set()
        if self._socket is not None:
            self._socket.close()
        if self._drainer.is_alive():
            self._drainer.join(15)


def _taken(task: Held | None, result: Any) -> tuple[int, int]:
    if task is None or task.kind != "pick":
        return 0, 0
    for effect in result["effects"]:
        if effect["type"] == "took":
            return int(effect["line"] or 0), int(effect["qty"])
    return 0, 0
