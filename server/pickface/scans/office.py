"""Events that the server makes itself: sign-ins, and what the office does to stock.

They are signed, in a stream of the server's own.
"""

from __future__ import annotations

import hashlib
import json
from typing import Any

from pickface.db import Tx
from pickface.ids import uuid7
from pickface.scans import journal, verdict
from pickface.scans.envelope import GENESIS, Envelope
from pickface.scans.journal import Carrier
from pickface.scans.keys import ServerSigner
from pickface.scans.verdict import Verdict
from pickface.stock.moves import Cause
from pickface.tasks import exceptions
from pickface.tasks.workflow import Raised


def record(
    tx: Tx,
    signer: ServerSigner,
    site_id: int,
    person_id: int,
    kind: str,
    about: Verdict,
    **fields: Any,
) -> str:
    """Journal an event of the server's own with its verdict; answers the event's id.

    ``kind`` is ``sign_in`` or ``office``; ``fields`` go into the body. The signer's key id doubles as the stream's id.
    """
    tx.run(
        "INSERT INTO server_key (id, public_key, created_at) VALUES (:id, :key, :now) ON CONFLICT DO NOTHING",
        id=signer.id,
        key=signer.public_key,
        now=tx.now,
    )
    tx.run(
        "INSERT INTO stream (id, site_id, next_seq, head, last_at) VALUES (:id, :site, 1, :head, :now) "
        "ON CONFLICT DO NOTHING",
        id=signer.id,
        site=site_id,
        head=GENESIS,
        now=tx.now,
    )
    stream = tx.certain(
        "SELECT next_seq, head FROM stream WHERE id = :id" + tx.for_update, id=signer.id
    )
    body = {
        "v": 1,
        "id": uuid7(),
        "stream": signer.id,
        "seq": stream["next_seq"],
        "prev": stream["head"],
        "person": person_id,
        "shift": signer.id,
        "kind": kind,
        "source": "office" if kind == "office" else "server",
        "at": tx.now,
        **fields,
    }
    text = json.dumps(body, separators=(",", ":"))
    event = Envelope(text, signer.sign(text), hashlib.sha256(text.encode()).hexdigest(), body)
    entered = journal.enter(tx, event, Carrier(None, site_id))
    verdict.give(tx, entered.id, site_id, about)
    return entered.id


def record_sign_in(tx: Tx, signer: ServerSigner, shift_id: str, **how: Any) -> str:
    """Journal that a person began a shift on a device, with the key that their events will be signed with.

    ``how`` is what else is to be known of it, as that it was begun offline.
    """
    shift = tx.certain(
        "SELECT s.*, p.site_id FROM shift s JOIN person p ON p.id = s.person_id WHERE s.id = :id",
        id=shift_id,
    )
    return record(
        tx,
        signer,
        shift["site_id"],
        shift["person_id"],
        "sign_in",
        Verdict("booked", "signed_in"),
        device=shift["device_id"],
        begun=shift_id,
        public_key=shift["public_key"],
        **how,
    )


def record_refused_shift(
    tx: Tx,
    signer: ServerSigner,
    site_id: int,
    person_id: int,
    *,
    because: str,
    device: str,
    **said: Any,
) -> None:
    """Journal an offline sign-in that does not count, and tell a supervisor, who will find its scans set aside."""
    event_id = record(
        tx,
        signer,
        site_id,
        person_id,
        "sign_in",
        Verdict("refused", because),
        device=device,
        offline=True,
        **said,
    )
    named = tx.value("SELECT name FROM device WHERE id = :id", id=device)
    about = {"because": because, "device": named}
    cause = Cause(event_id, site_id, person_id, None)
    exceptions.raise_exception(tx, cause, Raised("shift_refused", "book", about))
