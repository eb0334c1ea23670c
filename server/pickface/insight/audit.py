"""``pickface audit``: does everything still add up? Stock against its moves, and the journal against its chains."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from pickface.db import Row, one_moment, rows
from pickface.scans.envelope import GENESIS, PublicKey, load_key, signature_holds
from pickface.scans.journal import ANY_HEAD, original, stray_number
from pickface.stock.verify import verify

PAGE = 2_000
MOST_TOLD = 1_000
"""How many differences are kept in words; all are counted."""

_BESIDE = frozenset({"chain_fork", "id_conflict"})
"""Set aside because they do not hang on the chain; such an event has taken a number only if no other could."""
_UNPROVEN = _BESIDE | {"bad_signature", "unknown_key", "wrong_author", "malformed"}
"""Set aside because nobody could tell who signed; nothing is claimed of their signatures."""


@dataclass
class Report:
    """What the audit looked at and what it found."""

    moves: int = 0
    balances: int = 0
    events: int = 0
    streams: int = 0
    difference_count: int = 0
    differences: list[str] = field(default_factory=list)

    @property
    def clean(self) -> bool:
        """Nothing differs."""
        return not self.difference_count

    def differs(self, what: str) -> None:
        """Note a difference."""
        self.difference_count += 1
        if len(self.differences) < MOST_TOLD:
            self.differences.append(what)

    def as_json(self) -> dict[str, Any]:
        """The line of ``--json``."""
        return {
            "clean": self.clean,
            "moves": self.moves,
            "balances": self.balances,
            "events": self.events,
            "streams": self.streams,
            "differences": self.differences[:200],
            "difference_count": self.difference_count,
        }

    def sentence(self) -> str:
        """The same for people."""
        checked = f"{self.moves} moves, {self.balances} balances, {self.events} events in {self.streams} streams"
        if self.clean:
            return f"Clean: {checked}."
        return f"{self.difference_count} differences in {checked}."


def audit() -> Report:
    """Check everything as it is at one moment; needs an application context. Reads only."""
    with one_moment():
        report = Report(
            moves=_count("move"), balances=_count("balance"), events=_count("scan_event")
        )
        for difference in verify(rows):
            report.differs(str(difference))
        _check_streams(report)
        _check_strays(report)
        _check_verdicts(report)
    return report


def _count(table: str) -> int:
    return int(rows(f"SELECT COUNT(*) AS n FROM {table}")[0]["n"])


def _check_verdicts(report: Report) -> None:
    """Every event has a verdict and every verdict an event, and what moved goods was booked."""
    for sentence, sql in (
        (
            "event {} has no verdict",
            "SELECT e.id FROM scan_event e LEFT JOIN verdict v ON v.event_id = e.id WHERE v.id IS NULL",
        ),
        (
            "event {} has a verdict and is not in the journal",
            "SELECT DISTINCT v.event_id AS id FROM verdict v LEFT JOIN scan_event e ON e.id = v.event_id "
            "WHERE e.id IS NULL",
        ),
        (
            "event {} moved goods without being booked",
            "SELECT DISTINCT m.cause AS id FROM move m JOIN scan_event e ON e.id = m.cause WHERE NOT EXISTS "
            "(SELECT 1 FROM verdict v WHERE v.event_id = m.cause AND v.verdict = 'booked')",
        ),
        (
            "event {} belongs to a stream that is not there",
            "SELECT e.id FROM scan_event e LEFT JOIN stream s ON s.id = e.stream "
            "WHERE e.stream <> '' AND s.id IS NULL",
        ),
    ):
        for found in rows(f"{sql} LIMIT 100"):
            report.differs(sentence.format(found["id"]))


def _check_streams(report: Report) -> None:
    """Each stream is contiguous, each event carries the hash of the one before, and each signature holds."""
    keys = _keys()
    for stream in rows("SELECT id, next_seq, head FROM stream ORDER BY id"):
        report.streams += 1
        seq, head = 1, GENESIS
        for number, same in groupby(_events_of(stream["id"]), key=lambda event: event["seq"]):
            events = list(same)
            for event in events:
                _check_signature(report, event, keys)
            link, others = _link_of(events, seq, number)
            for event in others:
                if event["code"] not in _BESIDE:
                    report.differs(
                        f"stream {stream['id']}: event {event['id']} uses number {number} again"
                    )
            if link is None:
                continue
            body = _body(link)
            if number != seq:
                report.differs(f"stream {stream['id']}: expected {seq}, found {number}")
            elif not _hangs(link, body, head):
                report.differs(
                    f"stream {stream['id']}: event {link['id']} does not hang on the one before"
                )
            seq, head = _after(link, body)
        if (seq, head) != (stream["next_seq"], stream["head"]):
            report.differs(f"stream {stream['id']}: its head is not its last event")


def _check_strays(report: Report) -> None:
    """What belongs to no stream still has the number that its bytes gave it."""
    for event in _events_of(""):
        if event["seq"] != stray_number(_hash(event)):
            report.differs(f"event {event['id']}: its bytes are not those that came")


def _link_of(events: Sequence[Row], seq: int, number: int) -> tuple[Row | None, list[Row]]:
    """The event that took this number, and those that only claim it."""
    honest = [event for event in events if event["code"] not in _BESIDE]
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
        or body.get("prev") == head
        or body.get("kind") == "lost"
        or (event["code"] in _BESIDE)
    )


def _after(event: Row, body: dict[str, Any]) -> tuple[int, str]:
    """The next number and the head behind an event."""
    if body.get("kind") == "lost" and event["code"] not in _BESIDE and "through" in body:
        return int(body["through"]) + 1, ANY_HEAD
    return int(event["seq"]) + 1, _hash(event)


def _hash(event: Row) -> str:
    return hashlib.sha256(original(event["body"]).encode("utf-8", "surrogatepass")).hexdigest()


def _check_signature(report: Report, event: Row, keys: dict[str, PublicKey]) -> None:
    if event["code"] in _UNPROVEN:
        return
    key = keys.get(str(_body(event).get("shift")))
    if key is None or not signature_holds(key, original(event["body"]), event["sig"]):
        report.differs(f"event {event['id']}: the signature does not hold")


def _events_of(stream: str) -> Iterator[Row]:
    """A stream's events in order, page by page, each with its first verdict."""
    after, last_id = 0, ""
    while True:
        page = rows(
            "SELECT e.id, e.seq, e.body, e.sig, e.received_at, v.code, v.id AS verdict_id FROM scan_event e "
            "LEFT JOIN verdict v ON v.id = (SELECT MIN(w.id) FROM verdict w WHERE w.event_id = e.id) "
            "WHERE e.stream = :stream AND (e.seq > :after OR (e.seq = :after AND e.id > :last)) "
            "ORDER BY e.seq, e.id LIMIT :page",
            stream=stream,
            after=after,
            last=last_id,
            page=PAGE,
        )
        yield from page
        if len(page) < PAGE:
            return
        after, last_id = page[-1]["seq"], page[-1]["id"]


def _body(event: Row) -> dict[str, Any]:
    """What the event says; nothing if somebody has made it unreadable."""
    try:
        body = json.loads(original(event["body"]))
    except (ValueError, RecursionError):
        return {}
    return body if isinstance(body, dict) else {}


def _keys() -> dict[str, PublicKey]:
    """The public keys of all shifts and of the server."""
    found: Iterable[Row] = rows(
        "SELECT id, public_key FROM shift UNION ALL SELECT id, public_key FROM server_key"
    )
    return {row["id"]: load_key(row["public_key"]) for row in found}
