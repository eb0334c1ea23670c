"""API tokens: software that a manager lets in, by name, for some endpoints and a time.

A token is somebody of its own in the books: a person without badge, PIN, login or password, who is in no list of people
and never active, so that whatever the software does is attributed to it and to nobody else.
"""

from __future__ import annotations

import json
import secrets
from typing import Any, Final

from pickface.contract import page
from pickface.db import Row, Tx, rows
from pickface.errors import NotFound
from pickface.owners.service import find_owner
from pickface.people.rules import check_client
from pickface.people.secrets import token_hash
from pickface.people.token_forms import TokenForm
from pickface.scans.keys import ServerSigner
from pickface.scans.office import record
from pickface.scans.verdict import Verdict

DAY_MS: Final = 86_400_000
SEEN_EVERY_MS: Final = 60_000
BEGINNING: Final = "pf_"
_SHOWN: Final = 9
_LISTED = (
    "SELECT t.id, t.name, t.beginning, t.scopes, t.made_at, t.expires_at, t.last_used_at, t.revoked_at, s.role, "
    "COALESCE((SELECT w.code FROM owner w WHERE w.id = s.owner_id), '') AS owner, "
    "m.name AS made_by FROM api_token t JOIN person s ON s.id = t.person_id JOIN person m ON m.id = t.made_by "
    "WHERE t.site_id = :site AND "
)


def new_secret() -> str:
    """256 bits of chance behind a beginning by which people and scanners of leaked secrets know it."""
    return BEGINNING + secrets.token_urlsafe(32)


def make(tx: Tx, signer: ServerSigner, by: Row, form: TokenForm, secret: str) -> int:
    """Let software in; ``by`` is the manager. The secret is kept as a hash alone."""
    owner_id = None if form.owner is None else find_owner(tx, form.owner)
    check_client(form.role, owner_id, None)
    person = tx.insert(
        "person",
        site_id=by["site_id"],
        name=form.name,
        role=form.role,
        active=0,
        language="en",
        owner_id=owner_id,
    )
    scopes = sorted(set(form.scopes))
    made = tx.insert(
        "api_token",
        site_id=by["site_id"],
        person_id=person,
        name=form.name,
        token_hash=token_hash(secret),
        beginning=secret[:_SHOWN],
        scopes=json.dumps(scopes),
        made_at=tx.now,
        made_by=by["id"],
        expires_at=tx.now + form.days * DAY_MS,
    )
    told = {"role": form.role, "scopes": scopes, "days": form.days, "software": person}
    _journal(tx, signer, by, made, "make_token", **told)
    return made


def revoke(tx: Tx, signer: ServerSigner, by: Row, token_id: int) -> None:
    """Let the software in no more, for good."""
    found = tx.one(
        "SELECT revoked_at FROM api_token WHERE id = :id AND site_id = :site" + tx.for_update,
        id=token_id,
        site=by["site_id"],
    )
    if found is None:
        raise NotFound("no such token", token=token_id)
    if found["revoked_at"] is None:
        tx.run("UPDATE api_token SET revoked_at = :now WHERE id = :id", now=tx.now, id=token_id)
        _journal(tx, signer, by, token_id, "revoke_token")


def _journal(
    tx: Tx, signer: ServerSigner, by: Row, token_id: int, action: str, **told: Any
) -> None:
    about = Verdict("booked", "token_changed")
    record(tx, signer, by["site_id"], by["id"], "office", about, action=action, of=token_id, **told)


def list_tokens(site_id: int, before: int | None, limit: int) -> dict[str, Any]:
    """A page of the site's tokens, newest first."""
    sql = _LISTED + "t.id < :before ORDER BY t.id DESC LIMIT :limit"
    found = page(rows(sql, site=site_id, before=before or 2**53, limit=limit + 1), limit)
    for one in found["items"]:
        one["scopes"] = json.loads(one["scopes"])
    return found


def token_row(site_id: int, token_id: int) -> dict[str, Any]:
    """One of them as the list shows it."""
    found = rows(_LISTED + "t.id = :id", site=site_id, id=token_id)
    if not found:
        raise NotFound("no such token", token=token_id)
    return {**found[0], "scopes": json.loads(found[0]["scopes"])}


def seen(tx: Tx, token_id: int) -> None:
    """Note that it was used; once a minute is enough."""
    tx.run("UPDATE api_token SET last_used_at = :now WHERE id = :id", now=tx.now, id=token_id)
