"""The ways to look at a photo, best for their time first; each only if the one before found nothing.

Times are of the thread's own processor: a busy server reads no worse, it only answers later.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageChops, ImageFilter, ImageOps
from zxingcpp import Binarizer

from pickface.scans.decoding import profiles, regions, straighten
from pickface.scans.decoding.readings import (
    EVERY,
    LINEAR,
    MATRIX,
    Reading,
    agreed,
    read,
    same_place,
)
from pickface.scans.decoding.regions import Region
from pickface.scans.decoding.straighten import Strip

# One label is sharp enough in a picture of this size; a pallet's face is not.
SHRUNK_SIDE = 1_280
# So many labels in one photo are a pallet's face, which may have more of them than the shrunk photo shows.
FACE_LABELS = 3
BARS = 4
PATCHES = 4
PATCH_SIDE = 320
LARGEST_PATCH = 640
ENOUGH_VOTES = 3
# What reading takes for each pixel, as measured on photos without a barcode.
PIXEL_S = 25e-9
MOST_ENLARGED = 3.0


@dataclass
class Search:
    """One photo that is searched until something is believed or its time is up."""

    photo: Image.Image
    until_s: float
    conflicts: list[set[str]] = field(default_factory=list)

    @property
    def in_time(self) -> bool:
        """Whether another look may begin."""
        return time.thread_time() < self.until_s

    @cached_property
    def blocks(self) -> regions.Blocks:
        """The photo's edges, measured once."""
        return regions.blocks_of(np.asarray(self.photo))

    @cached_property
    def patches(self) -> list[Region]:
        """Where symbols of squares or rows may be."""
        if not self.has_blocks:
            return []
        return [*regions.patches_of(self.blocks, PATCHES), regions.all_of(self.photo.size)]

    @property
    def has_blocks(self) -> bool:
        """Whether the photo is large enough to be told in blocks."""
        return min(self.photo.size) > 4 * regions.BLOCK

    @cached_property
    def bars(self) -> list[Region]:
        """Where linear symbols may be."""
        return regions.bars_of(self.blocks, BARS) if self.has_blocks else []


def shrunk(search: Search) -> list[Reading]:
    """The photo as it is, or as large as one label needs; a face of many labels in full, however long that takes."""
    found = _whole(search, SHRUNK_SIDE)
    if len(found) < FACE_LABELS or max(search.photo.size) <= SHRUNK_SIDE:
        return found
    fuller = _whole(search, max(search.photo.size))
    kept = [one for one in found if not any(_same(one, other) for other in fuller)]
    return sorted([*fuller, *kept], key=lambda one: (one.corners[0][1], one.corners[0][0]))


def straightened(search: Search) -> list[Reading]:
    """Bars that run at a slant, turned upright and read as lines; tilt defeats linear symbols most."""
    found: list[Reading] = []
    for region in search.bars:
        if not search.in_time:
            break
        strip = straighten.strip_of(search.photo, region)
        best, conflict = agreed(_votes(strip))
        if best:
            found.append(best)
        if conflict:
            search.conflicts.append(conflict)
    return found


def enlarged(search: Search) -> list[Reading]:
    """What has edges of all ways, cut out, enlarged, sharpened and evenly lit: symbols of squares and rows."""
    for region in search.patches:
        patch = _patch(search.photo, region)
        for picture in _clearer(patch.pixels):
            if not search.in_time:
                return []
            found = read(picture, MATRIX)
            if found:
                return [_back(reading, patch) for reading in found]
    return []


def full_size(search: Search) -> list[Reading]:
    """All pixels there are, for small labels far apart, where that can be done in time."""
    photo = search.photo
    if max(photo.size) <= SHRUNK_SIDE:
        return []
    if time.thread_time() + photo.width * photo.height * PIXEL_S > search.until_s:
        return []
    return _whole(search, max(photo.size))


