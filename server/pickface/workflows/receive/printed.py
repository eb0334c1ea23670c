"""What a supplier prints on goods: its barcodes count at the dock where no barcode of the house says otherwise."""

from __future__ import annotations

from pickface.db import Tx
from pickface.purchasing.announced import pieces
from pickface.scans.barcodes import normal_key
from pickface.tasks.dictionary import Dictionary

_PRINTED = (
    "SELECT item_id, barcode FROM supplier_item WHERE supplier_id = :supplier AND barcode <> ''"
)


def codes(tx: Tx, supplier_id: int, words: Dictionary) -> Dictionary:
    """The supplier's barcodes of the items that are known here, each for one piece; one that could mean two is none."""
    found: dict[str, set[int]] = {}
    ids = ", ".join(str(int(item)) for item in words.items) or "-1"
    for one in tx.all(f"{_PRINTED} AND item_id IN ({ids})", supplier=supplier_id):
        found.setdefault(normal_key(one["barcode"]), set()).add(int(one["item_id"]))
    ours: set[str] = set()
    for some in pieces(sorted(found)):
        bound = {f"key{n}": key for n, key in enumerate(some)}
        marks = ", ".join(f":{name}" for name in bound)
        known = tx.all(f"SELECT key FROM barcode WHERE key IN ({marks})", **bound)
        ours |= {one["key"] for one in known}
    return Dictionary({
        key: {"item": item, "qty": 1, "pack": "piece"}
        for key, items in found.items()
        for item in items
        if len(items) == 1 and key not in ours
    })  # fmt: skip
