"""From facts to messages, and from one try of a message to the next: all that is written about what is sent.

Nothing is lost: facts leave in the transaction that makes messages of them, by their own ids rather than behind a
cursor, since ids commit out of order (LAWS 10). A stock level that was not tried yet has no body: a further change
finds it waiting and adds nothing. Who fixes its body locks it first and reads the level behind that, who looks for it
waits for that lock: so a change is either in the body or has a message of its own.
"""

from __future__ import annotations

import logging
import random
from collections.abc import Iterable, Sequence
from typing import Any, Final

from pickface.db import Row, Tx, rows
from pickface.ids import uuid7
from pickface.webhooks import telling
from pickface.webhooks.levels import STOCK, kits_of, level_body
from pickface.webhooks.posting import Answered

log = logging.getLogger(__name__)

FACTS_AT_ONCE: Final = 100
MESSAGES_AT_ONCE: Final = 20
LEASE_MS: Final = 60_000
MOST_TRIES: Final = 16
"""The pauses between them make up about 30 hours."""
FIRST_PAUSE_MS, LONGEST_PAUSE_MS = 10_000, 6 * 3_600_000
LONGEST_REST_MS = 15 * 60_000
DAY_MS = 24 * 3_600_000
SENT_KEPT_MS, DEAD_KEPT_MS, WAITS_MS = 14 * DAY_MS, 60 * DAY_MS, 30 * DAY_MS

# The first of each subject, so that none overtakes another, whichever of them rests.
_DUE = (
    "m.state = 'waiting' AND m.next_at <= :now AND NOT EXISTS (SELECT 1 "
    "FROM webhook_message e WHERE e.webhook_id = m.webhook_id AND e.state = 'waiting' AND e.subject = m.subject "
    "AND e.id < m.id)"
)


class TakenMeanwhile(Exception):
    """Another process has made messages of these facts."""


def next_facts() -> list[Row]:
    """The oldest facts that nothing was made of yet."""
    return rows(
        "SELECT id, kind, site_id, subject, detail, at FROM webhook_fact ORDER BY id LIMIT :n",
        n=FACTS_AT_ONCE,
    )


def told_data(facts: Iterable[Row]) -> dict[int, telling.Data]:
    """What there is to say of each fact, read outside any transaction. One that cannot be read blocks no other."""
    said: dict[int, telling.Data] = {}
    for fact in facts:
        try:
            data = telling.data_of(fact)
        except (LookupError, TypeError, ValueError):
            log.exception("webhooks: nothing can be said of fact %s", dict(fact))
            data = {"unreadable": True}
        if data is not None:
            said[fact["id"]] = data
    return said


def make_messages(tx: Tx, facts: Sequence[Row], said: dict[int, telling.Data]) -> int:
    """Make a message of each fact for each webhook that wants it; answers how many. TakenMeanwhile."""
    sites = {site["id"]: site["code"] for site in tx.all("SELECT id, code FROM site")}
    wanted = tx.all(
        "SELECT w.id, w.site_id, w.events, c.code AS channel FROM webhook w "
        "LEFT JOIN channel c ON c.id = w.channel_id WHERE w.ended_at IS NULL ORDER BY w.id"
    )
    made = 0
    kits = kits_of(tx, facts)
    levels: set[tuple[int, str]] = set()
    for fact in facts:
        if not tx.run("DELETE FROM webhook_fact WHERE id = :id", id=fact["id"]):
            raise TakenMeanwhile
        if fact["id"] not in said:
            continue
        subject = telling.subject_of(fact)
        for webhook in wanted:
            if not _wants(webhook, fact, said[fact["id"]]):
                continue
            if fact["kind"] == STOCK:
                for about in (subject, *kits.get(subject, ())):
                    if (webhook["id"], about) not in levels:
                        levels.add((webhook["id"], about))
                        made += await_level(tx, webhook["id"], about)
                continue
            add(tx, webhook["id"], fact, subject, sites[fact["site_id"]], said[fact["id"]])
            made += 1
    return made


def _wants(webhook: Row, fact: Row, data: telling.Data) -> bool:
    if webhook["site_id"] != fact["site_id"] or f" {fact['kind']} " not in webhook["events"]:
        return False
    return (
        webhook["channel"] is None or data.get("channel", webhook["channel"]) == webhook["channel"]
    )


