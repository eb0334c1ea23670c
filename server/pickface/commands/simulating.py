"""Virtual people who do a shift."""

from __future__ import annotations

import json
import sys
from typing import Any

import click

from pickface.commands.options import json_option


@click.command()
@click.option(
    "--url", default="http://localhost:8080", show_default=True, help="A running Pickface."
)
@click.option("--people", type=click.IntRange(1, 2000), default=10, show_default=True)
@click.option("--orders", type=click.IntRange(0, 1_000_000), default=50, show_default=True)
@click.option("--seed", type=int, default=1, show_default=True)
@click.option(
    "--rate", type=float, default=0.0, help="Scans a second and person; 0 is as fast as it goes."
)
@click.option("--errors", type=click.FloatRange(0, 0.5), default=0.02, show_default=True)
@click.option(
    "--existing",
    type=click.IntRange(0, 1_000_000),
    default=0,
    help="Work so many orders that are open already, from buying their goods on, instead of new ones.",
)
@click.option(
    "--cart",
    type=click.IntRange(0, 24),
    default=0,
    help="Pick on carts of so many totes (4 to 24); 0: each order by itself.",
)
@click.option(
    "--batch",
    type=click.IntRange(0, 48),
    default=0,
    help="Pick in batches of so many orders (2 to 48), sorted at a put wall.",
)
@click.option("--login", default="maria", show_default=True, help="A manager's login.")
@click.option(
    "--password", envvar="PICKFACE_PASSWORD", default=None, help="Theirs; the demo's if left out."
)
@json_option
def simulate(as_json: bool, password: str | None, **wishes: Any) -> None:
    """Virtual handhelds sign in and do a shift's work through the public API alone."""
    from pickface.simulate.client import NobodyThere, Refused
    from pickface.simulate.shift import simulate as run
    from pickface.simulate.wishes import PASSWORD, Wanted

    try:
        outcome = run(Wanted(password=password or PASSWORD, **wishes))
    except (NobodyThere, Refused) as why:
        raise click.ClickException(str(why)) from None
    click.echo(json.dumps(outcome.as_json()) if as_json else outcome.sentence())
    sys.exit(0 if outcome.good else 1)
