"""What the effects of loading mean. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pickface.tasks.workflow import Change, ContainerMoved, Effect, Facts, Told


def interpret(effects: Sequence[Effect], facts: Facts, state: Mapping[str, Any]) -> list[Change]:
    """What was loaded stands at the door, with all that is on it; it leaves the books when the truck leaves."""
    changes: list[Change] = []
    for effect in effects:
        if effect["type"] == "loaded":
            changes.append(ContainerMoved(effect["plate"], facts["door"]))
            changes.append(Told("loaded", {"parcels": effect["parcels"], "plate": effect["plate"]}))
    return changes
