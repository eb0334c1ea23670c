"""Bodies, signatures and deliveries made by hand, for what no honest handheld would send."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from pickface.db import clock
from pickface.ids import uuid7
from pickface.scans.envelope import open_envelope
from pickface.scans.journal import Carrier
from tests.scenarios.floor import Floor, Person

Sealed = tuple[str, str]


def body(who: Person, kind: str = "scan", /, **fields: Any) -> dict[str, Any]:
    """The body of a person's next event; ``fields`` replace what it would hold, ``None`` included."""
    task = who.task
    whole = {
        "v": 1,
        "id": uuid7(),
        "stream": who.stream,
        "seq": who.seq + 1,
        "prev": who.head,
        "person": who.id,
        "shift": who.shift,
        "task": task["id"] if task else None,
        "revision": task["revision"] if task else None,
        "lease": task["lease"]["number"] if task else None,
        "step": None,
        "kind": kind,
        "source": "wedge",
        "at": clock(),
        "outcome": {"accepted": True, "code": "counted"},
    }
    return {**whole, **fields}


def seal(person: Person, said: dict[str, Any] | str) -> Sealed:
    """A body (or its text) with the signature of the person's shift; the stream goes on behind it."""
    text = said if isinstance(said, str) else json.dumps(said, separators=(",", ":"))
    person.head = hash_of(text)
    person.seq += 1
    return text, person._sign(text)


def event(who: Person, kind: str = "scan", /, **fields: Any) -> Sealed:
    """The person's next event, sealed."""
    return seal(who, body(who, kind, **fields))


def hash_of(text: str) -> str:
    """What the next event must carry as ``prev``."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def deliver(
    floor: Floor, *sealed: Sealed, by: Person | None = None, attempt: int = 1
) -> list[dict[str, Any]]:
    """Bring sealed events to the door; ``by`` is whose device carries them."""
    carrier = Carrier(by.device if by else None, floor.site.id, attempt, sent=clock())
    with floor.app.app_context():
        return floor.engine.door.deliver(
            floor.engine.writer, [open_envelope(text, sig) for text, sig in sealed], carrier
        )


def outcomes(answers: list[dict[str, Any]]) -> list[tuple[str, str]]:
    """Verdict and code of each answer."""
    return [(answer["verdict"], answer["code"]) for answer in answers]


def stored_body(floor: Floor, event_id: str) -> str:
    """The body as the journal has it."""
    return str(floor.value("SELECT body FROM scan_event WHERE id = :id", id=event_id))
