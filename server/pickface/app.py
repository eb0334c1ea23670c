"""The application factory: everything is wired here, once and visibly."""

from __future__ import annotations

import importlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from apiflask import APIFlask
from flask import current_app

from pickface.config import Config
from pickface.db import Writer, db, init_reads, open_writer
from pickface.insight import board
from pickface.live import sockets
from pickface.live.board_feed import BoardFeed
from pickface.live.bus import Bus, LocalBus
from pickface.live.redis_bus import RedisBus

MODELS = ("people", "catalog", "locations", "purchasing", "orders", "stock", "tasks", "scans")
MIGRATIONS = Path(__file__).parent / "migrations"


@dataclass
class Engine:
    """What one running application holds: its configuration, its writer and its bus."""

    config: Config
    bus: Bus
    live: sockets.Live | None = None
    _writer: Writer | None = None

    @property
    def writer(self) -> Writer:
        """The writer, opened at its first use so that a migration can come before."""
        if self._writer is None:
            self._writer = open_writer(self.config.url, self.bus.publish)
        return self._writer

    def close(self) -> None:
        """Finish what waits and let the database go."""
        if self._writer is not None:
            self._writer.close()
            self._writer = None
        if self.live is not None:
            self.live.close()
        self.bus.close()


def engine() -> Engine:
    """The engine of the current application."""
    found: Engine = current_app.extensions["pickface"]
    return found


def create_app(config: Config) -> APIFlask:
    """Make the application over an existing or a new (not yet migrated) database."""
    config.check()
    config.data.mkdir(parents=True, exist_ok=True)
    app = APIFlask(
        "pickface",
        title="Pickface",
        version="1",
        spec_path="/api/v1/openapi.json",
        docs_path="/api/docs",
    )
    for folder in MODELS:
        importlib.import_module(f"pickface.{folder}.models")
    bus: Bus = RedisBus(config.redis_url) if config.redis_url else LocalBus()
    app.extensions["pickface"] = started = Engine(config, bus)
    init_reads(app, config.url)
    started.live = sockets.init(app, bus, BoardFeed(app, bus, board.changed_rows))
    return app


def upgrade(app: APIFlask) -> None:
    """Bring the database to the newest migration."""
    _alembic(app, "upgrade", "head")


def downgrade(app: APIFlask, revision: str) -> None:
    """Bring the database back to a revision (``base`` empties it)."""
    _alembic(app, "downgrade", revision)


def _alembic(app: APIFlask, verb: str, revision: str) -> None:
    from alembic import command
    from alembic.config import Config as AlembicConfig

    settings = AlembicConfig(str(MIGRATIONS / "alembic.ini"))
    settings.set_main_option("script_location", str(MIGRATIONS))
    settings.attributes["quiet"] = True
    with app.app_context():
        action: Any = getattr(command, verb)
        action(settings, revision)
        db.session.remove()
