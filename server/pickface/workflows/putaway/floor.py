"""What a putaway reads: the bins that come into question, with what is in them, and the goods that are to go there."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from pickface.db import Row, Tx, row, rows
from pickface.inspections import waiting
from pickface.tasks import pallets, walk
from pickface.workflows.putaway.bins import Bin, Load, Proposal, Zone, propose
from pickface.workflows.putaway.compile import Part, Source

_KIND = ("zone_code", "temperature", "hazard", "weight_g", "volume_mm3", "qty")
_NEAR = 40
"""How many empty bins are looked at for goods of a kind, beside those that other putaways were sent to."""
_WHOLE = 8
"""How many that take all of a load, where the nearest do not."""
_BINS = """
SELECT p.id, p.code, p.level, p.max_weight_g, p.volume_mm3, p.max_pallets, COALESCE(z.code, '') AS zone,
       CASE WHEN p.max_pallets = 0 THEN 0 ELSE {standing} END AS pallets,
       COALESCE(z.proof, 'bin_item') AS proof, COUNT(DISTINCT b.item_id) AS items,
       COALESCE(SUM(b.qty * i.weight_g), 0) AS used_g, COALESCE(SUM(b.qty * i.volume_mm3), 0) AS used_mm3,
       COALESCE((SELECT MIN(f.item_id) FROM pick_face f WHERE f.place_id = p.id), 0) AS face_of
FROM place p LEFT JOIN zone z ON z.id = p.zone_id
LEFT JOIN balance b ON b.place_id = p.id AND b.qty > 0 LEFT JOIN item i ON i.id = b.item_id
WHERE p.id IN ({ids}) AND p.kind = 'bin' AND p.active = 1 AND COALESCE(z.frozen_at, 0) = 0
GROUP BY p.id, p.code, p.level, p.max_weight_g, p.volume_mm3, p.max_pallets, p.site_id, z.code,
    z.proof ORDER BY p.code
"""
# The nearest by the walk from where goods come in: an index's order, of which no more is read than is asked for.
_EMPTY = """
SELECT p.id FROM place p WHERE {where} AND p.kind = 'bin' AND p.active = 1
AND (p.max_weight_g = 0 OR p.max_weight_g >= :weight) AND (p.volume_mm3 = 0 OR p.volume_mm3 >= :volume)
AND NOT EXISTS (SELECT 1 FROM balance b WHERE b.place_id = p.id AND b.qty > 0)
AND NOT EXISTS (SELECT 1 FROM pick_face f WHERE f.place_id = p.id AND f.item_id <> :item)
ORDER BY p.walk_mm, p.code LIMIT :most
"""
_STATION = (
    "SELECT id FROM place WHERE site_id = :site AND kind = 'station' AND active = 1 AND code <> 'FLOOR' "
    "ORDER BY code LIMIT 1"
)
_PALLET = "SELECT 1 FROM container WHERE code = :source AND kind = 'pallet'"
_ZONES = "SELECT id, code, proof, temperature, hazards, frozen_at FROM zone WHERE site_id = :site ORDER BY code"
_OPEN = (
    "SELECT facts FROM task WHERE site_id = :site AND kind = 'putaway' "
    "AND state IN ('ready', 'offered', 'begun', 'held')"
)
_CONTENT = """
SELECT b.site_id, b.item_id, b.lot_id, b.owner_id, b.qty - b.pinned - b.unreservable AS qty, i.tracking, i.zone_code,
    i.weight_g, i.volume_mm3, i.temperature, i.hazard, CASE WHEN f.abc_xyz LIKE 'A%' THEN 1 ELSE 0 END AS fast,
    CASE WHEN l.code = 'unknown' THEN '' ELSE COALESCE(l.code, '') END AS lot_code
FROM balance b JOIN item i ON i.id = b.item_id LEFT JOIN lot l ON l.id = b.lot_id
LEFT JOIN forecast f ON f.site_id = b.site_id AND f.item_id = b.item_id
WHERE {where} AND b.qty > b.pinned + b.unreservable
AND NOT EXISTS (SELECT 1 FROM lot r JOIN lot up ON up.id = r.parent_id
    WHERE r.id = b.lot_id AND (r.recalled_at IS NOT NULL OR up.recalled_at IS NOT NULL))
ORDER BY i.zone_code, i.sku, b.owner_id, b.lot_id
"""

_NOWHERE = Proposal(0, None, "", "no_bin")


@dataclass(frozen=True)
class Floor:
    """Of a site's floor what matters for goods at hand: the bins that come into question, and all its zones."""

    bins: list[Bin]
    zones: list[Zone]


