"""Goods that orders wait for go straight from the dock to packing: they are pinned where they stand, and the order is
released.

Those who wait are looked at as ever, the most urgent first. Only an order that becomes complete by what stands at the
dock goes straight; what another one would get of it is left to that one, and goes to a bin.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from pickface.db import Row, Tx, Writer
from pickface.errors import Conflict, PickfaceError
from pickface.stock import reservations
from pickface.stock.moves import BalanceKey
from pickface.stock.shelf_life import fresh_from
from pickface.tasks import jobs, leases, planning
from pickface.tasks.workflow import World

JOB = "straight_from_dock"
_AT_ONCE = 100
_DAY_MS = 86_400_000
_LACKING = """
SELECT ol.order_id, ol.id, ol.item_id, ol.lot_id, o.owner_id, o.ship_by, ol.qty - ol.given_up
    - COALESCE((SELECT SUM(r.qty + r.taken) FROM reservation r WHERE r.order_line_id = ol.id), 0) AS lacking
FROM order_line ol JOIN orders o ON o.id = ol.order_id
WHERE {which} AND o.site_id = :site AND o.state = 'open'
"""
_WAITING = f"""
SELECT order_id FROM ({_LACKING.format(which="ol.item_id IN ({items})")}) x JOIN orders w ON w.id = x.order_id
WHERE x.lacking > 0 GROUP BY order_id, w.priority, w.ship_by ORDER BY w.priority, w.ship_by, order_id LIMIT :most
"""
_OF_ORDERS = f"SELECT * FROM ({_LACKING.format(which='ol.order_id IN ({orders})')}) x WHERE x.lacking > 0 ORDER BY x.id"
_ITEMS = "SELECT DISTINCT item_id FROM balance WHERE place_id = :place AND container = :container AND qty > pinned"
_SPOT = (
    "{n}.site_id = b.site_id AND {n}.container = b.container AND (b.container <> '' "
    "OR ({n}.place_id = b.place_id AND {n}.item_id = b.item_id AND {n}.lot_id = b.lot_id "
    "AND {n}.owner_id = b.owner_id))"
)
_THERE = f"""
SELECT b.item_id, b.lot_id, b.place_id, b.container, b.owner_id, b.qty - b.pinned - b.unreservable AS free, l.parent_id
FROM balance b JOIN lot l ON l.id = b.lot_id JOIN lot up ON up.id = l.parent_id
JOIN item i ON i.id = b.item_id LEFT JOIN container c ON c.code = b.container
WHERE b.place_id = :place AND b.item_id IN ({{items}}) AND b.virtual = 0 AND b.qty - b.pinned - b.unreservable > 0
AND (b.container = '' OR (c.state = 'closed' AND c.task_id IS NULL))
AND l.recalled_at IS NULL AND up.recalled_at IS NULL AND (l.expires_on = '' OR l.expires_on >= :today)
AND (i.tracking <> 'lot_expiry' OR l.code <> 'unknown')
AND NOT EXISTS (SELECT 1 FROM inspection n WHERE {_SPOT.format(n="n")} AND n.waiting > 0)
AND NOT EXISTS (SELECT 1 FROM inspection_verdict v WHERE {_SPOT.format(n="v")} AND v.undecided > 0)
AND NOT EXISTS (SELECT 1 FROM task t WHERE t.site_id = b.site_id AND t.kind = 'putaway'
    AND t.state IN ('begun', 'held') AND t.container = b.container AND (b.container <> '' OR t.place_id = b.place_id))
ORDER BY CASE WHEN l.expires_on = '' THEN 1 ELSE 0 END, l.expires_on,
    CASE WHEN b.container = :container THEN 0 ELSE 1 END, b.container, b.lot_id
