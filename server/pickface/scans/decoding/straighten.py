"""A region of bars cut out of the picture and turned upright, at a size that suits reading."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from pickface.scans.decoding.regions import Region

# A strip is this many pixels wide: three for a module of most symbols, and no more than three for one of the photo.
WIDEST = 1_500
NARROWEST = 700
MOST_ENLARGED = 3.0
MOST_ROWS = 96


@dataclass(frozen=True)
class Strip:
    """Bars standing upright; ``back`` tells where a point of it lies in the photo."""

    pixels: NDArray[np.uint8]
    across: tuple[float, float, float]
    down: tuple[float, float, float]

    def back(self, x: float, y: float) -> tuple[float, float]:
        """A point of the strip as a point of the photo."""
        return (
            self.across[0] * x + self.across[1] * y + self.across[2],
            self.down[0] * x + self.down[1] * y + self.down[2],
        )


def strip_of(photo: Image.Image, region: Region, quiet: float = 0.12) -> Strip:
    """The bars of a region as a low strip, quiet zones included."""
    long = region.along * (1 + 2 * quiet) + 16
    # Its first and last rows are mostly what lies above and below the bars.
    high = max(6.0, region.across * 0.9)
    factor = _factor(long)
    return _cut(photo, region, (round(long * factor), round(min(high, MOST_ROWS))), (long, high))


def upright(photo: Image.Image, region: Region, factor: float, margin: float) -> Strip:
    """A region with its surroundings, as large in both directions, for symbols with rows."""
    long, high = region.along + 2 * margin, region.across + 2 * margin
    return _cut(photo, region, (round(long * factor), round(high * factor)), (long, high))


def _factor(long: float) -> float:
    """How much to enlarge or reduce a width."""
    if long > WIDEST:
        return WIDEST / long
    return min(MOST_ENLARGED, max(1.0, NARROWEST / long))


def _cut(
    photo: Image.Image, region: Region, size: tuple[int, int], extent: tuple[float, float]
) -> Strip:
    wide, tall = max(8, size[0]), max(4, size[1])
    step_x, step_y = extent[0] / wide, extent[1] / tall
    cos, sin = math.cos(region.angle), math.sin(region.angle)
    # From the middle of the region half of it back both ways; Pillow adds the half pixel itself.
    left = region.x - cos * extent[0] / 2 + sin * extent[1] / 2
    top = region.y - sin * extent[0] / 2 - cos * extent[1] / 2
    across = (cos * step_x, -sin * step_y, left)
    down = (sin * step_x, cos * step_y, top)
    cut = photo.transform(
        (wide, tall),
        Image.Transform.AFFINE,
        (*across, *down),
        Image.Resampling.BICUBIC,
        fillcolor=255,
    )
    return Strip(np.asarray(cut), across, down)


def around(corners: tuple[tuple[float, float], ...]) -> Region:
    """The region of a symbol that was found already, from its corners."""
    upper_left, upper_right, _, lower_left = corners
    wide = (upper_right[0] - upper_left[0], upper_right[1] - upper_left[1])
    tall = (lower_left[0] - upper_left[0], lower_left[1] - upper_left[1])
    return Region(
        x=sum(x for x, _ in corners) / 4,
        y=sum(y for _, y in corners) / 4,
        angle=math.atan2(wide[1], wide[0]),
        along=max(8.0, math.hypot(*wide)),
        across=max(8.0, math.hypot(*tall)),
    )
