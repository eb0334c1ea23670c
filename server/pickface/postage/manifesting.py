"""A carrier's own manifest of a day: asked for at a desk, made by a job, kept as the carrier's paper."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final
from zoneinfo import ZoneInfo

from pickface.config import Config
from pickface.db import Row, Tx, Writer, db, row, rows
from pickface.errors import Conflict, NotFound
from pickface.orders.carriers import NoSuchCarrier, zone_of
from pickface.postage import accounts
from pickface.postage.interface import ServiceAway, ServiceRefused
from pickface.tasks import jobs

JOB: Final = "carrier_manifest"
"""Its key is the manifest."""
MOST: Final = 1_000
_TO_TELL: Final = """
SELECT b.id, b.remote_id FROM shipment s JOIN parcel_label b ON b.id = s.label_id
WHERE s.site_id = :site AND s.carrier_id = :carrier AND b.state = 'ready'
AND COALESCE(b.manifest_id, :mine) = :mine AND (s.shipped_at >= :since AND s.shipped_at < :until
    OR s.shipped_at IS NULL AND b.ready_at < :until) ORDER BY b.id LIMIT :most
"""


class NothingToManifest(Conflict):
    """No parcel of that day has a label of the carrier that stands on no manifest yet."""

    code = "nothing_to_manifest"


def ask(tx: Tx, site_id: int, carrier_id: int, day: str, zone: str) -> None:
    """Have the carrier told, behind this transaction, of the parcels that left on a day and those that wait for it.

    NoSuchCarrier, NoAccount, NothingToManifest. Asked twice, it is one manifest.
    """
    carrier = tx.one(
        "SELECT service FROM carrier WHERE id = :id AND site_id = :site" + tx.for_update,
        id=carrier_id,
        site=site_id,
    )
    if carrier is None:
        raise NoSuchCarrier("the site has no such carrier", carrier=carrier_id)
    if not carrier["service"]:
        raise accounts.NoAccount("its manifest is the house's own", carrier=carrier_id)
    waiting = tx.one(
        "SELECT id FROM carrier_manifest WHERE carrier_id = :carrier AND day = :day AND state <> 'ready'",
        carrier=carrier_id,
        day=day,
    )
    made = waiting["id"] if waiting else None
    since, until = _day(day, zone)
    labels = tx.all(
        _TO_TELL,
        site=site_id,
        carrier=carrier_id,
        mine=made or 0,
        since=since,
        until=until,
        most=MOST,
    )
    if not labels:
        raise NothingToManifest("nothing is to be told to the carrier", day=day)
    if made is None:
        made = tx.insert(
            "carrier_manifest", site_id=site_id, carrier_id=carrier_id, day=day, made_at=tx.now
        )
    tx.run(
        "UPDATE carrier_manifest SET state = 'wanted', problem = '', said = '' WHERE id = :id",
        id=made,
    )
    for label in labels:
        tx.run(
            "UPDATE parcel_label SET manifest_id = :made WHERE id = :id", made=made, id=label["id"]
        )
    jobs.leave(tx, JOB, str(made))


def make(config: Config, writer: Writer, key: str) -> None:
    """The job: tell the carrier of the parcels, and keep its paper."""
    found = row(
        "SELECT m.*, c.service, c.api_key, c.account FROM carrier_manifest m JOIN carrier c ON c.id = m.carrier_id "
        "WHERE m.id = :id",
        id=int(key),
    )
    labels = rows(
        "SELECT remote_id FROM parcel_label WHERE manifest_id = :id AND state = 'ready' ORDER BY id",
        id=int(key),
    )
    db.session.remove()
    service = accounts.services(config).get(found["service"]) if found else None
    if found is None or found["state"] != "wanted" or service is None or not labels:
        writer.run(lambda tx: jobs.finish(tx, JOB, key))
        return
    account = accounts.of(found)
    try:
        paper = service.manifest(
            account, [str(one["remote_id"]) for one in labels], found["remote_id"]
        )
        writer.run(lambda tx: _note(tx, found["id"], paper.id))
        if not paper.url:
            raise ServiceAway("the form is being made", said="")
        content = service.fetch(paper.url)
        writer.run(lambda tx: _done(tx, key, "ready", "", "", content))
    except ServiceRefused as no:
        said, code = str(no.params.get("said", ""))[:300], no.code
        writer.run(lambda tx: _done(tx, key, "refused", code, said, None))


def _note(tx: Tx, manifest_id: int, remote_id: str) -> None:
    tx.run(
        "UPDATE carrier_manifest SET remote_id = :remote WHERE id = :id",
        remote=remote_id,
        id=manifest_id,
    )


def _done(tx: Tx, key: str, state: str, problem: str, said: str, content: bytes | None) -> None:
    if not jobs.finish(tx, JOB, key):
        return
    tx.run(
        "UPDATE carrier_manifest SET state = :state, problem = :problem, said = :said, content = :content "
        "WHERE id = :id",
        state=state,
        problem=problem,
        said=said,
        content=content,
        id=int(key),
    )
    if state == "refused":
        tx.run("UPDATE parcel_label SET manifest_id = NULL WHERE manifest_id = :id", id=int(key))


def listed(site_id: int, carrier_id: int) -> dict[str, Any]:
    """The latest thirty of a carrier, newest first."""
    found = rows(
        "SELECT m.id, m.day, m.state, m.problem, m.said, m.made_at, "
        "(SELECT COUNT(*) FROM parcel_label b WHERE b.manifest_id = m.id) AS parcels FROM carrier_manifest m "
        "WHERE m.site_id = :site AND m.carrier_id = :carrier ORDER BY m.id DESC LIMIT 30",
        site=site_id,
        carrier=carrier_id,
    )
    return {"items": [dict(one) for one in found]}


def paper_of(site_id: int, manifest_id: int) -> bytes:
    """The carrier's paper; NotFound while it is not there."""
    found: Row | None = row(
        "SELECT content FROM carrier_manifest WHERE id = :id AND site_id = :site AND state = 'ready'",
        id=manifest_id,
        site=site_id,
    )
    if found is None:
        raise NotFound("no such manifest", manifest=manifest_id)
    return bytes(found["content"] or b"")


def zone(site_id: int) -> str:
    """The site's time zone, by which its days are reckoned."""
    return zone_of(site_id)


def _day(day: str, zone_name: str) -> tuple[int, int]:
    begins = dt.datetime.combine(dt.date.fromisoformat(day), dt.time(), ZoneInfo(zone_name))
    ends = dt.datetime.combine(begins.date() + dt.timedelta(days=1), dt.time(), begins.tzinfo)
    return int(begins.timestamp() * 1000), int(ends.timestamp() * 1000)
