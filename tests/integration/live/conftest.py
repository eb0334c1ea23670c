"""A real gunicorn with one person of each role, and websocket clients of it."""

from __future__ import annotations

import os
import shutil
import signal
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import requests
import websocket

from pickface.app import create_app
from pickface.config import Config
from pickface.db import Tx
from tests.conftest import close
from tests.programs import Forked
from tests.services import free_port, wait_for_port

ROOT = Path(__file__).parents[3]
PICKER, SUPERVISOR = 1, 2


def people(tx: Tx) -> None:
    tx.run("INSERT INTO site (id, code, name) VALUES (1, 'HH', 'Hamburg')")
    for number, name, role in ((PICKER, "Ana", "picker"), (SUPERVISOR, "Sam", "supervisor")):
        tx.run(
            "INSERT INTO person (id, site_id, name, role, work_version) VALUES (:id, 1, :name, :role, 7)",
            id=number,
            name=name,
            role=role,
        )


@dataclass
class Server:
    """One running server process."""

    process: Forked
    port: int
    lines: list[websocket.WebSocket] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def cookie(self, person: int, session: str = "") -> str:
        answer = requests.get(
            f"{self.url}/test/sign-in/{person}", params={"session": session}, timeout=10
        )
        return "; ".join(f"{name}={value}" for name, value in answer.cookies.items())

    def connect(
        self, person: int | None, topics: str = "work", session: str = "", **options: Any
    ) -> websocket.WebSocket:
        options.setdefault("suppress_origin", True)
        if person is not None:
            options["cookie"] = self.cookie(person, session)
        line = websocket.create_connection(
            f"ws://127.0.0.1:{self.port}/ws?topics={topics}", timeout=10, **options
        )
        self.lines.append(line)
        return line

    def hang_up(self) -> None:
        while self.lines:
            self.lines.pop().shutdown()

    def publish(self, topic: str, message: Any, times: int = 1) -> None:
        requests.post(
            f"{self.url}/test/publish/{topic}", params={"times": times}, json=message, timeout=30
        ).raise_for_status()

    def ask(self, path: str) -> Any:
        return requests.get(f"{self.url}/test/{path}", timeout=10).json()

    def stop(self) -> None:
        self.hang_up()
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        self.process.wait(15)


def gunicorn(port: int) -> None:
    """Be gunicorn as its command line is."""
    from gunicorn.app.wsgiapp import run

    sys.argv = [
        "gunicorn", "--bind", f"127.0.0.1:{port}", "--worker-class", "gthread", "--threads", "16",
        "--chdir", str(ROOT), "--config", "python:tests.integration.live.serving",
        "--log-level", "warning", "tests.integration.live.serving:make_app()",
    ]  # fmt: skip
    run()


def start(config: Config, redis_url: str = "") -> Server:
    port = free_port()
    here = {
        **os.environ,
        "PICKFACE_DATA": str(config.data),
        "PICKFACE_DATABASE_URL": config.database_url,
        "PICKFACE_REDIS_URL": redis_url,
        "HOME": str(config.data),
    }
    process = Forked(gunicorn, port, env=here)
    server = Server(process, port)
    wait_for_port(port)
    return server


def populate(config: Config) -> Config:
    app = create_app(config)
    app.extensions["pickface"].writer.run(people)
    close(app)
    return config


@pytest.fixture
def start_server(config: Config) -> Iterator[Callable[..., Server]]:
    """Start servers on one fresh database; once SQLite, once PostgreSQL."""
    started: list[Server] = []
    populate(config)

    def begin(redis_url: str = "") -> Server:
        started.append(start(config, redis_url))
        return started[-1]

    yield begin
    for server in started:
        server.stop()


@pytest.fixture(scope="module")
def one_server(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    data = tmp_path_factory.mktemp("live")
    shutil.copy(sqlite_template, data / "pickface.sqlite3")
    server = start(populate(Config(data=data, testing=True)))
    yield server
    server.stop()


@pytest.fixture
def server(one_server: Server) -> Iterator[Server]:
    """A running server that nobody is connected to."""
    yield one_server
    one_server.hang_up()
    end = time.monotonic() + 10
    while one_server.ask("present/1"):
        assert time.monotonic() < end, "somebody stays present"
        time.sleep(0.05)
