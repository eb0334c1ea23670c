"""Goods that do not scan: asked while they are picked, checked or packed, and what a supervisor consented to.

Whoever asks waits for nobody, and asking moves nothing. The exception is the proof: who asked by which event, who
consented by which (``consent``), and the events that took (``taken_by``) or counted (``counted_by``) the goods by it.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, Final

from pickface.db import Row, Tx
from pickface.stock.moves import Cause
from pickface.tasks import alone, carts, exceptions, lifecycle
from pickface.tasks.workflow import Raised

KIND: Final = "no_scan"


@dataclass(frozen=True)
class Answer:
    """What a supervisor said to what was asked by ``key``, of how many units."""

    exception: int
    key: str
    given: bool
    person: str
    event: str
    qty: int


@dataclass(frozen=True)
class Given:
    """Units that were taken, or counted, without a scan, since somebody consented."""

    exception: int
    person: str
    event: str
    item_id: int
    lot_id: int
    qty: int


def ask(
    tx: Tx, task: Row, facts: dict[str, Any], key: str, said: Mapping[str, Any], cause: Cause
) -> None:
    """Ask a supervisor. One question for each line: who asks again has another photo, or another number."""
    asked: dict[str, int] = facts.setdefault("asked", {})
    close(tx, asked.get(key), "asked_again", cause.person_id)
    asked[key] = tell(tx, task, said, cause, "consent")


def tell(tx: Tx, task: Row, said: Mapping[str, Any], cause: Cause, proposed: str) -> int:
    """Raise what somebody says of goods at hand; the exception's id."""
    about = {"item_id": said["item"], "place_id": said["place"], "order_id": task["order_id"]}
    lot = {"lot": said["lot"]} if said.get("lot") else {}
    raised = Raised(said["type"], proposed, {"qty": said["qty"], **lot}, **about)
    return exceptions.raise_exception(tx, cause, raised)


def answered(
    tx: Tx, task: Row, facts: dict[str, Any], news: Mapping[str, Any], roles: Collection[str]
) -> Answer | None:
    """What was answered, written down with its exception and in ``facts``; None where it was asked no more.

    Whoever asked does not consent, where there is somebody else in one of the ``roles``.
    """
    if news["given"]:
        site = int(task["site_id"])
        alone.insist_on_another(tx, site, roles, news["asked_by"], news["person"])
    by = {name: key for key, name in facts.get("asked", {}).items()}
    key = by.get(news["exception"])
    if key is None:
        return None
    params = _params(tx, news["exception"])
    if news["given"]:
        facts["consents"] = [*facts.get("consents", []), news["exception"]]
        _write(tx, news["exception"], {**params, "consent": news["event"]})
    name = str(tx.value("SELECT name FROM person WHERE id = :id", id=news["person"]))
    return Answer(
        news["exception"], key, bool(news["given"]), name, news["event"], int(params["qty"])
    )


def given(tx: Tx, order_id: int) -> list[Given]:
    """What of an order was picked, or counted at its check, by consent: the same goods will not scan next time."""
    tasks = tx.all(
        f"SELECT t.kind, t.facts FROM task t WHERE {carts.IS_FOR} AND t.kind IN ('pick', 'check') ORDER BY t.id",
        order=order_id,
    )
    by_kind = {
        exception: task["kind"]
        for task in tasks
        for exception in json.loads(task["facts"]).get("consents", ())
    }
    if not by_kind:
        return []
    told = tx.all(
        "SELECT e.id, e.item_id, e.params, p.name FROM exception e JOIN person p ON p.id = e.resolved_by "
        f"WHERE e.id IN ({', '.join(str(one) for one in by_kind)}) ORDER BY e.id"
    )
    moved = _taken(tx, order_id, [json.loads(one["params"]) for one in told])
    found: list[Given] = []
    for one in told:
        params = json.loads(one["params"])
        by_hand = (
            [goods for event in params.get("taken_by", ()) for goods in moved.get(event, ())]
            if by_kind[one["id"]] == "pick"
            else [
                (one["item_id"], params.get("lot", 0), sum(params.get("counted_by", {}).values()))
            ]
        )
        found += [
            Given(one["id"], one["name"], params.get("consent", ""), *goods)
            for goods in by_hand
            if goods[2]
        ]
    return found


