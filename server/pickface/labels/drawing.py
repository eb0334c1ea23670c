"""A sheet to draw on, measured in millimetres from the upper left corner, as people measure paper.

What it is drawn as, PDF (``printed.py``) or SVG (``svg.py``), knows only strokes: letters, boxes, lines and pictures.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from reportlab.lib.units import mm

from pickface.labels import lettering
from pickface.labels.barcodes import Symbol
from pickface.labels.documents import Address
from pickface.labels.lettering import BOLD, REGULAR

Size = tuple[float, float]
"""Width and height, mm."""
Box = tuple[float, float, float, float]
"""Left, top, width and height, mm."""
A4_MM: Size = (210.0, 297.0)
LETTER_MM: Size = (215.9, 279.4)
LABEL_MM = (100.0, 150.0)
POINT_MM = 1 / mm
# Below this a 203 dpi printer and a handheld's imager no longer agree on what is a bar.
SMALLEST_MODULE_MM = 0.25


@dataclass(frozen=True)
class Letters:
    """One line that fits its room: ``x`` is its start, middle or end, ``y`` its upper edge (mm).

    ``points`` is how large it is set, ``size`` how large it was to be.
    """

    x: float
    y: float
    text: str
    font: str
    size: float
    points: float
    anchor: Literal["start", "middle", "end"]


class Sheet(ABC):
    """Equally large pages of one document."""

    def __init__(self, size_mm: Size) -> None:
        self.width, self.height = size_mm

    @abstractmethod
    def page(self) -> None:
        """Begin the next page."""

    @abstractmethod
    def finish(self) -> bytes:
        """The document."""

    @abstractmethod
    def rule(self, y: float, x: float = 4, weight: float = 0.7) -> None:
        """A line across the sheet, ``weight`` points thick."""

    @abstractmethod
    def frame(self, x: float, y: float, width: float, height: float) -> None:
        """A thin grey box: where to cut."""

    @abstractmethod
    def picture(self, content: bytes, x: float, y: float, wide: float, tall: float) -> None:
        """A PNG or JPEG, as large as the box lets it be, at the box's upper left corner."""

    @abstractmethod
    def _write(self, letters: Letters) -> None: ...

    @abstractmethod
    def _fill(self, boxes: Iterable[Box]) -> None: ...

    def text(
        self,
        x: float,
        y: float,
        text: str,
        size: float,
        font: str = REGULAR,
        room: float | None = None,
    ) -> None:
        """One line, its upper edge at ``y``: set smaller, then cut, if it is wider than the room (mm)."""
        room = self.width - x - 4 if room is None else room
        fitted, points = lettering.fit(text, font, size, room * mm, smallest=size * 0.6)
        self._write(Letters(x, y, fitted, font, size, points, "start"))

    def text_right(
        self,
        x: float,
        y: float,
        text: str,
        size: float,
        font: str = REGULAR,
        room: float | None = None,
    ) -> None:
        """One line that ends at ``x``: numbers line up; set smaller if it is wider than the room (mm)."""
        room = x if room is None else room
        fitted, points = lettering.fit(text, font, size, room * mm, smallest=size * 0.6)
        self._write(Letters(x, y, fitted, font, size, points, "end"))

    def text_centred(
        self, x: float, y: float, text: str, size: float, font: str, room: float
    ) -> None:
        """One line around ``x``, fitted to the room (mm)."""
        fitted, points = lettering.fit(text, font, size, room * mm, smallest=size * 0.4)
        self._write(Letters(x, y, fitted, font, size, points, "middle"))

    def paragraph(
        self,
        x: float,
        y: float,
        text: str,
        size: float,
        *,
        room: float,
        most: int,
        font: str = REGULAR,
    ) -> float:
        """A few lines of text; tells where the next thing may begin."""
        for line in lettering.wrap(text, font, size, room * mm, most):
            self.text(x, y, line, size, font, room)
            y += size * 1.25 * POINT_MM
        return y

    def address(
        self, x: float, y: float, address: Address, size: float, room: float, most: int = 6
    ) -> float:
        """A name in bold and the lines below it."""
        lines = [line for line in (address.name, *address.lines) if lettering.plain(line)][:most]
        for number, line in enumerate(lines):
            self.text(x, y, line, size, REGULAR if number else BOLD, room)
            y += size * 1.25 * POINT_MM
        return y

    def symbol(
        self, symbol: Symbol, x: float, y: float, room: float, height: float, module: float = 0.5
    ) -> None:
        """A barcode in the middle of a box, as large as it fits, but with modules no wider than ``module`` (mm)."""
        size = min(module, room / symbol.width)
        if not symbol.linear:
            size = min(size, height / symbol.height)
        left = x + (room - symbol.width * size) / 2
        tall = height if symbol.linear else size
        self._fill(
            (left + bar_x * size, y + (0 if symbol.linear else bar_y * size), length * size, tall)
            for bar_x, bar_y, length in symbol.bars()
        )
