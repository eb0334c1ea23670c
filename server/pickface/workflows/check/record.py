"""A picker's record: how many of their lines a second person has checked, and how many of these were wrong."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from pickface.db import Row, Tx
from pickface.tasks import carts
from pickface.workflows.check.rules import record_pct

_TOOK = f"""
SELECT DISTINCT m.person_id, m.item_id, m.lot_id FROM move m JOIN task t ON t.id = m.task_id
JOIN order_line ol ON ol.id = m.order_line_id WHERE {carts.IS_FOR} AND t.kind = 'pick' AND m.kind = 'pick'
AND ol.order_id = :order AND m.person_id IS NOT NULL
"""


def note(
    tx: Tx, task: Row, lines: Sequence[Mapping[str, Any]], wrong: Sequence[Mapping[str, Any]]
) -> None:
    """Write down for everybody who picked what was checked how many lines of theirs that were, and how many wrong."""
    checked, failed = Counter[int](), Counter[int]()
    took = tx.all(_TOOK, order=task["order_id"])
    for line in lines:
        for person in _pickers(took, line):
            checked[person] += 1
            failed[person] += any(
                one["item"] == line["item"] and one["tote"] == line["tote"] and one["lot"] == line["lot"]
                for one in wrong
            )  # fmt: skip
    tx.insert_many("check_record", [
        {"site_id": task["site_id"], "person_id": person, "task_id": task["id"], "at": tx.now,
         "lines": checked[person], "wrong": failed[person]}
        for person in sorted(checked)
    ])  # fmt: skip


def _pickers(took: Sequence[Row], line: Mapping[str, Any]) -> set[int]:
    """Who took goods of a line; serials are counted as their item."""
    lots = {line["lot"], *line["serials"]} - {0}
    return {
        int(one["person_id"])
        for one in took
        if one["item_id"] == line["item"] and (not lots or one["lot_id"] in lots)
    }


def share(tx: Tx, people: Iterable[int | None], most_lines: int) -> int:
    """Of 100 orders, how many are checked of whoever of these is checked most."""
    return max((_share_of(tx, person, most_lines) for person in people if person), default=0)


def _share_of(tx: Tx, person_id: int, most_lines: int) -> int:
    # Each check has a line at least: no more rows than that are read, however long somebody has worked here.
    found = tx.all(
        "SELECT lines, wrong FROM check_record WHERE person_id = :person ORDER BY id DESC LIMIT :most",
        person=person_id,
        most=most_lines,
    )
    lines = wrong = 0
    for one in found:
        if lines >= most_lines:
            break
        lines, wrong = lines + int(one["lines"]), wrong + int(one["wrong"])
    return record_pct(lines, wrong)
