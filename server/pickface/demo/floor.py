"""The floor of the demo site: two blocks of shelves between a front, a middle and a back cross aisle.

y
|   ═══════ X3 back ══════════
|   A B C … back block … Q
|   ═══════ X2 middle ════════
|   A B C … front block … Q
|   ═══════ X1 front ═════════
|     Y1        Y2        Y3
|   ═══════ X0 docks and packing
+-------------------------------- x
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from pickface.demo.nouns import DemoPlace, DemoZone
from pickface.routing.floor import Segment

ZONES: Final = (
    DemoZone("A", "Fast movers, one item a bin", "bin"),
    DemoZone("B", "Shelves, dated and serial goods", "bin_item"),
    DemoZone("C", "Bulky and slow goods", "item"),
    DemoZone("DOCK", "Receiving docks", "bin_item"),
    DemoZone("QUAR", "Quarantine", "bin_item"),
    DemoZone("PACK", "Staging and packing", "bin_item"),
    DemoZone("SHIP", "Shipping dock", "bin_item"),
)

BLOCK_MM: Final = 10_800
CROSS_MM: Final = 2_400
FRONT_Y, MIDDLE_Y, BACK_Y = 0, BLOCK_MM + CROSS_MM, 2 * (BLOCK_MM + CROSS_MM)
SERVICE_Y: Final = -6_000


@dataclass(frozen=True, slots=True)
class _Shelving:
    """How the shelves of a storage zone are built."""

    zone: str
    aisles: str
    pitch_mm: int
    face_mm: int
    bays: int
    levels: int
    depth_mm: int
    height_mm: int
    max_weight_g: int


_SHELVES: Final = (
    _Shelving("A", "ABCDE", 3_000, 900, 6, 5, 600, 400, 150_000),
    _Shelving("B", "FGHJK", 3_000, 900, 5, 5, 600, 400, 200_000),
    _Shelving("C", "LMNPQ", 4_800, 1_400, 5, 4, 1_000, 700, 500_000),
)


def lay_out() -> tuple[tuple[Segment, ...], tuple[DemoPlace, ...]]:
    """The ways and the 1,500 bins and stations along them."""
    aisles: list[Segment] = []
    bins: list[DemoPlace] = []
    x_mm = 0
    for shelving in _SHELVES:
        for aisle in shelving.aisles:
            x_mm += shelving.pitch_mm
            aisles.append(Segment(aisle, x_mm, FRONT_Y, x_mm, BACK_Y))
            bins += _bins_of(
                aisle, x_mm, shelving, snake_back=len(aisles) % 2 == 0, before=len(bins)
            )
    right = x_mm + _SHELVES[-1].pitch_mm // 2
    return (*aisles, *_cross_aisles(right)), (*bins, *_stations(right))


def _bins_of(
    aisle: str, x_mm: int, shelving: _Shelving, *, snake_back: bool, before: int
) -> list[DemoPlace]:
    """The bins of an aisle: bays count from the front, odd ones left; levels count from the floor."""
    width_mm = BLOCK_MM // shelving.bays
    spots: list[tuple[int, int, int]] = []
    for bay in range(1, 4 * shelving.bays + 1):
        row = (bay - 1) // 2
        past_middle = CROSS_MM if row >= shelving.bays else 0
        y_mm = FRONT_Y + CROSS_MM // 2 + row * width_mm + width_mm // 2 + past_middle
        spots += [(y_mm, bay, level) for level in range(1, shelving.levels + 1)]
    walk = sorted(spots, key=lambda spot: (-spot[0] if snake_back else spot[0], spot[1], spot[2]))
    ranks = {spot: before + place for place, spot in enumerate(walk, start=1)}
    return [
        DemoPlace(
            code=f"{aisle}-{bay:02}-{level:02}",
            kind="bin",
            zone=shelving.zone,
            x_mm=x_mm + (-shelving.face_mm if bay % 2 else shelving.face_mm),
            y_mm=y_mm,
            aisle=aisle,
            bay=f"{bay:02}",
            level=f"{level:02}",
            walk_rank=ranks[y_mm, bay, level],
            max_weight_g=shelving.max_weight_g,
            volume_mm3=width_mm * shelving.depth_mm * shelving.height_mm,
        )
        for y_mm, bay, level in spots
    ]


def _cross_aisles(right: int) -> list[Segment]:
    """The ways across, the service way along the docks, and three short ways that lead to it."""
    across = (("X0", SERVICE_Y), ("X1", FRONT_Y), ("X2", MIDDLE_Y), ("X3", BACK_Y))
    links = (("Y1", 3_000), ("Y2", right // 2), ("Y3", right))
    return [
        *(Segment(code, 0, y_mm, right, y_mm, kind="cross") for code, y_mm in across),
        *(Segment(code, x_mm, SERVICE_Y, x_mm, FRONT_Y, kind="cross") for code, x_mm in links),
    ]


def _stations(right: int) -> list[DemoPlace]:
    """Docks on the left, packing in the middle, the shipping dock on the right."""
    spots = (
        ("DOCK-1", "dock", "DOCK", 3_000),
        ("DOCK-2", "dock", "DOCK", 8_000),
        ("QUAR-1", "quarantine", "QUAR", 13_000),
        ("R-01", "quarantine", "QUAR", 16_000),
        ("STAGE-1", "station", "PACK", 20_000),
        ("PACK-1", "station", "PACK", 26_000),
        ("PACK-2", "station", "PACK", 29_000),
        ("PACK-3", "station", "PACK", 32_000),
        ("SHIP-1", "dock", "SHIP", right - 6_000),
    )
    y_mm = SERVICE_Y - 1_500
    return [DemoPlace(code, kind, zone, x_mm, y_mm) for code, kind, zone, x_mm in spots]
