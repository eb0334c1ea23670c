"""Spreadsheets brought in, and what search looks through."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any, Literal

import click

from pickface.commands.installation import close, migrated
from pickface.commands.options import data_option, json_option
from pickface.config import from_environment


@click.group(name="import")
def import_group() -> None:
    """Bring in items or orders from CSV or a workbook."""


def _import_command(kind: Literal["items", "orders"]) -> None:
    @import_group.command(
        name=kind, help=f"Import {kind} from CSV (plain, .gz, .xz) or a workbook (.xlsx)."
    )
    @click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
    @data_option
    @click.option(
        "--map", "mapping", multiple=True, metavar="FOREIGN=OURS", help="A column of another name."
    )
    @click.option(
        "--sheet", default="", help="A workbook's sheet; else the first with anything in it."
    )
    @click.option("--preset", default=None, help="A named mapping, such as online-retail.")
    @click.option("--site", default=None, help="The site's code, if there is more than one.")
    @json_option
    def run(
        file: Path,
        data: Path | None,
        mapping: tuple[str, ...],
        *,
        sheet: str,
        preset: str | None,
        site: str | None,
        as_json: bool,
    ) -> None:
        from pickface.channels import importer

        app = migrated(from_environment(data))
        with app.app_context():
            report: Any = importer.run_import(
                kind, file, mapping=mapping, preset=preset, site=site, sheet=sheet
            )
        close(app)
        click.echo(json.dumps(report.as_json()) if as_json else report.sentence())
        sys.exit(0 if report.good else 1)


@click.command()
@data_option
@json_option
def reindex(data: Path | None, as_json: bool) -> None:
    """Write anew what search looks through: after a database was filled by other means than Pickface's own."""
    from pickface.reindex import reindex as run

    app = migrated(from_environment(data))
    found = run(app)
    close(app)
    click.echo(json.dumps({"found": found}) if as_json else f"{found} things can be found")


_import_command("items")
_import_command("orders")
