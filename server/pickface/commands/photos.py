"""Photos, read as the server does."""

from __future__ import annotations

import json
from pathlib import Path

import click

from pickface.commands.options import json_option
from pickface.errors import PickfaceError


@click.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option(
    "--expected",
    "manifest",
    required=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Columns file, expected, symbology with tabs between; nothing expected: no barcode.",
)
@json_option
def decode(folder: Path, manifest: Path, as_json: bool) -> None:
    """Read a folder of photos as the server does, and count what is read against what is in them."""
    from pickface.scans.decoding.decode import decode_picture
    from pickface.scans.decoding.evaluate import evaluate, expectations

    try:
        told = expectations(manifest)
    except PickfaceError as why:
        raise click.ClickException(str(why)) from None
    seen = evaluate(folder, told, lambda data: [code.text for code in decode_picture(data).codes])
    if as_json:
        click.echo(json.dumps(seen))
        return
    rows = {"all": seen, **seen.pop("symbologies")}
    for name, row in rows.items():
        click.echo(f"{name}: " + ", ".join(f"{key} {value}" for key, value in row.items()))
