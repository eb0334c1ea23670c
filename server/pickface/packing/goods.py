"""What is packed, and into what: plain values in millimetres and grams."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import permutations
from typing import Final

TURNINGS: Final = ("any", "lying", "upright")
"""How an item may stand: any side up; never on end (its longest side is never upright); this side up."""


@dataclass(frozen=True, slots=True)
class Unit:
    """One piece of an item; ``item`` is its id, and equal units are exchangeable."""

    item: int
    length_mm: int
    width_mm: int
    height_mm: int
    weight_g: int = 0
    turning: str = "any"
    fragile: bool = False
    """Nothing stands above it."""

    @property
    def volume_mm3(self) -> int:
        """Its room."""
        return self.length_mm * self.width_mm * self.height_mm

    @property
    def is_sized(self) -> bool:
        """Whether anybody has said how large it is."""
        return self.volume_mm3 > 0

    def stances(self) -> list[tuple[int, int, int]]:
        """Each way in which it may stand: along the carton, across it, upright."""
        sides = self.length_mm, self.width_mm, self.height_mm
        if self.turning == "upright":
            found = {sides, (sides[1], sides[0], sides[2])}
        else:
            found = {(a, b, c) for a, b, c in permutations(sides)}
        if self.turning == "lying":
            found = {stance for stance in found if stance[2] < max(sides)} or found
        return sorted(found)


@dataclass(frozen=True, slots=True)
class Carton:
    """A kind of carton: inner sizes, its own weight, and what it holds at most (0: nobody has said)."""

    code: str
    length_mm: int
    width_mm: int
    height_mm: int
    tare_g: int = 0
    max_weight_g: int = 0
    cost_minor: int = 0

    @property
    def volume_mm3(self) -> int:
        """Its inner room."""
        return self.length_mm * self.width_mm * self.height_mm

    @property
    def room_g(self) -> int:
        """What its content may weigh."""
        return self.max_weight_g - self.tare_g if self.max_weight_g else 1 << 40


@dataclass(frozen=True, slots=True)
class Placed:
    """A unit in its carton: its corner nearest to the origin, and its sides along, across and upright."""

    unit: Unit
    x_mm: int
    y_mm: int
    z_mm: int
    along_mm: int
    across_mm: int
    upright_mm: int


@dataclass(frozen=True, slots=True)
class Parcel:
    """A carton and what stands in it, in the order in which it is put in."""

    carton: Carton
    placed: tuple[Placed, ...]

    @property
    def fill(self) -> float:
        """The share of its room that goods take."""
        return sum(one.unit.volume_mm3 for one in self.placed) / self.carton.volume_mm3


@dataclass(frozen=True, slots=True)
class Rules:
    """What holds in every carton of a site."""

    support_pct: int = 75
    """At least this share of a unit's base rests on the floor or on what stands beneath it."""
