"""An uploaded table, line by line: its cells by our names, each read as what it is, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from pickface.channels.bringer import Bringer, Wrong
from pickface.channels.bringing import BRINGERS, read_row
from pickface.channels.cells import Writing, WrongCell, read_cell
from pickface.channels.guessing import BadUpload
from pickface.channels.reading import Row
from pickface.channels.sheets import SHEETS
from pickface.channels.sources import Source
from pickface.channels.staging import Staging
from pickface.channels.upload_forms import PlanForm, ReadQuery
from pickface.channels.waiting import Problem, Waiting
from pickface.contract import bad_field

MOST_LINES = 100_000
SHOWN_LINES = 8
NOTED_AT_ONCE = 1_000
SECRETS = frozenset({"pin", "password"})


def stage(
    kind: str, source: Source, plan: PlanForm, staging: Staging, waiting: Waiting
) -> tuple[list[str], int, int, set[str]]:
    """Read every line: its head, how many lines there are, how many things are wrong, and the keys of half things."""
    bringer, sheet = BRINGERS[kind], SHEETS[kind]
    writing = Writing(plan.decimal, plan.dates)
    head: list[str] = []
    problems: list[Problem] = []
    bad_keys: set[str] = set()
    seen: dict[tuple[str, str], int] = {}
    lines, wrong_lines = 0, 0
    for line, cells in source.rows(plan):
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
        if not wrong:
            staging.add(key, Row(line, read))
            continue
        wrong_lines += 1
        problems += [_shown(one, raw_cells) for one in wrong]
        bad_keys.add(key)
        if len(problems) > NOTED_AT_ONCE:
            waiting.note(problems)
            problems = []
    waiting.note(problems)
    return (
        head,
        lines,
        len(bad_keys) if bringer.gathers else wrong_lines,
        bad_keys if bringer.gathers else set(),
    )


def whole_things(
    staging: Staging, half: Collection[str], incomplete: list[Problem]
) -> Iterator[list[Row]]:
    """The lines of each thing none of whose lines is wrong; half an order is a wrong one, and its lines are told."""
    for key, lines in staging.groups():
        if key in half:
            incomplete += [Problem(one.line, "", "", "order_incomplete", {}) for one in lines]
        else:
            yield lines


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


def preview(kind: str, source: Source, wish: ReadQuery) -> dict[str, Any]:
    """The head and the first lines, and how they are read: by a guess, or as somebody wishes."""
    seen = source.guess(kind, wish)
    plan = PlanForm(columns=[""], encoding=seen.encoding, separator=seen.separator)  # type: ignore[arg-type]
    shown: list[list[str]] = []
    head: list[str] = seen.head
    try:
        for line, cells in source.rows(plan):
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
        "plan": {**kept, "columns": columns},
        "known": list(sheet.columns),
        "needed": list(sheet.needed),
        "sheets": source.sheets,
    }


def problem_of(wrong: Wrong, lines: Sequence[Row]) -> Problem:
    """What is wrong with a thing, with the cell as it was read."""
    cells = next((one.cells for one in lines if one.line == wrong.line), lines[0].cells)
    return _shown(wrong, cells)


def _shown(wrong: Wrong, cells: Mapping[str, str]) -> Problem:
    value = "" if wrong.column in SECRETS else cells.get(wrong.column, "")[:80]
    return Problem(wrong.line, wrong.column, value, wrong.code, wrong.params)
