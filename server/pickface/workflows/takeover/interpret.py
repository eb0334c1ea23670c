"""What the effects of a take-over mean. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pickface.tasks.workflow import Change, Effect, Facts, Raised, Told


def interpret(effects: Sequence[Effect], facts: Facts, state: Mapping[str, Any]) -> list[Change]:
    """What is scanned is noted; the work changes hands when the person says that this is everything."""
    changes: list[Change] = []
    for effect in effects:
        match effect["type"]:
            case "collected":
                named = ("item", "qty", "lot", "expiry", "serial", "container")
                changes.append(Told("seen", {name: effect[name] for name in named}))
            case "unknown":
                params = {"code": effect["code"], "qty": effect["qty"]}
                changes.append(Raised("count_unknown", "book", params))
            case "confirmed":
                changes.append(Told("counted"))
    return changes
