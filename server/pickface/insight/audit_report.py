"""What an audit looked at, and what it found."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

MOST_TOLD = 1_000
"""How many differences are kept in words; all are counted."""


@dataclass
class Report:
    """The sums of an audit and its differences, each a sentence for whoever looks into them."""

    moves: int = 0
    balances: int = 0
    events: int = 0
    streams: int = 0
    keys: int = 0
    checkpoints: int = 0
    redacted: int = 0
    photos: int = 0
    difference_count: int = 0
    differences: list[str] = field(default_factory=list)

    @property
    def clean(self) -> bool:
        """Nothing differs."""
        return not self.difference_count

    def differs(self, what: str) -> None:
        """Note a difference."""
        self.difference_count += 1
        if len(self.differences) < MOST_TOLD:
            self.differences.append(what)

    def as_json(self) -> dict[str, Any]:
        """The line of ``--json``."""
        return {
            "clean": self.clean,
            "moves": self.moves,
            "balances": self.balances,
            "events": self.events,
            "streams": self.streams,
            "keys": self.keys,
            "checkpoints": self.checkpoints,
            "redacted": self.redacted,
            "photos": self.photos,
            "differences": self.differences[:200],
            "difference_count": self.difference_count,
        }

    def sentence(self) -> str:
        """The same for people."""
        checked = (
            f"{self.moves} moves, {self.balances} balances, {self.events} events in {self.streams} streams, "
            f"{self.keys} keys, {self.checkpoints} checkpoints"
        )
        if self.redacted:
            checked += f", {self.redacted} events redacted"
        if self.photos:
            checked += f", {self.photos} photos"
        if self.clean:
            return f"Clean: {checked}."
        return f"{self.difference_count} differences in {checked}."
