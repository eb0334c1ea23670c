"""What the effects of handing over mean: nothing, until it is known who took the parcels. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pickface.tasks.workflow import Change, Effect, Facts


def interpret(effects: Sequence[Effect], facts: Facts, state: Mapping[str, Any]) -> list[Change]:
    """Parcels on the counter can still be taken back; they leave when the hand-over is finished."""
    return []
