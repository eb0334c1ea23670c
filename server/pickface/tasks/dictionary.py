"""The dictionary of a script: what it tells a device of the items and places that it mentions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pickface.db import Tx


@dataclass(frozen=True)
class Dictionary:
    """Codes with what they mean, and facts of items and places, keyed as a script wants them."""

    codes: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    items: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    places: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)

    def __or__(self, other: Dictionary) -> Dictionary:
        return Dictionary(
            {**self.codes, **other.codes},
            {**self.items, **other.items},
            {**self.places, **other.places},
        )

    def script(
        self, kind: str, title: str, site_id: int, steps: Sequence[Mapping[str, Any]]
    ) -> dict[str, Any]:
        """A script without ``task`` and ``revision``, as ``lifecycle.make_task`` takes it."""
        return {
            "kind": kind,
            "title": title,
            "site": site_id,
            "codes": dict(self.codes),
            "items": dict(self.items),
            "places": dict(self.places),
            "steps": list(steps),
        }


def of_items(tx: Tx, item_ids: Iterable[int]) -> Dictionary:
    """Items with all their barcodes."""
    wanted = _ids(item_ids)
    items = tx.all(f"SELECT id, sku, name, tracking, zone_code FROM item WHERE id IN ({wanted})")
    codes = tx.all(
        f"SELECT key, item_id, qty, pack FROM barcode WHERE item_id IN ({wanted}) ORDER BY qty, key"
    )
    return Dictionary(
        {c["key"]: {"item": c["item_id"], "qty": c["qty"], "pack": c["pack"]} for c in codes},
        {
            str(i["id"]): {
                "sku": i["sku"],
                "name": i["name"],
                "tracking": i["tracking"],
                "zone": i["zone_code"],
            }
            for i in items
        },
    )


def of_places(tx: Tx, place_ids: Iterable[int]) -> Dictionary:
    """Places with their codes."""
    places = tx.all(
        "SELECT p.id, p.code, p.kind, p.aisle, p.bay, p.level, COALESCE(z.code, '') AS zone FROM place p "
        f"LEFT JOIN zone z ON z.id = p.zone_id WHERE p.id IN ({_ids(place_ids)}) ORDER BY p.id"
    )
    named = ("code", "kind", "aisle", "bay", "level", "zone")
    return Dictionary(
        {p["code"]: {"place": p["id"]} for p in places},
        {},
        {str(p["id"]): {name: p[name] for name in named} for p in places},
    )


def _ids(ids: Iterable[int]) -> str:
    return ", ".join(str(int(number)) for number in sorted(set(ids))) or "-1"
