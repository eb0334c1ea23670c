"""An undo compensates exactly what the undone move wrote into the cost book.

What had left goes back into its layers with the money that it took. What had come leaves its own layer; the average
gives back what it got unless others have been charged by it since, then its present part. Units of an undone receipt
that others have taken meanwhile are taken from the oldest layers.
"""

from __future__ import annotations

from pickface.db import Row
from pickface.stock.cost_book import Page, Part, Worth
from pickface.stock.cost_coming import mean
from pickface.stock.costing import share

_UNDONE = """
SELECT e.*, COALESCE(r.qty, 0) AS undone_qty, COALESCE(r.fifo, 0) AS undone_fifo,
    COALESCE(r.average, 0) AS undone_average
FROM cost_entry e LEFT JOIN (SELECT reverses, SUM(qty) AS qty, SUM(fifo_minor) AS fifo, SUM(average_minor) AS average
    FROM cost_entry WHERE reverses IN (SELECT id FROM cost_entry WHERE move_id = :move) GROUP BY reverses) r
ON r.reverses = e.id WHERE e.move_id = :move ORDER BY e.qty DESC, e.id
"""
# Somebody else has been charged by the average since, and still is.
_CHARGED_SINCE = """
SELECT 1 FROM cost_entry o WHERE o.item_id = :item AND o.site_id = :site AND o.at >= :at AND o.id > :id AND o.qty < 0
AND o.reverses IS NULL AND NOT EXISTS (SELECT 1 FROM cost_entry r WHERE r.reverses = o.id) LIMIT 1
"""


def reverse(page: Page, leaves: int | None, reaches: int | None) -> None:
    """Compensate what the reversed move's entries did, as many units of each side as come back."""
    came = gone = page.move.qty
    for entry in page.tx.all(_UNDONE, move=page.move.reverses):
        if entry["qty"] > 0:
            units = min(came, int(entry["qty"] + entry["undone_qty"]))
            came -= units
            if units:
                _take_back(page, entry, units)
        else:
            units = min(gone, int(-entry["qty"] - entry["undone_qty"]))
            gone -= units
            if units:
                _put_back(page, entry, units)
    # Moves of before this book have no entries: they go as any others do.
    if leaves is not None and came == page.move.qty:
        for part in page.take(leaves, came):
            page.note_gone(leaves, part)
    if reaches is not None and gone == page.move.qty:
        page.put(reaches, "return", gone, mean(page, reaches))


def _put_back(page: Page, entry: Row, units: int) -> None:
    """Units that had left go back into their layer with what they took."""
    left = int(-entry["qty"] - entry["undone_qty"])
    fifo = share(int(-entry["fifo_minor"] - entry["undone_fifo"]), units, left)
    average = share(int(-entry["average_minor"] - entry["undone_average"]), units, left)
    known = units if entry["known"] else 0
    layer = page.layer(entry["layer_id"])
    if layer["known"] and not known:
        # Their cost was named while they were away.
        known = units
        fifo = average = share(layer["base_minor"] + layer["landed_minor"], units, layer["qty_in"])
    page.more_in(layer, units, fifo)
    back = Worth(units, known, fifo, average)
    page.enter(entry["site_id"], layer["id"], back, entry["id"])


def _take_back(page: Page, entry: Row, units: int) -> None:
    """Units that had come leave their own layer; what others have taken of it, the oldest ones."""
    site, item = entry["site_id"], page.move.item_id
    layer, value = page.layer(entry["layer_id"]), page.value(site)
    own = min(units, layer["qty"])
    if own and value:
        fifo, average = share(layer["value_minor"], own, layer["qty"]), 0
        if layer["known"]:
            average = share(value["average_minor"], own, value["known_qty"])
            since = {"item": item, "site": site, "id": entry["id"], "at": entry["at"]}
            if own < value["known_qty"] and not page.tx.value(_CHARGED_SINCE, **since):
                brought = page.tx.value(
                    "SELECT SUM(average_minor) FROM cost_entry WHERE layer_id = :layer",
                    layer=layer["id"],
                )
                average = min(share(int(brought), own, layer["qty"]), value["average_minor"])
        page.less_in(layer, own, fifo)
        if layer["purchase_order_line_id"] is not None:
            page.never_came(layer, own)
        part = Part(layer["id"], layer["at"], own, bool(layer["known"]), fifo, average)
        page.note_gone(site, part, entry["id"])
    for part in page.take(site, units - own):
        page.note_gone(site, part, entry["id"])
