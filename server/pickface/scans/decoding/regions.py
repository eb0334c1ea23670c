"""Where bars run, and which way: the picture in blocks, each with the strength and the common direction of its edges.

A block of bars has strong edges that all point one way; print and grain have edges of all ways. Neighbouring blocks
that point the same way are one region. Edges are taken between neighbours of the full picture, but only at some half a
million of them, so that fine bars count and a large picture costs no more than a small one.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
SAMPLED_SIDE = 800
BLOCK = 8
# Of a block's edges, the share that must point one way; of the strongest blocks' strength, the share it must have.
COHERENT = 0.45
STRONG = 0.05
FAINTEST = 3e-4
# Bars stand beside each other for at least so much of their height; what is narrower is the edge of something.
NARROWEST = 0.35
# Added to each brightness before its logarithm is taken, so that the noise of black counts little.
DARK = 24
# Differences of logarithms are the same in light and in shadow.
LOGARITHM: Floats = np.log(np.arange(256, dtype=np.float32) + DARK)
TURNED_AWAY = math.radians(16)
FEWEST_BLOCKS = 3
# So much stronger than the usual block is a patch that has been printed on grain.
STANDS_OUT = 2.5
HALF_TURN = math.pi / 2


@dataclass(frozen=True)
class Region:
    """A turned box in pixels; ``angle`` (radians) is the way across its bars, ``along`` its length that way.

    ``weight`` is how much there is of edges of one way, ``mixed`` of the others.
    """

    x: float
    y: float
    angle: float
    along: float
    across: float
    weight: float = 0.0
    mixed: float = 0.0


@dataclass(frozen=True)
class Blocks:
    """The picture's blocks: how strong, how much of one mind, which way; and how many pixels a block is wide."""

    strength: Floats
    coherence: Floats
    angle: Floats
    twice_cos: Floats
    twice_sin: Floats
    size: float


def blocks_of(pixels: NDArray[np.uint8]) -> Blocks:
    """Measure the edges of every block."""
    step = max(1, round(max(pixels.shape) / SAMPLED_SIDE))
    right = LOGARITHM[pixels[1:-1:step, 2::step]] - LOGARITHM[pixels[1:-1:step, :-2:step]]
    down = LOGARITHM[pixels[2::step, 1:-1:step]] - LOGARITHM[pixels[:-2:step, 1:-1:step]]
    xx, yy, xy = (_sums(one) for one in (right * right, down * down, right * down))
    strength = xx + yy
    cos, sin = xx - yy, 2 * xy
    coherence = np.hypot(cos, sin) / (strength + 1e-6)
    return Blocks(strength, coherence, np.arctan2(sin, cos) / 2, cos, sin, BLOCK * step)


def bars_of(blocks: Blocks, most: int) -> list[Region]:
    """The regions of bars, the weightiest first."""
    barred = (blocks.coherence > COHERENT) & (blocks.strength > _strong(blocks))
    found = [_region(blocks, part) for part in _parts(barred, blocks.angle, TURNED_AWAY)]
    found = [region for region in found if region.along > NARROWEST * region.across]
    return sorted(found, key=lambda region: -region.weight)[:most]


def patches_of(blocks: Blocks, most: int) -> list[Region]:
    """The regions that stand out with edges of any way, where symbols of squares or rows may be."""
    usual = float(np.median(blocks.strength))
    rough = blocks.strength > max(3 * _strong(blocks), STANDS_OUT * usual)
    parts = _parts(rough, blocks.angle, HALF_TURN)
    found = [_region(blocks, part) for part in parts]
    found = [region for region in found if 1 / 6 < region.along / region.across < 6]
    return sorted(found, key=lambda region: -region.mixed)[:most]


def all_of(size: tuple[int, int]) -> Region:
    """The whole picture."""
    wide, tall = size
    return Region(x=wide / 2, y=tall / 2, angle=0.0, along=wide, across=tall)


def _strong(blocks: Blocks) -> float:
    return max(FAINTEST, STRONG * float(np.percentile(blocks.strength, 99)))


def _sums(values: Floats) -> Floats:
    """The mean of every block and its neighbours, so that a gap between bars does not part them."""
    tall, wide = (side // BLOCK * BLOCK for side in values.shape)
    cells = values[:tall, :wide].reshape(tall // BLOCK, BLOCK, wide // BLOCK, BLOCK).mean((1, 3))
    edged = np.pad(cells, 1, mode="edge")
    rows = edged[:-2] + edged[1:-1] * 2 + edged[2:]
    smooth: Floats = (rows[:, :-2] + rows[:, 1:-1] * 2 + rows[:, 2:]) / 16
    return smooth


def _parts(barred: NDArray[np.bool_], angle: Floats, turned_away: float) -> list[NDArray[np.int_]]:
    """Neighbouring blocks that point nearly the same way, as their places in the flat array."""
    # With a rim of blocks that are not barred, neighbours need no check for the picture's edge.
    rimmed = np.pad(barred, 1)
    left, ways, wide = (
        bytearray(rimmed.tobytes()),
        np.pad(angle, 1).ravel().tolist(),
        rimmed.shape[1],
    )
    parts = []
    for first in np.flatnonzero(rimmed).tolist():
        if not left[first]:
            continue
        left[first] = 0
        part = [first]
        for place in part:
            way = ways[place]
            for near in (place + 1, place - 1, place + wide, place - wide):
                if left[near] and _apart(way, ways[near]) <= turned_away:
                    left[near] = 0
                    part.append(near)
        if len(part) >= FEWEST_BLOCKS:
            parts.append(np.array(part))
    return parts


def _apart(one: float, other: float) -> float:
    """How far two ways differ; a way and its opposite are one."""
    turn = abs(one - other)
    return turn if turn < HALF_TURN else math.pi - turn


def _region(blocks: Blocks, part: NDArray[np.int_]) -> Region:
    y, x = (side - 1 for side in np.divmod(part, blocks.angle.shape[1] + 2))
    angle = math.atan2(float(blocks.twice_sin[y, x].sum()), float(blocks.twice_cos[y, x].sum())) / 2
    middle_x, middle_y = (x + 0.5) * blocks.size, (y + 0.5) * blocks.size
    along = middle_x * math.cos(angle) + middle_y * math.sin(angle)
    across = middle_y * math.cos(angle) - middle_x * math.sin(angle)
    low_along, high_along = along.min(), along.max()
    low_across, high_across = across.min(), across.max()
    mid_along, mid_across = (low_along + high_along) / 2, (low_across + high_across) / 2
    strength, coherence = np.sqrt(blocks.strength[y, x]), blocks.coherence[y, x]
    weight, mixed = float((strength * coherence).sum()), float((strength * (1 - coherence)).sum())
    return Region(
        x=float(mid_along * math.cos(angle) - mid_across * math.sin(angle)),
        y=float(mid_along * math.sin(angle) + mid_across * math.cos(angle)),
        angle=angle,
        along=float(high_along - low_along) + blocks.size,
        across=float(high_across - low_across) + blocks.size,
        weight=weight,
        mixed=mixed,
    )
