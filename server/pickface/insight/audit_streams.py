"""The journal against itself: numbers, chains, signatures, authors, and the columns that repeat what bodies say."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from pickface.db import Row, row, rows
from pickface.insight.audit_checkpoints import Heads, Named
from pickface.insight.audit_keys import Keys
from pickface.insight.audit_redactions import Redactions
from pickface.insight.audit_report import Report
from pickface.insight.audit_signatures import Signatures
from pickface.scans.envelope import GENESIS, Envelope, open_envelope
from pickface.scans.journal import (
    ANY_HEAD,
    hash_of,
    is_redacted,
    original,
    said_by,
    stray_number,
)

PAGE = 2_000
# What the first condition on numbers says is in the second as well; it is there for the index, which cannot begin at
# either of two things. Without it each page would walk from the stream's beginning to where the last one ended.
EVENTS = (
    "SELECT e.id, e.stream, e.seq, e.device_at, e.person_id, e.task_id, e.step, e.kind, e.code, e.source, "
    "e.body, e.sig, e.received_at, v.code AS verdict_code, v.id AS verdict_id FROM scan_event e "
    "LEFT JOIN verdict v ON v.id = (SELECT MIN(w.id) FROM verdict w WHERE w.event_id = e.id) "
    "WHERE e.stream = :stream AND e.seq >= :after AND (e.seq > :after OR e.id > :last) "
    "ORDER BY e.seq, e.id LIMIT :page"
)
"""A stream's events behind a number, or behind an event of that number, each with its first verdict."""

_BESIDE = frozenset({"chain_fork", "id_conflict"})
"""Set aside because they do not hang on the chain; such an event has taken a number only if no other could."""
_UNPROVEN = _BESIDE | {"bad_signature", "unknown_key", "wrong_author", "malformed"}
"""Set aside because nobody could tell who signed; nothing is claimed of their signatures."""
_COLUMNS = {
    "device_at": "at",
    "stream": "stream",
    "seq": "seq",
    "person_id": "person",
    "task_id": "task",
    "step": "step",
    "kind": "kind",
    "code": "code",
    "source": "source",
}


@dataclass(frozen=True, slots=True)
class _Event:
    """A row of the journal, read once: what it says, in whatever form, and what the door would have made of it."""

    row: Row
    body: dict[str, Any]
    said: Envelope
    hash: str


