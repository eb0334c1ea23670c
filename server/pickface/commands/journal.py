"""What the journal and the books say: to check them, and to blank a scan."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from pickface.commands.installation import close, migrated, opened
from pickface.commands.options import data_option, json_option
from pickface.config import from_environment


def _span_ms(text: str | None) -> int | None:
    """How long ``24h`` or ``7d`` is."""
    if text is None:
        return None
    unit = {"h": 3_600_000, "d": 86_400_000}.get(text[-1:])
    if unit is None or not text[:-1].isdigit():
        raise click.BadParameter("a number of hours or days, as 24h or 7d")
    return int(text[:-1]) * unit


@click.command()
@data_option
@click.option(
    "--checkpoint",
    "checkpoints",
    multiple=True,
    metavar="HASH",
    help="A checkpoint that an export or a note has kept: it must be one that was made here.",
)
@click.option(
    "--since",
    metavar="SPAN",
    callback=lambda _context, _option, text: _span_ms(text),
    help="Only what came in the last 24h, 7d, …: what moved, and the journal behind the newest checkpoint before.",
)
@click.option(
    "--believe-checkpoint",
    is_flag=True,
    help="Everything, but signatures only behind the newest checkpoint: what it covers is held by its hashes.",
)
@json_option
def audit(
    data: Path | None,
    checkpoints: tuple[str, ...],
    since: int | None,
    believe_checkpoint: bool,
    as_json: bool,
) -> None:
    """Check that balances equal the moves, promises hold, and no stream is cut, forked, forged or re-attributed."""
    from pickface.db import clock
    from pickface.insight.audit import audit as run_audit

    app = opened(from_environment(data))
    with app.app_context():
        report = run_audit(
            checkpoints, since and clock() - since, every_signature=not believe_checkpoint
        )
    close(app)
    for difference in report.differences[:50]:
        click.echo(difference, err=True)
    if as_json:
        click.echo(json.dumps(report.as_json()))
    else:
        click.echo(report.sentence())
    sys.exit(0 if report.clean else 1)


@click.command()
@click.argument("event")
@data_option
@click.option("--by", "login", required=True, metavar="LOGIN", help="The manager who redacts.")
@click.option("--why", required=True, help="The reason, as it shall stand in the journal.")
def redact(event: str, data: Path | None, login: str, why: str) -> None:
    """Blank what a scan said, for good; its hash, author and verdict stay, and the journal says who did it and why."""
    from pickface.db import command
    from pickface.people.staff import manager_with
    from pickface.scans.redaction import redact as blank

    app = migrated(from_environment(data))
    signer = app.extensions["pickface"].signer
    try:
        with app.app_context():
            command(lambda tx: blank(tx, signer, event, manager_with(tx, login), why))
    finally:
        close(app)
    click.echo(f"Event {event} is redacted. Backups made before still hold what it said.")
