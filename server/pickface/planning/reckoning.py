"""The planning job: each night, and whenever somebody asks, all of a site is reckoned anew.

It reads at one moment, reckons in a process of its own, and writes in pieces. Proposals are reckoned from what was on
its way then: where something was ordered meanwhile, it reckons again.
"""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Callable, Sequence
from typing import Any, Final

from pickface.alerts import again
from pickface.db import Tx, Writer, clock
from pickface.planning import ordering
from pickface.planning.proposals import Line, Proposal
from pickface.planning.reckon import Answer, Expected, Question, reckon_apart
from pickface.planning.records import mark_now, read_question
from pickface.tasks import jobs
from pickface.tasks.nights import next_night

log = logging.getLogger(__name__)

JOB: Final = "reckon"
FIRST_MS: Final = 60_000
"""A server that has just started has people waiting; the first reckoning can wait for them."""
_PIECE: Final = 200
_REST_S: Final = 0.005
_TRIES: Final = 3
_MILLI: Final = 1000


def begin(tx: Tx) -> None:
    """Have every site reckoned from now on; once for all processes and restarts."""
    jobs.leave_for_every_site(tx, JOB, FIRST_MS)


def ask(tx: Tx, site_id: int) -> None:
    """Have a site reckoned at once."""
    jobs.leave(tx, JOB, str(site_id), tx.now)


def reckon_site(writer: Writer, key: str, by: Callable[[Question], Answer] = reckon_apart) -> None:
    """The job: reckon a site, and leave the job for the coming night."""
    site_id = int(key)
    for attempt in range(_TRIES):
        began = clock()
        question, mark = read_question(site_id)
        answer = by(question)
        if attempt == 0:
            _write_forecasts(writer, site_id, answer.expected)
        if _write_proposals(writer, site_id, answer.proposals, mark):
            break
        log.info("something was ordered while site %d was reckoned: once more", site_id)

    def finish(tx: Tx) -> None:
        if jobs.finish(tx, JOB, key):
            jobs.leave(tx, JOB, key, next_night(tx.now, zone_of(tx, site_id)))
        # Reorder points and classes are new.
        again.ask(tx, site_id)
        ordering.lock(tx, site_id)
        tx.run(
            "UPDATE reckoning SET finished_at = :now, took_ms = :took, items = :items WHERE site_id = :site",
            now=tx.now,
            took=tx.now - began,
            items=len(answer.expected),
            site=site_id,
        )

    writer.run(finish)


def zone_of(tx: Tx, site_id: int) -> str:
    """The time zone of a site."""
    return str(tx.value("SELECT timezone FROM site WHERE id = :id", id=site_id))


def _write_forecasts(writer: Writer, site_id: int, expected: Sequence[Expected]) -> None:
    """Replace the forecasts item by item, in order; what is expected of nothing any more goes."""
    last = 0
    for start in range(0, len(expected), _PIECE):
        piece = expected[start : start + _PIECE]
        writer.run(lambda tx, first=last + 1, these=piece: _put(tx, site_id, first, these))  # type: ignore[misc]
        last = piece[-1].item
        time.sleep(_REST_S)
    writer.run(
        lambda tx: tx.run(
            "DELETE FROM forecast WHERE site_id = :site AND item_id > :last",
            site=site_id,
            last=last,
        )
    )


def _put(tx: Tx, site_id: int, first: int, piece: Sequence[Expected]) -> None:
    tx.run(
        "DELETE FROM forecast WHERE site_id = :site AND item_id BETWEEN :first AND :last",
        site=site_id,
        first=first,
        last=piece[-1].item,
    )
    tx.insert_many("forecast", [_row(tx, site_id, one) for one in piece])


def _row(tx: Tx, site_id: int, one: Expected) -> dict[str, Any]:
    return {
        "site_id": site_id,
        "item_id": one.item,
        "reckoned_at": tx.now,
        "a_day_milli": round(_MILLI * one.a_day),
        "days": json.dumps([round(_MILLI * units) for units in one.days], separators=(",", ":")),
        "weeks": json.dumps(one.weeks, separators=(",", ":")),
        "below_milli": round(_MILLI * one.below),
        "above_milli": round(_MILLI * one.above),
        "error_pct": one.error_pct,
        "method": one.method,
        "abc_xyz": one.abc_xyz,
        "safety": one.safety,
        "reorder_point": one.reorder_point,
        "order_up_to": one.order_up_to,
    }


