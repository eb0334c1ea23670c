"""Work orders: kits to be put together at a place, or taken apart; made, listed, shown."""

from __future__ import annotations

from typing import Any

from pickface.catalog.service import find_items
from pickface.contract import page
from pickface.db import Row, Tx, row, rows
from pickface.errors import Conflict, NotFound
from pickface.kits.forms import WorkOrderForm, WorkOrdersQuery
from pickface.kits.service import NotAKit

ASSEMBLY = "assembly"
# Kits come out of the assembly place, or go into it to be taken apart; what was undone has come back.
_MADE = (
    "COALESCE((SELECT SUM(CASE WHEN f.kind = 'assembly' THEN m.qty ELSE -m.qty END) FROM move m "
    "JOIN place f ON f.id = m.from_place_id JOIN place t ON t.id = m.to_place_id WHERE m.task_id = w.task_id "
    "AND m.item_id = w.item_id AND (f.kind = 'assembly' OR t.kind = 'assembly')), 0)"
)
_SHOWN = (
    "SELECT w.id, w.number, w.kind, w.item_id AS item, i.sku, i.name, w.qty, p.code AS place, w.state, w.task_id, "
    f"w.note, w.made_at, w.done_at, CASE WHEN w.kind = 'build' THEN {_MADE} ELSE -{_MADE} END AS made, "
    "t.state AS task_state, h.name AS person FROM work_order w JOIN item i ON i.id = w.item_id "
    "JOIN place p ON p.id = w.place_id LEFT JOIN task t ON t.id = w.task_id LEFT JOIN person h ON h.id = t.person_id "
    "WHERE w.site_id = :site "
)


class NoSuchBench(NotFound):
    """The site has no such place to build at; ``params``: ``place``."""

    code = "bench_not_found"


class NothingToTakeApart(Conflict):
    """Only kits that lie on shelves are put together or taken apart; ``params``: ``sku``."""

    code = "kit_not_built"


def make(tx: Tx, site_id: int, form: WorkOrderForm, person_id: int | None) -> int:
    """Write a work order down with what a kit is made of today; its id.

    Raises UnknownItem, NotAKit, NothingToTakeApart, NoSuchBench.
    """
    item_id = find_items(tx, [form.item])[form.item]
    kit = tx.one("SELECT sku, kit FROM item WHERE id = :id", id=item_id)
    if kit is None or not kit["kit"]:
        raise NotAKit("the item is no kit", item=form.item)
    if kit["kit"] == "virtual":
        raise NothingToTakeApart("a virtual kit lies on no shelf", sku=kit["sku"])
    bench = tx.value(
        "SELECT id FROM place WHERE site_id = :site AND code = :code AND virtual = 0 AND active = 1 "
        "AND kind IN ('station', 'dock')",
        site=site_id,
        code=form.place.upper(),
    )
    if bench is None:
        raise NoSuchBench("the site has no such station or dock", place=form.place)
    made = tx.insert(
        "work_order",
        site_id=site_id,
        number=f"new {tx.now} {item_id}",
        kind=form.kind,
        item_id=item_id,
        qty=form.qty,
        place_id=bench,
        note=form.note,
        made_at=tx.now,
        made_by=person_id,
    )
    tx.run(
        "UPDATE work_order SET number = :number WHERE id = :id", number=f"WO-{made:06d}", id=made
    )
    tx.run(
        "INSERT INTO work_order_part (work_order_id, item_id, qty) SELECT :order, item_id, qty FROM kit_component "
        "WHERE kit_id = :kit",
        order=made,
        kit=item_id,
    )
    return made


def assembly_of(tx: Tx, site_id: int) -> int:
    """The virtual place through which components become kits; made when the site first needs it."""
    for _ in range(2):
        found = tx.value(
            "SELECT id FROM place WHERE site_id = :site AND kind = :kind",
            site=site_id,
            kind=ASSEMBLY,
        )
        if found is not None:
            return int(found)
        tx.run(
            "INSERT INTO place (site_id, code, kind, virtual, pickable) VALUES (:site, 'ASSEMBLY', :kind, 1, 0) "
            "ON CONFLICT DO NOTHING",
            site=site_id,
            kind=ASSEMBLY,
        )
    raise LookupError("another place is called ASSEMBLY")


def list_orders(site_id: int, query: WorkOrdersQuery) -> dict[str, Any]:
    """A page of work orders, newest first."""
    found = rows(
        _SHOWN + "AND (:before = 0 OR w.id < :before) AND (:state = '' OR w.state = :state) "
        "ORDER BY w.id DESC LIMIT :limit",
        site=site_id,
        before=query.cursor or 0,
        state=query.state,
        limit=query.limit + 1,
    )
    answered = page(found, query.limit)
    answered["items"] = [_plain(one) for one in answered["items"]]
    return answered


def show_order(site_id: int, order_id: int) -> dict[str, Any]:
    """A work order with what a kit of it is made of."""
    found = row(_SHOWN + "AND w.id = :id", site=site_id, id=order_id)
    if found is None:
        raise NotFound("no such work order", id=order_id)
    parts = rows(
        "SELECT p.item_id AS item, i.sku, i.name, p.qty FROM work_order_part p JOIN item i ON i.id = p.item_id "
        "WHERE p.work_order_id = :id ORDER BY i.sku",
        id=order_id,
    )
    return {**_plain(found), "parts": [dict(one) for one in parts]}


def _plain(found: Row | dict[str, Any]) -> dict[str, Any]:
    """Sums come as PostgreSQL's numeric."""
    return {**found, "made": int(found["made"])}
