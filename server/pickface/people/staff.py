"""What a manager changes of a person: name, role, badge, PIN, and whether they work here still."""

from __future__ import annotations

from typing import Any

from pickface import findable
from pickface.db import Row, Tx
from pickface.errors import BadRequest, Conflict, NotFound
from pickface.owners.service import find_owner
from pickface.people.forms import PersonChange
from pickface.people.rules import CLIENT, check_client, check_password, check_pin
from pickface.people.secrets import hash_secret
from pickface.people.service import BadgeTaken
from pickface.scans.keys import ServerSigner
from pickface.scans.office import record
from pickface.scans.verdict import Verdict

COLUMNS = (
    "name", "role", "badge", "login", "language", "active", "quality_check", "zones", "equipment", "pin_hash",
    "password_hash", "owner_id",
)  # fmt: skip
TOLD = ("role", "language", "active", "quality_check", "zones", "equipment", "owner_id")
"""What the journal may hold of a change; names, badges and PINs are only named as changed (LAWS 26)."""
ENDS_SESSIONS = frozenset(
    {"active", "role", "pin_hash", "badge", "login", "password_hash", "owner_id"}
)


class NotYourself(Conflict):
    """Nobody takes their own role or access away: a site without its last manager could not be helped."""

    code = "not_yourself"


def columns_of(form: PersonChange) -> dict[str, Any]:
    """What a form changes, as columns. PIN and password are hashed here: slow on purpose, before the transaction."""
    said = form.model_dump(exclude_unset=True)
    may_go = {"badge", "login"}
    changes = {name: value for name, value in said.items() if value is not None or name in may_go}
    if changes.get("badge"):
        changes["badge"] = changes["badge"].upper()
    for name in ("active", "quality_check"):
        if name in changes:
            changes[name] = int(changes[name])
    if "zones" in changes:
        changes["zones"] = changes["zones"].upper()
    if "pin" in changes:
        pin = changes.pop("pin")
        check_pin(pin)
        changes["pin_hash"] = hash_secret(pin)
    if "password" in changes:
        password = changes.pop("password")
        check_password(password)
        changes["password_hash"] = hash_secret(password)
    if changes.get("login"):
        changes["login"] = changes["login"].lower()
    return changes


def change_person(
    tx: Tx, signer: ServerSigner, by: Row, person_id: int, changes: dict[str, Any]
) -> bool:
    """Change some columns of a person, journal it, and tell whether their sessions must end.

    ``by`` is the manager; ``changes`` are columns, the PIN as its hash already.
    """
    person = tx.one(
        "SELECT * FROM person WHERE id = :id AND site_id = :site" + tx.for_update,
        id=person_id,
        site=by["site_id"],
    )
    if person is None:
        raise NotFound("no such person", person=person_id)
    if "owner" in changes:
        changes = {**changes, "owner_id": find_owner(tx, changes["owner"])}
        del changes["owner"]
    if changes.get("role", person["role"]) != CLIENT:
        changes = {**changes, "owner_id": changes.get("owner_id")}
    changed = {name: value for name, value in changes.items() if person[name] != value}
    if not changed:
        return False
    if person_id == by["id"] and changed.keys() & {"active", "role"}:
        raise NotYourself("somebody else must do that to you", person=person_id)
    _check_ways_in({**person, **changed})
    check_client(*({**person, **changed}[name] for name in ("role", "owner_id", "badge")))
    for name in ("badge", "login"):
        if changed.get(name) and tx.one(
            f"SELECT id FROM person WHERE {name} = :name", name=changed[name]
        ):
            raise BadgeTaken("somebody has that badge or login", **{name: changed[name]})
    # A device's verifier is of the old PIN, and one of who left must lie nowhere.
    if changed.keys() & {"pin_hash", "active", "role"}:
        changed |= {"device_salt": "", "device_rounds": 0, "device_key": ""}
    tx.run(
        f"UPDATE person SET {', '.join(f'{name} = :{name}' for name in changed)} WHERE id = :id",
        id=person_id,
        **changed,
    )
    findable.note(tx, "person", person_id)
    ends = bool(changed.keys() & ENDS_SESSIONS)
    if not changed.get("active", 1):
        tx.run(
            "UPDATE shift SET ended_at = :now WHERE person_id = :person AND ended_at IS NULL",
            now=tx.now,
            person=person_id,
        )
    names = [name for name in COLUMNS if name in changed]
    record(
        tx,
        signer,
        by["site_id"],
        by["id"],
        "office",
        Verdict("booked", "person_changed"),
        action="change_person",
        of=person_id,
        changed=[name.removesuffix("_hash") for name in names],
        **{name: changed[name] for name in TOLD if name in changed},
    )
    return ends


def manager_with(tx: Tx, login: str) -> int:
    """The active manager of a login, who answers for what is done at the command line; NotFound for anybody else."""
    found = tx.value(
        "SELECT id FROM person WHERE login = :login AND role = 'manager' AND active = 1",
        login=login.strip().lower(),
    )
    if found is None:
        raise NotFound("no manager has this login", login=login)
    return int(found)


def _check_ways_in(person: dict[str, Any]) -> None:
    if person["badge"] is None and person["login"] is None:
        raise BadRequest("a person needs a badge or a login", field="badge")
    if person["badge"] is not None and not person["pin_hash"]:
        raise BadRequest("a badge needs a PIN", field="pin")
    if person["login"] is not None and not person["password_hash"]:
        raise BadRequest("a login needs a password", field="password")
