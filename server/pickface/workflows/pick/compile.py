"""The script of a pick: an empty tote, then bin after bin in walking order, then the tote to a station. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Spot:
    """A bin to take from."""

    place_id: int
    code: str
    aisle: str
    bay: str
    level: str
    lot_id: int = 0
    lot_code: str = ""
    only_lot: bool = True
    container: str = ""
    qty: int = 0
    proof: str = "bin_item"
    zone: str = ""
    """The zone that the bin stands in; not told of an alternative."""
    walk_mm: int | None = None
    """Of an alternative: how far it is from the line's own bin, where the floor plan tells."""
    free: int = 0
    """Of an alternative: how many units there are promised to nobody."""
    dock: bool = False
    """The goods have just come in, and go to packing without having lain in a bin."""


@dataclass(frozen=True)
class PickLine:
    """Units of an item that are pinned to a bin for an order line. ``codes`` are (key, qty, pack)."""

    pin: int
    order_line_id: int
    item_id: int
    sku: str
    name: str
    tracking: str
    zone: str
    codes: tuple[tuple[str, int, str], ...]
    qty: int
    spot: Spot
    alternatives: tuple[Spot, ...] = field(default=())
    order_id: int = 0
    weight_g: int = 0
    """Of one unit; 0 where nobody has said."""
    order: str = ""
    """The order's number."""
    instead_of: str = ""
    """What the customer asked for, of a substitute."""
    whole: str = ""
    """The kind of its container, where that is taken whole."""

    @property
    def worked_in(self) -> str:
        """The zone in which it is picked; from a bin in none, its item's."""
        return self.spot.zone or self.zone


@dataclass(frozen=True)
class Station:
    """Where a picked tote is brought."""

    place_id: int
    code: str


CONTAINER_KINDS = ["tote", "carton"]
ALLOWED = ["short", "damaged", "skip", "blocked", "full", "open", "no_scan", "stray", "park"]
PROVED = [action for action in ALLOWED if action != "no_scan"]
"""Where the bin proves the goods, none of them has to scan."""


def compile_pick(
    title: str, site_id: int, lines: Sequence[PickLine], stations: Sequence[Station], floor_id: int
) -> dict[str, Any]:
    """The script for ``lines`` in the order of the walk; step ids follow the pins, so that a revision keeps them."""
    script: dict[str, Any] = {
        "kind": "pick",
        "title": title,
        "site": site_id,
        "codes": {},
        "items": {},
        "places": {},
        "steps": [
            {
                "id": "tote",
                "kind": "take",
                "allow": [],
                "container": {"kinds": CONTAINER_KINDS, "var": "tote"},
            }
        ],
    }
    first = stations[0].code if stations else ""
    for line in lines:
        describe(script, line)
        script["steps"] += line_steps(line, first)
    [bring] = bring_steps(script, {"var": "tote"}, stations, floor_id)
    if lines and lines[0].spot.dock:
        bring["why"] = _why_straight(lines[0], first)
    script["steps"].append(bring)
    return script


def bring_steps(
    script: dict[str, Any],
    what: Mapping[str, str],
    stations: Sequence[Station],
    floor_id: int,
) -> list[dict[str, Any]]:
    """The last step: to a station with it; a station is added to what the script knows."""
    with_stations(script, stations)
    bring = _tote_to("bring", [station.place_id for station in stations], floor_id)
    # A tote or a pallet: what is parked is found again by its plate.
    return [{**bring, "what": dict(what)}]


def _why_straight(line: PickLine, station: str) -> dict[str, Any]:
    """Why goods are not put away: an order waits for them."""
    params = {"order": line.order, "dock": line.spot.code, "station": station}
    return {"code": "from_dock", "params": params}


def why_instead(*lines: PickLine) -> dict[str, Any]:
    """Why another item is taken than the customer asked for; nothing unless that is so of all these lines."""
    asked = {line.instead_of for line in lines}
    if len(asked) > 1 or asked == {""}:
        return {}
    return {"why": {"code": "substitute", "params": {"item": asked.pop()}}}


def with_stations(script: dict[str, Any], stations: Sequence[Station]) -> None:
    """Add stations to what a script knows."""
    for station in stations:
        script["codes"][station.code] = {"place": station.place_id}
        script["places"][str(station.place_id)] = {"code": station.code, "kind": "station"}


def leave_step(place: Station, title: str, floor_id: int) -> dict[str, Any]:
    """The last step of a pick whose order was cancelled: its tote goes back."""
    why = {"code": "order_cancelled", "params": {"order": title}}
    return {**_tote_to("leave", [place.place_id], floor_id), "why": why}


def _tote_to(step_id: str, place_ids: list[int], floor_id: int) -> dict[str, Any]:
    return {
        "id": step_id,
        "kind": "put",
        "allow": ["park"],
        "what": {"var": "tote"},
        "from": None,
        "prove": False,
        "to": {"places": place_ids, "kinds": ["station"], "zones": None, "refuse": [floor_id]},
    }


