"""A truck leaves: what stays is told and waits for the next one, what is on it goes out of the books piece by piece."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pickface.db import Row, Tx, Writer
from pickface.departures import loaders, service, trucks, waiting
from pickface.departures.leaving import leave, settle_order
from pickface.errors import Conflict
from pickface.stock.moves import Cause
from pickface.tasks import exceptions, jobs
from pickface.tasks.workflow import Raised, World
from pickface.workflows.load.booking import departure_of

PIECE = 10
"""So many parcels leave the books in one transaction, so that nobody's scan waits for a whole truck."""
NAMED = 5
_LEAVING = """
SELECT s.id, s.site_id, s.order_id, s.container_code, s.load_event_id, e.person_id, e.task_id, c.parent
FROM shipment s JOIN container c ON c.code = s.container_code LEFT JOIN scan_event e ON e.id = s.load_event_id
WHERE s.departure_id = :departure AND s.loaded_at IS NOT NULL AND s.shipped_at IS NULL ORDER BY s.id LIMIT :most
"""


def finished(tx: Tx, task: Row, state: Mapping[str, Any], world: World) -> None:
    """Somebody is done loading: with the last of them the truck leaves."""
    departure = trucks.load(tx, task["site_id"], departure_of(task))
    if departure["state"] == "left":
        # What came in late is told to the end: no undo follows.
        jobs.leave(tx, trucks.SHIP, str(departure["id"]))
    if departure["state"] not in ("planned", "loading") or loaders.of_truck(tx, departure["id"]):
        return
    _let_leave(tx, departure, task["person_id"], task)


def on_leaving(tx: Tx, world: World, news: Mapping[str, Any]) -> None:
    """A desk says that the truck leaves: whoever was loading it stops."""
    departure = trucks.load(tx, news["site"], news["departure"])
    loaders.send_home(tx, departure["id"], "done")
    nobody = {"id": None, "site_id": departure["site_id"], "person_id": news["person"]}
    _let_leave(tx, departure, news["person"], nobody)


def _let_leave(tx: Tx, departure: Row, person_id: int | None, task: Mapping[str, Any]) -> None:
    stays = service.let_leave(tx, departure, person_id)
    see_to(tx, stays)
    if not stays:
        return
    following = stays[0]["departure_id"]
    about = {
        "truck": trucks.code_of(departure["id"]),
        "next": trucks.code_of(following) if following else None,
        "parcels": len(stays),
        "named": ", ".join(one["container_code"] for one in stays[:NAMED]),
    }
    raised = Raised("left_behind", "book", about, place_id=departure["place_id"])
    exceptions.raise_for_task(tx, dict(task), raised)


def see_to(tx: Tx, stays: Sequence[Row]) -> None:
    """What stays and waits for no further truck is brought to the dock by itself."""
    for order_id in sorted({one["order_id"] for one in stays if one["departure_id"] is None}):
        jobs.leave(tx, waiting.BRING, str(order_id))


def ship(writer: Writer, key: str) -> None:
    """The job: what is on a truck that has left leaves the books."""
    while writer.run(lambda tx: _piece(tx, int(key))):
        pass


def _piece(tx: Tx, departure_id: int) -> bool:
    """Ship some parcels; False when none is left."""
    parcels = tx.all(_LEAVING, departure=departure_id, most=PIECE)
    if not parcels:
        loaders.send_home(tx, departure_id, "done")
        jobs.finish(tx, trucks.SHIP, str(departure_id))
        return False
    for parcel in parcels:
        cause = Cause(
            parcel["load_event_id"], parcel["site_id"], parcel["person_id"], parcel["task_id"]
        )
        leave(tx, parcel["site_id"], parcel["order_id"], parcel["container_code"], cause)
    for pallet in sorted({one["parent"] for one in parcels if one["parent"]}):
        _went_along(tx, pallet)
    for order_id in sorted({one["order_id"] for one in parcels}):
        settle_order(tx, parcels[0]["site_id"], order_id)
    return True


def _went_along(tx: Tx, pallet: str) -> None:
    """A pallet has left with the last parcel that stood on it."""
    tx.run(
        "UPDATE container SET state = 'shipped', parent = '', changed_at = :now WHERE code = :code AND NOT EXISTS "
        "(SELECT 1 FROM container c WHERE c.parent = :code) AND NOT EXISTS "
        "(SELECT 1 FROM balance b WHERE b.container = :code AND b.virtual = 0 AND b.qty > 0)",
        code=pallet,
        now=tx.now,
    )


def on_cancelled(tx: Tx, world: World, news: Mapping[str, Any]) -> None:
    """An order is cancelled: its parcels are none any more; one that is on a truck is taken off by somebody.

    Raises Conflict where one has left.
    """
    for parcel in tx.all(
        "SELECT s.id, s.site_id, s.container_code, s.departure_id, s.loaded_at, d.state FROM shipment s "
        "LEFT JOIN departure d ON d.id = s.departure_id WHERE s.order_id = :order AND s.shipped_at IS NULL "
        "ORDER BY s.id",
        order=news["order"],
    ):
        on = parcel["loaded_at"] is not None
        if on and parcel["state"] == "left":
            raise Conflict("the order is shipped", state="shipped", order=news["order"])
        tx.run("DELETE FROM shipment WHERE id = :id", id=parcel["id"])
        world.tell(tx, "goods_left", container=parcel["container_code"], site=parcel["site_id"])
        if parcel["departure_id"]:
            loaders.tell(tx, parcel["departure_id"])
        if on:
            about = {
                "container": parcel["container_code"],
                "truck": trucks.code_of(parcel["departure_id"]),
            }
            nobody = {"id": None, "site_id": parcel["site_id"], "person_id": None}
            raised = Raised("loaded_wrong", "book", about, order_id=news["order"])
            exceptions.raise_for_task(tx, nobody, raised)
