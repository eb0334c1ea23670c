"""How a kind of table is brought in: a form out of its cells, and a noun out of the form.

``build`` is pure and runs outside any transaction; ``apply`` makes the thing unless it is there, and raises a
:class:`PickfaceError` that says why it cannot be. Doing either twice changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from pydantic import ValidationError

from pickface.channels.columns import BadCell
from pickface.channels.reading import Row
from pickface.contract import Form
from pickface.db import Tx
from pickface.errors import Conflict, PickfaceError
from pickface.sampling import plans

CREATED, UNCHANGED = "created", "unchanged"


class Differs(Conflict):
    """It is there already, and says something else; what is there stays. ``params``: ``columns``."""

    code = "it_differs"


@dataclass(frozen=True)
class Where:
    """Whose file it is: the site with its time zone, the person, and what its moves are caused by."""

    site_id: int
    zone: ZoneInfo
    person_id: int
    cause: str


class Wrong(Exception):
    """A line of the file cannot be: its line, our column ('' for the line as a whole), and what is wrong."""

    def __init__(self, line: int, column: str, code: str, /, **params: Any) -> None:
        super().__init__(f"line {line}, {column}: {code}")
        self.line, self.column, self.code, self.params = line, column, code, params


@dataclass(frozen=True)
class Bringer:
    """How one kind of table is brought in; ``key`` gathers lines, ``once`` names what may be in a file only once."""

    roles: frozenset[str]
    key: Callable[[Mapping[str, str]], str]
    build: Callable[[Sequence[Row], Where], Any]
    apply: Callable[[Tx, Where, Any], str]
    once: Callable[[Mapping[str, str]], list[tuple[str, str]]] = lambda _: []
    slow: bool = False
    gathers: bool = False


def first(rows: Sequence[Row]) -> dict[str, str]:
    """The cells of the first line that hold anything."""
    return {name: cell for name, cell in rows[0].cells.items() if cell}


def wrong_cell(row: Row, bad: BadCell) -> Wrong:
    """A cell that cannot be read, with its line and column."""
    column = bad.reason.removeprefix("bad_")
    if column not in row.cells and column == "barcodes":
        column = "barcode"
    return Wrong(
        row.line,
        column,
        bad.reason if bad.reason.startswith("bad_") else "wrong",
        detail=bad.detail,
    )


def checked(form: type[Form], row: Row, given: dict[str, Any]) -> Any:
    """The form of what a line says; raises :class:`Wrong` with the column that it stops at."""
    try:
        return form.model_validate(given)
    except ValidationError as error:
        first = error.errors()[0]
        column = str(first["loc"][0]) if first["loc"] else ""
        raise Wrong(row.line, column, f"bad_{column}", detail=first["msg"]) from None


def sampled(row: Row, form: Any) -> Any:
    """A form whose ``inspection`` can be read; raises :class:`Wrong`."""
    try:
        plans.read(form.inspection)
    except plans.BadPlan as bad:
        raise Wrong(row.line, "inspection", bad.code, detail=str(bad)) from None
    return form


def same(form: Any, there: Mapping[str, Any]) -> str:
    """:data:`UNCHANGED` if what is there is what the form says, else :class:`Differs` is raised."""
    given = form.model_dump(include=set(there), exclude_unset=True)
    other = [name for name, value in given.items() if (value or "") != (there[name] or "")]
    if other:
        raise Differs("it is there and differs", columns=", ".join(other))
    return UNCHANGED


def made_or_same(
    tx: Tx,
    make: Callable[[], object],
    taken: type[PickfaceError],
    sql: str,
    form: Any,
    **named: Any,
) -> str:
    """Make a thing; where its name is ``taken``, what ``sql`` finds there must be the :func:`same`."""
    try:
        with tx.savepoint():
            make()
    except taken:
        return same(form, dict(tx.one(sql, code=form.code, **named) or {}))
    return CREATED


def by(column: str) -> Callable[[Mapping[str, str]], str]:
    """Lines with one cell in a column are one thing."""
    return lambda cells: cells.get(column, "")


def once(column: str) -> Callable[[Mapping[str, str]], list[tuple[str, str]]]:
    """What a column says may stand in a file only once."""
    return lambda cells: [(column, cells.get(column, "").upper())]
