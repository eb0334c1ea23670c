"""Writing events into the journal: streams, numbers and chains (LAWS 1, 2), and what was delivered before."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pickface.db import Row, Tx
from pickface.ids import uuid7
from pickface.scans.envelope import GENESIS, Envelope

ANY_HEAD = ""
"""The head of a stream behind a tombstone: what the next event hangs on was lost with it."""
_MOST_LOST = 1_000_000
_CODED = "base64:"
_REDACTED = "redacted:"
_ADVANCE = (
    "UPDATE stream SET next_seq = :next, head = :hash, last_at = :now "
    "WHERE id = :stream AND next_seq = :seq AND head = :prev"
)
_FOLLOW = "UPDATE stream SET next_seq = :next, head = :head, last_at = :now WHERE id = :stream"
_INTO = (
    "INSERT INTO scan_event (id, site_id, received_at, device_at, stream, seq, person_id, device_id, task_id, "
    "step, kind, code, source, body, sig)"
)
_VALUES = (
    ":id, :site, :now, :at, :stream, :seq, :person, :device, :task, "
    ":step, :kind, :code, :source, :body, :sig"
)
_ENTER = f"{_INTO} VALUES ({_VALUES}) ON CONFLICT DO NOTHING"
_ADVANCE_AND_ENTER = (
    f"WITH stepped AS ({_ADVANCE} RETURNING 1), "
    f"entered AS ({_INTO} SELECT {_VALUES} FROM stepped ON CONFLICT DO NOTHING RETURNING 1) "
    "SELECT (SELECT COUNT(*) FROM stepped) AS stepped, (SELECT COUNT(*) FROM entered) AS entered"
)
"""Both in one round trip, where the database is a network away."""


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
    """Advance the event's stream and store the event exactly as it came. At most two statements when all is well."""
    if not event.body:
        return _enter_nameless(tx, event, carrier)
    if event.body["kind"] == "lost":
        return _enter_out_of_step(tx, event, carrier)
    stepped, entered = _step(tx, event, carrier)
    if entered:
        return Entered(event.id)
    if stepped:
        return _enter_conflict(tx, event, carrier)
    return _enter_out_of_step(tx, event, carrier)


def _step(tx: Tx, event: Envelope, carrier: Carrier) -> tuple[bool, bool]:
    """Whether the event is the next of its stream, and whether its id is new."""
    link = {"next": event.seq + 1, "hash": event.hash, "prev": event.body["prev"]}
    if tx.dialect == "sqlite":
        if not tx.run(_ADVANCE, now=tx.now, stream=event.stream, seq=event.seq, **link):
            return False, False
        return True, _insert(tx, event, carrier, event.id)
    found = tx.one(_ADVANCE_AND_ENTER, **_columns(tx, event, carrier, event.id), **link)
    return (False, False) if found is None else (bool(found["stepped"]), bool(found["entered"]))


def _enter_out_of_step(tx: Tx, event: Envelope, carrier: Carrier) -> Entered:
    """The number or the hash is not the stream's next: new stream, repeat, gap, fork or tombstone."""
    # The stream is locked before anything is looked up: two deliveries of one event must not both find it new.
    stream = tx.one(
        "SELECT next_seq, head FROM stream WHERE id = :id" + tx.for_update, id=event.stream
    )
    known = tx.one("SELECT body FROM scan_event WHERE id = :id", id=event.id)
    if known is not None:
        if known["body"] in (storable(event.text), redacted(event.hash)):
            return _repeated(tx, event.id, carrier)
        if stream is not None and stream["next_seq"] == event.seq:
            _follow(tx, event, event.seq, event.hash)
        return _enter_conflict(tx, event, carrier)
    if stream is None:
        if event.seq != 1:
            return Entered(event.id, new=False, gap=1)
        _open_stream(tx, event.stream, carrier)
        return enter(tx, event, carrier)
    if event.seq > stream["next_seq"]:
        return Entered(event.id, new=False, gap=int(stream["next_seq"]))
    return _enter_by_number(tx, event, carrier, stream)


def _enter_by_number(tx: Tx, event: Envelope, carrier: Carrier, stream: Row) -> Entered:
    """An event with the next number that hangs on something else, or one with a used number.

    With the next number it takes its place even as a fork: else no event behind it could ever come in (LAWS 8).
    """
    problem = "chain_fork"
    if event.seq == stream["next_seq"]:
        through = event.seq
        if event.body["kind"] == "lost":
            through = _last_lost(event)
            problem = "" if through else problem
        elif stream["head"] in (ANY_HEAD, event.body["prev"]):
            problem = ""
        lost = event.body["kind"] == "lost" and not problem
        _follow(tx, event, through or event.seq, ANY_HEAD if lost else event.hash)
    if _insert(tx, event, carrier, event.id):
        return Entered(event.id, problem=problem)
    return _enter_conflict(tx, event, carrier)


def _last_lost(event: Envelope) -> int:
    """The last number that a tombstone stands for: the device's store has them no longer; 0 if it makes no sense."""
    through = event.body.get("through")
    if type(through) is not int or not event.seq <= through < event.seq + _MOST_LOST:
        return 0
    return through


