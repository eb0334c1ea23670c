"""A new installation: one site with the stations that goods pass, and the manager who does the rest at ``/office``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from pickface import beginning
from pickface.catalog.service import HOUSE
from pickface.db import Tx, command
from pickface.engine import engine
from pickface.errors import BadRequest, Conflict
from pickface.locations.forms import PlaceForm, ZoneForm
from pickface.locations.service import create_place, create_site, create_zone
from pickface.people.forms import PersonForm
from pickface.people.service import create_person, hashes_for
from pickface.tasks.workflow import World

ZONES = (("A", "Storage"), ("SHIP", "Shipping dock"))
"""Goods leave by the docks of zone SHIP; all others receive."""
STATIONS = (("DOCK-1", "dock", "A"), ("PACK-1", "station", "A"), ("SHIP-1", "dock", "SHIP"))
CODE_LENGTH, NAME_LENGTH = 12, 80


class SiteExists(Conflict):
    """The installation has a site already."""

    code = "site_exists"


@dataclass(frozen=True)
class Founding:
    """What the person who installs it decides; ``badge`` and ``pin`` only for a manager who works on a handheld.

    ``company`` is the house that the goods belong to, ``address`` what parcels are sent from.
    """

    code: str
    name: str
    timezone: str
    login: str
    password: str
    manager: str | None = None
    badge: str | None = None
    pin: str = ""
    company: str = ""
    address: str = ""


def found(wanted: Founding) -> dict[str, Any]:
    """Make site and manager, both or neither; needs an application context.

    SiteExists where there is a site; BadRequest names what no site or person can have.
    """
    person = _manager(wanted)
    if not 1 <= len(wanted.code) <= CODE_LENGTH or not 1 <= len(wanted.name) <= NAME_LENGTH:
        raise BadRequest(
            f"a site's code has 1 to {CODE_LENGTH} characters, its name 1 to {NAME_LENGTH}"
        )
    hashes = hashes_for(person)
    world = engine().world
    command(lambda tx: _build(tx, wanted, person, hashes, world))
    return {
        "site": wanted.code,
        "login": person.login,
        "badge": person.badge,
        "stations": [code for code, _, _ in STATIONS],
    }


def _manager(wanted: Founding) -> PersonForm:
    try:
        return PersonForm(
            login=wanted.login.lower(),
            name=wanted.manager or wanted.login,
            role="manager",
            password=wanted.password,
            badge=wanted.badge,
            pin=wanted.pin or None,
        )
    except ValidationError as error:
        first = error.errors()[0]
        raise BadRequest(f"{first['loc'][0]}: {first['msg']}", field=first["loc"][0]) from None


def _build(
    tx: Tx, wanted: Founding, person: PersonForm, hashes: tuple[str, str], world: World
) -> None:
    if tx.value("SELECT code FROM site ORDER BY id LIMIT 1") is not None:
        raise SiteExists("this installation has a site already")
    site_id = create_site(
        tx, wanted.code, wanted.name, timezone=wanted.timezone, address=wanted.address
    )
    if wanted.company:
        tx.run("UPDATE owner SET name = :name WHERE id = :house", name=wanted.company, house=HOUSE)
    for code, name in ZONES:
        create_zone(tx, site_id, ZoneForm(code=code, name=name))
    for code, kind, zone in STATIONS:
        form = {"code": code, "kind": kind, "zone": zone}
        create_place(tx, site_id, PlaceForm.model_validate(form))
    create_person(tx, site_id, person, *hashes)
    beginning.begin(tx, world)
