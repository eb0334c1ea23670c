"""A whole site as one file."""

from __future__ import annotations

import json
from pathlib import Path

import click

from pickface.commands.installation import close, migrated, opened
from pickface.commands.options import data_option, json_option
from pickface.commands.passwords import ask_secrets, read_secrets
from pickface.config import from_environment


@click.command(name="export-site")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@data_option
@click.option("--site", default=None, help="The site's code, if there is more than one.")
@click.option("--with-secrets", is_flag=True, help="The hashes of PINs and passwords as well.")
@json_option
def export_site(
    file: Path, data: Path | None, site: str | None, with_secrets: bool, as_json: bool
) -> None:
    """Write a whole site into one archive: what is set up, documents, stock and what it cost."""
    from pickface.archive import writing
    from pickface.channels.importer import site_named

    app = opened(from_environment(data))
    try:
        with app.app_context():
            counts = writing.export_site(site_named(site)["id"], file, with_secrets=with_secrets)
    finally:
        close(app)
    told = ", ".join(f"{many} {name.replace('_', ' ')}" for name, many in counts.items() if many)
    click.echo(json.dumps({"file": str(file), "rows": counts}) if as_json else f"{file}: {told}.")


@click.command(name="import-site")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@data_option
@click.option(
    "--login", default="", help="The manager who goes on: one of the archive, or a new one."
)
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input.")
@click.option(
    "--check", "only_check", is_flag=True, help="Only look whether the archive holds together."
)
@json_option
def import_site(
    file: Path,
    data: Path | None,
    login: str,
    *,
    password_stdin: bool,
    only_check: bool,
    as_json: bool,
) -> None:
    """Bring an archive into an empty installation; after a crash, the same again goes on where it ended."""
    from pickface.archive import beginning, checking, loading
    from pickface.archive.opening import BadArchive
    from pickface.engine import engine

    if not only_check and not login:
        raise click.UsageError("name the manager who goes on with --login")
    app = migrated(from_environment(data))
    try:
        with app.app_context():
            if only_check:
                archive = checking.check(file)
            else:
                password, _ = (read_secrets if password_stdin else ask_secrets)(False)
                manager = beginning.Manager(login, password)
                here = engine()
                loading.import_site(
                    here.config, here.signer, file, manager, lambda _part, _many: None
                )
                archive = beginning.as_it_is(file)
    except BadArchive as bad:
        raise click.ClickException("\n".join(map(str, bad.problems))) from bad
    finally:
        close(app)
    done = "holds together" if only_check else f"is brought in; {login} signs in at /office"
    told = {"site": archive.site["code"], "rows": dict(archive.counts), "applied": not only_check}
    click.echo(json.dumps(told) if as_json else f"Site {archive.site['code']} {done}.")
