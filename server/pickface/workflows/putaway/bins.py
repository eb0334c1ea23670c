"""Which bin goods should go to, which others they may go to, and why. Pure.

The order of preference: a bin that holds the same goods and has room, the nearest empty bin of the item's zone, the
nearest empty bin anywhere that may have it; heavy goods go to the lowest of these, what is ordered most to the one that
is nearest to packing. Only where no bin takes all of it
is a line split.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

PLENTY = 1_000_000_000
MOST_CHOICES = 40
"""How many bins a script lists where it has to name each that is accepted."""
HEAVY_G = 10_000
"""One unit of so much is lifted no higher than it has to be."""


CHOSEN_EMPTY = frozenset({"nearest_empty", "any_empty", "heavy_low", "fast_near"})
"""Reasons for a bin that hold only as long as nothing lies in it."""


@dataclass(frozen=True)
class Bin:
    """A bin with what lies in it; ``walk`` sorts bins by their distance. A capacity of 0 is not limited."""

    place_id: int
    code: str
    zone: str
    one_item: bool
    walk: tuple[int, str]
    max_weight_g: int = 0
    volume_mm3: int = 0
    used_g: int = 0
    used_mm3: int = 0
    holds: frozenset[tuple[int, int]] = frozenset()
    """What lies here of the items at hand, as (item, lot)."""
    items: int = 0
    """How many different items lie here."""
    loose: frozenset[tuple[int, int]] = frozenset()
    """What of the items at hand lies here in no container of its own, as (item, owner)."""
    face_of: int = 0
    """The item whose pick face it is; 0: nobody's."""
    level: str = ""
    max_pallets: int = 0
    to_pack_mm: int = 0
    """How far it is from packing; 0 where nobody knows, or no goods at hand ask."""
    no_pallet: bool = False
    """The goods are on a pallet, and no further one has room here."""


@dataclass(frozen=True)
class Zone:
    """A zone: how warm it is kept, and which hazard classes may lie there."""

    code: str
    temperature: str = ""
    hazards: frozenset[str] = frozenset()
    one_item: bool = False
    """The bin alone proves a pick here, so each keeps to one item."""

    def refuses(self, load: Load) -> str:
        """Why goods may not lie here, as the code of a sentence; '' if they may. Their own zone is always right."""
        if load.zone == self.code:
            return ""
        if load.temperature != self.temperature:
            return "fit_temperature"
        return "fit_hazard" if load.hazard and load.hazard not in self.hazards else ""


@dataclass(frozen=True)
class Load:
    """Goods of one lot (or the serials of one item) that are to be put away."""

    item_id: int
    lot_id: int
    qty: int
    zone: str
    tracking: str = "none"
    weight_g: int = 0
    volume_mm3: int = 0
    lot_code: str = ""
    """What stands on the goods; '' where nobody knows or nothing does."""
    temperature: str = ""
    hazard: str = ""
    owner_id: int = 1
    fast: bool = False
    """By the forecast it is among the goods that make up most of what is picked."""


@dataclass(frozen=True)
class Proposal:
    """Units of a load and the bin for them; ``place_id`` None where the person has to find one."""

    qty: int
    place_id: int | None
    zone: str
    why: str


