"""What a pick reads: the pins of an order, where they are, and which other bins have the same goods."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from pickface.db import Row
from pickface.locations import returning, settings
from pickface.stock import wholes
from pickface.tasks import walk
from pickface.workflows.pick.compile import PickLine, Spot, Station

Read = Callable[..., list[Row]]
"""``tx.all`` or ``db.rows``: plain SQL with named parameters."""

_PINS = """
SELECT r.id AS pin, r.order_line_id, ol.order_id, o.number, p.kind, r.item_id, r.qty, r.container, r.place_id, r.lot_id,
       l.code AS lot_code, i.sku, i.name, i.tracking, i.weight_g, i.zone_code, p.code, p.aisle, p.bay, p.level,
       COALESCE(z.proof, 'bin_item') AS proof, COALESCE(z.code, '') AS place_zone,
       (SELECT COUNT(*) FROM balance b WHERE b.item_id = r.item_id AND b.place_id = r.place_id AND b.qty > 0) AS lots,
       COALESCE(y.name, '') AS instead_of
FROM reservation r JOIN order_line ol ON ol.id = r.order_line_id JOIN item i ON i.id = r.item_id
JOIN orders o ON o.id = ol.order_id
JOIN place p ON p.id = r.place_id LEFT JOIN zone z ON z.id = p.zone_id LEFT JOIN lot l ON l.id = r.lot_id
LEFT JOIN order_line a ON a.id = ol.substitute_for LEFT JOIN item y ON y.id = a.item_id
WHERE ol.order_id IN ({orders}) AND r.place_id > 0 AND r.qty > 0 AND r.task_id {task} ORDER BY r.id
"""
_CODES = """
SELECT DISTINCT b.item_id, b.key, b.qty, b.pack FROM barcode b JOIN order_line ol ON ol.item_id = b.item_id
WHERE ol.order_id IN ({orders}) ORDER BY b.item_id, b.qty, b.key
"""
# CROSS JOIN keeps SQLite to this order: it would rather walk through all loose stock of the site.
_OTHERS = """
SELECT DISTINCT b.item_id, b.place_id, b.lot_id, b.container, b.qty - b.pinned - b.unreservable AS free,
       l.code AS lot_code, p.code, p.aisle, p.bay, p.level
