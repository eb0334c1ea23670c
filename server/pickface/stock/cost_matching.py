"""What goods cost that came before anybody knew by which purchase order: what its lines say, as at any receipt.

A recorded change, as everything that is told afterwards: the part of what has gone by then is told in its entry.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from pickface.clock import day_of
from pickface.db import Row, Tx
from pickface.stock.cost_book import currency_of, rate_of
from pickface.stock.cost_changes import Said, add, book, lock
from pickface.stock.costing import NANO, convert

_CAME = """
SELECT e.layer_id FROM discrepancy d JOIN move m ON m.cause = d.event_id AND m.kind = 'receive'
    AND m.item_id = d.item_id AND m.purchase_order_line_id IS NULL
JOIN cost_entry e ON e.move_id = m.id AND e.qty > 0 AND e.reverses IS NULL
WHERE d.purchase_order_id = :order AND d.kind = 'not_expected'
"""
_LAYERS = f"""
SELECT * FROM cost_layer WHERE id IN ({_CAME}) AND site_id = :site AND item_id = :item AND qty_in > 0
AND purchase_order_line_id IS NULL ORDER BY at, id
"""
_OF_LINE = """
UPDATE cost_layer SET purchase_order_line_id = :line, source = 'receipt', price_minor = :price, currency = :currency,
    rate_nano = :rate WHERE id = :id
"""
_LAST = """
UPDATE stock_value SET last_qty = :qty, last_minor = :minor WHERE item_id = :item AND site_id = :site
AND NOT EXISTS (SELECT 1 FROM cost_layer c WHERE c.item_id = :item AND c.site_id = :site AND c.known = 1 AND c.at > :at)
"""
"""What came last, as long as nothing of known cost has come since."""


class Ordered(NamedTuple):
    """So many units were ordered by a line, at a price each."""

    line_id: int
    units: int
    price_minor: int


def lock_values(tx: Tx, site_id: int, blind_id: int) -> None:
    """Whoever values the same items waits; before any line is locked, as a scan at the dock does it."""
    lock(tx, site_id, _CAME, order=blind_id)


def match(
    tx: Tx, by: Row, blind_id: int, order: Row, item_id: int, ordered: Sequence[Ordered]
) -> None:
    """The layers of an item that came without a purchase order belong to the lines of one, and cost what they say.

    The rate is that of the day on which they came. Without a price or a rate nobody knows the cost, as at any receipt;
    what somebody has named meanwhile stays as it was named. Freight that is told later finds the layers by their line.
    """
    site_id = order["site_id"]
    site = tx.certain("SELECT settings, timezone FROM site WHERE id = :id", id=site_id)
    ours, theirs = currency_of(site["settings"]), order["currency"]
    layers = tx.all(_LAYERS, order=blind_id, site=site_id, item=item_id)
    for layer, parts in _dealt(layers, ordered):
        day = day_of(layer["at"], site["timezone"])
        rate = NANO if theirs == ours else rate_of(tx, site_id, theirs, day)
        first = parts[0]
        named = {"price": first.price_minor, "currency": theirs, "rate": rate or 0}
        if layer["known"]:
            named = {name: layer[key] for name, key in _AS_NAMED.items()}
        tx.run(_OF_LINE, id=layer["id"], line=first.line_id, **named)
        if layer["known"] or rate is None or not all(part.price_minor for part in parts):
            continue
        told = sum(part.units * part.price_minor for part in parts)
        minor = convert(told, theirs, ours, rate)
        change = book(
            tx,
            by,
            Said(told, theirs, order["number"]),
            kind="matched",
            amount_minor=minor,
            rate_nano=rate,
            item_id=item_id,
            purchase_order_id=order["id"],
        )
        add(tx, layer, minor, change, "matched")
        tx.run(_LAST, item=item_id, site=site_id, qty=layer["qty_in"], minor=minor, at=layer["at"])


_AS_NAMED = {"price": "price_minor", "currency": "currency", "rate": "rate_nano"}


def _dealt(
    layers: Sequence[Row], ordered: Sequence[Ordered]
) -> Iterator[tuple[Row, list[Ordered]]]:
    """Each layer with the lines that its units were ordered by, oldest units first; the last line has all the rest."""
    waiting = list(ordered)
    for layer in layers:
        left, parts = int(layer["qty_in"]), []
        while left and waiting:
            line = waiting[0]
            units = left if len(waiting) == 1 else min(left, line.units)
            parts.append(line._replace(units=units))
            left -= units
            if units >= line.units and len(waiting) > 1:
                waiting.pop(0)
            else:
                waiting[0] = line._replace(units=line.units - units)
        if parts:
            yield layer, parts
