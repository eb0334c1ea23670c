"""What is kept as a photo is a picture and nothing else, to the byte."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from pickface.errors import BadRequest
from pickface.scans.decoding.unpack import PictureNotReadable, PictureTooLarge
from pickface.scans.photos import checking
from pickface.scans.photos.checking import PhotoNotPlain, check


def jpeg(wide: int = 64, tall: int = 48, **how: object) -> bytes:
    """A picture as a handheld draws it."""
    out = io.BytesIO()
    Image.effect_noise((wide, tall), 80).convert("RGB").save(out, "JPEG", **how)
    return out.getvalue()


def with_segment(marker: int, held: bytes) -> bytes:
    """A segment of one's own behind the head."""
    plain = jpeg()
    return plain[:2] + bytes((0xFF, marker)) + (len(held) + 2).to_bytes(2) + held + plain[2:]


def test_a_plain_photo_says_how_large_it_is() -> None:
    assert check(jpeg(64, 48)) == (64, 48)


def test_the_decoder_may_be_restarted_and_colours_may_be_named() -> None:
    assert check(jpeg(200, 200, restart_marker_blocks=1)) == (200, 200)
    assert check(with_segment(0xE2, b"ICC_PROFILE\0 of some camera")) == (64, 48)


def test_any_number_of_fill_bytes_may_stand_before_a_marker() -> None:
    plain = jpeg()
    assert check(plain[:2] + b"\xff\xff\xff" + plain[2:]) == (64, 48)


@pytest.mark.parametrize(
    "data",
    [
        with_segment(0xE1, b"Exif\0\0 where it was taken"),
        with_segment(0xFE, b"a comment"),
        with_segment(0xE0, b"JFIF\0" + b"a thumbnail" * 9),
        with_segment(0xE2, b"MPF\0 a second picture"),
        jpeg() + b"something behind it",
    ],
)
def test_what_says_more_than_its_picture_is_refused(data: bytes) -> None:
    with pytest.raises(PhotoNotPlain):
        check(data)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x89PNG\r\n\x1a\n",
        jpeg()[:2] + b"\x00\x00",
        jpeg()[:3],
        jpeg()[:2] + b"\xff\xdb\x00\x01",
        jpeg()[:2] + b"\xff\xdb\xff\xff",
        jpeg()[:-2],
        jpeg()[: len(jpeg()) // 2],
        b"\xff\xd8\xff\xd9",
    ],
)
def test_what_is_no_whole_picture_is_refused(data: bytes) -> None:
    with pytest.raises(PictureNotReadable):
        check(data)


def test_what_is_too_large_is_refused_by_bytes_and_by_pixels(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with pytest.raises(PictureTooLarge):
        check(b"\xff" * (checking.MAX_BYTES + 1))
    monkeypatch.setattr(checking, "MAX_PIXELS", 64 * 47)
    with pytest.raises(PictureTooLarge):
        check(jpeg())
    monkeypatch.setattr(checking, "MAX_PIXELS", 6_000_000)
    monkeypatch.setattr(checking, "MAX_SIDE", 63)
    with pytest.raises(PictureTooLarge):
        check(jpeg())


def test_whatever_is_cut_out_of_a_photo_it_is_refused_in_words() -> None:
    whole = jpeg(16, 16)
    for at in range(0, len(whole), 7):
        try:
            check(whole[:at] + whole[at + 1 :])
        except BadRequest:
            continue