def line_steps(line: PickLine, station: str = "") -> list[dict[str, Any]]:
    """Walk to the bin and take; where the zone trusts the item's barcode alone, the walk needs no scan.

    At a dock stand many containers, so that the right one is what proves the walk.
    """
    spot = line.spot
    group = f"pin{line.pin}"
    take = {
        "id": f"take{line.pin}",
        "kind": "take",
        "group": group,
        "allow": PROVED if spot.proof == "bin" else ALLOWED,
        "item": line.item_id,
        "qty": line.qty,
        "place": spot.place_id,
        "lot": lot_of(spot),
        "only_lot": spot.only_lot,
        "into": {"var": "tote"},
        "line": line.order_line_id,
        "pin": line.pin,
        "alternatives": [alternative(other, line.pin) for other in line.alternatives],
        "prove": "none" if spot.proof == "bin" else "item",
    }
    if spot.dock:
        why = {"why": _why_straight(line, station)}
        return [{**go_step(f"go{line.pin}", group, spot), **why}, {**take, **why}]
    steps = [take] if spot.proof == "item" else [go_step(f"go{line.pin}", group, spot), take]
    why = why_instead(line)
    return [{**step, **why} for step in steps]


def go_step(step_id: str, group: str, spot: Spot) -> dict[str, Any]:
    """Walk to a bin, or to a container at a dock, and prove it."""
    step = {"id": step_id, "kind": "go", "group": group}
    if spot.dock and spot.container:
        return {**step, "allow": ["skip", "park"], "container": spot.container}
    return {**step, "allow": ["skip", "blocked", "park"], "place": spot.place_id}


def alternative(spot: Spot, pin: int | None) -> dict[str, Any]:
    """Another bin for what a short one does not give."""
    return {
        "place": spot.place_id,
        "qty": spot.qty,
        "lot": lot_of(spot),
        "only_lot": spot.only_lot,
        "pin": pin,
        **({} if spot.walk_mm is None else {"walk_mm": spot.walk_mm}),
    }


def extend_script(script: dict[str, Any], facts: dict[str, Any], lines: Sequence[PickLine]) -> bool:
    """Add what was pinned since to a script, and send pins that moved to their new bin; False if all is as it was.

    A step keeps its id only while it means the same bin, so that what was done at the old one proves nothing.
    """
    known = {step["pin"]: step for step in script["steps"] if step.get("pin") is not None}
    new = [
        line
        for line in lines
        if line.pin not in known
        or known[line.pin]["place"] != line.spot.place_id
        or facts["from"].get(_from(line), "") != line.spot.container
    ]
    if not new:
        return False
    more = compile_pick("", 0, new, [], facts["floor"])
    for part in ("codes", "items", "places"):
        script[part].update(more[part])
    moved = {known[line.pin]["group"] for line in new if line.pin in known}
    bring = script["steps"].pop()
    script["steps"] = [step for step in script["steps"] if step.get("group") not in moved]
    for line in new:
        facts["from"].pop(_from(line), None)
        where = ".".join(filter(None, [str(line.spot.place_id), line.spot.container]))
        suffix = f".{where}" if line.pin in known else ""
        script["steps"] += [{**step, "id": step["id"] + suffix} for step in line_steps(line)]
    script["steps"].append(bring)
    facts["from"].update(facts_of(new, facts["floor"], facts["order"], facts["owner"])["from"])
    return True


def _from(line: PickLine) -> str:
    return f"{line.pin}:{line.spot.place_id}"


def drop_steps(script: dict[str, Any], pins: Collection[int], done: Collection[str]) -> bool:
    """Take the steps of pins that were let go out of a script, but for what was done there; False if there are none."""
    gone = {
        step["group"]
        for step in script["steps"]
        if step.get("pin") in pins and step["id"] not in done
    }
    script["steps"] = [step for step in script["steps"] if step.get("group") not in gone]
    return bool(gone)


def lot_of(spot: Spot) -> dict[str, Any] | None:
    """The lot that has to be taken there, if any."""
    return {"id": spot.lot_id, "code": spot.lot_code} if spot.lot_id else None


def describe(script: dict[str, Any], line: PickLine) -> None:
    """Add the item and the bins of a line to what a script knows."""
    script["items"][str(line.item_id)] = {
        "sku": line.sku,
        "name": line.name,
        "tracking": line.tracking,
        "zone": line.zone,
    }
    for key, qty, pack in line.codes:
        script["codes"][key] = {"item": line.item_id, "qty": qty, "pack": pack}
    for spot in (line.spot, *line.alternatives):
        script["codes"][spot.code] = {"place": spot.place_id}
        script["places"][str(spot.place_id)] = {
            "code": spot.code,
            "aisle": spot.aisle,
            "bay": spot.bay,
            "level": spot.level,
            "kind": "dock" if spot.dock else "bin",
        }
        if spot.dock and spot.container:
            script["codes"][spot.container] = {"container": spot.container}


def facts_of(
    lines: Sequence[PickLine], floor_id: int, order_id: int, owner_id: int
) -> dict[str, Any]:
    """What interpreting needs beside the script: where totes travel, and in what container a bin holds the goods."""
    return {
        "floor": floor_id,
        "order": order_id,
        "owner": owner_id,
        "from": {
            f"{line.pin}:{spot.place_id}": spot.container
            for line in lines
            for spot in (line.spot, *line.alternatives)
            if spot.container
        },
    }
