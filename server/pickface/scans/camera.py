"""Barcodes in a picture: the way out when a handheld has no scanner, or a label is too worn for it.

Decoding is bound by cores (zxing-cpp releases the GIL), so at most one picture per core is worked on at a time, and a
picture is judged by its header before anything is unpacked: a file of 100 kB can hold 900 million pixels.
"""

from __future__ import annotations

import io
import math
import os
import threading
import time
import warnings
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

import zxingcpp
from biip.checksums import gs1_standard_check_digit
from PIL import Image, ImageFile, ImageOps, UnidentifiedImageError
from zxingcpp import BarcodeFormat, BarcodeFormats

from pickface.errors import BadRequest, PickfaceError
from pickface.scans.one_label import same_bars

MAX_BYTES = 8 * 1024 * 1024
MAX_PIXELS = 25_000_000
# A strip of one by a million pixels is no photo, and the decoder cannot take it.
MAX_SIDE = 20_000
# Phones take 4,000 pixels across; more only takes longer.
FIRST_PASS_SIDE = 4_000
# A picture in which nothing is found by then does not get a further turn: others wait for the core.
PATIENCE_S = 0.6
# The second pass works on a picture of this size: one label is sharp enough in it, and rotating stays quick.
SECOND_PASS_SIDE = 1800
# Linear symbols are read along lines, and fail from about 10° on; these turns bring every tilt near a line.
TURNS = (0, 15, -15, 30, -30)
WAIT_S = 5.0

# Codabar and the like are left out: without a check they turn any striped carton into a code.
FORMATS = BarcodeFormats(
    [
        BarcodeFormat.EANUPC,
        BarcodeFormat.Code128,
        BarcodeFormat.Code39,
        BarcodeFormat.ITF14,
        BarcodeFormat.DataBar,
        BarcodeFormat.DataBarExp,
        BarcodeFormat.QRCode,
        BarcodeFormat.DataMatrix,
        BarcodeFormat.Aztec,
        BarcodeFormat.PDF417,
    ]
)
MATRIX = ("QR Code", "Data Matrix", "Aztec")
_cores = threading.BoundedSemaphore(os.cpu_count() or 1)


class PictureTooLarge(PickfaceError):
    """More bytes or pixels than are worth decoding; ``params`` hold the limits."""

    code = "picture_too_large"
    status = 413


class PictureNotReadable(BadRequest):
    """Not a whole JPEG or PNG."""

    code = "picture_not_readable"


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

    def as_json(self) -> dict[str, Any]:
        """The shape that the API answers."""
        return asdict(self)


def decode_picture(data: bytes) -> list[Code]:
    """Read every barcode in a JPEG or PNG, in reading order; an empty list if there is none.

    Raises :class:`PictureTooLarge`, :class:`PictureNotReadable`, or :class:`CameraBusy`.
    """
    if len(data) > MAX_BYTES:
        raise PictureTooLarge("too many bytes", max_bytes=MAX_BYTES, max_pixels=MAX_PIXELS)
    if not _cores.acquire(timeout=WAIT_S):
        raise CameraBusy("all cores are decoding", retry_s=1)
    try:
        picture = _grey(data)
        return _once_each(picture, _read(picture) or _read_harder(picture))
    finally:
        _cores.release()


def _grey(data: bytes) -> Image.Image:
    """Unpack the picture, upright and in grey, after a look at its header."""
    try:
        with warnings.catch_warnings():
            # Pillow only warns of what it calls a bomb; the limit here is lower and firm.
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            picture = Image.open(io.BytesIO(data), formats=("JPEG", "PNG"))
        _check_size(picture)
        # A JPEG may be unpacked at half or quarter size; nothing is done for what is small enough.
        picture.draft("L", picture.size)
        upright = ImageOps.exif_transpose(picture)
        return _on_white(upright)
    except PickfaceError:
        raise
    except Image.DecompressionBombError as bomb:
        raise PictureTooLarge(str(bomb), max_bytes=MAX_BYTES, max_pixels=MAX_PIXELS) from bomb
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError) as broken:
        raise PictureNotReadable(f"not a whole JPEG or PNG: {broken}") from broken


