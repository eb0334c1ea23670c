"""Which returns should exist: one task per person at a return, opened by what stands on the parcel, or blind."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from pickface.db import Row, Tx
from pickface.errors import Conflict, NotAllowed
from pickface.locations import grades, returning, settings
from pickface.locations.service import virtual_place
from pickface.people.permissions import SUPERVISORS
from pickface.tasks import dictionary, dispatch, lifecycle, zone_containers
from pickface.tasks.workflow import World
from pickface.workflows.returns import sold
from pickface.workflows.returns.compile import Way, compile_return, facts_of, open_again

ROLES = frozenset({"receiver"})
"""Who is asked to take returns in; supervisors may."""
_OPEN = "state IN ('ready', 'offered', 'begun', 'held')"
_TASKS = f"""
SELECT id, person_id, state FROM task WHERE site_id = :site AND kind = 'returns' AND title = :number AND {_OPEN}
ORDER BY id
"""
_BLIND = f"""
SELECT id, person_id, state FROM task WHERE person_id = :person AND kind = 'returns' AND order_id IS NULL
AND site_id = :site AND {_OPEN} ORDER BY id LIMIT 1
"""
_ANNOUNCED = """
SELECT * FROM customer_return WHERE site_id = :site AND state IN ('announced', 'receiving') AND {by} = :code
ORDER BY id LIMIT 1
"""
_PARCEL = """
SELECT s.id, s.order_id FROM shipment s JOIN container c ON c.code = s.container_code
WHERE s.site_id = :site AND s.shipped_at IS NOT NULL AND s.{by} = :code AND ({any_state} OR c.state = 'shipped')
ORDER BY s.id DESC LIMIT 1
"""
_ORDER = """
SELECT o.id FROM search_entry e JOIN orders o ON o.id = CAST(e.key AS BIGINT)
WHERE e.code_key = :code AND e.kind = 'order' AND o.site_id = :site
AND EXISTS (SELECT 1 FROM order_line l WHERE l.order_id = o.id AND l.shipped > 0) ORDER BY o.id DESC LIMIT 1
"""


class BlindReturnNotAllowed(NotAllowed):
    """Goods without a document are not for this role to take in, by the site's settings."""

    code = "blind_return_not_allowed"


class NoReturnsPlace(Conflict):
    """The site has no place where goods come back."""

    code = "no_returns_place"


def opens(tx: Tx, world: World, code: str, person_id: int, site_id: int) -> int | None:
    """A parcel that has left (its label, its carton), a shipped order, or an announced return opens the return."""
    role = tx.value("SELECT role FROM person WHERE id = :id", id=person_id)
    if not code or role not in ROLES | SUPERVISORS:
        return None
    found = _announced(tx, code, site_id) or _of_parcel(tx, code, site_id, person_id)
    return None if found is None else _open(tx, found, person_id)


def starts(tx: Tx, world: World, code: str, person_id: int, site_id: int) -> int | None:
    """The place where goods come back begins a blind return. Raises :class:`BlindReturnNotAllowed`."""
    place = returning.where_goods_come_back(tx.all, site_id)
    if place is None or place["code"] != code:
        return None
    role = tx.value("SELECT role FROM person WHERE id = :id", id=person_id)
    allowed = settings.of_site(site_id, tx).blind_returns
    if (
        role not in SUPERVISORS | ({"receiver"} if allowed == "receiver" else set())
        or allowed == "nobody"
    ):
        raise BlindReturnNotAllowed("returns without a document are for others", allowed=allowed)
    task = tx.one(_BLIND, person=person_id, site=site_id)
    if task is not None and dispatch.take_up(tx, task, person_id):
        return int(task["id"])
    return _open(tx, _new(tx, site_id, None, None, person_id), person_id)


def _announced(tx: Tx, code: str, site_id: int) -> Row | None:
    """The return that was announced under a number, or whose parcel bears this label."""
    for by in ("number", "tracking"):
        found = tx.one(_ANNOUNCED.format(by=by) + tx.for_update, site=site_id, code=code)
        if found is not None:
            return found
    return None


def _of_parcel(tx: Tx, code: str, site_id: int, person_id: int) -> Row | None:
    parcel = None
    # A plate that is used again in the house is the plate of what is in it now, not of the parcel that it once was.
    for by, any_state in (("tracking", "1 = 1"), ("container_code", "1 = 0")):
        sql = _PARCEL.format(by=by, any_state=any_state)
        parcel = parcel or tx.one(sql, site=site_id, code=code)
    if parcel is not None:
        order_id, shipment_id = int(parcel["order_id"]), int(parcel["id"])
    else:
        order = tx.value(_ORDER, code=code.lower(), site=site_id)
        if order is None:
            return None
        order_id, shipment_id = int(order), None
    # Two who open the same parcel at once must find the same return.
    tx.one("SELECT id FROM orders WHERE id = :id" + tx.for_update, id=order_id)
    standing = tx.one(
        "SELECT * FROM customer_return WHERE order_id = :order AND site_id = :site "
        "AND state IN ('announced', 'receiving') ORDER BY id LIMIT 1" + tx.for_update,
        order=order_id,
        site=site_id,
    )
    return standing or _new(tx, site_id, order_id, shipment_id, person_id)


