"""What the effects of an inspection mean. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pickface.tasks.workflow import Change, Effect, Facts, Goods, LotRef, Told


def interpret(effects: Sequence[Effect], facts: Facts, state: Mapping[str, Any]) -> list[Change]:
    """The changes that follow from the effects of one event: what is not good is laid apart, and told."""
    changes: list[Change] = []
    for effect in effects:
        if effect["type"] == "collected":
            changes += _judged(effect, facts)
    return changes


def _judged(effect: Effect, facts: Facts) -> list[Change]:
    line = facts["lines"][str(effect["line"])]
    lot = _lot(effect, line)
    passed = effect["grade"] == "pass"
    told = {
        "line": effect["line"],
        "item": line["item"],
        "lot": lot if isinstance(lot, int) else 0,
        "serial": effect["serial"] or "",
        "owner": line["owner"],
        "qty": effect["qty"],
        "verdict": effect["grade"],
        "looks": line["looks"],
        "place": None if passed else effect["place"],
    }
    if passed:
        return [Told("judged", told)]
    laid = Goods(
        kind="quarantine",
        item_id=line["item"],
        qty=effect["qty"],
        from_place_id=facts["from"],
        to_place_id=effect["place"],
        lot=lot,
        owner_id=line["owner"],
        from_container=facts["container"],
    )
    # What lies loose at the very place where it is laid has not moved.
    stays = not facts["container"] and facts["from"] == effect["place"]
    return [*([] if stays else [laid]), Told("judged", told)]


def _lot(effect: Effect, line: Mapping[str, Any]) -> int | LotRef:
    """The lot of the line, or the serial that was scanned, as it is written there."""
    if not effect["serial"]:
        return int(line["lot"])
    said = effect["serial"].upper()
    known = next((lot for code, lot in line["serials"].items() if code.upper() == said), None)
    return LotRef(line["item"], "", "", effect["serial"]) if known is None else int(known)
