"""How well a folder of photos is read, against a manifest that says what is in each of them.

The manifest has the columns file, expected, symbology, parted by tabs; an empty ``expected`` means that the picture
holds no barcode, and a file with several barcodes stands in several lines. A text that a picture was not said to hold
is a wrong read, or a false positive if it was said to hold none. A file that is missing or no picture is not read.
"""

from __future__ import annotations

import csv
import re
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from typing import Any

import numpy as np

from pickface.errors import BadRequest, PickfaceError

NO_BARCODE = "none"
# Names that one symbology goes by, without case and signs.
NAMES = {
    "ean13": "EAN-13",
    "gtin13": "EAN-13",
    "ean8": "EAN-8",
    "upca": "UPC-A",
    "upce": "UPC-E",
    "code128": "Code 128",
    "gs1128": "GS1-128",
    "ean128": "GS1-128",
    "code39": "Code 39",
    "code93": "Code 93",
    "itf": "ITF",
    "itf14": "ITF",
    "i25": "ITF",
    "interleaved2of5": "ITF",
    "databar": "DataBar",
    "databaromni": "DataBar",
    "databaromnidirectional": "DataBar",
    "rss14": "DataBar",
    "databarexpanded": "DataBar Expanded",
    "rssexpanded": "DataBar Expanded",
    "qr": "QR Code",
    "qrcode": "QR Code",
    "datamatrix": "Data Matrix",
    "gs1datamatrix": "Data Matrix",
    "pdf417": "PDF417",
    "aztec": "Aztec",
    "azteccode": "Aztec",
}
_AIM = re.compile(r"\][A-Za-z][0-9A-Za-z]")
_SEPARATORS = re.compile(r"\x1d|<GS>|\{GS\}|\\x1d|\\u001d|<FNC1>|\{FNC1\}", re.IGNORECASE)
_GS1_BRACKETS = re.compile(r"\((\d{2,4})\)")


class BadManifest(BadRequest):
    """The manifest has no lines that say which file holds what."""

    code = "bad_file"


@dataclass(frozen=True)
class Expectation:
    """One line of the manifest."""

    file: str
    expected: str
    symbology: str


@dataclass
class Tally:
    """What was seen of some pictures."""

    images: int = 0
    read: int = 0
    wrong: int = 0
    false_positives: int = 0
    times_ms: list[float] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        """The numbers that the command prints."""
        times = self.times_ms or [0.0]
        return {
            "images": self.images,
            "read": self.read,
            "wrong": self.wrong,
            "false_positives": self.false_positives,
            "median_ms": round(float(np.percentile(times, 50)), 1),
            "p95_ms": round(float(np.percentile(times, 95)), 1),
        }


Decode = Callable[[bytes], Iterable[str]]


def expectations(manifest: Path) -> list[Expectation]:
    """The manifest's lines, one file's together."""
    try:
        text = manifest.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as broken:
        raise BadManifest(f"{manifest} cannot be read: {broken}") from broken
    lines = csv.DictReader(text.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE)
    if not {"file", "expected"} <= set(lines.fieldnames or ()):
        raise BadManifest(
            f"{manifest} needs the columns file, expected, symbology, with tabs between"
        )
    found = [
        _expectation(line["file"].strip(), line["expected"] or "", line.get("symbology") or "")
        for line in lines
        if (line["file"] or "").strip()
    ]
    return sorted(found, key=lambda one: one.file)


def evaluate(folder: Path, told: Iterable[Expectation], decode: Decode) -> dict[str, Any]:
    """Decode every file once and count, in all and per symbology."""
    tallies: dict[str, Tally] = defaultdict(Tally)
    for file, lines in groupby(told, key=lambda one: one.file):
        wanted = list(lines)
        texts, took_ms = _timed(folder / file, decode)
        for name, group in _groups(wanted):
            _count(tallies[name], wanted, group, texts, took_ms)
    return {
        **tallies.pop("", Tally()).as_json(),
        "symbologies": {name: tally.as_json() for name, tally in sorted(tallies.items())},
    }


def normal(text: str) -> str:
    """One form of a text, however it is written: GS1 with brackets or raw, a GTIN of any length."""
    bare = _AIM.sub("", text, count=1) if _AIM.match(text) else text
    bare = _GS1_BRACKETS.sub(r"\1", _SEPARATORS.sub("", bare)).strip()
    if bare.isascii() and bare.isdigit() and len(bare) in (8, 12, 13):
        return bare.zfill(14)
    return bare


def named(symbology: str) -> str:
    """The name that a symbology goes by here; what is not known stays as it is."""
    return NAMES.get(re.sub(r"[^a-z0-9]", "", symbology.lower()), symbology.strip())


def _expectation(file: str, expected: str, symbology: str) -> Expectation:
    name = named(symbology)
    return Expectation(file, _unfolded(expected) if name == "UPC-E" else expected, name)


def _unfolded(upc_e: str) -> str:
    """The twelve digits that the eight of a UPC-E stand for; readers tell them so."""
    found = re.fullmatch(r"([01])(\d\d)(\d\d)(\d)(\d)(\d)", upc_e.strip())
    if not found:
        return upc_e
    system, maker, item, fifth, last, check = found.groups()
    if last in "012":
        return f"{system}{maker}{last}0000{item}{fifth}{check}"
    if last == "3":
        return f"{system}{maker}{item[0]}00000{item[1]}{fifth}{check}"
    if last == "4":
        return f"{system}{maker}{item}00000{fifth}{check}"
    return f"{system}{maker}{item}{fifth}0000{last}{check}"


def _timed(path: Path, decode: Decode) -> tuple[list[str], float]:
    began = time.perf_counter()
    try:
        texts = list(decode(path.read_bytes()))
    except (OSError, PickfaceError):
        texts = []
    return texts, (time.perf_counter() - began) * 1_000


def _groups(wanted: list[Expectation]) -> Iterator[tuple[str, list[Expectation]]]:
    """All of a file's lines, then those of each symbology."""
    yield "", wanted
    for name in dict.fromkeys(one.symbology or NO_BARCODE for one in wanted):
        yield name, [one for one in wanted if (one.symbology or NO_BARCODE) == name]


def _count(
    tally: Tally,
    wanted: list[Expectation],
    group: list[Expectation],
    texts: list[str],
    took_ms: float,
) -> None:
    held = {normal(one.expected) for one in wanted if one.expected}
    told = {normal(text) for text in texts}
    tally.images += 1
    tally.times_ms.append(took_ms)
    tally.read += sum(1 for one in group if one.expected and normal(one.expected) in told)
    if told - held:
        tally.wrong += bool(held)
        tally.false_positives += not held
