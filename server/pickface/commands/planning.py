"""What to buy, and how well it is forecast."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from pickface.commands.installation import close, opened
from pickface.commands.options import data_option, json_option
from pickface.config import from_environment


@click.command()
@click.option(
    "--evaluate",
    "file",
    required=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Order lines as CSV, plain or .xz: invoice, stock_code, quantity, invoiced_at.",
)
@click.option("--origins", type=click.IntRange(1, 12), default=3, show_default=True)
@json_option
def forecast(file: Path, origins: int, as_json: bool) -> None:
    """How well the order lines of a file would have been forecast, from rolling origins of 28 days."""
    from pickface.planning.evaluate import report, sentences
    from pickface.planning.lines import read_demand

    read = read_demand(file)
    told = {**read.as_json(), **report(read.demand, origins)}
    click.echo(json.dumps(told) if as_json else "\n".join(sentences(told)))
    sys.exit(0 if told["origins"] else 1)


@click.command()
@data_option
@click.option("--site", default=None, help="The site's code, if there is more than one.")
@json_option
def propose(data: Path | None, site: str | None, as_json: bool) -> None:
    """What to buy now, by supplier, and why; nothing is ordered."""
    from pickface.channels.importer import site_named
    from pickface.locations import service_goals, settings
    from pickface.planning.proposals import propose as run
    from pickface.planning.records import read_offers

    app = opened(from_environment(data))
    try:
        with app.app_context():
            site_id = int(site_named(site)["id"])
            offers, units = read_offers(site_id)
            goals = service_goals.read(settings.of_site(site_id).service_goals)
    finally:
        close(app)
    proposals = run(offers, units, goals)
    if as_json:
        click.echo(json.dumps({"proposals": [one.as_json() for one in proposals]}))
        return
    for one in proposals:
        click.echo(f"{one.supplier}: {one.amount_minor / 100:.2f} {one.currency}")
        for line in one.lines:
            click.echo(f"  {line.qty:>6} {line.sku}  {line.name} ({line.why()})")
    if not proposals:
        click.echo("Nothing needs to be bought now.")
