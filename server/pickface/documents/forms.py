"""What the endpoints of documents take and answer."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from pickface.contract import Answer, Form, Line, Lines


class TemplateForm(Form):
    """What a house says of a document: lines at head and foot (with ``{placeholders}``), the columns, own words
    instead of the fixed ones, and whether its logo is printed.
    """

    columns: Annotated[
        list[Annotated[Line, Field(max_length=20)]], Field(min_length=1, max_length=10)
    ]
    head: Annotated[Lines, Field(max_length=800)] = ""
    foot: Annotated[Lines, Field(max_length=600)] = ""
    words: dict[Annotated[Line, Field(max_length=20)], Annotated[Line, Field(max_length=60)]] = (
        Field(default_factory=dict)
    )
    logo: bool = True


class TemplateOut(Answer):
    """A template, and what it may have: ``known_words`` are the fixed words of the document in its language."""

    document: str
    language: str
    columns: list[str]
    head: str
    foot: str
    words: dict[str, str]
    logo: bool
    known_columns: list[str]
    needed_columns: list[str]
    known_words: dict[str, str]
    placeholders: list[str]


class TemplatesOut(Answer):
    """Every document in every language that it is written in; ``logo`` says whether the site has one."""

    items: list[TemplateOut]
    logo: bool


class LogoOut(Answer):
    """Whether the site has a logo."""

    logo: bool


class TemplateChangeOut(Answer):
    """Who changed what from what to what (JSON): ``document.invoice.de.head``, ``document.logo`` (bytes)."""

    id: int
    at: int
    person: str
    name: str
    old: str
    new: str


class TemplateChangesOut(Answer):
    """A page of changes, newest first."""

    items: list[TemplateChangeOut]
    next: str | None


class InvoiceOut(Answer):
    """An invoice; the PDF has all of it."""

    id: int
    number: str
    made_at: int
    total_minor: int
    currency: str
    order_id: int
    person: str | None


class InvoicesOut(Answer):
    """The invoices of an order, the first one first."""

    items: list[InvoiceOut]
