"""Checkpoints against the journal: each must come out of it again, and each one that is named must have been made."""

from __future__ import annotations

import json
from collections.abc import Iterator

from pickface.db import Row, row, rows
from pickface.insight.audit_keys import Keys
from pickface.insight.audit_report import Report
from pickface.scans.checkpoints import hash_of
from pickface.scans.envelope import GENESIS

_PAGE = 500


class Heads:
    """What the checkpoints say of one stream; the audit asks at each number that it comes to."""

    def __init__(self, report: Report, stream: str, behind: int = 1) -> None:
        """``behind`` is the number that the stream expected where the audit begins."""
        self._report, self._stream = report, stream
        self._left = {
            int(head["next_seq"]): head
            for head in rows(
                "SELECT next_seq, number, head FROM checkpoint_head WHERE stream = :stream AND next_seq > :behind "
                "ORDER BY next_seq",
                stream=stream,
                behind=behind,
            )
        }

    def pass_by(self, next_seq: int, head: str) -> None:
        """The stream stood here once; a checkpoint that was made then says so."""
        said = self._left.pop(next_seq, None)
        if said is not None and said["head"] != head:
            self._report.differs(
                f"stream {self._stream}: up to {next_seq - 1} it is not what checkpoint {said['number']} covers"
            )

    def end(self, next_seq: int) -> None:
        """The stream ends here: what a checkpoint covers beyond it was cut off."""
        for expected, said in self._left.items():
            where = "ends at" if expected > next_seq else "has no event there but goes on to"
            self._report.differs(
                f"stream {self._stream}: checkpoint {said['number']} covers it up to {expected - 1}, "
                f"it {where} {next_seq - 1}"
            )


class Named:
    """Which checkpoints were named: by signed events, by exports, by whoever wrote one down."""

    def __init__(self, report: Report) -> None:
        self._report = report
        self._made: dict[str, bool] = {}

    def check(self, checkpoint: object, by: str) -> None:
        """Tell it when the one that ``by`` names was never made."""
        if not isinstance(checkpoint, str) or not checkpoint:
            return
        if checkpoint not in self._made:
            found = row("SELECT number FROM checkpoint WHERE hash = :hash", hash=checkpoint)
            self._made[checkpoint] = found is not None
        if not self._made[checkpoint]:
            self._report.differs(f"{by} names checkpoint {checkpoint[:64]}, which is not there")


def newest(at: int) -> int:
    """The number of the newest checkpoint that had been made at a moment; 0 before the first one."""
    found = row("SELECT MAX(number) AS number FROM checkpoint WHERE at <= :at", at=at)
    return int((found["number"] if found else 0) or 0)


def check_chain(report: Report, keys: Keys, behind: int = 0) -> None:
    """Each checkpoint has the hash of what it says, hangs on the one before, and names keys that still stand.

    Of those ``behind`` a number, which itself is taken as it stands.
    """
    found = row("SELECT hash FROM checkpoint WHERE number = :number", number=behind)
    number, prev = (behind, str(found["hash"])) if found else (0, GENESIS)
    for checkpoint in _checkpoints(number):
        report.checkpoints += 1
        name = f"checkpoint {checkpoint['number']}"
        if checkpoint["number"] != number + 1 or checkpoint["prev"] != prev:
            report.differs(f"{name} does not hang on the one before")
        heads = [
            (head["stream"], int(head["next_seq"]), head["head"])
            for head in rows(
                "SELECT stream, next_seq, head FROM checkpoint_head WHERE number = :number ORDER BY stream",
                number=checkpoint["number"],
            )
        ]
        recomputed = hash_of(
            checkpoint["number"],
            checkpoint["prev"],
            checkpoint["at"],
            checkpoint["server_keys"],
            heads,
        )
        if recomputed != checkpoint["hash"]:
            report.differs(f"{name} does not have the hash of what it covers")
        number, prev = checkpoint["number"], checkpoint["hash"]
        for key, public_key in _server_keys(checkpoint):
            if keys.server_key(key) != public_key:
                report.differs(f"{name} names the server's key {key}, which is gone or another now")
    for lost in rows(
        "SELECT h.stream, MAX(h.number) AS number FROM checkpoint_head h LEFT JOIN stream s ON s.id = h.stream "
        "WHERE s.id IS NULL GROUP BY h.stream ORDER BY h.stream LIMIT 100"
    ):
        report.differs(
            f"stream {lost['stream']}: checkpoint {lost['number']} covers it, it is not there"
        )
    for lost in rows(
        "SELECT DISTINCT h.number FROM checkpoint_head h LEFT JOIN checkpoint c ON c.number = h.number "
        "WHERE c.number IS NULL ORDER BY h.number LIMIT 100"
    ):
        report.differs(f"checkpoint {lost['number']} has heads and is not there")


def _checkpoints(after: int) -> Iterator[Row]:
    while True:
        page = rows(
            "SELECT * FROM checkpoint WHERE number > :after ORDER BY number LIMIT :page",
            after=after,
            page=_PAGE,
        )
        yield from page
        if len(page) < _PAGE:
            return
        after = page[-1]["number"]


def _server_keys(checkpoint: Row) -> list[tuple[str, str]]:
    try:
        return [(str(key), str(public)) for key, public in json.loads(checkpoint["server_keys"])]
    except (ValueError, TypeError):
        return []
