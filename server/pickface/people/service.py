"""What happens with people: somebody is taken on, and listed. Signing in is in ``sign_in.py``."""

from __future__ import annotations

from typing import Any

from pickface import findable
from pickface.contract import page
from pickface.db import Row, Tx, command, row, rows
from pickface.errors import Conflict
from pickface.owners.service import find_owner
from pickface.people.forms import PersonForm
from pickface.people.rules import check_client, check_ways_in
from pickface.people.secrets import hash_secret


class BadgeTaken(Conflict):
    """Somebody else has that badge or login."""

    code = "badge_taken"


def hire(site_id: int, form: PersonForm) -> int:
    """Take somebody on and answer their id."""
    pin_hash, password_hash = hashes_for(form)
    return command(lambda tx: create_person(tx, site_id, form, pin_hash, password_hash))


def hashes_for(form: PersonForm) -> tuple[str, str]:
    """The hashes of PIN and password. Slow on purpose, so made before the transaction that needs them."""
    check_ways_in(form.badge, form.pin or "", form.login, form.password or "")
    return (
        hash_secret(form.pin) if form.badge and form.pin else "",
        hash_secret(form.password) if form.login and form.password else "",
    )


def create_person(tx: Tx, site_id: int, form: PersonForm, pin_hash: str, password_hash: str) -> int:
    """Write a person whose secrets are hashed already (:func:`hashes_for`)."""
    owner_id = None if form.owner is None else find_owner(tx, form.owner)
    check_client(form.role, owner_id, form.badge)
    found = tx.value(
        "INSERT INTO person (site_id, name, badge, login, pin_hash, password_hash, role, language, "
        "quality_check, zones, equipment, owner_id) VALUES (:site, :name, :badge, :login, :pin, :password, :role, "
        ":language, :check, :zones, :equipment, :owner) ON CONFLICT DO NOTHING RETURNING id",
        site=site_id,
        name=form.name,
        badge=form.badge and form.badge.upper(),
        login=form.login and form.login.lower(),
        pin=pin_hash,
        password=password_hash,
        role=form.role,
        language=form.language,
        check=int(form.quality_check),
        zones=form.zones.upper(),
        equipment=form.equipment,
        owner=owner_id,
    )
    if found is None:
        raise BadgeTaken("somebody has that badge or login", badge=form.badge, login=form.login)
    findable.note(tx, "person", int(found))
    return int(found)


def list_people(site_id: int, role: str | None, after: int | None, limit: int) -> dict[str, Any]:
    """A page of the site's people."""
    found = rows(
        "SELECT id, name, role, badge, login, language, active, quality_check, zones, equipment, "
        "COALESCE((SELECT w.code FROM owner w WHERE w.id = person.owner_id), '') AS owner FROM person "
        "WHERE site_id = :site AND (:role = '' OR role = :role) AND id > :after "
        # Software that is let in is somebody too, and has no way in of its own.
        "AND (badge IS NOT NULL OR login IS NOT NULL) "
        "ORDER BY id LIMIT :limit",
        site=site_id,
        role=role or "",
        after=after or 0,
        limit=limit + 1,
    )
    return page(found, limit)


def person_row(site_id: int, person_id: int) -> Row | None:
    """One of the site's people as the list shows them."""
    return row(
        "SELECT id, name, role, badge, login, language, active, quality_check, zones, equipment, "
        "COALESCE((SELECT w.code FROM owner w WHERE w.id = person.owner_id), '') AS owner FROM person "
        "WHERE site_id = :site AND id = :id",
        site=site_id,
        id=person_id,
    )
