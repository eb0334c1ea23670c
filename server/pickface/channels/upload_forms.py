"""What uploading a table takes and answers."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field

from pickface.contract import Answer, Form, Line, Listing, Query
from pickface.workbooks.unfolding import LAST_ROW

Kind = Literal[
    "items", "sizes", "stock", "aisles", "bins", "carton_types", "kits", "substitutes", "pick_faces", "carrier_rates",
    "people", "suppliers", "supplier_items", "purchase_orders", "deliveries", "orders", "returns",
]  # fmt: skip


class UploadQuery(Query):
    """What the file holds, and what it is called."""

    kind: Kind
    name: Annotated[Line, Field(min_length=1, max_length=120)] = "table.csv"


class TableQuery(Query):
    """What is saved as a table, and as which kind of file."""

    kind: Kind
    format: Literal["csv", "xlsx"] = "csv"


class RunsQuery(Listing):
    """A page of imports, newest first."""


class PlanForm(Form):
    """How to read the file: our name of each of its columns ('' leaves it aside), and how its cells are written.

    ``reason`` is why, for the journal.
    """

    columns: Annotated[
        list[Annotated[Line, Field(max_length=20)]], Field(min_length=1, max_length=200)
    ]
    encoding: Literal["utf-8", "utf-16", "windows-1252", "windows-1250", "iso-8859-15"]
    separator: Literal[",", ";", "\t", "|"]
    decimal: Literal[".", ","] = "."
    dates: Literal["dmy", "mdy"] = "dmy"
    head_line: Annotated[int, Field(ge=1, le=LAST_ROW)] = 1
    sheet: Annotated[str, Field(max_length=40)] = ""
    reason: Annotated[Line, Field(max_length=200)] = ""


class ReadQuery(Query):
    """How the preview shall be read, where the guess was wrong; ``sheet`` is another one of a workbook."""

    encoding: Literal["", "utf-8", "utf-16", "windows-1252", "windows-1250", "iso-8859-15"] = ""
    separator: Literal["", ",", ";", "\t", "|"] = ""
    sheet: Annotated[str, Field(max_length=40)] = ""


class PlanOut(Answer):
    """How the file is read."""

    columns: list[str]
    encoding: str
    separator: str
    decimal: str
    dates: str
    dates_are_sure: bool
    head_line: int
    sheet: str


class PreviewOut(Answer):
    """The head and first lines of a file, how it is read, which columns there are, and a workbook's sheets."""

    head: list[str]
    lines: list[list[str]]
    plan: PlanOut
    known: list[str]
    needed: list[str]
    sheets: list[str]


class ProblemOut(Answer):
    """A cell that is wrong: where it stands, what is in it, our column, and the code of the sentence for it.

    ``cell`` is what a workbook calls it (``Goods!C17``), '' in a text.
    """

    line: int
    cell: str
    column: str
    head: str
    value: str
    code: str
    params: dict[str, Any]


class RunOut(Answer):
    """A file on its way in: ``done`` of ``total`` things; ``left_out`` are things with something wrong."""

    id: int
    kind: str
    name: str
    state: str
    lines: int
    total: int
    done: int
    created: int
    unchanged: int
    left_out: int
    reason: str
    person: str
    uploaded_at: int
    finished_at: int | None


class RunDetail(RunOut):
    """The same with its first lines while they are still there, and the first of what is wrong."""

    preview: PreviewOut | None
    problems: list[ProblemOut]
    more_problems: int


class RunsOut(Answer):
    """A page of imports."""

    items: list[RunOut]
    next: str | None
