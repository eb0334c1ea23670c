"""Under which addresses and names the devices in the building reach this machine."""

from __future__ import annotations

import ipaddress
import socket

PRIVATE_NETWORKS = (
    "10.0.0.0/8",
    "172.16.0.0/12",
    "192.168.0.0/16",
    "169.254.0.0/16",
    "100.64.0.0/10",
    "127.0.0.0/8",
    "fc00::/7",
    "fe80::/10",
    "::1/128",
)
_SIOCGIFADDR = 0x8915


def own_addresses() -> list[str]:
    """This machine's IPv4 addresses on its networks, the one of the default route first; no loopback."""
    found: list[str] = []
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            # Choosing a route sends nothing.
            probe.connect(("10.255.255.255", 9))
            found.append(str(probe.getsockname()[0]))
        except OSError:
            pass  # no network at all
        found += _interface_addresses(probe)
    return [
        address for address in dict.fromkeys(found) if not ipaddress.ip_address(address).is_loopback
    ]


def bracketed(address: str) -> str:
    """An address as it stands in a URL."""
    return f"[{address}]" if ":" in address else address


def _interface_addresses(probe: socket.socket) -> list[str]:
    """The address of each interface, as Linux tells it; elsewhere what the host name resolves to."""
    try:
        import fcntl
    except ImportError:
        return list(socket.gethostbyname_ex(socket.gethostname())[2])
    found = []
    for _, interface in socket.if_nameindex():
        request = interface.encode()[:15].ljust(256, b"\0")
        try:
            answer = fcntl.ioctl(probe.fileno(), _SIOCGIFADDR, request)
        except OSError:
            continue  # an interface without an IPv4 address
        found.append(socket.inet_ntoa(answer[20:24]))
    return found


def is_private(address: str) -> bool:
    """Whether an address belongs to a network that nobody on the Internet can claim."""
    parsed = ipaddress.ip_address(address)
    return any(parsed in ipaddress.ip_network(network) for network in PRIVATE_NETWORKS)
