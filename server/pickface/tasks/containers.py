"""What people do with containers: refused beforehand where somebody needs them, and carried out when it is done."""

from __future__ import annotations

from collections import Counter
from typing import Any

from pickface import findable
from pickface.db import Row, Tx
from pickface.errors import Conflict
from pickface.stock import carrying, containers
from pickface.stock.ledger import post_moves
from pickface.stock.moves import Cause, NewMove, Posted
from pickface.stock.promises import key_of
from pickface.tasks import exceptions, titles, totes
from pickface.tasks.workflow import (
    ContainerChange,
    ContainerEmptied,
    ContainerNested,
    ContainerWeighed,
    Raised,
)

_OUTWARDS = """
(SELECT code FROM (WITH RECURSIVE outside (code, parent) AS (SELECT code, parent FROM container WHERE code = :code
    UNION SELECT c.code, c.parent FROM container c JOIN outside o ON c.code = o.parent AND o.parent <> '')
  SELECT code FROM outside) AS upwards)
"""
_AROUND = f"(SELECT code FROM container WHERE code IN {containers.inside()} OR code IN {_OUTWARDS})"
_BEGUN = "t.state IN ('begun', 'parked', 'held')"
_USED = f"""
SELECT c.code AS container, t.title, t.person_id, p.name AS person FROM container c JOIN task t ON t.id = c.task_id
LEFT JOIN person p ON p.id = t.person_id WHERE c.code IN {_AROUND} AND c.state = 'open' AND {_BEGUN}
UNION ALL
SELECT t.container, t.title, t.person_id, p.name FROM task t LEFT JOIN person p ON p.id = t.person_id
WHERE t.container IN {_AROUND} AND ({_BEGUN}
    OR (t.state = 'offered' AND t.lease_until > :now AND t.person_id <> :person)) LIMIT 1
"""
_TO_INSPECT = f"""
SELECT container FROM task WHERE container IN {_AROUND} AND kind = 'inspect'
AND state IN ('ready', 'offered', 'begun', 'held') LIMIT 1
"""
_ORDERED = f"""
SELECT c.code AS container, o.number FROM container c JOIN orders o ON o.id = c.order_id
WHERE c.code IN {containers.inside()} AND c.state IN ('open', 'closed') AND EXISTS
(SELECT 1 FROM balance b WHERE b.container = c.code AND b.virtual = 0 AND b.qty > 0) ORDER BY c.code LIMIT 1
"""
_MIXED = f"""
SELECT c.code AS container, c.order_id FROM container c WHERE c.code IN {_OUTWARDS} AND c.state IN ('open', 'closed')
AND c.order_id IS NOT NULL AND c.order_id <> COALESCE((SELECT o.order_id FROM container o WHERE o.code = :other), 0)
AND EXISTS (SELECT 1 FROM balance b WHERE b.container = c.code AND b.virtual = 0 AND b.qty > 0) LIMIT 1
"""
_OF_ORDERS = """
SELECT DISTINCT c.code FROM balance b JOIN container c ON c.code = b.container WHERE b.place_id = :place AND b.qty > 0
AND b.container <> '' AND b.virtual = 0 AND c.state IN ('open', 'closed')
AND c.order_id <> COALESCE((SELECT o.order_id FROM container o WHERE o.code = :code), 0) ORDER BY c.code LIMIT :most
"""
_WITH_OTHERS = """
SELECT 1 FROM balance b WHERE b.container = :container AND (:container <> '' OR b.place_id = :place) AND b.virtual = 0
AND b.qty > 0 AND EXISTS (SELECT 1 FROM balance o WHERE o.container = b.container AND o.place_id = b.place_id
    AND o.owner_id <> b.owner_id AND o.qty > 0 AND (:container <> '' OR o.item_id = b.item_id)) LIMIT 1
"""


class ContainerInUse(Conflict):
    """Somebody works with it, with what is in it or with what it stands on; ``person`` is None for oneself."""

    code = "container_in_use"


class ContainerToInspect(Conflict):
    """What is in the container, or stands with it, waits to be inspected: until then nobody is promised it."""

    code = "container_to_inspect"


class ContainerOfOrder(Conflict):
    """What is in the container was picked for an order, and belongs together."""

    code = "container_of_order"


class ContainerIsEmpty(Conflict):
    """There is nothing in the container."""

    code = "container_is_empty"


def refuse_in_use(tx: Tx, code: str, person_id: int) -> None:
    """Raise :class:`ContainerInUse`, with whose work it is, or :class:`ContainerToInspect`."""
    used = tx.one(_USED, code=code, person=person_id, now=tx.now)
    if used is not None:
        own = used["person_id"] == person_id
        raise ContainerInUse(
            "somebody works with it",
            container=used["container"],
            **titles.shown(used["title"]),
            person=None if own else used["person"],
        )
    waits = tx.value(_TO_INSPECT, code=code)
    if waits is not None:
        # In a bin it would be promised, though nobody has looked at it.
        raise ContainerToInspect("it waits to be inspected", container=waits)


def refuse_of_order(tx: Tx, code: str) -> None:
    """Raise :class:`ContainerOfOrder` where it holds what was picked for one, :class:`ContainerIsEmpty` for nothing."""
    ordered = tx.one(_ORDERED, code=code)
    if ordered is not None:
        raise ContainerOfOrder(
            "it holds an order", container=ordered["container"], order=ordered["number"]
        )
    if containers.is_empty(tx, code):
        raise ContainerIsEmpty("there is nothing in it", container=code)


