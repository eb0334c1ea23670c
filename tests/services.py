"""Real databases and brokers for tests and benchmarks: started on a free port, thrown away afterwards."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

START_PATIENCE_S = 30
FLEETING = (
    "wal_level=minimal",
    "max_wal_senders=0",
    "autovacuum=off",
    "jit=off",
    "shared_buffers=32MB",
)


class ServiceMissing(Exception):
    """The program is not installed on this machine."""


def free_port() -> int:
    """A TCP port on the loopback address that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def postgres(
    *,
    durable: bool = False,
    fleeting: bool = False,
    like: Path | None = None,
    kept: Path | None = None,
) -> Iterator[str]:
    """A PostgreSQL server; yields the URL of its maintenance database.

    ``durable`` keeps fsync on, as benchmarks and power-loss tests need; other tests run faster without. ``fleeting`` is
    for databases that hold little and live for a second each. ``kept`` is where its files are left, for others that
    begin ``like`` it.
    """
    programs = _postgres_programs()
    home = Path(tempfile.mkdtemp(prefix="pickface-postgres-", dir=None if durable else _memory()))
    as_postgres = _as_user("postgres", home)
    data, port = home / "data", free_port()
    try:
        if like is not None:
            _run(["cp", "--archive", like, data])
        else:
            _run(
                [*as_postgres, programs / "initdb", "-D", data, "-U", "pickface", "--auth=trust",
                 "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"]
            )  # fmt: skip
        options = [
            f"-p {port} -k {home} -c listen_addresses=127.0.0.1 -c max_connections=200",
            "" if durable else "-c fsync=off -c synchronous_commit=off -c full_page_writes=off",
            "".join(f" -c {setting}" for setting in FLEETING if fleeting),
        ]
        control = [*as_postgres, programs / "pg_ctl", "-D", data, "-w", "-t", str(START_PATIENCE_S)]
        _run([*control, "-l", home / "log", "-o", " ".join(options), "start"])
        try:
            yield f"postgresql://pickface@127.0.0.1:{port}/postgres"
        finally:
            _run([*control, "-m", "fast" if kept else "immediate", "stop"])
        if kept is not None:
            _run(["cp", "--archive", data, kept])
    finally:
        shutil.rmtree(home, ignore_errors=True)


@contextmanager
def redis() -> Iterator[str]:
    """A Redis server that keeps nothing; yields its URL."""
    program = shutil.which("redis-server") or shutil.which("valkey-server")
    if program is None:
        raise ServiceMissing("redis-server is not installed (apt-get install redis-server)")
    port = free_port()
    process = subprocess.Popen(
        [program, "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"],
        stdout=subprocess.DEVNULL,
        cwd=tempfile.gettempdir(),
    )
    try:
        wait_for_port(port)
        yield f"redis://127.0.0.1:{port}/0"
    finally:
        process.terminate()
        process.wait(10)


def wait_for_port(port: int, patience_s: float = START_PATIENCE_S) -> None:
    """Return as soon as something accepts connections there; raise TimeoutError if nothing ever does."""
    end = time.monotonic() + patience_s
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError as error:
            if time.monotonic() > end:
                raise TimeoutError(f"nothing listens on port {port}") from error
            time.sleep(0.02)
        else:
            return


def _memory() -> str | None:
    """A folder in memory with room for a thousand small databases, or None for the usual place."""
    folder = Path("/dev/shm")
    roomy = folder.is_dir() and shutil.disk_usage(folder).free > 2 << 30
    return str(folder) if roomy and os.access(folder, os.W_OK) else None


def _postgres_programs() -> Path:
    """The folder of the newest PostgreSQL's own programs; Debian keeps them off the PATH."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda p: int(p.parts[-3]))
    on_path = shutil.which("initdb")
    if not found and on_path is None:
        raise ServiceMissing("PostgreSQL is not installed (apt-get install postgresql)")
    return (found[-1] if found else Path(str(on_path))).parent


def _as_user(name: str, home: Path) -> list[str]:
    """PostgreSQL refuses to run as root, so root hands its folder and the start to that user."""
    if os.geteuid() != 0:
        return []
    shutil.chown(home, name)
    return ["runuser", "-u", name, "--"]


def _run(command: list[str | Path]) -> None:
    done = subprocess.run(
        [str(word) for word in command],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
        # The server inherits the pipe of pg_ctl; its own log file keeps it from being held open.
        stdin=subprocess.DEVNULL,
        cwd="/",
    )
    if done.returncode != 0:
        raise RuntimeError(f"{command[-1]} failed:\n{done.stdout}")
