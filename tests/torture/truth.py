"""What people meant to do and what beeped, kept on the side; nothing here asks the system under torture."""

from __future__ import annotations

import json
import threading
from collections import Counter
from dataclasses import asdict, dataclass, field
from pathlib import Path


@dataclass
class Intended:
    """One thing a person did on purpose.

    ``what`` is kind and value (a code, a quantity, an action). ``id`` is known of virtual devices, '' of pages, where
    only what goes in and what is heard is observed. ``line`` and ``qty``: units taken for an order line by it.
    """

    device: str
    person: int
    what: tuple[str, str]
    id: str = ""
    beeped: bool = False
    accepted: bool = True
    line: int = 0
    qty: int = 0


@dataclass
class Truth:
    """All that was intended, device by device in order, and what the harness saw go wrong while it went on."""

    intended: list[Intended] = field(default_factory=list)
    answers: dict[str, str] = field(default_factory=dict)
    """The first verdict of each event with its code: ``booked``, ``set_aside/superseded``."""
    codes: Counter[str] = field(default_factory=Counter)
    violations: list[str] = field(default_factory=list)
    notes: Counter[str] = field(default_factory=Counter)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def meant(self, intended: Intended) -> Intended:
        """A person is about to do this."""
        with self.lock:
            self.intended.append(intended)
        return intended

    def answered(self, event_id: str, verdict: str, code: str) -> None:
        """A device was given this verdict."""
        with self.lock:
            if event_id not in self.answers:
                told = f"set_aside/{code}" if verdict == "set_aside" else verdict
                self.answers[event_id] = told
                self.codes[told] += 1

    def wrong(self, words: str) -> None:
        """Something that must never happen was seen."""
        with self.lock:
            self.violations.append(words)

    def keep(self, file: Path) -> None:
        """Write all of it down, before anything is compared with it."""
        with self.lock:
            told = [asdict(one) for one in self.intended]
            kept = {
                "intended": told,
                "answers": self.answers,
                "violations": self.violations,
                "notes": self.notes,
            }
            file.write_text(json.dumps(kept))

    def note(self, words: str) -> None:
        """Something worth counting."""
        with self.lock:
            self.notes[words] += 1
