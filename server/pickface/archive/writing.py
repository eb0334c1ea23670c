"""Writing a site into an archive: a zip of JSON lines, as the site was at one moment, handed on as it is written."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import sqlalchemy as sa

from pickface.archive.part import Line, Part
from pickface.archive.parts import FORMAT, PARTS, VERSION
from pickface.catalog.service import HOUSE
from pickface.db import clock, db, one_moment, row, rows

_PIECE: Final = 64 * 1024
_UNDER_WAY: Final = {
    "tasks": "SELECT COUNT(*) FROM task WHERE site_id = :site AND state IN ('begun', 'parked', 'held')",
    "orders": "SELECT COUNT(*) FROM orders WHERE site_id = :site AND state IN ('released', 'picked', 'packed')",
    "parcels": "SELECT COUNT(*) FROM shipment WHERE site_id = :site AND shipped_at IS NULL",
    "exceptions": "SELECT COUNT(*) FROM exception WHERE site_id = :site AND state = 'open'",
    "work_orders": "SELECT COUNT(*) FROM work_order WHERE site_id = :site AND state = 'open'",
    "inspections": "SELECT COUNT(*) FROM inspection WHERE site_id = :site AND waiting > 0",
}
"""What does not come over as it stands: better finished before a site moves."""


class _Spout(io.RawIOBase):
    """Keeps what the zip writes until it is handed on; nothing in it is written twice."""

    def __init__(self) -> None:
        self._kept = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self._kept += data
        return len(data)

    def waits(self) -> int:
        """How much has not been taken."""
        return len(self._kept)

    def take(self) -> bytes:
        """What was written since."""
        taken = bytes(self._kept)
        self._kept.clear()
        return taken


def export_site(site_id: int, to: Path, *, with_secrets: bool = False) -> dict[str, int]:
    """Write the site; answers how many rows each part has. A file that was there is replaced by a whole one."""
    half = to.with_name(f".{to.name}.half")
    counts: dict[str, int] = {}
    with half.open("wb") as file:
        for piece in stream_site(site_id, with_secrets=with_secrets, counts=counts):
            file.write(piece)
    half.replace(to)
    return counts


def stream_site(
    site_id: int, *, with_secrets: bool = False, counts: dict[str, int] | None = None
) -> Iterator[bytes]:
    """The archive, piece by piece as it is written; ``counts`` gets how many rows each part has."""
    counts = {} if counts is None else counts
    hashes: dict[str, str] = {}
    spout = _Spout()
    with one_moment(), zipfile.ZipFile(spout, "w", zipfile.ZIP_DEFLATED) as archive:
        for part in PARTS:
            hashed, many = hashlib.sha256(), 0
            with archive.open(f"{part.name}.jsonl", "w", force_zip64=True) as lines:
                for one in _rows(part, site_id, with_secrets):
                    text = json.dumps(one, ensure_ascii=False).encode() + b"\n"
                    hashed.update(text)
                    lines.write(text)
                    many += 1
                    if spout.waits() > _PIECE:
                        yield spout.take()
            counts[part.name], hashes[part.name] = many, hashed.hexdigest()
        manifest = {
            "format": FORMAT,
            "version": VERSION,
            "made_at": clock(),
            "site": _site(site_id),
            "secrets": with_secrets,
            "parts": {name: {"rows": counts[name], "sha256": hashes[name]} for name in counts},
        }
        archive.writestr("manifest.json", json.dumps(manifest, ensure_ascii=False, indent=1))
    yield spout.take()


def under_way(site_id: int) -> dict[str, int]:
    """How much of what is under way would not come over as it stands."""
    return {
        name: int(next(iter(dict(rows(sql, site=site_id)[0]).values())))
        for name, sql in _UNDER_WAY.items()
    }


def _site(site_id: int) -> dict[str, Any]:
    found = row("SELECT code, name, timezone, address, settings FROM site WHERE id = :id", id=site_id)  # fmt: skip
    house = row("SELECT name FROM owner WHERE id = :id", id=HOUSE)
    if found is None or house is None:
        raise LookupError(f"there is no site {site_id}")
    return {**found, "settings": json.loads(found["settings"]), "company": house["name"]}


def _rows(part: Part, site_id: int, with_secrets: bool) -> Iterator[Line]:
    bound = {"site": site_id} if ":site" in part.select else {}
    found = db.session.execute(
        sa.text(part.select),
        bound,
        execution_options={"stream_results": True, "max_row_buffer": 500},
    ).mappings()
    plain: Iterator[Line] = ({name: _plain(one[name]) for name in one} for one in found)
    for one in part.shape(plain) if part.shape else plain:
        kept = {name: one[name] for name in part.fields}
        if not with_secrets:
            kept |= dict.fromkeys(part.secrets, "")
        yield kept


def _plain(value: Any) -> Any:
    """PostgreSQL sums whole numbers into decimals."""
    return value if value is None or isinstance(value, str) else int(value)
