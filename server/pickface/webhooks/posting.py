"""Sending one message to one address, and to no address that nobody outside may reach through us.

Redirects are not followed; of the answer only the head is read.
"""

from __future__ import annotations

import http.client
import socket
import ssl
import threading
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from typing import Final
from urllib.parse import SplitResult, urlsplit

from pickface import reach
from pickface.errors import BadRequest
from pickface.reach import Networks

CONNECT_S: Final = 5.0
WHOLE_S: Final = 10.0
"""How long an address may take for everything."""


@dataclass(frozen=True)
class Answered:
    """What came of it: the status (0 for none), what was wrong ('' for nothing), how long it took."""

    status: int
    problem: str
    took_ms: int
    retry_s: int = 0

    @property
    def heard(self) -> bool:
        """Whether the address has it now."""
        return not self.problem

    @property
    def away(self) -> bool:
        """Whether nothing else would get through either, rather than that it will not have this message."""
        return bool(self.problem) and (not 400 <= self.status < 500 or self.status in (408, 429))


class AddressRefused(BadRequest):
    """No webhook can tell this address; ``params``: ``why`` is ``form``, ``not_allowed`` or ``not_secure``."""

    code = "address_refused"


class _Problem(Exception):
    """Why a message could not be delivered."""


def check_url(url: str, networks: Networks) -> None:
    """AddressRefused for one that could never be told: no ``https``, or a host that may not be reached.

    ``networks`` may be told though they are private, without TLS too.
    """
    try:
        parts = urlsplit(url)
        if (
            parts.scheme not in ("https", "http")
            or not parts.hostname
            or parts.username is not None
        ):
            raise _Problem("form")
        _resolve(parts, networks)
    except ValueError:
        raise _refused("form") from None
    except _Problem as problem:
        # A host that has no name yet may get one.
        if str(problem) != "no_address":
            raise _refused(str(problem)) from None


def _refused(why: str) -> AddressRefused:
    return AddressRefused("this address cannot be told from here", field="url", why=why)


def post(url: str, body: bytes, headers: Mapping[str, str], networks: Networks = ()) -> Answered:
    """Post a body to an address; never raises."""
    started = time.monotonic()

    def took() -> int:
        return int((time.monotonic() - started) * 1000)

    try:
        status, retry_s = _post(url, body, headers, networks)
    except _Problem as problem:
        return Answered(0, str(problem), took())
    except ssl.SSLError:
        return Answered(0, "no_tls", took())
    except TimeoutError:
        return Answered(0, "timed_out", took())
    except (OSError, http.client.HTTPException, ValueError):
        return Answered(0, "timed_out" if took() >= WHOLE_S * 1000 else "no_connection", took())
    if 200 <= status < 300:
        return Answered(status, "", took())
    redirected = 300 <= status < 400
    return Answered(status, "redirected" if redirected else "answered", took(), retry_s)


def _post(url: str, body: bytes, headers: Mapping[str, str], networks: Networks) -> tuple[int, int]:
    parts = urlsplit(url)
    host, port, address = _resolve(parts, networks)
    # Whatever it does, it has so long: a server that sends a byte a second would hold a thread for ever.
    connection = socket.create_connection((str(address), port), CONNECT_S)
    over = threading.Timer(WHOLE_S, _cut, [connection])
    over.daemon = True
    over.start()
    try:
        connection.settimeout(WHOLE_S)
        if parts.scheme == "https":
            connection = _tls().wrap_socket(connection, server_hostname=host)
            over.args = (connection,)
        speaking = http.client.HTTPConnection(host, port)
        speaking.sock = connection
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        speaking.request("POST", path, body, {**headers, "Connection": "close"})
        answer = speaking.getresponse()
        said = answer.headers.get("Retry-After", "")
        return answer.status, int(said) if said.isdecimal() and len(said) < 6 else 0
    finally:
        over.cancel()
        connection.close()


def _resolve(parts: SplitResult, networks: Networks) -> tuple[str, int, str]:
    """Host, port, and an address of it that may be reached."""
    host = parts.hostname or ""
    port = parts.port or (443 if parts.scheme == "https" else 80)
    try:
        found = reach.addresses_of(host, port)
    except reach.NoAddress:
        raise _Problem("no_address") from None
    allowed = [one for one in found if reach.is_public(one, networks)]
    if not allowed:
        raise _Problem("not_allowed")
    inside = [one for one in allowed if reach.is_named(one, networks)]
    if parts.scheme != "https" and not inside:
        raise _Problem("not_secure")
    return host, port, (inside or allowed)[0]


@lru_cache(maxsize=1)
def _tls() -> ssl.SSLContext:
    return ssl.create_default_context()


def _cut(connection: socket.socket) -> None:
    with suppress(OSError):
        connection.shutdown(socket.SHUT_RDWR)
