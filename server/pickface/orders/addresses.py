"""What an address lacks, or cannot be: looked at as an order is shown, and before it is released. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from pickface.errors import Conflict
from pickface.orders import countries

LONGEST: Final = 50
"""So many letters of a line are on a label, however small it is printed."""
_FIELDS: Final = ("customer", "street", "city", "country")


class AddressFaulty(Conflict):
    """The order's address cannot be right; ``params``: field, fault, example."""

    code = "address_faulty"


@dataclass(frozen=True)
class Fault:
    """One thing: ``missing``, ``too_long``, or ``postcode`` (not as that country's look, as ``example`` does)."""

    field: str
    fault: str
    example: str = ""


def faults(address: Mapping[str, Any]) -> list[Fault]:
    """What is wrong with an address; nothing of what a customer comes for, and of countries that nobody here knows."""
    if address["collect"]:
        return []
    found = [Fault(name, "missing") for name in _FIELDS if not address[name].strip()]
    found += [Fault(name, "too_long") for name in _FIELDS if len(address[name].strip()) > LONGEST]
    country = countries.find(address["country"])
    if country is not None and country.shapes:
        if not address["postcode"].strip():
            found.append(Fault("postcode", "missing", country.example))
        elif not countries.fits(country, address["postcode"]):
            found.append(Fault("postcode", "postcode", country.example))
    return found


def refuse(address: Mapping[str, Any]) -> None:
    """AddressFaulty with the first thing that is wrong."""
    for one in faults(address):
        raise AddressFaulty(
            "the address cannot be right", field=one.field, fault=one.fault, example=one.example
        )
