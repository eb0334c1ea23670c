"""Webhooks as the office sees them: made, changed, paused, their messages shown and sent again."""

from __future__ import annotations

import json
from typing import Any, Final

from pickface.contract import bad_field, page
from pickface.db import Row, Tx, row, rows
from pickface.errors import Conflict, NotFound
from pickface.scans.keys import ServerSigner
from pickface.scans.office import record
from pickface.scans.verdict import Verdict
from pickface.webhooks import outbox, signing
from pickface.webhooks.forms import MessagesQuery, WebhookChangeForm, WebhookForm
from pickface.webhooks.levels import STOCK

MOST: Final = 20
"""Each fact is kept once for every webhook that wants it."""
_HOUR_MS: Final = 3_600_000
_SHOWN = (
    "SELECT w.id, w.name, w.url, w.events, w.state, w.failures, w.rest_until, w.told_at, w.made_at, "
    "p.name AS made_by, w.old_secret_until, c.code AS channel, "
    "(SELECT COUNT(*) FROM webhook_message m WHERE m.webhook_id = w.id AND m.state = 'waiting') AS waiting, "
    "(SELECT COUNT(*) FROM webhook_message m WHERE m.webhook_id = w.id AND m.state = 'dead') AS dead "
    "FROM webhook w JOIN person p ON p.id = w.made_by LEFT JOIN channel c ON c.id = w.channel_id "
    "WHERE w.site_id = :site AND w.ended_at IS NULL "
)
_MESSAGE = (
    "SELECT m.id, m.uuid, m.kind, m.subject, m.state, m.attempts, m.made_at, m.tried_at, m.next_at, m.took_ms, "
    "m.status, m.problem, m.body FROM webhook_message m WHERE m.webhook_id = :webhook "
)


class TooManyWebhooks(Conflict):
    """The site has as many webhooks as it may have; ``params``: ``most``."""

    code = "too_many_webhooks"


def list_webhooks(site_id: int) -> list[dict[str, Any]]:
    """The site's webhooks, the newest first."""
    return [_shown(found) for found in rows(_SHOWN + "ORDER BY w.id DESC", site=site_id)]


def show_webhook(site_id: int, webhook_id: int) -> dict[str, Any]:
    """One of them; NotFound."""
    found = row(_SHOWN + "AND w.id = :id", site=site_id, id=webhook_id)
    if found is None:
        raise NotFound("no such webhook", webhook=webhook_id)
    return _shown(found)


def _shown(found: Row) -> dict[str, Any]:
    return {**found, "events": found["events"].split()}


def make(tx: Tx, signer: ServerSigner, by: Row, form: WebhookForm, secret: str) -> int:
    """Tell an address from now on. TooManyWebhooks."""
    there = tx.value(
        "SELECT COUNT(*) FROM webhook WHERE site_id = :site AND ended_at IS NULL",
        site=by["site_id"],
    )
    if there >= MOST:
        raise TooManyWebhooks("the site has as many webhooks as it may have", most=MOST)
    if form.channel is not None and not tx.value(
        "SELECT 1 FROM channel WHERE id = :id AND site_id = :site",
        id=form.channel,
        site=by["site_id"],
    ):
        raise bad_field("channel", "the site has no such channel")
    made = tx.insert(
        "webhook",
        site_id=by["site_id"],
        name=form.name,
        url=form.url,
        events=_events(form.events),
        secret=secret,
        channel_id=form.channel,
        made_at=tx.now,
        made_by=by["id"],
    )
    _journal(
        tx, signer, by, made, "make_webhook", url=_place(form.url), events=sorted(set(form.events))
    )
    return made


def change(tx: Tx, signer: ServerSigner, by: Row, webhook_id: int, form: WebhookChangeForm) -> None:
    """Change its name, address or events."""
    _lock(tx, by, webhook_id)
    told: dict[str, Any] = form.model_dump(exclude_none=True)
    if not told:
        return
    values = {**told, **({"events": _events(told["events"])} if "events" in told else {})}
    sets = ", ".join(f"{name} = :{name}" for name in values)
    # A new address may be well where the old one was not.
    tx.run(
        f"UPDATE webhook SET {sets}, failures = 0, rest_until = 0 WHERE id = :id",
        id=webhook_id,
        **values,
    )
    if "url" in told:
        told["url"] = _place(told["url"])
    _journal(tx, signer, by, webhook_id, "change_webhook", **told)


def set_state(tx: Tx, signer: ServerSigner, by: Row, webhook_id: int, state: str) -> None:
    """Pause it, or let it go on at once with what has waited."""
    _lock(tx, by, webhook_id)
    tx.run(
        "UPDATE webhook SET state = :state, failures = 0, rest_until = 0 WHERE id = :id",
        state=state,
        id=webhook_id,
    )
    if state == "active":
        tx.run(
            "UPDATE webhook_message SET next_at = 0 WHERE webhook_id = :id AND state = 'waiting'",
            id=webhook_id,
        )
    _journal(tx, signer, by, webhook_id, "resume_webhook" if state == "active" else "pause_webhook")


