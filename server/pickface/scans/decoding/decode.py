"""The barcodes in a picture, with what each means and where it is; never more pictures at once than there are cores.

zxing-cpp releases the interpreter's lock, so decoding is bound by cores: who comes while all are busy waits a
little, then is told to come again.
"""

from __future__ import annotations

import os
import threading
import time
from dataclasses import asdict, dataclass
from typing import Any

from PIL import Image

from pickface.errors import PickfaceError
from pickface.scans.barcodes import Parsed, parse
from pickface.scans.decoding.one_label import same_bars
from pickface.scans.decoding.passes import PASSES, Search
from pickface.scans.decoding.readings import Reading
from pickface.scans.decoding.unpack import check_bytes, grey_picture

# Of the processor's time, unpacking included: after that no further look at the picture begins.
PATIENCE_S = 0.15
WAIT_S = 5.0
_cores = threading.BoundedSemaphore(os.cpu_count() or 1)


class CameraBusy(PickfaceError):
    """Every core is decoding already; send the picture again."""

    code = "camera_busy"
    status = 503


@dataclass(frozen=True)
class Code:
    """One barcode: ``text`` as a scanner would type it behind ``aim``; ``position`` are its corners in pixels."""

    text: str
    symbology: str
    aim: str
    position: tuple[tuple[int, int], ...]
    parts: Parsed


@dataclass(frozen=True)
class Decoded:
    """What a picture holds; each of ``conflicts`` are texts of one symbol between which nobody can decide."""

    codes: list[Code]
    conflicts: list[list[str]]

    def as_json(self) -> dict[str, Any]:
        """The shape that the API answers."""
        return asdict(self)


def decode_picture(data: bytes) -> Decoded:
    """Read every barcode in a JPEG or PNG, in reading order; no codes if there are none.

    Raises :class:`PictureTooLarge`, :class:`PictureNotReadable`, or :class:`CameraBusy`.
    """
    check_bytes(data)
    if not _cores.acquire(timeout=WAIT_S):
        raise CameraBusy("all cores are decoding", retry_s=1)
    try:
        until_s = time.thread_time() + PATIENCE_S
        search = Search(grey_picture(data), until_s)
        found = _look(search)
        conflicts = [sorted(texts) for texts in search.conflicts if not found]
        return Decoded([_code(reading) for reading in _once_each(search.photo, found)], conflicts)
    finally:
        _cores.release()


def _look(search: Search) -> list[Reading]:
    """The passes in turn, until one of them finds something."""
    for look in PASSES:
        if found := look(search):
            return found
        if not search.in_time:
            break
    return []


def _once_each(photo: Image.Image, readings: list[Reading]) -> list[Reading]:
    """Join what was read twice from one linear label; equal labels beside each other stay two."""
    kept: list[Reading] = []
    for reading in readings:
        twins = [one for one in kept if (one.text, one.aim) == (reading.text, reading.aim)]
        if not reading.linear or not any(
            same_bars(photo, twin.corners, reading.corners) for twin in twins
        ):
            kept.append(reading)
    return kept


def _code(reading: Reading) -> Code:
    return Code(
        text=reading.text,
        symbology=reading.symbology,
        aim=reading.aim,
        position=tuple((round(x), round(y)) for x, y in reading.corners),
        parts=parse(reading.text, reading.aim),
    )
