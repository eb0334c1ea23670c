"""The script of shipping: this carton to the dock. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pickface.tasks.dictionary import Dictionary


def compile_ship(
    title: str, site_id: int, carton: str, docks: Sequence[int], words: Dictionary
) -> dict[str, Any]:
    """The script; the carton is scanned so that no other one leaves in its place."""
    step: dict[str, Any] = {
        "id": "load",
        "kind": "put",
        "allow": [],
        "what": {"container": carton},
        "from": None,
        "prove": True,
        "to": {"places": list(docks), "kinds": ["dock"], "zones": None, "refuse": []},
    }
    codes = {**words.codes, carton: {"container": carton}}
    return Dictionary(codes, words.items, words.places).script("ship", title, site_id, [step])
