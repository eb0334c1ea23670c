"""Labels that a carrier sells: which parcel wants one, and which waits for it."""

from __future__ import annotations

from typing import Final

from pickface.db import Row, Tx, row
from pickface.errors import Conflict
from pickface.tasks import jobs

FETCH_LABEL: Final = "fetch_label"
"""The job that buys a label; its key is the label."""
LABELLED: Final = (
    "NOT EXISTS (SELECT 1 FROM parcel_label b WHERE b.id = s.label_id AND b.state <> 'ready')"
)
"""Of a shipment ``s``: it waits for no label of a carrier. One that does leaves the house by no door."""


class LabelAwaited(Conflict):
    """The parcel's carrier has not sold its label yet; ``params``: container, carrier."""

    code = "label_awaited"


class LabelRefused(Conflict):
    """The parcel's carrier will not sell a label for it; ``params``: container, carrier, said."""

    code = "label_refused"


class OtherPaper(Conflict):
    """The carrier's label is of the other format; ``params``: format."""

    code = "label_of_other_format"


def want(tx: Tx, shipment_id: int) -> None:
    """A parcel has this carrier now: its label is bought behind this transaction, where a service sells it.

    A label that was there for another carrier is the parcel's no more; what is bought stays on record.
    """
    parcel = tx.one(
        "SELECT s.id, s.site_id, s.order_id, s.carrier_id, s.container_code, s.tracking, s.label_id, c.service "
        "FROM shipment s LEFT JOIN carrier c ON c.id = s.carrier_id WHERE s.id = :id",
        id=shipment_id,
    )
    if parcel is None or (not parcel["service"] and parcel["label_id"] is None):
        return
    own = str(parcel["tracking"])
    if parcel["label_id"] is not None:
        own = str(
            tx.value("SELECT own_tracking FROM parcel_label WHERE id = :id", id=parcel["label_id"])
        )
        tx.run(
            "UPDATE shipment SET label_id = NULL, tracking = :own WHERE id = :id",
            own=own,
            id=shipment_id,
        )
    if parcel["service"]:
        made = tx.insert(
            "parcel_label",
            site_id=parcel["site_id"],
            order_id=parcel["order_id"],
            shipment_id=shipment_id,
            carrier_id=parcel["carrier_id"],
            container_code=parcel["container_code"],
            own_tracking=own,
            made_at=tx.now,
        )
        tx.run("UPDATE shipment SET label_id = :label WHERE id = :id", label=made, id=shipment_id)
        jobs.leave(tx, FETCH_LABEL, str(made))


def paper(site_id: int, shipment_id: int, wanted: str) -> bytes | None:
    """The carrier's label of a parcel as PDF or ZPL; None where the house draws it itself.

    LabelAwaited, LabelRefused, OtherPaper.
    """
    found = row(
        "SELECT s.container_code, s.carrier, b.state, b.said, b.format, b.content FROM shipment s "
        "JOIN parcel_label b ON b.id = s.label_id WHERE s.id = :id AND s.site_id = :site",
        id=shipment_id,
        site=site_id,
    )
    if found is None:
        return None
    if found["state"] != "ready":
        raise _lacking(found)
    if found["format"] != wanted:
        raise OtherPaper("the label is of the other format", format=found["format"])
    return bytes(found["content"] or b"")


def check_there(tx: Tx, site_id: int, code: str) -> None:
    """LabelAwaited or LabelRefused for a parcel in the house, by its plate or number, that lacks its label."""
    lacking = tx.one(
        "SELECT b.state, b.said, s.container_code, s.carrier FROM shipment s "
        "JOIN parcel_label b ON b.id = s.label_id WHERE (s.container_code = :code OR s.tracking = :code) "
        "AND s.site_id = :site AND s.shipped_at IS NULL AND b.state <> 'ready' LIMIT 1",
        code=code,
        site=site_id,
    )
    if lacking is not None:
        raise _lacking(lacking)


def _lacking(parcel: Row) -> Conflict:
    told = {"container": parcel["container_code"], "carrier": parcel["carrier"]}
    if parcel["state"] == "refused":
        return LabelRefused("its carrier gives no label", said=parcel["said"], **told)
    return LabelAwaited("its label is not there yet", **told)