def _check_size(picture: ImageFile.ImageFile) -> None:
    wide, tall = picture.size
    if wide * tall > MAX_PIXELS or max(wide, tall) > MAX_SIDE:
        raise PictureTooLarge(f"{wide} × {tall} pixels", max_bytes=MAX_BYTES, max_pixels=MAX_PIXELS)


def _on_white(picture: Image.Image) -> Image.Image:
    """Grey on white paper: what is transparent would turn black otherwise, quiet zones included."""
    if picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info:
        layers = picture.convert("LA")
        paper = Image.new("L", layers.size, 255)
        paper.paste(layers.getchannel("L"), mask=layers.getchannel("A"))
        return paper
    return picture.convert("L")


def _read(picture: Image.Image) -> list[Code]:
    """First pass: the picture as it is, unless it is larger than any label needs."""
    version = picture
    if max(picture.size) > FIRST_PASS_SIDE:
        version = picture.copy()
        version.thumbnail((FIRST_PASS_SIDE, FIRST_PASS_SIDE), Image.Resampling.BOX)
    return [_code(found, 0, picture, version.size) for found in _find(version)]


def _read_harder(picture: Image.Image) -> list[Code]:
    """Second pass: full contrast, a good size, and turned bit by bit until something reads or time is up."""
    end = time.monotonic() + PATIENCE_S
    for turn, version in _versions(picture):
        if time.monotonic() > end:
            break
        found = _find(version)
        if found:
            return [_code(one, turn, picture, version.size) for one in found]
    return []


def _once_each(picture: Image.Image, codes: list[Code]) -> list[Code]:
    """Join what was read twice from one linear label; equal labels beside each other stay two."""
    kept: list[Code] = []
    for code in codes:
        twins = [c for c in kept if (c.text, c.aim) == (code.text, code.aim)]
        if code.symbology in MATRIX or not any(
            same_bars(picture, twin.position, code.position) for twin in twins
        ):
            kept.append(code)
    return kept


def _find(picture: Image.Image) -> list[zxingcpp.Barcode]:
    return [found for found in zxingcpp.read_barcodes(picture, FORMATS) if _plausible(found)]


def _plausible(found: zxingcpp.Barcode) -> bool:
    """Interleaved 2 of 5 has no check of its own; only 14 digits with a right check digit are believed."""
    if found.format not in (BarcodeFormat.ITF, BarcodeFormat.ITF14):
        return True
    digits = found.text
    return len(digits) == 14 and gs1_standard_check_digit(digits[:-1]) == int(digits[-1])


def _versions(picture: Image.Image) -> Iterator[tuple[int, Image.Image]]:
    factor = min(3.0, SECOND_PASS_SIDE / max(picture.size))
    size = (max(1, round(picture.width * factor)), max(1, round(picture.height * factor)))
    clear = ImageOps.autocontrast(picture.resize(size, Image.Resampling.BICUBIC), cutoff=1)
    for turn in TURNS:
        yield turn, clear.rotate(turn, Image.Resampling.BICUBIC, fillcolor=255) if turn else clear


def _code(found: zxingcpp.Barcode, turn: int, picture: Image.Image, seen: tuple[int, int]) -> Code:
    corners = found.position
    points = (corners.top_left, corners.top_right, corners.bottom_right, corners.bottom_left)
    return Code(
        # The bytes, not the text: for GS1 symbols that is the human-readable form with brackets.
        text=found.bytes.decode("utf-8", errors="replace"),
        symbology=str(found.symbology),
        aim=found.symbology_identifier,
        position=tuple(_back(point.x, point.y, turn, picture, seen) for point in points),
    )


def _back(
    x: float, y: float, turn: int, picture: Image.Image, seen: tuple[int, int]
) -> tuple[int, int]:
    """A point of the turned and resized version as a point of the picture that was sent."""
    angle = math.radians(turn)
    middle_x, middle_y = seen[0] / 2, seen[1] / 2
    across, down = x - middle_x, y - middle_y
    back_x = middle_x + across * math.cos(angle) - down * math.sin(angle)
    back_y = middle_y + across * math.sin(angle) + down * math.cos(angle)
    return round(back_x * picture.width / seen[0]), round(back_y * picture.height / seen[1])
