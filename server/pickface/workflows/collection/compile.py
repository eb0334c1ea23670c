"""The script of a collection: the order's parcels in any order, then who takes them. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pickface.tasks.dictionary import Dictionary

HAND, NAME = "hand", "name"


def compile_collection(
    title: str,
    site_id: int,
    parcels: Sequence[tuple[str, str]],
    others: Mapping[str, Mapping[str, Any]],
    leave: str,
) -> dict[str, Any]:
    """The script; ``parcels`` are plates with their labels, ``leave`` is where strange ones are left."""
    hand = {
        "id": HAND,
        "kind": "collect",
        "allow": ["done"],
        "lines": [],
        "into": None,
        "load": {plate: {"label": label} for plate, label in parcels},
        "others": {plate: dict(other) for plate, other in others.items()},
        "leave": leave,
        "customer": True,
    }
    name = {"id": NAME, "kind": "capture", "allow": [], "fields": ["name"]}
    return Dictionary({}, {}, {}).script("collection", title, site_id, [hand, name])


def handed(state: Mapping[str, Any]) -> list[str]:
    """The plates that were handed over."""
    return sorted(state["steps"].get(HAND, {}).get("on", {}))


def taken_by(state: Mapping[str, Any]) -> str:
    """The name of who took them."""
    return str(state["steps"].get(NAME, {}).get("values", {}).get("name", ""))
