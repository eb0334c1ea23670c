"""A slow job asks, each hour, how far the parcels are that have left; and tells of labels that nobody uses."""

from __future__ import annotations

import logging
from functools import partial
from typing import Final

from pickface.config import Config
from pickface.db import Row, Tx, Writer, db, rows
from pickface.postage import accounts
from pickface.postage.interface import ENDS, ServiceAway, ServiceRefused
from pickface.tasks import exceptions, jobs
from pickface.tasks.workflow import Raised

log = logging.getLogger(__name__)

JOB: Final = "follow_parcels"
"""Its key is the site."""
FIRST_MS: Final = 600_000
HOUR_MS: Final = 3_600_000
MONTH_MS: Final = 31 * 24 * HOUR_MS
"""What has not come by then is not asked after any more."""
AT_ONCE: Final = 100
_ENDED: Final = ", ".join(f"'{state}'" for state in ENDS)
_ON_THE_WAY: Final = f"""
SELECT b.id, b.remote_id, c.service, c.api_key, c.account FROM parcel_label b
JOIN shipment s ON s.label_id = b.id JOIN carrier c ON c.id = b.carrier_id
WHERE b.site_id = :site AND b.state = 'ready' AND b.track_at < :before AND s.shipped_at > :since
AND b.track_state NOT IN ({_ENDED}) AND c.service <> '' ORDER BY b.track_at, b.id LIMIT :most
"""
_UNUSED: Final = """
SELECT b.id, b.site_id, b.order_id, b.container_code, b.tracking, b.cost_minor, b.currency, o.number, c.name AS carrier
FROM parcel_label b JOIN orders o ON o.id = b.order_id JOIN carrier c ON c.id = b.carrier_id
WHERE b.site_id = :site AND b.state = 'ready'
AND NOT EXISTS (SELECT 1 FROM shipment s WHERE s.label_id = b.id) ORDER BY b.id LIMIT 100
"""


def begin(tx: Tx) -> None:
    """Have every site's parcels followed from now on; once for all processes and restarts."""
    jobs.leave_for_every_site(tx, JOB, FIRST_MS)


def follow(config: Config, writer: Writer, key: str) -> None:
    """The job: ask after parcels that have left, the longest not asked after first; and come back in an hour."""
    site_id, now = int(key), writer.run(lambda tx: tx.now)
    found = rows(
        _ON_THE_WAY, site=site_id, before=now - HOUR_MS // 2, since=now - MONTH_MS, most=AT_ONCE
    )
    db.session.remove()
    known = accounts.services(config)
    for label in found:
        service = known.get(label["service"])
        if service is None:
            continue
        try:
            state = service.track(accounts.of(label), label["remote_id"])
        except ServiceAway:
            # The rest would wait as long: an hour is soon enough.
            log.info("carrier service %s is away; parcels are followed later", label["service"])
            break
        except ServiceRefused:
            state = "error"
        writer.run(partial(_note, label_id=label["id"], state=state))

    def finish(tx: Tx) -> None:
        for label in tx.all(_UNUSED, site=site_id):
            _tell_unused(tx, label)
        if jobs.finish(tx, JOB, key):
            jobs.leave(tx, JOB, key, tx.now + HOUR_MS)

    writer.run(finish)


def _note(tx: Tx, label_id: int, state: str) -> None:
    tx.run(
        "UPDATE parcel_label SET track_state = :state, track_at = :now WHERE id = :id",
        state=state,
        now=tx.now,
        id=label_id,
    )


def _tell_unused(tx: Tx, label: Row) -> None:
    """It was bought, and its parcel is cancelled or goes with somebody else: the money can be had back."""
    tx.run("UPDATE parcel_label SET state = 'unused' WHERE id = :id", id=label["id"])
    nobody = {"id": None, "person_id": None, "site_id": label["site_id"]}
    params = {
        "order": label["number"],
        "container": label["container_code"],
        "carrier": label["carrier"],
        "tracking": label["tracking"],
    }
    exceptions.raise_for_task(
        tx, nobody, Raised("label_unused", "book", params, order_id=label["order_id"])
    )
