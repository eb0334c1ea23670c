"""Sending one message to one address, and to no address that nobody outside may reach through us.

The host's name is resolved once, what it resolves to is judged, and the connection goes to exactly that address: a name
that points elsewhere a moment later changes nothing. Redirects are not followed; of the answer only the head is read.
"""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from typing import Final
from urllib.parse import SplitResult, urlsplit

from pickface.errors import BadRequest

CONNECT_S: Final = 5.0
WHOLE_S: Final = 10.0
"""How long an address may take for everything."""
_NAT64 = ipaddress.ip_network("64:ff9b::/96")

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Networks = Sequence[str]
"""Networks, as ``10.1.0.0/16``, that may be told though they are private, without TLS too."""


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


def may_reach(address: Address, networks: Networks) -> bool:
    """Whether an address is a public one, or in a network that the installation allows."""
    real = _meant(address)
    if any(real in network for network in _known(tuple(networks))):
        return True
    return real.is_global and not (real.is_multicast or real.is_reserved)


def check_url(url: str, networks: Networks) -> None:
    """AddressRefused for one that could never be told: no ``https``, or a host that may not be reached."""
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


def _resolve(parts: SplitResult, networks: Networks) -> tuple[str, int, Address]:
    """Host, port, and an address of it that may be reached."""
    host = parts.hostname or ""
    port = parts.port or (443 if parts.scheme == "https" else 80)
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise _Problem("no_address") from None
    addresses = [ipaddress.ip_address(str(one[4][0]).split("%")[0]) for one in found]
    allowed = [one for one in addresses if may_reach(one, networks)]
    if not allowed:
        raise _Problem("not_allowed")
    inside = [one for one in allowed if any(_meant(one) in net for net in _known(tuple(networks)))]
    if parts.scheme != "https" and not inside:
        raise _Problem("not_secure")
    return host, port, (inside or allowed)[0]


def _meant(address: Address) -> Address:
    """The IPv4 address that an IPv6 address stands for, where it stands for one."""
    if isinstance(address, ipaddress.IPv4Address):
        return address
    if address in _NAT64:
        return ipaddress.IPv4Address(int(address) & 0xFFFF_FFFF)
    inner = address.ipv4_mapped or address.sixtofour
    return inner if inner is not None else address


@lru_cache(maxsize=8)
def _known(networks: tuple[str, ...]) -> tuple[ipaddress.IPv4Network | ipaddress.IPv6Network, ...]:
    return tuple(ipaddress.ip_network(one) for one in networks)


@lru_cache(maxsize=1)
def _tls() -> ssl.SSLContext:
    return ssl.create_default_context()


def _cut(connection: socket.socket) -> None:
    with suppress(OSError):
        connection.shutdown(socket.SHUT_RDWR)
