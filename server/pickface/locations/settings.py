"""How a site works: one frozen value, kept as JSON in ``site.settings``."""

from __future__ import annotations

import json
import re
from dataclasses import asdict, dataclass, fields, replace
from typing import Any

from pickface.db import Tx, row
from pickface.errors import BadRequest, NotFound

PICK_METHODS = ("single", "cluster")
_CHECKS = re.compile(r"none|all|item|picker|sample:([1-9]\d?|100)")


@dataclass(frozen=True)
class SiteSettings:
    """What a manager may set for a site.

    ``quality_check``: whose picks a second person checks before packing: ``none`` (packing by scan is the check),
    ``all``, ``sample:N`` (N of 100 orders), ``item`` (orders with an item that asks for it), ``picker`` (orders of a
    person who asks for it). ``tasks_ahead``: how many tasks a device holds beside the one at hand, for dead zones.
    ``over_tolerance_pct``: how much more than ordered may be received before it is an exception.
    ``lock_minutes``: how long a handheld may lie idle before it locks (0: never); ``lock_in_cradle``: it locks when it
    is put to charge. ``offline_sign_in``: whether people on a device's roster may sign in there without a network;
    ``offline_sign_in_hours``: how long a roster holds after the device has heard it. ``returns_at``: the code of
    the place where totes of cancelled orders are left (empty: the first station). ``network_at``: where a handheld
    finds its network, in the words of the house ("door 2"). ``pick_method``: how orders that are released together are
    picked: ``single`` (each on a walk of its own) or ``cluster`` (several on a cart, each into its own tote, all on one
    walk; an order released alone is picked alone). ``cart_totes``: how many totes a cart has room for.
    """

    quality_check: str = "none"
    lease_minutes: int = 30
    lease_margin_minutes: int = 2
    tasks_ahead: int = 2
    over_tolerance_pct: int = 0
    order_ship_days: int = 1
    sscc_prefix: str = "0000000"
    lock_minutes: int = 10
    lock_in_cradle: bool = False
    offline_sign_in: bool = False
    offline_sign_in_hours: int = 72
    returns_at: str = ""
    network_at: str = ""
    pick_method: str = "single"
    cart_totes: int = 12

    def check(self) -> SiteSettings:
        """Refuse what no site can work with; BadRequest names the field."""
        if not _CHECKS.fullmatch(self.quality_check):
            raise BadRequest(
                "quality_check is none, all, item, picker or sample:N with N from 1 to 100",
                field="quality_check",
            )
        if self.pick_method not in PICK_METHODS:
            raise BadRequest("pick_method is single or cluster", field="pick_method")
        for name, (least, most) in _RANGES.items():
            if not least <= getattr(self, name) <= most:
                raise BadRequest(f"{name} is from {least} to {most}", field=name)
        if not re.fullmatch(r"\d{4,12}", self.sscc_prefix):
            raise BadRequest("sscc_prefix has 4 to 12 digits", field="sscc_prefix")
        return self

    @property
    def sample_pct(self) -> int:
        """Of 100 orders, how many are checked by chance; 0 unless the site checks samples."""
        word, _, share = self.quality_check.partition(":")
        return int(share) if word == "sample" else 0


_RANGES = {
    "lease_minutes": (1, 24 * 60),
    "lease_margin_minutes": (0, 60),
    "tasks_ahead": (0, 20),
    "over_tolerance_pct": (0, 1000),
    "order_ship_days": (0, 365),
    "lock_minutes": (0, 8 * 60),
    "offline_sign_in_hours": (1, 14 * 24),
    "cart_totes": (4, 24),
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


def change(tx: Tx, site_id: int, **changes: Any) -> SiteSettings:
    """Change some settings of a site, and answer all of them."""
    found = tx.one("SELECT settings FROM site WHERE id = :id" + tx.for_update, id=site_id)
    if found is None:
        raise NotFound("no such site", site=site_id)
    new = replace(from_json(found["settings"]), **changes).check()
    tx.run("UPDATE site SET settings = :settings WHERE id = :id", settings=as_json(new), id=site_id)
    return new
