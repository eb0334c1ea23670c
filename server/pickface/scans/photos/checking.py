"""What may be kept as a photo: a plain JPEG of moderate size that says nothing beside its picture.

What is stored must be, byte for byte, what the person's key has signed. So a file with notes in it (EXIF, where and
with what it was taken) is refused, not cleaned: handhelds draw their photos anew, and then there are none.
"""

from __future__ import annotations

import io
import warnings
from typing import Final

from PIL import Image, UnidentifiedImageError

from pickface.errors import BadRequest
from pickface.scans.decoding.unpack import PictureNotReadable, PictureTooLarge

MAX_BYTES: Final = 2 << 20
MAX_PIXELS: Final = 6_000_000
MAX_SIDE: Final = 6_000

_START, _END, _SCAN = 0xD8, 0xD9, 0xDA
_TABLES: Final = frozenset({0xDB, 0xC4, 0xDD})
_FRAMES: Final = frozenset({0xC0, 0xC1, 0xC2})
_JFIF, _COLOURS, _ADOBE = 0xE0, 0xE2, 0xEE
_RESTARTS: Final = frozenset(range(0xD0, 0xD8))
_SIZE_BYTES: Final = 2
_LONGEST_NOTE: Final = {_JFIF: 16, _ADOBE: 14, _COLOURS: 8_192}
"""Segments that say how the picture is to be drawn, and their greatest length: a head with a thumbnail is longer."""
_SIGNS: Final = {_JFIF: b"JFIF\0", _ADOBE: b"Adobe", _COLOURS: b"ICC_PROFILE\0"}


class PhotoNotPlain(BadRequest):
    """The file carries more than a picture: notes of the camera, a thumbnail, something behind its end."""

    code = "photo_not_plain"


def check(data: bytes) -> tuple[int, int]:
    """Width and height of a photo that may be kept.

    Raises :class:`PictureTooLarge`, :class:`PictureNotReadable` or :class:`PhotoNotPlain`.
    """
    if len(data) > MAX_BYTES:
        raise PictureTooLarge("too many bytes", max_bytes=MAX_BYTES, max_pixels=MAX_PIXELS)
    _check_segments(data)
    try:
        with warnings.catch_warnings():
            # The limit here is far below what Pillow warns of.
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            picture = Image.open(io.BytesIO(data), formats=("JPEG",))
        wide, tall = picture.size
        if wide * tall > MAX_PIXELS or max(wide, tall) > MAX_SIDE:
            raise PictureTooLarge(
                f"{wide} × {tall} pixels", max_bytes=MAX_BYTES, max_pixels=MAX_PIXELS
            )
        # Whether all of it is there shows in grey and small as well, at a fraction of the time and memory.
        picture.draft("L", (wide // 8, tall // 8))
        picture.load()
    except Image.DecompressionBombError as bomb:
        raise PictureTooLarge(str(bomb), max_bytes=MAX_BYTES, max_pixels=MAX_PIXELS) from bomb
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError) as broken:
        raise PictureNotReadable(f"not a whole JPEG: {broken}") from broken
    return wide, tall


def _check_segments(data: bytes) -> None:
    """Walk the file's segments: only what draws the picture may be there, and nothing behind the end."""
    if not data.startswith(bytes((0xFF, _START, 0xFF))):
        raise PictureNotReadable("not a JPEG")
    at = 2
    while True:
        marker, at = _marker(data, at)
        if marker == _END:
            if at != len(data):
                raise PhotoNotPlain("something stands behind the picture")
            return
        length = int.from_bytes(data[at : at + _SIZE_BYTES])
        if length < _SIZE_BYTES or at + length > len(data):
            raise PictureNotReadable("a segment is cut")
        _check_segment(marker, data[at + _SIZE_BYTES : at + length])
        at += length
        if marker == _SCAN:
            at = _behind_scan(data, at)


def _marker(data: bytes, at: int) -> tuple[int, int]:
    """The marker at a place, and the place behind it; any number of 0xFF may stand before it."""
    begun = at
    while at < len(data) and data[at] == 0xFF:
        at += 1
    if at == begun or at >= len(data):
        raise PictureNotReadable("a marker is missing")
    return data[at], at + 1


def _check_segment(marker: int, held: bytes) -> None:
    if marker in _TABLES or marker in _FRAMES or marker == _SCAN:
        return
    sign = _SIGNS.get(marker)
    fits = sign is not None and held.startswith(sign)
    if not fits or len(held) + _SIZE_BYTES > _LONGEST_NOTE[marker]:
        raise PhotoNotPlain("it says more than its picture", marker=f"{marker:02x}")


def _behind_scan(data: bytes, at: int) -> int:
    """Where the picture's bits end: the next 0xFF that neither stands for itself nor restarts the decoder."""
    while True:
        at = data.find(b"\xff", at)
        if at < 0 or at + 1 >= len(data):
            raise PictureNotReadable("the picture has no end")
        follows = data[at + 1]
        if follows and follows not in _RESTARTS:
            return at
        at += 2
