"""Looking through an archive: everything in it is looked at before anything of it is brought in.

All that is wrong is told, each with its part and line, up to :data:`MOST` of them. Beside each cell, each reference and
each key, the rules of the database itself (its CHECKs) are tried on every row, in a database in memory.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import sqlalchemy as sa

from pickface.archive.opening import BadArchive, Opened, Problem, is_text, opened
from pickface.archive.part import Key, Line, Part
from pickface.archive.parts import BY_NAME, PARTS
from pickface.db import db

MOST: Final = 100
_LARGEST: Final = 2**53
_LONGEST_TEXT: Final = 200_000


@dataclass
class Archive:
    """An archive that holds together; ``hash`` names its content."""

    file: Path
    hash: str
    version: int
    site: Mapping[str, Any]
    secrets: bool
    made_at: int
    counts: Mapping[str, int]

    def rows(self, part: Part, after: int = 0) -> Iterator[Line]:
        """The rows of a part, in the order in which they were written, behind the first ``after``."""
        with opened(self.file) as archive:
            for number, (_, one) in enumerate(archive.lines(part), 1):
                if number > after:
                    yield completed(part, one, self.version)


@dataclass
class _Seen:
    """What was seen of an archive so far."""

    keys: dict[str, set[Key]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    wrong: int = 0
    units: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    layered: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    stands: dict[str, str] = field(default_factory=dict)
    parents: dict[str, tuple[int, str]] = field(default_factory=dict)
    serials: set[str] = field(default_factory=set)
    serial_units: dict[Key, int] = field(default_factory=lambda: defaultdict(int))

    def note(self, code: str, part: str, line: int = 0, about: object = "") -> None:
        """One thing more that cannot be."""
        self.wrong += 1
        if len(self.problems) < MOST:
            self.problems.append(Problem(code, part, line, str(about)[:120]))


def check(file: Path) -> Archive:
    """Look through all of it; BadArchive says everything that cannot be. Nothing is written anywhere."""
    with opened(file) as archive, _rules() as rules:
        manifest, seen = archive.manifest, _Seen()
        for part in PARTS:
            _check_part(archive, part, seen, rules)
        if not seen.wrong:
            _check_sums(archive, seen)
        if seen.wrong:
            raise BadArchive(*seen.problems, more=seen.wrong - len(seen.problems))
        made_at = manifest.get("made_at")
        return Archive(
            file,
            archive.hash(),
            archive.version,
            manifest["site"],
            manifest.get("secrets") is True,
            made_at if type(made_at) is int else 0,
            {part.name: _told(archive, part)["rows"] for part in PARTS},
        )


def completed(part: Part, one: Line, version: int) -> Line:
    """A row with the columns that came later than its archive, as the database has them by itself."""
    missing = [name for name, since in part.later.items() if version < since and name not in one]
    return {**one, **{name: _standard(part.table, name) for name in missing}} if missing else one


@lru_cache(maxsize=256)
def _standard(table: str, name: str) -> Any:
    column = db.metadata.tables[table].c.get(name)
    if column is None or column.nullable:
        return "" if column is None else None
    if column.server_default is None:
        return 0 if isinstance(column.type, sa.Integer) else ""
    text = str(column.server_default.arg)  # type: ignore[attr-defined]
    return int(text) if isinstance(column.type, sa.Integer) else text


def _told(archive: Opened, part: Part) -> Mapping[str, Any]:
    name = archive.called(part)
    told: Mapping[str, Any] = archive.manifest["parts"].get(name, {"rows": 0, "sha256": ""})
    return told if name else {"rows": 0, "sha256": ""}


def _check_part(archive: Opened, part: Part, seen: _Seen, rules: sqlite3.Connection) -> None:
    hashed, number = hashlib.sha256(), 0
    seen.keys[part.name] = set()
    lines = archive.lines(part)
    while True:
        try:
            line, one = next(lines)
        except StopIteration:
            break
        except (ValueError, RecursionError):
            # What follows cannot be told apart: where one line ends is not known any more.
            seen.note("archive_no_json", part.name, number + 1)
            return
        number += 1
        hashed.update(line)
        _check_row(part, one, number, seen, rules, archive.version)
        if seen.wrong > MOST * 100:
            return
    told = _told(archive, part)
    if archive.called(part) and (number != told["rows"] or hashed.hexdigest() != told["sha256"]):
        seen.note("archive_not_as_written", part.name)


def _check_row(
    part: Part, one: Any, number: int, seen: _Seen, rules: sqlite3.Connection, version: int
) -> None:
    if isinstance(one, dict):
        one = completed(part, one, version)
    if not isinstance(one, dict) or set(one) != set(part.fields):
        seen.note("archive_fields", part.name, number, ", ".join(part.fields))
        return
    wrong = [name for name in part.fields if not _fits(part, name, one[name])]
    for name in wrong:
        seen.note("archive_value", part.name, number, f"{name} {one[name]!r}")
    if wrong:
        # What names it elsewhere is not wrong as well.
        if not set(wrong) & set(part.key):
            seen.keys[part.name].add(part.key_of(one))
        return
    for ref in part.refs:
        if not ref.is_none(one) and ref.named(one) not in seen.keys[ref.part]:
            about = " ".join(str(name) for name in ref.named(one) if name != "")
            seen.note("archive_nothing_there", part.name, number, f"{ref.part} {about}")
    _check_key(part, one, number, seen)
    broken = _broken(part, one, rules) or _contradicts(part, one)
    if broken:
        seen.note("archive_rule", part.name, number, broken)
    _remember(part, one, number, seen)


def _check_key(part: Part, one: Line, number: int, seen: _Seen) -> None:
    """What names a row is there once; so is a badge, and a login."""
    named = [(part.name, part.key_of(one), " ".join(map(str, part.key_of(one))))]
    named += [
        (f"{part.name}.{name}", (one[name],), f"{name} {one[name]}")
        for name in part.once
        if one[name]
    ]
    for what, key, about in named:
        if key in seen.keys.setdefault(what, set()):
            seen.note("archive_twice", part.name, number, about)
        seen.keys[what].add(key)


def _fits(part: Part, name: str, value: Any) -> bool:
    """Whether a cell can be what it is to be; what is no column names another row."""
    if name in part.choices and value not in part.choices[name]:
        return False
    column = db.metadata.tables[part.table].c.get(name) if name in part.columns else None
    if column is None:
        if isinstance(value, str):
            return is_text(value, 200)
        return type(value) is int and 0 <= value < _LARGEST
    if value is None:
        return bool(column.nullable)
    if isinstance(column.type, sa.Integer):
        some = name in {"qty", "pack_qty"} and part.name != "cost_layers"
        least = -_LARGEST if name.endswith(("mm", "tenths")) else int(some)
        return type(value) is int and least <= value < _LARGEST
    return is_text(value, getattr(column.type, "length", None) or _LONGEST_TEXT)


def _rules() -> closing[sqlite3.Connection]:
    """A database in memory that tries rules on rows; it has no tables."""
    return closing(sqlite3.connect(":memory:"))


@lru_cache(maxsize=64)
def _rules_of(part_name: str) -> tuple[str, tuple[tuple[str, str], ...]]:
    part = BY_NAME[part_name]
    checks = [
        (str(one.name), str(one.sqltext))
        for one in db.metadata.tables[part.table].constraints
        if isinstance(one, sa.CheckConstraint)
    ]
    values = ", ".join(
        f"{f':{one.name}' if one.name in part.columns else _as_it_is(part, one)} AS {one.name}"
        for one in db.metadata.tables[part.table].c
    )
    if part.name in {"promises", "stock"} or not checks:
        return "", ()
    tried = ", ".join(f"({text}) AS r{number}" for number, (_, text) in enumerate(checks))
    return f"SELECT {tried} FROM (SELECT {values})", tuple(checks)


def _as_it_is(part: Part, column: sa.Column[Any]) -> str:
    """What a column that the archive does not say holds: what the database has, or nothing."""
    named = any(ref.column == column.name for ref in part.refs)
    known = isinstance(column.type, sa.Integer) and not column.nullable and not named
    return str(_standard(part.table, column.name)) if known else "NULL"


def _broken(part: Part, one: Line, rules: sqlite3.Connection) -> str:
    """The rule of the database that a row breaks; '' if none."""
    sql, checks = _rules_of(part.name)
    if not sql:
        return ""
    held = rules.execute(sql, {name: one[name] for name in part.columns}).fetchone()
    return next((name for (name, _), right in zip(checks, held, strict=True) if right == 0), "")


def _remember(part: Part, one: Line, number: int, seen: _Seen) -> None:
    """What only shows when parts are held against each other."""
    if part.name == "items" and one["tracking"] == "serial":
        seen.serials.add(one["sku"])
    elif part.name == "containers":
        seen.stands[one["code"]] = one["place"]
        if one["parent"]:
            seen.parents[one["code"]] = (number, one["parent"])
    elif part.name == "cost_layers":
        seen.layered[one["item"]] += one["qty"]
    elif part.name == "stock":
        seen.units[one["item"]] += one["qty"]
        if one["container"] and seen.stands.get(one["container"]) != one["place"]:
            seen.note("archive_container_elsewhere", part.name, number, one["container"])
        if one["item"] in seen.serials and one["lot"]:
            key = (one["item"], one["lot"], one["parent"])
            seen.serial_units[key] += one["qty"]
            if seen.serial_units[key] > 1:
                seen.note("archive_serial_twice", part.name, number, one["lot"])


def _contradicts(part: Part, one: Line) -> str:
    """What a row says against itself beyond the rules of its table; '' if nothing."""
    if part.name == "kit_components" and one["kit"] == one["item"]:
        return "kit_component_qty"
    if part.name == "substitutes" and one["item"] == one["other"]:
        return "substitute_other"
    if part.name == "order_lines" and one["shipped"] + one["given_up"] > one["qty"]:
        return "shipped + given_up > qty"
    if part.name == "order_lines" and one["instead_number"]:
        # Of the same order, and above it: what names nothing that is there was told before.
        same = (one["instead_channel"], one["instead_number"]) == (one["channel"], one["number"])
        above = isinstance(one["instead_line"], int) and one["instead_line"] < one["line_no"]
        if not (same and above):
            return "substitute_for"
    return ""


def _check_sums(archive: Opened, seen: _Seen) -> None:
    """Containers stand in others that are there, in no circle; each unit on hand has its layer of cost."""
    for code, (number, parent) in seen.parents.items():
        if seen.stands.get(parent) != seen.stands[code]:
            seen.note("archive_container_elsewhere", "containers", number, code)
        above, hops = parent, 0
        while above in seen.parents and hops < MOST:
            above, hops = seen.parents[above][1], hops + 1
        if hops == MOST:
            seen.note("archive_container_circle", "containers", number, code)
    if archive.called(BY_NAME["cost_layers"]):
        for item in sorted({*seen.units, *seen.layered}):
            if seen.units[item] != seen.layered[item]:
                about = f"{item}: {seen.units[item]}, {seen.layered[item]}"
                seen.note("archive_units_without_cost", "cost_layers", 0, about)
