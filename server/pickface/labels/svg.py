"""The first page of a document as a drawing for a screen: the same strokes as on paper, without a PDF reader.

The type of the screen is another, so each line of text is told how wide the paper's is.
"""

from __future__ import annotations

import base64
from collections.abc import Iterable
from html import escape

from reportlab.lib.units import mm

from pickface.labels import lettering
from pickface.labels.drawing import Box, Letters, Sheet, Size
from pickface.labels.lettering import BOLD, CODE


class Drawing(Sheet):
    """A sheet that is drawn as SVG, in millimetres; what comes after the first page is left out."""

    def __init__(self, size_mm: Size) -> None:
        super().__init__(size_mm)
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

    def rule(self, y: float, x: float = 4, weight: float = 0.7) -> None:
        """A line across the sheet."""
        self._fill([(x, y, self.width - 2 * x, weight / mm)])

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

    def _write(self, letters: Letters) -> None:
        text, font, points = letters.text, letters.font, letters.points
        if not text:
            return
        family = "monospace" if font == CODE else "sans-serif"
        weight = ' font-weight="bold"' if font in (BOLD, CODE) else ""
        wide = lettering.width(text, font, points) / mm
        self._draw(
            f'<text x="{letters.x:.2f}" y="{letters.y + letters.size * 0.78 / mm:.2f}" '
            f'font-family="{family}"{weight} font-size="{points / mm:.2f}" '
            f'text-anchor="{letters.anchor}" textLength="{wide:.2f}" '
            f'lengthAdjust="spacingAndGlyphs">{escape(text)}</text>'
        )

    def _fill(self, boxes: Iterable[Box]) -> None:
        for x, y, wide, tall in boxes:
            self._draw(f'<rect x="{x:.2f}" y="{y:.2f}" width="{wide:.2f}" height="{tall:.2f}"/>')

    def _draw(self, stroke: str) -> None:
        if not self.pages:
            self._strokes.append(stroke)
