"""A request that is sent again is carried out once: ``Idempotency-Key`` on a POST (docs/api.md).

That it was carried out is written in the transaction that does it, so it holds through a crash; its answer is kept
behind it. What was refused has changed nothing and is not remembered: sent again it is judged again.
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from typing import Final

from flask import Response, g, request

from pickface.contract import bad_field
from pickface.db import Tx, beside_the_first_command, command, db, row
from pickface.errors import BadRequest, Conflict
from pickface.people import sessions

HEADER: Final = "Idempotency-Key"
KEPT_MS: Final = 2 * 86_400_000
MOST_KEPT: Final = 256 << 10
_KEY = re.compile(r"[\x21-\x7e]{1,100}")
TELL_SECRETS: Final = frozenset(
    {
        "tokens.make_token", "setup.invite_device", "people.sign_in", "webhooks.make_webhook",
        "webhooks.rotate_secret",
    }
)  # fmt: skip
"""What these answer is told once, and kept nowhere."""


@dataclass
class _Asked:
    """A request with a key. That it is carried out is noted by the thread that writes, which knows no request."""

    person: int
    key: str
    hash: str
    carried_out: bool = False


class KeyUsedOtherwise(BadRequest):
    """The key came before with another request."""

    code = "idempotency_key_reused"


class CarriedOutUnanswered(Conflict):
    """The request is being carried out, or was, and its answer was lost: look before sending another."""

    code = "request_unanswered"


def before() -> Response | None:
    """The answer of a request that was carried out already; else see to it that this one is remembered."""
    key = request.headers.get(HEADER)
    if key is None or request.method != "POST" or request.routing_exception is not None:
        return None
    if not _KEY.fullmatch(key) or request.endpoint in TELL_SECRETS:
        raise bad_field(HEADER, "1 to 100 printable signs, and not where a secret is answered")
    me = sessions.signed_in()
    if me is None:
        return None
    asked = _Asked(me.id, key, _hash())
    known = row(
        "SELECT request_hash, status, body FROM remembered_answer WHERE person_id = :person AND key = :key",
        person=me.id,
        key=key,
    )
    db.session.remove()
    if known is None:
        g.remembered = asked
        beside_the_first_command(lambda tx: _carry_out(tx, asked))
        return None
    if known["request_hash"] != asked.hash:
        raise KeyUsedOtherwise("this key came with another request", field=HEADER)
    if known["status"] is None:
        raise CarriedOutUnanswered("this request is being carried out, or its answer was lost")
    return Response(
        known["body"],
        known["status"],
        mimetype="application/json",
        headers={"Idempotent-Replayed": "true"},
    )


def _hash() -> str:
    told = json.dumps([request.method, request.full_path]).encode()
    return hashlib.sha256(told + b"\n" + request.get_data()).hexdigest()


def _carry_out(tx: Tx, asked: _Asked) -> None:
    tx.run("DELETE FROM remembered_answer WHERE at < :old", old=tx.now - KEPT_MS)
    made = tx.run(
        "INSERT INTO remembered_answer (person_id, key, request_hash, at) VALUES (:person, :key, :hash, :now) "
        "ON CONFLICT DO NOTHING",
        now=tx.now,
        person=asked.person,
        key=asked.key,
        hash=asked.hash,
    )
    if not made:
        raise CarriedOutUnanswered("this request is being carried out")
    asked.carried_out = True


def after(answer: Response) -> Response:
    """Keep the answer of a request that changed something."""
    asked: _Asked | None = g.pop("remembered", None)
    if asked is None or not asked.carried_out or answer.status_code >= 500:
        return answer
    if answer.is_json and (answer.content_length or 0) <= MOST_KEPT:
        command(
            lambda tx: tx.run(
                "UPDATE remembered_answer SET status = :status, body = :body "
                "WHERE person_id = :person AND key = :key",
                status=answer.status_code,
                body=answer.get_data(as_text=True),
                person=asked.person,
                key=asked.key,
            )
        )
    return answer
