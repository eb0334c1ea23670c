"""Asking once more for a label that a carrier did not sell."""

from __future__ import annotations

from pickface.db import Tx
from pickface.errors import NotFound
from pickface.orders.parcel_labels import FETCH_LABEL
from pickface.tasks import jobs


def again(tx: Tx, site_id: int, shipment_id: int) -> None:
    """Ask the carrier once more, at once; NotFound where the parcel wants none. A label that is there stays."""
    found = tx.one(
        "SELECT b.id, b.state FROM shipment s JOIN parcel_label b ON b.id = s.label_id "
        "WHERE s.id = :id AND s.site_id = :site",
        id=shipment_id,
        site=site_id,
    )
    if found is None:
        raise NotFound("the parcel wants no label of a carrier", shipment=shipment_id)
    if found["state"] == "ready":
        return
    tx.run(
        "UPDATE parcel_label SET state = 'wanted', tries = 0, problem = '', said = '' WHERE id = :id",
        id=found["id"],
    )
    jobs.leave(tx, FETCH_LABEL, str(found["id"]))
