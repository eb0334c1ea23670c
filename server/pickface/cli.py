"""The command line. ``--data`` says where an installation lives; ``--json`` prints one JSON line last; 0 is success."""

from __future__ import annotations

import json
import logging
import sys
from pathlib import Path
from typing import Any, Literal

import click

from pickface.config import Config, from_environment
from pickface.errors import PickfaceError

data_option = click.option(
    "--data",
    type=click.Path(path_type=Path, file_okay=False),
    default=None,
    help="Folder of the embedded database, photos and keys (default ./data, or PICKFACE_DATA).",
)
json_option = click.option("--json", "as_json", is_flag=True, help="Print one JSON line last.")
port_option = click.option("--port", type=click.IntRange(1, 65535), default=8080, show_default=True)
lan_option = click.option(
    "--lan",
    is_flag=True,
    help="Serve HTTPS on the local network, with a certificate authority made here.",
)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def cli() -> None:
    """Pickface: a warehouse management system that lives on the handheld scanner."""
    logging.basicConfig(
        level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s: %(message)s"
    )


@cli.command()
@data_option
@port_option
@lan_option
@click.option("--live", is_flag=True, help="Virtual handhelds work, so that the board moves.")
def demo(data: Path | None, port: int, lan: bool, live: bool) -> None:
    """Make the demo site if it is absent, and serve it."""
    from pickface.demo.ensure import ensure_demo, welcome

    config = from_environment(data, port=port, secure_cookies=lan or None)
    ensure_demo(config)
    _close(_migrated(config))
    certificate, url = _address(config, lan)
    click.echo(welcome(url))
    if live:
        from pickface.simulate.beside import run_beside

        run_beside(f"http://localhost:{port}")
    _serve(config, certificate)


@cli.command()
@data_option
@port_option
@lan_option
def serve(data: Path | None, port: int, lan: bool) -> None:
    """Serve an installation, its database brought to the newest migration; an empty one is set up in the browser."""
    config = from_environment(data, port=port, secure_cookies=lan or None)
    app = _migrated(config)
    waits = _waits_for_first_run(app)
    _close(app)
    certificate, url = _address(config, lan)
    click.echo(f"Pickface is at {url}")
    if waits:
        _say_code(config, url)
    _serve(config, certificate)


@cli.command(name="setup-code")
@data_option
def setup_code(data: Path | None) -> None:
    """Make a new set-up code for the first run in the browser; the one before ends."""
    config = from_environment(data)
    app = _migrated(config)
    waits = _waits_for_first_run(app)
    _close(app)
    if not waits:
        raise click.ClickException("this installation has a site already; sign in at /office")
    _say_code(config, "")


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


@cli.command()
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

    secrets = _read_secrets if password_stdin else _ask_secrets
    password, pin = secrets(told["badge"] is not None)
    app = _migrated(from_environment(data))
    try:
        with app.app_context():
            made = found(Founding(password=password, pin=pin, **told))
    finally:
        _close(app)
    if as_json:
        click.echo(json.dumps(made))
    else:
        click.echo(f"Site {made['site']} is ready; {made['login']} signs in at /office.")


def _ask_secrets(with_pin: bool) -> tuple[str, str]:
    password = click.prompt("Password", hide_input=True, confirmation_prompt=True)
    pin = click.prompt("PIN", hide_input=True, confirmation_prompt=True) if with_pin else ""
    return password, pin


def _read_secrets(with_pin: bool) -> tuple[str, str]:
    lines = [line.rstrip("\r\n") for line in (sys.stdin.readline(), sys.stdin.readline())]
    return lines[0], lines[1] if with_pin else ""


def _span_ms(text: str | None) -> int | None:
    """How long ``24h`` or ``7d`` is."""
    if text is None:
        return None
    unit = {"h": 3_600_000, "d": 86_400_000}.get(text[-1:])
    if unit is None or not text[:-1].isdigit():
        raise click.BadParameter("a number of hours or days, as 24h or 7d")
    return int(text[:-1]) * unit


@cli.command()
@data_option
def upgrade(data: Path | None) -> None:
    """Bring the database to the newest migration."""
    _close(_migrated(from_environment(data)))
    click.echo("The database is up to date.")


@cli.command()
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
@json_option
def audit(
    data: Path | None, checkpoints: tuple[str, ...], since: int | None, as_json: bool
) -> None:
    """Check that balances equal the moves, promises hold, and no stream is cut, forked, forged or re-attributed."""
    from pickface.db import clock
    from pickface.insight.audit import audit as run_audit

    app = _open(from_environment(data))
    with app.app_context():
        report = run_audit(checkpoints, since and clock() - since)
    _close(app)
    for difference in report.differences[:50]:
        click.echo(difference, err=True)
    if as_json:
        click.echo(json.dumps(report.as_json()))
    else:
        click.echo(report.sentence())
    sys.exit(0 if report.clean else 1)


