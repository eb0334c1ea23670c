"""Which items may be sent where another one cannot be had, one unit for one: said and shown."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pickface.catalog.service import find_items
from pickface.catalog.sizes import NoSuchItem
from pickface.db import Tx, row, rows
from pickface.errors import BadRequest, Conflict


class SubstituteForItself(Conflict):
    """An item would stand for itself; ``params``: ``sku``."""

    code = "substitute_itself"


class KitNoSubstitute(Conflict):
    """A virtual kit is picked as its components: nothing stands for it, and it stands for nothing; ``sku``."""

    code = "substitute_kit"


def say(tx: Tx, item_id: int, names: Sequence[int | str]) -> None:
    """Say which items stand for this one from now on, the first before the others; what stands for it already stays.

    NoSuchItem, UnknownItem, BadRequest (named twice), SubstituteForItself, KitNoSubstitute.
    """
    item = tx.one("SELECT id, sku, kit FROM item WHERE id = :id" + tx.for_update, id=item_id)
    if item is None:
        raise NoSuchItem("no item has that id", item=item_id)
    named = find_items(tx, names)
    others = [named[name] for name in names]
    if len(set(others)) < len(others):
        raise BadRequest("an item is named twice", field="items")
    if item_id in others:
        raise SubstituteForItself("an item does not stand for itself", sku=item["sku"])
    bound = {f"id_{n}": other for n, other in enumerate([item_id, *others])}
    kit = others and tx.value(
        f"SELECT sku FROM item WHERE kit = 'virtual' AND id IN ({', '.join(f':{name}' for name in bound)}) "
        "ORDER BY sku LIMIT 1",
        **bound,
    )
    if kit:
        raise KitNoSubstitute("a virtual kit lies on no shelf", sku=kit)
    tx.run("DELETE FROM substitute WHERE item_id = :id", id=item_id)
    tx.insert_many(
        "substitute",
        [{"item_id": item_id, "other_id": other, "rank": n} for n, other in enumerate(others, 1)],
    )


def said(tx: Tx, item_id: int) -> list[int]:
    """What stands for an item, the first choice first."""
    found = tx.all(
        "SELECT other_id FROM substitute WHERE item_id = :item ORDER BY rank, other_id",
        item=item_id,
    )
    return [one["other_id"] for one in found]


def show(item_id: int) -> dict[str, Any]:
    """What stands for an item, in the order in which it is tried, and what the item stands for; NoSuchItem."""
    if row("SELECT id FROM item WHERE id = :id", id=item_id) is None:
        raise NoSuchItem("no item has that id", item=item_id)
    return {
        "substitutes": rows(
            "SELECT i.id AS item, i.sku, i.name FROM substitute s JOIN item i ON i.id = s.other_id "
            "WHERE s.item_id = :item ORDER BY s.rank, i.sku",
            item=item_id,
        ),
        "stands_for": rows(
            "SELECT i.id AS item, i.sku, i.name FROM substitute s JOIN item i ON i.id = s.item_id "
            "WHERE s.other_id = :item ORDER BY i.sku",
            item=item_id,
        ),
    }
