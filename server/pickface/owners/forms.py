"""What the owners' endpoints take and answer."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from pickface.contract import Answer, Form, Line


class OwnerForm(Form):
    """A client whose goods are kept here; the code is what files name it by."""

    code: Annotated[Line, Field(min_length=1, max_length=20)]
    name: Annotated[Line, Field(min_length=1, max_length=80)]


class OwnerChange(Form):
    """What an owner is called."""

    name: Annotated[Line, Field(min_length=1, max_length=80)]


class OwnerOut(Answer):
    """An owner; ``house`` is the one whose warehouse it is."""

    id: int
    code: str
    name: str
    house: bool


class OwnersOut(Answer):
    """All owners, the house first."""

    items: list[OwnerOut]
