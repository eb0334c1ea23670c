"""The script of packing: a carton, the goods of the totes into it, its weight, done. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pickface.tasks.dictionary import Dictionary

WHOLE = "whole"
"""Begins the ids of the steps that make a parcel of a container as it is."""
CARTON_KINDS = ["carton", "label"]
REFILL_KINDS = ["carton", "label", "tote"]
"""What follows a full carton; clients of the release before take a tote there, and no label."""


@dataclass(frozen=True)
class Line:
    """Units of an item in a tote; ``serials`` are (lot id, code) of lots of one, where the item has them."""

    id: int
    item_id: int
    qty: int
    tote: str
    owner_id: int
    lot_id: int = 0
    lot_code: str = ""
    serials: tuple[tuple[int, str], ...] = ()


def compile_pack(
    title: str,
    site_id: int,
    lines: Sequence[Line],
    words: Dictionary,
    gift: str = "",
    wholes: Sequence[str] = (),
) -> dict[str, Any]:
    """The script; a wrong item or one too many is refused, the last right one closes the list by itself.

    ``wholes`` are containers that were taken whole: each is a parcel as it is, by one scan of its plate. ``gift``
    (``gift`` or ``gift_note``) is told to the packer while they pack and before they close; nothing waits.
    """
    take = {
        "id": "carton",
        "kind": "take",
        "allow": [],
        "container": {"kinds": CARTON_KINDS, "var": "carton"},
    }
    collect = {
        "id": "pack",
        "kind": "collect",
        "allow": ["done", "full", "no_scan"],
        "lines": [
            {"id": line.id, "item": line.item_id, "qty": line.qty, "lot": _lot(line)}
            for line in lines
        ],
        "blind": False,
        "open": False,
        "over": "refuse",
        "capture": any(line.serials for line in lines),
        "into": {"var": "carton", "kinds": REFILL_KINDS},
        "auto": True,
        "expect": True,
    }
    weigh: dict[str, Any] = {
        "id": "weight",
        "kind": "capture",
        "allow": [],
        "fields": ["weight_g"],
        "optional": True,
    }
    confirm: dict[str, Any] = {"id": "close", "kind": "confirm", "allow": [], "scan": None}
    as_they_are = [_as_it_is(n, plate) for n, plate in enumerate(wholes, 1)]
    if gift:
        collect["why"] = confirm["why"] = {"code": gift, "params": {}}
    into_cartons: list[dict[str, Any]] = [take, collect] if lines else []
    if gift and not lines:
        weigh["why"] = confirm["why"]
    words |= Dictionary({plate: {"container": plate} for plate in wholes})
    steps = [*as_they_are, *into_cartons, weigh, confirm]
    return _plain(words, lines).script("pack", title, site_id, steps)


def _as_it_is(n: int, plate: str) -> dict[str, Any]:
    why = {"code": "parcel_as_it_is", "params": {"container": plate}}
    return {"id": f"{WHOLE}{n}", "kind": "go", "allow": [], "container": plate, "why": why}


def with_parcels(script: dict[str, Any], proposed: Mapping[str, Any]) -> dict[str, Any]:
    """The script with a proposal for the screen: ``parcels``, or ``no_parcels`` and why; reducers do not look at it."""
    kept = {name: part for name, part in script.items() if name not in {"parcels", "no_parcels"}}
    return {**kept, **proposed}


def _lot(line: Line) -> dict[str, Any] | None:
    return {"id": line.lot_id, "code": line.lot_code} if line.lot_id else None


def _plain(words: Dictionary, lines: Sequence[Line]) -> Dictionary:
    """Only serials are asked for again; a lot was proved at the pick and is compared where a barcode says it."""
    serial = {str(line.item_id) for line in lines if line.serials}
    items = {
        item: {**facts, "tracking": "serial" if item in serial else "none"}
        for item, facts in words.items.items()
    }
    return Dictionary(words.codes, items, words.places)


def facts_of(
    order_id: int, station_id: int, lines: Sequence[Line], wholes: Sequence[str] = ()
) -> dict[str, Any]:
    """What interpreting needs beside the script."""
    return {
        **({"whole": wholes[-1]} if wholes else {}),
        "order": order_id,
        "station": station_id,
        "lines": {
            str(line.id): {
                "item": line.item_id,
                "tote": line.tote,
                "owner": line.owner_id,
                "lot": line.lot_id,
                "serials": {code: lot for lot, code in line.serials},
            }
            for line in lines
        },
    }
