"""Each way to look at a photo finds what it is there for, and believes no less than it should."""

from __future__ import annotations

import io
import math

import numpy as np
import pytest
import zxingcpp
from PIL import Image, ImageFilter
from zxingcpp import BarcodeFormat

from pickface.labels import barcodes
from pickface.scans.decoding import decode, passes, readings, regions, straighten
from pickface.scans.decoding.passes import Search
from pickface.scans.decoding.readings import Reading, agreed
from pickface.scans.decoding.unpack import grey_picture

NEVER = 1e12


def on_grey(
    label: Image.Image, tilt: float = 0, size: tuple[int, int] = (1000, 800)
) -> Image.Image:
    picture = Image.new("L", size, 120)
    turned = label.rotate(tilt, Image.Resampling.BICUBIC, expand=True, fillcolor=120)
    picture.paste(turned, ((size[0] - turned.width) // 2, (size[1] - turned.height) // 2))
    return picture


def texts(found: list[Reading]) -> list[str]:
    return [reading.text for reading in found]


def said(text: str, format_: str = "EAN-13", x: float = 0) -> Reading:
    corners = ((x, 0.0), (x + 90, 0.0), (x + 90, 30.0), (x, 30.0))
    return Reading(text, format_, "EAN/UPC", "]E0", corners)


@pytest.mark.parametrize("tilt", [0, 13, 25, 40, -33, 70])
def test_bars_are_found_with_their_way(tilt: float) -> None:
    picture = on_grey(barcodes.code128("A-12-04").bitmap(3), tilt)
    [region] = regions.bars_of(regions.blocks_of(np.asarray(picture)), 1)
    # A picture is turned against the clock, its axis points down.
    turn = (math.degrees(region.angle) + tilt + 90) % 180 - 90
    # Fine bars seem to run a little nearer to the diagonal; a strip's slants make up for it.
    assert abs(turn) < 5
    assert math.hypot(region.x - 500, region.y - 400) < 25


def test_a_point_of_a_strip_is_told_in_the_photo() -> None:
    region = regions.Region(x=300, y=200, angle=math.radians(30), along=100, across=40)
    strip = straighten.upright(Image.new("L", (600, 400)), region, 2, 0)
    tall, wide = strip.pixels.shape
    assert strip.back(wide / 2, tall / 2) == pytest.approx((300, 200))
    left = (300 - 50 * math.cos(region.angle), 200 - 50 * math.sin(region.angle))
    assert strip.back(0, tall / 2) == pytest.approx(left)


@pytest.mark.parametrize("blur", [1.8, 2.2])
def test_bars_that_are_tilted_and_blurred_are_read_as_lines(blur: float) -> None:
    picture = on_grey(barcodes.ean13("4006381333931").bitmap(3), 20)
    search = Search(picture.filter(ImageFilter.GaussianBlur(blur)), NEVER)
    assert texts(passes.shrunk(search)) == []
    assert texts(passes.straightened(search)) == ["4006381333931"]


def test_a_blurred_matrix_symbol_is_read_once_it_is_sharpened() -> None:
    picture = on_grey(barcodes.data_matrix("LOT 2027-11").bitmap(3), 10)
    search = Search(picture.filter(ImageFilter.GaussianBlur(1.8)), NEVER)
    assert texts(passes.shrunk(search)) == []
    [found] = passes.enlarged(search)
    assert found.text == "LOT 2027-11"
    assert all(420 < x < 580 and 320 < y < 480 for x, y in found.corners)


def test_small_labels_in_a_large_photo_are_read_at_full_size() -> None:
    picture = on_grey(barcodes.code128("T-0001").bitmap(2), size=(4000, 3000))
    assert texts(passes.full_size(Search(picture, NEVER))) == ["T-0001"]


def test_a_pallet_s_face_is_read_in_full_once_three_labels_are_seen() -> None:
    face = Image.new("L", (3200, 2400), 120)
    for number in range(3):
        face.paste(barcodes.code128(f"P-000{number}").bitmap(6), (100, 100 + 700 * number))
        face.paste(barcodes.code128(f"S-000{number}").bitmap(2), (2000, 100 + 700 * number))
    read = texts(passes.shrunk(Search(face, NEVER)))
    assert sorted(read) == [f"{kind}-000{number}" for kind in "PS" for number in range(3)]


def test_full_size_is_left_out_where_it_cannot_be_done_in_time() -> None:
    picture = on_grey(barcodes.code128("T-0001").bitmap(2), size=(4000, 3000))
    assert passes.full_size(Search(picture, 0)) == []
    assert passes.full_size(Search(picture.resize((800, 600)), NEVER)) == []


@pytest.mark.parametrize("look", [passes.straightened, passes.enlarged])
def test_no_further_region_is_begun_once_time_is_up(look: passes.Look) -> None:
    picture = on_grey(barcodes.code128("T-0001").bitmap(3), 20)
    assert look(Search(picture, 0)) == []


def test_a_short_symbology_needs_a_second_reading() -> None:
    assert agreed([said("00012348", "EAN-8")], at_first_sight=True) == (None, set())
    twice = [said("00012348", "EAN-8")] * 2
    best, conflict = agreed(twice, at_first_sight=True)
    assert best == twice[0]
    assert conflict == set()


def test_between_two_texts_without_a_clear_majority_nobody_decides() -> None:
    one, other = said("4006381333931"), said("4006381333948")
    assert agreed([one, one, one, other])[0] == one
    assert agreed([one, one, other]) == (None, {"4006381333931", "4006381333948"})
    assert agreed([]) == (None, set())


def test_readings_that_conflict_are_told_and_none_of_them_is_a_code(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    rivals = [said("4006381333931"), said("4006381333948")]
    linear = (passes.EVERY, passes.LINEAR)
    monkeypatch.setattr(
        passes, "read", lambda _picture, formats, **_options: rivals if formats in linear else []
    )
    file = io.BytesIO()
    on_grey(barcodes.ean13("4006381333931").bitmap(3)).save(file, "PNG")
    decoded = decode.decode_picture(file.getvalue())
    assert decoded.codes == []
    assert decoded.conflicts[0] == ["4006381333931", "4006381333948"]


def test_readings_of_different_places_are_no_conflict() -> None:
    assert readings.same_place(said("1").corners, said("2", x=20).corners)
    assert not readings.same_place(said("1").corners, said("2", x=200).corners)


@pytest.mark.parametrize(
    ("format_", "text"),
    [
        (BarcodeFormat.EAN8, "96385074"),
        (BarcodeFormat.UPCE, "01234565"),
        (BarcodeFormat.Code39, "ABC-1234"),
        (BarcodeFormat.ITF, "15400141288763"),
        (BarcodeFormat.DataBar, "(01)09501101530003"),
    ],
)
def test_what_checks_itself_weakly_is_still_read_from_a_clean_label(
    format_: BarcodeFormat, text: str
) -> None:
    bars = np.array(zxingcpp.create_barcode(text, format_).to_image(scale=3))
    label = Image.fromarray(np.pad(bars, 40, constant_values=255))
    assert len(passes.shrunk(Search(on_grey(label), NEVER))) == 1


def test_gs1_parts_are_told_with_the_code() -> None:
    file = io.BytesIO()
    label = barcodes.gs1_128("(01)04006381333931(17)270131(10)AB-1").bitmap(3)
    on_grey(label, 18).save(file, "PNG")
    [code] = decode.decode_picture(file.getvalue()).codes
    assert (code.parts["gtin"], code.parts["lot"]) == ("04006381333931", "AB-1")


def test_a_picture_smaller_than_a_few_blocks_is_no_trouble() -> None:
    search = Search(Image.new("L", (20, 500), 200), NEVER)
    assert [look(search) for look in passes.PASSES] == [[], [], [], []]


@pytest.mark.parametrize("orientation", [1, 2, 3, 4, 5, 6, 7, 8])
def test_a_photo_is_turned_as_its_camera_was_held(orientation: int) -> None:
    from PIL import ImageOps

    file, exif = io.BytesIO(), Image.Exif()
    exif[0x0112] = orientation
    corner = Image.new("L", (64, 32), 0)
    corner.paste(255, (0, 0, 16, 8))
    corner.save(file, "PNG", exif=exif)
    upright = ImageOps.exif_transpose(Image.open(io.BytesIO(file.getvalue())))
    assert np.array_equal(np.asarray(grey_picture(file.getvalue())), np.asarray(upright))
