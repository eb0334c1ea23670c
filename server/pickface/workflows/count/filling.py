"""A round gets its bins, and its counts are made a few at a time, in the order of the walk."""

from __future__ import annotations

from typing import Any

from pickface.db import Row, Tx, Writer, db, row, rows
from pickface.tasks import jobs, walk
from pickface.workflows.count import rounds
from pickface.workflows.count.plan import make
from pickface.workflows.count.programme import DAY_MS

AHEAD = 40
"""How many counts of a round wait at a time: a stocktake of a thousand bins does not bury the board."""
PIECE = 10
"""How many are made in one transaction: nothing holds the writer for long."""
LOOK_AGAIN_MS = 15_000
MOST_WALKED = 200
"""Tours of more stops follow the codes: nobody walks them in one go."""
PRIORITY = {rounds.CYCLE: 7, rounds.STOCKTAKE: 4}

_BINS = """
SELECT b.place_id, b.position, b.task_id, p.code, p.site_id, t.state,
    EXISTS (SELECT 1 FROM balance h WHERE h.place_id = b.place_id AND h.pinned > 0) AS pinned
FROM count_bin b JOIN place p ON p.id = b.place_id LEFT JOIN task t ON t.id = b.task_id
WHERE b.round_id = :round ORDER BY b.position
"""
_OF_ZONE = """
SELECT id, code FROM place WHERE site_id = :site AND zone_id = :zone AND kind = 'bin' AND active = 1
ORDER BY aisle, bay, level, code
"""


def fill(writer: Writer, key: str) -> None:
    """The job: write down the bins of a stocktake, make the next counts of a round, and close it when it is over."""
    found = row("SELECT * FROM count_round WHERE id = :id", id=int(key))
    if found is None or found["closed_at"]:
        writer.run(lambda tx: jobs.finish(tx, rounds.FILL_JOB, key))
        return
    if not found["filled_at"]:
        _write_down(writer, found)
    _make_next(writer, found, key)


def in_order(site_id: int, places: list[tuple[int, str]]) -> list[int]:
    """Bins in the order in which one walk from the first station passes them."""
    ids = [place_id for place_id, _ in places]
    home = row(
        "SELECT id FROM place WHERE site_id = :site AND kind IN ('station', 'dock') AND code <> 'FLOOR' "
        "AND active = 1 ORDER BY kind DESC, code LIMIT 1",
        site=site_id,
    )
    if home is None or len(ids) > MOST_WALKED:
        return ids
    walked = walk.in_walking_order(site_id, home["id"], ids, home["id"])
    return walked if len(walked) == len(ids) else ids


def write_bins(tx: Tx, round_id: int, bins: list[tuple[int, str]], first: int = 1) -> None:
    """Bins of a round with why they are in it, in their order."""
    tx.insert_many(
        "count_bin",
        [
            {"round_id": round_id, "place_id": place, "position": n, "why": why}
            for n, (place, why) in enumerate(bins, first)
        ],
    )


def filled(tx: Tx, round_id: int) -> None:
    """All bins of a round are written down."""
    tx.run("UPDATE count_round SET filled_at = :now WHERE id = :id", now=tx.now, id=round_id)


def _write_down(writer: Writer, found: Row) -> None:
    """A stocktake has every bin of its zone, empty ones too; begun anew where a crash has left half of them."""
    places = [
        (place["id"], place["code"])
        for place in rows(_OF_ZONE, site=found["site_id"], zone=found["zone_id"])
    ]
    order = in_order(found["site_id"], places)
    known = {bin_["place_id"] for bin_ in rows(_BINS, round=found["id"])}
    db.session.remove()
    missing = [(place, n) for n, place in enumerate(order, 1) if place not in known]
    for start in range(0, len(missing), 50 * PIECE):
        piece = missing[start : start + 50 * PIECE]

        def write(tx: Tx, piece: list[tuple[int, int]] = piece) -> None:
            for place, position in piece:
                write_bins(tx, found["id"], [(place, rounds.STOCKTAKE)], position)

        writer.run(write)
    writer.run(lambda tx: filled(tx, found["id"]))


def _make_next(writer: Writer, found: Row, key: str) -> None:
    bins = rows(_BINS, round=found["id"])
    db.session.remove()
    under_way = sum(bin_["state"] in ("ready", "offered", "begun", "held") for bin_ in bins)
    waiting = [bin_ for bin_ in bins if bin_["task_id"] is None]
    # What was pinned before the zone stood still is finished first; a cycle count need not wait for that.
    free = [b for b in waiting if found["kind"] == rounds.CYCLE or not b["pinned"]]
    chosen = free[: max(0, AHEAD - under_way)]

    def begin(tx: Tx) -> bool:
        return jobs.finish(tx, rounds.FILL_JOB, key)

    if not writer.run(begin):
        return
    for start in range(0, len(chosen), PIECE):
        piece = chosen[start : start + PIECE]

        def make_some(tx: Tx, piece: list[Row] = piece) -> None:
            for bin_ in piece:
                _make(tx, found, bin_)

        writer.run(make_some)

    def end(tx: Tx) -> None:
        over = rounds.close_if_over(tx, found["id"])
        if not over and len(free) < len(waiting):
            jobs.leave(tx, rounds.FILL_JOB, key, tx.now + LOOK_AGAIN_MS)

    writer.run(end)


def _make(tx: Tx, found: Row, bin_: Row) -> None:
    at = {"round": found["id"], "place": bin_["place_id"]}
    open_still = tx.value(
        "SELECT 1 FROM count_bin b JOIN count_round r ON r.id = b.round_id WHERE b.round_id = :round "
        "AND b.place_id = :place AND b.task_id IS NULL AND r.closed_at = 0",
        **at,
    )
    if not open_still:
        return
    place: dict[str, Any] = {
        "id": bin_["place_id"],
        "site_id": bin_["site_id"],
        "code": bin_["code"],
    }
    # Whoever takes the next one walks on: counts of a round are handed out in the order of its walk.
    facts = {"round": found["id"]}
    task_id = make(
        tx, place, priority=PRIORITY[found["kind"]], due_at=_due(found, bin_), facts=facts
    )
    tx.run(
        "UPDATE count_bin SET task_id = :task WHERE round_id = :round AND place_id = :place",
        task=task_id,
        **at,
    )


def _due(found: Row, bin_: Row) -> int:
    """Sorts the counts of a round, and rounds by when they were made; a day later they are late."""
    return int(found["created_at"]) + DAY_MS + int(bin_["position"])
