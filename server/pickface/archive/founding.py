"""The site that an archive is brought into: made, or the one that was just founded, made over."""

from __future__ import annotations

import json

from pickface.archive.checking import Archive
from pickface.catalog.service import HOUSE
from pickface.db import Tx
from pickface.locations.rules import FLOOR
from pickface.locations.service import create_site
from pickface.locations.settings import as_json, from_json


def have_site(tx: Tx, archive: Archive) -> int:
    """Have the site there, once; its id."""
    said = archive.site
    standing = tx.one("SELECT id, code FROM site ORDER BY id LIMIT 1")
    settings = from_json(json.dumps(said["settings"]))
    tx.run("UPDATE owner SET name = :name WHERE id = :house", name=said["company"], house=HOUSE)
    if standing is None:
        return create_site(
            tx, said["code"], said["name"], timezone=said["timezone"], address=said["address"], settings=settings
        )  # fmt: skip
    begun = tx.value("SELECT part FROM archive_load WHERE id = 1")
    if not begun:
        _clear_floor(tx, standing["id"])
        tx.run(
            "UPDATE site SET code = :code, name = :name, timezone = :zone, address = :address, settings = :settings "
            "WHERE id = :id",
            id=standing["id"],
            code=said["code"],
            name=said["name"],
            zone=said["timezone"],
            address=said["address"],
            settings=as_json(settings),
        )
    return int(standing["id"])


def _clear_floor(tx: Tx, site_id: int) -> None:
    """The docks and zones that a founded site begins with make way for the archive's."""
    own = "SELECT id FROM place WHERE site_id = :site AND virtual = 0 AND id > 0 AND code <> :floor"
    tx.run(
        f"DELETE FROM search_entry WHERE kind = 'place' AND key IN (SELECT CAST(id AS TEXT) FROM ({own}) AS p)",
        site=site_id,
        floor=FLOOR,
    )
    tx.run(f"DELETE FROM place WHERE id IN ({own})", site=site_id, floor=FLOOR)
    tx.run("UPDATE place SET zone_id = NULL, aisle_id = NULL WHERE site_id = :site", site=site_id)
    for table in ("aisle", "zone"):
        tx.run(f"DELETE FROM {table} WHERE site_id = :site", site=site_id)
