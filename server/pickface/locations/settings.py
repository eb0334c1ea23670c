"""How a site works: one frozen value, kept as JSON in ``site.settings``."""

from __future__ import annotations

import json
import re
from dataclasses import asdict, dataclass, fields, replace
from typing import Any

from pickface.db import Row, Tx, row, rows
from pickface.errors import BadRequest, Conflict, NotFound
from pickface.labels.words import LANGUAGES
from pickface.locations import dunnage, grades, service_goals
from pickface.sampling import plans

ADDRESS_CHECKS = ("off", "tell", "hold")
PICK_METHODS = ("single", "batch", "cluster")
WHOLE_CONTAINERS = ("none", "pallets", "pallets_and_cartons")
VALUE_METHODS = ("average", "fifo")
BLIND_RETURNS = ("receiver", "supervisor", "nobody")
_VALUED = (
    "SELECT 1 FROM cost_layer WHERE site_id = :site AND (known = 1 OR landed_minor <> 0) LIMIT 1"
)
_CHECKS = re.compile(r"none|all|item|picker|sample:([1-9]\d?|100)|record(:[1-9]\d{1,2}|:1000)?")


class CurrencyInUse(Conflict):
    """Values stand in the cost book already: they would mean something else in another currency."""

    code = "currency_in_use"


