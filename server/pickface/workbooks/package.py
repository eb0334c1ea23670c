"""What a workbook is from outside: a zip of XML parts. What is none, or would burst, is refused before it is opened."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any, Final

from pickface.errors import BadRequest

ZIP: Final = b"PK\x03\x04"
MOST_PARTS: Final = 2_000
MOST_UNPACKED: Final = 256 << 20
"""A hundred thousand rows of twenty cells take about 100 MB."""
SMALL: Final = 8 << 20
MOST_TIMES_LARGER: Final = 250
"""A sheet of equal rows packs to a fiftieth; a bomb to a thousandth."""
_PACKED = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_LOCKED = 0x1


class BadWorkbook(BadRequest):
    """The workbook as a whole cannot be read; ``because`` says why."""

    code = "bad_workbook"

    def __init__(self, because: str, **params: Any) -> None:
        super().__init__(f"the workbook cannot be read: {because}", because=because, **params)


def looks_like_one(start: bytes) -> bool:
    """Whether a file that starts so may be a workbook."""
    return start.startswith(ZIP)


def look_over(file: Path) -> None:
    """Refuse what is no workbook, or unpacks to too much, or defines entities; BadWorkbook."""
    try:
        with zipfile.ZipFile(file) as package:
            parts = package.infolist()
            _refuse_others(package, {part.filename for part in parts})
            _refuse_large(parts)
            for part in parts:
                if part.filename.endswith((".xml", ".rels")):
                    _refuse_entities(package, part)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, OSError, EOFError, ValueError) as error:
        raise BadWorkbook("workbook") from error


def _refuse_others(package: zipfile.ZipFile, names: set[str]) -> None:
    if "mimetype" in names:
        with package.open("mimetype") as kind:
            if kind.read(22) == b"application/vnd.oasis.":
                raise BadWorkbook("other_workbook")
    if "[Content_Types].xml" not in names:
        raise BadWorkbook("packed")
    if "xl/workbook.bin" in names or not any(name.startswith("xl/") for name in names):
        raise BadWorkbook("other_workbook")


def _refuse_large(parts: list[zipfile.ZipInfo]) -> None:
    # Reading stops at the size that a part claims, so a claim that lies gains nothing.
    unpacked = sum(part.file_size for part in parts)
    packed = sum(part.compress_size for part in parts)
    if (
        len(parts) > MOST_PARTS
        or unpacked > MOST_UNPACKED
        or (unpacked > SMALL and unpacked > packed * MOST_TIMES_LARGER)
    ):
        raise BadWorkbook("too_large")
    if any(part.flag_bits & _LOCKED or part.compress_type not in _PACKED for part in parts):
        raise BadWorkbook("locked")


def _refuse_entities(package: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    """No workbook needs a document type; the parser refuses entities besides, wherever they are defined."""
    with package.open(part) as xml:
        if b"<!DOCTYPE" in xml.read(2_000):
            raise BadWorkbook("entities")
