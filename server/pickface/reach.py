"""Which addresses this server may speak to when somebody names a host: public ones, or those in the house.

A host's name is resolved once, what it resolves to is judged, and the connection goes to exactly that address: a name
that points elsewhere a moment later changes nothing.
"""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Networks = Sequence[str]
"""Networks, as ``10.1.0.0/16``, that an installation names as well."""
HOUSE: Final = (
    "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "127.0.0.0/8", "fc00::/7", "::1/128",
)  # fmt: skip
"""Where the house's own machines are. 169.254.0.0/16 is not among them: clouds answer there with their keys."""
_NAT64: Final = ipaddress.ip_network("64:ff9b::/96")


class NoAddress(Exception):
    """The host has no address, or none that can be found now."""


def addresses_of(host: str, port: int) -> list[str]:
    """What a host's name resolves to, as it is connected to. NoAddress, ValueError for what is no host."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise NoAddress(host) from None
    return [str(one[4][0]) for one in found]


def is_public(address: str, networks: Networks = ()) -> bool:
    """Whether an address is one that everybody may speak to, or in one of the networks."""
    real = _meant(_parsed(address))
    if _is_in(real, networks):
        return True
    return real.is_global and not (real.is_multicast or real.is_reserved)


def is_named(address: str, networks: Networks) -> bool:
    """Whether an address is in one of the networks."""
    return _is_in(_meant(_parsed(address)), networks)


def is_in_the_house(address: str, networks: Networks = ()) -> bool:
    """Whether an address is in the building, or in one of the networks; what goes through a tunnel is in neither."""
    parsed = _parsed(address)
    if isinstance(parsed, ipaddress.IPv6Address) and parsed.ipv4_mapped is not None:
        parsed = parsed.ipv4_mapped
    return _is_in(parsed, (*HOUSE, *networks))


def _parsed(address: str) -> Address:
    """An address without the interface that it may name."""
    return ipaddress.ip_address(address.split("%", maxsplit=1)[0])


def _meant(address: Address) -> Address:
    """The IPv4 address that an IPv6 address stands for, where it stands for one."""
    if isinstance(address, ipaddress.IPv4Address):
        return address
    if address in _NAT64:
        return ipaddress.IPv4Address(int(address) & 0xFFFF_FFFF)
    inner = address.ipv4_mapped or address.sixtofour
    return inner if inner is not None else address


def _is_in(address: Address, networks: Networks) -> bool:
    return any(address in network for network in _known(tuple(networks)))


@lru_cache(maxsize=8)
def _known(networks: tuple[str, ...]) -> tuple[ipaddress.IPv4Network | ipaddress.IPv6Network, ...]:
    return tuple(ipaddress.ip_network(one) for one in networks)
