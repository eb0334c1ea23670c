"""A virtual handheld: a key, a stream, an outbox, the reducer, and the websocket that says when to look."""

from __future__ import annotations

import base64
import contextlib
import hashlib
import json
import threading
import time
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import websocket
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

from pickface.ids import uuid7
from pickface.scans.barcodes import parse
from pickface.simulate.client import Client
from pickface.simulate.reckoning import Answered, Deed
from pickface.tasks.reducer import reduce
from pickface.tasks.steps import current_step

GENESIS = "0" * 64
BATCH = 50


@dataclass
class Held:
    """A task on the device: its script, the state with our own events on top, and which those are."""

    id: int
    kind: str
    title: str
    state_word: str
    revision: int
    lease: int
    script: Any
    state: Any
    events: list[Any] = field(default_factory=list)
    """Own events, each with the script by which it was made: the server judges it by that one."""


@dataclass
class Tally:
    """What a device did and what it was answered."""

    deeds: list[Deed] = field(default_factory=list)
    answers: dict[str, Answered] = field(default_factory=dict)
    shorts: int = 0
    repeated: int = 0
    verdict_ms: list[float] = field(default_factory=list)
    pushed: list[tuple[str, float, float]] = field(default_factory=list)
    """Titles of picks that arrived after a push, when, and since when the person had had nothing to do."""


