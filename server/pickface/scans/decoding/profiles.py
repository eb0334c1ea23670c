"""Bars read as one line: what stands upright is the same in every row, so rows are averaged and noise goes, bars stay.

A strip is cut into bands. Each band's rows are laid over each other at the slant that keeps its bars sharpest, since
seen from the side bars are not parallel. The line that results is sharpened by several strengths and parted into black
and white at the middle between its bright and dark neighbourhood, finer than pixels. One way may misread, so every way
has a vote.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray
from PIL import Image

Floats = NDArray[np.float32]
BANDS = 5
SLANTS = tuple(x / 100 for x in range(-32, 33, 8))
FINER = 4
FEWEST_MODULES = 45
# How wide the blur that is taken away, how much of it, and how far brightness is compared; widths are in modules.
WAYS = ((0.5, 4, 14), (1.0, 2, 14), (0.7, 5, 8), (0, 0, 20), (0.5, 8, 14))


def band_lines(pixels: NDArray[np.uint8]) -> Floats:
    """The averaged line of every band, upper to lower, each at the slant that leaves most contrast."""
    strip = Image.fromarray(pixels)
    bands = max(1, min(BANDS, strip.height // 3))
    slanted = [
        _slanted(strip, slant).resize((strip.width, bands), Image.Resampling.BOX)
        for slant in SLANTS
    ]
    lines = np.array([np.asarray(one) for one in slanted], dtype=np.float32)
    contrast = np.square(np.diff(lines, axis=2)).sum(2)
    sharpest: Floats = lines[contrast.argmax(0), np.arange(bands)]
    return sharpest


def _slanted(strip: Image.Image, slant: float) -> Image.Image:
    shear = (1, slant, -slant * strip.height / 2, 0, 1, 0)
    return strip.transform(strip.size, Image.Transform.AFFINE, shear, Image.Resampling.NEAREST)


def module_px(lines: Floats) -> float:
    """About how wide a module is: symbols have a bar or space for every 1.7 modules."""
    middle = lines[:, lines.shape[1] // 6 : -lines.shape[1] // 6]
    smooth = _blurred(middle, 1.0)
    slope = np.sign(np.diff(smooth, axis=1))
    turns = (slope[:, 1:] != slope[:, :-1]).sum(1)
    return float(middle.shape[1] / max(1.0, float(np.median(turns))) / 1.7)


def black_and_white(lines: Floats, module: float) -> Iterator[NDArray[np.uint8]]:
    """The lines as pictures of bars, one picture for each way of sharpening."""
    for width, strength, window in WAYS:
        sharp = lines
        if strength:
            sharp = lines + strength * (lines - _blurred(lines, max(0.6, module * width)))
            sharp = _blurred(sharp, max(0.4, module * 0.15))
        fine = _finer(sharp)
        reach = max(3, round(module * window * FINER))
        threshold = (_extreme(fine, reach, np.maximum) + _extreme(fine, reach, np.minimum)) / 2
        bars = np.where(fine > _box(threshold, reach), 255, 0).astype(np.uint8)
        # Twice, since zxing-cpp believes no line that stands alone.
        yield np.repeat(bars, 2, axis=0)


def barred(lines: Floats) -> bool:
    """Whether there are enough bars for the shortest symbol; the edge of a box has two."""
    return bool(lines.shape[1] / module_px(lines) > FEWEST_MODULES)


def _finer(lines: Floats) -> Floats:
    wide = lines.shape[1]
    at = np.arange(wide * FINER) / FINER
    return np.array([np.interp(at, np.arange(wide), line) for line in lines], dtype=np.float32)


def _blurred(lines: Floats, deviation: float) -> Floats:
    reach = max(1, round(deviation * 3))
    kernel = np.exp(-0.5 * np.square(np.arange(-reach, reach + 1) / deviation))
    kernel /= kernel.sum()
    edged = np.pad(lines, ((0, 0), (reach, reach)), mode="edge")
    out = np.zeros_like(lines)
    for place, share in enumerate(kernel):
        out += np.float32(share) * edged[:, place : place + lines.shape[1]]
    return out


def _extreme(lines: Floats, reach: int, of: np.ufunc) -> Floats:
    """The largest or smallest value within reach to either side, by doubling."""
    width = 2 * reach + 1
    edged = np.pad(lines, ((0, 0), (reach, reach)), mode="edge")
    have = 1
    while have * 2 <= width:
        edged = of(edged[:, :-have], edged[:, have:])
        have *= 2
    rest = width - have
    if rest:
        edged = of(edged[:, :-rest], edged[:, rest:])
    return edged


def _box(lines: NDArray[np.floating], reach: int) -> Floats:
    """The mean within reach to either side."""
    edged = np.pad(lines, ((0, 0), (reach + 1, reach)), mode="edge").cumsum(1, dtype=np.float64)
    sums = edged[:, 2 * reach + 1 :] - edged[:, : -2 * reach - 1]
    means: Floats = (sums / (2 * reach + 1)).astype(np.float32)
    return means
