"""Which shipping should exist: one task for each closed carton of a packed order that no truck is awaited for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pickface.db import Row, Tx, Writer
from pickface.departures import leaving
from pickface.departures.waiting import BRING
from pickface.locations import settings
from pickface.locations.returning import where_customers_come
from pickface.orders import parcel_labels
from pickface.orders.parcel_labels import LABELLED
from pickface.stock.moves import Cause
from pickface.tasks import dictionary, dispatch, jobs, lifecycle, standing, titles
from pickface.tasks.workflow import Told, World
from pickface.workflows.ship.compile import compile_ship

_OPEN = "state IN ('ready', 'offered', 'begun', 'held')"


def on_packed(tx: Tx, world: World, news: Mapping[str, Any]) -> None:
    """An order is packed: each of its cartons is to be shipped."""
    make_tasks(tx, news["order"])


def bring_parcels(writer: Writer, key: str) -> None:
    """The job: parcels of an order wait for no truck any more, and are brought to the dock."""

    def bring(tx: Tx) -> None:
        if jobs.finish(tx, BRING, key):
            make_tasks(tx, int(key))

    writer.run(bring)


def make_tasks(tx: Tx, order_id: int) -> None:
    """A task for each parcel of an order that stands there, waits for no truck and that nobody brings yet."""
    order = tx.one("SELECT * FROM orders WHERE id = :id", id=order_id)
    if order is None:
        return
    docks = _collecting(tx, order["site_id"]) if order["collect"] else _docks(tx, order["site_id"])
    labels = _labels(tx, order) if settings.of_site(order["site_id"], tx).label_check else {}
    _hold_back(tx, order_id)
    for parcel in tx.all(
        "SELECT s.container_code, c.place_id, c.parent FROM shipment s JOIN container c ON c.code = s.container_code "
        "WHERE s.order_id = :order AND s.shipped_at IS NULL AND s.departure_id IS NULL "
        f"AND {LABELLED} AND NOT EXISTS ("
        f"SELECT 1 FROM task t WHERE t.container = s.container_code AND t.kind = 'ship' AND t.{_OPEN}) ORDER BY s.id",
        order=order["id"],
    ):
        carton = parcel["container_code"]
        if order["collect"] and parcel["place_id"] in docks:
            continue
        title = titles.of_order(order["number"])
        words = dictionary.of_places(tx, [*docks, parcel["place_id"]])
        lifecycle.make_task(
            tx,
            lifecycle.NewTask(
                site_id=order["site_id"],
                kind="ship",
                title=title,
                script=compile_ship(
                    title,
                    order["site_id"],
                    carton,
                    docks,
                    words,
                    _own_first(labels, carton),
                    () if order["collect"] else ("dock",),
                    _where(words, parcel),
                ),
                facts={"collect": bool(order["collect"])},
                priority=order["priority"],
                due_at=order["ship_by"],
                order_id=order["id"],
                place_id=parcel["place_id"],
                container=carton,
            ),
        )


def _where(words: dictionary.Dictionary, parcel: Row) -> dict[str, str]:
    here = words.places.get(str(parcel["place_id"]))
    return standing.stands(here["code"], parcel["parent"] or "") if here else {}


def _hold_back(tx: Tx, order_id: int) -> None:
    """A parcel that waits for a label of its carrier is brought nowhere; who has begun to bring it brings it."""
    for task in tx.all(
        "SELECT t.* FROM task t JOIN shipment s ON s.container_code = t.container WHERE s.order_id = :order "
        f"AND t.kind = 'ship' AND t.{_OPEN} AND t.state <> 'begun' AND NOT {LABELLED}",
        order=order_id,
    ):
        lifecycle.change_state(tx, task, "cancelled", done_at=tx.now)


def _collecting(tx: Tx, site_id: int) -> list[int]:
    """Where parcels wait for the customers who come for them."""
    place = where_customers_come(tx.all, site_id)
    return _docks(tx, site_id) if place is None else [int(place["id"])]


def _labels(tx: Tx, order: Row) -> dict[str, str]:
    """The tracking numbers of an order's parcels, by their plates."""
    parcels = tx.all(
        "SELECT container_code, tracking FROM shipment WHERE order_id = :order ORDER BY id",
        order=order["id"],
    )
    return {parcel["container_code"]: parcel["tracking"] for parcel in parcels}


def _own_first(labels: Mapping[str, str], carton: str) -> list[str]:
    if carton not in labels:
        return []
    own = labels[carton]
    return [own, *(other for other in labels.values() if other != own)]


def _docks(tx: Tx, site_id: int) -> list[int]:
    """The docks of the shipping zone, or all of them where there is no such zone."""
    docks = tx.all(
        "SELECT p.id, COALESCE(z.code, '') AS zone FROM place p LEFT JOIN zone z ON z.id = p.zone_id "
        "WHERE p.site_id = :site AND p.kind = 'dock' AND p.active = 1 ORDER BY p.code",
        site=site_id,
    )
    return [d["id"] for d in docks if d["zone"] == "SHIP"] or [d["id"] for d in docks]


def finished(tx: Tx, task: Row, state: Mapping[str, Any], world: World) -> None:
    """A carton has left; with the last one the order is shipped."""
    leaving.settle_order(tx, task["site_id"], task["order_id"])


def react(tx: Tx, task: Row, told: Told, world: World, cause: Cause) -> None:
    """Carry out what interpreting told."""
    if told.name == "shipped":
        carton = told.params["container"]
        leaving.leave(tx, task["site_id"], task["order_id"], carton, cause, task)


def cancelled(tx: Tx, task: Row, world: World) -> None:
    """The carton stays in the house: it is no parcel any more, and its goods are put away again."""
    tx.run(
        "DELETE FROM shipment WHERE container_code = :carton AND shipped_at IS NULL",
        carton=task["container"],
    )
    world.tell(tx, "goods_left", container=task["container"], site=task["site_id"])
    hold = "UPDATE orders SET state = 'held' WHERE id = :id AND state = 'packed'"
    tx.run(hold, id=task["order_id"])


def opens(tx: Tx, world: World, code: str, person_id: int, site_id: int) -> int | None:
    """A carton, or the tracking number on it, opens its shipping."""
    task = tx.one(
        "SELECT t.id, t.person_id, t.state FROM shipment s JOIN task t ON t.container = s.container_code "
        "WHERE (s.container_code = :code OR s.tracking = :code) AND s.site_id = :site "
        f"AND t.kind = 'ship' AND t.{_OPEN} ORDER BY t.id LIMIT 1",
        code=code,
        site=site_id,
    )
    if task is None:
        parcel_labels.check_there(tx, site_id, code)
    if task is None or not dispatch.take_up(tx, task, person_id):
        return None
    return int(task["id"])