def read_bins(site_id: int, source: str) -> Floor:
    """The bins that come into question for what a source (a plate, or ``@`` and a place) holds, with their walk from
    it: those that hold the same items, and the nearest empty ones; outside any transaction.
    """
    here = _place_of(source)
    holds: dict[int, set[tuple[int, int]]] = defaultdict(set)
    loose: dict[int, set[tuple[int, int]]] = defaultdict(set)
    where, name = _where(source)
    for held in rows(
        "SELECT DISTINCT b.place_id, b.item_id, b.lot_id, b.owner_id, "
        "CASE WHEN b.container = '' THEN 1 ELSE 0 END AS loose, "
        "CASE WHEN b.owner_id = mine.owner_id THEN 1 ELSE 0 END AS own "
        "FROM balance b JOIN balance mine ON mine.item_id = b.item_id "
        f"WHERE {where.replace('b.', 'mine.')} AND mine.qty > 0 AND b.qty > 0 AND b.site_id = :site AND b.virtual = 0",
        site=site_id,
        source=name,
    ):
        lying = holds[held["place_id"]]
        if held["own"]:
            lying.add((held["item_id"], held["lot_id"]))
        if held["loose"]:
            loose[held["place_id"]].add((held["item_id"], held["owner_id"]))
    zones = rows(_ZONES, site=site_id)
    wanted = {place_id for place_id in holds if place_id != here}
    content = rows(_CONTENT.format(where=where), source=name)
    wanted |= _empty(site_id, zones, content)
    ids = ", ".join(str(place_id) for place_id in sorted(wanted)) or "-1"
    found = rows(_BINS.format(ids=ids, standing=pallets.STANDING))
    on_pallet = row(_PALLET, source=source) is not None
    walks = walk.walks_mm(site_id, here, [bin_["id"] for bin_ in found])
    fetched = _from_packing(site_id, found) if any(held["fast"] for held in content) else {}
    bins = [
        replace(
            _bin(bin_, frozenset(holds[bin_["id"]]), walks.get(bin_["id"], 0)),
            loose=frozenset(loose[bin_["id"]]),
            max_pallets=bin_["max_pallets"],
            to_pack_mm=fetched.get(bin_["id"], 0),
            no_pallet=on_pallet and 0 < bin_["max_pallets"] <= int(bin_["pallets"]),
        )
        for bin_ in found
    ]
    return Floor(bins, [_zone(zone) for zone in zones])


def _from_packing(site_id: int, bins: Sequence[Row]) -> dict[int, int]:
    """How far bins are from where orders are packed; nothing where there is no station, or no floor is drawn."""
    station = row(_STATION, site=site_id)
    if station is None:
        return {}
    return walk.walks_mm(site_id, int(station["id"]), [bin_["id"] for bin_ in bins])


def _empty(site_id: int, zones: Sequence[Row], content: Sequence[Row]) -> set[int]:
    """The nearest empty bins for goods: some of their own zone, some of all zones that may have them."""
    passed_over = sum(len(json.loads(task["facts"])["bins"]) for task in rows(_OPEN, site=site_id))
    found: set[int] = set()
    # Goods of one kind are sent to the same bins; most containers hold one.
    for held in {_kind_of(held): held for held in content}.values():
        load = _load(held, held["lot_id"], held["qty"])
        open_ = [z["id"] for z in zones if not z["frozen_at"] and not _zone(z).refuses(load)]
        home = [z["id"] for z in zones if z["code"] == load.zone and not z["frozen_at"]]
        anywhere = f"p.site_id = :site AND (p.zone_id IS NULL OR p.zone_id IN ({_ids(open_)}))"
        for where in [f"p.zone_id IN ({_ids(home)})"] * bool(home) + [anywhere]:
            for units, most in ((1, _NEAR + passed_over), (load.qty, _WHOLE)):
                found |= {
                    int(one["id"])
                    for one in rows(
                        _EMPTY.format(where=where),
                        **({"site": site_id} if where == anywhere else {}),
                        item=load.item_id,
                        weight=units * load.weight_g,
                        volume=units * load.volume_mm3,
                        most=most,
                    )
                }
    return found


def _kind_of(held: Row) -> tuple[object, ...]:
    return tuple(held[name] for name in _KIND)


def _zone(zone: Row) -> Zone:
    hazards = frozenset(one.strip() for one in zone["hazards"].split(",") if one.strip())
    return Zone(zone["code"], zone["temperature"], hazards, zone["proof"] == "bin")


def _ids(ids: Iterable[int]) -> str:
    return ", ".join(str(int(number)) for number in ids) or "-1"


