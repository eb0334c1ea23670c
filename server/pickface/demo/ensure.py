"""Makes the demo site if it is absent, and says how to get in."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace

from pickface.app import create_app, upgrade
from pickface.config import Config
from pickface.db import db, row
from pickface.demo.load import load
from pickface.demo.nouns import DemoSite
from pickface.demo.site import generate


def ensure_demo(config: Config, make: Callable[[], DemoSite] = generate) -> bool:
    """Make the demo site unless the installation has a site already; True if it was made now.

    ``make`` may be :func:`pickface.demo.site.empty_shelves` where other goods are to come. The embedded database is
    filled in a folder beside and moved in place when it is whole, so that a start that was interrupted leaves nothing
    half made.
    """
    if config.database_url:
        return _fill(config, make)
    if (config.data / "pickface.sqlite3").exists():
        return False
    making = config.data / ".demo-in-the-making"
    shutil.rmtree(making, ignore_errors=True)
    _fill(replace(config, data=making), make)
    for file in sorted(making.iterdir(), key=lambda file: file.name == "pickface.sqlite3"):
        file.replace(config.data / file.name)
    making.rmdir()
    return True


def _fill(config: Config, make: Callable[[], DemoSite]) -> bool:
    app = create_app(config)
    upgrade(app)
    try:
        with app.app_context():
            there = row("SELECT id FROM site LIMIT 1") is not None
            db.session.remove()
            if not there:
                load(make())
            db.session.remove()
            db.engine.dispose()
    finally:
        app.extensions["pickface"].close()
    return not there


def welcome(url: str) -> str:
    """Addresses, badges, PINs and logins of the demo site, for the terminal."""
    lines = [
        "",
        f"  Handheld   {url}/           (scan or type a badge, then its PIN)",
        f"  Board      {url}/board",
        f"  Office     {url}/office",
        f"  API        {url}/api/v1/openapi.json",
        "",
        "  badge    PIN    name                 role        login and password",
    ]
    for person in generate().people:
        desk = f"{person.login} / {person.password}" if person.login else ""
        lines.append(
            f"  {person.badge:<8} {person.pin:<6} {person.name:<20} {person.role:<11} {desk}".rstrip()
        )
    return "\n".join([*lines, ""])
