"""Pictures are drawn as handhelds take them: tilted, dim, sideways, crowded; and some are not meant well."""

from __future__ import annotations

import io
import struct
import threading
import time
import zlib

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFilter

from pickface.labels import barcodes
from pickface.scans.decoding import decode
from pickface.scans.decoding.decode import CameraBusy, Code
from pickface.scans.decoding.unpack import PictureNotReadable, PictureTooLarge

Grey = Image.Image


def file_of(picture: Image.Image, kind: str = "PNG", **options: object) -> bytes:
    file = io.BytesIO()
    picture.save(file, kind, **options)
    return file.getvalue()


def label(text: str = "A-12-04", scale: int = 4) -> Grey:
    return barcodes.code128(text).bitmap(scale, bar_height=60)


def on_carton(*labels: Grey, size: tuple[int, int] = (1600, 1200), tilt: float = 0) -> Grey:
    """Labels one below the other on a brown carton, each turned a little."""
    picture = Image.new("L", size, 120)
    y = 60
    for one in labels:
        turned = one.rotate(tilt, Image.Resampling.BICUBIC, expand=True, fillcolor=120)
        picture.paste(turned, (120, y))
        y += turned.height + 60
    return picture


def codes_of(data: bytes) -> list[Code]:
    return decode.decode_picture(data).codes


def texts(data: bytes) -> list[str]:
    return [code.text for code in codes_of(data)]


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_a_label_on_a_carton_is_read_as_a_scanner_would_type_it(kind: str) -> None:
    [code] = codes_of(file_of(on_carton(label()), kind))
    assert (code.text, code.symbology, code.aim) == ("A-12-04", "Code 128", "]C0")


def test_gs1_data_come_as_bytes_with_their_separators_and_their_aim_identifier() -> None:
    symbol = barcodes.gs1_128("(10)AB-1(01)04006381333931")
    [code] = codes_of(file_of(on_carton(symbol.bitmap(4))))
    assert code.aim == "]C1"
    assert code.text == "10AB-1\x1d0104006381333931"


def test_all_labels_of_a_picture_are_read_in_reading_order() -> None:
    assert texts(file_of(on_carton(label("T-0001"), label("T-0002")))) == ["T-0001", "T-0002"]


def test_two_equal_labels_are_two() -> None:
    picture = Image.new("L", (1200, 900), 120)
    one = label()
    picture.paste(one, (100, 50))
    picture.paste(one, (100, 50 + one.height + 200))
    assert texts(file_of(picture)) == ["A-12-04", "A-12-04"]


def test_the_position_tells_where_in_the_picture_the_code_is() -> None:
    [code] = codes_of(file_of(on_carton(label("T-0001"))))
    assert all(120 <= x <= 120 + label("T-0001").width and 60 <= y <= 400 for x, y in code.position)


@pytest.mark.parametrize("tilt", [0, 7, 15, 22, 30, -22, 90, 180, 45 + 60])
def test_a_tilted_linear_code_is_read(tilt: float) -> None:
    assert texts(file_of(on_carton(label(), tilt=tilt))) == ["A-12-04"]


def test_the_position_of_a_tilted_code_is_told_in_the_picture_that_was_sent() -> None:
    picture = Image.new("L", (1600, 1200), 120)
    turned = label(scale=5).rotate(25, Image.Resampling.BICUBIC, expand=True, fillcolor=120)
    picture.paste(turned, (700, 500))
    [code] = codes_of(file_of(picture))
    xs, ys = zip(*code.position, strict=True)
    assert 700 - 10 <= min(xs) < max(xs) <= 700 + turned.width + 10
    assert 500 - 10 <= min(ys) < max(ys) <= 500 + turned.height + 10


