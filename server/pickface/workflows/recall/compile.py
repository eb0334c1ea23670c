"""The script of a recall: one put for each recalled lot in a container, to quarantine. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pickface.tasks import standing
from pickface.tasks.dictionary import Dictionary


@dataclass(frozen=True)
class Line:
    """Units of a recalled lot, or one recalled serial, in the container; ``recalled`` is the lot that was recalled."""

    item_id: int
    lot_id: int
    lot_code: str
    recalled: int
    owner_id: int
    qty: int


@dataclass(frozen=True)
class Source:
    """Where the goods lie: in a container, of an order where it is of one; or (plate '') loose at a place."""

    site_id: int
    place_id: int
    title: str
    container: str = ""
    order_id: int | None = None


def compile_recall(
    source: Source, lines: Sequence[Line], quarantine: Sequence[int], words: Dictionary
) -> dict[str, Any]:
    """Scan the container, or the place, then each of the goods and a place of quarantine."""
    plate, place_id = source.container, source.place_id
    where: dict[str, Any] = {"container": plate} if plate else {"place": place_id}
    first: dict[str, Any] = {"id": "container", "kind": "go", "allow": [], **where}
    if plate and place_id:
        first["why"] = standing.why(words.places[str(place_id)]["code"])
    steps = [first]
    steps += [_put(line, place_id, quarantine) for line in lines]
    codes = {**words.codes, **({plate: {"container": plate}} if plate else {})}
    named = Dictionary(codes, words.items, words.places)
    return named.script("recall", source.title, source.site_id, steps)


def _put(line: Line, place_id: int, quarantine: Sequence[int]) -> dict[str, Any]:
    return {
        "id": step_of(line),
        "kind": "put",
        "allow": ["skip"],
        "what": {
            "item": line.item_id,
            "qty": line.qty,
            "lot": line.lot_id,
            "lot_code": line.lot_code,
        },
        "from": place_id,
        "prove": True,
        "to": {"places": list(quarantine), "kinds": ["quarantine"], "zones": None, "refuse": []},
        "why": {"code": "recalled", "params": {"lot": line.lot_code}},
    }


def step_of(line: Line) -> str:
    """Steps keep their id while they mean the same goods."""
    return f"put{line.lot_id}.{line.owner_id}"


def facts_of(source: Source, lines: Sequence[Line]) -> dict[str, Any]:
    """What interpreting needs beside the script; ``lots`` are found by ``#id#`` when a recall is lifted."""
    return {
        "container": source.container,
        "from": source.place_id,
        "order": source.order_id,
        "owners": {step_of(line): line.owner_id for line in lines},
        "lots": "".join(f"#{lot}#" for lot in sorted({line.recalled for line in lines})),
    }