Look = Callable[[Search], list[Reading]]
PASSES: tuple[Look, ...] = (shrunk, straightened, enlarged, full_size)


def _whole(search: Search, side: int) -> list[Reading]:
    photo, factor = search.photo, max(1.0, max(search.photo.size) / side)
    if factor > 1:
        size = (round(photo.width / factor), round(photo.height / factor))
        photo = photo.resize(size, Image.Resampling.BOX, reducing_gap=1.0)
    found = [_scaled(reading, factor) for reading in read(photo, EVERY)]
    return [reading for reading in found if _confirmed(search, reading, found)]


def _same(one: Reading, other: Reading) -> bool:
    return one.text == other.text and same_place(one.corners, other.corners)


def _confirmed(search: Search, reading: Reading, found: list[Reading]) -> bool:
    """Whether it needs no second reading, or gets one that says the same."""
    rivals = [
        other
        for other in found
        if other.linear
        and other.text != reading.text
        and same_place(other.corners, reading.corners)
    ]
    if not reading.linear or (reading.needed(at_first_sight=True) == 1 and not rivals):
        return True
    strip = straighten.strip_of(search.photo, straighten.around(reading.corners))
    best, _ = agreed([reading, *_votes(strip)], at_first_sight=True)
    if rivals and not best:
        search.conflicts.append({reading.text, *(rival.text for rival in rivals)})
    return best is not None and best.text == reading.text


def _votes(strip: Strip) -> list[Reading]:
    """What the ways of reading upright bars say, until enough of them agree; each way says a text once."""
    votes = list(_once(read(strip.pixels, LINEAR, upright=True), strip, 1))
    lines = profiles.band_lines(strip.pixels)
    if not profiles.barred(lines):
        return votes
    for picture in profiles.black_and_white(lines, profiles.module_px(lines)):
        if len(votes) > ENOUGH_VOTES and len({vote.text for vote in votes}) == 1:
            break
        bars = read(picture, LINEAR, upright=True, binarizer=Binarizer.BoolCast)
        votes += _once(bars, strip, profiles.FINER)
    return votes


def _once(found: list[Reading], strip: Strip, finer: int) -> Iterator[Reading]:
    for text in dict.fromkeys(reading.text for reading in found):
        reading = next(reading for reading in found if reading.text == text)
        if finer == 1:
            yield _back(reading, strip)
        else:
            left, right = (f(x for x, _ in reading.corners) / finer for f in (min, max))
            tall = strip.pixels.shape[0]
            box = ((left, 0.0), (right, 0.0), (right, tall), (left, tall))
            yield _back(replace(reading, corners=box), strip)


def _back(reading: Reading, strip: Strip) -> Reading:
    return replace(reading, corners=tuple(strip.back(x, y) for x, y in reading.corners))


def _scaled(reading: Reading, factor: float) -> Reading:
    return replace(reading, corners=tuple((x * factor, y * factor) for x, y in reading.corners))


def _patch(photo: Image.Image, region: Region) -> Strip:
    margin = 0.15 * max(region.along, region.across)
    side = max(region.along, region.across) + 2 * margin
    factor = min(MOST_ENLARGED, max(1.0, PATCH_SIDE / side), LARGEST_PATCH / side)
    return straighten.upright(photo, region, factor, margin)


def _clearer(pixels: NDArray[np.uint8]) -> Iterator[Image.Image]:
    """A patch sharpened, the same in even light, and as it is."""
    patch = ImageOps.autocontrast(Image.fromarray(pixels), cutoff=1)
    yield patch.filter(ImageFilter.UnsharpMask(3, 500, 0))
    light = patch.filter(ImageFilter.BoxBlur(max(patch.size) / 8))
    even = ImageOps.autocontrast(ImageChops.subtract(patch, light, 1, 128), cutoff=1)
    yield even.filter(ImageFilter.UnsharpMask(4, 500, 0))
    yield patch