def _taken(
    tx: Tx, order_id: int, params: list[Mapping[str, Any]]
) -> dict[str, list[tuple[int, int, int]]]:
    """By event: the item, lot and number of what it took for this order."""
    events = sorted({event for one in params for event in one.get("taken_by", ())})
    if not events:
        return {}
    marks = ", ".join(f":e{number}" for number in range(len(events)))
    taken: dict[str, list[tuple[int, int, int]]] = {}
    for move in tx.all(
        "SELECT m.cause, m.item_id, m.lot_id, m.qty FROM move m JOIN order_line ol ON ol.id = m.order_line_id "
        f"WHERE ol.order_id = :order AND m.kind = 'pick' AND m.cause IN ({marks}) ORDER BY m.id",
        order=order_id,
        **{f"e{number}": event for number, event in enumerate(events)},
    ):
        taken.setdefault(str(move["cause"]), []).append(
            (move["item_id"], move["lot_id"], int(move["qty"]))
        )
    return taken


def note_taken(tx: Tx, exception_id: int, event_id: str) -> None:
    """The exception names the scan that took the goods."""
    params = _params(tx, exception_id)
    _write(tx, exception_id, {**params, "taken_by": [*params.get("taken_by", []), event_id]})


def note_counted(tx: Tx, granted: list[tuple[int, int]], event_id: str, qty: int) -> None:
    """The exceptions that consented to so many units each name the event that counted them by hand."""
    for exception_id, most in granted:
        params = _params(tx, exception_id)
        counted = params.get("counted_by", {})
        # What was picked by it may be counted at the check, and when it is packed.
        own = min(qty, most)
        if own > 0:
            _write(tx, exception_id, {**params, "counted_by": {**counted, event_id: own}})
            qty -= own


def take_back(tx: Tx, task: Row, facts: dict[str, Any], event_id: str) -> str | None:
    """An event is undone: what it took or counted it did not, and what it asked nobody need answer: its key."""
    asked: dict[str, int] = facts.get("asked", {})
    for exception_id in {*asked.values(), *facts.get("consents", ()), *_granted(facts)}:
        params = _params(tx, exception_id)
        kept = dict(params)
        if event_id in params.get("taken_by", ()):
            kept["taken_by"] = [event for event in params["taken_by"] if event != event_id]
        if event_id in params.get("counted_by", {}):
            counted = params["counted_by"]
            kept["counted_by"] = {event: n for event, n in counted.items() if event != event_id}
        if kept != params:
            _write(tx, exception_id, kept)
    for key, exception_id in asked.items():
        found = tx.one("SELECT * FROM exception WHERE id = :id", id=exception_id)
        if found and found["event_id"] == event_id and found["state"] == "open":
            exceptions.close(tx, found, "undone", task["person_id"])
            del asked[key]
            return key
    return None


def _granted(facts: Mapping[str, Any]) -> list[int]:
    return [one for granted in facts.get("hands", {}).values() for one, _ in granted]


def ended(tx: Tx, task: Row) -> None:
    """The work is over: what it still asks nobody need answer."""
    for exception_id in json.loads(task["facts"]).get("asked", {}).values():
        close(tx, exception_id, "settled", None)


def close(tx: Tx, exception_id: int | None, how: str, person_id: int | None) -> None:
    """Close a question that is still open."""
    if exception_id is not None:
        found = tx.one("SELECT * FROM exception WHERE id = :id", id=exception_id)
        if found is not None and found["state"] == "open":
            exceptions.close(tx, found, how, person_id)


def of_kind(tx: Tx, news: Mapping[str, Any], kind: str) -> Row | None:
    """The task of this kind that asked what is answered now."""
    task = lifecycle.load(tx, news["task"])
    return task if task["kind"] == kind else None


def _params(tx: Tx, exception_id: int) -> dict[str, Any]:
    told = tx.value("SELECT params FROM exception WHERE id = :id", id=exception_id)
    params: dict[str, Any] = json.loads(told or "{}")
    return params


def _write(tx: Tx, exception_id: int, params: Mapping[str, Any]) -> None:
    tx.run(
        "UPDATE exception SET params = :params WHERE id = :id",
        params=json.dumps(params),
        id=exception_id,
    )