def tell_in_use(tx: Tx, task: Row, *codes: str) -> None:
    """What somebody works with was moved all the same, since the scan came late: a supervisor hears of it."""
    for code in codes:
        used = tx.one(
            f"SELECT t.id FROM container c JOIN task t ON t.id = c.task_id WHERE c.code IN {containers.inside()}"
            f" AND c.state = 'open' AND t.id <> :task AND {_BEGUN} LIMIT 1",
            code=code,
            task=task["id"],
        )
        if used is not None:
            raised = Raised("container_in_use", "recount", {"container": code})
            exceptions.raise_for_task(tx, task, raised)


def tell_of_order(tx: Tx, code: str, into: str, cause: Cause) -> bool:
    """Whether other goods are now with those of an order, or stand on its parcel: they must not leave with them."""
    mixed = tx.one(_MIXED, code=into, other=code)
    if mixed is not None:
        raised = Raised(
            "order_mixed", "book", {"container": mixed["container"]}, order_id=mixed["order_id"]
        )
        exceptions.raise_exception(tx, cause, raised)
    return mixed is not None


def of_other_orders(tx: Tx, code: str, place_id: int, most: int) -> list[str]:
    """The plates at a place that hold what was picked for an order; for a container with some, of other orders."""
    found = tx.all(_OF_ORDERS, code=code, place=place_id, most=most)
    return [str(row["code"]) for row in found]


def carry_out(tx: Tx, task: Row, change: ContainerChange, cause: Cause) -> Posted:
    """Book what was done. Raises ContainerCycle."""
    match change:
        case ContainerWeighed():
            containers.weighed(tx, change.code, change.weight_g, cause)
            return Posted()
        case ContainerNested():
            tell_in_use(tx, task, change.code, change.into)
            tell_of_order(tx, change.code, change.into, cause)
            _take_in_use(tx, task, change.into, change.kind, change.code)
            return carrying.nest_container(tx, change.code, change.into, cause)
        case ContainerEmptied():
            tell_in_use(tx, task, change.code, *([change.into] if change.into else []))
            return _empty(tx, task, change, cause)


def _empty(tx: Tx, task: Row, change: ContainerEmptied, cause: Cause) -> Posted:
    place_id = change.place_id
    if change.into:
        tell_of_order(tx, change.code, change.into, cause)
        _take_in_use(tx, task, change.into, change.kind, change.code)
        _container(tx, change.into)
        place_id = carrying.bring_empty(tx, change.into, change.code, cause)
    picked = totes.picked_into(tx, change.code)
    if picked:
        # It was empty when a picker took it: what lay in it before goes, what was picked stays.
        posted = _pour_out(tx, change, picked, int(place_id or 0), cause)
    else:
        posted = carrying.empty_container(
            tx, change.code, int(place_id or 0), cause, into=change.into
        )
    tell_with_others(tx, change.into, place_id, cause, change.code)
    return posted


def tell_with_others(tx: Tx, into: str, place_id: int | None, cause: Cause, told: str = "") -> None:
    """Goods that look like these and belong to somebody else are in the same container or bin: somebody must look."""
    if tx.value(_WITH_OTHERS, container=into, place=place_id):
        about: dict[str, Any] = {"container": into or told}
        raised = Raised("owners_mixed", "recount", about, place_id=place_id)
        exceptions.raise_exception(tx, cause, raised)


def _pour_out(
    tx: Tx,
    change: ContainerEmptied,
    stays: Counter[tuple[int, int, int]],
    place_id: int,
    cause: Cause,
) -> Posted:
    moves = []
    for held in tx.all(
        "SELECT * FROM balance WHERE container = :code AND virtual = 0 AND qty > 0"
        " ORDER BY item_id, lot_id, place_id, owner_id",
        code=change.code,
    ):
        key = key_of(held)
        units = int(held["qty"]) - stays[key.item_id, key.lot_id, key.owner_id]
        if units > 0 and (key.place_id, key.container) != (place_id, change.into):
            moves.append(
                NewMove(
                    "move", key.item_id, units, key.place_id, place_id, key.lot_id, key.owner_id,
                    from_container=key.container, to_container=change.into,
                )
            )  # fmt: skip
    return post_moves(tx, moves, cause)


def place_of(tx: Tx, change: ContainerChange) -> int | None:
    """Where it was done."""
    named = getattr(change, "place_id", None)
    code = getattr(change, "into", "") or change.code
    place_id = named or tx.value("SELECT place_id FROM container WHERE code = :code", code=code)
    return int(place_id) if place_id else None


def _container(tx: Tx, code: str) -> Row:
    row = tx.one("SELECT * FROM container WHERE code = :code" + tx.for_update, code=code)
    return row or {"state": None, "place_id": 0}


def _take_in_use(tx: Tx, task: Row, code: str, kind: str, beside: str) -> None:
    """A container takes something in. A label that nobody has used, or one that had left, is where the goods are."""
    known, here = _container(tx, code), _container(tx, beside)["place_id"]
    if known["state"] is None:
        tx.run(
            "INSERT INTO container (code, site_id, kind, place_id, state, changed_at)"
            " VALUES (:code, :site, :kind, :place, 'open', :now)",
            code=code,
            site=task["site_id"],
            kind=kind or "label",
            place=here,
            now=tx.now,
        )
        findable.note(tx, "container", code)
    elif known["state"] in {"empty", "shipped"}:
        tx.run(
            "UPDATE container SET state = 'open', order_id = NULL, changed_at = :now WHERE code = :code",
            code=code,
            now=tx.now,
        )
