"""Where the installation keeps its things and how it listens: one frozen value, read once at start."""

from __future__ import annotations

import ipaddress
import os
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import urlsplit

from pickface.errors import PickfaceError


class BadSetting(PickfaceError):
    """A setting that the server cannot start with."""

    code = "bad_setting"
    status = 500


@dataclass(frozen=True)
class Config:
    """Everything that differs between installations.

    ``data`` is the folder of the embedded database, photos and keys. ``database_url`` and ``redis_url`` are empty
    for the embedded mode. ``bind`` is the address that is listened on. ``origins`` lists further browser origins that
    may open the app; the server's own is always allowed. ``smtp_url`` names the mail server that purchase orders leave
    by; without one they are laid into the folder ``outbox`` of ``data``. ``webhook_networks`` (as ``10.1.0.0/16``) are
    those that webhooks may tell though they are private; ``printer_networks`` are those
    beside the private ones that printers may stand in. ``easypost_url`` is where carriers' labels
    are bought.
    """

    data: Path
    database_url: str = ""
    redis_url: str = ""
    port: int = 8080
    threads: int = 1200
    processes: int = 1
    origins: tuple[str, ...] = ()
    secure_cookies: bool = False
    bind: str = "0.0.0.0"  # noqa: S104 - handhelds come from the network; behind a proxy it is 127.0.0.1
    testing: bool = False
    smtp_url: str = ""
    webhook_networks: tuple[str, ...] = ()
    printer_networks: tuple[str, ...] = ()
    easypost_url: str = "https://api.easypost.com"

    @property
    def url(self) -> str:
        """The SQLAlchemy URL: PostgreSQL as told, else SQLite in the data folder."""
        if self.database_url:
            return self.database_url.replace("postgresql://", "postgresql+psycopg://", 1)
        return f"sqlite:///{self.data / 'pickface.sqlite3'}"

    def check(self) -> Config:
        """Refuse what would only half work."""
        if self.processes > 1 and not self.redis_url:
            raise BadSetting(
                "more than one process needs PICKFACE_REDIS_URL, else pushes reach only some devices"
            )
        if self.processes > 1 and self.url.startswith("sqlite"):
            raise BadSetting("more than one process needs PostgreSQL (PICKFACE_DATABASE_URL)")
        if self.smtp_url and urlsplit(self.smtp_url).scheme not in ("smtp", "smtps"):
            raise BadSetting("PICKFACE_SMTP_URL is smtp://… or smtps://…")
        if urlsplit(self.easypost_url).scheme not in ("http", "https"):
            raise BadSetting("PICKFACE_EASYPOST_URL is https://…")
        for name in ("webhook_networks", "printer_networks"):
            for network in getattr(self, name):
                try:
                    ipaddress.ip_network(network)
                except ValueError as why:
                    setting = f"PICKFACE_{name.upper()}"
                    raise BadSetting(f"{setting} is networks as 10.1.0.0/16: {why}") from why
        return self


def from_environment(data: str | Path | None = None, **changes: object) -> Config:
    """The configuration that the environment describes; ``changes`` come from the command line and win."""
    found = Config(
        data=Path(data or os.environ.get("PICKFACE_DATA", "./data")).resolve(),
        database_url=os.environ.get("PICKFACE_DATABASE_URL", ""),
        redis_url=os.environ.get("PICKFACE_REDIS_URL", ""),
        processes=_number("PICKFACE_PROCESSES", 1),
        threads=_number("PICKFACE_THREADS", 1200),
        secure_cookies=os.environ.get("PICKFACE_SECURE_COOKIES", "") == "1",
        bind=os.environ.get("PICKFACE_BIND", Config.bind),
        smtp_url=os.environ.get("PICKFACE_SMTP_URL", ""),
        easypost_url=os.environ.get("PICKFACE_EASYPOST_URL", "") or Config.easypost_url,
        webhook_networks=_networks("PICKFACE_WEBHOOK_NETWORKS"),
        printer_networks=_networks("PICKFACE_PRINTER_NETWORKS"),
        origins=tuple(o for o in os.environ.get("PICKFACE_ORIGINS", "").split(",") if o),
    )
    given = {key: value for key, value in changes.items() if value is not None}
    return replace(found, **given).check()  # type: ignore[arg-type]


def _networks(name: str) -> tuple[str, ...]:
    return tuple(n.strip() for n in os.environ.get(name, "").split(",") if n.strip())


def _number(name: str, otherwise: int) -> int:
    """A setting that counts something; BadSetting for what is no number from 1."""
    text = os.environ.get(name, "") or str(otherwise)
    if not text.isdecimal() or int(text) < 1:
        raise BadSetting(f"{name} is a whole number from 1, not {text!r}")
    return int(text)
