"""A backup of a Pickface that is being written to is whole, and comes back."""

from __future__ import annotations

import os
import shutil
import sqlite3
import stat
import subprocess
import sys
import tarfile
import threading
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import psycopg
import pytest

from tests.unit.deploy.conftest import DEPLOY


def script(name: str, argument: Path, **settings: str | Path) -> subprocess.CompletedProcess[str]:
    """Run a script of ours with these settings and no others."""
    environment = {
        "PATH": f"{Path(sys.executable).parent}:/usr/bin:/bin",
        "PYTHON": sys.executable,
        "PICKFACE": str(Path(sys.executable).parent / "pickface"),
        **{key: str(value) for key, value in settings.items()},
    }
    return subprocess.run(
        [str(DEPLOY / name), str(argument)],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def data(sqlite_template: Path, tmp_path: Path) -> Path:
    """An installation with a database, a photo and a key."""
    folder = tmp_path / "data"
    (folder / "photos" / "ab").mkdir(parents=True)
    (folder / "photos" / "ab" / "abcd.jpg").write_bytes(b"photo")
    (folder / "lan").mkdir()
    (folder / "lan" / "ca.key").write_bytes(b"key")
    (folder / "lan" / "ca.key").chmod(0o600)
    shutil.copy(sqlite_template, folder / "pickface.sqlite3")
    with closing(sqlite3.connect(folder / "pickface.sqlite3")) as database:
        database.execute("CREATE TABLE pair (one integer, other integer)")
        database.execute("PRAGMA journal_mode=WAL")
    return folder


def test_a_backup_taken_while_somebody_writes_holds_whole_transactions(
    data: Path, tmp_path: Path
) -> None:
    stop = threading.Event()

    def write() -> None:
        with closing(sqlite3.connect(data / "pickface.sqlite3", isolation_level=None)) as database:
            number = 0
            while not stop.is_set():
                number += 1
                database.execute("BEGIN IMMEDIATE")
                database.execute("INSERT INTO pair VALUES (?, NULL)", (number,))
                database.execute("UPDATE pair SET other = one WHERE one = ?", (number,))
                database.execute("COMMIT")

    writer = threading.Thread(target=write)
    writer.start()
    try:
        done = script("backup.sh", tmp_path / "kept", PICKFACE_DATA=data)
    finally:
        stop.set()
        writer.join()
    assert done.returncode == 0, done.stderr
    restored = script("restore.sh", Path(done.stdout.strip()), PICKFACE_DATA=tmp_path / "back")
    assert restored.returncode == 0, restored.stdout + restored.stderr
    with closing(sqlite3.connect(tmp_path / "back" / "pickface.sqlite3")) as database:
        assert database.execute("SELECT count(*) FROM pair").fetchone()[0] > 0
        assert database.execute("SELECT count(*) FROM pair WHERE other IS NULL").fetchone()[0] == 0
    assert (tmp_path / "back" / "photos" / "ab" / "abcd.jpg").read_bytes() == b"photo"
    key = tmp_path / "back" / "lan" / "ca.key"
    assert key.read_bytes() == b"key"
    assert stat.S_IMODE(key.stat().st_mode) == 0o600


def test_a_backup_is_for_its_owner_alone_and_leaves_nothing_half_made(
    data: Path, tmp_path: Path
) -> None:
    script("backup.sh", tmp_path / "kept", PICKFACE_DATA=data)
    [file] = (tmp_path / "kept").iterdir()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    with tarfile.open(file) as archive:
        assert not [
            name for name in archive.getnames() if name.endswith(("-wal", "-shm", ".partial"))
        ]


def test_only_so_many_backups_are_kept(data: Path, tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    kept.mkdir()
    for day in range(1, 6):
        (kept / f"pickface-2020010{day}T000000Z.tar.gz").touch()
    script("backup.sh", kept, PICKFACE_DATA=data, KEEP="3")
    names = sorted(file.name for file in kept.iterdir())
    assert names[:2] == ["pickface-20200104T000000Z.tar.gz", "pickface-20200105T000000Z.tar.gz"]
    assert len(names) == 3


def test_restoring_sets_aside_what_is_there(data: Path, tmp_path: Path) -> None:
    done = script("backup.sh", tmp_path / "kept", PICKFACE_DATA=data)
    (data / "since").write_text("newer")
    # What is done with the database afterwards is what the other restorations try.
    restored = script(
        "restore.sh", Path(done.stdout.strip()), PICKFACE_DATA=data, PICKFACE="/bin/true"
    )
    assert restored.returncode == 0, restored.stdout + restored.stderr
    assert not (data / "since").exists()
    [aside] = tmp_path.glob("data.before-*")
    assert (aside / "since").read_text() == "newer"


@pytest.mark.parametrize("folder", ["", "kept"])
def test_a_backup_inside_of_the_installation_is_refused(data: Path, folder: str) -> None:
    done = script("backup.sh", data / folder, PICKFACE_DATA=data)
    assert done.returncode == 1
    assert "back up itself" in done.stderr


def test_what_is_not_a_backup_changes_nothing(data: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.tar.gz"
    with tarfile.open(other, "w:gz") as archive:
        archive.add(DEPLOY / "README.md", "README.md")
    before = sorted(data.rglob("*"))
    for file in (other, tmp_path / "absent"):
        assert script("restore.sh", file, PICKFACE_DATA=data).returncode != 0
    assert sorted(data.rglob("*")) == before
    assert not list(tmp_path.glob("data.*"))


def test_postgresql_comes_back_into_an_empty_database_only(
    new_postgres: Callable[[], str], postgres_url: str, data: Path, tmp_path: Path
) -> None:
    full = new_postgres()
    with psycopg.connect(full) as connection:
        connection.execute("CREATE TABLE pair AS SELECT 7 AS one")
    done = script("backup.sh", tmp_path / "kept", PICKFACE_DATA=data, PICKFACE_DATABASE_URL=full)
    assert done.returncode == 0, done.stderr
    file = Path(done.stdout.strip())
    refused = script(
        "restore.sh", file, PICKFACE_DATA=tmp_path / "back", PICKFACE_DATABASE_URL=full
    )
    assert refused.returncode == 1
    assert "not empty" in refused.stderr
    empty = f"{postgres_url.rsplit('/', 1)[0]}/restored_{os.getpid()}"
    with psycopg.connect(postgres_url, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE restored_{os.getpid()}".encode())
    restored = script(
        "restore.sh", file, PICKFACE_DATA=tmp_path / "back", PICKFACE_DATABASE_URL=empty
    )
    assert restored.returncode == 0, restored.stdout + restored.stderr
    with psycopg.connect(empty) as connection:
        assert connection.execute("SELECT one FROM pair").fetchone() == (7,)
