"""Reads the shared vectors; what all scripts of a file have in common is written once in it."""

import json
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "vectors"
REDUCER_FILES = ("task", "take", "put", "collect", "walks")


def vectors(name: str) -> list[dict[str, Any]]:
    """The vectors of a reducer file, each with its whole script."""
    book = json.loads((FOLDER / f"{name}.json").read_text("utf-8"))
    return [{**each, "script": {**book["shared"], **each["script"]}} for each in book["vectors"]]


def barcodes() -> list[dict[str, Any]]:
    """The barcode vectors."""
    rows: list[dict[str, Any]] = json.loads((FOLDER / "barcodes.json").read_text("utf-8"))
    return rows
