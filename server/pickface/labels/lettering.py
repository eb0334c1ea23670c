"""Type for PDF documents: fonts that go with us, and text made fit to print.

Fira Sans writes Latin of every European language, Vietnamese, Greek and Cyrillic; the fonts inside reportlab stop at
Western Europe. IBM Plex Mono writes codes, because there 0 has a dot and I has feet. Both come as packages, so a
machine without any fonts prints the same.
"""

from __future__ import annotations

import unicodedata
from functools import cache
from importlib.resources import files

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

REGULAR = "Pickface"
BOLD = "Pickface-Bold"
CODE = "Pickface-Code"
FONT_FILES = {
    REGULAR: ("fontpkg_fira_sans", "FiraSans-Regular.ttf"),
    BOLD: ("fontpkg_fira_sans", "FiraSans-Bold.ttf"),
    CODE: ("fontpkg_ibm_plex_mono", "IBMPlexMono-Bold.ttf"),
}
MISSING = "?"
ELLIPSIS = "…"
MAX_TEXT = 2000


@cache
def fonts() -> frozenset[str]:
    """Register the fonts, once per process, and tell their names."""
    for name, (package, file) in FONT_FILES.items():
        pdfmetrics.registerFont(TTFont(name, str(files(package) / "files" / file)))
    return frozenset(FONT_FILES)


def plain(text: str) -> str:
    """One line of text: composed accents, no control characters, no turning of the writing direction."""
    composed = unicodedata.normalize("NFC", text[:MAX_TEXT])
    spaced = (" " if unicodedata.category(c)[0] in "CZ" else c for c in composed)
    return " ".join("".join(spaced).split())


def printable(text: str, font: str) -> str:
    """The text with a question mark for what the font cannot write, rather than an empty box."""
    fonts()
    known = pdfmetrics.getFont(font).face.charToGlyph
    return "".join(c if ord(c) in known else MISSING for c in plain(text))


def width(text: str, font: str, size: float) -> float:
    """How wide it prints, in points."""
    fonts()
    return float(pdfmetrics.stringWidth(text, font, size))


def fit(text: str, font: str, size: float, room: float, smallest: float) -> tuple[str, float]:
    """The text and a size at which it fits the room: smaller first, then cut with an ellipsis."""
    text = printable(text, font)
    natural = width(text, font, size)
    if natural > room:
        size = max(smallest, size * room / natural)
    if width(text, font, size) <= room + 0.01:
        return text, size
    while text and width(text + ELLIPSIS, font, size) > room:
        text = text[:-1]
    return text.rstrip() + ELLIPSIS, size


def wrap(text: str, font: str, size: float, room: float, most: int) -> list[str]:
    """The text in at most so many lines; the last one is cut if there is more to say."""
    words = printable(text, font).split()
    lines: list[str] = []
    while words and len(lines) < most - 1:
        line = words.pop(0)
        while words and width(f"{line} {words[0]}", font, size) <= room:
            line = f"{line} {words.pop(0)}"
        lines.append(fit(line, font, size, room, size)[0])
    if words:
        lines.append(fit(" ".join(words), font, size, room, size)[0])
    return lines
