"""Every level is told anew: a channel keeps another number of units back, so what its shop was told is wrong.

A job behind the change, so many items at a time: a site has many, and nobody waits for them.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Final

from pickface.db import Row, Tx, Writer, db, rows
from pickface.tasks import jobs
from pickface.webhooks import telling
from pickface.webhooks.levels import STOCK
from pickface.webhooks.outbox import await_levels

JOB: Final = "tell_levels"
AT_ONCE: Final = 200
_WEBHOOKS = (
    "SELECT id, site_id FROM webhook WHERE channel_id = :channel AND ended_at IS NULL "
    f"AND events LIKE '% {STOCK} %' ORDER BY id"
)
_LEVELS = """
SELECT item_id AS item, owner_id AS owner FROM stock_level WHERE site_id = :site
AND (item_id > :item OR (item_id = :item AND owner_id > :owner)) ORDER BY item_id, owner_id LIMIT :most
"""
_KITS = """
SELECT id AS item, owner_id AS owner FROM item WHERE kit = 'virtual' AND id > :item ORDER BY id LIMIT :most
"""


def changed(tx: Tx, channel_id: int) -> None:
    """The channel keeps another number back from now on."""
    jobs.leave(tx, JOB, str(channel_id))


def tell(writer: Writer, key: str) -> None:
    """The job: see to it that each webhook of the channel is told every level of now."""
    for webhook in rows(_WEBHOOKS, channel=int(key)):
        for sql in (_LEVELS, _KITS):
            after = {"item": 0, "owner": 0}
            while found := _page(sql, webhook, after):
                writer.run(
                    partial(await_levels, webhook_id=webhook["id"], subjects=_subjects(found))
                )
                after = {"item": found[-1]["item"], "owner": found[-1]["owner"]}
    writer.run(lambda tx: jobs.finish(tx, JOB, key))


def _page(sql: str, webhook: Row, after: dict[str, int]) -> list[Row]:
    named = {**after, "site": webhook["site_id"], "most": AT_ONCE}
    found = rows(sql, **{name: value for name, value in named.items() if f":{name}" in sql})
    db.session.remove()
    return found


def _subjects(found: Sequence[Row]) -> list[str]:
    return [
        telling.subject_of({"kind": STOCK, "subject": one["item"], "detail": one["owner"]})
        for one in found
    ]
