"""Tours of a file, proved."""

from __future__ import annotations

import json
from pathlib import Path

import click

from pickface.commands.options import json_option


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@json_option
def route(file: Path, as_json: bool) -> None:
    """The shortest tours of a list of instances on rectangular floors, given as JSON (docs/routing.md)."""
    from pickface.routing import instances

    try:
        text = file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise click.ClickException(f"{file} is not text in UTF-8") from None
    solved = [instances.solve(instance) for instance in instances.parse(text)]
    if as_json:
        click.echo(json.dumps([tour.as_json() for tour in solved]))
        return
    for tour in solved:
        click.echo(f"{tour.id!s:<24} {tour.length_cm:>12,} cm {tour.ms:>10.1f} ms")
    click.echo(f"{len(solved)} tours, all of them the shortest there are.")
