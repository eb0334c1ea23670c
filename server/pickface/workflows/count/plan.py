"""Which counts should exist: of bins where something was found, that a supervisor or anybody wants counted, or where
two people have to see the same.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from pickface.db import Row, Tx, Writer
from pickface.errors import NotFound
from pickface.stock import variances
from pickface.stock.moves import Cause
from pickface.tasks import alone, dictionary, dispatch, jobs, lifecycle
from pickface.tasks.workflow import World
from pickface.workflows.count import rounds
from pickface.workflows.count.compile import compile_count
from pickface.workflows.count.settling import RECOUNT_JOB, close_asked, settle

JOB = "plan_count"
RECOUNT_PRIORITY = 3
_WHO_COUNTS = frozenset({"picker", "supervisor", "manager"})


def open_count(tx: Tx, world: World | None, place_id: int, person_id: int | None = None) -> int:
    """A count of a place: the one that waits, or a new one, for ``person_id`` or for anybody.

    Raises :class:`NotFound` for a place that is not on the floor.
    """
    place = tx.one(
        "SELECT id, site_id, code FROM place WHERE id = :id AND virtual = 0 AND active = 1",
        id=place_id,
    )
    if place is None:
        raise NotFound("no such place", place=place_id)
    for task in tx.all(
        "SELECT id, person_id, state FROM task WHERE site_id = :site AND kind = 'count' "
        "AND place_id = :place AND state IN ('ready', 'offered', 'begun', 'held') ORDER BY id",
        site=place["site_id"],
        place=place_id,
    ):
        if person_id is None or dispatch.take_up(tx, task, person_id):
            return int(task["id"])
    return make(tx, place, person_id)


def make(
    tx: Tx,
    place: Row,
    person_id: int | None = None,
    *,
    priority: int = 5,
    due_at: int = 0,
    facts: Mapping[str, Any] | None = None,
    said: str = "",
) -> int:
    """A count of a place, for a person who stands there or for whoever is next."""
    held = tx.all(
        "SELECT DISTINCT item_id FROM balance WHERE place_id = :place AND qty > 0",
        place=place["id"],
    )
    words = dictionary.of_items(tx, [row["item_id"] for row in held])
    words |= dictionary.of_places(tx, [place["id"]])
    there = person_id is not None
    return lifecycle.make_task(
        tx,
        lifecycle.NewTask(
            site_id=place["site_id"],
            kind="count",
            title=f"{place['code']}{said}",
            script=compile_count(place["code"], place["site_id"], place["id"], there, words),
            facts={"place": place["id"], "tally": [], "last": None, **(facts or {})},
            priority=priority,
            due_at=due_at,
            place_id=place["id"],
            zone_code=words.places[str(place["id"])]["zone"],
            person_id=person_id,
        ),
    )


def on_wanted(tx: Tx, world: World, news: Mapping[str, Any]) -> None:
    """A supervisor wants a bin counted; what waited for a name there waits for a third pair of eyes instead."""
    if variances.wait_for(tx, news["place"], "recount"):
        close_asked(tx, news["site"], news["place"], "recount", None)
        jobs.leave(tx, RECOUNT_JOB, str(news["place"]))
    else:
        jobs.leave(tx, JOB, str(news["place"]))


def on_looked(tx: Tx, world: World, news: Mapping[str, Any]) -> None:
    """Somebody was there anyway and said what is left in a bin: that is a count, done as it is made."""
    place = tx.one("SELECT id, site_id, code FROM place WHERE id = :id", id=news["place"])
    if place is None:
        raise NotFound("no such place", place=news["place"])
    cause = news["cause"]
    task_id = make(tx, place, facts={"tally": news["seen"], "zero_check": True})
    tx.run(
        "UPDATE task SET state = 'done', person_id = :person, begun_at = :now, done_at = :now WHERE id = :id",
        person=cause.person_id,
        now=tx.now,
        id=task_id,
    )
    task = lifecycle.load(tx, task_id)
    counted = Cause(cause.id, cause.site_id, cause.person_id, task_id, cause.happened_at)
    settle(tx, task, place["id"], news["seen"], counted)
    rounds.look_at(tx, place["id"])


def make_count(writer: Writer, key: str) -> None:
    """The job: plan the count of a bin; other places have nothing that stays to be counted."""

    def make(tx: Tx) -> None:
        if not jobs.finish(tx, JOB, key):
            return
        bins = "SELECT id FROM place WHERE id = :id AND kind = 'bin' AND active = 1"
        if tx.value(bins, id=int(key)):
            open_count(tx, None, int(key))

    writer.run(make)


def make_recount(writer: Writer, key: str) -> None:
    """The job: somebody else looks into a bin whose count differed by too much."""

    def again(tx: Tx) -> None:
        if not jobs.finish(tx, RECOUNT_JOB, key):
            return
        place = tx.one(
            "SELECT id, site_id, code FROM place WHERE id = :id AND active = 1", id=int(key)
        )
        lines = [line for line in variances.waiting(tx, int(key)) if line["state"] == "recount"]
        if place is None or not lines:
            return
        already = tx.value(
            "SELECT id FROM task WHERE site_id = :site AND kind = 'count' AND place_id = :place "
            "AND state IN ('ready', 'offered', 'begun', 'held') AND facts LIKE '%\"recount_of\":%'",
            site=place["site_id"],
            place=place["id"],
        )
        if already is None:
            before = lines[-1]
            looked = dispatch.kept_from(json.loads(lifecycle.load(tx, before["task_id"])["facts"]))
            kept, said = alone.for_another(
                tx, place["site_id"], _WHO_COUNTS, before["person_id"], *looked
            )
            facts = {"recount_of": before["task_id"], **kept}
            task_id = make(tx, place, priority=RECOUNT_PRIORITY, facts=facts, said=said)
            rounds.go_on_with(tx, before["task_id"], task_id)

    writer.run(again)


def starts(tx: Tx, world: World, code: str, person_id: int, site_id: int) -> int | None:
    """Somebody stands at a place, has scanned it and wants to count it."""
    place_id = tx.value(
        "SELECT id FROM place WHERE site_id = :site AND code = :code AND virtual = 0 AND active = 1",
        site=site_id,
        code=code,
    )
    return None if place_id is None else open_count(tx, world, int(place_id), person_id)


def finished(tx: Tx, task: Row, state: Mapping[str, Any], world: World) -> None:
    """A round may be over, or its next bins near."""
    rounds.look_at(tx, int(task["place_id"]))


def cancelled(tx: Tx, task: Row, world: World) -> None:
    """Nobody counts it: a round goes on without this bin, and a difference that waited for it still waits."""
    rounds.look_at(tx, int(task["place_id"]))
