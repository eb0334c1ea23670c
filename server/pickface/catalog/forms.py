"""What the catalog's endpoints take and answer."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from pickface.contract import Amount, Answer, Currency, Form, Line, Listing, Moment, Name, Qty

Tracking = Literal["none", "lot", "lot_expiry", "serial"]
Pack = Literal["piece", "inner", "case", "pallet"]
Turning = Literal["any", "lying", "upright"]
Side = Annotated[int, Field(ge=0, le=20_000)]
Class = Annotated[Line, Field(max_length=12)]
"""How warm an item has to be kept, or how dangerous it is, in the words of the house; '': nothing."""
Tenths = Annotated[int, Field(ge=-1_000, le=1_000)]
"""A temperature in tenths of a degree Celsius."""
SamplingPlan = Annotated[Line, Field(max_length=120)]
"""How many units are looked at; see :mod:`pickface.sampling.plans`."""
Sku = Annotated[Line, Field(min_length=1, max_length=60)]


class SubstitutesForm(Form):
    """The items, by id or SKU, that may be sent where this one cannot be had, the first choice first."""

    items: Annotated[list[Name], Field(max_length=20)]


class SubstituteOut(Answer):
    """An item."""

    item: int
    sku: str
    name: str


class SubstitutesOut(Answer):
    """What may stand for an item, the first choice first, and what the item may stand for."""

    substitutes: list[SubstituteOut]
    stands_for: list[SubstituteOut]


class BarcodeForm(Form):
    """A printed code, and how many smallest units one scan of it counts."""

    value: Annotated[Line, Field(min_length=1, max_length=80)]
    qty: Qty = 1
    pack: Pack = "piece"


class ItemForm(Form):
    """A new item. Without barcodes it gets its SKU as one, for labels printed in the house."""

    sku: Sku
    name: Annotated[Line, Field(min_length=1, max_length=160)]
    unit: Annotated[Line, Field(min_length=1, max_length=12)] = "piece"
    scale: Annotated[int, Field(ge=1, le=1_000_000)] = 1
    tracking: Tracking = "none"
    zone: Annotated[Line, Field(max_length=12)] = ""
    abc: Literal["A", "B", "C"] = "C"
    weight_g: Amount = 0
    volume_mm3: Annotated[int, Field(ge=0, le=10**15)] = 0
    length_mm: Side = 0
    width_mm: Side = 0
    height_mm: Side = 0
    turning: Turning = "any"
    fragile: bool = False
    price_minor: Amount = 0
    currency: Currency = "EUR"
    quality_check: bool = False
    inspection: SamplingPlan = ""
    temperature: Class = ""
    hazard: Class = ""
    min_temp_tenths: Tenths | None = None
    max_temp_tenths: Tenths | None = None
    catch_weight: bool = False
    shelf_days_left: Annotated[int, Field(ge=0, le=3650)] = 0
    barcodes: Annotated[list[BarcodeForm], Field(max_length=50, default_factory=list)]


class ItemChange(Form):
    """Where an item belongs, and whether it is still dealt in. What is left out stays.

    ``zone``: the zone that it is put away in, '' for any. An item that is not ``active`` is no longer proposed for
    buying or known to handhelds' catalogues; what lies of it stays and is picked and counted as ever.
    """

    zone: Annotated[Line, Field(max_length=12)] | None = None
    active: bool | None = None


class ItemSizes(Form):
    """How large one unit is (0: nobody has said), how it may stand in a carton, and whether nothing may stand on it.

    What is left out stays.
    """

    length_mm: Side | None = None
    width_mm: Side | None = None
    height_mm: Side | None = None
    weight_g: Amount | None = None
    turning: Turning | None = None
    fragile: bool | None = None


class ItemHandling(Form):
    """How an item is treated when it comes in, and where it may lie. What is left out stays.

    ``inspection``: how many of its units are looked at before anybody is promised them: ``none``, ``all``, ``10%``,
    ``5``, a table by lot size (``1-50: 5, more: 20``), or '' where its supplier and the site say it.
    ``temperature``: it lies only in zones kept so; ``hazard``: only in zones that name this class; its own zone
    is always right. ``min_temp_tenths``, ``max_temp_tenths``: between these (tenths of a degree Celsius; null: no
    such limit) it may come in; whoever receives it is asked for its temperature. ``catch_weight``: it is counted in
    pieces, and weighed as it comes in. ``shelf_days_left``: for how many days its lots must still be good when they
    leave for a customer; orders that are there already keep what they had.
    """

    inspection: SamplingPlan | None = None
    temperature: Class | None = None
    hazard: Class | None = None
    min_temp_tenths: Tenths | None = None
    max_temp_tenths: Tenths | None = None
    catch_weight: bool | None = None
    shelf_days_left: Annotated[int, Field(ge=0, le=3650)] | None = None


class BarcodeOut(Answer):
    """A printed code of an item."""

    value: str
    key: str
    qty: int
    pack: str


class ItemRow(Answer):
    """An item in the list."""

    id: int
    sku: str
    name: str
    unit: str
    scale: int
    tracking: str
    zone: str
    abc: str
    weight_g: int
    volume_mm3: int
    length_mm: int
    width_mm: int
    height_mm: int
    turning: str
    fragile: bool
    price_minor: int
    currency: str
    quality_check: bool
    inspection: str
    temperature: str
    hazard: str
    min_temp_tenths: int | None
    max_temp_tenths: int | None
    catch_weight: bool
    shelf_days_left: int
    active: bool
    kit: str


class SizingOut(Answer):
    """What somebody found one piece to weigh and measure; 0: nothing was said of it. ``at_dock``: as it came in."""

    id: int
    weight_g: int
    length_mm: int
    width_mm: int
    height_mm: int
    at_dock: bool
    person: str | None
    at: Moment


class ItemOut(ItemRow):
    """An item with its barcodes, and the latest who measured it, newest first."""

    barcodes: list[BarcodeOut]
    sizings: list[SizingOut]


class ItemsQuery(Listing):
    """Which items: ``q`` finds part of SKU or name, ``sku`` exactly one."""

    q: Annotated[Line, Field(max_length=80)] = ""
    sku: Annotated[Line, Field(max_length=60)] = ""


class ItemsOut(Answer):
    """A page of items."""

    items: list[ItemRow]
    next: str | None


class CatalogueOut(Answer):
    """What a code means when nobody can be asked. ``age`` is when it was read, UTC milliseconds."""

    age: Moment
    items: list[tuple[int, str, str, str, str]]
    codes: list[tuple[str, int, int, str]]
    places: list[tuple[int, str, str, str, str, str, str]]
