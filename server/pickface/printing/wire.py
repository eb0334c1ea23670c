"""Sending bytes to a printer's port, and knowing how many of them it took.

A printer on port 9100 says nothing back. What is known is what its network side has acknowledged: a job of which not
all was taken can be sent again, and one of which all was taken never is by itself.
"""

from __future__ import annotations

import socket
import struct
import sys
import time
from contextlib import suppress
from dataclasses import dataclass

from pickface import reach
from pickface.errors import BadRequest
from pickface.reach import Networks


@dataclass(frozen=True)
class Patience:
    """How long a printer may take, in seconds: to answer, to take more, to take the last of it, to hang up."""

    connect_s: float = 5.0
    more_s: float = 10.0
    whole_s: float = 60.0
    last_s: float = 10.0
    close_s: float = 1.0


@dataclass(frozen=True)
class Sent:
    """What came of it. ``problem``: '' (all was taken), else ``not_allowed``, ``no_address``, ``refused``,
    ``no_answer``, ``stuck``, ``closed``, or ``unsure``: it may have taken all of it.
    """

    problem: str = ""

    @property
    def again(self) -> bool:
        """Whether it may be sent again without being printed twice."""
        return self.problem not in ("", "unsure")


class PrinterRefused(BadRequest):
    """No printer may be there; ``params``: ``why`` is ``not_allowed`` or ``form``."""

    code = "printer_refused"


class _Problem(Exception):
    """Why not all of it was taken."""


def check_host(host: str, port: int, networks: Networks = ()) -> None:
    """PrinterRefused for a host that is known to be elsewhere; one without a name yet may get one."""
    try:
        _resolve(host, port, networks)
    except _Problem as problem:
        if str(problem) == "not_allowed":
            raise PrinterRefused(
                "printers are in the house's own network", field="host", why="not_allowed"
            ) from None
    except ValueError:
        raise PrinterRefused("this is no host", field="host", why="form") from None


def send(
    host: str,
    port: int,
    content: bytes,
    networks: Networks = (),
    patience: Patience | None = None,
) -> Sent:
    """Send all of it to a printer; never raises."""
    patience = patience or Patience()
    try:
        _send(_resolve(host, port, networks), content, patience)
    except _Problem as problem:
        return Sent(str(problem))
    except ConnectionRefusedError:
        return Sent("refused")
    except (OSError, ValueError):
        return Sent("no_answer")
    return Sent()


def _resolve(host: str, port: int, networks: Networks) -> tuple[str, int]:
    try:
        found = reach.addresses_of(host, port)
    except reach.NoAddress:
        raise _Problem("no_address") from None
    allowed = [one for one in found if reach.is_in_the_house(one, networks)]
    if not allowed:
        raise _Problem("not_allowed")
    return allowed[0], port


def _send(address: tuple[str, int], content: bytes, patience: Patience) -> None:
    with socket.create_connection(address, patience.connect_s) as connection:
        # What is not taken when we give up is dropped, not sent behind our back.
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        _give(connection, content, patience)
        _wait_until_taken(connection, patience.last_s)
        # All is taken: from here on nothing is sent again.
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 0, 0))
        try:
            _hang_up(connection, patience.close_s)
        except OSError:
            raise _Problem("unsure") from None


def _give(connection: socket.socket, content: bytes, patience: Patience) -> None:
    """Hand all of it to the network; ``stuck`` where the printer takes no more, ``closed`` where it hangs up."""
    over, rest = time.monotonic() + patience.whole_s, memoryview(content)
    while rest:
        connection.settimeout(max(0.001, min(patience.more_s, over - time.monotonic())))
        try:
            rest = rest[connection.send(rest) :]
        except TimeoutError:
            raise _Problem("stuck") from None
        except OSError:
            raise _Problem("closed") from None


def _wait_until_taken(connection: socket.socket, most_s: float) -> None:
    """Wait until the printer's side has acknowledged the last byte; ``stuck`` or ``closed`` where it does not."""
    over = time.monotonic() + most_s
    while _not_taken(connection):
        if connection.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR):
            raise _Problem("closed")
        if time.monotonic() > over:
            raise _Problem("stuck")
        time.sleep(0.01)


def _not_taken(connection: socket.socket) -> int:
    """How many bytes the other side has not acknowledged; 0 where the system does not tell: then it counts as taken."""
    if sys.platform == "win32":
        return 0
    import fcntl
    import termios

    told = fcntl.ioctl(connection.fileno(), termios.TIOCOUTQ, b"\0" * 4)
    return int(struct.unpack("i", told)[0])


def _hang_up(connection: socket.socket, most_s: float) -> None:
    """Say that this was all, and give the printer a moment to hang up as well; some never do."""
    connection.shutdown(socket.SHUT_WR)
    over = time.monotonic() + most_s
    with suppress(TimeoutError):
        while (left := over - time.monotonic()) > 0:
            connection.settimeout(left)
            if not connection.recv(1024):
                return
