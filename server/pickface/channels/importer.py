"""Items and orders from CSV files of any size and workbooks: read, staged, checked, and brought in piece by piece.

An import may be stopped anywhere and begun again, and a file that is imported twice changes nothing the second time.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

from pickface.catalog.service import HOUSE
from pickface.channels import items, orders
from pickface.channels.applying import apply_in_pieces
from pickface.channels.presets import preset_named
from pickface.channels.reading import parse_mapping, read_rows
from pickface.channels.report import Report
from pickface.channels.staging import Staging
from pickface.db import Row, db, rows
from pickface.engine import engine
from pickface.errors import BadRequest

Kind = Literal["items", "orders"]


class NoSuchSite(BadRequest):
    """The site to import into is not named, or does not exist."""

    code = "site_not_found"


def run_import(
    kind: Kind,
    file: Path,
    *,
    mapping: Sequence[str] = (),
    preset: str | None = None,
    site: str | None = None,
    sheet: str = "",
) -> Report:
    """Import a file; ``mapping`` holds ``FOREIGN=OURS`` pairs, ``site`` a code, needed only if there are several.

    Of a workbook ``sheet`` is read, or the first that holds anything.

    Must run inside an application's context. BadFile if the file as a whole cannot be read.
    """
    chosen = preset_named(preset)
    names = {**chosen.mapping, **parse_mapping(mapping)}
    home = site_named(site) if kind == "orders" else None
    folder = engine().config.data / "imports"
    folder.mkdir(parents=True, exist_ok=True)
    left_out = folder / f"{file.name.split('.')[0]}-{kind}-{uuid.uuid4().hex[:8]}-left-out.csv"
    with Report(kind, file, left_out) as report, Staging(folder) as staging, _progress() as begin:
        stage = items.stage if kind == "items" else orders.stage
        size = file.stat().st_size
        told = begin(f"reading {file.name}", size)
        lines = read_rows(file, kind, names, lambda at: told(at, False), report.lie, sheet)
        for row in lines:
            report.lines += 1
            stage(row, chosen, staging, report)
        told(size, False)
        advance = begin(f"bringing in {kind}", staging.count())
        if home is None:
            apply_in_pieces(
                items.staged_items(staging, chosen, report),
                lambda tx, item: items.apply_item(tx, item, report),
                report.note_batch,
                lambda done: advance(done, True),
            )
        else:
            zone = ZoneInfo(home["timezone"])
            apply_in_pieces(
                orders.staged_orders(staging, chosen, _item_ids(), zone, report),
                lambda tx, order: orders.apply_order(tx, home["id"], order, report),
                report.note_batch,
                lambda done: advance(done, True),
            )
    return report


def site_named(code: str | None) -> Row:
    """The site of that code, or the only one; NoSuchSite."""
    found = rows(
        "SELECT id, code, timezone FROM site WHERE :code = '' OR code = :code", code=code or ""
    )
    db.session.remove()
    if len(found) != 1:
        told = "name one with --site" if len(found) > 1 else "there is no such site"
        raise NoSuchSite(told, sites=[site["code"] for site in found])
    return found[0]


def _item_ids() -> dict[str, int]:
    found = rows("SELECT sku, id FROM item WHERE owner_id = :owner", owner=HOUSE)
    db.session.remove()
    return {item["sku"]: item["id"] for item in found}


@contextmanager
def _progress() -> Iterator[Callable[[str, int], Callable[[int, bool], None]]]:
    """A bar on a terminal, and nothing where output goes to a file."""
    console = Console(stderr=True)
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TaskProgressColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=console, disable=not console.is_terminal) as progress:

        def begin(what: str, total: int) -> Callable[[int, bool], None]:
            task = progress.add_task(what, total=total)

            def tell(amount: int, more: bool) -> None:
                if more:
                    progress.advance(task, amount)
                else:
                    progress.update(task, completed=amount)

            return tell

        yield begin
