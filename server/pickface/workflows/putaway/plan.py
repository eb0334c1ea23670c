"""Which putaways should exist: one for each container, or dock with loose goods, that has something to be put away.

News leaves a job; it reads the floor outside any transaction, then makes the task, and begins anew if the bins it chose
were filled meanwhile. Whatever is left when a putaway is done is planned again, so nothing stays behind.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import partial
from typing import Any

from pickface.db import Row, Tx, Writer
from pickface.inspections import waiting as inspected
from pickface.locations import settings
from pickface.tasks import dictionary, dispatch, jobs, lifecycle, pallets, straight
from pickface.tasks.workflow import World
from pickface.workflows.putaway import floor, waiting, walks
from pickface.workflows.putaway.bins import CHOSEN_EMPTY
from pickface.workflows.putaway.compile import Part, Source, compile_putaway, facts_of

JOB = "plan_putaway"
_TRIES = 5
_IN_BIN = (
    "SELECT 1 FROM container c JOIN place p ON p.id = c.place_id WHERE c.code = :code AND c.kind = 'pallet' "
    "AND p.kind = 'bin' AND EXISTS (SELECT 1 FROM balance b WHERE b.container = c.code AND b.virtual = 0 AND b.qty > 0)"
)
_OPEN = "state IN ('ready', 'offered', 'begun', 'held')"


class BinTaken(Exception):
    """A bin that was chosen is not empty any more: look at the floor again."""


def on_goods(tx: Tx, world: World, news: Mapping[str, Any]) -> None:
    """Goods were received, or came back: leave the job that plans where they go."""
    container = news.get("container", "")
    if container:
        _close(tx, container)
    source = container or f"@{news['place']}"
    jobs.leave(tx, JOB, f"{news['site']}:{source}")


def on_received(tx: Tx, world: World, news: Mapping[str, Any]) -> None:
    """Goods came from a supplier: where the site wants it, orders that wait for them are asked first."""
    if not settings.of_site(news["site"], tx).cross_dock:
        on_goods(tx, world, news)
        return
    if news.get("container"):
        _close(tx, news["container"])
    straight.leave(tx, news["site"], news["place"], news.get("container", ""))


def make_putaway(writer: Writer, key: str) -> None:
    """The job: choose bins for what a source holds, and make its task or extend the one that nobody has begun."""
    site, _, name = key.partition(":")
    walks.keep(writer, int(site))
    for _ in range(_TRIES):
        seen = floor.read_bins(int(site), name)
        try:
            writer.run(partial(_plan, site_id=int(site), name=name, key=key, seen=seen))
        except BinTaken:
            continue
        return


def _plan(tx: Tx, site_id: int, name: str, key: str, seen: floor.Floor) -> None:
    if not jobs.finish(tx, JOB, key):
        return
    # One plan at a time in a site: two must not choose the same empty bin.
    tx.one(
        "SELECT id FROM site WHERE id = :id" + (tx.for_update and " FOR NO KEY UPDATE"), id=site_id
    )
    source = _source(tx, name)
    task = _present(tx, site_id, source)
    if task is not None and task["state"] not in ("ready", "offered"):
        return  # What is left when it is done is planned then.
    here = inspected.spot(site_id, source.place_id, source.container)
    if source.container and inspected.is_waiting(tx, here):
        # It is looked at first, all of it where it stands; then it is told again.
        if task is not None:
            lifecycle.change_state(tx, task, "cancelled", done_at=tx.now)
        return
    loads = floor.loads(tx, source)
    if not loads:
        if task is not None:
            # All of it goes to an order, or is gone.
            lifecycle.change_state(tx, task, "cancelled", done_at=tx.now)
        return
    parts = floor.assign(loads, seen, _taken(tx, site_id, task))
    _check_still_empty(tx, parts)
    _issue(tx, site_id, source, parts, seen, task)


def _close(tx: Tx, container: str) -> None:
    tx.run(
        "UPDATE container SET state = 'closed', task_id = NULL, order_id = NULL WHERE code = :code",
        code=container,
    )


def _issue(
    tx: Tx, site_id: int, source: Source, parts: list[Part], seen: floor.Floor, task: Row | None
) -> None:
    words = dictionary.of_items(tx, [part.load.item_id for part in parts])
    named = [p.proposal.place_id for p in parts if p.proposal.place_id is not None]
    words |= dictionary.of_places(tx, [*named, source.place_id])
    title = source.container or words.places[str(source.place_id)]["code"]
    script = compile_putaway(title, site_id, source, parts, seen.bins, seen.zones, words)
    stands, units = _as_it_is(tx, source, parts, seen)
    facts = facts_of(source, parts, stands, units)
    if task is not None:
        lifecycle.revise(tx, task, script, facts)
        return
    lifecycle.make_task(
        tx,
        lifecycle.NewTask(
            site_id=site_id,
            kind="putaway",
            title=title,
            script=script,
            facts=facts,
            place_id=source.place_id,
            container=source.container,
            zone_code=parts[0].load.zone,
        ),
    )


def _as_it_is(
    tx: Tx, source: Source, parts: list[Part], seen: floor.Floor
) -> tuple[list[int], int]:
    """The bins in which the pallet would stand as a whole, and its units; none where it is no pallet, or is parted."""
    if len(parts) != 1 or not source.container or not pallets.is_pallet(tx, source.container):
        return [], 0
    units = int(
        tx.value(
            "SELECT COALESCE(SUM(qty), 0) FROM balance WHERE container = :code AND virtual = 0 AND qty > 0",
            code=source.container,
        )
    )
    if units != parts[0].proposal.qty:
        return [], 0
    return [one.place_id for one in seen.bins if one.max_pallets > 0], units


def _source(tx: Tx, name: str) -> Source:
    if name.startswith("@"):
        return Source(int(name[1:]))
    found = tx.one("SELECT place_id, parent FROM container WHERE code = :code", code=name)
    return Source(int(found["place_id"] or 0), name, found["parent"]) if found else Source(0, name)


def _present(tx: Tx, site_id: int, source: Source) -> Row | None:
    """The putaway that serves this source already."""
    return tx.one(
        f"SELECT * FROM task WHERE site_id = :site AND kind = 'putaway' AND {_OPEN} "
        "AND container = :container AND (:container <> '' OR place_id = :place) ORDER BY id LIMIT 1"
        + tx.for_update,
        site=site_id,
        container=source.container,
        place=source.place_id,
    )


def _taken(tx: Tx, site_id: int, own: Row | None) -> set[int]:
    """Bins that other open putaways were sent to."""
    others = tx.all(
        f"SELECT facts FROM task WHERE site_id = :site AND kind = 'putaway' AND {_OPEN} AND id <> :own",
        site=site_id,
        own=own["id"] if own else 0,
    )
    return {place_id for task in others for place_id in json_bins(task["facts"])}


def json_bins(facts: str) -> list[int]:
    """The bins that a putaway's facts name."""
    bins: list[int] = json.loads(facts)["bins"]
    return bins


