"""What a job prints, as the printer takes it: made when it is sent, so that it says what is true then.

The makers of documents are imported when they are first asked for: the barcode and PDF libraries are large.
"""

from __future__ import annotations

from pickface.db import Row
from pickface.documents import papers as documents
from pickface.labels.documents import Address, Parcel
from pickface.orders import parcel_labels, shipments

TEST = Parcel(Address("Pickface"), Address("Test"), "PF-TEST", "TEST", "Test")


def content(printer: Row, job: Row) -> bytes:
    """The bytes; errors of the orders' own where there is no such paper, or none yet."""
    zebra = printer["takes"] == "labels"
    if job["paper"] == "packing_slip":
        return documents.packing_slip(job["site_id"], job["shipment_id"])
    if job["paper"] == "parcel_label":
        wanted = "ZPL" if zebra else "PDF"
        bought = parcel_labels.paper(job["site_id"], job["shipment_id"], wanted)
        if bought is not None:
            return bought
        parcel = shipments.parcel(job["site_id"], job["shipment_id"])
    else:
        parcel = TEST
    if not zebra:
        from pickface.labels import pdf

        return pdf.parcel_label(parcel)
    from pickface.labels import zpl

    return zpl.at_dpi(zpl.parcel_label(parcel), printer["dpi"]).encode()
