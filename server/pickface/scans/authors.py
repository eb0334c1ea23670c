"""Who signed an event: the public keys of shifts, kept in the process since a shift's key never changes."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from pickface.db import db, row
from pickface.scans.envelope import Envelope, PublicKey, load_key, signature_holds


@dataclass(frozen=True, slots=True)
class Author:
    """A shift's person and the public half of the key that its device signs with."""

    person_id: int
    key: PublicKey


class Authors:
    """Checks that the person an event names is the one who signed it (LAWS 3)."""

    def __init__(self) -> None:
        self._known = lru_cache(maxsize=20_000)(self._load)

    def problem(self, event: Envelope) -> str:
        """Why the event cannot count as its author's, or ''. Called before any lock is taken."""
        if event.problem:
            return event.problem
        author = self.of_shift(str(event.body["shift"]))
        if author is None:
            return "unknown_key"
        if author.person_id != event.body["person"]:
            return "wrong_author"
        return "" if signature_holds(author.key, event.text, event.sig) else "bad_signature"

    def of_shift(self, shift: str) -> Author | None:
        """The author behind a shift; an unknown one is looked up again each time, since it may register late."""
        try:
            return self._known(shift)
        except LookupError:
            return None

    def _load(self, shift: str) -> Author:
        found = row("SELECT person_id, public_key FROM shift WHERE id = :id", id=shift)
        db.session.remove()
        if found is None:
            raise LookupError(shift)
        return Author(found["person_id"], load_key(found["public_key"]))
