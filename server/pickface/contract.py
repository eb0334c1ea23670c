"""The shapes that cross the border: what a request may hold, and how lists are answered.

Bodies are strict (a number is a number, an unknown field is a mistake); queries come as text and are read as what
they stand for. Text never holds control characters, which a database or a label printer would choke on.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from pickface.db import Row
from pickface.errors import BadRequest, NotFound

LIMIT = 200
MOST = 1_000_000_000
"""The largest quantity or amount that one field may hold."""
LARGEST_ID = 2**53 - 1

_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_CONTROLS_BUT_BREAKS = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]")


def _one_line(text: str) -> str:
    if _CONTROLS.search(text):
        raise ValueError("control characters are not allowed")
    return text


def _lines(text: str) -> str:
    if _CONTROLS_BUT_BREAKS.search(text):
        raise ValueError("control characters are not allowed")
    return text


def _real_day(text: str) -> str:
    dt.date.fromisoformat(text)
    return text


Line = Annotated[str, AfterValidator(_one_line)]
"""Text of one line."""
Lines = Annotated[str, AfterValidator(_lines)]
"""Text that may break into lines."""
Code = Annotated[str, Field(min_length=1, max_length=40), AfterValidator(_one_line)]
"""A short code that people and scanners read."""
RowId = Annotated[int, Field(ge=1, le=LARGEST_ID)]
Qty = Annotated[int, Field(ge=1, le=MOST)]
"""Whole smallest units, at least one."""
Amount = Annotated[int, Field(ge=0, le=MOST)]
Currency = Annotated[str, Field(pattern=r"^[A-Z]{3}$")]
"""Three capital letters."""
Day = Annotated[
    str,
    Field(pattern=r"^(19[7-9]\d|[2-9]\d{3})-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$"),
    AfterValidator(_real_day),
]
"""A calendar day, YYYY-MM-DD, from 1970 on, where moments begin."""
Moment = Annotated[int, Field(ge=0, le=LARGEST_ID)]
"""UTC milliseconds."""
Name = Annotated[RowId | Code, Field(description="an id (number) or a code (text)")]
"""How a body names a record: by its id, or by the code that people use."""


class Form(BaseModel):
    """What a request's body holds."""

    model_config = ConfigDict(extra="forbid", strict=True, str_strip_whitespace=True)


class Query(BaseModel):
    """What stands behind the question mark."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)


class Listing(Query):
    """The part of a query that every list has: how many, and where the page before ended."""

    limit: int = Field(50, ge=1, le=LIMIT)
    cursor: RowId | None = None


class Answer(BaseModel):
    """What is answered."""


class Problem(Answer):
    """An error: people read the sentence for ``code``, developers ``message``."""

    code: str
    params: dict[str, Any]
    message: str


def page(found: Sequence[Row], limit: int) -> dict[str, Any]:
    """The answer of a list whose query asked for one row more than ``limit``; ``next`` is the last row's id."""
    shown = [dict(row) for row in found[:limit]]
    more = len(found) > limit
    return {"items": shown, "next": str(shown[-1]["id"]) if more else None}


def like(text: str) -> str:
    """``text`` as a LIKE pattern that finds it anywhere, for ``LIKE :pattern ESCAPE '!'``."""
    for sign in "!%_":
        text = text.replace(sign, "!" + sign)
    return f"%{text.lower()}%"


def bad_field(field: str, message: str, **params: Any) -> BadRequest:
    """A refusal of one field of the input."""
    return BadRequest(message, field=field, **params)


def one_line_or_404(text: str) -> str:
    """A code out of a path; one with control characters names nothing."""
    if _CONTROLS.search(text):
        raise NotFound("nothing has that code")
    return text
