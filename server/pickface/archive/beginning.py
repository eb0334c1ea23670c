"""An archive before it is brought in: looked at whole, kept in the data folder, and begun by a person."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from functools import partial
from pathlib import Path
from typing import IO, Any, Final, NamedTuple

from pickface.archive.checking import Archive, check
from pickface.archive.opening import opened
from pickface.archive.parts import BY_NAME
from pickface.archive.progress import state
from pickface.db import Row, Tx, command, db, rows
from pickface.errors import BadRequest, Conflict
from pickface.people.rules import check_password
from pickface.people.secrets import hash_secret
from pickface.tasks import jobs

JOB: Final = "load_archive"
"""The job that brings in what was begun."""
KEY: Final = "1"
FOLDER: Final = "archive"
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
        to = kept_file(data, archive.hash)
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
    if found is None or found["hash"] != hashed or not kept_file(data, hashed).exists():
        raise OtherArchive("look at the archive first")
    login = manager.login.strip().lower()
    _check_manager(kept_archive(data, found), login, is_here=manager.password is None)
    command(partial(_begin, hashed=hashed, login=login, password_hash=password_hash))


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


def kept_archive(data: Path, found: Row) -> Archive:
    """What was looked through before."""
    return as_it_is(kept_file(data, found["hash"]))


def kept_file(data: Path, hashed: str) -> Path:
    """Where an archive with that hash is kept."""
    return data / FOLDER / f"{hashed}.zip"


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
