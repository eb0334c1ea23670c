"""The application factory: everything is wired here, once and visibly."""

from __future__ import annotations

import importlib
from pathlib import Path
from typing import Any

from apiflask import APIFlask

from pickface import web
from pickface.config import Config
from pickface.db import db, init_reads
from pickface.engine import Engine
from pickface.insight import board
from pickface.live import sockets
from pickface.live.board_feed import BoardFeed
from pickface.live.bus import Bus, LocalBus
from pickface.live.heard import Heard, SharedHeard
from pickface.live.redis_bus import RedisBus
from pickface.people import permissions
from pickface.registry import WORLD
from pickface.scans.authors import Authors
from pickface.scans.door import Door
from pickface.scans.judge import Judge
from pickface.scans.keys import load_or_make

MODELS = (
    "people", "catalog", "locations", "purchasing", "orders", "stock", "tasks", "scans", "channels", "planning",
    "setup", "costs", "webhooks", "shops", "returns", "kits", "departures", "inspections", "archive", "postage",
    "views", "printing", "alerts", "documents",
)  # fmt: skip
MIGRATIONS = Path(__file__).parent / "migrations"


def create_app(config: Config) -> APIFlask:
    """Make the application over an existing or a new (not yet migrated) database."""
    config.check()
    config.data.mkdir(parents=True, exist_ok=True)
    app = APIFlask(
        "pickface",
        title="Pickface",
        version="1",
        spec_path="/api/v1/openapi.json",
        # The web app's files are served by pages.py, with its own rules.
        static_folder=None,  # type: ignore[arg-type]
        # Its page would load scripts from elsewhere, which the content policy forbids.
        docs_path=None,
    )
    for folder in MODELS:
        importlib.import_module(f"pickface.{folder}.models")
    bus: Bus = RedisBus(config.redis_url) if config.redis_url else LocalBus()
    app.extensions["pickface"] = started = Engine(
        config,
        bus,
        Door(Judge(WORLD), Authors()),
        WORLD,
        load_or_make(config.data),
        SharedHeard(config.redis_url) if config.redis_url else Heard(),
    )
    init_reads(app, config.url)
    web.init(app)
    feed = BoardFeed(app, bus, board.changed_rows)
    started.live = sockets.init(app, bus, feed, permissions.TABLE["insight.show_board"])
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
