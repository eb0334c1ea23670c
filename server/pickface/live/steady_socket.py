"""A socket that keeps frames whole: two threads may send on it, and a peer that stops reading cannot hold one for ever.

The websocket library answers pings from its own thread while the handler sends; it calls ``send`` once and trusts that
everything went out. Here every ``send`` sends all of it, one thread at a time, within a time.
"""

from __future__ import annotations

import contextlib
import socket
import ssl
import struct
import threading


class SteadySocket:
    """Stands in front of the connection's socket."""

    def __init__(self, sock: socket.socket, patience_s: int) -> None:
        self._sock = sock
        self._lock = threading.Lock()
        # One TLS object must not read and write at the same time.
        self._shares_state = isinstance(sock, ssl.SSLSocket)
        patience = struct.pack("ll", patience_s, 0)
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_SNDTIMEO, patience)
        if self._shares_state:
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, patience)

    def send(self, data: bytes) -> int:
        """Send all of it; raises OSError when the peer does not read in time, after which the stream is broken."""
        with self._lock:
            self._sock.sendall(data)
        return len(data)

    def recv(self, size: int) -> bytes:
        """What has come; the caller waited until there is something."""
        if not self._shares_state:
            return self._sock.recv(size)
        with self._lock:
            return self._sock.recv(size)

    def fileno(self) -> int:
        """For selectors."""
        return self._sock.fileno()

    def finish(self) -> None:
        """Say that nothing more comes, so that the peer closes too."""
        with contextlib.suppress(OSError):
            # Not SSLSocket's own shutdown: that forgets the session while the other thread still reads.
            socket.socket.shutdown(self._sock, socket.SHUT_WR)

    def abort(self) -> None:
        """End it in both directions: whoever waits on it stops waiting."""
        with contextlib.suppress(OSError):
            socket.socket.shutdown(self._sock, socket.SHUT_RDWR)

    def close(self) -> None:
        """Give the descriptor back."""
        self._sock.close()