def _new(
    tx: Tx, site_id: int, order_id: int | None, shipment_id: int | None, person_id: int
) -> Row:
    return_id = tx.insert(
        "customer_return",
        site_id=site_id,
        number=f"new {tx.now} {person_id}",
        state="receiving",
        order_id=order_id,
        shipment_id=shipment_id,
        made_at=tx.now,
        made_by=person_id,
    )
    return tx.certain(
        "UPDATE customer_return SET number = :number WHERE id = :id RETURNING *",
        number=f"R-{return_id:06d}",
        id=return_id,
    )


def _open(tx: Tx, found: Row, person_id: int) -> int:
    """The task in which a person takes a return in: theirs, a free one, or a new one."""
    tx.run(
        "UPDATE customer_return SET state = 'receiving' WHERE id = :id AND state = 'announced'",
        id=found["id"],
    )
    for task in tx.all(_TASKS, site=found["site_id"], number=found["number"]):
        if dispatch.take_up(tx, task, person_id):
            return int(task["id"])
    return _make(tx, found, person_id)


def _make(tx: Tx, found: Row, person_id: int) -> int:
    site_id, order_id = found["site_id"], found["order_id"]
    place = returning.where_goods_come_back(tx.all, site_id)
    if place is None:
        raise NoReturnsPlace("the site has no place where goods come back", site=site_id)
    ways = _ways(tx, site_id, place["id"])
    lines = sold.lines(tx, order_id) if order_id else []
    lots = sold.lots(tx, order_id) if order_id else {}
    words = dictionary.of_items(tx, {line.item_id for line in lines})
    words |= dictionary.of_places(
        tx, [place["id"], *(way.place_id for way in ways if way.place_id)]
    )
    owner = tx.value("SELECT owner_id FROM orders WHERE id = :id", id=order_id) if order_id else 1
    customer = virtual_place(tx, site_id, "customer")
    return lifecycle.make_task(
        tx,
        lifecycle.NewTask(
            site_id=site_id,
            kind="returns",
            title=found["number"],
            script=compile_return(found["number"], site_id, lines, lots, ways, words),
            facts=facts_of(found["id"], order_id, owner, customer, place["id"], ways),
            order_id=order_id,
            place_id=place["id"],
            person_id=person_id,
        ),
    )


def _ways(tx: Tx, site_id: int, returns_place: int) -> list[Way]:
    """The site's grades with the places that they name: else its first quarantine, or the place of returns."""
    quarantine = tx.value(
        "SELECT id FROM place WHERE site_id = :site AND kind = 'quarantine' AND active = 1 AND id <> :here "
        "ORDER BY code LIMIT 1",
        site=site_id,
        here=returns_place,
    )
    ways = []
    for grade in grades.read(settings.of_site(site_id, tx).return_grades):
        place = None
        if grade.follow == "scrap":
            place = virtual_place(tx, site_id, "scrap")
        elif grade.follow != "restock":
            place = _named(tx, site_id, grade.place) or quarantine or returns_place
        ways.append(Way(grade.code, grade.follow, place))
    return ways


def _named(tx: Tx, site_id: int, code: str) -> int | None:
    found = code and tx.value(
        "SELECT id FROM place WHERE site_id = :site AND code = :code AND virtual = 0 AND active = 1",
        site=site_id,
        code=code,
    )
    return int(found) if found else None


def finished(tx: Tx, task: Row, state: Mapping[str, Any], world: World) -> None:
    """A person is done: what is as good as new is to be put away; with the last one the return is received."""
    zone_containers.hand_over(tx, task, world)
    for dock in tx.all(
        "SELECT DISTINCT g.place_id AS id FROM return_goods g JOIN place p ON p.id = g.place_id "
        "WHERE g.return_id = :id AND g.follow = 'restock' AND g.container = '' AND p.kind = 'dock'",
        id=json.loads(task["facts"])["return"],
    ):
        world.tell(tx, "goods_left", site=task["site_id"], container="", place=dock["id"])
    _close(tx, task)


def cancelled(tx: Tx, task: Row, world: World) -> None:
    """A supervisor ended it: what was taken in stays in."""
    zone_containers.hand_over(tx, task, world)
    _close(tx, task)


def _close(tx: Tx, task: Row) -> None:
    others = tx.all(_TASKS, site=task["site_id"], number=task["title"])
    if any(other["id"] != task["id"] for other in others):
        return
    tx.run(
        "UPDATE customer_return SET received_at = :now, state = CASE WHEN EXISTS (SELECT 1 FROM return_goods g "
        "WHERE g.return_id = customer_return.id) THEN 'received' ELSE 'cancelled' END WHERE id = :id",
        now=tx.now,
        id=json.loads(task["facts"])["return"],
    )


def reopens(tx: Tx, task: Row) -> Mapping[str, Any]:
    """What was scanned before the end and comes in late is taken in: the return is open again (LAWS 14)."""
    tx.run(
        "UPDATE customer_return SET state = 'receiving' WHERE id = :id",
        id=json.loads(task["facts"])["return"],
    )
    return open_again(json.loads(task["progress"]))
