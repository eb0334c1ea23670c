"""The installation that a command works on."""

from __future__ import annotations

from typing import Any

import click

from pickface.config import Config


def migrated(config: Config) -> Any:
    """The application, its database made or brought to the newest migration; a server beside it takes turns."""
    from pickface.app import create_app
    from pickface.app import upgrade as bring_up
    from pickface.turns import Beside

    app = create_app(config)
    bring_up(app)
    app.extensions["pickface"].turn = Beside(config.data)
    app.extensions["pickface"].wind_clock()
    return app


def opened(config: Config) -> Any:
    """The application as it is there; where there is none, none is made."""
    from pickface.app import create_app

    if not config.database_url and not (config.data / "pickface.sqlite3").exists():
        raise click.ClickException(f"there is no Pickface in {config.data}")
    return create_app(config)


def close(app: Any) -> None:
    """Let go of the database."""
    from pickface.db import db

    with app.app_context():
        db.session.remove()
        db.engine.dispose()
    app.extensions["pickface"].close()
