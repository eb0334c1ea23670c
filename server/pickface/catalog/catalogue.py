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
_TABLES = {
    "items": "SELECT id, sku, name, tracking, zone_code FROM item WHERE active = 1 ORDER BY id",
    "codes": "SELECT b.key, b.item_id, b.qty, b.pack FROM barcode b "
    "JOIN item i ON i.id = b.item_id WHERE i.active = 1 ORDER BY b.id",
    "places": "SELECT p.id, p.code, p.kind, coalesce(z.code, '') AS zone, p.aisle, p.bay, p.level, "
    "p.x_mm, p.y_mm "
    "FROM place p LEFT JOIN zone z ON z.id = p.zone_id "
    "WHERE p.site_id = :site AND p.virtual = 0 AND p.active = 1 ORDER BY p.id",
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
        for name, sql in _TABLES.items():
            params: dict[str, Any] = {"site": site_id} if ":site" in sql else {}
            found = connection.execution_options(yield_per=PIECE).execute(sa.text(sql), params)
            yield b', "%s": [' % name.encode()
            between = b""
            for part in found.partitions(PIECE):
                listed = [list(row) for row in part]
                yield between + json.dumps(listed, separators=(",", ":"))[1:-1].encode()
                between = b","
            yield b"]"
    yield b"}"
