"""What the endpoints of stock rules and alerts take and answer."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from pickface.contract import Amount, Answer, Form, Line, Listing, Name, Query, RowId

Covers = Literal["item", "class", "all"]
Measure = Literal["available", "on_hand", "promise", "cover"]
Level = Literal["number", "reorder_point"]
Who = Literal["buyer", "supervisor", "manager"]
Email = Annotated[
    Line,
    Field(
        max_length=120,
        pattern=r"^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+$",
    ),
]
Days = Annotated[int, Field(ge=0, le=365)]


class RuleForm(Form):
    """What is low, and who is told. ``covers`` an ``item``, a class by ``abc``, or all; ``measure`` as the alerts say.

    ``level``: ``number`` (``under`` so many units, or days of cover) or ``reorder_point`` (at the item's own, or under
    it). It is over ``recover_pct`` per cent above the level. ``roles`` see it in the bar; ``emails`` get one message.
    """

    name: Annotated[Line, Field(min_length=1, max_length=80)]
    covers: Covers = "all"
    item: Name | None = None
    abc: Literal["", "A", "B", "C"] = ""
    measure: Measure = "available"
    level: Level = "reorder_point"
    under: Amount = 0
    within_days: Days = 0
    recover_pct: Annotated[int, Field(ge=0, le=500)] = 10
    roles: Annotated[list[Who], Field(max_length=3)] = Field(
        default=["buyer", "supervisor", "manager"]
    )
    emails: Annotated[list[Email], Field(max_length=10)] = Field(default=[])
    active: bool = True

    @model_validator(mode="after")
    def _fits(self) -> RuleForm:
        if (self.covers == "item") != (self.item is not None):
            raise ValueError("item names what is covered, where an item is")
        if (self.covers == "class") != (self.abc != ""):
            raise ValueError("abc names the class that is covered, where a class is")
        if self.measure == "cover" and self.level != "number":
            raise ValueError("days of cover are held against a number of days")
        if self.level == "number" and self.under == 0:
            raise ValueError("nothing is under nought")
        return self


class RuleOut(Answer):
    """A rule, and how many alerts of it are open."""

    id: int
    name: str
    covers: str
    item_id: int | None
    sku: str | None
    item_name: str | None
    abc: str
    measure: str
    level: str
    under: int
    within_days: int
    recover_pct: int
    roles: list[str]
    emails: list[str]
    active: bool
    open: int


class RulesOut(Answer):
    """All rules of the site; ``mails`` says whether the installation has a mail server."""

    items: list[RuleOut]
    mails: bool


class RuleChange(Answer):
    """What somebody changed of a rule; ``old`` and ``new`` are JSON. ``made`` and ``ended`` are names too."""

    id: int
    at: int
    person: str
    rule: str
    name: str
    old: str
    new: str


class RuleChangesOut(Answer):
    """A page of changes, newest first."""

    items: list[RuleChange]
    next: str | None


class AlertsQuery(Query):
    """Which alerts: ``open`` (all that are not over), ``waiting`` (nobody has seen them, and they are not put off),
    ``over`` or all; of a rule; of items called so.
    """

    state: Literal["", "open", "waiting", "over"] = "open"
    rule: RowId | None = None
    q: Annotated[Line, Field(max_length=60)] = ""
    sort: Literal["opened", "item"] = "opened"
    descending: bool = True
    limit: int = Field(50, ge=1, le=200)
    cursor: str | None = Field(None, max_length=400)


class AlertOut(Answer):
    """An item that a rule found low: ``found`` so many when it was, ``value`` when it was last looked at.

    ``level`` is what it must not fall under. ``seen_by`` has said that they know; until ``snoozed_until`` it is not
    counted.
    """

    id: int
    state: str
    rule_id: int
    rule: str
    measure: str
    item: int
    sku: str
    name: str
    level: int
    found: int
    value: int
    opened_at: int
    closed_at: int | None
    seen_at: int | None
    seen_by: str | None
    snoozed_until: int
    mailed_at: int


class AlertsOut(Answer):
    """A page of alerts."""

    items: list[AlertOut]
    next: str | None


class SnoozeForm(Form):
    """For how many days it is not counted."""

    days: Annotated[int, Field(ge=1, le=90)] = 1


class HistoryQuery(Listing):
    """A page of what was changed."""
