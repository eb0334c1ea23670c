"""Tours as a list of instances in JSON: what `pickface route` reads and answers."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from math import lcm
from time import perf_counter
from typing import Any, Final

from pickface.errors import BadRequest
from pickface.routing.frontier import MOST_ROWS
from pickface.routing.lattice import Lattice, Point, closed_errand
from pickface.routing.sweep import shortest
from pickface.routing.thread import walk_through

MOST_CM: Final = 10**9
MOST_AISLES: Final = 10_000
FIELDS: Final = (
    "id", "blocks", "aisles", "slots_per_subaisle", "slot_cm", "aisle_spacing_cm",
    "subaisle_end_cm", "depot", "picks_aisle_ycm",
)  # fmt: skip


Number = int | Fraction
"""Exact: a length of 0.1 cm is a tenth, so that whole units can be reckoned with."""


@dataclass(frozen=True, slots=True)
class Instance:
    """A closed tour on a lattice; ``scale`` of its whole units make a centimetre."""

    id: str | int
    lattice: Lattice
    depot: Point
    picks: tuple[Point, ...]
    scale: int


@dataclass(frozen=True, slots=True)
class Solved:
    """The shortest tour of an instance: the picks in walking order, its length, and how long finding it took."""

    id: str | int
    order: tuple[Point, ...]
    length_cm: int | float
    ms: float

    def as_json(self) -> dict[str, Any]:
        """As the command prints it."""
        return {"id": self.id, "length_cm": self.length_cm, "ms": self.ms}


def parse(text: str) -> list[Instance]:
    """The instances of a JSON list; BadRequest says which instance and field cannot be understood."""
    try:
        told = json.loads(text, parse_float=_exact, parse_constant=_no_number)
    except (ValueError, RecursionError) as why:
        raise BadRequest(f"the file is not JSON: {why}") from None
    if not isinstance(told, list):
        raise BadRequest("the file must hold a list of instances")
    return [_instance(place, one) for place, one in enumerate(told, start=1)]


def solve(instance: Instance) -> Solved:
    """The shortest tour from the depot over all picks and back."""
    began = perf_counter()
    drawing = shortest(closed_errand(instance.lattice, instance.depot, instance.picks))
    walk = walk_through(instance.lattice, drawing, instance.depot)
    wanted = set(instance.picks)
    order = tuple(point for point in dict.fromkeys(walk) if point in wanted)
    ms = (perf_counter() - began) * 1_000
    return Solved(instance.id, order, _in_cm(drawing.cost, instance.scale), round(ms, 3))


def length_of(instance: Instance, order: Sequence[Point]) -> int | float:
    """How long the tour is that takes the picks in this order, reckoned by distances alone."""
    walk = [instance.depot, *order, instance.depot]
    units = sum(instance.lattice.walk(here, there) for here, there in pairwise(walk))
    return _in_cm(units, instance.scale)


def _in_cm(units: int, scale: int) -> int | float:
    return units // scale if units % scale == 0 else units / scale


def _no_number(constant: str) -> None:
    raise ValueError(f"{constant} is not a number")


def _exact(digits: str) -> Fraction:
    told = Decimal(digits)
    if told and abs(told.adjusted()) > 40:
        raise ValueError(f"{digits} is no length")
    return Fraction(told) if told else Fraction(0)


def _instance(place: int, told: Any) -> Instance:
    if not isinstance(told, dict):
        raise BadRequest(f"instance {place} is not an object")
    reading = _Reading(f"instance {place} ({told.get('id')!r})", told)
    if missing := [field for field in FIELDS if field not in told]:
        raise reading.wrong(missing[0], "is missing")
    if isinstance(told["id"], bool) or not isinstance(told["id"], str | int):
        raise reading.wrong("id", "is a word or a whole number")
    blocks = reading.whole("blocks", 1, MOST_ROWS - 1)
    aisles = reading.whole("aisles", 1, MOST_AISLES)
    slots = reading.whole("slots_per_subaisle", 1, MOST_CM)
    block_cm = slots * reading.length("slot_cm") + 2 * reading.length("subaisle_end_cm", least=0)
    spacing_cm = reading.length("aisle_spacing_cm")
    depot = reading.pair("depot", told["depot"])
    picks = reading.picks()
    reading.check_aisles(aisles, [depot, *picks])
    row = reading.whole_number("depot", depot[1], 0, blocks)
    for _, along in picks:
        reading.number("picks_aisle_ycm", along, 0, blocks * block_cm)
    lengths = [block_cm, spacing_cm, *(along for _, along in picks)]
    scale = lcm(*(Fraction(length).denominator for length in lengths))
    # The first aisle may be called 0 or 1: one column more than there are aisles serves both.
    lattice = Lattice(
        columns=tuple(int(column * spacing_cm * scale) for column in range(aisles + 1)),
        rows=tuple(int(k * block_cm * scale) for k in range(blocks + 1)),
    )
    points = tuple(Point(int(aisle), int(along * scale)) for aisle, along in picks)
    return Instance(told["id"], lattice, lattice.crossing(int(depot[0]), row), points, scale)


@dataclass(frozen=True, slots=True)
class _Reading:
    """The fields of one instance; what is wrong is said with the instance's name."""

    name: str
    told: Mapping[str, Any]

    def wrong(self, field: str, what: str) -> BadRequest:
        return BadRequest(f"{self.name}: {field} {what}", field=field)

    def number(self, field: str, value: Any, least: int, most: Number) -> Number:
        if isinstance(value, bool) or not isinstance(value, int | Fraction):
            raise self.wrong(field, f"holds {value!r}, which is not a number")
        if not least <= value <= most:
            raise self.wrong(field, f"holds {float(value):g}, not {least} to {float(most):g}")
        return value

    def whole_number(self, field: str, value: Any, least: int, most: int) -> int:
        number = self.number(field, value, least, most)
        if number != int(number):
            raise self.wrong(field, f"holds {float(number):g}, which is not a whole number")
        return int(number)

    def whole(self, field: str, least: int, most: int) -> int:
        return self.whole_number(field, self.told[field], least, most)

    def length(self, field: str, least: int = 1) -> Number:
        value = self.number(field, self.told[field], 0, MOST_CM)
        if least and not value:
            raise self.wrong(field, "is 0")
        return value

    def pair(self, field: str, told: Any) -> tuple[Any, Any]:
        if not isinstance(told, list) or len(told) != 2:
            raise self.wrong(field, f"holds {told!r}, which is not a pair")
        return told[0], told[1]

    def picks(self) -> list[tuple[Any, Any]]:
        told = self.told["picks_aisle_ycm"]
        if not isinstance(told, list):
            raise self.wrong("picks_aisle_ycm", "is not a list")
        return [self.pair("picks_aisle_ycm", pick) for pick in told]

    def check_aisles(self, aisles: int, pairs: Sequence[tuple[Any, Any]]) -> None:
        """Aisles are called 0 to n - 1 or 1 to n; both together cannot be."""
        named = {self.whole_number("aisle", aisle, 0, aisles) for aisle, _ in pairs}
        if {0, aisles} <= named:
            raise self.wrong("aisle", f"is both 0 and {aisles}, of {aisles} aisles")
