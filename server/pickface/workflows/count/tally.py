"""What was seen in a bin so far, kept in the task's facts: one entry per item, lot, expiry and serial. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

_SAME = ("item", "lot", "expiry", "serial")


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
    return {**facts, "tally": _changed(facts["tally"], last, -last["qty"]), "last": None}


def _changed(
    tally: list[dict[str, Any]], seen: Mapping[str, Any], qty: int
) -> list[dict[str, Any]]:
    alike = [entry for entry in tally if all(entry[name] == seen[name] for name in _SAME)]
    others = [entry for entry in tally if entry not in alike]
    total = sum(entry["qty"] for entry in alike) + qty
    mine = {**{name: seen[name] for name in _SAME}, "qty": total}
    return [*others, mine] if total else others


def share(counted: int, booked: list[tuple[int, int]], default_owner: int) -> dict[int, int]:
    """Counted units by owner: each gets what the books say, the first one what is over."""
    owners = booked or [(default_owner, 0)]
    shares: dict[int, int] = {}
    rest = counted
    for owner, qty in owners:
        shares[owner] = min(rest, qty)
        rest -= shares[owner]
    shares[owners[0][0]] += rest
    return shares
