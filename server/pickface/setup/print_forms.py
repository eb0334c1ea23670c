"""What is asked for when labels are printed."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from pickface.contract import Form, Line, RowId

Paper = Literal["a4", "letter", "zpl"]


class BinsForm(Form):
    """The bins of a zone, of an aisle, or one alone; all where nothing is said; ``old``: of them those whose labels
    still say what they were called before.
    """

    zone: Annotated[Line, Field(max_length=12)] = ""
    aisle: Annotated[Line, Field(max_length=8)] = ""
    code: Annotated[Line, Field(max_length=40)] = ""
    old: bool = False
    paper: Paper = "a4"


class BadgesForm(Form):
    """The badges of these people; of everybody who works here where nobody is named."""

    people: Annotated[list[RowId], Field(max_length=1000, default_factory=list)]
    paper: Literal["a4", "letter"] = "a4"


class ItemsForm(Form):
    """Labels of some items, each so many times, with the barcode of one piece."""

    items: Annotated[list[RowId], Field(min_length=1, max_length=500)]
    copies: Annotated[int, Field(ge=1, le=500)] = 1
    paper: Literal["a4", "letter"] = "a4"


class PlatesForm(Form):
    """Plates of containers that are there, by their codes, in that order."""

    codes: Annotated[
        list[Annotated[Line, Field(min_length=1, max_length=40)]],
        Field(min_length=1, max_length=500),
    ]
    paper: Paper = "a4"


class TotesForm(Form):
    """Plates T0001 and so on."""

    first: Annotated[int, Field(ge=1, le=9_999_999)] = 1
    many: Annotated[int, Field(ge=1, le=1000)] = 28
    paper: Paper = "a4"
