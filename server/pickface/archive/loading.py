"""Bringing an archive in, by a job, after somebody has begun it.

How far it is stands in the database, in the transaction that brings each piece: so each row comes in once, and whatever
is cut off goes on where it ended. Nobody can sign in with the archive's people before all is there.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from functools import partial
from itertools import islice
from pathlib import Path

from pickface import beginning, findable
from pickface.archive import founding
from pickface.archive.applying import TOGETHER, Bringer
from pickface.archive.beginning import (
    JOB,
    KEY,
    Manager,
    OtherArchive,
    begin,
    kept_archive,
    kept_file,
    look_at,
)
from pickface.archive.opening import opened
from pickface.archive.part import Line, Part
from pickface.archive.parts import BY_NAME, PARTS
from pickface.archive.progress import LOAD, state
from pickface.channels.applying import AHEAD, HOLD_S, REST_S, apply_in_pieces
from pickface.config import Config
from pickface.db import Row, Tx, Writer, command, db
from pickface.scans.keys import ServerSigner
from pickface.scans.office import record
from pickface.scans.verdict import Verdict
from pickface.stock.reservations import deal_in_all
from pickface.tasks import jobs
from pickface.tasks.workflow import World

Advance = Callable[[str, int], None]


def import_site(
    config: Config, signer: ServerSigner, file: Path, manager: Manager, advance: Advance
) -> None:
    """All of it at once, for the command line; one that was cut off goes on with the same file."""
    found = state()
    db.session.remove()
    with opened(file) as archive:
        hashed = archive.hash()
    if found is None or (found["state"], found["hash"]) != ("loading", hashed):
        with file.open("rb") as raw:
            look_at(config.data, raw)
        begin(config.data, hashed, manager)
    standing = state()
    db.session.remove()
    if standing is None:
        raise LookupError("what was begun is there")
    bring_in(config.data, standing, signer, advance)
    command(lambda tx: jobs.finish(tx, JOB, KEY))


def load(config: Config, signer: ServerSigner, writer: Writer, key: str) -> None:
    """The job: bring in the rest. What goes wrong is written down, and tried again."""
    found = state()
    db.session.remove()
    if found is not None and found["state"] == "loading":
        try:
            bring_in(config.data, found, signer, lambda _part, _many: None)
        except Exception as error:
            said = f"{type(error).__name__}: {error}"[:300]
            command(
                lambda tx: tx.run("UPDATE archive_load SET problem = :said WHERE id = 1", said=said)
            )
            raise
    writer.run(lambda tx: jobs.finish(tx, JOB, key))


def bring_in(data: Path, found: Row, signer: ServerSigner, advance: Advance) -> None:
    """Bring in what is not in yet; ``advance`` hears of each part how many rows more came in."""
    archive = kept_archive(data, found)
    site_id = command(partial(founding.have_site, archive=archive))
    bringer = Bringer(archive, site_id, found["login"])
    names = [part.name for part in PARTS]
    begun = names.index(found["part"]) if found["part"] else 0
    for part in PARTS[begun:]:
        after = found["line"] if part.name == found["part"] else 0
        _bring_part(part, after, bringer, advance)
    if archive.secrets:
        people = BY_NAME["people"]
        apply_in_pieces(archive.rows(people), _let_in, lambda _: None, lambda _: None)
    # At call time: this is one of the engine's own jobs.
    from pickface.engine import engine

    command(partial(_end, bringer=bringer, signer=signer, world=engine().world))
    kept_file(data, archive.hash).unlink(missing_ok=True)


def _bring(tx: Tx, rows_: Sequence[tuple[int, Line]], part: Part, bringer: Bringer) -> int:
    """Bring as many rows in as fit into a short transaction, and write down how far it is; how many."""
    begun, many = time.perf_counter(), 0
    try:
        while many < len(rows_) and time.perf_counter() - begun < HOLD_S:
            many += bringer.bring_together(
                tx, part, [one for _, one in rows_[many : many + TOGETHER]]
            )
    except BaseException:
        # What it has met of rows that are taken back may get other ids.
        bringer.forget()
        raise
    here = tx.run(
        "UPDATE archive_load SET part = :part, line = :line, done = done + :many, problem = '' "
        "WHERE id = 1 AND state = 'loading' AND hash = :hash AND (part <> :part OR line = :before)",
        part=part.name,
        line=rows_[many - 1][0],
        before=rows_[0][0] - 1,
        many=many,
        hash=bringer.archive.hash,
    )
    if not here:
        raise OtherArchive("somebody else is at it")
    return many


def _bring_part(part: Part, after: int, bringer: Bringer, advance: Advance) -> None:
    coming = enumerate(bringer.archive.rows(part, after), after + 1)
    while batch := list(islice(coming, AHEAD)):
        while batch:
            many = command(partial(_bring, rows_=batch, part=part, bringer=bringer))
            batch = batch[many:]
            advance(part.name, many)
            time.sleep(REST_S)


def _let_in(tx: Tx, one: Line) -> Callable[[], None]:
    """Let somebody sign in as before, whose PIN and password are not set yet."""
    tx.run(
        "UPDATE person SET pin_hash = :pin, password_hash = :password WHERE pin_hash = '' AND password_hash = '' "
        "AND (badge = :badge OR login = :login)",
        pin=one["pin_hash"],
        password=one["password_hash"],
        badge=one["badge"] or "",
        login=one["login"] or "",
    )
    return lambda: None


def _end(tx: Tx, bringer: Bringer, signer: ServerSigner, world: World) -> None:
    """The manager who goes on from here, what came in in the journal, and the work that each night does."""
    found = tx.one(LOAD)
    if found is None or found["state"] != "loading":
        return
    person = bringer.manager(tx)
    if found["password_hash"]:
        tx.run(
            "UPDATE person SET password_hash = :hash, active = 1 WHERE id = :id AND role = 'manager'",
            hash=found["password_hash"],
            id=person,
        )
        findable.note(tx, "person", person)
    about = Verdict("booked", "site_imported")
    record(
        tx, signer, bringer.site_id, person, "office", about, action="import_site", archive=bringer.archive.hash
    )  # fmt: skip
    deal_in_all(tx, bringer.site_id)
    beginning.begin(tx, world)
    tx.run(
        "UPDATE archive_load SET state = 'loaded', ended_at = :now, password_hash = '' WHERE id = 1",
        now=tx.now,
    )
