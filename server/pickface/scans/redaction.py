"""Redacting: what a scan said is blanked for good, and what proves that it was made stays (LAWS 26).

A label may hold what nobody should keep. Of the event, ``body`` becomes ``redacted:`` and its hash, ``code`` and the
params of its verdicts become empty; who scanned, when, on which device, for which task, stays. The next event of the
stream hangs on the hash and the signature is over it, so both still verify. The database lets nothing else be
changed, and this only with a row in ``redaction``, which points to the event of the server's that says who and why.
"""

from __future__ import annotations

import json

from pickface.db import Row, Tx
from pickface.errors import Conflict, NotFound
from pickface.scans.journal import hash_of, is_redacted, original, redacted
from pickface.scans.keys import ServerSigner
from pickface.scans.office import record
from pickface.scans.photos import clearing
from pickface.scans.verdict import Verdict

_OPEN_TASK = "SELECT id FROM task WHERE id = :task AND state NOT IN ('done', 'cancelled')"

_PHOTOS = (
    "UPDATE photo SET gone_at = :now WHERE (event_id = :id OR of_event = :id) AND gone_at IS NULL"
)
"""What was photographed goes with what was said: its own event's photo, and those that are about it."""


def redact(tx: Tx, signer: ServerSigner, event_id: str, person_id: int, why: str) -> None:
    """Blank what an event said, and journal who did it and why. Blanking one twice changes nothing.

    Conflict for what is still needed: an event of the server's own, a tombstone, a scan that waits for a supervisor or
    of work that is not done.
    """
    event = tx.one("SELECT * FROM scan_event WHERE id = :id" + tx.for_update, id=event_id)
    if event is None:
        raise NotFound("no such event", event=event_id)
    if is_redacted(event["body"]):
        return
    _check_no_longer_needed(tx, event)
    digest, shift = hash_of(event["body"]), _signed_by(event)
    by = record(
        tx, signer, event["site_id"], person_id, "office", Verdict("booked", "redacted"),
        action="redact", event=event_id, hash=digest, signed_by=shift, why=why,
    )  # fmt: skip
    tx.run(
        "INSERT INTO redaction (event_id, hash, shift, by_event, at) VALUES (:event, :hash, :shift, :by, :now)",
        event=event_id,
        hash=digest,
        shift=shift,
        by=by,
        now=tx.now,
    )
    if tx.dialect == "sqlite":
        # Else the bytes stay in the file until something else is written over them.
        tx.run("PRAGMA secure_delete = ON")
    tx.run(
        "UPDATE scan_event SET body = :body, code = '' WHERE id = :id",
        body=redacted(digest),
        id=event_id,
    )
    tx.run("UPDATE verdict SET params = '{}' WHERE event_id = :id", id=event_id)
    tx.run("UPDATE exception SET params = '{}' WHERE event_id = :id", id=event_id)
    if tx.run(_PHOTOS, now=tx.now, id=event_id):
        clearing.ask(tx, event["site_id"])


def _check_no_longer_needed(tx: Tx, event: Row) -> None:
    if event["kind"] in ("lost", "sign_in", "office"):
        raise Conflict("the chain or a key is proven by what this event says", kind=event["kind"])
    now = tx.value(
        "SELECT verdict FROM verdict WHERE event_id = :id ORDER BY id DESC LIMIT 1", id=event["id"]
    )
    asked = tx.value(
        "SELECT id FROM exception WHERE site_id = :site AND event_id = :id AND state = 'open'",
        site=event["site_id"],
        id=event["id"],
    )
    if now == "set_aside" or asked is not None:
        raise Conflict("a supervisor has to decide about it first", exception=asked)
    if event["task_id"] and tx.value(_OPEN_TASK, task=event["task_id"]) is not None:
        raise Conflict("its task is not done", task=event["task_id"])


def _signed_by(event: Row) -> str:
    """The shift whose key signed an event; '' for one that says none."""
    try:
        body = json.loads(original(event["body"]))
    except (ValueError, RecursionError):
        return ""
    shift = body.get("shift") if isinstance(body, dict) else None
    return shift if isinstance(shift, str) and len(shift) == 36 else ""
