"""Printers and their queue as people see them: set up, looked at, tried again, moved, cancelled."""

from __future__ import annotations

from typing import Any

from pickface.contract import page
from pickface.db import Row, Tx, row, rows
from pickface.errors import BadRequest, Conflict, NotFound
from pickface.printing import queue
from pickface.printing.forms import JobForm, JobsQuery, PrinterChangeForm, PrinterForm
from pickface.printing.models import PAPERS

_PRINTER = (
    "SELECT p.id, p.name, p.kind, p.takes, p.host, p.port, p.dpi, COALESCE(l.code, '') AS place, p.active, "
    "p.failures, p.problem, p.rest_until, p.printed_at, (SELECT COUNT(*) FROM print_job j WHERE j.printer_id = p.id "
    "AND j.state IN ('waiting', 'printing')) AS waiting "
    "FROM printer p LEFT JOIN place l ON l.id = p.place_id WHERE p.site_id = :site "
)
_JOB = (
    "SELECT j.id, j.paper, j.shipment_id AS shipment, COALESCE(s.container_code, v.code, '') AS container, "
    "o.id AS order_id, "
    "COALESCE(o.number, '') AS \"order\", j.invoice_id AS invoice, j.printer_id AS printer, "
    "p.name AS printer_name, p.kind, "
    "COALESCE(w.name, '') AS person, j.state, j.attempts, j.problem, j.made_at, j.printed_at "
    "FROM print_job j JOIN printer p ON p.id = j.printer_id LEFT JOIN shipment s ON s.id = j.shipment_id "
    "LEFT JOIN invoice v ON v.id = j.invoice_id LEFT JOIN orders o ON o.id = COALESCE(s.order_id, v.order_id) "
    "LEFT JOIN person w ON w.id = j.person_id WHERE j.site_id = :site "
)
_OPEN = "AND j.state IN ('waiting', 'printing', 'failed') "


class PrinterExists(Conflict):
    """Another printer of the site has that name."""

    code = "printer_exists"


class BeingPrinted(Conflict):
    """The printer is getting it at this moment."""

    code = "being_printed"


class PrintingOver(Conflict):
    """It is printed already, or was called off; ``params``: ``state``."""

    code = "printing_over"


class NoSuchPrinter(NotFound):
    """The site has no such printer."""

    code = "printer_not_found"


def list_printers(site_id: int) -> list[dict[str, Any]]:
    """The site's printers by name."""
    return [_shown(one) for one in rows(_PRINTER + "ORDER BY p.name", site=site_id)]


def show_printer(site_id: int, printer_id: int) -> dict[str, Any]:
    """One printer."""
    found = row(_PRINTER + "AND p.id = :id", site=site_id, id=printer_id)
    if found is None:
        raise NoSuchPrinter("the site has no such printer", printer=printer_id)
    return _shown(found)


def _shown(found: Row) -> dict[str, Any]:
    return {**found, "active": bool(found["active"])}


def make(tx: Tx, site_id: int, form: PrinterForm) -> int:
    """A further printer."""
    if form.kind == "raw" and not form.host:
        raise BadRequest("a printer on the network has a host", field="host")
    _check_name(tx, site_id, form.name, 0)
    place_id = _place(tx, site_id, form.place)
    return tx.insert(
        "printer", site_id=site_id, place_id=place_id, **form.model_dump(exclude={"place"})
    )


def change(tx: Tx, site_id: int, printer_id: int, form: PrinterChangeForm) -> None:
    """Change what is told; it is tried at once with what is new."""
    printer = _printer(tx, site_id, printer_id)
    told = form.model_dump(exclude_none=True)
    if "name" in told:
        _check_name(tx, site_id, told["name"], printer_id)
    if "place" in told:
        told["place_id"] = _place(tx, site_id, told.pop("place"))
    if told.get("host") == "" and printer["kind"] == "raw":
        raise BadRequest("a printer on the network has a host", field="host")
    if "active" in told:
        told["active"] = int(told["active"])
    sets = ", ".join(f"{name} = :{name}" for name in (*told, "rest_until"))
    tx.run(f"UPDATE printer SET {sets} WHERE id = :id", **{**told, "rest_until": 0}, id=printer_id)
    tx.publish(queue.TOPIC, {"printer": printer_id})


def _check_name(tx: Tx, site_id: int, name: str, but: int) -> None:
    if tx.one(
        "SELECT 1 FROM printer WHERE site_id = :site AND name = :name AND id <> :but",
        site=site_id,
        name=name,
        but=but,
    ):
        raise PrinterExists("another printer has that name", name=name)


def _place(tx: Tx, site_id: int, code: str) -> int | None:
    if not code:
        return None
    found = tx.value(
        "SELECT id FROM place WHERE site_id = :site AND code = :code", site=site_id, code=code
    )
    if found is None:
        raise BadRequest("there is no such place", field="place", place=code)
    return int(found)


def _printer(tx: Tx, site_id: int, printer_id: int) -> Row:
    found = tx.one(
        "SELECT * FROM printer WHERE id = :id AND site_id = :site", id=printer_id, site=site_id
    )
    if found is None:
        raise NoSuchPrinter("the site has no such printer", printer=printer_id)
    return found


