"""A kit with what there is of it and of its components; reads only."""

from __future__ import annotations

from typing import Any

from pickface.kits import service
from pickface.kits.rules import complete
from pickface.stock.balances import levels_of_items


def show_kit(site_id: int, kit_id: int) -> dict[str, Any]:
    """A kit and its bill of materials; NoSuchItem, NotAKit."""
    head, parts = service.kit_head(kit_id), service.parts_of(kit_id)
    levels = levels_of_items([kit_id, *(one["item"] for one in parts)], site_id)
    components = [
        {**one, **{name: levels[one["item"]][name] for name in ("on_hand", "available")}}
        for one in parts
    ]
    return {
        **head,
        **{name: levels[kit_id][name] for name in ("on_hand", "available")},
        "makeable": complete((one["available"], one["qty"]) for one in components),
        "components": components,
    }
