"""The script of a receipt: one open list; goods come in any order, each zone's into its own container. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pickface.tasks.dictionary import Dictionary

STEP = "receive"
SIDES = ("length_mm", "width_mm", "height_mm")
ZONE = "INSPECT"
"""What items that are looked at first have in a receipt for a putaway zone: where they will lie is told when they have
passed."""
SUPPLIER = "supplier"
NO_SUPPLIER = "no_supplier"
"""The answer of whoever does not know who sent the goods."""
ALLOWED = ["unknown", "damaged", "full", "done"]


@dataclass(frozen=True)
class Expected:
    """What is still to come of a purchase order line; 0 when all of it is in, so that more of it shows as over."""

    line_id: int
    item_id: int
    qty: int


@dataclass(frozen=True)
class Announced:
    """Cartons by SSCC (``id``, ``load``, ``pallet``, ``in``, ``opened``), what loads hold, and how they are proved.

    ``elsewhere`` are codes of other deliveries, by their numbers.
    """

    cartons: Mapping[str, Mapping[str, Any]]
    loads: Sequence[Sequence[Mapping[str, Any]]]
    samples: int
    elsewhere: Mapping[str, Sequence[str]]

    @property
    def items(self) -> set[int]:
        """All items that are in the cartons."""
        return {goods["item"] for load in self.loads for goods in load}


@dataclass(frozen=True)
class Apart:
    """What is set apart: goods that nobody knows, in ``quarantine`` if the site has one, and those that are not as
    they should be by what is measured of which item (``asks``).
    """

    quarantine: int | None = None
    asks: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)


def compile_receipt(
    title: str,
    site_id: int,
    lines: Sequence[Expected],
    words: Dictionary,
    announced: Announced | None = None,
    apart: Apart | None = None,
) -> dict[str, Any]:
    """The script for the lines of a purchase order, and for the cartons that were announced for it.

    Items that are inspected first (``inspect``) go into containers of their own, and into no bin.
    """
    step: dict[str, Any] = {
        "id": STEP,
        "kind": "collect",
        "allow": ALLOWED,
        "lines": [
            {"id": line.line_id, "item": line.item_id, "qty": line.qty, "lot": None}
            for line in lines
        ],
        "blind": False,
        "open": True,
        "over": "accept",
        "capture": True,
        "into": {"mode": "zone"},
        "auto": False,
        "expect": True,
    }
    if any(item.get("inspect") for item in words.items.values()):
        step["into"] = {"mode": "zone", "boxed": [ZONE]}
    apart = apart or Apart()
    if apart.asks:
        step["asks"] = {item: dict(asked) for item, asked in apart.asks.items()}
    if apart.quarantine is not None:
        step["aside"] = {"place": apart.quarantine}
    if announced is not None:
        step |= {
            "allow": ["open", *ALLOWED],
            "cartons": {plate: dict(carton) for plate, carton in announced.cartons.items()},
            "loads": [[dict(goods) for goods in load] for load in announced.loads],
            "samples": announced.samples,
            "elsewhere": {number: list(plates) for number, plates in announced.elsewhere.items()},
        }
    return words.script("receive", title, site_id, [step])


def compile_blind(
    title: str, site_id: int, words: Dictionary, apart: Apart, suppliers: Sequence[str]
) -> dict[str, Any]:
    """The script for goods that nobody has announced: who sent them, where that is asked, and whatever comes."""
    script = compile_receipt(title, site_id, [], words, None, apart)
    # Nothing is expected, so that nothing is a surprise.
    script["steps"][0]["blind"] = True
    if suppliers:
        why = {"code": SUPPLIER}
        asked = {"id": SUPPLIER, "kind": "decide", "options": list(suppliers), "why": why}
        script["steps"].insert(0, asked)
    return script


def knows(script: Mapping[str, Any], plate: str) -> bool:
    """Whether a receipt's script tells of a carton or a pallet."""
    cartons: Mapping[str, Mapping[str, Any]] = script["steps"][0].get("cartons") or {}
    return plate in cartons or any(one.get("pallet") == plate for one in cartons.values())


def counted(state: Mapping[str, Any]) -> dict[str, int]:
    """What a receipt has counted, by line."""
    counts: dict[str, int] = state["steps"].get(STEP, {}).get("counts", {})
    return counts


def open_again(state: Mapping[str, Any]) -> dict[str, Any]:
    """The state of a closed receipt as it was before it was closed; nothing of it can be undone any more."""
    counted = {**state["steps"][STEP], "done": False, "ask": False}
    return {**state, "steps": {**state["steps"], STEP: counted}, "done": False, "undo": None}
