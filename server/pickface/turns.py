"""A command beside a running server writes in the turns that the server's writer gives it (LAWS 9).

SQLite lets two processes write, but whoever finds it locked sleeps for up to a tenth of a second and tries again, in no
order: how long a scan waits beside an import would be up to chance. So a command asks over a socket in the data folder,
which its owner alone may open, and the one writer of the server stands still for it, between two of its own commits and
for no longer than a turn. Whoever does not give the turn back loses it; SQLite's own lock still keeps both apart.

PostgreSQL needs none of this: there each write locks its own rows.
"""

from __future__ import annotations

import logging
import os
import socket
import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path

from pickface.db import SqliteWriter
from pickface.errors import WriterUnavailable

log = logging.getLogger(__name__)

NAME = "writer.sock"
TURN_S = 0.1
"""How long the server's writer waits at most: a piece of an import takes a quarter of it."""
PATIENCE_S = 10.0
"""How long a command waits for its turn before it leaves it to SQLite's lock."""
_GO = b"!"


class Turns:
    """The server's side: one thread that listens, and one for each command that has come."""

    def __init__(self, folder: Path, writer: SqliteWriter) -> None:
        self._writer = writer
        self._path = folder / NAME
        self._listening = socket.socket(socket.AF_UNIX)
        # What a killed server left behind; a second server on the same data would be no server at all.
        self._path.unlink(missing_ok=True)
        before = os.umask(0o177)
        try:
            with _short(self._path) as address:
                self._listening.bind(address)
        except OSError:
            self._listening.close()
            raise
        finally:
            os.umask(before)
        self._listening.listen(4)
        threading.Thread(target=self._accept, name="pickface-turns", daemon=True).start()

    def close(self) -> None:
        """Give no more turns."""
        self._path.unlink(missing_ok=True)
        with suppress(OSError):
            self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()

    def _accept(self) -> None:
        while True:
            try:
                command, _ = self._listening.accept()
            except OSError:
                return
            threading.Thread(
                target=self._serve, args=(command,), name="pickface-turn", daemon=True
            ).start()

    def _serve(self, command: socket.socket) -> None:
        over = threading.Event()

        def turn() -> None:
            try:
                _give(command)
            finally:
                over.set()

        # The server may be stopping; then the command hears that its connection has ended.
        with command, suppress(WriterUnavailable):
            self._writer.stand_still(turn)
            over.wait()


def _give(command: socket.socket) -> None:
    """In the writer's thread: wait until the command has written, has gone, or has had its time."""
    try:
        # It may be closed already, where the server is stopping.
        command.settimeout(TURN_S)
        command.sendall(_GO)
        command.recv(1)
    except TimeoutError:
        log.warning("a command held the writer for longer than its turn")
    except OSError:
        log.info("a command went away before its turn")


def give(folder: Path, writer: SqliteWriter) -> Turns | None:
    """Give turns from now on; None where the folder can hold no socket: then commands are left to SQLite's lock."""
    try:
        return Turns(folder, writer)
    except OSError as error:
        log.warning("commands beside this server get no turns: %s", error)
        return None


class Beside:
    """A command's side: each of its transactions is a connection to the running server, if there is one."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / NAME

    def __call__(self) -> AbstractContextManager[None]:
        """A turn; at once where no server runs."""
        return self._turn()

    @contextmanager
    def _turn(self) -> Iterator[None]:
        with socket.socket(socket.AF_UNIX) as server:
            # It is not running, is stopping, or is too busy: SQLite's lock will do.
            with suppress(OSError):
                server.settimeout(PATIENCE_S)
                with _short(self._path) as address:
                    server.connect(address)
                server.recv(1)
            # Closing the connection gives the turn back.
            yield


@contextmanager
def _short(path: Path) -> Iterator[str]:
    """The socket's address by way of its open folder: a path may be longer than an address (108 bytes)."""
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        yield f"/proc/self/fd/{folder}/{path.name}"
    finally:
        os.close(folder)