def _check_still_empty(tx: Tx, parts: list[Part]) -> None:
    chosen = {p.proposal.place_id for p in parts if p.proposal.why in CHOSEN_EMPTY}
    for place_id in sorted(place_id for place_id in chosen if place_id is not None):
        if tx.value("SELECT 1 FROM balance WHERE place_id = :id AND qty > 0 LIMIT 1", id=place_id):
            raise BinTaken


def finished(tx: Tx, task: Row, state: Mapping[str, Any], world: World) -> None:
    """The putaway is done: an empty container is free again, and what is left is planned once more."""
    waiting.leave(tx, task)
    source = task["container"] or f"@{task['place_id']}"
    if task["container"] and tx.value(_IN_BIN, code=task["container"]) is not None:
        # A pallet that stands where it belongs is put away.
        _close(tx, task["container"])
        return
    if floor.loads(tx, Source(task["place_id"], task["container"])):
        jobs.leave(tx, JOB, f"{task['site_id']}:{source}")
    elif task["container"]:
        tx.run(
            "UPDATE container SET state = 'empty', task_id = NULL, order_id = NULL, zone_code = '', "
            "changed_at = :now WHERE code = :code "
            # What is left is of a recalled lot, and goes to quarantine.
            "AND NOT EXISTS (SELECT 1 FROM balance b WHERE b.container = :code AND b.qty > 0)",
            now=tx.now,
            code=task["container"],
        )


def opens(tx: Tx, world: World, code: str, person_id: int, site_id: int) -> int | None:
    """A container with goods to put away opens its putaway, unless an order waits for some of them: that goes first."""
    task = tx.one(
        f"SELECT id, person_id, state FROM task WHERE site_id = :site AND kind IN ('pick', 'putaway') AND {_OPEN} "
        "AND container = :code AND container <> '' ORDER BY CASE kind WHEN 'pick' THEN 0 ELSE 1 END, id LIMIT 1",
        site=site_id,
        code=code,
    )
    if task is None or not dispatch.take_up(tx, task, person_id):
        return None
    return int(task["id"])
