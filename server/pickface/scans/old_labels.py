"""A label that still says what a place was called before: the scan counts, and a new label is asked for, once."""

from __future__ import annotations

from pickface.db import Tx
from pickface.scans.resolve import Thing

SAID = "old_label"


def heed(tx: Tx, thing: Thing | None, person_id: int | None = None) -> None:
    """Keep that the old label still hangs there; ``person_id``, the first to scan it, hears the new name."""
    if thing is None or "was" not in thing:
        return
    first = tx.run(
        "UPDATE place SET label_old = 2 WHERE id = :id AND label_old <> 2", id=thing["place"]
    )
    if first and person_id is not None:
        params = {"place": thing["code"], "was": thing["was"]}
        tx.publish(f"person:{person_id}", {"type": "say", "code": SAID, "params": params})
