"""Orders that release themselves: those that leave soon and are covered, as many as the floor has room for.

Where a site wants it (``release_hours_ahead``) each minute, the most urgent first. An order that stock does not cover
is looked at again when goods have come for it; one whose address is held, or whose goods lie in a zone that is being
counted, keeps no other one waiting.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any, Final

from pickface.db import Row, Tx, Writer, clock, db, rows
from pickface.errors import PickfaceError
from pickface.locations import settings
from pickface.locations.settings import SiteSettings
from pickface.orders import addresses
from pickface.tasks import jobs, planning
from pickface.tasks.workflow import World

JOB: Final = "release_due"
EVERY_MS: Final = 60_000
OFF_MS: Final = 5 * 60_000
HOUR_MS: Final = 3_600_000
_AT_ONCE: Final = 200
_URGENT: Final = 2
_COVERED = """
SELECT o.id, o.priority, o.ship_by, o.customer, o.street, o.postcode, o.city, o.country, o.collect FROM orders o
WHERE o.site_id = :site AND o.state = 'open' AND o.ship_by <= :soon
AND EXISTS (SELECT 1 FROM order_line l WHERE l.order_id = o.id AND l.qty > l.given_up)
AND NOT EXISTS (SELECT 1 FROM order_line l WHERE l.order_id = o.id AND l.qty - l.given_up > COALESCE(
    (SELECT SUM(r.qty + r.taken) FROM reservation r WHERE r.order_line_id = l.id), 0))
ORDER BY o.priority, o.ship_by, o.id LIMIT :most
"""
_ON_FLOOR = "SELECT COUNT(*) AS n FROM orders WHERE site_id = :site AND state = 'released'"


def begin(tx: Tx, world: World, news: Mapping[str, Any]) -> None:
    """Look after every site's orders from now on."""
    for site in tx.all("SELECT id FROM site ORDER BY id"):
        jobs.leave(tx, JOB, str(site["id"]))


def release_due(world: World, writer: Writer, key: str) -> None:
    """The job: release what is due, and come back in a minute."""
    site_id, now = int(key), clock()
    site = settings.of_site(site_id)
    due = _due(site_id, site, now) if site.release_hours_ahead else []
    db.session.remove()
    if due:
        _release(world, writer, site_id, due, site)

    def again(tx: Tx) -> None:
        if jobs.finish(tx, JOB, key):
            pause_ms = EVERY_MS if site.release_hours_ahead else OFF_MS
            jobs.leave(tx, JOB, key, tx.now + pause_ms)

    writer.run(again)


def _due(site_id: int, site: SiteSettings, now: int) -> list[Row]:
    """The orders to be released now, the most urgent first; the floor has room for so many of them as it may have."""
    room = _AT_ONCE
    if site.release_most:
        room = min(room, site.release_most - int(rows(_ON_FLOOR, site=site_id)[0]["n"]))
    if room <= 0:
        return []
    soon = now + site.release_hours_ahead * HOUR_MS
    covered = rows(_COVERED, site=site_id, soon=soon, most=_AT_ONCE * 2)
    if site.address_check == "hold":
        covered = [order for order in covered if not addresses.faults(order)]
    return [] if _waits_for_others(covered, room, site, now) else covered


def _waits_for_others(covered: Sequence[Row], room: int, site: SiteSettings, now: int) -> bool:
    """Whether a cart or batch would go half empty, and nothing of it is pressing: more may come for the same walk."""
    full = {"cluster": site.cart_totes, "batch": site.batch_orders}.get(site.pick_method, 1)
    half_ms = site.release_hours_ahead * HOUR_MS // 2
    pressing = any(o["priority"] <= _URGENT or o["ship_by"] <= now + half_ms for o in covered)
    return min(len(covered), room) < full and not pressing


def _release(
    world: World, writer: Writer, site_id: int, due: Sequence[Row], site: SiteSettings
) -> None:
    """One by one, so that nobody waits for long; those of one look are picked together, as the site picks."""
    wave = None
    if len(due) > 1 and site.pick_method != "single":
        wave = planning.Wave(int(due[0]["id"]), site.pick_method)

    def release_one(tx: Tx, order_id: int) -> bool:
        on_floor = int(tx.value(_ON_FLOOR, site=site_id)) if site.release_most else 0
        if site.release_most and on_floor >= site.release_most:
            return False
        planning.release_order(tx, world, order_id, wave=wave)
        return True

    released = 0
    for order in due:
        try:
            if released >= _AT_ONCE or not writer.run(partial(release_one, order_id=order["id"])):
                break
        except PickfaceError:
            # Somebody was quicker, or it waits for a count or for stock.
            continue
        released += 1
    if wave is not None and released:
        writer.run(partial(planning.close_wave, wave=wave))
