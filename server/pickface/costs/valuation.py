"""What a site's goods are worth, now and at the end of past days. Reads only.

Values now are a projection; a past one is today's less what the entries since have changed, so that a question costs
what has moved since. Sums over all items (zones, ages) are one statement each, and shared as ``costing.in_turn`` does.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from pickface.clock import clock, day_of, zone_of
from pickface.costs import ages
from pickface.costs.zones_then import zones_then
from pickface.db import row, rows
from pickface.locations.settings import of_site
from pickface.stock.cost_book import HOUSE

BUCKET_MS = 900_000
"""Every time zone's midnight is a whole quarter of an hour."""
_TOTAL = """
SELECT COALESCE(SUM(qty), 0) AS qty, COALESCE(SUM(known_qty), 0) AS known, COALESCE(SUM({worth}), 0) AS value,
    COALESCE(SUM(CASE WHEN known_qty < qty THEN 1 ELSE 0 END), 0) AS unknown_items
FROM stock_value WHERE site_id = :site
"""
_BUCKETS = f"""
SELECT at / {BUCKET_MS} AS bucket, SUM({{worth}}) AS value, SUM(qty) AS qty, SUM(known) AS known FROM cost_entry
WHERE site_id = :site AND at >= :since GROUP BY at / {BUCKET_MS} ORDER BY bucket DESC
"""
# An item's average is shared over its steps in turn (``costing.in_turn``); layers have their own cost.
_AGES = f"""
SELECT t.step, SUM(t.units) AS qty, SUM(t.units - t.sure) AS unknown_qty, SUM(t.fifo) AS fifo_minor,
    SUM(CASE WHEN v.known_qty > 0 THEN v.average_minor * t.upto / v.known_qty
        - v.average_minor * (t.upto - t.sure) / v.known_qty ELSE 0 END) AS average_minor
FROM (SELECT l.item_id, l.step, CAST(SUM(l.qty) AS BIGINT) AS units, CAST(SUM(l.qty * l.known) AS BIGINT) AS sure,
    SUM(l.value_minor) AS fifo,
    CAST(SUM(SUM(l.qty * l.known)) OVER (PARTITION BY l.item_id ORDER BY l.step) AS BIGINT) AS upto
    FROM (SELECT item_id, qty, known, value_minor, {ages.STEP} AS step FROM cost_layer
        WHERE qty > 0 AND site_id = :site) l
    GROUP BY l.item_id, l.step) t
JOIN stock_value v ON v.item_id = t.item_id AND v.site_id = :site GROUP BY t.step
"""
_OWNERS = """
SELECT w.id, w.name AS owner, SUM(s.on_hand) AS qty FROM stock_level s JOIN owner w ON w.id = s.owner_id
WHERE s.site_id = :site GROUP BY w.id, w.name HAVING SUM(s.on_hand) <> 0 OR w.id = :house ORDER BY w.id
"""
# A value has no place: an item's is shared over the zones where its units lie, in turn.
_ZONES = """
SELECT zone, name, transit, SUM(qty) AS qty,
    SUM({worth} * upto / whole - {worth} * (upto - qty) / whole) AS value_minor,
    SUM(lost * upto / whole - lost * (upto - qty) / whole) AS unknown_qty
FROM (SELECT t.zone, t.name, t.transit, t.qty, t.upto, v.qty AS whole, v.{worth}, v.qty - v.known_qty AS lost
    FROM (SELECT b.item_id, COALESCE(z.code, '') AS zone, COALESCE(z.name, '') AS name, p.virtual AS transit,
        CAST(SUM(b.qty) AS BIGINT) AS qty, CAST(SUM(SUM(b.qty)) OVER
        (PARTITION BY b.item_id ORDER BY COALESCE(z.code, ''), p.virtual) AS BIGINT) AS upto
        FROM balance b JOIN place p ON p.id = b.place_id LEFT JOIN zone z ON z.id = p.zone_id
        WHERE b.site_id = :site AND b.owner_id = :house AND b.qty > 0 AND (p.virtual = 0 OR p.kind = 'transit')
        GROUP BY b.item_id, COALESCE(z.code, ''), COALESCE(z.name, ''), p.virtual) t
    JOIN stock_value v ON v.item_id = t.item_id AND v.site_id = :site AND v.qty > 0) x
GROUP BY zone, name, transit ORDER BY zone, transit
"""
_WRITTEN_OFF = """
SELECT reason, -SUM(qty) AS qty, -SUM(qty - known) AS unknown_qty, -SUM({worth}) AS value_minor FROM cost_entry
WHERE site_id = :site AND writes_off = 1 AND at >= :since GROUP BY reason ORDER BY SUM({worth}), reason
"""


