"""A sheet that is printed: a PDF document."""

from __future__ import annotations

import io
from collections.abc import Iterable

from reportlab.lib.units import mm
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from pickface.labels import lettering
from pickface.labels.drawing import Box, Letters, Sheet, Size


class Printed(Sheet):
    """One PDF document of equally large pages."""

    def __init__(self, size_mm: Size, title: str) -> None:
        super().__init__(size_mm)
        self._file = io.BytesIO()
        lettering.fonts()
        # Invariant: the same document is the same bytes, so that a reprint can be compared.
        self._canvas = Canvas(
            self._file, pagesize=(self.width * mm, self.height * mm), invariant=True
        )
        self._canvas.setTitle(lettering.plain(title))
        self._canvas.setAuthor("Pickface")

    def page(self) -> None:
        """Begin the next page."""
        self._canvas.showPage()

    def finish(self) -> bytes:
        """The document."""
        self._canvas.save()
        return self._file.getvalue()

    def rule(self, y: float, x: float = 4, weight: float = 0.7) -> None:
        """A line across the sheet."""
        self._canvas.setLineWidth(weight)
        self._canvas.line(x * mm, self._up(y), (self.width - x) * mm, self._up(y))

    def frame(self, x: float, y: float, width: float, height: float) -> None:
        """A thin grey box: where to cut."""
        self._canvas.setLineWidth(0.3)
        self._canvas.setStrokeGray(0.6)
        self._canvas.rect(x * mm, self._up(y + height), width * mm, height * mm)
        self._canvas.setStrokeGray(0)

    def picture(self, content: bytes, x: float, y: float, wide: float, tall: float) -> None:
        """A PNG or JPEG, as large as the box lets it be, at the box's upper left corner."""
        image = ImageReader(io.BytesIO(content))
        across, down = image.getSize()
        size = min(wide / across, tall / down)
        self._canvas.drawImage(
            image,
            x * mm,
            self._up(y + down * size),
            across * size * mm,
            down * size * mm,
            mask="auto",
        )

    def _write(self, letters: Letters) -> None:
        self._canvas.setFont(letters.font, letters.points)
        draw = {
            "start": self._canvas.drawString,
            "end": self._canvas.drawRightString,
            "middle": self._canvas.drawCentredString,
        }[letters.anchor]
        draw(letters.x * mm, self._up(letters.y) - letters.size * 0.78, letters.text)

    def _fill(self, boxes: Iterable[Box]) -> None:
        path = self._canvas.beginPath()
        for x, y, wide, tall in boxes:
            path.rect(x * mm, self._up(y + tall), wide * mm, tall * mm)
        self._canvas.drawPath(path, stroke=0, fill=1)

    def _up(self, y: float) -> float:
        """PDF counts in points from below."""
        return float((self.height - y) * mm)
