"""What the board and the journal are asked and answer, as the OpenAPI document shows it."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field

from pickface.contract import LIMIT, Answer, Line, Moment, Query, RowId

Uuid = Annotated[str, Field(pattern=r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$")]
Named = Annotated[Line, Field(min_length=1, max_length=80)]


class JournalQuery(Query):
    """Which scans: of whom, of what, where, with which verdict, received when (UTC ms, ``to`` is not included)."""

    model_config = ConfigDict(populate_by_name=True)

    person: RowId | None = None
    item: Named | None = Field(None, description="SKU or id")
    place: Named | None = Field(None, description="code or id")
    order: Named | None = Field(None, description="number or id")
    task: RowId | None = None
    device: Uuid | None = None
    stream: Uuid | None = None
    event: Uuid | None = None
    verdict: Literal["booked", "refused", "set_aside"] | None = None
    since: Moment | None = Field(None, alias="from")
    until: Moment | None = Field(None, alias="to")
    cursor: Uuid | None = None
    limit: int = Field(50, ge=1, le=LIMIT)
    format: Literal["json", "csv", "xlsx"] = "json"


class Who(Answer):
    """A person or a device by name."""

    id: int | str
    name: str | None


class What(Answer):
    """A task by kind."""

    id: int
    kind: str | None


class PhotoOut(Answer):
    """A photo by its hash; its file is ``coming`` (still on its device), ``here`` or ``gone``."""

    sha256: str
    shows: str
    state: Literal["coming", "here", "gone"]


class JournalRow(Answer):
    """One scan, as it was sent, and what became of it."""

    id: str
    received_at: int
    device_at: int
    person: Who | None
    device: Who | None
    task: What | None
    step: str
    kind: str
    code: str
    qty: int | None
    pack: str | None
    action: str | None
    outcome: dict[str, Any] | None
    verdict: str | None
    verdict_code: str | None
    params: dict[str, Any]
    source: str
    stream: str
    seq: int
    of: str | None = Field(description="The event that a photo is about")
    photo: PhotoOut | None


class JournalOut(Answer):
    """A page of the journal, newest first."""

    items: list[JournalRow]
    next: str | None


class BoardOut(Answer):
    """The board: counts per kind of work, and the rows of tasks, people and exceptions."""

    server_time: int
    counts: dict[str, dict[str, int]]
    tasks: list[dict[str, Any]]
    people: list[dict[str, Any]]
    exceptions: list[dict[str, Any]]
    orders: dict[str, int]


class LookupQuery(Query):
    """A code as it was scanned."""

    code: str = Field(min_length=1, max_length=512)


class DeadLetters(Answer):
    """A webhook that was not told some messages, and how many."""

    id: int
    name: str
    dead: int


class StuckPrinter(Answer):
    """A printer that does not print, why (``problem``, '' where a person has to decide), and how many papers wait."""

    id: int
    name: str
    problem: str
    stuck: int


class FailedJob(Answer):
    """Background work that failed ``attempts`` times in a row; it is tried again at ``run_at``."""

    id: int
    kind: str
    key: str
    attempts: int
    run_at: int


class LowStock(Answer):
    """A rule, and how many of its alerts nobody has seen or put off."""

    id: int
    name: str
    alerts: int


class TroublesOut(Answer):
    """What does not get through or fails again and again; ``count`` of all together."""

    count: int
    stock: list[LowStock]
    letters: list[DeadLetters]
    printers: list[StuckPrinter]
    jobs: list[FailedJob]
