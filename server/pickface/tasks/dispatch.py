"""Who gets what next: the best ready task for a person, and offers to those who wait for work."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from pickface.db import Row, Tx
from pickface.tasks import errands, leases, lifecycle
from pickface.tasks.fit import Fit, fit_of

DUE_ALIKE_MS = 60 * 60_000
"""Of work that is due within the same hour, what is nearest comes first."""

_CANDIDATES = f"""
SELECT task.id, task.kind, task.site_id, task.zone_code, task.priority, task.due_at, task.place_id FROM task
LEFT JOIN place p ON p.id = task.place_id
WHERE task.site_id = :site
AND (task.kind IN ({{kinds}}) OR (:puts_away = 1 AND task.kind = 'pick' AND task.place_id IS NOT NULL))
AND {leases.FREE} AND task.facts NOT LIKE :not_mine{{may}}
ORDER BY task.priority, CASE WHEN task.due_at BETWEEN 1 AND :pressing THEN 0 ELSE 1 END, {{own}},
CASE WHEN task.due_at = 0 THEN 1 ELSE 0 END, task.due_at / {DUE_ALIKE_MS},
{{far}}, task.due_at, task.id LIMIT :most
"""


def own_offered(tx: Tx, person_id: int, kinds: Collection[str]) -> Row | None:
    """The first task that waits on the person's device already."""
    for task in tx.all(
        "SELECT id, kind, place_id FROM task WHERE person_id = :person AND state = 'offered' "
        "ORDER BY priority, due_at, id",
        person=person_id,
    ):
        if not kinds or task["kind"] in kinds or _is_straight(task, kinds):
            return task
    return None


def _is_straight(task: Row, kinds: Collection[str]) -> bool:
    """Whoever puts away also takes what goes straight from the dock to packing: a pick that begins at a place."""
    return "putaway" in kinds and task["kind"] == "pick" and task["place_id"] is not None


def claim_next(tx: Tx, site_id: int, person_id: int, kinds: Collection[str]) -> int | None:
    """Give a person the best task of ``kinds``: what waits on the device first, else by priority and due time.

    Renews the leases of what the person holds unbegun. Answers the task's id, or None if there is no work.
    """
    renew(tx, person_id)
    own = own_offered(tx, person_id, kinds)
    if own is not None:
        return int(own["id"])
    for task in _candidates(tx, site_id, fit_of(tx, site_id, person_id), kinds, 1):
        if _offer(tx, task, person_id):
            return int(task["id"])
    return None


def take_up(tx: Tx, task: Row, person_id: int) -> bool:
    """Whether a person who asks for this very task has it, or gets it now. Needs ``id``, ``person_id``, ``state``."""
    if task["person_id"] == person_id and task["state"] in ("offered", "begun"):
        return True
    free = tx.one(
        "SELECT id, site_id, zone_code FROM task WHERE id = :id AND facts NOT LIKE :not_mine",
        id=task["id"],
        not_mine=_not_mine(person_id),
    )
    return free is not None and _offer(tx, free, person_id)


def _offer(tx: Tx, task: Row, person_id: int) -> bool:
    lease_ms = leases.of_zone(tx, int(task["site_id"]), task["zone_code"])
    return lifecycle.offer(tx, int(task["id"]), person_id, lease_ms)


def not_for(*people: int | None) -> dict[str, str]:
    """What a task's facts say to keep people from it: a check is other people's work than the picks."""
    named = sorted({person for person in people if person is not None})
    return {"not_for": "#" + "".join(f"{person}#" for person in named)}


def kept_from(facts: Mapping[str, Any]) -> list[int]:
    """The people whom a task's facts keep from it."""
    return [int(person) for person in facts.get("not_for", "").split("#") if person.isdigit()]


def _not_mine(person_id: int) -> str:
    return f'%"not_for": "%#{person_id}#%'


def renew(tx: Tx, person_id: int) -> None:
    """The person is here: what waits on their device stays theirs for another lease."""
    for task in tx.all(
        "SELECT id, site_id, zone_code FROM task WHERE person_id = :person AND state = 'offered' ORDER BY id",
        person=person_id,
    ):
        tx.run(
            "UPDATE task SET lease_until = :until WHERE id = :id AND person_id = :person AND state = 'offered'",
            until=tx.now + leases.of_zone(tx, int(task["site_id"]), task["zone_code"]),
            id=task["id"],
            person=person_id,
        )


def offer_waiting(
    tx: Tx, site_id: int, people: Iterable[tuple[int, Collection[str]]], ahead: int = 1
) -> list[int]:
    """Offer ready work to people who are connected and have less than ``ahead`` tasks; answers the task ids.

    ``people`` are ids with the kinds of work that their role is offered unasked. Whoever has waited longest for some
    comes first.
    """
    waiting: list[tuple[Fit, Collection[str], int]] = []
    for person_id, kinds in people:
        if not kinds:
            continue
        held = tx.value(
            "SELECT COUNT(*) FROM task WHERE person_id = :person AND state IN ('offered', 'begun')",
            person=person_id,
        )
        if held < ahead:
            waiting.append((fit_of(tx, site_id, person_id), kinds, ahead - held))
    waiting.sort(key=lambda one: (one[0].scanned_at, one[0].person_id))
    return [
        int(task["id"])
        for fit, kinds, room in waiting
        for task in _candidates(tx, site_id, fit, kinds, room)
        if _offer(tx, task, fit.person_id)
    ]


def _candidates(tx: Tx, site_id: int, fit: Fit, kinds: Collection[str], most: int) -> list[Row]:
    """The best ``most`` tasks that a person may have, an errand on the way first.

    What is most pressing (by priority, then what must be done within the half hour) goes before where the person works
    first; that before what is due sooner; and of what is due within the same hour the nearest comes first.
    In PostgreSQL they are locked, and those that others hold are passed over: whoever asks at the same moment gets the
    next ones, and nobody waits.
    """
    names = {f"kind_{n}": kind for n, kind in enumerate(sorted(kinds))}
    if not names:
        return []
    may, may_values = fit.may()
    own, own_values = fit.own()
    far, far_values = fit.far()
    sql = _CANDIDATES.format(
        kinds=", ".join(f":{name}" for name in names), may=may, own=own, far=far
    )
    if tx.dialect == "postgresql":
        sql += " FOR UPDATE OF task SKIP LOCKED"
    found = tx.all(
        sql,
        site=site_id,
        now=tx.now,
        margin=leases.margin_of_site(tx, site_id),
        not_mine=_not_mine(fit.person_id),
        pressing=tx.now + errands.SLACK_MS,
        most=most,
        puts_away=int("putaway" in kinds),
        **names,
        **may_values,
        **own_values,
        **far_values,
    )
    if not found:
        return []
    errand = errands.on_the_way(tx, found[0], fit, kinds, _not_mine(fit.person_id))
    return found if errand is None else [errand, *found[: most - 1]]
