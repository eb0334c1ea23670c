"""Whether a parcel weighs what is in it: one that does not is told a supervisor while it is still in the house."""

from __future__ import annotations

from pickface.db import Row, Tx
from pickface.locations import settings
from pickface.stock.moves import Cause
from pickface.tasks import exceptions
from pickface.tasks.workflow import Raised

LEAST_G = 50
"""Scales, paper and tape differ by so much."""


def is_off(weighed: int, goods: int, tare: int, pct: int) -> bool:
    """Whether a parcel weighs less than its goods, or more than these in the heaviest carton, beyond ``pct``. Pure.

    ``tare`` is all that is no goods: the carton, and what it is filled with.
    """
    room = max(LEAST_G, goods * pct // 100)
    return not goods - room <= weighed <= goods + tare + room


def look(tx: Tx, task: Row, carton: Row, weighed: int, fill_g: int, cause: Cause) -> None:
    """Compare what a person has weighed with what the items say, where the site wants that and all items say it.

    ``fill_g``: what its filling may weigh; a packer may use less of it.
    """
    pct = settings.of_site(task["site_id"], tx).weight_tolerance_pct
    if not pct or not carton["all_known"]:
        return
    goods = int(carton["weight_g"])
    tare = tx.value(
        "SELECT COALESCE(MAX(tare_g), 0) FROM carton_type WHERE site_id = :site AND active = 1",
        site=task["site_id"],
    )
    if is_off(weighed, goods, int(tare) + fill_g, pct):
        about = {"container": carton["code"], "weighed": weighed, "expected": goods + fill_g}
        raised = Raised("weight_differs", "book", about, order_id=task["order_id"])
        exceptions.raise_exception(tx, cause, raised)
