"""What came otherwise than it was ordered, gathered for the supplier who sent it. Reads only."""

from __future__ import annotations

from pickface.clock import day_of
from pickface.db import row, rows
from pickface.labels.documents import Address, Deviant, Report
from pickface.purchasing.life import NoSuchPurchaseOrder

_HEAD = """
SELECT o.id, o.number, o.reference, o.ordered_at, o.supplier_id, s.name AS supplier, s.address, t.name AS site,
       t.address AS site_address, t.timezone
FROM purchase_order o JOIN supplier s ON s.id = o.supplier_id JOIN site t ON t.id = o.site_id
WHERE o.id = :id AND o.site_id = :site
"""
_TOLD = """
SELECT d.kind, d.code, COALESCE(x.code, '') AS supplier_code, COALESCE(i.sku, '') AS sku, COALESCE(i.name, '') AS name,
       SUM(d.qty) AS qty, MIN(d.created_at) AS at
FROM discrepancy d LEFT JOIN item i ON i.id = d.item_id
LEFT JOIN supplier_item x ON x.item_id = d.item_id AND x.supplier_id = :supplier
WHERE d.purchase_order_id = :id GROUP BY d.kind, d.code, x.code, i.sku, i.name ORDER BY MIN(d.id)
"""


def report_of(site_id: int, purchase_order_id: int) -> Report:
    """What there is to tell a supplier of an order; NoSuchPurchaseOrder."""
    head = row(_HEAD, id=purchase_order_id, site=site_id)
    if head is None:
        raise NoSuchPurchaseOrder("the site has no such purchase order", id=purchase_order_id)
    zone = str(head["timezone"])
    told = rows(_TOLD, id=purchase_order_id, supplier=head["supplier_id"])
    return Report(
        number=head["number"],
        reference=head["reference"],
        buyer=Address(head["site"], tuple(head["site_address"].splitlines())),
        supplier=Address(head["supplier"], tuple(head["address"].splitlines())),
        ordered_on=day_of(head["ordered_at"], zone),
        lines=tuple(
            Deviant(
                one["kind"], one["supplier_code"], one["sku"], one["name"], one["code"], int(one["qty"]),
                day_of(int(one["at"]), zone),
            )
            for one in told
        ),
    )  # fmt: skip
