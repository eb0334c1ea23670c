"""What the effects of a recall mean. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pickface.tasks.workflow import Change, Effect, Facts, Told


def interpret(effects: Sequence[Effect], facts: Facts, state: Mapping[str, Any]) -> list[Change]:
    """The changes that follow from the effects of one event: goods that were picked are taken back from their order."""
    return [
        Told(
            "brought_back",
            {
                "item": effect["item"],
                "lot": effect["lot"] or 0,
                "qty": effect["qty"],
                "place": effect["place"],
                "owner": facts["owners"][effect["step"]],
                "container": facts["container"],
                # What was compiled before loose goods were seen to says nothing of a place.
                "from": facts.get("from"),
                "order": facts["order"],
            },
        )
        for effect in effects
        if effect["type"] == "put"
    ]
