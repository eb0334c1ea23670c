"""What changed is judged: read outside any transaction, then written together with striking off what was judged.

Whoever changes an item meanwhile adds a row that is not among those struck off, so it is judged again. Two processes
that judge the same rows: the second finds them gone and begins anew. A rule that changed in between is seen too.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from pickface.alerts import measuring
from pickface.alerts.rules import Judged, Measured, covers, judge
from pickface.db import Row, Tx, Writer, db, rows
from pickface.tasks import jobs

MAIL_JOB: Final = "mail_stock_alerts"
AT_ONCE: Final = 200


class JudgedMeanwhile(Exception):
    """Another process has judged these rows, or a rule is not what it was."""


@dataclass
class Outcome:
    """What becomes of the alerts of one site: to open, to close, and whose value is another now."""

    versions: dict[int, int]
    opened: list[tuple[Row, int, Judged]] = field(default_factory=list)
    closed: list[tuple[int, int]] = field(default_factory=list)
    moved: list[tuple[int, int]] = field(default_factory=list)

    @property
    def nothing(self) -> bool:
        """Whether all stays as it was."""
        return not (self.opened or self.closed or self.moved)


def judge_changed(writer: Writer) -> int:
    """Judge what waits longest, a batch; answers how many rows of it there were."""
    changed = rows("SELECT id, site_id, item_id FROM stock_changed ORDER BY id LIMIT :n", n=AT_ONCE)
    if not changed:
        db.session.remove()
        return 0
    sites: dict[int, set[int]] = {}
    for one in changed:
        sites.setdefault(one["site_id"], set()).add(one["item_id"])
    outcomes = [(site, _outcome(site, sorted(items))) for site, items in sorted(sites.items())]
    db.session.remove()
    writer.run(lambda tx: _write(tx, [one["id"] for one in changed], outcomes))
    return len(changed)


def _outcome(site_id: int, item_ids: Sequence[int]) -> Outcome:
    rules = rows(
        "SELECT * FROM stock_rule WHERE site_id = :site AND active = 1 ORDER BY id", site=site_id
    )
    outcome = Outcome({rule["id"]: rule["version"] for rule in rules})
    items = measuring.with_kits(item_ids)
    known = measuring.measured(site_id, items, any(rule["measure"] == "promise" for rule in rules))
    open_now = {(one["rule_id"], one["item_id"]): one for one in _open(site_id, items)}
    day = measuring.today(site_id)
    for item in items:
        for rule in rules:
            _hold(outcome, rule, item, known.get(item), day, open_now.pop((rule["id"], item), None))
    # What is left belongs to a rule that is not active any more.
    outcome.closed += [(one["id"], one["value"]) for one in open_now.values()]
    return outcome


def _hold(
    outcome: Outcome, rule: Row, item: int, of: Measured | None, day: dt.date, alert: Row | None
) -> None:
    until = (day + dt.timedelta(days=rule["within_days"])).isoformat()
    found = judge(rule, of, until) if of is not None and covers(rule, item, of) else None
    if alert is None:
        if found is not None and found.low:
            outcome.opened.append((rule, item, found))
    elif found is None or found.recovered:
        outcome.closed.append((alert["id"], alert["value"] if found is None else found.value))
    elif found.value != alert["value"]:
        outcome.moved.append((alert["id"], found.value))


def _open(site_id: int, item_ids: Iterable[int]) -> list[Row]:
    bound = {f"item_{n}": item_id for n, item_id in enumerate(item_ids)}
    marks = ", ".join(f":{name}" for name in bound)
    return rows(
        "SELECT id, rule_id, item_id, value FROM stock_alert WHERE site_id = :site AND state = 'open' "
        f"AND item_id IN ({marks}) ORDER BY id",
        site=site_id,
        **bound,
    )


def _write(tx: Tx, judged: Sequence[int], outcomes: Sequence[tuple[int, Outcome]]) -> None:
    bound: dict[str, Any] = {f"id_{n}": one for n, one in enumerate(judged)}
    marks = ", ".join(f":{name}" for name in bound)
    if tx.run(f"DELETE FROM stock_changed WHERE id IN ({marks})", **bound) != len(judged):
        raise JudgedMeanwhile
    for site_id, outcome in outcomes:
        if not outcome.nothing:
            _write_site(tx, site_id, outcome)


def _write_site(tx: Tx, site_id: int, outcome: Outcome) -> None:
    rules = tx.all(
        "SELECT id, version FROM stock_rule WHERE site_id = :site AND active = 1 ORDER BY id"
        + tx.for_update,
        site=site_id,
    )
    if {one["id"]: one["version"] for one in rules} != outcome.versions:
        raise JudgedMeanwhile
    to_mail = set()
    for rule, item, found in outcome.opened:
        tx.run(
            "INSERT INTO stock_alert (site_id, rule_id, rule, measure, item_id, level, found, value, opened_at) "
            "VALUES (:site, :rule, :name, :measure, :item, :level, :value, :value, :now) ON CONFLICT DO NOTHING",
            site=site_id,
            rule=rule["id"],
            name=rule["name"],
            measure=rule["measure"],
            item=item,
            level=found.level,
            value=found.value,
            now=tx.now,
        )
        if rule["emails"].strip():
            to_mail.add(int(rule["id"]))
    for alert, value in outcome.closed:
        tx.run(
            "UPDATE stock_alert SET state = 'over', closed_at = :now, value = :value WHERE id = :id AND state = 'open'",
            now=tx.now,
            value=value,
            id=alert,
        )
    for alert, value in outcome.moved:
        tx.run("UPDATE stock_alert SET value = :value WHERE id = :id", value=value, id=alert)
    for one in sorted(to_mail):
        jobs.leave(tx, MAIL_JOB, str(one))
