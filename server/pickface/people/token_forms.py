"""What the endpoints of API tokens take and answer."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from pickface.contract import Answer, Form, Line, Listing, Name

Endpoint = Annotated[str, Field(pattern=r"^[a-z_]{1,30}\.[a-z_]{1,60}$")]


class TokensQuery(Listing):
    """A page of tokens, newest first."""


class TokenForm(Form):
    """Software to let in: what it is called, whose role it has at most, which endpoints of that, for how many days.

    A client's software sees only what is the ``owner``'s.
    """

    name: Annotated[Line, Field(min_length=1, max_length=80)]
    role: Literal["buyer", "supervisor", "manager", "client"]
    scopes: Annotated[list[Endpoint], Field(min_length=1, max_length=400)]
    days: Annotated[int, Field(ge=1, le=730)] = 365
    owner: Name | None = None


class TokenRow(Answer):
    """A token without its secret; ``beginning`` is what to know it by."""

    id: int
    name: str
    role: str
    owner: str
    scopes: list[str]
    beginning: str
    made_at: int
    made_by: str
    expires_at: int
    last_used_at: int
    revoked_at: int | None


class TokensOut(Answer):
    """A page of tokens."""

    items: list[TokenRow]
    next: str | None


class TokenMade(TokenRow):
    """The same with the secret, which is told this once."""

    token: str


class ScopeOut(Answer):
    """An endpoint of the permission table, the roles that may use it, and what it does."""

    name: str
    roles: list[str]
    reads: bool
    says: str


class ScopesOut(Answer):
    """All endpoints that a token may have."""

    items: list[ScopeOut]
