"""Photos as a handheld's canvas makes them, and such as nobody should send."""

from __future__ import annotations

import hashlib
import io
import zlib

from PIL import Image


def photo(shade: int = 120, size: tuple[int, int] = (320, 240), **options: object) -> bytes:
    """A plain JPEG."""
    file = io.BytesIO()
    Image.new("RGB", size, (shade, shade, 90)).save(file, "JPEG", quality=80, **options)
    return file.getvalue()


def hash_of(data: bytes) -> str:
    """What an event names it by."""
    return hashlib.sha256(data).hexdigest()


def with_place() -> bytes:
    """A JPEG whose EXIF says where it was taken."""
    notes = Image.Exif()
    notes.get_ifd(0x8825).update({1: "N", 2: (52.0, 31.0, 12.0), 3: "E", 4: (13.0, 24.0, 18.0)})
    return photo(exif=notes.tobytes())


def progressive() -> bytes:
    """A JPEG in several scans, as some devices make them."""
    return photo(progressive=True)


def bomb() -> bytes:
    """A JPEG of a few hundred bytes that says it has 3,600 million pixels."""
    whole = bytearray(photo())
    frame = whole.index(b"\xff\xc0")
    whole[frame + 5 : frame + 9] = (60_000).to_bytes(2) * 2
    return bytes(whole)


def page() -> bytes:
    """A page with a script that calls itself a photo."""
    return b"<!doctype html><script>alert(1)</script>"


def with_page_behind() -> bytes:
    """A JPEG that is a page as well."""
    return photo() + page()


def with_comment() -> bytes:
    """A JPEG with words in it."""
    whole = photo()
    words = b"Ada Lovelace, 12 St James's Square"
    return whole[:2] + b"\xff\xfe" + (len(words) + 2).to_bytes(2) + words + whole[2:]


def picture_of_another_kind() -> bytes:
    """A PNG."""
    file = io.BytesIO()
    Image.new("L", (20, 20)).save(file, "PNG")
    return file.getvalue()


def too_heavy() -> bytes:
    """More bytes than a photo needs."""
    return photo()[:-2] + zlib.compress(bytes(9)) * 200_000 + b"\xff\xd9"
