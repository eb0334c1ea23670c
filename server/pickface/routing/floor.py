"""What routing knows of a warehouse floor: ways to walk on, and stops to walk to."""

from dataclasses import dataclass
from typing import Final, Literal

from pickface.errors import PickfaceError

UNREACHABLE_MM: Final = 1 << 40
"""Stands for "no way" in a distance matrix: longer than any walk, and still safe to add up."""


@dataclass(frozen=True, slots=True)
class Segment:
    """A straight way on the floor; a one-way one is walked from (x1, y1) to (x2, y2)."""

    id: str
    x1_mm: int
    y1_mm: int
    x2_mm: int
    y2_mm: int
    one_way: bool = False
    kind: Literal["aisle", "cross"] = "aisle"

    def __post_init__(self) -> None:
        if (self.x1_mm, self.y1_mm) == (self.x2_mm, self.y2_mm):
            raise ValueError(f"segment {self.id} has no length")


@dataclass(frozen=True, slots=True)
class Stop:
    """A bin, dock or station to walk to, named by its code; `aisle` is the segment it stands along.

    Without an aisle, a stop belongs to the nearest segment of any kind.
    """

    id: str
    x_mm: int
    y_mm: int
    aisle: str | None = None


class StopUnreachable(PickfaceError):
    """No walk reaches these stops or leads on from them; `params["stops"]` are their codes."""

    code = "stop_unreachable"
    status = 422
