"""What must hold of places and their codes. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from pickface.errors import BadRequest
from pickface.scans.barcodes import by_form, parse


@dataclass(frozen=True)
class Virtual:
    """A place that goods come from or go to without standing in the warehouse."""

    code: str
    kind: str


VIRTUAL_PLACES = (
    Virtual("SUPPLIER", "supplier"),
    Virtual("CUSTOMER", "customer"),
    Virtual("SCRAP", "scrap"),
    Virtual("LOST", "lost_found"),
)
FLOOR = "FLOOR"
"""The station where totes stand while they travel: real, and nobody picks from it."""
PICKABLE_KINDS = frozenset({"bin"})


class BadPlaceCode(BadRequest):
    """A code that a scan could not mean unmistakably."""

    code = "bad_place_code"


def check_place_code(code: str) -> None:
    """A place's code is what a scan of its label is looked up by, and nothing else looks like it."""
    parsed = parse(code)
    if parsed["key"] != code:
        raise BadPlaceCode(
            f"a scan of {code} would be read as {parsed['key']}", field="code", key=parsed["key"]
        )
    if "gtin" in parsed or by_form(parsed) is not None:
        raise BadPlaceCode(f"{code} looks like an item or a container", field="code")


@cache
def _timezones() -> set[str]:
    """They lie in a thousand files, which take 50 ms to look through."""
    return available_timezones()


def check_timezone(name: str) -> str:
    """An IANA time zone, such as ``Europe/Berlin``."""
    if name not in _timezones():
        raise BadRequest("no such time zone", field="timezone", timezone=name)
    return str(ZoneInfo(name))