def add(tx: Tx, webhook_id: int, fact: Row, subject: str, site: str, data: telling.Data) -> int:
    """A message with its body."""
    uuid = uuid7()
    made = _insert(tx, webhook_id, uuid, fact["kind"], subject)
    message = {"uuid": uuid, "kind": fact["kind"], "at": fact["at"], "sequence": made, "site": site}
    tx.run(
        "UPDATE webhook_message SET body = :body WHERE id = :id",
        body=telling.body_of({**message, "subject": subject}, data),
        id=made,
    )
    return made


def _insert(tx: Tx, webhook_id: int, uuid: str, kind: str, subject: str) -> int:
    return tx.insert(
        "webhook_message", webhook_id=webhook_id, uuid=uuid, kind=kind, subject=subject, made_at=tx.now
    )  # fmt: skip


def await_level(tx: Tx, webhook_id: int, subject: str) -> int:
    """See to it that the level of now is told; answers whether it needed a message of its own."""
    waits = tx.value(
        "SELECT id FROM webhook_message WHERE webhook_id = :webhook AND state = 'waiting' AND subject = :subject "
        "AND body = ''" + tx.for_update,
        webhook=webhook_id,
        subject=subject,
    )
    if waits is None:
        _insert(tx, webhook_id, uuid7(), STOCK, subject)
    return int(waits is None)


def await_levels(tx: Tx, webhook_id: int, subjects: Sequence[str]) -> None:
    """The same of many levels, in two statements."""
    named = {f"subject_{n}": subject for n, subject in enumerate(subjects)}
    waiting = tx.all(
        "SELECT subject FROM webhook_message WHERE webhook_id = :webhook AND state = 'waiting' AND body = '' "
        f"AND subject IN ({', '.join(f':{name}' for name in named)}) ORDER BY id" + tx.for_update,
        webhook=webhook_id,
        **named,
    )
    known = {one["subject"] for one in waiting}
    tx.insert_many(
        "webhook_message",
        [
            {"webhook_id": webhook_id, "uuid": uuid7(), "kind": STOCK, "subject": subject, "made_at": tx.now}
            for subject in subjects
            if subject not in known
        ],
    )  # fmt: skip


def due_webhooks(now: int) -> list[int]:
    """Which webhooks have something to send that nobody is sending."""
    found = rows(
        "SELECT w.id FROM webhook w WHERE w.state = 'active' AND w.ended_at IS NULL AND w.rest_until <= :now "
        "AND w.leased_until < :now AND EXISTS (SELECT 1 FROM webhook_message m "
        f"WHERE m.webhook_id = w.id AND {_DUE}) ORDER BY w.told_at, w.id",
        now=now,
    )
    return [webhook["id"] for webhook in found]


def claim(tx: Tx, webhook_id: int, me: str) -> tuple[Row, list[Row]] | None:
    """Take what is due of a webhook, bodies fixed and each counted as tried; None where there is nothing to do.

    Counted before it is sent: what is killed in between is sent again under the same id with the same body.
    """
    taken = tx.run(
        "UPDATE webhook SET leased_until = :until, leased_by = :me WHERE id = :id AND state = 'active' "
        "AND ended_at IS NULL AND rest_until <= :now AND (leased_until < :now OR leased_by = :me)",
        until=tx.now + LEASE_MS,
        me=me,
        id=webhook_id,
        now=tx.now,
    )
    if not taken:
        return None
    messages = tx.all(
        f"SELECT m.* FROM webhook_message m WHERE m.webhook_id = :webhook AND {_DUE} ORDER BY m.id LIMIT :n"
        + tx.for_update,
        webhook=webhook_id,
        now=tx.now,
        n=MESSAGES_AT_ONCE,
    )
    webhook = tx.one(
        "SELECT w.*, s.code AS site, COALESCE(c.stock_buffer, 0) AS buffer FROM webhook w "
        "JOIN site s ON s.id = w.site_id LEFT JOIN channel c ON c.id = w.channel_id WHERE w.id = :id",
        id=webhook_id,
    )
    if not messages or webhook is None:
        _let_go(tx, webhook_id)
        return None
    return webhook, [_fix(tx, webhook, message) for message in messages]


