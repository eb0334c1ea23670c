"""What a search is asked and answers."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from pickface.contract import Answer, Line, Query


class SearchQuery(Query):
    """What was typed or scanned."""

    q: Annotated[Line, Field(min_length=1, max_length=120)]
    limit: int = Field(10, ge=1, le=50)


class FoundRow(Answer):
    """A thing that fits: ``key`` is its id, or a container's plate."""

    kind: str = Field(
        description="item, lot, place, container, order, purchase_order, delivery, person"
    )
    key: str
    code: str
    title: str


class SearchOut(Answer):
    """What fits, best first."""

    items: list[FoundRow]
