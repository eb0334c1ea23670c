"""A list in an order that somebody chose, a page at a time: a page begins behind the last row of the one before.

Nothing is counted or skipped, so the last page costs what the first does. A cursor says which order it is of, since
in another one it would leave rows out.
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pickface.contract import bad_field
from pickface.db import Row

Kind = type | tuple[type, ...]


@dataclass(frozen=True)
class Sort:
    """An order of rows: by these columns (``SQL`` and what they hold), and by ``id`` where they are equal."""

    by: tuple[str, ...]
    kinds: tuple[Kind, ...]
    id: str = "o.id"

    def after(self, descending: bool, ended: Sequence[Any] | None) -> tuple[str, dict[str, Any]]:
        """The condition that a row stands behind where a page ended, with its values; '' for the first page."""
        if ended is None:
            return "", {}
        marks = ", ".join(f":at{n}" for n in range(len(ended)))
        beyond = "<" if descending else ">"
        bound = {f"at{n}": value for n, value in enumerate(ended)}
        return f"({', '.join((*self.by, self.id))}) {beyond} ({marks})", bound

    def order(self, descending: bool) -> str:
        """What stands behind ORDER BY."""
        return ", ".join(f"{one} {'DESC' if descending else 'ASC'}" for one in (*self.by, self.id))


def cursor(name: str, descending: bool, at: Sequence[Any]) -> str:
    """Where a page of this order ended, as a text for whoever asks for the next."""
    return base64.urlsafe_b64encode(json.dumps([name, descending, *at]).encode()).decode()


def ended_at(
    text: str | None, name: str, descending: bool, kinds: Sequence[Kind]
) -> list[Any] | None:
    """What :func:`cursor` was made of; None for the first page. BadRequest for a cursor of another order."""
    if not text:
        return None
    try:
        made, way, *rest = json.loads(base64.urlsafe_b64decode(text))
    except (ValueError, binascii.Error, TypeError):
        raise bad_field("cursor", "this cursor was not made here") from None
    at: list[Any] = rest
    if [made, way] != [name, descending] or len(at) != len(kinds):
        raise bad_field("cursor", "this cursor belongs to another order")
    for value, kind in zip(at, kinds, strict=True):
        if isinstance(value, bool) or not isinstance(value, kind):
            raise bad_field("cursor", "this cursor belongs to another order")
        if isinstance(value, int) and abs(value) >= 2**63:
            raise bad_field("cursor", "this cursor was not made here")
        if isinstance(value, str) and "\x00" in value:
            raise bad_field("cursor", "this cursor was not made here")
    return at


def sorted_page(
    found: Sequence[Row], limit: int, name: str, descending: bool, columns: Sequence[str]
) -> dict[str, Any]:
    """The answer of a list whose query asked for one row more than ``limit``."""
    shown = [dict(one) for one in found[:limit]]
    if len(found) <= limit:
        return {"items": shown, "next": None}
    last = shown[-1]
    return {
        "items": shown,
        "next": cursor(name, descending, [last[one] for one in (*columns, "id")]),
    }


def where(conditions: Mapping[str, Any]) -> str:
    """Conditions whose value is set, as SQL: what is not asked for stands in no query, so that an index serves."""
    return " AND ".join(sql for sql, asked in conditions.items() if asked)
