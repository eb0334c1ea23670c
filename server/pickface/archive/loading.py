"""An archive on its way into an empty installation: checked whole, begun by a person, brought in by a job.

How far it is stands in the database, in the transaction that brings each piece: so each row comes in once, and whatever
is cut off goes on where it ended. Nobody can sign in with the archive's people before all is there.
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
import time
from collections.abc import Callable, Sequence
from functools import partial
from itertools import islice
from pathlib import Path
from typing import IO, Any, Final, NamedTuple

from pickface import beginning, findable
from pickface.archive.applying import TOGETHER, Bringer
from pickface.archive.checking import Archive, check
from pickface.archive.opening import opened
from pickface.archive.part import Line, Part
from pickface.archive.parts import BY_NAME, PARTS
from pickface.catalog.service import HOUSE
from pickface.channels.applying import AHEAD, HOLD_S, REST_S, apply_in_pieces
from pickface.config import Config
from pickface.db import Row, Tx, Writer, command, db, row, rows
from pickface.errors import BadRequest, Conflict, NotFound
from pickface.locations.rules import FLOOR
from pickface.locations.service import create_site
from pickface.locations.settings import as_json, from_json
from pickface.people.rules import check_password
from pickface.people.secrets import hash_secret
from pickface.scans.keys import ServerSigner
from pickface.scans.office import record
from pickface.scans.verdict import Verdict
from pickface.tasks import jobs
from pickface.tasks.workflow import World

JOB: Final = "load_archive"
KEY: Final = "1"
FOLDER: Final = "archive"
Advance = Callable[[str, int], None]
_LOAD: Final = "SELECT * FROM archive_load WHERE id = 1"
_FILLED: Final = " UNION ALL ".join(
    f"SELECT * FROM (SELECT 1 FROM {what} LIMIT 1) AS {name}"
    for name, what in {
        "i": "item", "m": "move", "o": "orders", "p": "purchase_order", "s": "supplier", "t": "task",
        "c": "container WHERE code <> ''", "h": "channel", "w": "webhook", "k": "carton_type", "r": "carrier",
    }.items()
)  # fmt: skip


class NotEmpty(Conflict):
    """The installation has goods, suppliers, orders or the like already: an archive is for an empty one."""

    code = "installation_not_empty"


class OtherArchive(Conflict):
    """What was looked at is not what is to be brought in: another archive was uploaded since, or none is here."""

    code = "archive_not_the_one"


class Manager(NamedTuple):
    """Who signs in afterwards: a login of the archive or a new one, and its password; none for who is signed in."""

    login: str
    password: str | None


def is_empty() -> bool:
    """Whether there is nothing that an archive could get in the way of; a site that was just founded may be there."""
    sites = rows("SELECT id FROM site LIMIT 2")
    return len(sites) < 2 and not rows(f"{_FILLED} LIMIT 1")


def look_at(data: Path, raw: IO[bytes]) -> Archive:
    """Look through an archive and keep it to be brought in. BadArchive, NotEmpty; then nothing is kept."""
    standing = state()
    if standing is not None and standing["state"] != "checked":
        raise NotEmpty("an archive is brought in already")
    if not is_empty():
        raise NotEmpty("this installation is not empty")
    db.session.remove()
    folder = data / FOLDER
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=folder, prefix=".upload-", suffix=".zip") as kept:
        shutil.copyfileobj(raw, kept)
        kept.flush()
        os.fsync(kept.fileno())
        archive = check(Path(kept.name))
        to = _file(data, archive.hash)
        to.unlink(missing_ok=True)
        to.hardlink_to(kept.name)
    archive.file = to
    command(partial(_note_checked, archive=archive))
    return archive


def begin(data: Path, hashed: str, manager: Manager) -> None:
    """Bring in what was looked at, from now on. OtherArchive, BadRequest (no such manager, a weak password)."""
    password_hash = ""
    if manager.password is not None:
        check_password(manager.password)
        password_hash = hash_secret(manager.password)
    found = state()
    db.session.remove()
    if found is None or found["hash"] != hashed or not _file(data, hashed).exists():
        raise OtherArchive("look at the archive first")
    login = manager.login.strip().lower()
    _check_manager(_archive(data, found), login, is_here=manager.password is None)
    command(partial(_begin, hashed=hashed, login=login, password_hash=password_hash))


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


def as_it_is(file: Path) -> Archive:
    """What an archive says of itself, its rows not looked through."""
    with opened(file) as archive:
        manifest, made_at = archive.manifest, archive.manifest.get("made_at")
        return Archive(
            file,
            archive.hash(),
            archive.version,
            manifest["site"],
            manifest.get("secrets") is True,
            made_at if type(made_at) is int else 0,
            {name: told["rows"] for name, told in manifest["parts"].items()},
        )


def state() -> Row | None:
    """How far an archive is; None where none was ever looked at."""
    return row(_LOAD)


def told(found: Row | None) -> dict[str, Any] | None:
    """How far an archive is, as it is told; nothing of one that nobody has begun."""
    if found is None or found["state"] == "checked":
        return None
    site = json.loads(found["site"])
    far = {name: found[name] for name in ("state", "done", "total", "part", "line")}
    return {**far, "stopped": found["problem"] != "", "site": site["code"], "name": site["name"]}


def how_far() -> dict[str, Any]:
    """The same of one that was begun; NotFound."""
    found = told(state())
    if found is None:
        raise NotFound("no archive was brought in here")
    return found


def seen(archive: Archive) -> dict[str, Any]:
    """What an archive is of, and how much is in it."""
    people = archive.rows(BY_NAME["people"])
    return {
        "hash": archive.hash,
        "site": archive.site["code"],
        "name": archive.site["name"],
        "company": archive.site["company"],
        "made_at": archive.made_at,
        "secrets": archive.secrets,
        "managers": [
            one["login"]
            for one in people
            if one["role"] == "manager" and one["active"] and one["login"]
        ],
        "parts": [{"part": name, "rows": many} for name, many in archive.counts.items() if many],
    }


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
    archive = _archive(data, found)
    site_id = command(partial(_site, archive=archive))
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
    _file(data, archive.hash).unlink(missing_ok=True)


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


def _file(data: Path, hashed: str) -> Path:
    return data / FOLDER / f"{hashed}.zip"


def _archive(data: Path, found: Row) -> Archive:
    """What was looked through before."""
    return as_it_is(_file(data, found["hash"]))


def _note_checked(tx: Tx, archive: Archive) -> None:
    tx.run("DELETE FROM archive_load WHERE id = 1 AND state = 'checked'")
    made = tx.run(
        "INSERT INTO archive_load (id, hash, state, site, made_at, total, began_at) "
        "VALUES (1, :hash, 'checked', :site, :made_at, :total, :now) ON CONFLICT DO NOTHING",
        hash=archive.hash,
        site=json.dumps(archive.site),
        made_at=archive.made_at,
        total=sum(archive.counts.values()),
        now=tx.now,
    )
    if not made:
        raise NotEmpty("an archive is brought in already")


def _check_manager(archive: Archive, login: str, *, is_here: bool) -> None:
    """Somebody who goes on is a manager: a new one, one of the archive, or who is signed in."""
    if not 1 <= len(login) <= 80 or any(sign.isspace() for sign in login):
        raise BadRequest("a login has no spaces", field="login")
    same = [one for one in archive.rows(BY_NAME["people"]) if one["login"] == login]
    if same and same[0]["role"] != "manager" and not is_here:
        raise BadRequest(f"{login} is no manager in the archive", field="login")


def _begin(tx: Tx, hashed: str, login: str, password_hash: str) -> None:
    if tx.value("SELECT id FROM site LIMIT 1 OFFSET 1") or tx.value(f"{_FILLED} LIMIT 1"):
        raise NotEmpty("this installation is not empty")
    begun = tx.run(
        "UPDATE archive_load SET state = 'loading', login = :login, password_hash = :password, began_at = :now "
        "WHERE id = 1 AND state = 'checked' AND hash = :hash",
        login=login,
        password=password_hash,
        hash=hashed,
        now=tx.now,
    )
    if not begun:
        raise OtherArchive("look at the archive first")
    jobs.leave(tx, JOB, KEY)


def _site(tx: Tx, archive: Archive) -> int:
    """The site, once: made, or the one that was just founded, made over."""
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


def _end(tx: Tx, bringer: Bringer, signer: ServerSigner, world: World) -> None:
    """The manager who goes on from here, what came in in the journal, and the work that each night does."""
    found = tx.one(_LOAD)
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
    beginning.begin(tx, world)
    tx.run(
        "UPDATE archive_load SET state = 'loaded', ended_at = :now, password_hash = '' WHERE id = 1",
        now=tx.now,
    )
