"""What requests about work may hold, and what they are answered."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from pickface.contract import Answer, Code, Form, Line, Listing, Query, RowId


class NextForm(Form):
    """Which kinds of work the person wants; all that the role allows if left out."""

    kinds: list[Code] | None = Field(None, max_length=40)
    have: list[RowId] = Field(default_factory=list, max_length=50)


class OpenForm(Form):
    """A scanned code that opens work."""

    code: Line = Field(min_length=1, max_length=512)


class ContainerForm(OpenForm):
    """A scanned container, and what is to be done with it."""

    motion: Literal["nest", "empty", "merge", "split", "weigh"]


class CountForm(Form):
    """A bin to count, by its code."""

    place: Code


class WorkQuery(Query):
    """``have``: ids of begun tasks on the device, separated by commas; ``unsent``: how many scans it still has;
    ``scanner``: scans of the day, and how many came in pieces, too short, unreadable.
    """

    have: str = Field("", max_length=600, pattern=r"^[0-9,]*$")
    unsent: int | None = Field(None, ge=0, le=2**31)
    scanner: str = Field("", pattern=r"^(\d{1,7}(,\d{1,7}){3})?$")


class TasksQuery(Listing):
    """Filters of the task list."""

    state: Literal["ready", "offered", "begun", "parked", "held", "done", "cancelled"] | None = None
    kind: Code | None = None
    person: RowId | None = None


class UnsyncedOut(Answer):
    """What may still be on the device of the person who has a task."""

    person: dict[str, Any] | None
    device: str | None
    unsent: int | None
    last_seen: int | None


class AssignForm(Form):
    """Who gets the task; null gives it back to everybody."""

    person: RowId | None


class HoldForm(Form):
    """Why it is held."""

    reason: Line = Field("", max_length=40)


class ResolveForm(Form):
    """What the supervisor decided."""

    action: Literal[
        "book", "reject", "recount", "approve", "await", "cancel", "consent", "refuse"
    ]  # fmt: skip
    note: Line = Field("", max_length=400)


class WorkOut(Answer):
    """The snapshot of a person's work (docs/api.md)."""

    version: int
    server_time: int
    includes: dict[str, int]
    checkpoint: str
    tasks: list[dict[str, Any]]
    closed: list[dict[str, Any]]
    claimed: int | None = None
    opened: int | None = None
    newer: int = 0
