"""To serve an installation, or the demo."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from pickface.commands.installation import close, migrated
from pickface.commands.options import data_option, lan_option, port_option
from pickface.config import Config, from_environment


@click.command()
@data_option
@port_option
@lan_option
@click.option("--live", is_flag=True, help="Virtual handhelds work, so that the board moves.")
def demo(data: Path | None, port: int, lan: bool, live: bool) -> None:
    """Make the demo site if it is absent, and serve it."""
    from pickface.demo.ensure import ensure_demo, welcome

    config = from_environment(data, port=port, secure_cookies=lan or None)
    ensure_demo(config)
    close(migrated(config))
    certificate, url = _address(config, lan)
    click.echo(welcome(url))
    if live:
        from pickface.simulate.beside import run_beside

        run_beside(f"http://localhost:{port}")
    _serve(config, certificate)


@click.command()
@data_option
@port_option
@lan_option
def serve(data: Path | None, port: int, lan: bool) -> None:
    """Serve an installation, its database brought to the newest migration; an empty one is set up in the browser."""
    config = from_environment(data, port=port, secure_cookies=lan or None)
    app = migrated(config)
    waits = _waits_for_first_run(app)
    close(app)
    certificate, url = _address(config, lan)
    click.echo(f"Pickface is at {url}")
    if waits:
        _say_code(config, url)
    _serve(config, certificate)


@click.command(name="setup-code")
@data_option
def setup_code(data: Path | None) -> None:
    """Make a new set-up code for the first run in the browser; the one before ends."""
    config = from_environment(data)
    app = migrated(config)
    waits = _waits_for_first_run(app)
    close(app)
    if not waits:
        raise click.ClickException("this installation has a site already; sign in at /office")
    _say_code(config, "")


@click.command()
@data_option
def upgrade(data: Path | None) -> None:
    """Bring the database to the newest migration."""
    close(migrated(from_environment(data)))
    click.echo("The database is up to date.")


def _waits_for_first_run(app: Any) -> bool:
    from pickface.db import db
    from pickface.setup.first_run import is_needed

    with app.app_context():
        needed = is_needed()
        db.session.remove()
    return needed


def _say_code(config: Config, url: str) -> None:
    from pickface.setup.first_run import new_code

    click.echo(f"Nothing is set up yet. Open {url}/office and type the set-up code")
    click.echo(
        f"\n    {new_code(config.data)}\n\nIt holds for an hour. `pickface setup-code` makes a new one."
    )


def _address(config: Config, lan: bool) -> tuple[tuple[Path, Path] | None, str]:
    """The certificate, if any, and where the app is; on the LAN also the page that explains how to trust it."""
    if not lan:
        return None, f"http://localhost:{config.port}"
    from pickface.lan import certificates, trust

    made = certificates.prepare(config.data)
    trust.serve_beside(config.data, config.port, config.port + 1)
    first = trust.trust_url(made, config.port + 1)
    click.echo(f"\n  New handhelds begin at {first} (how to trust this server), or scan:\n")
    click.echo(trust.qr_terminal(first))
    click.echo(f"\n  Its certificate's fingerprint (SHA-256) must be\n  {made.fingerprint()}\n")
    return (made.certificate, made.key), made.url(config.port).rstrip("/")


def _serve(config: Config, certificate: tuple[Path, Path] | None) -> None:
    from pickface.serve import serve as run

    run(config, certificate)
