"""A floor out of a few numbers: aisles side by side, bays along them, levels above each other. Pure.

What exists is never changed: an aisle of the plan that is there lends its line to the bins that it lacks, new aisles
stand to the right of all others, and ways across join them to the last one.

    y
    |  ═══════ back ═══════
    |   A   B   C   …           bays count from the front, odd ones left, even ones right
    |  ═══════ front ══════
    +------------------------ x
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import hypot

from pickface.contract import bad_field
from pickface.errors import BadRequest
from pickface.locations.floor_forms import FloorForm
from pickface.locations.rules import check_place_code

LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"
"""Without I and O, which are read as 1 and 0."""
CROSS_MM = 2_400
MOST_BINS = 20_000
PART = 8
_TOKEN = re.compile(r"\{(\w+)\}")
TOKENS = ("zone", "aisle", "bay", "level", "position")
_ENDING = re.compile(r"(.*?)(\d+|[A-Z]+)")


@dataclass(frozen=True)
class Way:
    """An aisle or cross aisle, mm; ``is_new`` when the floor does not have it yet."""

    code: str
    x1_mm: int
    y1_mm: int
    x2_mm: int
    y2_mm: int
    kind: str = "aisle"
    one_way: bool = False
    is_new: bool = True


@dataclass(frozen=True)
class NewPlace:
    """A bin or station of the plan."""

    code: str
    kind: str
    zone: str
    on_aisle: str | None = None
    aisle: str = ""
    bay: str = ""
    level: str = ""
    x_mm: int = 0
    y_mm: int = 0
    pickable: bool | None = None
    max_pallets: int = 0


@dataclass(frozen=True)
class Shelf:
    """One side of an aisle between two ways across, to be drawn."""

    x_mm: int
    y_mm: int
    wide_mm: int
    deep_mm: int


@dataclass(frozen=True)
class Floor:
    """What a plan comes to."""

    aisles: list[Way]
    crossings: list[Way]
    bins: list[NewPlace]
    stations: list[NewPlace]
    shelves: list[Shelf]


def count_up(first: str, many: int) -> list[str]:
    """``many`` names from ``first`` on: 01, 02 …; A, B … Z, AA; R09, R10. BadRequest for one that cannot count."""
    found = _ENDING.fullmatch(first.upper())
    if found is None:
        raise BadRequest(f"{first} does not end in a number or in letters", first=first)
    stem, end = found[1], found[2]
    if end.isdigit():
        return [f"{stem}{int(end) + n:0{len(end)}}" for n in range(many)]
    signs = "ABCDEFGHIJKLMNOPQRSTUVWXYZ" if set(end) & {"I", "O"} else LETTERS
    at = 0
    for sign in end:
        at = at * len(signs) + signs.index(sign) + 1
    return [stem + _in_letters(at + n, signs) for n in range(many)]


def _in_letters(number: int, signs: str) -> str:
    text = ""
    while number:
        number, rest = divmod(number - 1, len(signs))
        text = signs[rest] + text
    return text


def lay_out(form: FloorForm, ways: Sequence[Way]) -> Floor:
    """The floor that a form describes, beside the ways that are there; BadRequest names the field that cannot be."""
    count = form.aisles * form.bays * form.levels * form.positions
    if count > MOST_BINS:
        raise bad_field("bays", f"at most {MOST_BINS} bins at once", bins=count, most=MOST_BINS)
    _check_pattern(form)
    names = _Names(form)
    depth = _Depth(form)
    aisles = _aisles(form, names.aisles, ways, depth)
    crossings = _crossings(form, aisles, ways, depth)
    bins = [one for way in aisles for one in _bins(form, names, depth, way)]
    for one in bins:
        check_place_code(one.code)
    shelves = [shelf for way in aisles for shelf in depth.shelves(way)]
    return Floor(aisles, crossings, bins, _stations(form, aisles), shelves)


def _check_pattern(form: FloorForm) -> None:
    tokens = _TOKEN.findall(form.pattern)
    unknown = sorted(set(tokens) - set(TOKENS))
    if unknown or "{" in _TOKEN.sub("", form.pattern) or "}" in _TOKEN.sub("", form.pattern):
        raise bad_field("pattern", "a pattern has {zone}, {aisle}, {bay}, {level} and {position}")
    many = {
        "aisle": form.aisles,
        "bay": form.bays,
        "level": form.levels,
        "position": form.positions,
    }
    lost = [name for name, number in many.items() if number > 1 and name not in tokens]
    # Later aisles would repeat these codes.
    lost += ["aisle"] if "aisle" not in tokens and "aisle" not in lost else []
    if lost:
        raise bad_field("pattern", f"the pattern lacks {{{lost[0]}}}", lacks=lost[0])


class _Names:
    """What aisles, bays, levels and positions are called."""

    def __init__(self, form: FloorForm) -> None:
        self.aisles = self._named("first_aisle", form.first_aisle, form.aisles)
        self.bays = self._named("first_bay", form.first_bay, form.bays)
        self.levels = self._named("first_level", form.first_level, form.levels)
        self.positions = self._named("first_position", form.first_position, form.positions)

    @staticmethod
    def _named(field: str, first: str, many: int) -> list[str]:
        try:
            names = count_up(first, many)
        except BadRequest as error:
            raise bad_field(field, str(error)) from None
        if len(names[-1]) > PART:
            raise bad_field(field, f"{names[-1]} has more than {PART} signs")
        return names


class _Depth:
    """How far each bay is from the front, and where the ways across lie."""

    def __init__(self, form: FloorForm) -> None:
        self.bay_mm, self.sides = form.bay_mm, form.sides
        self.aisle_mm = form.aisle_mm
        self.rows = -(-form.bays // form.sides)
        self.rows_a_block = -(-self.rows // (form.middle_crossings + 1))
        self.blocks = -(-self.rows // self.rows_a_block)
        self.back_mm = self.blocks * CROSS_MM + self.rows * self.bay_mm

    def of_bay(self, bay: int) -> int:
        """The middle of the bay of that number (from 0)."""
        row = bay // self.sides
        block = row // self.rows_a_block
        return CROSS_MM // 2 + row * self.bay_mm + self.bay_mm // 2 + block * CROSS_MM

    def of_crossings(self) -> list[int]:
        """Front, middle ones, back."""
        between = (n * (self.rows_a_block * self.bay_mm + CROSS_MM) for n in range(1, self.blocks))
        return [0, *between, self.back_mm]

    def face(self, bay: int) -> int:
        """How far a bay's middle is left (negative) or right of its aisle's line."""
        half = self.aisle_mm * 3 // 10
        return half if self.sides == 2 and bay % 2 else -half

    def shelves(self, way: Way) -> Iterator[Shelf]:
        """The shelves along an aisle."""
        if way.x1_mm != way.x2_mm:
            # Drawn by hand; its bins are made all the same.
            return
        low, deep = min(way.y1_mm, way.y2_mm), self.aisle_mm // 3
        for block in range(self.blocks):
            rows = min(self.rows_a_block, self.rows - block * self.rows_a_block)
            y = low + CROSS_MM // 2 + block * (self.rows_a_block * self.bay_mm + CROSS_MM)
            yield Shelf(way.x1_mm - self.aisle_mm // 2, y, deep, rows * self.bay_mm)
            if self.sides == 2:
                x = way.x1_mm + self.aisle_mm // 2 - deep
                yield Shelf(x, y, deep, rows * self.bay_mm)


def _aisles(form: FloorForm, names: Sequence[str], ways: Sequence[Way], depth: _Depth) -> list[Way]:
    there = {way.code: way for way in ways}
    crossed = [name for name in names if name in there and there[name].kind != "aisle"]
    if crossed:
        raise bad_field("first_aisle", f"{crossed[0]} is a way across already", code=crossed[0])
    last = _last(ways)
    x_mm, low = (max(last.x1_mm, last.x2_mm), min(last.y1_mm, last.y2_mm)) if last else (0, 0)
    alternating, before = form.direction == "alternating", sum(way.kind == "aisle" for way in ways)
    aisles: list[Way] = []
    for number, name in enumerate(names):
        if name in there:
            aisles.append(there[name])
            continue
        x_mm += form.aisle_mm
        ends = [low, low + depth.back_mm]
        # All of them one way would leave no way back.
        if alternating and (before + number) % 2:
            ends.reverse()
        aisles.append(Way(name, x_mm, ends[0], x_mm, ends[1], one_way=alternating))
    if alternating and before + sum(way.is_new for way in aisles) == 1:
        raise bad_field("direction", "an aisle that stands alone is walked both ways")
    return aisles


def _last(ways: Sequence[Way]) -> Way | None:
    """The aisle that stands farthest to the right."""
    aisles = [way for way in ways if way.kind == "aisle"]
    return max(aisles, key=lambda way: max(way.x1_mm, way.x2_mm), default=None)


def _crossings(
    form: FloorForm, aisles: Sequence[Way], ways: Sequence[Way], depth: _Depth
) -> list[Way]:
    new = [way for way in aisles if way.is_new]
    if not new:
        return []
    last = _last(ways)
    low = min(new[0].y1_mm, new[0].y2_mm)
    taken = {way.code for way in ways} | {way.code for way in aisles}
    codes = (f"X{n}" for n in range(1, 10_000) if f"X{n}" not in taken)
    right = new[-1].x1_mm + form.aisle_mm // 2
    crossings = []
    for offset in depth.of_crossings():
        y_mm = low + offset
        left = new[0].x1_mm - form.aisle_mm // 2
        if last and min(last.y1_mm, last.y2_mm) <= y_mm <= max(last.y1_mm, last.y2_mm):
            left = max(last.x1_mm, last.x2_mm)
        crossings.append(Way(next(codes), left, y_mm, right, y_mm, kind="cross"))
    return crossings


def _bins(form: FloorForm, names: _Names, depth: _Depth, way: Way) -> Iterator[NewPlace]:
    aisle = way.code
    low, high = sorted([(way.y1_mm, way.x1_mm), (way.y2_mm, way.x2_mm)])
    long_mm = hypot(high[1] - low[1], high[0] - low[0])
    # Along the aisle as it lies, and to the right of it.
    ux, uy = (high[1] - low[1]) / long_mm, (high[0] - low[0]) / long_mm
    for number, bay in enumerate(names.bays):
        for height, level in enumerate(names.levels, 1):
            for position in names.positions:
                parts = dict(zip(TOKENS, (form.zone, aisle, bay, level, position), strict=True))
                shown = f"{level}-{position}" if form.positions > 1 else level
                yield NewPlace(
                    code=_TOKEN.sub(lambda token, parts=parts: parts[token[1]], form.pattern),  # type: ignore[misc]
                    kind="bin",
                    zone=form.zone,
                    on_aisle=aisle,
                    aisle=aisle,
                    bay=bay,
                    level=shown if len(shown) <= PART else level,
                    x_mm=round(low[1] + ux * depth.of_bay(number) + uy * depth.face(number)),
                    y_mm=round(low[0] + uy * depth.of_bay(number) - ux * depth.face(number)),
                    pickable=form.pick_levels == 0 or height <= form.pick_levels,
                    max_pallets=form.max_pallets,
                )


def _stations(form: FloorForm, aisles: Sequence[Way]) -> list[NewPlace]:
    """Docks on the left, packing in the middle, shipping on the right, in front of the first way across."""
    low = min(min(way.y1_mm, way.y2_mm) for way in aisles)
    left, right = aisles[0].x1_mm, aisles[-1].x1_mm
    groups = (
        ("DOCK", "dock", form.zone, form.docks),
        ("QUAR", "quarantine", form.zone, form.quarantines),
        ("PACK", "station", form.zone, form.packing),
        ("SHIP", "dock", "SHIP", form.shipping),
    )
    wanted = [
        (f"{stem}-{n}", kind, zone) for stem, kind, zone, many in groups for n in range(1, many + 1)
    ]
    step = (right - left) // max(1, len(wanted) - 1)
    return [
        NewPlace(code, kind, zone, x_mm=left + number * step, y_mm=low - 1_500)
        for number, (code, kind, zone) in enumerate(wanted)
    ]