def method_of(site_id: int) -> tuple[str, str, str]:
    """A site's method, the column that has its values, and its currency."""
    settings = of_site(site_id)
    column = "fifo_minor" if settings.value_method == "fifo" else "average_minor"
    return settings.value_method, column, settings.value_currency


def overview(site_id: int, days: int) -> dict[str, Any]:
    """What everything is worth, by age and by day."""
    method, worth, currency = method_of(site_id)
    total = row(_TOTAL.format(worth=worth), site=site_id) or {}
    value, qty, known = int(total["value"]), int(total["qty"]), int(total["known"])
    return {
        "method": method,
        "currency": currency,
        "value_minor": value,
        "qty": qty,
        "unknown_qty": qty - known,
        "unknown_items": int(total["unknown_items"]),
        "ages": _ages(site_id, worth),
        "days": _by_day(site_id, worth, days, value, qty - known),
    }


def parts(site_id: int, on: str = "") -> dict[str, Any]:
    """What lies in each zone, and whose goods there are; those of others have no value here.

    With ``on`` the zones at the end of that day; whose goods there were is not told then.
    """
    _, worth, currency = method_of(site_id)
    if on:
        found = zones_then(site_id, worth, end_of(on, timezone_of(site_id)))
        zones = [{**plain(one), "transit": bool(one["transit"])} for one in found]
        return {"currency": currency, "zones": zones, "owners": []}
    total = row(_TOTAL.format(worth=worth), site=site_id) or {}
    return {
        "currency": currency,
        "zones": _zones(site_id, worth),
        "owners": _owners(site_id, int(total["value"])),
    }


def written_off(site_id: int, days: int) -> dict[str, Any]:
    """What was written off in so many days, by reason."""
    _, worth, currency = method_of(site_id)
    since = clock() - days * ages.DAY_MS
    found = rows(_WRITTEN_OFF.format(worth=worth), site=site_id, since=since)
    items = [
        {name: value if name == "reason" else int(value) for name, value in one.items()}
        for one in found
    ]
    return {"currency": currency, "days": days, "items": items}


def end_of(day: str, timezone: str) -> int:
    """The first moment behind a calendar day by a site's clock, in UTC milliseconds."""
    # No day follows the calendar's last one, which people write for "never".
    behind = min(date.fromisoformat(day), date.max - timedelta(days=1)) + timedelta(days=1)
    return (
        int(datetime(behind.year, behind.month, behind.day, tzinfo=zone_of(timezone)).timestamp())
        * 1000
    )


def timezone_of(site_id: int) -> str:
    """A site's time zone."""
    found = row("SELECT timezone FROM site WHERE id = :site", site=site_id)
    return str(found["timezone"]) if found else "UTC"


def _by_day(site_id: int, worth: str, days: int, value: int, unknown: int) -> list[dict[str, Any]]:
    """From today's value backwards, a day at a time."""
    zone, today = timezone_of(site_id), date.fromisoformat(day_of(clock(), timezone_of(site_id)))
    first = (today - timedelta(days=days - 1)).isoformat()
    changes: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    since = end_of(first, zone) - ages.DAY_MS
    for one in rows(_BUCKETS.format(worth=worth), site=site_id, since=since):
        change = changes[day_of(int(one["bucket"]) * BUCKET_MS, zone)]
        change[0] += int(one["value"])
        change[1] += int(one["qty"] - one["known"])
    told = []
    for n in range(days):
        on = (today - timedelta(days=n)).isoformat()
        told.append({"on": on, "value_minor": value, "unknown_qty": unknown})
        value, unknown = value - changes[on][0], unknown - changes[on][1]
    return told[::-1]


def _ages(site_id: int, worth: str) -> list[dict[str, Any]]:
    found = {one["step"]: plain(one) for one in rows(_AGES, site=site_id, now=clock())}
    steps = []
    for n in range(len(ages.STEPS)):
        one = found.get(n, {"qty": 0, "unknown_qty": 0, worth: 0})
        steps.append(
            {"qty": one["qty"], "unknown_qty": one["unknown_qty"], "value_minor": one[worth]}
        )
    return ages.rows_of(steps)


def _owners(site_id: int, value: int) -> list[dict[str, Any]]:
    return [
        {
            "owner": one["owner"],
            "house": one["id"] == HOUSE,
            "qty": int(one["qty"]),
            "value_minor": value if one["id"] == HOUSE else None,
        }
        for one in rows(_OWNERS, site=site_id, house=HOUSE)
    ]


def _zones(site_id: int, worth: str) -> list[dict[str, Any]]:
    found = rows(_ZONES.format(worth=worth), site=site_id, house=HOUSE)
    return [{**plain(one), "transit": bool(one["transit"])} for one in found]


def plain(found: Mapping[str, Any]) -> dict[str, Any]:
    """A row whose sums are whole numbers in both databases."""
    return {
        name: value if value is None or isinstance(value, str) else int(value)
        for name, value in found.items()
    }
