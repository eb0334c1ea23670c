"""What the endpoints of printing take and answer."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from pickface.contract import Answer, Form, Line, Listing, RowId

Name = Annotated[Line, Field(min_length=1, max_length=40)]
Host = Annotated[Line, Field(max_length=120, pattern=r"^[A-Za-z0-9.:_-]*$")]
Port = Annotated[int, Field(ge=1024, le=65535)]
Dpi = Literal[203, 300]
State = Literal["waiting", "printing", "printed", "failed", "cancelled"]


class PrinterForm(Form):
    """A printer: where it is (``host``, ``port`` of a ``raw`` one), what it takes, and which place it serves alone."""

    name: Name
    kind: Literal["raw", "browser"]
    takes: Literal["labels", "documents"]
    host: Host = ""
    port: Port = 9100
    dpi: Dpi = 203
    place: Annotated[Line, Field(max_length=40)] = ""


class PrinterChangeForm(Form):
    """What is otherwise from now on; ``place`` '' serves every station."""

    name: Name | None = None
    host: Host | None = None
    port: Port | None = None
    dpi: Dpi | None = None
    place: Annotated[Line, Field(max_length=40)] | None = None
    active: bool | None = None


class PrinterOut(Answer):
    """A printer and how it goes: ``problem`` is why the last try failed ('' for none)."""

    id: int
    name: str
    kind: str
    takes: str
    host: str
    port: int
    dpi: int
    place: str
    active: bool
    failures: int
    problem: str
    rest_until: int
    printed_at: int
    waiting: int


class PrintersOut(Answer):
    """All printers of the site."""

    items: list[PrinterOut]


class JobsQuery(Listing):
    """Which jobs, newest first; ``open``: what waits, is printed or has failed."""

    state: Literal["", "open", "waiting", "printing", "printed", "failed", "cancelled"] = ""
    mine: bool = False


class JobOut(Answer):
    """A job: which paper, for which parcel (``container``; of an invoice its number) and order, on which printer, and
    how far it is.
    """

    id: int
    paper: str
    shipment: int | None
    invoice: int | None
    container: str
    order_id: int | None
    order: str
    printer: int
    printer_name: str
    kind: str
    person: str
    state: State
    attempts: int
    problem: str
    made_at: int
    printed_at: int


class JobsOut(Answer):
    """A page of jobs."""

    items: list[JobOut]
    next: str | None


class JobForm(Form):
    """A paper of a parcel (``shipment``), or an ``invoice``, to print on this printer."""

    paper: Literal["parcel_label", "packing_slip", "invoice"]
    shipment: RowId | None = None
    invoice: RowId | None = None
    printer: RowId


class AgainForm(Form):
    """Print it again, on the same printer or another."""

    printer: RowId | None = None
