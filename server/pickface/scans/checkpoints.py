"""Checkpoints: a hash over the heads of all streams, made in the background and handed to whoever may keep it (LAWS 3).

A journal that was rewritten as a whole, chains, signatures and all, still has to answer for the checkpoints that
devices carry in their signed events and that exports brought out of the house. Each is chained to the one before and
names only the streams that moved since; the keys of shifts are events in the server's streams, so the heads cover them.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence

from pickface.db import Tx, Writer, row
from pickface.scans.envelope import GENESIS
from pickface.tasks import jobs

JOB, KEY = "checkpoint", "all"
EVERY_MS = 60_000
_MOVED = (
    "SELECT s.id, s.next_seq, s.head FROM stream s WHERE s.next_seq > 1 AND NOT EXISTS "
    "(SELECT 1 FROM checkpoint_head h WHERE h.stream = s.id AND h.next_seq = s.next_seq) ORDER BY s.id"
)

Head = tuple[str, int, str]
"""A stream, the number that it expects next, and the hash of its last event."""


def hash_of(number: int, prev: str, at: int, server_keys: str, heads: Sequence[Head]) -> str:
    """The checkpoint's hash: hex SHA-256 over one line of JSON; ``heads`` in the order of their streams."""
    said = [1, number, prev, at, server_keys, [list(head) for head in heads]]
    return hashlib.sha256(json.dumps(said, separators=(",", ":")).encode()).hexdigest()


def make(tx: Tx) -> str:
    """Make a checkpoint over what the journal holds now; answers its hash, or '' when no stream has moved."""
    # One statement: each head is committed together with its event, so all of them are in the journal.
    heads: list[Head] = [(s["id"], int(s["next_seq"]), s["head"]) for s in tx.all(_MOVED)]
    if not heads:
        return ""
    last = tx.one("SELECT number, hash FROM checkpoint ORDER BY number DESC LIMIT 1")
    number, prev = (int(last["number"]) + 1, str(last["hash"])) if last else (1, GENESIS)
    keys = [[k["id"], k["public_key"]] for k in tx.all("SELECT * FROM server_key ORDER BY id")]
    server_keys = json.dumps(keys, separators=(",", ":"))
    made = hash_of(number, prev, tx.now, server_keys, heads)
    tx.run(
        "INSERT INTO checkpoint (number, hash, prev, at, server_keys) VALUES (:number, :hash, :prev, :now, :keys)",
        number=number,
        hash=made,
        prev=prev,
        now=tx.now,
        keys=server_keys,
    )
    tx.insert_many(
        "checkpoint_head",
        [
            {"stream": stream, "next_seq": next_seq, "number": number, "head": head}
            for stream, next_seq, head in heads
        ],
    )
    return made


def make_next(writer: Writer, key: str) -> None:
    """The job: make a checkpoint, and leave the job for the next one in the same transaction."""

    def work(tx: Tx) -> None:
        if jobs.finish(tx, JOB, key):
            make(tx)
            jobs.leave(tx, JOB, key, tx.now + EVERY_MS)

    writer.run(work)


def begin(tx: Tx) -> None:
    """Have checkpoints made from now on; once for all processes and restarts."""
    if tx.value("SELECT 1 FROM job WHERE kind = :kind AND key = :key", kind=JOB, key=KEY) is None:
        jobs.leave(tx, JOB, KEY)


def latest() -> str:
    """The newest checkpoint's hash, or '' before the first one; reads in the session at hand."""
    found = row("SELECT hash FROM checkpoint ORDER BY number DESC LIMIT 1")
    return str(found["hash"]) if found else ""
