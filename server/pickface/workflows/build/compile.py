"""The script of a work order: from bin to bin with one tote, to the bench, and there what comes out of it. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pickface.tasks.dictionary import Dictionary

CONTAINER_KINDS = ["tote", "carton", "pallet"]
STEP = "made"


@dataclass(frozen=True)
class Source:
    """Units of one balance that go into the tote."""

    item_id: int
    qty: int
    place_id: int
    container: str = ""
    lot_id: int = 0
    lot_code: str = ""
    only_lot: bool = True
    proof: str = "bin_item"


@dataclass(frozen=True)
class Made:
    """What is to come out of it: kits, or the components of kits that are taken apart."""

    item_id: int
    qty: int


def compile_order(
    title: str,
    site_id: int,
    sources: Sequence[Source],
    made: Sequence[Made],
    bench: int,
    words: Dictionary,
) -> dict[str, Any]:
    """The script; more than was ordered is refused, since there is nothing that it could be made of."""
    steps: list[dict[str, Any]] = [
        {
            "id": "tote",
            "kind": "take",
            "allow": [],
            "container": {"kinds": CONTAINER_KINDS, "var": "tote"},
        }
    ]
    for number, source in enumerate(sources, 1):
        if source.proof != "item":
            steps.append(
                {
                    "id": f"go{number}",
                    "kind": "go",
                    "group": f"part{number}",
                    "allow": ["blocked"],
                    "place": source.place_id,
                }
            )
        steps.append(_take(number, source))
    steps += [_bring(bench), _collect(made)]
    return words.script("build", title, site_id, steps)


def facts_of(order_id: int, bench: int, floor: int, sources: Sequence[Source]) -> dict[str, Any]:
    """What interpreting needs beside the script: from which container each take is."""
    return {
        "work_order": order_id,
        "bench": bench,
        "floor": floor,
        "from": {f"take{n}": source.container for n, source in enumerate(sources, 1)},
        "owner": 1,
    }


def _take(number: int, source: Source) -> dict[str, Any]:
    lot = {"id": source.lot_id, "code": source.lot_code} if source.lot_id else None
    return {
        "id": f"take{number}",
        "kind": "take",
        "group": f"part{number}",
        "allow": ["short", "damaged", "open", "blocked"],
        "item": source.item_id,
        "qty": source.qty,
        "place": source.place_id,
        "lot": lot,
        "only_lot": source.only_lot,
        "into": {"var": "tote"},
        "line": None,
        "pin": None,
        "alternatives": [],
        "prove": "none" if source.proof == "bin" else "item",
    }


def _bring(bench: int) -> dict[str, Any]:
    return {
        "id": "bring",
        "kind": "put",
        "allow": [],
        "what": {"var": "tote"},
        "from": None,
        "prove": False,
        "to": {"places": [bench], "kinds": [], "zones": None, "refuse": []},
    }


def _collect(made: Sequence[Made]) -> dict[str, Any]:
    return {
        "id": STEP,
        "kind": "collect",
        "allow": ["full", "done"],
        "lines": [
            {"id": one.item_id, "item": one.item_id, "qty": one.qty, "lot": None} for one in made
        ],
        "blind": False,
        "open": False,
        "over": "refuse",
        "capture": True,
        "into": {"mode": "zone"},
        "auto": False,
        "expect": True,
    }
