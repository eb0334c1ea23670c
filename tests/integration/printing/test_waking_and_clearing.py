"""The spooler is woken by a commit, what is over stays over, and what is old goes."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

import pytest
from apiflask import APIFlask

from pickface.db import Tx
from pickface.printing import clearing, queue, spooler
from pickface.printing.spooler import Spooler
from tests.builders import write
from tests.integration.printing.listener import Listener
from tests.office import Office, open_office

DAY = 86_400_000


@pytest.fixture
def office(app: APIFlask) -> Office:
    return open_office(app)


@pytest.fixture
def running(app: APIFlask) -> Iterator[Spooler]:
    """A spooler that would look by itself only long after the test."""
    made = Spooler(app)
    made.start()
    yield made
    made.stop()


def printer(office: Office, port: int, **more: Any) -> int:
    form = {
        "name": f"P-{port}",
        "kind": "raw",
        "takes": "labels",
        "host": "127.0.0.1",
        "port": port,
    }
    return int(office.desk.post("/printers", {**form, **more})["id"])


def until(said: Any) -> None:
    over = time.monotonic() + 20
    while not said():
        assert time.monotonic() < over
        time.sleep(0.02)


def test_a_commit_wakes_the_spooler(
    office: Office, running: Spooler, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spooler, "LOOK_S", 3600.0)
    listener = Listener()
    made = printer(office, listener.port)
    # The look that was under way when the patience was changed ends at the first news.
    for number in range(1, 4):
        office.desk.post(f"/printers/{made}/test")
        until(lambda number=number: len(listener.got) == number)
    until(lambda: states(office) == ["printed"] * 3)
    listener.close()


def test_what_another_process_left_is_found_by_looking(
    office: Office, app: APIFlask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spooler, "LOOK_S", 0.2)
    listener = Listener()
    made = printer(office, listener.port)
    here = Spooler(app)
    here.start()

    def leave(tx: Tx) -> None:
        tx.insert(
            "print_job",
            site_id=office.site_id,
            printer_id=made,
            paper="test",
            made_at=tx.now,
            since=tx.now,
        )

    write(app, leave)
    until(lambda: len(listener.got) == 1)
    here.stop()
    listener.close()


def states(office: Office) -> list[str]:
    return [one["state"] for one in office.desk.get("/print-jobs")["items"]]


def test_what_is_over_stays_over_and_says_so(office: Office, free_port: int) -> None:
    desk = office.desk
    made = printer(office, free_port)
    job = desk.post(f"/printers/{made}/test")["id"]
    assert desk.post(f"/print-jobs/{job}/cancel", expect=200)["state"] == "cancelled"
    for deed in ("cancel", "printed"):
        refused = desk.post(f"/print-jobs/{job}/{deed}", expect=409)
        assert (refused["code"], refused["params"]["state"]) == ("printing_over", "cancelled")
    other = desk.post(f"/printers/{made}/test")["id"]
    desk.post(f"/print-jobs/{other}/printed", expect=200)
    refused = desk.post(f"/print-jobs/{other}/cancel", expect=409)
    assert (refused["code"], refused["params"]["state"]) == ("printing_over", "printed")
    assert desk.post(f"/print-jobs/{other}/again", {}, expect=200)["id"] != other


def test_old_jobs_go_at_night_and_what_is_open_stays(office: Office, free_port: int) -> None:
    made = printer(office, free_port)
    office.desk.post("/site/settings", {"print_job_days": 10}, method="PATCH", expect=200)

    def past(tx: Tx) -> None:
        for state, days in (
            ("printed", 11), ("cancelled", 11), ("failed", 99), ("waiting", 99), ("printed", 9),
        ):  # fmt: skip
            job = queue.add(tx, office.site_id, made, "test", None, None)
            at = tx.now - days * DAY
            tx.run(
                "UPDATE print_job SET state = :state, since = :at, printed_at = :printed WHERE id = :id",
                state=state,
                at=at,
                printed=at if state == "printed" else 0,
                id=job,
            )

    write(office.app, past)
    write(office.app, clearing.begin)
    writer = office.app.extensions["pickface"].writer
    clearing.clear(writer, str(office.site_id))
    assert sorted(states(office)) == ["failed", "printed", "waiting"]
    due = write(
        office.app,
        lambda tx: tx.one("SELECT run_at FROM job WHERE kind = :kind", kind=clearing.JOB),
    )
    assert due is not None
    assert due["run_at"] > 0, "and again the next night"


def test_an_invoice_is_printed_on_a_printer_for_documents(office: Office) -> None:
    desk, listener = office.desk, Listener()
    desk.post("/items", {"sku": "MUG", "name": "Mug"})
    lines = [{"item": "MUG", "qty": 1, "price_minor": 1190}]
    order = desk.post("/orders", {"number": "1", "lines": lines})["id"]
    write(office.app, lambda tx: tx.run("UPDATE order_line SET shipped = 1"))
    invoice = desk.post(f"/orders/{order}/invoices")["id"]
    labels = printer(office, 9100)
    form = {"paper": "invoice", "invoice": invoice, "printer": labels}
    assert desk.post("/print-jobs", form, expect=409)["code"] == "no_printer"
    documents = printer(office, listener.port, takes="documents")
    for wrong in ({"shipment": 1}, {"invoice": None}, {"paper": "packing_slip"}):
        desk.post("/print-jobs", {**form, "printer": documents, **wrong}, expect=422)
    desk.post("/print-jobs", {**form, "printer": documents, "invoice": 999}, expect=404)
    job = desk.post("/print-jobs", {**form, "printer": documents})
    assert (job["container"], job["order"], job["invoice"]) == ("1", "1", invoice)
    Spooler(office.app).work_off()
    listener.close()
    (paper,) = listener.got
    assert paper == desk.client.get(f"/api/v1/invoices/{invoice}/invoice.pdf").data