@dataclass(frozen=True)
class SiteSettings:
    """What a manager may set for a site.

    ``quality_check``: whose picks a second person checks before packing: ``none`` (packing by scan is the check),
    ``all``, ``sample:N`` (N of 100 orders), ``item`` (orders with an item that asks for it), ``picker`` (orders of a
    person who asks for it), ``record`` or ``record:N`` (as often as the last N checked lines of who picked it say, 100
    unless told). ``blind_check``: whoever checks counts without being told what should be there.
    ``tasks_ahead``: how many tasks a device holds beside the one at hand, for dead zones.
    ``over_tolerance_pct``: how much more than ordered may be received before it is an exception. ``sample_cartons``:
    how many cartons of an announced pallet are scanned before all of it counts (0: its own label will do).
    ``short_dated_days``: goods that come in with fewer days than that left are told to whoever buys (0: nobody looks).
    ``lock_minutes``: how long a handheld may lie idle before it locks (0: never); ``lock_in_cradle``: it locks when it
    is put to charge. ``offline_sign_in``: whether people on a device's roster may sign in there without a network;
    ``offline_sign_in_hours``: how long a roster holds after the device has heard it. ``returns_at``: the code of
    the place where totes of cancelled orders are left (empty: the first station). ``network_at``: where a handheld
    finds its network, in the words of the house ("door 2").

    Customer returns come in at ``returns_at`` too. ``return_grades``: how goods may be judged there, and what follows
    (see :mod:`pickface.locations.grades`). ``blind_returns``: who may take goods in that no document is known of:
    ``receiver`` (and supervisors), ``supervisor`` (alone) or ``nobody``.

    Counts: ``counts_per_zone``: how many bins of each zone are counted a day (0: none are planned), ``count_a_days``,
    ``count_b_days``, ``count_c_days``: how old the last count of such an item may be. A difference of at least
    ``recount_units`` (0: never) and ``recount_pct`` of what was booked is counted again by somebody else; one worth at
    least ``approve_minor`` (0: never) is approved before it is booked, by a manager alone above ``supervisor_minor``
    (0: no limit), which limits what a supervisor may adjust as well, as ``supervisor_units`` does. ``zero_check``:
    whoever takes the last of a bin says what is left there. ``alone_may``: a recount, a check or an approval, which are
    for a second person, may be the same person's where no other active one has the role.

    ``measure_first_receipt``: whoever takes an item in whose weight or sides nobody knows is asked for them, once.
    ``receivers_name_goods``: a receiver may say on the spot which item a code is that nobody knew, as supervisors may.

    ``buying_budget_minor``: what may be ordered in a calendar month, in minor units of ``buying_currency`` (0: no
    limit); a manager may order more.

    ``release_hours_ahead``: orders that leave within so many hours and that stock covers are released by themselves (0:
    a person releases); ``release_most``: as long as fewer than so many wait for their pick or are being picked (0: no
    limit).

    ``pick_method``: how orders that are released together are picked: ``single`` (each on a walk of its own), ``batch``
    (what several want of an item is taken once, into one tote, and sorted to them at a put wall) or ``cluster``
    (several on a cart, each into its own tote, all on one walk); an order released alone is picked alone.
    ``cart_totes``: how many totes a cart has room for; ``batch_orders``: how many orders share a batch.
    ``errands``: whoever picks is sent to a refill, a putaway or a count nearby between two walks, never two in a row.
    ``calm_walks``: among walks up to 3 % longer than the shortest, the one that turns back least, heavy goods first.
    ``pick_by_zone``: an order that is picked by itself and lies in several zones is picked in each of them at once;
    ``consolidate_at``: the code of the station where its totes meet (empty: any station).

    ``whole_containers``: which containers in bins are taken by their plate, with everything in them, where an order
    wants all of that: ``none``, ``pallets`` or ``pallets_and_cartons`` (see :mod:`pickface.stock.wholes`).

    ``cross_dock``: what comes in and makes an order complete that waits for it goes straight from the dock to packing;
    such an order is released by itself.

    ``shelf_days_left``: for how many days goods must still be good to be promised to a customer (0: to the day of their
    expiry).
    ``pick_face_first``: undated goods are picked from the pick face even where older ones lie in reserve, which refill
    it. ``face_min_days``, ``face_max_days``: where nobody has said how much a face holds, it is refilled when less than
    so many days' demand is there, up to so many.

    ``address_check``: what is done about an address that cannot be right: ``off``, ``tell`` (it is said), or ``hold``
    (no such order is released).
    ``substitutes_allowed``: the customer of an order that does not say takes another item where one cannot be had.
    ``label_check``: before a parcel is put on the dock its label is scanned beside its carton, so that no two are
    swapped. ``weight_tolerance_pct``: how far what a parcel weighs may be from what its items weigh together, before a
    supervisor is told (0: nobody looks). ``dunnage``: what fills the room that goods leave in a carton (see
    :mod:`pickface.locations.dunnage`).
    ``service_goals``: how much of the demand stock is to serve (see :mod:`pickface.locations.service_goals`).

    ``value_currency``: what the cost book is kept in; it stays as soon as something stands in the book.
    ``value_method``: by which method stock is valued, ``average`` (weighted average) or ``fifo``; both are always kept.

    ``inspection``: how many of the units that come in are looked at before anybody is promised them, where neither
    their item nor their supplier says it (see :mod:`pickface.sampling.plans`).
    ``collect_at``: the code of the place where parcels wait for customers who come for them (empty: the first station).

    ``document_language``: in which language a customer gets documents who has told none that they are written in.
    ``invoice_prefix``: what stands before the number of an invoice; ``prices_with_tax``: whether the prices of orders
    hold their tax already.

    ``photo_days``: how long photos are kept as evidence; one that an open exception shows stays until it is resolved.
    ``print_job_days``: how long it is known what was printed.
    """

    quality_check: str = "none"
    blind_check: bool = False
    lease_minutes: int = 30
    lease_margin_minutes: int = 2
    tasks_ahead: int = 2
    over_tolerance_pct: int = 0
    sample_cartons: int = 1
    short_dated_days: int = 0
    order_ship_days: int = 1
    sscc_prefix: str = "0000000"
    lock_minutes: int = 10
    lock_in_cradle: bool = False
    offline_sign_in: bool = False
    offline_sign_in_hours: int = 72
    returns_at: str = ""
    collect_at: str = ""
    return_grades: str = grades.USUAL
    blind_returns: str = "receiver"
    network_at: str = ""
    counts_per_zone: int = 0
    count_a_days: int = 30
    count_b_days: int = 90
    count_c_days: int = 180
    recount_units: int = 0
    recount_pct: int = 0
    approve_minor: int = 0
    supervisor_minor: int = 0
    supervisor_units: int = 0
    zero_check: bool = False
    alone_may: bool = True
    receivers_name_goods: bool = False
    measure_first_receipt: bool = False
    buying_budget_minor: int = 0
    buying_currency: str = "EUR"
    release_hours_ahead: int = 0
    release_most: int = 0
    pick_method: str = "single"
    cart_totes: int = 12
    batch_orders: int = 12
    pick_by_zone: bool = False
    calm_walks: bool = False
    errands: bool = True
    consolidate_at: str = ""
    whole_containers: str = "pallets"
    cross_dock: bool = False
    shelf_days_left: int = 0
    pick_face_first: bool = True
    face_min_days: int = 1
    face_max_days: int = 5
    substitutes_allowed: bool = False
    label_check: bool = False
    address_check: str = "tell"
    weight_tolerance_pct: int = 0
    dunnage: str = ""
    service_goals: str = "95"
    value_currency: str = "EUR"
    value_method: str = "average"
    inspection: str = "none"
    document_language: str = "en"
    invoice_prefix: str = ""
    prices_with_tax: bool = True
    photo_days: int = 90
    print_job_days: int = 30

    def check(self) -> SiteSettings:
        """Refuse what no site can work with; BadRequest names the field."""
        if not _CHECKS.fullmatch(self.quality_check):
            raise BadRequest(
                "quality_check is none, all, item, picker, sample:N with N from 1 to 100, or record:N from 10 to 1000",
                field="quality_check",
            )
        grades.read(self.return_grades)
        dunnage.read(self.dunnage)
        service_goals.read(self.service_goals)
        plans.read(self.inspection)
        for name, words in _WORDS.items():
            if getattr(self, name) not in words:
                raise BadRequest(f"{name} is one of {', '.join(words)}", field=name)
        for name, (least, most) in _RANGES.items():
            if not least <= getattr(self, name) <= most:
                raise BadRequest(f"{name} is from {least} to {most}", field=name)
        if self.face_max_days <= self.face_min_days:
            raise BadRequest("face_max_days is more than face_min_days", field="face_max_days")
        for name, (form, said) in _FORMS.items():
            if not re.fullmatch(form, getattr(self, name)):
                raise BadRequest(f"{name} has {said}", field=name)
        return self

    @property
    def sample_pct(self) -> int:
        """Of 100 orders, how many are checked by chance; 0 unless the site checks samples."""
        word, _, share = self.quality_check.partition(":")
        return int(share) if word == "sample" else 0

    @property
    def record_lines(self) -> int:
        """How many of a picker's last checked lines say how often they are checked; 0 unless the site goes by that."""
        word, _, lines = self.quality_check.partition(":")
        return int(lines or 100) if word == "record" else 0


