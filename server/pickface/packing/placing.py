"""One carton: units are put in one after the other, each from above, at an extreme point.

Extreme points (Crainic, Perboli, Tadei 2008) are the corners that what stands already makes with walls and neighbours.
Since goods come in from above, a point is a pair (along, across); how deep a unit sinks there is the highest top under
its base. So nothing ever has to be pushed under something else, and the order of placing is the order of packing.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from pickface.packing.goods import Carton, Placed, Rules, Unit

Ints = NDArray[np.int64]
RATINGS: Final = ("low", "corner", "tiled")
"""What is best of the places where a unit may stand: a low top, nearness to the inner corner, or the stance of which
the carton takes most."""
_LOST: Final = np.iinfo(np.int64).max


class Spot(NamedTuple):
    """Where a unit may stand, and how."""

    x: int
    y: int
    z: int
    stance: tuple[int, int, int]


class Standing:
    """What stands in a carton, and the corners where more may."""

    def __init__(self, carton: Carton, rules: Rules, most: int) -> None:
        self.carton, self.rules = carton, rules
        self.boxes: Ints = np.zeros((6, most), dtype=np.int64)
        """Rows: x, y, x end, y end, bottom, top."""
        self.fragile: NDArray[np.bool_] = np.zeros(most, dtype=np.bool_)
        self.has_fragile = False
        self.points: dict[tuple[int, int], None] = {(0, 0): None}
        self.placed: list[Placed] = []
        self.weight_g = self.volume_mm3 = 0

    def put(self, unit: Unit, rating: str) -> bool:
        """Put a unit where it stands best; False if it stands nowhere."""
        if self.weight_g + unit.weight_g > self.carton.room_g:
            return False
        spot = self._best(unit, rating)
        if spot is None:
            return False
        self._stand(unit, spot)
        return True

    def _best(self, unit: Unit, rating: str) -> Spot | None:
        carton, n = self.carton, len(self.placed)
        along, across, upright = _sides(unit)
        points = np.array(list(self.points), dtype=np.int64)
        x1, y1 = points[:, :1], points[:, 1:]
        x2, y2 = x1 + along, y1 + across
        at, way = np.nonzero((x2 <= carton.length_mm) & (y2 <= carton.width_mm))
        if not at.size:
            return None
        x1, y1, x2, y2 = x1[at, 0], y1[at, 0], x2[at, way], y2[at, way]
        along, across, upright = along[way], across[way], upright[way]
        left, near, right, far, _, top = self.boxes[:, :n]
        wide = np.minimum(x2[:, None], right) - np.maximum(x1[:, None], left)
        deep = np.minimum(y2[:, None], far) - np.maximum(y1[:, None], near)
        over = (wide > 0) & (deep > 0)
        tops = over * top
        z = tops.max(axis=1, initial=0)
        end = z + upright
        held = (wide * deep * (over & (tops == z[:, None]))).sum(axis=1)
        stands = (z == 0) | (held * 100 >= along * across * self.rules.support_pct)
        stands &= end <= carton.height_mm
        if self.has_fragile:
            stands &= ~(over & self.fragile[:n]).any(axis=1)
        if not stands.any():
            return None
        worth = end * 1_000_000 + x2 + y2
        if rating == "corner":
            worth = x2 * x2 + y2 * y2 + end * end
        elif rating == "tiled":
            worth -= _tiles(carton, along, across, upright) * 10**10
        best = int(np.where(stands, worth, _LOST).argmin())
        stance = int(along[best]), int(across[best]), int(upright[best])
        return Spot(int(x1[best]), int(y1[best]), int(z[best]), stance)

    def _stand(self, unit: Unit, spot: Spot) -> None:
        x, y, z, (along, across, upright) = spot
        n = len(self.placed)
        self.boxes[:, n] = x, y, x + along, y + across, z, z + upright
        self.fragile[n] = unit.fragile
        self.has_fragile |= unit.fragile
        self.placed.append(Placed(unit, x, y, z, along, across, upright))
        self.weight_g += unit.weight_g
        self.volume_mm3 += unit.volume_mm3
        self._open(x, y, x + along, y + across, z)

    def _open(self, x: int, y: int, x2: int, y2: int, z: int) -> None:
        """The corners that a new box makes: beside it, behind it, on it, and those slid back to what stands before."""
        back_y = back_x = 0
        for box in self.placed[:-1]:
            if box.z_mm + box.upright_mm <= z:
                continue
            box_x2, box_y2 = box.x_mm + box.along_mm, box.y_mm + box.across_mm
            if box.x_mm <= x2 < box_x2 and box_y2 <= y:
                back_y = max(back_y, box_y2)
            if box.y_mm <= y2 < box_y2 and box_x2 <= x:
                back_x = max(back_x, box_x2)
        points = [(x2, y), (x, y2), (x, y), (x2, back_y), (back_x, y2)]
        for point in points:
            if point[0] < self.carton.length_mm and point[1] < self.carton.width_mm:
                self.points[point] = None


@lru_cache(maxsize=512)
def _sides(unit: Unit) -> Ints:
    """Along, across and upright of each stance, a row each."""
    return np.array(unit.stances(), dtype=np.int64).T.copy()


def _tiles(carton: Carton, along: Ints, across: Ints, upright: Ints) -> Ints:
    """How many boxes that stand so the empty carton takes."""
    tiles: Ints = (
        (carton.length_mm // along) * (carton.width_mm // across) * (carton.height_mm // upright)
    )
    return tiles.clip(max=9_999)


def fill(
    carton: Carton, units: Sequence[Unit], rules: Rules, rating: str, *, whole: bool
) -> tuple[Standing, list[int]]:
    """Put units in, in their order; answers what stands and the positions of those that found no place.

    ``whole``: give up at the first that finds none, since all are wanted in this carton.
    """
    standing = Standing(carton, rules, len(units))
    left: list[int] = []
    for n, unit in enumerate(units):
        if not standing.put(unit, rating):
            left.append(n)
            if whole:
                break
    return standing, left
