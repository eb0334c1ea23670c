"""A receipt of goods that nobody had ordered or announced: opened at the dock, booked from the supplier's place."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from pickface.db import Row, Tx
from pickface.errors import NotAllowed
from pickface.inspections import waiting
from pickface.people.permissions import RECEIVERS
from pickface.purchasing import blind, life
from pickface.tasks import dictionary, dispatch, exceptions
from pickface.tasks.workflow import Raised
from pickface.workflows.receive import asking
from pickface.workflows.receive.compile import NO_SUPPLIER, Apart, compile_blind

SUPPLIERS = 4
"""How many suppliers a receiver may choose from: with "not known" they fit on the screen, and on the command card."""
_MINE = """
SELECT t.id, t.person_id, t.state FROM task t JOIN purchase_order o ON o.id = t.purchase_order_id AND o.blind = 1
WHERE t.person_id = :person AND t.kind = 'receive' AND t.site_id = :site
AND t.state IN ('ready', 'offered', 'begun', 'held') ORDER BY t.id LIMIT 1
"""


class BlindReceiptNotAllowed(NotAllowed):
    """Goods that nobody has announced are taken in by receivers and supervisors."""

    code = "blind_receipt_not_allowed"


def own(tx: Tx, person_id: int, site_id: int) -> int | None:
    """The receipt without a purchase order that this person is at; None for none. BlindReceiptNotAllowed."""
    role = tx.value("SELECT role FROM person WHERE id = :id", id=person_id)
    if role not in RECEIVERS:
        raise BlindReceiptNotAllowed("receivers take it in", role=role)
    task = tx.one(_MINE, person=person_id, site=site_id)
    return int(task["id"]) if task is not None and dispatch.take_up(tx, task, person_id) else None


def begin(tx: Tx, person_id: int, site_id: int) -> Row:
    """The purchase order that such goods are booked under, locked."""
    return life.lock(tx, blind.begin(tx, site_id, person_id))


def script(tx: Tx, order: Row, places: list[int], aside: int | None) -> dict[str, Any]:
    """Who sent it, if that can be said; then whatever comes."""
    words = dictionary.of_places(tx, places)
    known = choices(tx, order)
    options = [*known, NO_SUPPLIER] if known else []
    return compile_blind(
        order["number"],
        order["site_id"],
        words,
        Apart(aside, asking.all_asks(tx, order["site_id"])),
        options,
    )


def choices(tx: Tx, order: Row) -> dict[str, int]:
    """The suppliers to choose from, by name, as long as nobody has said whose it is."""
    code = tx.value("SELECT code FROM supplier WHERE id = :id", id=order["supplier_id"])
    return blind.suppliers(tx, order["site_id"], SUPPLIERS) if code == blind.NOBODY else {}


def chosen(tx: Tx, task: Row, facts: Mapping[str, Any], name: str) -> None:
    """The receiver has said who sent it."""
    supplier = (facts.get("suppliers") or {}).get(name)
    if supplier is not None:
        blind.comes_from(tx, task["purchase_order_id"], int(supplier))
        # What comes from now on is looked at by that supplier's plan.
        looks = waiting.plans_for(tx, task["site_id"], int(supplier))
        told = json.dumps({**facts, "inspection": looks}, separators=(",", ":"))
        tx.run("UPDATE task SET facts = :facts WHERE id = :id", facts=told, id=task["id"])


def close(tx: Tx, task: Row, order: Row) -> bool:
    """The office hears of what came, once; False where nothing did, and there is nothing to decide."""
    params = blind.told(tx, order)
    raised = Raised(blind.KIND, "book", params)
    exceptions.settle(tx, task, raised, ("purchase_order",), keep=params["units"] > 0)
    return bool(
        tx.value("SELECT 1 FROM discrepancy WHERE purchase_order_id = :id LIMIT 1", id=order["id"])
    )