_WORDS = {
    "pick_method": PICK_METHODS,
    "whole_containers": WHOLE_CONTAINERS,
    "blind_returns": BLIND_RETURNS,
    "value_method": VALUE_METHODS,
    "address_check": ADDRESS_CHECKS,
    "document_language": LANGUAGES,
}
_FORMS = {
    "buying_currency": (r"[A-Z]{3}", "three capital letters"),
    "value_currency": (r"[A-Z]{3}", "three capital letters"),
    "sscc_prefix": (r"\d{4,12}", "4 to 12 digits"),
    "invoice_prefix": (r"[A-Za-z0-9/._-]{0,20}", "up to 20 plain letters"),
}
_PLACES = {"returns_at": "", "collect_at": "", "consolidate_at": "station"}
"""Settings that name a place, and the kind that this has to be."""
_RANGES = {
    "lease_minutes": (1, 24 * 60),
    "lease_margin_minutes": (0, 60),
    "tasks_ahead": (0, 20),
    "over_tolerance_pct": (0, 1000),
    "weight_tolerance_pct": (0, 100),
    "sample_cartons": (0, 100),
    "short_dated_days": (0, 3650),
    "order_ship_days": (0, 365),
    "lock_minutes": (0, 8 * 60),
    "offline_sign_in_hours": (1, 14 * 24),
    "counts_per_zone": (0, 500),
    "count_a_days": (1, 3650),
    "count_b_days": (1, 3650),
    "count_c_days": (1, 3650),
    "recount_units": (0, 1_000_000_000),
    "recount_pct": (0, 1000),
    "approve_minor": (0, 1_000_000_000),
    "supervisor_minor": (0, 1_000_000_000),
    "supervisor_units": (0, 1_000_000_000),
    "buying_budget_minor": (0, 10**12),
    "release_hours_ahead": (0, 30 * 24),
    "release_most": (0, 10_000),
    "cart_totes": (4, 24),
    "batch_orders": (2, 48),
    "shelf_days_left": (0, 3650),
    "face_min_days": (1, 60),
    "face_max_days": (2, 120),
    "photo_days": (1, 3650),
    "print_job_days": (1, 3650),
}


