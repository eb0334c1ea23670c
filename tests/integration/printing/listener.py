"""A printer's port that behaves as told: takes everything, hangs in the middle, hangs up, or is not there."""

from __future__ import annotations

import socket
import struct
import threading


class Listener:
    """``how``: ``takes``, ``hangs`` (reads nothing), ``closes`` (resets after some bytes). ``got`` is what it read."""

    def __init__(self, how: str = "takes", port: int = 0) -> None:
        self.how = how
        self.got: list[bytes] = []
        self._open: list[socket.socket] = []
        self._server = socket.socket()
        self._server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self._server.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
        self._server.bind(("127.0.0.1", port))
        self._server.listen(5)
        self.port = int(self._server.getsockname()[1])
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self._server.accept()
            except OSError:
                return
            if self.how == "hangs":
                self._open.append(connection)
            elif self.how == "closes":
                connection.recv(64)
                connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                connection.close()
            else:
                with connection:
                    read = b""
                    while more := connection.recv(65536):
                        read += more
                    self.got.append(read)

    def close(self) -> None:
        """Be away: whoever knocks is refused."""
        self._server.shutdown(socket.SHUT_RDWR)
        self._server.close()
        self._thread.join(timeout=5)
        for one in self._open:
            one.close()
