"""The first page of a document as a drawing for a screen: the same strokes as on paper, without a PDF reader.

The type of the screen is another, so each line of text is told how wide the paper's is.
"""

from __future__ import annotations

import base64
from html import escape

from reportlab.lib.units import mm

from pickface.labels import lettering
from pickface.labels.barcodes import Symbol
from pickface.labels.drawing import Sheet
from pickface.labels.lettering import BOLD, CODE, REGULAR


class Drawing(Sheet):
    """A sheet that is drawn as SVG, in millimetres; what comes after the first page is left out."""

    def __init__(self, size_mm: tuple[float, float], title: str = "") -> None:
        super().__init__(size_mm, title)
        self._strokes: list[str] = []
        self.pages = 0

    def page(self) -> None:
        """The page is full."""
        self.pages += 1

    def finish(self) -> bytes:
        """The drawing."""
        head = (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {self.width} {self.height}">'
            f'<rect width="{self.width}" height="{self.height}" fill="#fff"/>'
        )
        return (head + "".join(self._strokes) + "</svg>").encode()

    def text(
        self,
        x: float,
        y: float,
        text: str,
        size: float,
        font: str = REGULAR,
        room: float | None = None,
    ) -> None:
        """One line, as on paper."""
        room = self.width - x - 4 if room is None else room
        self._letters(x, y, text, size, font, room, anchor="start", least=0.6)

    def text_right(
        self,
        x: float,
        y: float,
        text: str,
        size: float,
        font: str = REGULAR,
        room: float | None = None,
    ) -> None:
        """One line that ends at ``x``."""
        self._letters(x, y, text, size, font, x if room is None else room, anchor="end", least=0.6)

    def text_centred(
        self, x: float, y: float, text: str, size: float, font: str, room: float
    ) -> None:
        """One line around ``x``."""
        self._letters(x, y, text, size, font, room, anchor="middle", least=0.4)

    def rule(self, y: float, x: float = 4, weight: float = 0.7) -> None:
        """A line across the sheet."""
        self._box(x, y, self.width - 2 * x, weight / mm)

    def frame(self, x: float, y: float, width: float, height: float) -> None:
        """A thin grey box."""
        self._draw(
            f'<rect x="{x:.2f}" y="{y:.2f}" width="{width:.2f}" height="{height:.2f}" fill="none" '
            'stroke="#999" stroke-width="0.15"/>'
        )

    def picture(self, content: bytes, x: float, y: float, wide: float, tall: float) -> None:
        """A PNG or JPEG in a box."""
        kind = "png" if content.startswith(b"\x89PNG") else "jpeg"
        told = base64.b64encode(content).decode()
        self._draw(
            f'<image x="{x}" y="{y}" width="{wide}" height="{tall}" preserveAspectRatio="xMinYMin" '
            f'href="data:image/{kind};base64,{told}"/>'
        )

    def symbol(
        self, symbol: Symbol, x: float, y: float, room: float, height: float, module: float = 0.5
    ) -> None:
        """A barcode."""
        size = min(module, room / symbol.width)
        if not symbol.linear:
            size = min(size, height / symbol.height)
        left = x + (room - symbol.width * size) / 2
        for bar_x, bar_y, length in symbol.bars():
            top = y + (0 if symbol.linear else bar_y * size)
            self._box(left + bar_x * size, top, length * size, height if symbol.linear else size)

    def _letters(
        self,
        x: float,
        y: float,
        text: str,
        size: float,
        font: str,
        room: float,
        *,
        anchor: str,
        least: float,
    ) -> None:
        fitted, points = lettering.fit(text, font, size, room * mm, smallest=size * least)
        if not fitted:
            return
        family = "monospace" if font == CODE else "sans-serif"
        weight = ' font-weight="bold"' if font in (BOLD, CODE) else ""
        wide = lettering.width(fitted, font, points) / mm
        self._draw(
            f'<text x="{x:.2f}" y="{y + size * 0.78 / mm:.2f}" font-family="{family}"{weight} '
            f'font-size="{points / mm:.2f}" text-anchor="{anchor}" textLength="{wide:.2f}" '
            f'lengthAdjust="spacingAndGlyphs">{escape(fitted)}</text>'
        )

    def _box(self, x: float, y: float, wide: float, tall: float) -> None:
        self._draw(f'<rect x="{x:.2f}" y="{y:.2f}" width="{wide:.2f}" height="{tall:.2f}"/>')

    def _draw(self, stroke: str) -> None:
        if not self.pages:
            self._strokes.append(stroke)
