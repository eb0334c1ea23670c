"""When a pick face wants to be refilled, and with how much. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

PLENTY = 1_000_000_000


@dataclass(frozen=True)
class Levels:
    """Below ``least`` a face is refilled, up to ``most``."""

    least: int
    most: int


@dataclass(frozen=True)
class Standing:
    """What there is to know of a face in units: ``free`` are promised to nobody, ``coming`` is being brought.

    ``pinned_in_reserve`` are on their way to customers from reserve for want of units here, ``reserved`` belong to
    orders that are soon released; ``called``: a picker found too little here.
    """

    has: int
    free: int
    coming: int = 0
    pinned_in_reserve: int = 0
    reserved: int = 0
    called: bool = False

    @property
    def left(self) -> int:
        """What will be here when all that is known of has been picked; below nought where more is wanted."""
        return self.free + self.coming - self.pinned_in_reserve - self.reserved


def levels_of(
    said: Levels, a_day_milli: int, days: tuple[int, int], pack: int, room: int
) -> Levels:
    """What a person has said; else so many days' demand (least, most), in whole packs, as far as the bin has room.

    ``pack`` is what is brought at once, 1 where there is none; ``room`` is what the empty bin holds.
    """
    if said.most:
        return said
    least = max(1, -(-a_day_milli * days[0] // 1_000))
    most = max(least + pack, -(-a_day_milli * days[1] // 1_000))
    most = -(-most // pack) * pack
    if most > room:
        most = max(1, room // pack * pack or room)
    return Levels(min(least, most), most)


def wanted(face: Standing, levels: Levels) -> int:
    """How many units a face has room for and wants now; 0 while enough is here or coming."""
    if face.left >= levels.least and not face.called:
        return 0
    return max(0, levels.most - face.has - face.coming)


def is_urgent(face: Standing, levels: Levels) -> bool:
    """Somebody stands before it, or would have to walk to reserve for what it could hold."""
    return face.called or 0 < face.pinned_in_reserve <= levels.most


def in_packs(units: int, there: int, packs: Sequence[int]) -> int:
    """How many of ``there`` units are brought where ``units`` are wanted: all of them, whole packs, or pieces."""
    if there <= units:
        return there
    for pack in sorted(packs, reverse=True):
        if 1 < pack <= units:
            return units // pack * pack
    return units


def days_left(units: int, a_day_milli: int) -> int | None:
    """How many days the units last; None where nobody orders any."""
    return units * 1_000 // a_day_milli if a_day_milli > 0 else None


def room_of(max_weight_g: int, volume_mm3: int, weight_g: int, unit_mm3: int) -> int:
    """How many units an empty bin holds; plenty where nobody has measured."""
    room = PLENTY
    if max_weight_g and weight_g:
        room = min(room, max_weight_g // weight_g)
    if volume_mm3 and unit_mm3:
        room = min(room, volume_mm3 // unit_mm3)
    return room
