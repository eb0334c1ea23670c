"""A real receiver: an HTTP server that keeps what it was sent, answers as told, and checks signatures by itself."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class Receiver:
    """Somebody else's server. ``answers`` are the statuses of the next requests; afterwards each is 200."""

    def __init__(self) -> None:
        self.got: list[tuple[dict[str, str], bytes]] = []
        self.answers: list[int] = []
        self.answer: Callable[[dict[str, Any]], int] = lambda _: 200
        self.headers: dict[str, str] = {}
        self.before_answer: Callable[[], None] = lambda: None
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                receiver.got.append(({k.lower(): v for k, v in self.headers.items()}, body))
                receiver.before_answer()
                told = receiver.answer(json.loads(body))
                self.send_response(receiver.answers.pop(0) if receiver.answers else told)
                for name, value in receiver.headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_: Any) -> None:
                """The test's own output is enough."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}/hook?shop=1"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    @property
    def said(self) -> list[dict[str, Any]]:
        """The bodies, as they came."""
        return [json.loads(body) for _, body in self.got]

    def kinds(self) -> list[str]:
        """What they were about."""
        return [body["type"] for body in self.said]

    def close(self) -> None:
        """Go away."""
        self._server.shutdown()
        self._server.server_close()


def proved(secret: str, headers: dict[str, str], body: bytes) -> bool:
    """What a receiver does, after docs/webhooks.md: one of the signatures is right."""
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    key = base64.b64decode(secret.removeprefix("whsec_"))
    wanted = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    return any(
        hmac.compare_digest(one.removeprefix("v1,"), wanted)
        for one in headers["webhook-signature"].split(" ")
    )