@cli.command()
@click.argument("event")
@data_option
@click.option("--by", "login", required=True, metavar="LOGIN", help="The manager who redacts.")
@click.option("--why", required=True, help="The reason, as it shall stand in the journal.")
def redact(event: str, data: Path | None, login: str, why: str) -> None:
    """Blank what a scan said, for good; its hash, author and verdict stay, and the journal says who did it and why."""
    from pickface.db import command
    from pickface.people.staff import manager_with
    from pickface.scans.redaction import redact as blank

    app = _migrated(from_environment(data))
    signer = app.extensions["pickface"].signer
    try:
        with app.app_context():
            command(lambda tx: blank(tx, signer, event, manager_with(tx, login), why))
    finally:
        _close(app)
    click.echo(f"Event {event} is redacted. Backups made before still hold what it said.")


@cli.command()
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


@cli.command()
@data_option
@json_option
def reindex(data: Path | None, as_json: bool) -> None:
    """Write anew what search looks through: after a database was filled by other means than Pickface's own."""
    from pickface.reindex import reindex as run

    app = _migrated(from_environment(data))
    found = run(app)
    _close(app)
    click.echo(json.dumps({"found": found}) if as_json else f"{found} things can be found")


@cli.command()
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


@cli.command()
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


@cli.command()
@data_option
@click.option("--site", default=None, help="The site's code, if there is more than one.")
@json_option
def propose(data: Path | None, site: str | None, as_json: bool) -> None:
    """What to buy now, by supplier, and why; nothing is ordered."""
    from pickface.channels.importer import site_named
    from pickface.planning.proposals import propose as run
    from pickface.planning.records import read_offers

    app = _open(from_environment(data))
    try:
        with app.app_context():
            offers, units = read_offers(site_named(site)["id"])
    finally:
        _close(app)
    proposals = run(offers, units)
    if as_json:
        click.echo(json.dumps({"proposals": [one.as_json() for one in proposals]}))
        return
    for one in proposals:
        click.echo(f"{one.supplier}: {one.amount_minor / 100:.2f} {one.currency}")
        for line in one.lines:
            click.echo(f"  {line.qty:>6} {line.sku}  {line.name} ({line.why()})")
    if not proposals:
        click.echo("Nothing needs to be bought now.")


@cli.command(name="export-site")
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

    app = _open(from_environment(data))
    try:
        with app.app_context():
            counts = writing.export_site(site_named(site)["id"], file, with_secrets=with_secrets)
    finally:
        _close(app)
    told = ", ".join(f"{many} {name.replace('_', ' ')}" for name, many in counts.items() if many)
    click.echo(json.dumps({"file": str(file), "rows": counts}) if as_json else f"{file}: {told}.")


@cli.command(name="import-site")
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
    from pickface.archive import checking, loading
    from pickface.archive.opening import BadArchive
    from pickface.engine import engine

    if not only_check and not login:
        raise click.UsageError("name the manager who goes on with --login")
    app = _migrated(from_environment(data))
    try:
        with app.app_context():
            if only_check:
                archive = checking.check(file)
            else:
                password, _ = (_read_secrets if password_stdin else _ask_secrets)(False)
                manager = loading.Manager(login, password)
                here = engine()
                archive = loading.import_site(
                    here.config, here.signer, file, manager, lambda _part, _many: None
                )
    except BadArchive as bad:
        raise click.ClickException("\n".join(map(str, bad.problems))) from bad
    finally:
        _close(app)
    done = "holds together" if only_check else f"is brought in; {login} signs in at /office"
    told = {"site": archive.site["code"], "rows": dict(archive.counts), "applied": not only_check}
    click.echo(json.dumps(told) if as_json else f"Site {archive.site['code']} {done}.")


@cli.group(name="import")
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

        app = _migrated(from_environment(data))
        with app.app_context():
            report: Any = importer.run_import(
                kind, file, mapping=mapping, preset=preset, site=site, sheet=sheet
            )
        _close(app)
        click.echo(json.dumps(report.as_json()) if as_json else report.sentence())
        sys.exit(0 if report.good else 1)


_import_command("items")
_import_command("orders")


@cli.command()
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


def _migrated(config: Config) -> Any:
    from pickface.app import create_app
    from pickface.app import upgrade as bring_up
    from pickface.turns import Beside

    app = create_app(config)
    bring_up(app)
    app.extensions["pickface"].turn = Beside(config.data)
    app.extensions["pickface"].wind_clock()
    return app


def _open(config: Config) -> Any:
    from pickface.app import create_app

    if not config.database_url and not (config.data / "pickface.sqlite3").exists():
        raise click.ClickException(f"there is no Pickface in {config.data}")
    return create_app(config)


def _close(app: Any) -> None:
    from pickface.db import db

    with app.app_context():
        db.session.remove()
        db.engine.dispose()
    app.extensions["pickface"].close()


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


def main() -> None:
    """Run, and tell what went wrong in a sentence."""
    try:
        cli()
    except PickfaceError as error:
        click.echo(f"pickface: {error}", err=True)
        sys.exit(1)
