"""Serial numbers in an announced delivery: each unit by its own, and none that the house has or awaits already."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from pickface.db import Tx
from pickface.errors import BadRequest, Conflict
from pickface.purchasing.announced import Carton, Goods, pieces
from pickface.purchasing.delivery_forms import ContentForm


class SerialsNeeded(BadRequest):
    """The item is kept by serial number, and not each unit's is named; ``params``: ``item``, ``qty``, ``named``."""

    code = "serials_needed"


class SerialTwice(BadRequest):
    """A serial number stands in the delivery twice; ``params``: ``item``, ``serial``."""

    code = "serial_twice"


class SerialKnown(Conflict):
    """A unit with that serial number is in the house, or awaited in another delivery; ``params`` say ``where``."""

    code = "serial_known"


def units_of(sscc: str, content: ContentForm, item_id: int, order: str) -> Iterator[Goods]:
    """Each unit by itself, with its number, and its lot where one is named."""
    if len(content.serials) != content.qty:
        raise SerialsNeeded(
            "each unit's serial number is named",
            item=content.item,
            qty=content.qty,
            named=len(content.serials),
            sscc=sscc,
        )
    for serial in content.serials:
        day = (content.expires_on or "") if content.lot else ""
        yield Goods(order, item_id, 1, content.lot, day, serial)


def check_serials(tx: Tx, cartons: Sequence[Carton]) -> None:
    """Each serial number stands there once, and is neither in the house nor awaited elsewhere."""
    named = [(one.item_id, one.serial) for carton in cartons for one in carton.goods if one.serial]
    seen: set[tuple[int, str]] = set()
    for one in named:
        if one in seen:
            raise SerialTwice("it stands there twice", **_said(tx, *one))
        seen.add(one)
    for some in pieces(sorted(seen)):
        known = whereabouts(tx, some)
        if known:
            item_id, serial = min(known)
            raise SerialKnown(
                "it is known already", where=known[item_id, serial], **_said(tx, item_id, serial)
            )


def _said(tx: Tx, item_id: int, serial: str) -> dict[str, str]:
    sku = tx.value("SELECT sku FROM item WHERE id = :id", id=item_id)
    return {"item": str(sku), "serial": serial}


def whereabouts(
    tx: Tx, serials: Sequence[tuple[int, str]], awaited: bool = True
) -> dict[tuple[int, str], str]:
    """Where units are that have one of some serial numbers (item, number): the place, or the delivery that they are
    ``awaited`` in; those that nobody has are left out.
    """
    if not serials:
        return {}
    bound: dict[str, Any] = {}
    for n, (item_id, serial) in enumerate(serials):
        bound |= {f"item{n}": item_id, f"serial{n}": serial}
    pairs = ", ".join(f"(:item{n}, :serial{n})" for n in range(len(serials)))
    found = tx.all(
        "SELECT l.item_id, l.code AS serial, p.code AS at FROM lot l JOIN balance b ON b.item_id = l.item_id "
        "AND b.lot_id = l.id AND b.virtual = 0 AND b.qty > 0 JOIN place p ON p.id = b.place_id "
        f"WHERE (l.item_id, l.code) IN (VALUES {pairs})",
        **bound,
    )
    if awaited:
        found = [
            *found,
            *tx.all(
                "SELECT g.item_id, g.serial, d.number AS at FROM expected_goods g "
                "JOIN expected_carton c ON c.id = g.carton_id AND c.state = 'expected' "
                "JOIN expected_delivery d ON d.id = c.delivery_id "
                f"WHERE g.serial <> '' AND (g.item_id, g.serial) IN (VALUES {pairs})",
                **bound,
            ),
        ]
    return {(one["item_id"], one["serial"]): one["at"] for one in found}
