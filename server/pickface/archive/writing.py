"""Writing a site into an archive: a zip of JSON lines, as the site was at one moment."""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from pickface.archive.parts import FORMAT, PARTS, SECRETS, VERSION, Part
from pickface.catalog.service import HOUSE
from pickface.db import clock, db, one_moment, row


def export_site(site_id: int, to: Path, *, with_secrets: bool = False) -> dict[str, int]:
    """Write the site; answers how many rows each part has. A file that was there is replaced by a whole one."""
    half = to.with_name(f".{to.name}.half")
    counts: dict[str, int] = {}
    hashes: dict[str, str] = {}
    with one_moment(), zipfile.ZipFile(half, "w", zipfile.ZIP_DEFLATED) as archive:
        for part in PARTS:
            hashed, many = hashlib.sha256(), 0
            with archive.open(f"{part.name}.jsonl", "w") as lines:
                for one in _rows(part, site_id, with_secrets):
                    text = json.dumps(one, ensure_ascii=False).encode() + b"\n"
                    hashed.update(text)
                    lines.write(text)
                    many += 1
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
    half.replace(to)
    return counts


def _site(site_id: int) -> dict[str, Any]:
    found = row("SELECT code, name, timezone, address, settings FROM site WHERE id = :id", id=site_id)  # fmt: skip
    house = row("SELECT name FROM owner WHERE id = :id", id=HOUSE)
    if found is None or house is None:
        raise LookupError(f"there is no site {site_id}")
    return {**found, "settings": json.loads(found["settings"]), "company": house["name"]}


def _rows(part: Part, site_id: int, with_secrets: bool) -> Iterator[dict[str, Any]]:
    bound = {"site": site_id} if ":site" in part.select else {}
    for found in db.session.execute(sa.text(part.select), bound).mappings():
        one = {name: _plain(found[name]) for name in part.fields}
        if part.name == "people" and not with_secrets:
            one |= dict.fromkeys(SECRETS, "")
        yield one


def _plain(value: Any) -> Any:
    """PostgreSQL sums whole numbers into decimals."""
    return value if value is None or isinstance(value, str) else int(value)
