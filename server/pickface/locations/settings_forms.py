"""What the endpoints of a site's settings take and answer."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from pickface.contract import Answer, Form, Line


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
    dunnage: Annotated[Line, Field(max_length=240)] | None = None
    service_goals: Annotated[Line, Field(max_length=120)] | None = None
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
    measure_first_receipt: bool | None = None
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
    dunnage: str
    service_goals: str
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
    measure_first_receipt: bool
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
