"""How many there are of an item, as webhooks are told: a virtual kit has as many as its scarcest component gives."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from pickface.db import Row, Tx
from pickface.webhooks import telling

STOCK: Final = "stock.level"
_SCALES = (
    "SELECT i.id AS item, i.sku, s.on_hand, s.pickable - s.reserved - s.unreservable AS available, s.owner_id AS owner "
    "FROM stock_level s JOIN item i ON i.id = s.item_id "
    "WHERE s.item_id = :item AND s.owner_id = :owner AND s.site_id = :site"
)
_KIT_SCALES = (
    "SELECT i.id AS item, i.sku, 0 AS on_hand, MIN(COALESCE(s.pickable - s.reserved - s.unreservable, 0) / k.qty) "
    "AS available, i.owner_id AS owner FROM item i JOIN kit_component k ON k.kit_id = i.id "
    "LEFT JOIN stock_level s ON s.item_id = k.item_id AND s.owner_id = i.owner_id AND s.site_id = :site "
    "WHERE i.id = :item AND i.owner_id = :owner AND i.kit = 'virtual' GROUP BY i.id, i.sku, i.owner_id"
)
_KITS_OF = (
    "SELECT k.item_id, k.kit_id FROM kit_component k JOIN item i ON i.id = k.kit_id AND i.kit = 'virtual' "
    "WHERE k.item_id IN ({items}) ORDER BY k.kit_id"
)


def kits_of(tx: Tx, facts: Sequence[Row]) -> dict[str, list[str]]:
    """The virtual kits whose level changes with a component's, by the subject of the component."""
    moved = [fact for fact in facts if fact["kind"] == STOCK]
    ids = {f"item_{n}": item for n, item in enumerate(sorted({fact["subject"] for fact in moved}))}
    if not ids:
        return {}
    found: dict[int, list[int]] = {}
    for one in tx.all(_KITS_OF.format(items=", ".join(f":{name}" for name in ids)), **ids):
        found.setdefault(one["item_id"], []).append(one["kit_id"])
    return {
        telling.subject_of(fact): [
            telling.subject_of({**fact, "subject": kit}) for kit in found.get(fact["subject"], [])
        ]
        for fact in moved
    }


def level_body(tx: Tx, webhook: Row, message: Row) -> str:
    """The body of a message that says the level of now."""
    _, item, owner = message["subject"].split(":")
    of = {"item": int(item), "owner": int(owner), "site": webhook["site_id"]}
    found = tx.one(_KIT_SCALES, **of) or tx.one(_SCALES, **of)
    said = {**message, "at": tx.now, "sequence": message["id"], "site": webhook["site"]}
    level = dict(found or {})
    if level:
        level["available"] = max(0, level["available"] - webhook["buffer"])
    return telling.body_of(said, level)