def end(tx: Tx, signer: ServerSigner, by: Row, webhook_id: int) -> None:
    """Tell it nothing any more; what waits for it is not sent."""
    _lock(tx, by, webhook_id)
    tx.run(
        "UPDATE webhook SET ended_at = :now, secret = '', old_secret = '' WHERE id = :id",
        now=tx.now,
        id=webhook_id,
    )
    _journal(tx, signer, by, webhook_id, "end_webhook")


def rotate(tx: Tx, signer: ServerSigner, by: Row, webhook_id: int, secret: str, hours: int) -> None:
    """Sign with a new secret; the old one signs as well for some hours."""
    _lock(tx, by, webhook_id)
    tx.run(
        "UPDATE webhook SET old_secret = CASE WHEN :hours > 0 THEN secret ELSE '' END, "
        "old_secret_until = :until, secret = :secret WHERE id = :id",
        hours=hours,
        until=tx.now + hours * _HOUR_MS if hours else 0,
        secret=secret,
        id=webhook_id,
    )
    _journal(tx, signer, by, webhook_id, "rotate_webhook_secret", hours=hours)


def send_test(tx: Tx, by: Row, webhook_id: int) -> int:
    """A message of no meaning; answers its id."""
    _lock(tx, by, webhook_id)
    webhook = tx.one(
        "SELECT w.id, w.name, s.code AS site FROM webhook w JOIN site s ON s.id = w.site_id WHERE w.id = :id",
        id=webhook_id,
    )
    if webhook is None:
        raise NotFound("no such webhook", webhook=webhook_id)
    return outbox.as_test(tx, webhook)


def replay(
    tx: Tx, signer: ServerSigner, by: Row, webhook_id: int, since: int | None, message: int | None
) -> int:
    """Send messages again: one, all since a moment, or else the dead letters; answers how many.

    They keep their ids, so that a receiver that has them knows them. Of stock a new message tells the level of now.
    """
    _lock(tx, by, webhook_id)
    if message is not None:
        which, bound = "id = :it AND state <> 'waiting'", {"it": message}
    elif since is not None:
        which, bound = "made_at >= :it AND state <> 'waiting'", {"it": since}
    else:
        which, bound = "state = 'dead'", {}
    named = {"webhook": webhook_id, **bound}
    levels = tx.all(
        f"SELECT DISTINCT subject FROM webhook_message WHERE webhook_id = :webhook AND {which} AND kind = :kind",
        kind=STOCK,
        **named,
    )
    tx.run(
        f"DELETE FROM webhook_message WHERE webhook_id = :webhook AND {which} AND kind = :kind AND state = 'dead'",
        kind=STOCK,
        **named,
    )
    again = sum(outbox.await_level(tx, webhook_id, level["subject"]) for level in levels)
    again += tx.run(
        "UPDATE webhook_message SET state = 'waiting', attempts = 0, next_at = 0, problem = '', status = 0 "
        f"WHERE webhook_id = :webhook AND {which} AND kind <> :kind",
        kind=STOCK,
        **named,
    )
    if message is not None and not again and not levels:
        raise NotFound("this webhook has no such message that could be sent again", id=message)
    tx.run("UPDATE webhook SET rest_until = 0 WHERE id = :id", id=webhook_id)
    _journal(
        tx, signer, by, webhook_id, "replay_webhook", since=since, message=message, again=again
    )
    return again


def list_messages(site_id: int, webhook_id: int, query: MessagesQuery) -> dict[str, Any]:
    """A page of its messages, newest first."""
    show_webhook(site_id, webhook_id)
    found = rows(
        _MESSAGE + "AND (:before = 0 OR m.id < :before) AND (:state = '' OR m.state = :state) "
        "ORDER BY m.id DESC LIMIT :limit",
        webhook=webhook_id,
        before=query.cursor or 0,
        state=query.state,
        limit=query.limit + 1,
    )
    return page(found, query.limit)


def show_message(site_id: int, webhook_id: int, message_id: int) -> dict[str, Any]:
    """A message with its body; NotFound."""
    show_webhook(site_id, webhook_id)
    found = row(_MESSAGE + "AND m.id = :id", webhook=webhook_id, id=message_id)
    if found is None:
        raise NotFound("the webhook has no such message", id=message_id)
    return {**found, "body": json.loads(found["body"]) if found["body"] else None}


def new_secret() -> str:
    """What a webhook's messages are signed with."""
    return signing.new_secret()


def _place(url: str) -> str:
    """An address as the journal keeps it for good: what stands behind the question mark may be a secret."""
    return url.partition("?")[0]


def _events(names: list[Any]) -> str:
    return f" {' '.join(sorted(set(names)))} "


def _lock(tx: Tx, by: Row, webhook_id: int) -> None:
    found = tx.one(
        "SELECT id FROM webhook WHERE id = :id AND site_id = :site AND ended_at IS NULL"
        + tx.for_update,
        id=webhook_id,
        site=by["site_id"],
    )
    if found is None:
        raise NotFound("no such webhook", webhook=webhook_id)


def _journal(
    tx: Tx, signer: ServerSigner, by: Row, webhook_id: int, action: str, **told: Any
) -> None:
    about = Verdict("booked", "webhook_changed")
    record(
        tx, signer, by["site_id"], by["id"], "office", about, action=action, of=webhook_id, **told
    )
