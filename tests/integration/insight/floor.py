"""A small floor at work, made of plain rows: three people, five tasks, orders, scans and exceptions."""

from __future__ import annotations

import json
from typing import Any

from pickface.db import Tx
from pickface.ids import uuid7

ANA, BEN, SAM, ELSEWHERE = 1, 2, 3, 4
HOUR = 3_600_000
DEVICE = "018f0000-0000-7000-8000-00000000d001"
STREAM = "018f0000-0000-7000-8000-00000000a001"


def furnish(tx: Tx) -> None:
    """Two sites; Ana picks, Ben receives, Sam supervises at the first."""
    for site, code in ((1, "HH"), (2, "KA")):
        tx.run(
            "INSERT INTO site (id, code, name, timezone) VALUES (:id, :code, :code, 'Europe/Berlin')",
            id=site,
            code=code,
        )
    for person, site, name, role in (
        (ANA, 1, "Ana", "picker"),
        (BEN, 1, "Ben", "receiver"),
        (SAM, 1, "Sam", "supervisor"),
        (ELSEWHERE, 2, "Eli", "picker"),
    ):
        tx.run(
            "INSERT INTO person (id, site_id, name, role) VALUES (:id, :site, :name, :role)",
            id=person,
            site=site,
            name=name,
            role=role,
        )
    tx.run(
        "INSERT INTO device (id, site_id, name, token_hash, enrolled_at, enrolled_by) "
        "VALUES (:id, 1, 'TC52 #4', 'x', 0, 3)",
        id=DEVICE,
    )
    tx.run("INSERT INTO item (id, sku, name) VALUES (12, '85123A', 'White heart')")
    tx.run("INSERT INTO place (id, site_id, code, kind) VALUES (40, 1, 'A-12-04', 'bin')")


def task(tx: Tx, number: int, state: str, person: int | None = None, **more: Any) -> int:
    """A task with four steps, two of them done when it is begun."""
    done = {"begun": ("s1", "s2"), "done": ("s1", "s2", "s3", "s4")}.get(state, ())
    values: dict[str, Any] = {
        "id": number,
        "site_id": 1,
        "kind": "pick",
        "state": state,
        "title": f"Order {number}",
        "person_id": person,
        "progress": json.dumps({"steps": {step: {"done": True} for step in done}}),
        "steps_total": 4,
        "created_at": tx.now - HOUR,
        "begun_at": tx.now - 60_000 if state in {"begun", "done"} else None,
        "done_at": tx.now if state == "done" else None,
        **more,
    }
    return tx.insert("task", **values)


def order(tx: Tx, number: int, state: str, *, late: bool = False) -> int:
    """An order of the first site."""
    return tx.insert(
        "orders",
        id=number,
        number=f"SO-{number}",
        site_id=1,
        state=state,
        placed_at=tx.now - HOUR,
        ship_by=tx.now - 1 if late else tx.now + HOUR,
    )


def scan(
    tx: Tx, seq: int, *verdicts: str, person: int | None = ANA, body: str = "", **more: Any
) -> str:
    """A scan event with its verdicts, the newest last; ``more`` are columns of either table."""
    event = uuid7()
    of_event = {
        "task_id": 11,
        "step": "s1",
        "kind": "scan",
        "code": "A-12-04",
        "received_at": tx.now,
    }
    of_verdict: dict[str, Any] = {"item_id": None, "place_id": None, "order_id": None}
    for name, value in more.items():
        (of_verdict if name in of_verdict else of_event)[name] = value
    tx.run(
        "INSERT INTO scan_event (id, site_id, received_at, device_at, stream, seq, person_id, device_id, task_id, "
        "step, kind, code, source, body, sig) VALUES (:id, :site, :received_at, :at, :stream, :seq, :person, "
        ":device, :task_id, :step, :kind, :code, 'wedge', :body, '')",
        id=event,
        site=of_event.pop("site_id", 1),
        at=tx.now - 500,
        stream=STREAM,
        seq=seq,
        person=person,
        device=DEVICE,
        body=body
        or json.dumps({"id": event, "qty": 2, "pack": "piece", "outcome": {"accepted": True}}),
        **of_event,
    )
    for verdict in verdicts:
        tx.run(
            "INSERT INTO verdict (event_id, site_id, at, verdict, code, params, item_id, place_id, order_id) "
            "VALUES (:event, 1, :now, :verdict, 'counted', '{}', :item_id, :place_id, :order_id)",
            event=event,
            now=tx.now,
            verdict=verdict,
            **of_verdict,
        )
    return event


def exception(tx: Tx, **more: Any) -> int:
    """An open exception about the first item."""
    values: dict[str, Any] = {
        "site_id": 1,
        "kind": "short",
        "proposed": "recount",
        "person_id": ANA,
        "item_id": 12,
        "place_id": 40,
        "params": json.dumps({"missing": 2}),
        "created_at": tx.now,
        **more,
    }
    return tx.insert("exception", **values)
