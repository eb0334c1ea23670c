"""What nobody would see until it is missed is counted: dead letters and background work that keeps failing."""

from __future__ import annotations

from typing import Any

import pytest
from apiflask import APIFlask

from pickface.ids import uuid7
from pickface.insight.troubles import OFTEN
from pickface.tasks import jobs
from tests import builders
from tests.office import open_office


def test_dead_letters_and_work_that_keeps_failing_are_counted_and_named(
    app: APIFlask, caplog: pytest.LogCaptureFixture
) -> None:
    office = open_office(app)
    office.hire("buyer")
    assert office.desk.get("/troubles") == {
        "count": 0,
        "stock": [],
        "letters": [],
        "printers": [],
        "jobs": [],
    }

    def write(tx: Any) -> None:
        me = tx.value("SELECT id FROM person WHERE role = 'manager'")
        hook = {
            "site_id": office.site_id,
            "url": "https://x.example",
            "events": " test ",
            "secret": "s",
        }
        told = tx.insert("webhook", name="Shop", made_at=1, made_by=me, **hook)
        tx.insert("webhook", name="Quiet", made_at=1, made_by=me, **hook)
        for state in ("dead", "dead", "sent"):
            tx.insert(
                "webhook_message",
                webhook_id=told,
                uuid=uuid7(),
                kind="test",
                subject="",
                state=state,
                made_at=1,
            )
        jobs.leave(tx, "reserve", "77")

    builders.write(app, write)

    def fails(_writer: Any, _key: str) -> None:
        raise RuntimeError("the network is away")

    writer = app.extensions["pickface"].writer
    for attempt in range(OFTEN):
        assert office.desk.get("/troubles")["jobs"] == [], attempt
        jobs.run_due(app, writer, {"reserve": fails})
        builders.write(app, lambda tx: tx.run("UPDATE job SET run_at = 0 WHERE kind = 'reserve'"))
    found = office.desk.get("/troubles")
    assert [(one["name"], one["dead"]) for one in found["letters"]] == [("Shop", 2)]
    assert [(one["kind"], one["key"], one["attempts"]) for one in found["jobs"]] == [
        ("reserve", "77", 3)
    ]
    assert found["count"] == 3
    assert "job reserve 77 failed" in caplog.text
    # Whoever buys hears of stock alone.
    assert office.sign_in("buyer").get("/troubles")["count"] == 0


def test_a_printer_that_does_not_print_is_named_with_how_much_waits(app: APIFlask) -> None:
    office = open_office(app)
    form = {"kind": "raw", "takes": "labels", "host": "127.0.0.1"}
    for name in ("Away", "Fine"):
        made = office.desk.post("/printers", {**form, "name": name}, expect=201)["id"]
        office.desk.post(f"/printers/{made}/test", expect=201)
    away = "UPDATE printer SET failures = :n, problem = 'refused' WHERE name = 'Away'"
    for failures, named in ((OFTEN - 1, []), (OFTEN, [("Away", "refused", 1)])):
        builders.write(app, lambda tx, n=failures: tx.run(away, n=n))
        found = office.desk.get("/troubles")
        assert [(one["name"], one["problem"], one["stuck"]) for one in found["printers"]] == named
        assert found["count"] == len(named)
    # What may be on paper already waits for a person, however often the printer printed since.
    unsure = "UPDATE print_job SET state = 'failed' WHERE printer_id = (SELECT id FROM printer WHERE name = 'Fine')"
    builders.write(app, lambda tx: tx.run(unsure))
    assert office.desk.get("/troubles")["count"] == 2
