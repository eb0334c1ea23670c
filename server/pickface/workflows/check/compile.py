"""The script of a check: tote after tote, scan what is in it. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pickface.tasks import standing
from pickface.tasks.dictionary import Dictionary


@dataclass(frozen=True)
class Line:
    """What the books say of an item and lot in a tote; ``serials`` are lots of one that are counted as the item."""

    id: int
    item_id: int
    qty: int
    tote: str
    owner_id: int
    lot_id: int = 0
    lot_code: str = ""
    serials: tuple[int, ...] = ()


def compile_check(
    title: str,
    site_id: int,
    lines: Sequence[Line],
    words: Dictionary,
    station: str = "",
    *,
    blind: bool = False,
) -> dict[str, Any]:
    """The script; ``station`` is where the totes stand. ``blind``: nobody is told what should be in them.

    What is too much is counted and comes out of it; what does not belong in is refused.
    """
    totes = list(dict.fromkeys(line.tote for line in lines))
    steps: list[dict[str, Any]] = []
    for n, tote in enumerate(totes, 1):
        steps.append(
            {
                "id": f"go{n}",
                "kind": "go",
                "group": f"tote{n}",
                "allow": ["skip"],
                "container": tote,
                **({"why": standing.why(station)} if station else {}),
            }
        )
        steps.append(_collect(n, [line for line in lines if line.tote == tote], blind=blind))
    items = {item: {**facts, "tracking": "none"} for item, facts in words.items.items()}
    codes = {**words.codes, **{tote: {"container": tote} for tote in totes}}
    return Dictionary(codes, items, words.places).script("check", title, site_id, steps)


def _collect(n: int, lines: Sequence[Line], *, blind: bool) -> dict[str, Any]:
    return {
        "id": f"check{n}",
        "kind": "collect",
        "group": f"tote{n}",
        "allow": ["skip", "no_scan", "done"],
        "lines": [
            {"id": line.id, "item": line.item_id, "qty": line.qty, "lot": _lot(line)}
            for line in lines
        ],
        "blind": blind,
        "open": False,
        "over": "accept",
        "capture": False,
        "into": None,
        "auto": False,
        "expect": not blind,
    }


def _lot(line: Line) -> dict[str, Any] | None:
    return {"id": line.lot_id, "code": line.lot_code} if line.lot_id else None


def facts_of(station_id: int, lines: Sequence[Line]) -> dict[str, Any]:
    """What interpreting needs beside the script."""
    return {
        "station": station_id,
        "totes": list(dict.fromkeys(line.tote for line in lines)),
        "lines": {
            str(line.id): {
                "item": line.item_id,
                "qty": line.qty,
                "tote": line.tote,
                "owner": line.owner_id,
                "lot": line.lot_id,
                "serials": list(line.serials),
            }
            for line in lines
        },
    }


def differences(facts: Mapping[str, Any], state: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Lines whose totes hold fewer or more than the books say: the line's facts with ``counted``."""
    counted: dict[str, int] = {}
    for step in state["steps"].values():
        counted.update(step.get("counts", {}))
    return [
        {**line, "counted": counted.get(line_id, 0)}
        for line_id, line in facts["lines"].items()
        if counted.get(line_id, 0) != line["qty"]
    ]
