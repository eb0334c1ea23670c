"""The catalogue that handhelds keep for offline scans: written once for everybody, again only when something changed.

It is made in pieces, so that scans go on while 200,000 items are written, and kept compressed.
"""

from __future__ import annotations

import hashlib
import json
import threading
import time
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from pickface.db import clock, db

LOOK_EVERY_S = 2.0
PIECE = 2_000

_STATE = (
    "SELECT (SELECT count(*) FROM item) || '.' || (SELECT coalesce(max(changed_at), 0) FROM item) || '.' || "
    "(SELECT count(*) FROM barcode) || '.' || (SELECT coalesce(max(id), 0) FROM barcode) || '.' || "
    "(SELECT count(*) FROM place WHERE site_id = :site AND active = 1) || '.' || "
    "(SELECT coalesce(max(id), 0) FROM place WHERE site_id = :site) || '.' || "
    "(SELECT coalesce(max(id), 0) FROM place_change WHERE site_id = :site)"
)
_KIND = "CASE WHEN p.active = 1 THEN p.kind ELSE 'out_of_use' END AS kind"
"""What is out of use is of a kind that no step takes."""
_STANDS = "coalesce(z.code, '') AS zone, p.aisle, p.bay, p.level, p.x_mm, p.y_mm"
_TABLES = {
    "items": [
        "SELECT id, sku, name, tracking, zone_code FROM item WHERE active = 1 ORDER BY id",
    ],
    "codes": [
        "SELECT b.key, b.item_id, b.qty, b.pack FROM barcode b "
        "JOIN item i ON i.id = b.item_id WHERE i.active = 1 ORDER BY b.id",
    ],
    # Old labels first: a place's own name is then the one that is shown.
    "places": [
        f"SELECT p.id, c.old, {_KIND}, {_STANDS} FROM place_change c JOIN place p ON p.id = c.place_id "
        "LEFT JOIN zone z ON z.id = p.zone_id WHERE c.site_id = :site AND c.name = 'code' AND p.virtual = 0 "
        "AND NOT EXISTS (SELECT 1 FROM place n WHERE n.site_id = c.site_id AND n.code = c.old) "
        "AND NOT EXISTS (SELECT 1 FROM place_change o WHERE o.site_id = c.site_id AND o.name = 'code' "
        "AND o.old = c.old AND o.id > c.id) ORDER BY c.id",
        f"SELECT p.id, p.code, {_KIND}, {_STANDS} FROM place p LEFT JOIN zone z ON z.id = p.zone_id "
        "WHERE p.site_id = :site AND p.virtual = 0 ORDER BY p.id",
    ],
}


@dataclass(frozen=True)
class Edition:
    """The catalogue of a site as it was at one state of the tables."""

    state: str
    etag: str
    zipped: bytes


class Catalogue:
    """The newest edition for each site, in this process."""

    def __init__(self) -> None:
        self._editions: dict[int, Edition] = {}
        self._looked_at: dict[int, float] = {}
        self._lock = threading.Lock()

    def edition(self, site_id: int) -> Edition:
        """The edition that is right now, two seconds more or less."""
        known = self._editions.get(site_id)
        if known is not None and time.monotonic() < self._looked_at[site_id] + LOOK_EVERY_S:
            return known
        with self._lock:
            looked_at = time.monotonic()
            state = self._state(site_id)
            known = self._editions.get(site_id)
            if known is None or known.state != state:
                known = _write(site_id, state)
                self._editions[site_id] = known
            self._looked_at[site_id] = looked_at
            return known

    def look_again(self) -> None:
        """Somebody waits for what has changed: whoever asks next gets it. Other processes look by themselves."""
        with self._lock:
            self._looked_at = dict.fromkeys(self._looked_at, float("-inf"))

    def _state(self, site_id: int) -> str:
        with db.engine.connect() as connection:
            return str(connection.scalar(sa.text(_STATE), {"site": site_id}))


def _write(site_id: int, state: str) -> Edition:
    digest = hashlib.sha256()
    # 16 + 15: a gzip header, the window that browsers expect; 1: quick, and still a fifth of the size.
    gzip = zlib.compressobj(1, zlib.DEFLATED, 16 + zlib.MAX_WBITS)
    zipped = bytearray()
    # Outside the digest: the same content has the same tag in every process and after a restart.
    zipped += gzip.compress(b'{"age": %d' % clock())
    for piece in _pieces(site_id):
        digest.update(piece)
        zipped += gzip.compress(piece)
    zipped += gzip.flush()
    return Edition(state, f'"{digest.hexdigest()[:32]}"', bytes(zipped))


def _pieces(site_id: int) -> Iterator[bytes]:
    with db.engine.connect() as connection:
        for name, statements in _TABLES.items():
            yield b', "%s": [' % name.encode()
            between = b""
            for sql in statements:
                params: dict[str, Any] = {"site": site_id} if ":site" in sql else {}
                found = connection.execution_options(yield_per=PIECE).execute(sa.text(sql), params)
                for part in found.partitions(PIECE):
                    listed = [list(row) for row in part]
                    yield between + json.dumps(listed, separators=(",", ":"))[1:-1].encode()
                    between = b","
            yield b"]"
    yield b"}"
