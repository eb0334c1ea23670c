"""``pickface audit``: does everything still add up?

Stock against its moves, the journal against its chains and keys, and both against the checkpoints that devices and
exports have carried out of reach.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from flask import current_app

from pickface.db import clock, db, one_moment, rows, side_by_side
from pickface.ids import first_id
from pickface.insight.audit_checkpoints import Named, check_chain, newest
from pickface.insight.audit_keys import Keys
from pickface.insight.audit_photos import check_photos
from pickface.insight.audit_report import Report
from pickface.insight.audit_streams import Streams
from pickface.stock.verify import verify, verify_items

_VERDICTS = (
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
)

# Not DISTINCT: SQLite would walk through the causes of all moves to have them in order.
VERDICTS_SINCE = (
    (_VERDICTS[0][0], f"{_VERDICTS[0][1]} AND e.id >= :first"),
    (
        _VERDICTS[2][0],
        "SELECT m.cause AS id FROM move m JOIN scan_event e ON e.id = m.cause WHERE m.id >= :first "
        "AND NOT EXISTS (SELECT 1 FROM verdict v WHERE v.event_id = m.cause AND v.verdict = 'booked')",
    ),
)
# With a sign, so that no index on the items of all moves offers itself.
MOVED = "SELECT DISTINCT +item_id AS item_id FROM move WHERE id >= :first ORDER BY 1"


def audit(
    checkpoints: Sequence[str] = (), since: int | None = None, *, every_signature: bool = True
) -> Report:
    """Check everything as it is at one moment; needs an application context. Reads only.

    ``checkpoints`` are hashes that somebody has kept outside: each must be one that was made here. ``since`` checks
    only what came since: stock of the items that moved, from their snapshots, and signatures and chains behind the
    newest checkpoint of that moment, which is believed. Where none had been made, all of the journal is read.
    Without ``every_signature`` everything is read, and the signatures that the newest checkpoint covers are believed:
    a body that was altered there, or another author, still breaks the chain that ends in it.
    """
    if since is not None:
        return _audit_since(checkpoints, since)
    with one_moment(sorts_much=True):
        report = Report(
            moves=_count("move"), balances=_count("balance"), events=_count("scan_event")
        )
        for difference in verify(rows, side_by_side):
            report.differs(str(difference))
        keys, named = Keys(report), Named(report)
        check_chain(report, keys)
        believed = 0 if every_signature else newest(clock())
        Streams(report, keys, named, believed=believed).check()
        keys.check_all_registered()
        for kept in checkpoints:
            named.check(kept, "what was kept outside")
        _check_verdicts(report)
        check_photos(report, _data())
    return report


def _audit_since(checkpoints: Sequence[str], since: int) -> Report:
    with one_moment(sorts_much=True):
        first = first_id(since)
        report = Report(
            moves=_count(f"move WHERE id >= '{first}'"),
            events=_count(f"scan_event WHERE id >= '{first}'"),
        )
        moved = rows(MOVED, first=first)
        report.balances = len(moved)
        arrays = db.engine.dialect.name == "postgresql"
        for difference in verify_items(
            rows, [one["item_id"] for one in moved], side_by_side, arrays=arrays
        ):
            report.differs(str(difference))
        behind = newest(since)
        keys, named = Keys(report), Named(report)
        check_chain(report, keys, behind)
        Streams(report, keys, named, behind).check()
        for kept in checkpoints:
            named.check(kept, "what was kept outside")
        for sentence, sql in VERDICTS_SINCE:
            events = dict.fromkeys(found["id"] for found in rows(f"{sql} LIMIT 100", first=first))
            for event in events:
                report.differs(sentence.format(event))
        check_photos(report, _data(), since)
    return report


def _data() -> Path:
    found: Path = current_app.extensions["pickface"].config.data
    return found


def _count(table: str) -> int:
    return int(rows(f"SELECT COUNT(*) AS n FROM {table}")[0]["n"])


def _check_verdicts(report: Report) -> None:
    """Every event has a verdict and every verdict an event, and what moved goods was booked."""
    for sentence, sql in _VERDICTS:
        for found in rows(f"{sql} LIMIT 100"):
            report.differs(sentence.format(found["id"]))
