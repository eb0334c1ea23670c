"""How histories are played."""

from __future__ import annotations

from hypothesis import HealthCheck, settings
from hypothesis.stateful import RuleBasedStateMachine, run_state_machine_as_test


def run_machine(machine: type[RuleBasedStateMachine], histories: int, commands: int) -> None:
    """Play so many histories of at most so many commands."""
    run_state_machine_as_test(
        machine,
        settings=settings(
            deadline=None,
            max_examples=histories,
            stateful_step_count=commands,
            suppress_health_check=list(HealthCheck),
        ),
    )
