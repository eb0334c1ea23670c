"""Reading an archive: everything in it is looked at before anything of it is believed."""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import sqlalchemy as sa

from pickface.archive.parts import FORMAT, PARTS, VERSION, Part, Ref
from pickface.db import db
from pickface.errors import BadRequest
from pickface.locations.rules import check_timezone
from pickface.locations.settings import from_json

Key = tuple[Any, ...]
_LONGEST_LINE: Final = 1 << 20
_LARGEST: Final = 2**53


class BadArchive(BadRequest):
    """The file is no archive of a site, or something in it cannot be: ``part`` and ``line`` say where."""

    code = "bad_archive"


@dataclass
class Archive:
    """An archive that holds together; ``hash`` names its content."""

    file: Path
    hash: str
    site: Mapping[str, Any]
    secrets: bool
    counts: Mapping[str, int]
    keys: dict[str, set[Key]] = field(default_factory=dict)

    def rows(self, part: Part) -> Iterator[dict[str, Any]]:
        """The rows of a part, in the order in which they were written."""
        with zipfile.ZipFile(self.file) as archive:
            for _, one in _lines(archive, part.name):
                yield one


def check(file: Path) -> Archive:
    """Read the whole archive; BadArchive for the first thing in it that cannot be. Nothing is written anywhere."""
    try:
        with zipfile.ZipFile(file) as archive:
            manifest = _manifest(archive)
            seen = Archive(
                file,
                _hash_of(manifest),
                manifest["site"],
                bool(manifest["secrets"]),
                {name: told["rows"] for name, told in manifest["parts"].items()},
            )
            for part in PARTS:
                _check_part(archive, part, manifest["parts"][part.name], seen)
    except (zipfile.BadZipFile, OSError, EOFError, KeyError, TypeError, AttributeError) as error:
        raise BadArchive(f"the file is no archive of a site: {error}") from error
    return seen


def _manifest(archive: zipfile.ZipFile) -> dict[str, Any]:
    try:
        manifest: dict[str, Any] = json.loads(archive.read("manifest.json"))
    except ValueError as error:
        raise BadArchive("manifest.json is no JSON") from error
    if manifest.get("format") != FORMAT:
        raise BadArchive("the file is no archive of a site")
    if manifest["version"] not in range(1, VERSION + 1):
        raise BadArchive(f"this Pickface reads archives up to version {VERSION}")
    missing = [part.name for part in PARTS if part.name not in manifest["parts"]]
    if missing:
        raise BadArchive(f"the archive lacks {', '.join(missing)}", part=missing[0])
    site = manifest["site"]
    for name, most in (("code", 12), ("name", 80), ("timezone", 40), ("address", 500), ("company", 80)):  # fmt: skip
        if not isinstance(site[name], str) or len(site[name]) > most:
            raise BadArchive(f"the site's {name} cannot be", part="site")
    try:
        check_timezone(site["timezone"])
        from_json(json.dumps(site["settings"])).check()
    except (BadRequest, TypeError) as error:
        raise BadArchive(f"the site's settings cannot be: {error}", part="site") from error
    return manifest


def _hash_of(manifest: Mapping[str, Any]) -> str:
    """What the archive holds, whenever it was made."""
    told = [manifest["site"], manifest["parts"]]
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()


def _lines(archive: zipfile.ZipFile, name: str) -> Iterator[tuple[bytes, dict[str, Any]]]:
    with archive.open(f"{name}.jsonl") as lines:
        for number, line in enumerate(iter(lambda: lines.readline(_LONGEST_LINE), b""), 1):
            try:
                one = json.loads(line)
            except ValueError as error:
                raise BadArchive(f"{name}, line {number} is no JSON", part=name, line=number) from error  # fmt: skip
            yield line, one


def _check_part(
    archive: zipfile.ZipFile, part: Part, told: Mapping[str, Any], seen: Archive
) -> None:
    hashed, number = hashlib.sha256(), 0
    keys = seen.keys[part.name] = set()
    for number, (line, one) in enumerate(_lines(archive, part.name), 1):
        hashed.update(line)
        wrong = _wrong(part, one, seen.keys)
        if wrong:
            raise BadArchive(f"{part.name}, line {number}: {wrong}", part=part.name, line=number)
        keys.add(key_of(part, one))
    if number != told["rows"] or hashed.hexdigest() != told["sha256"]:
        raise BadArchive(f"{part.name} is not what was written", part=part.name)


def _wrong(part: Part, one: Any, keys: Mapping[str, set[Key]]) -> str:
    """What cannot be in a row; '' if nothing."""
    if not isinstance(one, dict) or set(one) != set(part.fields):
        return f"it must have {', '.join(part.fields)}"
    columns = db.metadata.tables[part.table].c
    for name in part.columns:
        if not _fits(one[name], columns[name]):
            return f"{name} cannot be {one[name]!r}"
        if name in part.choices and one[name] not in part.choices[name]:
            return f"{name} cannot be {one[name]!r}"
    for ref in part.refs:
        named = named_by(ref, one)
        if not all(isinstance(name, str) for name in named):
            return f"{', '.join(ref.fields)} must be texts"
        if not is_none(ref, one) and named not in keys[ref.part]:
            return f"there is no {ref.part} {' / '.join(filter(None, named))}"
    return "it is there twice" if key_of(part, one) in keys[part.name] else ""


def _fits(value: Any, column: sa.Column[Any]) -> bool:
    if value is None:
        return bool(column.nullable)
    if isinstance(column.type, sa.Integer):
        least = 1 if column.name in {"qty", "pack_qty"} else -_LARGEST if column.name.endswith("mm") else 0  # fmt: skip
        return type(value) is int and least <= value < _LARGEST
    longest = getattr(column.type, "length", None) or 10_000
    return isinstance(value, str) and len(value) <= longest and "\x00" not in value


def key_of(part: Part, one: Mapping[str, Any]) -> Key:
    """What names a row within its part."""
    return tuple(one[name] for name in part.key)


def named_by(ref: Ref, one: Mapping[str, Any]) -> Key:
    """What a row names of another part."""
    return tuple(one[name] if name else "" for name in ref.fields)


def is_none(ref: Ref, one: Mapping[str, Any]) -> bool:
    """Whether it names nothing: of a lot the code is blank beside the item, of others all is."""
    told = ref.fields[1:2] if ref.part == "lots" else ref.fields
    return not any(one[name] for name in told)
