"""Where goods come in from suppliers, where they come back from customers, and where customers come for them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from pickface.db import Row
from pickface.locations import settings

_NAMED = "SELECT id, code FROM place WHERE site_id = :site AND code = :code AND virtual = 0 AND active = 1"
_STATION = (
    "SELECT id, code FROM place WHERE site_id = :site AND kind = 'station' AND active = 1 AND code <> 'FLOOR' "
    "ORDER BY code LIMIT 1"
)


_DOCK = (
    "SELECT p.id FROM place p LEFT JOIN zone z ON z.id = p.zone_id WHERE p.site_id = :site "
    "AND p.kind = 'dock' AND p.active = 1 "
    "ORDER BY CASE WHEN z.code = 'SHIP' THEN 1 ELSE 0 END, p.code LIMIT 1"
)


def receiving_dock(read: Callable[..., Sequence[Row]], site_id: int) -> int | None:
    """The first dock that is not in the shipping zone, else any; what lies loose there is to be put away."""
    found = read(_DOCK, site=site_id)
    return int(found[0]["id"]) if found else None


def where_customers_come(read: Callable[..., Sequence[Row]], site_id: int) -> Row | None:
    """The place where parcels wait for the customers who come for them: named by the site, else its first station."""
    (site,) = read("SELECT settings FROM site WHERE id = :id", id=site_id)
    named = settings.from_json(site["settings"]).collect_at
    found = read(_NAMED, site=site_id, code=named) if named else ()
    return next(iter(found or read(_STATION, site=site_id)), None)


def where_goods_come_back(read: Callable[..., Sequence[Row]], site_id: int) -> Row | None:
    """The place that the site names, else its first station: ``id`` and ``code``; None where it has neither."""
    (site,) = read("SELECT settings FROM site WHERE id = :id", id=site_id)
    named = settings.from_json(site["settings"]).returns_at
    found = read(_NAMED, site=site_id, code=named) if named else ()
    return next(iter(found or read(_STATION, site=site_id)), None)
