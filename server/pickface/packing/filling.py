"""How much filling a parcel needs: the room of its carton that no goods stand in. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from math import prod
from typing import Any, Final, NamedTuple

LITRE_MM3: Final = 1_000_000


class Kind(NamedTuple):
    """What a litre of a filling weighs and costs."""

    name: str
    litre_g: int
    litre_minor: int


def filled(parcel: Mapping[str, Any], kind: Kind) -> dict[str, Any]:
    """A parcel as a script tells it, with its ``fill`` in whole litres, its weight and its cost; under half a litre
    nobody fills.
    """
    litres = room_litres(parcel)
    if not litres:
        return dict(parcel)
    grams = litres * kind.litre_g
    fill = {
        "kind": kind.name,
        "litres": litres,
        "weight_g": grams,
        "cost_minor": litres * kind.litre_minor,
    }
    return {**parcel, "weight_g": parcel["weight_g"] + grams, "fill": fill}


def room_litres(parcel: Mapping[str, Any]) -> int:
    """The room that goods leave in a parcel's carton, to the nearest litre."""
    goods: int = sum(along * across * upright for *_, along, across, upright in parcel["placed"])
    room: int = prod(parcel["size"])
    return (room - goods + LITRE_MM3 // 2) // LITRE_MM3


def planned(parcels: Sequence[Mapping[str, Any]], content: Mapping[int, int]) -> int | None:
    """Which of the proposed parcels holds exactly these units of items; None if none does."""
    for n, parcel in enumerate(parcels):
        if Counter(one[0] for one in parcel["placed"]) == Counter(content):
            return n
    return None