class Handheld:
    """One person's device. ``scan`` and its siblings reduce locally, then keep the event for delivery."""

    def __init__(self, url: str, name: str) -> None:
        self.client = self.caller(url)
        self.name = name
        self.device = uuid7()
        self.stream = uuid7()
        self.seq = 0
        self.head = GENESIS
        self.outbox: list[dict[str, Any]] = []
        self.tasks: dict[int, Held] = {}
        self.tally = Tally()
        self.catalogue: dict[str, dict[str, Any]] = {}
        self.news = threading.Event()
        self.version = 0
        self.idle_since = 0.0
        self._socket: websocket.WebSocketApp | None = None

    def caller(self, url: str) -> Client:
        """How this device speaks to the server."""
        return Client(url)

    def sign_in(self, badge: str, pin: str) -> None:
        """Make a key, register its public half, and listen for pushes."""
        self.key = ec.generate_private_key(ec.SECP256R1())
        point = self.key.public_key().public_bytes(
            serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint
        )
        session = self.client.post(
            "/session",
            {
                "badge": badge,
                "pin": pin,
                "device": {"id": self.device, "name": self.name},
                "stream": self.stream,
                "public_key": _base64(point),
            },
        )
        self.person, self.shift = session["person"]["id"], session["shift"]
        self._listen()

    def learn(self, catalogue: dict[str, dict[str, Any]]) -> None:
        """Take the local catalogue: barcode key -> thing. All devices of a site share one."""
        self.catalogue = catalogue

    def pull(self, answer: Any = None) -> None:
        """Take the snapshot and put our own later events on top of it."""
        # Cleared before asking: news that comes meanwhile is looked at next time.
        pushed = self.news.is_set()
        self.news.clear()
        held = ",".join(
            str(task) for task, here in self.tasks.items() if here.state_word == "begun"
        )
        snapshot = answer or self.client.get("/me/work", have=held)
        reckoned = snapshot["includes"].get(self.stream, 0)
        before, self.tasks = self.tasks, {}
        for task in snapshot["tasks"]:
            here = Held(
                task["id"],
                task["kind"],
                task["title"],
                task["state"],
                task["revision"],
                task["lease"]["number"],
                task["script"],
                task["task_state"],
            )
            if task["id"] in before:
                here.events = [e for e in before[task["id"]].events if e["seq"] > reckoned]
                for event in here.events:
                    script = event["script"]
                    here.state = reduce(script, here.state, event, self.seen(script, event))[
                        "state"
                    ]
            elif pushed and here.kind == "pick":
                # What follows a pick has its title, and comes when the pick is done, not when it is released.
                self.tally.pushed.append((here.title, time.monotonic(), self.idle_since))
            self.tasks[here.id] = here
        self.version = snapshot["version"]

    def seen(self, script: Any, event: Any) -> Any:
        """What the local catalogue says of a scanned code."""
        if event.get("kind") != "scan":
            return None
        key = parse(event.get("code", ""), event.get("symbology", ""))["key"]
        return None if key in script["codes"] else self.catalogue.get(key)

    def act(self, task: Held, kind: str, **fields: Any) -> Any:
        """Do one thing: reduce it here, sign it, keep it; answers the reducer's result."""
        event: Any = {"id": uuid7(), "kind": kind, **fields}
        result = reduce(task.script, task.state, event, self.seen(task.script, event))
        self.outbox.append(self.sealed(task, event, result))
        self._note(task, event["id"], result)
        if result["accepted"]:
            task.state, task.state_word = result["state"], "begun"
            task.events.append({**event, "seq": self.seq, "script": task.script})
        return result

    def sealed(self, task: Held | None, event: Any, result: Any) -> dict[str, Any]:
        """The event as it is delivered: with the next number of the stream, chained and signed."""
        step = current_step(task.script, task.state) if task else None
        self.seq += 1
        body = {
            "v": 1,
            **event,
            "stream": self.stream,
            "seq": self.seq,
            "prev": self.head,
            "person": self.person,
            "shift": self.shift,
            "task": task.id if task else None,
            "revision": task.revision if task else None,
            "lease": task.lease if task else None,
            "step": step["id"] if step else None,
            "source": "sim",
            "outcome": {"accepted": result["accepted"], "code": result["code"]},
            "at": self.clock_ms(),
        }
        text = json.dumps(body, separators=(",", ":"))
        self.head = hashlib.sha256(text.encode()).hexdigest()
        return {"body": text, "sig": self._sign(text)}

    def clock_ms(self) -> int:
        """What the device's own clock says."""
        return int(time.time() * 1000)

    def _note(self, task: Held, event_id: str, result: Any) -> None:
        """Keep what was meant by this, to be compared with what the server made of it."""
        line, qty = 0, 0
        for effect in result["effects"]:
            self.tally.shorts += effect["type"] == "short"
            # What a batch takes is for nobody until it is sorted.
            if (effect["type"], task.kind) in (("took", "pick"), ("sorted", "sort")):
                line, qty = effect["line"] or 0, effect["qty"]
        self.tally.deeds.append(Deed(event_id, self.person, result["accepted"], line, qty))

    def flush(self, twice: bool = False) -> bool:
        """Deliver what waits, in order; True if the server says that our work changed."""
        changed = False
        while self.outbox:
            batch = self.outbox[:BATCH]
            started = time.monotonic()
            answer = self._deliver(batch)
            self.tally.verdict_ms += [(time.monotonic() - started) * 1000]
            again = self._deliver(batch)["verdicts"] if twice else []
            # The first answer holds repeats too, where the one before it was lost on its way.
            for verdict in [*answer["verdicts"], *again]:
                self.tally.repeated += bool(verdict["repeat"])
                told = Answered(verdict["verdict"], verdict["code"])
                self.tally.answers.setdefault(verdict["id"], told)
                changed = changed or verdict["verdict"] == "set_aside"
            del self.outbox[: len(answer["verdicts"])]
            changed = changed or answer["version"] > self.version
        return changed

    def _deliver(self, batch: list[dict[str, Any]]) -> Any:
        body = {"attempt": 1, "sent": int(time.time() * 1000), "events": batch}
        return self.client.post("/scans", body)

    def _sign(self, text: str) -> str:
        r, s = decode_dss_signature(self.key.sign(text.encode(), ec.ECDSA(hashes.SHA256())))
        return _base64(r.to_bytes(32) + s.to_bytes(32))

    def _listen(self) -> None:
        address = urlsplit(self.client.url)
        cookies = "; ".join(f"{c.name}={c.value}" for c in self.client.http.cookies)
        scheme = "wss" if address.scheme == "https" else "ws"
        self._socket = websocket.WebSocketApp(
            f"{scheme}://{address.netloc}/ws?topics=work",
            cookie=cookies,
            on_message=lambda _ws, text: self._heard(text),
        )
        threading.Thread(
            target=self._socket.run_forever,
            kwargs={"reconnect": 2, "origin": self.client.url},
            daemon=True,
        ).start()

    def _heard(self, text: str) -> None:
        message = json.loads(text)
        if message.get("type") in ("pull", "work") and message.get("version", 0) > self.version:
            self.news.set()

    def close(self) -> None:
        """End the shift; the outbox must be empty."""
        if self._socket is not None:
            self._socket.close()
        with contextlib.suppress(OSError):
            self.client.http.delete(f"{self.client.url}/api/v1/session", timeout=10)


def _base64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()
