"""Jobs that promises leave when they are let go of."""

from __future__ import annotations

from pickface.db import Tx
from pickface.stock.moves import BalanceKey


def queue_job(tx: Tx, kind: str, key: int | str) -> None:
    """A job about a line, a task or goods runs soon; one that is running now runs once more."""
    tx.run(
        "INSERT INTO job (kind, key, run_at) VALUES (:kind, :key, :now) ON CONFLICT (kind, key)"
        " DO UPDATE SET run_at = excluded.run_at, leased_until = 0, attempts = 0",
        kind=kind,
        key=str(key),
        now=tx.now,
    )
    tx.publish("jobs", {"kind": kind, "key": str(key)})


def queue_putaway(tx: Tx, key: BalanceKey) -> None:
    """What nobody is promised any more at a dock is put away like everything else there."""
    site_id = tx.value(
        "SELECT site_id FROM place WHERE id = :id AND kind = 'dock'", id=key.place_id
    )
    if site_id is not None:
        queue_job(tx, "plan_putaway", f"{site_id}:{key.container or f'@{key.place_id}'}")
