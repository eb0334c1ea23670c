"""What the endpoints of postage take and answer."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from pickface.contract import Answer, Day, Form, Line

Iso = Annotated[str, Field(pattern=r"^[A-Z]{2}$")]
"""ISO 3166, two letters."""


def _plain(key: str) -> str:
    """A key as a header can bear it."""
    if not key.isascii() or not key.isprintable() or " " in key:
        raise ValueError("a key is printable and without blanks")
    return key


Key = Annotated[str, Field(min_length=8, max_length=200), AfterValidator(_plain)]


class SenderForm(Form):
    """Where the parcels come from, as carriers want it."""

    name: Annotated[Line, Field(min_length=1, max_length=60)]
    street: Annotated[Line, Field(min_length=1, max_length=80)]
    postcode: Annotated[Line, Field(max_length=20)] = ""
    city: Annotated[Line, Field(min_length=1, max_length=60)]
    state: Annotated[Line, Field(max_length=20)] = ""
    country: Iso
    phone: Annotated[Line, Field(max_length=30)] = ""


class AccountForm(Form):
    """A carrier's account: ``ways`` as the service names them (``UPS``, ``UPS Ground``), none: all of the account.

    Without ``api_key`` the one that was said before stays; it is never answered.
    """

    service: Literal["easypost"]
    api_key: Key | None = None
    sender: SenderForm
    ways: Annotated[
        list[Annotated[Line, Field(min_length=1, max_length=80)]], Field(max_length=20)
    ] = Field(default_factory=list)
    format: Literal["PDF", "ZPL"] = "PDF"


class SenderOut(Answer):
    """Where the parcels come from."""

    name: str
    street: str
    postcode: str
    city: str
    state: str
    country: str
    phone: str


class AccountOut(Answer):
    """A carrier's account without its key; ``service`` is '' where the house prints the labels itself."""

    service: str
    has_key: bool
    sender: SenderOut
    ways: list[str]
    format: str


class TryForm(Form):
    """A parcel that might be sent."""

    weight_g: Annotated[int, Field(ge=1, le=100_000)] = 1_000
    street: Annotated[Line, Field(min_length=1, max_length=80)]
    postcode: Annotated[Line, Field(max_length=20)] = ""
    city: Annotated[Line, Field(min_length=1, max_length=60)]
    state: Annotated[Line, Field(max_length=20)] = ""
    country: Iso


class QuoteRow(Answer):
    """One way, and what it costs."""

    way: str
    price_minor: int
    currency: str


class QuotesOut(Answer):
    """The ways that take it, the cheapest first."""

    items: list[QuoteRow]
    next: None = None


class PostageDone(Answer):
    """It is done, or will be by a job."""

    done: bool = True


class CarrierManifestForm(Form):
    """The day whose parcels the carrier is told of."""

    day: Day


class CarrierManifestRow(Answer):
    """A manifest of the carrier's own: ``wanted``, ``ready`` or ``refused`` (``problem``, ``said``)."""

    id: int
    day: str
    state: str
    problem: str
    said: str
    parcels: int
    made_at: int


class CarrierManifestsOut(Answer):
    """The latest manifests of a carrier."""

    items: list[CarrierManifestRow]
    next: None = None