def _fix(tx: Tx, webhook: Row, message: Row) -> Row:
    body = message["body"] or level_body(tx, webhook, message)
    tx.run(
        "UPDATE webhook_message SET body = :body, attempts = attempts + 1, tried_at = :now WHERE id = :id",
        body=body,
        now=tx.now,
        id=message["id"],
    )
    return {**message, "body": body, "attempts": message["attempts"] + 1}


def note(tx: Tx, webhook_id: int, tried: Sequence[tuple[Row, Answered | None]]) -> None:
    """Write down what came of each message; None for one that was not sent after all, since others failed."""
    away = heard = gone = False
    for message, answered in tried:
        if answered is None:
            _give_back(tx, message)
            continue
        heard = heard or answered.heard
        away = away or answered.away
        gone = gone or answered.status == 410
        _note_one(tx, message, answered)
    webhook = tx.one("SELECT failures FROM webhook WHERE id = :id" + tx.for_update, id=webhook_id)
    failures = (int(webhook["failures"]) if webhook else 0) + 1 if away else 0
    asked_ms = 1000 * max((a.retry_s for _, a in tried if a), default=0)
    rest = min(LONGEST_REST_MS, max(pause_ms(failures), asked_ms)) if away else 0
    tx.run(
        "UPDATE webhook SET failures = :failures, rest_until = :rest, leased_until = 0, leased_by = '', "
        "told_at = CASE WHEN :heard = 1 THEN :now ELSE told_at END, "
        "state = CASE WHEN :gone = 1 AND state = 'active' THEN 'gone' ELSE state END WHERE id = :id",
        failures=failures,
        rest=tx.now + rest if rest else 0,
        heard=int(heard),
        gone=int(gone),
        now=tx.now,
        id=webhook_id,
    )


def _note_one(tx: Tx, message: Row, answered: Answered) -> None:
    state = "sent" if answered.heard else "waiting"
    if state == "waiting" and message["attempts"] >= MOST_TRIES:
        state = "dead"
    tx.run(
        "UPDATE webhook_message SET state = :state, next_at = :next, status = :status, problem = :problem, "
        "took_ms = :took WHERE id = :id AND state = 'waiting'",
        state=state,
        next=tx.now + pause_ms(message["attempts"]) if state == "waiting" else 0,
        status=answered.status,
        problem=answered.problem,
        took=answered.took_ms,
        id=message["id"],
    )


def _give_back(tx: Tx, message: Row) -> None:
    """It was not sent, so it was not tried; a stock level that never was may still become a newer one."""
    level = message["kind"] == STOCK and message["attempts"] == 1
    tx.run(
        "UPDATE webhook_message SET attempts = attempts - 1, body = :body WHERE id = :id AND state = 'waiting'",
        body="" if level else message["body"],
        id=message["id"],
    )


def _let_go(tx: Tx, webhook_id: int) -> None:
    tx.run("UPDATE webhook SET leased_until = 0, leased_by = '' WHERE id = :id", id=webhook_id)


def pause_ms(tries: int) -> int:
    """How long after so many tries the next one comes: 10 s, twice as long each time, six hours at most.

    By chance up to a third less, so that what failed together does not come back together.
    """
    whole = min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS << min(max(tries, 1) - 1, 16))
    return int(whole * random.uniform(2 / 3, 1))


def clear(tx: Tx) -> int:
    """Forget what was sent long ago, and give up what has waited too long; a piece at a time, answers how much."""
    changed = tx.run(
        "UPDATE webhook_message SET state = 'dead', problem = 'too_old' WHERE id IN (SELECT id FROM webhook_message "
        "WHERE state = 'waiting' AND made_at < :old LIMIT 500)",
        old=tx.now - WAITS_MS,
    )
    for state, kept in (("sent", SENT_KEPT_MS), ("dead", DEAD_KEPT_MS)):
        changed += tx.run(
            "DELETE FROM webhook_message WHERE id IN (SELECT id FROM webhook_message "
            "WHERE state = :state AND made_at < :old LIMIT 500)",
            state=state,
            old=tx.now - kept,
        )
    return changed


def as_test(tx: Tx, webhook: Row) -> int:
    """A message that says nothing but that it came."""
    fact: dict[str, Any] = {"kind": "test", "at": tx.now}
    return add(tx, webhook["id"], fact, "test", webhook["site"], {"hello": webhook["name"]})