def from_json(text: str) -> SiteSettings:
    """Settings as stored. Names that an older or newer version knows are left out."""
    known = {field.name for field in fields(SiteSettings)}
    return SiteSettings(
        **{name: value for name, value in json.loads(text).items() if name in known}
    )


def as_json(settings: SiteSettings) -> str:
    """Settings as they are stored."""
    return json.dumps(asdict(settings), separators=(",", ":"))


def of_site(site_id: int, tx: Tx | None = None) -> SiteSettings:
    """The settings of a site, read within ``tx`` if there is one."""
    read = row if tx is None else tx.one
    found = read("SELECT settings FROM site WHERE id = :id", id=site_id)
    if found is None:
        raise NotFound("no such site", site=site_id)
    return from_json(found["settings"])


def change(tx: Tx, site_id: int, by_person: int | None = None, **changes: Any) -> SiteSettings:
    """Change some settings of a site, and answer all of them; who did it is kept with what was before."""
    found = tx.one("SELECT settings FROM site WHERE id = :id" + tx.for_update, id=site_id)
    if found is None:
        raise NotFound("no such site", site=site_id)
    before = from_json(found["settings"])
    new = replace(before, **changes).check()
    if new == before:
        return new
    for field, kind in _PLACES.items():
        named = getattr(new, field)
        if named and named != getattr(before, field):
            _check_place(tx, site_id, named, field, kind=kind)
    if new.return_grades != before.return_grades:
        for grade in grades.read(new.return_grades):
            if grade.place:
                _check_place(tx, site_id, grade.place, "return_grades", apart=True)
    if new.value_currency != before.value_currency and tx.value(_VALUED, site=site_id):
        raise CurrencyInUse("values stand in the cost book already", currency=before.value_currency)
    tx.run("UPDATE site SET settings = :settings WHERE id = :id", settings=as_json(new), id=site_id)
    if by_person is not None:
        old, now = asdict(before), asdict(new)
        who = {"site_id": site_id, "at": tx.now, "person_id": by_person}
        told = [
            {**who, "name": name, "old": json.dumps(old[name]), "new": json.dumps(now[name])}
            for name in now
            if old[name] != now[name]
        ]
        tx.insert_many("setting_change", told)
    return new


def _check_place(
    tx: Tx, site_id: int, code: str, field: str, apart: bool = False, kind: str = ""
) -> None:
    """The site has the place; ``apart``: nothing that lies there is promised to anybody; it is of a ``kind``."""
    found = tx.one(
        "SELECT pickable, kind FROM place WHERE site_id = :site AND code = :code AND virtual = 0",
        site=site_id,
        code=code,
    )
    other = found is not None and bool(kind) and found["kind"] != kind
    if found is None or other or (apart and found["pickable"]):
        raise BadRequest("the site has no such place for it", field=field, place=code)


def known(site_id: int) -> list[dict[str, Any]]:
    """Every setting with its value, its safe default, and from where to where a number goes."""
    now, safe = asdict(of_site(site_id)), asdict(SiteSettings())
    return [
        {
            "name": name,
            "value": now[name],
            "default": safe[name],
            "least": _RANGES.get(name, (None, None))[0],
            "most": _RANGES.get(name, (None, None))[1],
        }
        for name in safe
    ]


def history(site_id: int, before: int | None, limit: int) -> list[Row]:
    """Who changed which setting from what to what, newest first; one more than ``limit`` where there are more."""
    return rows(
        "SELECT c.id, c.at, p.name AS person, c.name, c.old, c.new FROM setting_change c "
        "JOIN person p ON p.id = c.person_id WHERE c.site_id = :site AND c.id < :before "
        "AND c.name NOT LIKE 'document.%' ORDER BY c.id DESC LIMIT :limit",
        site=site_id,
        before=before or 2**53,
        limit=limit + 1,
    )
