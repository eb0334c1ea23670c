"""``pickface audit``: does everything still add up? Stock against its moves, and the journal against its chains."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from pickface.db import db, rows
from pickface.scans.envelope import GENESIS, PublicKey, load_key, signature_holds
from pickface.stock.verify import verify

PAGE = 5_000


@dataclass
class Report:
    """What the audit looked at and what it found."""

    moves: int = 0
    balances: int = 0
    events: int = 0
    streams: int = 0
    differences: list[str] = field(default_factory=list)

    @property
    def clean(self) -> bool:
        """Nothing differs."""
        return not self.differences

    def as_json(self) -> dict[str, Any]:
        """The line of ``--json``."""
        return {
            "clean": self.clean,
            "moves": self.moves,
            "balances": self.balances,
            "events": self.events,
            "streams": self.streams,
            "differences": self.differences[:200],
            "difference_count": len(self.differences),
        }

    def sentence(self) -> str:
        """The same for people."""
        checked = (
            f"{self.moves} moves, {self.balances} balances, {self.events} events in {self.streams} streams"
        )
        return f"Clean: {checked}." if self.clean else f"{len(self.differences)} differences in {checked}."


def audit() -> Report:
    """Check everything; needs an application context. Reads only."""
    report = Report(
        moves=_count("move"), balances=_count("balance"), events=_count("scan_event")
    )
    report.differences += [str(difference) for difference in verify(lambda sql: rows(sql))]
    _check_streams(report)
    _check_verdicts(report)
    db.session.remove()
    return report


def _count(table: str) -> int:
    return int(rows(f"SELECT COUNT(*) AS n FROM {table}")[0]["n"])


def _check_verdicts(report: Report) -> None:
    """Every event has a verdict, and every move of a scan a booked one."""
    for found in rows(
        "SELECT e.id FROM scan_event e LEFT JOIN verdict v ON v.event_id = e.id WHERE v.id IS NULL LIMIT 100"
    ):
        report.differences.append(f"event {found['id']} has no verdict")
    for found in rows(
        "SELECT DISTINCT m.cause FROM move m JOIN scan_event e ON e.id = m.cause WHERE NOT EXISTS "
        "(SELECT 1 FROM verdict v WHERE v.event_id = m.cause AND v.verdict = 'booked') LIMIT 100"
    ):
        report.differences.append(f"event {found['cause']} moved goods without being booked")


def _check_streams(report: Report) -> None:
    """Each stream is contiguous, each event carries the hash of the one before, and each signature holds."""
    keys = _keys()
    for stream in rows("SELECT id, next_seq, head FROM stream ORDER BY id"):
        report.streams += 1
        seq, head = 1, GENESIS
        for event in _events_of(stream["id"]):
            body = _body(event["body"])
            text = event["body"]
            if body is None or event["code"] in ("chain_fork", "id_conflict", "malformed"):
                continue  # Journaled beside the chain, and set aside for it.
            if event["seq"] != seq or body["prev"] != head:
                if body["kind"] != "lost":
                    report.differences.append(
                        f"stream {stream['id']}: expected {seq}, found {event['seq']} ({event['id']})"
                    )
            head = hashlib.sha256(text.encode()).hexdigest()
            seq = int(body["through"] if body["kind"] == "lost" else event["seq"]) + 1
            key = keys.get(body["shift"])
            forged = key is None or not signature_holds(key, text, event["sig"])
            if forged and event["code"] not in ("bad_signature", "unknown_key"):
                report.differences.append(f"event {event['id']}: the signature does not hold")
        if (seq, head) != (stream["next_seq"], stream["head"]):
            report.differences.append(f"stream {stream['id']}: its head is not its last event")


def _events_of(stream: str) -> Iterator[Any]:
    """A stream's events in order, page by page, each with its first verdict's code."""
    after, last_id = 0, ""
    while True:
        page = rows(
            "SELECT e.id, e.seq, e.body, e.sig, (SELECT v.code FROM verdict v WHERE v.event_id = e.id "
            "ORDER BY v.id LIMIT 1) AS code FROM scan_event e WHERE e.stream = :stream "
            "AND (e.seq > :after OR (e.seq = :after AND e.id > :last)) ORDER BY e.seq, e.id LIMIT :page",
            stream=stream,
            after=after,
            last=last_id,
            page=PAGE,
        )
        yield from page
        if len(page) < PAGE:
            return
        after, last_id = page[-1]["seq"], page[-1]["id"]


def _body(text: str) -> dict[str, Any] | None:
    try:
        body = json.loads(text)
    except ValueError:
        return None
    return body if isinstance(body, dict) and "prev" in body else None


def _keys() -> dict[str, PublicKey]:
    """The public keys of all shifts and of the server."""
    found = rows("SELECT id, public_key FROM shift UNION ALL SELECT id, public_key FROM server_key")
    return {row["id"]: load_key(row["public_key"]) for row in found}
