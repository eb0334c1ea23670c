"""The cartons of the demo site: the modular footprints, low and high."""

from __future__ import annotations

from typing import Final

from pickface.packing.goods import Carton

CARTONS: Final = (
    Carton("XS", 200, 150, 100, 60, 5_000, 18),
    Carton("S", 300, 200, 100, 110, 10_000, 26),
    Carton("S2", 300, 200, 200, 150, 10_000, 34),
    Carton("M", 400, 300, 150, 230, 20_000, 48),
    Carton("M2", 400, 300, 300, 310, 20_000, 63),
    Carton("L", 600, 400, 200, 480, 31_500, 92),
    Carton("L2", 600, 400, 400, 640, 31_500, 118),
    Carton("XL", 800, 600, 600, 1_400, 31_500, 260),
)
"""Inner sizes in mm, own weight and maximum in g, cost in cents."""