"""


@dataclass(frozen=True)
class Goods:
    """Units at a dock that are promised to nobody; ``parent`` is the lot that a serial belongs to."""

    key: BalanceKey
    free: int
    parent: int = 0


@dataclass(frozen=True)
class Want:
    """What an order line lacks; ``lot_id`` 0 is any."""

    line_id: int
    item_id: int
    owner_id: int
    lot_id: int
    units: int


Part = tuple[int, BalanceKey, int]
"""For an order line, from where, how many units."""


def leave(tx: Tx, site_id: int, place_id: int, container: str) -> None:
    """Goods have come in: look who waits for them, then have the rest put away."""
    jobs.leave(tx, JOB, f"{site_id}:{place_id}:{container}")


def share_out(
    wants: Sequence[Want], goods: Sequence[Goods]
) -> tuple[list[Part], list[Goods], bool]:
    """What an order's lines get of the goods, what is left of these, and whether the lines get all they lack. Pure."""
    left, parts, whole = list(goods), list[Part](), True
    for want in wants:
        need = want.units
        for n, one in enumerate(left):
            units = min(need, one.free) if _fits(want, one) else 0
            if units:
                parts.append((want.line_id, one.key, units))
                left[n] = replace(one, free=one.free - units)
                need -= units
        whole = whole and not need
    return parts, left, whole


def _fits(want: Want, one: Goods) -> bool:
    same = (one.key.item_id, one.key.owner_id) == (want.item_id, want.owner_id)
    return same and (not want.lot_id or want.lot_id in {one.key.lot_id, one.parent})


def serve(world: World, writer: Writer, key: str) -> None:
    """The job: orders that become complete by what stands here are pinned to it and released; the rest is put away."""
    site, place, container = key.split(":", 2)

    def write(tx: Tx) -> None:
        if not jobs.finish(tx, JOB, key):
            return
        # One plan at a time in a site, as with putaways: two must not promise the same goods.
        lock = tx.for_update and " FOR NO KEY UPDATE"
        tx.one("SELECT id FROM site WHERE id = :id" + lock, id=int(site))
        touched = {container}
        if leases.site_setting(tx, int(site), "cross_dock", False):
            touched |= _serve(tx, world, int(site), int(place), container)
        for source in sorted(touched):
            world.tell(tx, "goods_left", site=int(site), place=int(place), container=source)

    writer.run(write)


def _serve(tx: Tx, world: World, site_id: int, place_id: int, container: str) -> set[str]:
    """Pin and release; the containers ('' is loose) that some of it is taken from."""
    here = tx.all(_ITEMS, place=place_id, container=container)
    orders = [
        int(one["order_id"])
        for one in tx.all(
            _WAITING.format(items=_ids(one["item_id"] for one in here)), site=site_id, most=_AT_ONCE
        )
    ]
    lines = tx.all(_OF_ORDERS.format(orders=_ids(orders)), site=site_id)
    goods = _there(tx, site_id, place_id, container, lines)
    days = int(leases.site_setting(tx, site_id, "order_ship_days", 1))
    soon = tx.now + max(1, days) * _DAY_MS
    touched: set[str] = set()
    for order_id in orders:
        own = [line for line in lines if line["order_id"] == order_id]
        parts, goods, whole = share_out([_want(line) for line in own], goods)
        if whole and own[0]["ship_by"] <= soon and _claim(tx, world, order_id, parts):
            touched |= {key.container for _, key, _ in parts}
    return touched


def _there(
    tx: Tx, site_id: int, place_id: int, container: str, lines: Sequence[Row]
) -> list[Goods]:
    site = tx.certain("SELECT settings, timezone FROM site WHERE id = :id", id=site_id)
    found = tx.all(
        _THERE.format(items=_ids(line["item_id"] for line in lines)),
        place=place_id,
        container=container,
        today=fresh_from(site, tx.now),
    )
    names = BalanceKey._fields
    return [
        Goods(BalanceKey(*(one[name] for name in names)), int(one["free"]), one["parent_id"] or 0)
        for one in found
    ]


def _want(line: Row) -> Want:
    return Want(line["id"], line["item_id"], line["owner_id"], line["lot_id"], int(line["lacking"]))


def _claim(tx: Tx, world: World, order_id: int, parts: Sequence[Part]) -> bool:
    """All of it or nothing: an order that cannot be released just now gets its goods from their bin, as ever."""
    try:
        with tx.savepoint():
            for line_id, key, units in parts:
                if not reservations.pin_at_dock(tx, line_id, key, units):
                    raise Conflict("the goods are not there any more", order=order_id)
            planning.release_order(tx, world, order_id)
    except PickfaceError:
        return False
    return True


def _ids(ids: Iterable[int]) -> str:
    return ", ".join(str(int(number)) for number in sorted(set(ids))) or "-1"