def list_jobs(site_id: int, person_id: int, query: JobsQuery) -> dict[str, Any]:
    """A page of jobs, newest first."""
    wanted, bound = "", dict[str, Any]()
    if query.state == "open":
        wanted += _OPEN
    elif query.state:
        wanted += "AND j.state = :state "
        bound["state"] = query.state
    if query.mine:
        wanted += "AND j.person_id = :person "
        bound["person"] = person_id
    if query.cursor is not None:
        wanted += "AND j.id < :cursor "
        bound["cursor"] = query.cursor
    found = rows(
        _JOB + wanted + "ORDER BY j.id DESC LIMIT :limit",
        site=site_id,
        limit=query.limit + 1,
        **bound,
    )
    return page(found, query.limit)


def show_job(site_id: int, job_id: int) -> dict[str, Any]:
    """One job."""
    found = row(_JOB + "AND j.id = :id", site=site_id, id=job_id)
    if found is None:
        raise NotFound("no such print job", job=job_id)
    return dict(found)


def ask_for(tx: Tx, site_id: int, person_id: int, form: JobForm) -> int:
    """A paper of a parcel, or an invoice, is wanted; the printer is tried at once."""
    printer = _printer(tx, site_id, form.printer)
    wanted, other = ("invoice", "shipment") if form.paper == "invoice" else ("shipment", "invoice")
    if getattr(form, other) is not None or getattr(form, wanted) is None:
        raise BadRequest(f"{form.paper} is of one {wanted}", field=wanted)
    if not tx.one(
        f"SELECT 1 FROM {wanted} WHERE id = :id AND site_id = :site",
        id=getattr(form, wanted),
        site=site_id,
    ):
        raise NotFound(f"no such {wanted}", **{wanted: getattr(form, wanted)})
    _check_takes(printer, form.paper)
    _wake(tx, printer["id"])
    return queue.add(
        tx, site_id, printer["id"], form.paper, form.shipment, person_id, invoice_id=form.invoice
    )


def test(tx: Tx, site_id: int, person_id: int, printer_id: int) -> int:
    """A label to see whether it prints; what waits is tried at once."""
    printer = _printer(tx, site_id, printer_id)
    _wake(tx, printer["id"])
    return queue.add(tx, site_id, printer["id"], "test", None, person_id)


def again(tx: Tx, site_id: int, person_id: int, job_id: int, printer_id: int | None) -> int:
    """Print it now, here or elsewhere: one that waits or failed is this job, one that is printed is a new one."""
    job = _job(tx, site_id, job_id)
    printer = _printer(tx, site_id, printer_id or job["printer_id"])
    _check_takes(printer, job["paper"])
    _wake(tx, printer["id"])
    if job["state"] in ("printed", "cancelled"):
        return queue.add(
            tx,
            site_id,
            printer["id"],
            job["paper"],
            job["shipment_id"],
            person_id,
            invoice_id=job["invoice_id"],
        )
    tx.run(
        "UPDATE print_job SET state = 'waiting', printer_id = :printer, attempts = 0, next_at = 0, problem = '', "
        "since = :now, person_id = :person WHERE id = :id",
        printer=printer["id"],
        now=tx.now,
        person=person_id,
        id=job_id,
    )
    return job_id


def cancel(tx: Tx, site_id: int, job_id: int) -> None:
    """Do not print it; PrintingOver where that comes too late."""
    _still_open(_job(tx, site_id, job_id))
    tx.run("UPDATE print_job SET state = 'cancelled' WHERE id = :id", id=job_id)


def note_printed(tx: Tx, site_id: int, job_id: int) -> None:
    """A person has printed it from a screen, or has seen that it is on paper; PrintingOver where it is no news."""
    _still_open(_job(tx, site_id, job_id))
    tx.run(
        "UPDATE print_job SET state = 'printed', problem = '', printed_at = :now WHERE id = :id",
        now=tx.now,
        id=job_id,
    )


def _still_open(job: Row) -> None:
    if job["state"] not in ("waiting", "failed"):
        raise PrintingOver("its printing is over", job=job["id"], state=job["state"])


def _job(tx: Tx, site_id: int, job_id: int) -> Row:
    """The job, locked; BeingPrinted where its printer is getting it."""
    found = tx.one(
        "SELECT * FROM print_job WHERE id = :id AND site_id = :site" + tx.for_update,
        id=job_id,
        site=site_id,
    )
    if found is None:
        raise NotFound("no such print job", job=job_id)
    if found["state"] == "printing":
        raise BeingPrinted("the printer is getting it", job=job_id)
    return found


def _wake(tx: Tx, printer_id: int) -> None:
    """The printer is tried as soon as this is committed, though it rests."""
    tx.publish(queue.TOPIC, {"printer": printer_id})
    tx.run("UPDATE printer SET rest_until = 0 WHERE id = :id", id=printer_id)


def _check_takes(printer: Row, paper: str) -> None:
    if PAPERS[paper] not in ("", printer["takes"]):
        raise queue.NoPrinter("the printer takes no such paper", paper=paper, name=printer["name"])
