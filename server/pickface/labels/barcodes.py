"""Barcodes as a grid of modules, checked before they are made, with the quiet zone that makes them readable.

The symbols are zxing-cpp's. It encodes whatever digits it is given, so GS1 data is parsed with biip first; and its own
pictures come without a quiet zone for some symbologies, so the grid is taken bare and the zone is added here.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass

import biip
import numpy as np
import zxingcpp
from biip import ParseError
from PIL import Image
from zxingcpp import BarcodeFormat

from pickface.errors import BadRequest
from pickface.labels import sscc

MAX_LINEAR = 80
MAX_MATRIX = 1000

# In modules; from the symbologies' standards. The quiet zone is part of the symbol: without it, no scanner reads it.
QUIET_LINEAR = 10
QUIET_EAN = 11
QUIET_QR = 4
QUIET_DATA_MATRIX = 2


class NotPrintable(BadRequest):
    """The text cannot be written in that symbology; ``params`` hold it."""

    code = "barcode_not_printable"


@dataclass(frozen=True)
class Symbol:
    """A barcode before it has a size: rows of modules, True for black; a linear one has a single row."""

    text: str
    rows: tuple[tuple[bool, ...], ...]
    quiet: int

    @property
    def linear(self) -> bool:
        """Whether the bars may be drawn at any height."""
        return len(self.rows) == 1

    @property
    def width(self) -> int:
        """Modules across, quiet zones included."""
        return len(self.rows[0]) + 2 * self.quiet

    @property
    def height(self) -> int:
        """Modules down, quiet zones included; a linear symbol needs none above and below."""
        return 1 if self.linear else len(self.rows) + 2 * self.quiet

    def bars(self) -> Iterator[tuple[int, int, int]]:
        """The black runs as (x, y, length) in modules from the upper left corner, quiet zone counted."""
        top = 0 if self.linear else self.quiet
        for y, row in enumerate(self.rows, top):
            x = 0
            while x < len(row):
                length = 1
                while x + length < len(row) and row[x + length] == row[x]:
                    length += 1
                if row[x]:
                    yield x + self.quiet, y, length
                x += length

    def svg(self, bar_height: int = 40) -> str:
        """An SVG without a size of its own: it fills its box and keeps its shape."""
        tall = bar_height if self.linear else 1
        path = "".join(f"M{x} {y * tall}h{n}v{tall}h-{n}z" for x, y, n in self.bars())
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {self.width} {self.height * tall}" '
            f'shape-rendering="crispEdges"><path fill="#fff" d="M0 0h{self.width}v{self.height * tall}'
            f'H0z"/><path d="{path}"/></svg>'
        )

    def bitmap(self, scale: int = 2, bar_height: int = 40) -> Image.Image:
        """A grey picture with ``scale`` pixels a module; ``bar_height`` modules for a linear symbol."""
        grid = np.array(self.rows, dtype=bool)
        if self.linear:
            grid = np.repeat(grid, bar_height, axis=0)
        # A picture stands alone, so a linear symbol gets its white above and below too.
        grid = np.pad(grid, self.quiet)
        pixels = np.where(grid, 0, 255).astype(np.uint8)
        return Image.fromarray(pixels.repeat(scale, axis=0).repeat(scale, axis=1))

    def png(self, scale: int = 2, bar_height: int = 40) -> bytes:
        """The bitmap as a PNG file."""
        file = io.BytesIO()
        self.bitmap(scale, bar_height).save(file, "PNG", optimize=True)
        return file.getvalue()


def code128(text: str) -> Symbol:
    """Code 128 of printable ASCII: place codes, licence plates, badges, order numbers."""
    if not text or len(text) > MAX_LINEAR or not (text.isascii() and text.isprintable()):
        raise NotPrintable("Code 128 takes 1 to 80 printable ASCII characters", text=text[:100])
    return _symbol(text, BarcodeFormat.Code128, QUIET_LINEAR)


def gs1_128(elements: str) -> Symbol:
    """GS1-128 of an element string in brackets, such as ``(00)340123450000000017``."""
    return _symbol(_gs1(elements), BarcodeFormat.Code128, QUIET_LINEAR, gs1=True)


def sscc_128(code: str) -> Symbol:
    """The GS1-128 of a carton or pallet."""
    return gs1_128(f"(00){sscc.checked(code)}")


def plate(code: str) -> Symbol:
    """A licence plate: GS1-128 if it has the 18 digits of an SSCC (which must then be right), else Code 128."""
    return sscc_128(code) if sscc.looks_like_one(code) else code128(code)


def ean13(gtin: str) -> Symbol:
    """EAN-13 of 13 digits whose check digit is right."""
    try:
        found = biip.parse(gtin).gtin if len(gtin) == 13 else None
    except ParseError:
        found = None
    if found is None:
        raise NotPrintable("EAN-13 takes 13 digits with the right check digit", text=gtin[:100])
    return _symbol(gtin, BarcodeFormat.EAN13, QUIET_EAN)


def of_item(code: str) -> Symbol:
    """An item's barcode: EAN-13 where it is one, else Code 128."""
    try:
        return ean13(code)
    except NotPrintable:
        return code128(code)


def qr(text: str) -> Symbol:
    """QR code: web addresses."""
    return _matrix(text, BarcodeFormat.QRCode, QUIET_QR, ec_level="M")


def data_matrix(text: str) -> Symbol:
    """Square Data Matrix: small labels that a camera or imager reads at any angle."""
    return _matrix(text, BarcodeFormat.DataMatrix, QUIET_DATA_MATRIX, force_square=True)


def gs1_data_matrix(elements: str) -> Symbol:
    """GS1 Data Matrix of an element string in brackets."""
    symbol = _gs1(elements)
    return _symbol(symbol, BarcodeFormat.DataMatrix, QUIET_DATA_MATRIX, gs1=True, force_square=True)


def _matrix(text: str, format_: BarcodeFormat, quiet: int, **options: object) -> Symbol:
    if not text or len(text) > MAX_MATRIX or "\0" in text:
        raise NotPrintable(f"takes 1 to {MAX_MATRIX} characters", text=text[:100])
    return _symbol(text, format_, quiet, **options)


def _gs1(elements: str) -> str:
    """Check an element string in brackets: known identifiers, and right check digits of every key in it."""
    if not elements.startswith("(") or len(elements) > MAX_LINEAR:
        raise NotPrintable(
            "a GS1 element string begins with its identifier in brackets", text=elements[:100]
        )
    try:
        message = biip.gs1_messages.GS1Message.parse_hri(elements)
    except ParseError as error:
        raise NotPrintable(str(error), text=elements[:100]) from error
    for element in message.element_strings:
        wrong = element.sscc_error or element.gtin_error or element.gln_error
        if wrong:
            raise NotPrintable(wrong, text=elements[:100])
    return elements


def _symbol(text: str, format_: BarcodeFormat, quiet: int, **options: object) -> Symbol:
    try:
        barcode = zxingcpp.create_barcode(text, format_, **options)
    except ValueError as error:
        raise NotPrintable(str(error), text=text[:100]) from error
    black = np.array(barcode.to_image(scale=1, add_quiet_zones=False)) == 0
    if format_ not in (BarcodeFormat.QRCode, BarcodeFormat.DataMatrix):
        black = black[:1]
    return Symbol(text, tuple(tuple(bool(module) for module in row) for row in black), quiet)