def _follow(tx: Tx, event: Envelope, last: int, head: str) -> None:
    tx.run(_FOLLOW, next=last + 1, head=head, now=tx.now, stream=event.stream)


def _open_stream(tx: Tx, stream: str, carrier: Carrier) -> None:
    tx.run(
        "INSERT INTO stream (id, site_id, device_id, next_seq, head, last_at) "
        "VALUES (:id, :site, :device, 1, :head, :now) ON CONFLICT DO NOTHING",
        id=stream,
        site=carrier.site_id,
        device=carrier.device_id,
        head=GENESIS,
        now=tx.now,
    )


def _enter_conflict(tx: Tx, event: Envelope, carrier: Carrier) -> Entered:
    """A known id with other bytes: kept under an id of the server's (LAWS 5), once."""
    return _enter_under_own_id(tx, event, carrier, event.stream, event.seq, "id_conflict")


def _enter_nameless(tx: Tx, event: Envelope, carrier: Carrier) -> Entered:
    """Not even its place in a stream can be read: kept raw (LAWS 8), once.

    Its number is made from its hash, so that the index finds it when it comes again.
    """
    return _enter_under_own_id(
        tx, event, carrier, "", stray_number(event.hash), event.problem or "malformed"
    )


def _enter_under_own_id(
    tx: Tx, event: Envelope, carrier: Carrier, stream: str, seq: int, problem: str
) -> Entered:
    before = tx.value(
        "SELECT id FROM scan_event WHERE stream = :stream AND seq = :seq AND body IN (:body, :redacted) "
        "ORDER BY id LIMIT 1",
        stream=stream,
        seq=seq,
        body=storable(event.text),
        redacted=redacted(event.hash),
    )
    if before is not None:
        return _repeated(tx, str(before), carrier)
    own = uuid7()
    _insert(tx, event, carrier, own, seq)
    return Entered(own, problem=problem)


def _repeated(tx: Tx, event_id: str, carrier: Carrier) -> Entered:
    tx.run(
        "INSERT INTO delivery (event_id, at, device_id) VALUES (:event, :now, :device)",
        event=event_id,
        now=tx.now,
        device=carrier.device_id,
    )
    return Entered(event_id, new=False, repeat=True)


def _insert(tx: Tx, event: Envelope, carrier: Carrier, event_id: str, seq: int = 0) -> bool:
    return bool(tx.run(_ENTER, **_columns(tx, event, carrier, event_id, seq)))


def _columns(
    tx: Tx, event: Envelope, carrier: Carrier, event_id: str, seq: int = 0
) -> dict[str, Any]:
    """The row of an event; what a malformed one does not say is empty."""
    return {
        "id": event_id,
        "site": carrier.site_id,
        "now": tx.now,
        "device": carrier.device_id,
        "body": storable(event.text),
        "sig": storable(event.sig[:400]),
        **said_by(event, seq),
    }


def said_by(event: Envelope, seq: int = 0) -> dict[str, Any]:
    """The columns that repeat what the body says, so that the journal can be searched; the audit compares them."""
    body = event.body
    return {
        "at": body.get("at", 0),
        "stream": body.get("stream", ""),
        "seq": body.get("seq", seq),
        "person": body.get("person"),
        "task": body.get("task"),
        "step": body.get("step") or "",
        "kind": body.get("kind", "malformed"),
        "code": printable(body.get("code") or body.get("value") or body.get("action") or "", 400),
        "source": printable(body.get("source", ""), 10),
    }


def stray_number(digest: str) -> int:
    """The number of an event that belongs to no stream, from the hash of its bytes."""
    return int(digest[:12], 16)


def storable(text: str) -> str:
    """Text that every database takes: what has NUL or lone surrogates is kept as base64 of its bytes."""
    if "\x00" not in text and not text.startswith((_CODED, _REDACTED)):
        try:
            text.encode()
        except UnicodeEncodeError:
            pass
        else:
            return text
    return _CODED + base64.b64encode(text.encode("utf-8", "surrogatepass")).decode()


def original(stored: str) -> str:
    """The text as it came, from how it is stored."""
    if not stored.startswith(_CODED):
        return stored
    return base64.b64decode(stored.removeprefix(_CODED)).decode("utf-8", "surrogatepass")


def redacted(digest: str) -> str:
    """What is stored in place of a body that was blanked: its hash, so that the chain and the signature still hold."""
    return _REDACTED + digest


def is_redacted(stored: str) -> bool:
    """Whether a stored body was blanked; one that came in like this was stored otherwise."""
    return stored.startswith(_REDACTED)


def hash_of(stored: str) -> str:
    """SHA-256 of the body as it came, from how it is stored."""
    if is_redacted(stored):
        return stored.removeprefix(_REDACTED)
    return hashlib.sha256(original(stored).encode("utf-8", "surrogatepass")).hexdigest()


def printable(value: Any, most: int) -> str:
    """The beginning of a value as text that every database takes; for columns that are searched, not for proof."""
    text = str(value)[:most]
    return text.encode("utf-8", "replace").decode().replace("\x00", "\ufffd")
