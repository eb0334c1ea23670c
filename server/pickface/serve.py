"""Serving: gunicorn with threads, one process unless PostgreSQL and Redis say otherwise."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from apiflask import APIFlask
from gunicorn.app.base import BaseApplication

from pickface import beginning, turns
from pickface.alerts.watcher import Watcher
from pickface.app import create_app
from pickface.config import Config
from pickface.db import SqliteWriter
from pickface.live import serve_hooks
from pickface.printing.spooler import Spooler
from pickface.scans import checkpoints
from pickface.tasks import snapshots
from pickface.tasks.jobs import Runner
from pickface.tasks.offers import offer_waiting
from pickface.webhooks.sender import Sender


class Server(BaseApplication):  # type: ignore[misc]
    """gunicorn, configured in code, with the application made inside its worker."""

    def __init__(self, config: Config, certificate: tuple[Path, Path] | None = None) -> None:
        self._config = config
        self._certificate = certificate
        super().__init__()

    def load_config(self) -> None:
        """Settings that were measured to matter; see docs/design.md."""
        settings: dict[str, Any] = {
            "bind": [f"{self._config.bind}:{self._config.port}"],
            "worker_class": "gthread",
            "workers": self._config.processes,
            # A thread holds each socket; the rest answer requests.
            "threads": self._config.threads,
            "worker_connections": self._config.threads * 2,
            "keepalive": 75,
            "backlog": 2048,
            "graceful_timeout": 10,
            "timeout": 120,
            "control_socket_disable": True,
            "post_worker_init": serve_hooks.post_worker_init,
            "loglevel": "warning",
            "proc_name": "pickface",
        }
        if self._certificate:
            settings["certfile"], settings["keyfile"] = map(str, self._certificate)
        for name, value in settings.items():
            self.cfg.set(name, value)

    def load(self) -> APIFlask:
        """Make the application and begin its background work."""
        app = create_app(self._config)
        start_jobs(app)
        return app


def start_jobs(app: APIFlask) -> Runner:
    """Begin the background work of an application."""
    here = app.extensions["pickface"]
    here.wind_clock()
    here.writer.run(checkpoints.begin)
    here.writer.run(snapshots.begin)
    here.writer.run(lambda tx: beginning.begin(tx, here.world))
    if isinstance(here.writer, SqliteWriter):
        turns.give(here.config.data, here.writer)
    runner = Runner(app, here.writer, here.jobs, offer_waiting)
    runner.start()
    Sender(app).start()
    Watcher(app).start()
    Spooler(app).start()
    return runner


def serve(config: Config, certificate: tuple[Path, Path] | None = None) -> None:
    """Serve until told to stop."""
    Server(config.check(), certificate).run()