def _bin(found: Row, holds: frozenset[tuple[int, int]], walk_mm: int) -> Bin:
    return Bin(
        place_id=found["id"],
        code=found["code"],
        zone=found["zone"],
        one_item=found["proof"] == "bin",
        walk=(walk_mm, found["code"]),
        max_weight_g=found["max_weight_g"],
        volume_mm3=found["volume_mm3"],
        used_g=int(found["used_g"]),
        used_mm3=int(found["used_mm3"]),
        holds=holds,
        items=found["items"],
        face_of=int(found["face_of"]),
        level=found["level"] or "",
    )


def _place_of(source: str) -> int:
    if source.startswith("@"):
        return int(source[1:])
    found = row("SELECT place_id FROM container WHERE code = :code", code=source)
    return int(found["place_id"]) if found else 0


def _where(source: str) -> tuple[str, str | int]:
    """The condition for a source's balances, and its parameter."""
    if source.startswith("@"):
        return "b.place_id = :source AND b.container = ''", int(source[1:])
    return "b.container = :source", source


def loads(tx: Tx, source: Source) -> list[Part]:
    """What the source holds, as parts without a proposal; the serials of an item are one load.

    Goods of a recalled lot are not put away: a recall brings them to quarantine. Nor is what waits to be looked at, or
    was found not to be good; nor what an order has been
    promised right here, nor what somebody did not find.
    """
    where, name = _where(source.container or f"@{source.place_id}")
    found = _good(tx, source, tx.all(_CONTENT.format(where=where), source=name))
    serials: dict[tuple[int, int], list[int]] = defaultdict(list)
    parts: list[Part] = []
    for held in found:
        if held["tracking"] == "serial" and held["lot_id"]:
            serials[held["item_id"], held["owner_id"]].append(held["lot_id"])
        else:
            parts.append(Part(_load(held, held["lot_id"], held["qty"]), _NOWHERE, held["owner_id"]))
    for (item_id, owner_id), lots in serials.items():
        held = next(h for h in found if h["item_id"] == item_id)
        parts.append(Part(_load(held, 0, len(lots)), _NOWHERE, owner_id, tuple(lots)))
    return parts


def _good(tx: Tx, source: Source, found: Sequence[Row]) -> list[Row]:
    """What may go on, of what a source holds."""
    site = int(found[0]["site_id"]) if found else 0
    apart = waiting.apart(tx, waiting.spot(site, source.place_id, source.container))
    keys = ("item_id", "lot_id", "owner_id")
    good: list[Row] = []
    for held in found:
        stays = apart.get((held[keys[0]], held[keys[1]], held[keys[2]]), 0)
        if held["qty"] > stays:
            good.append({**held, "qty": held["qty"] - stays})
    return good


def _load(held: Row, lot_id: int, qty: int) -> Load:
    return Load(
        item_id=held["item_id"],
        lot_id=lot_id,
        qty=qty,
        zone=held["zone_code"],
        tracking=held["tracking"],
        weight_g=held["weight_g"],
        volume_mm3=held["volume_mm3"],
        lot_code=held["lot_code"] if lot_id else "",
        temperature=held["temperature"],
        hazard=held["hazard"],
        owner_id=held["owner_id"],
        fast=bool(held["fast"]),
    )


def assign(parts: Sequence[Part], floor: Floor, taken: Collection[int]) -> list[Part]:
    """Give each part a bin, or several; bins that an earlier part fills are seen as filled by the next."""
    known = {bin_.place_id: bin_ for bin_ in floor.bins}
    assigned: list[Part] = []
    for part in parts:
        load, serials = part.load, part.serials
        for proposal in propose(load, list(known.values()), taken, floor.zones):
            own, serials = serials[: proposal.qty], serials[proposal.qty :]
            assigned.append(replace(part, proposal=proposal, serials=own))
            if proposal.place_id is not None:
                known[proposal.place_id] = _filled(known[proposal.place_id], load, proposal.qty)
    walks = {bin_.place_id: bin_.walk for bin_ in floor.bins}
    last = (2**60, "")
    return sorted(assigned, key=lambda p: walks.get(p.proposal.place_id or 0, last))


def _filled(bin_: Bin, load: Load, qty: int) -> Bin:
    is_new = all(item != load.item_id for item, _ in bin_.holds)
    return replace(
        bin_,
        used_g=bin_.used_g + qty * load.weight_g,
        used_mm3=bin_.used_mm3 + qty * load.volume_mm3,
        holds=bin_.holds | {(load.item_id, load.lot_id)},
        loose=bin_.loose | {(load.item_id, load.owner_id)},
        items=bin_.items + is_new,
    )