def _write_proposals(
    writer: Writer, site_id: int, proposals: Sequence[Proposal], mark: int
) -> bool:
    """Replace the open proposals supplier by supplier; False, with the rest as it was, once something was ordered."""

    def put(tx: Tx, proposal: Proposal, known: int) -> int | None:
        ordering.lock(tx, site_id)
        if mark_now(tx) != known:
            return None
        _put_proposal(tx, site_id, proposal)
        ordering.order_by_itself(tx, site_id, proposal)
        return mark_now(tx)

    def clear(tx: Tx) -> bool:
        ordering.lock(tx, site_id)
        if mark_now(tx) != mark:
            return False
        _take_away(tx, site_id, {proposal.supplier_id for proposal in proposals})
        return True

    for proposal in proposals:
        now = writer.run(lambda tx, one=proposal, known=mark: put(tx, one, known))  # type: ignore[misc]
        if now is None:
            return False
        mark = now
        time.sleep(_REST_S)
    return writer.run(clear)


def _put_proposal(tx: Tx, site_id: int, proposal: Proposal) -> None:
    """What a person has decided about a line stays, as long as the item is still proposed."""
    open_one = tx.one(
        "SELECT id FROM proposal WHERE site_id = :site AND supplier_id = :supplier AND state = 'open'"
        + tx.for_update,
        site=site_id,
        supplier=proposal.supplier_id,
    )
    decided = {}
    if open_one is None:
        proposal_id = tx.insert(
            "proposal",
            site_id=site_id,
            supplier_id=proposal.supplier_id,
            currency=proposal.currency,
            lead_days=proposal.lead_days,
            made_at=tx.now,
        )
    else:
        proposal_id = int(open_one["id"])
        kept = tx.all(
            "SELECT item_id, qty, left_out, edited_by FROM proposal_line "
            "WHERE proposal_id = :id AND edited_by IS NOT NULL",
            id=proposal_id,
        )
        decided = {line["item_id"]: line for line in kept}
        tx.run("DELETE FROM proposal_line WHERE proposal_id = :id", id=proposal_id)
        tx.run(
            "UPDATE proposal SET version = version + 1, made_at = :now, currency = :currency, "
            "lead_days = :lead WHERE id = :id",
            now=tx.now,
            currency=proposal.currency,
            lead=proposal.lead_days,
            id=proposal_id,
        )
    lines = [_line(proposal_id, line) for line in proposal.lines]
    for line in lines:
        mine = decided.get(line["item_id"])
        if mine is not None:
            line |= {name: mine[name] for name in ("qty", "left_out", "edited_by")}
    tx.insert_many("proposal_line", lines)


def _line(proposal_id: int, line: Line) -> dict[str, Any]:
    why = {
        "available": line.available,
        "incoming": line.incoming,
        "unreserved": line.unreserved,
        "waiting": line.waiting,
        "reorder_point": line.reorder_point,
        "order_up_to": line.order_up_to,
        "a_day_milli": round(_MILLI * line.sold_a_day),
        "pack_qty": line.pack_qty,
        "pallet_qty": line.pallet_qty,
        "raised": line.raised,
    }
    return {
        "proposal_id": proposal_id,
        "item_id": line.item,
        "qty": line.qty,
        "proposed": line.qty,
        "left_out": 0,
        "edited_by": None,
        "prices": json.dumps(line.prices),
        "why": json.dumps(why),
    }


def _take_away(tx: Tx, site_id: int, still: set[int]) -> None:
    """Open proposals of suppliers from whom nothing needs to be bought now."""
    for gone in tx.all(
        "SELECT id, supplier_id FROM proposal WHERE site_id = :site AND state = 'open'",
        site=site_id,
    ):
        if gone["supplier_id"] not in still:
            tx.run("DELETE FROM proposal_line WHERE proposal_id = :id", id=gone["id"])
            tx.run("DELETE FROM proposal WHERE id = :id", id=gone["id"])
