"""What is asked for a new floor, and what is answered of one."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from pickface.contract import Answer, Code, Form, Line
from pickface.locations.forms import AisleForm, Millimetres, Pallets, Part, Proof, Short

First = Annotated[Part, Field(min_length=1)]


class FloorForm(Form):
    """Aisles of one zone: how many, how they are named, and how far apart.

    ``pattern`` makes a bin's code of ``{zone}``, ``{aisle}``, ``{bay}``, ``{level}`` and ``{position}``. Bins up to
    ``pick_levels`` are picked from (0: all), higher ones hold reserves. ``max_pallets`` have room in each bin
    (0: nobody has said). Stations are made as far as they are missing.
    """

    zone: Short = "A"
    zone_name: Annotated[Line, Field(max_length=80)] = ""
    proof: Proof = "bin_item"
    first_aisle: First = "A"
    aisles: Annotated[int, Field(ge=1, le=100)] = 4
    first_bay: First = "01"
    bays: Annotated[int, Field(ge=1, le=400)] = 10
    first_level: First = "01"
    levels: Annotated[int, Field(ge=1, le=30)] = 4
    first_position: First = "1"
    positions: Annotated[int, Field(ge=1, le=50)] = 1
    pattern: Annotated[Line, Field(min_length=1, max_length=60)] = "{aisle}-{bay}-{level}"
    pick_levels: Annotated[int, Field(ge=0, le=30)] = 0
    max_pallets: Pallets = 0
    sides: Annotated[int, Field(ge=1, le=2)] = 2
    bay_mm: Annotated[int, Field(ge=200, le=20_000)] = 1_000
    aisle_mm: Annotated[int, Field(ge=1_000, le=50_000)] = 3_000
    direction: Literal["both", "alternating"] = "both"
    middle_crossings: Annotated[int, Field(ge=0, le=20)] = 0
    docks: Annotated[int, Field(ge=0, le=50)] = 1
    packing: Annotated[int, Field(ge=0, le=50)] = 1
    shipping: Annotated[int, Field(ge=0, le=50)] = 1
    quarantines: Annotated[int, Field(ge=0, le=20)] = 1


class WayForm(AisleForm):
    """An aisle or a way across as it is drawn now: one of that code that is there, or a new one."""


class StandForm(Form):
    """Where a dock, station or place of quarantine stands now; ``kind`` and ``zone`` are said of a new one."""

    code: Code
    kind: Literal["dock", "station", "quarantine"]
    zone: Short | None = None
    x_mm: Millimetres
    y_mm: Millimetres


class DrawingForm(Form):
    """What of a drawing was changed, all at once; ``gone`` are the codes of ways that were taken away.

    ``version`` is that of the floor that was drawn on.
    """

    version: Annotated[Line, Field(max_length=16)]
    ways: Annotated[list[WayForm], Field(max_length=500, default_factory=list)]
    gone: Annotated[list[Short], Field(max_length=500, default_factory=list)]
    stands: Annotated[list[StandForm], Field(max_length=500, default_factory=list)]


class WayRow(Answer):
    """An aisle or a way across, mm."""

    code: str
    kind: str
    x1_mm: int
    y1_mm: int
    x2_mm: int
    y2_mm: int
    one_way: bool
    is_new: bool


class ShelfRow(Answer):
    """A shelf to draw, mm."""

    x_mm: int
    y_mm: int
    wide_mm: int
    deep_mm: int


class StationRow(Answer):
    """A dock, station or place of quarantine, mm."""

    code: str
    kind: str
    x_mm: int
    y_mm: int


class TourStop(Answer):
    """A bin of a walk, mm."""

    code: str
    x_mm: int
    y_mm: int


class SampleTour(Answer):
    """A walk from packing over a few bins and back, in walking order; ``code_order_m``: by the codes instead."""

    stops: list[TourStop]
    walk_m: int
    code_order_m: int


class FloorPreview(Answer):
    """What a form would make: ``bins`` new ones beside ``existing``, the first and last codes, and the drawing.

    ``tour`` is a walk over it, null where none can be told.
    """

    bins: int
    existing: int
    pickable: int
    first: list[str]
    last: list[str]
    ways: list[WayRow]
    shelves: list[ShelfRow]
    stations: list[StationRow]
    tour: SampleTour | None


class FloorMade(Answer):
    """What was made; what was there stays as it was."""

    bins: int
    existing: int
    aisles: int
    stations: int


class BinGroup(Answer):
    """The bins of an aisle in a zone; ``out`` of them are out of use."""

    zone: str
    aisle: str
    bins: int
    out: int


class ClosedBin(Answer):
    """A bin that is out of use, mm, and why."""

    code: str
    x_mm: int
    y_mm: int
    aisle: str
    why: str


class FloorOut(Answer):
    """The floor as it is; ``closed``: what is out of use, one for each spot on the floor."""

    ways: list[WayRow]
    stations: list[StationRow]
    groups: list[BinGroup]
    taken: list[str]
    closed: list[ClosedBin]
    version: str
