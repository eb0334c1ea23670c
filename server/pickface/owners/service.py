"""Owners: made, renamed, and found by what a form calls them."""

from __future__ import annotations

from typing import Any

from pickface.db import Tx, row, rows
from pickface.errors import BadRequest, Conflict, NotFound
from pickface.owners.forms import OwnerForm
from pickface.sight import HOUSE

_SHOWN = "SELECT id, code, name FROM owner WHERE "


class OwnerTaken(Conflict):
    """Another owner has that code."""

    code = "owner_taken"


class UnknownOwner(BadRequest):
    """Nobody whose goods are kept here is called so."""

    code = "owner_not_found"


def list_owners() -> list[dict[str, Any]]:
    """All of them, the house first."""
    return [_shown(dict(one)) for one in rows(f"{_SHOWN} id > 0 ORDER BY id <> {HOUSE}, code")]


def show_owner(owner_id: int) -> dict[str, Any]:
    """One of them; NotFound."""
    found = row(f"{_SHOWN} id = :id", id=owner_id)
    if found is None:
        raise NotFound("no such owner", owner=owner_id)
    return _shown(dict(found))


def _shown(owner: dict[str, Any]) -> dict[str, Any]:
    return {**owner, "house": owner["id"] == HOUSE}


def create_owner(tx: Tx, form: OwnerForm) -> int:
    """Keep goods of one more client; its id. OwnerTaken."""
    made = tx.value(
        "INSERT INTO owner (code, name) VALUES (:code, :name) ON CONFLICT DO NOTHING RETURNING id",
        code=form.code.upper(),
        name=form.name,
    )
    if made is None:
        raise OwnerTaken("an owner has that code", code=form.code.upper())
    return int(made)


def rename_owner(tx: Tx, owner_id: int, name: str) -> None:
    """Call an owner otherwise; its code stays, since files name it."""
    if not tx.run("UPDATE owner SET name = :name WHERE id = :id", name=name, id=owner_id):
        raise NotFound("no such owner", owner=owner_id)


def find_owner(tx: Tx, name: int | str | None) -> int:
    """The id of the owner that a form names by id or code, the house where it names none; UnknownOwner."""
    if name in (None, "", HOUSE):
        return HOUSE
    column, value = ("id", name) if isinstance(name, int) else ("UPPER(code)", str(name).upper())
    found = tx.value(f"SELECT id FROM owner WHERE {column} = :value", value=value)
    if found is None:
        raise UnknownOwner("no owner has that id or code", field="owner", owner=name)
    return int(found)


def code_of(tx: Tx, owner_id: int) -> str:
    """The code of an owner."""
    return str(tx.value("SELECT code FROM owner WHERE id = :id", id=owner_id))
