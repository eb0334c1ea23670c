"""Is it one worn label read twice, or two equal labels? The value cannot tell; the picture between them can.

A linear symbol that is blurred or scratched in the middle is found at its upper and at its lower edge. Two cartons with
the same label are two, so findings are only joined where the same bars run on from one to the other. (zxing-cpp itself
joins equal labels that are less than a label's height apart; nobody can tell those by the picture.)
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from pickface.scans.decoding.readings import Corners

SAMPLES = 240
LEVELS = (0.25, 0.5, 0.75)
ALIKE = 0.6


def same_bars(picture: Image.Image, one: Corners, other: Corners) -> bool:
    """Whether bars run unbroken from one finding to the other; corners begin upper left and go clockwise."""
    first, last = _middle_line(one), _middle_line(other)
    pixels = np.asarray(picture)
    pattern = _along(pixels, first)
    return all(_alike(pattern, _along(pixels, first + (last - first) * level)) for level in LEVELS)


def _middle_line(corners: Corners) -> NDArray[np.float64]:
    """The line through the bars, from the middle of the left edge to the middle of the right one."""
    upper_left, upper_right, lower_right, lower_left = np.array(corners, dtype=float)
    return np.array([(upper_left + lower_left) / 2, (upper_right + lower_right) / 2])


def _along(pixels: NDArray[np.uint8], line: NDArray[np.float64]) -> NDArray[np.float64]:
    """The grey values along a line, as far as it lies in the picture."""
    points = np.linspace(line[0], line[1], SAMPLES).round().astype(int)
    x = points[:, 0].clip(0, pixels.shape[1] - 1)
    y = points[:, 1].clip(0, pixels.shape[0] - 1)
    grey: NDArray[np.float64] = pixels[y, x].astype(float)
    return grey


def _alike(one: NDArray[np.float64], other: NDArray[np.float64]) -> bool:
    """Whether light and dark come in the same order; an even grey is like nothing."""
    if one.std() < 1 or other.std() < 1:
        return False
    return float(np.corrcoef(one, other)[0, 1]) > ALIKE
