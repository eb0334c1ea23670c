"""Writing events into the journal: streams, numbers and chains (LAWS 1, 2), and what was delivered before."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pickface.db import Tx
from pickface.ids import uuid7
from pickface.scans.envelope import GENESIS, Envelope

_ADVANCE = (
    "UPDATE stream SET next_seq = :next, head = :hash, last_at = :now "
    "WHERE id = :stream AND next_seq = :seq AND head = :prev"
)
_ENTER = (
    "INSERT INTO scan_event (id, site_id, received_at, device_at, stream, seq, person_id, device_id, task_id, "
    "step, kind, code, source, body, sig) VALUES (:id, :site, :now, :at, :stream, :seq, :person, :device, :task, "
    ":step, :kind, :code, :source, :body, :sig) ON CONFLICT DO NOTHING"
)


@dataclass(frozen=True, slots=True)
class Carrier:
    """Who delivered: an enrolled device of a site (LAWS 3), and how often it has tried."""

    device_id: str | None
    site_id: int
    attempt: int = 1
    sent: int = 0
    """When the device sent the batch, by its own clock; 0 if it did not say."""

    def happened_at(self, now: int, body: Mapping[str, Any]) -> int | None:
        """When the scan happened by the server's clock: received - (sent - scanned); None if the clocks make no sense.

        It orders nothing; it only helps to reckon counts and finds (LAWS 20).
        """
        ago = self.sent - int(body.get("at", 0))
        return now - ago if self.sent and 0 <= ago <= 30 * 86_400_000 else None


@dataclass(frozen=True, slots=True)
class Entered:
    """What entering came to. ``new``: judge it. ``problem``: journaled, to be set aside for that reason.

    ``repeat``: it was here before, answer the stored verdict. ``gap``: nothing was journaled, the number that is
    expected instead.
    """

    id: str
    new: bool = True
    repeat: bool = False
    problem: str = ""
    gap: int = 0


def enter(tx: Tx, event: Envelope, carrier: Carrier) -> Entered:
    """Advance the event's stream and store the event exactly as it came. Two statements when all is well."""
    if not event.body:
        return _enter_nameless(tx, event, carrier)
    if tx.run(
        _ADVANCE,
        next=event.seq + 1,
        hash=event.hash,
        now=tx.now,
        stream=event.stream,
        seq=event.seq,
        prev=event.body["prev"],
    ):
        if _insert(tx, event, carrier, event.id):
            return Entered(event.id)
        return _enter_conflict(tx, event, carrier)
    return _enter_out_of_step(tx, event, carrier)


def _insert(tx: Tx, event: Envelope, carrier: Carrier, event_id: str) -> bool:
    body = event.body
    return bool(
        tx.run(
            _ENTER,
            id=event_id,
            site=carrier.site_id,
            now=tx.now,
            at=body.get("at", 0),
            stream=body.get("stream", ""),
            seq=body.get("seq", 0),
            person=body.get("person"),
            device=carrier.device_id,
            task=body.get("task"),
            step=body.get("step") or "",
            kind=body.get("kind", "malformed"),
            code=_printable(body.get("code") or body.get("value") or body.get("action") or ""),
            source=str(body.get("source", ""))[:10],
            body=storable(event.text),
            sig=storable(event.sig)[:400],
        )
    )


def _enter_out_of_step(tx: Tx, event: Envelope, carrier: Carrier) -> Entered:
    """The number or the hash is not the stream's next: new stream, repeat, gap, fork or tombstone."""
    known = tx.one("SELECT body FROM scan_event WHERE id = :id", id=event.id)
    if known is not None:
        if known["body"] == storable(event.text):
            tx.run(
                "INSERT INTO delivery (event_id, at, device_id) VALUES (:event, :now, :device)",
                event=event.id,
                now=tx.now,
                device=carrier.device_id,
            )
            return Entered(event.id, new=False, repeat=True)
        return _enter_conflict(tx, event, carrier)
    stream = tx.one("SELECT next_seq FROM stream WHERE id = :id" + tx.for_update, id=event.stream)
    if stream is None:
        if event.seq != 1:
            return Entered(event.id, new=False, gap=1)
        tx.run(
            "INSERT INTO stream (id, site_id, device_id, next_seq, head, last_at) "
            "VALUES (:id, :site, :device, 1, :head, :now) ON CONFLICT DO NOTHING",
            id=event.stream,
            site=carrier.site_id,
            device=carrier.device_id,
            head=GENESIS,
            now=tx.now,
        )
        if event.body["prev"] == GENESIS:
            return enter(tx, event, carrier)
        return _enter_forked(tx, event, carrier)
    if event.seq > stream["next_seq"]:
        return Entered(event.id, new=False, gap=int(stream["next_seq"]))
    if event.seq == stream["next_seq"] and event.body["kind"] == "lost":
        return _enter_tombstone(tx, event, carrier)
    return _enter_forked(tx, event, carrier)


def _enter_tombstone(tx: Tx, event: Envelope, carrier: Carrier) -> Entered:
    """The device's store no longer has the numbers up to ``through``; the stream goes on behind them."""
    through = event.body.get("through")
    if type(through) is not int or not event.seq <= through <= event.seq + 1_000_000:
        return _enter_forked(tx, event, carrier)
    tx.run(
        "UPDATE stream SET next_seq = :next, head = :hash, last_at = :now WHERE id = :stream",
        next=through + 1,
        hash=event.hash,
        now=tx.now,
        stream=event.stream,
    )
    _insert(tx, event, carrier, event.id)
    return Entered(event.id)


def _enter_forked(tx: Tx, event: Envelope, carrier: Carrier) -> Entered:
    """Another event with a used number, or one that hangs on another chain: kept, and set aside."""
    _insert(tx, event, carrier, event.id)
    return Entered(event.id, problem="chain_fork")


def _enter_conflict(tx: Tx, event: Envelope, carrier: Carrier) -> Entered:
    """A known id with other bytes: kept under an id of the server's (LAWS 5)."""
    own = uuid7()
    _insert(tx, event, carrier, own)
    return Entered(own, problem="id_conflict")


def _enter_nameless(tx: Tx, event: Envelope, carrier: Carrier) -> Entered:
    """Not even an id can be read: kept raw (LAWS 8), once."""
    text = storable(event.text)
    own = uuid7()
    _insert(tx, event, carrier, own)
    return Entered(own, problem="malformed" if text else "empty")


def storable(text: str) -> str:
    """Text that every database takes: what has NUL or lone surrogates is kept as base64 of its bytes."""
    if "\x00" in text or any("\ud800" <= letter <= "\udfff" for letter in text):
        return "base64:" + base64.b64encode(text.encode("utf-8", "surrogatepass")).decode()
    return text


def _printable(value: Any) -> str:
    text = str(value)[:400]
    return text.encode("utf-8", "replace").decode().replace("\x00", "\ufffd")
