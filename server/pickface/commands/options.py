"""Options that several commands have."""

from __future__ import annotations

from pathlib import Path

import click

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
