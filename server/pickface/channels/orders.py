"""Orders out of a file: the lines of one number are one order, wherever in the file they stand."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from pickface.channels.columns import BadCell, order_form, order_line
from pickface.channels.presets import Preset
from pickface.channels.reading import Row
from pickface.channels.report import Report
from pickface.channels.staging import Staging
from pickface.db import Tx
from pickface.errors import PickfaceError
from pickface.orders.forms import OrderForm
from pickface.orders.service import create_order


class StagedOrder(NamedTuple):
    """An order that fits the form, its items known by id, and its lines in the file."""

    form: OrderForm
    rows: list[Row]


def stage(row: Row, preset: Preset, staging: Staging, report: Report) -> None:
    """Keep a line for its order, or leave it out."""
    number = row.cells.get("number", "")
    reason = preset.of_line(row.cells)
    if not reason and not number:
        reason = "no_number"
    if reason:
        report.leave_out(row, reason)
    else:
        staging.add(f"{row.cells.get('channel') or preset.channel}\n{number}", row)


def one_owner(rows: Sequence[Row]) -> str | None:
    """Whose order these lines are, who need not name it on each; '' for the house's, None where they name two."""
    named = {owner.upper() for row in rows if (owner := row.cells.get("owner", ""))}
    return None if len(named) > 1 else "".join(named)


def staged_orders(
    staging: Staging, preset: Preset, items: Mapping[str, int], zone: ZoneInfo, report: Report
) -> Iterator[StagedOrder]:
    """Every order all of whose lines fit; of the others no line is brought in, since half an order is a wrong one."""
    for _, rows in staging.groups():
        reason = preset.of_order([row.cells for row in rows])
        if reason:
            for row in rows:
                report.leave_out(row, reason)
            continue
        owner = one_owner(rows)
        if owner is None:
            for row in rows:
                report.leave_out(row, "two_owners")
            continue
        lines = _lines(rows, items, report)
        if lines is None:
            continue
        try:
            cells = {**rows[0].cells, "owner": owner}
            yield StagedOrder(order_form(cells, lines, zone, preset.channel), rows)
        except BadCell as bad:
            for row in rows:
                report.leave_out(row, bad.reason, bad.detail)


def _lines(
    rows: list[Row], items: Mapping[str, int], report: Report
) -> list[dict[str, Any]] | None:
    lines, bad = [], {}
    for row in rows:
        try:
            line = order_line(row.cells)
            item = items.get(line["item"]) or items.get(line["item"].upper())
            if item is None:
                bad[row.line] = ("unknown_item", line["item"])
            lines.append({**line, "item": item})
        except BadCell as error:
            bad[row.line] = (error.reason, error.detail)
    if not bad:
        return lines
    for row in rows:
        report.leave_out(
            row, *bad.get(row.line, ("order_incomplete", "another line of it is wrong"))
        )
    return None


def apply_order(tx: Tx, site_id: int, staged: StagedOrder, report: Report) -> Callable[[], None]:
    """Take the order in unless it is there; answers what to note."""
    try:
        with tx.savepoint():
            _, is_new = create_order(tx, site_id, staged.form)
    except PickfaceError as error:
        reason, detail = error.code, str(error)

        def note() -> None:
            for row in staged.rows:
                report.leave_out(row, reason, detail)

        return note

    def count() -> None:
        report.created += is_new
        report.unchanged += not is_new

    return count
