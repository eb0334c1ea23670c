"""What is printed, as plain values. Sizes, fonts and printer languages are not known here."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Address:
    """A name and the lines below it, as the post wants them; empty lines are left out in print."""

    name: str
    lines: tuple[str, ...] = ()


@dataclass(frozen=True)
class Parcel:
    """A closed carton on its way to somebody; ``plate`` is its licence plate, an SSCC where the house has a prefix."""

    sender: Address
    receiver: Address
    tracking: str
    plate: str
    order: str
    carrier: str = ""
    weight_g: int = 0


@dataclass(frozen=True)
class SlipLine:
    """One line of a packing slip; ``ordered`` − ``shipped`` is still to come or was given up."""

    sku: str
    name: str
    shipped: int
    ordered: int
    lot: str = ""


@dataclass(frozen=True)
class PackingSlip:
    """What lies in the parcel and what does not; ``date`` is written in the site's own way already."""

    parcel: Parcel
    date: str
    lines: tuple[SlipLine, ...]
    note: str = ""


@dataclass(frozen=True)
class Badge:
    """A person's badge; ``code`` is what the scanner reads."""

    name: str
    code: str
    role: str = ""


@dataclass(frozen=True)
class BinLabel:
    """A bin's label: the code as scanned, and its parts as people read them, aisle first."""

    code: str
    aisle: str = ""
    bay: str = ""
    level: str = ""
    zone: str = ""


@dataclass(frozen=True)
class Plate:
    """A container's label: tote, carton or pallet."""

    code: str
    kind: str = ""


@dataclass(frozen=True)
class Command:
    """A printed button: scanned with gloves on instead of tapped."""

    code: str
    words: str


@dataclass(frozen=True)
class Words:
    """The fixed words of the documents, in the reader's language; English unless told."""

    sender: str = "From"
    receiver: str = "To"
    order: str = "Order"
    tracking: str = "Tracking number"
    plate: str = "Licence plate (SSCC)"
    packing_slip: str = "Packing slip"
    item: str = "Item"
    name: str = "Name"
    lot: str = "Lot"
    shipped: str = "In this parcel"
    ordered: str = "Ordered"
    page: str = "Page"
    units: str = "units"
    commands: str = "Scan instead of tapping"


ENGLISH = Words()