class Streams:
    """Walks all streams once, event by event; or only what came behind a checkpoint, from the heads that it covers.

    Signatures are not reckoned again up to the checkpoint ``believed`` (0: all are).
    """

    def __init__(
        self, report: Report, keys: Keys, named: Named, behind: int = 0, believed: int = 0
    ) -> None:
        self._report, self._keys, self._named, self._behind = report, keys, named, behind
        self._believed = believed
        self._redactions = Redactions(report, keys)
        self._signatures = Signatures(self._signed)
        self._another_s: set[str] = set()

    def check(self) -> None:
        """Each stream is contiguous, each event carries the hash of the one before, and each signature holds."""
        with self._signatures:
            for stream in rows("SELECT id, next_seq, head FROM stream ORDER BY id"):
                self._report.streams += 1
                seq, head = self._walk(stream["id"])
                if (seq, head) != (stream["next_seq"], stream["head"]):
                    self._report.differs(f"stream {stream['id']}: its head is not its last event")
        if not self._behind:
            self._check_strays()
            self._redactions.check_all_told()

    def _walk(self, stream: str) -> tuple[int, str]:
        """Follow one stream; answers the number that it expects next and the hash of its last event."""
        seq, head = covered(stream, self._behind)
        believed = covered(stream, self._believed)[0] if self._believed else 0
        heads = Heads(self._report, stream, seq)
        events_after = _events_of(stream, seq - 1 if self._behind else -1)
        for number, same in groupby(events_after, key=lambda event: event["seq"]):
            events = list(same)
            read = {event["id"]: self._read(event) for event in events}
            for one in read.values():
                self._check_event(one, believed=one.row["seq"] < believed)
            link, others = _link_of(events, seq, number)
            for event in others:
                if event["verdict_code"] not in _BESIDE:
                    self._report.differs(
                        f"stream {stream}: event {event['id']} uses number {number} again"
                    )
            if link is None:
                continue
            body = read[link["id"]].body
            if number != seq:
                self._report.differs(f"stream {stream}: expected {seq}, found {number}")
            elif not _hangs(link, body, head):
                self._report.differs(
                    f"stream {stream}: event {link['id']} does not hang on the one before"
                )
            seq, head = _after(link, body, read[link["id"]].hash)
            heads.pass_by(seq, head)
        heads.end(seq)
        return seq, head

    def _read(self, event: Row) -> _Event:
        text = original(event["body"])
        if is_redacted(event["body"]):
            return _Event(event, {}, Envelope(text, "", ""), hash_of(event["body"]))
        if self._keys.is_server(event["stream"]):
            body = _body(text)
            return _Event(event, body, Envelope(text, "", "", body), hash_of(event["body"]))
        said = open_envelope(text, "")
        # What the door did not take as it was may say more than the door kept of it.
        return _Event(event, _body(text) if said.problem else said.body, said, said.hash)

    def _check_event(self, event: _Event, *, believed: bool) -> None:
        row, body = event.row, event.body
        if is_redacted(row["body"]):
            self._redactions.seen(row, proven=row["verdict_code"] not in _UNPROVEN)
            return
        self._check_columns(event)
        if row["verdict_code"] in _UNPROVEN:
            return
        if not self._keys.is_author(body):
            self._another_s.add(row["id"])
        claim = self._keys.claim(str(body.get("shift")), event.hash, row["sig"])
        if claim is None or believed:
            self._signed(row["id"], holds=claim is not None)
        else:
            self._signatures.check(row["id"], claim)
        self._named.check(body.get("checkpoint"), f"event {row['id']}")
        if self._keys.is_server(row["stream"]):
            if body.get("kind") == "sign_in" and row["verdict_code"] == "signed_in":
                self._keys.register(row["id"], body)
            self._redactions.told(body)

    def _signed(self, event_id: str, holds: bool) -> None:
        """Whether an event's signature holds is known now."""
        if not holds:
            self._report.differs(f"event {event_id}: the signature does not hold")
        elif event_id in self._another_s:
            self._report.differs(f"event {event_id}: another person's shift has signed it")

    def _check_columns(self, event: _Event) -> None:
        """The journal is read by its columns: they must say what the author has signed."""
        row, said = event.row, event.said
        columns = said_by(said, row["seq"])
        wrong = [name for name, key in _COLUMNS.items() if row[name] != columns[key]]
        if row["verdict_code"] not in _BESIDE and event.body.get("id", row["id"]) != row["id"]:
            wrong.append("id")
        if wrong and said.body:
            self._report.differs(
                f"event {row['id']}: {', '.join(wrong)} in the journal is not what its body says"
            )

    def _check_strays(self) -> None:
        """What belongs to no stream still has the number that its bytes gave it."""
        for event in _events_of(""):
            if event["seq"] != stray_number(hash_of(event["body"])):
                self._report.differs(f"event {event['id']}: its bytes are not those that came")


def _link_of(events: Sequence[Row], seq: int, number: int) -> tuple[Row | None, list[Row]]:
    """The event that took this number, and those that only claim it."""
    honest = [event for event in events if event["verdict_code"] not in _BESIDE]
    if honest:
        return honest[0], [event for event in events if event is not honest[0]]
    if number < seq:
        return None, list(events)
    first = min(events, key=lambda event: (event["received_at"], event["verdict_id"] or 0))
    return first, [event for event in events if event is not first]


def _hangs(event: Row, body: dict[str, Any], head: str) -> bool:
    """Whether an event follows what came before it; a tombstone stands for what is lost, and a fork was told."""
    return (
        head == ANY_HEAD
        # What it hung on is blanked with the rest of it; what hangs on it shows that it stands where it stood.
        or is_redacted(event["body"])
        or body.get("prev") == head
        or body.get("kind") == "lost"
        or (event["verdict_code"] in _BESIDE)
    )


def _after(event: Row, body: dict[str, Any], digest: str) -> tuple[int, str]:
    """The next number and the head behind an event."""
    if body.get("kind") == "lost" and event["verdict_code"] not in _BESIDE and "through" in body:
        return int(body["through"]) + 1, ANY_HEAD
    return int(event["seq"]) + 1, digest


def covered(stream: str, number: int) -> tuple[int, str]:
    """The number that a stream expected next at a checkpoint, and its head then; its beginning if it was not there."""
    found = row(
        "SELECT next_seq, head FROM checkpoint_head WHERE stream = :stream AND number <= :number "
        "ORDER BY next_seq DESC LIMIT 1",
        stream=stream,
        number=number,
    )
    return (int(found["next_seq"]), str(found["head"])) if found else (1, GENESIS)


def _events_of(stream: str, after: int = -1) -> Iterator[Row]:
    """A stream's events in order behind a number, page by page, each with its first verdict."""
    last_id = "g"
    while True:
        page = rows(EVENTS, stream=stream, after=after, last=last_id, page=PAGE)
        yield from page
        if len(page) < PAGE:
            return
        after, last_id = page[-1]["seq"], page[-1]["id"]


def _body(text: str) -> dict[str, Any]:
    """What an event says; nothing if somebody has made it unreadable."""
    try:
        body = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return body if isinstance(body, dict) else {}
