"""The script of an inspection: reach the goods, scan one, look at a sample, and judge all of its line. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pickface.inspections.waiting import Waiting
from pickface.tasks import standing
from pickface.tasks.dictionary import Dictionary

STEP = "inspect"


@dataclass(frozen=True)
class Source:
    """Where the goods are: in a container, which may stand ``on`` another, or (plate '') loose at a place.

    ``aside``: where what is bad is laid.
    """

    site_id: int
    place_id: int
    aside: int
    container: str = ""
    on: str = ""


@dataclass(frozen=True)
class Line:
    """Units of an item that are judged together: those of one lot, or all serials of the item, each by itself."""

    id: int
    goods: tuple[Waiting, ...]

    @property
    def first(self) -> Waiting:
        """What all of them have in common."""
        return self.goods[0]

    @property
    def qty(self) -> int:
        """How many units."""
        return sum(one.qty for one in self.goods)

    @property
    def by_serial(self) -> bool:
        """Whether each unit is judged by itself."""
        return self.first.tracking == "serial" and self.first.lot_id > 0


def lines_of(waiting: Sequence[Waiting]) -> list[Line]:
    """A line for each lot; the serials of an item are one."""
    together: dict[tuple[int, ...], list[Waiting]] = {}
    for one in waiting:
        serial = one.tracking == "serial" and one.lot_id > 0
        key = (one.item_id, one.owner_id, -1 if serial else one.lot_id)
        together.setdefault(key, []).append(one)
    return [Line(number, tuple(goods)) for number, goods in enumerate(together.values(), 1)]


def compile_inspection(
    title: str, source: Source, lines: Sequence[Line], words: Dictionary
) -> dict[str, Any]:
    """The script; what passes stays where it is, what is held or rejected is laid apart, which a scan proves."""
    plate = source.container
    where: dict[str, Any] = {"container": plate} if plate else {"place": source.place_id}
    why = {"why": standing.why(words.places[str(source.place_id)]["code"], source.on)}
    apart = {"place": source.aside, "prove": True}
    steps: list[dict[str, Any]] = [
        {"id": "goods", "kind": "go", "allow": [], **where, **(why if plate else {})},
        {
            "id": STEP,
            "kind": "collect",
            "allow": [],
            "lines": [
                {"id": line.id, "item": line.first.item_id, "qty": line.qty, "lot": _lot(line)}
                for line in lines
            ],
            "blind": False,
            "open": False,
            "over": "refuse",
            "capture": True,
            "into": dict(where),
            "auto": True,
            "expect": True,
            "grades": [{"code": "pass"}, {"code": "hold", **apart}, {"code": "reject", **apart}],
            "looks": {str(line.id): line.first.looks for line in lines if not line.by_serial},
        },
    ]
    codes = {**words.codes, **({plate: {"container": plate}} if plate else {})}
    named = Dictionary(codes, _asked(words, lines), words.places)
    return named.script("inspect", title, source.site_id, steps)


def _asked(words: Dictionary, lines: Sequence[Line]) -> dict[str, Mapping[str, Any]]:
    """A lot is only asked for where several of an item stand together; a serial always."""
    several = Counter(line.first.item_id for line in lines)
    return {
        item: facts
        if several[int(item)] > 1 or facts["tracking"] == "serial"
        else {**facts, "tracking": "none"}
        for item, facts in (
            (item, {**facts, "tracking": "lot"} if facts["tracking"] == "lot_expiry" else facts)
            for item, facts in words.items.items()
        )
    }


def _lot(line: Line) -> dict[str, Any] | None:
    one = line.first
    return {"id": one.lot_id, "code": one.lot_code} if one.lot_id and not line.by_serial else None


def facts_of(source: Source, lines: Sequence[Line]) -> dict[str, Any]:
    """What interpreting needs beside the script."""
    return {
        "container": source.container,
        "from": None if source.container else source.place_id,
        "lines": {
            str(line.id): {
                "item": line.first.item_id,
                "lot": 0 if line.by_serial else line.first.lot_id,
                "owner": line.first.owner_id,
                "looks": 1 if line.by_serial else line.first.looks,
                "serials": {one.lot_code: one.lot_id for one in line.goods}
                if line.by_serial
                else {},
            }
            for line in lines
        },
    }
