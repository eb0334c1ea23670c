"""The files of ``deploy/``, and a small server to put behind a proxy."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask, request
from flask_sock import Sock
from simple_websocket import Server
from werkzeug.serving import make_server

DEPLOY = Path(__file__).parents[3] / "deploy"


@dataclass(frozen=True)
class Backend:
    """Where the server behind the proxy listens."""

    port: int


@pytest.fixture
def backend() -> Iterator[Backend]:
    """A server that tells what it was asked, and echoes over a websocket."""
    app = Flask("behind-the-proxy")
    sock = Sock(app)

    @app.route("/", defaults={"path": ""}, methods=["GET", "POST", "PUT"])
    @app.route("/<path:path>", methods=["GET", "POST", "PUT"])
    def asked(path: str) -> dict[str, object]:
        return {
            "path": path,
            "host": request.host,
            "scheme": request.headers.get("X-Forwarded-Proto"),
            "bytes": len(request.get_data()),
        }

    @sock.route("/ws")
    def echo(ws: Server) -> None:
        ws.send(f"{request.host} {ws.receive(timeout=5)}")

    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield Backend(server.server_port)
    server.shutdown()
    server.server_close()
    thread.join()