def room(bin_: Bin, load: Load) -> int:
    """How many units of the load fit into the bin beside what is there."""
    if bin_.no_pallet:
        return 0
    units = PLENTY
    if bin_.max_weight_g and load.weight_g:
        units = min(units, (bin_.max_weight_g - bin_.used_g) // load.weight_g)
    if bin_.volume_mm3 and load.volume_mm3:
        units = min(units, (bin_.volume_mm3 - bin_.used_mm3) // load.volume_mm3)
    return max(0, units)


def why_full(bin_: Bin, load: Load, qty: int) -> str:
    """Why so many units do not fit beside what is there, as the code of a sentence; '' if they do."""
    if bin_.no_pallet:
        return "fit_pallets"
    if bin_.max_weight_g and bin_.used_g + qty * load.weight_g > bin_.max_weight_g:
        return "fit_weight"
    if bin_.volume_mm3 and bin_.used_mm3 + qty * load.volume_mm3 > bin_.volume_mm3:
        return "fit_room"
    return ""


def mixes(bin_: Bin, load: Load) -> bool:
    """Whether the load must stay out: lots of an item are never mixed, nor owners of it, nor items where the bin alone
    proves a pick.
    """
    if _of_others(bin_, load):
        return True
    of_item = [lot for item, lot in bin_.holds if item == load.item_id]
    if bin_.one_item and bin_.items > bool(of_item):
        return True
    return load.tracking in ("lot", "lot_expiry") and any(lot != load.lot_id for lot in of_item)


def why_mixes(bin_: Bin, load: Load) -> str:
    """Why a load stays out of a bin, as the code of a sentence: by its lot, by whose goods lie there, or by what else
    does.
    """
    if _of_others(bin_, load):
        return "fit_owner"
    others = load.tracking in ("lot", "lot_expiry") and any(
        item == load.item_id and lot != load.lot_id for item, lot in bin_.holds
    )
    return "fit_lot" if others else "fit_items"


def _of_others(bin_: Bin, load: Load) -> bool:
    """Whether the same goods of another owner lie there, from which nobody could tell these."""
    return any(item == load.item_id and owner != load.owner_id for item, owner in bin_.loose)


def joins(bin_: Bin, load: Load) -> bool:
    """Whether the same goods lie there already."""
    if load.tracking == "serial":
        return any(item == load.item_id for item, _ in bin_.holds)
    return (load.item_id, load.lot_id) in bin_.holds


def propose(
    load: Load, bins: Sequence[Bin], taken: Collection[int], zones: Collection[Zone] = ()
) -> list[Proposal]:
    """Where the load should go; ``taken`` are empty bins that another putaway was sent to."""
    closed = {zone.code for zone in zones if zone.refuses(load)}
    fitting = [b for b in bins if b.zone not in closed and b.face_of in {0, load.item_id}]
    ranked = list(_ranked(load, fitting, taken))
    whole = next((c for c in ranked if room(c[0], load) >= load.qty), None)
    if whole is not None:
        return [Proposal(load.qty, whole[0].place_id, whole[0].zone, whole[1])]
    proposals, rest = [], load.qty
    for bin_, why in ranked:
        units = min(rest, room(bin_, load))
        if units:
            proposals.append(Proposal(units, bin_.place_id, bin_.zone, why))
            rest -= units
    if rest:
        proposals.append(Proposal(rest, None, load.zone, "no_bin"))
    return proposals


def _ranked(load: Load, bins: Sequence[Bin], taken: Collection[int]) -> Iterator[tuple[Bin, str]]:
    near = sorted((b for b in bins if not mixes(b, load)), key=lambda b: b.walk)
    at_home = [b for b in near if not load.zone or b.zone == load.zone]
    yield from ((b, "joins_item") for b in at_home if joins(b, load))
    empty = [b for b in near if b.items == 0 and b.place_id not in taken]
    home = {b.place_id for b in at_home}
    if load.weight_g >= HEAVY_G:
        # Of the near ones the lowest; levels are counted from the floor, or lettered.
        empty = sorted(empty, key=lambda b: (len(b.level), b.level))
        yield from ((b, "heavy_low") for b in empty if b.place_id in home)
    elif load.fast and any(b.to_pack_mm for b in empty):
        # It is put away once and fetched many times: of the near ones the one that pickers walk least to.
        empty = sorted(empty, key=lambda b: (b.to_pack_mm, b.walk))
        yield from ((b, "fast_near") for b in empty if b.place_id in home)
    yield from ((b, "nearest_empty") for b in empty if b.place_id in home)
    yield from ((b, "any_empty") for b in empty if b.place_id not in home)


def accepted(
    load: Load, proposal: Proposal, bins: Sequence[Bin], known: Collection[Zone] = ()
) -> dict[str, object]:
    """The ``to`` of a put step: the proposed bin, which others the person may choose, and why not any of the rest.

    Where there is none to propose, any of a zone that may have it is as good.
    """
    zones = {proposal.zone, load.zone} - {""}
    closed = {zone.code: zone.refuses(load) for zone in known if zone.refuses(load)}
    if not zones and closed:
        zones = {zone.code for zone in known} - closed.keys()
    others = [zone for zone in known if zones and zone.code not in zones]
    no = {zone.code: closed.get(zone.code, "fit_zone") for zone in others}
    named = {zone.code for zone in known if zone.one_item and (not zones or zone.code in zones)}
    # Where each of them is named, what keeps another one out is what lies there.
    no |= dict.fromkeys(sorted(named), "fit_items")
    mixing = {b.place_id: why_mixes(b, load) for b in bins if mixes(b, load)}
    # Where no bin has room, whoever stands there knows better.
    full = {b.place_id: why_full(b, load, proposal.qty) for b in bins if proposal.place_id}
    out = {place: why for place, why in {**full, **mixing}.items() if why}
    to = _to(load, proposal, [(b, b.place_id in out) for b in bins], zones, bool(named))
    places = {str(place): why for place, why in sorted(out.items())}
    return {**to, "no": {"places": places, "zones": no}} if no or out else to


def _to(
    load: Load,
    proposal: Proposal,
    bins: Sequence[tuple[Bin, bool]],
    zones: set[str],
    named: bool,
) -> dict[str, object]:
    """``bins`` come with whether they are none for the load."""
    around = [b for b, _ in bins if not zones or b.zone in zones]
    out = {b.place_id for b, is_out in bins if is_out}
    first = [] if proposal.place_id is None else [proposal.place_id]
    if named or any(b.one_item for b in around):
        open_ = [b for b in around if b.place_id not in out and _may_take(b, load)]
        fitting = sorted(open_, key=lambda b: b.walk)
        choices = [b.place_id for b in fitting if b.place_id not in first][:MOST_CHOICES]
        return {"places": first + choices, "kinds": [], "zones": None, "refuse": []}
    refuse = sorted(b.place_id for b in around if b.place_id in out)
    return {
        "places": first,
        "kinds": ["bin"],
        "zones": sorted(zones) or None,
        "refuse": refuse,
    }


def _may_take(bin_: Bin, load: Load) -> bool:
    return bin_.items == 0 or joins(bin_, load) or not bin_.one_item
