"""What the effects of a check mean. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pickface.tasks import by_hand
from pickface.tasks.workflow import Change, Effect, Facts, Told
from pickface.workflows.check.compile import differences


def interpret(effects: Sequence[Effect], facts: Facts, state: Mapping[str, Any]) -> list[Change]:
    """Nothing is settled before the last tote is done, so that all of it can be undone until then."""
    told = [one for effect in effects for one in by_hand.interpret(effect, facts, state)]
    if any(effect["type"] == "task_done" for effect in effects):
        different = differences(facts, state)
        if different:
            told.append(Told("mismatch", {"lines": different}))
    return told
