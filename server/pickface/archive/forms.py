"""What the archive's endpoints take and answer."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from pickface.contract import Answer, Form, Line

Login = Annotated[Line, Field(min_length=1, max_length=80)]
Hash = Annotated[Line, Field(pattern=r"^[0-9a-f]{64}$")]


class SavingOut(Answer):
    """What is better finished before the site is saved, and whether this installation could take an archive in."""

    tasks: int
    orders: int
    parcels: int
    exceptions: int
    empty: bool


class SeenOut(Answer):
    """An archive that holds together, of which nothing has come in yet: what it is of, and how much is in it."""

    hash: str
    site: str
    name: str
    company: str
    made_at: int
    secrets: bool
    managers: list[str]
    """Logins of the managers in it."""
    rows: dict[str, int]


class LoadForm(Form):
    """Bring in what was looked at."""

    hash: Hash


class FirstLoadForm(LoadForm):
    """The same for an installation that has nobody yet: with the code on the console, and who goes on as manager."""

    setup_code: Annotated[Line, Field(min_length=1, max_length=40)]
    login: Login
    password: Annotated[str, Field(min_length=1, max_length=200)]


class LoadOut(Answer):
    """How far an archive is: rows that came in, of all; where it stopped, if it did."""

    state: str
    site: str
    name: str
    done: int
    total: int
    stopped: bool
    part: str
    line: int
