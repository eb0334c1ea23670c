"""Opening somebody's file as an archive: nothing that it claims is believed before it is looked at."""

from __future__ import annotations

import hashlib
import json
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final, NamedTuple

from pickface.archive.part import Part
from pickface.archive.parts import FORMAT, PARTS, VERSION
from pickface.errors import BadRequest
from pickface.locations.rules import check_timezone
from pickface.locations.settings import from_json

MANIFEST: Final = "manifest.json"
LONGEST_LINE: Final = 1 << 20
_LARGEST_MANIFEST: Final = 1 << 20
_LARGEST_WHOLE: Final = 4 << 30
_DENSEST: Final = 250
"""Rows of JSON become 5 to 40 times as small; a bomb, a thousand times."""
_SMALL: Final = 4 << 20
_NAMES: Final = {name for part in PARTS for name in (part.name, part.formerly) if name}
_KNOWN: Final = frozenset({MANIFEST, *(f"{name}.jsonl" for name in _NAMES)})
_SITE: Final = {"code": 12, "name": 80, "timezone": 40, "address": 500, "company": 80}


_UNREADABLE: Final = (
    zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError,
)  # fmt: skip
"""What the library says of a file that is broken, cut off, locked, or packed in a way that it does not know."""


class Problem(NamedTuple):
    """What cannot be: in which part, at which line (0: the part as a whole), why, and what it is about."""

    code: str
    part: str = ""
    line: int = 0
    about: str = ""

    def __str__(self) -> str:
        where = ", ".join([self.part, *([f"line {self.line}"] if self.line else [])])
        return f"{where}: {self.code} {self.about}" if self.part else f"{self.code} {self.about}"


class BadArchive(BadRequest):
    """The file is no archive of a site, or something in it cannot be: ``problems`` say what and where."""

    code = "bad_archive"

    def __init__(self, *problems: Problem, more: int = 0) -> None:
        super().__init__(
            "; ".join(str(one) for one in problems[:5]),
            problems=[one._asdict() for one in problems],
            more=more,
        )
        self.problems = problems


class Opened(NamedTuple):
    """An archive whose frame is right; its rows have not been looked at."""

    zip: zipfile.ZipFile
    manifest: Mapping[str, Any]

    @property
    def version(self) -> int:
        """Which version of the format it has."""
        return int(self.manifest["version"])

    def called(self, part: Part) -> str | None:
        """What the archive calls a part; None where it is older than that part."""
        if self.version < part.since:
            return None
        return part.formerly if part.formerly and self.version == 1 else part.name

    def lines(self, part: Part) -> Iterator[tuple[bytes, Any]]:
        """Each line and what it says; :class:`ValueError` for one that is no JSON."""
        name = self.called(part)
        if name is None:
            return
        with self.zip.open(f"{name}.jsonl") as lines:
            while line := lines.readline(LONGEST_LINE):
                yield line, json.loads(line)

    def hash(self) -> str:
        """What the archive holds, whenever it was made."""
        told = [self.manifest["site"], self.manifest["parts"]]
        return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()


@contextmanager
def opened(file: Path) -> Iterator[Opened]:
    """The archive; BadArchive for what is none, at once and without unpacking it."""
    try:
        with zipfile.ZipFile(file) as archive:
            _look_at_directory(archive)
            yield Opened(archive, _manifest(archive))
    except _UNREADABLE as error:
        raise BadArchive(Problem("archive_unreadable", about=str(error)[:200])) from error


def _look_at_directory(archive: zipfile.ZipFile) -> None:
    """What stands in the zip's directory: no other names than ours, none twice, nothing packed past believing."""
    names = [one.filename for one in archive.infolist()]
    strange = [name for name in names if name not in _KNOWN]
    if MANIFEST not in names:
        raise BadArchive(Problem("archive_of_something_else", about=", ".join(names[:3])[:200]))
    if len(names) != len(set(names)):
        raise BadArchive(Problem("archive_name_twice"))
    if strange and "version" in _manifest(archive):
        raise BadArchive(Problem("archive_strange_name", about=", ".join(strange[:3])[:200]))
    if sum(one.file_size for one in archive.infolist()) > _LARGEST_WHOLE:
        raise BadArchive(Problem("archive_too_large"))
    for one in archive.infolist():
        dense = one.file_size > _SMALL and one.file_size > _DENSEST * max(1, one.compress_size)
        if dense or one.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
            raise BadArchive(Problem("archive_packed_strangely", about=one.filename))


def _manifest(archive: zipfile.ZipFile) -> dict[str, Any]:
    info = archive.getinfo(MANIFEST)
    if info.file_size > _LARGEST_MANIFEST:
        raise BadArchive(Problem("archive_too_large", MANIFEST))
    try:
        manifest = json.loads(archive.read(MANIFEST))
    except (ValueError, RecursionError) as error:
        raise BadArchive(Problem("archive_no_json", MANIFEST)) from error
    if not isinstance(manifest, dict) or manifest.get("format") != FORMAT:
        raise BadArchive(Problem("archive_of_something_else"))
    version = manifest.get("version")
    if type(version) is not int or version < 1:
        raise BadArchive(Problem("archive_of_something_else"))
    if version > VERSION:
        raise BadArchive(Problem("archive_too_new", about=str(version)))
    _check_site(manifest.get("site"))
    told = manifest.get("parts")
    for part in PARTS:
        if version < part.since:
            continue
        name = part.formerly if part.formerly and version == 1 else part.name
        here = told.get(name) if isinstance(told, dict) else None
        told_right = (
            isinstance(here, dict)
            and type(here.get("rows")) is int
            and isinstance(here.get("sha256"), str)
        )
        if not told_right or f"{name}.jsonl" not in archive.namelist():
            raise BadArchive(Problem("archive_part_missing", name))
    return manifest


def _check_site(site: Any) -> None:
    if not isinstance(site, dict):
        raise BadArchive(Problem("archive_no_site", "site"))
    for name, most in _SITE.items():
        text = site.get(name)
        if not is_text(text, most) or (not text and name in {"code", "name"}):
            raise BadArchive(Problem("archive_value", "site", about=name))
    try:
        check_timezone(site["timezone"])
        from_json(json.dumps(site["settings"])).check()
    except (BadRequest, TypeError, ValueError, KeyError, AttributeError) as error:
        raise BadArchive(
            Problem("archive_value", "site", about=f"settings: {error}"[:200])
        ) from error


def is_text(value: Any, most: int) -> bool:
    """Whether it is a text that a database takes, of ``most`` signs."""
    if not isinstance(value, str) or len(value) > most or "\x00" in value:
        return False
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True
