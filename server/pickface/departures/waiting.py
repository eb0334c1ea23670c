"""Parcels that wait for a truck: which one takes them."""

from __future__ import annotations

from collections.abc import Sequence

from pickface.db import Row, Tx
from pickface.departures import loaders
from pickface.departures.trucks import next_for
from pickface.orders.parcel_labels import LABELLED
from pickface.tasks import lifecycle

BRING = "bring_parcels"
"""The job that has the parcels of an order brought to the dock that no truck is awaited for; its key is the order."""
SHIP_TASKS = "kind = 'ship' AND state IN ('ready', 'offered', 'begun', 'held')"
_PARCELS = """
SELECT s.id, s.order_id, s.container_code, s.carrier_id, s.departure_id FROM shipment s
WHERE s.site_id = :site AND s.shipped_at IS NULL AND s.loaded_at IS NULL AND s.departure_id IS NULL
AND s.carrier_id IS NOT NULL AND {labelled} AND {which} ORDER BY s.id
"""


def take_waiting(tx: Tx, site_id: int, carrier_id: int) -> list[Row]:
    """Parcels of a carrier that no truck was awaited for wait for its next one now."""
    which = "s.carrier_id = :carrier"
    found = _PARCELS.format(which=which, labelled=LABELLED)
    return _assign(tx, site_id, tx.all(found, site=site_id, carrier=carrier_id))


def take_order(tx: Tx, site_id: int, order_id: int) -> list[Row]:
    """The parcels of an order wait for the next trucks of their carriers, where such are awaited."""
    which = "s.order_id = :order"
    return _assign(
        tx,
        site_id,
        tx.all(_PARCELS.format(which=which, labelled=LABELLED), site=site_id, order=order_id),
    )


def _assign(tx: Tx, site_id: int, parcels: Sequence[Row]) -> list[Row]:
    trucks: dict[int, int | None] = {}
    placed: list[Row] = []
    for parcel in parcels:
        carrier_id = int(parcel["carrier_id"])
        if carrier_id not in trucks:
            trucks[carrier_id] = next_for(tx, site_id, carrier_id)
        departure_id = trucks[carrier_id]
        if departure_id is None or is_on_its_way(tx, parcel["container_code"]):
            continue
        tx.run(
            "UPDATE shipment SET departure_id = :departure WHERE id = :id",
            departure=departure_id,
            id=parcel["id"],
        )
        placed.append({**parcel, "departure_id": departure_id})
    for departure_id in {int(one["departure_id"]) for one in placed}:
        loaders.tell(tx, departure_id)
    return placed


def is_on_its_way(tx: Tx, plate: str) -> bool:
    """Whether somebody brings the parcel to the dock just now; a bringing that nobody has begun is not needed."""
    for task in tx.all(f"SELECT * FROM task WHERE container = :plate AND {SHIP_TASKS}", plate=plate):  # fmt: skip
        if task["state"] == "begun":
            return True
        lifecycle.change_state(tx, task, "cancelled", done_at=tx.now)
    return False
