"""What the effects of a return mean. Pure: by which order goods were sold, and so what they cost, the books say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pickface.tasks import zone_containers
from pickface.tasks.workflow import Change, Effect, Facts, Told

_NAMED = ("line", "item", "qty", "lot", "expiry", "serial", "grade", "container", "place")


def interpret(effects: Sequence[Effect], facts: Facts, state: Mapping[str, Any]) -> list[Change]:
    """The changes that follow from the effects of one event."""
    changes: list[Change] = []
    for effect in effects:
        match effect["type"]:
            case "collected":
                changes += zone_containers.opened(effect, state, facts["place"])
                changes.append(Told("returned", {name: effect[name] for name in _NAMED}))
            case "unknown":
                changes.append(Told("unknown", {"code": effect["code"], "qty": effect["qty"]}))
            case "container_full":
                changes.append(Told("full", {"container": effect["container"]}))
    return changes
