"""Where units in a counted tote came from, by all that a pick can tell."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pickface.db import Row, Tx
from pickface.tasks import lifecycle

_PINS = """
SELECT r.id, r.order_line_id, r.item_id, r.lot_id, r.place_id, r.container, r.owner_id, r.qty FROM reservation r
JOIN order_line ol ON ol.id = r.order_line_id WHERE r.task_id = :task AND ol.order_id = :order
AND r.item_id = :item AND r.lot_id = :lot AND r.place_id > 0 AND r.qty > 0 ORDER BY r.id
"""
_STOCK = """
SELECT place_id, container, owner_id, qty, qty - pinned - unreservable AS free FROM balance
WHERE site_id = :site AND item_id = :item AND lot_id = :lot AND owner_id = :owner AND virtual = 0 AND pickable = 1
AND qty > 0 ORDER BY qty - pinned - unreservable DESC, place_id, container
"""
_WANTED = """
SELECT ol.id, ol.qty - ol.given_up - COALESCE((SELECT SUM(r.taken) FROM reservation r WHERE r.order_line_id = ol.id), 0)
AS lacking FROM order_line ol WHERE ol.order_id = :order AND ol.item_id = :item ORDER BY ol.id
"""


@dataclass(frozen=True)
class Source:
    """Where units in a tote came from."""

    place_id: int
    container: str
    owner_id: int
    qty: int
    pin: int | None = None
    order_line_id: int | None = None


def sources_of(
    tx: Tx, task: Row, facts: Mapping[str, Any], goods: tuple[int, int], whose: tuple[int, ...]
) -> Iterator[Source]:
    """The pick's own pins for the orders in the order of its walk; then other bins for what their lines still want;
    then any bin.
    """
    item, lot = goods
    script = lifecycle.script_of(tx, task)
    walk = {
        part["pin"]: n
        for n, step in enumerate(script["steps"])
        for part in step.get("shares") or facts.get("shares", {}).get(step["id"], [step])
        if part.get("pin")
    }
    pins = [
        pin
        for order_id in whose
        for pin in tx.all(_PINS, task=task["id"], order=order_id, item=item, lot=lot)
    ]
    # Of one bin the most urgent order has its own first, as they stand.
    for pin in sorted(pins, key=lambda found: walk.get(found["id"], len(walk))):
        yield Source(
            pin["place_id"], pin["container"], pin["owner_id"], int(pin["qty"]), pin["id"], pin["order_line_id"]
        )  # fmt: skip
    named = {
        spot["place"]
        for step in script["steps"]
        if step.get("item") == item
        for spot in [step, *step["alternatives"]]
    }
    stock = {"site": task["site_id"], "item": item, "lot": lot, "owner": facts["owner"]}
    lines = [line for order_id in whose for line in tx.all(_WANTED, order=order_id, item=item)]
    for line in lines:
        lacking = int(line["lacking"])
        for bin_ in sorted(tx.all(_STOCK, **stock), key=lambda b: b["place_id"] not in named):
            units = min(lacking, int(bin_["free"]))
            if units > 0:
                lacking -= units
                yield Source(
                    bin_["place_id"], bin_["container"], bin_["owner_id"], units, None, line["id"]
                )
    for bin_ in tx.all(_STOCK, **stock):
        yield Source(bin_["place_id"], bin_["container"], bin_["owner_id"], int(bin_["qty"]))
