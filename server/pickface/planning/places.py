"""What slotting reads of a site: its floor, what lies alone in its bins, and its latest orders. Reads only."""

from __future__ import annotations

from collections import defaultdict

from pickface.db import Row, clock, one_moment, row, rows
from pickface.planning.slotting import MOST_ORDERS, Goods, Question, Spot
from pickface.routing.floor import Stop
from pickface.tasks import walk

WEEKS = 4
_WEEK_MS = 7 * 86_400_000
_HOME = (
    "SELECT code, x_mm, y_mm FROM place WHERE site_id = :site AND kind = 'station' AND active = 1 "
    "AND code <> 'FLOOR' ORDER BY code LIMIT 1"
)
_BINS = """
SELECT p.id, p.code, p.x_mm, p.y_mm, p.max_weight_g, p.volume_mm3, a.code AS aisle, COALESCE(z.code, '') AS zone,
    COALESCE(z.frozen_at, 0) AS frozen_at
FROM place p JOIN aisle a ON a.id = p.aisle_id LEFT JOIN zone z ON z.id = p.zone_id
WHERE p.site_id = :site AND p.kind = 'bin' AND p.active = 1 ORDER BY p.code
"""
_HELD = """
SELECT b.place_id, b.item_id, b.lot_id, b.container, b.qty, b.pinned, b.unreservable, b.first_in_at, i.zone_code,
    i.weight_g, i.volume_mm3, i.tracking
FROM balance b JOIN place p ON p.id = b.place_id JOIN item i ON i.id = b.item_id
WHERE b.site_id = :site AND b.virtual = 0 AND b.qty > 0 AND p.kind = 'bin' ORDER BY b.first_in_at, b.place_id
"""
_SPOKEN_FOR = """
SELECT place_id AS place FROM pick_face WHERE site_id = :site
UNION SELECT from_place_id FROM relocation WHERE site_id = :site AND state = 'asked'
UNION SELECT to_place_id FROM relocation WHERE site_id = :site AND state = 'asked'
UNION SELECT b.place_id FROM count_bin b JOIN count_round r ON r.id = b.round_id
    WHERE r.site_id = :site AND r.closed_at = 0
"""
_UNWANTED = (
    "SELECT item_id, to_place_id FROM relocation WHERE site_id = :site AND state = 'dropped'"
)
_LATEST = """
SELECT o.id FROM orders o WHERE o.site_id = :site AND o.state <> 'cancelled' AND o.placed_at >= :since
ORDER BY o.placed_at DESC, o.id DESC LIMIT :most
"""
_HOW_MANY = "SELECT COUNT(*) AS n FROM orders WHERE site_id = :site AND state <> 'cancelled' AND placed_at >= :since"


def read_places(site_id: int) -> Question | None:
    """All there is to reckon with, at one moment; None where no floor is drawn or nothing was ordered of late.

    The read session is let go before anything is reckoned.
    """
    since = clock() - WEEKS * _WEEK_MS
    with one_moment():
        plan, home = walk.plan_of(site_id), row(_HOME, site=site_id)
        latest = [one["id"] for one in rows(_LATEST, site=site_id, since=since, most=MOST_ORDERS)]
        if plan is None or home is None or not latest:
            return None
        orders = _orders(latest)
        count = int(rows(_HOW_MANY, site=site_id, since=since)[0]["n"])
        bins, held = rows(_BINS, site=site_id), rows(_HELD, site=site_id)
        closed = {int(one["place"]) for one in rows(_SPOKEN_FOR, site=site_id)}
        unwanted = {one["item_id"] for one in rows(_UNWANTED, site=site_id)}
    closed |= {bin_["id"] for bin_ in bins if bin_["frozen_at"]}
    known = {bin_["id"] for bin_ in bins}
    return Question(
        segments=plan.segments,
        home=Stop("home", home["x_mm"], home["y_mm"]),
        spots=tuple(_spot(bin_) for bin_ in bins),
        goods=_goods([one for one in held if one["place_id"] in known], closed, unwanted),
        orders=orders,
        weeks=WEEKS * len(latest) / max(count, 1),
        taken=frozenset(closed | {one["place_id"] for one in held}),
    )


def _orders(latest: list[int]) -> tuple[tuple[int, ...], ...]:
    """The items of each order, the latest last."""
    items: dict[int, list[int]] = defaultdict(list)
    for start in range(0, len(latest), 100):
        piece = latest[start : start + 100]
        wanted = ",".join(str(int(one)) for one in piece)
        for line in rows(
            f"SELECT order_id, item_id FROM order_line WHERE order_id IN ({wanted}) ORDER BY id"
        ):
            items[line["order_id"]].append(line["item_id"])
    return tuple(tuple(items[one]) for one in reversed(latest))


def _spot(bin_: Row) -> Spot:
    return Spot(
        bin_["id"],
        Stop(bin_["code"], bin_["x_mm"], bin_["y_mm"], bin_["aisle"]),
        bin_["zone"],
        bin_["max_weight_g"],
        bin_["volume_mm3"],
    )


def _goods(held: list[Row], closed: set[int], unwanted: set[int]) -> tuple[Goods, ...]:
    """What lies in bins, oldest first; only one lot alone in its bin, promised to nobody, may be relocated."""
    inside: dict[int, list[Row]] = defaultdict(list)
    for one in held:
        inside[one["place_id"]].append(one)
    goods = []
    for place, all_of_it in inside.items():
        for one in all_of_it:
            free = (
                len(all_of_it) == 1
                and not one["container"]
                and not one["pinned"]
                and not one["unreservable"]
                and one["tracking"] != "serial"
                and place not in closed
                and one["item_id"] not in unwanted
            )
            goods.append(
                Goods(
                    one["item_id"],
                    place,
                    one["zone_code"],
                    one["qty"] * one["weight_g"],
                    one["qty"] * one["volume_mm3"],
                    free,
                )
            )
    return tuple(goods)