def test_a_dim_label_is_read_once_its_contrast_is_raised() -> None:
    dim = on_carton(label(scale=2)).point(lambda value: 60 + value // 16)
    assert texts(file_of(dim)) == ["A-12-04"]


def test_a_slightly_blurred_photo_is_read() -> None:
    assert texts(
        file_of(on_carton(label()).filter(ImageFilter.GaussianBlur(2)), "JPEG", quality=75)
    ) == ["A-12-04"]


def test_a_photo_taken_sideways_is_turned_by_its_exif_note() -> None:
    sideways = on_carton(label("T-0001"), label("T-0002")).transpose(Image.Transpose.ROTATE_90)
    exif = Image.Exif()
    exif[0x0112] = 6
    codes = codes_of(file_of(sideways, "JPEG", exif=exif))
    assert [code.text for code in codes] == ["T-0001", "T-0002"]
    assert codes[0].position[0][1] < codes[1].position[0][1]


def test_what_is_transparent_counts_as_white_paper() -> None:
    grey = label()
    clear = Image.merge("LA", (Image.new("L", grey.size, 0), grey.point(lambda value: 255 - value)))
    assert texts(file_of(clear)) == ["A-12-04"]


def test_interleaved_2_of_5_needs_14_digits_and_a_check() -> None:
    import zxingcpp

    def striped(digits: str) -> bytes:
        bars = np.array(
            zxingcpp.create_barcode(digits, zxingcpp.BarcodeFormat.ITF).to_image(scale=4)
        )
        return file_of(on_carton(Image.fromarray(np.pad(bars, 80, constant_values=255))))

    assert texts(striped("04006381333931")) == ["04006381333931"]
    assert texts(striped("04006381333932")) == []
    assert texts(striped("123456")) == []


def test_a_picture_without_a_code_gives_nothing() -> None:
    assert codes_of(file_of(Image.new("L", (800, 600), 200))) == []
    assert codes_of(file_of(Image.new("L", (1, 1)))) == []


def png_of_size(wide: int, tall: int) -> bytes:
    """A PNG whose header promises that many pixels, and whose data are as many zeros as fit a small file."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    header = struct.pack(">IIBBBBB", wide, tall, 8, 0, 0, 0, 0)
    body = zlib.compress(bytes(4_000_000), 9)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", body) + chunk(b"IEND", b"")
    )


WHOLE = file_of(label(), "JPEG")
HOSTILE: list[tuple[str, bytes, type[Exception]]] = [
    ("nothing", b"", PictureNotReadable),
    ("text", b"<svg onload=alert(1)>" * 100, PictureNotReadable),
    ("a GIF", file_of(label(), "GIF"), PictureNotReadable),
    ("a TIFF", file_of(label(), "TIFF"), PictureNotReadable),
    ("a PDF", b"%PDF-1.7\n%%EOF", PictureNotReadable),
    ("half a JPEG", WHOLE[: len(WHOLE) // 2], PictureNotReadable),
    ("a JPEG's first bytes", WHOLE[:20], PictureNotReadable),
    ("a PNG with too few data", png_of_size(4000, 4000), PictureNotReadable),
    ("a PNG with a wrong checksum", file_of(label()).replace(b"IDAT", b"IDAX"), PictureNotReadable),
    ("a PNG of no size", png_of_size(0, 0), PictureNotReadable),
    ("900 million pixels", png_of_size(30_000, 30_000), PictureTooLarge),
    ("more pixels than there are", png_of_size(2**31 - 1, 2**31 - 1), PictureTooLarge),
    ("a strip", png_of_size(1, 1_000_000), PictureTooLarge),
    ("just above the limit", png_of_size(5001, 5000), PictureTooLarge),
    ("9 MB", b"\xff\xd8" + bytes(9_000_000), PictureTooLarge),
]


@pytest.mark.parametrize(
    ("data", "expected"), [h[1:] for h in HOSTILE], ids=[h[0] for h in HOSTILE]
)
def test_a_hostile_file_is_refused_within_a_second(data: bytes, expected: type[Exception]) -> None:
    started = time.perf_counter()
    with pytest.raises(expected):
        decode.decode_picture(data)
    assert time.perf_counter() - started < 1


def test_the_refusals_name_their_situation() -> None:
    assert PictureTooLarge().code == "picture_too_large"
    assert PictureTooLarge().status == 413
    assert PictureNotReadable().code == "picture_not_readable"


def test_no_more_pictures_are_decoded_at_once_than_there_are_cores(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(decode, "_cores", threading.BoundedSemaphore(1))
    monkeypatch.setattr(decode, "WAIT_S", 0.05)
    with decode._cores, pytest.raises(CameraBusy):
        decode.decode_picture(file_of(label()))
    assert texts(file_of(label())) == ["A-12-04"]


def test_a_refused_picture_gives_its_core_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(decode, "_cores", threading.BoundedSemaphore(1))
    monkeypatch.setattr(decode, "WAIT_S", 0.05)
    for _ in range(3):
        with pytest.raises(PictureNotReadable):
            decode.decode_picture(b"no picture")


def test_noise_as_large_as_allowed_ends_in_time() -> None:
    noise = Image.fromarray(np.random.default_rng(7).integers(0, 256, (1250, 1250), dtype=np.uint8))
    picture = noise.resize((5000, 5000), Image.Resampling.NEAREST)
    ImageDraw.Draw(picture).rectangle((0, 0, 400, 400), fill=255)
    started = time.perf_counter()
    assert codes_of(file_of(picture)) == []
    assert time.perf_counter() - started < 10
