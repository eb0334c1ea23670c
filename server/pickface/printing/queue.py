"""The queue: what waits for which printer, and from one try to the next. All that the sender writes is here.

A job is ``printing`` from before the first byte until it is written down what came of it. One that is found so behind a
lease that has ended (the process died) may be on paper: it is ``failed: unsure`` and a person looks, as where the
printer had taken all of it and broke off. Everything else is tried again, and never twice at the same time.
"""

from __future__ import annotations

from typing import Final

from pickface.db import Row, Tx, rows
from pickface.errors import Conflict
from pickface.printing.models import BY_ITSELF, PAPERS

LEASE_MS: Final = 180_000
"""Longer than the most patient try."""
FIRST_PAUSE_MS, LONGEST_PAUSE_MS = 2_000, 60_000
GIVE_UP_MS: Final = 30 * 60_000
"""A label that comes out of a printer half an hour late is put on the wrong parcel: a person decides then."""
AWAITED_MS: Final = 5_000
TOPIC: Final = "printing"
"""Where a commit tells that something waits to be printed."""


class NoPrinter(Conflict):
    """No printer takes this paper there."""

    code = "no_printer"


def want(
    tx: Tx, site_id: int, place_id: int | None, shipment_id: int, person_id: int | None
) -> int:
    """A parcel is closed at a station: its papers wait for the printers that serve it; answers how many."""
    found = tx.all(
        "SELECT id, takes, place_id FROM printer WHERE site_id = :site AND active = 1 "
        "AND (place_id IS NULL OR place_id = :place) ORDER BY place_id IS NULL, id",
        site=site_id,
        place=place_id,
    )
    made = 0
    for paper in BY_ITSELF:
        chosen = next((one for one in found if one["takes"] == PAPERS[paper]), None)
        if chosen is not None:
            add(tx, site_id, chosen["id"], paper, shipment_id, person_id)
            made += 1
    return made


def add(
    tx: Tx,
    site_id: int,
    printer_id: int,
    paper: str,
    shipment_id: int | None,
    person_id: int | None,
    *,
    invoice_id: int | None = None,
) -> int:
    """One more job; the spooler hears of it once it is committed."""
    tx.publish(TOPIC, {"printer": printer_id})
    return tx.insert(
        "print_job",
        site_id=site_id,
        printer_id=printer_id,
        paper=paper,
        shipment_id=shipment_id,
        invoice_id=invoice_id,
        person_id=person_id,
        made_at=tx.now,
        since=tx.now,
    )


def due_printers(now: int) -> list[int]:
    """Printers that something can be sent to now, or where a try was cut off."""
    return [
        int(one["id"])
        for one in rows(
            "SELECT p.id FROM printer p WHERE p.kind = 'raw' AND p.active = 1 AND p.rest_until <= :now "
            "AND p.leased_until < :now AND EXISTS (SELECT 1 FROM print_job j WHERE j.printer_id = p.id "
            "AND (j.state = 'printing' OR j.state = 'waiting' AND j.next_at <= :now)) ORDER BY p.id",
            now=now,
        )
    ]


def claim(tx: Tx, printer_id: int, me: str) -> tuple[Row, Row] | None:
    """The printer and its oldest job that can be tried now, which is ``printing`` from here on."""
    if not tx.run(
        "UPDATE printer SET leased_until = :until, leased_by = :me WHERE id = :id AND active = 1 "
        "AND leased_until < :now AND rest_until <= :now",
        until=tx.now + LEASE_MS,
        me=me,
        now=tx.now,
        id=printer_id,
    ):
        return None
    for cut in tx.all(
        "UPDATE print_job SET state = 'failed', problem = 'unsure' WHERE printer_id = :printer "
        "AND state = 'printing' RETURNING person_id",
        printer=printer_id,
    ):
        _tell(tx, cut["person_id"])
    printer = tx.one("SELECT * FROM printer WHERE id = :id", id=printer_id)
    job = tx.one(
        "UPDATE print_job SET state = 'printing', attempts = attempts + 1, tried_at = :now WHERE id = ("
        "SELECT MIN(id) FROM print_job WHERE printer_id = :printer AND state = 'waiting' AND next_at <= :now) "
        "RETURNING *",
        now=tx.now,
        printer=printer_id,
    )
    if printer is None or job is None:
        tx.run("UPDATE printer SET leased_until = 0 WHERE id = :id", id=printer_id)
        return None
    return printer, job


def printed(tx: Tx, printer: Row, job: Row) -> None:
    """The printer has all of it."""
    _end(tx, job, "printed", "")
    tx.run(
        "UPDATE printer SET leased_until = 0, failures = 0, problem = '', rest_until = 0, printed_at = :now "
        "WHERE id = :id",
        now=tx.now,
        id=printer["id"],
    )


def not_taken(tx: Tx, printer: Row, job: Row, problem: str) -> None:
    """The printer did not take it: the job waits, the printer rests; and it is given up where that takes too long."""
    failures = int(printer["failures"]) + 1
    pause = min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS << min(failures - 1, 10))
    over = tx.now - job["since"] > GIVE_UP_MS
    _end(tx, job, "failed" if over else "waiting", problem)
    tx.run(
        "UPDATE printer SET leased_until = 0, failures = :failures, problem = :problem, rest_until = :rest "
        "WHERE id = :id",
        failures=failures,
        problem=problem,
        rest=tx.now + pause,
        id=printer["id"],
    )
    if over or job["attempts"] == 1:
        _tell(tx, job["person_id"])


def failed(tx: Tx, printer: Row, job: Row, problem: str, later: bool = False) -> None:
    """Not the printer's fault: the paper is not there (``later``: it may come), or it may be printed already."""
    over = not later or tx.now - job["since"] > GIVE_UP_MS
    _end(tx, job, "failed" if over else "waiting", problem, tx.now + AWAITED_MS)
    tx.run("UPDATE printer SET leased_until = 0 WHERE id = :id", id=printer["id"])
    if over:
        _tell(tx, job["person_id"])


def _end(tx: Tx, job: Row, state: str, problem: str, next_at: int = 0) -> None:
    tx.run(
        "UPDATE print_job SET state = :state, problem = :problem, next_at = :next, "
        "printed_at = :printed WHERE id = :id AND state = 'printing' AND attempts = :attempts",
        state=state,
        problem=problem,
        next=next_at,
        printed=tx.now if state == "printed" else 0,
        id=job["id"],
        attempts=job["attempts"],
    )


def _tell(tx: Tx, person_id: int | None) -> None:
    """Whoever wants the paper looks again at what became of it."""
    if person_id is not None:
        tx.publish(f"person:{person_id}", {"type": "waiting"})
