"""What the endpoints of places, zones and aisles take and answer."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from pickface.contract import Amount, Answer, Code, Form, Line, Listing

Kind = Literal["bin", "dock", "station", "quarantine"]
Proof = Literal["bin_item", "bin", "item"]
Short = Annotated[Line, Field(min_length=1, max_length=12)]
Part = Annotated[Line, Field(max_length=8)]
Millimetres = Annotated[int, Field(ge=-10_000_000, le=10_000_000)]
Pallets = Annotated[int, Field(ge=0, le=1_000)]


class PlaceForm(Form):
    """A new place; ``zone`` and ``on_aisle`` are codes, ``aisle``, ``bay`` and ``level`` what the label shows."""

    code: Code
    kind: Kind = "bin"
    zone: Short | None = None
    on_aisle: Short | None = None
    aisle: Part = ""
    bay: Part = ""
    level: Part = ""
    x_mm: Millimetres = 0
    y_mm: Millimetres = 0
    pickable: bool | None = None
    max_weight_g: Amount = 0
    volume_mm3: Annotated[int, Field(ge=0, le=10**15)] = 0
    max_pallets: Pallets = 0


class PlaceChange(Form):
    """What a place is called, where it stands, and what fits into it (0 is no limit); what is left out stays.

    ``zone`` and ``on_aisle`` are codes, '' for none; ``aisle``, ``bay`` and ``level`` are what its label shows.
    """

    code: Code | None = None
    zone: Annotated[Line, Field(max_length=12)] | None = None
    on_aisle: Annotated[Line, Field(max_length=12)] | None = None
    aisle: Part | None = None
    bay: Part | None = None
    level: Part | None = None
    x_mm: Millimetres | None = None
    y_mm: Millimetres | None = None
    max_weight_g: Amount | None = None
    volume_mm3: Annotated[int, Field(ge=0, le=10**15)] | None = None
    max_pallets: Pallets | None = None


class NameForm(Form):
    """Another name for an aisle or a zone; ``dry``: tell what would follow, and change nothing."""

    to: Annotated[Short, AfterValidator(str.upper)]
    dry: bool = False


class NewCode(Answer):
    """A bin's code before and after."""

    old: str
    new: str


class NamedOut(Answer):
    """The name, the bins whose codes follow it, whose labels are to be printed anew, and the codes that stay."""

    code: str
    bins: list[NewCode]
    kept: list[str]


class UseForm(Form):
    """Places (their codes), or all bins of an aisle: out of use (``active`` false), and ``why``, or in use again."""

    places: Annotated[list[Code], Field(max_length=200, default_factory=list)]
    aisle: Short | None = None
    active: bool
    why: Annotated[Line, Field(max_length=80)] = ""


class UseOut(Answer):
    """How many places changed."""

    changed: int


class PlaceRow(Answer):
    """A place in the list."""

    id: int
    code: str
    kind: str
    zone: str | None
    aisle: str
    bay: str
    level: str
    x_mm: int
    y_mm: int
    pickable: bool
    virtual: bool
    active: bool
    out_why: str
    max_pallets: int
    on_aisle: str
    label_old: bool


class PlaceChangeRow(Answer):
    """What of a place was changed, when and by whom, from what to what; ``why`` it went out of use."""

    id: int
    at: int
    person: str
    name: str
    old: str
    new: str
    why: str


class PlaceChangesOut(Answer):
    """A page of changes, newest first."""

    items: list[PlaceChangeRow]
    next: str | None


class PlacesQuery(Listing):
    """Which places: of a zone (its code), of a kind, with a code, in or out of use, with a label of before."""

    zone: Annotated[Line, Field(max_length=12)] = ""
    kind: Annotated[Line, Field(max_length=12)] = ""
    code: Annotated[Line, Field(max_length=40)] = ""
    use: Literal["", "in", "out"] = ""
    label: Literal["", "old"] = ""


class PlacesOut(Answer):
    """A page of places."""

    items: list[PlaceRow]
    next: str | None


Kept = Annotated[Line, Field(max_length=12)]
"""How warm goods are kept, in the words of the house; '': as it comes."""
Hazards = Annotated[Line, Field(max_length=80)]
"""The hazard classes whose goods may lie in a zone, with commas."""


Equipment = Annotated[Line, Field(max_length=40)]
"""What somebody has to be able to drive to be sent into a zone, in the words of the house; '': nothing."""


class ZoneForm(Form):
    """A new zone, how a line is proved there, how long its tasks may be begun (0: as the site has it), and how much
    longer they then rest before somebody else gets them (null: as the site has it).
    """

    code: Short
    name: Annotated[Line, Field(min_length=1, max_length=80)]
    proof: Proof = "bin_item"
    lease_minutes: Annotated[int, Field(ge=0, le=24 * 60)] = 0
    lease_margin_minutes: Annotated[int, Field(ge=0, le=60)] | None = None
    temperature: Kept = ""
    hazards: Hazards = ""
    equipment: Equipment = ""


class ZoneChange(Form):
    """What may be changed of a zone; what is left out stays."""

    name: Annotated[Line, Field(min_length=1, max_length=80)] | None = None
    proof: Proof | None = None
    lease_minutes: Annotated[int, Field(ge=0, le=24 * 60)] | None = None
    lease_margin_minutes: Annotated[int, Field(ge=0, le=60)] | None = None
    temperature: Kept | None = None
    hazards: Hazards | None = None
    equipment: Equipment | None = None


class ZoneRow(Answer):
    """A zone."""

    id: int
    code: str
    name: str
    proof: str
    lease_minutes: int
    lease_margin_minutes: int | None
    temperature: str
    hazards: str
    equipment: str


class ZonesOut(Answer):
    """All zones of the site."""

    items: list[ZoneRow]
    next: None = None


class AisleForm(Form):
    """A straight way on the floor plan, in millimetres; a one-way aisle is walked from its first point."""

    code: Short
    kind: Literal["aisle", "cross"] = "aisle"
    x1_mm: Millimetres
    y1_mm: Millimetres
    x2_mm: Millimetres
    y2_mm: Millimetres
    one_way: bool = False


class AisleRow(Answer):
    """An aisle of the floor plan."""

    id: int
    code: str
    kind: str
    x1_mm: int
    y1_mm: int
    x2_mm: int
    y2_mm: int
    one_way: bool


class AislesOut(Answer):
    """All aisles of the site."""

    items: list[AisleRow]
    next: None = None
