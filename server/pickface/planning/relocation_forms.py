"""What the endpoints of better places answer. Walks are in whole millimetres a week."""

from __future__ import annotations

from typing import Literal

from pickface.contract import Answer


class RelocationRow(Answer):
    """One step: all of an item from one bin to another; ``task`` once it is work."""

    item: int
    sku: str
    name: str
    origin: str
    goal: str
    task: int | None


class WishRow(Answer):
    """What belongs together: one step, or a bin that is cleared first. What it saves a week and costs once."""

    id: int
    state: Literal["open", "asked"]
    saves_mm_week: int
    costs_mm: int
    orders: int
    steps: list[RelocationRow]


class RelocationsOut(Answer):
    """When places were reckoned (null: never), by how many orders of four weeks, and the walks of a week."""

    reckoned_at: int | None
    busy: bool
    orders: int
    now_mm_week: int
    then_mm_week: int
    items: list[WishRow]
