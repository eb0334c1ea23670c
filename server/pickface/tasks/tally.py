"""What was seen so far, kept in a task's facts: one entry for goods that agree in all but their number. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def add(facts: Mapping[str, Any], seen: Mapping[str, Any], event_id: str) -> dict[str, Any]:
    """Facts with what one event saw, and with what an undo of it would take away."""
    return {
        **facts,
        "tally": _changed(facts["tally"], seen, seen["qty"]),
        "last": {"event": event_id, **seen},
    }


def take_back(facts: Mapping[str, Any], event_id: str) -> dict[str, Any]:
    """Facts without what the last event saw, if it is this one."""
    last = facts["last"]
    if last is None or last["event"] != event_id:
        return dict(facts)
    seen = {name: value for name, value in last.items() if name != "event"}
    return {**facts, "tally": _changed(facts["tally"], seen, -last["qty"]), "last": None}


def _changed(
    tally: list[dict[str, Any]], seen: Mapping[str, Any], qty: int
) -> list[dict[str, Any]]:
    same = [name for name in seen if name != "qty"]
    alike = [entry for entry in tally if all(entry[name] == seen[name] for name in same)]
    others = [entry for entry in tally if entry not in alike]
    total = sum(entry["qty"] for entry in alike) + qty
    mine = {**{name: seen[name] for name in same}, "qty": total}
    return [*others, mine] if total else others
