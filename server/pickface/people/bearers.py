"""Which software a request is of: ``Authorization: Bearer``, looked up at most every ten seconds, and not too often."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Final

import sqlalchemy as sa
from apiflask import APIFlask
from flask import Request, Response, current_app, g, request

from pickface.db import clock, command, db
from pickface.errors import NotSignedIn, PickfaceError
from pickface.people import tokens
from pickface.people.memory import ShortMemory
from pickface.people.pace import Left, Pace, SharedPace
from pickface.people.secrets import token_hash

LOOKED_UP_EVERY_S: Final = 10.0
_SCHEME: Final = "Bearer "


class TooManyRequests(PickfaceError):
    """The software asks more often than it may; ``retry_s`` says how long to wait."""

    code = "too_many_requests"
    status = 429


@dataclass
class Bearer:
    """A token that may be used: whom it stands for, and what it may do."""

    id: int
    person_id: int
    site_id: int
    name: str
    role: str
    owner_id: int | None
    scopes: frozenset[str]
    expires_at: int
    last_used_at: int


def init(app: APIFlask) -> None:
    """Remember tokens, and count their requests: in Redis where there is one, else in this process."""
    url = app.extensions["pickface"].config.redis_url
    known: ShortMemory[str, Bearer] = ShortMemory(LOOKED_UP_EVERY_S)
    app.extensions["pickface_bearers"] = known
    app.extensions["pickface_pace"] = SharedPace(url) if url else Pace()


def comes_with_one(asked: Request) -> bool:
    """Whether a request brings a token, right or wrong. No page of another origin can make a browser send one."""
    return asked.headers.get("Authorization", "").startswith(_SCHEME)


def authenticate() -> Bearer:
    """The software of this request; NotSignedIn for a token that is unknown, over or revoked; TooManyRequests."""
    said = request.headers["Authorization"].removeprefix(_SCHEME).strip()
    known: ShortMemory[str, Bearer] = current_app.extensions["pickface_bearers"]
    found = known.get(token_hash(said), _find)
    if found is None or found.expires_at <= clock():
        raise NotSignedIn("this token is not known, over, or revoked")
    pace: Pace = current_app.extensions["pickface_pace"]
    g.left = left = pace.count(str(found.id))
    if left.requests < 0:
        raise TooManyRequests(f"ask again in {left.reset_s} s", retry_s=left.reset_s)
    if found.last_used_at + tokens.SEEN_EVERY_MS <= clock():
        found.last_used_at = clock()
        command(lambda tx: tokens.seen(tx, found.id))
    return found


def _find(hashed: str) -> Bearer | None:
    with db.engine.connect() as connection:
        row = connection.execute(
            sa.text(
                "SELECT t.id, t.person_id, t.site_id, t.name, s.role, s.owner_id, t.scopes, t.expires_at, "
                "t.last_used_at FROM api_token t JOIN person s ON s.id = t.person_id "
                "WHERE t.token_hash = :hash AND t.revoked_at IS NULL"
            ),
            {"hash": hashed},
        ).first()
    if row is None:
        return None
    scopes = frozenset(json.loads(row.scopes))
    return Bearer(
        row.id, row.person_id, row.site_id, row.name, row.role, row.owner_id, scopes,
        row.expires_at, row.last_used_at,
    )  # fmt: skip


def forget() -> None:
    """Look tokens up again: one of them was revoked."""
    current_app.extensions["pickface_bearers"].forget()


def tell_pace(answer: Response) -> Response:
    """How many requests the software has left, on each answer to it."""
    left: Left | None = g.get("left")
    if left is not None:
        answer.headers["RateLimit-Limit"] = str(left.limit)
        answer.headers["RateLimit-Remaining"] = str(max(0, left.requests))
        answer.headers["RateLimit-Reset"] = str(left.reset_s)
    return answer
