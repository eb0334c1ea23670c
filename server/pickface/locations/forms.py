"""What the endpoints of places, zones, aisles and settings take and answer."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

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
    max_pallets: int
    on_aisle: str


class PlaceChangeRow(Answer):
    """What of a place was changed, when and by whom, from what to what."""

    id: int
    at: int
    person: str
    name: str
    old: str
    new: str


class PlaceChangesOut(Answer):
    """A page of changes, newest first."""

    items: list[PlaceChangeRow]
    next: str | None


class PlacesQuery(Listing):
    """Which places: of a zone (its code), of a kind, or with a code."""

    zone: Annotated[Line, Field(max_length=12)] = ""
    kind: Annotated[Line, Field(max_length=12)] = ""
    code: Annotated[Line, Field(max_length=40)] = ""


class PlacesOut(Answer):
    """A page of places."""

    items: list[PlaceRow]
    next: str | None


Kept = Annotated[Line, Field(max_length=12)]
"""How warm goods are kept, in the words of the house; '': as it comes."""
Hazards = Annotated[Line, Field(max_length=80)]
"""The hazard classes whose goods may lie in a zone, with commas."""


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


class ZoneChange(Form):
    """What may be changed of a zone; what is left out stays."""

    name: Annotated[Line, Field(min_length=1, max_length=80)] | None = None
    proof: Proof | None = None
    lease_minutes: Annotated[int, Field(ge=0, le=24 * 60)] | None = None
    lease_margin_minutes: Annotated[int, Field(ge=0, le=60)] | None = None
    temperature: Kept | None = None
    hazards: Hazards | None = None


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


class SettingsForm(Form):
    """The settings to change; those left out stay."""

    quality_check: Annotated[Line, Field(max_length=12)] | None = None
    blind_check: bool | None = None
    lease_minutes: int | None = None
    lease_margin_minutes: int | None = None
    tasks_ahead: int | None = None
    over_tolerance_pct: int | None = None
    weight_tolerance_pct: int | None = None
    sample_cartons: int | None = None
    short_dated_days: int | None = None
    order_ship_days: int | None = None
    sscc_prefix: Annotated[Line, Field(max_length=12)] | None = None
    lock_minutes: int | None = None
    lock_in_cradle: bool | None = None
    offline_sign_in: bool | None = None
    offline_sign_in_hours: int | None = None
    returns_at: Annotated[Line, Field(max_length=40)] | None = None
    collect_at: Annotated[Line, Field(max_length=40)] | None = None
    return_grades: Annotated[Line, Field(max_length=240)] | None = None
    blind_returns: Annotated[Line, Field(max_length=12)] | None = None
    network_at: Annotated[Line, Field(max_length=40)] | None = None
    counts_per_zone: int | None = None
    count_a_days: int | None = None
    count_b_days: int | None = None
    count_c_days: int | None = None
    recount_units: int | None = None
    recount_pct: int | None = None
    approve_minor: int | None = None
    supervisor_minor: int | None = None
    supervisor_units: int | None = None
    zero_check: bool | None = None
    alone_may: bool | None = None
    receivers_name_goods: bool | None = None
    buying_budget_minor: int | None = None
    buying_currency: Annotated[Line, Field(max_length=3)] | None = None
    release_hours_ahead: int | None = None
    release_most: int | None = None
    pick_method: Annotated[Line, Field(max_length=12)] | None = None
    cart_totes: int | None = None
    batch_orders: int | None = None
    pick_by_zone: bool | None = None
    calm_walks: bool | None = None
    errands: bool | None = None
    consolidate_at: Annotated[Line, Field(max_length=40)] | None = None
    whole_containers: Annotated[Line, Field(max_length=20)] | None = None
    cross_dock: bool | None = None
    shelf_days_left: int | None = None
    pick_face_first: bool | None = None
    face_min_days: int | None = None
    face_max_days: int | None = None
    substitutes_allowed: bool | None = None
    label_check: bool | None = None
    address_check: Annotated[Line, Field(max_length=12)] | None = None
    value_currency: Annotated[Line, Field(max_length=3)] | None = None
    value_method: Annotated[Line, Field(max_length=12)] | None = None
    inspection: Annotated[Line, Field(max_length=120)] | None = None
    document_language: Annotated[Line, Field(max_length=8)] | None = None
    invoice_prefix: Annotated[Line, Field(max_length=20)] | None = None
    prices_with_tax: bool | None = None
    photo_days: int | None = None
    print_job_days: int | None = None


class SettingsOut(Answer):
    """All settings of the site."""

    quality_check: str
    blind_check: bool
    lease_minutes: int
    lease_margin_minutes: int
    tasks_ahead: int
    over_tolerance_pct: int
    weight_tolerance_pct: int
    sample_cartons: int
    short_dated_days: int
    order_ship_days: int
    sscc_prefix: str
    lock_minutes: int
    lock_in_cradle: bool
    offline_sign_in: bool
    offline_sign_in_hours: int
    returns_at: str
    collect_at: str
    return_grades: str
    blind_returns: str
    network_at: str
    counts_per_zone: int
    count_a_days: int
    count_b_days: int
    count_c_days: int
    recount_units: int
    recount_pct: int
    approve_minor: int
    supervisor_minor: int
    supervisor_units: int
    zero_check: bool
    alone_may: bool
    receivers_name_goods: bool
    buying_budget_minor: int
    buying_currency: str
    release_hours_ahead: int
    release_most: int
    pick_method: str
    cart_totes: int
    batch_orders: int
    pick_by_zone: bool
    calm_walks: bool
    errands: bool
    consolidate_at: str
    whole_containers: str
    cross_dock: bool
    shelf_days_left: int
    pick_face_first: bool
    face_min_days: int
    face_max_days: int
    substitutes_allowed: bool
    label_check: bool
    address_check: str
    value_currency: str
    value_method: str
    inspection: str
    document_language: str
    invoice_prefix: str
    prices_with_tax: bool
    photo_days: int
    print_job_days: int


class KnownSetting(Answer):
    """A setting: its value, its safe default, and from where to where a number goes."""

    name: str
    value: str | int | bool
    default: str | int | bool
    least: int | None
    most: int | None


class KnownSettingsOut(Answer):
    """All settings."""

    items: list[KnownSetting]


class SettingChangeRow(Answer):
    """Who changed a setting, when, from what to what (JSON)."""

    id: int
    at: int
    person: str
    name: str
    old: str
    new: str


class SettingChangesOut(Answer):
    """A page of changes, newest first."""

    items: list[SettingChangeRow]
    next: str | None
