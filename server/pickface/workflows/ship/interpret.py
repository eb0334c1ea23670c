"""What the effects of shipping mean. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pickface.tasks.workflow import Change, ContainerMoved, Effect, Facts, Told


def interpret(effects: Sequence[Effect], facts: Facts, state: Mapping[str, Any]) -> list[Change]:
    """The carton stands at the dock, and its goods leave; or where its customer comes for it, and they stay."""
    changes: list[Change] = []
    for effect in effects:
        if effect["type"] == "put":
            changes.append(ContainerMoved(effect["container"], effect["place"]))
            # Whoever comes for it is handed it later.
            if not facts.get("collect"):
                changes.append(Told("shipped", {"container": effect["container"]}))
    return changes