FROM order_line ol CROSS JOIN orders o CROSS JOIN balance b
JOIN place p ON p.id = b.place_id LEFT JOIN lot l ON l.id = b.lot_id
WHERE ol.order_id IN ({orders}) AND o.id = ol.order_id AND b.item_id = ol.item_id AND b.owner_id = o.owner_id
AND b.site_id = :site AND b.pickable = 1 AND b.virtual = 0
AND b.container = '' AND b.lot_id = 0 AND b.qty - b.pinned - b.unreservable > 0
AND NOT EXISTS (SELECT 1 FROM zone z WHERE z.id = p.zone_id AND z.frozen_at > 0) ORDER BY b.item_id, free DESC, p.code
"""


def load_lines(
    read: Read, order_ids: Sequence[int], site_id: int, task_id: int | None = None
) -> list[PickLine]:
    """The pins of orders that no task has yet (or those of a task), as the compiler wants them."""
    named = ", ".join(str(int(order_id)) for order_id in order_ids) or "NULL"
    sql = _PINS.format(orders=named, task="IS NULL" if task_id is None else f"= {int(task_id)}")
    codes: dict[int, list[tuple[str, int, str]]] = defaultdict(list)
    for code in read(_CODES.format(orders=named)):
        codes[code["item_id"]].append((code["key"], code["qty"], code["pack"]))
    others: dict[int, list[Row]] = defaultdict(list)
    for other in read(_OTHERS.format(orders=named), site=site_id):
        others[other["item_id"]].append(other)
    lines = [_line(pin, tuple(codes[pin["item_id"]]), others[pin["item_id"]]) for pin in read(sql)]
    return with_wholes(read, site_id, lines)


def with_wholes(read: Read, site_id: int, lines: list[PickLine]) -> list[PickLine]:
    """The lines, with what is taken whole told: all that is in a container is pinned by them, for one order."""
    plates = {line.spot.container for line in lines} - {""}
    if not plates:
        return lines
    site = read("SELECT settings FROM site WHERE id = :id", id=site_id)[0]
    found = wholes.pinned(read, wholes.kinds_of(site["settings"]), plates)
    wanted: Counter[tuple[int, str]] = Counter()
    for line in lines:
        wanted[line.order_id, line.spot.container] += line.qty
    return [
        replace(line, whole=whole.kind, alternatives=())
        if (whole := found.get(line.spot.container))
        and whole.units == wanted[line.order_id, line.spot.container]
        else line
        for line in lines
    ]


def _line(pin: Row, codes: tuple[tuple[str, int, str], ...], others: Sequence[Row]) -> PickLine:
    spare = next(
        (o for o in others if o["place_id"] != pin["place_id"] and o["free"] >= pin["qty"]), None
    )
    return PickLine(
        pin=pin["pin"],
        order_line_id=pin["order_line_id"],
        order_id=pin["order_id"],
        item_id=pin["item_id"],
        sku=pin["sku"],
        name=pin["name"],
        tracking=pin["tracking"],
        zone=pin["zone_code"],
        codes=codes,
        qty=pin["qty"],
        weight_g=pin["weight_g"],
        order=pin["number"],
        instead_of=pin["instead_of"],
        spot=Spot(
            place_id=pin["place_id"],
            code=pin["code"],
            aisle=pin["aisle"],
            bay=pin["bay"],
            level=pin["level"],
            lot_id=pin["lot_id"],
            lot_code=pin["lot_code"] or "",
            only_lot=pin["lots"] <= 1,
            container=pin["container"],
            qty=pin["qty"],
            proof=pin["proof"],
            zone=pin["place_zone"],
            dock=pin["kind"] == "dock",
        ),
        alternatives=()
        if spare is None or pin["lot_id"]
        else (
            Spot(
                spare["place_id"],
                spare["code"],
                spare["aisle"],
                spare["bay"],
                spare["level"],
                qty=pin["qty"],
                free=spare["free"],
            ),
        ),
    )


def stations_of(read: Read, site_id: int) -> tuple[list[Station], int]:
    """The stations that totes are brought to, and the place where they travel until then."""
    found = read(
        "SELECT id, code FROM place WHERE site_id = :site AND kind = 'station' AND active = 1 ORDER BY code",
        site=site_id,
    )
    floor_id = next(r["id"] for r in found if r["code"] == "FLOOR")
    return [Station(r["id"], r["code"]) for r in found if r["code"] != "FLOOR"], floor_id


def ways_out(read: Read, site_id: int) -> list[Station]:
    """The docks of the shipping zone: what is a parcel as it is may be brought there at once."""
    found = read(
        "SELECT p.id, p.code FROM place p JOIN zone z ON z.id = p.zone_id WHERE p.site_id = :site "
        "AND p.kind = 'dock' AND p.active = 1 AND z.code = 'SHIP' ORDER BY p.code",
        site=site_id,
    )
    return [Station(dock["id"], dock["code"]) for dock in found]


def where_goods_come_back(read: Read, site_id: int) -> Station:
    """The place that the site names for goods that come back, else its first station."""
    found = returning.where_goods_come_back(read, site_id)
    return Station(found["id"], found["code"]) if found else stations_of(read, site_id)[0][0]


@dataclass(frozen=True)
class Way:
    """A walk past bins: their numbers in passing, how long it is, and how long in the order of their codes."""

    ranks: Mapping[int, int] = field(default_factory=dict)
    walk_mm: int | None = None
    code_order_mm: int | None = None


def walking_ranks(site_id: int, lines: Sequence[PickLine], stations: Sequence[Station]) -> Way:
    """The bins of the lines, numbered as they are passed on a short walk from the first station and back.

    Where the site wants calm walks it may be a little longer, if it turns back less.
    """
    if not lines or not stations:
        return Way()
    home = stations[0].place_id
    grams: dict[int, int] | None = None
    if settings.of_site(site_id).calm_walks:
        grams = defaultdict(int)
        for line in lines:
            grams[line.spot.place_id] += line.qty * line.weight_g
    walked = walk.walked(site_id, home, [line.spot.place_id for line in lines], home, grams)
    ranks = {place: n for n, place in enumerate(walked.order)}
    return Way(ranks, walked.length_mm, walked.code_order_mm)


Walks = Mapping[tuple[int, int], int]
"""How far it is on foot from one bin to another, in millimetres."""


def walks_on(site_id: int, lines: Sequence[PickLine]) -> Walks:
    """From the bin of each line to its alternatives; what the floor plan does not tell is left out."""
    walks: dict[tuple[int, int], int] = {}
    for line in lines:
        start, others = line.spot.place_id, [spot.place_id for spot in line.alternatives]
        found = walk.walks_mm(site_id, start, others) if others else {}
        walks |= {(start, place): walk_mm for place, walk_mm in found.items()}
    return walks


def with_walks(lines: Sequence[PickLine], walks: Walks) -> list[PickLine]:
    """The lines, each with the way to its alternatives."""
    return [
        replace(
            line,
            alternatives=tuple(
                replace(spot, walk_mm=walks.get((line.spot.place_id, spot.place_id)))
                for spot in line.alternatives
            ),
        )
        for line in lines
    ]


def by_walk(lines: Sequence[PickLine], ranks: Mapping[int, int]) -> list[PickLine]:
    """Lines in the order of the walk; bins that it does not know come last."""
    return sorted(lines, key=lambda line: (ranks.get(line.spot.place_id, len(ranks)), line.pin))
