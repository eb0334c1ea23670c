"""The command line. ``--data`` says where an installation lives; ``--json`` prints one JSON line last; 0 is success."""

from __future__ import annotations

import logging
import sys

import click

from pickface.commands import (
    archive,
    founding,
    importing,
    journal,
    photos,
    planning,
    routing,
    serving,
    simulating,
)
from pickface.errors import PickfaceError

COMMANDS: tuple[click.Command, ...] = (
    serving.demo,
    serving.serve,
    serving.setup_code,
    serving.upgrade,
    founding.init,
    journal.audit,
    journal.redact,
    simulating.simulate,
    importing.import_group,
    importing.reindex,
    planning.forecast,
    planning.propose,
    archive.export_site,
    archive.import_site,
    photos.decode,
    routing.route,
)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def cli() -> None:
    """Pickface: a warehouse management system that lives on the handheld scanner."""
    logging.basicConfig(
        level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s: %(message)s"
    )


for command in COMMANDS:
    cli.add_command(command)


def main() -> None:
    """Run, and tell what went wrong in a sentence."""
    try:
        cli()
    except PickfaceError as error:
        click.echo(f"pickface: {error}", err=True)
        sys.exit(1)
