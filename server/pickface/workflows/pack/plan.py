"""Which packing should exist: one per order whose goods stand at a station, checked."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from typing import Any

from pickface.db import Row, Tx
from pickface.tasks import by_hand, consents, dictionary, exceptions, lifecycle, titles, totes
from pickface.tasks.workflow import Raised, World
from pickface.workflows.pack import parcels, surplus, wholes
from pickface.workflows.pack.compile import Line, compile_pack, facts_of


def on_checked(tx: Tx, world: World, news: Mapping[str, Any]) -> None:
    """An order may be packed."""
    order = tx.one("SELECT * FROM orders WHERE id = :id", id=news["order"])
    content = totes.contents(tx, news["order"])
    if order is None or order["state"] != "picked":
        return
    owed = surplus.owed(tx, order["id"])
    plates, loose = wholes.as_they_are(tx, order["id"], content, owed)
    lines = lines_of(loose, owed)
    surplus.tell(tx, order, loose, lines)
    to_pack = bool(lines or plates)
    if not to_pack:
        surplus.put_away(tx, world, order)
    if not to_pack and _is_in_parcels(tx, order):
        return
    if not to_pack:
        # Its tote was taken for another order: people have to look.
        nobody = {"id": None, "person_id": None, "site_id": order["site_id"]}
        raised = Raised("nothing_to_pack", "book", order_id=order["id"])
        exceptions.raise_for_task(tx, nobody, raised)
        return
    station_id = content[0]["place_id"]
    words = dictionary.of_items(tx, [line.item_id for line in lines])
    words |= dictionary.of_places(tx, [station_id])
    title = titles.of_order(order["number"])
    script = compile_pack(title, order["site_id"], lines, words, _gift(order), plates)
    facts = facts_of(order["id"], station_id, lines, plates)
    by_hand.plan(tx, order["id"], script, facts)
    task_id = lifecycle.make_task(
        tx,
        lifecycle.NewTask(
            site_id=order["site_id"],
            kind="pack",
            title=title,
            script=script,
            facts=facts,
            priority=order["priority"],
            due_at=order["ship_by"],
            order_id=order["id"],
            place_id=station_id,
            container=lines[0].tote if lines else plates[0],
        ),
    )
    if lines:
        parcels.ask(tx, order["site_id"], task_id)


def _gift(order: Row) -> str:
    """What the packer is told of a gift; '' for what is none."""
    return ("gift_note" if order["gift_note"] else "gift") if order["gift"] else ""


def _is_in_parcels(tx: Tx, order: Row) -> bool:
    """Nothing is left to pack of an order whose parcels stand or went: it is packed, or shipped, with these."""
    return bool(
        tx.run(
            "UPDATE orders SET state = CASE WHEN EXISTS (SELECT 1 FROM shipment s WHERE s.order_id = orders.id "
            "AND s.shipped_at IS NULL) THEN 'packed' ELSE 'shipped' END WHERE id = :id "
            "AND EXISTS (SELECT 1 FROM shipment s WHERE s.order_id = orders.id)",
            id=order["id"],
        )
    )


def lines_of(content: list[Row], owed: Counter[int]) -> list[Line]:
    """A line for each lot of an item in a tote, up to what is owed; the serials of an item in a tote are one line."""
    serials: dict[tuple[str, int], list[tuple[int, str]]] = defaultdict(list)
    for held in content:
        if held["tracking"] == "serial":
            serials[held["tote"], held["item_id"]].append((held["lot_id"], held["lot_code"]))
    lines: list[Line] = []
    for held in content:
        here = held["tote"], held["item_id"]
        own = tuple(serials.pop(here, ()))
        serial = held["tracking"] == "serial"
        units = min(len(own) if serial else int(held["qty"]), owed[held["item_id"]])
        owed[held["item_id"]] -= units
        if units and serial:
            lines.append(_line(len(lines), held, units, (0, ""), own))
        elif units:
            lines.append(_line(len(lines), held, units, (held["lot_id"], held["lot_code"])))
    return lines


def _line(
    n: int, held: Row, qty: int, lot: tuple[int, str], serials: tuple[tuple[int, str], ...] = ()
) -> Line:
    return Line(
        n + 1, held["item_id"], qty, held["tote"], held["owner_id"], lot[0], lot[1] or "", serials
    )


def finished(tx: Tx, task: Row, state: Mapping[str, Any], world: World) -> None:
    """The order is packed, and its cartons are to be shipped; one of which nothing was there has come to its end."""
    order_id = task["order_id"]
    consents.ended(tx, task)
    tx.run(
        "UPDATE orders SET state = CASE WHEN EXISTS (SELECT 1 FROM shipment s WHERE s.order_id = orders.id) "
        "THEN 'packed' ELSE 'cancelled' END WHERE id = :id AND state = 'picked'",
        id=order_id,
    )
    lifecycle.hint(tx, task["site_id"], orders=True)
    world.tell(tx, "order_packed", order=order_id)


def cancelled(tx: Tx, task: Row, world: World) -> None:
    """The order will not be packed: what is in its totes and cartons is put away again, and somebody decides."""
    consents.ended(tx, task)
    totes.give_back(tx, task, world)


def opens(tx: Tx, world: World, code: str, person_id: int, site_id: int) -> int | None:
    """A tote that was picked opens the packing of its order."""
    return totes.open_task(tx, "pack", code, person_id, site_id)
