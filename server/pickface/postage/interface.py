"""What a carrier's service does, whoever it is: rate, label, manifest, track. Plain values; it knows no database."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

from pickface.errors import Conflict


@dataclass(frozen=True)
class Post:
    """An address as carriers want it; ``country`` is its ISO 3166 code of two letters."""

    name: str
    street: str
    postcode: str
    city: str
    country: str
    state: str = ""
    phone: str = ""


@dataclass(frozen=True)
class Account:
    """What a carrier's service is asked with: whose money, from where, and which of its ways are wanted.

    ``ways`` names them as the service does (``UPS Ground``); empty: all that the account may use. ``format`` is PDF or
    ZPL. The key is in no representation: it must not come into a log.
    """

    sender: Post
    ways: tuple[str, ...] = ()
    format: str = "PDF"
    key: str = field(default="", repr=False)


@dataclass(frozen=True)
class Wanted:
    """A parcel that needs a label; ``reference`` is how people know it."""

    reference: str
    receiver: Post
    weight_g: int


@dataclass(frozen=True)
class Quote:
    """One way to send a parcel, and what it costs."""

    id: str
    way: str
    price_minor: int
    currency: str


@dataclass(frozen=True)
class Opened:
    """A parcel that the service knows by an id of its own and can be paid for in one of these ways."""

    id: str
    quotes: tuple[Quote, ...]
    said: str = ""


@dataclass(frozen=True)
class Bought:
    """A label that is paid for: its number, where its way is seen, and the address of its paper."""

    tracking: str
    tracking_url: str
    paper_url: str
    format: str
    price_minor: int
    currency: str
    way: str


@dataclass(frozen=True)
class Paper:
    """A manifest: ready when ``url`` is there."""

    id: str
    url: str = ""


class ServiceAway(Conflict):
    """The service did not answer, or not now: asked again later, it may. ``params``: ``said``."""

    code = "service_away"


class ServiceRefused(Conflict):
    """The service will not do it as it was asked: the same again would be refused again. ``params``: ``said``."""

    code = "service_refused"


class KeyRefused(ServiceRefused):
    """The service does not know the key."""

    code = "service_key_refused"


class MoneyLacking(ServiceRefused):
    """The account with the service has no money."""

    code = "service_money_lacking"


class NoWay(ServiceRefused):
    """No way of the account takes such a parcel."""

    code = "service_no_way"


class CarrierService(Protocol):
    """The four things that are asked of a carrier; each may raise ServiceAway or ServiceRefused.

    ``rate`` costs nothing and answers the id by which the parcel is paid for; of one id a label is bought once, however
    often it is asked, and ``bought`` tells whether it is.
    """

    def rate(self, account: Account, wanted: Wanted) -> Opened:
        """Tell the service of a parcel; the ways that take it, the cheapest first."""

    def label(self, account: Account, opened_id: str, quote_id: str) -> Bought:
        """Buy the label."""

    def bought(self, account: Account, opened_id: str) -> Bought | None:
        """The label of a parcel, if it was bought."""

    def fetch(self, url: str) -> bytes:
        """The bytes of a label or manifest."""

    def manifest(self, account: Account, opened_ids: Sequence[str], known_id: str) -> Paper:
        """One paper for parcels that were bought; ``known_id`` is that of a paper that was asked for before."""

    def track(self, account: Account, opened_id: str) -> str:
        """How far a parcel is: one of :data:`STATES`."""


STATES = (
    "unknown",
    "pre_transit",
    "in_transit",
    "out_for_delivery",
    "delivered",
    "available_for_pickup",
    "return_to_sender",
    "failure",
    "cancelled",
    "error",
)
ENDS = ("delivered", "return_to_sender", "failure", "cancelled")
"""Nothing comes after these."""
