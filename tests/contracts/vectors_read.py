"""Reads the shared vectors; what all scripts of a file have in common is written once in it."""

import json
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "vectors"
REDUCER_FILES = (
    "task",
    "take",
    "share",
    "wall",
    "put",
    "collect",
    "cartons",
    "aside",
    "grades",
    "looks",
    "asks",
    "loading",
    "walks",
)


def vectors(name: str) -> list[dict[str, Any]]:
    """The vectors of a reducer file, each with its whole script."""
    book = json.loads((FOLDER / f"{name}.json").read_text("utf-8"))
    return [{**each, "script": {**book["shared"], **each["script"]}} for each in book["vectors"]]


def barcodes() -> list[dict[str, Any]]:
    """The barcode vectors: those written by hand, and those that ``make_codes`` prints."""
    rows: list[dict[str, Any]] = []
    for name in ("barcodes", "codes"):
        rows += json.loads((FOLDER / f"{name}.json").read_text("utf-8"))
    return [_scanned(row) for row in rows]


def _scanned(row: dict[str, Any]) -> dict[str, Any]:
    """As the parser gets it: repeated as often as the row says, GS in place of what a reader writes for it."""
    raw = row["raw"] * row.get("times", 1)
    return {**row, "raw": raw.replace(row["gs"], "\x1d") if "gs" in row else raw}
