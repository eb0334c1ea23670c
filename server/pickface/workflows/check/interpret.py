"""What the effects of a check mean. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pickface.tasks.workflow import Change, Effect, Facts, Told
from pickface.workflows.check.compile import differences


def interpret(effects: Sequence[Effect], facts: Facts, state: Mapping[str, Any]) -> list[Change]:
    """Nothing is settled before the last tote is done, so that all of it can be undone until then."""
    if any(effect["type"] == "task_done" for effect in effects):
        different = differences(facts, state)
        if different:
            return [Told("mismatch", {"lines": different})]
    return []
