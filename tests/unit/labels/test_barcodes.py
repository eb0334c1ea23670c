"""Barcodes are read back from the pictures that are made of them."""

import re
from collections.abc import Callable
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from pickface.labels import barcodes
from pickface.labels.barcodes import NotPrintable, Symbol
from pickface.labels.sscc import NotAnSscc
from tests.unit.labels.conftest import read

MADE: list[tuple[Callable[[str], Symbol], str, tuple[str, str]]] = [
    (barcodes.code128, "A-12-04", ("]C0", "A-12-04")),
    (barcodes.code128, "B 1001 ~>^", ("]C0", "B 1001 ~>^")),
    (barcodes.sscc_128, "340123450000000017", ("]C1", "00340123450000000017")),
    (barcodes.gs1_128, "(01)04006381333931(10)AB-1", ("]C1", "010400638133393110AB-1")),
    (barcodes.plate, "340123450000000017", ("]C1", "00340123450000000017")),
    (barcodes.plate, "T-0042", ("]C0", "T-0042")),
    (barcodes.ean13, "4006381333931", ("]E0", "4006381333931")),
    (barcodes.data_matrix, "T-0042", ("]d1", "T-0042")),
    (
        barcodes.gs1_data_matrix,
        "(01)04006381333931(17)271231(10)L7",
        ("]d2", "01040063813339311727123110L7"),
    ),
]


@pytest.mark.parametrize(("make", "text", "expected"), MADE)
def test_a_symbol_reads_back_from_its_own_picture(
    make: Callable[[str], Symbol], text: str, expected: tuple[str, str]
) -> None:
    assert read(make(text).bitmap(scale=3)) == {expected}


def test_a_web_address_reads_back_from_its_qr_code() -> None:
    assert [text for _, text in read(barcodes.qr("https://192.168.1.20:8443/").bitmap(4))] == [
        "https://192.168.1.20:8443/"
    ]


def test_a_symbol_brings_its_quiet_zone_along() -> None:
    symbol = barcodes.code128("A-12-04")
    black = Image.new("L", (symbol.width * 3 + 200, 400), 0)
    black.paste(symbol.bitmap(3), (100, 100))
    assert read(black) == {("]C0", "A-12-04")}


@settings(max_examples=40, deadline=None)
@given(
    st.text(st.characters(min_codepoint=32, max_codepoint=126), min_size=1, max_size=80).filter(
        str.strip
    )
)
def test_code_128_takes_any_printable_ascii(text: str) -> None:
    assert read(barcodes.code128(text).bitmap(2)) == {("]C0", text)}


def test_an_svg_draws_the_same_modules_as_the_symbol() -> None:
    symbol = barcodes.data_matrix("T-0042")
    svg = ET.fromstring(symbol.svg())
    assert svg.get("viewBox") == f"0 0 {symbol.width} {symbol.height}"
    path = svg.findall("{http://www.w3.org/2000/svg}path")[1].get("d", "")
    drawn = {
        (int(x) + step, int(y))
        for x, y, length in re.findall(r"M(\d+) (\d+)h(\d+)", path)
        for step in range(int(length))
    }
    black = {
        (x + symbol.quiet, y + symbol.quiet)
        for y, row in enumerate(symbol.rows)
        for x, module in enumerate(row)
        if module
    }
    assert drawn == black


def test_a_png_is_a_png() -> None:
    assert barcodes.code128("A").png().startswith(b"\x89PNG")


@pytest.mark.parametrize(
    ("make", "text"),
    [
        (barcodes.code128, ""),
        (barcodes.code128, "Łódź"),
        (barcodes.code128, "a\nb"),
        (barcodes.code128, "x" * 81),
        (barcodes.sscc_128, "340123450000000018"),
        (barcodes.plate, "340123450000000018"),
        (barcodes.gs1_128, "(00)340123450000000018"),
        (barcodes.gs1_128, "(01)04006381333932"),
        (barcodes.gs1_128, "04006381333931"),
        (barcodes.gs1_128, "(17)991399"),
        (barcodes.ean13, "4006381333932"),
        (barcodes.ean13, "40063813339"),
        (barcodes.ean13, "abcdefghijklm"),
        (barcodes.qr, ""),
        (barcodes.qr, "x" * 1001),
        (barcodes.data_matrix, "a\0b"),
    ],
)
def test_what_would_not_scan_is_not_made(make: Callable[[str], Symbol], text: str) -> None:
    with pytest.raises((NotPrintable, NotAnSscc)):
        make(text)
