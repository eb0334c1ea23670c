"""A sheet to draw on, measured in millimetres from the upper left corner, as people measure paper."""

from __future__ import annotations

import io

from reportlab.lib.units import mm
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from pickface.labels import lettering
from pickface.labels.barcodes import Symbol
from pickface.labels.documents import Address
from pickface.labels.lettering import BOLD, REGULAR

Size = tuple[float, float]
"""Width and height, mm."""
A4_MM: Size = (210.0, 297.0)
LETTER_MM: Size = (215.9, 279.4)
LABEL_MM = (100.0, 150.0)
POINT_MM = 1 / mm
# Below this a 203 dpi printer and a handheld's imager no longer agree on what is a bar.
SMALLEST_MODULE_MM = 0.25


class Sheet:
    """One PDF document of equally large pages."""

    def __init__(self, size_mm: tuple[float, float], title: str) -> None:
        self.width, self.height = size_mm
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
        self._canvas.setFont(font, points)
        self._canvas.drawString(x * mm, self._up(y) - size * 0.78, fitted)

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
        self._canvas.setFont(font, points)
        self._canvas.drawRightString(x * mm, self._up(y) - size * 0.78, fitted)

    def text_centred(
        self, x: float, y: float, text: str, size: float, font: str, room: float
    ) -> None:
        """One line around ``x``, fitted to the room (mm)."""
        fitted, points = lettering.fit(text, font, size, room * mm, smallest=size * 0.4)
        self._canvas.setFont(font, points)
        self._canvas.drawCentredString(x * mm, self._up(y) - size * 0.78, fitted)

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

    def symbol(
        self, symbol: Symbol, x: float, y: float, room: float, height: float, module: float = 0.5
    ) -> None:
        """A barcode in the middle of a box, as large as it fits, but with modules no wider than ``module`` (mm)."""
        size = min(module, room / symbol.width)
        if not symbol.linear:
            size = min(size, height / symbol.height)
        left = x + (room - symbol.width * size) / 2
        tall = height if symbol.linear else size
        path = self._canvas.beginPath()
        for bar_x, bar_y, length in symbol.bars():
            top = y + (0 if symbol.linear else bar_y * size)
            path.rect(
                (left + bar_x * size) * mm, self._up(top + tall), length * size * mm, tall * mm
            )
        self._canvas.drawPath(path, stroke=0, fill=1)

    def _up(self, y: float) -> float:
        """PDF counts in points from below."""
        return float((self.height - y) * mm)
