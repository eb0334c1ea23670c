"""What is believed of what a decoder says, and what is told of it.

Some symbologies check themselves so well that one reading is proof. Others (interleaved 2 of 5, Code 39, the short
members of the EAN family, DataBar) turn stripes and halves of longer symbols into short codes; those need a second
reading made another way. Codabar and the like are not looked for at all.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import zxingcpp
from numpy.typing import NDArray
from PIL import Image
from zxingcpp import BarcodeFormat, BarcodeFormats, Binarizer

from pickface.scans.gs1 import has_check_digit

Corners = tuple[tuple[float, float], ...]
LINEAR = BarcodeFormats(
    [
        BarcodeFormat.EANUPC,
        BarcodeFormat.Code128,
        BarcodeFormat.Code39,
        BarcodeFormat.Code93,
        BarcodeFormat.ITF,
        BarcodeFormat.DataBar,
        BarcodeFormat.DataBarExp,
    ]
)
MATRIX = BarcodeFormats(
    [
        BarcodeFormat.QRCode,
        BarcodeFormat.DataMatrix,
        BarcodeFormat.Aztec,
        BarcodeFormat.PDF417,
    ]
)
EVERY = BarcodeFormats([*LINEAR, *MATRIX])
# Readings that must agree: at first sight, and once the picture was worked on until something read.
NEEDED = {
    "EAN-13": (1, 2),
    "Code 128": (1, 2),
    "Code 93": (1, 2),
    "DataBar Expanded": (1, 2),
    "EAN-8": (2, 3),
    "UPC-E": (2, 3),
    "Code 39": (2, 2),
    "ITF": (2, 2),
    "DataBar Omni": (2, 2),
}
WEAKEST = (2, 3)
CLEAR_MAJORITY = 3
SHORTEST = {"Code 39": 3, "Code 93": 3, "Code 128": 2}


@dataclass(frozen=True)
class Reading:
    """What a decoder said; ``corners`` begin upper left as the symbol stands, go clockwise, in pixels of the photo."""

    text: str
    format: str
    symbology: str
    aim: str
    corners: Corners

    @property
    def linear(self) -> bool:
        """Whether it is read along a line, so that half of it may be taken for a whole."""
        return self.symbology not in ("QR Code", "Data Matrix", "Aztec", "PDF417")

    def needed(self, *, at_first_sight: bool) -> int:
        """How many readings must agree before it is believed."""
        if not self.linear:
            return 1
        return NEEDED.get(self.format, WEAKEST)[0 if at_first_sight else 1]


def read(
    picture: Image.Image | NDArray[np.uint8],
    formats: BarcodeFormats,
    *,
    upright: bool = False,
    binarizer: Binarizer = Binarizer.LocalAverage,
) -> list[Reading]:
    """What zxing-cpp finds and is possible; ``upright`` if bars are known to stand so, and at the right size."""
    found = zxingcpp.read_barcodes(
        picture,
        formats,
        try_rotate=not upright,
        try_downscale=not upright,
        try_invert=not upright,
        binarizer=binarizer,
    )
    return [reading for reading in map(_reading, found) if _possible(reading)]


def agreed(
    votes: Sequence[Reading], *, at_first_sight: bool = False
) -> tuple[Reading | None, set[str]]:
    """What is believed of readings of one place, or the texts between which nobody can decide."""
    ranked = Counter(vote.text for vote in votes).most_common()
    if not ranked:
        return None, set()
    (first, most), *others = ranked
    best = next(vote for vote in votes if vote.text == first)
    if most < best.needed(at_first_sight=at_first_sight):
        return None, set()
    if others and most < CLEAR_MAJORITY * others[0][1]:
        return None, {text for text, _ in ranked}
    return best, set()


def same_place(one: Corners, other: Corners) -> bool:
    """Whether the middle of one lies within the box of the other."""
    return _within(_middle(one), other) or _within(_middle(other), one)


def _middle(corners: Corners) -> tuple[float, float]:
    return sum(x for x, _ in corners) / 4, sum(y for _, y in corners) / 4


def _within(point: tuple[float, float], corners: Corners) -> bool:
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    return min(xs) <= point[0] <= max(xs) and min(ys) <= point[1] <= max(ys)


def _reading(found: zxingcpp.Barcode) -> Reading:
    place = found.position
    corners = (place.top_left, place.top_right, place.bottom_right, place.bottom_left)
    return Reading(
        # The bytes, not the text: for GS1 symbols that is the human-readable form with brackets.
        text=found.bytes.decode("utf-8", errors="replace"),
        format=str(found.format),
        symbology=str(found.symbology),
        aim=found.symbology_identifier,
        corners=tuple((float(corner.x), float(corner.y)) for corner in corners),
    )


def _possible(reading: Reading) -> bool:
    """Interleaved 2 of 5 has no check of its own: only 14 digits with a right check digit are possible."""
    if reading.symbology == "ITF":
        return len(reading.text) == 14 and has_check_digit(reading.text)
    return len(reading.text) >= SHORTEST.get(reading.format, 1)
