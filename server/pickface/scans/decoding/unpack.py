"""A file to grey pixels, judged by its header before anything is unpacked: 100 kB can hold 900 million pixels."""

from __future__ import annotations

import io
import warnings

from PIL import Image, ImageFile, UnidentifiedImageError

from pickface.errors import BadRequest, PickfaceError

MAX_BYTES = 8 * 1024 * 1024
MAX_PIXELS = 25_000_000
# A strip of one by a million pixels is no photo, and the decoder cannot take it.
MAX_SIDE = 20_000
# EXIF's note of how the camera was held, and the turn that sets it right.
ORIENTATION = 0x0112
TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


class PictureTooLarge(PickfaceError):
    """More bytes or pixels than are worth decoding; ``params`` hold the limits."""

    code = "picture_too_large"
    status = 413


class PictureNotReadable(BadRequest):
    """Not a whole JPEG or PNG."""

    code = "picture_not_readable"


def check_bytes(data: bytes) -> None:
    """Refuse a file that is larger than any photo needs to be."""
    if len(data) > MAX_BYTES:
        raise PictureTooLarge("too many bytes", max_bytes=MAX_BYTES, max_pixels=MAX_PIXELS)


def grey_picture(data: bytes) -> Image.Image:
    """Unpack a JPEG or PNG, upright and in grey; raises :class:`PictureTooLarge` or :class:`PictureNotReadable`."""
    try:
        with warnings.catch_warnings():
            # Pillow only warns of what it calls a bomb; the limit here is lower and firm.
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            picture = Image.open(io.BytesIO(data), formats=("JPEG", "PNG"))
        _check_size(picture)
        # A JPEG keeps its brightness apart from its colours, which then need not be unpacked.
        picture.draft("L", picture.size)
        return _upright(_on_white(picture), picture.getexif().get(ORIENTATION, 1))
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


def _upright(picture: Image.Image, orientation: int) -> Image.Image:
    """Turned as the camera notes that it was held."""
    turn = TURNS.get(orientation)
    return picture if turn is None else picture.transpose(turn)


def _on_white(picture: Image.Image) -> Image.Image:
    """Grey on white paper: what is transparent would turn black otherwise, quiet zones included."""
    if picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info:
        layers = picture.convert("LA")
        paper = Image.new("L", layers.size, 255)
        paper.paste(layers.getchannel("L"), mask=layers.getchannel("A"))
        return paper
    picture.load()
    return picture if picture.mode == "L" else picture.convert("L")
