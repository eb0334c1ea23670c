"""To found an installation."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from pickface.commands.installation import close, migrated
from pickface.commands.options import data_option, json_option
from pickface.commands.passwords import ask_secrets, read_secrets
from pickface.config import from_environment


@click.command()
@data_option
@click.option("--site", "code", required=True, metavar="CODE", help="Short code, such as BRE.")
@click.option("--name", required=True, help="What the site is called.")
@click.option("--timezone", required=True, metavar="ZONE", help="IANA zone: Europe/Berlin.")
@click.option("--login", required=True, help="The first manager's login for the office.")
@click.option("--manager", default=None, metavar="NAME", help="Their name; the login if left out.")
@click.option("--badge", default=None, help="Their badge, if they work on a handheld too.")
@click.option(
    "--password-stdin",
    is_flag=True,
    help="Read the password, and with --badge the PIN, from the first lines of standard input.",
)
@json_option
def init(data: Path | None, password_stdin: bool, as_json: bool, **told: Any) -> None:
    """Found an installation: a site with its stations, and its first manager."""
    from pickface.founding import Founding, found

    secrets = read_secrets if password_stdin else ask_secrets
    password, pin = secrets(told["badge"] is not None)
    app = migrated(from_environment(data))
    try:
        with app.app_context():
            made = found(Founding(password=password, pin=pin, **told))
    finally:
        close(app)
    if as_json:
        click.echo(json.dumps(made))
    else:
        click.echo(f"Site {made['site']} is ready; {made['login']} signs in at /office.")
