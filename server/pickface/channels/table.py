"""An uploaded table, line by line: its cells by our names, each read as what it is, and what is wrong with it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, replace
from typing import Any

from pickface.channels.bringing import BRINGERS, Bringer, Wrong, read_row
from pickface.channels.cells import Writing, WrongCell, read_cell
from pickface.channels.guessing import BadUpload, guess
from pickface.channels.reading import Row
from pickface.channels.sheets import SHEETS
from pickface.channels.staging import Staging
from pickface.channels.upload_forms import PlanForm, ReadQuery
from pickface.channels.waiting import Problem, Waiting
from pickface.contract import bad_field

MOST_LINES = 100_000
SHOWN_LINES = 8
SECRETS = frozenset({"pin", "password"})


def stage(
    kind: str, raw: bytes, plan: PlanForm, staging: Staging, waiting: Waiting
) -> tuple[list[str], int, int]:
    """Read every line: its head, how many lines there are, and how many things have a cell that cannot be read."""
    bringer, sheet = BRINGERS[kind], SHEETS[kind]
    writing = Writing(plan.decimal, plan.dates)
    head: list[str] = []
    problems: list[Problem] = []
    bad_keys: set[str] = set()
    good: list[tuple[str, Row]] = []
    seen: dict[tuple[str, str], int] = {}
    lines = 0
    for line, cells in _cells_of(raw, plan):
        if line <= plan.head_line:
            head = cells
            continue
        lines += 1
        if lines > MOST_LINES:
            raise BadUpload(
                f"at most {MOST_LINES} lines at once", because="too_long", most=MOST_LINES
            )
        raw_cells = {name: cell for name, cell in zip(plan.columns, cells, strict=False) if name}
        read, wrong = _read(raw_cells, writing, sheet.needed, line)
        wrong = wrong or _twice(bringer, read, line, seen)
        key = bringer.key(read) or f"line {line}"
        if wrong:
            problems += [_shown(one, raw_cells) for one in wrong]
            bad_keys.add(key)
        else:
            good.append((key, Row(line, read)))
    for key, one in good:
        # Half an order is a wrong one; of single things the other lines are not to blame.
        if bringer.gathers and key in bad_keys:
            problems.append(Problem(one.line, "", "", "order_incomplete", {}))
        else:
            staging.add(key, one)
    waiting.note(problems)
    return head, lines, len(bad_keys) if bringer.gathers else len({one.line for one in problems})


def _read(
    raw_cells: Mapping[str, str], writing: Writing, needed: Sequence[str], line: int
) -> tuple[dict[str, str], list[Wrong]]:
    read: dict[str, str] = {}
    wrong: list[Wrong] = []
    for name, cell in raw_cells.items():
        try:
            read[name] = read_cell(name, cell, writing)
        except WrongCell as bad:
            read[name] = cell
            wrong.append(Wrong(line, bad.column, bad.code, **bad.params))
    if not wrong:
        try:
            read_row(Row(line, read), needed)
        except WrongCell as bad:
            wrong.append(Wrong(line, bad.column, bad.code))
    return read, wrong


def _twice(
    bringer: Bringer, read: Mapping[str, str], line: int, seen: dict[tuple[str, str], int]
) -> list[Wrong]:
    for column, name in bringer.once(read):
        first = seen.setdefault(("", name), line)
        if first != line:
            return [Wrong(line, column, "duplicate_in_file", first=first)]
    return []


def _cells_of(raw: bytes, plan: PlanForm) -> Iterator[tuple[int, list[str]]]:
    try:
        text = raw.decode(plan.encoding)
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        told = {"because": "encoding", "line": line, "encoding": plan.encoding}
        raise BadUpload(f"line {line} is not {plan.encoding}", **told) from None
    source = io.StringIO(text.lstrip("\ufeff"), newline="")
    reader = csv.reader(source, delimiter=plan.separator)
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield reader.line_num, cells
    except csv.Error as error:
        raise BadUpload(
            f"line {reader.line_num}: {error}", because="line", line=reader.line_num
        ) from None


def check_columns(columns: Sequence[str], known: Mapping[str, str], needed: Sequence[str]) -> None:
    """Each column that is needed is named once, and none that is not known; BadRequest."""
    named = [name for name in columns if name]
    for name in named:
        if name not in known:
            raise bad_field("columns", f"there is no column {name}", column=name)
        if named.count(name) > 1:
            raise bad_field("columns", f"two columns are {name}", column=name, twice=name)
    for name in needed:
        if name not in named:
            raise bad_field("columns", f"no column is {name}", column=name, missing=name)


def preview(kind: str, raw: bytes, wish: ReadQuery) -> dict[str, Any]:
    """The head and the first lines, and how they are read: by a guess, or as somebody wishes."""
    seen = guess(raw, kind)
    encoding, separator = wish.encoding or seen.encoding, wish.separator or seen.separator
    if (encoding, separator) != (seen.encoding, seen.separator):
        text = raw.decode(encoding, "replace").replace("\x00", "").encode()
        seen = replace(guess(text, kind), encoding=encoding, separator=separator)
    plan = PlanForm(columns=[""], encoding=encoding, separator=separator)  # type: ignore[arg-type]
    shown: list[list[str]] = []
    head: list[str] = seen.head
    try:
        for line, cells in _cells_of(raw, plan):
            if line > seen.head_line:
                shown.append([cell[:80] for cell in cells])
            elif line == seen.head_line:
                head = [cell.strip() for cell in cells]
            if len(shown) >= SHOWN_LINES:
                break
    except BadUpload:
        shown = []
    sheet = SHEETS[kind]
    columns = (seen.columns + [""] * len(head))[: len(head)]
    kept = {name: value for name, value in asdict(seen).items() if name != "head"}
    return {
        "head": head,
        "lines": shown,
        "plan": {**kept, "columns": columns, "encoding": encoding, "separator": separator},
        "known": list(sheet.columns),
        "needed": list(sheet.needed),
    }


def problem_of(wrong: Wrong, lines: Sequence[Row]) -> Problem:
    """What is wrong with a thing, with the cell as it was read."""
    cells = next((one.cells for one in lines if one.line == wrong.line), lines[0].cells)
    return _shown(wrong, cells)


def _shown(wrong: Wrong, cells: Mapping[str, str]) -> Problem:
    value = "" if wrong.column in SECRETS else cells.get(wrong.column, "")[:80]
    return Problem(wrong.line, wrong.column, value, wrong.code, wrong.params)
